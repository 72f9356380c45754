"""Budget execution: 资金支出计划 (cumulative percent at some month ends) and 执行率. See docs/calculations/spending-plan.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from jihuan.core.document import SpendingNode
from jihuan.core.language import _
from jihuan.core.money import CENT

_HUNDRED = Decimal(100)
_DIGITS = 200
"""Enough for the rate of any two amounts that a document may carry."""


class PlanError(ValueError):
    """A spending plan that cannot be drawn as a curve; ``str(error)`` says why."""


def plan_faults(nodes: Iterable[SpendingNode]) -> tuple[str, ...]:
    """What is wrong with a plan, as sentences: month out of the year or twice, percent out of 0–100 or falling."""
    faults: list[str] = []
    known: list[SpendingNode] = []
    months: set[int] = set()
    for node in nodes:
        if not 1 <= node.month <= 12:
            faults.append(_("支出计划的月份应在 1 至 12 之间，实为 {month}").format(month=node.month))
        elif node.month in months:
            faults.append(_("支出计划中 {month} 月出现两次").format(month=node.month))
        elif node.percent is not None:
            known.append(node)
        months.add(node.month)
    before = Decimal(0)
    for node in sorted(known, key=lambda node: node.month):
        percent = node.percent or Decimal(0)
        if not 0 <= percent <= _HUNDRED:
            faults.append(
                _("{month} 月底的累计支出比例应在 0 至 100 之间，实为 {percent}").format(month=node.month, percent=percent)
            )
        elif percent < before:
            faults.append(
                _("{month} 月底的累计支出比例 {percent} 低于前一节点 {before}").format(
                    month=node.month, percent=percent, before=before
                )
            )
        before = max(before, percent)
    return tuple(faults)


def planned_percent(nodes: Sequence[SpendingNode], month: int) -> Decimal:
    """计划进度 in percent at the end of ``month`` (0 to 12), rounded half up to 0.01. Raises PlanError.

    Straight lines through (0, 0), the nodes that have a percent, and (12, 100) where the plan says nothing about December.
    """
    if faults := plan_faults(nodes):
        raise PlanError(faults[0])
    if not 0 <= month <= 12:
        raise PlanError(_("月份应在 0 至 12 之间，实为 {month}").format(month=month))
    points = {0: Decimal(0), 12: _HUNDRED} | {node.month: node.percent for node in nodes if node.percent is not None}
    left = max(known for known in points if known <= month)
    right = min(known for known in points if known >= month)
    if left == right:
        return points[left]
    rise = (points[right] - points[left]) * (month - left) / (right - left)
    return (points[left] + rise).quantize(CENT, ROUND_HALF_UP)


def execution_rate(executed: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """执行率 in percent, rounded half up to 0.01; None where a figure is missing or the budget is not above zero."""
    if executed is None or budget is None or budget <= 0:
        return None
    with localcontext(prec=_DIGITS):
        return (executed * 100 / budget).quantize(CENT, ROUND_HALF_UP)
