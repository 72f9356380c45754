"""Lists around goals: departments of a year, indicators per project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives.models import DepartmentGoal, Indicator
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person, visible_agencies

VIEW = "objectives.view_departmentgoal"


class DepartmentLine(NamedTuple):
    """A department in a year; ``total`` and ``fiscal`` in 元; ``has_goal``: its overall goal is on record."""

    code: str
    name: str
    fiscal_year: int
    has_goal: bool
    units: int
    projects: int
    indicators: int
    total: Decimal
    fiscal: Decimal


def departments(user: Person, fiscal_year: int) -> tuple[DepartmentLine, ...]:
    """The departments that the user sees, in the order of their codes. Five queries, whatever their number."""
    agencies = visible_agencies(user, VIEW)
    nodes = list(agencies.filter(kind=Agency.Kind.DEPARTMENT).order_by("path").values_list("pk", "path", "code", "name"))
    goals = set(DepartmentGoal.objects.filter(fiscal_year=fiscal_year, agency__in=agencies).values_list("agency_id", flat=True))
    units = list(agencies.filter(kind=Agency.Kind.UNIT).values_list("path", flat=True))
    rows = list(
        Project.objects.filter(agency__in=agencies, fiscal_year=fiscal_year)
        .order_by()
        .annotate(rows=Count("indicators"))
        .values_list("agency__path", "total", "fiscal", "rows")
    )
    paths = {path for _pk, path, _code, _name in nodes}
    own: dict[str, list[tuple[str, Decimal | None, Decimal | None, int]]] = {path: [] for path in paths}
    for row in rows:
        own.setdefault(_top(row[0], paths), []).append(row)
    members = Counter(_top(unit, paths) for unit in units)
    return tuple(
        DepartmentLine(
            code=code,
            name=name,
            fiscal_year=fiscal_year,
            has_goal=pk in goals,
            units=members[path],
            projects=len(own[path]),
            indicators=sum(row[3] for row in own[path]),
            total=sum((row[1] or Decimal(0) for row in own[path]), Decimal(0)),
            fiscal=sum((row[2] or Decimal(0) for row in own[path]), Decimal(0)),
        )
        for pk, path, code, name in nodes
    )


def department(user: Person, code: str) -> Agency | None:
    """The department (or unit) of this code, when the user sees it."""
    return visible_agencies(user, VIEW).exclude(kind=Agency.Kind.REGION).filter(code=code).order_by("path").first()


def indicator_counts(projects: Iterable[int]) -> dict[int, int]:
    """Number of indicators by project id."""
    rows = Indicator.objects.filter(project__in=list(projects)).order_by().values("project").annotate(count=Count("pk"))
    return dict(rows.values_list("project", "count"))


def _top(path: str, paths: set[str]) -> str:
    """The nearest of ``paths`` at or above ``path``; "" where there is none."""
    while path and path not in paths:
        path = path.rpartition("/")[0]
    return path
