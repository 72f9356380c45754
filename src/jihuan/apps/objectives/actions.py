"""Goals come in: one document, one transaction, and the same document twice changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.objectives import facts, writing
from jihuan.apps.objectives.difference import Change, department_changes, project_changes
from jihuan.apps.objectives.importing import Newcomer, Plan, Sheet, as_known, plan
from jihuan.apps.objectives.models import DepartmentGoal
from jihuan.apps.organisations.access import NotAllowed
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import may
from jihuan.core.document import Document, Project
from jihuan.core.interchange import content, to_json
from jihuan.documents.writers import Format, write

EXPORT = "objectives.export_goals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What an import did. ``agency`` is the unit of the document; ``projects`` in the order of the document."""

    agency: Agency
    fiscal_year: int
    department_goal: DepartmentGoal | None
    projects: tuple[ProjectRow, ...]
    created: int
    changed: int
    unchanged: int


def difference(user: User, document: Document, home: Agency | None = None) -> tuple[Change, ...]:
    """What ``apply_document`` would change; writes nothing. ``home`` owns what names no unit. Raises Refused."""
    todo = plan(user, document, home)
    return tuple(_changes(todo, document))


@transaction.atomic
def apply_document(
    user: User, document: Document, *, sha256: str = "", home: Agency | None = None, exact: bool = False
) -> Applied:
    """Write a document of goals into the database, all of it or nothing.

    Projects meet records by code, else by name, within unit and year; indicators by their names, else by place. Projects that
    the document does not mention stay. ``exact``: a person changed these texts, so that spaces count too. Needs
    ``objectives.import_goals`` for every unit concerned. Raises Refused.
    """
    _hold(document, home)
    todo = plan(user, document, home)
    events: list[Event] = []
    owners: dict[str, Agency] = {}
    owner = _settle(todo.owner, owners, events)
    goal = _department(todo, document, owner, sha256, events)
    tally = {"created": 0, "changed": 0, "unchanged": 0}
    rows = []
    for sheet in todo.sheets:
        row, outcome = _project(
            replace(sheet, exact=exact), _settle(sheet.owner, owners, events), todo.fiscal_year, sha256, events
        )
        rows.append(row)
        tally[outcome] += 1
    record(user, *events)
    return Applied(agency=owner, fiscal_year=todo.fiscal_year, department_goal=goal, projects=tuple(rows), **tally)


def export_project(user: User | None, project: ProjectRow, to: Format) -> bytes:
    """One project sheet as a file; what leaves the house is journalled. Raises NotAllowed, WriteError.

    No user: whoever has the machine, at its command line.
    """
    return _exported(
        user, Event(action="export_project", target=project, agency=project.agency), facts.project_document(project), to
    )


def export_department(user: User | None, agency: Agency, fiscal_year: int, to: Format) -> bytes:
    """Everything of a department or unit in a year as a file, in the same way."""
    event = Event(action="export_department", target=agency, agency=agency)
    return _exported(user, event, facts.department_document(agency, fiscal_year), to)


def _exported(user: User | None, event: Event, document: Document, to: Format) -> bytes:
    if user is not None and (event.agency is None or not may(user, EXPORT, event.agency)):
        raise NotAllowed(_("“{agency}”的文件不在您可以导出的范围内").format(agency=event.agency))
    data = write(document, to)
    facts_of_file = {"format": to, "fiscal_year": document.fiscal_year, "sha256": hashlib.sha256(data).hexdigest()}
    if user is None:
        facts_of_file["from"] = "console"
    with transaction.atomic():
        record(user, replace(event, after=facts_of_file))
    return data


def _hold(document: Document, home: Agency | None) -> None:
    """Let imports into the same departments wait for each other; a unit that is missing is added by one of them."""
    codes = {document.agency.code, home and home.code, *(project.agency_code for project in document.projects)}
    above = {code[:length] for code in codes if code for length in range(3, len(code) + 1, 3)} | codes
    list(Agency.objects.select_for_update(no_key=True).filter(code__in=above - {None}).order_by("pk"))


def _changes(todo: Plan, document: Document) -> Iterator[Change]:
    if todo.department is not None:
        goal = DepartmentGoal.objects.filter(agency=todo.department, fiscal_year=todo.fiscal_year).first()
        yield from department_changes(_department_facts(goal), content(document))
    for sheet in todo.sheets:
        before = None if sheet.row is None else facts.project_facts(sheet.row)
        after = _bare(as_known(sheet.project, before))
        yield from project_changes(f"/projects/{sheet.index}", before and _bare(before), after)


def _settle(owner: Agency | Newcomer, known: dict[str, Agency], events: list[Event]) -> Agency:
    """The agency itself; a newcomer gets its place in the tree, once."""
    if isinstance(owner, Agency):
        return owner
    if owner.code not in known:
        known[owner.code] = add_agency(owner.parent, Agency.Kind.UNIT, owner.code, owner.name)
        agency = known[owner.code]
        events.append(
            Event(action="add_agency", target=agency, agency=agency, after={"code": agency.code, "name": agency.name})
        )
    return known[owner.code]


def _department(todo: Plan, document: Document, owner: Agency, sha256: str, events: list[Event]) -> DepartmentGoal | None:
    if todo.department is None:
        return None
    goal = (
        DepartmentGoal.objects.select_for_update(no_key=True)
        .filter(agency=todo.department, fiscal_year=todo.fiscal_year)
        .first()
    )
    before = _department_facts(goal)
    new = goal is None
    goal = goal or DepartmentGoal(agency=todo.department, fiscal_year=todo.fiscal_year)
    goal.reported_by, goal.source_sha256 = owner, sha256
    writing.write_department(goal, document)
    after = _department_facts(goal)
    if new or before != after:
        name = "add_department_goal" if new else "change_department_goal"
        mention = partial(Event, action=name, target=goal, agency=todo.department)
        events.append(mention(before=None if new else _department_json(before), after=_department_json(after)))
    return goal


def _project(sheet: Sheet, owner: Agency, year: int, sha256: str, events: list[Event]) -> tuple[ProjectRow, str]:
    known = None if sheet.row is None else facts.project_facts(sheet.row)
    before = known and _bare(known)
    row = sheet.row or ProjectRow(agency=owner, fiscal_year=year)
    row.source_sha256 = sha256
    row.position = row.position if sheet.row else sheet.index + 1
    project = sheet.project if sheet.exact else as_known(sheet.project, known)
    writing.write_project(row, project, f"/projects/{sheet.index}")
    row = facts.with_facts(ProjectRow.objects.filter(pk=row.pk)).get()
    after = _bare(facts.project_facts(row))
    if before == after:
        return row, "unchanged"
    name = "add_project" if before is None else "change_project"
    events.append(
        Event(action=name, target=row, agency=owner, before=before and _project_json(before), after=_project_json(after))
    )
    return row, "created" if before is None else "changed"


def _bare(project: Project) -> Project:
    return content(Document(projects=(project,))).projects[0]


def _project_json(project: Project) -> dict[str, object]:
    return dict(to_json(Document(projects=(project,)))["projects"][0])


def _department_facts(goal: DepartmentGoal | None) -> Document:
    if goal is None:
        return Document()
    return content(
        Document(overall_goal=facts.overall_goal(goal), sub_goals=facts.sub_goals(goal), safeguards=facts.safeguards(goal))
    )


def _department_json(document: Document) -> dict[str, object]:
    members = to_json(document)
    return {name: members[name] for name in ("overall_goal", "sub_goals", "safeguards")}
