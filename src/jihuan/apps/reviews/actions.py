"""Checking what is on record, and what people do about a finding: mend it, take that back, give a reason, open it again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.objectives import actions as objectives
from jihuan.apps.objectives import editing, facts
from jihuan.apps.objectives.models import DepartmentGoal
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.organisations.scope import may
from jihuan.apps.reviews.models import Check, Finding
from jihuan.core import findings as core
from jihuan.core.document import Document
from jihuan.core.interchange import dumps, from_json, to_json
from jihuan.core.language import use_language
from jihuan.law.engine import check, rulebook_for
from jihuan.law.engine.registry import rules
from jihuan.law.engine.summary import Cause, causes

CHANGE = "reviews.change_finding"
LEAST_REASON = 4
"""Characters of a reason that says something."""
AT_ONCE = 200
"""Projects of a department that is checked while somebody waits."""
PARTS = ("/overall_goal/", "/sub_goals/", "/safeguards/")


def check_project(project: Project) -> Check:
    """Check the department and year that a project belongs to."""
    return check_department(department_of(project.agency), project.fiscal_year)


@transaction.atomic
def check_department(department: Agency, fiscal_year: int) -> Check:
    """Renew the findings of a department in a year, where its goals or the rules changed since the last time.

    A waiver stays with the finding that is the same still; a mended one stays on record until it comes back.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=department.pk)
    document = facts.department_document(department, fiscal_year)
    digest = hashlib.sha256("\n".join([dumps(document), *rules()]).encode()).hexdigest()
    known = Check.objects.filter(department=department, fiscal_year=fiscal_year).first()
    if known is not None and known.digest == digest:
        return known
    with use_language("zh_Hans"):
        found = causes(check(document, rulebook_for(document)).findings)
    _keep(department, fiscal_year, found)
    done, _new = Check.objects.update_or_create(department=department, fiscal_year=fiscal_year, defaults={"digest": digest})
    return done


def check_if_small(department: Agency, fiscal_year: int) -> Check | None:
    """The check in force, renewed where goals changed; a department that is too large to wait for keeps the one it has."""
    below = Project.objects.filter(agency__path__startswith=department.path, fiscal_year=fiscal_year)
    if below.order_by().count() <= AT_ONCE:
        return check_department(department, fiscal_year)
    return Check.objects.filter(department=department, fiscal_year=fiscal_year).first()


def preview(document: Document) -> list[Finding]:
    """What the rules say about a document that is not on record yet, in the order of consequence; nothing is kept.

    Pointers lead into the document itself. Nothing is said about more than AT_ONCE projects.
    """
    if len(document.projects) > AT_ONCE:
        return []
    with use_language("zh_Hans"):
        found = causes(check(document, rulebook_for(document)).findings)
    return [_row(one, cause) for cause in found for one in cause.findings]


def check_soon(*applied: objectives.Applied) -> None:
    """Check what imports touched when their transaction is through, each department once; a fault of a rule stops nothing."""
    rows = [row for one in applied for row in one.projects]
    homes = {(department_of(row.agency), row.fiscal_year) for row in rows}
    homes |= {(one.department_goal.agency, one.fiscal_year) for one in applied if one.department_goal}
    for department, year in homes:
        transaction.on_commit(_checking(department, year), robust=True)


def _checking(department: Agency, year: int) -> Callable[[], object]:
    def check_imported() -> object:
        return check_if_small(department, year)

    return check_imported


@transaction.atomic
def mend(user: User, finding: Finding) -> Finding:
    """Do what the rule proposes. Raises Refused when the cell holds another text by now, or nothing certain is proposed."""
    finding = _locked(user, finding, Finding.State.OPEN)
    if not finding.mend or not mendable(finding):
        raise Refused(_("这一条没有可以直接套用的改法，请按提示修改"))
    after = _write(user, finding, finding.mend["before"], finding.mend["after"])
    finding.mend = finding.mend | {"after": after}
    return _settled(user, finding, Finding.State.MENDED, "mend_finding")


@transaction.atomic
def undo_mend(user: User, finding: Finding) -> Finding:
    """Put back what stood there before a mend."""
    finding = _locked(user, finding, Finding.State.MENDED)
    _write(user, finding, finding.mend["after"], finding.mend["before"])
    return _settled(user, finding, Finding.State.OPEN, "undo_mend")


@transaction.atomic
def waive(user: User, finding: Finding, reason: str) -> Finding:
    """Let a finding stand with a reason. Raises Refused for a reason that says nothing."""
    finding = _locked(user, finding, Finding.State.OPEN)
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(_("请写明理由，至少 {n} 个字").format(n=LEAST_REASON))
    finding.reason = reason
    return _settled(user, finding, Finding.State.WAIVED, "waive_finding")


