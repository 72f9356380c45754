"""Project sheets: titles, lines of agency and unit, tables of labels, spending plan, amounts and indicators → projects."""

from __future__ import annotations

import re

from jihuan.core.document import Place, Project
from jihuan.core.text import clean
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.account import Said, is_form_name
from jihuan.documents.recognise.blocks import Block, guessed
from jihuan.documents.recognise.draft import AMOUNTS, Heading
from jihuan.documents.recognise.fields import WHOLE_TEXT, Fields
from jihuan.documents.recognise.funds import FIGURE, Funds, fund_columns, months_of, read_plan
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import find_columns, is_header
from jihuan.documents.recognise.headings import Line, agency_line, is_title, split_year
from jihuan.documents.recognise.keys import Keys, is_label, is_value
from jihuan.documents.recognise.lists import header_of, heads_amounts, is_directory, read_list, read_wide
from jihuan.documents.recognise.notes import Notes
from jihuan.documents.recognise.statements import is_statement
from jihuan.documents.recognise.tasks import read_tasks
from jihuan.documents.recognise.words import (
    UNIT_AT_END,
    UNIT_IN_BRACKETS,
    amount_unit,
    field_of,
    heading,
    inline,
    label,
    pairs,
    plain,
)
from jihuan.documents.recognise.years import stated_year

_CODE = re.compile(r"^\d[0-9A-Z]{13,29}\s*[-—–_ ]\s*")
_NUMBER = re.compile(r"^\d[\d,.]*")


