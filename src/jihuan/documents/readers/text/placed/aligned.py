"""Pages printed as text with their columns kept by spaces (pdftotext -layout and its like) → paragraphs and tables.

A row may be several lines, with the pieces of its cells under each other; merged cells stand in the middle of their rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Block, Cell, Paragraph, Table
from jihuan.documents.readers.text.grid import UNSURE
from jihuan.documents.readers.text.lines import Line, split_lines
from jihuan.documents.readers.text.placed.above import is_start, printed_rows
from jihuan.documents.readers.text.placed.canvas import Head, Word, head_at, words_of
from jihuan.documents.readers.text.placed.columned import TRUST, shared
from jihuan.documents.readers.text.placed.gathered import LEVELS, Cellular, cost_of, rows_of
from jihuan.documents.readers.text.placed.leveled import Spread, merged_in, spread
from jihuan.documents.readers.text.placed.stops import read_stops
from jihuan.documents.readers.text.prose import paragraphs
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import amount_unit, is_container, label

_WHITE = re.compile(r"(?<=\S) {2,}(?=\S)")
_FEWEST = 0.1
"""So many of the lines have wide white inside."""
_SAME = 0.8
_ASTRAY = 2.0
"""Words that cost more on average stand in no columns."""
_DEAR = 3.0
"""A row that costs more may be parts of several."""
_POOR = 3.5
"""Of a table whose rows and words cost more no cell is sure."""
_DEAREST = 14.0
"""A table whose rows cost more on average is none of this kind."""
_LETTERS = 8
"""A frame's letters stand so many on a line at most."""
_NOTE = re.compile(r"(?:注|备注|说明|填表说明)[：:]")
_UNIT_LINE = re.compile(r"单位\s*[:：]")
_HEADING = re.compile(r"[级标值数执算]")
_AMOUNTS = ("total", "long_total", "fiscal", "other", "part", "subtotal", "carried")
_FEW = 3
"""A label beside more words than these is a frame left of a table."""
_SUMS = ("合计", "总计", "小计")
_TOTALS = ("total_score", "execution_rate")


Heads = Sequence[tuple[float, Head] | None]
"""The header that begins on each line, and how many words it knows."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A header with the lines under it, up to ``stop``; ``totals`` are lines of sums among them."""

    head: Head
    stop: int
    table: Cellular
    rows: list[tuple[int, int]]
    cost: float


class Aligned(NamedTuple):
    """A page printed with aligned columns; ``whole``: every line under its headers is a row by itself, as it stands."""

    blocks: list[Block]
    problems: list[Problem]
    whole: bool


def read_aligned(text: str) -> Aligned | None:
    """The blocks of a page printed with aligned columns, and doubts; None where it is no such page."""
    printed = text.replace("\f", "").split("\n")
    source = split_lines(text)
    if not _is_spaced([printed[line.number - 1] for line in source]):
        return None
    if exact := read_stops([(line.number, printed[line.number - 1]) for line in source]):
        return Aligned(exact, [], whole=False)
    ways: list[tuple[float, list[list[Word]], list[_Part], Heads]] = []
    for wide in (2, 1):
        lines = [words_of(printed[line.number - 1], line.number - 1, wide) for line in source]
        heads: Heads = [head_at(lines, at) if _HEADING.search(line.text) else None for at, line in enumerate(source)]
        parts = list(_parts(lines, heads))
        if any(not part.head.funds for part in parts):
            ways.append((sum(part.cost for part in parts) / len(parts), lines, parts, heads))
    if not ways:
        return None
    _cost, lines, parts, heads = min(ways, key=lambda way: way[0])
    reader = _Reader(source, lines)
    reader.read(parts)
    reader.tell_unread(parts, heads)
    return Aligned(reader.blocks, reader.problems, all(map(_is_whole, parts)))


def _is_spaced(lines: Sequence[str]) -> bool:
    """Is there white of many widths inside the lines? White of one width parts cells without putting them into columns."""
    widths = Counter(len(white) for line in lines for white in _WHITE.findall(line))
    wide = sum(bool(_WHITE.search(line)) for line in lines)
    return wide >= _FEWEST * len(lines) and max(widths.values(), default=0) < _SAME * sum(widths.values())


def _parts(lines: Sequence[list[Word]], heads: Heads) -> Iterator[_Part]:
    """The headers of a file with what stands under each."""
    at = 0
    while at < len(lines):
        head = _head(heads, at)
        part = _part(lines, heads, head) if head else None
        if part:
            yield part
        at = part.stop if part else at + 1


