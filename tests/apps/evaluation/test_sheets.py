"""Sheets of every shape: dates, yes and no, an indicator that is the execution rate itself, rows that promise nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.evaluation import actions, editing, facts, figures
from jihuan.apps.objectives.actions import apply_document
from jihuan.core.document import Indicator
from jihuan.core.indicators import parse_target
from tests.apps.evaluation.conftest import Filler, row


@pytest.fixture
def begin(officer, goals):
    """Begin the self-evaluation of a project with these indicators."""

    def start(*indicators: Indicator) -> Filler:
        (sheet,) = goals.projects
        changed = replace(goals, projects=(replace(sheet, indicators=indicators),))
        return Filler(officer, actions.start(officer, apply_document(officer, changed).projects[0]))

    return start


def weights(fill) -> list[Decimal]:
    sheet = facts.sheet_of(actions.reread(fill.evaluation))
    return [sheet.execution_weight, *(one.weight for one in sheet.rows)]


def test_an_indicator_called_like_the_execution_rate_stands_beside_it(begin) -> None:
    fill = begin(row("产出指标", "数量指标", "出车次数", "≥200次"), row("产出指标", "成本指标", "预算执行率", "100%"))
    assert weights(fill) == [10, 45, 45]
    fill(executed="20", achievement="完成。")
    fill("出车次数", actual="200次")
    found = fill("预算执行率", actual="100%")
    assert (found.score.execution.status, found.score.total) == ("scored", 100)


def test_a_row_that_promises_nothing_has_no_points(begin) -> None:
    fill = begin(row("产出指标", "数量指标", "出车次数", "≥200次"), row("效益指标", "经济效益指标", "无", "无"))
    assert weights(fill) == [10, 90, 0]
    assert (
        figures.of(fill("出车次数", actual="200次"))["states"][fill.name("无", "weight").removesuffix("/weight")]
        == "not_applicable"
    )


def test_weights_that_the_goal_sheet_prints_are_taken(begin) -> None:
    first, second = row("产出指标", "数量指标", "出车次数", "≥200次"), row("产出指标", "质量指标", "完好率", "100%")
    assert weights(begin(replace(first, weight=Decimal(60)), replace(second, weight=Decimal(30)))) == [10, 60, 30]


def test_a_date_is_scored_on_time_and_asks_for_points_when_the_law_wants_them(begin) -> None:
    fill = begin(row("产出指标", "时效指标", "完成时间", "2026年12月底前"))
    found = fill("完成时间", actual="2026年11月")
    assert (found.score.indicators[0].case, found.score.indicators[0].score) == ("on_time", 90)
    assert figures.of(found)["points"] == []
    found = fill("完成时间", actual="2027年2月")
    assert found.score.indicators[0].score in (None, 0)


def test_yes_and_no_need_no_tier(begin) -> None:
    fill = begin(row("产出指标", "质量指标", "验收", "合格"))
    assert fill("验收", actual="合格").score.indicators[0].score == 90
    assert fill("验收", actual="不合格").score.indicators[0].score == 0


def test_a_sheet_whose_budget_was_changed_does_not_tell_its_old_parts(begin) -> None:
    fill = begin(row("产出指标", "数量指标", "出车次数", "≥200次"))
    budget = fill(adjusted="18").document.projects[0].budget
    assert (budget.total, budget.adjusted, budget.initial, budget.fiscal) == (18, 18, 20, None)


def test_absurd_figures_have_their_sentence_and_no_score(begin) -> None:
    fill = begin(row("产出指标", "数量指标", "出车次数", "≥200次"))
    for text in ("9" * 60, "-5次", "很多", "0"):
        found = fill("出车次数", actual=text)
        one = found.score.indicators[0]
        assert one.explanation
        assert one.score is None or 0 <= one.score <= 90


def test_every_cell_has_a_name_a_text_and_a_way_back(begin) -> None:
    fill = begin(row("产出指标", "数量指标", "出车次数", "≥200次"), row("效益指标", "社会效益指标", "读者", "增多"))
    sheet = facts.sheet_of(actions.reread(fill.evaluation))
    known = dict(facts.texts(sheet))
    assert editing.changed_all(sheet, known) == (sheet, {})
    assert {name for name, _label in facts.labels(sheet)} <= set(known)
    assert parse_target("≥200次") == sheet.rows[0].indicator.target