class Sheets:
    """Takes titles, lines and tables in reading order; ``finished`` gives the projects."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._fields = Fields(notes)
        self._block: Block | None = None
        self._left: Block | None = None
        """The block before the labels being read: totals may follow them."""
        self._pending: Line | None = None
        self._keys = Keys(self._fields, notes)
        self.apart = False
        """A paragraph stands between the table before and the next one, which is then no part of it."""
        self.years: list[str] = []
        self.said: list[Said] = []
        self.tasks = read_tasks(())

    @property
    def expects_line(self) -> bool:
        """A title was met and its table was not: the line of agency and unit may come."""
        return self._fields.heading.title is not None and not self._fields.heading.used

    @property
    def fields(self) -> Fields:
        return self._fields

    def title(self, text: str) -> None:
        """The title of a sheet; the same title again continues the sheet or opens the next one of the same form."""
        heading, drafts = self._fields.heading, self._fields.drafts
        again = bool(drafts and heading.used and plain(text).replace("(续)", "") == plain(drafts[-1].title or ""))
        if heading.used or heading.title is not None:
            self._fields.heading = Heading(repeats=again)
        self._fields.heading.title = drafts[-1].title if again else text
        if "单位" in text and (unit := UNIT_IN_BRACKETS.search(text)):
            self.line(unit[1])
        if not again:
            self._block = None

    def line(self, text: str) -> bool:
        """Agency and unit above (or in the first rows of) a sheet."""
        line = agency_line(text)
        if line is None:
            return False
        heading = self._fields.heading
        if heading.used and heading.line.code is not None and line.code not in (None, heading.line.code):
            heading = self._fields.heading = Heading()
        if heading.used and self._fields.drafts and self._fields.drafts[-1].indicators:
            self._pending = line
        else:
            heading.line = _merged(line, heading.line)
        return True

    def labels(self, text: str, place: Place) -> bool:
        """Labels with values above or between tables: “项目名称：甲　实施单位：乙”."""
        found = [pair for pair in pairs(text) if is_value(pair[0], pair[2]) and pair[0] != "total_score"]
        if not found or len(text) > 200 and found[0][0] not in WHOLE_TEXT:
            return False
        named = next((value for field, _label, value in found if field == "name"), None)
        drafts = self._fields.drafts
        if self._fields.heading.used and named and drafts and clean(named) != drafts[-1].texts.get("name"):
            self._fields.heading = Heading(line=self._fields.heading.line)
        if (unit := UNIT_AT_END.search(text)) and not self._fields.heading.used:
            self.line(unit[0])
        for field, name, value in found:
            if self._fields.heading.used:
                self._fields.set(field, value, name, place)
            else:
                self._fields.heading.pairs.append((field, name, value, place))
        return True

    def table(self, grid: Grid) -> None:
        """Read one table; what no field took is reported, so that nothing is dropped."""
        table = grid.table
        if (self._block is None or self.apart or self._block.width != table.columns) and is_statement(grid):
            self._aside(grid)
            return
        self.apart = False
        self._keys = Keys(self._fields, self._notes)
        self._fields.place = table.place
        self._open(grid, 0)
        self._left = None
        self._block = self._block.fitted(grid) if self._block else None
        row = 0
        while row < table.rows:
            row += self._row(grid, row)
        self._notes.remainder(grid)

    def _aside(self, grid: Grid) -> None:
        """A table of the budget is told and ends the sheet before; its unit is not that of the next one."""
        heading = self._fields.heading
        self._block = self._pending = None
        if not heading.used:
            heading.line = Line(heading.line.code, heading.line.name, None)
        self._notes.remainder(grid)

    def _open(self, grid: Grid, row: int) -> None:
        """Does the table go on from this row with the sheet before, or begin the next one?"""
        heading, drafts = self._fields.heading, self._fields.drafts
        other = self._names_other(grid, row)
        if heading.repeats and not heading.used and not other and not heading.pairs and drafts:
            self._fields.heading = drafts[-1].heading
        elif other:
            self._fields.begin()
            self._block = None
        if self._pending:
            self._fields.heading.line = _merged(self._pending, self._fields.heading.line)
            self._pending = None

    def _names_other(self, grid: Grid, row: int) -> bool:
        """Do the rows from here to the next header name another project than the one being read?"""
        if not self._fields.drafts:
            return False
        texts = self._fields.drafts[-1].texts
        for line in range(row, grid.table.rows):
            if is_header(grid, line):
                return False
            for cell in grid.filled(line):
                field, pair = field_of(words(cell)), inline(cell.text.strip())
                value = words(self._keys.value(grid, cell)) if field in ("code", "name") else ""
                field, value = (pair[0], clean(pair[1])) if pair and not value else (field, value)
                if field in ("code", "name") and value:
                    known = texts.get(field)
                    return not _is_same(known, value) if known else self._begins_another(grid, line)
        return False

    def _begins_another(self, grid: Grid, row: int) -> bool:
        """Does the name in this row come after the indicators of a sheet without one, and is it not that sheet's, below its rows?"""
        last = self._fields.drafts[-1]
        below = range(row + 1, grid.table.rows)
        ends = row and not last.is_named() and not any(is_header(grid, line) for line in below)
        return bool(last.indicators) and not ends

    def finished(self) -> tuple[Project, ...]:
        heading, drafts = self._fields.heading, self._fields.drafts
        if any(pair[0] == "name" for pair in heading.pairs):
            if drafts and not heading.used and heading.title is None and not drafts[-1].is_named():  # labels below the table
                heading.used = True
                drafts[-1].heading = heading
                for field, name, value, place in heading.pairs:
                    self._fields.set(field, value, name, place)
            self._fields.draft()
        self._fields.join_results()
        return tuple(draft.finished(self._notes) for draft in self._fields.drafts)

    def _row(self, grid: Grid, row: int) -> int:
        """Read one row; the answer is how many rows were read."""
        cells = grid.filled(row)
        if not cells:
            return 1
        columns = None if self._block and self._block.holds(grid, row) else find_columns(grid, row)
        if columns:
            self._block = Block.under(columns, self._block, self._fields, grid, row)
            return columns.height + grid.counted(row + columns.height)
        if self._is_heading(grid, cells) or self._is_over_list(grid, row, cells):
            return 1
        block = self._block or self._left
        if block and block.totals(grid, cells):
            return 1
        if self._block and not self._leaves_indicators(grid, cells):
            self._block.read(grid, row)
            return 1
        return self._upper_row(grid, row, cells)

    def _is_over_list(self, grid: Grid, row: int, cells: list[Cell]) -> bool:
        """The upper row of a list's header: the name of the project reaches down beside the levels."""
        tall = [cell for cell in cells if cell.rowspan > 1]
        if not any(field_of(words(cell)) == "name" for cell in tall) or not is_header(grid, row + 1):
            return False
        grid.use(*(cell for cell in cells if field_of(words(cell)) or heads_amounts(cell)))
        return True

    def _upper_row(self, grid: Grid, row: int, cells: list[Cell]) -> int:
        """A row above or below the indicators: tasks, amounts, spending plan, list, or labels with values."""
        if [cell for cell in cells if "年" in cell.text]:
            self.years.append(stated_year(map(words, cells)))
        tasks = read_tasks(cells)
        if tasks.columns:
            tasks.found, self.tasks = self.tasks.found, tasks
            return tasks.read(grid, row, self._fields)
        funds = fund_columns(grid, cells)
        if funds and plain(cells[0].text) != "项目" and self._is_summary(grid, cells):  # 项目 heads 基本支出, 项目支出
            listed = header_of(grid, row)
            return (listed and read_list(grid, row, listed, self._fields)) or grid.table.rows - row
        if funds:
            return Funds(grid, self._fields, funds).read(row)
        months = months_of(cells)
        if len(months) > 1 or (months and any(field_of(words(cell)) == "plan" for cell in cells)):
            return read_plan(grid, self._fields, cells)
        if any(field_of(words(cell)) == "name" for cell in cells) and (height := self._list(grid, row, cells)):
            return height
        block = guessed(grid, row, self._fields) if not any(is_label(cell) for cell in cells) else None
        if block:
            self._block = block
            block.read(grid, row)
            return 1
        self._keys.row(grid, cells)
        return 1

    def _list(self, grid: Grid, row: int, cells: list[Cell]) -> int:
        """How many rows the list of projects has whose header stands here; 0 where it is none."""
        if height := read_wide(grid, row, self._fields):
            return height
        listed = header_of(grid, row)
        if listed and (height := read_list(grid, row, listed, self._fields)):
            return height
        if (listed and is_directory(grid, row)) or self._is_summary(grid, cells):
            return grid.table.rows - row
        return 0

    def _is_summary(self, grid: Grid, cells: list[Cell]) -> bool:
        """The header of a list of many projects without goals (汇总表): amounts below their label. Its rows are no sheets."""
        height = max((cell.rowspan for cell in cells if field_of(words(cell)) == "name"), default=0)
        lowest = cells if height < 2 else grid.across(cells[0].row + height - 1, range(grid.table.columns))
        below = range(cells[0].row + 1, grid.table.rows)
        amounts = [cell for cell in lowest if field_of(words(cell)) in AMOUNTS] if height else []
        listed = any(
            _NUMBER.match(words(grid.below(cell))) and not FIGURE.match(plain(words(next(grid.right_of(cell), None))))
            for cell in amounts
        )
        return listed and not any(is_header(grid, row) for row in below)

    def _is_heading(self, grid: Grid, cells: list[Cell]) -> bool:
        """Title and line of agency and unit as rows of the table."""
        year, text = _split_years([words(cell) for cell in cells])
        if year:
            self.years.append(year)
        if len(cells) == 1 and is_title(text):
            self.title(text)
            self.years += [text] if is_form_name(text) else []
            if self._fields.heading.repeats:
                self._open(grid, cells[0].row + 1)
        elif (text or not year) and (
            (self._block and not self.expects_line) or not self._is_line(cells, text) or not self.line(text)
        ):
            return False
        grid.use(*cells)
        self.said += [(words(cell), cell.place) for cell in cells]
        return True

    def _is_line(self, cells: list[Cell], text: str) -> bool:
        """May these cells together be the line of agency and unit?"""
        known = any(label(words(cell)) or heading(words(cell)) for cell in cells)
        return not known and (len(cells) == 1 or amount_unit(text) is not None)

    def _leaves_indicators(self, grid: Grid, cells: list[Cell]) -> bool:
        """Does a row of labels begin after the indicator rows? Rows of totals are read on the way."""
        first, block, field = cells[0], self._block, label(words(cells[0]))
        if block is None:
            return False
        if (
            field == "subtotal"
            or (field == "total_score" and block.is_list)
            or first.column > block.first
            or not (field or inline(words(first)) or pairs(first.text.strip()))
        ):
            return False
        if field in ("aside", "part") and len(cells) > 2 and not label(words(cells[2])):
            return False
        if field in ("goals", "long_goals") and block.goes_on(grid, first.row):  # 年度绩效目标1 before the levels
            return False
        if len(cells) == 1 and block.goes_on(grid, first.row + first.rowspan):  # a remark between the rows
            return False
        self._left, self._block = block, None
        if self._names_other(grid, first.row):
            self._fields.place = first.place
            self._fields.begin()
        return True


def _split_years(texts: list[str]) -> tuple[str, str]:
    """The year of a row, also in a cell of its own beside the line of agency and unit, and the rest."""
    line = " ".join(texts)
    if "20" not in line:
        return "", line
    bare = [text for text in texts if text and not split_year(text)[1]]
    rest = " ".join(text for text in texts if text not in bare)
    return (bare[0], rest) if bare and agency_line(rest) else split_year(line)


def _is_same(known: str, value: str) -> bool:
    """Is this the code or the name once more, alone or both in one cell? A name that another begins with is another project's."""
    word, bare = plain(value), plain(_CODE.sub("", value))
    return plain(known) in (word, bare) or (bare != word and word.startswith(plain(known)))


def _merged(line: Line, known: Line) -> Line:
    return Line(line.code or known.code, line.name or known.name, line.unit or known.unit)
