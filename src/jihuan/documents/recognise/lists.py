"""Lists: all projects of a unit in one table, a project's own cells filled only on its first row."""

from __future__ import annotations

import re
from dataclasses import replace

from jihuan.core.document import Indicator
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.draft import AMOUNTS
from jihuan.documents.recognise.fields import Fields
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import Columns, Roles
from jihuan.documents.recognise.headings import is_page_number
from jihuan.documents.recognise.indicators import NOTE, is_signed
from jihuan.documents.recognise.phrases import Levels, has_levels, indicators_in
from jihuan.documents.recognise.words import amount_unit, field_of, heading, is_container, label, name_of, plain

_TOTAL = re.compile(r"^(?:合计|总计|小计|汇总)")
_INSTITUTION = re.compile(
    "(?:局|委|委员会|办|办公室|站|所|中心|院|馆|校|学|镇|乡|街道|队|会|厅|部|园|场|公司|政府)(?:本级|机关|\\(.*\\))?$"
)
_AMOUNTS = dict.fromkeys(("资金", "经费", "预算", "项目资金", "专项资金"), "total")
"""Headers of a list that are no labels elsewhere."""
_CONTENTS = ("indicators", "goals", "achievement")
_RESULTS = (*_CONTENTS, "total_score")
"""One of these makes a list of projects a list of sheets; a list of amounts alone sums up what others say."""
_SHARED = ("agency_name", "department")
"""Printed once for the projects below."""
_UNIT = re.compile(r"^(?:\d{3}|\d{6}|\d{9})[-—– ]?[一-龥].*$")


def is_institution(name: str) -> bool:
    """Does a name end as those of offices, schools and hospitals do?"""
    return bool(_INSTITUTION.search(plain(name)))


def is_below_list(cells: list[Cell]) -> bool:
    """Is this row a page number, a remark or the names of those who signed, and no project?"""
    alone = words(cells[0]) if len(cells) == 1 else ""
    return is_page_number(alone) or bool(NOTE.match(alone)) or is_signed(cells)


class ListRows:
    """The project cells of a list under one header; remembers the unit that goes on."""

    def __init__(self, roles: Roles, fields: Fields, unit: str = "") -> None:
        fields.take_back()
        self._roles = roles
        self._fields = fields
        self._unit = unit
        self._shared: dict[str, Cell] = {}
        self._name: str | None = None
        self._said: set[str] = set()

    def begins(self, grid: Grid, row: int, *, content: bool) -> bool:
        """Read the project cells of a row; True where the row is a total of a unit and no project."""
        if is_below_list(grid.filled(row)):
            return True
        name = self._starting(grid, row, "name")
        for role in _SHARED:
            cell = self._starting(grid, row, role)
            if cell and not _TOTAL.match(plain(cell.text)):
                self._shared[role] = cell
        text = words(name)
        if name and not content and name.colspan > len(self._roles["name"]):  # it heads a group of projects
            return True
        if not content and (not text or _TOTAL.match(plain(text)) or self._is_agency(grid, row, text)):
            if name and not _TOTAL.match(plain(text)):
                self._shared["agency_name"] = name
            return True
        own = [cell for role in self._roles if (cell := self._starting(grid, row, role))]
        if name is None or not text or text == self._name:
            grid.use(*(cell for cell in own if words(cell) in self._said))
            return False
        self._name = text
        self._said = {words(cell) for cell in own}
        self._fields.place = name.place
        self._fields.begin()
        self._fields.unit(self._unit)
        self._set(grid, row)
        for role, cell in self._shared.items():
            grid.use(cell)
            self._fields.set(role, cell.text, name_of(role), cell.place)
        return False

    def _is_agency(self, grid: Grid, row: int, text: str) -> bool:
        """Is this row the sum of a unit above its projects: a code, or the name of an institution without a goal?"""
        return bool(_UNIT.match(text) or (_INSTITUTION.search(plain(text)) and self._starting(grid, row, "goals") is None))

    def _starting(self, grid: Grid, row: int, role: str) -> Cell | None:
        columns = self._roles.get(role)
        found = [cell for cell in grid.across(row, columns) if cell.row == row and cell.text.strip()] if columns else []
        return found[0] if found else None

    def _set(self, grid: Grid, row: int) -> None:
        for role in self._roles:
            cell = self._starting(grid, row, role)
            if cell is None or role in _SHARED:
                continue
            grid.use(cell)
            if role in (*AMOUNTS, "long_total"):
                self._fields.amount(role, words(cell), name_of(role), cell.place)
            else:
                self._fields.set(role, cell.text, name_of(role), cell.place)


def unit_label(cells: list[Cell]) -> str:
    """The first label of an amount that prints its unit: “预算数（万元）”."""
    return next((text for cell in cells if amount_unit(text := words(cell)) and heads_amounts(cell)), "")


def heads_amounts(cell: Cell) -> bool:
    """Is this header that of an amount, or a frame over several: “预算数（万元）”, “资金（万元）”?"""
    return field_of(words(cell)) in AMOUNTS or is_container(words(cell)) or plain(cell.text).split("(")[0] in _AMOUNTS


def content_in(grid: Grid, row: int, columns: Columns) -> bool:
    """Does the row say anything of an indicator: a name or a value?"""
    wanted = [columns.roles[role] for role in ("level3", "target") if role in columns.roles]
    return any(cell.text.strip() for span in wanted for cell in grid.across(row, span))


def _heads(grid: Grid, row: int) -> tuple[int, list[Cell]]:
    """How many rows the header of a list has, as far as its 项目名称 reaches down, and its lowest cells."""
    names = [cell for cell in grid.filled(row) if field_of(words(cell)) == "name"]
    height = max((cell.rowspan for cell in names), default=1)
    lowest = grid.across(row + height - 1, range(grid.table.columns)) if height > 1 else grid.filled(row)
    return height, [cell for cell in lowest if cell.text.strip()]


