"""What the line before and the line after say about each other where a cell might end between them, in nats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jihuan.core.text import simplified
from jihuan.core.vocabulary import OPERATOR_WORDS, is_level1, is_level2, is_unit, normalise_unit
from jihuan.documents.readers.text.costs import Role, is_chance, is_tier
from jihuan.documents.readers.text.lines import Gap, Token

TORN = 4.0
"""Cost of a cell's end between two lines that are one number, date, unit or sign."""
_FOREIGN = 4.0
"""Cost of a line inside a text that by itself is a level or a value with its sign."""
_SAID = 2.5
"""Cost of a cell's end in the middle of words that stand together elsewhere."""
_NUMBERS = 2.5
"""Cost of a break between two digits: typesetters keep numbers together."""
_LEVEL = "指标"
_WORDS = re.compile(r"[一-鿿]+")
_SHORTEST, _TIER = 4, 3
_GOES_ON = re.compile(
    r"[·/][^\n]|[），。；、”》]|.*[\d年月日底末]\n(?:及?以[上下内]|[年月日]?[底末]?之?前$|[底末]$|日|[.,]\d)|.*(?:\d{4}年\d{1,2}\n月|月\d{1,2}\n日)"
)
_ITEM = re.compile(r"、|\d{1,2}(?:、|[.．](?!\d))|[（(]\d{1,2}[)）]")
"""How the value of another indicator in the same cell begins."""
_NUMBERED = re.compile(r"(?:^|\D)\d{1,2}、$")
"""The same where its number ends the line above."""
_UNITS = re.compile(r".*\d\n[*‰％%℃]")
_OPEN = re.compile(r"\d[^\d，。；]{0,6}[/·*]$|[^\d\s，。；][/·*]$|\d[.,]$")
_SIGN = re.compile(r"[≥≤＝=＞＜<>]$")
_FIGURE = re.compile(r"(?:.*\D)?\d+(?P<unit>[^\d，。；：]{0,6})")
_UNIT = re.compile(r"[^\d，。；：≥≤=]{1,4}")
_AMOUNT = re.compile(r"[\d,]*\.\d*")
_SIGNED = re.compile(r"(?:[≥≤≧≦＞＜<>]=?|[=＝])\s*\d.*")
_COMPARED = re.compile(rf"(?:{'|'.join(word for word in OPERATOR_WORDS if len(word) > 2)})(?:\s*\d.*)?")
"""A value whose sign is a word (大于等于1500批次), or this word."""


def torn(before: str, after: str, *, units: bool) -> float:
    """Cost of a cell's end between these two lines; ``units``: signs or units may have a column of their own."""
    before, after = simplified(before), simplified(after)
    pair = f"{before}\n{after}"
    if _OPEN.search(before) or _GOES_ON.match(after) or _GOES_ON.match(pair):
        return TORN
    if _is_level(before + after) and not _is_level(before) and (before + after).endswith(_LEVEL):
        return TORN
    if not units and (_SIGN.search(before) or _UNITS.match(pair)):
        return TORN
    if units and _UNIT.fullmatch(before) and _UNIT.fullmatch(after):
        return TORN if is_unit(normalise_unit(before + after) or "") or before + after in OPERATOR_WORDS else 0.0
    figure = _FIGURE.fullmatch(before)
    if not figure or not _UNIT.fullmatch(after) or (units and not figure["unit"]):
        return 0.0
    return TORN if is_unit(normalise_unit(figure["unit"] + after) or "") else 0.0


def foreign(role: Role, before: str, token: str, *, numbers: bool = True) -> float:
    """Cost of this line behind the one before in a cell, where by itself it is what another column or another number holds.

    Behind the end of a page, where ``before`` is empty, a line may begin anywhere. ``numbers``: typesetters keep these together.
    """
    if not before or _NUMBERED.search(before):
        return 0.0
    if before[-1:].isdigit() and token[:1].isdigit() and role not in ("own", "body", "amount"):
        return _NUMBERS * numbers
    if role in ("level1", "level2", "level"):
        return 0.0
    if (
        _SIGNED.fullmatch(token)
        or (token.endswith(_LEVEL) and _is_level(token))
        or (role == "level3" and _COMPARED.fullmatch(token))
    ):
        return _FOREIGN
    if role == "value" and not _ITEM.match(token):
        figure = _FIGURE.fullmatch(token)
        whole = bool(figure and figure["unit"] and is_unit(normalise_unit(figure["unit"]) or "")) or is_tier(token)
        return _FOREIGN * whole
    if role in ("text", "any"):
        return _FOREIGN * is_chance(token)
    named = (role == "level3" and len(token) > _TIER and is_tier(token)) or (
        role in ("own", "body") and _AMOUNT.fullmatch(token)
    )
    return _FOREIGN / 2 * bool(named)


def _is_level(text: str) -> bool:
    return len(text) >= _SHORTEST and (is_level1(text) or is_level2(text))


def seams(tokens: Sequence[Token], *, units: bool) -> list[float]:
    """What it costs that a cell ends before each token, and behind the last."""
    pairs = zip(tokens, tokens[1:], strict=False)
    return [0.0, *(torn(a.text, b.text, units=units) if a.line != b.line else 0.0 for a, b in pairs), 0.0]


def said(tokens: Sequence[Token]) -> list[float]:
    """What it costs that a cell ends before each token where, in another line, the text around this place stands in one."""
    known = {token.text[at : at + size] for token in tokens for size in (3, 4) for at in range(len(token.text) - size + 1)}
    pairs = zip(tokens, tokens[1:], strict=False)
    return [0.0, *(_SAID * (a.line != b.line and _around(a.text, b.text) in known) for a, b in pairs), 0.0]


def _around(before: str, after: str) -> str:
    """Two characters on each side of a line's end, if they are 汉字 and one side has both."""
    text = before[-2:] + after[:2]
    return text if len(text) > 2 and _WORDS.fullmatch(text) else ""


def centring(before: int, lines: int, gap: Gap) -> float:
    """Neighbours in a row, both centred: 1 and 1 line share a line, 1 and 2 lie half a line apart, others further."""
    if gap is Gap.BLANK:
        return 3.0 if before + lines == 2 else 0.4 if before == 2 and lines == 1 else 0.0
    if gap is Gap.TIGHT:
        return 0.0 if before + lines == 3 else 2.5
    return 0.0
