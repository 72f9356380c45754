"""Sheets that are not read as they are displayed: lying pages are read upright, two pages on one sheet one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from jihuan.core.document import Place, Problem
from jihuan.documents.layout import Block, Page, Paragraph
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.grid import Grid
from jihuan.documents.readers.pdf.lines import Line, place_of

_Box = TypeVar("_Box", Line, Rect)
_WIDER = 1.15
"""Times its height: so wide at least is a sheet with two pages side by side."""
_CENTRE = 0.04
"""Of the width of a sheet: so near to its middle lies the white between two pages."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a page as read lies on the sheet as displayed: the sheet's number, its size, quarter turns, and the page's left side."""

    number: int
    width: float
    height: float
    turns: int = 0
    left: float = 0.0

    def page(self) -> Page:
        """The sheet as displayed."""
        width, height = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        return Page(width=round(width, 2), height=round(height, 2))

    def back(self, place: Place) -> Place:
        """A place on the page as read as one on the sheet as displayed."""
        if place.bbox is None:
            return replace(place, page=self.number)
        x0, y0, x1, y1 = place.bbox
        frame = Frame(0, 0, self.width, self.height, self.turns)
        return place_of(self.number, frame.shown(x0 + self.left, self.height - y1, x1 + self.left, self.height - y0))


def between(boxes: Iterable[_Box], left: float, right: float) -> list[_Box]:
    """The boxes whose middles lie between two sides, their place told from the left one."""
    return [box._replace(x0=box.x0 - left, x1=box.x1 - left) for box in boxes if left <= (box.x0 + box.x1) / 2 < right]


def middle(grids: Sequence[Grid], lines: Iterable[Line], frame: Frame) -> float | None:
    """The middle of a sheet with two pages side by side: a table on either side, nothing across; None for any other sheet."""
    if frame.width < _WIDER * frame.height or len(grids) < 2:
        return None
    boxes: list[Rect | Line] = [*(grid.sides for grid in grids), *lines]
    half = frame.width / 2
    end = max((box.x1 for box in boxes if (box.x0 + box.x1) / 2 < half), default=0.0)
    start = min((box.x0 for box in boxes if (box.x0 + box.x1) / 2 >= half), default=frame.width)
    tables = {grid.sides.x0 >= start for grid in grids}
    slack = _CENTRE * frame.width
    return half if len(tables) == 2 and end < half + slack and start > half - slack and end < start else None


def restored(
    blocks: Iterable[Block], problems: Iterable[Problem], sheets: Sequence[Sheet]
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Blocks and problems of pages numbered in the order of reading, with places on the sheets."""

    def back(place: Place) -> Place:
        return sheets[place.page - 1].back(place) if place.page else place

    def block_back(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, place=back(block.place))
        cells = (replace(it, place=back(it.place), more_places=tuple(map(back, it.more_places))) for it in block.cells)
        return replace(block, cells=tuple(cells), place=back(block.place))

    told = [replace(problem, place=back(problem.place)) if problem.place else problem for problem in problems]
    return tuple(map(block_back, blocks)), told
