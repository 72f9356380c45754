"""Renewing the findings of a department: what the rules say about its sheets now, and what people had settled before."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

from django.db import transaction

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives import actions as objectives
from jihuan.apps.objectives import facts
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.reviews.inforce import InForce, last_changes, law_of
from jihuan.apps.reviews.models import Check, Finding, Tally
from jihuan.core import findings as core
from jihuan.core.document import Document
from jihuan.core.interchange import dumps
from jihuan.core.language import use_language
from jihuan.law.engine import Context, check
from jihuan.law.engine.run import NOTHING_ELSE
from jihuan.law.engine.summary import CONSEQUENCE, Cause, causes

AT_ONCE = 200
"""Projects of a department that is checked while somebody waits."""
SHOWN = ("level", "shelf", "message", "quote", "pointer", "citation", "hint", "group", "judge", "mend", "position")
"""What the rule says; the rest of a finding is what people did about it."""
BATCH = 500
PLACES = 20_000
"""So many findings of one rule keep their order."""


def check_project(project: Project) -> Check:
    """Check the department and year that a project belongs to."""
    return check_department(department_of(project.agency), project.fiscal_year)


def check_department(department: Agency, fiscal_year: int) -> Check:
    """Renew the findings of a department in a year, where its goals or the law changed since the last time.

    A finding that is the same still keeps its key and its waiver; a mended one stays on record until it comes back. Reading and
    checking hold nobody up; what changes meanwhile makes the check out of date.
    """
    law, seen = law_of(department, fiscal_year), last_changes((department,), fiscal_year)[department.pk]
    known = Check.objects.filter(department=department, fiscal_year=fiscal_year).first()
    if known is not None and seen.same(known) and known.law == law.digest:
        return known
    projects = facts.department_projects(department, fiscal_year)
    document = facts.department_document(department, fiscal_year, projects)
    digest = hashlib.sha256(dumps(document).encode()).hexdigest()
    now = Check(department=department, fiscal_year=fiscal_year, digest=digest, law=law.digest)
    now.entry, now.projects = seen.entry, seen.projects
    if known is not None and (known.digest, known.law) == (digest, law.digest):
        return _kept(now, None, law)
    return _kept(now, list(_rows(department, found(document, law), projects, law)), law)


@transaction.atomic
def _kept(now: Check, fresh: list[Finding] | None, law: InForce) -> Check:
    """Keep the check, and what was found where it is not the same as before (None)."""
    Agency.objects.select_for_update(no_key=True).get(pk=now.department_id)
    known = Check.objects.filter(department=now.department, fiscal_year=now.fiscal_year).first()
    if fresh is not None:
        for row in fresh:
            row.fiscal_year = now.fiscal_year
        _renew(now, fresh, law, same_law=known is not None and known.law == now.law)
    if known is not None:
        now.pk = known.pk
    now.save()
    return now


@dataclass(frozen=True, slots=True)
class Standing:
    """The check in force of a department (None: never checked), whether it is out of date, and of how many projects it is."""

    check: Check | None
    stale: bool
    projects: int


def standing(department: Agency, fiscal_year: int) -> Standing:
    """The check in force, renewed where something changed; a department that is too large to wait for keeps the one it has."""
    seen = last_changes((department,), fiscal_year)[department.pk]
    known = Check.objects.filter(department=department, fiscal_year=fiscal_year).first()
    law = law_of(department, fiscal_year)
    stale = known is None or not seen.same(known) or known.law != law.digest
    if stale and seen.projects <= AT_ONCE:
        known, stale = check_department(department, fiscal_year), False
    return Standing(known, stale=stale, projects=seen.projects)


def after_change(department: Agency, fiscal_year: int) -> None:
    """Check a department whose goals were changed, unless it is too large to wait for."""
    if last_changes((department,), fiscal_year)[department.pk].projects <= AT_ONCE:
        check_department(department, fiscal_year)


def check_soon(*applied: objectives.Applied) -> None:
    """``after_change`` of what imports touched when their transaction is through, each department once.

    A fault of a rule stops nothing.
    """
    rows = [row for one in applied for row in one.projects]
    homes = {(department_of(row.agency), row.fiscal_year) for row in rows}
    homes |= {(one.department_goal.agency, one.fiscal_year) for one in applied if one.department_goal}
    for department, year in homes:
        transaction.on_commit(_changed(department, year), robust=True)


def _changed(department: Agency, fiscal_year: int) -> Callable[[], None]:
    def check_imported() -> None:
        after_change(department, fiscal_year)

    return check_imported


def found(document: Document, law: InForce, known: Context = NOTHING_ELSE) -> tuple[Cause, ...]:
    """What the law says about a document, in the order of consequence; sentences in Chinese, whoever asks."""
    with use_language("zh_Hans"):
        return causes(check(document, law.rulebook, known).findings)


def preview(document: Document, home: Agency, known: Context = NOTHING_ELSE) -> list[Finding]:
    """What the rules of ``home`` say about a document that is not on record yet; nothing is kept. ``known``: what else is known.

    Pointers lead into the document itself. Nothing is said about more than AT_ONCE projects.
    """
    if len(document.projects) > AT_ONCE:
        return []
    law = law_of(home, document.fiscal_year)
    shelved = ((cause, _shelf(cause, law)) for cause in found(document, law, known))
    return [_row(one, shelf) for cause, shelf in shelved for one in cause.findings]


def _renew(now: Check, fresh: list[Finding], law: InForce, *, same_law: bool) -> None:
    """Bring the findings on record to what was found now, touching only those that are others."""
    before = list(Finding.objects.filter(department=now.department, fiscal_year=now.fiscal_year))
    pairs, fresh, left = _paired(fresh, before, _same)
    moved, new, gone = _paired(fresh, [row for row in left if row.state != Finding.State.MENDED], _alike)
    changed = [old for old, row in (*pairs, *moved) if _renewed(old, row)]
    gone = [row for row in gone if row.state == Finding.State.OPEN or row.rule in law.rulebook.rules]
    if same_law:
        _tally(now.fiscal_year, gone, new, before)
    for start in range(0, len(gone), BATCH):
        Finding.objects.filter(pk__in=[row.pk for row in gone[start : start + BATCH]]).delete()
    Finding.objects.bulk_update(changed, (*SHOWN, "state", "by", "at"), batch_size=BATCH // 10)
    Finding.objects.bulk_create(new, batch_size=BATCH)


def _paired(
    fresh: list[Finding], known: list[Finding], key: Callable[[Finding], tuple[object, ...]]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Those on record with the fresh ones of the same key, each once; what is left of the fresh ones, and of the others."""
    waiting: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for row in reversed(known):
        waiting[key(row)].append(row)
    pairs = [(waiting[key(row)].pop() if waiting[key(row)] else None, row) for row in fresh]
    left = [row for rows in waiting.values() for row in rows]
    return [(old, row) for old, row in pairs if old is not None], [row for old, row in pairs if old is None], left