def _head(heads: Heads, start: int) -> Head | None:
    """The header that begins here, unless one that begins on its next lines knows more words."""
    found = heads[start]
    if found is None:
        return None
    return None if any(other and other[0] > found[0] for other in heads[start + 1 : found[1].stop + 1]) else found[1]


def _part(lines: Sequence[list[Word]], heads: Heads, head: Head) -> _Part | None:
    """The table under a header; None where its words do not stand in columns."""
    stop = head.stop
    while stop < len(lines) and not (heads[stop] or _ends(lines[stop], head)):
        stop += 1
    body = [line for line in lines[head.stop : stop] if not _is_sum(line)]
    if not body:
        return None
    names, spans = _framed(head, body)
    ways = [_way(*shared(body, names, spans, trusts), names) for trusts in TRUST]
    table, rows, mean, astray = min(ways, key=lambda way: way[2] + way[3])
    if astray > _ASTRAY or mean > _DEAREST or not rows:
        return None
    return _Part(head, stop, table, rows, mean + astray)


def _way(
    lines: Sequence[dict[int, list[Word]]], astray: float, names: tuple[str, ...]
) -> tuple[Cellular, list[tuple[int, int]], float, float]:
    """The table of these lines, its rows, what one costs on average, and what a word does."""
    table = Cellular(names, tuple(lines))
    rows, _mode, mean = rows_of(table)
    return table, rows, mean, astray


def _is_whole(part: _Part) -> bool:
    """Is every line under the header a row of its own, the first one with all its levels, no letters of a frame beside them?"""
    table = part.table
    levels = [at for at, name in enumerate(table.names) if name in LEVELS[1:]]
    whole = len(part.rows) == len(table.lines) and all(stop - start == 1 for start, stop in part.rows)
    return whole and bool(levels) and "frame" not in table.names and all(at in table.lines[0] for at in levels)


def _framed(head: Head, body: Sequence[Sequence[Word]]) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """The columns, with one for a frame's letters left of all of them."""
    left = head.spans[0][0]
    letters = [word for line in body for word in line[:1] if word.x1 <= left - 1 and len(word.text) <= _LETTERS]
    if any(is_level1(word.text) or is_level2(word.text) for word in letters):
        return head.names, head.spans
    edge = max((word.x1 for word in letters), default=0.0)
    others = [word.x0 for line in body for word in line if word not in letters]
    if head.names[0] in ("frame", "aside") or not letters or edge > min(others, default=0.0):
        return head.names, head.spans
    return ("frame", *head.names), ((min(word.x0 for word in letters), edge), *head.spans)


def _ends(line: Sequence[Word], head: Head) -> bool:
    """Is this line none of the table's?"""
    text = "".join(word.text for word in line)
    if is_title(text) or _NOTE.match(text):
        return True
    for word in [word for word in line[:2] if word.x0 < head.spans[1][0]]:
        name = None if is_container(word.text) or (label(word.text) == "goals" and len(line) > _FEW) else label(word.text)
        if (
            name
            and not (is_level1(word.text) or is_level2(word.text))
            and not (
                name in (_AMOUNTS if head.funds else _TOTALS) or (name == "aside" and not head.funds and word is not line[0])
            )
        ):
            return True
    return False


def _is_left(word: Word, head: Head) -> bool:
    """Does a word of the header belong to the frame left of it?"""
    return head.names[0] == "frame" and not head.texts[0] and word.x0 < head.spans[0][1]


def _is_sum(line: Sequence[Word]) -> bool:
    return bool(line) and (label(line[0].text) in _TOTALS or line[0].text in _SUMS)


