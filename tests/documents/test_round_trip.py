"""What our writers put out, our readers take in: the same document, with and without the JSON that travels inside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jihuan.core.document import Agency, Budget, Document, FundSource, Indicator, Project, SpendingNode, SubGoal
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import content
from jihuan.documents.layout import Layout
from jihuan.documents.readers import document_of, layout_of
from jihuan.documents.readers.embedded import text_digest, unwrap
from jihuan.documents.writers import Format, write
from tests.strategies import documents
from tests.truth import seed_truth

FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf", "html")
MANY = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole document takes minutes and tells little
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def seed() -> Document:
    return content(seed_truth())


@pytest.fixture
def sheet(seed: Document) -> Document:
    """One project alone: no department part, no title page."""
    return replace(seed, overall_goal=None, sub_goals=(), safeguards=(), projects=seed.projects[1:2])


def written(document: Document, to: Format) -> tuple[bytes, Layout]:
    data = write(document, to)
    return data, layout_of(data, f"document.{to}")


def visible(document: Document, to: Format) -> Document:
    """The document read back by its visible text alone."""
    data, layout = written(document, to)
    return content(document_of(data, f"document.{to}", replace(layout, embedded=None)))


def with_project(document: Document, project: Project) -> Document:
    return replace(document, projects=(project,))


@st.composite
def evaluations(draw: st.DrawFn) -> Document:
    """Self-evaluations and monitoring reports: amounts executed, actual values, weights, scores, causes of deviation."""
    document = draw(documents())
    return replace(
        document,
        kind=draw(st.sampled_from(("self_evaluation", "monitoring"))),
        projects=tuple(draw(_evaluated(project)) for project in document.projects),
    )


T = TypeVar("T")


def _maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.one_of(st.none(), values)


POINTS = st.decimals(0, 100, places=2)
AMOUNTS = st.decimals(Decimal("0.01"), 9999999, places=2)
ACTUALS = st.sampled_from(("≥95%", "1620 人", "达成年度指标", "不适用", "完成")).map(parse_actual)


SOURCES = st.builds(
    FundSource,
    name=st.sampled_from(("上年结转资金", "省级资金", "自筹资金", "中央财政资金")),
    initial=_maybe(AMOUNTS),
    adjusted=AMOUNTS,
    executed=_maybe(AMOUNTS),
    execution_rate=_maybe(POINTS),
)


@st.composite
def _evaluated(draw: st.DrawFn, project: Project) -> Project:
    def indicator(it: Indicator) -> Indicator:
        return replace(
            it,
            description=draw(_maybe(st.just(it.description))),
            basis=draw(_maybe(st.just(it.basis))),
            weight=draw(_maybe(POINTS)),
            actual=draw(_maybe(ACTUALS)),
            score=draw(_maybe(POINTS)),
            deviation=draw(_maybe(st.just("天气原因，参观人次少于预期。"))),
        )

    budget = Budget(
        total=draw(_maybe(st.just(project.budget.total))),
        initial=draw(_maybe(AMOUNTS)),
        adjusted=draw(_maybe(AMOUNTS)),
        executed=draw(_maybe(AMOUNTS)),
        execution_rate=draw(_maybe(POINTS)),
        sources=tuple(draw(st.lists(SOURCES, max_size=3, unique_by=lambda source: source.name))),
    )
    plans = (project.spending_plan, (), tuple(replace(node, percent=None) for node in project.spending_plan))
    return replace(
        project,
        code=draw(_maybe(st.just(project.code))),
        department=draw(_maybe(st.sampled_from(("青石县文化广电和旅游局", "双桥镇人民政府")))),
        budget=budget,
        fund_use=draw(_maybe(st.just(project.fund_use))),
        spending_plan=draw(st.sampled_from(plans)),
        goals=draw(st.sampled_from((project.goals, ()))),
        achievement=draw(_maybe(st.just("全年接待参观1620人次，设备完好率100%。"))),
        total_score=draw(_maybe(POINTS)),
        execution_weight=draw(_maybe(POINTS)),
        execution_score=draw(_maybe(POINTS)),
        indicators=tuple(map(indicator, project.indicators)),
    )


@pytest.mark.parametrize("to", FORMATS)
def test_seed_comes_back_by_its_visible_text(seed: Document, to: Format) -> None:
    assert visible(seed, to) == seed


@pytest.mark.parametrize("to", FORMATS)
def test_seed_comes_back_with_the_json_inside(seed: Document, to: Format) -> None:
    data, layout = written(seed, to)
    inside = unwrap(layout.embedded or b"")
    assert inside is not None and inside.document == seed
    assert inside.text_sha256 == text_digest(layout)
    assert content(document_of(data, f"document.{to}", layout)) == seed


@pytest.mark.parametrize("to", FORMATS)
@MANY
@given(document=st.one_of(documents(), evaluations()))
def test_any_document_comes_back(document: Document, to: Format) -> None:
    data, layout = written(document, to)
    name = f"document.{to}"
    assert content(document_of(data, name, replace(layout, embedded=None))) == document
    assert content(document_of(data, name, layout)) == document


@pytest.mark.parametrize("to", FORMATS)
def test_one_sheet_comes_back_without_title_page(sheet: Document, to: Format) -> None:
    assert visible(sheet, to) == sheet


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize(
    "agency", [Agency(code="731", name="遵化市科学技术协会"), Agency(name="遵化市科学技术协会"), Agency(code="731")]
)
def test_agency_of_the_document_is_kept_apart_from_that_of_the_sheet(sheet: Document, to: Format, agency: Agency) -> None:
    other = replace(sheet, agency=agency)
    assert visible(other, to) == other


@pytest.mark.parametrize("to", FORMATS)
def test_target_with_sign_and_unit_in_columns_of_their_own_comes_back(sheet: Document, to: Format) -> None:
    rows = (parse_target("95", "%", "≥"), parse_target("长期"), parse_target("≤3天"), parse_target("12", "个", None))
    project = replace(sheet.projects[0], indicators=tuple(replace(sheet.projects[0].indicators[0], target=it) for it in rows))
    assert visible(with_project(sheet, project), to) == with_project(sheet, project)


@pytest.mark.parametrize("to", FORMATS)
def test_indicators_that_no_sentence_of_the_sub_goal_states_come_back(seed: Document, to: Format) -> None:
    goals = (SubGoal(name="科普", goal="普及科学知识。", indicators=seed.projects[0].indicators[:2]), SubGoal(name="老科协"))
    document = replace(seed, sub_goals=goals)
    assert visible(document, to) == document


@pytest.mark.parametrize("to", FORMATS)
def test_text_that_looks_like_a_formula_or_a_tag_comes_back(sheet: Document, to: Format) -> None:
    goals = ("=SUM(A1)", "@activity", "+1", "<script>alert(1)</script>", "&amp;#x6;", "{{ x }}", "#text(red)", "\\emph")
    project = replace(sheet.projects[0], goals=goals, fund_use="=1+1")
    assert visible(with_project(sheet, project), to) == with_project(sheet, project)


@pytest.mark.parametrize("to", FORMATS)
def test_every_month_may_be_a_node_of_the_plan(sheet: Document, to: Format) -> None:
    plan = tuple(SpendingNode(month=month, percent=Decimal("8.33") * month) for month in range(1, 13))
    project = replace(sheet.projects[0], spending_plan=plan)
    assert visible(with_project(sheet, project), to) == with_project(sheet, project)


@pytest.mark.parametrize("to", FORMATS)
def test_amounts_of_many_digits_are_not_rounded(sheet: Document, to: Format) -> None:
    budget = Budget(total=Decimal("123456789012345.678901"), fiscal=Decimal("0.1"), other=Decimal("0.00"))
    project = replace(sheet.projects[0], budget=budget)
    assert visible(with_project(sheet, project), to) == with_project(sheet, project)


@pytest.mark.parametrize("to", FORMATS)
def test_table_of_several_pages_comes_back(sheet: Document, to: Format) -> None:
    project = replace(sheet.projects[0], indicators=sheet.projects[0].indicators * 6)
    document = with_project(sheet, project)
    data, layout = written(document, to)
    inside = unwrap(layout.embedded or b"")
    assert content(document_of(data, f"document.{to}", replace(layout, embedded=None))) == document
    assert inside is not None and inside.text_sha256 == text_digest(layout)
