"""The page “绩效分析”: every figure is that of the records in the user's scope."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives.models import Indicator
from jihuan.apps.organisations.models import Agency
from jihuan.apps.overview import analysis
from jihuan.apps.overview.facts import placed_documents
from jihuan.apps.reviews.models import Finding


def project(agency: Agency, name: str, total: int, quantity: int, year: int = 2026, thing: str = "培训人数") -> Project:
    made = Project.objects.create(
        agency=agency, fiscal_year=year, name=name, pinyin=name, initials="x", amount_unit="元", total=Decimal(total)
    )
    Indicator.objects.create(
        project=made, position=1, level1="产出指标", level2="数量指标", level3=thing, target_raw=f"≥{quantity}人", operator=">=",
        operator_explicit=True, kind="quantitative", value=Decimal(quantity), unit="人",
    )  # fmt: skip
    return made


def evaluated(agency: Agency, name: str, total: str, grade: str, year: int = 2026) -> None:
    SelfEvaluation.objects.create(
        project=project(agency, name, 1000, 10, year), execution_weight=10, total=Decimal(total), grade=grade
    )


@pytest.fixture
def scored(county) -> None:
    """Two self-evaluations of the library, one of the museum, one of the year before; one that has no total yet."""
    evaluated(county.library_unit, "甲", "92.50", "优")
    evaluated(county.library_unit, "乙", "81.01", "良")
    evaluated(county.museum_unit, "丙", "55.00", "差")
    evaluated(county.museum_unit, "丁", "70.00", "中", 2025)
    SelfEvaluation.objects.create(project=project(county.museum_unit, "戊", 1000, 10), execution_weight=10)


def test_grades_departments_and_years_are_those_of_the_scope(scored, bureau, officer) -> None:
    found = analysis.scores(bureau, 2026)
    assert [tuple(grade) for grade in found.grades] == [
        ("优", 1, Decimal("33.33")),
        ("良", 1, Decimal("33.33")),
        ("中", 0, Decimal("0.00")),
        ("差", 1, Decimal("33.33")),
    ]
    assert [tuple(line) for line in found.departments] == [
        ("清河县博物馆", 1, Decimal("55.00")),
        ("清河县图书馆", 2, Decimal("86.76")),
    ]
    assert [tuple(line) for line in found.years] == [("2025", 1, Decimal("70.00")), ("2026", 3, Decimal("76.17"))]
    mine = analysis.scores(officer, 2026)
    assert [tuple(line) for line in mine.departments] == [("清河县图书馆", 2, Decimal("86.76"))]
    assert [line.name for line in mine.years] == ["2026"]


def test_a_unit_cost_far_from_its_peers_is_found(county, bureau, officer, person) -> None:
    for number in range(12):
        project(county.library_unit, f"培训{number}", 1000 + number, 10)
    dear = project(county.museum_unit, "昂贵的培训", 60000, 10)
    project(county.museum_unit, "另一种培训", 60000, 10, thing="培训天数")
    (far,) = analysis.far_costs(bureau, 2026)
    assert (far.project, far.name, far.agency) == (dear.pk, "昂贵的培训", "清河县博物馆本级")
    assert (far.thing, far.unit, far.cost, far.median, far.peers) == (
        "培训人数",
        "人",
        Decimal("6000.00"),
        Decimal("100.60"),
        13,
    )
    assert far.times == Decimal("59.6")
    assert analysis.far_costs(bureau, 2025) == []
    assert analysis.far_costs(officer, 2026) == []


@pytest.mark.parametrize("value", ["0.000001", "999999999999"])
def test_absurd_quantities_and_amounts_break_nothing(county, bureau, value: str) -> None:
    made = project(county.library_unit, "荒唐", 1, 1)
    Project.objects.filter(pk=made.pk).update(total=Decimal("999999999999.99"))
    Indicator.objects.filter(project=made).update(value=Decimal(value))
    assert analysis.far_costs(bureau, 2026) == []


def test_the_page_shows_every_chart_with_its_table(scored, county, bureau, client) -> None:
    for number in range(12):
        project(county.library_unit, f"培训{number}", 1000, 10)
    project(county.museum_unit, "昂贵的培训", 60000, 10)
    Finding.objects.create(
        department=county.library, agency=county.library_unit, fiscal_year=2026, position=1, rule="BAS-001", level="error",
        shelf="blocks", message="没有依据", pointer="/projects/0",
    )  # fmt: skip
    client.force_login(bureau)
    page = client.get("/analysis/").content.decode()
    for words in (
        "自评等级怎样分布？",
        "各部门平均得多少分？",
        "平均分逐年怎样变化？",
        "最常违反哪些规则？",
        "昂贵的培训",
        "33.33%",
    ):
        assert words in page
    assert 'aria-label="等级分布图，数字见旁边的表"' in page
    assert "/review/findings/?year=2026&amp;rule=BAS-001" in page
    assert "平均分" in client.get("/analysis/?year=2025").content.decode()


@pytest.mark.parametrize("query", ["year=x", "year=1999", "year=99999999999"])
def test_an_address_that_makes_no_sense_gives_the_latest_year(scored, bureau, client, query: str) -> None:
    client.force_login(bureau)
    assert "2026 年度" in client.get(f"/analysis/?{query}").content.decode()


def test_without_records_the_page_says_what_to_do(county, bureau, client, person) -> None:
    client.force_login(bureau)
    assert "还没有可以分析的项目" in client.get("/analysis/").content.decode()
    client.force_login(person("wang", county.region, groups.ADMINISTRATOR))
    assert client.get("/analysis/").status_code == 403


def test_the_number_of_queries_is_known(scored, county, bureau, client, django_assert_num_queries) -> None:
    client.force_login(bureau)
    client.get("/analysis/")
    with django_assert_num_queries(19):
        client.get("/analysis/")
    for number in range(20):
        evaluated(county.library_unit, f"多{number}", "90.00", "优")
    with django_assert_num_queries(19):
        client.get("/analysis/")


def test_records_are_analysed_within_the_scope_of_the_user(scored, county, bureau, officer) -> None:
    assert {one.document.projects[0].name for one in placed_documents(bureau)} == {"甲", "乙", "丙", "丁", "戊"}
    mine = list(placed_documents(officer))
    assert [(one.document.projects[0].name, one.document.kind) for one in mine] == [
        ("甲", "self_evaluation"),
        ("乙", "self_evaluation"),
    ]
    project(county.library_unit, "己", 1000, 10)
    assert [one.document.kind for one in placed_documents(officer)] == ["goals", "self_evaluation", "self_evaluation"]
