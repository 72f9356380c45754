"""Grids of single pages → tables, which may go on over page breaks: between rows, inside merged boxes, inside a cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jihuan.core.document import Place
from jihuan.core.text import squeeze
from jihuan.documents.layout import Cell, Table
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import Line, first_token, measure, place_of, to_lines

_ALIGNED = 4.0
"""Points by which the sides of one column may differ between two pages."""


_NOWHERE = Rect(0, 0, 0, 0)
_BEARING = 0.15
"""Of a character: the white that belongs to a glyph and is not part of its box."""


@dataclass(slots=True)
class _Part:
    """A cell while its table grows: its sides on its last page, its rows, the lines and places so far."""

    sides: Rect
    top: int
    bottom: int
    lines: list[Line]
    places: list[Place]
    ruled_below: bool

    @property
    def empty(self) -> bool:
        return not self.lines


@dataclass(slots=True)
class _Row:
    """The first row of a continuation beside the last row of the table: boxes with their parts above, where there is one."""

    pairs: list[tuple[Box, list[Line], _Part | None]]
    padding: float

    def open(self, box: Box, part: _Part | None) -> bool:
        return part is not None and not (box.ruled_above and part.ruled_below)

    def is_rest(self) -> bool:
        """Whether this row is the rest of a row that the page break cut in two."""
        if not self.pairs or any(part is None for _, _, part in self.pairs):
            return False
        known = [(box, lines, part) for box, lines, part in self.pairs if part is not None]
        if any(lines and part.empty for _, lines, part in known):
            return all(self.open(box, part) for box, _, part in known)
        going_on = [(lines, part) for _, lines, part in known if lines]
        full = all(_would_not_fit(part, lines[0], self.padding) for lines, part in going_on)
        ended = any(not lines and not part.empty for _, lines, part in known)
        if all(self.open(box, part) for box, _, part in known):
            return full or ended
        label_and_text = len(known) == 2 and not known[0][1] and not known[0][2].empty
        return bool(going_on) and ended and (full or label_and_text)


def _would_not_fit(part: _Part, line: Line, padding: float) -> bool:
    """Whether the start of a line had no room left on the last line of a part: the text was broken there, not ended."""
    if part.empty:
        return False
    last = part.lines[-1]
    room = part.sides.x1 - part.sides.x0 - 2 * padding - (last.x1 - last.x0)
    return room < (measure(first_token(line.text)) + _BEARING) * line.em


@dataclass(slots=True)
class TableBuilder:
    """A table that grows page by page."""

    page: int
    rows: int = 0
    parts: list[_Part] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    sides: Rect = _NOWHERE
    first: Place | None = None

    def add(self, grid: Grid, page: int) -> None:
        """Append a grid as new rows."""
        self._take(grid, page, 0, set(), self.rows)

    def reaches(self, grid: Grid, lowest: float) -> bool:
        """Whether a grid at the top of the next page can go on here: same sides, and no room was left above ``lowest``."""
        here = grid.sides
        if abs(here.x0 - self.sides.x0) > _ALIGNED or abs(here.x1 - self.sides.x1) > _ALIGNED:
            return False
        last = [part for part in self.parts if part.bottom == self.rows]
        if not all(part.ruled_below for part in last) or not all(box.ruled_above for box in grid.boxes if box.row == 0):
            return True
        return lowest - self.sides.y1 <= max(grid.ys[1] - grid.ys[0] + 40, 150)

    def go_on(self, grid: Grid, page: int) -> None:
        """Append a grid of the next page: repeated header rows left out, cut rows and merged boxes joined."""
        header = self._repeated_header(grid)
        last = [part for part in self.parts if part.bottom == self.rows]
        row = _Row(
            [
                (box, to_lines(box.runs), next((part for part in last if _same_column(part.sides, box.sides)), None))
                for box in grid.boxes
                if box.row == header
            ],
            self._padding(),
        )
        rest = row.is_rest()
        joined = {id(box) for box, _, _ in row.pairs} if rest else self._merged(row)
        offset = self.rows - header - (1 if rest else 0)
        for box, lines, part in row.pairs:
            if id(box) in joined and part is not None:
                part.lines += lines
                part.places.append(place_of(page, box.sides))
                part.bottom = offset + box.row + box.rowspan
                part.sides, part.ruled_below = box.sides, box.ruled_below
        self._take(grid, page, header, joined, offset)

    def _merged(self, row: _Row) -> set[int]:
        """Boxes that continue a merged box above: open ones, and empty ones left of the first text."""
        joined = {id(box) for box, lines, part in row.pairs if row.open(box, part) and not (lines and part and part.lines)}
        for box, lines, part in row.pairs:
            if lines or part is None:
                break
            joined.add(id(box))
        return joined

    def _take(self, grid: Grid, page: int, skipped: int, joined: set[int], offset: int) -> None:
        for box in grid.boxes:
            if box.row >= skipped and id(box) not in joined:
                top = offset + box.row
                self.parts.append(
                    _Part(box.sides, top, top + box.rowspan, to_lines(box.runs), [place_of(page, box.sides)], box.ruled_below)
                )
        self.rows = offset + len(grid.ys) - 1
        self.edges += grid.xs
        self.sides, self.page = grid.sides, page
        self.first = self.first or place_of(page, grid.sides)

    def _repeated_header(self, grid: Grid) -> int:
        """How many rows at the top of a grid repeat the first rows of the table, all the same."""
        rows = len(grid.ys) - 1
        here = [(box.row, box.row + box.rowspan, box.sides, _squeezed(to_lines(box.runs))) for box in grid.boxes]
        there = [(part.top, part.bottom, part.sides, _squeezed(part.lines)) for part in self.parts]
        for count in range(min(rows - 1, self.rows - 1), 0, -1):
            new, old = [cell for cell in here if cell[0] < count], [cell for cell in there if cell[0] < count]
            if len(new) == len(old) and any(cell[3] for cell in new) and all(map(_same_cell, new, old)) and new[-1][1] <= count:
                return count
        return 0

    def _padding(self) -> float:
        """Points between the side of a cell and its text: the least of the table."""
        gaps = [part.lines[-1].x0 - part.sides.x0 for part in self.parts if part.lines]
        return max(min(gaps, default=0.0), 0.0)

    def build(self) -> Table:
        """The table with its cells in reading order."""
        columns = _distinct(self.edges)
        cells = []
        for part in sorted(self.parts, key=lambda part: (part.top, part.sides.x0)):
            left, right = _nearest(columns, part.sides.x0), _nearest(columns, part.sides.x1)
            cells.append(
                Cell(
                    row=part.top,
                    column=left,
                    rowspan=part.bottom - part.top,
                    colspan=max(right - left, 1),
                    text="\n".join(line.text for line in part.lines),
                    place=part.places[0],
                    more_places=tuple(part.places[1:]),
                )
            )
        place = self.first or Place(page=self.page)
        return Table(rows=self.rows, columns=len(columns) - 1, cells=tuple(cells), place=place)


def _same_column(a: Rect, b: Rect) -> bool:
    return abs(a.x0 - b.x0) <= _ALIGNED and abs(a.x1 - b.x1) <= _ALIGNED


def _same_cell(a: tuple[int, int, Rect, str], b: tuple[int, int, Rect, str]) -> bool:
    return a[:2] == b[:2] and a[3] == b[3] and _same_column(a[2], b[2])


def _squeezed(lines: list[Line]) -> str:
    return squeeze("".join(line.text for line in lines))


def _distinct(edges: Iterable[float]) -> list[float]:
    columns: list[float] = []
    for edge in sorted(edges):
        if not columns or edge - columns[-1] > _ALIGNED:
            columns.append(edge)
    return columns


def _nearest(columns: list[float], edge: float) -> int:
    return min(range(len(columns)), key=lambda index: abs(columns[index] - edge))
