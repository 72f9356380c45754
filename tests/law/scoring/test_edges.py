"""At every edge of the law score.sql and the oracle agree: bounds, thresholds, tiers, and sheets where almost nothing applies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from jihuan.core.document import Budget
from jihuan.law.scoring import policy, score
from jihuan.law.scoring.rows import IndicatorRow, ProjectRow
from tests.law.scoring import bulk
from tests.law.scoring.test_oracle import differences
from tests.law.scoring.test_vectors import indicator, sheet

MOST, MONEY = 10**12, 10**14
BOUNDS = (None, -MOST - 1, -MOST, -1, 0, 1, MOST, MOST + 1)
NEAR = (0, 1, 59, 60, 61, 69, 70, 71, 79, 80, 81, 99, 100, 101, 119, 120, 121, 129, 130, 131, 199, 200, 201, 229, 230, 231)
"""Actual values beside a target of 100 where some policy begins another case."""
PERCENT = (None, -1, 0, 4999, 5000, 5999, 6000, 6999, 7000, 7999, 8000, 8499, 8500, 8999, 9000, 9499, 9500, 10000)
WEIGHTS = (None, -1, 0, 1, 1000, 10000, 10001)
SHARES = (None, -1, 0, 1, 499, 500, 501, 599, 600, 601, 799, 800, 801, 849, 850, 851, 999, 1000, 1001)
"""Points for a weight of 1000 where a tier of some policy begins."""
DRAFT = IndicatorRow(project=0, position=0, rule="forward", weight=1000)


def rows() -> Iterator[IndicatorRow]:
    """Every rule at its edges."""
    figures = ("forward", "reverse", "equal")
    for rule, target, actual in product((*figures, "date"), BOUNDS, BOUNDS):
        yield replace(DRAFT, rule=rule, target=target, actual=actual)
    for rule, actual, cause in product(figures, NEAR, ("", "target_low", "external")):
        yield replace(DRAFT, rule=rule, target=100, actual=actual, cause=cause)
    for target, upper, actual in product(BOUNDS, (*BOUNDS, 100), (-MOST - 1, -1, 0, 1, 50, 100, 150, MOST)):
        yield replace(DRAFT, rule="range", target=target, upper=upper, actual=actual)
    for rule, target, actual in product(("forward", "equal"), (9000, 0), PERCENT):
        yield replace(DRAFT, rule=rule, target=target, actual=actual, one=100, percent=True)
    for actual, stated, weight in product((1, 2, 3), SHARES, (1000, 0, None)):
        yield replace(DRAFT, rule="tier", actual=actual, stated=stated, weight=weight)
    for actual, stated in product((99, 100, 101), SHARES):
        yield replace(DRAFT, rule="date", target=100, actual=actual, stated=stated)
    for rule, actual, target, weight in product(("direct", "tier"), (None, 0, 1), (None, 5, MOST + 1), WEIGHTS):
        if rule == "direct" or actual != 0:
            yield replace(DRAFT, rule=rule, actual=actual, target=target, weight=weight, stated=weight)
    for rule, actual, weight in product((*figures, "not_applicable", "missing", "refused"), (None, 3, MOST + 1), WEIGHTS):
        yield replace(DRAFT, rule=rule, target=5, actual=actual, weight=weight)


def fine_rows() -> Iterator[IndicatorRow]:
    """What only a target of 1 or a weight of 99.99 shows."""
    for rule, actual, cause in product(("forward", "reverse", "equal"), (1, 2, 3), ("", "target_low")):
        yield replace(DRAFT, rule=rule, target=1, actual=actual, cause=cause)
    for rule, actual, stated in (("tier", 2, 7999), ("tier", 3, 8000), ("date", 101, 7999), ("date", 101, 8000)):
        yield replace(DRAFT, rule=rule, target=100, actual=actual, stated=stated, weight=9999)


def sheets() -> Iterator[tuple[ProjectRow, list[IndicatorRow]]]:
    """Every row alone in its sheet; executions at their edges; totals at the edges of grades; weights that move."""
    full = ProjectRow(project=0, weight=1000, budget=100, executed=95)
    yield from ((full, [row]) for row in (*rows(), *fine_rows()))
    sound = replace(DRAFT, target=5, actual=5, weight=9000)
    money = (None, -1, 0, 1, 59, 60, 61, 100, 101, MONEY, MONEY + 1)
    for weight, budget, executed in product((-1, 0, 1, 1000, 10000, 10001), money, money):
        yield replace(full, weight=weight, budget=budget, executed=executed), [sound]
    for points in (0, 1, 5999, 6000, 6001, 6999, 7000, 7999, 8000, 8499, 8500, 8999, 9000, 9499, 9500, 10000):
        yield replace(full, weight=0), [replace(DRAFT, rule="tier", actual=3, weight=10000, stated=10000)]
        yield replace(full, weight=0), [replace(DRAFT, target=10000, actual=points, weight=10000)]
    for kinds in product(("forward", "not_applicable"), repeat=4):
        for weights, executed in product(((3, 3, 1, 2), (1000, 333, 0, 2500), (0, 0, 1, 1), (None, 5, -1, 7)), (0, 5)):
            levels = (("甲", "子"), ("甲", "子"), ("甲", "丑"), ("乙", "子"))
            yield (
                replace(full, weight=1000, budget=executed, executed=executed),
                [
                    replace(DRAFT, rule=rule, target=5, actual=4, weight=weight, level1=level[0], level2=level[1])
                    for rule, weight, level in zip(kinds, weights, levels, strict=True)
                ],
            )


@pytest.mark.parametrize("name", bulk.single())
def test_every_edge_is_scored_as_the_law_says(name: str) -> None:
    known = list(sheets())
    projects = [replace(project, project=at) for at, (project, _rows) in enumerate(known)]
    indicators = [
        [replace(row, project=at, position=place) for place, row in enumerate(found)] for at, (_, found) in enumerate(known)
    ]
    assert differences({1: bulk.single()[name]}, projects, indicators)[:3] == []


def test_a_dataset_that_does_not_say_whose_weights_move_gets_no_total_but_no_wrong_one() -> None:
    sheets = [
        ProjectRow(project=0, weight=1000, budget=5, executed=5),
        ProjectRow(project=1, weight=1000, budget=0, executed=0),
    ]
    done, gone = replace(DRAFT, target=5, actual=5, weight=8000), replace(DRAFT, position=1, rule="not_applicable", weight=1000)
    given = bulk.rows_of({1: bulk.NATIONAL}, sheets, [[done, gone], [replace(done, project=1)]])
    assert [row[2] for row in bulk.on_duckdb(given).execute(bulk.PROJECTS).fetchall()] == ["scored", "not_applicable"]
    unmarked = {name: [{**row, "moves": False} for row in rows] for name, rows in given.items() if name != "policies"}
    connection = bulk.on_duckdb({**given, **unmarked})
    assert [row[3] for row in connection.execute(bulk.INDICATORS).fetchall()] == ["scored", "refused", "scored"]
    assert [(row[2], row[4]) for row in connection.execute(bulk.PROJECTS).fetchall()] == [("scored", None), ("refused", None)]


@pytest.mark.parametrize(
    ("points", "grade"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差"), ("-0.01", None), ("-1", None), (None, None)],
)  # fmt: skip
def test_a_total_that_somebody_filled_in_has_a_grade_too(points: str | None, grade: str | None) -> None:
    total = None if points is None else Decimal(points)
    found = score(sheet(indicator({"target": "≥1", "actual": "1", "weight": 90}), total_score=total), bulk.NATIONAL)[0]
    assert found.stated_grade == grade


@pytest.mark.parametrize(("executed", "total"), [("5.99", "79.99"), ("6", "96.00"), ("0", "79.99")])
def test_an_execution_holds_the_total_only_below_its_share(executed: str, total: str) -> None:
    named = {"execution_cap": {"below": "0.6", "total": "79.99"}}
    document = sheet(
        indicator({"target": "≥1", "actual": "1", "weight": 90}), budget=Budget(total=Decimal(10), executed=Decimal(executed))
    )
    assert score(document, policy(bulk.BOOK, named))[0].total == Decimal(total)


def test_a_cap_that_holds_nothing_is_not_told() -> None:
    named = {"execution_cap": {"below": "0.6", "total": "79.99"}}
    low = Budget(total=Decimal(10), executed=Decimal(5))
    rows_of = (indicator({"target": "≥2", "actual": actual, "weight": 90}) for actual in ("1", "2"))
    found = [score(sheet(row, budget=low), policy(bulk.BOOK, named))[0] for row in rows_of]
    assert [(project.total, len(project.notes)) for project in found] == [(Decimal("50.00"), 0), (Decimal("79.99"), 1)]
