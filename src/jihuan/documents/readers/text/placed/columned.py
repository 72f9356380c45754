"""Words under a header → columns: by where they stand, which is never quite under it, and by what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jihuan.core.text import simplified
from jihuan.core.vocabulary import LEVEL1, LEVEL2, is_unit
from jihuan.documents.readers.text.costs import ROLES
from jihuan.documents.readers.text.lined.align import NEVER
from jihuan.documents.readers.text.placed.canvas import Word

Span = tuple[float, float]
Line = dict[int, list[Word]]
"""The words of a line by column."""

TRUST = ((1.0, 1.0, 1.0), (0.4, 0.7, 1.0))
"""How much places count, each time that the columns are found again where their words stand: some headers stand off them."""
_AWAY, _OFF, _FAR = 0.9, 0.06, 8.0
"""Cost of each character between a word and its column, and of each between their middles; no more than so many count."""
_BESIDE, _WHITE = 0.6, 3.5
"""Cost of a further word in a cell: behind one space, behind more."""
_TORN = 3.0
"""Cost of a further word in a cell that holds one figure, sign or value, unless it is its unit or stands behind a sign."""
_FIGURE = re.compile(r"[\d,.]+[%％]?|[/—–-]+")
_NUMERIC = re.compile(r"[\d,.%％/—–-]+分?")
_SIGN = re.compile(r"[≥≤=＝>＜<＞≧≦﹦═]+|[大小等高低不于过少超]{2,4}|定[性量]|[正反负]向|[指标]{1,2}")
_LEVEL_WORDS = tuple(word + tail for word in LEVEL1 | LEVEL2 for tail in ("", "指标"))


def shared(
    lines: Sequence[Sequence[Word]], names: Sequence[str], spans: Sequence[Span], trusts: Sequence[float] = TRUST[0]
) -> tuple[list[Line], float]:
    """The words of each line by column, and what a word costs on average."""
    found: list[Line] = []
    total = 0.0
    for trust in trusts:
        ways = [_line(line, names, spans, trust) for line in lines]
        found, total = [way[1] for way in ways], sum(way[0] for way in ways)
        spans = [_extent([word for line in found for word in line.get(at, ())], span) for at, span in enumerate(spans)]
    return found, total / max(sum(map(len, lines)), 1)


def _extent(words: Sequence[Word], span: Span) -> Span:
    """Where most words of a column stand."""
    if not words:
        return span
    lefts, rights = sorted(word.x0 for word in words), sorted(word.x1 for word in words)
    few = len(words) // 8
    return lefts[few], max(rights[-1 - few], lefts[few] + 1)


def _line(words: Sequence[Word], names: Sequence[str], spans: Sequence[Span], trust: float) -> tuple[float, Line]:
    """The cheapest columns of the words of one line, from left to right; ``trust``: how much places count."""
    wide = len(names)
    costs: list[list[tuple[float, int]]] = []
    for at, word in enumerate(words):
        own = [trust * _place(word, span) + _content(name, word.text) for name, span in zip(names, spans, strict=True)]
        if not at:
            costs.append([(cost, -1) for cost in own])
            continue
        before, apart = costs[-1], word.x0 - words[at - 1].x1
        row: list[tuple[float, int]] = []
        best = (NEVER * 99, -1)
        for column in range(wide):
            same = (
                before[column][0] + (_BESIDE if apart <= 1 else _WHITE) + _joined(names[column], words[at - 1].text, word.text)
            )
            way = min(best, (same, column))
            row.append((way[0] + own[column], way[1]))
            best = min(best, (before[column][0], column))
        costs.append(row)
    column = min(range(wide), key=lambda it: costs[-1][it][0])
    total = costs[-1][column][0]
    found: Line = {}
    for at in range(len(words) - 1, -1, -1):
        found.setdefault(column, []).insert(0, words[at])
        column = costs[at][column][1]
    return total, found


@lru_cache(maxsize=65536)
def _joined(name: str, before: str, after: str) -> float:
    """Cost of two words beside each other in one cell of this column, by what they say."""
    role = ROLES.get(name, "text")
    if role not in ("value", "number", "sign", "mark", "amount") or _SIGN.fullmatch(before):
        return 0.0
    return 0.0 if role == "value" and (is_unit(after) or after in "%％") and before[-1:].isdigit() else _TORN


def _place(word: Word, span: Span) -> float:
    away = max(0.0, span[0] - word.x1, word.x0 - span[1])
    return _AWAY * min(away, _FAR) + _OFF * abs(word.middle - (span[0] + span[1]) / 2)


@lru_cache(maxsize=65536)
def _content(name: str, text: str) -> float:
    """Cost of a word as part of a cell of this column."""
    text = simplified(text)
    if name in ("level1", "level2", "category"):
        known = any(text in word for word in _LEVEL_WORDS) or text[0] in "（("
        return 0.0 if known else 8.0 if any(char.isdigit() for char in text) else 2.5
    if name == "frame":
        return 0.0 if len(text) <= 4 and not any(char.isdigit() for char in text) else 4.0
    role = ROLES.get(name, "text")
    figure = bool(_FIGURE.fullmatch(text))
    if role in ("number", "amount") or name in ("initial", "adjusted", "executed", "execution_rate"):
        return 0.0 if _NUMERIC.fullmatch(text) else 6.0
    if role == "sign":
        return 0.0 if _SIGN.fullmatch(text) else 6.0
    if role == "value":
        prose = 0.3 * max(len(text) - 8, 0) if not any(char.isdigit() for char in text) else 0.0
        return min(prose, 4.0) + (1.2 if is_unit(text) else 0.0)
    if name == "unit":
        return 0.0 if is_unit(text) else 6.0 if figure else 1.5
    if role in ("level3", "text", "own", "body"):
        return (2.5 if figure else 0.0) + (1.0 if role == "level3" and len(text) > 1 and _is_level(text) else 0.0)
    return 0.0


def _is_level(text: str) -> bool:
    return text.endswith("指标") and any(text in word for word in _LEVEL_WORDS)
