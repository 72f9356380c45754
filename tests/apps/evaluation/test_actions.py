"""Filling in, scoring, submitting a self-evaluation; the goal records stay as they are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.evaluation import actions, facts, todo
from jihuan.apps.evaluation.models import Row, SelfEvaluation
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.objectives.facts import project_document
from jihuan.apps.objectives.models import Indicator
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import content, from_json
from jihuan.documents.readers import document_of, layout_of
from jihuan.law.scoring import policy, score
from tests.apps.evaluation.conftest import row


def weights(evaluation) -> list[Decimal]:
    sheet = facts.sheet_of(actions.reread(evaluation))
    return [sheet.execution_weight, *(row.weight for row in sheet.rows)]


def texts_of(evaluation) -> dict[str, str]:
    return dict(facts.texts(facts.sheet_of(actions.reread(evaluation))))


def test_the_sheet_begins_with_the_goals_the_budget_and_weights_of_the_law(evaluation) -> None:
    assert weights(evaluation) == [10, 17, 17, 16, 30, 10]
    sheet = facts.sheet_of(actions.reread(evaluation))
    assert (sheet.initial, sheet.adjusted, sheet.executed) == (Decimal("20.00"), Decimal("20.00"), None)
    assert [row.indicator.target.raw for row in sheet.rows] == ["≥200次", "100%", "≤500元", "明显增多", "≥90%"]


def test_beginning_again_changes_nothing(officer, project, evaluation) -> None:
    assert actions.start(officer, project) == evaluation
    assert SelfEvaluation.objects.count() == 1


def test_every_cell_is_kept_and_the_total_follows(filled) -> None:
    found = facts.scored(facts.sheet_of(filled), actions.law_for(filled.project))
    scores = [one.score for one in found.score.indicators]
    assert scores == [Decimal("15.30"), Decimal("17.00"), Decimal("16.00"), Decimal("28.00"), Decimal("10.00")]
    assert found.score.execution.score == Decimal("9.50")
    assert (filled.total, filled.grade, filled.open) == (Decimal("95.80"), "优", 0)


@pytest.mark.parametrize(
    ("name", "first", "kept"), [("executed", "１９.０", "19.00"), ("weight", "12.50", "12.5"), ("weight", "8.0", "8")]
)
def test_what_is_answered_is_what_stands_on_record_so_the_next_keystroke_is_no_clash(
    officer, evaluation, name, first, kept
) -> None:
    answered = dict(facts.texts(actions.fill(officer, evaluation, name, first, texts_of(evaluation)[name]).sheet))[name]
    assert answered == kept == texts_of(evaluation)[name]
    actions.fill(officer, evaluation, name, "11", answered)


def test_the_goal_records_stay_as_they_are(project, filled, officer) -> None:
    before = project_document(project)
    actions.submit(officer, filled, filled.version)
    project.refresh_from_db()
    assert project_document(actions.reread(filled).project) == before
    assert not Indicator.objects.exclude(actual_raw=None).exists()
    assert (project.executed, project.adjusted) == (None, None)


def test_a_changed_weight_is_locked_and_its_level_makes_room(fill, evaluation) -> None:
    fill("出车次数", weight="30")
    assert weights(evaluation) == [10, 30, 10, 10, 30, 10]
    fill("车辆完好率", weight="15")
    assert weights(evaluation) == [10, 30, 15, 5, 30, 10]
    with pytest.raises(Refused, match="最多"):
        fill("每次出车成本", weight="90")
    fill("出车次数", locked="")
    fill("每次出车成本", weight="10.5")
    assert sum(weights(evaluation)) == 100
    assert weights(evaluation) == [10, Decimal("24.5"), 15, Decimal("10.5"), 30, 10]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("executed", "十九万", "不是金额"),
        ("executed", "-3", "不小于 0"),
        ("executed", "1.0000001", "一分"),
        ("weight", "abc", "不是分数"),
        ("nowhere", "1", "没有这一格"),
        ("rows/999999/actual", "1", "没有这一格"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(officer, evaluation, name, text, told) -> None:
    base = dict(facts.texts(facts.sheet_of(actions.reread(evaluation)))).get(name, "")
    with pytest.raises(Refused, match=told) as refusal:
        actions.fill(officer, evaluation, name, text, base)
    assert list(refusal.value.fields) == [name]
    assert actions.reread(evaluation).version == evaluation.version


def test_points_outside_the_band_are_kept_and_told_and_give_no_score(fill, officer) -> None:
    found = fill("乡镇读者", actual="部分达成年度指标并具有一定效果", points="28")
    one = found.score.indicators[3]
    assert (one.status, one.score, one.stated) == ("refused", None, Decimal(28))
    evaluation = actions.reread(fill.evaluation)
    assert Row.objects.get(evaluation=evaluation, name="乡镇读者").points == 28
    with pytest.raises(Refused, match="不能提交") as refusal:
        actions.submit(officer, evaluation, evaluation.version)
    assert "乡镇读者" in refusal.value.fields[fill.name("乡镇读者", "points")]
    assert fill("乡镇读者", points="20").score.indicators[3].score == 20


def test_somebody_elses_change_is_a_clash_and_loses_nothing(fill, officer) -> None:
    name = fill.name("出车次数", "actual")
    fill("出车次数", actual="180次")
    with pytest.raises(actions.Clash) as clash:
        actions.fill(officer, fill.evaluation, name, "190次", "")
    assert clash.value.theirs == "180次"
    actions.fill(officer, fill.evaluation, name, "180次", "")
    actions.fill(officer, fill.evaluation, name, "190次", "180次")


def test_what_the_law_asks_is_asked(fill) -> None:
    found = fill("出车次数", actual="180次")
    assert any("没有得满分" in item.sentence for item in todo.of(found) if item.name.endswith("deviation"))
    found = fill("出车次数", actual="300次")
    assert [item.name for item in todo.of(found) if item.name.endswith("cause")] == [fill.name("出车次数", "cause")]
    found = fill("出车次数", cause="目标值偏低")
    assert found.score.indicators[0].score < 17
    assert not [item for item in todo.of(found) if item.name.endswith("cause")]
    assert fill("出车次数", cause="客观增加").score.indicators[0].score == 17
    with pytest.raises(Refused, match="只能是"):
        fill("出车次数", cause="别的")


def test_what_does_not_apply_gives_its_weight_away_and_keeps_its_text(fill, filled) -> None:
    found = fill("车辆完好率", not_applicable="1")
    one = found.score.indicators[1]
    assert (one.status, one.score) == ("not_applicable", None)
    assert sum((row.weight or Decimal(0) for row in found.score.indicators), found.score.execution.weight) == 100
    assert Row.objects.get(evaluation=filled, name="车辆完好率").actual == "100%"
    assert fill("车辆完好率", not_applicable="").score.total == Decimal("95.80")


def test_an_unfinished_sheet_is_not_submitted_and_says_all_that_is_missing(officer, evaluation) -> None:
    with pytest.raises(Refused, match="还有 7 处没有填好") as refusal:
        actions.submit(officer, evaluation, evaluation.version)
    assert len(refusal.value.fields) == 7
    assert "实际完成情况" in refusal.value.fields["achievement"]


def test_what_was_submitted_is_kept_and_closed_until_it_is_taken_back(officer, filled) -> None:
    with pytest.raises(Refused, match="刷新页面"):
        actions.submit(officer, filled, filled.version - 1)
    done = actions.submit(officer, filled, filled.version)
    assert from_json(done.submitted).projects[0].total_score == Decimal("95.80")
    with pytest.raises(Refused, match="已经提交"):
        actions.fill(officer, filled, "executed", "20", "19")
    again = actions.reopen(officer, filled)
    assert (again.state, again.submitted) == ("draft", None)
    with pytest.raises(Refused, match="还没有提交"):
        actions.reopen(officer, filled)
    told = list(
        Entry.objects.filter(object_type="evaluation.selfevaluation").order_by("number").values_list("action", flat=True)
    )
    assert told[0] == "start_evaluation" and told[-2:] == ["submit_evaluation", "reopen_evaluation"]
    assert Entry.objects.get(action="reopen_evaluation").before["document"]["projects"][0]["total_score"] == "95.80"
    assert verify().broken is None


def test_a_later_goal_sheet_does_not_change_what_was_submitted(officer, filled, goals) -> None:
    actions.submit(officer, filled, filled.version)
    (sheet,) = goals.projects
    first, *others = sheet.indicators
    changed = replace(sheet, indicators=(replace(first, target=parse_target("≥100次")), *others))
    apply_document(officer, replace(goals, projects=(changed,)))
    again = actions.reread(filled)
    assert actions.document_of(again).projects[0].indicators[0].target.raw == "≥200次"
    assert again.total == Decimal("95.80")
    shown = facts.scored(facts.sheet_of(again), actions.law_for(again.project))
    assert (shown.score.total, shown.document) == (Decimal("95.80"), actions.document_of(again))


def test_indicators_that_come_and_go_lose_no_text(officer, filled, goals) -> None:
    (sheet,) = goals.projects
    new = row("产出指标", "时效指标", "按时发车率", "≥95%")
    apply_document(officer, replace(goals, projects=(replace(sheet, indicators=(*sheet.indicators[1:], new)),)))
    again = actions.reread(filled)
    assert [item.actual for item in facts.left_over(again)] == ["180次"]
    now = facts.sheet_of(again)
    assert [one.indicator.level3 for one in now.rows if one.weight == 0] == ["按时发车率"]
    with pytest.raises(Refused, match="不能提交") as refusal:
        actions.submit(officer, again, again.version)
    assert any("还没有分值" in sentence for sentence in refusal.value.fields.values())
    actions.follow(officer, again)
    assert weights(filled) == [10, 17, 17, 30, 10, 16]


def test_a_trial_is_taken_over_whole_or_not_at_all(officer, fill, filled) -> None:
    values = {fill.name("出车次数", "actual"): "200次", "executed": "20", "nothing": "x"}
    assert actions.take_over(officer, filled, values, filled.version) == 2
    assert actions.reread(filled).total == 98
    with pytest.raises(Refused, match="别处改过"):
        actions.take_over(officer, filled, {"executed": "1"}, filled.version)
    with pytest.raises(Refused, match="1 格") as refusal:
        actions.take_over(officer, filled, {"executed": "许多", fill.name("出车次数", "actual"): "1次"})
    assert list(refusal.value.fields) == ["executed"]
    assert actions.reread(filled).total == 98


def test_several_weights_that_add_up_are_taken_as_they_are(officer, fill, evaluation) -> None:
    values = {"weight": "5", fill.name("出车次数", "weight"): "22"}
    assert actions.take_over(officer, evaluation, values) == 2
    assert weights(evaluation) == [5, 22, 17, 16, 30, 10]


@pytest.mark.parametrize("to", ["docx", "xlsx", "pdf", "html", "json"])
def test_the_form_that_leaves_gives_the_same_scores_when_it_is_read(officer, filled, to) -> None:
    data = actions.export(officer, filled, to)
    if to == "json":
        return
    layout = layout_of(data, f"表.{to}")
    rules = policy(actions.law_for(filled.project))
    for seen in (layout, replace(layout, embedded=None)):
        document = content(document_of(data, f"表.{to}", seen))
        (found,) = score(document, rules)
        assert (found.total, found.stated_total, found.grade) == (Decimal("95.80"), Decimal("95.80"), "优")
        assert [one.difference for one in found.indicators] == [0] * 5
        assert document.projects[0].budget == actions.document_of(filled).projects[0].budget
    assert Entry.objects.filter(action="export_evaluation").count() == 1


def test_posts_do_what_is_theirs(county, person, project, evaluation, filled) -> None:
    for name, group, agency in (("caiwu", groups.FINANCE, county.library), ("bieren", groups.OFFICER, county.museum)):
        user = person(name, agency, group)
        with pytest.raises(NotAllowed):
            actions.fill(user, evaluation, "executed", "1", "19")
        with pytest.raises(NotAllowed):
            actions.submit(user, filled, filled.version)
    head = person("guanzhang", county.library, groups.HEAD)
    with pytest.raises(NotAllowed):
        actions.fill(head, evaluation, "executed", "1", "19")
    assert actions.submit(head, filled, filled.version).submitted_by == head
