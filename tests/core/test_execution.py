"""The spending plan as a curve."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import SpendingNode
from jihuan.core.execution import PlanError, execution_rate, plan_faults, planned_percent

PAGE = Path(__file__).parents[2] / "docs" / "calculations" / "spending-plan.md"


def plan(**percents: int | str | None) -> tuple[SpendingNode, ...]:
    return tuple(
        SpendingNode(month=int(month[1:]), percent=None if percent is None else Decimal(percent))
        for month, percent in percents.items()
    )


SEED = plan(m3=30, m6=60, m10=90, m12=100)


@pytest.mark.parametrize(
    ("month", "percent"),
    [(0, "0"), (1, "10"), (3, "30"), (4, "40"), (6, "60"), (7, "67.5"), (9, "82.5"), (11, "95"), (12, "100")],
)
def test_between_nodes_the_plan_is_a_straight_line(month: int, percent: str) -> None:
    assert planned_percent(SEED, month) == Decimal(percent)


def test_the_worked_table_of_the_manual_is_what_the_code_computes() -> None:
    rows = re.findall(r"^\| (\d+)月底 \|.*\| ([\d.]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {int(month): Decimal(percent) for month, percent in rows} == {
        month: planned_percent(SEED, month) for month in range(1, 13)
    }


def test_without_nodes_the_plan_is_the_time_gone() -> None:
    assert planned_percent((), 7) == Decimal("58.33")


def test_a_node_without_percent_is_passed_over() -> None:
    assert planned_percent(plan(m3=30, m6=None, m10=90), 6) == Decimal("55.71")


def test_a_plan_may_end_below_a_hundred() -> None:
    assert planned_percent(plan(m12=98), 12) == Decimal(98)
    assert planned_percent(plan(m12=96), 6) == Decimal(48)


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        (plan(m13=50), "1 至 12"),
        ((*plan(m3=30), *plan(m3=40)), "两次"),
        (plan(m3=130), "0 至 100"),
        (plan(m3=-1), "0 至 100"),
        (plan(m3=60, m6=50), "低于前一节点"),
    ],
)
def test_a_plan_that_is_no_curve_is_refused_with_its_reason(nodes: tuple[SpendingNode, ...], words: str) -> None:
    assert words in plan_faults(nodes)[0]
    with pytest.raises(PlanError, match=words):
        planned_percent(nodes, 6)


def test_every_fault_of_a_plan_is_named() -> None:
    assert len(plan_faults(plan(m3=60, m6=50, m10=101, m13=1))) == 3


@pytest.mark.parametrize("month", [-1, 13])
def test_a_month_outside_the_year_is_refused(month: int) -> None:
    with pytest.raises(PlanError, match="月份"):
        planned_percent(SEED, month)


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 100)))
def test_a_plan_never_falls_and_meets_its_nodes(found: dict[int, int]) -> None:
    percents = dict(zip(sorted(found), sorted(found.values()), strict=True))
    nodes = [SpendingNode(month=month, percent=Decimal(percent)) for month, percent in percents.items()]
    curve = [planned_percent(nodes, month) for month in range(13)]
    assert curve == sorted(curve)
    assert all(curve[month] == percent for month, percent in percents.items())


def test_the_execution_rate_is_executed_out_of_budget() -> None:
    assert execution_rate(Decimal("17.55"), Decimal("26.00")) == Decimal("67.5")
    assert execution_rate(Decimal(0), Decimal(3)) == Decimal(0)
    assert execution_rate(Decimal(2), Decimal(3)) == Decimal("66.67")


def test_any_two_amounts_have_an_execution_rate() -> None:
    assert execution_rate(Decimal(10**31), Decimal("1E-20")) == Decimal(10) ** 53


def test_without_a_figure_there_is_no_execution_rate() -> None:
    assert execution_rate(None, Decimal(1)) is None
    assert execution_rate(Decimal(1), None) is None
    assert execution_rate(Decimal(1), Decimal(0)) is None
