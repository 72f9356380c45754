"""The list of projects: what it shows, in what order, how fast."""

from __future__ import annotations

import html
import re
from decimal import Decimal

import pytest

from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.views import SIZE
from jihuan.apps.organisations import pinyin

QUERIES = 17
"""Session, user, two of permissions; rows, sums, units; years and drafts for the frame; scope for each of them."""


def _fill(agency, count: int, year: int = 2026) -> None:
    rows = []
    for number in range(1, count + 1):
        name = f"阅读推广经费{number:05d}"
        rows.append(
            Project(
                agency=agency,
                fiscal_year=year,
                position=number,
                code=f"99010126P{number:012d}",
                name=name,
                pinyin=pinyin.sort_key(name),
                initials=pinyin.initials(name),
                total=Decimal(number) * 100,
                fiscal=Decimal(number) * 100,
            )
        )
    Project.objects.bulk_create(rows)


@pytest.fixture
def shelf(county, officer, client):
    client.force_login(officer)
    return county


def _names(page) -> list[str]:
    return re.findall(r'<td class="name"><a [^>]*>([^<]*)</a>', page.content.decode())


def _leads(page, where: str) -> str:
    """The address of the next or previous page, "" where the link is not shown."""
    link = re.search(rf'<a class="button small( off)?" rel="{where}" href="([^"]*)"', page.content.decode())
    return html.unescape(link[2]) if link and not link[1] else ""


def test_an_empty_list_says_what_to_do(shelf, client) -> None:
    page = client.get("/projects/").content.decode()
    assert "还没有项目" in page
    assert 'href="/intake/"' in page


def test_nothing_found_offers_the_way_back(shelf, client) -> None:
    _fill(shelf.library_unit, 1)
    page = client.get("/projects/?q=没有这个").content.decode()
    assert "没有符合条件的项目" in page
    assert "清除条件" in page


def test_every_page_follows_the_one_before_and_leads_back(shelf, client) -> None:
    _fill(shelf.library_unit, 2 * SIZE + 7)
    first = client.get("/projects/?sort=-amount")
    second = client.get(_leads(first, "next"))
    third = client.get(_leads(second, "next"))
    assert [len(_names(page)) for page in (first, second, third)] == [SIZE, SIZE, 7]
    assert len({*_names(first), *_names(second), *_names(third)}) == 2 * SIZE + 7
    assert _names(first)[0].endswith(f"{2 * SIZE + 7:05d}")
    assert _leads(third, "next") == _leads(first, "prev") == ""
    assert _names(client.get(_leads(third, "prev"))) == _names(second)


def test_the_address_holds_the_state(shelf, client) -> None:
    _fill(shelf.library_unit, SIZE + 1)
    page = client.get("/projects/?q=ydtg&year=2026&unit=612001&sort=-name").content.decode()
    assert page.count("q=ydtg&amp;year=2026&amp;unit=612001&amp;sort=") > 2


def test_units_of_others_stay_unseen(shelf, client) -> None:
    _fill(shelf.museum_unit, 3)
    page = client.get("/projects/")
    assert _names(page) == []
    assert "清河县博物馆" not in page.content.decode()


def test_amounts_are_in_ten_thousands_with_the_full_amount_beside(shelf, client) -> None:
    _fill(shelf.library_unit, 1)
    page = client.get("/projects/").content.decode()
    assert 'title="100.00 元">0.01</data>' in page


def test_the_search_box_gets_the_rows_alone(shelf, client) -> None:
    _fill(shelf.library_unit, 2)
    answer = client.get("/projects/?q=ydtg", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "阅读推广经费00002" in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("nonsense", ["cursor=xyz", "sort=--", "year=20x6", "unit=%27", "cursor=W10", "year=²²²²"])
def test_a_damaged_address_gives_the_first_page(shelf, client, nonsense) -> None:
    _fill(shelf.library_unit, 1)
    assert client.get(f"/projects/?{nonsense}").status_code == 200


@pytest.mark.parametrize("count", [1, 10_000])
def test_the_number_of_queries_does_not_grow(shelf, client, django_assert_num_queries, count) -> None:
    _fill(shelf.library_unit, count)
    client.get("/projects/")
    with django_assert_num_queries(QUERIES):
        client.get("/projects/?sort=-amount")
