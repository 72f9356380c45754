"""The list: how far every project is, page by page, with the same number of queries whatever its length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.evaluation import actions, queries
from jihuan.apps.evaluation.queries import Filters
from jihuan.apps.objectives.actions import apply_document


@pytest.fixture
def many(officer, goals):
    (sheet,) = goals.projects
    sheets = tuple(replace(sheet, code=None, name=f"项目{number:02}") for number in range(12))
    return apply_document(officer, replace(goals, projects=sheets)).projects


def names(page) -> list[str]:
    return [line.name for line in page.lines]


def test_every_project_is_listed_with_state_total_and_grade(officer, filled, many) -> None:
    page = queries.evaluation_page(officer, Filters(year=2026))
    line = next(line for line in page.lines if line.name == "流动图书车运行经费")
    assert (line.state, str(line.total), line.grade, line.open) == ("draft", "95.80", "优", 0)
    assert page.counts == {"none": 12, "draft": 1}
    assert names(queries.evaluation_page(officer, Filters(year=2026, state="draft"))) == ["流动图书车运行经费"]
    assert queries.evaluation_page(officer, Filters(year=2026, state="none")).count == 12
    assert names(queries.evaluation_page(officer, Filters(year=2026, search="项目07"))) == ["项目07"]


def test_pages_follow_each_other_both_ways_and_a_strange_cursor_is_the_first(officer, many) -> None:
    filters = Filters(year=2026)
    first = queries.evaluation_page(officer, filters, size=5)
    second = queries.evaluation_page(officer, filters, first.next, 5)
    third = queries.evaluation_page(officer, filters, second.next, 5)
    assert names(first) + names(second) + names(third) == [f"项目{number:02}" for number in range(12)]
    assert names(queries.evaluation_page(officer, filters, second.previous, 5)) == names(first)
    assert (first.previous, third.next) == ("", "")
    assert names(queries.evaluation_page(officer, filters, "weird", 5)) == names(first)


@pytest.mark.parametrize("begun", [0, 6])
def test_the_queries_of_the_page_are_frozen(officer, many, client, begun, django_assert_num_queries) -> None:
    for project in many[:begun]:
        actions.start(officer, project)
    client.force_login(officer)
    client.get("/evaluations/")
    with django_assert_num_queries(QUERIES):
        assert client.get("/evaluations/").status_code == 200


QUERIES = 20


def test_strangers_see_their_own_projects_only(county, person, many) -> None:
    stranger = person("bieren", county.museum, groups.OFFICER)
    assert queries.evaluation_page(stranger, Filters(year=2026)).lines == ()


def test_the_page_answers_with_the_results_alone_when_asked(officer, many, client) -> None:
    client.force_login(officer)
    assert "哪些项目还没有自评" in client.get("/evaluations/").content.decode()
    assert "<html" not in client.get("/evaluations/?q=项目", headers={"HX-Request": "true"}).content.decode()
    assert "没有符合条件" in client.get("/evaluations/?q=没有的").content.decode()
