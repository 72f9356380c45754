"""Rows of titles that a table repeats at the head of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jihuan.core.text import squeeze
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import Line, to_lines

ALIGNED = 4.0
"""Points by which the sides of one column may differ between two pages."""
_FEWEST, _MOST = 3, 3
"""So many titles in a row, so many rows of them."""
_FIGURE = re.compile(r"\d")

_Title = tuple[int, int, str, Box]


def _titles(rows: list[list[Box]]) -> list[_Title] | None:
    """The boxes of some rows, each with its first row and its height, if they are titles; a name left of them is left out.

    Titles are three texts at least without figures; merged ones hold several rows together, and some of these may have figures.
    """
    top = max(box.row for box in rows[0])
    boxes = list({id(box): box for row in rows for box in row}.values())
    inside = [box for box in boxes if box.row >= top and box.row + box.rowspan <= top + len(rows)]
    outside = [box for box in boxes if box not in inside]
    if any(box.sides.x1 > min((it.sides.x0 for it in inside), default=0.0) + ALIGNED for box in outside):
        return None
    titles = [(box.row - top, box.rowspan, _text(to_lines(box.pieces)), box) for box in inside]
    while titles and not titles[-1][2]:  # a last column without a title
        titles.pop()
    figures = sum(bool(_FIGURE.search(text)) for _, _, text, _ in titles)
    parted = any(all(not row < at < row + height for row, height, _, _ in titles) for at in range(1, len(rows)))
    if (
        parted
        or len(titles) < _FEWEST
        or not all(text for _, _, text, _ in titles)
        or 3 * figures > (len(rows) > 1) * len(titles)
    ):
        return None
    return titles


def _text(lines: list[Line]) -> str:
    return squeeze("".join([line.text for line in lines]))


def _are_alike(some: list[_Title], others: list[_Title]) -> bool:
    if [it[:3] for it in some] != [it[:3] for it in others]:
        return False
    return all(same_column(one[3].sides, other[3].sides) for one, other in zip(some, others, strict=True))


def repeated_titles(grid: Grid, taken: list[list[Box]]) -> int:
    """How many rows at the top of a grid repeat rows of titles among those ``taken`` so far.

    What else is printed in these, the name of merged cells that has no room on its page, goes to the cells below, which are doubtful.
    """
    for count in range(min(_MOST, len(grid.owner) - 1), 0, -1):
        key = _titles(grid.owner[:count])
        if not key or not fit_above([box for _, _, _, box in key], taken[-1]):
            continue
        known = [known for at in range(len(taken) - count + 1) if (known := _titles(taken[at : at + count]))]
        if any(_are_alike(key, other) for other in known):
            return count
        if spilled := next((found for other in known if (found := _spilled(key, other))), None):
            for box, lines in spilled:
                below = grid.owner[count][box.column]
                box.pieces = [piece for piece in box.pieces if not any(piece.y0 < it.y1 and it.y0 < piece.y1 for it in lines)]
                below.pieces, below.doubtful = lines + below.pieces, True
            return count
    return 0


def fit_above(titles: Iterable[Box], last: list[Box]) -> bool:
    """Whether the row above the break has the columns of these titles; under a row of labels they head another form."""
    fitting = [any(same_column(box.sides, above.sides) for above in last) for box in titles]
    return 2 * sum(fitting) >= len(fitting)


def _spilled(some: list[_Title], others: list[_Title]) -> list[tuple[Box, list[Line]]]:
    """The lines in boxes that are no part of these titles, where most of the titles are the same; nothing where they differ."""
    if len(some) != len(others):
        return []
    found: list[tuple[Box, list[Line]]] = []
    for (row, height, text, box), (there, high, title, other) in zip(some, others, strict=True):
        if (row, height) != (there, high) or not same_column(box.sides, other.sides):
            return []
        if text != title:
            lines = to_lines(box.pieces)
            parts = ((at, end) for at in range(len(lines)) for end in range(at + 1, len(lines) + 1))
            part = next(((at, end) for at, end in parts if _text(lines[at:end]) == title), None)
            if part is None:
                return []
            found.append((box, lines[: part[0]] + lines[part[1] :]))
    return found if len(some) - len(found) >= _FEWEST else []


def same_column(a: Rect, b: Rect) -> bool:
    """Whether two boxes have the same sides, as far as two pages may differ."""
    return abs(a.x0 - b.x0) <= ALIGNED and abs(a.x1 - b.x1) <= ALIGNED
