"""The list of projects: every order, search and filter, pages without gaps, three queries whatever the size."""

from __future__ import annotations

import base64
import json

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import KEYS, Filters, project_page, years
from jihuan.apps.objectives.queries import department, departments
from jihuan.apps.organisations.actions import add_agency
from jihuan.demo import generator


@pytest.fixture
def region(db: None):
    region = generator.region()
    generator.fill(region, 120, lambda *_: None, fiscal_year=2025, seed=7)
    first = Project.objects.order_by("pk").first()
    first.pk, first.code, first.name, first.total, first.fiscal_year = None, None, "未填金额的项目", None, 2024
    first.save()
    return region


@pytest.fixture
def everyone(region, person):
    return person("caizheng", region, groups.BUREAU)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", list(KEYS))
def test_pages_follow_each_other_without_gap_or_repeat(everyone, sort, descending) -> None:
    filters = Filters(sort=sort, descending=descending)
    pages = [project_page(everyone, filters, size=25)]
    while pages[-1].next:
        pages.append(project_page(everyone, filters, pages[-1].next, size=25))
    ids = [line.id for page in pages for line in page.lines]
    assert [len(page.lines) for page in pages] == [25, 25, 25, 25, 21]
    assert sorted(ids) == sorted(Project.objects.values_list("pk", flat=True))
    assert pages[0].previous == ""
    for before, after in zip(pages, pages[1:], strict=False):
        assert project_page(everyone, filters, after.previous, size=25) == before
    whole = project_page(everyone, filters, size=200)
    assert [line.id for line in whole.lines] == ids
    if sort == "amount":
        amounts = [line.total if line.total is not None else -1 for line in whole.lines]
        assert amounts == sorted(amounts, reverse=descending)


def test_sums_are_over_all_pages(everyone) -> None:
    page = project_page(everyone, Filters(year=2025), size=10)
    totals = list(Project.objects.filter(fiscal_year=2025).values_list("total", flat=True))
    assert (page.count, page.total) == (120, sum(totals))


def test_search_finds_name_code_unit_and_initials(everyone) -> None:
    one = Project.objects.filter(fiscal_year=2025, name__contains="绿化管护").first()
    for search in (one.name, one.name[:8] + " 绿化", one.code[:20], "lhgh", f"LHGH {one.agency.code}"):
        found = {line.id for line in project_page(everyone, Filters(search=search), size=200).lines}
        assert one.pk in found, search
        assert len(found) < 120, search
    assert project_page(everyone, Filters(search="没有这样的项目")).lines == ()
    assert project_page(everyone, Filters(search="100%_")).count == 0


def test_filters_keep_a_subtree_a_year_a_kind(everyone) -> None:
    page = project_page(everyone, Filters(agency="801", year=2025), size=200)
    assert {line.agency_code[:3] for line in page.lines} == {"801"}
    assert project_page(everyone, Filters(agency="nirgends")).count == 0
    assert project_page(everyone, Filters(year=2024)).count == 1
    assert project_page(everyone, Filters(kind="department")).count == 0
    assert project_page(everyone, Filters(kind="unit")).count == 121
    assert years(everyone) == [2025, 2024]


def test_nobody_sees_projects_of_others(region, person) -> None:
    stranger = person("fremd", add_agency(None, "region", "990102", "邻县"), groups.BUREAU)
    assert project_page(stranger, Filters()).count == 0
    assert years(stranger) == []
    assert departments(stranger, 2025) == ()
    assert department(stranger, "801") is None


def mark(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["?", "äöü", "e30", mark(), mark(False, 1), mark(False, "x", "y", "z"), mark(False, "x", 1, 2**80), mark(False, [], 1, 1)],
)
def test_a_foreign_cursor_gives_the_first_page(everyone, cursor) -> None:
    assert project_page(everyone, Filters(), cursor) == project_page(everyone, Filters())


@pytest.mark.parametrize("size", [5, 100])
def test_a_page_takes_three_queries(everyone, django_assert_num_queries, size) -> None:
    with django_assert_num_queries(3):
        page = project_page(everyone, Filters(search="经费", agency=""), size=size)
    with django_assert_num_queries(3):
        project_page(everyone, Filters(search="经费"), page.next, size=size)


def test_departments_sum_up_their_units(everyone, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        lines = departments(everyone, 2025)
    assert len(lines) == 12
    assert sum(line.projects for line in lines) == 120
    assert sum(line.indicators for line in lines) == 720
    assert sum(line.total for line in lines) == project_page(everyone, Filters(year=2025)).total
    assert all(line.units >= 1 and not line.has_goal for line in lines)
