"""年度主要任务 of a department sheet: tasks with their content become sub-goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jihuan.core.document import SubGoal
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import is_header
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import field_of, is_container, plain

_NAMES = ("任务名称", "主要任务", "工作任务", "年度主要任务名称", "重点任务", "重点工作任务", "任务")
_CONTENTS = ("主要内容", "任务内容", "工作内容", "任务描述", "具体内容", "主要工作内容")
_TOTALS = ("合计", "总计", "金额合计", "小计")


@dataclass(slots=True)
class Tasks:
    """The table of tasks: ``columns`` of name and content, empty where no table was found."""

    columns: dict[str, int]
    found: list[SubGoal] = field(default_factory=list)

    def read(self, grid: Grid, row: int) -> int:
        """The rows under the header in ``row``; their amounts have no field and stay in the remainder."""
        name_at = self.columns["name"]
        grid.use(*(cell for cell in grid.filled(row) if cell.column in self.columns.values() or is_container(words(cell))))
        height = 1
        while row + height < grid.table.rows and not is_header(grid, row + height):
            line = row + height
            name, content = grid.at(line, name_at), grid.at(line, self.columns["content"])
            text = words(name)
            if (
                any(field_of(words(cell)) for cell in grid.filled(line) if cell.column <= name_at)
                and plain(text) not in _TOTALS
            ):
                break
            if name and name.row == line and plain(text) not in (*NOTHING, *_TOTALS) and name is not content:
                grid.use(name, content)
                self.found.append(SubGoal(name=text, description=words(content) or None, place=name.place))
            height += 1
        return height


def read_tasks(cells: Sequence[Cell]) -> Tasks:
    """The header of a table of tasks in this row."""
    columns: dict[str, int] = {}
    for cell in cells:
        word = plain(cell.text)
        role = "name" if word in _NAMES else "content" if word in _CONTENTS else None
        if role:
            columns[role] = cell.column
    return Tasks(columns if len(columns) == 2 else {})
