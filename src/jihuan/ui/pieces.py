"""A very large document goes over several screens: each shows so many sections, projects and rows of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jihuan.core.document import Document

PROJECTS, ROWS, SECTIONS = 20, 200, 100
NONE = range(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What a screen shows of a project: its index, and the indices of the rows of its indicator table."""

    project: int
    rows: range


@dataclass(frozen=True, slots=True)
class Piece:
    """One screen: its projects, and which sub-goals and safeguards of the department; ``first``: what heads the document, too."""

    parts: tuple[Part, ...] = ()
    sub_goals: range = NONE
    safeguards: range = NONE
    first: bool = False


def pieces(document: Document) -> tuple[Piece, ...]:
    """The screens of a document in its order, at least one. Only what is too long for one screen is cut."""
    *before, last = _sections(len(document.sub_goals), len(document.safeguards))
    parts, *others = _projects(document)
    head, *rest = (*before, replace(last, parts=tuple(parts)), *(Piece(tuple(more)) for more in others))
    return (replace(head, first=True), *rest)


def _sections(sub_goals: int, safeguards: int) -> Iterator[Piece]:
    """The department's part, at least one; the last of them shares its screen with projects."""
    if sub_goals + safeguards <= SECTIONS:
        yield Piece(sub_goals=range(sub_goals), safeguards=range(safeguards))
        return
    for start in range(0, sub_goals, SECTIONS):
        yield Piece(sub_goals=range(start, min(start + SECTIONS, sub_goals)))
    for start in range(0, safeguards, SECTIONS):
        yield Piece(safeguards=range(start, min(start + SECTIONS, safeguards)))


def _projects(document: Document) -> list[list[Part]]:
    found: list[list[Part]] = [[]]
    room = ROWS
    for number, project in enumerate(document.projects):
        count = len(project.indicators)
        if found[-1] and (count > room or len(found[-1]) == PROJECTS):
            found.append([])
            room = ROWS
        for start in range(0, max(count, 1), ROWS):
            if start:
                found.append([])
            found[-1].append(Part(number, range(start, min(start + ROWS, count))))
        room = ROWS - len(found[-1][-1].rows) if count > ROWS else room - count
    return found


def screen_of(cut: Sequence[Piece], pointer: str) -> int:
    """The index of the screen with the field at a JSON pointer; the first for everything that stands on none."""
    steps = re.match(r"/(sub_goals|safeguards|projects)/(\d{1,9})(?:/indicators/(\d{1,9}))?(?:/|$)", pointer)
    if steps is None:
        return 0
    kind, number, row = steps[1], int(steps[2]), None if steps[3] is None else int(steps[3])
    if kind != "projects":
        return next((at for at, piece in enumerate(cut) if number in getattr(piece, kind)), 0)
    mine = [at for at, piece in enumerate(cut) if any(part.project == number for part in piece.parts)]
    exact = (at for at in mine if any(part.project == number and row in part.rows for part in cut[at].parts))
    return next(exact, next(iter(mine), 0))
