"""What people do about a finding: mend it, take that back, give a reason, open it again."""

from __future__ import annotations

from dataclasses import replace
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
from jihuan.apps.organisations.scope import may
from jihuan.apps.reviews.checking import after_change
from jihuan.apps.reviews.models import Finding
from jihuan.core.document import Document
from jihuan.core.interchange import from_json, to_json

CHANGE = "reviews.change_finding"
LEAST_REASON = 4
"""Characters of a reason that says something."""
PARTS = ("/overall_goal/", "/sub_goals/", "/safeguards/")


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
def told_of_export(user: User, action: str, fmt: str, count: int) -> None:
    """Write down that a list ("export_findings", "export_rules") left the house."""
    record(user, Event(action=action, target=user, after={"format": fmt, "count": count}))


def mendable(finding: Finding) -> bool:
    """Whether a click can do it: a text of the sheet or of the department part, and not the only name of a project."""
    if not finding.mend:
        return False
    pointer = finding.mend["pointer"]
    if finding.project is None:
        return pointer.startswith(PARTS)
    return pointer.startswith("/projects/0/") and (pointer != "/projects/0/name" or finding.project.code is not None)


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
        after_change(finding.department, finding.fiscal_year)
    return finding


def _write(user: User, finding: Finding, old: str, new: str) -> str:
    """Put a text into the record through the one way in, when ``old`` stands there still; the text as it is kept."""
    document, sha256 = _sheet(finding)
    members: dict[str, Any] = to_json(document)
    pointer = finding.mend["pointer"]
    if editing.text_at(members, pointer) != old:
        raise Refused(_("这一格的内容已经不是“{text}”，请刷新页面后再看").format(text=old[:60]))
    changed, _values = editing.changed(members, (pointer,), new)
    objectives.apply_document(user, from_json(changed), sha256=sha256, exact=True)
    return editing.text_at(changed, pointer) or ""


def _sheet(finding: Finding) -> tuple[Document, str]:
    if finding.project_id is not None:
        row = facts.with_facts(Project.objects.filter(pk=finding.project_id)).get()
        return facts.project_document(row), row.source_sha256
    goal = DepartmentGoal.objects.filter(agency=finding.department, fiscal_year=finding.fiscal_year).first()
    document = facts.department_document(finding.department, finding.fiscal_year)
    return replace(document, projects=()), goal.source_sha256 if goal else ""
