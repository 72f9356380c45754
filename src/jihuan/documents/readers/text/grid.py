"""A table while it is built, row by row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from jihuan.core.document import Place
from jihuan.documents.layout import Cell, Table
from jihuan.documents.readers.text.lines import Gap, Token

UNSURE = 0.5
"""The confidence of a cell whose text or column was told from what it says."""


def below(upper: Table, table: Table) -> Table:
    """Both as one table, the cells at the right edge of each reaching to that of the wider: what stands above says whose columns these are."""
    wide = max(upper.columns, table.columns)
    rows = [replace(cell, row=cell.row + upper.rows) for cell in table.cells]
    cells = (
        replace(cell, colspan=wide - cell.column) if cell.column + cell.colspan == part.columns else cell
        for part, own in ((upper, upper.cells), (table, rows))
        for cell in own
    )
    lines = [place for part in (upper, table) for place in part.place.line or ()]
    place = Place(line=(min(lines), max(lines))) if lines else Place()
    return Table(rows=upper.rows + table.rows, columns=wide, cells=tuple(cells), place=place)


@dataclass
class Grid:
    """A table while it is built, row by row."""

    columns: int
    rows: int = 0
    cells: list[Cell] = field(default_factory=list)

    def row(self, *entries: tuple[str, Sequence[Token], int]) -> None:
        """One row of (text, tokens it stands on, colspan); the last cell reaches to the right edge."""
        at = 0
        for index, (text, tokens, span) in enumerate(entries):
            last = index == len(entries) - 1
            self.put(at, text, tokens, self.columns - at if last else span)
            at += span
        self.rows += 1

    def put(self, at: int, text: str, tokens: Sequence[Token], span: int = 1, rows: int = 1) -> None:
        """A cell in the row that is being built."""
        near = tokens or self._near()
        place = Place(line=(near[0].line, near[-1].line)) if near else Place()
        self.cells.append(Cell(row=self.rows, column=at, text=text, place=place, rowspan=rows, colspan=span))

    def line(self, line: tuple[int, int], cells: Sequence[tuple[int, str]], unsure: Collection[int] = ()) -> None:
        """One row of (column, text), all on these lines; the columns of the cells that may be wrong."""
        for at, text in cells:
            confidence = UNSURE if at in unsure else None
            self.cells.append(Cell(row=self.rows, column=at, text=text, place=Place(line=line), confidence=confidence))
        self.rows += 1

    def lengthen(self, text: str, line: int) -> None:
        """The last cell goes on: its text is this, its last line that one."""
        last = self.cells[-1]
        first = last.place.line[0] if last.place.line else line
        self.cells[-1] = replace(last, text=text, place=Place(line=(first, line)))

    def _near(self) -> list[Token]:
        """An empty cell stands where the cell before it stands."""
        line = self.cells[-1].place.line if self.cells else None
        return [Token("", line[1], Gap.PLAIN)] if line else []

    def grow(self, at: int) -> None:
        """The cell above in this column, if it reaches so far down, also covers the row that is being built."""
        for index in range(len(self.cells) - 1, -1, -1):
            cell = self.cells[index]
            if cell.column == at:
                if cell.row + cell.rowspan == self.rows:
                    self.cells[index] = replace(cell, rowspan=cell.rowspan + 1)
                return

    def frame(self, top: int, token: Token) -> None:
        """A cell at the left of all rows from ``top`` on, which move to the right."""
        for index, cell in enumerate(self.cells):
            if cell.row >= top:
                self.cells[index] = replace(cell, column=cell.column + 1, colspan=max(cell.colspan - 1, 1))
        self.cells.append(
            Cell(row=top, column=0, text=token.text, place=Place(line=(token.line, token.line)), rowspan=self.rows - top)
        )
        self.columns = max(self.columns, *(cell.column + cell.colspan for cell in self.cells))

    def doubt(self, start: int) -> None:
        """All cells from this one on may hold what belongs elsewhere."""
        self.cells[start:] = [replace(cell, confidence=UNSURE) if cell.text else cell for cell in self.cells[start:]]
