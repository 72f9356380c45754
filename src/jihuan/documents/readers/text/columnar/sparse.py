"""Columns that only some rows have a cell in, as 偏差原因, or in which one is left blank: which rows, told by what stands in the other columns.

Cells keep their order, so that they are shared out like this: every cell to the row that it fits, every other row left blank. A row
for which another cell fits as well, or none, stays open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from jihuan.core.indicators import parse_actual, parse_target
from jihuan.documents.recognise.kinds import sign_fits, sort_of, unit_fits, value_fits

ORDER = ("target", "actual", "unit", "operator", "weight", "score", "deviation")
"""The columns that may be shared out so, those first that say something of the others."""
OPEN = -1
"""The row of an open cell."""
_MOST = 100_000
"""No more rows times cells are tried."""
_SHORT, _NAMED = 4, 2
"""Points for a cause beside a row that fell short, and for one that says what the row is called."""
_CLEAR = 2
"""So many points must the best text of a row have before the next, or it is told."""
_IMPOSSIBLE = -(10**6)
_FIGURES = {"weight": "score", "score": "weight"}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GRAM = 2
"""So many characters that a cause and a name have in common are a word."""
Texts = Mapping[str, Sequence[str]]
"""The texts of the rows in each column that is known."""
Fit = Callable[[str, int], int]
"""Points for a text as the cell of a row; for "", for no cell."""


class Placed(NamedTuple):
    """The cell of each row (an index; None for none; OPEN where that is not known), and the rows for which that is not clear."""

    cells: list[int | None]
    weak: frozenset[int]

    @property
    def told(self) -> bool:
        """Is anything known?"""
        return any(cell is not None and cell != OPEN for cell in self.cells)


def fit_of(name: str, texts: Texts) -> Fit:
    """How well a text fits the rows as a cell of this column, for what is known of the other columns."""
    names, values = _column(texts, "level3"), _column(texts, "target")
    wholes, actuals = values_of(texts), _column(texts, "actual")
    units, signs = _column(texts, "unit"), _column(texts, "operator")
    if name == "unit":
        return lambda text, row: unit_fits(text, names[row], values[row])
    if name == "operator":
        return lambda text, row: sign_fits(text, names[row], values[row] + units[row])
    if name == "target":
        return lambda text, row: (
            value_fits(names[row], text + units[row]) + _alike(text + units[row], actuals[row])
            if text
            else -_SHORT * bool(units[row] or signs[row])
        )
    if name == "actual":
        return lambda text, row: _alike(wholes[row], text) if text else 0
    if name in _FIGURES:
        other = _column(texts, _FIGURES[name])
        return lambda text, row: _SHORT * (text == other[row]) if text else 0
    short = short_rows(texts)
    return lambda text, row: _SHORT + _NAMED * _named(text, names[row]) if text and short[row] else 0


def _column(texts: Texts, name: str) -> Sequence[str]:
    """The texts of a column; blank where it is not known."""
    return texts.get(name) or [""] * max(map(len, texts.values()))


def values_of(texts: Texts) -> list[str]:
    """The target of each row with its sign and unit."""
    columns = (_column(texts, name) for name in ("operator", "target", "unit"))
    return [f"{sign if sign != '定性' else ''}{value}{unit}" for sign, value, unit in zip(*columns, strict=True)]


def short_rows(texts: Texts) -> list[bool]:
    """The rows whose score or, where there is none, whose actual value is less than it should be, so that there is a cause to tell."""
    if not texts:
        return []
    columns = (values_of(texts), *(_column(texts, name) for name in ("weight", "score", "actual")))
    return [
        Decimal(score) < Decimal(weight) if _NUMBER.fullmatch(weight) and _NUMBER.fullmatch(score) else _missed(value, actual)
        for value, weight, score, actual in zip(*columns, strict=True)
    ]


def _alike(value: str, actual: str) -> int:
    """Points for a target and an actual value beside each other."""
    if not value or not actual:
        return 0
    wanted, reached = parse_target(value), parse_actual(actual)
    if sort_of(value) != sort_of(actual) or wanted.unit != reached.unit:
        return -_NAMED
    return _NAMED + (wanted.value is not None and wanted.value == reached.value)


def _missed(value: str, actual: str) -> bool:
    wanted, reached = parse_target(value), parse_actual(actual)
    if wanted.value is None or reached.value is None or wanted.unit != reached.unit:
        return False
    return reached.value > wanted.value if wanted.operator in ("<=", "<") else reached.value < wanted.value


def _named(text: str, name: str) -> bool:
    return any(name[at : at + _GRAM] in text for at in range(len(name) - _GRAM + 1))


def placed(pages: Sequence[Sequence[str]], counts: Sequence[int], fit: Fit) -> Placed | None:
    """The cells of each page shared out to its rows as they fit best; None where they are more than the rows, or too many."""
    found: list[int | None] = []
    weak: set[int] = set()
    first = 0
    for cells, count in zip(pages, counts, strict=True):
        if len(cells) > count or len(cells) * count > _MOST:
            return None
        margins = _margins(cells, range(len(found), len(found) + count), fit)
        weak |= {len(found) + at for at, (_cell, margin) in enumerate(margins) if margin < _CLEAR}
        found += [OPEN if not margin else None if cell is None else first + cell for cell, margin in margins]
        first += len(cells)
    return Placed(found, frozenset(weak))


def _margins(cells: Sequence[str], rows: range, fit: Fit) -> list[tuple[int | None, int]]:
    """The cell of each row where all fit best, and so many points another text would make less there."""
    count = len(cells)
    points = [[*(fit(text, row) for text in cells), fit("", row)] for row in rows]
    before = _best(points, count)
    after = [way[::-1] for way in _best([[*row[-2::-1], row[-1]] for row in reversed(points)], count)][::-1]
    found: list[tuple[int | None, int]] = []
    cell = 0
    for row, above, below in zip(points, before, after[1:], strict=False):
        ways = {"": max(above[used] + row[-1] + below[used] for used in range(count + 1))}
        for used, text in enumerate(cells):
            ways[text] = max(ways.get(text, _IMPOSSIBLE), above[used] + row[used] + below[used + 1])
        first, second, *_others = (*sorted(ways.values(), reverse=True), _IMPOSSIBLE)
        taken = cell < count and row[cell] + below[cell + 1] >= row[-1] + below[cell]
        found.append((cell if taken else None, first - second))
        cell += taken
    return found


def _best(points: Sequence[Sequence[int]], count: int) -> list[list[int]]:
    """For every number of rows and of cells from the first on, the most points that these rows make with these cells."""
    found = [[0, *[_IMPOSSIBLE] * count]]
    for row in points:
        last = found[-1]
        found.append([last[0] + row[-1], *(max(last[at + 1] + row[-1], last[at] + row[at]) for at in range(count))])
    return found
