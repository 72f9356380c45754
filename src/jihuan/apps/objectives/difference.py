"""What a document would change, field by field, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jihuan.apps.objectives import matching
from jihuan.core.document import (
    Actual,
    Document,
    FundSource,
    Indicator,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    Target,
    TextBlock,
)

ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that differs. ``pointer`` leads into the new document (for what is removed, to where it would stand)."""

    pointer: str
    label: str
    before: str
    after: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class _At:
    pointer: str
    label: str

    def __truediv__(self, step: tuple[str | int, object]) -> _At:
        name, label = step
        return _At(f"{self.pointer}/{name}", f"{self.label} › {label}" if self.label else str(label))


FIELDS: dict[str, Any] = {
    "code": gettext_lazy("项目编码"),
    "name": gettext_lazy("名称"),
    "department": gettext_lazy("主管部门"),
    "amount_unit": gettext_lazy("金额单位"),
    "total": gettext_lazy("预算数"),
    "fiscal": gettext_lazy("财政资金"),
    "other": gettext_lazy("其他资金"),
    "initial": gettext_lazy("年初预算数"),
    "adjusted": gettext_lazy("全年预算数"),
    "executed": gettext_lazy("全年执行数"),
    "execution_rate": gettext_lazy("执行率"),
    "fund_use": gettext_lazy("资金用途"),
    "percent": gettext_lazy("累计支出占预算数的百分比"),
    "goal": gettext_lazy("绩效目标"),
    "indicator_text": gettext_lazy("绩效指标"),
    "title": gettext_lazy("标题"),
    "text": gettext_lazy("内容"),
    "level1": gettext_lazy("一级指标"),
    "level2": gettext_lazy("二级指标"),
    "level3": gettext_lazy("三级指标"),
    "target": gettext_lazy("指标值"),
    "basis": gettext_lazy("指标值确定依据"),
    "weight": gettext_lazy("权重"),
    "actual": gettext_lazy("实际完成值"),
    "score": gettext_lazy("得分"),
    "deviation": gettext_lazy("偏差原因分析及改进措施"),
}
DESCRIPTIONS: dict[type, Any] = {SubGoal: gettext_lazy("工作内容"), Indicator: gettext_lazy("绩效指标描述")}
SKIPPED = {"place", "agency_code", "agency_name", "achievement", "total_score", "execution_weight", "execution_score"}


def department_changes(before: Document, after: Document) -> Iterator[Change]:
    """Differences of the department part: overall goal, sub-goals, safeguards."""
    root = _At("", "")
    yield from _value(root / ("overall_goal", _("总体绩效目标")), before.overall_goal, after.overall_goal)
    yield from _rows(root / ("sub_goals", _("分项绩效目标")), before.sub_goals, after.sub_goals, matching.SUB_GOAL)
    yield from _rows(root / ("safeguards", _("工作保障措施")), before.safeguards, after.safeguards, matching.SAFEGUARD)


def project_changes(pointer: str, before: Project | None, after: Project) -> Iterator[Change]:
    """Differences of one project; one single change when it is new."""
    at = _At(pointer, _("项目“{name}”").format(name=after.name or after.code or ""))
    if before is None:
        yield Change(pointer=pointer, label=at.label, before="", after=_summary(after), kind="added")
        return
    yield from _members(at, before, after)


def _members(at: _At, before: Any, after: Any) -> Iterator[Change]:
    for field in dataclasses.fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name in SKIPPED or old == new:
            continue
        if field.name == "indicators":
            yield from _rows(_At(f"{at.pointer}/indicators", _join(at.label, _("指标"))), old, new, matching.INDICATOR)
        elif field.name == "spending_plan":
            yield from _rows(at / ("spending_plan", _("资金支出计划")), old, new, matching.MONTH)
        elif field.name == "goals":
            yield from _rows(at / ("goals", _("绩效目标")), old, new, matching.ORDER)
        elif field.name == "sources":
            yield from _rows(at / ("sources", _("资金来源")), old, new, matching.SOURCE)
        elif field.name == "budget":
            yield from _members(_At(f"{at.pointer}/budget", at.label), old, new)
        else:
            label = DESCRIPTIONS[type(after)] if field.name == "description" else FIELDS[field.name]
            yield from _value(at / (field.name, label), old, new)


def _rows(at: _At, old: Sequence[Any], new: Sequence[Any], keys: Sequence[matching.Key]) -> Iterator[Change]:
    partners, gone = matching.pair(old, new, keys, by_place=keys is not matching.MONTH)
    for index, (before, after) in enumerate(zip(partners, new, strict=True)):
        here = _At(f"{at.pointer}/{index}", f"{at.label} {_title(after, index)}")
        if before is None:
            yield Change(pointer=here.pointer, label=here.label, before="", after=_text(after), kind="added")
        elif isinstance(after, str):
            yield from _value(here, before, after)
        else:
            yield from _members(here, before, after)
    places = {id(row): place for place, row in enumerate(old)}
    for before in gone:
        label = f"{at.label} {_title(before, places[id(before)])}"
        yield Change(pointer=at.pointer, label=label, before=_text(before), after="", kind="removed")
    there = [row for row in partners if row is not None]
    if there != sorted(there, key=lambda row: places[id(row)]):
        yield Change(pointer=at.pointer, label=at.label, before="", after=_("顺序有变化"), kind="changed")


def _value(at: _At, old: object, new: object) -> Iterator[Change]:
    if isinstance(old, TextBlock) and isinstance(new, TextBlock):
        old, new = old.text, new.text
    if old == new:
        return
    kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
    before, after = _text(old), _text(new)
    if before == after and isinstance(old, Target) and isinstance(new, Target):
        before, after = _understood(old), _understood(new)
    pointer = f"{at.pointer}/raw" if isinstance(new, Target) else at.pointer
    yield Change(pointer=pointer, label=at.label, before=before, after=after, kind=kind)


def _title(row: object, index: int) -> str:
    """ "3“组织参观人次”", "3 月底"."""
    if isinstance(row, SpendingNode):
        return _("{month} 月底").format(month=row.month)
    name = row.level3 if isinstance(row, Indicator) else row.name if isinstance(row, SubGoal | FundSource) else None
    name = row.title if isinstance(row, Safeguard) else name
    return f"{index + 1}“{name}”" if name else f"{index + 1}"


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case Target() | Actual():
            return value.raw
        case TextBlock() | Safeguard():
            return value.text
        case Indicator():
            return value.target.raw
        case SubGoal():
            return value.goal or value.description or ""
        case FundSource():
            return value.name
        case SpendingNode():
            return "" if value.percent is None else f"{value.percent:f}%"
    return str(value)


def _understood(target: Target) -> str:
    parts = (target.operator, _text(target.value), _text(target.upper), target.unit)
    return _("{raw}（理解为 {parts}）").format(raw=target.raw, parts=" ".join(part for part in parts if part) or target.kind)


def _summary(project: Project) -> str:
    return _("预算 {total} {unit}，{count} 条指标").format(
        total=_text(project.budget.total) or "—", unit=project.amount_unit or "", count=len(project.indicators)
    )


def _join(label: str, more: object) -> str:
    return f"{label} › {more}"
