"""The official self-evaluation form holds what it should and comes back from every format."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import Agency, Budget, Document, FundSource, Indicator, Project
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import content
from jihuan.documents.readers import document_of, layout_of
from jihuan.documents.writers import Format, write
from jihuan.documents.writers.form import form_of
from jihuan.documents.writers.sheet import project_grid
from tests.documents.test_round_trip import MANY, evaluations

FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf", "html")


def row(
    level1: str, level2: str, level3: str, target: str, actual: str, weight: str, score: str, deviation: str | None
) -> Indicator:
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        target=parse_target(target),
        actual=parse_actual(actual),
        weight=Decimal(weight),
        score=Decimal(score),
        deviation=deviation,
    )


@pytest.fixture
def evaluation() -> Document:
    project = Project(
        code="99010126P000001100010",
        name="流动图书车运行经费",
        agency_code="612001",
        agency_name="清河县图书馆本级",
        department="清河县文化广电和旅游局",
        amount_unit="万元",
        budget=Budget(
            total=Decimal("12.50"),
            fiscal=Decimal("10.00"),
            other=Decimal("2.50"),
            initial=Decimal("12.00"),
            adjusted=Decimal("12.50"),
            executed=Decimal("11.25"),
            execution_rate=Decimal("90.00"),
        ),
        goals=("图书车到每个乡镇。", "全年出车200次以上。"),
        achievement="图书车到了全部乡镇，全年出车180次。",
        execution_weight=Decimal(10),
        execution_score=Decimal("9.00"),
        total_score=Decimal("94.00"),
        indicators=(
            row("产出指标", "数量指标", "出车次数", "≥200次", "180次", "50", "45.00", "车辆检修停驶20天；来年错开检修。"),
            row("效益指标", "社会效益指标", "乡镇读者", "明显增多", "达成年度指标", "30", "30.00", None),
            row("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "95%", "10", "10.00", None),
        ),
    )
    agency = Agency(code="612001", name="清河县图书馆本级")
    return Document(fiscal_year=2026, kind="self_evaluation", agency=agency, projects=(project,))


@pytest.mark.parametrize("to", FORMATS)
def test_the_form_comes_back_by_its_visible_text_and_by_the_json_inside(evaluation: Document, to: Format) -> None:
    data = write(evaluation, to)
    layout = layout_of(data, f"表.{to}")
    assert content(document_of(data, f"表.{to}", replace(layout, embedded=None))) == evaluation
    assert content(document_of(data, f"表.{to}", layout)) == evaluation


def test_the_rows_stand_as_the_ministry_prints_them(evaluation: Document) -> None:
    (sheet,) = form_of(evaluation).sheets
    texts = [[cell.text for cell in sheet.grid.row(number)] for number in range(sheet.grid.rows)]
    assert texts[2][:4] == ["项目资金", "资金来源", "年初预算数", "全年预算数"]
    assert texts[3] == ["年度资金总额", "12.00", "12.50", "11.25", "10", "90.00", "9.00"]
    assert texts[6] == ["年度总体目标", "预期目标", "实际完成情况"]
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    assert sheet.grid.header is not None and texts[sheet.grid.header] == heads
    assert texts[-2] == ["总分", "100", "94.00", ""]
    assert texts[-1] == ["项目负责人", "", "财务负责人", ""]


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("fund_use", [None, "车辆维修、油料。"])
def test_sources_of_funds_are_printed_row_by_row_and_come_back(evaluation: Document, to: Format, fund_use: str | None) -> None:
    (project,) = evaluation.projects
    ten, two = Decimal("10.00"), Decimal("2.00")
    sources = (
        FundSource(name="本年财政拨款", initial=ten, adjusted=ten, executed=Decimal("9.25"), execution_rate=Decimal("92.50")),
        FundSource(name="上年结转资金", adjusted=two, executed=two, execution_rate=Decimal("100.00")),
        FundSource(name="其他资金", initial=two, adjusted=Decimal("0.50"), executed=Decimal("0")),
    )
    budget = replace(project.budget, other=Decimal("0.50"), sources=sources)
    document = replace(evaluation, projects=(replace(project, budget=budget, fund_use=fund_use),))
    (sheet,) = form_of(document).sheets
    texts = [[cell.text for cell in sheet.grid.row(number)] for number in range(sheet.grid.rows)]
    assert ["其中：本年财政拨款", "10.00", "10.00", "9.25", "", "92.50", ""] in texts
    data = write(document, to)
    found = document_of(data, f"表.{to}", replace(layout_of(data, f"表.{to}"), embedded=None))
    assert (content(found), found.problems) == (document, ())


def test_what_the_official_rows_cannot_hold_is_printed_in_full(evaluation: Document) -> None:
    (project,) = evaluation.projects
    more = replace(project, budget=replace(project.budget, total=Decimal("13.00")))
    (sheet,) = form_of(replace(evaluation, projects=(more,))).sheets
    assert sheet.grid == project_grid(more)
    assert any(cell.text == "13.00" for cell in sheet.grid.cells)


@pytest.mark.parametrize("missing", ["executed", "initial", "fiscal", "other", "execution_rate"])
def test_an_empty_cell_stays_empty(evaluation: Document, missing: str) -> None:
    (project,) = evaluation.projects
    less = replace(project, budget=replace(project.budget, **{missing: None}), total_score=None, achievement=None)
    document = replace(evaluation, projects=(less,))
    data = write(document, "docx")
    assert content(document_of(data, "表.docx", replace(layout_of(data, "表.docx"), embedded=None))) == document


@st.composite
def official(draw: st.DrawFn) -> Document:
    """Any self-evaluation that the official rows can hold."""
    document = draw(evaluations())
    projects = tuple(
        replace(project, fund_use=None, spending_plan=(), budget=replace(project.budget, total=project.budget.adjusted))
        for project in document.projects
    )
    return replace(document, kind="self_evaluation", projects=projects)


@pytest.mark.parametrize("to", FORMATS)
@MANY
@given(document=official())
def test_any_official_sheet_comes_back(document: Document, to: Format) -> None:
    data = write(document, to)
    layout = layout_of(data, f"表.{to}")
    assert content(document_of(data, f"表.{to}", replace(layout, embedded=None))) == document
    assert content(document_of(data, f"表.{to}", layout)) == document
