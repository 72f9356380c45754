"""The review sheet of 财预〔2015〕88号 for one project: reference points from the findings on record, and what a reviewer gave.

A waived finding still takes its points: whether the reason holds is for the reviewer to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.models import AspectPoints, Finding
from jihuan.core import findings as core
from jihuan.core.document import Level
from jihuan.core.money import CENT
from jihuan.law.engine import Rulebook
from jihuan.law.engine.prereview import Aspect, grade, prereview
from jihuan.law.engine.summary import Cause

SHEET = "/projects/0"
LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A cause and the points it took off; ``waived``: every finding of it was answered with a reason."""

    title: str
    rule: str
    level: str
    points: Decimal
    waived: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An aspect: full points, the reference figure (None: no rule can tell), its derivation, what a reviewer gave instead."""

    name: str
    full: Decimal
    reference: Decimal | None
    taken: tuple[Taken, ...]
    given: AspectPoints | None

    @property
    def points(self) -> Decimal | None:
        """What counts: the reviewer's figure, else the reference."""
        return self.given.points if self.given else self.reference


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """All aspects; ``total`` and ``grade`` by the reference, ``decided`` the same where a reviewer changed something."""

    lines: tuple[Line, ...]
    total: Decimal
    grade: str
    decided: tuple[Decimal, str] | None


def review_sheet(project: Project) -> ReviewSheet:
    """The sheet by the findings on record; a rule on trial takes nothing off."""
    rulebook = law_of(department_of(project.agency), project.fiscal_year).rulebook
    rows = list(Finding.objects.filter(project=project).exclude(state=Finding.State.MENDED))
    review = prereview(map(_core, rows), rulebook, SHEET)
    given = {row.aspect: row for row in AspectPoints.objects.filter(project=project).select_related("by")}
    open_ones = {(row.rule, row.group) for row in rows if row.state == Finding.State.OPEN}
    lines = tuple(_line(aspect, rulebook, open_ones, given.get(aspect.name)) for aspect in review.aspects)
    decided = _total(lines) if given else None
    return ReviewSheet(lines, review.total, review.grade, None if decided is None else (decided, grade(decided, rulebook)))


def _line(aspect: Aspect, rulebook: Rulebook, open_ones: set[tuple[str, str]], given: AspectPoints | None) -> Line:
    shares = rulebook.table("prereview.shares")
    taken = tuple(
        Taken(
            title=cause.title,
            rule=cause.rule,
            level=cause.level,
            points=(aspect.points * Decimal(shares[cause.level])).quantize(CENT, ROUND_HALF_UP),
            waived=_key(cause) not in open_ones,
        )
        for cause in aspect.causes
    )
    return Line(aspect.name, aspect.points, aspect.score, taken, given)


def _total(lines: Iterable[Line]) -> Decimal:
    """What is left of the points that were judged, of 100."""
    judged = [(line.points, line.full) for line in lines if line.points is not None]
    full = sum((full for _points, full in judged), Decimal(0))
    left = sum((points for points, _full in judged), Decimal(0))
    return (left * 100 / full).quantize(CENT, ROUND_HALF_UP) if full else Decimal(0)


def _key(cause: Cause) -> tuple[str, str]:
    return cause.rule, cause.findings[0].group or ""


def _core(row: Finding) -> core.Finding:
    return core.Finding(
        rule=row.rule,
        level=LEVELS[row.level],
        outcome="fail",
        message=row.message,
        quote=row.quote,
        pointer=row.pointer,
        citation=row.citation,
        hint=row.hint,
        group=row.group or None,
    )
