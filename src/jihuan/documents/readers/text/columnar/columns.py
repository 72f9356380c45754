"""The columns of a table that a page gave out column by column: headers, and the lines below each, page after page.

Each header may have its cells behind it, or all headers stand first and all columns follow: then what the lines say tells where one
column ends and the next begins. Columns with a cell in every row have as many cells, so that one number of rows decides it all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.lined.align import NEVER, cost
from jihuan.documents.readers.text.lines import Gap, Line
from jihuan.documents.recognise.kinds import parent_fits
from jihuan.documents.recognise.words import SHORT_LEVELS, column, heading, is_container, label, scope

FIRST = ("category", "level1", "level2", "level3")
WHOLE = ("level3", "target", "weight", "score", "actual")
"""Columns that have a cell in every row."""
LEVELS = ("category", "level1", "level2")
_NEEDED = ("level3", "target")
_LEADING = ("operator", "unit", "weight", "score", "actual")
"""Columns that may stand before the names and levels, values too."""
_FIGURES = ("weight", "score")
_WORDS = ("basis", "description", "deviation")
"""Columns of words, among which may be those of a header."""
_BLANK = {"weight": 3.0, "actual": 1.5, "score": 1.0}
"""Cost of a column without any cell, as where a form is not yet filled in."""
_MISSING, _MISSED = {"target": 4.0, "weight": 6.0, "score": 3.5, "actual": 4.0}, 5
"""Cost of a cell that is missing, and how many rows there are to one."""
_OBJECT = 0.5
"""Cost of a first level that speaks of 对象, as second ones do."""
_FEWEST = 3
"""So many headers one behind the other stand before all cells."""
_OWN = 2
"""So many labels stand before the levels of a list of projects, and so many projects make one."""
_PIECES, _LONG, _LONGEST = 4, 4, 16
_LIKELY = 1.2
"""A line may cost so much where lines are shared out to columns by what they say."""
_SLACK = 20.0
"""So much more may the lines up to the end of a column cost."""
_MOST = 1500
Heads = list[tuple[int, int, str]]
"""Headers: the first line, the line behind, the meaning."""


@dataclass(frozen=True, slots=True)
class Run:
    """A header with the lines that follow it."""

    name: str
    head: Line
    cells: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Columns:
    """The index of the table's first line, the columns of each of its pages, its frames, and the label of its sums."""

    start: int
    pages: list[list[Run]]
    frames: list[Line]
    total: Line | None = None
    own: Sequence[Run] = ()
    """In a list of projects, the columns of the projects' own cells."""
    rest: Sequence[Line] = ()
    """What follows the last column of figures and is none."""

    @property
    def even(self) -> bool:
        """Have values as many lines as names, but for a few that are missing?"""
        sizes = [{run.name: len(run.cells) for run in page} for page in self.pages]
        return all(0 <= it["level3"] - it["target"] <= blanks(it["level3"]) for it in sizes)


def columns_in(lines: Sequence[Line]) -> Columns | None:
    """The columns on these lines; None where they are not given out by column."""
    heads = _heads(lines)
    first = next((at for at, (_start, _stop, name) in enumerate(heads) if name in FIRST), len(heads))
    if "target" not in {name for _start, _stop, name in heads[first:]}:
        first = max((at for at, (_start, _stop, name) in enumerate(heads[:first]) if name == "target"), default=first)
    while 0 < first < len(heads) and _leads(heads[first - 1], lines[: heads[first][0]]):
        first -= 1
    heads = heads[first:]
    if not heads:
        return None
    aside: list[Line] = []
    start = heads[0][0]
    while start and (_is_total(lines[start - 1]) or _is_frame(lines[start - 1])):
        start -= 1
        aside.insert(0, lines[start])
    runs: list[Run] = []
    for (begin, stop, name), end in zip(heads, [*(head[0] for head in heads[1:]), len(lines)], strict=True):
        cells, odd = _without_frames(lines[stop:end])
        aside += odd
        runs.append(Run(name, _joined(lines[begin:stop]), cells))
    total = next(filter(_is_total, aside), None)
    own = _own(lines[:start])
    start = lines.index(own[0].head) if own else start
    bare = own if own and not any(run.cells for run in own) else []
    both = _both(runs, [found for line in aside if (found := scope(line.text))])
    pages = [both] if both else _pages([*bare, *runs], summed=total is not None)
    if bare and pages:
        own, pages[0] = pages[0][: len(bare)], pages[0][len(bare) :]
    if not pages or any(not set(_NEEDED) <= {run.name for run in page if run.cells} for page in pages):
        return None
    aside += [run.head for page in pages for run in page if not run.cells]
    filled = [[run for run in page if run.cells] for page in pages]
    filled[-1][-1], rest = _ended(filled[-1][-1])
    return Columns(start, filled, [line for line in aside if line is not total], total, own, rest)


