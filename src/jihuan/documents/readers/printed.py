"""Numbers of a workbook as the reader of the printed sheet sees them: 0.95 with format 0% is “95%”."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_LARGE = 10**15
"""Binary numbers from here on have no exact decimals to round."""
_NOISE = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_PATTERN = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?")


def printed(value: object, number_format: str) -> str:
    """The cell's value as its number format prints it; a format that is not understood gives the plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return _number(number, number_format) if number.is_finite() and abs(number) < _LARGE else f"{number:f}"
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, number_format)
    return str(value)


def _plain(number: Decimal) -> str:
    """A number as a General cell shows it: no exponent, no trailing zeros, the noise of binary fractions rounded off."""
    rounded = round(number, 10)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(number: Decimal, number_format: str) -> str:
    sections = number_format.split(";")
    section = _NOISE.sub("", sections[1] if number < 0 and len(sections) > 1 else sections[0])
    amount = -number if number < 0 and len(sections) > 1 else number
    bare = _LITERAL.sub("", section)
    pattern = _PATTERN.search(bare)
    if not pattern or "general" in number_format.lower() or "E+" in bare or "/" in bare:
        return _plain(number)
    percent = bare.count("%")
    digits = pattern[0].partition(".")[2]
    scaled = (amount * 100**percent).quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP)
    text = f"{scaled:,f}" if "," in pattern[0].rstrip(",") else f"{scaled:f}"
    optional = len(digits) - len(digits.rstrip("#"))
    if optional:
        whole, point, decimals = text.partition(".")
        kept = decimals[: len(decimals) - optional] + decimals[len(decimals) - optional :].rstrip("0")
        text = f"{whole}{point}{kept}".rstrip(".")
    return _framed(section, text)


def _framed(section: str, text: str) -> str:
    """The figure between the literal characters of its format: 0"人" → 98人."""
    literal: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literal.append(found[1] if found[1] is not None else found[2])
        return chr(0xE000 + len(literal) - 1)

    framed = _PATTERN.sub(lambda _found: text, _LITERAL.sub(keep, section), count=1)
    return "".join(
        literal[ord(char) - 0xE000] if 0xE000 <= ord(char) < 0xE000 + len(literal) else char for char in framed
    ).strip()


def _date(value: datetime.datetime | datetime.date, number_format: str) -> str:
    bare = _LITERAL.sub(lambda found: found[1] if found[1] is not None else found[2], _NOISE.sub("", number_format)).lower()
    if "年" in bare:
        text = f"{value.year}年{value.month}月"
        return f"{text}{value.day}日" if "日" in bare else text
    if bare.startswith("m") and "月" in bare:
        return f"{value.month}月{value.day}日" if "日" in bare else f"{value.month}月"
    return value.strftime("%Y-%m-%d")
