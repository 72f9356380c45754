"""Rows of which every cell is known: CSV, what Excel saves as text, and Markdown tables. Nothing here is told from what cells say."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.core.vocabulary import is_level1
from jihuan.documents.layout import Block, Cell, Paragraph, Table
from jihuan.documents.readers.text.marked.spans import spanned
from jihuan.documents.recognise.words import SHORT_LEVELS, fund_column, heading, is_container, label

_MARKS = ("\t", ",", ";")
_FEWEST = 3
"""So many rows, and so many columns, make a table."""
_MOST = 0.6
"""So many of the rows must have all cells; titles above them need not."""
_SHORT = 8
"""A word below one that covers several columns is no longer."""
_FIGURES = re.compile(r"[\d,.%％—/-]+")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_BOLD = re.compile(r"\*\*([^*|]+)\*\*")
_ENTITY = re.compile(r"&nbsp;|&emsp;|&ensp;")


class Record(NamedTuple):
    """One row: its first and last line, counted from 1, and its cells."""

    line: tuple[int, int]
    cells: list[str]


def delimited(text: str) -> list[Block] | None:
    """A whole file of rows with a mark between the cells, which quotes may protect; None where it is none."""
    for mark in _MARKS:
        records = list(_records(text, mark))
        if _is_table(records) and (mark != "\t" or '"' in text or _is_whole(records)):
            return blocks_of(records)
    return None


def _records(text: str, mark: str) -> Iterator[Record]:
    """The rows of the file; none where its quotes do not match."""
    if mark not in text:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    first = 1
    found = []
    try:
        for cells in reader:
            found.append(Record((first, reader.line_num), [cell.strip() for cell in cells]))
            first = reader.line_num + 1
    except csv.Error:
        return
    yield from found


def _is_table(records: Sequence[Record]) -> bool:
    """Have nearly all rows the same number of cells, and the others only one that is filled?"""
    filled = [record for record in records if any(record.cells)]
    if len(filled) < _FEWEST:
        return False
    wide, count = max(Counter(len(record.cells) for record in filled).items(), key=lambda item: item[1])
    others = (record for record in filled if len(record.cells) != wide)
    return wide >= _FEWEST and count >= _MOST * len(filled) and all(sum(map(bool, record.cells)) == 1 for record in others)


def _is_whole(records: Sequence[Record]) -> bool:
    """Have all rows the same number of cells, the titles too, as sheets have that were saved as text?"""
    return len({len(record.cells) for record in records if any(record.cells)}) == 1 and any(
        not record.cells[-1] for record in records if any(record.cells)
    )


def blocks_of(records: Sequence[Record]) -> list[Block]:
    """Lone cells above a table are paragraphs, runs of rows without a blank one between are tables."""
    found: list[Block] = []
    run: list[Record] = []
    for record in [*records, Record((0, 0), [])]:
        if any(record.cells):
            if run or sum(map(bool, record.cells)) > 1:
                run.append(record)
            else:
                found.append(Paragraph(text=next(filter(None, record.cells)), place=Place(line=record.line)))
        elif run:
            found.append(table_of(run))
            run = []
    return found


def table_of(records: Sequence[Record]) -> Table:
    """The rows as a table; frames that a converter wrote into each row that they span are one cell again."""
    cells: list[Cell] = []
    frames: dict[int, int] = {}
    upper = _repeated(records)
    for row, record in enumerate(records):
        for column, text in enumerate(record.cells):
            if row < upper and column and text and text == record.cells[column - 1] and not _FIGURES.fullmatch(text):
                cells[frames[column - 1]] = replace(
                    cells[frames[column - 1]], colspan=column - cells[frames[column - 1]].column + 1
                )
                frames[column] = frames[column - 1]
                continue
            above = frames.get(column)
            if above is not None and text and text == cells[above].text and (is_container(text) or label(text)):
                cells[above] = replace(cells[above], rowspan=row - cells[above].row + 1)
                continue
            frames[column] = len(cells)
            cells.append(Cell(row=row, column=column, text=text, place=Place(line=record.line)))
    place = Place(line=(records[0].line[0], records[-1].line[1]))
    wide = max(len(record.cells) for record in records)
    merged = list(spanned(cells, [record.cells for record in records]))
    return Table(rows=len(records), columns=wide, cells=tuple(_bare(_headed(merged, records))), place=place)


def _bare(cells: Iterable[Cell]) -> Iterator[Cell]:
    """The cells, row by row, without the blanks that one before them covers."""
    row, reach = 0, 0
    for cell in cells:
        if cell.row != row or cell.column >= reach or cell.text:
            row, reach = cell.row, cell.column + cell.colspan
            yield cell


def _repeated(records: Sequence[Record]) -> int:
    """The rows above the header of the indicators, if a converter wrote the texts of merged cells into each column that they span."""
    head = next((at for at, record in enumerate(records) if len({*map(heading, record.cells)} - {None}) >= _FEWEST), 0)
    rows = (record.cells for record in records[:head])
    several = (
        run for row in rows for run in zip(row, row[1:], row[2:], strict=False) if run[0] and not _FIGURES.fullmatch(run[0])
    )
    return head if any(len({*run}) == 1 for run in several) else 0


def _headed(cells: Sequence[Cell], records: Sequence[Record]) -> Iterator[Cell]:
    """The cells with those of a header of two rows merged again, as the blanks between their words show."""
    heads = [row for row, (upper, lower) in enumerate(pairwise(records)) if _is_header(upper.cells, lower.cells)]
    for cell in cells:
        upper = cell.row in heads
        below = records[cell.row + 1].cells if cell.row + 1 < len(records) else []
        row = records[cell.row].cells
        if not upper and _is_over_levels(cell, row, below):
            yield replace(cell, colspan=1 + _blanks(row, below, cell.column))
        elif cell.rowspan > 1 or cell.colspan > 1:
            yield cell
        elif upper and cell.text and not below[cell.column]:
            first = records[cell.row + 2].cells if cell.row + 2 < len(records) else []
            wide = 1 + _blanks(row, first, cell.column) if _is_over_levels(cell, row, first) else 1
            yield replace(cell, rowspan=2, colspan=wide)
        elif upper and cell.text:
            yield replace(cell, colspan=1 + _blanks(row, below, cell.column))
        elif not (upper or cell.row - 1 in heads) or cell.text:
            yield cell


def _blanks(row: Sequence[str], below: Sequence[str], at: int) -> int:
    """How many blanks stand behind a cell that have a text below them each."""
    beside = zip(row[at + 1 :], below[at + 1 :], strict=False)
    return len(list(takewhile(lambda pair: pair[1] and not pair[0], beside)))


def _is_over_levels(cell: Cell, row: Sequence[str], below: Sequence[str]) -> bool:
    """Is it the one header over the first level and the columns beside it (绩效指标 | | | 指标值)?"""
    known = is_container(cell.text) or heading(cell.text) in ("level1", "category")
    return known and len(row) == len(below) and is_level1(below[cell.column]) and any(map(heading, row[cell.column + 1 :]))


def _is_header(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Do only words of the form stand in the lower row, some under blanks, and the other words of the upper row above blanks?

    Below a row with the names of indicators and blanks behind their value any short words do (优秀, 良好; 三年, 本年).
    """
    if len(upper) != len(lower) or any(char.isdigit() for text in upper for char in text):
        return False
    pairs = list(zip(upper, lower, strict=True))
    filled = [text for text in lower if text]
    under = [above for above, text in pairs if text]
    words = [_is_word(text) for text in upper if text]
    if len(filled) < 2 or all(under) or not any(under) or words.count(False) > 1 or words.count(True) < 2:
        return False
    alone = {heading(above) for above, text in pairs if above and not text}
    return all(map(_is_word, filled)) or ("level3" in alone and all(len(text) <= _SHORT for text in filled))


def _is_word(text: str) -> bool:
    return bool(heading(text) or label(text) or fund_column(text) or text in SHORT_LEVELS or is_container(text))


def markdown(lines: Sequence[tuple[int, str]]) -> Table | None:
    """The table on these numbered lines, if the second is the rule of a Markdown table and all rows have its cells."""
    if len(lines) < _FEWEST or not _RULE.fullmatch(lines[1][1].strip()):
        return None
    records = [Record((number, number), _cells(text)) for at, (number, text) in enumerate(lines) if at != 1]
    return table_of(records) if len({len(record.cells) for record in records}) == 1 else None


def _cells(text: str) -> list[str]:
    """The cells of a row between its outer bars, with line breaks and bars as they were."""
    bare = text.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    bare = _BOLD.sub(r"\1", bare)
    parts = (_ENTITY.sub(" ", _BREAK.sub("\n", part)) for part in _BAR.split(bare))
    return [part.replace("\\|", "|").strip() for part in parts]
