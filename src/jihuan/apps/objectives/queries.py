"""Lists around goals: departments of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

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
    """The departments that the user sees, in the order of their codes, and units whose department they do not see.

    Five queries, whatever the number of departments and projects.
    """
    agencies = visible_agencies(user, VIEW)
    nodes, units = _tops(agencies)
    goals = set(DepartmentGoal.objects.filter(fiscal_year=fiscal_year, agency__in=agencies).values_list("agency_id", flat=True))
    projects = Project.objects.order_by().filter(agency__in=agencies, fiscal_year=fiscal_year)
    sums = projects.values_list("agency__path").annotate(Count("pk"), Sum("total"), Sum("fiscal"))
    rows = Indicator.objects.order_by().filter(project__agency__in=agencies, project__fiscal_year=fiscal_year)
    paths = set(nodes)
    totals = {path: [0, Decimal(0), Decimal(0)] for path in paths}
    for path, *amounts in sums:
        if top := _top(path, paths):
            totals[top] = [have + (more or 0) for have, more in zip(totals[top], amounts, strict=True)]
    indicators: Counter[str] = Counter()
    for path, count in rows.values_list("project__agency__path").annotate(Count("pk")):
        indicators[_top(path, paths)] += count
    members = Counter(_top(unit, paths) for unit in units)
    return tuple(
        DepartmentLine(
            code, name, fiscal_year, pk in goals, members[path], totals[path][0], indicators[path], *totals[path][1:]
        )
        for path, (pk, code, name) in nodes.items()
    )


def _tops(agencies: QuerySet[Agency]) -> tuple[dict[str, tuple[int, str, str]], list[str]]:
    """Path → id, code and name of what gets a line of its own; and the paths of all units."""
    nodes: dict[str, tuple[int, str, str]] = {}
    units: list[str] = []
    seen = agencies.exclude(kind=Agency.Kind.REGION).order_by("path")
    for path, kind, *line in seen.values_list("path", "kind", "pk", "code", "name"):
        if kind == Agency.Kind.UNIT:
            units.append(path)
        if kind == Agency.Kind.DEPARTMENT or not _top(path, nodes):
            nodes[path] = tuple(line)
    return nodes, units


def department(user: Person, code: str) -> Agency | None:
    """The department (or unit) of this code, when the user sees it."""
    return visible_agencies(user, VIEW).exclude(kind=Agency.Kind.REGION).filter(code=code).order_by("path").first()


def _top(path: str, paths: Container[str]) -> str:
    """The nearest of ``paths`` at or above ``path``; "" where there is none."""
    while path and path not in paths:
        path = path.rpartition("/")[0]
    return path
