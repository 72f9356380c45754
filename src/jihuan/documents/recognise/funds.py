"""Amounts in tables of their own: sources at the left, 预算数 · 执行数 · 执行率 above; and the spending plan by months."""

from __future__ import annotations

import re
from decimal import Decimal

from jihuan.core.document import FundSource, SpendingNode
from jihuan.core.language import _
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.draft import AMOUNTS
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import is_header
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import field_of, fund_column, is_container, label, pairs, plain

MONTH = re.compile(r"^(?:截至|截止|到|至)?(\d{1,2})月(?:底|末|份|\d{1,2}日)?(?:前|止)?$")
_OF_TOTAL = {"total", "initial", "adjusted", "executed", "execution_rate", "execution_weight", "execution_score"}
_REAL = {"initial", "adjusted", "executed", "execution_rate"}
_PARTS = ("fiscal", "other", "part")
_SOURCES = ("total", "long_total", *_PARTS)
FIGURE = re.compile(r"^[¥￥]?[-+]?\d[\d,.]*(?:%|万元|亿元|元|万|分)?\?*$")
_AMONG = re.compile(r"^(?:其中|减|加)\s*[:：]?\s*|\s*[:：]$")
_POINTS = re.compile(r"[（(]\s*(\d{1,3}(?:\.\d+)?)\s*分\s*[)）]")
_GENERAL = re.compile(r"(?:其中:)?(?:本年|当年|本级|县级)?一般公共预算(?:财政)?(?:拨款|资金|收入)?(?:\(.*\))?")
_BARE_UNIT = re.compile(r"\((?:单位:)?(?:万元|亿元|元)\)|(?:单位:)?(?:万元|亿元|元)")
_SUMS = ("合计", "总计")
_LONGEST_SUM = 6
_OF_MONEY = re.compile("资金|预算|经费")
_FISCAL_TOO = re.compile("政府性基金|国有资本")


def source_of(grid: Grid, cell: Cell) -> str | None:
    """The field of a label; 一般公共预算 is all the 财政资金 there is where the table names no other money of the treasury, and
    合计 in a frame of money is no score."""
    text = words(cell)
    if len(text) < _LONGEST_SUM and plain(text) in _SUMS:
        frame = grid.at(cell.row, cell.column - 1)
        return "total" if frame and frame.rowspan > 1 and _OF_MONEY.search(words(frame)) else label(text)
    return treasury(grid, text) or label(text)


def treasury(grid: Grid, text: str) -> str | None:
    """What 一般公共预算 means in a table; None for other labels."""
    if "一般公共" not in text or not _GENERAL.fullmatch(plain(text)):
        return None
    named = [cell for cell in grid.table.cells if label(words(cell)) == "fiscal" or _FISCAL_TOO.search(plain(cell.text))]
    values = [words(value) for cell in named for value in grid.right_of(cell)]
    values += [value for cell in grid.table.cells for field, _name, value in pairs(cell.text.strip()) if field == "fiscal"]
    return "part" if any(re.search("[1-9]", value) for value in values) else "fiscal"


def fund_columns(grid: Grid, cells: list[Cell]) -> dict[int, str]:
    """Roles of a header above amounts by their column; empty where this row is none."""
    funds = {cell.column: role for cell in cells if (role := fund_column(words(cell)))}
    real = _REAL & set(funds.values())
    if len(real) < 2 and not ("executed" in real and len(funds) > 1):
        return {}
    beside = [cell for cell in cells if cell.column in funds and _is_figure(next(grid.right_of(cell), None))]
    if beside:
        return {}
    funds |= {cell.column: "total" for cell in cells if cell.column not in funds and label(words(cell)) == "total"}
    sources = {column for column in funds if label(words(grid.at(cells[0].row + 1, column))) in _SOURCES}
    if min(funds) in sources and (moved := _moved(grid, cells, funds)):
        return moved
    return {column: role for column, role in funds.items() if role != "aside" and column not in sources}


def _moved(grid: Grid, cells: list[Cell], funds: dict[int, str]) -> dict[int, str]:
    """The columns of a header that has lost its corner cell, so that it stands one cell left of the figures below; empty for others."""
    heads = [cell for cell in cells if cell.column >= min(funds)]
    below = [cell for cell in grid.filled(cells[0].row + 1) if cell.column > min(funds)]
    told = all(_is_figure(cell) or plain(cell.text) in NOTHING for cell in below)
    if not told or len(below) != len(heads) or any(cell.column not in funds for cell in heads):
        return {}
    grid.use(*(cell for cell in heads if funds[cell.column] != "aside"))
    return {cell.column: role for cell, head in zip(below, heads, strict=True) if (role := funds[head.column]) != "aside"}


def _is_figure(cell: Cell | None) -> bool:
    return bool(cell and FIGURE.match(plain(cell.text)))


