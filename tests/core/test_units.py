"""Units that measure the same thing are converted exactly; others are not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jihuan.core.units import factor


@pytest.mark.parametrize(
    ("unit", "into", "times"),
    [
        ("万人", "人", 10000),
        ("人", "万人", Fraction(1, 10000)),
        ("亿元", "万元", 10000),
        ("公里", "米", 1000),
        ("千米", "公里", 1),
        ("%", "‰", 10),
        ("百分点", "%", 1),
        ("年", "个月", 12),
        ("小时", "分钟", 60),
        ("斤", "公斤", Fraction(1, 2)),
        ("吨", "公斤", 1000),
        ("公顷", "平方米", 10000),
        ("日", "天", 1),
        ("万亩", "亩", 10000),
        ("百万元", "元", 1000000),
        ("盏", "盏", 1),
        ("元/人", "元/人", 1),
    ],
)
def test_one_unit_is_so_many_of_the_other(unit: str, into: str, times: Fraction) -> None:
    assert factor(unit, into) == times
    assert factor(into, unit) == 1 / Fraction(times)


@pytest.mark.parametrize(("unit", "into"), [("人", "人次"), ("件", "次"), ("工作日", "天"), ("元/人", "元"), ("成", "%")])
def test_what_measures_another_thing_is_not_converted(unit: str, into: str) -> None:
    assert factor(unit, into) is None
