"""Units that measure the same thing: 万人 is 10000 人, 公里 is 1000 米, 1 % is 10 ‰. What is not listed here is not converted."""

from __future__ import annotations

from fractions import Fraction

from jihuan.core.vocabulary import UNITS

_PREFIXES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def _table(text: str) -> dict[str, tuple[str, Fraction]]:
    """One thing a line: the first unit is its measure, the others say how many of it they are."""
    table: dict[str, tuple[str, Fraction]] = {}
    for line in text.strip().splitlines():
        words = line.split()
        for word in words:
            unit, _equals, factor = word.partition("=")
            table[unit] = (words[0], Fraction(factor or 1))
    return table


_SAME = _table("""
    ‰ %=10 百分点=10 个百分点=10
    人 名 位
    天 日
    月 个月 年=12
    秒 分钟=60 小时=3600
    米 m M 公里=1000 千米=1000 km=1000 KM=1000 Km=1000 里=500 厘米=1/100 cm=1/100 毫米=1/1000 mm=1/1000
    平方米 m2 m² ㎡ 公顷=10000 平方公里=1000000 平方千米=1000000
    立方米 m3 m³ 立方
    克 g 千克=1000 公斤=1000 kg=1000 KG=1000 斤=500 吨=1000000 t=1000000
    升 L
    千瓦 kW KW
    千瓦时 kWh 度
    个 个数
    次 次数
    户 户数
    期 期数
    学时 课时
    工作日 个工作日
    年度 个年度
    季度 个季度
""")
_ONE = Fraction(1)


def measure(unit: str) -> tuple[str, Fraction]:
    """What a unit counts and how many of it: 万人 → (人, 10000). A unit that is not known counts itself."""
    if unit in _SAME:
        return _SAME[unit]
    rest = unit[1:]
    if unit[:1] in _PREFIXES and (rest in UNITS or not rest) and (unit not in UNITS or rest in ("元", "亩", "")):
        base, factor = measure(rest) if rest else ("", _ONE)
        return base, factor * _PREFIXES[unit[0]]
    return unit, _ONE


def factor(unit: str, into: str) -> Fraction | None:
    """How many ``into`` one ``unit`` is; None where the two do not measure the same thing."""
    (base, size), (other, whole) = measure(unit), measure(into)
    return size / whole if base == other else None
