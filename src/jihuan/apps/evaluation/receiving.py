"""A self-evaluation that comes in as a document: whose projects it is about, what it would fill in, and taking it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project as ProjectRecord
from jihuan.apps.evaluation import actions, facts
from jihuan.apps.evaluation.facts import Sheet
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives import actions as objectives
from jihuan.apps.objectives import facts as goals
from jihuan.apps.objectives import matching
from jihuan.apps.objectives.actions import Applied
from jihuan.apps.objectives.difference import Change
from jihuan.apps.objectives.importing import plan
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency
from jihuan.core import money, weights
from jihuan.core.document import Budget, Document, FundSource, Indicator, Project
from jihuan.core.interchange import content, to_json
from jihuan.documents.recognise.words import label


@dataclass(frozen=True, slots=True)
class Arrival:
    """A project of the document, the record it meets, its sheet now and as the document fills it in."""

    index: int
    project: ProjectRecord
    known: SelfEvaluation | None
    before: Sheet
    after: Sheet


def ways_in(document: Document) -> tuple[Callable[..., tuple[Change, ...]], Callable[..., Applied]]:
    """How a document is compared with the records, and how it comes in: a self-evaluation here, goals as objectives do it."""
    return (difference, receive) if document.kind == "self_evaluation" else (objectives.difference, objectives.apply_document)


def difference(user: User, document: Document, home: Agency | None = None) -> tuple[Change, ...]:
    """What taking the document in would fill in; writes nothing. Raises Refused with everything that stands against it."""
    return tuple(change for one in _arrivals(user, document, home) for change in _changes(one))


@transaction.atomic
def receive(user: User, document: Document, *, sha256: str = "", home: Agency | None = None) -> Applied:
    """Fill in the self-evaluations that a document brings, all or none; the goal records stay as they are. Raises Refused."""
    arrivals = _arrivals(user, document, home)
    for one in arrivals:
        known = one.known or actions.start(user, one.project)
        stated = content(
            replace(document, projects=(document.projects[one.index],), overall_goal=None, sub_goals=(), safeguards=())
        )
        actions.receive(user, known, one.after, to_json(stated), sha256)
    return Applied(
        agency=arrivals[0].project.agency,
        fiscal_year=arrivals[0].project.fiscal_year,
        department_goal=None,
        projects=tuple(one.project for one in arrivals),
        created=0,
        changed=len(arrivals),
        unchanged=0,
    )


def _arrivals(user: User, document: Document, home: Agency | None) -> list[Arrival]:
    if not document.projects:
        raise Refused(_("文件里没有项目绩效自评表"))
    bare = replace(
        document,
        kind="goals",
        overall_goal=None,
        sub_goals=(),
        safeguards=(),
        projects=tuple(replace(p, achievement=None, total_score=None, execution_score=None) for p in document.projects),
    )
    arrivals, faults = [], {}
    for sheet in plan(user, bare, home).sheets:
        at, printed = f"/projects/{sheet.index}", document.projects[sheet.index]
        if sheet.row is None:
            faults[at] = _("“{name}”还没有绩效目标，请先导入目标表").format(name=printed.name)
            continue
        try:
            arrivals.append(_arrival(sheet.index, sheet.row, printed))
        except Refused as refusal:
            faults[at] = refusal.message
    if faults:
        raise Refused(_("；").join(faults.values()), faults)
    return arrivals


def _arrival(index: int, project: ProjectRecord, printed: Project) -> Arrival:
    known = facts.with_rows(SelfEvaluation.objects.filter(project=project)).first()
    if known is not None and known.state == SelfEvaluation.State.SUBMITTED:
        raise Refused(_("“{name}”的自评已经提交，请先收回再导入").format(name=project.name))
    before = facts.sheet_of(known) if known else actions.begun(project)
    after = _with_document(before, printed)
    was, now = dict(facts.texts(before)), dict(facts.texts(after))
    typed = [name for name, text in was.items() if known and text and now.get(name, "") != text and _is_own(name)]
    if typed:
        message = _("“{name}”的自评表已有人填写，有 {n} 格与这份文件不同；请在自评表里逐格更正，或先清空这些格再导入")
        raise Refused(message.format(name=project.name, n=len(typed)))
    return Arrival(index, project, known, before, after)


def _is_own(name: str) -> bool:
    """Is it a cell that only people fill in, and no proposal?"""
    return (
        not name.endswith(("weight", "locked")) and not name.startswith("funds/") and name not in (*facts.AMOUNTS, "department")
    )


def _with_document(sheet: Sheet, printed: Project) -> Sheet:
    """The sheet with what the document prints; rows are matched by their names. Raises Refused for rows that match none."""
    partners, _gone = matching.pair(
        [row.indicator for row in sheet.rows], printed.indicators, matching.INDICATOR, by_place=False
    )
    strange = [
        row.level3 or row.target.raw for row, partner in zip(printed.indicators, partners, strict=True) if partner is None
    ]
    if strange:
        names = _("、").join(strange[:5])
        raise Refused(_("“{project}”的目标表里没有这些指标：{names}").format(project=printed.name, names=names))
    by_goal = {id(partner): row for partner, row in zip(partners, printed.indicators, strict=True)}
    rows = tuple(
        facts.filled_in(row, by_goal[id(row.indicator)]) if id(row.indicator) in by_goal else row for row in sheet.rows
    )
    budget = _in_unit(printed, sheet.unit)
    filled = replace(
        sheet,
        rows=rows,
        initial=sheet.initial if budget.initial is None else budget.initial,
        adjusted=sheet.adjusted if budget.adjusted is None else budget.adjusted,
        executed=sheet.executed if budget.executed is None else budget.executed,
        department=printed.department or sheet.department,
        funds=_funds(sheet, budget),
        achievement=printed.achievement or sheet.achievement,
    )
    return _weighted(filled, printed, by_goal)


def _in_unit(printed: Project, unit: str) -> Budget:
    """The amounts of the document in the unit of the goal sheet."""
    own = printed.amount_unit or unit

    def amounts(of: Budget | FundSource) -> dict[str, Decimal | None]:
        named = ((name, getattr(of, name)) for name in facts.AMOUNTS)
        return {name: None if it is None else goals.in_unit(money.to_yuan(it, own), unit) for name, it in named}

    sources = tuple(FundSource(name=source.name, **amounts(source)) for source in printed.budget.sources)
    return Budget(**amounts(printed.budget), sources=sources)


def _funds(sheet: Sheet, budget: Budget) -> tuple[FundSource, ...]:
    """The rows of funds that the document prints, and an empty one for each usual source that it does not name."""
    if not budget.sources:
        return sheet.funds
    known = {label(source.name) for source in budget.sources}
    return *budget.sources, *(FundSource(name=name) for name in facts.FUNDS if label(name) not in known)


def _weighted(sheet: Sheet, printed: Project, by_goal: dict[int, Indicator]) -> Sheet:
    """With the weights of the document where it prints all of them and they add up; else those there were."""
    execution = sheet.execution_weight if printed.execution_weight is None else printed.execution_weight
    given = [by_goal[id(row.indicator)].weight if id(row.indicator) in by_goal else None for row in sheet.rows]
    known = [weight for weight in given if weight is not None and weight > 0]
    if len(known) != len(given) or execution + sum(known) != weights.WHOLE:
        return sheet
    rows = tuple(replace(row, weight=goals.plain(weight) or weight) for row, weight in zip(sheet.rows, known, strict=True))
    return replace(sheet, execution_weight=execution, rows=rows)


def _changes(one: Arrival) -> Iterator[Change]:
    was, now = dict(facts.texts(one.before)), dict(facts.texts(one.after))
    for name, called in facts.labels(one.after):
        before, after = was.get(name, ""), now[name]
        if before != after:
            kind = "changed" if before and after else "added" if after else "removed"
            told = f"{one.project.name} › {called}"
            yield Change(pointer=f"/projects/{one.index}", label=told, before=before, after=after, kind=kind)
