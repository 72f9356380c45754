"""The days that a printed date means: 2025年12月底前, 11月, 2025.01-2025.12, 第四季度, 年底."""

from __future__ import annotations

import re
from datetime import date

from jihuan.core.fiscal import month_end
from jihuan.core.text import half_width, squeeze

_SPELLINGS = (
    (re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"), r"\1年\2月\3日"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), r"\1年\2月\3日"),
    (re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})(?!\d)"), r"\1年\2月"),
    (re.compile(r"(?<!\d)(\d{1,2})[-—–―~至到](\d{1,2})月"), r"\1月-\2月"),
)
_AWAY = {
    **dict.fromkeys(("次年", "下年", "明年", "来年"), 1),
    **dict.fromkeys(("上年", "去年"), -1),
    **dict.fromkeys(("当年", "本年", "全年", "今年", "年"), 0),
}
_YEAR = rf"(?:(?P<year>(?:19|20)\d{{2}})年度?|(?P<relative>{'|'.join(_AWAY)})度?)"
_MONTH = r"(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号]?|(?P<part>初|上旬|中旬|下旬|底|末))?"
_DATE = re.compile(
    rf"{_YEAR}?(?:{_MONTH}|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)|{_YEAR.replace('P<', 'P<only_')}(?P<end>[底末])?"
)
_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (31, 31), "末": (31, 31)}
Span = tuple[date, date]


def days(text: str, year: int | None) -> Span | None:
    """The first and the last day that the text may mean; ``year`` where it names none. None where it names no possible date.

    A span goes from its first to its last day; a date without a year is of the year before it (2025年1月-12月).
    """
    plain, known, spans = half_width(squeeze(text)), year, []
    for pattern, spelled in _SPELLINGS:
        plain = pattern.sub(spelled, plain)
    for match in _DATE.finditer(plain):
        named, relative = match["year"] or match["only_year"], match["relative"] or match["only_relative"]
        known = int(named) if named else known
        meant = known and known + _AWAY.get(relative, 0)
        span = _span(match, meant) if meant else None
        if span is None:
            return None
        spans.append(span)
    return (min(spans)[0], max(last for _first, last in spans)) if spans else None


def _span(match: re.Match[str], year: int) -> Span | None:
    """The days of one date; None for a 30 February."""
    if match["quarter"]:
        last = 3 * ("一二三四".find(match["quarter"]) + 1 or int(match["quarter"]))
        return _months(year, last - 2, last)
    if match["half"]:
        return _months(year, 1, 6) if match["half"] == "上" else _months(year, 7, 12)
    if not match["month"]:
        return _months(year, 1, 12) if not match["end"] else (date(year, 12, 31), date(year, 12, 31))
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    length = month_end(year, month).day
    first, last = _PARTS[match["part"]] if match["part"] else (int(match["day"] or 1), int(match["day"] or length))
    if first < 1 or match["day"] and first > length:
        return None
    return date(year, month, min(first, length)), date(year, month, min(last, length))


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), month_end(year, last)
