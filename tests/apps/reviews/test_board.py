"""The board: units by rules, every number a link to its list, the list as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.reviews import actions, checking, queries
from jihuan.apps.reviews.models import Check, Finding
from jihuan.apps.reviews.queries import Filters
from tests.apps.reviews.conftest import recheck


@pytest.fixture
def checked(project, county, bureau, client):
    """The library has findings; the bureau looks."""
    recheck(project)
    client.force_login(bureau)
    return project


def test_units_and_rules_are_counted(checked, bureau, county) -> None:
    grid = queries.grid(bureau, Filters(year=2026), 8)
    assert [(line.name, line.total) for line in grid.units] == [("清河县图书馆本级", 5), ("清河县图书馆", 1)]
    first = grid.units[0]
    assert first.shelves == {"blocks": 1, "answer": 4}
    assert first.rules == {"VAL-005": 1, "BAS-001": 4}
    assert [(line.rule, line.units, line.count) for line in grid.rules] == [
        ("BAS-001", 1, 4),
        ("FMT-001", 1, 1),
        ("VAL-005", 1, 1),
    ]
    assert grid.total == 6


def test_filters_keep_what_they_say(checked, bureau, officer) -> None:
    assert queries.grid(bureau, Filters(year=2026, shelf="blocks"), 8).total == 1
    assert queries.grid(bureau, Filters(year=2026, unit="612001"), 8).total == 5
    assert queries.grid(bureau, Filters(year=2025), 8).total == 0
    actions.waive(officer, Finding.objects.get(rule="VAL-005"), "县里统一规定")
    assert queries.grid(bureau, Filters(year=2026), 8).total == 5
    assert queries.grid(bureau, Filters(year=2026, state="waived"), 8).total == 1
    assert queries.grid(bureau, Filters(year=2026, state=""), 8).total == 6


def test_every_number_leads_to_its_list(checked, client) -> None:
    page = client.get("/review/").content.decode()
    assert "哪些单位问题最多？" in page
    link = "/review/findings/?year=2026&amp;state=open&amp;unit=612001&amp;rule=BAS-001"
    assert link in page
    listed = client.get(link.replace("&amp;", "&")).content.decode()
    assert "共 4 条" in listed
    assert f'href="/projects/{checked.pk}/#finding-' in listed


def test_the_list_goes_on_by_pages(checked, client, monkeypatch) -> None:
    monkeypatch.setattr("jihuan.apps.reviews.board.SHOWN", 4)
    first = client.get("/review/findings/?year=2026").content.decode()
    after = first.split("after=")[1].split('"')[0]
    second = client.get(f"/review/findings/?year=2026&after={after}").content.decode()
    assert (first.count("#finding-"), second.count("#finding-")) == (4, 2)
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query", ["year=x&unit=%27&rule=%27&after=x", "year=9999999999999", "after=99999999999999999999", "state=x"]
)
def test_an_address_that_makes_no_sense_gives_a_page(checked, client, query) -> None:
    assert client.get(f"/review/findings/?{query}").status_code == 200
    assert client.get(f"/review/?{query}").status_code == 200


def test_the_list_as_a_file_holds_no_formula_and_is_journalled(checked, client) -> None:
    Finding.objects.filter(rule="VAL-005").update(message="=1+1")
    data = client.get("/review/findings/export/csv/?year=2026").content
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 7
    assert "'=1+1" in [row[6] for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/review/findings/export/xlsx/?year=2026&rule=BAS-001").content))
    sheet = book.worksheets[0]
    assert (sheet.max_row, sheet["E2"].value) == (5, "BAS-001")
    assert Entry.objects.filter(action="export_findings").count() == 2
    assert client.get("/review/findings/export/pdf/").status_code == 404


def test_the_day_of_the_file_is_that_of_the_office(checked, officer, client) -> None:
    actions.waive(officer, Finding.objects.get(rule="VAL-005"), "县里统一规定")
    Finding.objects.filter(rule="VAL-005").update(at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    data = client.get("/review/findings/export/csv/?year=2026&rule=VAL-005&state=waived").content
    assert [row[9] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:] == ["2026-03-02"]


def test_a_list_that_is_cut_says_so_in_the_file_and_on_the_page(checked, client, monkeypatch) -> None:
    monkeypatch.setattr("jihuan.apps.reviews.board.MOST", 2)
    rows = list(csv.reader(io.StringIO(client.get("/review/findings/export/csv/?year=2026").content.decode("utf-8-sig"))))
    assert (len(rows), rows[-1]) == (4, ["导出的文件只含前 2 条，共 6 条；请按单位、类别或规则筛选后分几次导出。"])
    assert "共 6 条；请按单位" in client.get("/review/findings/?year=2026").content.decode()


def test_each_sees_the_findings_of_its_own_units(checked, county, person, client) -> None:
    client.force_login(person("sun", county.museum))
    assert "没有审核意见" in client.get("/review/").content.decode()
    client.force_login(person("lao", county.library_unit, groups.FINANCE))
    page = client.get("/review/").content.decode()
    assert "5 条审核意见" in page


def test_departments_that_were_never_checked_are_checked_with_a_click(project, bureau, client) -> None:
    client.force_login(bureau)
    assert "有 1 个部门的内容或规则改过" in client.get("/review/").content.decode()
    assert "已审核 1 个部门" in client.post("/review/check/", {"year": "2026"}, follow=True).content.decode()
    assert Check.objects.count() == 1
    assert "还没有重新审核" not in client.get("/review/").content.decode()


def test_progress_is_told_step_by_step(project, bureau, client) -> None:
    client.force_login(bureau)
    first = client.post("/review/check/", {"year": "2026"}, headers={"HX-Request": "true"})
    assert "已审核 0 / 1 个部门" in first.content.decode()
    assert 'hx-trigger="load"' in first.content.decode()
    last = client.post("/review/check/", {"year": "2026", "going": "1"}, headers={"HX-Request": "true"})
    assert "已审核 1 / 1 个部门" in last.content.decode()
    assert (last["HX-Refresh"], Check.objects.count()) == ("true", 1)


def test_an_import_is_checked_when_it_is_through(own_rules, officer, document, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        checking.check_soon(apply_document(officer, document), apply_document(officer, replace(document, fiscal_year=2027)))
    assert len(callbacks) == 2
    assert set(Check.objects.values_list("fiscal_year", flat=True)) == {2026, 2027}


def test_a_rule_that_breaks_stops_no_import(officer, document, monkeypatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr(checking, "check", lambda *args: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        checking.check_soon(apply_document(officer, document))
    assert Check.objects.count() == 0
