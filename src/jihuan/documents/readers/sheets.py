"""The sheets of a workbook, whatever its format → paragraphs and tables with sheet and cell as their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from jihuan.core.document import Level, Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Cell, Paragraph, Table
from jihuan.documents.readers import limits

At = tuple[int, int]
"""Row and column of a cell, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet as its file tells it. ``texts`` are printed values, ``merged`` areas as top, left, bottom, right."""

    title: str
    texts: dict[At, str]
    merged: Iterable[tuple[int, int, int, int]] = ()
    hidden_rows: Iterable[int] = ()
    hidden: bool = False
    errors: frozenset[At] = field(default=frozenset())
    """Cells that hold an error value such as #DIV/0!."""
    unsaved: Iterable[At] = ()
    """Cells with a formula whose result was never saved: they have no value to read."""


def check_size(title: str, cells: int) -> None:
    """Refuse a sheet with too many cells."""
    if cells > limits.MAX_CELLS:
        raise Unreadable(_("工作表“{sheet}”有 {count} 个单元格，超出读取限度，请拆分后再上传").format(sheet=title, count=cells))


def check_merged(area: int) -> None:
    """Refuse merged areas that would unfold to too many cells."""
    if area > limits.MAX_CELLS:
        raise Unreadable(_("工作簿中合并的单元格过多，超出读取限度，请取消不需要的合并后再上传"))


def read_sheet(sheet: Sheet) -> tuple[list[Block], list[Problem]]:
    """Lone cells above a table are paragraphs, runs of rows without a blank one between are tables; and what is odd about them."""
    reader = _Reader(sheet)
    return reader.blocks(), reader.problems()


class _Reader:
    """Keeps the texts and spans of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        found = {at: text.strip() for at, text in sorted(sheet.texts.items()) if text.strip()}
        self._beyond = [at for at in found if at[1] > limits.MAX_COLUMNS]
        self._texts = {at: text for at, text in found.items() if at[1] <= limits.MAX_COLUMNS}
        self._spans = self._merged()
        self._left = min((column for _row, column in (*self._texts, *self._spans)), default=1)

    def _place(self, row: int, column: int) -> Place:
        return Place(sheet=self._sheet.title, cell=f"{get_column_letter(column)}{row}")

    def _merged(self) -> dict[At, tuple[int, int]]:
        """Rows and columns of each merged area. An area far beyond the last column is a border drawn to the edge of the sheet."""
        spans: dict[At, tuple[int, int]] = {}
        last_row = max((row for row, _column in self._texts), default=0)
        last_column = max((column for _row, column in self._texts), default=0)
        for top, left, bottom, right in self._sheet.merged:
            if top > last_row or left > limits.MAX_COLUMNS:
                continue
            wide = min(right, max(last_column, left) + 20, limits.MAX_COLUMNS) - left + 1
            spans[top, left] = (min(bottom, last_row) - top + 1, wide)
        return spans

    def blocks(self) -> list[Block]:
        """The sheet's blocks from top to bottom: a blank row that no merged cell spans ends a table."""
        found: list[Block] = []
        filled: dict[int, list[int]] = {}
        for row, column in self._texts:
            filled.setdefault(row, []).append(column)
        starts: dict[int, list[int]] = {}
        ends: dict[int, int] = {}
        for row, column in sorted({*self._texts, *self._spans}):
            starts.setdefault(row, []).append(column)
            down = self._spans.get((row, column), (1, 1))[0]
            ends[row] = max(ends.get(row, row), row + down - 1)
        region: list[int] = []
        covered = 0
        for row in starts:
            if row not in filled and row > covered:  # an empty merged area between two tables
                continue
            if region and row > covered + 1:
                found.extend(self._region(region, filled, starts))
                region = []
            region.append(row)
            covered = max(covered, row, ends[row])
        return [*found, *self._region(region, filled, starts)]

    def _region(self, rows: list[int], filled: dict[int, list[int]], starts: dict[int, list[int]]) -> list[Block]:
        """Lone cells at the top are paragraphs; the rest is one table."""
        found: list[Block] = []
        rest = list(rows)
        while rest and len(filled.get(rest[0], ())) == 1 and self._spans.get((rest[0], filled[rest[0]][0]), (1, 1))[0] == 1:
            at = rest[0], filled[rest[0]][0]
            del rest[0]
            found.append(Paragraph(text=self._texts[at], place=self._place(*at)))
        return [*found, self._table([(row, column) for row in rest for column in starts[row]])] if rest else found

    def _table(self, starts: list[At]) -> Table:
        top, left = starts[0][0], self._left
        spans = [self._spans.get(at, (1, 1)) for at in starts]
        bottom = max(row + down for (row, _column), (down, _across) in zip(starts, spans, strict=True))
        right = max(column + across for (_row, column), (_down, across) in zip(starts, spans, strict=True))
        cells = tuple(
            Cell(
                row=row - top,
                column=column - left,
                text=self._texts.get((row, column), ""),
                place=self._place(row, column),
                rowspan=down,
                colspan=across,
            )
            for (row, column), (down, across) in zip(starts, spans, strict=True)
        )
        return Table(rows=bottom - top, columns=right - left, cells=cells, place=self._place(top, left))

    def problems(self) -> list[Problem]:
        """Cells too far at the right, error values, hidden sheets and rows, formulas without a result."""
        title = self._sheet.title
        found: list[Problem] = []

        def note(level: Level, message: str, place: Place) -> None:
            found.append(Problem(level=level, message=message, place=place))

        if self._beyond:
            message = _(
                "工作表“{sheet}”第 {limit} 列以后还有 {count} 个有内容的单元格，没有读取，请把要读的内容移到前面的列再上传"
            )
            first = self._place(*self._beyond[0])
            note("error", message.format(sheet=title, limit=limits.MAX_COLUMNS, count=len(self._beyond)), first)
        for at in sorted(self._sheet.errors & self._texts.keys()):
            message = _("工作表“{sheet}”单元格 {cell} 是错误值 {text}，请在 Excel 中改正公式")
            place = self._place(*at)
            note("error", message.format(sheet=title, cell=place.cell, text=self._texts[at]), place)
        if self._sheet.hidden:
            note("info", _("工作表“{sheet}”是隐藏的，也已读取").format(sheet=title), Place(sheet=title))
        hidden = sorted({row for row, _column in self._texts} & set(self._sheet.hidden_rows))
        if hidden:
            message = _("工作表“{sheet}”有 {count} 个隐藏行（第 {row} 行起），也已读取，请核对")
            note("info", message.format(sheet=title, count=len(hidden), row=hidden[0]), self._place(hidden[0], 1))
        for at in self._sheet.unsaved:
            message = _("工作表“{sheet}”单元格 {cell} 的公式没有保存计算结果，请在 Excel 中打开并保存后再上传")
            place = self._place(*at)
            note("warning", message.format(sheet=title, cell=place.cell), place)
        return found
