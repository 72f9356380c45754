"""The indicator table: headers by meaning, whatever their order, and rows with merged or missing level cells."""

from __future__ import annotations

from dataclasses import dataclass

from jihuan.core.document import Actual, Indicator, Target
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.language import _
from jihuan.core.text import join_lines
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.notes import NOTHING, Notes
from jihuan.documents.recognise.words import column, plain

_LEVELS = ("level1", "level2", "level3")
_ENOUGH = 3
"""So many known headers in one row make it the header of an indicator table."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the table hold what. ``height`` counts the header's rows."""

    roles: dict[str, range]
    height: int
    width: int

    @property
    def first(self) -> int:
        """The leftmost column of the indicator table."""
        return min(columns.start for columns in self.roles.values())


def is_header(grid: Grid, row: int) -> bool:
    """Does a header of the indicator table start in this row?"""
    named = {column(words(cell)) for cell in grid.filled(row)} - {None}
    return len(named) >= _ENOUGH and bool(named & {"level3", "target", "actual"})


def find_columns(grid: Grid, row: int) -> Columns | None:
    """The header that starts in this row, one or two rows high; None where this is no header."""
    if not is_header(grid, row):
        return None
    known = [cell for cell in grid.filled(row) if column(words(cell))]
    height = max(cell.rowspan for cell in known)
    by_column: dict[int, str] = {}
    used: list[Cell] = []
    for level in range(row, min(row + height, grid.table.rows)):
        for cell in grid.filled(level):
            role = column(words(cell))
            if role:
                by_column.update(dict.fromkeys(range(cell.column, cell.column + cell.colspan), role))
                used.append(cell)
    roles: dict[str, range] = {}
    for index in sorted(by_column):
        role = by_column[index]
        if role not in roles:
            roles[role] = range(index, index + 1)
        elif roles[role].stop == index:
            roles[role] = range(roles[role].start, index + 1)
    grid.use(*used)
    return Columns(roles, height, grid.table.columns)


class IndicatorRows:
    """Reads the rows under one header; remembers the levels that go on."""

    def __init__(self, columns: Columns, notes: Notes) -> None:
        self.columns = columns
        self._notes = notes
        self._levels: dict[str, str | None] = {}

    def read(self, grid: Grid, row: int) -> Indicator | None:
        """The indicator of this row; None where the row holds none (its cells then stay unused)."""
        cells = self._cells(grid, row)
        texts = {role: "".join(words(cell) for cell in found) for role, found in cells.items()}
        if not any(texts.get(role) for role in ("level3", "target", "description", "actual")):
            return None
        if not any(cell.row == row for role in cells for cell in cells[role] if cell.text.strip() and role not in _LEVELS[:2]):
            return None
        self._carry(texts)
        for found in cells.values():
            grid.use(*found)
        return self._indicator(grid, row, cells, texts)

    def _cells(self, grid: Grid, row: int) -> dict[str, list[Cell]]:
        """The cells of each role; a cell merged over several roles belongs to one of them only."""
        taken: list[Cell] = []
        cells: dict[str, list[Cell]] = {}
        roles = self.columns.roles
        for role, columns in roles.items():
            cells[role] = []
            for cell in grid.across(row, columns):
                name = "level3" in roles and cell.column <= roles["level3"].start < cell.column + cell.colspan
                if cell in taken or (role == "level2" and name):
                    continue
                taken.append(cell)
                cells[role].append(cell)
        return cells

    def _carry(self, texts: dict[str, str]) -> None:
        """A level left blank goes on from the row above, the second only under the same first."""
        first, second = texts.get("level1"), texts.get("level2")
        if first:
            if first != self._levels.get("level1"):
                self._levels["level2"] = None
            self._levels["level1"] = first
        if second:
            self._levels["level2"] = second

    def _indicator(self, grid: Grid, row: int, cells: dict[str, list[Cell]], texts: dict[str, str]) -> Indicator:
        value = next((cell for cell in cells.get("target", ()) if cell.text.strip()), None)
        value = value or next(iter(cells.get("target", ())), None)
        place = value.place if value else grid.row_place(row)
        deviation = texts.get("deviation", "")
        if not texts.get("level3"):
            self._notes.warn(_("指标表第 {row} 行没有三级指标名称，请核对").format(row=row + 1), place)
        return Indicator(
            level1=self._levels.get("level1"),
            level2=self._levels.get("level2"),
            level3=texts.get("level3") or None,
            description=texts.get("description") or None,
            target=self._target(cells, texts),
            basis=texts.get("basis") or None,
            weight=self._notes.number(texts.get("weight", ""), _("分值"), place),
            actual=self._actual(cells, texts.get("unit") or None),
            score=self._notes.number(texts.get("score", ""), _("得分"), place),
            deviation=None if plain(deviation) in NOTHING else deviation,
            place=place,
        )

    def _target(self, cells: dict[str, list[Cell]], texts: dict[str, str]) -> Target:
        raw = printed(cells.get("target", []))
        return parse_target(raw, texts.get("unit") or None, texts.get("operator") or None)

    def _actual(self, cells: dict[str, list[Cell]], unit: str | None) -> Actual | None:
        raw = printed(cells.get("actual", []))
        return parse_actual(raw, unit) if raw else None


def printed(cells: list[Cell]) -> str:
    """The characters as printed: line breaks joined, inner spaces kept."""
    return "".join(join_lines(cell.text).strip() for cell in cells)
