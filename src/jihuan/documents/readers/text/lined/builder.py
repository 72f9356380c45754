"""Rows under their headers, as a table in which every cell stands in its column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Table
from jihuan.documents.readers.text.grid import Grid
from jihuan.documents.readers.text.labels import is_doubled
from jihuan.documents.readers.text.lined.align import Arranged, Placed, arrange
from jihuan.documents.readers.text.lined.cuts import LEVELS, pieces_of
from jihuan.documents.readers.text.lined.headers import Header, header_at
from jihuan.documents.readers.text.lined.rows import FIGURE, Row, cells_of, header_of, placed
from jihuan.documents.recognise.numbered import numbered
from jihuan.documents.recognise.words import fund_column, heading, is_container, label, scope

_MARGIN = 1.0
_LEVELS = ("level1", "level2", "category", "frame")
_TIE = 0.2
_LEAVING = ("code", "name", "agency_name", "agency_code", "use", "goals", "long_goals", "achievement", "aside")
_VALUES = ("target", "actual", "best")
_MOST = 6
"""One in so many rows may be none by itself."""
_REMARK = re.compile(r"[：:。]|^注|^备注|^说明|接上|续")
_AMOUNTS = ("total", "long_total", "fiscal", "other", "part", "subtotal")


def build(rows: Sequence[Row]) -> tuple[Table, list[Problem]]:
    """The rows as one table, and doubts about where its cells belong."""
    builder = Builder(max(len(row.pieces) for row in rows))
    lower = None
    for at, row in enumerate(rows):
        if row is lower:
            continue
        if header := header_at(rows, at):
            lower = rows[at + 1] if header.lower else None
            builder.header(row, lower, header)
        else:
            builder.row(row)
    builder.end(rows[-1].line[1])
    cells = builder.grid.cells
    wide = max((cell.column for cell in cells), default=0) + 1
    following = {(a.row, a.column): b.column for a, b in pairwise(cells) if a.row == b.row}
    spread = (
        cell
        if cell.row in builder.listed
        else replace(cell, colspan=following.get((cell.row, cell.column), wide) - cell.column)
        for cell in cells
    )
    place = Place(line=(rows[0].line[0], rows[-1].line[1]))
    return Table(rows=builder.grid.rows, columns=wide, cells=tuple(spread), place=place), builder.problems


class Builder:
    """Puts rows under the header that holds."""

    def __init__(self, widest: int = 0) -> None:
        self._widest = widest
        self._first: list[str] = []
        """What the first row of the header means, where a second one divides its columns."""
        self._whole: list[str] = []
        """The texts of both rows together."""
        self._headless = False
        """Do these rows begin with levels though no header was known?"""
        self.grid = Grid(0)
        self.listed: set[int] = set()
        """Rows of the indicator table and of the funds: each cell has one column."""
        self.problems: list[Problem] = []
        self.columns: list[str] = []
        """What the columns of the indicator table mean; empty above its header."""
        self._funds: list[str] = []
        self._labels: list[int] = []
        """Columns of the row above where it holds nothing but labels."""
        self._top = 0
        """The first row under the header."""
        self._open = False
        """May the next line go on with the last cell?"""
        self._framed = False
        """Is the first cell of the row above a label beside several rows?"""
        self._head = 0
        self._parted = False
        """Does the row above the header say which of two equal halves is which?"""
        self._doubled: int | None = None
        """The doubt that holds for all rows under a header."""
        self._astray = False
        """Was a row lost that may have had the levels of the next ones?"""
        self._seen = self._torn = 0
        """Rows under headers, and those of them that are none by themselves."""

    def row(self, row: Row) -> None:
        names = header_of(row)
        if names and names == self._first:
            self._again(row)
        elif self._first and {text for text, _known in cells_of(row) if text} <= set(self._whole):
            return  # the second row of a header, printed again
        elif names:
            self._first = []
            self.columns, self._funds, self._labels, self._open = names, [], list(range(len(names))), False
            self.listed.add(self.grid.rows)
            self._parted = is_doubled(names) and self._scoped(names)
            self._put(row, list(enumerate(text for text, _known in cells_of(row))))
            self._top = self.grid.rows
            self._head = row.line[0]
            self._told_whole(row, sure=True)
        elif not (self.columns and self._body(row)):
            self._upper(row)

    def header(self, upper: Row, lower: Row | None, header: Header) -> None:
        """Two rows that together are the header, or one."""
        under = {at: text for text, at in header.lower}
        texts = {at: text for text, at, _wide, _high in header.upper}
        self._first, self._whole = header_of(upper), [under.get(at, texts.get(at, "")) for at in range(len(header.columns))]
        self.columns, self._funds, self._labels, self._open = header.columns, [], [], False
        self._parted = False
        self.listed |= {self.grid.rows, self.grid.rows + bool(lower)}
        self._put(upper, [(at, text) for text, at, _wide, _high in header.upper])
        spans = [(wide, high) for _text, _at, wide, high in header.upper]
        self.grid.cells[-len(spans) :] = [
            replace(cell, colspan=wide, rowspan=high)
            for cell, (wide, high) in zip(self.grid.cells[-len(spans) :], spans, strict=True)
        ]
        if lower:
            self._put(lower, [(at, text) for text, at in header.lower])
        self._top, self._head = self.grid.rows, upper.line[0]
        self._told_whole(upper, sure=header.sure)

    def _scoped(self, names: Sequence[str]) -> bool:
        """Does the row above name two spans (中期指标, 年度指标)? Each then stands over its half of what the header says twice."""
        half = next((size for size in range(len(names) // 2, 0, -1) if names[-size:] == names[-2 * size : -size]), 0)
        above = [cell for cell in self.grid.cells if cell.row == self.grid.rows - 1 and cell.text]
        spans = [cell for cell in above if scope(cell.text)]
        if not half or len(spans) != 2 or not all(is_container(cell.text) for cell in above):
            return False
        self.listed.add(self.grid.rows - 1)
        where = dict(zip(map(id, spans), (len(names) - 2 * half, len(names) - half), strict=True))
        self.grid.cells = [
            replace(cell, column=where[id(cell)], colspan=half) if id(cell) in where else cell
            for cell in self.grid.cells
            if cell.text or cell.row != self.grid.rows - 1
        ]
        return True

    def _told_whole(self, row: Row, *, sure: bool) -> None:
        """A doubt about a header is one about all rows below it."""
        message = _("第 {line} 行的表头“{text}”里同一栏目不止一次，可能是中期与年度并列，各行属于哪一个拿不准，请逐行核对")
        if not sure:
            message = _("第 {line} 行的表头“{text}”和下一行的各栏怎么对应拿不准，请逐行核对")
        if (is_doubled(self.columns) and not self._parted) or not sure:
            self._doubled = len(self.problems)
            self._tell(row, message)

    def end(self, last: int) -> None:
        """Doubts that all rows up to this line share."""
        if self._doubled is not None:
            doubt = self.problems[self._doubled]
            first = doubt.place.line[0] if doubt.place and doubt.place.line else last
            self.problems[self._doubled] = replace(doubt, place=Place(line=(first, last)))
        if self._torn > 1 and self._torn * _MOST > self._seen:
            message = _("第 {first} 至 {last} 行的指标表看不出单元格在哪里分开，各行是按内容拼起来的，请逐行对照原文核对")
            place = Place(line=(self._head, last))
            self.problems.append(Problem(level="warning", message=message.format(first=self._head, last=last), place=place))

    def _again(self, row: Row) -> None:
        """The first row of a header of two is printed again, perhaps without the second: the columns stay as they are."""
        self.listed.add(self.grid.rows)
        self._put(row, list(enumerate(self._whole)))
        self._top = self.grid.rows

    # ── the indicator table ──────────────────────────────────────────────────────────────────────────────────────────

    def _body(self, row: Row) -> bool:
        """A row under the header; False where the table is over."""
        first = next(((text, known) for text, known in cells_of(row) if text), ("", False))
        field = label(first[0])
        if first[1] and field in ("total_score", "execution_rate") and self._totals(row):
            return True
        if field in _LEAVING and not (is_level1(first[0]) or is_level2(first[0])):
            self.columns = []
            return False
        self._labels = []
        if self._lists(row):
            self._goes_on(row)
            return True
        row, found = placed(row, self.columns)
        self._seen += 1
        self._torn += (found is None and len(row.pieces) > 1) or row.line[0] != row.line[1]
        if found is None or (len(found.cells) == 1 and "level3" in self.columns):
            self._put(row, [(0, row.text(0, len(row.pieces)))])
            self._astray = self._astray or len(row.pieces) > 1
            if row.glued:
                self._tell(row, _("第 {line} 行“{text}”各栏粘连在一起，拆不开，没有归入指标，请对照原文填写"))
            elif len(row.pieces) > 1 or not _REMARK.search(row.pieces[0]):
                self._tell(row, _("第 {line} 行“{text}”和上面的表头对不上，没有归入指标，请对照原文填写"))
        else:
            self._arranged(row, found)
        return True

    def _lists(self, row: Row) -> bool:
        """Is this line one more value of the row above, whose name is several numbered ones, a line each?"""
        above = [cell for cell in self.grid.cells if cell.row == self.grid.rows - 1] if len(row.pieces) == 1 else []
        names = [cell.text for cell in above[:-1] if "level3" in self.columns[cell.column : cell.column + 1]]
        return bool(names) and len(numbered(names[0])) > 1 + above[-1].text.count("\n")

    def _arranged(self, row: Row, found: Arranged) -> None:
        given = {cell.column: row.text(cell.start, cell.stop) for cell in found.cells}
        self._astray = self._astray and "level1" in self.columns and not given.get(self.columns.index("level1"))
        strange = any(
            (LEVELS.match(text) and self.columns[at] not in _LEVELS) or len(LEVELS.findall(text)) > 1
            for at, text in given.items()
        )
        doubled = is_doubled(self.columns) and not (self._parted and self._is_full(row, given))
        doubtful = (
            row.glued
            or self._astray
            or strange
            or (doubled and self._parted)
            or any(margin < _MARGIN for margin in found.margins)
        )
        if row.glued and (open_ := [cell for cell, margin in zip(found.cells, found.margins, strict=True) if margin < _TIE]):
            self._left(row, open_, given)
        unsure = {
            cell.column
            for cell, margin in zip(found.cells, found.margins, strict=True)
            if margin < _MARGIN or doubled or (row.glued and not row.is_alone(cell.start, cell.stop))
        }
        for at, name in enumerate(self.columns):
            levels = [other for other in range(at) if self.columns[other] in _LEVELS]
            if name in _LEVELS and not given.get(at) and not any(given.get(other) for other in levels):
                given.pop(at, None)
                if self.grid.rows - 1 in self.listed and (name == "frame" or self.grid.rows > self._top):
                    self.grid.grow(at)
        self.listed.add(self.grid.rows)
        self._put(row, sorted(given.items()), unsure)
        if row.glued:
            self._tell(row, _("第 {line} 行“{text}”各栏粘连在一起，是按内容拆开的，请逐格对照原文核对"))
        elif row.line[0] != row.line[1]:
            self._tell(row, _("第 {line} 行起的“{text}”印成了几行，是合成一行读的，请对照原文核对"))
        elif doubtful:
            self._tell(row, _("第 {line} 行“{text}”缺了单元格，哪个值属于哪一栏拿不准，请对照原文核对"))

    def _is_full(self, row: Row, given: dict[int, str]) -> bool:
        """Does a row under two halves fill both, or have a cell, perhaps a blank one, for every column?"""
        twice = (at for at, name in enumerate(self.columns) if self.columns.count(name) > 1)
        return len(row.pieces) >= len(self.columns) or all(map(given.get, twice))

    def _left(self, row: Row, cells: list[Placed], given: dict[int, str]) -> None:
        """Glued cells that are as well cut otherwise belong to no column: their text stays whole behind the last one."""
        for cell in cells:
            del given[cell.column]
        given[len(self.columns)] = row.text(cells[0].start, cells[-1].stop)

    def _totals(self, row: Row) -> bool:
        """The row of sums: its figures stand in the columns of weight and score."""
        where = [at for at, name in enumerate(self.columns) if name in ("weight", "score")]
        cells = cells_of(row)
        name = next(cell for cell, _known in cells if cell)
        rest = _behind(row, name)
        figures = [cell for cell, _known in cells if cell][1:]
        if row.glued and (found := arrange(rest.pieces, rest.joins, [self.columns[at] for at in where])):
            figures = [rest.text(cell.start, cell.stop) for cell in found.cells]
            self._tell(row, _("第 {line} 行“{text}”各栏粘连在一起，是按内容拆开的，请逐格对照原文核对"))
        if not figures or len(figures) > len(where) or not all(FIGURE.fullmatch(text) for text in figures):
            return False
        self.listed.add(self.grid.rows)
        self._put(row, [(0, name), *zip(where[-len(figures) :], figures, strict=True)])
        return True

    # ── labels and values ────────────────────────────────────────────────────────────────────────────────────────────

    def _upper(self, row: Row) -> None:
        cells = cells_of(row)
        filled = [(text, known) for text, known in cells if text]
        if row.glued and not all(known for _text, known in filled):
            self._tell(row, _("第 {line} 行“{text}”栏目名称和内容粘连在一起，是按栏目名称拆开的，请对照原文核对"))
        names = [fund_column(text) for text, known in cells if known]
        first = filled[0][0] if filled else ""
        level = first.endswith("指标") and not is_container(first) and (is_level1(first) or is_level2(first))
        self._headless = level or (self._headless and label(first) is None)
        if self._headless and len(row.pieces) < self._widest:
            self._tell(row, _("第 {line} 行“{text}”缺了单元格，哪个值属于哪一栏拿不准，请对照原文核对"))
        if len([name for name in names if name]) >= 2 and all(known for _text, known in filled):
            if fund_column(first) and cells[0][0]:  # the corner over the labels was left out
                cells = [("", True), *cells]
            self._funds = [fund_column(text) or "frame" for text, _known in cells]
            self._plain(row, cells)
        elif self._funds and label(first) in _AMOUNTS and self._amounts(row, first):
            return
        elif self._labels and not any(known for _text, known in filled) and 0 < len(filled) <= len(self._labels):
            self._below(row, filled)
        elif self._open and not any(known for _text, known in filled):
            if FIGURE.fullmatch(self.grid.cells[-1].text) and self._framed:
                self.grid.grow(0)
                self._put(row, list(enumerate((text for text, _known in filled), 1)))
            else:
                self._goes_on(row)
        else:
            self._funds = self._funds if label(first) in _AMOUNTS else []
            self._plain(row, cells)

    def _plain(self, row: Row, cells: list[tuple[str, bool]]) -> None:
        """The cells one beside the other."""
        frames = any(is_container(text) for text, _known in cells) and all(
            not text or is_container(text) or heading(text) for text, _known in cells
        )
        shift = self._under_first(cells)
        self._put(row, [(at + shift, text) for at, (text, _known) in enumerate(cells) if text or not frames])
        only = [at for at, (text, known) in enumerate(cells) if text and not is_container(text)]
        self._labels = only if all(cells[at][1] for at in only) else []
        self._framed = len(only) > 1 and label(cells[0][0]) in ("use", "plan")
        self._open = not row.sure and bool(cells) and not cells[-1][1]

    def _under_first(self, cells: list[tuple[str, bool]]) -> int:
        """1 where a frame (资金情况) before the row above leaves these labels and values below those of that row, else 0."""
        above = [cell.text for cell in self.grid.cells if cell.row == self.grid.rows - 1]
        known = [bool(label(text)) for text in above[1:]]
        framed = above and is_container(above[0]) and {label(text) for text in above} >= {"total", "long_total"}
        return int(bool(framed) and known == [known for _text, known in cells])

    def _amounts(self, row: Row, name: str) -> bool:
        """A label with amounts under the header of the funds; the label stands left of its columns."""
        start = next(at for at, name in enumerate(self._funds) if name != "frame")
        rest = _behind(row, name)
        rest = pieces_of(rest) if row.glued else rest
        texts = rest.pieces
        if not texts:
            return False
        if len(texts) == len(self._funds) - start and not row.glued:
            places = list(range(start, len(self._funds)))
        else:
            found = arrange(rest.pieces, rest.joins, self._funds[start:])
            if found is None:
                return False
            places = [start + cell.column for cell in found.cells]
            texts = tuple(rest.text(cell.start, cell.stop) for cell in found.cells)
            if any(margin < _MARGIN for margin in found.margins) and label(name) in ("total", "long_total"):
                self._tell(row, _("第 {line} 行“{text}”缺了单元格，哪个值属于哪一栏拿不准，请对照原文核对"))
        self.listed.add(self.grid.rows)
        self._put(row, [(max(start - 1, 0), name), *zip(places, texts, strict=True)])
        self._open = False
        return True

    def _below(self, row: Row, filled: list[tuple[str, bool]]) -> None:
        """Values under the labels of the row above, of which the first may be their frame."""
        texts = [text for text, _known in filled]
        if len(texts) == 1 and len(row.pieces) > 1 and len(self._labels) - len(row.pieces) in (0, 1):
            texts = list(row.pieces)
        unsure = len(texts) < len(self._labels) - 1
        if unsure:
            self._tell(row, _("第 {line} 行“{text}”写的是上一行几个栏目的内容，分不开，请对照原文核对"))
        where = self._labels[-len(texts) :]
        self._put(row, list(zip(where, texts, strict=True)), where if unsure else ())
        self._labels, self._open = [], False

    def _goes_on(self, row: Row) -> None:
        """A line without a label goes on with the text above."""
        last = self.grid.cells[-1]
        self.grid.lengthen(f"{last.text}\n{row.text(0, len(row.pieces))}", row.line[1])

    # ── the grid ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, row: Row, cells: Iterable[tuple[int, str]], unsure: Collection[int] = ()) -> None:
        self.grid.line(row.line, list(cells), unsure)

    def _tell(self, row: Row, message: str) -> None:
        text = message.format(line=row.line[0], text=row.text(0, len(row.pieces)))
        self.problems.append(Problem(level="warning", message=text, place=Place(line=row.line)))


def _behind(row: Row, name: str) -> Row:
    """What stands behind the label at the beginning of a row."""
    stop = next(end for end in range(1, len(row.pieces) + 1) if row.text(0, end).strip() == name)
    cuts = frozenset(at - stop for at in row.cuts if at > stop)
    return replace(row, pieces=row.pieces[stop:], joins=row.joins[stop:], cuts=cuts)
