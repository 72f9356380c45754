"""Lines of words under a header → rows: which lines make one row, told by what its cells say and by where they stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.costs import ROLES
from jihuan.documents.readers.text.lined.align import cost
from jihuan.documents.readers.text.placed.canvas import Word
from jihuan.documents.readers.text.placed.leveled import Merged, merged_in
from jihuan.documents.readers.text.widths import first_unit, width

Mode = Literal["middle", "top"]
"""Where in its row a cell with fewer lines stands."""
_MODES: tuple[Mode, ...] = ("middle", "top")
LEVELS = ("frame", "level1", "level2", "category")
"""Columns whose cells may cover several rows."""
_MOST = 14
"""So many lines a row has at most."""
_SLANT = 1.5
"""Cost of each line by which a cell stands off the middle, or the top, of its row."""
_LEVELS = 5.0
"""Cost of each further level of a column on the lines of one row."""
_NEAR = 0.6
_ROW = 0.5
_SPLIT = {"number": 4.0, "sign": 4.0, "mark": 2.0, "value": 0.6, "amount": 3.0}
"""Cost of each further line of a cell, by what its column holds."""
_LIKE = {"cause": "deviation", "aside": "strange"}
"""Columns of ticks may hold reasons, those that no field is for anything."""


@dataclass(frozen=True)
class Cellular:
    """A table of words: what its columns mean, and the words of each line by column."""

    names: tuple[str, ...]
    lines: tuple[dict[int, list[Word]], ...]

    @cached_property
    def cells(self) -> list[dict[int, list[Word]]]:
        """The words of each line by column; columns that may be merged stay out."""
        return [{at: words for at, words in line.items() if self.names[at] not in LEVELS} for line in self.lines]

    @cached_property
    def filled(self) -> frozenset[int]:
        """The columns that are not blank all over."""
        return frozenset(at for line in self.lines for at in line)

    @cached_property
    def levels(self) -> list[list[Merged]]:
        """The cells of each column of levels that name one."""
        columns = [merged_in(self.column(at)) for at, name in enumerate(self.names) if name in LEVELS[1:]]
        return [[cell for cell in cells if is_level1(cell.text) or is_level2(cell.text)] for cells in columns]

    @cached_property
    def wide(self) -> list[float]:
        """The width of the widest line of each column."""
        found = [0.0] * len(self.names)
        for line in self.cells:
            for at, words in line.items():
                found[at] = max(found[at], width(" ".join(word.text for word in words)))
        return found

    def y(self, line: int) -> int:
        """Where a line stands in the file, counted from 0."""
        return next(iter(self.lines[line].values()))[0].y

    def column(self, at: int) -> list[Word]:
        """All words of one column, line by line."""
        return [word for line in self.lines for word in line.get(at, ())]

    def text(self, start: int, stop: int, at: int) -> str:
        """The lines of one cell."""
        return "\n".join(" ".join(word.text for word in line[at]) for line in self.cells[start:stop] if at in line)


def rows_of(table: Cellular) -> tuple[list[tuple[int, int]], Mode, float]:
    """The lines (start, stop) of each row, the mode of its cells, and the mean cost of a row."""
    ways = [(*_shared(table, mode), mode) for mode in _MODES]
    rows, total, mode = min(ways, key=lambda way: way[1])
    return rows, mode, total / max(len(rows), 1)


def cost_of(table: Cellular, start: int, stop: int) -> float:
    """What these lines cost as one row."""
    lines = [at for at in range(start, stop) if table.cells[at]]
    return min(_row_cost(table, lines, mode) for mode in _MODES)


def _shared(table: Cellular, mode: Mode) -> tuple[list[tuple[int, int]], float]:
    """The cheapest rows, and what they cost. Lines with words of merged columns only belong to no row."""
    filled = [at for at, line in enumerate(table.cells) if line]
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(filled) + 1)
    for at in range(len(filled) - 1, -1, -1):
        ways = (
            (_row_cost(table, filled[at:stop], mode) + best[stop][0], stop)
            for stop in range(at + 1, min(at + _MOST, len(filled)) + 1)
        )
        best[at] = min(ways)
    rows, at = [], 0
    while at < len(filled):
        stop = best[at][1]
        rows.append((filled[at], filled[stop - 1] + 1))
        at = stop
    return rows, best[0][0]


def _row_cost(table: Cellular, lines: Sequence[int], mode: Mode) -> float:
    """Cost of these lines as one row."""
    top, bottom = table.y(lines[0]), table.y(lines[-1])
    total = _ROW + _LEVELS * sum(
        max(sum(top <= it.top and it.bottom <= bottom for it in cells) - 1, 0) for cells in table.levels
    )
    last = max((at for at, name in enumerate(table.names) if ROLES.get(name, "text") == "text"), default=-1)
    for at, name in enumerate(table.names):
        if name in LEVELS:
            continue
        parts = [(line[at][0].y, " ".join(word.text for word in line[at])) for y in lines if at in (line := table.cells[y])]
        if at in table.filled:
            total += cost(_LIKE.get(name, name), "".join("".join(text.split()) for _y, text in parts), at == last)
        if parts:
            total += _SPLIT.get(ROLES.get(_LIKE.get(name, name), "text"), 0.1) * (len(parts) - 1)
            total += _slant(parts, top, bottom, mode)
            total += sum(_seam(a, b, table.wide[at]) for a, b in pairwise(parts))
    return total


def _slant(parts: Sequence[tuple[int, str]], top: int, bottom: int, mode: Mode) -> float:
    off = parts[0][0] - top if mode == "top" else abs(parts[0][0] + parts[-1][0] - top - bottom) / 2 - _NEAR
    return _SLANT * max(off, 0.0)


def _seam(above: tuple[int, str], below: tuple[int, str], wide: float) -> float:
    """Cost of two lines as parts of one cell: something stands between them, or what follows had room above."""
    room = wide - width(above[1]) - first_unit(below[1])
    return 2.0 * (below[0] - above[0] > 2) + (0.0 if room < 1 else min(0.5 + 0.4 * room, 4.0))
