"""Very large documents go over several screens, and every field is on one of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import Document, Indicator, Project, Safeguard, SubGoal
from jihuan.ui.pieces import PROJECTS, ROWS, SECTIONS, Part, Piece, pieces, screen_of


def _document(*counts: int) -> Document:
    return Document(projects=tuple(Project(indicators=(Indicator(),) * count) for count in counts))


def test_a_document_without_projects_has_one_screen() -> None:
    assert pieces(Document()) == (Piece(first=True),)
    assert screen_of(pieces(Document()), "/projects/3/name") == 0


def test_a_long_table_is_cut_and_a_short_one_never() -> None:
    assert pieces(_document(7, ROWS * 2 + 1, 3)) == (
        Piece((Part(0, range(7)),), first=True),
        Piece((Part(1, range(ROWS)),)),
        Piece((Part(1, range(ROWS, ROWS * 2)),)),
        Piece((Part(1, range(ROWS * 2, ROWS * 2 + 1)), Part(2, range(3)))),
    )


@given(st.lists(st.integers(0, 15) | st.integers(ROWS - 2, ROWS * 3), max_size=60))
def test_every_row_is_on_one_screen_and_no_screen_is_too_long(counts: list[int]) -> None:
    document = _document(*counts)
    cut = pieces(document)
    shown = [(part.project, row) for piece in cut for part in piece.parts for row in part.rows]
    assert shown == [(number, row) for number, count in enumerate(counts) for row in range(count)]
    assert all(len(piece.parts) <= PROJECTS and sum(len(part.rows) for part in piece.parts) <= ROWS for piece in cut)
    assert {part.project for piece in cut for part in piece.parts} == set(range(len(counts)))
    assert all(piece.parts for piece in cut) or cut == (Piece(first=True),)


@given(st.lists(st.integers(1, ROWS * 2), min_size=1, max_size=20), st.data())
def test_a_field_is_on_the_screen_that_its_pointer_leads_to(counts: list[int], data: st.DataObject) -> None:
    cut = pieces(_document(*counts))
    project = data.draw(st.integers(0, len(counts) - 1))
    row = data.draw(st.integers(0, counts[project] - 1))
    at = screen_of(cut, f"/projects/{project}/indicators/{row}/target/raw")
    assert any(part.project == project and row in part.rows for part in cut[at].parts)
    first = screen_of(cut, f"/projects/{project}/name")
    assert any(part.project == project and part.rows.start == 0 for part in cut[first].parts)
    assert screen_of(cut, "/sub_goals/0/name") == screen_of(cut, "") == 0


@given(st.integers(0, SECTIONS * 3), st.integers(0, SECTIONS * 3), st.integers(0, 3))
def test_every_passage_of_the_department_is_on_one_screen_before_the_projects(goals: int, guards: int, projects: int) -> None:
    department = Document(sub_goals=(SubGoal(name=""),) * goals, safeguards=(Safeguard(text=""),) * guards)
    cut = pieces(replace(department, projects=(Project(),) * projects))
    assert [at for piece in cut for at in piece.sub_goals] == list(range(goals))
    assert [at for piece in cut for at in piece.safeguards] == list(range(guards))
    assert all(len(piece.sub_goals) + len(piece.safeguards) <= SECTIONS for piece in cut)
    assert [piece.first for piece in cut] == [True] + [False] * (len(cut) - 1)
    assert sum(bool(piece.parts) for piece in cut) == bool(projects)
    for name, count in (("sub_goals", goals), ("safeguards", guards)):
        for at in (0, count // 2, count - 1) if count else ():
            assert at in getattr(cut[screen_of(cut, f"/{name}/{at}/name")], name)
