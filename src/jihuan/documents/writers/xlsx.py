"""Workbooks by xlsxwriter: a sheet for the department part, one for each project; numbers stay numbers, text never a formula."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from jihuan.core.language import _
from jihuan.documents.writers.errors import WriteError
from jihuan.documents.writers.form import Form, Line, Sheet
from jihuan.documents.writers.package import packed
from jihuan.documents.writers.sheet import WIDTH, Grid, GridCell

FRONT, COVER = "部门", "封面"
MAX_TEXT, MAX_NAME, MAX_HEIGHT = 32_767, 31, 409.0
"""Limits of Excel: characters in a cell, characters in a sheet name, points of a row."""
MARGINS = {"left": 1.1, "right": 1.02, "top": 1.46, "bottom": 1.38}
CHARACTERS = {False: 86.0, True: 124.0}
"""Width of the type area in widths of a digit: portrait and landscape."""
LOOKS: dict[str, dict[str, object]] = {
    "unit": {"font_name": "方正小标宋简体", "font_size": 22, "align": "center"},
    "title": {"font_name": "方正小标宋简体", "font_size": 26, "align": "center"},
    "note": {"font_name": "楷体_GB2312", "font_size": 14, "align": "center"},
    "part": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center"},
    "h1": {"font_name": "黑体", "font_size": 14, "indent": 2},
    "h2": {"font_name": "楷体_GB2312", "font_size": 14, "indent": 2},
    "body": {"font_name": "仿宋_GB2312", "font_size": 12},
    "sheet": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "year": {"font_name": "宋体", "font_size": 14, "align": "center"},
    "agency": {"font_name": "宋体", "font_size": 10.5, "align": "left"},
    "amount_unit": {"font_name": "宋体", "font_size": 10.5, "align": "right"},
    "label": {"font_name": "黑体", "font_size": 10.5, "align": "center", "border": 1},
    "text": {"font_name": "宋体", "font_size": 10.5, "align": "left", "border": 1},
    "cell": {"font_name": "宋体", "font_size": 10.5, "align": "center", "border": 1},
}


def write_xlsx(form: Form, embedded: bytes | None) -> bytes:
    """The form as XLSX. Raises WriteError for a text longer than a cell can hold."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}) as book:
        properties = {"title": form.title, "author": form.author, "created": datetime(form.year, 1, 1)}
        book.set_properties(properties)
        pages = _Pages(book)
        department = [block for block in form.blocks if not isinstance(block, Sheet)]
        if form.cover:
            pages.front(FRONT if department else COVER, [*form.cover, *department])
        for number, sheet in enumerate(form.sheets, 1):
            pages.project(number, sheet)
    return packed(buffer.getvalue(), embedded)


