"""Where in a row whose cells are glued together a cell may begin or end: at levels, values, numbers and units."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from jihuan.core.vocabulary import LEVEL1, LEVEL2, OPERATOR_WORDS, is_unit, normalise_unit
from jihuan.documents.readers.text.lined.rows import Row
from jihuan.documents.recognise.words import label

LEVELS = re.compile("|".join(sorted((f"{re.escape(word)}指标" for word in LEVEL1 | LEVEL2), key=len, reverse=True)))
_SIGN = "|".join(re.escape(word) for word in sorted(OPERATOR_WORDS, key=len, reverse=True))
_VALUE = re.compile(
    rf"(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?(?:份|底|末)*(?:之?前|以前|内)?|\d{{4}}年年?(?:底|末)?(?:之?前)?|(?:{_SIGN})?\s*\d[\d,]*(?:\.\d+)?|"
    r"长期|(?:有效|显著|明显|持续|逐步|稳步|不断|进一步|全面|大幅|充分|有所|基本|及时|按时|全部|已)?"
    r"(?:提升|提高|改善|增强|完善|保障|增加|降低|减少|健全|可控|完成|达标|合格|良好|优秀|优良|到位|显著|明显|较大|较好|及时|稳定|合理)"
)
_POINT = re.compile(r"\d[.,]\d")
_SIGNS = re.compile(rf"(?:{_SIGN})(?=\d)")
_DESCRIBING = re.compile("反映|考核|是指|用于|通过")
_SUFFIX = re.compile("及?以上|及?以下|以内")
_LONGEST_UNIT = 8
_TOGETHER = -0.4
"""What it takes off that neighbouring digits are one number, or a sign and its number one value."""
_NAME = 4
"""A description that begins with so many characters of the name says the name again."""
_APART = 1.0
"""What it costs that a level, or a name that is said again, is no cell of its own."""


def pieces_of(row: Row) -> Row:
    """The row with every place where a cell may begin or end as a cut."""
    pieces: list[str] = []
    joins: list[float] = []
    inner: set[int] = set()
    for piece, join in zip(row.pieces, row.joins, strict=True):
        cuts = _cuts(piece) | {0: join, len(piece): 0.0}
        places = sorted(cuts)
        inner |= set(range(len(pieces) + 1, len(pieces) + len(places) - 1))
        pieces += [piece[start:stop] for start, stop in pairwise(places)]
        joins += [cuts[start] for start in places[:-1]]
    return replace(row, pieces=tuple(pieces), joins=tuple(joins), glued=True, cuts=frozenset(inner))


def _cuts(text: str) -> dict[int, float]:
    """Where cells may begin or end, and what it costs that none does."""
    cuts: dict[int, float] = {}
    at = 0
    while level := LEVELS.match(text, at):
        at = level.end()
        cuts[at] = _APART
    for length in (2, 3):
        if label(text[:length]) == "total_score":
            cuts[length] = _APART
    for value in _VALUE.finditer(text, at):
        word = 0.0 if value[0][-1].isdigit() else _TOGETHER / 2
        cuts |= {value.start(): word, value.end(): word, **dict.fromkeys(_ends(text, value.end()), 0.0)}
        if not word and _ends(text, value.end()) != {value.end()}:
            cuts[value.end()] = _TOGETHER
        sign = _SIGNS.match(value[0])
        cuts |= {value.start() + sign.end(): _TOGETHER} if sign else {}
    rest = text[at:]
    half = next((size for size in range(len(rest) // 2, 3, -1) if rest[:size] == rest[size : 2 * size]), 0)
    again = rest.find(rest[:_NAME], _NAME) if len(rest) > 2 * _NAME else -1
    cuts |= {at + place: _APART for place in (half, again) if place > 0}
    cuts |= {at + again.start(): _APART for again in _DESCRIBING.finditer(rest) if again.start()}
    for it in range(at + 1, len(text)):
        if text[it - 1].isdigit() and text[it].isdigit():
            cuts[it] = _TOGETHER
    return {it: cost for it, cost in cuts.items() if it and not _is_inside(text, it)}


def _is_inside(text: str, at: int) -> bool:
    """Is this beside the point of a decimal, or the comma of thousands?"""
    return bool(_POINT.match(text, at - 1) or (at > 1 and _POINT.match(text, at - 2)))


def _ends(text: str, at: int) -> set[int]:
    """Where a unit behind a number may end."""
    stop = next(
        (end for end in range(min(at + _LONGEST_UNIT, len(text)), at, -1) if is_unit(normalise_unit(text[at:end]) or "")), at
    )
    suffix = _SUFFIX.match(text, stop)
    return {stop, suffix.end()} if suffix else {stop}
