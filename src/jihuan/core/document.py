"""The interchange document (schema ``jihuan/1``): one performance document between reader, checks, scores, database, writers.

Amounts stay in the unit printed on the form (``Project.amount_unit``, 万元 or 元). Amounts, values, weights and scores are
Decimal here and decimal strings in JSON; missing is None, never 0 or "".
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Final, Literal

from jihuan.core.records import record

SCHEMA: Final = "jihuan/1"

Kind = Literal["goals", "monitoring", "self_evaluation"]
Operator = Literal[">=", "<=", "=", ">", "<", "range"]
TargetKind = Literal["quantitative", "qualitative", "date", "empty"]
Level = Literal["error", "warning", "info"]


@record(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands in its source. PDF: page (from 1) and bbox in points from the page's top left corner, x0 y0 x1 y1.

    Text: first and last line (from 1). Workbook: sheet and cell ("D7"). Word and HTML: table, row and column, or paragraph,
    all counted from 1 in document order.
    """

    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    line: tuple[int, int] | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None


@record(frozen=True, slots=True, kw_only=True)
class Source:
    """The file a document was read from."""

    file: str
    sha256: str
    media_type: str
    pages: int | None = None


@record(frozen=True, slots=True, kw_only=True)
class Agency:
    """预算单位 with its code of 部门预算编码 (3-3-3…)."""

    code: str | None = None
    name: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Target:
    """指标值. ``raw`` keeps the printed characters; the rest is what the grammar in core.indicators understands of them."""

    raw: str
    operator: Operator | None = None
    operator_explicit: bool = False
    kind: TargetKind = "empty"
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Actual:
    """实际完成值."""

    raw: str
    value: Decimal | None = None
    unit: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of the indicator table, or a figure promised in a sentence of a sub-goal.

    ``uncertain`` names the fields that the reader asks the user to confirm ("target", "level3" …).
    """

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    description: str | None = None
    target: Target = field(default_factory=lambda: Target(raw=""))
    basis: str | None = None
    weight: Decimal | None = None
    actual: Actual | None = None
    score: Decimal | None = None
    deviation: str | None = None
    uncertain: tuple[str, ...] = ()
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A passage of prose with its place: 总体绩效目标."""

    text: str
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class SubGoal:
    """分项绩效目标."""

    name: str
    description: str | None = None
    goal: str | None = None
    indicator_text: str | None = None
    indicators: tuple[Indicator, ...] = ()
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """工作保障措施; ``title`` is None where the source prints none."""

    title: str | None = None
    text: str
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class FundSource:
    """One source of funds with amounts of its own (本年财政拨款, 上年结转资金 …), named as printed, without 其中."""

    name: str
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None


@record(frozen=True, slots=True, kw_only=True)
class Budget:
    """Amounts of one project in the project's ``amount_unit``; ``execution_rate`` in percent.

    ``sources`` tells the rows below the total where they say more than ``fiscal`` and ``other`` do.
    """

    total: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    execution_rate: Decimal | None = None
    sources: tuple[FundSource, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class SpendingNode:
    """One node of 资金支出计划: cumulative percent of the budget spent by the end of ``month``."""

    month: int
    percent: Decimal | None


@record(frozen=True, slots=True, kw_only=True)
class Project:
    """One project sheet (项目绩效目标表). ``uncertain`` as in Indicator; amounts by their name in Budget."""

    code: str | None = None
    name: str | None = None
    agency_code: str | None = None
    agency_name: str | None = None
    department: str | None = None
    amount_unit: str | None = None
    budget: Budget = field(default_factory=Budget)
    fund_use: str | None = None
    spending_plan: tuple[SpendingNode, ...] = ()
    goals: tuple[str, ...] = ()
    achievement: str | None = None
    total_score: Decimal | None = None
    execution_weight: Decimal | None = None
    execution_score: Decimal | None = None
    indicators: tuple[Indicator, ...] = ()
    uncertain: tuple[str, ...] = ()
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a reader could not make sense of, in a sentence for the user: what, where, why, what to do."""

    level: Level
    message: str
    place: Place | None = None


@record(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. Two documents say the same when their ``content()`` is equal."""

    schema: Literal["jihuan/1"] = SCHEMA
    source: Source | None = None
    fiscal_year: int | None = None
    kind: Kind = "goals"
    agency: Agency = field(default_factory=Agency)
    overall_goal: TextBlock | None = None
    sub_goals: tuple[SubGoal, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    projects: tuple[Project, ...] = ()
    problems: tuple[Problem, ...] = ()
