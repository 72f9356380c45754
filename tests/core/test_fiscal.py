"""Fiscal years and their periods."""

from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.fiscal import Period, fiscal_year_of, month_end


def test_a_fiscal_year_is_the_calendar_year() -> None:
    assert fiscal_year_of(date(2025, 12, 31)) == 2025


def test_a_month_ends_on_its_last_day() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert month_end(2025, 12) == date(2025, 12, 31)


def test_a_period_runs_from_new_year_to_a_month_end() -> None:
    july = Period(2025, 7)
    assert (july.start, july.end) == (date(2025, 1, 1), date(2025, 7, 31))
    assert [str(Period(2025, month)) for month in (1, 7, 12)] == ["2025年1月", "2025年1—7月", "2025年全年"]
    assert Period(2024, 12) < july


def test_time_gone_is_months_out_of_twelve() -> None:
    assert [Period(2025, month).time_percent for month in (1, 7, 12)] == [Decimal("8.33"), Decimal("58.33"), Decimal(100)]


@pytest.mark.parametrize("month", [0, 13])
def test_a_period_ends_within_the_year(month: int) -> None:
    with pytest.raises(ValueError, match="月份"):
        Period(2025, month)
