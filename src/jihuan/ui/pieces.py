"""A very large document goes over several screens: each shows so many projects and so many rows of indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jihuan.core.document import Document

PROJECTS, ROWS = 20, 200


@dataclass(frozen=True, slots=True)
class Part:
    """What a screen shows of a project: its index, and the indices of the rows of its indicator table."""

    project: int
    rows: range


Piece = tuple[Part, ...]


def pieces(document: Document) -> tuple[Piece, ...]:
    """The screens of a document in its order, at least one. Only a table that is too long for one screen is cut."""
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
    return tuple(map(tuple, found))


def screen_of(cut: Sequence[Piece], pointer: str) -> int:
    """The index of the screen with the field at a JSON pointer; the first for everything outside the projects."""
    steps = re.match(r"/projects/(\d{1,9})(?:/indicators/(\d{1,9}))?(?:/|$)", pointer)
    if steps is None:
        return 0
    project, row = int(steps[1]), None if steps[2] is None else int(steps[2])
    mine = [at for at, piece in enumerate(cut) if any(part.project == project for part in piece)]
    exact = (at for at in mine if any(part.project == project and row in part.rows for part in cut[at]))
    return next(exact, next(iter(mine), 0))