@transaction.atomic
def reopen(user: User, finding: Finding) -> Finding:
    """Take a waiver back."""
    finding = _locked(user, finding, Finding.State.WAIVED)
    finding.reason = ""
    return _settled(user, finding, Finding.State.OPEN, "reopen_finding")


@transaction.atomic
def told_of_export(user: User, fmt: str, count: int) -> None:
    """Write down that a list of findings left the house."""
    after = {"format": fmt, "count": count}
    record(user, Event(action="export_findings", target=user, after=after))


def mendable(finding: Finding) -> bool:
    """Whether a click can do it: a text of the sheet or of the department part, and not the only name of a project."""
    if not finding.mend:
        return False
    pointer = finding.mend["pointer"]
    if finding.project is None:
        return pointer.startswith(PARTS)
    return pointer.startswith("/projects/0/") and (pointer != "/projects/0/name" or finding.project.code is not None)


def _keep(department: Agency, fiscal_year: int, found: tuple[Cause, ...]) -> None:
    rows = facts.department_projects(department, fiscal_year)
    before = Finding.objects.filter(department=department, fiscal_year=fiscal_year)
    settled = {_same(row): row for row in before.exclude(state=Finding.State.OPEN)}
    fresh = list(_rows(department, fiscal_year, found, rows))
    here = {_same(row) for row in fresh}
    for row in fresh:
        old = settled.get(_same(row))
        if old is not None and old.state == Finding.State.WAIVED:
            row.state, row.by, row.at, row.reason = old.state, old.by, old.at, old.reason
    gone = [row.pk for key, row in settled.items() if row.state == Finding.State.MENDED and key not in here]
    before.exclude(pk__in=gone).delete()
    Finding.objects.bulk_create(fresh, batch_size=200)


def _rows(department: Agency, fiscal_year: int, found: tuple[Cause, ...], projects: list[Project]) -> Iterator[Finding]:
    position = 0
    for cause in found:
        for one in cause.findings:
            project, mine = _homed(one, projects)
            position += 1
            row = _row(mine, cause)
            row.department, row.fiscal_year, row.position = department, fiscal_year, position
            row.agency, row.project = project.agency if project else department, project
            yield row


def _row(finding: core.Finding, cause: Cause) -> Finding:
    """What a finding says, not yet of any unit."""
    return Finding(
        rule=finding.rule,
        level=finding.level,
        shelf=cause.shelf,
        message=finding.message,
        quote=finding.quote,
        pointer=finding.pointer[:300],
        citation=finding.citation,
        hint=finding.hint,
        group=finding.group or "",
        judge=finding.judge,
        mend=asdict(finding.mend) if finding.mend else None,
    )


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


def _locked(user: User, finding: Finding, state: str) -> Finding:
    finding = (
        Finding.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "project").get(pk=finding.pk)
    )
    if not may(user, CHANGE, finding.agency):
        raise NotAllowed(_("您的岗位不能处理“{agency}”的审核意见").format(agency=finding.agency))
    if finding.state != state:
        raise Refused(_("这一条的状态已是“{state}”，请刷新页面").format(state=finding.get_state_display()))
    return finding


def _settled(user: User, finding: Finding, state: str, action: str) -> Finding:
    """Move a finding to a state, tell the journal, and check again where the sheet was changed."""
    before = finding.state
    finding.state = state
    finding.by, finding.at = (None, None) if state == Finding.State.OPEN else (user, timezone.now())
    finding.save(update_fields=("state", "by", "at", "reason", "mend"))
    what = {"rule": finding.rule, "pointer": finding.pointer}
    after = what | {"state": state, "reason": finding.reason}
    record(user, Event(action=action, target=finding, agency=finding.agency, before=what | {"state": before}, after=after))
    if "mend" in action:
        check_department(finding.department, finding.fiscal_year)
    return finding


def _write(user: User, finding: Finding, old: str, new: str) -> str:
    """Put a text into the record through the one way in, when ``old`` stands there still; the text as it is kept."""
    document, sha256 = _sheet(finding)
    members: dict[str, Any] = to_json(document)
    pointer = finding.mend["pointer"]
    if editing.text_at(members, pointer) != old:
        raise Refused(_("这一格的内容已经不是“{text}”，请刷新页面后再看").format(text=old[:60]))
    changed, _value = editing.changed(members, pointer, new)
    objectives.apply_document(user, from_json(changed), sha256=sha256)
    return editing.text_at(changed, pointer) or ""


def _sheet(finding: Finding) -> tuple[Document, str]:
    if finding.project_id is not None:
        row = facts.with_facts(Project.objects.filter(pk=finding.project_id)).get()
        return facts.project_document(row), row.source_sha256
    goal = DepartmentGoal.objects.filter(agency=finding.department, fiscal_year=finding.fiscal_year).first()
    document = facts.department_document(finding.department, finding.fiscal_year)
    return replace(document, projects=()), goal.source_sha256 if goal else ""
