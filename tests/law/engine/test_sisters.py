"""Units of one year side by side: copies are found among very many, and nobody is compared with himself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Agency, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.law.engine import Context, check, load
from jihuan.law.engine.similarity import cosine
from jihuan.law.engine.sisters import Sisters, Twin

LIMIT = Decimal("0.9")
GOAL = "全年组织农技培训12期，培训种植大户600人次，推广新品种8个"


def _of(agency: str, *goals: str, target: str = "≥100人次") -> Document:
    rows = (Indicator(level3="培训人次", target=parse_target(target)),)
    return Document(agency=Agency(name=agency), projects=(Project(name="培训", goals=goals, indicators=rows),))


def test_a_copy_is_found_among_many_and_says_whose_it_is() -> None:
    many = [_of(f"第{number}局", f"养护道路{number}公里，修补坑槽{number * 3}处，按时完工") for number in range(500)]
    sisters = Sisters([*many, _of("甲局", GOAL)])
    twin = sisters.twin(_of("乙局"), GOAL + "。", LIMIT)
    assert twin is not None and (twin.agency, twin.project, twin.text) == ("甲局", "培训", GOAL)
    assert sisters.twin(_of("乙局"), "慰问困难群众300户，发放米面油", LIMIT) is None


def test_nobody_is_his_own_sister_unless_nobody_is_named() -> None:
    sisters = Sisters([_of("甲局", GOAL), _of("甲局", GOAL), _of("乙局", GOAL)])
    twin = sisters.twin(_of("甲局"), GOAL, LIMIT)
    assert twin is not None and twin.agency == "乙局"
    assert Sisters([_of("甲局", GOAL)]).twin(_of("甲局"), GOAL, LIMIT) is None
    assert Sisters([_of("", GOAL)]).twin(_of(""), GOAL, LIMIT) is not None


def test_what_is_shorter_than_six_characters_is_no_copy() -> None:
    found = [Sisters([_of("甲局", goal)]).twin(_of("乙局"), goal, LIMIT) for goal in ("开放图书馆", "开放图书馆舍")]
    assert [twin is not None for twin in found] == [False, True]


def test_only_what_is_above_the_limit_is_a_copy() -> None:
    changed = GOAL.replace("农技", "养殖")
    sisters, likeness = Sisters([_of("甲局", GOAL)]), cosine(GOAL, changed)
    assert sisters.twin(_of("乙局"), changed, likeness) is None
    assert sisters.twin(_of("乙局"), changed, likeness - Decimal("0.001")) is not None
    assert sisters.twin(_of("乙局"), GOAL, Decimal(1)) is not None


def test_words_that_too_many_share_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jihuan.law.engine.sisters.COMMON", 2)
    goals = [GOAL + end for end in "一二三"]
    found = [Sisters([_of("甲局", *goals[:count])]).twin(_of("乙局"), GOAL, LIMIT) is not None for count in (1, 2, 3)]
    assert found == [True, True, False]


def test_a_row_without_a_name_or_a_figure_has_no_part_in_the_median() -> None:
    bare = Project(
        indicators=(Indicator(target=parse_target("≥9人次")), Indicator(level3="培训人次", target=parse_target("优")))
    )
    sisters = Sisters([Document(agency=Agency(name="甲"), projects=(bare,)), _of("乙")])
    assert sisters.median(_of("丙"), "", "人次", Decimal(1)) is None
    assert sisters.median(_of("丙"), "培训人次", "人次", Decimal(1)) == 100
    assert sisters.median(_of("乙"), "培训人次", "人次", Decimal(0)) is None


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 9)), max_size=12))
def test_the_median_is_that_of_all_others(values: list[tuple[str, int]]) -> None:
    sisters = Sisters([_of(agency, target=f"≥{value}人次") for agency, value in values] + [_of("丁", target="≥90%")])
    others = [Decimal(value) for agency, value in values if agency != "甲"]
    expected = median(others) if others else None
    assert sisters.median(_of("甲"), "培训人次", "人次", Decimal(1)) == expected
    assert sisters.median(_of("甲"), "培训人次", "人次", Decimal(99)) is None


@settings(max_examples=60, deadline=None)
@given(st.text("农技培训推广品种公里养护修补坑槽慰问困难群众发放米面油图书", min_size=20, max_size=60), st.integers(0, 19))
def test_a_goal_with_one_word_changed_is_as_good_as_always_found(text: str, at: int) -> None:
    changed = text[:at] + "改" + text[at + 1 :]
    twin = Sisters([_of("甲局", text)]).twin(_of("乙局"), changed, LIMIT)
    assert twin is not None or cosine(text, changed) <= Decimal("0.97")


@pytest.mark.parametrize(
    ("agency", "said"),
    [
        ("甲局", f"绩效目标与“甲局”的“培训”雷同：“{GOAL}”／“{GOAL}”"),
        ("", f"绩效目标与另一单位的雷同：“{GOAL}”"),
    ],
)
def test_a_copy_is_told_with_its_owner_where_that_may_be_told(agency: str, said: str) -> None:
    class Kept:
        def twin(self, document: Document, goal: str, limit: Decimal) -> Twin:
            return Twin(agency, "培训", GOAL)

        def median(self, document: Document, name: str, unit: str, least: Decimal) -> None:
            return None

    report = check(_of("乙局", GOAL), load("national", date(2025, 1, 1)), Context(sisters=Kept()), only=("CON-003",))
    assert [finding.message for finding in report.findings] == [said]
