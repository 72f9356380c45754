"""XLSX → layout: every sheet, merged cells as spans, numbers as they are printed, cached values of formulas."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Layout
from jihuan.documents.readers import limits
from jihuan.documents.readers.archive import Archive
from jihuan.documents.readers.printed import printed
from jihuan.documents.readers.sheets import Sheet, check_merged, check_size, read_sheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL, _ROW = rb"<(?:\w+:)?c\b[^<>]*/>", rb"<(?:\w+:)?row\b[^<>]*(?:/>|>\s*</(?:\w+:)?row>)"
_UNNAMED = re.compile(rb"<(?:\w+:)?(?:c|row)(?![^<>]*\sr=)[\s/>]")
"""A cell or row whose place is only known by what stands before it."""


def read_layout(data: bytes) -> Layout:
    """Sheets in order; places carry sheet and cell. Raises Unreadable for damage, encryption and bombs."""
    archive, data = _without_blanks(Archive(data), data)
    archive.check_all_xml()
    blocks: list[Block] = []
    problems = [*archive.macros()]
    names: list[str] = []
    has_formulas = _inspect(archive)
    workbook = _load(data, values=True)
    formulas = _load(data, values=False) if has_formulas else None
    for sheet in workbook.worksheets:
        names.append(sheet.title)
        found, odd = read_sheet(_sheet(sheet, formulas[sheet.title] if formulas else None))
        blocks += found
        problems += odd
    return Layout(
        media_type=MEDIA_TYPE, blocks=tuple(blocks), problems=tuple(problems), embedded=archive.embedded(), names=tuple(names)
    )


def _without_blanks(archive: Archive, data: bytes) -> tuple[Archive, bytes]:
    """The workbook without formatted cells and rows that hold nothing: formatting a whole column makes a million of them."""
    slim = {}
    for name in _worksheets(archive):
        part = archive.part(name)
        if len(part) > limits.MEBI and not _UNNAMED.search(part):
            slim[name] = re.sub(_ROW, b"", re.sub(_CELL, b"", part))
    if not slim:
        return archive, data
    data = archive.changed(slim)
    return Archive(data), data


def _worksheets(archive: Archive) -> list[str]:
    return [name for name in archive.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]


def _load(data: bytes, *, values: bool) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings(), _without_borders():
            warnings.simplefilter("ignore")  # what is odd in a file is no news for the log
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except MemoryError:
        raise
    except Exception as error:  # the library trusts what it reads
        raise Unreadable(_("Excel 文件已损坏或不完整，请在 Excel 中打开并另存为 .xlsx 后再上传")) from error


@contextmanager
def _without_borders() -> Iterator[None]:
    """The borders of merged areas, which nobody here asks for, would take most of the time.

    This changes a class of the library for the whole process: safe where only the sandbox's child for one file reads workbooks.
    """
    original = MergedCellRange.format
    MergedCellRange.format = lambda self: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        MergedCellRange.format = original  # type: ignore[method-assign]


def _inspect(archive: Archive) -> bool:
    """Refuse ranges that would unfold to millions of cells when the workbook is opened; tell whether there are formulas."""
    formulas, area = False, 0
    for name in _worksheets(archive):
        root = archive.xml(name)
        check_size(PurePosixPath(name).stem, sum(1 for _cell in root.iter(f"{_MAIN}c")))
        formulas = formulas or next(root.iter(f"{_MAIN}f"), None) is not None
        for element in root.iter(f"{_MAIN}mergeCell", f"{_MAIN}hyperlink"):
            area += _area(element.get("ref") or "")
        check_merged(area)
    return formulas


def _area(reference: str) -> int:
    """How many cells a range covers."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 0
    if left is None or top is None or right is None or bottom is None:
        return limits.MAX_CELLS + 1
    return (right - left + 1) * (bottom - top + 1)


def _sheet(sheet: Worksheet, formulas: Worksheet | None) -> Sheet:
    """What the library knows of a sheet."""
    stored: dict[tuple[int, int], SheetCell | MergedCell] = sheet._cells
    check_size(sheet.title, len(stored))
    texts: dict[tuple[int, int], str] = {}
    errors = set()
    for at, cell in stored.items():
        if isinstance(cell, SheetCell) and cell.value is not None:
            texts[at] = printed(cell.value, cell.number_format or "General")
            if cell.data_type == "e":
                errors.add(at)
    return Sheet(
        title=sheet.title,
        texts=texts,
        merged=[(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges],
        hidden_rows=[row for row, size in sheet.row_dimensions.items() if size.hidden],
        hidden=sheet.sheet_state != "visible",
        errors=frozenset(errors),
        unsaved=[at for at in _formulas(formulas) if sheet.cell(*at).value is None],
    )


def _formulas(sheet: Worksheet | None) -> list[tuple[int, int]]:
    if sheet is None:
        return []
    stored: dict[tuple[int, int], SheetCell | MergedCell] = sheet._cells
    return [at for at, cell in stored.items() if isinstance(cell, SheetCell) and cell.data_type == "f"]
