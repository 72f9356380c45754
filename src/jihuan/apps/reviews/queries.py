"""Findings as people read them: one cause one line; and the board that asks which units have the most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db.models import Count, Min, Model, Q, QuerySet
from django.utils.translation import gettext as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within
from jihuan.apps.organisations.scope import Person, scoped, visible_agencies
from jihuan.apps.reviews.inforce import below, last_changes, laws_of, paths_above
from jihuan.apps.reviews.models import Check, Finding
from jihuan.law.engine.registry import rules

VIEW = "reviews.view_finding"
DOZEN = 12
"""So many causes are shown at once; the others unfold."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one rule and one cause. ``title`` is the message itself where there is one alone."""

    rule: str
    shelf: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the groups: causes in the order of consequence, those of the first dozen apart from the rest."""

    name: str
    title: str
    count: int
    causes: tuple[Cause, ...]
    top: int

    @property
    def first(self) -> tuple[Cause, ...]:
        """Those that matter most."""
        return self.causes[: self.top]

    @property
    def rest(self) -> tuple[Cause, ...]:
        return self.causes[self.top :]


@dataclass(frozen=True, slots=True)
class Panel:
    """All that a page says about its findings; ``open`` are those that wait for somebody."""

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
    """A unit of the board: its findings in each group, in all, and for each of the columns."""

    code: str
    name: str
    shelves: dict[str, int]
    total: int
    rules: dict[str, int]


class SharedCause(NamedTuple):
    """A cause that the sheets of a department share."""

    rule: str
    shelf: str
    title: str
    sheets: int
    count: int


class RuleLine(NamedTuple):
    """A rule of the board: how many findings it has, in how many units."""

    rule: str
    title: str
    units: int
    count: int


class Counted(NamedTuple):
    """A number of findings; ``agency`` is a key."""

    agency: int
    rule: str
    shelf: str
    state: str
    count: int


class CommonLine(NamedTuple):
    """A bar of the chart: a rule, in how many units it fired, what is open still and what is settled."""

    rule: str
    title: str
    units: int
    open: int
    settled: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Units by rules: ``rules`` are the most common ones, ``all_rules`` every rule that fires; ``common`` the chart of the year."""

    units: list[UnitLine]
    rules: list[RuleLine]
    all_rules: list[RuleLine]
    total: int
    common: list[CommonLine]


def panel(findings: Iterable[Finding]) -> Panel:
    """Causes of what is open by group, what a rule on trial says last; what was mended or waived apart."""
    rows = list(findings)
    shelves: list[Shelf] = []
    for name, title in Finding.Shelf.choices:
        grouped: dict[tuple[str, str], list[Finding]] = {}
        for row in rows:
            if row.shelf == name and row.state == Finding.State.OPEN:
                grouped.setdefault((row.rule, row.group), []).append(row)
        found = tuple(Cause(rule, name, _title(group), tuple(group)) for (rule, _group), group in grouped.items())
        top = max(0, DOZEN - sum(len(shelf.causes) for shelf in shelves))
        shelves.append(Shelf(name, str(title), sum(len(cause.findings) for cause in found), found, top))
    settled = tuple(row for row in rows if row.state != Finding.State.OPEN)
    asking = sum(shelf.count for shelf in shelves if shelf.name != Finding.Shelf.TRIAL)
    return Panel(tuple(shelves), asking, settled)


def of_project(project: Project) -> QuerySet[Finding]:
    """The findings of one sheet."""
    return Finding.objects.filter(project=project).select_related("by", "project")


def of_department(department: Agency, fiscal_year: int) -> QuerySet[Finding]:
    """The findings of the department part."""
    rows = Finding.objects.filter(department=department, fiscal_year=fiscal_year, project=None)
    return rows.select_related("by", "project")


def twins(user: Person, findings: Iterable[Finding]) -> dict[int, Project]:
    """The sheets of other units that findings point to, by key, as far as the user sees them; no query where there are none."""
    keys = {row.other_id for row in findings if row.other_id}
    if not keys:
        return {}
    return {row.pk: row for row in scoped(Project.objects.filter(pk__in=keys).select_related("agency"), user)}


def shared(user: Person, department: Agency, fiscal_year: int) -> list[SharedCause]:
    """The dozen causes with most weight that several sheets of the department have; one query besides the scope."""
    rows = Finding.objects.filter(
        department=department, fiscal_year=fiscal_year, project__isnull=False, state=Finding.State.OPEN
    ).exclude(shelf=Finding.Shelf.TRIAL)
    sums = {"sheets": Count("project", distinct=True), "count": Count("pk"), "first": Min("position")}
    found = (
        scoped(rows, user)
        .order_by()
        .values_list("rule", "shelf")
        .annotate(**sums)
        .filter(sheets__gt=1)
        .order_by("first")[:DOZEN]
    )
    return [SharedCause(rule, shelf, title(rule), sheets, count) for rule, shelf, sheets, count, _first in found]


