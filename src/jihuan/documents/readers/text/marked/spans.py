"""How many columns labels cover that stand above their values, where a file without merged cells leaves blanks behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from jihuan.documents.layout import Cell
from jihuan.documents.recognise.words import label

_FEWEST = 2


def spanned(cells: Sequence[Cell], rows: Sequence[Sequence[str]]) -> Iterator[Cell]:
    """The cells of these rows, labels and the values below them with the blanks behind them."""
    wide: dict[int, dict[int, int]] = {}
    for at, (upper, lower) in enumerate(pairwise(rows)):
        if _is_above(upper, lower):
            wide[at] = wide[at + 1] = _runs(upper)
    for cell in cells:
        yield replace(cell, colspan=wide.get(cell.row, {}).get(cell.column, 1))


def _runs(row: Sequence[str]) -> dict[int, int]:
    """For each filled column how many it is with the blank ones behind it."""
    filled = [at for at, text in enumerate(row) if text]
    return {at: after - at for at, after in pairwise([*filled, len(row)])}


def _is_above(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Is each text of the upper row a label, and the one under it its value?"""
    pairs = [(above, below) for above, below in zip(upper, lower, strict=False) if above or below]
    labels = [bool(label(above)) and bool(below) and not label(below) for above, below in pairs]
    return len(pairs) >= _FEWEST and all(labels)
