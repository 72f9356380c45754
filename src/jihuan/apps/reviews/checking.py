"""Checking a department: what the rules say about its sheets now. Only what changed is read and checked again.

Rules that look at one sheet alone are applied to the sheets that changed; those that look at several sheets, at the department part
and at other departments are applied to the whole department. A department that is too large to wait for is done in pieces: some
sheets at a time, the whole at the end; ``Check`` knows how far it came. Reading and checking hold nobody up: what changes meanwhile
makes the check out of date.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives import actions as objectives
from jihuan.apps.objectives import facts
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.reviews import keeping, sisters
from jihuan.apps.reviews.inforce import InForce, below, changes_since, law_of
from jihuan.apps.reviews.models import Check, Finding
from jihuan.core.document import Document
from jihuan.core.language import use_language
from jihuan.law.engine import Context, check
from jihuan.law.engine.registry import rules
from jihuan.law.engine.run import NOTHING_ELSE
from jihuan.law.engine.summary import Cause, causes

AT_ONCE, ROWS_AT_ONCE = 200, 3_000
"""Projects and indicators of a draft that is checked while somebody waits: a second or two."""
WAITS = 40
"""Projects of a department that is checked to the end while somebody waits."""
PATIENCE = 1.5
"""Seconds of checking in one answer to who asks on and on."""
PIECE = 50
"""Sheets of a larger one that are checked in one transaction."""


@dataclass(slots=True)
class Round:
    """A department in a year, its check on record, the law of today, and what is to be done: ``sheets`` (None: all), ``part``.

    ``late`` of the ``projects`` came after the check under way began.
    """

    department: Agency
    fiscal_year: int
    check: Check
    law: InForce
    projects: int
    late: int
    sheets: frozenset[int] | None
    part: bool
    stale: bool

    def todo(self) -> QuerySet[Project]:
        """The sheets to be checked that a check under way has not reached yet."""
        rows = Project.objects.filter(agency__in=below(self.department), fiscal_year=self.fiscal_year)
        rows = rows if self.sheets is None else rows.filter(pk__in=self.sheets)
        return rows.filter(pk__gt=self.check.reached).order_by("pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """The check in force of a department: whether it is out of date, when this sheet or all of them were checked (None: never),
    how many sheets a check has before it, and how many of them it did."""

    stale: bool
    at: datetime | None
    projects: int = 0
    done: int = 0


def standing(department: Agency, fiscal_year: int, sheet: Project | None = None) -> Standing:
    """The check in force, renewed where something changed. Of a department that is too large to wait for, ``sheet`` alone is."""
    now = _round(department, fiscal_year)
    at = now.check.checked_at
    if not now.stale:
        return Standing(stale=False, at=at)
    if now.projects <= WAITS:
        return Standing(stale=False, at=_whole(now).checked_at)
    if sheet is not None and (now.sheets is None or sheet.pk in now.sheets):
        _piece(now, [sheet.pk], moves=False)
        at = timezone.now()
    todo = now.projects if now.sheets is None else len(now.sheets)
    return Standing(stale=True, at=at, projects=todo, done=todo - now.todo().count())


def check_department(department: Agency, fiscal_year: int, until: float | None = None) -> bool:
    """Renew the findings of a department in a year, where its goals or the law changed since the last time. Whether it is through.

    ``until`` (time.monotonic) is the patience with a large one: at least a piece is done, and the next call goes on from there.
    """
    now = _round(department, fiscal_year)
    if now.stale and now.projects <= WAITS:
        _whole(now)
    elif now.stale:
        while piece := list(now.todo().values_list("pk", flat=True)[:PIECE]):
            _piece(now, piece)
            if until is not None and time.monotonic() > until:
                return False
        _whole(now, sheets=())
    return True


def after_change(department: Agency, fiscal_year: int) -> None:
    """Check a department whose goals were changed, unless it is too large to wait for."""
    now = _round(department, fiscal_year)
    if now.stale and now.projects <= WAITS:
        _whole(now)


def check_soon(*applied: objectives.Applied) -> None:
    """``after_change`` of what imports touched when their transaction is through, each department once.

    A fault of a rule stops nothing.
    """
    touched = [row for one in applied for row in one.projects]
    homes = {(department_of(row.agency), row.fiscal_year) for row in touched}
    homes |= {(one.department_goal.agency, one.fiscal_year) for one in applied if one.department_goal}
    for department, year in homes:
        transaction.on_commit(_changed(department, year), robust=True)


def _changed(department: Agency, fiscal_year: int) -> Callable[[], None]:
    def check_imported() -> None:
        after_change(department, fiscal_year)

    return check_imported


def too_large(document: Document) -> bool:
    """Whether nobody should wait for a ``preview`` of this draft."""
    return len(document.projects) > AT_ONCE or sum(len(project.indicators) for project in document.projects) > ROWS_AT_ONCE


def preview(document: Document, home: Agency, known: Context = NOTHING_ELSE, only: Collection[str] = ()) -> list[Finding]:
    """What the rules of ``home`` say about a document that is not on record yet; nothing is kept. ``known``: what else is known,
    ``only``: the rules that are asked.

    Pointers lead into the document itself.
    """
    law = law_of(home, document.fiscal_year)
    if document.fiscal_year is not None:
        known = replace(known, sisters=sisters.Kin(department_of(home), document.fiscal_year, document))
    shelved = ((cause, keeping.shelf(cause, law)) for cause in _found(document, law, known, only))
    return [keeping.record(one, shelf) for cause, shelf in shelved for one in cause.findings]


def _round(department: Agency, fiscal_year: int) -> Round:
    """What is to be done; five queries, one more where sheets changed."""
    known = Check.objects.filter(department=department, fiscal_year=fiscal_year).first()
    known = known or Check(department=department, fiscal_year=fiscal_year)
    law = law_of(department, fiscal_year)
    mine = Project.objects.filter(agency__in=below(department), fiscal_year=fiscal_year).order_by()
    count, changes = mine.count(), changes_since(department, known.entry)
    sheets = frozenset(mine.filter(pk__in=changes.sheets).values_list("pk", flat=True)) if changes.sheets else frozenset()
    whole = known.law != law.digest or changes.tree or count != known.projects + len(sheets & changes.added.keys())
    if known.aim_law != law.digest or not known.reached:
        known.aim_law, known.aim_entry, known.reached = law.digest, changes.entry, 0
    stale = bool(whole or known.due or sheets or changes.part)
    if not stale and changes.entry != known.entry:  # what changed is of another year
        Check.objects.filter(pk=known.pk).update(entry=changes.entry)
    return Round(
        department=department,
        fiscal_year=fiscal_year,
        check=known,
        law=law,
        projects=count,
        late=sum(number > known.aim_entry for key, number in changes.added.items() if key in sheets),
        sheets=None if whole else sheets,
        part=whole or changes.part,
        stale=stale,
    )


def _piece(now: Round, keys: Collection[int], *, moves: bool = True) -> None:
    """Check some sheets by the rules that look at one alone; ``moves``: the check under way came so far."""
    projects = list(facts.with_facts(Project.objects.filter(pk__in=keys)).order_by("pk"))
    fresh = _alone(now, projects)
    if moves:
        now.check.reached = max(keys)
    _keep(now, fresh, Q(project__in=projects, rule__in=_alone_rules()), projects)


def _whole(now: Round, sheets: Sequence[Project] | None = None) -> Check:
    """Check the sheets that changed (or ``sheets``) by the rules that look at one alone, and everything together by the others."""
    projects = facts.department_projects(now.department, now.fiscal_year)
    document = facts.department_document(now.department, now.fiscal_year, projects)
    if sheets is None:
        sheets = projects if now.sheets is None else [row for row in projects if row.pk in now.sheets]
    fresh = _alone(now, sheets)
    scope = ~Q(rule__in=_alone_rules()) | Q(project__in=sheets)
    if now.part:
        part = _found(replace(document, projects=()), now.law, only=_alone_rules())
        fresh += keeping.rows(now.department, part, (), now.law)
        scope |= Q(project=None)
    if now.sheets is None:
        scope |= Q(project__isnull=False) & ~Q(project__agency__in=below(now.department))
    kin = sisters.Kin(now.department, now.fiscal_year, document)
    found = _found(document, now.law, Context(sisters=kin), only=rules().keys() - _alone_rules())
    together = list(keeping.rows(now.department, found, projects, now.law))
    keeping.pointed(together, kin.told)
    _done(now)
    kept = _keep(now, fresh + together, scope, sheets)
    sisters.tell(now.fiscal_year, kin.told.values())
    return kept


def _done(now: Round) -> None:
    """The check is through: what it aimed at is in force; what changed after it began is for the next one."""
    one = now.check
    one.entry, one.law, one.projects = one.aim_entry, one.aim_law, now.projects - now.late
    one.due, one.checked_at = False, timezone.now()
    one.aim_law, one.aim_entry, one.reached = "", 0, 0


def _alone(now: Round, projects: Sequence[Project]) -> list[Finding]:
    """What the rules that look at one sheet alone say of each of these, as sheets of the department."""
    fresh: list[Finding] = []
    head = Document(fiscal_year=now.fiscal_year, agency=facts.agency_facts(now.department))
    for row in projects:
        found = _found(replace(head, projects=(facts.project_facts(row),)), now.law, only=_alone_rules())
        fresh += keeping.rows(now.department, found, (row,), now.law)
    return fresh


@transaction.atomic
def _keep(now: Round, fresh: list[Finding], scope: Q, sheets: Sequence[Project]) -> Check:
    """Keep what was found in place of what is on record within ``scope``, what the sheets say, and how far the check came."""
    Agency.objects.select_for_update(no_key=True).get(pk=now.department.pk)
    known = Check.objects.filter(department=now.department, fiscal_year=now.fiscal_year).first()
    before = list(Finding.objects.filter(scope, department=now.department, fiscal_year=now.fiscal_year))
    same_law = known is not None and known.law == now.law.digest
    keeping.renew(now.fiscal_year, before, fresh, now.law, same_law=same_law)
    sisters.note(now.department, now.fiscal_year, {row.pk: facts.project_facts(row) for row in sheets})
    now.check.pk = known.pk if known else None
    now.check.save()
    return now.check


def _found(document: Document, law: InForce, known: Context = NOTHING_ELSE, only: Collection[str] = ()) -> tuple[Cause, ...]:
    """What the law says about a document, in the order of consequence; sentences in Chinese, whoever asks."""
    with use_language("zh_Hans"):
        return causes(check(document, law.rulebook, known, only).findings)


@cache
def _alone_rules() -> frozenset[str]:
    return frozenset(rule.id for rule in rules().values() if rule.alone)
