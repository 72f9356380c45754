"""Rows printed as one line each with "|" or a tab between the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from jihuan.core.document import Problem
from jihuan.documents.layout import Block
from jihuan.documents.readers.text.lined.align import NEVER
from jihuan.documents.readers.text.lined.builder import build
from jihuan.documents.readers.text.lined.headers import header_at
from jihuan.documents.readers.text.lined.rows import Row, header_of
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.readers.text.marked.matrix import Record, blocks_of
from jihuan.documents.readers.text.marked.pasted import BREAK
from jihuan.documents.recognise.headings import agency_line, is_title

_RULE = re.compile(r"[\s|:+=—-]+")
_MONTH = re.compile(r"(?:前?\d{1,2}|[一二三四]季度|1[-—~至]\d{1,2})月?(?:份|底|末)?")
_FEWEST = 3
"""So many rows with as many cells each have all of them."""
_FIGURE = re.compile(r"[\d,.]+%?")


def parted(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines in stretches, each with what parts its cells: "|", a tab, or "" for running text."""
    marks = [_mark(line) for line in lines]
    for at in range(len(lines)):  # a row without a mark, for instance the name of a level, between rows with one
        if not marks[at] and (before := marks[at - 1] if at else "") and before in marks[at + 1 : at + 3]:
            marks[at] = "" if is_title(lines[at].text) or agency_line(lines[at].text) else before
    found: list[tuple[str, list[Line]]] = []
    for mark, group in groupby(zip(marks, lines, strict=True), lambda pair: pair[0]):
        stretch = [line for _mark, line in group]
        found.append((mark if _is_table(mark, stretch) else "", stretch))
    return found


def _mark(line: Line) -> str:
    return "|" if "|" in line.text.strip("|") else "\t" if "\t" in line.text else ""


def _is_table(mark: str, lines: Sequence[Line]) -> bool:
    """Rulings alone are none; a single tab on a line may stand before the page number of a table of contents."""
    drawn = all(_RULE.fullmatch(line.text) for line in lines)
    return not drawn and (mark != "\t" or any(line.text.count("\t") > 1 for line in lines))


def read_pipes(lines: Sequence[Line], mark: str) -> tuple[list[Block], list[Problem]]:
    """The rows on these lines as a table, cell by cell where all have as many; rows that lost merged cells are put back under
    their header."""
    kept = [line for line in lines if not _RULE.fullmatch(line.text)]
    framed = mark == "|" and all(line.text.startswith("|") for line in kept if mark in line.text)
    cells = [_cells(line.text, mark, framed=framed) for line in kept]
    rows = [_row(line, _under(cells[at - 1] if at else [], cells[at])) for at, line in enumerate(kept)]
    if _is_whole(rows):
        return blocks_of([Record(row.line, list(row.pieces)) for row in rows]), []
    wide = max((_wide(rows, at) for at in range(len(rows))), default=0)
    table, problems = build([_row(line, _trimmed(list(row.pieces), wide)) for line, row in zip(kept, rows, strict=True)])
    return [table], problems


def _is_whole(rows: Sequence[Row]) -> bool:
    """Have all rows as many cells? Above the header of the indicators one may have a single cell, as wide as the table."""
    head = next((at for at, row in enumerate(rows) if header_of(row)), 0)
    counts = {len(row.pieces) for at, row in enumerate(rows) if at >= head or len(row.pieces) > 1}
    return len(rows) >= _FEWEST and len(counts) == 1 and counts.pop() >= _FEWEST


def _under(above: list[str], cells: list[str]) -> list[str]:
    """Figures below months: with a blank where their label, merged over both rows, is not printed again."""
    months = [bool(_MONTH.fullmatch(text)) for text in above]
    figures = all(_FIGURE.fullmatch(text) for text in cells)
    return ["", *cells] if figures and len(cells) > 1 and months == [False, *[True] * len(cells)] else cells


def _wide(rows: Sequence[Row], at: int) -> int:
    """The columns of a header up to the last that is not empty; 0 where none begins."""
    if header := header_at(rows, at):
        return len(header.columns)
    pieces = rows[at].pieces if header_of(rows[at]) else ()
    return next((end for end in range(len(pieces), 0, -1) if pieces[end - 1]), 0)


def _row(line: Line, cells: list[str]) -> Row:
    return Row((line.number, line.number), tuple(cells), (NEVER,) * len(cells))


def _cells(text: str, mark: str, *, framed: bool) -> list[str]:
    """The cells of a row; ``framed``: every row begins with a bar, which then is no cell's end."""
    bare = text.removeprefix("|").removesuffix("|") if framed else text
    return [cell.strip().replace(BREAK, "\n") for cell in bare.split(mark)]


def _trimmed(cells: list[str], wide: int) -> list[str]:
    """Without the empty cells at the end that the header does not have."""
    while len(cells) > max(wide, 1) and not cells[-1]:
        cells.pop()
    return cells
