"""A draft of ten thousand indicators goes over several screens, and every one of its cells can be reached and saved."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from jihuan.apps.intake.models import Draft, Upload
from jihuan.core.document import Document, Place, Project
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import to_json
from jihuan.documents import layout_json
from jihuan.documents.layout import Cell, Layout, Paragraph, Table
from jihuan.ui.pieces import ROWS, SECTIONS
from jihuan.ui.source import keys
from tests.apps.conftest import indicator

MANY = 10_000
MOST_BYTES = 1_000_000
QUERIES = 27
COLUMNS = ("level1", "level2", "level3", "description", "target", "basis")
LAST = f"/projects/1/indicators/{MANY - 1}/target/raw"


def _place(row: int, column: int = 0) -> Place:
    return Place(table=1, row=row + 2, column=column + 1)


def _layout(project: Project) -> Layout:
    words = [[row.target.raw if name == "target" else getattr(row, name) for name in COLUMNS] for row in project.indicators]
    cells = (
        Cell(row=at + 1, column=number, text=text, place=_place(at, number))
        for at, row in enumerate(words)
        for number, text in enumerate(row)
    )
    head = Cell(row=0, column=0, colspan=6, text="绩效指标", place=Place(table=1, row=1, column=1))
    table = Table(rows=len(words) + 1, columns=6, cells=(head, *cells), place=Place(table=1))
    return Layout(media_type="application/test", blocks=(Paragraph(text="目标表", place=Place(paragraph=1)), table))


def _draft(officer, county, document: Document, count: int) -> Draft:
    """A small project, and one of ``count`` indicators that say almost the same."""
    rows = tuple(
        replace(indicator("数量指标", f"修复{at}", "≥1册"), target=parse_target("≥1册"), place=_place(at, 4))
        for at in range(count)
    )
    project = replace(document.projects[1], indicators=rows, place=Place(table=1))
    document = replace(document, projects=(document.projects[0], project))
    item = Upload.objects.create(
        sha256="a" * 64, filename="大.docx", size=1, uploaded_by=officer, agency=county.library, state=Upload.State.DRAFT
    )
    members = to_json(document)
    layout = layout_json.to_json(_layout(project))
    return Draft.objects.create(upload=item, document=members, original=members, layout=layout)


@pytest.fixture
def large(county, officer, document, client) -> Draft:
    client.force_login(officer)
    return _draft(officer, county, document, MANY)


def _page(client, draft: Draft, more: str = "") -> str:
    return client.get(f"/intake/{draft.upload.pk}/{more}").content.decode()


def test_no_screen_is_large_and_the_last_cell_stands_beside_its_source(large, client) -> None:
    first, last = _page(client, large), _page(client, large, f"?at={LAST}")
    assert max(len(first.encode()), len(last.encode())) < MOST_BYTES
    assert first.count('class="project-part"') == 1
    assert f'name="{LAST}"' not in first
    assert f"绩效指标第 {MANY - ROWS + 1}–{MANY} 条" in last
    cell = last[last.index(f'name="{LAST}"') :].split("</textarea>")[0]
    place = re.search(r'data-places="(\S+)"', cell)
    assert place is not None
    assert place[1] == f"table:1:{MANY + 1}:5"
    assert f'data-key="{place[1]}"' in last
    assert f"第 {MANY - 597}–{MANY + 2} 行，共 {MANY + 2} 行" in last


def test_very_many_sub_goals_go_over_screens_too(county, officer, document, client) -> None:
    client.force_login(officer)
    draft = _draft(officer, county, document, 3)
    goals = tuple(replace(document.sub_goals[0], name=f"分项{at}", indicators=()) for at in range(SECTIONS + 20))
    members = to_json(replace(document, sub_goals=goals))
    Draft.objects.filter(pk=draft.pk).update(document=members, original=members)
    first, second, last = (_page(client, draft, f"?page={number}") for number in (1, 2, 3))
    assert first.count('class="sub-goal"') == SECTIONS and 'class="project-part"' not in first
    assert second.count('class="sub-goal"') == 20 and 'id="overall"' not in second and "没有读出" not in second
    assert last.count('class="project-part"') == 2 and 'id="safeguards"' in last and 'id="sub-goals"' not in last
    assert "没有分项" not in first + second + last
    pointer = f"/sub_goals/{SECTIONS + 3}/goal"
    assert f'name="{pointer}"' in _page(client, draft, f"?at={pointer}")


def test_what_would_change_comes_after_the_screen(large, client) -> None:
    page = _page(client, large)
    assert 'hx-trigger="load, jihuan:saved from:body delay:600ms"' in page
    assert "共 2 个项目" in page and "入库以后</th>" not in page
    assert f"{MANY} 条指标" in _page(client, large, "differences/")


def test_the_way_leads_through_all_screens_and_every_row_is_on_one(county, officer, document, client) -> None:
    client.force_login(officer)
    draft = _draft(officer, county, document, ROWS * 2 + 30)
    found, pages, more = [], 0, "?page=1"
    while more:
        page = _page(client, draft, more)
        found += re.findall(r'name="(/projects/1/indicators/\d+/target/raw)"', page)
        pages += 1
        way = re.search(r'class="button small" rel="next" href="([^"]+)"', page)
        more = way[1] if way else ""
    assert (pages, found) == (4, [f"/projects/1/indicators/{row}/target/raw" for row in range(ROWS * 2 + 30)])


def test_a_cell_of_any_screen_is_saved_and_the_screen_comes_back(large, client) -> None:
    data = {"pointer": LAST, "value": "≥2册", "base": "≥1册", "version": 1}
    address = f"/intake/{large.upload.pk}/"
    answer = client.post(f"{address}cells/", data, headers={"Accept": "application/json"})
    assert answer.json()["value"] == "≥2册"
    back = client.post(f"{address}undo/", {"page": "51"})
    assert back["Location"] == f"{address}?page=51"
    large.refresh_from_db()
    assert large.document == large.original


def test_the_source_alone_is_shown_in_stretches(county, officer, document, client) -> None:
    client.force_login(officer)
    address = f"/intake/source/{_draft(officer, county, document, 1300).upload.sha256}/"
    first = client.get(address).content.decode()
    assert "第 1–600 行，共 1302 行" in first
    assert 'rel="next" href="?row=600"' in re.sub(rf'href="{address}', 'href="', first)
    assert "修复700" in client.get(f"{address}?row=600").content.decode()
    assert "修复1290" in client.get(f"{address}?start=table:1:1292:5", headers={"HX-Request": "true"}).content.decode()


def test_a_place_on_a_sheet_with_a_space_in_its_name_is_found_in_a_long_source(county, officer, document, client) -> None:
    client.force_login(officer)
    draft = _draft(officer, county, document, 3)
    places = [Place(sheet="Sheet 1", cell=f"A{row}") for row in range(1, 1301)]
    cells = tuple(Cell(row=at, column=0, text=f"第{at + 1}行", place=place) for at, place in enumerate(places))
    layout = Layout(
        media_type="application/test", blocks=(Table(rows=1300, columns=1, cells=cells, place=Place(sheet="Sheet 1")),)
    )
    Draft.objects.update(layout=layout_json.to_json(layout))
    word = keys([places[1290]])
    shown = client.get(
        f"/intake/source/{draft.upload.sha256}/", {"start": word}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f'data-key="{word}"' in shown and "第1291行" in shown and "第1行" not in shown


def test_the_queries_of_a_screen_are_frozen(county, officer, document, client, django_assert_num_queries) -> None:
    client.force_login(officer)
    client.get("/")  # the session notes that its user works
    for count in (3, ROWS * 3):
        Upload.objects.all().delete()
        draft = _draft(officer, county, document, count)
        with django_assert_num_queries(QUERIES):
            client.get(f"/intake/{draft.upload.pk}/?page=2")
