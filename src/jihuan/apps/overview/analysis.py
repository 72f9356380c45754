"""The page “绩效分析”: grades, averages by department and year, rules that fail most, unit costs far from their peers; in the user's scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse

from jihuan.analytics.measures import unit_costs
from jihuan.analytics.runners.local import Local
from jihuan.apps.budgets.queries import VIEW, years
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.evaluation.queries import VIEW as VIEW_SCORES
from jihuan.apps.objectives.models import Indicator
from jihuan.apps.organisations.access import requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person, visible_agencies
from jihuan.apps.reviews.models import Finding
from jihuan.apps.reviews.queries import Filters, RuleLine, grid
from jihuan.core.money import CENT
from jihuan.law.scoring import GRADES, grade_title
from jihuan.ui.pages import chosen, page

SHOWN = 20
"""Lines of each list on the page."""
MILLION = 1_000_000
LEAST, MOST = Decimal("0.000001"), 10**12
"""Quantities that a unit cost can be reckoned from."""


class Scored(NamedTuple):
    """Self-evaluations with a total score: how many, and their average in points."""

    name: str
    count: int
    average: Decimal


class Grade(NamedTuple):
    """How many reached a grade; ``share`` in percent."""

    name: str
    count: int
    share: Decimal


class Far(NamedTuple):
    """A project whose unit cost is far from that of its peers; costs in 元 for one ``unit`` of ``thing``."""

    project: int
    name: str
    agency: str
    thing: str
    unit: str
    cost: Decimal
    median: Decimal
    peers: int

    @property
    def times(self) -> Decimal:
        """How many times the usual cost."""
        return (self.cost / self.median).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.median else Decimal(0)


@dataclass(frozen=True, slots=True)
class Scores:
    """All that is told of the totals: grades and departments of one year, the average of every year."""

    grades: list[Grade]
    departments: list[Scored]
    years: list[Scored]


@requires(VIEW)
def analysis(request: HttpRequest) -> HttpResponse:
    """A year of the user's units."""
    known = years(request.user)
    year = chosen(request.GET.get("year"), known)
    context: dict[str, object] = {"year": year, "years": known, "shown": SHOWN}
    if year:
        found = scores(request.user, year)
        context |= {
            "scores": found,
            "grade_columns": [(grade_title(grade.name), f"{grade.share}%", grade.share) for grade in found.grades],
            "year_columns": [(line.name, line.average, line.average) for line in found.years],
            "rules": most_failed(request.user, year),
            "far": far_costs(request.user, year),
        }
    return page(request, "overview/analysis.html", context)


def scores(user: Person, year: int) -> Scores:
    """Totals as the law gave them when the self-evaluations were last changed; three queries, whatever their number."""
    agencies = visible_agencies(user, VIEW_SCORES)
    names = _tops(agencies)
    rows = SelfEvaluation.objects.order_by().filter(project__agency__in=agencies, total__isnull=False)
    groups = rows.values_list("project__fiscal_year", "project__agency__path", "grade").annotate(Count("pk"), Sum("total"))
    grades: Counter[str] = Counter()
    departments: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    by_year: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for of_year, path, grade, count, total in groups:
        _add(by_year[of_year], count, total)
        if of_year == year:
            grades[grade] += count
            _add(departments[_top(path, names)], count, total)
    counted = grades.total()
    return Scores(
        [Grade(grade, grades[grade], _divided(Decimal(100 * grades[grade]), counted)) for grade in GRADES if counted],
        sorted((_scored(name, sums) for name, sums in departments.items()), key=lambda line: (line.average, line.name)),
        [_scored(str(of_year), sums) for of_year, sums in sorted(by_year.items())],
    )


def most_failed(user: Person, year: int) -> list[RuleLine]:
    """The rules with most open findings in the year."""
    return grid(user, Filters(year=year, state=Finding.State.OPEN), SHOWN).rules[:SHOWN]


def far_costs(user: Person, year: int) -> list[Far]:
    """Projects of the year whose budget for one unit of their first quantity is far from that of their peers in the user's scope."""
    rows = Indicator.objects.filter(
        project__agency__in=visible_agencies(user, VIEW),
        project__fiscal_year=year,
        project__total__gt=0,
        kind="quantitative",
        level2__contains="数量",
        value__range=(LEAST, MOST),
        upper=None,
    )
    columns = (
        "project_id",
        "position",
        "level3",
        "unit",
        "value",
        "project__total",
        "project__name",
        "project__agency__name",
    )
    return _far(rows.order_by("project_id", "position").values_list(*columns))


def _far(rows: Iterable[tuple]) -> list[Far]:
    """The same question that ``jihuan analyze`` asks, over rows of records."""
    projects, indicators = {}, []
    for project, position, level3, unit, value, total, name, agency in rows:
        projects[project] = (project, int(total * 100), "", "", agency, 0, name)
        indicators.append((project, position, "数量指标", level3, unit, int(value * MILLION)))
    runner = Local(threads=1)
    try:
        runner.fill("projects", PROJECTS, projects.values())
        runner.fill("indicators", INDICATORS, indicators)
        runner.define("facts", "SELECT * FROM projects")
        _peers, found = unit_costs(runner)
    finally:
        runner.close()
    names = [column.name for column in found.columns]
    return [_line(dict(zip(names, row, strict=True))) for row in found.rows]


PROJECTS = {
    "project": "BIGINT",
    "amount": "BIGINT",
    "region": "VARCHAR",
    "department": "VARCHAR",
    "agency": "VARCHAR",
    "year": "INTEGER",
    "name": "VARCHAR",
}
INDICATORS = {
    "project": "BIGINT",
    "position": "INTEGER",
    "level2": "VARCHAR",
    "level3": "VARCHAR",
    "unit": "VARCHAR",
    "quantity": "BIGINT",
}
"""What measures.sql needs to know for unit costs."""


def _line(row: dict[str, int | str | None]) -> Far:
    cost, median = (Decimal(row[name] or 0).scaleb(-2) for name in ("cost", "median"))
    words = (str(row[name] or "") for name in ("name", "agency", "thing", "unit"))
    return Far(int(row["project"] or 0), *words, cost, median, int(row["peers"] or 0))


def _tops(agencies: QuerySet[Agency]) -> dict[str, str]:
    """Path → name of every department and unit that the user sees."""
    return dict(agencies.exclude(kind=Agency.Kind.REGION).values_list("path", "name"))


def _top(path: str, names: dict[str, str]) -> str:
    """The name of the uppermost of them at or above ``path``."""
    parts = path.split("/")
    above = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((names[one] for one in above if one in names), "")


def _add(sums: list[Decimal], count: int, total: Decimal) -> None:
    sums[0] += count
    sums[1] += total


def _scored(name: str, sums: list[Decimal]) -> Scored:
    return Scored(name, int(sums[0]), _divided(sums[1], int(sums[0])))


def _divided(total: Decimal, count: int) -> Decimal:
    return (total / count).quantize(CENT, ROUND_HALF_UP)
