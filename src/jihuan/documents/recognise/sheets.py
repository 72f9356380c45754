"""Project sheets: titles, lines of agency and unit, tables of labels, spending plan, amounts and indicators → projects."""

from __future__ import annotations

import re

from jihuan.core.document import Place, Project
from jihuan.core.language import _
from jihuan.core.text import clean
from jihuan.documents.layout import SURE, Cell
from jihuan.documents.recognise.account import Said
from jihuan.documents.recognise.blocks import Block, guessed
from jihuan.documents.recognise.cuts import is_piece, piece_in
from jihuan.documents.recognise.draft import AMOUNTS, Heading
from jihuan.documents.recognise.fields import RATES, Fields
from jihuan.documents.recognise.funds import FIGURE, MONTH, Funds, fund_columns, months_of, read_plan
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.header import find_columns, is_header
from jihuan.documents.recognise.headings import Line, agency_line, is_title, split_year
from jihuan.documents.recognise.lists import header_of, read_list
from jihuan.documents.recognise.notes import Notes
from jihuan.documents.recognise.phrases import has_levels, indicators_in
from jihuan.documents.recognise.tasks import read_tasks
from jihuan.documents.recognise.words import (
    amount_unit,
    field_of,
    fund_column,
    heading,
    inline,
    is_container,
    label,
    pairs,
    plain,
)

_NUMBER = re.compile(r"^\d[\d,.]*")
_WHOLE_TEXT = ("goals", "long_goals", "use", "achievement")
_PARTED = ("fiscal", "other")


