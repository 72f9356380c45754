"""Project codes with their check character; agencies and regions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.codes import (
    CHARACTERS,
    ProjectCode,
    agency_segments,
    check_character,
    parse_project_code,
    parse_region,
    project_code_problem,
)
from tests.strategies import project_codes

REAL = (
    "13028125P000002100050",
    "13028125P000051100010",
    "13028125P000049100016",
    "13028125P00005210001M",
    "12000022P70000310001W",
    "12000022P71000110002B",
    "12000021P34569010001A",
)


@pytest.mark.parametrize("code", REAL)
def test_real_codes_carry_the_right_check_character(code: str) -> None:
    assert check_character(code[:-1]) == code[-1]
    assert project_code_problem(code) is None


def test_a_code_falls_into_its_parts() -> None:
    parts = parse_project_code(REAL[0])
    assert parts == ProjectCode("130281", "25", "P", "000002", "10005", "0")
    assert parts is not None
    assert parts.fiscal_year == 2025
    assert parse_project_code("50023300024P000060") is None


@given(project_codes(), st.integers(0, 20), st.sampled_from(CHARACTERS))
def test_no_single_wrong_character_passes(code: str, position: int, other: str) -> None:
    changed = code[:position] + other + code[position + 1 :]
    if changed != code and changed.startswith("13"):
        assert project_code_problem(changed) is not None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("13028125P00000210005", "20 位"),
        ("13028125P0000021000500", "22 位"),
        ("", "0 位"),
        ("项目", "2 位"),
        ("13028125P000002100051", "应为 0"),
        ("130281P25000002100050", "组成不对"),
        ("13028125PO00002100050", "O"),
    ],
)
def test_an_unsound_code_is_explained(code: str, words: str) -> None:
    problem = project_code_problem(code)
    assert problem is not None
    assert words in problem


def test_codes_of_provinces_with_other_shapes_are_left_alone() -> None:
    assert project_code_problem("50023300024P000060") is None
    assert project_code_problem("51000021R000000019951") is None


@pytest.mark.parametrize(
    ("text", "level", "parent"),
    [
        ("130281000", "county", "130200000"),
        ("130281", "county", "130200000"),
        ("130200000", "city", "130000000"),
        ("130000000", "province", None),
        ("130281101", "township", "130281000"),
    ],
)
def test_a_region_code_names_its_level_and_what_is_above(text: str, level: str, parent: str | None) -> None:
    region = parse_region(text)
    assert region is not None
    assert (region.level, region.parent) == (level, parent)


@pytest.mark.parametrize("text", ["", "1302", "1302810001", "13028a", "001000", "１３０２８１", " 130281"])
def test_other_texts_are_no_region(text: str) -> None:
    assert parse_region(text) is None


def test_an_agency_code_has_segments_of_three() -> None:
    assert agency_segments("731001") == ("731", "001")


@pytest.mark.parametrize("code", ["", "73", "7310", "73100A", "731001002003004"])
def test_another_shape_is_no_agency_code(code: str) -> None:
    with pytest.raises(ValueError, match="3 位一段"):
        agency_segments(code)
