"""Amounts of money with their unit. Decimal throughout; the unit is the printed one (万元, 元, 亿元)."""

from __future__ import annotations

import re
from decimal import Decimal

from jihuan.core.language import _
from jihuan.core.text import even

CENT = Decimal("0.01")
EXPONENTS = {"元": 0, "万元": 4, "亿元": 8}
_SHORT = {"万": "万元", "亿": "亿元", "元": "元", "万元": "万元", "亿元": "亿元"}
_EMPTY = re.compile(r"[/\\—–―\-_*…·.、无]*")
_AMOUNT = re.compile(
    r"[¥￥]?(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?)(?P<unit>亿元|万元|元|亿|万)?(?P<rest>\?*|\(.*\))?", re.DOTALL
)
_MAX_DIGITS, _MAX_PLACES = 23, 10


class AmountError(ValueError):
    """A text that is not an amount; ``str(error)`` is the sentence for the user."""


def split_amount(text: str) -> tuple[Decimal, str | None] | None:
    """The figure and the unit printed beside it ("250万" → 250, 万元); None for an empty cell or a mark like "/".

    A bracketed remark after the figure and the question marks of broken encodings are not part of it. Raises AmountError.
    """
    compact = even(text)
    if _EMPTY.fullmatch(compact):
        return None
    match = _AMOUNT.fullmatch(compact)
    if match is None:
        raise AmountError(_("“{text}”不是金额，请填写数字，如 26.00").format(text=text.strip()[:40]))
    number = match["number"].replace(",", "")
    if len(number) > _MAX_DIGITS or len(number.partition(".")[2]) > _MAX_PLACES:
        raise AmountError(_("“{text}”位数过多，不是合理的金额").format(text=text.strip()[:40]))
    return Decimal(number), _SHORT[match["unit"]] if match["unit"] else None


def parse_amount(text: str, unit: str | None = None) -> Decimal | None:
    """The figure of a printed amount, None where the cell is empty. Raises AmountError.

    With ``unit``, the unit of the form, an amount that prints another unit is converted: ("10606.7522万元", "元") → 106067522.
    """
    parts = split_amount(text)
    if parts is None:
        return None
    amount, printed = parts
    return amount if unit is None or printed in (None, unit) else from_yuan(to_yuan(amount, printed), unit)


def _exponent(unit: str | None) -> int:
    if unit not in EXPONENTS:
        raise AmountError(_("金额单位“{unit}”无法识别，应为元、万元或亿元").format(unit=unit or ""))
    return EXPONENTS[unit]


def to_yuan(amount: Decimal, unit: str | None) -> Decimal:
    """The amount in 元. Raises AmountError for an unknown unit."""
    return _shift(amount, _exponent(unit))


def from_yuan(yuan: Decimal, unit: str | None) -> Decimal:
    """An amount of 元 in ``unit``, exactly. Raises AmountError for an unknown unit."""
    return _shift(yuan, -_exponent(unit))


def _shift(amount: Decimal, places: int) -> Decimal:
    """Move the decimal point without rounding to a context; whole numbers stay free of exponents."""
    sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int):
        raise AmountError(_("金额必须是有限的数字"))
    shifted = exponent + places
    return Decimal((sign, digits + (0,) * max(shifted, 0), min(shifted, 0)))
