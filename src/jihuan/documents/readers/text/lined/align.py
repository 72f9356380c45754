"""Which column each piece of a printed row belongs to, where the row no longer says it: merged cells left out, cells glued together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.costs import ROLES, content

NEVER = 99.0
"""Cost of what cannot be."""
STROKES = re.compile(r"[/／—–-]+")
"""What stands in a cell that has nothing to say."""
_STRUCK = re.compile(r"[/／—–].*[^/／—–]|.*[^/／—–][/／—–]", re.DOTALL)
"""A text with a stroke at its edge, that of another cell."""
_GRADE, _WORD = 1.5, 8
"""What a word nobody knows costs as the value of a lower grade (一般, 较差), and how long it may be."""
_TOKENS = 160
_SIGNED = re.compile(r"[^（(*][≥≤≧≦＝=]")
_TWICE = re.compile(r"[\d%％][≥≤≧≦＝=]")
_BODY = re.compile(r"(?:局|院|中心|站|所|校|委|会|办|室|馆|社|队|部|厅|学|园|单位|政府|街道|本级)(?:（[^）]*）)?$")
"""How names of units end."""
_OPEN_SIGN = re.compile(r"[≥≤≧≦＝=<>]$")
_TORN = re.compile(r"[%％‰.≥≤=]|\d+[%％‰]|[\d.]+$")
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?[%％]?")
_LEADING = re.compile(r"(?:完成|时限|时间|期限)\D*\d")
_NOUGHTS = re.compile(r"[≥≤=]*0\d")
_NOUGHT = r"(?!0\d)"
_STROKE = r"|[/—–-]+"
_MONEY = (
    re.compile(rf"{_NOUGHT}\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_NOUGHT}\d+\.\d\d{_STROKE}"),
    re.compile(r"[\d,]*\.?\d+(?:万元|元)?"),
)
_POINTS = (re.compile(rf"10{_STROKE}"), re.compile(rf"{_NOUGHT}\d{{1,2}}(?:\.\d{{1,2}})?分?"))
_FUNDS = {
    **dict.fromkeys(("total", "fiscal", "other", "initial", "adjusted", "executed"), _MONEY),
    "execution_rate": (re.compile(rf"{_NOUGHT}\d{{1,3}}(?:\.\d+)?[%％]{_STROKE}"), re.compile(rf"{_NOUGHT}\d+(?:\.\d+)?")),
    "execution_weight": _POINTS,
    "execution_score": (re.compile(rf"{_NOUGHT}\d(?:\.\d{{1,2}})?分?|10{_STROKE}"), _POINTS[1]),
}
"""How figures of the funds look, and how they also may look."""
_SKIP = {
    "frame": 0.0, "cause": 0.0, "aside": 0.2, "strange": 1.0, "level1": 0.3, "level2": 0.3, "deviation": 0.2, "operator": 1.5, "unit": 1.5, "level3": 9.0,
    "target": 4.0, "best": 4.0, "grade": 1.5, "actual": 3.0, "weight": 3.0, "score": 3.0, "initial": 3.0, "adjusted": 3.0, "executed": 3.0,
    "execution_rate": 1.0, "execution_weight": 1.0, "execution_score": 1.0, "name": 0.3, "code": 0.3, "agency_name": 0.3, "agency_code": 0.3,
    "total": 0.3, "fiscal": 0.3, "other": 0.3, "goals": 0.3, "long_goals": 0.3, "achievement": 0.3,
}  # fmt: skip
"""Cost of an empty cell of each column; 2.5 for all others."""


class Placed(NamedTuple):
    """Pieces start..stop (exclusive) as the cell of ``column``."""

    column: int
    start: int
    stop: int


class Arranged(NamedTuple):
    """The cheapest arrangement of a row; ``margins``: how much dearer the cheapest is that places what is in each cell otherwise."""

    cells: tuple[Placed, ...]
    cost: float
    margins: tuple[float, ...]


def arrange(pieces: Sequence[str], joins: Sequence[float], columns: Sequence[str]) -> Arranged | None:
    """Pieces of one row under columns of these meanings; ``joins[i]`` is the cost of piece i in one cell with the piece before.

    None where no arrangement is possible.
    """
    count, wide = len(pieces), len(columns)
    if not count or count > _TOKENS:
        return None
    last = max((at for at, name in enumerate(columns) if ROLES.get(name, "text") == "text" and name not in _SKIP), default=-1)
    edges = [[_cells(pieces, joins, start, columns[at], at == last) for at in range(wide)] for start in range(count)]
    forward = [[NEVER * 9] * (wide + 1) for _ in range(count + 1)]
    via: dict[tuple[int, int], tuple[int, bool]] = {}
    forward[0][0] = 0.0
    for start in range(count + 1):
        for at in range(wide):
            here = forward[start][at]
            if here >= NEVER:
                continue
            skipped = here + _SKIP.get(columns[at], 2.5)
            if skipped < forward[start][at + 1]:
                forward[start][at + 1], via[start, at + 1] = skipped, (start, False)
            for stop, cost in edges[start][at] if start < count else ():
                if here + cost < forward[stop][at + 1]:
                    forward[stop][at + 1], via[stop, at + 1] = here + cost, (start, True)
    best = forward[count][wide]
    if best >= NEVER:
        return None
    cells = _traced(via, (count, wide))
    others = _others(edges, forward, columns, set(cells))
    blank = [not any(pieces[cell.start : cell.stop]) for cell in cells]
    margins = (NEVER if blank[at] else min(others[cell.start : cell.stop]) - best for at, cell in enumerate(cells))
    return Arranged(tuple(cells), best, tuple(margins))


def _traced(via: dict[tuple[int, int], tuple[int, bool]], state: tuple[int, int]) -> list[Placed]:
    """The cells on the way to this state."""
    cells: list[Placed] = []
    while state != (0, 0):
        before, taken = via[state]
        if taken:
            cells.append(Placed(state[1] - 1, before, state[0]))
        state = (before, state[1] - 1)
    return cells[::-1]


def _others(
    edges: list[list[list[tuple[int, float]]]], forward: list[list[float]], columns: Sequence[str], best: set[Placed]
) -> list[float]:
    """For each piece the cost of the cheapest arrangement with it in a cell that the best one does not have."""
    count, wide = len(edges), len(columns)
    backward = [[NEVER * 9] * (wide + 1) for _ in range(count + 1)]
    backward[count][wide] = 0.0
    second = [NEVER] * count
    for at in range(wide - 1, -1, -1):
        for start in range(count, -1, -1):
            rest = backward[start][at + 1] + _SKIP.get(columns[at], 2.5)
            for stop, cost in edges[start][at] if start < count else ():
                through = cost + backward[stop][at + 1]
                rest = min(rest, through)
                if Placed(at, start, stop) not in best:
                    whole = forward[start][at] + through
                    for piece in range(start, stop):
                        second[piece] = min(second[piece], whole)
            backward[start][at] = rest
    return second


def _cells(pieces: Sequence[str], joins: Sequence[float], start: int, name: str, last: bool) -> list[tuple[int, float]]:
    """Cells of the column that may begin with this piece: (stop, cost)."""
    found: list[tuple[int, float]] = []
    text, inside = "", 0.0
    for stop in range(start + 1, len(pieces) + 1):
        if stop - 1 > start:
            inside += joins[stop - 1]
        if inside > 8 or len(text) > 120:
            break
        text += pieces[stop - 1]
        whole = inside + cost(name, text, last)
        if whole < 12:
            found.append((stop, whole))
    return found


@lru_cache(maxsize=65536)
def cost(name: str, text: str, last: bool = False) -> float:
    """Cost of a text as the cell of a column; blank cells cost what leaving the column out costs."""
    if not text:
        return _SKIP.get(name, 2.5)
    if _STRUCK.fullmatch(text):
        return 6.0 + _cost(name, text, last)
    return _cost(name, text, last)


def _cost(name: str, text: str, last: bool) -> float:
    """Cost of a text that no stroke begins or ends."""
    if name in ("frame", "cause"):
        return 0.5 if len(text) == 1 and name == "cause" and not text.isdigit() else NEVER
    if name in _FUNDS:
        usual, possible = _FUNDS[name]
        return 0.0 if usual.fullmatch(text) else 0.6 if possible.fullmatch(text) else NEVER
    if name == "strange":
        return 6.0 if is_level1(text) or is_level2(text) else 0.3
    role = ROLES.get(name, "text")
    if role == "value":
        return min(_value(text, last), _GRADE) if name == "grade" and len(text) <= _WORD else _value(text, last)
    return content(role, text, last) + _oddness(name, text)


def _value(text: str, last: bool) -> float:
    """Cost of a text as a value: a number alone is less likely than one with a unit, and no number begins with a nought."""
    if _NOUGHTS.match(text):
        return NEVER
    twice = 6.0 if _TWICE.search(text) else 0.0
    return (
        twice
        + content("value", text, last)
        + (0.5 if text.replace(".", "").isdigit() else 0.6 if _LEADING.match(text) else 0.0)
    )


def _oddness(name: str, text: str) -> float:
    """What a text costs that looks like parts of other cells; 成本 is a second level more often than a first, 产出 a first."""
    if ROLES.get(name, "text") in ("number", "sign", "mark"):
        return 8.0 if _NOUGHTS.match(text) else 0.0
    if name == "aside" and _FIGURES.fullmatch(text):
        return 0.0
    if name in ("name", "agency_name"):
        return 1.0 if bool(_BODY.search(text)) == (name == "name") else 0.0
    if name in ("level1", "level2"):
        return 1.0 if text.startswith("成本" if name == "level1" else ("产出", "效益")) else 0.0
    if text.endswith("指标") and (is_level1(text) or is_level2(text)):
        return 0.0 if name == "category" else 6.0
    torn = 6.0 if _OPEN_SIGN.search(text) else 4.0 if _SIGNED.search(text) or _TORN.match(text) else 0.0
    return torn + (1.0 if name == "deviation" and len(text) < 6 else 0.0)
