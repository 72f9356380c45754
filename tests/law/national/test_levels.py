"""How loud a rule speaks, where one rule has several voices."""

from __future__ import annotations

from datetime import date

from jihuan.core.document import Document, Indicator, Project
from jihuan.core.findings import Finding
from jihuan.core.indicators import parse_target
from jihuan.law.engine import check, load
from jihuan.law.engine.registry import rules


def found(rule: str, project: Project) -> tuple[Finding, ...]:
    return check(Document(projects=(project,)), load("national", date(2025, 1, 1)), only=(rule,)).failures


def test_office_costs_for_other_work_block_and_a_lesser_mismatch_warns() -> None:
    office = Project(fund_use="主要用于办公费", goals=("保障设备维修与维护",))
    people = Project(fund_use="主要用于培养人才", goals=("保障设备维修与维护",))
    assert [finding.level for project in (office, people) for finding in found("REL-007", project)] == ["error", "warning"]


def test_a_name_copied_word_for_word_blocks_and_one_without_its_last_word_informs() -> None:
    rows = [Indicator(level2="满意度指标", level3=name) for name in ("满意度指标", "满意度")]
    assert [finding.level for finding in found("MEA-003", Project(indicators=tuple(rows)))] == ["error", "info"]


def test_words_of_the_trade_are_mended_and_words_of_all_offices_only_pointed_out() -> None:
    trade, common = found("TXT-001", Project(goals=("落实财正资金",))), found("TXT-001", Project(goals=("签订合作协仪",)))
    assert [(finding.level, finding.mend and finding.mend.after) for finding in (*trade, *common)] == [
        ("warning", "落实财政资金"),
        ("info", None),
    ]


def test_instructions_left_in_the_form_warn_and_the_style_of_letters_informs() -> None:
    levels = [found("TXT-007", Project(goals=(text,)))[0].level for text in ("请填写目标（100字以内）", "特此报告")]
    assert levels == ["warning", "info"]


def test_what_only_a_person_can_judge_is_marked_and_never_an_error() -> None:
    judged = [rule for rule in rules().values() if rule.method == "S"]
    assert judged and all(rule.judge and rule.level != "error" for rule in judged)


def test_mends_write_the_whole_cell_anew() -> None:
    row = Indicator(level3="参观人次", target=parse_target("≥1500 人"))
    (finding,) = found("VAL-005", Project(indicators=(row,)))
    assert finding.mend is not None
    assert (finding.mend.pointer, finding.mend.before, finding.mend.after) == (
        "/projects/0/indicators/0/target/raw",
        "≥1500 人",
        "≥1500 人次",
    )
    rate = Indicator(level3="成活率", target=parse_target("≥85"))
    (unit,) = found("VAL-013", Project(indicators=(rate,)))
    assert unit.mend is not None and unit.mend.after == "≥85%"
    assert all(
        found("VAL-013", Project(indicators=(Indicator(level3=name, target=parse_target(raw)),)))[0].mend is None
        for name, raw in (("成活率", "≥1"), ("成活率", "≥101"), ("车辆数量", "≥85"), ("成活率", "大于等于85左右"))
        if parse_target(raw).operator_explicit and parse_target(raw).unit is None
    )


def test_an_amount_in_the_message_has_no_idle_zeros() -> None:
    project = Project(
        indicators=(
            Indicator(level2="数量指标", level3="参观人次", target=parse_target("≥1000人")),
            Indicator(level2="数量指标", level3="开放天数", target=parse_target("≥300天")),
        )
    )
    assert [finding.message for finding in found("VAL-007", project)] == ["“参观人次”≥1000人，按开放天数折算每天只有 3.33 人次"]
