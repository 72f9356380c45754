"""XLS (Excel 97–2003, also as WPS saves it) → layout: the same sheets as of an XLSX, read by xlrd. Formulas by their cached value."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell as SheetCell
from xlrd.sheet import Sheet as BookSheet

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Layout
from jihuan.documents.readers.archive import with_macros
from jihuan.documents.readers.printed import printed
from jihuan.documents.readers.sheets import At, Sheet, check_merged, check_size, read_sheet

MEDIA_TYPE = "application/vnd.ms-excel"
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")


def read_layout(data: bytes) -> Layout:
    """Sheets in order; places carry sheet and cell. Raises Unreadable for damage and encryption."""
    blocks: list[Block] = []
    problems = [with_macros()] if _MACROS in data else []
    with _opened(data) as book:
        for number in range(book.nsheets):
            found, odd = read_sheet(_sheet(book, _loaded(book, number)))
            book.unload_sheet(number)
            blocks += found
            problems += odd
        return Layout(media_type=MEDIA_TYPE, blocks=tuple(blocks), problems=tuple(problems), names=tuple(book.sheet_names()))


def _opened(data: bytes) -> Book:
    """The workbook; its sheets are parsed one by one when they are asked for."""
    with _refusing():
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO(), use_mmap=False
        )


def _loaded(book: Book, number: int) -> BookSheet:
    with _refusing():
        return book.sheet_by_index(number)


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever the library stumbles over makes the file unreadable."""
    try:
        yield
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unreadable(_("文件已加密，请在 Excel 或 WPS 中去掉密码并另存后再上传")) from error
        raise _damaged() from error
    except Exception as error:  # xlrd trusts every number in a file
        raise _damaged() from error


def _damaged() -> Unreadable:
    return Unreadable(_("Excel 文件（.xls）已损坏或不完整，请在 Excel 或 WPS 中打开并另存为 .xlsx 后再上传"))


def _sheet(book: Book, sheet: BookSheet) -> Sheet:
    """What the library knows of a sheet; rows and columns count from 0 there, ends of areas are exclusive."""
    check_size(sheet.name, sum(map(sheet.row_len, range(sheet.nrows))))
    merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    covered = _covered(sheet, merged)
    texts: dict[At, str] = {}
    errors = set()
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            at = row + 1, column + 1
            if at in covered or not (text := _printed(book, sheet.cell(row, column))):
                continue
            texts[at] = text
            if sheet.cell_type(row, column) == xlrd.XL_CELL_ERROR:
                errors.add(at)
    return Sheet(
        title=sheet.name,
        texts=texts,
        merged=merged,
        hidden_rows=[row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden],
        hidden=bool(sheet.visibility),
        errors=frozenset(errors),
    )


def _covered(sheet: BookSheet, merged: list[tuple[int, int, int, int]]) -> set[At]:
    """Cells that a merged area hides; what they still hold is shown nowhere."""
    check_merged(sum((min(bottom, sheet.nrows) - top + 1) * (right - left + 1) for top, left, bottom, right in merged))
    return {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, sheet.nrows) + 1)
        for column in range(left, min(right, sheet.row_len(row - 1)) + 1)
        if (row, column) != (top, left)
    }


def _printed(book: Book, cell: SheetCell) -> str:
    """The cell as its number format prints it."""
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return printed(bool(cell.value), "General")
    number_format = _number_format(book, cell)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return printed(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
        except (ValueError, OverflowError):
            return printed(cell.value, "General")
    return printed(cell.value, number_format)


def _number_format(book: Book, cell: SheetCell) -> str:
    try:
        return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    except (KeyError, IndexError, TypeError):
        return "General"