class Funds:
    """Reads one table of amounts."""

    def __init__(self, grid: Grid, fields: Fields, columns: dict[int, str]) -> None:
        self._grid = grid
        self._fields = fields
        self._columns = columns
        self._budget = next((role for role in ("adjusted", "initial", "executed") if role in columns.values()), None)
        self._sources: list[FundSource] = []
        self._more = False

    def read(self, row: int) -> int:
        """The rows under the header in ``row``; the answer is how many rows were read, header included."""
        grid = self._grid
        for cell in grid.across(row, range(grid.table.columns)):
            text = words(cell)
            self._fields.unit(text)
            points = _POINTS.search(text)
            if cell.column in self._columns or is_container(text) or label(text) in _SOURCES:
                grid.use(cell)
            elif self._budget == "executed" and fund_column(text) in ("initial", "adjusted") and not grid.is_used(cell):
                message = _("表头“{label}”下面是资金来源的名称而不是金额，表头与下面各行可能错了一栏，请对照原件核对各项金额")
                self._fields.notes.warn(message.format(label=text), cell.place)
            if points and "预算执行" in plain(text) and "execution_weight" not in self._fields.draft().amounts:
                self._fields.amount("execution_weight", points[1], text, cell.place)
        height = 1
        while row + height < grid.table.rows and not is_header(grid, row + height):
            source = self._source(row + height)
            if not self._goes_on(row + height, source, height):
                break
            self._row(row + height, source, first=height == 1)
            height += 1
            bare = source is None and height == 2 and not any(cell.column < min(self._columns) for cell in grid.filled(row + 1))
            if bare and self._source(row + height) is None:
                break
        if self._more:
            self._fields.draft().sources += self._sources
        return height

    def _source(self, row: int) -> Cell | None:
        """The label of a row: total, fiscal, other funds … the one next to the amounts."""
        left = self._grid.across(row, range(min(self._columns)))
        named = [cell for cell in left if self._kind(cell) in _SOURCES]
        return named[-1] if named else None

    def _kind(self, cell: Cell) -> str | None:
        """The field of a row's label; 合计 below a header of amounts is the sum of the sources, and no score."""
        return "total" if plain(cell.text) in _SUMS else source_of(self._grid, cell)

    def _goes_on(self, row: int, source: Cell | None, height: int) -> bool:
        if source is not None:
            return source.row == row or height == 1
        values = [cell for cell in self._grid.filled(row) if cell.column in self._columns]
        if not values and height == 1:
            return self._source(row + 1) is not None
        figures = all(_is_figure(cell) or plain(cell.text) in NOTHING for cell in values)
        others = [cell for cell in self._grid.filled(row) if cell not in values]
        if any(field_of(words(cell)) or fund_column(words(cell)) for cell in others):
            return False
        return bool(values) and (figures or height == 1) and not any(field_of(words(cell)) for cell in values)

    def _row(self, row: int, source: Cell | None, *, first: bool) -> None:
        """One row of amounts: of the whole (资金总额, or no label at all), or of one source of funds."""
        grid, fields = self._grid, self._fields
        name = words(source)
        kind = self._kind(source) if source else None
        left = [cell for cell in grid.filled(row) if cell.column < min(self._columns) and cell is not source]
        named = [cell for cell in left if not is_container(words(cell)) and not _BARE_UNIT.fullmatch(plain(cell.text))]
        if source is None and not first and len(named) == 1:  # a source by a name of its own
            source, name, kind = named[0], words(named[0]), "part"
        if source is None and (not first or named):
            value = next((cell for start in self._columns if (cell := grid.at(row, start)) and cell.text.strip()), None)
            fields.part(words(value))
            return
        fields.unit(name)
        for cell in left:
            fields.unit(words(cell))
        grid.use(source, *(cell for cell in left if cell not in named))
        told: dict[str, Decimal | None] = {}
        for start, role in self._columns.items():
            value = grid.at(row, start)
            if value is None or value is source or plain(value.text) in NOTHING:
                continue
            heading = name or words(grid.at(row - 1, start))
            if role in _OF_TOTAL and kind in (None, "total", "long_total"):
                grid.use(value)
                fields.amount(role, words(value), heading, value.place)
            if role == self._budget and kind and kind in (*AMOUNTS, "long_total"):
                grid.use(value)
                told[role] = fields.amount("total" if kind == "long_total" else kind, words(value), name, value.place)
            elif role in _REAL and kind in _PARTS:
                grid.use(value)
                told[role] = fields.figure(role, words(value), heading, value.place)
        if kind in _PARTS and any(it is not None for it in told.values()):
            self._source_told(name, kind, told)

    def _source_told(self, name: str, kind: str | None, told: dict[str, Decimal | None]) -> None:
        """Keep what a row says of its source; the sources are told where one row says more than its part of the budget."""
        self._sources.append(FundSource(name=_AMONG.sub("", name), **told))
        self._more = self._more or kind == "part" or any(it is not None for role, it in told.items() if role != self._budget)
        if kind == "part" and self._budget in told:
            self._fields.part(str(told[self._budget]))


def months_of(cells: list[Cell]) -> list[tuple[Cell, int]]:
    """The cells that name months of the spending plan."""
    return [(cell, int(found[1])) for cell in cells if (found := MONTH.match(plain(cell.text)))]


def read_plan(grid: Grid, fields: Fields, cells: list[Cell]) -> int:
    """资金支出计划: months in one row, percentages below them, or beside them in the same row; how many rows were read."""
    months = months_of(cells)
    beside = all(
        (after := next(grid.right_of(cell), None)) is not None and not MONTH.match(plain(after.text)) for cell, _month in months
    )
    draft = fields.draft()
    for cell, month in months:
        value = next(grid.right_of(cell), None) if beside else grid.below(cell)
        percent = fields.notes.number(words(value), _("{month}月底").format(month=month), value.place if value else cell.place)
        draft.plan.append(SpendingNode(month=month, percent=percent))
        grid.use(cell, value)
    grid.use(*(cell for cell in cells if field_of(words(cell)) == "plan"))
    return 1 if beside else 2
