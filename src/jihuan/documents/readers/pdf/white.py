"""Columns that no line parts: texts with white between them."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from jihuan.documents.readers.pdf.lines import Line

Ends = tuple[float, float]
"""The left and the right end of a column."""

_WHITE, _LEAST_WHITE = 0.7, 0.2
"""Of the height of a line: so wide is the white between two columns of a row, and where other rows have shown them."""


def widened(columns: list[Ends], pieces: list[Line]) -> list[Ends] | None:
    """The columns with further texts; None where one of these stands in two of them, or leaves no white between two."""
    found = list(columns)
    height = _height(pieces)
    for _, start, _, end, _ in sorted(pieces, key=lambda piece: piece.x0):
        over = [at for at, (left, right) in enumerate(found) if left < end and start < right]
        near = [at for at, (left, right) in enumerate(found) if max(left - end, start - right) < _WHITE * height]
        at = over[0] if over else min(near, key=lambda at: max(found[at][0] - end, start - found[at][1]), default=None)
        if len(over) > 1:
            return None
        if at is None:
            found = sorted([*found, (start, end)])
        else:
            found[at] = min(found[at][0], start), max(found[at][1], end)
    return found if all(b[0] - a[1] >= _LEAST_WHITE * height for a, b in pairwise(found)) else None


def _height(pieces: list[Line]) -> float:
    return median([piece.y1 - piece.y0 for piece in pieces] or [0.0])


def columns_of(pieces: list[Line]) -> list[Ends]:
    """Left and right end of each column of a row."""
    found: list[Ends] = []
    white = _WHITE * _height(pieces)
    for start, end in sorted((piece.x0, piece.x1) for piece in pieces):
        if found and start - found[-1][1] < white:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
