"""Findings as people read them: one cause one line; and the board that asks which units have the most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person, scoped, visible_agencies
from jihuan.apps.reviews.models import Check, Finding
from jihuan.law.engine.registry import rules

VIEW = "reviews.view_finding"


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one rule and one cause. ``title`` is the message itself where there is one alone."""

    rule: str
    shelf: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the three groups, with its causes in the order of consequence."""

    name: str
    title: str
    count: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All that a page says about its findings."""

    shelves: tuple[Shelf, ...]
    open: int
    settled: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the board and its list keep: ``unit`` is a code (its subtree), ``state`` "" for all."""

    year: int | None = None
    unit: str = ""
    shelf: str = ""
    rule: str = ""
    state: str = Finding.State.OPEN


class UnitLine(NamedTuple):
    """A unit of the board with the number of its findings in each group."""

    code: str
    name: str
    blocks: int
    answer: int
    style: int
    total: int


class RuleLine(NamedTuple):
    """A rule of the board; ``mended`` and ``waived`` tell whether it is of use."""

    rule: str
    title: str
    shelf: str
    units: int
    open: int
    mended: int
    waived: int


def panel(findings: Iterable[Finding]) -> Panel:
    """Three groups of causes of what is open; what was mended or waived apart."""
    rows = list(findings)
    shelves = []
    for name, title in Finding.Shelf.choices:
        grouped: dict[tuple[str, str], list[Finding]] = {}
        for row in rows:
            if row.shelf == name and row.state == Finding.State.OPEN:
                grouped.setdefault((row.rule, row.group), []).append(row)
        found = tuple(Cause(rule, name, _title(group), tuple(group)) for (rule, _group), group in grouped.items())
        shelves.append(Shelf(name, str(title), sum(len(cause.findings) for cause in found), found))
    settled = tuple(row for row in rows if row.state != Finding.State.OPEN)
    return Panel(tuple(shelves), sum(shelf.count for shelf in shelves), settled)


def of_project(project: Project) -> QuerySet[Finding]:
    """The findings of one sheet."""
    return Finding.objects.filter(project=project).select_related("by", "project")


def of_department(department: Agency, fiscal_year: int) -> QuerySet[Finding]:
    """The findings of the department part."""
    rows = Finding.objects.filter(department=department, fiscal_year=fiscal_year, project=None)
    return rows.select_related("by", "project")


def filtered(user: Person, filters: Filters) -> QuerySet[Finding]:
    """The findings that the user sees and the filters keep."""
    agencies = visible_agencies(user, VIEW)
    if filters.unit:
        top = agencies.filter(code=filters.unit).order_by("path").values_list("path", flat=True).first() or "-"
        agencies = agencies.filter(Q(path=top) | Q(path__startswith=f"{top}/"))
    rows = Finding.objects.filter(agency__in=agencies)
    exact = {"fiscal_year": filters.year, "shelf": filters.shelf, "rule": filters.rule, "state": filters.state}
    return rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})


def units(user: Person, filters: Filters) -> list[UnitLine]:
    """Units by what blocks, then by what needs an answer; one query besides the scope."""
    rows = filtered(user, filters).order_by().values_list("agency__code", "agency__name")
    counted = rows.annotate(**{f"n_{name}": _where("shelf", name) for name in Finding.Shelf.values}, total=Count("pk"))
    lines = [UnitLine(*row) for row in counted]
    return sorted(lines, key=lambda line: (-line.blocks, -line.answer, -line.total, line.code))


def by_rule(user: Person, filters: Filters) -> list[RuleLine]:
    """Rules by how often they fire, over all states."""
    rows = filtered(user, replace(filters, state="")).order_by().values_list("rule")
    states = {f"n_{name}": _where("state", name) for name in Finding.State.values}
    counted = rows.annotate(units=Count("agency", distinct=True), **states)
    shelves = dict(filtered(user, replace(filters, state="")).order_by().values_list("rule", "shelf").distinct())
    lines = [RuleLine(rule, title(rule), shelves[rule], *more) for rule, *more in counted]
    return sorted(lines, key=lambda line: (-(line.open + line.mended + line.waived), line.rule))


def years(user: Person) -> list[int]:
    """Years with projects that the user sees, the latest first."""
    rows = scoped(Project.objects.order_by(), user).values_list("fiscal_year", flat=True).distinct()
    return sorted(rows, reverse=True)


def unchecked(user: Person, fiscal_year: int) -> int:
    """Projects of the year whose department was never checked."""
    checked = Check.objects.filter(fiscal_year=fiscal_year).values_list("department__path", flat=True)
    rows = scoped(Project.objects.order_by().filter(fiscal_year=fiscal_year), user)
    for path in checked:
        rows = rows.exclude(Q(agency__path=path) | Q(agency__path__startswith=f"{path}/"))
    return rows.count()


def title(rule: str) -> str:
    """What the rule is called; its number where it is retired."""
    known = rules().get(rule)
    return known.title if known else rule


def _title(group: list[Finding]) -> str:
    return group[0].message if len(group) == 1 else title(group[0].rule)


def _where(field: str, value: str) -> Count:
    return Count("pk", filter=Q(**{field: value}))