class Sheets:
    """Takes titles, lines and tables in reading order; ``finished`` gives the projects."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._fields = Fields(notes)
        self._block: Block | None = None
        self._pending: Line | None = None
        self._grid: Grid
        self._use_rows = range(0)
        self._spans: dict[int, bool] = {}
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
        found = [pair for pair in pairs(text) if _is_value(pair[0], pair[2]) and pair[0] != "total_score"]
        if not found or len(text) > 200 and found[0][0] not in _WHOLE_TEXT:
            return False
        named = next((value for field, _label, value in found if field == "name"), None)
        drafts = self._fields.drafts
        if self._fields.heading.used and named and drafts and clean(named) != drafts[-1].texts.get("name"):
            self._fields.heading = Heading(line=self._fields.heading.line)
        for field, name, value in found:
            if self._fields.heading.used:
                self._fields.set(field, value, name, place)
            else:
                self._fields.heading.pairs.append((field, name, value, place))
        return True

    def table(self, grid: Grid) -> None:
        """Read one table; what no field took is reported, so that nothing is dropped."""
        table, self._grid = grid.table, grid
        self._use_rows, self._spans = range(0), {}
        self._fields.place = table.place
        self._open(grid)
        self._block = self._block.fitted(grid) if self._block else None
        row = 0
        while row < table.rows:
            row += self._row(grid, row)
        self._notes.remainder(grid)

    def _open(self, grid: Grid) -> None:
        """Does the table go on with the sheet before, or begin the next one?"""
        heading, drafts = self._fields.heading, self._fields.drafts
        other = self._names_other(grid, 0)
        if heading.repeats and not heading.used and not other and not heading.pairs and drafts:
            self._fields.heading = drafts[-1].heading
        elif heading.used and other:
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
                value = words(self._value(grid, cell)) if field in ("code", "name") else ""
                field, value = (pair[0], clean(pair[1])) if pair and not value else (field, value)
                if field in ("code", "name") and value:
                    known = texts.get(field)
                    same = known and (plain(known) == plain(value) or plain(known) in plain(value))
                    return not same if known else bool(self._fields.drafts[-1].indicators)
        return False

    def finished(self) -> tuple[Project, ...]:
        if any(pair[0] == "name" for pair in self._fields.heading.pairs):
            self._fields.draft()
        return tuple(draft.finished(self._notes) for draft in self._fields.drafts)

    def _row(self, grid: Grid, row: int) -> int:
        """Read one row; the answer is how many rows were read."""
        cells = grid.filled(row)
        if not cells:
            return 1
        columns = find_columns(grid, row)
        if columns:
            self._block = Block.under(columns, self._block, self._fields, grid, row)
            return columns.height
        if self._is_heading(grid, cells):
            return 1
        if self._block and self._block.totals(grid, cells):
            return 1
        if self._block and not self._leaves_indicators(grid, cells):
            self._block.read(grid, row)
            return 1
        return self._upper_row(grid, row, cells)

    def _upper_row(self, grid: Grid, row: int, cells: list[Cell]) -> int:
        """A row above or below the indicators: tasks, amounts, spending plan, list, or labels with values."""
        tasks = read_tasks(cells)
        if tasks.columns:
            self.tasks = tasks
            return tasks.read(grid, row)
        funds = fund_columns(grid, cells)
        if funds:
            return Funds(grid, self._fields, funds).read(row)
        months = months_of(cells)
        if len(months) > 1 or (months and any(field_of(words(cell)) == "plan" for cell in cells)):
            return read_plan(grid, self._fields, cells)
        listed = header_of(grid, row)
        if listed and (height := read_list(grid, row, listed, self._fields)):
            return height
        if self._is_summary(grid, cells):
            return grid.table.rows - row
        block = guessed(grid, row, self._fields) if not any(_is_label(cell) for cell in cells) else None
        if block:
            self._block = block
            block.read(grid, row)
            return 1
        self._keys(grid, cells)
        return 1

    def _is_summary(self, grid: Grid, cells: list[Cell]) -> bool:
        """The header of a list of many projects without goals (汇总表): amounts below their label. Its rows are no sheets."""
        below = range(cells[0].row + 1, grid.table.rows)
        amounts = [cell for cell in cells if field_of(words(cell)) in AMOUNTS]
        if not amounts or not any(field_of(words(cell)) == "name" for cell in cells):
            return False
        listed = any(
            _NUMBER.match(words(grid.below(cell))) and not _NUMBER.match(words(next(grid.right_of(cell), None)))
            for cell in amounts
        )
        return listed and not any(is_header(grid, row) for row in below)

    def _is_heading(self, grid: Grid, cells: list[Cell]) -> bool:
        """Title and line of agency and unit as rows of the table."""
        year, text = split_year(" ".join(words(cell) for cell in cells))
        if year:
            self.years.append(year)
        if len(cells) == 1 and is_title(text):
            self.title(text)
            if self._fields.heading.repeats:
                self._open(grid)
        elif (text or not year) and (self._block or not self._is_line(cells, text) or not self.line(text)):
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
            or first.column > block.first
            or not (field or inline(words(first)) or pairs(first.text.strip()))
        ):
            return False
        if field in ("aside", "part") and len(cells) > 2 and not field_of(words(cells[2])):
            return False
        self._block = None
        if self._names_other(grid, first.row):
            self._fields.place = first.place
            self._fields.begin()
        return True

    def _keys(self, grid: Grid, cells: list[Cell]) -> None:
        """A row of labels and values."""
        self._note_spans(cells)
        passed: list[Cell | None] = []
        for cell in cells:
            if grid.is_used(cell) or cell in passed:
                continue
            text = words(cell)
            field = label(text)
            if field is None and cell.row in self._use_rows:
                grid.use(cell)
                texts = self._fields.draft().texts
                texts["use"] = f"{texts['use']}\n{text}" if "use" in texts else text
                self._doubt_piece(cell)
            elif field in ("aside", "part", "subtotal"):
                passed.append(value := self._value(grid, cell))
                grid.use(None if words(value) else cell)
                if field == "part":
                    self._fields.part(words(value))
            elif field:
                grid.use(cell)
                self._key(grid, field, cell)
            elif self._inline(grid, cell) or self._is_unit(grid, cell):
                pass
            elif is_container(text):
                grid.use(cell)
                self._container(grid, cell)
            elif has_levels(cell.text) and len(text) > 12:
                self._phrases(grid, cell)

    def _note_spans(self, cells: list[Cell]) -> None:
        """Amounts of several years and of the year stand beside or below each other: which columns are which from here on."""
        spans = {
            cell.column: field_of(words(cell)) == "long_total"
            for cell in cells
            if field_of(words(cell)) in ("total", "long_total")
        }
        self._spans = spans or self._spans

    def _is_long(self, cell: Cell) -> bool:
        before = [column for column in sorted(self._spans) if column <= cell.column]
        return self._spans[before[-1] if before else min(self._spans)] if self._spans else False

    def _inline(self, grid: Grid, cell: Cell) -> bool:
        """Labels and values that share a cell; those without a field stay in the remainder."""
        texts = cell.text.strip(), words(cell)  # a narrow cell may break the labels themselves
        text = max(texts, key=lambda text: sum(_is_value(field, value) for field, _name, value in pairs(text)))
        found = pairs(text)
        if found and found[0][0] in _WHOLE_TEXT:
            pair = inline(text)
            found = [(pair[0], text.partition(pair[1])[0], pair[1])] if pair else []
        known = [pair for pair in found if _is_value(pair[0], pair[2])]
        if not known:
            return False
        grid.use(cell)
        for field, name, value in found:
            if (field, name, value) in known:
                self._fields.set(field, value, clean(name).rstrip("：:"), cell.place)
            elif value:
                grid.leave(clean(f"{name}{value}"), cell.place)
        return True

    def _is_unit(self, grid: Grid, cell: Cell) -> bool:
        """A cell that says nothing but the unit: “金额单位：万元”."""
        line = agency_line(words(cell))
        if line is None or line.code or line.name:
            return False
        grid.use(cell)
        self._fields.unit(words(cell))
        return True

    def _container(self, grid: Grid, cell: Cell) -> None:
        """A frame; beside “绩效指标” the indicators may stand as running text."""
        self._fields.unit(words(cell))
        value = next((other for other in grid.right_of(cell) if other.text.strip()), None)
        if value and "指标" in cell.text and has_levels(value.text) and len(value.text) > 12:
            self._phrases(grid, value)

    def _phrases(self, grid: Grid, cell: Cell) -> None:
        found = indicators_in(cell.text, cell.place)
        if found:
            grid.use(cell)
            self._fields.draft().indicators += found

    def _key(self, grid: Grid, field: str, name: Cell) -> None:
        """Find and set the value of a label."""
        if field == "use":
            self._use_rows = range(name.row, name.row + name.rowspan)
        if field in (*AMOUNTS, "long_total", "use", "plan"):
            self._fields.unit(words(name))
        value = self._value(grid, name, below=field in _WHOLE_TEXT)
        if value is None or field == "plan":
            return
        grid.use(value)
        if field in _WHOLE_TEXT:
            self._doubt_piece(value)
        if value.confidence is not None and value.confidence < SURE:
            self._fields.draft().doubts.append(field)
        if field in _PARTED and self._is_long(name):
            self._fields.amount(field, words(value), words(name), value.place, long=True)
        elif field in (*AMOUNTS, *RATES):
            self._fields.amount(field, words(value), words(name), value.place)
        else:
            self._fields.set(field, value.text, words(name), value.place)

    def _doubt_piece(self, cell: Cell) -> None:
        """A text that begins or ends with half a label may have taken it in at a page break."""
        if piece := piece_in(cell):
            message = _("“{text}”像是换页时断开的栏目名称的一截，可能混进了正文，请对照原件核对").format(text=piece)
            self._notes.warn(message, cell.place)

    def _is_kind(self, grid: Grid, name: Cell, cell: Cell) -> bool:
        """Is “其他” the value of the label before it (项目类别), and no label itself? Then no amount follows."""
        after = next((other for other in grid.right_of(cell) if other.text.strip()), None)
        return label(words(name)) == "aside" and plain(cell.text) == "其他" and not (after and FIGURE.match(plain(after.text)))

    def _value(self, grid: Grid, name: Cell, *, below: bool = False) -> Cell | None:
        """The first filled cell right of a label before the next label; the cell below where a label follows at once."""
        right = None
        for cell in grid.right_of(name):
            if _is_label(cell) and not self._is_kind(grid, name, cell):
                break
            right = right or cell
            if cell.text.strip():
                return cell
        under = grid.below(name)
        if (
            (right is None or below)
            and under
            and not _is_label(under)
            and not grid.is_used(under)
            and under.column == name.column
            and not is_piece(under)
        ):
            return under
        return None


def _is_value(field: str, text: str) -> bool:
    """Can the text behind a label be the value of the field? An amount must be one."""
    if field in ("aside", "part", "subtotal"):
        return False
    return bool(FIGURE.match(plain(text).partition("(")[0])) if field in (*AMOUNTS, *RATES, "long_total") else bool(text)


def _merged(line: Line, known: Line) -> Line:
    return Line(line.code or known.code, line.name or known.name, line.unit or known.unit)


def _is_label(cell: Cell) -> bool:
    text = words(cell)
    return bool(
        label(text) or heading(text) or fund_column(text) or is_container(text) or amount_unit(text) or MONTH.match(plain(text))
    )
