"""Sheets that a page gave out row by row, one line each, with spaces between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.labels import mended
from jihuan.documents.readers.text.lined.align import NEVER, STROKES
from jihuan.documents.readers.text.lined.builder import Builder
from jihuan.documents.readers.text.lined.cuts import pieces_of
from jihuan.documents.readers.text.lined.headers import header_at
from jihuan.documents.readers.text.lined.rows import Row, cells_of, header_of, placed
from jihuan.documents.readers.text.lines import Gap, Line, tokens_of
from jihuan.documents.recognise.words import label

_WIDE = re.compile(r"\s{2,}|\u3000")
_SPACE = {Gap.AUTO: 1.5, Gap.SPACE: 3.0}
_SAMPLE = 40
_ENOUGH = 0.6
"""So many of the lines must be rows by themselves."""
_SEAM = 0.5
_LONGEST = 3
_PAGE = re.compile(r"\d{1,3}")
"""What alone between two rows belongs to neither: the number of a page."""
CONTINUED = re.compile(r"[（(]?(?:接上[表页]|续[上前]?表|下接)[)）]?")
"""What stands above a table that goes on."""
_NO_ROW = 12.0
"""Cost of a line that is no row."""


def rows_in(lines: Sequence[Line]) -> list[Row] | None:
    """The rows on these lines; None where a line is not a row, or where no header stands on one line."""
    rows = [row_of(line) for line in lines]
    head = next((at for at, row in enumerate(rows) if header_at(rows, at) or header_of(row)), None)
    if head is None:
        return None
    builder = Builder()
    if header := header_at(rows, head):
        builder.header(rows[head], rows[head + 1] if header.lower else None, header)
    else:
        builder.row(rows[head])
    body = head + 1 + bool(header and header.lower)
    if not (lines[head].glued or _is_rowwise(rows[body:], builder.columns)):
        return None
    upper = [token for line in lines[:head] for token in tokens_of(line)]
    if not all(row.sure for row in rows[:head]) and mended(upper) != upper:
        return None
    return [*rows[:body], *_mended([_apart(row, builder.columns) for row in rows[body:]], builder.columns)]


def _apart(row: Row, columns: Sequence[str]) -> Row:
    """A row with glued cells cut to pieces, unless the cells that spaces part make a better one."""
    if not row.glued:
        return row
    cut = pieces_of(row)
    plain, better = placed(row, columns)[1], placed(cut, columns)[1]
    if plain and (better is None or plain.cost <= better.cost + 1):
        return replace(row, glued=False)
    return cut


def row_of(line: Line) -> Row:
    """A line cut at its spaces; where some are wide, only these part cells."""
    where = (line.number, line.number)
    if _WIDE.search(line.text):
        pieces = [piece for piece in _WIDE.split(line.text) if piece]
        return Row(where, tuple(pieces), (NEVER,) * len(pieces), line.glued)
    tokens = tokens_of(line)
    texts = tuple(token.text for token in tokens)
    joins = (NEVER if _is_blank(texts, at) else _SPACE.get(token.gap, NEVER) for at, token in enumerate(tokens))
    return Row(where, texts, tuple(joins), line.glued)


def _is_blank(pieces: Sequence[str], at: int) -> bool:
    """Does a stroke by itself begin or end here for a cell that has nothing to say? One between two words may be 元 / 人."""
    if STROKES.fullmatch(pieces[at]):
        return at + 1 == len(pieces) or bool(STROKES.fullmatch(pieces[at + 1]) or STROKES.fullmatch(pieces[at - 1]))
    return at > 1 and bool(STROKES.fullmatch(pieces[at - 1]) and STROKES.fullmatch(pieces[at - 2]))


def _is_rowwise(rows: Sequence[Row], columns: Sequence[str]) -> bool:
    sample = [row for row in rows[:_SAMPLE] if not _is_label(row)]
    alone = [row for row in sample if _is_level(row)]
    if alone and not is_level1(sample[0].pieces[0]):  # levels that stand at the middle of their rows
        return False
    sample = [row for row in sample if row not in alone]
    whole = sum(_is_row(row, columns) for row in sample)
    return whole > 0 and whole >= _ENOUGH * len(sample)


def _is_level(row: Row) -> bool:
    """Does the line hold a level that covers several rows, and nothing else?"""
    return all(is_level1(piece) or is_level2(piece) for piece in row.pieces)


def _is_label(row: Row) -> bool:
    """Does the line begin with a label, or is it a sum?"""
    text, known = cells_of(row)[0]
    if CONTINUED.fullmatch(text):
        return True
    return known and label(text) is not None and not (is_level1(text) or is_level2(text))


def _is_row(row: Row, columns: Sequence[str]) -> bool:
    found = placed(row, columns)[1]
    values = {"target", "actual"} & set(columns)
    return found is not None and (not values or any(columns[cell.column] in {*values, "total"} for cell in found.cells))


def _mended(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    """Rows that go on in the next lines put together: the cheapest way to share the lines out, no label in the middle."""
    whole = [_is_row(row, columns) for row in rows]
    around = zip([False, *whole], rows, [*whole[1:], False], strict=False)
    pages = [before and after and _PAGE.fullmatch(" ".join(row.pieces)) for before, row, after in around]
    labels = [bool(page or _is_label(row) or header_of(row)) for page, row in zip(pages, rows, strict=True)]
    levels = [_is_level(row) for row in rows]
    best: list[tuple[float, Row | None]] = [(0.0, None)] * (len(rows) + 1)
    for at in range(len(rows) - 1, -1, -1):
        ways = [(_cost(rows[at], columns) + best[at + 1][0], 1, rows[at])]
        for stop in range(at + 2, min(at + _LONGEST, len(rows)) + 1):
            if any(labels[at:stop]) or all(whole[at:stop]) or (levels[stop - 1] and not all(levels[at:stop])):
                break
            joined = _joined(rows[at:stop])
            ways.append((_cost(joined, columns) + best[stop][0], stop - at, joined))
        cost, length, row = min(ways, key=lambda way: way[:2])
        best[at] = cost, replace(row, line=(rows[at].line[0], rows[at + length - 1].line[1]))
    return list(_along(best, [row.line[0] for row in rows]))


def _cost(row: Row, columns: Sequence[str]) -> float:
    found = placed(row, columns)[1]
    return found.cost if found and _is_row(row, columns) else _NO_ROW


def _along(best: list[tuple[float, Row | None]], firsts: list[int]) -> Iterator[Row]:
    """The rows of the cheapest way, each beginning behind the last line of the one before."""
    last = 0
    for first, (_cost, row) in zip(firsts, best, strict=False):
        if row is not None and first > last:
            last = row.line[1]
            yield row


def _joined(rows: Sequence[Row]) -> Row:
    """One row of the lines; its cells may go on over the line break."""
    pieces = tuple(piece for row in rows for piece in row.pieces)
    joins = tuple(join if at else _SEAM for row in rows for at, join in enumerate(row.joins))
    starts = accumulate((len(row.pieces) for row in rows), initial=0)
    cuts = frozenset(start + at for start, row in zip(starts, rows, strict=False) for at in row.cuts)
    return Row((rows[0].line[0], rows[-1].line[1]), pieces, joins, any(row.glued for row in rows), cuts)
