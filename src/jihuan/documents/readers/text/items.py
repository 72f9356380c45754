"""Several indicators in one row: their names numbered one after the other, and as many values beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.vocabulary import is_unit, normalise_unit

_MARKED = r"指标(\d{1,2})[：:]|[（(](\d{1,2})[)）]"
_NUMBER = re.compile(rf"(?<![\d.])(?:{_MARKED}|(\d{{1,2}})[、.．](?!\d))")
_CLOSE = re.compile(rf"{_MARKED}|(\d{{1,2}})[、.．](?=[≥≤＝=＞＜<>\d一-鿿])")
"""The same before a value, which may begin with a figure."""
_MOST = 5
"""More values in a cell are not looked for."""
_VALUE = re.compile(r"(?:[≥≤＝=＞＜<>]\s*)?\d[\d,]*(?:\.\d+)?(?P<unit>[^\d≥≤＝=＞＜<>，。；、]{0,8})")


def several(texts: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row (by the meanings of their columns) that hold several indicators, a line for each.

    Empty where the values are not as many as the names.
    """
    found = items(texts.get("level3", ""))
    lines = {name: values(texts[name], len(found)) for name in ("target", "actual") if name in texts} if found else {}
    if not lines or not all(lines.values()):
        return {}
    return {"level3": "\n".join(found)} | {name: "\n".join(parts) for name, parts in lines.items()}


def told(text: str, place: Place) -> Problem:
    """That a row named so holds several indicators."""
    message = _("第 {line} 行“{text}”是几条写在一格里，是按编号分开的，请对照原文逐条核对")
    line = place.line[0] if place.line else 0
    return Problem(level="warning", message=message.format(line=line, text=text), place=place)


def items(text: str) -> list[str]:
    """The text cut before 1、 2、 3、 …; empty where it is not numbered so from its beginning."""
    return _cut(text, _NUMBER, len(text))


def bare_values(text: str) -> list[list[str]]:
    """The ways in which this text may be several numbered values: these without their numbers."""
    ways = [items(text), *(_cut(text, _CLOSE, count) for count in range(2, _MOST + 1))]
    return [[_CLOSE.sub("", part, count=1) for part in way] for way in ways if way]


def bare_names(text: str) -> list[str]:
    """The names that are numbered in this text, without their numbers; empty where there are not several."""
    return [_NUMBER.sub("", part, count=1) for part in items(text)]


def values(text: str, count: int) -> list[str]:
    """As many values as there are names; empty where the text cannot be cut so in one way alone."""
    found = items(text)
    if len(found) == count:
        return found
    numbered = _cut(text, _CLOSE, count)
    if len(numbered) == count:
        return numbered
    figures = list(_VALUE.finditer(text))
    whole = "".join(it[0] for it in figures) == text
    known = all(is_unit(normalise_unit(it["unit"]) or "") or it["unit"] in ("%", "％") for it in figures)
    return [it[0] for it in figures] if whole and known and len(figures) == count else []


def _cut(text: str, number: re.Pattern[str], most: int) -> list[str]:
    starts: list[int] = []
    for it in number.finditer(text):
        if len(starts) < most and int(it[it.lastindex or 0]) == len(starts) + 1 and (starts or it.start() == 0):
            starts.append(it.start())
    return [text[start:stop] for start, stop in pairwise([*starts, len(text)])] if len(starts) > 1 else []