def _ended(run: Run) -> tuple[Run, Sequence[Line]]:
    """A column of figures up to the last one, and what follows: signatures, or a table that goes on in another way."""
    figures = [at for at, line in enumerate(run.cells) if cost(run.name, line.text) <= _LIKELY]
    if run.name not in _FIGURES or not figures:
        return run, ()
    stop = next((at for at in range(len(figures)) if at != figures[at]), len(figures))
    return replace(run, cells=run.cells[:stop]), run.cells[stop:]


def _leads(head: tuple[int, int, str], lines: Sequence[Line]) -> bool:
    """Is this the header of a column whose cells end these lines?"""
    _start, stop, name = head
    costs = [cost(name, line.text) for line in lines[stop:]]
    return name in _LEADING and len(costs) >= _FEWEST and max(costs) <= _LIKELY


def _both(runs: list[Run], scopes: Sequence[str]) -> list[Run]:
    """The columns of two tables one below the other, that of the year behind, where each column of both is printed in turn; else none."""
    first, second = runs[::2], runs[1::2]
    if [run.name for run in first] != [run.name for run in second] or set(scopes) != {"long", "annual"}:
        return []
    return [*first, *second] if scopes[0] == "long" else [*second, *first]


def blanks(rows: int) -> int:
    """So many cells may be missing in a column that has one in every other row: one in five; none in the smallest tables."""
    return -(-rows // _MISSED) if rows >= _FEWEST else 0


def _own(lines: Sequence[Line]) -> list[Run]:
    """The labels among these lines, which stand above a table, each with what follows it; empty where this is no list of projects."""
    starts = [at for at, line in enumerate(lines) if label(line.text)]
    runs = [
        Run(label(lines[start].text) or "", lines[start], [line for line in lines[start + 1 : stop] if not _is_frame(line)])
        for start, stop in pairwise([*starts, len(lines)])
    ]
    names = [run.name for run in runs]
    if "name" not in names or len(runs) < _OWN or len(set(names)) < len(names):
        return []
    sizes = [len(run.cells) for run in runs]
    count = sizes[names.index("name")]
    listed = count >= _OWN and sum(size in (count, count + 1) for size in sizes) >= _OWN
    return runs if not any(sizes) or (listed and set(sizes) <= {0, 1, count, count + 1}) else []


def _is_total(line: Line) -> bool:
    return label(line.text) == "total_score"


def _is_frame(line: Line) -> bool:
    return len(line.text) >= _LONG and is_container(line.text)


def _without_frames(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The cells of a column, and the frames and the label of the sums that stand among them; who follows these begins the page instead."""
    cells: list[Line] = []
    odd: list[Line] = []
    turned = False
    texts = [line.text for line in lines]
    for line in lines:
        if _is_total(line) or (_is_frame(line) and texts.count(line.text) == 1):
            odd.append(line)
            turned = turned or line.gap is Gap.PAGE
        else:
            cells.append(replace(line, gap=Gap.PAGE) if turned else line)
            turned = False
    return cells, odd


def _heads(lines: Sequence[Line]) -> Heads:
    """All headers, those broken over lines too."""
    found: Heads = []
    at = 0
    while at < len(lines):
        text, best = "", None
        for stop in range(at + 1, min(at + _PIECES, len(lines)) + 1):
            text += lines[stop - 1].text
            name = _name(text) if stop == at + 1 else column(text)
            best = (at, stop, name) if name and len(text) <= _LONGEST else best
        found += [best] if best else []
        at = best[1] if best else at + 1
    full = {name for start, stop, name in found if lines[start].text not in SHORT_LEVELS}
    found = [head for head in found if lines[head[0]].text not in SHORT_LEVELS or head[2] not in full]
    cells = _cell_words(found, lines)
    return [head for head in found if lines[head[0]].text not in cells]


def _cell_words(heads: Heads, lines: Sequence[Line]) -> set[str]:
    """The words of a header that stand in cells (年度计划 below 指标值确定依据), in the column before them.

    Another header has their meaning, and the next line is rather a cell of that column.
    """
    meant: dict[str, set[str]] = {}
    for start, _stop, name in heads:
        meant.setdefault(name, set()).add(lines[start].text)
    starts = {start for start, _stop, _name in heads}
    found: set[str] = set()
    last, before = "", ""
    for start, stop, name in heads:
        text = lines[start].text
        if text != last and before in _WORDS and len(meant[name]) > 1:
            after = next((at for at in range(stop, len(lines)) if lines[at].text != text), start)
            found |= (
                {text} if after not in starts and cost(before, lines[after].text) < cost(name, lines[after].text) else set()
            )
        last, before = text, before if text == last or text in found else name
    return found


def _name(text: str) -> str | None:
    """What a header means; words that may as well stand in a cell are none."""
    found = column(text) or SHORT_LEVELS.get(text) or (heading(text) if len(text) >= _LONG else None)
    found = found or ("aside" if label(text) == "aside" else None)
    return None if found == "best" or (found == "cause" and len(text) < _LONG) else found


def _joined(lines: Sequence[Line]) -> Line:
    first = lines[0]
    return Line(first.number, "".join(line.text for line in lines), first.gap)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pages(runs: list[Run], *, summed: bool) -> list[list[Run]]:
    """The columns of each page: a header that is printed again begins a page. Empty where columns cannot be told apart."""
    starts = [at for at, run in enumerate(runs) if run.head.text == runs[0].head.text and run.name == runs[0].name]
    pages = [runs[start:stop] for start, stop in zip(starts, [*starts[1:], len(runs)], strict=True)]
    found: list[list[Run]] = []
    for page in pages:
        first: list[Run] = []
        if sum(not run.cells for run in page) >= max(_FEWEST - 1, len(page) - 1):
            lines = page[-1].cells
            turn = next((at for at, line in enumerate(lines) if line.gap is Gap.PAGE), len(lines))
            first = _filled(page, lines[:turn], summed=summed)
            page = first or _filled(page, lines, summed=summed)
            if not page:
                return []
            if first:
                page[-1] = replace(page[-1], cells=[*page[-1].cells, *lines[turn:]])
        turned = _turned(page, summed=summed)
        if first and len(turned) == 1 and sum(is_level1(line.text) or is_level2(line.text) for line in lines[turn:]) > 1:
            return []  # rows, one cell after the other, of which the first by chance look like columns
        found += turned
    return found


def _filled(page: list[Run], lines: Sequence[Line], *, summed: bool, goes_on: bool = False) -> list[Run]:
    """These headers with the cells of all on the lines; where they name all twice, perhaps of one half alone. Empty where they do not fit."""
    names = [run.name for run in page]
    last = {name: at for at, name in enumerate(names)}
    ways = [range(len(page)), [at for at, name in enumerate(names) if last[name] == at or name == "aside"]]
    ways += [[at for at, run in enumerate(page) if run.cells]] if goes_on else []
    for way in ways:
        parts = _parted([names[at] for at in way], lines, summed=summed, goes_on=goes_on)
        if parts is not None:
            cells = dict(zip(way, parts, strict=True))
            return [Run(run.name, run.head, cells.get(at, ())) for at, run in enumerate(page)]
    return []


def _turned(page: list[Run], *, summed: bool) -> list[list[Run]]:
    """A page, and the one behind it whose columns follow without headers."""
    last = page[-1]
    turn = next((at for at, line in enumerate(last.cells) if line.gap is Gap.PAGE), -1)
    before = [*page[:-1], Run(last.name, last.head, last.cells[: max(turn, 0)])]
    if turn < 0:
        return [page]
    turned = [replace(last.cells[turn], gap=Gap.PLAIN), *last.cells[turn + 1 :]]
    after = _filled(before, turned, summed=summed, goes_on=True)
    return [before, *_turned(after, summed=summed)] if after else [page]


# ── columns whose headers do not part them ───────────────────────────────────────────────────────────────────────────


def _parted(names: Sequence[str], lines: Sequence[Line], *, summed: bool, goes_on: bool = False) -> list[Sequence[Line]] | None:
    """The lines of each column, told by what they say and by how many rows there must be; None where they do not fit.

    ``goes_on``: levels may go on from the page before, so that these columns may be empty.
    """
    wholes = sum(name in _NEEDED for name in names)
    if not wholes or len(lines) > _MOST:
        return None
    texts = [line.text for line in lines]
    costs = {name: list(accumulate((_cost(name, text) for text in texts), initial=0.0)) for name in names}
    least = 1 if goes_on else 2
    ways = [_way(names, costs, rows, summed=summed, goes_on=goes_on) for rows in range(least, len(lines) // wholes + 1)]
    best = min((way for way in ways if way), default=None)
    if best is None or best[0] > _LIKELY * len(lines):
        return None
    stops = list(best[1])
    for at, pair in enumerate(pairwise(names)):
        if pair == ("level1", "level2"):
            firsts, seconds = texts[stops[at - 1] if at else 0 : stops[at]], texts[stops[at] : stops[at + 1]]
            stops[at] += _uppers(firsts, seconds, goes_on=goes_on)
    return [lines[start:stop] for start, stop in zip([0, *stops], stops, strict=False)]


def _cost(name: str, text: str) -> float:
    return min(cost(name, text), NEVER) + _OBJECT * (name == "level1" and "对象" in text)


def _uppers(firsts: Sequence[str], seconds: Sequence[str], *, goes_on: bool) -> int:
    """So many of the second levels are first ones: 满意度指标 may be either. The first of those that go on is nobody's to know."""
    count = 0
    while count + 1 < len(seconds) and is_level1(seconds[count]):
        above = firsts[0] if firsts else seconds[0]
        below = any(parent_fits(seconds[count], text) for text in seconds[count + 1 :])
        if not below and (goes_on or parent_fits(above, seconds[count]) is not False):
            break
        count += 1
    return count


def _way(
    names: Sequence[str], costs: dict[str, list[float]], rows: int, *, summed: bool, goes_on: bool
) -> tuple[float, tuple[int, ...]] | None:
    """The cheapest way to share all lines out to the columns of a table with so many rows: its cost, and where each column ends."""
    end = len(costs[names[0]]) - 1
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for name in names:
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (before, stops) in ways.items():
            for stop in _stops(name, start, rows, summed=summed, goes_on=goes_on):
                here = costs[name][min(stop, end)] - costs[name][start]
                here += _MISSING.get(name, 0.0) * max(rows - stop + start, 0) * (stop > start)
                if stop > end or here > _LIKELY * (stop - start) + _SLACK:
                    break
                way = before + here + _BLANK.get(name, 0.0) * (stop == start), (*stops, stop)
                if way[0] <= _LIKELY * stop + _SLACK and (stop not in after or way < after[stop]):
                    after[stop] = way
        ways = after
    return ways.get(end)


def _stops(name: str, start: int, rows: int, *, summed: bool, goes_on: bool) -> Sequence[int]:
    """Where a column that begins here may end."""
    least = start + rows - (blanks(rows) if name != "level3" else 0)
    if name in _NEEDED:
        return range(least, start + rows + 1)
    if name in WHOLE:
        return [start, *range(least, start + rows + 1 + (summed and name in ("weight", "score")))]
    return range(start + (name in LEVELS and not goes_on), start + rows + 1)
