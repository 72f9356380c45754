"""Two values in one column whose header names both (目标值/完成值): parted at the bar that can be no other."""

from __future__ import annotations

import re
from dataclasses import replace

from jihuan.documents.layout import Cell
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.words import heading

Pair = tuple[str, str]

_BAR = re.compile(r"\s*[/／]\s*")
_PAIRS: tuple[frozenset[str | None], ...] = (frozenset({"target", "actual"}), frozenset({"weight", "score"}))
_FIGURE = re.compile(r"[≥≤≧≦=＝>＞<＜]{0,2}\s*\d")


def paired(grid: Grid, row: int, roles: dict[str, range]) -> tuple[Pair, ...]:
    """Add the columns of headers that name two roles which ``roles`` lacks; the two in the order of their values."""
    if "target" in roles and ("actual" not in roles or "score" in roles):
        return ()
    found: list[Pair] = []
    for cell in grid.across(row, range(grid.table.columns)):
        first, bar, second = words(cell).replace("／", "/").partition("/")
        pair = (heading(first), heading(second)) if bar else (None, None)
        if pair[0] and pair[1] and frozenset(pair) in _PAIRS and not roles.keys() & {*pair}:
            roles[pair[0]] = range(cell.column, cell.column + cell.colspan)
            grid.use(cell)
            found.append((pair[0], pair[1]))
    return tuple(found)


def part(cells: dict[str, list[Cell]], pair: Pair) -> bool:
    """Give each of two roles its half of the cell of both; a cell that may be parted in several ways or none stays whole: False."""
    found = cells.get(pair[0], [])
    if len(found) == 2:  # parted by a line below the header
        cells[pair[0]], cells[pair[1]] = found[:1], found[1:]
        return True
    halves = [_halves(cell.text) for cell in found if cell.text.strip()]
    if halves and halves[0]:
        cells[pair[0]], cells[pair[1]] = ([replace(found[0], text=text)] for text in halves[0])
    return all(halves)


def _halves(text: str) -> tuple[str, str] | None:
    """The two values around the one bar that parts them: behind a figure stands another, or nothing; “元/天” has no second one."""
    parted = [(text[: bar.start()].strip(), text[bar.end() :].strip()) for bar in _BAR.finditer(text)]
    fitting = [(first, second) for first, second in parted if not (_FIGURE.match(first) and second) or _FIGURE.match(second)]
    return fitting[0] if len(fitting) == 1 else None
