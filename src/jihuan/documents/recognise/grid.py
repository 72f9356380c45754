"""A table as rows that can be asked what stands where, spans included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jihuan.core.document import Place
from jihuan.core.text import clean, join_lines
from jihuan.documents.layout import Cell, Table

_BRACKETS = re.compile(r"[（()）]")
_FEWEST_COUNTED = 4


@lru_cache(maxsize=16384)
def _words(printed: str) -> str:
    return clean(join_lines(printed))


def words(cell: Cell | None) -> str:
    """The cell's text as the interchange keeps it: lines joined, spaces between 汉字 and digits taken out."""
    return _words(cell.text) if cell else ""


class Grid:
    """Access by row and column, and the account of which cells went into a field."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._filled: list[list[Cell]] = [[] for _ in range(table.rows)]
        self._at: list[dict[int, Cell]] = [{} for _ in range(table.rows)]
        self._used: set[tuple[int, int]] = set()
        self.left: list[tuple[str, Place]] = []
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.text.strip():
                self._filled[cell.row].append(cell)
            for row in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
                for column in range(cell.column, cell.column + cell.colspan):
                    self._at[row][column] = cell

    def filled(self, row: int) -> list[Cell]:
        """Cells with text that start in this row, from left to right; not to be changed."""
        return self._filled[row]

    def at(self, row: int, column: int) -> Cell | None:
        return self._at[row].get(column) if 0 <= row < len(self._at) else None

    def across(self, row: int, columns: range) -> list[Cell]:
        """The different cells that cover these columns of a row."""
        cells = self._at[row] if 0 <= row < len(self._at) else {}
        if len(columns) == 1:
            return [cells[columns.start]] if columns.start in cells else []
        found = {id(cell): cell for column in columns if (cell := cells.get(column))}
        return list(found.values())

    def starts(self) -> list[int]:
        """Where the cells of the row begin that has most of them."""
        rows = (self.across(row, range(self.table.columns)) for row in range(self.table.rows))
        return sorted(cell.column for cell in max(rows, key=len, default=[]))

    def right_of(self, cell: Cell) -> Iterator[Cell]:
        """The cells right of this one in its first row."""
        there, before = self._at[cell.row], cell
        for column in range(cell.column + cell.colspan, self.table.columns):
            after = there.get(column)
            if after is not None and after is not before:
                before = after
                yield after

    def below(self, cell: Cell) -> Cell | None:
        return self.at(cell.row + cell.rowspan, cell.column)

    def use(self, *cells: Cell | None) -> None:
        """These cells were understood."""
        self._used.update((cell.row, cell.column) for cell in cells if cell)

    def is_used(self, cell: Cell) -> bool:
        return (cell.row, cell.column) in self._used

    def leave(self, text: str, place: Place) -> None:
        """Part of a used cell that no field took."""
        self.left.append((text, place))

    def remainder(self) -> list[Cell]:
        """Cells with text that no field took."""
        return [cell for row in range(self.table.rows) for cell in self.filled(row) if not self.is_used(cell)]

    def counted(self, row: int) -> int:
        """Pass over a row below a header that only counts the columns, 1 | 2 | 3 or （1） | （2） | （3）; how many rows were passed."""
        cells = self.filled(row) if row < self.table.rows else []
        told = [_BRACKETS.sub("", words(cell)) for cell in cells if words(cell) != "栏次"]
        if len(told) < _FEWEST_COUNTED or told != [str(index) for index in range(1, len(told) + 1)]:
            return 0
        self.use(*cells)
        return 1

    def row_place(self, row: int) -> Place:
        """The place of the first cell of a row, or of the table."""
        cells = self.filled(row)
        return cells[0].place if cells else self.table.place
