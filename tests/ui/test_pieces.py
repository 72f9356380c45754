"""Very large documents go over several screens, and every field is on one of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import Document, Indicator, Project
from jihuan.ui.pieces import PROJECTS, ROWS, Part, pieces, screen_of


def _document(*counts: int) -> Document:
    return Document(projects=tuple(Project(indicators=(Indicator(),) * count) for count in counts))


def test_a_document_without_projects_has_one_screen() -> None:
    assert pieces(Document()) == ((),)
    assert screen_of(pieces(Document()), "/projects/3/name") == 0


def test_a_long_table_is_cut_and_a_short_one_never() -> None:
    assert pieces(_document(7, ROWS * 2 + 1, 3)) == (
        (Part(0, range(7)),),
        (Part(1, range(ROWS)),),
        (Part(1, range(ROWS, ROWS * 2)),),
        (Part(1, range(ROWS * 2, ROWS * 2 + 1)), Part(2, range(3))),
    )


@given(st.lists(st.integers(0, 15) | st.integers(ROWS - 2, ROWS * 3), max_size=60))
def test_every_row_is_on_one_screen_and_no_screen_is_too_long(counts: list[int]) -> None:
    document = _document(*counts)
    cut = pieces(document)
    shown = [(part.project, row) for piece in cut for part in piece for row in part.rows]
    assert shown == [(number, row) for number, count in enumerate(counts) for row in range(count)]
    assert all(len(piece) <= PROJECTS and sum(len(part.rows) for part in piece) <= ROWS for piece in cut)
    assert {part.project for piece in cut for part in piece} == set(range(len(counts)))
    assert all(piece for piece in cut) or cut == ((),)


@given(st.lists(st.integers(1, ROWS * 2), min_size=1, max_size=20), st.data())
def test_a_field_is_on_the_screen_that_its_pointer_leads_to(counts: list[int], data: st.DataObject) -> None:
    cut = pieces(_document(*counts))
    project = data.draw(st.integers(0, len(counts) - 1))
    row = data.draw(st.integers(0, counts[project] - 1))
    at = screen_of(cut, f"/projects/{project}/indicators/{row}/target/raw")
    assert any(part.project == project and row in part.rows for part in cut[at])
    first = screen_of(cut, f"/projects/{project}/name")
    assert any(part.project == project and part.rows.start == 0 for part in cut[first])
    assert screen_of(cut, "/sub_goals/0/name") == screen_of(cut, "") == 0
