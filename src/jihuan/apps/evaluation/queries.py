"""The list of self-evaluations: every project of a year with how far it is; plain rows, paged by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import Filters as ProjectFilters
from jihuan.apps.budgets.queries import filtered as projects_filtered
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of, within
from jihuan.apps.organisations.scope import Person, visible_agencies
from jihuan.ui.keyset import Order, stretch

VIEW = "evaluation.view_selfevaluation"
KEYS = ("agency__path", "position", "pk")
STATES = (("none", _("未开始")), *SelfEvaluation.State.choices)
COLUMNS = (
    "pk",
    "name",
    "agency__name",
    "self_evaluation__state",
    "self_evaluation__total",
    "self_evaluation__grade",
    "self_evaluation__open",
    "self_evaluation__changed_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list shows: ``agency`` is a code (its subtree), ``state`` one of STATES, "" for all."""

    year: int | None = None
    agency: str = ""
    search: str = ""
    state: str = ""


class Line(NamedTuple):
    """A project of the list; ``state`` is None where nobody began; ``open`` cells are still missing."""

    pk: int
    name: str
    agency: str
    state: str | None
    total: Decimal | None
    grade: str | None
    open: int | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, how many projects there are in each state over all pages, and the cursors ("" at the ends)."""

    lines: tuple[Line, ...]
    counts: dict[str, int]
    count: int
    next: str
    previous: str


def evaluation_page(user: Person, filters: Filters, cursor: str = "", size: int = 50) -> Page:
    """A page after (or before) ``cursor``; a cursor that is not ours gives the first page. Two queries besides the scope."""
    everything = _filtered(user, filters)
    counted = everything.values_list("self_evaluation__state").annotate(Count("pk"))
    counts = {state or "none": count for state, count in counted}
    rows = everything
    if filters.state:
        rows = rows.filter(self_evaluation__state=None if filters.state == "none" else filters.state)
    found = stretch(rows, COLUMNS, Order(keys=KEYS, cursor=cursor, size=size))
    return Page(
        lines=tuple(Line(*row) for row in found.rows),
        counts=counts,
        count=counts.get(filters.state, 0) if filters.state else sum(counts.values()),
        next=found.next,
        previous=found.previous,
    )


def department(user: Person, filters: Filters) -> Agency | None:
    """The department that the list is about: the one asked for, or the only one that the user sees. Before any year there is none."""
    if filters.year is None:
        return None
    seen = visible_agencies(user, VIEW).exclude(kind=Agency.Kind.REGION).order_by("path")
    if filters.agency:
        return seen.filter(code=filters.agency).first()
    tops = list(seen.filter(kind=Agency.Kind.DEPARTMENT)[:2]) or list(seen[:2])
    return tops[0] if len(tops) == 1 else None


def of_department(user: Person, path: str, fiscal_year: int) -> QuerySet[SelfEvaluation]:
    """The self-evaluations of everything at or below ``path`` in a year that the user sees, in the order of the document."""
    rows = SelfEvaluation.objects.filter(project__fiscal_year=fiscal_year, project__agency__in=visible_agencies(user, VIEW))
    rows = rows.filter(within(path, "project__agency__path"))
    return rows.order_by("project__agency__path", "project__position", "pk")


def supervising(agency: Agency) -> str:
    """The name of the department that a unit belongs to (主管部门)."""
    found = department_of(agency)
    return found.name if found.kind == Agency.Kind.DEPARTMENT else ""


def _filtered(user: Person, filters: Filters) -> QuerySet[Project]:
    wanted = ProjectFilters(year=filters.year, agency=filters.agency, search=filters.search)
    return projects_filtered(user, wanted).filter(agency__in=visible_agencies(user, VIEW))


def projects_of(user: Person, path: str, fiscal_year: int) -> int:
    """How many projects there are at or below ``path`` in a year, as far as the user sees them."""
    rows = Project.objects.filter(fiscal_year=fiscal_year, agency__in=visible_agencies(user, VIEW))
    return rows.filter(within(path, "agency__path")).count()