def filtered(user: Person, filters: Filters) -> QuerySet[Finding]:
    """The findings that the user sees and the filters keep; of rules on trial only where they are asked for."""
    rows = _within(user, filters)
    if not filters.shelf and not filters.rule:
        rows = rows.exclude(shelf=Finding.Shelf.TRIAL)
    exact = {"rule": filters.rule, "state": filters.state}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def _within(user: Person, filters: Filters) -> QuerySet[Finding]:
    """The findings of year, unit and shelf, of any rule and state."""
    agencies = visible_agencies(user, VIEW)
    if filters.unit:
        top = agencies.filter(code=filters.unit).order_by("path").values_list("path", flat=True).first() or "-"
        agencies = agencies.filter(within(top))
    exact = {"fiscal_year": filters.year, "shelf": filters.shelf}
    kept = {name: value for name, value in exact.items() if value not in (None, "")}
    return Finding.objects.filter(agency__in=agencies, **kept)


def listed(user: Person, filters: Filters) -> QuerySet[Finding]:
    """The same with what a line needs, in an order that pages can follow."""
    return filtered(user, filters).select_related("agency", "project", "department").order_by("pk")


def counts(user: Person, filters: Filters) -> list[Counted]:
    """So many findings of each unit, rule, shelf and state, whatever rule and state the filters name; one query besides the scope."""
    rows = _within(user, filters).order_by()
    return [Counted(*row) for row in rows.values_list("agency", "rule", "shelf", "state").annotate(Count("pk"))]


def grid(user: Person, filters: Filters, columns: int) -> Grid:
    """Units, what blocks first, by the most common rules; two queries besides the scope, whatever the number of findings."""
    trial = bool(filters.shelf or filters.rule)
    known = [row for row in counts(user, filters) if trial or row.shelf != Finding.Shelf.TRIAL]
    shelves: dict[int, Counter[str]] = defaultdict(Counter)
    fired: dict[int, Counter[str]] = defaultdict(Counter)
    for row in known:
        if filters.state in ("", row.state) and filters.rule in ("", row.rule):
            shelves[row.agency][row.shelf] += row.count
            fired[row.agency][row.rule] += row.count
    names = Agency.objects.filter(pk__in=shelves).values_list("pk", "code", "name")
    units = [UnitLine(code, name, dict(shelves[pk]), shelves[pk].total(), dict(fired[pk])) for pk, code, name in names]
    units.sort(key=lambda line: (*(-line.shelves.get(shelf, 0) for shelf in Finding.Shelf.values), line.code))
    sums = sum(fired.values(), Counter[str]())
    lines = [
        RuleLine(rule, title(rule), sum(rule in found for found in fired.values()), count)
        for rule, count in sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    ]
    return Grid(units, lines[:columns], lines, sums.total(), _most_common(known, columns))


def _most_common(known: list[Counted], bars: int) -> list[CommonLine]:
    """The rules with most findings of the year, settled ones among them."""
    waiting, settled, units = Counter[str](), Counter[str](), defaultdict[str, set[int]](set)
    for row in known:
        (waiting if row.state == Finding.State.OPEN else settled)[row.rule] += row.count
        units[row.rule].add(row.agency)
    most = sorted(units, key=lambda rule: (-waiting[rule] - settled[rule], rule))[:bars]
    return [CommonLine(rule, title(rule), len(units[rule]), waiting[rule], settled[rule]) for rule in most]


def tops(user: Person, permission: str) -> list[Agency]:
    """The uppermost agencies for which the user holds the permission."""
    mine = visible_agencies(user, permission)
    return list(mine.exclude(parent__in=mine).order_by("path"))


def applying(rows: QuerySet[Row], user: Person) -> list[Row]:
    """Settings and words that hold for any unit that the user sees, those of the nearest agency last."""
    seen = visible_agencies(user, VIEW)
    above = {path for top in tops(user, VIEW) for path in paths_above(top.path)}
    return list(rows.filter(Q(agency__in=seen) | Q(agency__path__in=above)).order_by("agency__path", "pk"))


def unchecked(user: Person, fiscal_year: int) -> tuple[list[Agency], int]:
    """Departments whose findings are not of the goals and the law as they are now, and of how many departments in all.

    Seven queries besides the scope, whatever the number of departments.
    """
    mine = scoped(Project.objects.order_by().filter(fiscal_year=fiscal_year), user)
    paths = {above for path in mine.values_list("agency__path", flat=True).distinct() for above in paths_above(path)}
    departments = list(Agency.objects.filter(kind=Agency.Kind.DEPARTMENT, path__in=paths).order_by("path"))
    checks = {row.department_id: row for row in Check.objects.filter(fiscal_year=fiscal_year, department__in=departments)}
    laws, seen = laws_of(departments, fiscal_year), last_changes(departments, fiscal_year)
    todo = [
        top
        for top in departments
        if (check := checks.get(top.pk)) is None or check.law != laws[top.pk].digest or not seen[top.pk].same(check)
    ]
    return todo, len(departments)


def under_way(departments: list[Agency], fiscal_year: int) -> tuple[str, int] | None:
    """The department that is checked in pieces just now, and how many of its sheets were; two queries at most."""
    rows = Check.objects.filter(department__in=departments, fiscal_year=fiscal_year, reached__gt=0).select_related("department")
    one = rows.order_by("department__path").first()
    if one is None:
        return None
    sheets = Project.objects.filter(agency__in=below(one.department), fiscal_year=fiscal_year, pk__lte=one.reached)
    return one.department.name, sheets.count()


def title(rule: str) -> str:
    """What the rule is called; its number where it is retired."""
    known = rules().get(rule)
    return _(known.title) if known else rule


def _title(group: list[Finding]) -> str:
    return group[0].message if len(group) == 1 else title(group[0].rule)
