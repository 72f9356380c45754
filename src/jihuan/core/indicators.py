"""The grammar of 指标值: what a printed target or actual value says, kept beside the printed text.

``target := [name] [operator] number unit [suffix] | range | date | words | empty``. Damage (290% for ≥90%) stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from jihuan.core.document import Actual, Indicator, Operator, Target
from jihuan.core.text import even, half_width, join_lines
from jihuan.core.vocabulary import EMPTY_WORDS, OPERATOR_WORDS, SUFFIX_WORDS, is_unit, normalise_unit

_MAX_LENGTH = 200
SYMBOLS: dict[Operator, str] = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}


def _any(words: Iterable[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_SIGN = _pattern(_any(word for word in OPERATOR_WORDS if not "一" <= word[0] <= "鿿"))
_OPERATOR = rf"(?P<operator>{_any(OPERATOR_WORDS)})?"
_FIGURE = r"[+-]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ENDLESS = re.compile(r"[\d,]{30}|\.\d{21}")
"""A figure that no interchange document can hold, nor its double."""
_NUMBER = rf"(?P<number>{_FIGURE})"
_WORD = r"(?!以上|以下|及以)[^内底前不—–―\-\d\s()（）,。;；:：、<>=≥≤≧≦~～±+*.!?！？]"
_RUN = rf"\((?:%|‰|{_WORD}{{1,8}})\)|(?:m[23]|[*×.](?={_WORD})|{_WORD}){{1,10}}?"
_UNIT = rf"(?P<unit>{_RUN})?"
_LOW = rf"(?P<low>{_FIGURE})(?P<low_unit>{_RUN})?"
_SUFFIX = rf"(?P<suffix>{_any(SUFFIX_WORDS)}|左右|上下)?"
_NOTE = r"(?:\([^()]{1,80}\))?[。;,.]?"
_ABOUT = "(?:约|大约|近|达到|达|完成|共|共计|合计|为|是|实现|争取|力争|确保)*"
_TO = r"(?:~|-|—|–|―|至|到)+"

_QUANTITY = _pattern(rf"{_ABOUT}{_OPERATOR}{_NUMBER}[余多]?{_UNIT}{_SUFFIX}{_NOTE}")
_NAMED = _pattern(rf"(?P<name>\D{{1,60}}?){_OPERATOR}{_NUMBER}[余多]?{_UNIT}{_SUFFIX}{_NOTE}")
_PER = _pattern(rf"每(?P<per>(?!每)(?:(?!%){_WORD}){{1,3}}?){_OPERATOR}{_NUMBER}{_UNIT}{_SUFFIX}{_NOTE}")
_PERCENT_OF = _pattern(rf"{_OPERATOR}(?P<of>百分之|千分之){_NUMBER}{_SUFFIX}")
_RANGE = _pattern(rf"{_LOW}{_TO}{_NUMBER}{_UNIT}(?:之间)?{_NOTE}")
_PLUS_MINUS = _pattern(rf"(?P<middle>{_FIGURE})?±{_NUMBER}{_UNIT}(?:以内|之内|内)?{_NOTE}")
_BETWEEN = _pattern(
    rf"(?:≥|>=|≧|大于等于|不低于|不少于){_LOW}[,、;且和]?(?:≤|<=|≦|小于等于|不超过|不高于){_NUMBER}{_UNIT}{_NOTE}"
)

_YEAR, _MONTH, _DAY = r"(?:19|20)\d{2}", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_SPOKEN = rf"(?:{_YEAR}年(?:度)?(?:{_MONTH}月(?:份)?(?:{_DAY}[日号])?)?|{_MONTH}月(?:份)?(?:{_DAY}[日号])?)"
_WRITTEN = rf"{_YEAR}(?:[-/.]{_MONTH}(?:[-/.]{_DAY})?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
_BY = r"(?:之?前|以前|之?后|前后|内|为止|止|之间)?"
_WHEN = rf"(?:[年月]?(?:底|末|初|中旬|上旬|下旬)|年?[上下]半年|第?[一二三四1-4]季度)?{_BY}"
_LEAD = "(?:截至|截止|于|在|自|从|每年|次年|当年|本年|不晚于|不迟于|至|到|至迟|完成|完工|竣工|时间|时限|期限|为|:|力争|确保)*"
_DEED = (
    "(?:全部|按时|及时|完成|到位|拨付|支付|发放|结束|竣工|验收|交付|建成|投入使用|开展|举办|召开"
    "|完工|完毕|项目|工程|任务|工作|建设|采购)*"
)
_DATES = (
    _pattern(rf"{_LEAD}{_SPOKEN}{_WHEN}(?:{_TO}{_SPOKEN}{_WHEN})?{_DEED}"),
    _pattern(rf"{_LEAD}{_WRITTEN}{_WHEN}(?:{_TO}{_WRITTEN}{_WHEN})?{_DEED}"),
    _pattern(rf"{_YEAR}{_TO}{_YEAR}年?|{_MONTH}{_TO}{_MONTH}月"),
    _pattern(rf"(?:[当本全每]?年|[当本]?年度|季度|[当本每]月)?(?:[年月季][底末]|第?[一二三四1-4]季度末?){_BY}{_DEED}"),
)
_DATELY = _pattern(rf"[年月季]|{_YEAR}")
"""Every date has one of these."""
_IN_BRACKETS = _pattern(r"^\(([^()]*)\)$")
_MONTHS = _pattern(r"\d+月")
_BARE_DOTTED = _pattern(rf"{_YEAR}\.{_MONTH}")

_REPEATED = _pattern(r"([≥≤≧≦=><])\1+")
_DIGIT = re.compile(r"\d")
_STROKES = _pattern(r"[/\\—–―\-_·.、…]*")
_TEMPLATE = _pattern(r"\*{2,}|[×xX]{2,}|_{2,}|…+")


class _Parts(NamedTuple):
    operator: Operator | None
    value: Decimal
    upper: Decimal | None
    unit: str | None


def parse_operator(text: str) -> Operator | None:
    """The comparison an operator column prints (≥, 大于等于, ＝); None for 定性, 正向, 反向 and anything else."""
    word = even(text)
    return OPERATOR_WORDS.get(word) or OPERATOR_WORDS.get(_single(word))


def parse_target(raw: str, unit: str | None = None, operator: str | None = None) -> Target:
    """A printed 指标值; ``unit`` and ``operator`` are the texts of their own columns where the form has them. Never fails.

    What the value cell prints itself goes before the columns. Words and dates have value None; they keep the column's unit.
    """
    kept = join_lines(raw).strip()
    column, compared = normalise_unit(unit) if unit else None, parse_operator(operator) if operator else None
    read = _understand(kept)
    sign = SYMBOLS[compared] if compared and read.operator is None else ""
    if read.kind in ("date", "qualitative") and sign:  # 12月 beside a column ≥ is a length of time
        read = replace(_understand(sign + kept), raw=kept)
    elif read.value is not None and not read.unit and column and _is_date(sign + _compact(kept) + column):  # 10 beside 月
        before = _leading_sign(_compact(kept))[0]
        read = replace(read, operator=before, operator_explicit=before is not None, kind="date", value=None, upper=None)
    merged = _merge_units(read.unit, column)
    merged = "个月" if merged == "月" and read.value is not None else merged
    chosen = read.operator or compared
    if (chosen, merged) == (read.operator, read.unit):
        return read
    return replace(read, operator=chosen, operator_explicit=chosen is not None, unit=merged)


def _merge_units(printed: str | None, column: str | None) -> str | None:
    """The cell's own unit before the column's; "10万" beside a column 元 is 万元."""
    if printed in ("万", "亿") and column:
        joined = column if column.startswith(printed) else printed + column
        return joined if is_unit(joined) and column not in ("%", "‰") else printed
    return printed or column


def _single(text: str) -> str:
    """The text with doubled comparison signs (≥≥, ==) printed once."""
    return _REPEATED.sub(r"\1", text)


def _compact(text: str) -> str:
    return _single(even(text).replace("﹣", "-"))


def _understand(kept: str) -> Target:
    text = _compact(kept)
    if not text or _STROKES.fullmatch(text) or text in EMPTY_WORDS:
        return Target(raw=kept)
    if len(text) > _MAX_LENGTH or _ENDLESS.search(text):
        return Target(raw=kept, kind="qualitative")
    text = _IN_BRACKETS.sub(r"\1", text) if text[0] == "(" else text
    sign, rest = _leading_sign(text)
    if (blank := _residue(rest)) is not None:
        return Target(raw=kept, operator=sign, operator_explicit=sign is not None, kind="empty", unit=blank or None)
    if _is_date(text):
        return Target(raw=kept, operator=sign, operator_explicit=sign is not None, kind="date")
    parts = _interval(text) or _quantity(text)
    if parts is not None:
        compared, value, upper, unit = parts
        quantity = Target(
            raw=kept,
            operator=compared,
            operator_explicit=compared is not None,
            kind="quantitative",
            value=value,
            upper=upper,
            unit=unit,
        )
        if quantity.unit == "月" or not _is_date(format_target(quantity)):  # 共2025年 is no quantity
            return quantity
    return Target(raw=kept, operator=sign, operator_explicit=sign is not None, kind="qualitative")


def _leading_sign(text: str) -> tuple[Operator | None, str]:
    match = _SIGN.match(text)
    return (OPERATOR_WORDS[match[0]], text[match.end() :]) if match else (None, text)


def _residue(text: str) -> str | None:
    """The unit left in an unfilled template ("**人", "%", "公里"), "" where there is none; None for a filled value."""
    match = _TEMPLATE.match(text)
    left = text[match.end() :] if match else text
    if _DIGIT.search(left.replace("m2", "").replace("m3", "")):
        return None
    unit = normalise_unit(left) or ""
    return unit if match or not unit or is_unit(unit) else None


def _is_date(text: str) -> bool:
    """A day, month, quarter or year, or a span of them, with or without a comparison before it.

    2025.12 alone is a number, 2025.12.31 and 2023.07-2024.01 are dates; 12月 is December, ≤12月 is a length of time.
    """
    if not _DATELY.search(text):
        return False
    sign, rest = _leading_sign(text)
    if _BARE_DOTTED.fullmatch(rest) or (sign and _MONTHS.fullmatch(rest)):
        return False
    return any(pattern.fullmatch(rest) for pattern in _DATES)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


_COMPOUND = 2
_MULTIPLES = ("万", "亿", "千")
"""What is no unit of its own before further words: 42万毫升."""


def _unit_of(printed: str | None) -> str | None:
    """The unit in a printed run: the whole where known or short, its longest known beginning otherwise ("场活动" → 场)."""
    unit = normalise_unit(printed) if printed else None
    if unit is None or is_unit(unit):
        return unit
    counted = unit.lstrip("万亿千百十")
    if len(counted) == _COMPOUND and all(map(is_unit, counted)):  # 台件, 万册次
        return unit
    for end in range(len(unit) - 1, 0, -1):
        if is_unit(unit[:end]) and unit[end] not in "/·23" and unit[:end] not in _MULTIPLES:
            return unit[:end]
    return unit


def _interval(text: str) -> _Parts | None:
    """``10-20人``, ``80%至90%``, ``±3%以内``, ``≥80%且≤90%``."""
    if "±" in text and (match := _PLUS_MINUS.fullmatch(text)):
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
    if "分之" in text and (match := _PERCENT_OF.fullmatch(text)):
        return _compared(match, "%" if match["of"] == "百分之" else "‰")
    if text[0] == "每" and (match := _PER.fullmatch(text)):
        unit = _unit_of(match["unit"])
        return _compared(match, _unit_of(f"{unit}/{match['per']}") if unit else f"每{match['per']}")
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
    """The value cell in its normal form (≥1500人, 100%, 10人至20人, words as printed); read again it means the same.

    A unit column beside words or a date is not part of the cell.
    """
    operator = SYMBOLS.get(target.operator, "") if target.operator else ""
    unit = target.unit or ""
    if target.kind == "empty":
        return f"{operator}**{unit}" if operator or unit else ""
    if target.kind == "date" and not _is_date(_compact(target.raw)):  # 10 beside a column 月
        return operator + target.raw + unit
    if target.kind != "quantitative" or target.value is None:
        return operator + _leading_sign(half_width(target.raw))[1] if operator else target.raw
    if target.upper is not None:
        return f"{target.value:f}{unit}至{target.upper:f}{unit}"
    return f"{operator}{target.value:f}{unit}"


def level_span(rows: Sequence[Indicator], at: int, depth: int, shown: range | None = None) -> int:
    """Rows that the 一级 (depth 1) or 二级 (2) cell of row ``at`` covers as forms merge them, among those ``shown`` (None: all).

    0 where the cell above covers it. Levels merge with their equal neighbours, 二级 only within one 一级; what is blank stays alone.
    """

    def key(row: Indicator) -> tuple[str | None, ...]:
        return (row.level1, row.level2)[:depth]

    shown, here = range(len(rows)) if shown is None else shown, key(rows[at])
    if None in here:
        return 1
    if at > shown.start and key(rows[at - 1]) == here:
        return 0
    return next((end for end in range(at + 1, shown.stop) if key(rows[end]) != here), shown.stop) - at


def parse_actual(raw: str, unit: str | None = None) -> Actual:
    """A printed 实际完成值: its number and unit where it is one quantity, else only the text. ``unit``: the unit column."""
    target = parse_target(raw, unit)
    value = target.value if target.kind == "quantitative" and target.operator != "range" else None
    return Actual(raw=target.raw, value=value, unit=target.unit)
