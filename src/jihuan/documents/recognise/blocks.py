"""A block of indicator rows under one header: its main triple, further ones beside it, the one for several years, the projects."""

from __future__ import annotations

import re
from dataclasses import replace

from jihuan.core.language import _
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import Columns, Roles, moved
from jihuan.documents.recognise.indicators import IndicatorRows
from jihuan.documents.recognise.lists import ListRows, content_in, unit_label
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import heading, is_container, label, plain, scope

_POINTS = re.compile(r"^\d{1,3}(?:\.\d{1,2})?分?$")
_MEASURED = {"target", "actual", "weight", "score"}
_DOUBTED = ("level1", "level2", "level3", "target", "weight", "actual", "score", "deviation")
"""Of rows without a header."""
_EXECUTION = ("execution_rate", "execution_score")
_HEAD = re.compile("(?:目标|指标)表?$")
_FEWEST = 3
_VALUE = re.compile(r"\d|[≥≤=＝]|长期|提升|提高|及时|有效|显著|较大")


def _names_goal(cell: Cell) -> bool:
    return label(words(cell)) in ("goals", "long_goals")


class Block:
    """Reads rows into the draft."""

    def __init__(self, columns: Columns, fields: Fields, *, long: bool = False, unit: str = "", doubt: bool = False) -> None:
        self._fields = fields
        self._columns = columns
        self._main = IndicatorRows(columns, fields.notes)
        self._beside = [IndicatorRows(columns, fields.notes, roles) for roles in columns.beside]
        self._long = IndicatorRows(columns, fields.notes, columns.long) if columns.long else None
        self._is_long = long
        told = ("target" if role in ("operator", "unit") else role for role in columns.guessed)
        self._doubt = _DOUBTED if doubt else tuple(dict.fromkeys(told))
        self._list = ListRows(columns.project, fields, unit) if columns.project else None

    @classmethod
    def under(cls, columns: Columns, before: Block | None, fields: Fields, grid: Grid, row: int) -> Block:
        """The block under a header; the same header again goes on with the block before."""
        header = [cell for line in range(row, min(row + columns.height, grid.table.rows)) for cell in grid.filled(line)]
        left = [cell for cell in grid.across(row, range(columns.first)) if cell.text.strip()]
        frames = [cell for cell in left if is_container(words(cell))]
        above = grid.filled(row - 1) if row else []
        heads = [*left, *(above if len(above) == 1 and _HEAD.search(words(above[0])) else ())]
        long = any(scope(words(cell)) == "long" for cell in heads)
        grid.use(*frames, *(cell for cell in header if cell.column in _starts(columns.project)))
        if not columns.project:
            fields.draft()
        if before and before._columns == columns and before._is_long == long:
            return before
        block = cls(columns, fields, long=long, unit=unit_label(header) or (unit_label(above) if columns.project else ""))
        for rows in (block._main, *block._beside):
            rows.begin_under(grid, range(max(row - 1, 0), row + columns.height - 1))
        if columns.guessed:
            message = _("表头“{words}”不认识，按其下各格的内容认作{roles}，请逐行核对")
            roles = "、".join(dict.fromkeys(_role_names()[role] for role in columns.guessed))
            fields.notes.warn(message.format(words=columns.strange, roles=roles), grid.row_place(row))
        if strange := [words(cell) for cell in header if _is_strange(grid, cell, row + columns.height)]:
            message = _("指标表的表头“{words}”不认识，其下的内容没有归入任何栏目，请对照原件核对")
            fields.notes.warn(message.format(words="、".join(strange)), grid.row_place(row))
        if not columns.roles.keys() & _MEASURED and not any("值" in words(cell) for cell in header):
            message = _("指标表的表头中没有认出指标值一栏，各行的指标值请对照原件填写")
            fields.notes.warn(message, grid.row_place(row))
        if not columns.project:
            fields.draft().rows += [block._main, *block._beside]
        return block

    def goes_on(self, grid: Grid, row: int) -> bool:
        """Does this row begin with a level, as those of the block do?"""
        cells = grid.across(row, range(self.first, self.first + 2))
        return any(is_level1(words(cell)) or is_level2(words(cell)) for cell in cells if cell.row == row)

    def holds(self, grid: Grid, row: int) -> bool:
        """Does a 一级指标 of a row before reach down over this one? Then no header begins here."""
        upper = self._columns.roles.get("level1")
        cell = grid.at(row, upper.start) if upper else None
        return cell is not None and cell.row < row and is_level1(words(cell))

    def fitted(self, grid: Grid) -> Block | None:
        """The block for a table that goes on without a header: the same, or one with its columns where that table has them."""
        if self.width == grid.table.columns:
            return self
        columns = moved(self._columns, grid)
        if columns is None:
            return None
        message = _("这张表没有表头，列数与上文的指标表不同，按各列的次序接着读取，请核对")
        self._fields.notes.inform(message, grid.row_place(0))
        block = Block(columns, self._fields, long=self._is_long)
        block._main.after(self._main)
        self._fields.draft().rows += [block._main, *block._beside]
        return block

    @property
    def width(self) -> int:
        """Columns of the table it was read in."""
        return self._columns.width

    @property
    def is_list(self) -> bool:
        """Does it list several projects?"""
        return self._list is not None

    @property
    def first(self) -> int:
        """The leftmost column of the indicator table."""
        return self._columns.first

    def read(self, grid: Grid, row: int) -> None:
        """One row: project cells of a list, then the indicators."""
        if self._list and self._list.begins(grid, row, content=content_in(grid, row, self._columns)):
            return
        draft = self._fields.draft()
        left = [cell for cell in grid.across(row, range(self.first)) if is_container(words(cell)) or _names_goal(cell)]
        spans = {scope(words(cell)) for cell in left} if not self._list else set()
        long = "long" in spans or (self._is_long and "annual" not in spans)
        for rows in (self._main, *self._beside):
            for indicator in rows.read(grid, row):
                if self._doubt:
                    indicator = replace(indicator, uncertain=(*self._doubt, *indicator.uncertain))
                (draft.long_indicators if long else draft.indicators).append(indicator)
        draft.long_indicators += self._long.read(grid, row) if self._long else []
        grid.use(*left)

    def totals(self, grid: Grid, cells: list[Cell]) -> bool:
        """Rows beside the indicators: the sum of weights and scores, and the points for the execution of the budget."""
        first, field = cells[0], _counted(cells)
        if field not in ("total_score", *_EXECUTION) or first.column > self.first:
            return False
        score, weight, rate = (self._figure(grid, first, role) for role in ("score", "weight", "actual"))
        if score is None and weight is None:
            return False
        beside = next(grid.right_of(first), None)
        if score and beside and not _is_points(score) and _is_points(beside):  # 自评总分 | 99 | 等级 | 优
            score, weight = beside, None
        if weight is not None and weight.colspan > 1 and score in (None, weight):  # one figure for the whole row
            score, weight = weight, None
        grid.use(first, score, weight)
        place = first.place
        if field in _EXECUTION:
            grid.use(rate, *(cell for cell in cells if label(words(cell)) == field))
            for name, cell in (("execution_rate", rate), ("execution_weight", weight), ("execution_score", score)):
                if cell is not None and name not in self._fields.draft().amounts:
                    self._fields.amount(name, words(cell), words(first), cell.place)
            return True
        if score is not None:
            self._fields.amount("total_score", words(score), words(first), score.place)
        if weight is not None:
            self._fields.draft().total_weight = self._fields.notes.number(words(weight), words(first), place)
        return True

    def _figure(self, grid: Grid, first: Cell, role: str) -> Cell | None:
        columns = self._columns.roles.get(role)
        found = [cell for cell in grid.across(first.row, columns) if cell is not first] if columns else []
        return next((cell for cell in found if plain(cell.text) not in NOTHING), None)