class _Pages:
    """The sheets of a workbook while they are written."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._names: set[str] = set()
        self._formats: dict[tuple[str, str], Format] = {}

    def front(self, name: str, lines: list[Line | Grid]) -> None:
        """Title page and department part, a paragraph in each row of one wide column block."""
        columns = next((line.columns for line in lines if isinstance(line, Grid)), (WIDTH // 10,) * 10)
        page = self._page(name, columns, wide=False)
        row = 0
        for line in lines:
            if isinstance(line, Grid):
                row = self._grid(page, line, row + 1) + 1
            else:
                row = self._across(page, row, len(columns), line.text, line.style)

    def project(self, number: int, sheet: Sheet) -> None:
        """Title, line of agency and unit, table; the heading row of the indicators is repeated in print."""
        page = self._page(_sheet_name(number, sheet, self._names), sheet.grid.columns, wide=sheet.grid.wide)
        width = len(sheet.grid.columns)
        row = self._across(page, 0, width, sheet.title.text, "sheet")
        if sheet.year:
            row = self._across(page, row, width, sheet.year, "year")
        middle = width * 2 // 3
        if sheet.line:
            page.set_row(row, 16)
            self._text(page, (row, 0, row, middle - 1), sheet.agency, "agency")
            self._text(page, (row, middle, row, width - 1), sheet.amount_unit, "amount_unit")
            row += 1
        self._grid(page, sheet.grid, row)
        if sheet.grid.header is not None:
            page.repeat_rows(row + sheet.grid.header)

    def _page(self, name: str, columns: tuple[int, ...], *, wide: bool) -> Worksheet:
        self._names.add(name.casefold())
        page = self._book.add_worksheet(name)
        for column, width in enumerate(columns):
            page.set_column(column, column, width * CHARACTERS[wide] / WIDTH)
        page.set_paper(9)
        page.set_margins(**MARGINS)
        page.fit_to_pages(1, 0)
        page.set_footer("&R&14— &P —　", {"margin": 0.98})
        page.hide_gridlines(2)
        if wide:
            page.set_landscape()
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return page

    def _across(self, page: Worksheet, row: int, width: int, text: str, look: str) -> int:
        """A paragraph over the whole width; body text is indented by two characters. Gives the next row."""
        size = float(str(LOOKS[look]["font_size"]))
        lines = _lines(text, CHARACTERS[False] * 5.25 / size, indent=2.0 if look == "body" else 0.0)
        page.set_row(row, min(MAX_HEIGHT, lines * size * 1.7 + 4))
        self._text(page, (row, 0, row, width - 1), text, look)
        return row + 1

    def _grid(self, page: Worksheet, grid: Grid, top: int) -> int:
        """A table; gives the row after it."""
        for row, height in enumerate(_heights(grid)):
            page.set_row(top + row, height)
        for cell in grid.cells:
            area = (top + cell.row, cell.column, top + cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
            look = cell.role if cell.role in ("label", "text") else "label" if cell.role == "head" else "cell"
            self._cell(page, area, cell, look)
        return top + grid.rows

    def _cell(self, page: Worksheet, area: tuple[int, int, int, int], cell: GridCell, look: str) -> None:
        stored = _stored(cell)
        if stored is None:
            self._text(page, area, cell.text, look)
            return
        value, pattern = stored
        self._merge(page, area, self._format(look, pattern))
        page.write_number(area[0], area[1], value, self._format(look, pattern))

    def _text(self, page: Worksheet, area: tuple[int, int, int, int], text: str, look: str) -> None:
        """Text as text: what begins with “=” is no formula."""
        if len(text) > MAX_TEXT:
            raise WriteError(
                _("“{text}…”有 {count} 个字，超过 Excel 一个单元格的上限 {limit} 字，请改用 Word 或 PDF 导出").format(
                    text=text[:20], count=len(text), limit=MAX_TEXT
                )
            )
        style = self._format(look, "@")
        self._merge(page, area, style)
        if text:
            page.write_string(area[0], area[1], f"　　{text}" if look == "body" else text, style)

    def _merge(self, page: Worksheet, area: tuple[int, int, int, int], style: Format) -> None:
        if area[:2] != area[2:]:
            page.merge_range(*area, "", style)
        else:
            page.write_blank(area[0], area[1], None, style)

    def _format(self, look: str, pattern: str) -> Format:
        known = self._formats.get((look, pattern))
        if known is None:
            properties = {"text_wrap": True, "valign": "vcenter", "num_format": pattern, **LOOKS[look]}
            known = self._formats[look, pattern] = self._book.add_format(properties)
        return known


def _stored(cell: GridCell) -> tuple[float, str] | None:
    """A number and the format that prints it as on the form; None where a workbook's number could not say it exactly."""
    if cell.number is None or cell.role not in ("number", "percent"):
        return None
    places = max(0, -int(cell.number.as_tuple().exponent))
    value, suffix = (cell.number / 100, "%") if cell.role == "percent" else (cell.number, "")
    pattern = ("0." + "0" * places if places else "0") + suffix
    exact = places <= 10 and len(value.as_tuple().digits) <= 15 and Decimal(repr(float(value))) == value
    return (float(value), pattern) if exact else None


def _sheet_name(number: int, sheet: Sheet, taken: set[str]) -> str:
    """“1.科技馆运行经费”: at most 31 characters, none that Excel forbids, unique without regard to case."""
    words = re.sub(r"[\[\]:*?/\\\x00-\x1f]|绩效\w*表$", "", sheet.title.text).strip("' ")
    name = words[:MAX_NAME].strip("' ") or str(number)
    return name if name.casefold() not in taken else f"{number}"


def _heights(grid: Grid) -> Iterator[float]:
    """Heights in points: Excel does not fit merged cells by itself."""
    total = CHARACTERS[grid.wide] * 5.25
    need = [20.0] * grid.rows
    for cell in sorted(grid.cells, key=lambda it: it.rowspan):
        width = sum(grid.columns[cell.column : cell.column + cell.colspan]) * total / WIDTH / 10.5 - 0.6
        height = sum(_lines(line, width) for line in cell.text.split("\n")) * 14.0 + 6
        rows = range(cell.row, cell.row + cell.rowspan)
        lack = height - sum(need[row] for row in rows)
        for row in rows:
            need[row] += max(0.0, lack) / cell.rowspan
    return (min(MAX_HEIGHT, height) for height in need)


def _lines(text: str, width: float, *, indent: float = 0.0) -> int:
    """Lines that a text takes in a column ``width`` characters (汉字) wide."""
    taken = indent + sum(1.0 if ord(character) > 0x2E7F or character in "“”‘’—…" else 0.55 for character in text)
    return max(1, math.ceil(taken / max(width, 1.0)))
