"""Sheets printed one row a line, every cell of a column beginning at the same place, as at a tabulator's stop: the cells are known."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, dropwhile, pairwise

from jihuan.documents.layout import Block
from jihuan.documents.readers.text.costs import value
from jihuan.documents.readers.text.marked.matrix import Record, blocks_of
from jihuan.documents.readers.text.placed.canvas import Word, cells_of, words_of
from jihuan.documents.readers.text.placed.leveled import merged_in, spread
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import heading

_FEWEST = 3
_SHARED = 0.8
"""So many of the cells begin where another row's cell begins."""
_TIMES = 1.7
"""So many stops there are at most for each cell of the longest row: titles of amounts have their own."""
_NOTE = re.compile(r"[（(][^（）()]+[）)]")
"""What stands alone above a further part of a sheet (（接上表）)."""
_LIKELY = 2.0
"""What costs less as a value is a whole one."""
_LATIN = re.compile(r"[!-~]+")
_FIGURE = re.compile(r"[≥≤=]?[\d,.]+[%％]?")

Row = tuple[int, list[Word]]
"""The number of a line, from 1, and its cells."""


def read_stops(lines: Sequence[tuple[int, str]]) -> list[Block] | None:
    """The blocks of a file all of whose tables are printed so; None where any is not."""
    ways = {wide: list(_sheets([(number, cells_of(text, number, wide)) for number, text in lines])) for wide in (2, 1)}
    wide, sheets = min(ways.items(), key=lambda way: sum(len(_stops(rows)) for rows in way[1]))
    if not all(_is_exact(rows, wide) for rows in sheets):
        return None
    records = [[_record(row, _stops(rows)) for row in rows] for rows in sheets]
    exact = not any(_is_middle(part) or _is_torn(part) for part in records)
    return [block for part in records for block in blocks_of(part)] if exact else None


def _table(rows: Sequence[Row]) -> list[Row]:
    """The rows of a sheet without its title and what else stands alone above its table."""
    return list(dropwhile(lambda row: len(row[1]) == 1, rows))


def _stops(rows: Sequence[Row]) -> list[float]:
    """Where the cells of the table begin."""
    return sorted({cell.x0 for _number, cells in _table(rows) for cell in cells})


def _sheets(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each sheet, its title first."""
    start = 0
    for at, (_number, cells) in enumerate(rows):
        if at > start and len(cells) == 1 and (is_title(cells[0].text) or _NOTE.fullmatch(cells[0].text)):
            yield list(rows[start:at])
            start = at
    yield list(rows[start:])


def _is_exact(rows: Sequence[Row], wide: int) -> bool:
    """Do nearly all cells share where they begin with others, and is each on one line, clear of the next column?

    ``wide``: so many columns a 汉字 has.
    """
    stops = _stops(rows)
    table = _table(rows)
    full = [cells for _number, cells in table if len(cells) > 1]
    if not full:
        return True
    begun = Counter(cell.x0 for cells in full for cell in cells)
    many = sum(count for count in begun.values() if count > 1)
    if len(full) < _FEWEST or many < _SHARED * sum(begun.values()) or len(stops) > _TIMES * max(map(len, full)):
        return False
    widest = {stop: max((cell.x1 - stop for cells in full for cell in cells if cell.x0 == stop), default=0.0) for stop in stops}
    apart = all(any(cell.x0 == a and cell.x1 < b for cells in full for cell in cells) for a, b in pairwise(stops))
    lone = any(len(cells) == 1 and cells[0].x0 > stops[0] for _number, cells in table)
    torn = any(_goes_on(upper, lower, widest, wide) for (_a, upper), (_b, lower) in pairwise(table))
    return apart and not (lone or torn or any(_is_over(cell, stops, wide) for cells in full for cell in cells))


def _is_over(cell: Word, stops: Sequence[float], wide: int) -> bool:
    """Does a figure reach over a place where another row has a cell, or a word after one space begin at one?"""
    inside = stops[bisect_right(stops, cell.x0) : bisect_left(stops, cell.x1)]
    if _FIGURE.fullmatch(cell.text):
        return bool(inside)
    return " " in cell.text and any(word.x0 in inside for word in words_of(cell.text, cell.y, wide, cell.x0))


def _goes_on(upper: Sequence[Word], lower: Sequence[Word], widest: Mapping[float, float], wide: int) -> bool:
    """Is the lower line nothing but what had no room on the upper one?"""
    above = {cell.x0: cell for cell in upper}

    def is_rest(cell: Word) -> bool:
        latin = _LATIN.match(cell.text)
        before = above.get(cell.x0)
        if before is None or _FIGURE.fullmatch(before.text) or max(value(before.text), value(cell.text)) < _LIKELY:
            return False
        return before.x1 - cell.x0 + (latin.end() if latin else wide) > widest[cell.x0]

    return all(map(is_rest, lower))


def _record(row: Row, stops: Sequence[float]) -> Record:
    number, cells = row
    if len(cells) == 1 and cells[0].x0 not in stops:
        return Record((number, number), [cells[0].text])
    texts = {cell.x0: cell.text for cell in cells}
    return Record((number, number), [texts.get(stop, "") for stop in stops])


def _carried(above: str, text: str) -> str:
    return text or above


def _is_middle(records: Sequence[Record]) -> bool:
    """Do the places of merged levels speak for other rows than those from where they stand down to the next one?"""
    for head, record in enumerate(records):
        names = list(map(heading, record.cells))
        levels = [at for at, name in enumerate(names) if name in ("level1", "level2", "category")]
        if not levels or "level3" not in names:
            continue
        rows = [row for row in records[head + 1 :] if row.cells[names.index("level3")]]
        beside = [row.cells[names.index("level3")] for row in rows]
        for at in levels[::-1]:
            cells = merged_in([Word(row.line[0], 0, 0, row.cells[at]) for row in rows if row.cells[at]])
            below = list(accumulate((row.cells[at] for row in rows), _carried))
            if spread(cells, [row.line for row in rows], beside).texts != below:
                return True
            beside = below
    return False


def _is_torn(records: Sequence[Record]) -> bool:
    """Does a line under a header go on with the name of an indicator, and has nothing else?"""
    names = next((names for record in records if "target" in (names := list(map(heading, record.cells)))), [])
    called = {at for at, name in enumerate(names) if name in ("level1", "level2", "category", "level3")}
    last = {at for at in called if names[at] == "level3"}
    filled = [{at for at, text in enumerate(record.cells) if text} for record in records]
    return any(last & above & row and row <= called < (above | called) for above, row in pairwise(filled))
