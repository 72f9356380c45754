"""Amounts keep every printed digit and their unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.money import AmountError, from_yuan, parse_amount, split_amount, to_yuan


@pytest.mark.parametrize(
    ("printed", "amount", "unit"),
    [
        ("26.00", "26.00", None),
        ("3,498,000.00", "3498000.00", None),
        ("10606.7522万元", "10606.7522", "万元"),
        ("250万", "250", "万元"),
        ("1.5亿", "1.5", "亿元"),
        ("854万(高标准农田400万元,其他454万元)", "854", "万元"),
        ("1681680", "1681680", None),
        ("3,724,055.00?", "3724055.00", None),
        ("￥１２．５０元", "12.50", "元"),
        (" 26 . 00 ", "26.00", None),
        ("-5.00", "-5.00", None),
        ("0", "0", None),
    ],
)
def test_printed_amounts_are_read_with_their_unit(printed: str, amount: str, unit: str | None) -> None:
    assert split_amount(printed) == (Decimal(amount), unit)


@pytest.mark.parametrize("printed", ["", " ", "/", "/ / /", "—", "-", "无", "……"])
def test_an_empty_mark_is_no_amount(printed: str) -> None:
    assert parse_amount(printed) is None


@pytest.mark.parametrize(
    "printed", [".32", "1,23", "12,3456.00", "二十六", "26.00.00", "26.00美元", "26-30", "1" * 25, "0.12345678901"]
)
def test_what_is_not_an_amount_is_refused_with_a_sentence_that_quotes_it(printed: str) -> None:
    with pytest.raises(AmountError, match=printed[:2].replace(".", r"\.")):
        parse_amount(printed)


def test_an_amount_that_prints_another_unit_is_converted_to_the_form() -> None:
    assert parse_amount("10606.7522万元", "元") == Decimal(106067522)
    assert parse_amount("10000万元", "万元") == Decimal(10000)
    assert parse_amount("3498000元", "万元") == Decimal("349.8")
    assert parse_amount("26.00", "万元") == Decimal(26)


def test_units_convert_exactly() -> None:
    assert to_yuan(Decimal("26.00"), "万元") == Decimal(260000)
    assert str(to_yuan(Decimal("26.00"), "万元")) == "260000"
    assert from_yuan(Decimal("415000.00"), "万元") == Decimal("41.5")
    assert to_yuan(Decimal("1.5"), "亿元") == Decimal(150000000)


@pytest.mark.parametrize("unit", [None, "美元", ""])
def test_an_unknown_unit_is_refused(unit: str | None) -> None:
    with pytest.raises(AmountError, match="单位"):
        to_yuan(Decimal(1), unit)


def test_a_number_that_is_not_finite_is_no_amount() -> None:
    with pytest.raises(AmountError, match="有限"):
        to_yuan(Decimal("NaN"), "元")


@given(st.decimals(-(10**14), 10**14, places=6), st.sampled_from(["元", "万元", "亿元"]))
def test_a_conversion_there_and_back_is_exact(amount: Decimal, unit: str) -> None:
    assert from_yuan(to_yuan(amount, unit), unit) == amount
    assert "E" not in str(to_yuan(amount, "元"))
