"""Numbers of a workbook as the reader of the printed sheet sees them: 0.95 with format 0% is “95%”."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_LARGE = 10**15
"""Binary numbers from here on have no exact decimals to round."""
_NOISE = re.compile(r"\[[^\]]*\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
_PATTERN = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_PRINTED_POINT = re.compile(r'[#0?]*(?:[!\\]\.|"\.")(0+)(,*)')
"""A point printed between digits: 0!.0, shows 元 as 万元."""
_AFTER = re.compile("[ymd](?:[年月日]|(?=[^年月日]))([一-龥]+)$")
"""What stands behind the last part of a date: 日前, 月底前."""


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
    return _text(str(value), number_format)


def _text(text: str, number_format: str) -> str:
    """A text between the characters of its format: "≥"@ → ≥90."""
    section = next((part for part in number_format.split(";") if "@" in part), "@")
    before, _at, after = _NOISE.sub("", section).partition("@")
    return text if section == "@" or not text else f"{_literally(before)}{text}{_literally(after)}".strip()


def _literally(part: str) -> str:
    return _LITERAL.sub(lambda found: found[1] if found[1] is not None else found[2], part)


def _plain(number: Decimal) -> str:
    """A number as a General cell shows it: no exponent, no trailing zeros, the noise of binary fractions rounded off."""
    rounded = round(number, 10)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(number: Decimal, number_format: str) -> str:
    sections = number_format.split(";")
    section = _NOISE.sub("", sections[1] if number < 0 and len(sections) > 1 else sections[0])
    amount = -number if number < 0 and len(sections) > 1 else number
    if printed_point := _PRINTED_POINT.search(section):
        whole = (amount / 1000 ** len(printed_point[2])).quantize(Decimal(1), ROUND_HALF_UP)
        return _framed(
            f"{section[: printed_point.start()]}0{section[printed_point.end() :]}", f"{whole.scaleb(-len(printed_point[1])):f}"
        )
    bare = _LITERAL.sub("", section)
    pattern = _PATTERN.search(bare)
    if not pattern or "general" in number_format.lower() or "E+" in bare or "/" in bare:
        return _plain(number)
    percent = bare.count("%")
    thousands = len(pattern[0]) - len(pattern[0].rstrip(","))
    digits = pattern[0].rstrip(",").partition(".")[2]
    scaled = (amount * 100**percent / 1000**thousands).quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP)
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
    bare = _literally(_NOISE.sub("", number_format.split(";")[0])).lower()
    after = found[1] if (found := _AFTER.search(bare)) else ""
    if "年" in bare:
        text = f"{value.year}年{value.month}月"
        return f"{text}{value.day}日{after}" if "日" in bare else f"{text}{after}"
    if bare.startswith("m") and "月" in bare:
        return f"{value.month}月{value.day}日{after}" if "日" in bare else f"{value.month}月{after}"
    return value.strftime("%Y-%m-%d")
