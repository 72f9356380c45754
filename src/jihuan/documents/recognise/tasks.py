"""年度主要任务 of a department sheet: tasks with their content become sub-goals, the sum of their amounts is the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from jihuan.core.document import SubGoal
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.draft import AMOUNTS
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import is_header
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import field_of, fund_column, heading, is_container, plain

_NAMES = ("任务名称", "主要任务", "工作任务", "年度主要任务名称", "重点任务", "重点工作任务", "任务", "对应项目", "任务项目")
_CONTENTS = ("主要内容", "任务内容", "工作内容", "任务描述", "具体内容", "主要工作内容", "计划内容")
_TOTALS = ("合计", "总计", "金额合计", "小计")
_PARTS = ("total", "fiscal", "other")


@dataclass(slots=True)
class Tasks:
    """The table of tasks: ``columns`` of name and content, empty where no table was found."""

    columns: dict[str, int]
    found: list[SubGoal] = field(default_factory=list)

    def read(self, grid: Grid, row: int, fields: Fields) -> int:
        """The rows under the header in ``row``; the amounts of single tasks have no field and stay in the remainder."""
        name_at, content_at = self.columns["name"], self.columns.get("content")
        header = grid.filled(row)
        height = max(cell.rowspan for cell in header if cell.column == name_at)
        amounts = _amounts(grid, row, height, name_at)
        grid.use(*(cell for cell in header if cell.column in self.columns.values() or is_container(words(cell))))
        while row + height < grid.table.rows and not is_header(grid, row + height):
            line = row + height
            name, content = grid.at(line, name_at), grid.at(line, content_at) if content_at is not None else None
            text = words(name)
            if (
                any(field_of(words(cell)) for cell in grid.filled(line) if cell.column <= name_at)
                and plain(text) not in _TOTALS
            ):
                break
            if plain(text) in _TOTALS:
                _sum(grid, line, amounts, fields)
            elif name and name.row == line and plain(text) not in NOTHING and name is not content:
                grid.use(name, content)
                self.found.append(SubGoal(name=text, description=words(content) or None, place=name.place))
            height += 1
        return height


def _amounts(grid: Grid, row: int, height: int, name_at: int) -> dict[int, tuple[str, Cell]]:
    """The columns of the budget and of what was spent of it, each with the header that prints its unit."""
    found: dict[int, tuple[str, Cell]] = {}
    for column in range(name_at + 1, grid.table.columns):
        above, low = grid.at(row, column), grid.at(row + height - 1, column)
        if above is None or low is None or above.column == name_at:
            continue
        spent = fund_column(words(above)) == "executed"
        role = field_of(words(low)) or ("total" if fund_column(words(low)) in ("initial", "adjusted") else None)
        if spent:
            role = "executed" if role in ("total", "executed") else None
        if role in (*_PARTS, "executed") and role not in {known for known, _head in found.values()}:
            found[column] = (role, above)
    return found


def _sum(grid: Grid, row: int, amounts: dict[int, tuple[str, Cell]], fields: Fields) -> None:
    """The row of sums: the department's amounts, unless the sheet prints them elsewhere."""
    if not {role for role, _head in amounts.values()} & {*AMOUNTS} or "total" in fields.draft().amounts:
        return
    for column, (role, head) in amounts.items():
        value = grid.at(row, column)
        if value and value.row == row and plain(value.text) not in NOTHING:
            fields.unit(words(head))
            grid.use(value, head, grid.at(value.row, 0))
            fields.amount(role, words(value), words(head), value.place)


def read_tasks(cells: Sequence[Cell]) -> Tasks:
    """The header of a table of tasks in this row: names with their content, or with their amounts."""
    columns: dict[str, int] = {}
    priced = False
    for cell, after in zip_longest(cells, cells[1:]):
        word = plain(cell.text)
        role = "name" if word in _NAMES else "content" if word in _CONTENTS else None
        if role:
            columns[role] = cell.column
            priced = role == "name" and (field_of(words(after)) in AMOUNTS or fund_column(words(after)) is not None)
    found = len(columns) == 2 or priced
    if found and any(heading(words(cell)) == "target" for cell in cells):  # indicators beside the tasks
        return Tasks({})
    return Tasks(columns if found else {})
