"""Records → the interchange document. Amounts leave in the unit of the form, everything else as it was printed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, get_args

from django.db.models import QuerySet

from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.objectives.models import DepartmentGoal
from jihuan.apps.objectives.models import Indicator as IndicatorRow
from jihuan.apps.organisations.models import Agency as AgencyRow
from jihuan.apps.organisations.queries import within
from jihuan.core import money
from jihuan.core.document import (
    Actual,
    Agency,
    Budget,
    Document,
    FundSource,
    Indicator,
    Operator,
    Place,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    Target,
    TargetKind,
    TextBlock,
)

AMOUNTS = ("total", "fiscal", "other", "initial", "adjusted", "executed")
OPERATORS: dict[str, Operator] = {operator: operator for operator in get_args(Operator)}
KINDS: dict[str, TargetKind] = {kind: kind for kind in get_args(TargetKind)}


def with_facts(projects: QuerySet[ProjectRow]) -> QuerySet[ProjectRow]:
    """``projects`` with everything that their documents need, in four more queries."""
    return projects.select_related("agency").prefetch_related("spending_plan", "goals", "indicators")


def project_document(project: ProjectRow) -> Document:
    """One project sheet as a document of its own."""
    return Document(fiscal_year=project.fiscal_year, agency=agency_facts(project.agency), projects=(project_facts(project),))


def department_document(agency: AgencyRow, fiscal_year: int, rows: Iterable[ProjectRow] | None = None) -> Document:
    """Everything of ``agency`` in a year: goals of the department, and the projects of all units below it.

    For a unit, its projects alone. A year without records gives a document without content. ``rows``: its projects, where the
    caller has them already.
    """
    goal = DepartmentGoal.objects.filter(agency=agency, fiscal_year=fiscal_year).select_related("reported_by").first()
    rows = department_projects(agency, fiscal_year) if rows is None else rows
    projects = tuple(project_facts(row) for row in rows)
    if goal is None:
        return Document(fiscal_year=fiscal_year, agency=agency_facts(agency), projects=projects)
    return Document(
        fiscal_year=fiscal_year,
        agency=agency_facts(goal.reported_by),
        overall_goal=overall_goal(goal),
        sub_goals=sub_goals(goal),
        safeguards=safeguards(goal),
        projects=projects,
    )


def department_projects(agency: AgencyRow, fiscal_year: int) -> list[ProjectRow]:
    """The projects of ``agency`` and all units below it in a year, with their facts, in the order of the document."""
    rows = ProjectRow.objects.filter(within(agency.path, "agency__path"), fiscal_year=fiscal_year)
    rows = rows.order_by("agency__path", "position", "pk")
    return list(with_facts(rows))


def overall_goal(goal: DepartmentGoal) -> TextBlock | None:
    """总体绩效目标, None where none is recorded."""
    return None if goal.overall_goal is None else TextBlock(text=goal.overall_goal, place=place(goal.place))


def sub_goals(goal: DepartmentGoal) -> tuple[SubGoal, ...]:
    """分项绩效目标 with their indicators, in two queries."""
    return tuple(
        SubGoal(
            name=row.name,
            description=row.description,
            goal=row.goal,
            indicator_text=row.indicator_text,
            indicators=_indicators(row.indicators.all()),
            place=place(row.place),
        )
        for row in goal.sub_goals.prefetch_related("indicators")
    )


def safeguards(goal: DepartmentGoal) -> tuple[Safeguard, ...]:
    """工作保障措施 in their order."""
    return tuple(Safeguard(title=row.title, text=row.text, place=place(row.place)) for row in goal.safeguards.all())


def project_facts(row: ProjectRow) -> Project:
    """A project with money, plan, goals and indicators."""
    amounts = {name: in_unit(getattr(row, name), row.amount_unit) for name in AMOUNTS}
    return Project(
        code=row.code,
        name=row.name,
        agency_code=row.agency.code,
        agency_name=row.agency.name,
        amount_unit=row.amount_unit,
        department=row.department,
        budget=Budget(
            **amounts,
            execution_rate=plain(row.execution_rate),
            sources=tuple(fund(item, row.amount_unit) for item in row.funds),
        ),
        fund_use=row.fund_use,
        spending_plan=tuple(SpendingNode(month=n.month, percent=plain(n.percent)) for n in row.spending_plan.all()),
        goals=tuple(goal.text for goal in row.goals.all()),
        indicators=_indicators(row.indicators.all()),
        place=place(row.place),
    )


def place(stored: dict[str, Any] | None) -> Place | None:
    """A place from its JSON column."""
    if stored is None:
        return None
    return Place(**{name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()})


def plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds: 30.0000 → 30."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _indicators(rows: Iterable[IndicatorRow]) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            level1=row.level1,
            level2=row.level2,
            level3=row.level3,
            description=row.description,
            target=_target(row),
            basis=row.basis,
            weight=plain(row.weight),
            actual=_actual(row),
            score=plain(row.score),
            deviation=row.deviation,
            place=place(row.place),
        )
        for row in rows
    )


def fund(item: dict[str, str | None], unit: str | None) -> FundSource:
    """A source of funds from its JSON object: 元, and the execution rate where one is kept."""
    known = {name: None if text is None else Decimal(text) for name, text in item.items() if name != "name"}
    rate = known.pop("execution_rate", None)
    amounts = {name: in_unit(yuan, unit) for name, yuan in known.items()}
    return FundSource(name=item["name"] or "", **amounts, execution_rate=rate)


def _target(row: IndicatorRow) -> Target:
    return Target(
        raw=row.target_raw,
        operator=OPERATORS[row.operator] if row.operator else None,
        operator_explicit=row.operator_explicit,
        kind=KINDS[row.kind],
        value=plain(row.value),
        upper=plain(row.upper),
        unit=row.unit,
    )


def _actual(row: IndicatorRow) -> Actual | None:
    if row.actual_raw is None:
        return None
    return Actual(raw=row.actual_raw, value=plain(row.actual_value), unit=row.actual_unit)


def agency_facts(row: AgencyRow) -> Agency:
    """A unit as a document names it."""
    return Agency(code=row.code, name=row.name)


def in_unit(yuan: Decimal | None, unit: str | None) -> Decimal | None:
    """元 in the unit of the form, with at least two decimals: 260000.00 元 → 26.00 万元."""
    if yuan is None:
        return None
    amount = money.from_yuan(yuan, unit).normalize()
    exponent = amount.as_tuple().exponent
    return amount.quantize(Decimal("0.01")) if isinstance(exponent, int) and exponent > -2 else amount