class _Reader:
    """Puts paragraphs, rows of labels and tables together in the order of the file."""

    def __init__(self, source: Sequence[Line], lines: Sequence[list[Word]]) -> None:
        self._source, self._lines = source, lines
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._cells: list[Cell] = []
        self._rows = 0
        self._texts: tuple[str, ...] = ()
        """The header that holds."""
        self._unplaced: list[Paragraph] = []
        """Words of the table that are in none of its cells."""

    def read(self, parts: Sequence[_Part]) -> None:
        """All lines: those under headers as tables, the others as rows of labels, or as text."""
        at = 0
        for part in parts:
            self._between(at, part.head.start)
            self._table(part)
            at = part.stop
        self._between(at, len(self._lines))
        self._close()

    def _close(self) -> None:
        if self._cells:
            wide = max(cell.column + cell.colspan for cell in self._cells)
            lines = [line for cell in self._cells for line in cell.place.line or ()]
            place = Place(line=(min(lines), max(lines)))
            self.blocks.append(Table(rows=self._rows, columns=wide, cells=tuple(self._cells), place=place))
        self.blocks.extend(self._unplaced)
        self._cells, self._rows, self._texts, self._unplaced = [], 0, (), []

    # ── labels and text ──────────────────────────────────────────────────────────────────────────────────────────────

    def _between(self, start: int, stop: int) -> None:
        """Lines under no header: a title ends a table, a label begins the rows of one."""
        at = start
        while at < stop:
            if not (self._cells or is_start(self._lines[at])) or self._is_text(at):
                end = at + 1
                while end < stop and not is_start(self._lines[end]):
                    end += 1
                self._close()
                self.blocks.extend(paragraphs(list(self._source[at:end])))
            else:
                end = next((it for it in range(at + 1, stop) if self._is_text(it)), stop)
                self._labels(at, end)
            at = end

    def _is_text(self, at: int) -> bool:
        text = self._source[at].text
        return is_title(text) or bool(_NOTE.match(text)) or bool(_UNIT_LINE.search(text) and amount_unit(text))

    def _labels(self, start: int, stop: int) -> None:
        under = 0
        for row in printed_rows(self._lines[start:stop]):
            first, last = start + row.start, start + row.stop
            if self._texts and label("".join(row.cells[0].text.split())) in ("name", "code"):
                self._close()
            place = self._place(first, last)
            sure = None if not row.doubtful else UNSURE
            under = max(under - 1, 0)
            shift = int(under > 0)
            for column, cell in enumerate(row.cells, shift):
                down = row.frame if column == shift else 1
                self._cells.append(
                    Cell(row=self._rows, column=column, text=cell.text, place=place, rowspan=down, confidence=sure)
                )
            under = max(under, row.frame)
            self._rows += 1
            if row.doubtful:
                message = _("第 {line} 行起的“{text}”是按位置分成各栏的，可能分错，请对照原文核对")
                self._tell(first, last, message)

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, part: _Part) -> None:
        head, table = part.head, part.table
        self._tell_table(part)
        top = self._rows
        if head.texts != self._texts:
            self._header(head, len(table.names) - len(head.names))
        self._texts = head.texts
        self._frame(part, top)
        tops = [(table.y(start), table.y(stop - 1)) for start, stop in part.rows]
        merged: dict[int, Spread] = {}
        for at in [at for at, name in enumerate(table.names) if name in LEVELS[1:]][::-1]:
            beside = merged[at + 1].texts if at + 1 in merged else self._names(part)
            levels = merged_in(table.column(at))
            merged[at] = spread(levels, tops, beside)
            self._keep([cell.text for cell in levels if cell.text not in merged[at].texts], self._place(head.stop, part.stop))
            if merged[at].doubtful:
                self._tell_merged(part, at)
        for at, (start, stop) in enumerate(part.rows):
            self._row(part, (start, stop), {column: (way.texts[at], way.doubts[at]) for column, way in merged.items()})
        self._sums(part)

    def _header(self, head: Head, shift: int) -> None:
        """The row of a header; its words that belong to no column are told."""
        place = self._place(head.start, head.stop)
        for column, text in enumerate(head.texts, shift):
            if head.names[column - shift] != "frame" or text:
                self._cells.append(Cell(row=self._rows, column=column, text=text, place=place))
        self._rows += 1
        whole = "".join(head.texts)
        words = (word for line in self._lines[head.start : head.stop] for word in line)
        lost = [word.text for word in words if word.text not in whole and not _is_left(word, head)]
        self._keep(lost, place)
        if lost:
            message = _("第 {line} 行起的表头里，“{texts}”没有归入哪一栏，请核对是否要紧")
            message = message.format(line=self._source[head.start].number, texts="、".join(lost))
            self.problems.append(Problem(level="info", message=message, place=place))

    def _keep(self, texts: Sequence[str], place: Place) -> None:
        """Words that are in no cell, as text under the table."""
        self._unplaced += [Paragraph(text=text, place=place, confidence=UNSURE) for text in texts]

    def _frame(self, part: _Part, top: int) -> None:
        """The letters left of a table as one cell beside all its rows."""
        columns = [at for at, name in enumerate(part.table.names) if name == "frame"]
        words = [word for line in self._lines[part.head.start : part.head.stop] for word in line if _is_left(word, part.head)]
        words += [word for at in columns for word in part.table.column(at)]
        if words and columns:
            text = "".join(word.text for word in sorted(words))
            rows = len(part.rows) + self._rows - top
            place = self._place(part.head.start, part.stop)
            self._cells.append(Cell(row=top, column=columns[0], text=text, place=place, rowspan=rows))

    def _names(self, part: _Part) -> list[str]:
        """The names of the indicators."""
        at = part.table.names.index("level3") if "level3" in part.table.names else -1
        return [part.table.text(start, stop, at) for start, stop in part.rows]

    def _row(self, part: _Part, lines: tuple[int, int], merged: Mapping[int, tuple[str, bool]]) -> None:
        (start, stop), table = lines, part.table
        first, last = table.y(start) + 1, table.y(stop - 1) + 1
        dear = cost_of(table, start, stop) > _DEAR
        if dear:
            self._tell_row(table, start, stop)
        sure = not dear and part.cost <= _POOR
        for column in range(len(table.names)):
            text, doubt = merged[column] if column in merged else (table.text(start, stop, column), False)
            if table.names[column] == "frame":
                continue
            place = Place(line=(first, last))
            self._cells.append(
                Cell(row=self._rows, column=column, text=text, place=place, confidence=UNSURE if doubt or not sure else None)
            )
        self._rows += 1

    def _sums(self, part: _Part) -> None:
        """The lines of sums under a table, each figure in its column."""
        for at in range(part.head.stop, part.stop):
            if not _is_sum(self._lines[at]):
                continue
            [line], _cost = shared([self._lines[at]], *_framed(part.head, self._lines[part.head.stop : part.stop]))
            for column, words in line.items():
                text = " ".join(word.text for word in words)
                self._cells.append(Cell(row=self._rows, column=column, text=text, place=self._place(at, at + 1)))
            self._rows += 1

    def _tell_table(self, part: _Part) -> None:
        message = _("第 {first} 至 {last} 行的表没有框线，行和列是按文字的位置划分的，请逐行对照原文核对")
        place = self._place(part.head.start, part.stop)
        first, last = place.line or (0, 0)
        self.problems.append(Problem(level="warning", message=message.format(first=first, last=last), place=place))

    def tell_unread(self, parts: Sequence[_Part], heads: Heads) -> None:
        """That there is a header under which no columns could be told."""
        read = {at for part in parts for at in range(part.head.start, part.stop)}
        for at in range(len(self._lines)):
            head = None if at in read else _head(heads, at)
            if head and not head.funds:
                self._tell(
                    head.start, head.stop, _("第 {line} 行起的表头“{text}”下面分不出各栏，是当作文字读的，请对照原文逐行核对")
                )

    def _tell_row(self, table: Cellular, start: int, stop: int) -> None:
        text = " ".join(filter(None, (table.text(start, stop, at).replace("\n", "") for at in range(len(table.names)))))
        place = Place(line=(table.y(start) + 1, table.y(stop - 1) + 1))
        message = _("第 {line} 行起的“{text}”是按位置合成一行的，可能同上下行混在一起，请对照原文核对")
        self.problems.append(Problem(level="warning", message=message.format(line=table.y(start) + 1, text=text), place=place))

    def _tell_merged(self, part: _Part, column: int) -> None:
        names = "、".join(dict.fromkeys(cell.text for cell in merged_in(part.table.column(column))))
        message = _("第 {first} 至 {last} 行的“{name}”是按位置分给各行的，可能差一两行，请逐行核对：{texts}")
        first, last = self._source[part.head.start].number, self._source[part.stop - 1].number
        name = part.head.texts[column - len(part.table.names) + len(part.head.names)]
        text = message.format(first=first, last=last, name=name, texts=names)
        self.problems.append(Problem(level="warning", message=text, place=Place(line=(first, last))))

    def _tell(self, start: int, stop: int, message: str) -> None:
        place = self._place(start, stop)
        text = " ".join(line.text for line in self._source[start:stop])
        self.problems.append(
            Problem(level="warning", message=message.format(line=self._source[start].number, text=text), place=place)
        )

    def _place(self, start: int, stop: int) -> Place:
        return Place(line=(self._source[start].number, self._source[stop - 1].number))
