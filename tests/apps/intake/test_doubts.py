"""Cells that the reader is not sure of stand first, are confirmed one by one, and hold the import until then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jihuan.apps.intake import actions, doubts, facts
from jihuan.apps.intake.models import Correction, Draft
from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.access import Refused
from jihuan.core.document import Place, Problem
from jihuan.core.indicators import parse_target
from jihuan.documents import sandbox
from jihuan.documents.layout import Cell, Layout, Table
from jihuan.documents.sandbox import ReadResult
from jihuan.ui.source import Locator, key

TARGET = "/projects/0/indicators/0/target/raw"
NAME = "/projects/0/indicators/2/level3"
HERE, BELOW = Place(table=1, row=1, column=1), Place(table=1, row=2, column=1)


def _cell(row: int, text: str, place: Place, confidence: float | None = None) -> Cell:
    return Cell(row=row, column=0, text=text, place=place, confidence=confidence)


def _layout(*cells: Cell) -> Layout:
    return Layout(media_type="image/png", blocks=(Table(rows=9, columns=1, cells=cells, place=Place(table=1)),))


def _seen(layout: Layout) -> facts.Seen:
    return facts.Seen(layout, Locator(layout), {key(part.place): part.confidence or 0.0 for part in facts.faint(layout)})


@pytest.fixture
def marked(document):
    """A target and the third name of the first project are uncertain."""
    project = document.projects[0]
    rows = list(project.indicators)
    rows[0], rows[2] = replace(rows[0], uncertain=("target",)), replace(rows[2], uncertain=("level3",))
    return replace(document, projects=(replace(project, indicators=tuple(rows)), *document.projects[1:]))


@pytest.fixture
def draft(county, officer, marked, client, monkeypatch) -> Draft:
    monkeypatch.setattr(sandbox, "read_file", lambda data, name, start: ReadResult(document=marked, layout=_layout()))
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("扫描.png", b"pixels")})
    return Draft.objects.select_related("upload").get()


def test_marks_of_the_reader_become_cells_in_the_order_of_the_form(marked) -> None:
    assert doubts.found(marked, _layout()) == [TARGET, NAME]


def test_a_document_without_marks_has_no_doubts(document) -> None:
    assert doubts.found(document, _layout(_cell(0, "≥200次", HERE))) == []


def test_what_was_read_from_pixels_with_little_confidence_is_in_doubt(document) -> None:
    project = document.projects[0]
    rows = (replace(project.indicators[0], place=HERE), *project.indicators[1:])
    read = replace(document, projects=(replace(project, indicators=rows),))
    sure, unsure = _layout(_cell(0, "≥200次", HERE, 0.95)), _layout(_cell(0, "≥200次", HERE, 0.5), _cell(1, "其他", BELOW, 0.2))
    assert doubts.found(read, sure) == []
    assert doubts.found(read, unsure) == [TARGET]


def test_a_merged_cell_is_one_doubt(document) -> None:
    project = document.projects[0]
    rows = tuple(replace(row, uncertain=("level1",)) for row in project.indicators)
    assert doubts.found(replace(document, projects=(replace(project, indicators=rows),)), _layout()) == [
        "/projects/0/indicators/0/level1"
    ]


def test_a_mark_without_a_cell_of_the_form_is_not_lost(document) -> None:
    read = replace(document, projects=(replace(document.projects[0], uncertain=("amount_unit", "total")),))
    pointers = doubts.found(read, _layout())
    assert pointers == ["/projects/0/budget/total", "/projects/0/amount_unit"]
    total, unit = doubts.listed(read, pointers, _seen(_layout()))
    assert (total.shown, unit.shown) == (True, False)
    assert (unit.cell.label, unit.cell.text) == ("金额单位", "万元")


def test_each_doubt_says_why_what_the_pixels_are_like_what_the_reader_said_or_that_nothing_is_known(document) -> None:
    project = document.projects[0]
    rows = tuple(replace(row, place=place) for row, place in zip(project.indicators, (HERE, BELOW), strict=False))
    bare = replace(project, indicators=(replace(rows[0], target=parse_target(">200次")), *rows[1:]))
    told = Problem(level="warning", message="这一行是按内容拆开的", place=BELOW)

    def why(pointer: str, seen: facts.Seen, of=project, problems=()) -> str:
        read = replace(document, projects=(replace(of, indicators=of.indicators or rows),), problems=problems)
        return doubts.listed(read, [pointer], seen)[0].why

    placed = replace(project, indicators=rows)
    faint = _seen(_layout(_cell(0, "≥200次", HERE, 0.516)))
    assert why(TARGET, faint, placed) == "字迹不清，识别的把握是 51%"
    assert why(TARGET, _seen(_layout(_cell(0, ">200次", HERE, 0.5))), bare) == "“>”可能原本是“≥”，识别时分不清"
    assert why(TARGET, _seen(_layout(_cell(0, ">200次", HERE))), bare) == "识别时没有把握，请对照原文"
    second = "/projects/0/indicators/1/level3"
    narrow = _seen(_layout(_cell(1, rows[1].level3, BELOW, 0.5)))
    assert why(second, faint, placed, (told,)) == why(second, narrow, placed, (told,)) == "这一行是按内容拆开的"
    assert why(TARGET, _seen(_layout()), placed, (told,)) == "识别时没有把握，请对照原文"


def test_cells_in_doubt_are_listed_first_and_marked_where_they_stand(draft, client) -> None:
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert "待核对 2 处" in page
    assert page.index(f'href="?at={TARGET}#{TARGET}"') < page.index(f'id="{TARGET}"')
    cell = page[page.index(f'id="{TARGET}"') :].split("</td>")[0]
    assert "data-doubt" in cell
    assert "待核对" in cell
    assert "照此确认" in cell
    assert page.count("data-doubt>") + page.count("data-doubt ") == 2
    assert "待核对 2 处" in client.get("/intake/").content.decode()


def test_confirming_is_refused_while_cells_are_in_doubt(draft, officer, client) -> None:
    with pytest.raises(Refused, match="2 处"):
        actions.confirm(officer, draft, 1)
    assert "disabled data-needs-settled" in client.get(f"/intake/{draft.upload.pk}/").content.decode()


def test_a_cell_confirmed_as_it_is_is_recorded_with_the_same_value_and_can_be_undone(draft, client) -> None:
    address = f"/intake/{draft.upload.pk}/settle/"
    answer = client.post(address, {"pointers": TARGET, "text": "≥200次"}, headers={"Accept": "application/json"})
    assert answer.json() == {"version": 2, "open": 1}
    record = Correction.objects.get()
    assert record.pointer == TARGET
    assert record.before == record.after
    assert Entry.objects.filter(action="confirm_cell").count() == 1
    draft.refresh_from_db()
    assert draft.document == draft.original
    assert client.post(address, {"pointers": NAME}).status_code == 302
    draft.refresh_from_db()
    assert draft.open == 0
    client.post(f"/intake/{draft.upload.pk}/undo/")
    draft.refresh_from_db()
    assert draft.open == 1


def test_a_corrected_cell_is_no_longer_in_doubt_and_the_document_comes_in(draft, officer) -> None:
    draft = actions.correct(officer, draft, (TARGET,), "≥260次", 1)
    draft = actions.correct(officer, draft, (NAME,), "完成时间", draft.version)
    assert draft.open == 0
    assert actions.confirm(officer, draft, draft.version).created == 2


def test_a_cell_that_changed_meanwhile_is_not_confirmed(draft, officer, client) -> None:
    actions.correct(officer, draft, (NAME,), "完工时间", 1)
    answer = client.post(
        f"/intake/{draft.upload.pk}/settle/", {"pointers": NAME, "text": "完成时间"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "更改过" in answer.json()["message"]


def test_others_cannot_confirm_a_cell(draft, county, person, client) -> None:
    client.force_login(person("sun", county.museum))
    assert client.post(f"/intake/{draft.upload.pk}/settle/", {"pointers": TARGET}).status_code == 404
    assert Correction.objects.count() == 0
