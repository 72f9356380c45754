"""The arithmetic in words says what was done, whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from jihuan.core.document import Budget
from jihuan.law.scoring import policy, score
from jihuan.law.scoring.explain import number, percent
from tests.law.scoring.bulk import BOOK, NATIONAL
from tests.law.scoring.test_vectors import indicator, sheet

SENTENCES: list[tuple[dict[str, Any], dict[str, object], str]] = [
    ({"target": "≥1500", "actual": "1200", "weight": 10}, {}, "1200 ÷ 1500 = 80.00 %，× 10 分 = 8.00 分"),
    ({"target": "≥1500人", "actual": "1200人", "weight": "7.5"}, {}, "1200 ÷ 1500 = 80.00 %，× 7.5 分 = 6.00 分"),
    (
        {"target": "≥3000人", "actual": "0.3万人", "weight": 10},
        {},
        "0.3万人 即 3000 人；3000 ≥ 3000，达到指标值，得满分 10.00 分",
    ),
    ({"target": "≥25", "actual": "25", "weight": 10}, {}, "25 ≥ 25，达到指标值，得满分 10.00 分"),
    ({"target": "≤26", "actual": "25.5", "weight": 10}, {}, "25.5 ≤ 26，达到指标值，得满分 10.00 分"),
    ({"target": "≤26", "actual": "28", "weight": 10}, {}, "26 ÷ 28 = 92.86 %，× 10 分 = 9.29 分"),
    (
        {"target": "≤26", "actual": "28", "weight": 10},
        {"reverse_policy": "linear"},
        "1 −（28 − 26）÷ 26 = 92.31 %，× 10 分 = 9.23 分",
    ),
    ({"target": "≤8", "actual": "9", "weight": 10}, {"pass_threshold": "0.95"}, "完成比例低于及格门槛 95.00 %，得 0.00 分"),
    (
        {"target": "≥20", "actual": "40", "weight": 10, "deviation": "目标值偏低"},
        {},
        "40 ÷ 20 = 200.00 %，超出界限 130.00 %，原因是目标值偏低，按偏离度调减为 30.00 %，× 10 分 = 3.00 分",
    ),
    (
        {"target": "≤100", "actual": "40", "weight": 10, "deviation": "目标值偏低"},
        {},
        "40 ÷ 100 = 40.00 %，超出界限 70.00 %，原因是目标值偏低，按偏离度调减为 70.00 %，× 10 分 = 7.00 分",
    ),
    (
        {"target": "≤100", "actual": "40", "weight": 10},
        {},
        "40 ÷ 100 = 40.00 %，超出界限 70.00 %，得满分 10.00 分；请在偏差原因中写明是目标值偏低、客观增加还是政策变化",
    ),
    ({"target": "10-20人", "actual": "25人", "weight": 10}, {}, "20 ÷ 25 = 80.00 %，× 10 分 = 8.00 分"),
    ({"target": "10-20人", "actual": "5人", "weight": 10}, {}, "5 ÷ 10 = 50.00 %，× 10 分 = 5.00 分"),
    ({"target": "=0起", "actual": "1起", "weight": 10}, {}, "1 没有达到指标值 ≤ 0，按公式得 0.00 分"),
    (
        {"target": "2025年11月底前", "actual": "2025年11月30日", "weight": 10},
        {},
        "2025年11月30日，不迟于 2025年11月底前，得满分 10.00 分",
    ),
    (
        {"target": "2025年11月底前", "actual": "2025年12月", "weight": 10, "score": 6},
        {"late_date": "tier"},
        "2025年12月，迟于 2025年11月底前，所填 6 分在 0 至 8 分（不含）之内，得 6.00 分",
    ),
    (
        {"target": "2025年11月底前", "actual": "2025年12月", "weight": 10, "score": 9},
        {"late_date": "tier"},
        "“2025年12月”应在 0 至 8 分之内（上限只在最高一档可取），却填 9 分，请改填",
    ),
    (
        {"target": "较大", "actual": "达成年度指标", "weight": 10, "score": 9},
        {},
        "“达成年度指标”，所填 9 分在本档 8 至 10 分之内，得 9.00 分",
    ),
    (
        {"target": "较大", "actual": "部分达成年度指标", "weight": 5, "score": "3.5"},
        {},
        "“部分达成年度指标”，所填 3.5 分在本档 3 至 4 分之内，得 3.50 分",
    ),
    (
        {"target": "较大", "actual": "未达成年度指标", "weight": 10, "score": 7},
        {},
        "“未达成年度指标”应在 0 至 6 分之内（上限只在最高一档可取），却填 7 分，请改填",
    ),
    ({"target": "较大", "actual": "达成年度指标", "weight": 10}, {}, "“达成年度指标”一档要由人给分，请填得分"),
    ({"target": "是", "actual": "是", "weight": 10}, {}, "“是”对“是”，得 10.00 分"),
    (
        {"target": "100%", "actual": "96%", "weight": 10},
        {},
        "指标值没有计算符号，按“＝”计；96 ÷ 100 = 96.00 %，× 10 分 = 9.60 分",
    ),
    (
        {"target": "3500公斤", "actual": "4000公斤", "weight": 10},
        {},
        "指标值没有计算符号，按“≥”计；4000 ≥ 3500，达到指标值，得满分 10.00 分",
    ),
    (
        {"name": "群众满意度", "target": "≥90%", "actual": "85%", "weight": 10},
        {"satisfaction": "bands"},
        "满意度 85 %，所在区间得 80.00 %，× 10 分 = 8.00 分",
    ),
    ({"target": "≥95%", "actual": "95%"}, {}, "没有分值，不能计分，请补填"),
    ({"target": "≥95%", "weight": 10}, {}, "没有填实际完成值，不能计分，请补填"),
    (
        {"target": "≥30件", "actual": "30次", "weight": 10},
        {},
        "实际完成值“30次”与指标值“≥30件”的单位不同，无法换算，请统一单位",
    ),
    ({"target": "≥3", "actual": "1", "weight": "101"}, {}, "分值 101 不在 0 至 100 之间，不能计分，请改填"),
    (
        {"target": "≥3", "actual": "9999999999999999", "weight": "10"},
        {},
        "指标值“≥3”或实际完成值“9999999999999999”过大、小数过多或区间颠倒，不能计分，请核对",
    ),
    ({"target": "≥3", "actual": "不适用", "weight": "10"}, {}, "不适用，不计分，分值按比例分给其他指标"),
    ({"target": "≥90%", "actual": "95", "weight": 10}, {}, "95 ≥ 90，达到指标值，得满分 10.00 分"),
    ({"target": "2025年12月底", "actual": "2025年", "weight": 10}, {}, "2025年，不迟于 2025年12月底，得满分 10.00 分"),
    ({"target": "≥2年", "actual": "7个月", "weight": 10}, {}, "7个月 即 7/12 年；7/12 ÷ 2 = 29.17 %，× 10 分 = 2.92 分"),
]


@pytest.mark.parametrize(("given", "changed", "said"), SENTENCES, ids=range(len(SENTENCES)))
def test_a_score_is_explained_in_one_sentence(given: dict[str, Any], changed: dict[str, object], said: str) -> None:
    found = score(sheet(indicator(given)), policy(BOOK, changed))[0].indicators[0]
    assert found.explanation == f"{said}；{found.citation}"


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ({"total": "26", "executed": "24.7"}, "24.7 ÷ 26 = 95.00 %，× 10 分 = 9.50 分"),
        ({"total": "26", "executed": "26.5"}, "26.5 ÷ 26 = 101.92 %，不超过满分，得 10.00 分"),
        ({"total": "26", "executed": "0"}, "0 ÷ 26 = 0.00 %，× 10 分 = 0.00 分"),
        ({"total": "0", "executed": "0"}, "没有预算也没有支出，预算执行率不适用，10 分按比例分给各指标"),
        ({"total": "0", "executed": "5"}, "全年预算数是 0 却有支出，不能计分，请核对"),
        ({"total": "-1", "executed": "5"}, "预算数或执行数是负数或过大，不能计分，请核对"),
        ({"total": "26"}, "没有全年预算数或执行数，不能计分，请补填"),
        ({"executed": "26"}, "没有全年预算数或执行数，不能计分，请补填"),
    ],
)
def test_the_execution_is_explained_in_one_sentence(budget: dict[str, str], said: str) -> None:
    given = Budget(**{name: Decimal(amount) for name, amount in budget.items()})
    found = score(sheet(indicator({"target": "≥1", "actual": "1", "weight": 90}), budget=given), NATIONAL)[0].execution
    assert found.explanation == f"{said}；{found.citation}"


def test_a_weight_that_moved_is_told_only_where_it_moved() -> None:
    given = [indicator({"target": "≥1", "actual": actual, "weight": 45}) for actual in ("1", "不适用")]
    moved, gone = score(sheet(*given), NATIONAL)[0].indicators
    assert moved.explanation.startswith("有不适用的指标，分值由 45 调整为 90；1 ≥ 1，达到指标值，得满分 90.00 分；")
    assert gone.explanation.startswith("不适用，不计分，分值按比例分给其他指标；")
    still = score(sheet(given[0]), NATIONAL)[0].indicators[0]
    assert still.explanation.startswith("1 ≥ 1，")


@pytest.mark.parametrize(
    ("value", "text"),
    [("3", "3"), ("-3", "-3"), ("100", "100"), ("1/2", "0.5"), ("1/5", "0.2"), ("3/20", "0.15"), ("1/16", "0.0625"), ("1/125", "0.008"),
     ("-5/4", "-1.25"), ("1/3", "1/3"), ("7/6", "7/6"), ("1/7", "1/7")],
)  # fmt: skip
def test_a_figure_is_written_as_a_decimal_where_it_has_an_end(value: str, text: str) -> None:
    assert number(Fraction(value)) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [("4/5", "80.00"), ("1/3", "33.33"), ("2/3", "66.67"), ("0", "0.00"), ("3", "300.00"), ("12345/1000000", "1.23"), ("12350/1000000", "1.24"),
     ("-1/3", "-33.33"), ("-12350/1000000", "-1.24")],
)  # fmt: skip
def test_a_share_is_rounded_half_up_to_two_decimals(share: str, text: str) -> None:
    assert percent(Fraction(share)) == text


@pytest.mark.parametrize(
    ("target", "actual", "sign"), [("=1", "0", "≥ 1"), ("=1", "1", "≥ 1"), ("=0", "1", "≤ 0"), ("=0", "0", "≤ 0")]
)
def test_an_equal_target_is_explained_as_the_bound_it_is_scored_by(target: str, actual: str, sign: str) -> None:
    found = score(sheet(indicator({"target": target, "actual": actual, "weight": 90})), NATIONAL)[0].indicators[0]
    assert sign in found.explanation
