"""The filters that print money, counts, times and sizes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from jinja2 import UndefinedError

from jihuan.ui import jinja


@pytest.mark.parametrize(
    ("yuan", "printed"),
    [("260000", "26.00"), ("0", "0.00"), ("125500.5", "12.55005"), ("99718866000", "9,971,886.60"), ("-500", "-0.05")],
)
def test_ten_thousands_lose_no_digit(yuan: str, printed: str) -> None:
    assert jinja.wan(Decimal(yuan)) == printed


def test_a_missing_amount_is_no_zero() -> None:
    assert jinja.wan(None) == "—"
    assert "—" in jinja.money(None)


def test_the_full_amount_stands_beside() -> None:
    assert jinja.money(Decimal("260000.00")) == '<data value="260000.00" title="260,000.00 元">26.00</data>'
    assert jinja.full_yuan("26.00", "万元") == "260,000.00 元"
    assert jinja.full_yuan("很多", "万元") == "很多"
    assert jinja.full_yuan("1", "两") == "1"


@pytest.mark.parametrize(
    ("value", "printed"), [("30.0000", "30"), ("100", "100"), ("50.50", "50.5"), ("0", "0"), ("1E+2", "100")]
)
def test_numbers_have_no_empty_digits(value: str, printed: str) -> None:
    assert jinja.number(Decimal(value)) == printed


def test_times_are_said_as_people_say_them() -> None:
    now = timezone.localtime().replace(hour=10, minute=32)
    assert jinja.when(now) == "今天 10:32"
    assert jinja.when(now - timedelta(days=1)) == "昨天 10:32"
    assert jinja.when(datetime(2025, 6, 30, 16, 30, tzinfo=UTC)) == "2025-07-01 00:30"
    assert jinja.when(None) == ""


@pytest.mark.parametrize(("size", "printed"), [(0, "1 KB"), (2048, "2 KB"), (5 * 1_048_576, "5.0 MB")])
def test_sizes(size: int, printed: str) -> None:
    assert jinja.filesize(size) == printed


def test_text_keeps_its_lines_and_stays_text() -> None:
    assert jinja.lines("<b>\n二") == "&lt;b&gt;<br>二"


def test_a_name_that_nobody_gave_is_an_error() -> None:
    env = jinja.environment(autoescape=True)
    with pytest.raises(UndefinedError):
        env.from_string("{{ nobody }}").render()


def test_addresses_leave_out_what_is_empty() -> None:
    assert jinja.url("budgets:projects", q="", year=None, unit="731") == "/projects/?unit=731"
