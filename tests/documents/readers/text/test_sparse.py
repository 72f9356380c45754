"""Columns that only some rows have a cell in: signs, units and causes go to the rows that they fit, and to no row where several may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.documents.readers.text.columnar.sparse import OPEN, fit_of, placed

NAMES = ["巡护面积", "候鸟监测次数", "巡护补助标准", "巡护机制", "村民满意度"]
FIGURES = ["300", "12", "60", "长期", "90"]
KNOWN = {"level3": NAMES, "target": FIGURES, "unit": ["亩", "次", "元/人", "", "%"]}


def cells(name: str, texts: list[str], known: dict[str, list[str]]) -> list[str | int | None]:
    """The text of each row."""
    found = placed([texts], [len(NAMES)], fit_of(name, known))
    assert found
    return [at if at is None or at == OPEN else texts[at] for at in found.cells]


def test_signs_go_to_numbers_and_a_most_to_costs() -> None:
    assert cells("operator", ["≥", "≥", "≤", "≥"], KNOWN) == ["≥", "≥", "≤", None, "≥"]


def test_a_sign_that_several_rows_fit_is_left_open_there_and_only_there() -> None:
    assert cells("operator", ["≥", "≤", "≥"], KNOWN) == [OPEN, OPEN, "≤", None, "≥"]


def test_a_value_with_its_own_sign_gets_no_second_one() -> None:
    assert cells("operator", ["≥", "≤", "≥"], {**KNOWN, "target": ["≥300", "12", "60", "长期", "90"]})[:2] == [None, "≥"]


def test_units_go_to_the_names_that_they_count() -> None:
    assert cells("unit", ["次", "元/人", "%"], {**KNOWN, "unit": [""] * 5}) == [None, "次", "元/人", None, "%"]


@pytest.mark.parametrize(
    "known",
    [
        {"weight": ["20"] * 5, "score": ["20", "18", "20", "20", "15"]},
        {"actual": ["310亩", "11次", "58元/人", "长期", "82%"]},
    ],
)
def test_causes_go_to_the_rows_that_fell_short(known: dict[str, list[str]]) -> None:
    known = {**KNOWN, "operator": ["≥", "≥", "≤", "", "≥"], **known}
    assert cells("deviation", ["雨天较多", "问卷偏少"], known) == [None, "雨天较多", None, None, "问卷偏少"]


def test_causes_of_rows_that_did_not_fall_short_are_left_open() -> None:
    known = {**KNOWN, "weight": ["20"] * 5, "score": ["20"] * 5}
    assert set(cells("deviation", ["雨天较多", "问卷偏少"], known)) == {OPEN}


def test_a_value_left_blank_is_found_by_the_names_and_the_actual_values() -> None:
    known = {"level3": NAMES, "actual": ["310亩", "", "58元/人", "长期", "93%"]}
    assert cells("target", ["300亩", "60元/人", "长期", "90%"], known) == ["300亩", None, "60元/人", "长期", "90%"]


def test_a_score_left_blank_is_found_where_the_weights_differ() -> None:
    known = {**KNOWN, "weight": ["20", "10", "30", "15", "25"]}
    assert cells("score", ["20", "30", "15", "25"], known) == ["20", None, "30", "15", "25"]


def test_cells_of_the_next_page_go_to_its_rows() -> None:
    found = placed([["≥", "≥"], ["≥"]], [2, 3], fit_of("operator", KNOWN))
    assert found
    assert found.cells == [0, 1, None, None, 2]
    assert placed([["≥"] * 3, []], [2, 3], fit_of("operator", KNOWN)) is None


@given(
    st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=9), st.lists(st.sampled_from("甲乙丙"))
)
def test_cells_keep_their_order_and_none_has_two_rows(points: list[list[int]], texts: list[str]) -> None:
    found = placed([texts], [len(points)], lambda text, row: points[row]["甲乙丙".find(text) if text else 3])
    if len(texts) > len(points):
        assert found is None
    else:
        assert found
        shown = [at for at in found.cells if at is not None and at != OPEN]
        assert shown == sorted(set(shown))
        assert OPEN in found.cells or len(shown) == len(texts)
