"""A printed date means its days, or none."""

from __future__ import annotations

from datetime import date

import pytest

from jihuan.law.scoring.dates import days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025年12月底前", date(2025, 12, 31), date(2025, 12, 31)),
        ("11月底之前", date(2024, 11, 30), date(2024, 11, 30)),
        ("2025年1-12月", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025.01-2025.12", date(2025, 1, 1), date(2025, 12, 31)),
        ("第四季度", date(2024, 10, 1), date(2024, 12, 31)),
        ("2025年上半年", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025年下半年", date(2025, 7, 1), date(2025, 12, 31)),
        ("20251231", date(2025, 12, 31), date(2025, 12, 31)),
        ("2025/6/5", date(2025, 6, 5), date(2025, 6, 5)),
        ("2025年6月中旬", date(2025, 6, 11), date(2025, 6, 20)),
        ("次年3月底前", date(2025, 3, 31), date(2025, 3, 31)),
        ("明年3月", date(2025, 3, 1), date(2025, 3, 31)),
        ("去年底", date(2023, 12, 31), date(2023, 12, 31)),
        ("年底前", date(2024, 12, 31), date(2024, 12, 31)),
        ("2025年度", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025年1月", date(2025, 1, 1), date(2025, 1, 31)),
        ("2025年2月底", date(2025, 2, 28), date(2025, 2, 28)),
        ("2025年3月1日", date(2025, 3, 1), date(2025, 3, 1)),
        ("2025年二季度", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025年第3季度", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025年3月、次年1月", date(2025, 3, 1), date(2026, 1, 31)),
    ],
)
def test_a_printed_date_means_these_days(text: str, first: date, last: date) -> None:
    assert days(text, 2024) == (first, last)


@pytest.mark.parametrize("text", ["2025年2月30日", "2025年13月", "2025年0月", "2025年6月0日", "已完成", ""])
def test_what_is_no_day_of_the_calendar_means_none(text: str) -> None:
    assert days(text, 2024) is None


def test_without_a_year_a_month_means_no_day() -> None:
    assert days("11月底", None) is None
