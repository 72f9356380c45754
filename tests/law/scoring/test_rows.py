"""What a document becomes before it is scored: which rows are judged by what, in whole numbers, and why some are not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from jihuan.core.document import Budget, Indicator, Target
from jihuan.law.scoring import policy, rows, score
from jihuan.law.scoring.rows import FAR, FAR_WEIGHT, IndicatorRow, ProjectRow, hundredths
from tests.law.scoring.bulk import BOOK, NATIONAL
from tests.law.scoring.test_vectors import indicator, sheet


def row_of(given: dict[str, Any], *others: Indicator, **members: Any) -> IndicatorRow:
    return rows(sheet(replace(indicator(given), **members), *others), NATIONAL).indicators[0]


def project_of(*given: Indicator, budget: Budget | None = None, **members: Any) -> ProjectRow:
    return rows(sheet(*given, budget=budget, **members), NATIONAL).projects[0]


@pytest.mark.parametrize(
    ("points", "found"),
    [
        (None, None),
        ("0", 0),
        ("7.25", 725),
        ("7.255", None),
        ("-7.25", -725),
        ("1E+14", 10**16),
        ("999999999999999", 99999999999999900),
        ("1E+15", FAR),
        ("1000000000000000.001", FAR),
        ("NaN", FAR),
        ("Infinity", FAR),
    ],
)
def test_points_are_hundredths(points: str | None, found: int | None) -> None:
    assert hundredths(None if points is None else Decimal(points)) == found


def test_a_weight_stays_inside_32_bits() -> None:
    assert [row_of({"target": "≥1", "actual": "1", "weight": weight}).weight for weight in ("12.5", "-3", "1E+12")] == [
        1250, -1, FAR_WEIGHT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "rule", "reason"),
    [
        ({"target": "≥1500人", "actual": "1200人", "weight": 90}, "forward", ""),
        ({"target": ">1500人", "actual": "1200人", "weight": 90}, "forward", ""),
        ({"target": "≤26万元", "actual": "25万元", "weight": 90}, "reverse", ""),
        ({"target": "=3期", "actual": "3期", "weight": 90}, "equal", ""),
        ({"target": "3期", "actual": "3期", "weight": 90}, "forward", ""),
        ({"target": "0起", "actual": "0起", "weight": 90}, "equal", ""),
        ({"target": "100%", "actual": "100%", "weight": 90}, "equal", ""),
        ({"target": "100人", "actual": "100人", "weight": 90}, "forward", ""),
        ({"target": "99%", "actual": "100%", "weight": 90}, "forward", ""),
        ({"target": "3-5期", "actual": "4期", "weight": 90}, "range", ""),
        ({"target": "≥1500人", "weight": 90}, "missing", "no_actual"),
        ({"target": "≥1500人", "actual": "——", "weight": 90}, "missing", "no_actual"),
        ({"target": "≥1500人", "actual": "不适用", "weight": 90}, "not_applicable", ""),
        ({"target": "不适用", "actual": "3", "weight": 90}, "not_applicable", ""),
        ({"name": "不适用", "target": "≥3", "actual": "3", "weight": 90}, "not_applicable", ""),
        ({"name": "无", "target": "无", "actual": "无"}, "not_applicable", ""),
        ({"name": "火灾起数", "target": "0起", "actual": "无", "weight": 90}, "refused", "no_number"),
        ({"target": "≥1500人", "actual": "很多", "weight": 90}, "refused", "no_number"),
        ({"target": "≥1500人", "actual": "1200天", "weight": 90}, "refused", "unit_mismatch"),
        ({"target": "≥1500", "actual": "1200天", "weight": 90}, "forward", ""),
        ({"target": "≥1500天", "actual": "1200", "weight": 90}, "forward", ""),
        ({"target": "", "actual": "3", "weight": 90}, "refused", "no_target"),
        ({"target": "≥3", "actual": "3", "weight": "7.255"}, "refused", "weight_decimals"),
        ({"target": "是", "actual": "是", "weight": 90}, "direct", ""),
        ({"target": "是", "actual": "达成预期指标", "weight": 90}, "tier", ""),
        ({"target": "较大", "actual": "是", "weight": 90}, "refused", "no_tier"),
        ({"target": "优良中差", "actual": "优", "weight": 90}, "refused", "no_tier"),
        ({"target": "优良中差", "actual": "达成预期指标", "weight": 90}, "tier", ""),
        ({"target": "优良中差", "actual": "达成预期指标", "weight": 90, "score": "80.125"}, "refused", "score_decimals"),
        ({"target": "2025年12月底前", "actual": "2025年11月", "weight": 90}, "date", ""),
        ({"target": "2025年12月底前", "actual": "已经做完", "weight": 90}, "refused", "no_date"),
        ({"target": "2025年2月30日前", "actual": "2025年11月", "weight": 90}, "refused", "no_target_date"),
        ({"target": "2025年6月15日前", "actual": "2025年6月", "weight": 90}, "refused", "doubtful_date"),
        ({"target": "2025年6月15日前", "actual": "2025年6月15日", "weight": 90}, "date", ""),
        ({"target": "2025年6月11日前", "actual": "2025年6月中旬", "weight": 90}, "refused", "doubtful_date"),
        ({"target": "2025年6月20日前", "actual": "2025年6月中旬", "weight": 90}, "date", ""),
        ({"target": "2025年5月底前", "actual": "2025年6月", "weight": 90}, "date", ""),
        ({"target": "2025年12月底前", "actual": "达成预期指标", "weight": 90, "score": "80"}, "tier", ""),
    ],
    ids=lambda value: "".join(map(str, value.values())) if isinstance(value, dict) else None,
)
def test_a_row_is_judged_by_its_target(given: dict[str, Any], rule: str, reason: str) -> None:
    found = row_of(given)
    assert (found.rule, found.reason) == (rule, reason)


@pytest.mark.parametrize(
    ("target", "actual", "doubtful"),
    [
        ("≥95%", "0.96", True),
        ("≥95%", "1", True),
        ("≥95%", "1.01", False),
        ("≥95%", "0", False),
        ("≥95%", "96%", False),
        ("≥1%", "0.5", False),
        ("≥1.5%", "0.5", True),
        ("≥5‰", "0.5", True),
        ("≥0.95", "96%", True),
        ("≥1", "96%", True),
        ("≥1.1", "96%", False),
        ("≥0.95", "1%", False),
        ("≥0", "96%", False),
        ("≥0.95", "0.96", False),
        ("≥95人", "0.96", False),
    ],
)
def test_a_figure_that_may_be_a_share_of_one_is_asked_about(target: str, actual: str, doubtful: bool) -> None:
    assert (row_of({"target": target, "actual": actual, "weight": 90}).reason == "unit_doubtful") is doubtful


def test_figures_are_whole_numbers_of_one_measure() -> None:
    found = row_of({"target": "≥1.25万元", "actual": "12000元", "weight": 90})
    assert (found.target, found.actual, found.one, found.unit) == (125, 120, 100, "万元")
    found = row_of({"target": "3-5.5期", "actual": "4期", "weight": 90})
    assert (found.target, found.upper, found.actual, found.one) == (30, 55, 40, 10)
    found = row_of({"target": "≥0.0625", "actual": "3", "weight": 90})
    assert (found.target, found.actual, found.one) == (625, 30000, 10000)
    found = row_of({"target": "≥0.2", "actual": "3", "weight": 90})
    assert (found.target, found.actual, found.one) == (2, 30, 10)
    found = row_of({"target": "≥0.05", "actual": "3", "weight": 90})
    assert (found.target, found.actual, found.one) == (5, 300, 100)


def test_only_a_satisfaction_in_percent_is_scored_by_bands() -> None:
    rated = [
        row_of({"name": name, "target": target, "actual": "95%", "weight": 90}).percent
        for name, target in (("群众满意度", "≥90%"), ("群众满意度", "=90%"), ("群众满意度", "≤90%"), ("完成率", "≥90%"))
    ]
    assert rated == [True, True, False, False]
    assert not row_of({"name": "群众满意度", "target": "≥90分", "actual": "95分", "weight": 90}).percent


@pytest.mark.parametrize(
    ("deviation", "cause"),
    [
        (None, ""),
        ("年度指标值设定偏低", "target_low"),
        ("原因：目标值偏低", "target_low"),
        ("由于政策调整", "external"),
        ("（1）客观因素增加", "external"),
        ("参观的人多", ""),
        ("并非目标值偏低", ""),
    ],
)
def test_the_cause_is_what_the_words_begin_with(deviation: str | None, cause: str) -> None:
    assert row_of({"target": "≥1", "actual": "9", "weight": 90, "deviation": deviation}).cause == cause


USUAL = {"target": "≥1", "actual": "1"}


def test_a_row_without_a_weight_is_missing_it_only_where_the_others_do_not_make_100() -> None:
    others = {weight: indicator({**USUAL, "weight": weight}) for weight in ("90", "89")}
    assert [row_of(USUAL, others[weight]).reason for weight in others] == ["unweighted", ""]
    assert row_of({"target": "≥1"}, others["90"]).reason == "unweighted"
    assert row_of({"target": "≥1"}, others["89"]).reason == "no_actual"


RATE = {"name": "预算执行率", "target": "≥95%", "actual": "95%"}


@pytest.mark.parametrize(
    ("weights", "printed", "found"),
    [
        ((None, "90"), None, (1000, "")),
        ((None, "100"), None, (0, "in_rows")),
        ((None, "99"), None, (1000, "")),
        ((None, "100"), "10", (1000, "")),
        (("10", "80"), None, (0, "in_rows")),
        (("10", "90"), None, (0, "in_rows")),
        (("10", "90"), "10", (0, "in_rows")),
        (("10", "80"), "10", (1000, "")),
        ((None, "90"), "12.5", (1250, "")),
        ((None, "90"), "0", (0, "")),
        ((None, "90"), "12.555", (FAR_WEIGHT, "weight_decimals")),
    ],
)
def test_the_execution_rate_has_its_weight_once(
    weights: tuple[str | None, str], printed: str | None, found: tuple[int, str]
) -> None:
    given = [indicator({**what, "weight": weight}) for what, weight in zip((RATE, USUAL), weights, strict=True)]
    row = project_of(*given, execution_weight=None if printed is None else Decimal(printed))
    assert (row.weight, row.reason) == found


@pytest.mark.parametrize(
    ("budget", "found"),
    [
        ({"total": "26", "executed": "24.7"}, (260, 247, 10)),
        ({"total": "26", "adjusted": "25", "executed": "24"}, (25, 24, 1)),
        ({"total": "26", "adjusted": "0", "executed": "0"}, (0, 0, 1)),
        ({"total": "26", "executed": "24", "execution_rate": "50"}, (26, 24, 1)),
        ({"total": "26", "execution_rate": "96.85"}, (10000, 9685, 100)),
        ({"executed": "24", "execution_rate": "96"}, (100, 96, 1)),
        ({"total": "26"}, (26, None, 1)),
        ({"executed": "24"}, (None, 24, 1)),
        ({"total": "NaN", "executed": "0E-40"}, (FAR, 0, 1)),
        ({"total": "9E+40", "executed": "-9E+40"}, (FAR, FAR, 1)),
    ],
)
def test_the_budget_is_that_of_the_year_as_adjusted(budget: dict[str, str], found: tuple[int | None, int | None, int]) -> None:
    row = project_of(indicator(USUAL), budget=Budget(**{name: Decimal(amount) for name, amount in budget.items()}))
    assert (row.budget, row.executed, row.one) == found


def test_what_neither_had_nor_spent_money_gives_the_weight_of_execution_to_the_rows() -> None:
    given = [indicator({**USUAL, "weight": weight}) for weight in ("60", "30")]
    found = score(sheet(*given, budget=Budget(total=Decimal(0), executed=Decimal(0))), policy(BOOK))[0]
    assert [row.weight for row in found.indicators] == [Decimal("66.67"), Decimal("33.33")]
    assert (found.execution.status, found.weights, found.total) == ("not_applicable", 100, 100)


def test_a_date_without_a_year_is_of_the_year_of_the_sheet() -> None:
    document = sheet(indicator({"target": "11月底前", "actual": "2025年12月", "weight": 90}))
    found = [rows(replace(document, fiscal_year=year), NATIONAL).indicators[0] for year in (2025, 2026, 1, 9998, None, 0, 9999)]
    assert [row.reason for row in found] == ["", "", "", "", "no_target_date", "no_target_date", "no_target_date"]
    assert found[0].target < found[0].actual < found[1].target  # type: ignore[operator]


def test_a_figure_of_sixty_digits_is_read_and_a_longer_one_is_too_large() -> None:
    targets = [Target(raw="甲", operator=">=", kind="quantitative", value=Decimal("3." + "0" * zeros)) for zeros in (59, 60)]
    assert [row_of({**USUAL, "actual": "3"}, target=target).target for target in targets] == [3, FAR]


def test_a_target_that_says_it_is_a_number_and_has_none_is_refused() -> None:
    row = row_of(USUAL, target=Target(raw="甲", operator=">=", kind="quantitative"))
    assert (row.rule, row.reason) == ("refused", "no_target")


@pytest.mark.parametrize("last", ["0", "0.001"])
def test_rows_that_make_a_hundred_beside_one_that_counts_nothing_leave_none_to_execution(last: str) -> None:
    given = [indicator({**USUAL, "weight": weight}) for weight in ("60", "40", last)]
    assert project_of(*given).weight == 0
