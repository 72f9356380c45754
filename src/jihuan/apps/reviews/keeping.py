"""What was found, as records: brought to what is on record already, so that keys, waivers and counts live on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews.inforce import InForce
from jihuan.apps.reviews.models import Finding, Tally
from jihuan.apps.reviews.sisters import Said
from jihuan.core import findings as core
from jihuan.law.engine.sisters import SISTERS
from jihuan.law.engine.summary import CONSEQUENCE, Cause

SHOWN = ("level", "shelf", "message", "quote", "pointer", "citation", "hint", "group", "judge", "mend", "position", "other_id")
"""What the rule says; the rest of a finding is what people did about it."""
COLUMNS = (*SHOWN[:-1], "other", "state", "by", "at")
BATCH = 500
PLACES = 20_000
"""So many findings of one rule on one sheet keep their order."""


def rows(department: Agency, found: Sequence[Cause], projects: Sequence[Project], law: InForce) -> Iterator[Finding]:
    """The findings of a document with these projects, each with pointers into its own sheet, in the order of the document."""
    seen: Counter[tuple[int | None, int]] = Counter()
    for cause in found:
        where = shelf(cause, law)
        for one in cause.findings:
            project, mine = _homed(one, projects)
            row = record(mine, where)
            row.department, row.agency, row.project = department, project.agency if project else department, project
            place = row.project_id, row.position
            row.position += min(seen[place], PLACES - 1)
            seen[place] += 1
            yield row


def shelf(cause: Cause, law: InForce) -> str:
    """Where a cause is shown; a rule on trial apart from all others."""
    rule = law.rulebook.rules.get(cause.rule)
    return Finding.Shelf.TRIAL.value if rule is not None and rule.trial else cause.shelf


def record(finding: core.Finding, where: str) -> Finding:
    """What a finding says, not yet of any unit."""
    return Finding(
        position=_place(where, finding.rule),
        rule=finding.rule,
        level=finding.level,
        shelf=where,
        message=finding.message,
        quote=finding.quote,
        pointer=finding.pointer[:300],
        citation=finding.citation,
        hint=finding.hint,
        group=finding.group or "",
        judge=finding.judge,
        mend=asdict(finding.mend) if finding.mend else None,
    )


def renew(fiscal_year: int, before: Sequence[Finding], fresh: list[Finding], law: InForce, *, same_law: bool) -> None:
    """Bring the findings ``before`` to what was found now, touching only those that are others.

    One that is the same still keeps its key and its waiver; a mended one stays on record until it comes back.
    """
    pairs, fresh, left = _paired(fresh, before, _same)
    moved, new, gone = _paired(fresh, [row for row in left if row.state != Finding.State.MENDED], _alike)
    changed = [old for old, row in (*pairs, *moved) if _renewed(old, row)]
    gone = [row for row in gone if row.state == Finding.State.OPEN or row.rule in law.rulebook.rules]
    if same_law:
        _tally(fiscal_year, gone, new, before)
    for start in range(0, len(gone), BATCH):
        Finding.objects.filter(pk__in=[row.pk for row in gone[start : start + BATCH]]).delete()
    if changed:
        Finding.objects.bulk_update(changed, COLUMNS, batch_size=BATCH // 10)
    for row in new:
        row.fiscal_year = fiscal_year
    Finding.objects.bulk_create(new, batch_size=BATCH)


def _paired(
    fresh: Sequence[Finding], known: Sequence[Finding], key: Callable[[Finding], tuple[object, ...]]
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


def _tally(fiscal_year: int, gone: Sequence[Finding], new: Sequence[Finding], before: Sequence[Finding]) -> None:
    """Count what the unit put right by itself: of each rule and sheet, so many findings as there are fewer now.

    What comes back on a sheet that was checked before (a change taken back) is taken off again.
    """
    fewer = Counter((row.agency_id, row.project_id, row.rule) for row in gone)
    fewer.subtract((row.agency_id, row.project_id, row.rule) for row in new)
    sheets = {row.project_id for row in before}
    right: Counter[tuple[int, str]] = Counter()
    for (agency, sheet, rule), count in fewer.items():
        if sheet in sheets and count:
            right[agency, rule] += count
    lines = Tally.objects.filter(fiscal_year=fiscal_year, agency__in={agency for agency, _rule in right})
    known = {(line.agency_id, line.rule): line for line in lines} if right else {}
    for (agency, rule), count in right.items():
        line = known.get((agency, rule)) or Tally(agency_id=agency, fiscal_year=fiscal_year, rule=rule)
        line.count = max(0, line.count + count)
        if line.count or line.pk:
            line.save()


@cache
def _place(where: str, rule: str) -> int:
    """Where the findings of a rule begin: what blocks first, then by consequence; the same whatever else is found."""
    section = rule.partition("-")[0]
    rank = CONSEQUENCE.index(section) if section in CONSEQUENCE else len(CONSEQUENCE)
    number = int(rule[4:7]) if rule[4:7].isdecimal() else 0
    return ((Finding.Shelf.values.index(where) * 20 + rank) * 1000 + number) * PLACES


def _homed(finding: core.Finding, projects: Sequence[Project]) -> tuple[Project | None, core.Finding]:
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


def pointed(fresh: Sequence[Finding], told: Mapping[str, Said]) -> None:
    """Put the sheet that says the same to the findings of copied goals."""
    for row in fresh:
        if row.group == SISTERS and row.quote in told:
            row.other_id = told[row.quote].sheet


def _same(row: Finding) -> tuple[object, ...]:
    """What makes two findings the same one: rule, sheet, cell and words."""
    return row.project_id, row.rule, row.pointer, row.quote


def _alike(row: Finding) -> tuple[object, ...]:
    """The same in another row of the sheet: somebody put a row in above it."""
    return row.project_id, row.rule, re.sub(r"/\d+", "/*", row.pointer), row.quote
