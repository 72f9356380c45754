"""Fiscal years, which in China are calendar years (预算法 第十八条), and the periods of a year counted by month ends."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jihuan.core.language import _
from jihuan.core.money import CENT


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day belongs to."""
    return day.year


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