def _counted(cells: list[Cell]) -> str | None:
    """What the label of a row of sums says, also behind its frame: “预算执行（10分） | 预算执行率”."""
    field = label(words(cells[0]))
    return label(words(cells[1])) if field is None and len(cells) > 1 and "预算执行" in cells[0].text else field


def _is_strange(grid: Grid, head: Cell, below: int) -> bool:
    """Does a header of no known meaning stand over cells with content?"""
    text = words(head)
    if grid.is_used(head) or head.row + head.rowspan != below or heading(text) or label(text) or is_container(text):
        return False
    return any((cell := grid.at(row, head.column)) and cell.text.strip() for row in range(below, grid.table.rows))


def _is_points(cell: Cell) -> bool:
    return bool(_POINTS.match(plain(cell.text)))


def _role_names() -> dict[str, str]:
    """How the user calls the columns."""
    value = _("指标值")
    levels = {"level1": _("一级指标"), "level2": _("二级指标"), "level3": _("三级指标")}
    return {**levels, "target": value, "operator": value, "unit": value, "actual": _("实际完成值")}


def _starts(roles: Roles) -> set[int]:
    return {columns.start for columns in roles.values()}


def guessed(grid: Grid, row: int, fields: Fields) -> Block | None:
    """Rows of a page torn off its header: levels, name and value known by what they say. Told, never silent."""
    cells = grid.filled(row)
    if len(cells) < _FEWEST or not any(is_level1(words(cell)) or is_level2(words(cell)) for cell in cells[:2]):
        return None
    rows = range(row, grid.table.rows)
    wide = grid.table.columns

    def share(column: int, known: object) -> int:
        cells = [cell for line in rows if (cell := grid.at(line, column)) and cell.row == line and cell.text.strip()]
        return sum(bool(callable(known) and known(words(cell))) for cell in cells)

    firsts = [column for column in range(wide) if share(column, is_level1)]
    seconds = [column for column in range(wide) if share(column, is_level2) and column not in firsts[:1]]
    if not seconds or (firsts and firsts[0] > seconds[0]):
        return None
    rest = [column for column in range(seconds[0] + 1, wide) if share(column, bool)]
    values = [column for column in rest[1:] if share(column, _VALUE.search) * 2 >= share(column, bool)]
    if not rest or not values:
        return None
    points = [column for column in values if share(column, _POINTS.match) == share(column, bool)]
    target = next((column for column in values if column not in points), values[0])
    roles: Roles = {"level2": range(seconds[0], seconds[0] + 1), "level3": range(rest[0], rest[0] + 1)}
    roles["target"] = range(target, target + 1)
    if firsts:
        roles = {"level1": range(firsts[0], firsts[0] + 1), **roles}
    message = _("这张表没有表头，按内容认出了各级指标、名称和指标值，请逐行核对")
    fields.notes.warn(message, grid.row_place(row))
    return Block(Columns(dict(sorted(roles.items(), key=lambda item: item[1].start)), 1, wide), fields, doubt=True)
