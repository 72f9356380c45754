"""Merged cells of a table of words: which rows each 一级指标 and 二级指标 covers, told by where it stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.placed.canvas import Word

_LONGEST = 10
"""So many lines a merged cell's text has at most."""
_APART = 3
"""No lines of one text are further apart."""
_OFF = 1.1
"""Lines by which a merged cell may stand off the middle of its rows before all of them are told."""
_CLOSE = 0.8
"""A border between two cells that might as well be a row further up or down, but for so much."""
_STRANGE = 3.0
"""Cost of a row under a level that what stands beside it speaks against."""
_KINDS = (("满意",), ("成本",), ("数量", "质量", "时效", "产出", "完成"), ("效益", "影响", "效果", "可持续"))


class Merged(NamedTuple):
    """The text of a merged cell, and its first and last line."""

    top: int
    bottom: int
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """For each row the text of its cell, "" where there is none, and whether it may belong to the cell above or below."""

    texts: list[str]
    doubts: list[bool]
    cost: float

    @property
    def doubtful(self) -> bool:
        """Is any row in doubt?"""
        return any(self.doubts)


def merged_in(words: Sequence[Word]) -> list[Merged]:
    """The cells of a column: the longest names of levels that lines one below the other make, other texts as they stand."""
    lines: list[Merged] = []
    for word in words:
        if lines and lines[-1].bottom == word.y:
            lines[-1] = lines[-1]._replace(text=lines[-1].text + word.text)
        else:
            lines.append(Merged(word.y, word.y, word.text))
    found: list[Merged] = []
    at = 0
    while at < len(lines):
        stop = next((end for end in range(min(at + _LONGEST, len(lines)), at, -1) if _is_level(lines[at:end])), at + 1)
        part = lines[at:stop]
        found.append(Merged(part[0].top, part[-1].bottom, "".join(it.text for it in part)))
        at = stop
    return found


def _is_level(lines: Sequence[Merged]) -> bool:
    """Do these lines name one level, with nothing far between them?"""
    text = "".join(line.text for line in lines)
    near = all(b.top - a.bottom <= _APART for a, b in zip(lines, lines[1:], strict=False))
    return near and (is_level1(text) or is_level2(text))


def spread(cells: Sequence[Merged], rows: Sequence[tuple[int, int]], beside: Sequence[str]) -> Spread:
    """The cells over the rows (first and last line of each): each in the middle of its rows, or at the top of them.

    ``beside`` is what stands in each row right of them, which may speak for one cell or the other.
    """
    if not cells or not rows:
        return Spread([""] * len(rows), [False] * len(rows), 0.0)
    ways = [way for way in (_at_top(cells, rows), _in_middle(cells, rows, beside)) if way]
    return min(ways, key=lambda way: way.cost) if ways else _nearest(cells, rows)


def _at_top(cells: Sequence[Merged], rows: Sequence[tuple[int, int]]) -> Spread | None:
    """Each cell begins in a row of its own and goes on until the next one."""
    starts = [next((at for at, (top, bottom) in enumerate(rows) if top <= it.bottom and it.top <= bottom), -1) for it in cells]
    if -1 in starts or sorted(set(starts)) != starts:
        return None
    texts = [""] * len(rows)
    for cell, start, stop in zip(cells, starts, [*starts[1:], len(rows)], strict=True):
        texts[start:stop] = [cell.text] * (stop - start)
    middle = sum(_off(cell, *rows[start]) ** 2 for cell, start in zip(cells, starts, strict=True))
    upper = sum((cell.top - rows[start][0]) ** 2 for cell, start in zip(cells, starts, strict=True))
    return Spread(texts, [False] * len(rows), min(middle, upper) + (_STRANGE if starts[0] else 0.0))


def _in_middle(cells: Sequence[Merged], rows: Sequence[tuple[int, int]], beside: Sequence[str]) -> Spread | None:
    """The rows shared out so that every cell stands as near to the middle of its own as can be."""
    count = len(rows)
    if len(cells) > count:
        return None

    def cost(cell: Merged, start: int, stop: int) -> float:
        strange = sum(_is_strange(cell.text, beside[row]) for row in range(start, stop))
        return _off(cell, rows[start][0], rows[stop - 1][1]) ** 2 + _STRANGE * strange

    costs: list[list[tuple[float, int]]] = [[(float("inf"), 0)] * (count + 1) for _ in range(len(cells) + 1)]
    costs[0][0] = (0.0, 0)
    for at, cell in enumerate(cells, 1):
        for stop in range(at, count + 1):
            costs[at][stop] = min((costs[at - 1][start][0] + cost(cell, start, stop), start) for start in range(at - 1, stop))
    ends = [count]
    for at in range(len(cells), 0, -1):
        ends.append(costs[at][ends[-1]][1])
    ends.reverse()
    texts = [cell.text for at, cell in enumerate(cells) for _row in range(ends[at], ends[at + 1])]
    return Spread(texts, _doubts(cells, rows, ends, cost), costs[-1][count][0])


def _doubts(
    cells: Sequence[Merged], rows: Sequence[tuple[int, int]], ends: Sequence[int], cost: Callable[[Merged, int, int], float]
) -> list[bool]:
    """The rows of cells that stand off their middle, and those at a border that might as well be a row further up or down."""
    found = [False] * len(rows)
    for at, cell in enumerate(cells):
        if _off(cell, rows[ends[at]][0], rows[ends[at + 1] - 1][1]) > _OFF:
            found[ends[at] : ends[at + 1]] = [True] * (ends[at + 1] - ends[at])
    for at, (above, below) in enumerate(pairwise(cells)):
        start, middle, stop = ends[at : at + 3]
        now = cost(above, start, middle) + cost(below, middle, stop)
        for other, moved in ((middle - 1, middle - 1), (middle + 1, middle)):
            if start < other < stop and cost(above, start, other) + cost(below, other, stop) - now < _CLOSE:
                found[moved] = True
    return found


def _is_strange(level: str, text: str) -> bool:
    """Does the text beside a level speak of another kind of indicators?"""
    kinds = [next((at for at, words in enumerate(_KINDS) if any(word in it for word in words)), None) for it in (level, text)]
    if kinds[0] == kinds[1]:
        return False
    if is_level2(text) or is_level1(text):
        return None not in kinds and 1 not in kinds and not (kinds[1] == 0 and kinds[0] == 3)
    return kinds[0] == 0 or kinds[1] == 0


def _off(cell: Merged, top: int, bottom: int) -> float:
    return abs(cell.top + cell.bottom - top - bottom) / 2


def _nearest(cells: Sequence[Merged], rows: Sequence[tuple[int, int]]) -> Spread:
    """Each row with the cell that stands nearest: a guess."""
    middles = [(top + bottom) / 2 for top, bottom in rows]
    texts = [min(cells, key=lambda cell: abs((cell.top + cell.bottom) / 2 - middle)).text for middle in middles]
    return Spread(texts, [True] * len(rows), float("inf"))
