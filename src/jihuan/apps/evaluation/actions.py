"""What people do with a self-evaluation: begin it, fill a cell, take a trial over, submit it, open it again, print it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project
from jihuan.apps.evaluation import department, editing, facts, queries, todo
from jihuan.apps.evaluation.facts import AMOUNTS, Scored, Sheet
from jihuan.apps.evaluation.models import Row, SelfEvaluation
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import may
from jihuan.apps.reviews.inforce import law_of
from jihuan.core import money
from jihuan.core.document import Document
from jihuan.core.interchange import from_json, to_json
from jihuan.documents.writers import Format, write
from jihuan.law.engine import Rulebook

CHANGE, SUBMIT, EXPORT = (f"evaluation.{verb}_selfevaluation" for verb in ("change", "submit", "export"))
ROW_FIELDS = ("weight", "locked", "actual", "not_applicable", "points", "cause", "deviation")
BATCH = 100
"""Rows that one statement writes."""


class Clash(Refused):
    """Somebody else changed the cell in the meantime; ``theirs`` is what stands there now."""

    def __init__(self, theirs: str) -> None:
        super().__init__(_("别人刚刚改过这一格，现在是“{theirs}”").format(theirs=theirs or _("（空）")))
        self.theirs = theirs


@transaction.atomic
def start(user: User, project: Project) -> SelfEvaluation:
    """Begin the self-evaluation of a project with the weights that the law proposes; the one there is where there is one."""
    project = Project.objects.select_for_update(no_key=True, of=("self",)).select_related("agency").get(pk=project.pk)
    known = SelfEvaluation.objects.filter(project=project).first()
    if known is not None:
        return known
    _allowed(user, CHANGE, project.agency)
    after = begun(project)
    if not after.rows:
        raise Refused(_("“{project}”的目标表里没有绩效指标，无从自评；请先导入或补上目标").format(project=project.name))
    evaluation = SelfEvaluation.objects.create(project=project, execution_weight=0)
    _store(evaluation, facts.fresh(project), after)
    record(user, _event("start_evaluation", evaluation, after=dict(facts.texts(after))))
    return evaluation


@transaction.atomic
def fill(user: User, evaluation: SelfEvaluation, name: str, text: str, base: str) -> Scored:
    """Put ``text`` into one cell; ``base`` is what stood there when it was typed. Raises Clash, Refused with ``fields``."""
    evaluation = _open(user, evaluation)
    sheet = facts.sheet_of(evaluation)
    now = dict(facts.texts(sheet)).get(name)
    text = text.replace("\r\n", "\n")
    if now is not None and now not in (base, text):
        raise Clash(now)
    return _filled(user, evaluation, sheet, editing.changed(sheet, name, text))


@transaction.atomic
def take_over(user: User, evaluation: SelfEvaluation, values: Mapping[str, str], version: int | None = None) -> int:
    """Put every text that differs into its cell, all or nothing; ``version`` is the one the user saw. Gives how many.

    Raises Refused with ``fields``, all faults at once.
    """
    evaluation = _open(user, evaluation)
    if version is not None and version != evaluation.version:
        raise Refused(_("这张自评表刚刚在别处改过；您填的内容还在，请对照后再保存一次"))
    sheet = facts.sheet_of(evaluation)
    after, wrong = editing.changed_all(sheet, values)
    if wrong:
        raise Refused(_("有 {n} 格不能保存，请改正后再试").format(n=len(wrong)), wrong)
    before = dict(facts.texts(sheet))
    _filled(user, evaluation, sheet, after)
    return sum(before.get(name, "") != text for name, text in facts.texts(after))


@transaction.atomic
def follow(user: User, evaluation: SelfEvaluation) -> None:
    """Propose all weights anew, as for a sheet that is just begun: the goal sheet has other indicators than before."""
    evaluation = _open(user, evaluation)
    sheet = facts.sheet_of(evaluation)
    _filled(user, evaluation, sheet, editing.proposed(sheet, law_for(evaluation.project)), "follow_goals")


@transaction.atomic
def submit(user: User, evaluation: SelfEvaluation, version: int) -> SelfEvaluation:
    """Submit what the user saw. Raises Refused with everything that is still missing (``fields``)."""
    evaluation = _open(user, evaluation, SUBMIT)
    if evaluation.version != version:
        raise Refused(_("这张自评表刚刚被更改过，请刷新页面，看过新内容再提交"))
    found = facts.scored(facts.sheet_of(evaluation), law_for(evaluation.project))
    missing = todo.of(found)
    if missing:
        told = {item.name: item.sentence for item in missing}
        raise Refused(_("还有 {n} 处没有填好，不能提交").format(n=len(missing)), told)
    evaluation.state, evaluation.submitted = SelfEvaluation.State.SUBMITTED, to_json(found.document)
    evaluation.submitted_by, evaluation.submitted_at = user, timezone.now()
    evaluation.total, evaluation.grade, evaluation.open = found.score.total, found.score.grade or "", 0
    evaluation.version += 1
    evaluation.save()
    after = {"total": str(found.score.total), "grade": found.score.grade}
    record(user, _event("submit_evaluation", evaluation, before={"state": "draft"}, after={"state": "submitted"} | after))
    return evaluation


@transaction.atomic
def reopen(user: User, evaluation: SelfEvaluation) -> SelfEvaluation:
    """Take a submission back for corrections; what had been submitted stays in the journal."""
    evaluation = _locked(user, evaluation, SUBMIT)
    if evaluation.state != SelfEvaluation.State.SUBMITTED:
        raise Refused(_("这张自评表还没有提交"))
    before = {"state": "submitted", "document": evaluation.submitted}
    evaluation.state, evaluation.submitted = SelfEvaluation.State.DRAFT, None
    evaluation.submitted_by = evaluation.submitted_at = None
    evaluation.version += 1
    evaluation.save()
    record(user, _event("reopen_evaluation", evaluation, before=before, after={"state": "draft"}))
    return evaluation


@transaction.atomic
def receive(user: User, evaluation: SelfEvaluation, after: Sheet, stated: dict[str, Any], sha256: str) -> SelfEvaluation:
    """Take in what a file says; ``stated`` is the document with the figures that it printed, kept for comparison."""
    evaluation = _open(user, evaluation)
    evaluation.stated, evaluation.source_sha256 = stated, sha256
    _filled(user, evaluation, facts.sheet_of(evaluation), after, "receive_evaluation")
    return evaluation


def export(user: User, evaluation: SelfEvaluation, to: Format) -> bytes:
    """The official form as a file, journalled. Raises NotAllowed, WriteError."""
    _allowed(user, EXPORT, evaluation.project.agency)
    return _written(user, document_of(evaluation), to, _event("export_evaluation", evaluation))


def export_department(user: User, agency: Agency, fiscal_year: int, to: Format) -> bytes:
    """The form of a department as a file, journalled. Raises NotAllowed, WriteError."""
    _allowed(user, EXPORT, agency)
    found = department.document_of(department.whole(user, agency, fiscal_year), agency, fiscal_year)
    event = Event(action="export_evaluation", target=agency, agency=agency, after={"fiscal_year": fiscal_year})
    return _written(user, found, to, event)


def _written(user: User, document: Document, to: Format, event: Event) -> bytes:
    data = write(document, to)
    after = {"format": to, "sha256": hashlib.sha256(data).hexdigest()} | (event.after or {})
    with transaction.atomic():
        record(user, replace(event, after=after))
    return data


def document_of(evaluation: SelfEvaluation) -> Document:
    """What was submitted; until then the sheet as it is, with the scores of the law."""
    if evaluation.submitted is not None:
        return from_json(evaluation.submitted)
    return facts.scored(facts.sheet_of(evaluation), law_for(evaluation.project)).document


def begun(project: Project) -> Sheet:
    """The sheet of a project as it begins: supervising department and weights proposed."""
    known = replace(facts.fresh(project), department=queries.supervising(project.agency))
    return editing.proposed(known, law_for(project))


def law_for(project: Project) -> Rulebook:
    """The rulebook that a project is judged by."""
    return law_of(project.agency, project.fiscal_year).rulebook


def reread(evaluation: SelfEvaluation) -> SelfEvaluation:
    """The evaluation as it is on record now, with its rows."""
    return facts.with_rows(SelfEvaluation.objects.filter(pk=evaluation.pk)).get()


def _filled(user: User, evaluation: SelfEvaluation, before: Sheet, after: Sheet, action: str = "fill_evaluation") -> Scored:
    was, now = dict(facts.texts(before)), dict(facts.texts(after))
    changes = {name: text for name, text in now.items() if was.get(name, "") != text}
    found = _store(evaluation, before, after)
    if changes:
        record(user, _event(action, evaluation, before={name: was.get(name, "") for name in changes}, after=changes))
    return found


def _store(evaluation: SelfEvaluation, before: Sheet, after: Sheet) -> Scored:
    """Write the cells that differ, and the total that they give."""
    found = facts.scored(after, law_for(evaluation.project))
    records = {record.indicator_id: record for record in evaluation.rows.all()}
    touched = [row for row, old in zip(after.rows, before.rows, strict=True) if row != old or row.key not in records]
    if before != after or touched:
        evaluation.version += 1
    for name in AMOUNTS:
        amount = getattr(after, name)
        setattr(evaluation, name, None if amount is None else money.to_yuan(amount, after.unit))
    evaluation.execution_weight, evaluation.execution_locked = after.execution_weight, after.execution_locked
    evaluation.department, evaluation.achievement = after.department, after.achievement
    evaluation.funds = [facts.kept(fund, after.unit) for fund in after.funds]
    evaluation.total, evaluation.grade = found.score.total, found.score.grade or ""
    evaluation.open = len(todo.of(found))
    evaluation.save()
    items = [_kept(records.get(row.key) or Row(evaluation=evaluation, indicator_id=row.key), row) for row in touched]
    Row.objects.bulk_create([item for item in items if item.pk is None], batch_size=BATCH)
    Row.objects.bulk_update([item for item in items if item.pk is not None], ["name", *ROW_FIELDS], batch_size=BATCH)
    return found


def _kept(item: Row, row: facts.Row) -> Row:
    item.name = row.indicator.level3 or row.indicator.target.raw
    for name in ROW_FIELDS:
        setattr(item, name, getattr(row, name))
    return item


def _open(user: User, evaluation: SelfEvaluation, permission: str = CHANGE) -> SelfEvaluation:
    evaluation = _locked(user, evaluation, permission)
    if evaluation.state != SelfEvaluation.State.DRAFT:
        raise Refused(_("这张自评表已经提交，不能再改；需要更正时，请先收回"))
    return evaluation


def _locked(user: User, evaluation: SelfEvaluation, permission: str) -> SelfEvaluation:
    """The evaluation held until the transaction ends, when the user may do this to it."""
    SelfEvaluation.objects.select_for_update(no_key=True).get(pk=evaluation.pk)
    evaluation = reread(evaluation)
    _allowed(user, permission, evaluation.project.agency)
    return evaluation


def _allowed(user: User, permission: str, agency: Agency) -> None:
    if not may(user, permission, agency):
        raise NotAllowed(_("您的岗位不能处理“{agency}”的绩效自评").format(agency=agency))


def _event(action: str, evaluation: SelfEvaluation, **facts_of_event: Any) -> Event:
    return Event(action=action, target=evaluation, agency=evaluation.project.agency, **facts_of_event)
