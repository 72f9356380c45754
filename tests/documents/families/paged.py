"""Blocks drawn on the pages of an OFD: ruled tables with merged cells, wrapped texts, a new page before the row that has no room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from tests.documents.families.build import Block, Piece, Rows, pieces
from tests.documents.readers.ofd.drawn import line, ofd, text

_LEFT, _TOP, _RIGHT, _BOTTOM = 12.0, 18.0, 198.0, 280.0
_SIZE, _LINE, _PAD = 2.8, 3.8, 1.0


def as_ofd(blocks: list[Block]) -> bytes:
    """The file."""
    pages: list[list[str]] = [[]]
    y = _TOP
    for block in blocks:
        if isinstance(block, str):
            pages[-1] += [text(_LEFT, y + at * _LINE, words, size=_SIZE) for at, words in _wrapped(block, _RIGHT - _LEFT)]
            y += _LINE * (1 + len(list(_wrapped(block, _RIGHT - _LEFT))))
        else:
            y = _table(block, y, pages) + _LINE
    return ofd(*("".join(page) for page in pages))


def _wrapped(words: str, room: float) -> Iterator[tuple[int, str]]:
    """Printed lines with their numbers."""
    number = 0
    for whole in words.split("\n"):
        start = 0
        while start < len(whole) or not start:
            ends = accumulate(_SIZE if ord(char) > 0x2E80 else _SIZE / 2 for char in whole[start:])
            stop = start + max(sum(end <= room for end in ends), 1)
            yield number, whole[start:stop]
            start, number = stop, number + 1


def _heights(rows: Rows, cells: Sequence[Piece], wide: float) -> list[float]:
    """Of each row; the last row of a merged cell grows until its text has room."""
    heights = [0.0] * len(rows)
    for it in sorted(cells, key=lambda cell: cell.row + cell.down):
        need = 2 * _PAD + _LINE * len(list(_wrapped(it.text, it.across * wide - 2 * _PAD)))
        rest = need - sum(heights[it.row : it.row + it.down - 1])
        heights[it.row + it.down - 1] = max(heights[it.row + it.down - 1], rest)
    return heights


def _table(rows: Rows, y: float, pages: list[list[str]]) -> float:
    """Draw a table from ``y`` on; where it ends. A cell cut by the end of a page is closed there and goes on, blank, on the next."""
    cells = pieces(rows)
    wide = (_RIGHT - _LEFT) / max(len(row) for row in rows)
    heights = _heights(rows, cells, wide)
    first = 0
    while first < len(rows):
        tops = list(accumulate(heights[first:], initial=y))
        fit = max(sum(top <= _BOTTOM for top in tops[1:]), y == _TOP)
        if fit:
            for it in cells:
                if it.row < first + fit and it.row + it.down > first:
                    above, below = max(it.row - first, 0), min(it.row + it.down - first, fit)
                    pages[-1].append(_cell(it, wide, (tops[above], tops[below]), said=it.row >= first))
            first, y = first + fit, tops[fit]
        if first < len(rows):
            pages.append([])
            y = _TOP
    return y


def _cell(it: Piece, wide: float, across: tuple[float, float], *, said: bool) -> str:
    """Its four sides and, ``said``, its text."""
    x0, x1 = _LEFT + it.column * wide, _LEFT + (it.column + it.across) * wide
    y0, y1 = across
    sides = [line(x0, y0, x1, y0), line(x0, y1, x1, y1), line(x0, y0, x0, y1), line(x1, y0, x1, y1)]
    lines = _wrapped(it.text, x1 - x0 - 2 * _PAD) if said and it.text else ()
    return "".join(sides + [text(x0 + _PAD, y0 + _PAD + at * _LINE, words, size=_SIZE) for at, words in lines if words])
