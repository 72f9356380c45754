"""Rows of titles that a table repeats at the head of a page."""

from __future__ import annotations

import re

from jihuan.core.text import squeeze
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import to_lines

ALIGNED = 4.0
"""Points by which the sides of one column may differ between two pages."""
_FEWEST, _MOST = 3, 3
"""So many titles in a row, so many rows of them."""
_FIGURE = re.compile(r"\d")

_Title = tuple[int, int, str, Rect]


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
    titles = [
        (box.row - top, box.rowspan, squeeze("".join(line.text for line in to_lines(box.pieces))), box.sides) for box in inside
    ]
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


def _are_alike(some: list[_Title], others: list[_Title]) -> bool:
    if [it[:3] for it in some] != [it[:3] for it in others]:
        return False
    return all(same_column(one[3], other[3]) for one, other in zip(some, others, strict=True))


def repeated_titles(grid: Grid, taken: list[list[Box]]) -> int:
    """How many rows at the top of a grid repeat rows of titles among those ``taken`` so far."""
    for count in range(min(_MOST, len(grid.owner) - 1), 0, -1):
        key = _titles(grid.owner[:count])
        starts = range(len(taken) - count + 1) if key else ()
        known = [known for at in starts if (known := _titles(taken[at : at + count]))]
        if key and any(_are_alike(key, other) for other in known):
            return count
    return 0


def same_column(a: Rect, b: Rect) -> bool:
    """Whether two boxes have the same sides, as far as two pages may differ."""
    return abs(a.x0 - b.x0) <= ALIGNED and abs(a.x1 - b.x1) <= ALIGNED
