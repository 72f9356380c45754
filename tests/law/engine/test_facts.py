"""What the rules are told of a document: cells, places, amounts, and which rows count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.core.document import Actual, Agency, Budget, Document, Indicator, Place, Project, Safeguard, SubGoal, TextBlock
from jihuan.core.indicators import parse_target
from jihuan.law.engine.facts import DocumentFacts, IndicatorFacts, Spot, norm

SHEET, ROW = Place(page=1), Place(page=2)


def _rows(*rows: Indicator) -> tuple[IndicatorFacts, ...]:
    return DocumentFacts(Document(projects=(Project(place=SHEET, indicators=rows),))).indicators


def _row(**members: object) -> IndicatorFacts:
    return _rows(Indicator(**members))[0]


def test_a_row_is_called_by_its_name_else_by_its_description_and_stands_at_its_own_place() -> None:
    both, bare = _rows(Indicator(level3="甲", description="乙", place=ROW), Indicator(description="乙"))
    assert (both.spot(), bare.spot()) == (
        Spot("/projects/0/indicators/0", ROW, "甲"),
        Spot("/projects/0/indicators/1", SHEET, "乙"),
    )
    block = SubGoal(name="丙", place=SHEET, indicators=(Indicator(level3="甲", place=ROW), Indicator(level3="乙")))
    rows = DocumentFacts(Document(sub_goals=(block,))).sub_goals[0].indicators
    assert [(row.place, row.pointer, row.position) for row in rows] == [
        (ROW, "/sub_goals/0/indicators/0", 0),
        (SHEET, "/sub_goals/0/indicators/1", 1),
    ]


def test_a_cell_is_shown_as_it_is_printed() -> None:
    row = _row(level3="甲", target=parse_target("≥90%"), weight=Decimal("1E+1"), actual=Actual(raw="95%", value=Decimal(95)))
    assert [row.spot(name).text for name in ("level3", "target", "weight", "actual", "basis")] == [
        "甲",
        "≥90%",
        "10",
        "95%",
        "",
    ]
    sheet = DocumentFacts(Document(projects=(Project(name="甲", fund_use="乙", budget=Budget(total=Decimal(26))),))).projects[0]
    assert [sheet.spot(name).text for name in ("", "fund_use", "budget/total", "indicators")] == ["甲", "乙", "26", ""]
    assert sheet.spot("budget/total").pointer == "/projects/0/budget/total"


@pytest.mark.parametrize(
    ("name", "value", "applies"),
    [
        ("参观人次", "≥1500人次", True),
        ("参观人次", "", True),
        ("", "≥1500人次", True),
        ("无", "", False),
        ("参观人次", "无", False),
        ("不适用（无此项）", "", False),
        ("参观人次", "不适用：无此项", False),
        ("参观人次", "本年不适用", False),
        ("无烟单位创建数", "≥3个", True),
        ("——", "", False),
        ("/", "≥1", False),
        ("—甲—", "≥1", True),
    ],
)
def test_a_row_that_says_nothing_does_not_apply(name: str, value: str, applies: bool) -> None:
    assert _row(level3=name or None, target=parse_target(value)).applies is applies


def test_levels_are_known_by_their_words() -> None:
    assert [_row(level1=text).level1 for text in ("产出指标", " 效 益 指标", "甲", None)] == ["产出", "效益", "", ""]
    assert [_row(level2=text).level2 for text in ("社会效益指标", "可持续影响指标", "环境效益", "甲", None)] == [
        "社会效益", "可持续影响", "生态效益", "", "",
    ]  # fmt: skip
    rows = (_row(level3="群众满意率"), _row(level2="满意度指标"), _row(level1="满意度指标"), _row(level3="参观人次"))
    assert [row.is_satisfaction for row in rows] == [True, True, True, False]


def test_only_a_quantity_has_a_value() -> None:
    assert [_row(target=parse_target(text)).value for text in ("≥90%", "优良中差", "2025年12月底前")] == [
        Decimal(90),
        None,
        None,
    ]
    assert _row(level3="甲").words == "甲"
    assert _row(level3="甲", description="乙").words == "甲 乙"


def test_amounts_become_yuan_where_the_unit_is_known() -> None:
    def yuan(amount: str | None, unit: str | None) -> Decimal | None:
        budget = Budget(total=None if amount is None else Decimal(amount))
        return DocumentFacts(Document(projects=(Project(budget=budget, amount_unit=unit),))).projects[0].budget_yuan

    assert [yuan("26", "万元"), yuan("26", "元"), yuan(None, "万元"), yuan("26", None), yuan("26", "美元")] == [
        Decimal(260000), Decimal(26), None, None, None,
    ]  # fmt: skip
    assert yuan("NaN", "万元") is None


def test_the_agency_is_named_by_the_document_else_by_its_sheets() -> None:
    sheets = (Project(), Project(agency_name="乙局", name="甲"))
    assert DocumentFacts(Document(agency=Agency(name="甲局"), projects=sheets)).agency_name == "甲局"
    facts = DocumentFacts(Document(projects=sheets))
    assert (facts.agency_name, DocumentFacts(Document()).agency_name) == ("乙局", "")
    assert [sheet.label for sheet in facts.projects] == ["第1张表", "甲"]


@pytest.mark.parametrize(
    ("members", "has"),
    [
        ({}, False),
        ({"overall_goal": TextBlock(text="甲")}, True),
        ({"sub_goals": (SubGoal(name="甲"),)}, True),
        ({"safeguards": (Safeguard(text="甲"),)}, True),
        ({"projects": (Project(),)}, False),
    ],
)
def test_the_department_part_is_any_of_its_three(members: dict[str, object], has: bool) -> None:
    assert DocumentFacts(Document(**members)).has_department_part is has


def test_the_form_has_weights_where_any_row_has_one() -> None:
    def weights(*given: int | None) -> bool:
        rows = tuple(Indicator(weight=None if weight is None else Decimal(weight)) for weight in given)
        return DocumentFacts(Document(projects=(Project(indicators=rows),))).has_weights

    assert [weights(), weights(None), weights(None, 0)] == [False, False, True]


def test_every_passage_is_told_once_in_the_order_of_the_document() -> None:
    document = Document(
        overall_goal=TextBlock(text="一", place=SHEET),
        sub_goals=(SubGoal(name="二", description="三", goal=None, indicator_text="四"),),
        safeguards=(Safeguard(text="五"),),
        projects=(Project(name="六", fund_use="七", goals=("八", ""), indicators=(Indicator(level3="九", basis="十"),)),),
    )
    facts = DocumentFacts(document)
    assert "".join(text.text for text in facts.texts) == "一二三四五六七八九十"
    assert [text.part for text in facts.texts] == [
        "overall_goal", "name", "description", "indicator_text", "safeguard", "name", "fund_use", "goal", "level3", "basis",
    ]  # fmt: skip
    assert facts.spot("overall_goal/text") == Spot("/overall_goal/text", SHEET, "一")
    assert (facts.spot("sub_goals").pointer, facts.spot().pointer) == ("/sub_goals", "")
    assert DocumentFacts(Document()).spot("overall_goal/text") == Spot("/overall_goal/text", None, "")


def test_texts_are_compared_without_what_only_looks_different() -> None:
    assert norm(" 满意度（％）。") == "满意度(%)"
    assert norm(None) == ""
