"""Project sheets: titles, lines of agency and unit, tables of labels, spending plan, amounts and indicators → projects."""

from __future__ import annotations

import re

from jihuan.core.codes import project_code_problem
from jihuan.core.document import Place, Project, SpendingNode
from jihuan.core.language import _
from jihuan.core.text import clean, join_lines
from jihuan.documents.layout import Cell, Table
from jihuan.documents.recognise.draft import AMOUNTS, Draft, Heading, code_text, numbered
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.headings import agency_line, is_title, split_year
from jihuan.documents.recognise.indicators import IndicatorRows, find_columns
from jihuan.documents.recognise.notes import NOTHING, Notes
from jihuan.documents.recognise.words import amount_unit, column, fund_column, inline, is_container, key, plain

_MONTH = re.compile(r"^(?:截至|截止|到|至)?(\d{1,2})月(?:底|末|份|\d{1,2}日)?(?:前|止)?$")
_NUMBER = re.compile(r"^\d[\d,.]*")
_OF_TOTAL = {"initial", "adjusted", "executed", "execution_rate", "execution_weight", "execution_score"}


class Sheets:
    """Takes titles, lines and tables in reading order; ``finished`` gives the projects."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._heading = Heading()
        self._drafts: list[Draft] = []
        self._rows: IndicatorRows | None = None
        self._grid: Grid
        self._use_rows = range(0)
        self.years: list[str] = []

    @property
    def expects_line(self) -> bool:
        """A title was met and its table was not: the line of agency and unit may come."""
        return self._heading.title is not None and not self._heading.used

    def title(self, text: str) -> None:
        """The title of a sheet; the same title again (“续表”) continues the sheet."""
        if self._drafts and self._heading.used and plain(text).replace("(续)", "") == plain(self._drafts[-1].title or ""):
            return
        if self._heading.used or self._heading.title is not None:
            self._heading = Heading()
        self._heading.title = text
        self._rows = None

    def line(self, text: str) -> bool:
        """Agency and unit above (or in the first rows of) a sheet."""
        line = agency_line(text)
        if line is None:
            return False
        known = self._heading.line
        if self._heading.used and known.code is not None and line.code not in (None, known.code):
            self._heading = Heading()
            known = self._heading.line
        merged = type(line)(line.code or known.code, line.name or known.name, line.unit or known.unit)
        self._heading.line = merged
        return True

    def table(self, table: Table) -> None:
        """Read one table; what no field took is reported, so that nothing is dropped."""
        grid = self._grid = Grid(table)
        self._use_rows = range(0)
        if self._rows and self._rows.columns.width != table.columns:
            self._rows = None
        row = 0
        while row < table.rows:
            row += self._row(grid, row)
        self._notes.remainder(grid)

    def finished(self) -> tuple[Project, ...]:
        return tuple(draft.finished(self._notes) for draft in self._drafts)

    def _draft(self) -> Draft:
        """The sheet being read; a new one after a new title."""
        if not self._heading.used or not self._drafts:
            self._heading.used = True
            self._drafts.append(Draft(place=self._grid.table.place, heading=self._heading))
        return self._drafts[-1]

    def _row(self, grid: Grid, row: int) -> int:
        """Read one row; the answer is how many rows were read."""
        cells = grid.filled(row)
        if not cells:
            return 1
        columns = find_columns(grid, row)
        if columns:
            self._draft()
            self._rows = self._rows if self._rows and self._rows.columns == columns else IndicatorRows(columns, self._notes)
            grid.use(*(cell for cell in cells if is_container(words(cell))))
            return columns.height
        if self._is_heading(grid, cells):
            return 1
        if self._rows and not self._leaves_indicators(grid, cells):
            indicator = self._rows.read(grid, row)
            if indicator:
                self._draft().indicators.append(indicator)
            return 1
        funds = {cell.column: role for cell in cells if (role := fund_column(words(cell)))}
        if "executed" in funds.values() and len(funds) > 1:
            return self._funds(grid, row, funds)
        months = [(cell, found) for cell in cells if (found := _MONTH.match(plain(cell.text)))]
        if len(months) > 1 or (months and any(key(words(cell)) == "plan" for cell in cells)):
            return self._plan(grid, cells, [(cell, int(found[1])) for cell, found in months])
        if self._is_list(grid, cells):
            return grid.table.rows - row
        self._keys(grid, cells)
        return 1

    def _is_list(self, grid: Grid, cells: list[Cell]) -> bool:
        """The header of a list of many projects (汇总表): amounts stand below their label. Its rows are no project sheets."""
        if not any(key(words(cell)) == "name" for cell in cells):
            return False
        amounts = [cell for cell in cells if key(words(cell)) in AMOUNTS]
        return any(
            _NUMBER.match(words(grid.below(cell))) and not _NUMBER.match(words(next(grid.right_of(cell), None)))
            for cell in amounts
        )

    def _is_heading(self, grid: Grid, cells: list[Cell]) -> bool:
        """Title and line of agency and unit as rows of the table."""
        year, text = split_year(" ".join(words(cell) for cell in cells))
        if year:
            self.years.append(year)
        if len(cells) == 1 and is_title(text):
            self.title(text)
        elif year and not text:
            pass
        elif any(key(words(cell)) for cell in cells) or self._rows or not self.line(text):
            return False
        grid.use(*cells)
        return True

    def _leaves_indicators(self, grid: Grid, cells: list[Cell]) -> bool:
        """Does a row of labels begin after the indicator rows? The total row is read on the way."""
        first, rows = cells[0], self._rows
        field = key(words(first))
        if rows is None or first.column > rows.columns.first or not (field or inline(words(first))):
            return False
        if field == "total_score":
            columns = rows.columns.roles.get("score")
            scores = grid.across(first.row, columns) if columns else []
            if scores:
                grid.use(*cells)
                self._amount("total_score", scores[0], words(first))
                return True
        self._rows = None
        return True

    def _keys(self, grid: Grid, cells: list[Cell]) -> None:
        """A row of labels and values."""
        for cell in cells:
            if grid.is_used(cell):
                continue
            text = words(cell)
            field, pair = key(text), inline(cell.text.strip())
            if field:
                grid.use(cell)
                self._key(grid, field, cell)
            elif pair:
                grid.use(cell)
                self._set(pair[0], pair[1], clean(cell.text.partition(pair[1])[0]).rstrip("：:"), cell.place)
            elif is_container(text):
                grid.use(cell)
                self._unit(text)
            elif cell.row in self._use_rows:
                grid.use(cell)
                texts = self._draft().texts
                texts["use"] = f"{texts['use']}\n{text}" if "use" in texts else text

    def _key(self, grid: Grid, field: str, label: Cell) -> None:
        """Find and set the value of a label."""
        if field == "use":
            self._use_rows = range(label.row, label.row + label.rowspan)
        if field in (*AMOUNTS, "use", "plan"):
            self._unit(words(label))
        value = self._value(grid, label)
        if value is None or field == "plan":
            return
        grid.use(value)
        self._set(field, value.text, words(label), value.place)

    def _value(self, grid: Grid, label: Cell) -> Cell | None:
        """The first filled cell right of a label before the next label; the cell below where a label follows at once."""
        right = None
        for cell in grid.right_of(label):
            if _is_label(cell):
                break
            right = right or cell
            if cell.text.strip():
                return cell
        below = grid.below(label)
        if right is None and below and not _is_label(below) and not grid.is_used(below) and below.column == label.column:
            return below
        return None

    def _set(self, field: str, text: str, label: str, place: Place) -> None:
        """Set a field from its printed text; a second code or name begins a new sheet."""
        if field in (*AMOUNTS, "total_score"):
            self._store(field, text, label, place)
            return
        value = code_text(text) if field in ("code", "agency_code") else clean(join_lines(text))
        if plain(value) in NOTHING or field == "plan":
            return
        draft = self._draft()
        if field in ("code", "name") and draft.texts.get(field, value) != value:
            self._heading = Heading(line=self._heading.line)
            draft = self._draft()
        problem = project_code_problem(value) if field == "code" and field not in draft.texts else None
        if problem:
            self._notes.warn(problem, place)
        if field == "goals":
            draft.goals += tuple(goal for goal in numbered(text) if goal not in draft.goals)
        else:
            self._once(label, draft.texts.setdefault(field, value), value, place)

    def _amount(self, field: str, cell: Cell, label: str) -> None:
        self._store(field, words(cell), label, cell.place)

    def _store(self, field: str, text: str, label: str, place: Place) -> None:
        """An amount, rate or score of the project."""
        draft = self._draft()
        if field in AMOUNTS:
            unit = draft.texts.get("unit") or draft.heading.line.unit
            value, printed = self._notes.amount(text, unit, label, place)
            if value is not None and printed and not unit:
                draft.texts["unit"] = printed
        else:
            value = self._notes.number(text, label, place)
        if value is not None:
            self._once(label, draft.amounts.setdefault(field, value), value, place)

    def _once(self, label: str, kept: object, found: object, place: Place) -> None:
        """A field that is printed twice keeps the first; a different second is told."""
        if kept != found:
            message = _("“{label}”与前面的栏目重复而内容不同：采用“{kept}”，没有采用“{found}”，请核对")
            self._notes.warn(message.format(label=label, kept=kept, found=found), place)

    def _unit(self, label: str) -> None:
        """The unit printed in a label: “年度资金总额（万元）”."""
        unit = amount_unit(label)
        if unit:
            self._draft().texts.setdefault("unit", unit)

    def _plan(self, grid: Grid, cells: list[Cell], months: list[tuple[Cell, int]]) -> int:
        """资金支出计划: months in one row, percentages below them, or beside them in the same row."""
        beside = all(
            (after := next(grid.right_of(cell), None)) is not None and not _MONTH.match(plain(after.text))
            for cell, _month in months
        )
        draft = self._draft()
        for cell, month in months:
            value = next(grid.right_of(cell), None) if beside else grid.below(cell)
            text = words(value)
            percent = self._notes.number(text, _("{month}月底").format(month=month), value.place if value else cell.place)
            draft.plan.append(SpendingNode(month=month, percent=percent))
            grid.use(cell, value)
        grid.use(*(cell for cell in cells if key(words(cell)) == "plan"))
        return 1 if beside else 2

    def _funds(self, grid: Grid, row: int, funds: dict[int, str]) -> int:
        """Amounts of a self-evaluation: 年初预算数, 全年预算数, 全年执行数 … above; total, fiscal, other at the left."""
        grid.use(*(cell for cell in grid.filled(row) if cell.column in funds or is_container(words(cell))))
        for cell in grid.filled(row):
            self._unit(words(cell))
        height = 1
        while row + height < grid.table.rows and not find_columns(grid, row + height):
            cells = [cell for cell in grid.filled(row + height) if cell.column in funds or key(words(cell)) in AMOUNTS]
            label = next((cell for cell in cells if key(words(cell)) in AMOUNTS), None)
            if label is None and (height > 1 or any(_is_label(cell) for cell in cells)):
                break
            self._funds_row(grid, row + height, funds, label)
            height += 1
            if label is None:
                break
        return height

    def _funds_row(self, grid: Grid, row: int, funds: dict[int, str], label: Cell | None) -> None:
        """One row of amounts: of the whole (资金总额, or no label at all), of fiscal or of other funds."""
        name = words(label)
        kind = key(name) if label else None
        self._unit(name)
        grid.use(label)
        budget = next((role for role in ("adjusted", "initial", "executed") if role in funds.values()), None)
        for start, role in funds.items():
            value = grid.at(row, start)
            if value is None or value is label:
                continue
            if role in _OF_TOTAL and kind in (None, "total"):
                grid.use(value)
                self._amount(role, value, name or words(grid.at(row - 1, start)))
            if role == budget and kind:
                grid.use(value)
                self._amount(kind, value, name)


def _is_label(cell: Cell) -> bool:
    text = words(cell)
    return bool(key(text) or column(text) or fund_column(text) or is_container(text) or _MONTH.match(plain(text)))
