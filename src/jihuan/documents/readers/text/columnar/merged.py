"""Columns with fewer cells than rows: to which rows their cells belong, told by what stands in the others.

Merged levels cover rows that follow each other. Which, the names and values of the rows say (a 满意度 is no 数量指标, a date belongs
to 时效指标: recognise/kinds), and the weights: those below 产出指标（50分） add up to 50. Each row gets the level that it has where all
rows are shared out best; a row for which another level fits as well gets none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from jihuan.documents.recognise.indicators import without_weight
from jihuan.documents.recognise.kinds import child_fits, fits, parent_fits

_CLEAR = 2
"""So many points must the best level of a row have before the next, or it is told."""
_SUMMED, _ROUND, _CHILD = 8, 2, 6
"""Points where the weights above a cut add up to what is printed, where they add up to tens, and for a level below its own."""
_IMPOSSIBLE = -(10**6)
Points = Callable[[int, int], int]
"""Points of a row in a group, or of a cut between the row before and this one, where this group begins."""


class Level(NamedTuple):
    """A level cell and the page on which it stands."""

    text: str
    page: int = 0


class Asked(NamedTuple):
    """A row whose levels are asked: its name, its value with sign and unit, its weight, its page."""

    name: str
    value: str
    weight: Decimal | None = None
    page: int = 0


class Shared(NamedTuple):
    """The index of the level over each row, None where another fits as well; the rows for which another fits nearly as well."""

    levels: list[int | None]
    weak: frozenset[int]


def share(firsts: Sequence[Level], seconds: Sequence[Level], rows: Sequence[Asked]) -> tuple[Shared | None, Shared | None]:
    """The first and the second level over each row; None where there is no such column, or it cannot be shared out."""
    if not seconds:
        child: Points = lambda at, row: child_fits(firsts[at].text, rows[row].name, rows[row].value)  # noqa: E731
        alone = _through(firsts, rows, child, _cuts(firsts, rows)) if firsts else []
        return _best(alone, [it.text for it in firsts]), None
    above = _through(firsts, seconds, lambda at, second: _below(firsts[at].text, seconds[second].text)) if firsts else []
    shared = _best(above, [it.text for it in firsts])
    parents = shared.levels if shared else [None] * len(seconds)
    if len(seconds) == len(rows):
        return shared, Shared(list(range(len(rows))), frozenset())
    by_first, by_second = _cuts(firsts, rows), _cuts(seconds, rows)

    def cut(row: int, at: int) -> int:
        parent = parents[at]
        return by_second(row, at) if parent is None or parent == parents[at - 1] else by_first(row, parent)

    def fit(at: int, row: int) -> int:
        return fits(seconds[at].text, rows[row].name, rows[row].value)

    ways = _through(seconds, rows, fit, cut)
    second = _best(ways, [f"{parent}{it.text}" for parent, it in zip(parents, seconds, strict=True)])
    if not shared:
        return None, second
    first = _best(ways, [str(at) if parent is None else firsts[parent].text for at, parent in enumerate(parents)])
    return (Shared([None if at is None else parents[at] for at in first.levels], first.weak) if first else None), second


def first_rows(weights: Sequence[Decimal | None], count: int) -> list[int] | None:
    """The first row of each of ``count`` projects whose weights have the same sum; None where they have not."""
    if None in weights or not 0 < count <= len(weights):
        return None
    sums = list(accumulate((weight or Decimal(0) for weight in weights), initial=Decimal(0)))
    wanted = [sums[-1] * number / count for number in range(count)]
    return [sums.index(part) for part in wanted] if all(part in sums for part in wanted) else None


def _below(first: str, second: str) -> int:
    return _CHILD if parent_fits(first, second) else 0


def _cuts(levels: Sequence[Level], rows: Sequence[Asked]) -> Points:
    """Points of a cut above a row: do the weights above it add up to what the levels above it say, or, where they say none, to tens?"""
    sums = list(accumulate((row.weight or Decimal(0) for row in rows), initial=Decimal(0)))
    said = [without_weight(level.text)[1] for level in levels]
    wanted = list(accumulate((weight or Decimal(0) for weight in said), initial=Decimal(0)))
    if any(row.weight is None for row in rows):
        return lambda _row, _at: 0
    if None not in said:
        return lambda row, at: _SUMMED if sums[row] == wanted[at] else -_SUMMED
    return lambda row, _at: _ROUND if sums[row] % 10 == 0 else 0


def _through(
    groups: Sequence[Level], rows: Sequence[Level | Asked], points: Points, cut: Points | None = None
) -> list[list[int]]:
    """For each row and group, the points of the best way to share the rows out to the groups in which the row has that group.

    Each group has a row at least, and begins on its own page. Empty where that is impossible.
    """
    count, wide = len(rows), len(groups)
    if not 0 < wide <= count:
        return []

    def enters(row: int, group: int) -> int:
        return (cut(row, group) if cut else 0) if groups[group].page == rows[row].page else _IMPOSSIBLE

    here = [[points(group, row) for group in range(wide)] for row in range(count)]
    down = [[here[0][0], *[_IMPOSSIBLE] * (wide - 1)]]
    for row in range(1, count):
        new = (down[-1][group - 1] + enters(row, group) if group else _IMPOSSIBLE for group in range(wide))
        down.append([max(stay, enter) + own for stay, enter, own in zip(down[-1], new, here[row], strict=True)])
    up = [[*[_IMPOSSIBLE] * (wide - 1), 0]]
    for row in range(count - 2, -1, -1):
        rest = [up[-1][group] + here[row + 1][group] for group in range(wide)]
        up.append(
            [max(rest[at], rest[at + 1] + enters(row + 1, at + 1) if at + 1 < wide else _IMPOSSIBLE) for at in range(wide)]
        )
    found = [[a + b for a, b in zip(*pair, strict=True)] for pair in zip(down, reversed(up), strict=True)]
    return found if max(found[-1]) > _IMPOSSIBLE // 2 else []


def _best(ways: list[list[int]], labels: Sequence[str]) -> Shared | None:
    """The group of each row in the best way, by the margin over groups of another label."""
    if not ways:
        return None
    levels: list[int | None] = []
    weak: set[int] = set()
    for row, points in enumerate(ways):
        best = points.index(max(points))
        margin = points[best] - max((it for it, label in zip(points, labels, strict=True) if label != labels[best]), default=0)
        margin = margin if len(set(labels)) > 1 else _CLEAR
        levels.append(best if margin else None)
        weak |= {row} if margin < _CLEAR else set()
    return Shared(levels, frozenset(weak))
