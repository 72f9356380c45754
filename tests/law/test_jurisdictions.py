"""Two provinces that differ in scheme, reverse formula, rounding and weights are each checked by their own law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.document import Document, Indicator, Project
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.law.engine import check, load

DAY = date(2025, 1, 1)


def _scored(target: str, actual: str, score: str) -> Document:
    row = Indicator(
        level2="成本指标",
        level3="单台成本",
        target=parse_target(target),
        actual=parse_actual(actual),
        weight=Decimal(10),
        score=Decimal(score),
        deviation="材料涨价",
    )
    return Document(fiscal_year=2025, kind="self_evaluation", projects=(Project(indicators=(row,)),))


@pytest.mark.parametrize(
    ("jurisdiction", "target", "actual", "right"),
    [
        ("130281", "≤60万元", "72万元", "8.33"),  # 60 ÷ 72
        ("sichuan", "≤60万元", "72万元", "8"),  # 1 − 12 ÷ 60
        ("130281", "≥9次", "8次", "8.89"),  # 8.888… rounded
        ("sichuan", "≥9次", "8次", "8.88"),  # cut off
    ],
)
def test_each_province_has_its_own_formula_and_rounding(jurisdiction: str, target: str, actual: str, right: str) -> None:
    book = load(jurisdiction, DAY)
    wrong = str(Decimal(right) + Decimal("0.5"))
    verdicts = [check(_scored(target, actual, score), book, only=("EVA-003",)).failures for score in (right, wrong)]
    assert [len(found) for found in verdicts] == [0, 1]


def test_the_linear_formula_is_taken_and_goes_down_to_nothing() -> None:
    (found,) = check(_scored("≤60万元", "150万元", "4"), load("sichuan", DAY), only=("EVA-003",)).failures
    assert "应得 0" in found.message
    (found,) = check(_scored("≤60万元", "150万元", "9"), load("national", DAY), only=("EVA-003",)).failures
    assert "应得 4" in found.message


def test_scheme_and_weights_differ() -> None:
    hebei, sichuan = load("130281", DAY), load("sichuan", DAY)
    assert (hebei.scheme.weights["产出"], sichuan.scheme.weights["产出"], sichuan.scheme.weights["成本"]) == (50, 40, 20)
    assert hebei.scheme.order.index("成本") > 0 == sichuan.scheme.order.index("成本")