def header_of(grid: Grid, row: int) -> Roles | None:
    """The header of a list whose indicators, if any, stand in one text cell: labels only, values below."""
    height, cells = _heads(grid, row)
    known = {
        cell.column: role
        for cell in cells
        if (role := label(words(cell)) or _indicators_or_aside(cell) or _AMOUNTS.get(plain(cell.text)))
    }
    if "name" not in known.values() or len(cells) < 3:
        return None
    below = [grid.at(row + height, cell.column) for cell in cells]
    for cell, under in zip(cells, below, strict=True):
        if cell.column not in known and under and has_levels(under.text):  # under whatever name
            known[cell.column] = "indicators"
    if len(known) < len(cells) and "indicators" not in known.values():
        return None
    if not all(cell is None or not label(words(cell)) for cell in below) or row + height >= grid.table.rows:
        return None
    roles: Roles = {}
    for cell in cells:
        role = known.get(cell.column, "aside")
        roles.setdefault(role, range(cell.column, cell.column + cell.colspan))
    return roles


def read_wide(grid: Grid, row: int, fields: Fields) -> int:
    """A list of projects with a column for each kind of indicators, “数量指标 | 质量指标”, and sentences below; 0 where it is none."""
    height, levels = _level_columns(grid, row)
    header = [cell for line in range(row, row + height) for cell in grid.filled(line)]
    named = {id(it): role for it in header if (role := field_of(words(it)) or _AMOUNTS.get(plain(it.text)))}
    own = {named[id(it)]: range(it.column, it.column + it.colspan) for it in header if id(it) in named}
    rows = range(row + height + grid.counted(row + height), grid.table.rows if levels else 0)
    if not any(grid.at(line, column) for line in rows for column in levels):
        return 0
    grid.use(
        *(
            cell
            for cell in header
            if id(cell) in named or any(it in levels for it in range(cell.column, cell.column + cell.colspan))
        )
    )
    listed = ListRows(own, fields, unit_label(header))
    for line in rows:
        cells = [cell for cell in grid.filled(line) if cell.column in levels]
        if listed.begins(grid, line, content=bool(cells)):
            continue
        for cell in cells:
            grid.use(cell)
            fields.draft().indicators += _under(levels[cell.column], cell)
    return grid.table.rows - row


def _level_columns(grid: Grid, row: int) -> tuple[int, dict[int, str]]:
    """How many rows the header of such a list has, and the levels that head its columns: “产出指标-数量指标”."""
    height = max((cell.rowspan for cell in grid.filled(row) if field_of(words(cell)) == "name"), default=0)
    found: dict[int, str] = {}
    if not any(is_level2(words(cell)) for line in range(row, row + height) for cell in grid.filled(line)):
        return 0, found
    for column in range(grid.table.columns):
        heads = {words(cell): cell for line in range(row, row + height) if (cell := grid.at(line, column))}
        if heads and all(is_level1(text) or is_level2(text) for text in heads):
            found[column] = "-".join(heads)
    return (height, found) if len(found) > 1 else (0, {})


def _under(path: str, cell: Cell) -> list[Indicator]:
    """The indicators of a cell below these levels; where no sign parts name and value, that is doubtful."""
    levels = Levels()
    levels.name(path)
    if is_level2(path) and levels.first == path and "成本" in path:  # 成本指标 beside 数量指标
        levels = Levels(second=path)
    found = indicators_in(cell.text, cell.place, levels)
    return [it if it.target.operator else replace(it, uncertain=("level3", "target")) for it in found]


def is_directory(grid: Grid, row: int) -> bool:
    """Does this header, 序号 | 项目名称 | 页码, stand over nothing but numbered lines? A table of contents holds no sheets."""
    numbers = [words(cells[0]) for line in range(row + 1, grid.table.rows) if (cells := grid.filled(line))]
    return plain(grid.filled(row)[0].text) == "序号" and numbers == [str(index) for index in range(1, len(numbers) + 1)]


def _indicators_or_aside(cell: Cell) -> str | None:
    """The headers of a table of indicators name no field of a project."""
    return _frame(cell) or ("aside" if heading(words(cell)) else None)


def _frame(cell: Cell) -> str | None:
    return "indicators" if is_container(words(cell)) and "指标" in cell.text else None


def read_list(grid: Grid, row: int, roles: Roles, fields: Fields) -> int:
    """A list of projects with goals, indicators or scores in text cells; 0 where it holds none: then it is no list of sheets."""
    height, heads = _heads(grid, row)
    rows = range(row + height + grid.counted(row + height), grid.table.rows)
    texts = [cell for line in rows for role in _RESULTS if role in roles for cell in grid.across(line, roles[role])]
    if not any(cell.text.strip() for cell in texts):
        return 0
    header = [*(cell for line in range(row, row + height - 1) for cell in grid.filled(line)), *heads]
    grid.use(*(cell for cell in header if field_of(words(cell)) or is_container(words(cell))))
    unit = unit_label(header)
    own = {role: span for role, span in roles.items() if role != "indicators" and role not in ("aside", "part", "subtotal")}
    listed = ListRows(own, fields, unit)
    for line in rows:
        filled = [cell for cell in grid.filled(line) if any(cell.column in roles[role] for role in _CONTENTS if role in roles)]
        if listed.begins(grid, line, content=bool(filled)):
            continue
        for cell in grid.across(line, roles.get("indicators", range(0))):
            if has_levels(cell.text) and cell.row == line:
                found = indicators_in(cell.text, cell.place)
                grid.use(cell if found else None)
                fields.draft().indicators += found
    return grid.table.rows - row
