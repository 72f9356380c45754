"""XLSX → layout: every sheet, merged cells as spans, numbers as they are printed, cached values of formulas."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from jihuan.core.document import Level, Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Cell, Layout, Paragraph, Table
from jihuan.documents.readers import limits
from jihuan.documents.readers.archive import Archive
from jihuan.documents.readers.printed import printed

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_layout(data: bytes) -> Layout:
    """Sheets in order; places carry sheet and cell. Raises Unreadable for damage, encryption and bombs."""
    archive = Archive(data)
    archive.check_all_xml()
    blocks: list[Block] = []
    problems: list[Problem] = []
    names: list[str] = []
    has_formulas = _inspect(archive)
    workbook = _load(data, values=True)
    formulas = _load(data, values=False) if has_formulas else None
    for sheet in workbook.worksheets:
        names.append(sheet.title)
        reader = _Sheet(sheet, formulas[sheet.title] if formulas else None)
        blocks.extend(reader.blocks())
        problems.extend(reader.problems)
    return Layout(
        media_type=MEDIA_TYPE, blocks=tuple(blocks), problems=tuple(problems), embedded=archive.embedded(), names=tuple(names)
    )


def _load(data: bytes, *, values: bool) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, zipfile.BadZipFile, OSError) as error:
        raise Unreadable(_("Excel 文件已损坏或不完整，请在 Excel 中打开并另存为 .xlsx 后再上传")) from error


def _inspect(archive: Archive) -> bool:
    """Refuse ranges that would unfold to millions of cells when the workbook is opened; tell whether there are formulas."""
    formulas, area = False, 0
    for name in archive.names:
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        root = archive.xml(name)
        formulas = formulas or next(root.iter(f"{_MAIN}f"), None) is not None
        for element in root.iter(f"{_MAIN}mergeCell", f"{_MAIN}hyperlink"):
            area += _area(element.get("ref") or "")
        if area > limits.MAX_CELLS:
            raise Unreadable(_("工作簿中合并的单元格过多，超出读取限度，请取消不需要的合并后再上传"))
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


class _Sheet:
    """One sheet as paragraphs (lone cells above a table) and tables (runs of rows without a blank one between)."""

    def __init__(self, sheet: Worksheet, formulas: Worksheet | None) -> None:
        self.problems: list[Problem] = []
        self._sheet = sheet
        self._texts: dict[tuple[int, int], str] = {}
        stored: dict[tuple[int, int], SheetCell | MergedCell] = sheet._cells
        if len(stored) > limits.MAX_CELLS:
            raise Unreadable(
                _("工作表“{sheet}”有 {count} 个单元格，超出读取限度，请拆分后再上传").format(
                    sheet=sheet.title, count=len(stored)
                )
            )
        for (row, column), cell in stored.items():
            text = printed(cell.value, cell.number_format or "General") if isinstance(cell, SheetCell) else ""
            if text.strip() and column <= limits.MAX_COLUMNS:
                self._texts[row, column] = text
                self._note_error(cell, text)
        self._spans = self._merged()
        self._note_hidden()
        if formulas is not None:
            self._note_empty_formulas(formulas)

    def _place(self, row: int, column: int) -> Place:
        return Place(sheet=self._sheet.title, cell=f"{get_column_letter(column)}{row}")

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Rows and columns of each merged area whose first cell is known."""
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        last_row = max((row for row, _column in self._texts), default=0)
        last_column = max((column for _row, column in self._texts), default=0)
        for area in self._sheet.merged_cells.ranges:
            if area.min_row > last_row or area.min_col > limits.MAX_COLUMNS:
                continue
            wide = min(area.max_col, max(last_column, area.min_col) + 20, limits.MAX_COLUMNS) - area.min_col + 1
            spans[area.min_row, area.min_col] = (min(area.max_row, last_row) - area.min_row + 1, wide)
        return spans

    def blocks(self) -> list[Block]:
        """The sheet's blocks from top to bottom: a blank row that no merged cell spans ends a table."""
        found: list[Block] = []
        columns: dict[int, list[int]] = {}
        for row, column in sorted(self._texts):
            columns.setdefault(row, []).append(column)
        ends: dict[int, int] = {}
        for (row, _column), span in self._spans.items():
            ends[row] = max(ends.get(row, row), row + span[0] - 1)
        region: dict[int, list[int]] = {}
        covered = 0
        for row, filled in columns.items():
            if region and row > covered + 1:
                found.extend(self._region(region))
                region = {}
            region[row] = filled
            covered = max(covered, row, ends.get(row, row))
        return [*found, *self._region(region)]

    def _region(self, rows: dict[int, list[int]]) -> list[Block]:
        """Lone cells at the top are paragraphs; the rest is one table."""
        found: list[Block] = []
        rest = list(rows)
        while rest and len(rows[rest[0]]) == 1 and self._spans.get((rest[0], rows[rest[0]][0]), (1, 1))[0] == 1:
            at = rest[0], rows[rest[0]][0]
            del rest[0]
            found.append(Paragraph(text=self._texts[at].strip(), place=self._place(*at)))
        return [*found, self._table(rest)] if rest else found

    def _table(self, rows: list[int]) -> Table:
        top, bottom = rows[0], rows[-1]
        starts = {at for at in (*self._texts, *self._spans) if top <= at[0] <= bottom}
        left = min(column for _row, column in starts)
        bottom = max(row + self._spans.get((row, column), (1, 1))[0] - 1 for row, column in starts)
        right = max(column + self._spans.get((row, column), (1, 1))[1] - 1 for row, column in starts)
        cells = []
        for row, column in sorted(starts):
            down, across = self._spans.get((row, column), (1, 1))
            cells.append(
                Cell(
                    row=row - top,
                    column=column - left,
                    text=self._texts.get((row, column), "").strip(),
                    place=self._place(row, column),
                    rowspan=down,
                    colspan=across,
                )
            )
        return Table(rows=bottom - top + 1, columns=right - left + 1, cells=tuple(cells), place=self._place(top, left))

    def _note_error(self, cell: SheetCell | MergedCell, text: str) -> None:
        if isinstance(cell, SheetCell) and cell.data_type == "e":
            message = _("工作表“{sheet}”单元格 {cell} 是错误值 {text}，请在 Excel 中改正公式")
            place = self._place(cell.row, cell.column)
            self._problem("error", message.format(sheet=self._sheet.title, cell=place.cell, text=text), place)

    def _note_hidden(self) -> None:
        if self._sheet.sheet_state != "visible":
            self._problem(
                "info", _("工作表“{sheet}”是隐藏的，也已读取").format(sheet=self._sheet.title), Place(sheet=self._sheet.title)
            )
        used = {row for row, _column in self._texts}
        hidden = sorted(row for row, size in self._sheet.row_dimensions.items() if size.hidden and row in used)
        if hidden:
            message = _("工作表“{sheet}”有 {count} 个隐藏行（第 {row} 行起），也已读取，请核对")
            text = message.format(sheet=self._sheet.title, count=len(hidden), row=hidden[0])
            self._problem("info", text, self._place(hidden[0], 1))

    def _note_empty_formulas(self, formulas: Worksheet) -> None:
        """A formula whose result was never saved has no value to read."""
        stored: dict[tuple[int, int], SheetCell | MergedCell] = formulas._cells
        for (row, column), cell in stored.items():
            if isinstance(cell, SheetCell) and cell.data_type == "f" and self._sheet.cell(row, column).value is None:
                message = _("工作表“{sheet}”单元格 {cell} 的公式没有保存计算结果，请在 Excel 中打开并保存后再上传")
                place = self._place(row, column)
                self._problem("warning", message.format(sheet=self._sheet.title, cell=place.cell), place)

    def _problem(self, level: Level, message: str, place: Place) -> None:
        self.problems.append(Problem(level=level, message=message, place=place))
