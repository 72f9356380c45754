"""Fiscal years, which in China are calendar years (预算法 第十八条), and the periods of a year counted by month ends."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jihuan.core.language import _
from jihuan.core.text import half_width, squeeze

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|$)")
CENT = Decimal("0.01")


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day belongs to."""
    return day.year


def parse_fiscal_year(text: str) -> int | None:
    """The year a heading names ("2025 年度部门预算" → 2025); None where it names none or several."""
    years = set(_YEAR.findall(half_width(squeeze(text))))
    return int(years.pop()) if len(years) == 1 else None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The part of a fiscal year from 1 January to the end of ``month``: 1—7月 of the monitoring in July."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(_("月份应在 1 至 12 之间，实为 {month}").format(month=self.month))

    @property
    def start(self) -> date:
        """1 January."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """The last day counted."""
        return month_end(self.year, self.month)

    @property
    def time_percent(self) -> Decimal:
        """序时进度: months gone out of twelve, in percent, rounded half up to 0.01 (July: 58.33)."""
        return (Decimal(self.month) * 100 / 12).quantize(CENT, ROUND_HALF_UP)

    def __str__(self) -> str:
        if self.month == 12:
            return _("{year}年全年").format(year=self.year)
        if self.month == 1:
            return _("{year}年1月").format(year=self.year)
        return _("{year}年1—{month}月").format(year=self.year, month=self.month)
