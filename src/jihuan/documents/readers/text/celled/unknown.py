"""What the columns hold whose headers nobody knows: signs, values, units, points or texts, whichever makes the cheapest reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from jihuan.core.indicators import parse_operator
from jihuan.core.vocabulary import is_unit, normalise_unit
from jihuan.documents.readers.text.celled.segment import Segmenter
from jihuan.documents.readers.text.costs import SKIP, Role
from jihuan.documents.readers.text.lines import Token

_SAMPLE = 120
"""So many tokens tell what a column holds."""
_OFTEN = 3
"""So many signs, or units, that stand alone have a column of their own."""
_MOST = 3
"""The readings of more columns than these would be too many."""
_KINDS: tuple[Role, ...] = ("value", "number", "text")


def guessed(
    tokens: Sequence[Token], roles: list[Role], headers: list[list[str]], skips: list[float], unknown: Sequence[int]
) -> tuple[list[Role], list[float]]:
    """What each column holds, and what its empty cells cost; ``unknown`` are the columns without a known header."""
    best = _cost(tokens, roles, headers, skips)
    for kinds in _ways([token.text for token in tokens], roles, len(unknown)) if len(unknown) <= _MOST else ():
        given = dict(zip(unknown, kinds, strict=True))
        others = [given.get(at, role) for at, role in enumerate(roles)]
        costs = [SKIP[given[at]] if at in given else skip for at, skip in enumerate(skips)]
        cost = _cost(tokens, others, headers, costs)
        if cost < best:
            best, roles, skips = cost, others, costs
    return roles, skips


def _ways(texts: Sequence[str], roles: Sequence[Role], count: int) -> Iterator[tuple[Role, ...]]:
    """What so many columns may hold: signs and units where many stand alone and no other column is theirs."""
    own: list[Role] = []
    if "sign" not in roles and sum(bool(parse_operator(text)) for text in texts) >= _OFTEN:
        own.append("sign")
    if "mark" not in roles and sum(is_unit(normalise_unit(text) or "") for text in texts) >= _OFTEN:
        own.append("mark")
    for kinds in product([*_KINDS, *own], repeat=count):
        if all(kinds.count(kind) == 1 for kind in own[:count]):
            yield kinds


def _cost(tokens: Sequence[Token], roles: list[Role], headers: list[list[str]], skips: list[float]) -> float:
    reading = Segmenter(tokens[:_SAMPLE], roles, headers, skips)
    reading.read()
    return reading.total
