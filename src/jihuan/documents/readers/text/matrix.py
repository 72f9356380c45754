"""Rows of which every cell is known: CSV, what Excel saves as text, and Markdown tables. Nothing here is told from what cells say."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.documents.layout import Block, Cell, Paragraph, Table
from jihuan.documents.readers.text.spans import spanned
from jihuan.documents.recognise.words import SHORT_LEVELS, fund_column, heading, is_container, label

_MARKS = ("\t", ",", ";")
_FEWEST = 3
"""So many rows, and so many columns, make a table."""
_MOST = 0.6
"""So many of the rows must have all cells; titles above them need not."""
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
    for row, record in enumerate(records):
        for column, text in enumerate(record.cells):
            above = frames.get(column)
            if above is not None and text and text == cells[above].text and (is_container(text) or label(text)):
                cells[above] = replace(cells[above], rowspan=row - cells[above].row + 1)
                continue
            frames[column] = len(cells)
            cells.append(Cell(row=row, column=column, text=text, place=Place(line=record.line)))
    place = Place(line=(records[0].line[0], records[-1].line[1]))
    wide = max(len(record.cells) for record in records)
    merged = list(spanned(cells, [record.cells for record in records]))
    return Table(rows=len(records), columns=wide, cells=tuple(_headed(merged, records)), place=place)


def _headed(cells: Sequence[Cell], records: Sequence[Record]) -> Iterator[Cell]:
    """The cells with those of a header of two rows merged again, as the blanks between their words show."""
    heads = [row for row, (upper, lower) in enumerate(pairwise(records)) if _is_header(upper.cells, lower.cells)]
    for cell in cells:
        upper = cell.row in heads
        below = records[cell.row + 1].cells if upper else ()
        row = records[cell.row].cells
        if cell.rowspan > 1 or cell.colspan > 1:
            yield cell
        elif upper and cell.text and not below[cell.column]:
            yield replace(cell, rowspan=2)
        elif upper and cell.text:
            beside = zip(row[cell.column + 1 :], below[cell.column + 1 :], strict=True)
            blank = takewhile(lambda pair: pair[1] and not pair[0], beside)
            yield replace(cell, colspan=1 + len(list(blank)))
        elif not (upper or cell.row - 1 in heads) or cell.text:
            yield cell


def _is_header(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Do only words of the form stand in the lower row, some under blanks, and the other words of the upper row above blanks?"""
    if len(upper) != len(lower) or any(char.isdigit() for text in upper for char in text):
        return False
    pairs = list(zip(upper, lower, strict=True))
    filled = [text for text in lower if text]
    known = all(heading(it) or label(it) or fund_column(it) or it in SHORT_LEVELS or is_container(it) for it in filled)
    under = [above for above, text in pairs if text]
    return known and len(filled) > 1 and not all(under) and any(under) and any(heading(text) or label(text) for text in upper)


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
