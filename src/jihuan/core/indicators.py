"""The grammar of 指标值: what a printed target or actual value says. The printed text is always kept beside what is understood.

``target := [name] [operator] number unit [suffix] | range | date | words | empty``. Damaged text (290% for ≥90%) is not repaired here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from jihuan.core.document import Actual, Operator, Target
from jihuan.core.text import half_width, join_lines, squeeze
from jihuan.core.vocabulary import EMPTY_WORDS, OPERATOR_WORDS, SUFFIX_WORDS, UNITS, is_level1, is_level2, is_unit, normalise_unit

__all__ = ["format_target", "is_level1", "is_level2", "is_unit", "normalise_unit", "parse_actual", "parse_operator", "parse_target"]

_MAX_LENGTH = 200
_SYMBOLS: dict[Operator, str] = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}


def _any(words: dict[str, Operator]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MARKS = "|".join(re.escape(word) for word in sorted(OPERATOR_WORDS, key=len, reverse=True) if not re.match("[一-鿿]", word))
_OPERATOR = rf"(?P<operator>{_any(OPERATOR_WORDS)})"
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SUFFIX = rf"(?P<suffix>{_any(SUFFIX_WORDS)}|左右|上下)"
_WORD = r"[^\d\s()（）,，。;；:：、<>=≥≤≧≦~～±+*!?！？]"
_UNIT = rf"\((?:%|‰|{_WORD}{{1,8}})\)|(?:m[23]|[*×](?=\w)|{_WORD}){{1,16}}?"
_NOTE = r"(?P<note>\([^()]{1,80}\))?[。;,.]?"
_APPROXIMATE = "(?:约|大约|近|达到|达|完成|共|共计|合计|为|是|实现|争取|力争|确保)*"

_QUANTITY = re.compile(rf"{_APPROXIMATE}(?:{_OPERATOR})?(?P<number>{_NUMBER})(?P<more>余|多)?(?P<unit>{_UNIT})?{_SUFFIX}?{_NOTE}")
_NAMED = re.compile(rf"(?P<name>\D{{1,60}}?)(?:{_OPERATOR})?(?P<number>{_NUMBER})(?P<more>余|多)?(?P<unit>{_UNIT})?{_SUFFIX}?{_NOTE}")
_PER = re.compile(rf"每(?P<per>{_WORD}{{1,3}}?)(?:{_OPERATOR})?(?P<number>{_NUMBER})(?P<unit>{_UNIT})?{_SUFFIX}?{_NOTE}")
_PERCENT_OF = re.compile(rf"(?:{_OPERATOR})?(?P<of>百分之|千分之)(?P<number>{_NUMBER}){_SUFFIX}?")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})?(?:~|-|—|–|―|至|到|--)+(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?:之间)?{_NOTE}"
)
_PLUS_MINUS = re.compile(rf"(?P<middle>{_NUMBER})?±(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?:以内|之内|内)?{_NOTE}")
_BETWEEN = re.compile(
    rf"(?:≥|>=|≧|大于等于|不低于|不少于)(?P<low>{_NUMBER})(?P<low_unit>{_UNIT})?[,、;且和]?"
    rf"(?:≤|<=|≦|小于等于|不超过|不高于)(?P<number>{_NUMBER})(?P<unit>{_UNIT})?{_NOTE}"
)

_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d{2}"
_TO = r"(?:~|-|—|–|―|至|到)+"
_SPOKEN = rf"(?:{_YEAR}年(?:度)?(?:{_MONTH}月(?:份)?(?:{_DAY}[日号])?)?|{_MONTH}月(?:份)?(?:{_DAY}[日号])?)"
_WHEN = (
    r"(?:[年月]?(?:底|末|初|中旬|上旬|下旬)|年?[上下]半年|第?[一二三四1-4]季度)?(?:之?前|以前|之?后|前后|内|为止|止|之间)?"
)
_WRITTEN = rf"{_YEAR}(?:[-/.]{_MONTH}(?:[-/.]{_DAY})?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
_DATE = re.compile(rf"\D{{0,8}}?{_SPOKEN}{_WHEN}(?:{_TO}{_SPOKEN}{_WHEN})?\D{{0,12}}")
_DATE_IN_FIGURES = re.compile(rf"{_WRITTEN}{_WHEN}(?:{_TO}{_WRITTEN}{_WHEN})?(?:完成|到位|拨付|支付)?")
_YEARS = re.compile(rf"{_YEAR}(?:~|-|—|–|至|到)+{_YEAR}年?")
_UNDATED = re.compile(
    r"(?:[当本全每]?年|[当本]?年度|季度|[当本每]月)?(?:年底|年末|月底|月末|季末|第?[一二三四1-4]季度末?)(?:之?前|以前|内)?(?:完成|到位|拨付|支付)?"
)
_BARE_DOTTED = re.compile(rf"{_YEAR}\.{_MONTH}")

_STROKES = re.compile(r"[/\\—–―\-_·.、…]*")
_RESIDUE = re.compile(r"(?:\*{2,}|[×xX]{2,}|_{2,}|…+)")


class _Parts(NamedTuple):
    operator: Operator | None
    value: Decimal
    upper: Decimal | None
    unit: str | None


def parse_operator(text: str) -> Operator | None:
    """The comparison an operator column prints (≥, 大于等于, ＝); None for 定性, 正向, 反向 and anything else."""
    word = half_width(squeeze(text))
    return OPERATOR_WORDS.get(word) or OPERATOR_WORDS.get(_single(word))


def parse_target(raw: str, unit: str | None = None, operator: str | None = None) -> Target:
    """A printed 指标值; ``unit`` and ``operator`` are the texts of their own columns where the form has them. Never fails.

    What the value cell prints itself goes before the columns. Words and dates have value None; they keep the column's unit.
    """
    kept = join_lines(raw).strip()
    column_operator = parse_operator(operator) if operator else None
    column_unit = normalise_unit(unit) if unit else None
    target = _understand(kept)
    chosen = target.operator or column_operator
    merged = _merge_units(target.unit, column_unit)
    return Target(
        raw=kept, operator=chosen, operator_explicit=chosen is not None, kind=target.kind, value=target.value, upper=target.upper, unit=merged
    )


def _merge_units(printed: str | None, column: str | None) -> str | None:
    if printed in ("万", "亿") and column and not column.startswith(printed):
        return printed + column
    return printed or column


def _single(text: str) -> str:
    """The text with doubled comparison signs (≥≥, ==) printed once."""
    return re.sub(r"(≥|≤|≧|≦|=|>|<)\1+", r"\1", text)


def _understand(kept: str) -> Target:
    text = _single(half_width(squeeze(kept)).replace("﹪", "%").replace("﹣", "-").replace("－", "-"))
    if not text or _STROKES.fullmatch(text) or text in EMPTY_WORDS:
        return Target(raw=kept)
    if len(text) > _MAX_LENGTH:
        return Target(raw=kept, kind="qualitative")
    sign, rest = _leading_sign(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
    if (blank := _residue(rest)) is not None:
        return Target(raw=kept, operator=sign, kind="empty", unit=blank or None)
    if _is_date(rest):
        return Target(raw=kept, operator=sign, kind="date")
    parts = _interval(text) or _quantity(text)
    if parts is None:
        return Target(raw=kept, operator=sign, kind="qualitative")
    return Target(raw=kept, operator=parts.operator, kind="quantitative", value=parts.value, upper=parts.upper, unit=parts.unit)


def _leading_sign(text: str) -> tuple[Operator | None, str]:
    match = re.match(_MARKS, text)
    return (OPERATOR_WORDS[match[0]], text[match.end() :]) if match else (None, text)


def _residue(text: str) -> str | None:
    """The unit left in an unfilled template ("**人", "%", "公里"), "" where there is none; None for a filled value."""
    match = _RESIDUE.match(text)
    left = text[match.end() :] if match else text
    if re.search(r"\d", left.replace("m2", "").replace("m3", "")):
        return None
    unit = normalise_unit(left) or ""
    return unit if match or not unit or is_unit(unit) else None


def _is_date(text: str) -> bool:
    """A day, month, quarter or year, or a span of them. 2025.12 alone is a number, 2025.12.31 and 2023.07-2024.01 are dates."""
    if _BARE_DOTTED.fullmatch(text):
        return False
    return any(pattern.fullmatch(text) for pattern in (_DATE, _DATE_IN_FIGURES, _UNDATED, _YEARS))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _unit_of(printed: str | None) -> str | None:
    """The unit in a printed run: the whole where known or short, its longest known beginning otherwise ("场活动" → 场)."""
    unit = normalise_unit(printed) if printed else None
    if unit is None or is_unit(unit):
        return unit
    for end in range(min(len(unit), 8), 0, -1):
        if unit[:end] in UNITS and unit[end : end + 1] not in "/·":
            return unit[:end]
    return unit


def _interval(text: str) -> _Parts | None:
    """``10-20人``, ``80%至90%``, ``±3%以内``, ``≥80%且≤90%``."""
    if match := _PLUS_MINUS.fullmatch(text):
        middle, spread = _decimal(match["middle"] or "0"), _decimal(match["number"])
        return _Parts("range", middle - spread, middle + spread, _unit_of(match["unit"]))
    match = _RANGE.fullmatch(text) or _BETWEEN.fullmatch(text)
    if match is None:
        return None
    low, high = _decimal(match["low"]), _decimal(match["number"])
    first, second = _unit_of(match["low_unit"]), _unit_of(match["unit"])
    if low > high or (first and second and first != second):
        return None
    return _Parts("range", low, high, second or first)


def _quantity(text: str) -> _Parts | None:
    if match := _PERCENT_OF.fullmatch(text):
        return _compared(match, "%" if match["of"] == "百分之" else "‰")
    if match := _PER.fullmatch(text):
        unit = _unit_of(match["unit"])
        return _compared(match, f"{unit}/{match['per']}" if unit else f"每{match['per']}")
    if match := _QUANTITY.fullmatch(text):
        return _compared(match, _unit_of(match["unit"]))
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    unit = normalise_unit(match["unit"] or "")
    if match["name"] == "比例" and unit is None:
        return _compared(match, "比例")
    understood = match["operator"] is not None or (unit is not None and is_unit(unit))
    return _compared(match, _unit_of(match["unit"])) if understood else None


def _compared(match: re.Match[str], unit: str | None) -> _Parts | None:
    """The quantity with its comparison; None where the words before and after the number contradict each other."""
    before = OPERATOR_WORDS.get(match["operator"] or "")
    after = SUFFIX_WORDS.get(match["suffix"] or "")
    if before and after and before[0] != after[0]:
        return None
    return _Parts(before or after, _decimal(match["number"]), None, unit)


def format_target(target: Target) -> str:
    """The value cell in its normal form: ≥1500人, 100%, 10至20人, or the words as printed; reading it again gives the same meaning.

    A unit column beside words or a date is not part of the cell.
    """
    operator = _SYMBOLS.get(target.operator, "") if target.operator else ""
    unit = target.unit or ""
    if target.kind == "empty":
        return f"{operator}**{unit}" if operator or unit else ""
    if target.kind != "quantitative" or target.value is None:
        return operator + _leading_sign(half_width(target.raw))[1] if operator else target.raw
    if target.upper is not None:
        return f"{target.value:f}{unit}至{target.upper:f}{unit}"
    return f"{operator}{target.value:f}{unit}"


def parse_actual(raw: str, unit: str | None = None) -> Actual:
    """A printed 实际完成值: its number and unit where it is one quantity, otherwise only the text. ``unit`` is the unit column."""
    target = parse_target(raw, unit)
    value = target.value if target.kind == "quantitative" and target.operator != "range" else None
    return Actual(raw=target.raw, value=value, unit=target.unit)