def _renewed(old: Finding, row: Finding) -> bool:
    """Take what the rule says now into the finding on record; a mended one that came back is open. Whether it changed."""
    back = old.state == Finding.State.MENDED
    if back:
        old.state, old.by, old.at = Finding.State.OPEN, None, None
    changed = {name: value for name in SHOWN if (value := getattr(row, name)) != getattr(old, name)}
    for name, value in changed.items():
        setattr(old, name, value)
    return back or bool(changed)


def _tally(fiscal_year: int, gone: list[Finding], new: list[Finding], before: list[Finding]) -> None:
    """Count what the unit put right by itself: of each rule and sheet, so many findings as there are fewer now.

    What comes back on a sheet that was checked before (a change taken back) is taken off again.
    """
    fewer = Counter((row.agency_id, row.project_id, row.rule) for row in gone)
    fewer.subtract((row.agency_id, row.project_id, row.rule) for row in new)
    sheets = {row.project_id for row in before}
    right: Counter[tuple[int, str]] = Counter()
    for (agency, sheet, rule), count in fewer.items():
        if sheet in sheets:
            right[agency, rule] += count
    for (agency, rule), count in right.items():
        line = Tally.objects.filter(agency_id=agency, fiscal_year=fiscal_year, rule=rule).first()
        line = line or Tally(agency_id=agency, fiscal_year=fiscal_year, rule=rule)
        line.count = max(0, line.count + count)
        if line.count or line.pk:
            line.save()


def _rows(department: Agency, found: tuple[Cause, ...], projects: list[Project], law: InForce) -> Iterator[Finding]:
    seen: Counter[int] = Counter()
    for cause in found:
        shelf = _shelf(cause, law)
        for one in cause.findings:
            project, mine = _homed(one, projects)
            row = _row(mine, shelf)
            row.department, row.agency, row.project = department, project.agency if project else department, project
            row.position += min(seen[row.position], PLACES - 1)
            seen[row.position - row.position % PLACES] += 1
            yield row


def _shelf(cause: Cause, law: InForce) -> str:
    """Where a cause is shown; a rule on trial apart from all others."""
    rule = law.rulebook.rules.get(cause.rule)
    return Finding.Shelf.TRIAL.value if rule is not None and rule.trial else cause.shelf


def _row(finding: core.Finding, shelf: str) -> Finding:
    """What a finding says, not yet of any unit."""
    return Finding(
        position=_place(shelf, finding.rule),
        rule=finding.rule,
        level=finding.level,
        shelf=shelf,
        message=finding.message,
        quote=finding.quote,
        pointer=finding.pointer[:300],
        citation=finding.citation,
        hint=finding.hint,
        group=finding.group or "",
        judge=finding.judge,
        mend=asdict(finding.mend) if finding.mend else None,
    )


def _place(shelf: str, rule: str) -> int:
    """Where the findings of a rule begin: what blocks first, then by consequence; the same whatever else is found."""
    section = rule.partition("-")[0]
    rank = CONSEQUENCE.index(section) if section in CONSEQUENCE else len(CONSEQUENCE)
    number = int(rule[4:7]) if rule[4:7].isdecimal() else 0
    return ((Finding.Shelf.values.index(shelf) * 20 + rank) * 1000 + number) * PLACES


def _homed(finding: core.Finding, projects: list[Project]) -> tuple[Project | None, core.Finding]:
    """The project that a finding of the whole document belongs to, and the finding with pointers into its own sheet."""
    inside = re.match(r"/projects/(\d+)(?=/|$)", finding.pointer)
    if inside is None:
        return None, finding
    prefix = inside[0]
    mend = finding.mend
    if mend is not None:
        within = mend.pointer.startswith(f"{prefix}/")
        mend = replace(mend, pointer=f"/projects/0{mend.pointer[len(prefix) :]}") if within else None
    return projects[int(inside[1])], replace(finding, pointer=f"/projects/0{finding.pointer[len(prefix) :]}", mend=mend)


def _same(row: Finding) -> tuple[object, ...]:
    """What makes two findings the same one: rule, sheet, cell and words."""
    return row.project_id, row.rule, row.pointer, row.quote


def _alike(row: Finding) -> tuple[object, ...]:
    """The same in another row of the sheet: somebody put a row in above it."""
    return row.project_id, row.rule, re.sub(r"/\d+", "/*", row.pointer), row.quote
