"""The cells of the columns on one page, some of which go on over several lines: how many rows there are, and which lines make each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from jihuan.documents.readers.text.columnar.columns import LEVELS, WHOLE, Run, blanks
from jihuan.documents.readers.text.columnar.sparse import short_rows
from jihuan.documents.readers.text.columnar.wrapped import Lines, Wrapped
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.recognise.kinds import sort_of, suits

SPARSE = ("unit", "operator", "deviation")
"""Columns that only some rows have a cell in."""
_NEEDED, _FIGURES = ("level3", "target"), ("weight", "score")
_SINGLE = (*_FIGURES, "operator", "unit")
"""Columns too narrow of content to be broken."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TRIED = 5
"""So many numbers of rows are looked at closely."""
_MOST = 200
"""Longer columns are not tried with cells that go on over lines."""
_ORDER = {"target": 0, "level3": 1}
_TORN = 2.5
"""Columns whose cells cost more on average are not broken over lines, but have other cells missing."""
_OTHER = 1.5
"""Cost of a cell beside one that says something else."""
Known = dict[str, list[str]]
"""The texts of the rows in the columns whose cells are known."""


def rows_on(page: Sequence[Run], *, summed: bool) -> int | None:
    """The number of rows: as many as the columns with a cell in every row have; None where they contradict each other."""
    sizes = {run.name: len(run.cells) for run in page if run.name in WHOLE}
    named, valued = (sizes[name] for name in _NEEDED)
    least = min(named, valued)
    figures = {len(run.cells) - (summed and has_sum(run, page)) for run in page if run.name in _FIGURES}
    if named == valued and (not figures or least in figures or min(figures) > least):
        return least
    full = figures or ({named} if named == sizes.get("actual") else set())
    for count in (valued, named, *sorted(full)):
        if count in full and named >= count and valued >= count - blanks(count):
            return count
    if figures:
        return None
    shared = Counter(len(run.cells) for run in page if run.name not in (*LEVELS, *SPARSE))
    same = [size for size, columns in shared.items() if columns > 1 and size <= least]
    if same or max(sizes.values()) > _MOST:
        return max(same, default=None)
    ways = {run.name: Wrapped(run.name, run.cells) for run in page if run.name in WHOLE}
    names = next(run for run in page if run.name == "level3")
    plain: dict[int, float] = {}
    for count in range(1, min(sizes.values()) + 1):
        found = [way.cost(count) for way in ways.values()]
        if None not in found:
            plain[count] = sum(it or 0.0 for it in found)
    costs: dict[int, float] = {}
    for count in sorted(plain, key=lambda count: plain[count])[:_TRIED]:
        values = {"target": _texts(ways["target"].cells(count))}
        costs[count] = plain[count] + 2 * (Wrapped("level3", names.cells, _beside("level3", values)).cost(count) or 0.0)
    best = min(costs, key=lambda count: costs[count], default=None)
    return best if best and costs[best] <= _TORN * best * (len(ways) + 2) else None


def _texts(cells: Sequence[Lines]) -> list[str]:
    return ["".join(line.text for line in cell) for cell in cells]


def has_sum(run: Run, page: Sequence[Run]) -> bool:
    """Does the sum stand below the figures of this column?"""
    figures = [Decimal(line.text) for line in run.cells if _NUMBER.fullmatch(line.text)]
    names = max(len(it.cells) for it in page if it.name == "level3")
    return len(figures) > 1 and (len(run.cells) == names + 1 or figures[-1] >= max(figures[:-1]) * 2)


def cells_on(page: Sequence[Run], count: int) -> list[list[Lines]]:
    """The cells of each column where there are so many rows; a cell more in a column of figures is the sum."""
    found: dict[int, list[Lines]] = {}
    known: Known = {}
    open_ = [at for at, run in enumerate(page) if _is_broken(run, count)]
    for at in [at for at in range(len(page)) if at not in open_] + sorted(open_, key=lambda at: _ORDER.get(page[at].name, 2)):
        run = page[at]
        found[at] = _broken(run, count, known) if at in open_ else [[line] for line in run.cells]
        if len(found[at]) == count:
            known[run.name] = _texts(found[at])
    return [found[at] for at in range(len(page))]


def _is_broken(run: Run, count: int) -> bool:
    """May cells of this column go on over several lines?"""
    return run.name not in _SINGLE and len(run.cells) not in (0, count) and len(run.cells) <= _MOST


def _broken(run: Run, count: int, known: Known) -> list[Lines]:
    """The cells of a column that go on over lines: one in each row, or, of levels and causes, the likeliest number."""
    ways = Wrapped(run.name, run.cells, _beside(run.name, known))
    if run.name in (*LEVELS, *SPARSE):
        wanted = sum(short_rows(known)) if run.name == "deviation" else 0
        if not 0 < wanted <= len(run.cells):
            wanted = len(run.cells) if _are_whole(run.cells) else ways.likeliest(count)
        return ways.cells(wanted)
    return [[line] for line in run.cells] if ways.cost(count) is None else ways.cells(count)


def _are_whole(lines: Sequence[Line]) -> bool:
    """Is every line printed more than once, and not always before the same other one, as those of one cell are?"""
    after: dict[str, set[str]] = {}
    for line, behind in pairwise(lines):
        after.setdefault(line.text, set()).add(behind.text)
    times = Counter(line.text for line in lines)
    return min(times.values()) > 1 and all(len(texts) > 1 or text in texts for text, texts in after.items())


def _beside(name: str, known: Known) -> Callable[[int, str], float] | None:
    """What a text costs as the cell of a row, for what is known of the row."""
    tests: dict[str, tuple[str, Callable[[str, str], bool]]] = {
        "level3": ("target", lambda text, value: suits(text, value) < 0),
        "target": ("level3", lambda text, other: suits(other, text) < 0),
        "actual": ("target", lambda text, value: sort_of(text) != sort_of(value)),
        "description": ("level3", lambda text, other: other not in text and text not in other),
    }
    other, is_odd = tests.get(name, ("", lambda _text, _other: False))
    return partial(_odd, known[other], is_odd) if other in known else None


def _odd(texts: list[str], is_odd: Callable[[str, str], bool], row: int, text: str) -> float:
    return _OTHER * (row < len(texts) and is_odd(text, texts[row]))


def without_sum(run: Run, cells: list[Lines], count: int) -> tuple[list[Lines], Line | None]:
    """The cells without the sum below them, and the sum."""
    extra = run.name in _FIGURES and len(cells) == count + 1
    return (cells[:-1], cells[-1][0]) if extra else (cells, None)
