"""The list of projects: searched, filtered, sorted and paged by keyset; plain rows, never model instances."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from django.db.models import Count, DecimalField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within
from jihuan.apps.organisations.scope import Person, visible_agencies
from jihuan.ui.keyset import Order, stretch

VIEW = "budgets.view_project"
Sort = Literal["position", "name", "amount", "agency"]
KEYS: dict[str, tuple[str, ...]] = {
    "position": ("agency__path", "position", "pk"),
    "name": ("pinyin", "pk"),
    "amount": ("amount", "pk"),
    "agency": ("agency__pinyin", "agency__path", "position", "pk"),
}
MONEY = DecimalField(max_digits=18, decimal_places=2)
NO_AMOUNT = Value(Decimal(-1), output_field=MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list shows: ``agency`` is a code (its subtree), ``kind`` an Agency.Kind; all words of ``search`` must match."""

    year: int | None = None
    agency: str = ""
    kind: str = ""
    search: str = ""
    sort: Sort = "position"
    descending: bool = False


class Line(NamedTuple):
    """A row of the list; amounts in 元."""

    id: int
    code: str | None
    name: str
    agency_code: str
    agency_name: str
    fiscal_year: int
    total: Decimal | None
    fiscal: Decimal | None
    other: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the list, sums over all its pages (元), and the cursors of the next and previous page ("" at the ends)."""

    lines: tuple[Line, ...]
    count: int
    total: Decimal
    fiscal: Decimal
    next: str
    previous: str


COLUMNS = ("pk", "code", "name", "agency__code", "agency__name", "fiscal_year", "total", "fiscal", "other")


def project_page(user: Person, filters: Filters, cursor: str = "", size: int = 50) -> Page:
    """A page after (or before) ``cursor``; a cursor that is not ours gives the first page. Three queries, whatever the size."""
    rows = filtered(user, filters)
    sums = rows.aggregate(
        count=Count("pk"),
        total=Coalesce(Sum("total"), 0, output_field=MONEY),
        fiscal=Coalesce(Sum("fiscal"), 0, output_field=MONEY),
    )
    keys = KEYS.get(filters.sort, KEYS["position"])
    rows = rows.annotate(amount=Coalesce("total", NO_AMOUNT))
    found = stretch(rows, COLUMNS, Order(keys=keys, cursor=cursor, size=size, descending=filters.descending))
    lines = tuple(Line(*row) for row in found.rows)
    return Page(lines=lines, **sums, next=found.next, previous=found.previous)


def filtered(user: Person, filters: Filters) -> QuerySet[Project]:
    """The projects that the user sees and the filters keep, in no order."""
    agencies = visible_agencies(user, VIEW)
    if filters.agency:
        top = agencies.filter(code=filters.agency).order_by("path").values_list("path", flat=True).first() or "-"
        agencies = agencies.filter(within(top))
    if filters.kind in Agency.Kind.values:
        agencies = agencies.filter(kind=filters.kind)
    rows = Project.objects.order_by().filter(agency__in=agencies)
    if filters.year is not None:
        rows = rows.filter(fiscal_year=filters.year)
    for word in filters.search.split()[:8]:
        rows = rows.filter(_mentions(word[:60]))
    return rows


def years(user: Person) -> list[int]:
    """The years with projects that the user sees, the latest first."""
    rows = Project.objects.order_by().filter(agency__in=visible_agencies(user, VIEW))
    return sorted(rows.values_list("fiscal_year", flat=True).distinct(), reverse=True)


def _mentions(word: str) -> Q:
    """Name, code, unit, or the pinyin initials of name or unit ("kjg" finds 科技馆)."""
    found = (
        Q(name__icontains=word) | Q(code__istartswith=word) | Q(agency__name__icontains=word) | Q(agency__code__startswith=word)
    )
    if word.isascii() and word.isalpha():
        found |= Q(initials__contains=word.lower()) | Q(agency__initials__contains=word.lower())
    return found
