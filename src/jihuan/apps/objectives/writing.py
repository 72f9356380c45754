"""Interchange → records. Called by actions inside their transaction, after every check of permission."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.budgets.models import SpendingNode
from jihuan.apps.objectives import matching
from jihuan.apps.objectives.facts import AMOUNTS
from jihuan.apps.objectives.models import DepartmentGoal, ProjectGoal, Safeguard, SubGoal
from jihuan.apps.objectives.models import Indicator as IndicatorRow
from jihuan.apps.organisations import pinyin
from jihuan.apps.organisations.access import Refused
from jihuan.core import money
from jihuan.core.document import Document, FundSource, Indicator, Place, Project

ASIDE = 100_000
LARGEST = Decimal(10) ** 16


def write_department(goal: DepartmentGoal, document: Document) -> None:
    """Overall goal, sub-goals with indicators, safeguards."""
    text = document.overall_goal
    goal.overall_goal, goal.place = (text.text, _place(text.place)) if text else (None, None)
    _fits(goal, "/overall_goal")
    goal.save()
    old = list(goal.sub_goals.all())
    values = [
        {
            "name": sub.name,
            "description": sub.description,
            "goal": sub.goal,
            "indicator_text": sub.indicator_text,
            "place": _place(sub.place),
        }
        for sub in document.sub_goals
    ]
    partners, gone = matching.pair(old, document.sub_goals, matching.SUB_GOAL)
    rows = _write_rows(SubGoal, {"department_goal": goal}, list(zip(partners, values, strict=True)), gone, "/sub_goals")
    for index, (row, sub) in enumerate(zip(rows, document.sub_goals, strict=True)):
        _write_indicators({"sub_goal": row}, sub.indicators, f"/sub_goals/{index}/indicators")
    measures = [{"title": s.title, "text": s.text, "place": _place(s.place)} for s in document.safeguards]
    partners, gone = matching.pair(list(goal.safeguards.all()), document.safeguards, matching.SAFEGUARD)
    _write_rows(Safeguard, {"department_goal": goal}, list(zip(partners, measures, strict=True)), gone, "/safeguards")


def write_project(row: ProjectRow, project: Project, pointer: str) -> None:
    """Money in 元, plan, goals and indicators of one project; ``pointer`` names it in refusals."""
    row.code = project.code
    row.name = project.name or ""
    row.pinyin, row.initials = pinyin.sort_key(row.name), pinyin.initials(row.name)
    row.amount_unit = project.amount_unit
    for name in AMOUNTS:
        setattr(row, name, _yuan(getattr(project.budget, name), project.amount_unit, f"{pointer}/budget/{name}"))
    row.execution_rate = project.budget.execution_rate
    row.funds = [
        _fund(source, project.amount_unit, f"{pointer}/budget/sources/{at}") for at, source in enumerate(project.budget.sources)
    ]
    row.department, row.fund_use, row.place = project.department, project.fund_use, _place(project.place)
    _fits(row, pointer)
    row.save()
    row.spending_plan.all().delete()
    SpendingNode.objects.bulk_create(
        _fits(SpendingNode(project=row, month=node.month, percent=node.percent), f"{pointer}/spending_plan/{index}")
        for index, node in enumerate(project.spending_plan)
    )
    row.goals.all().delete()
    ProjectGoal.objects.bulk_create(ProjectGoal(project=row, position=n, text=text) for n, text in enumerate(project.goals, 1))
    _write_indicators({"project": row}, project.indicators, f"{pointer}/indicators")


def _write_indicators(owner: dict[str, models.Model], indicators: Sequence[Indicator], pointer: str) -> None:
    old = list(IndicatorRow.objects.filter(**owner).order_by("position"))
    partners, gone = matching.pair(old, indicators, matching.INDICATOR)
    values = [_indicator(indicator) for indicator in indicators]
    _write_rows(IndicatorRow, owner, list(zip(partners, values, strict=True)), gone, pointer)


def _indicator(indicator: Indicator) -> dict[str, Any]:
    target, actual = indicator.target, indicator.actual
    same = ("level1", "level2", "level3", "description", "basis", "weight", "score", "deviation")
    return {name: getattr(indicator, name) for name in same} | {
        "target_raw": target.raw,
        "operator": target.operator,
        "operator_explicit": target.operator_explicit,
        "kind": target.kind,
        "value": target.value,
        "upper": target.upper,
        "unit": target.unit,
        "actual_raw": actual.raw if actual else None,
        "actual_value": actual.value if actual else None,
        "actual_unit": actual.unit if actual else None,
        "place": _place(indicator.place),
    }


def _write_rows(
    model: type[models.Model],
    owner: dict[str, models.Model],
    pairs: list[tuple[Any, dict[str, Any]]],
    gone: Sequence[Any],
    pointer: str,
) -> list[Any]:
    """Delete what is gone, update what changed, add what is new; positions count from 1 in the order of ``pairs``."""
    rows: list[Any] = []
    changed: list[Any] = []
    moved = False
    for place, (old, values) in enumerate(pairs):
        row = model(**owner) if old is None else old
        fresh = {name: value for name, value in (values | {"position": place + 1}).items() if getattr(row, name) != value}
        for name, value in fresh.items():
            setattr(row, name, value)
        if old is not None and fresh:
            changed.append(row)
            moved = moved or "position" in fresh
        rows.append(_fits(row, f"{pointer}/{place}"))
    own = model._default_manager.filter(**owner)
    if gone:
        own.filter(pk__in=[row.pk for row in gone]).delete()
    if moved:
        own.update(position=F("position") + ASIDE)  # two rows may change places
        changed = [row for row in rows if row.pk is not None]
    if changed:
        model._default_manager.bulk_update(changed, ["position", *pairs[0][1]], batch_size=100)
    model._default_manager.bulk_create([row for row in rows if row.pk is None])
    return rows


def _fund(source: FundSource, unit: str | None, pointer: str) -> dict[str, str | None]:
    """A source of funds as its JSON object: amounts in 元."""
    known = {name: _yuan(getattr(source, name), unit, f"{pointer}/{name}") for name in ("initial", "adjusted", "executed")}
    known["execution_rate"] = source.execution_rate
    return {"name": source.name} | {name: None if value is None else f"{value:f}" for name, value in known.items()}


def _yuan(amount: Decimal | None, unit: str | None, pointer: str) -> Decimal | None:
    if amount is None:
        return None
    try:
        yuan = money.to_yuan(amount, unit)
    except money.AmountError as error:
        raise Refused(str(error), {pointer: str(error)}) from error
    if yuan.copy_abs() < LARGEST and yuan != yuan.quantize(Decimal("0.01")):
        sentence = _("{amount} {unit} 不足一分的部分无法入库，请核对金额").format(amount=f"{amount:f}", unit=unit)
        raise Refused(sentence, {pointer: sentence})
    return yuan


def _fits(row: Any, pointer: str) -> Any:
    """``row`` itself when its columns can keep its values exactly; else Refused with the field."""
    for field in row._meta.concrete_fields:
        value, sentence = getattr(row, field.attname), None
        if isinstance(field, models.DecimalField) and value is not None:
            whole, places = field.max_digits - field.decimal_places, field.decimal_places
            if value.copy_abs() >= Decimal(10) ** whole or value != round(value, places):
                sentence = _("{field} {value} 超出可记录的范围（整数 {whole} 位、小数 {places} 位）").format(
                    field=field.verbose_name, value=f"{value:f}", whole=whole, places=places
                )
        elif isinstance(field, models.CharField) and isinstance(value, str) and len(value) > (field.max_length or len(value)):
            sentence = _("{field}太长，最多 {limit} 个字").format(field=field.verbose_name, limit=field.max_length)
        if sentence:
            raise Refused(sentence, {f"{pointer}/{field.name}": sentence})
    return row


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    known = {name: value for name, value in dataclasses.asdict(place).items() if value is not None}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}  # as JSON gives it back
