"""H 一致性与勾稽, second half: sheet against sheet, and against sister units."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.language import _
from jihuan.law.engine.mapping import same_object, sub_goal_of
from jihuan.law.engine.similarity import cosine
from jihuan.law.engine.sisters import SISTERS
from jihuan.law.engine.writing import DocumentFacts, Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm

_SHOWN = 6
"""Values named in a message; a county may have thousands."""
_COSTED = re.compile(r"[\d.,]+|[合共总]?计|每|均|人次|[人次场件套台个份家户处]|[亿万]?元|[，。；：、]")
"""What every costing says: figures, units, 每人 …"""
_MOST = 60
"""Sheets of one document compared with one another; a longer document is compared with its first ones."""


@check(
    "CON-003",
    title=_("不同项目目标/指标雷同"),
    hint=_("合并项目，或写清各自做什么"),
    proves=_("两张表的目标、效益描述雷同或数量指标同名；目标照抄别的单位。谁抄谁、是否应当相同要人看。"),
    level="warning",
    method="T",
    scope="document",
    cites="财预〔2020〕10号 立项依据充分性",
)
def alike(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A goal or the description of a benefit is like one of an earlier sheet (cosine of bigrams above ``similarity``), or two
    sheets count an output of one name; and goals copied from a sister unit. The later sheet is told."""
    limit = law.number("consistency.similarity")
    for project in document.projects:
        earlier = document.projects[: min(project.position, _MOST)]
        yield from _alike_goals(project, earlier, limit)
        for row in project.indicators:
            yield from _alike_row(row, earlier, limit)
    for project in document.projects:
        yield from _copied_goals(project, law)


def _copied_goals(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    sisters, limit = law.context.sisters, law.number("consistency.copied")
    for goal in project.goals if sisters is not None else ():
        twin = sisters.twin(law.document.document, goal.text, limit) if sisters is not None else None
        if twin is not None:
            message = _("绩效目标与“{agency}”的“{other}”雷同：“{goal}”／“{twin}”")
            if not twin.agency:  # whose it is, the asker does not tell
                message = _("绩效目标与另一单位的雷同：“{goal}”")
            said = message.format(agency=twin.agency, other=twin.project, goal=goal.text, twin=twin.text)
            own = _("写明本单位自己做什么、做多少，不照抄")
            yield fail(project.spot("goals"), said, quote=goal.text, hint=own, group=SISTERS)
            return


def _alike_goals(project: ProjectFacts, others: tuple[ProjectFacts, ...], limit: Decimal) -> Iterator[Hit]:
    for other in others:
        for goal in project.goals:
            twin = next((twin for twin in other.goals if len(goal.text) > 5 and cosine(goal.text, twin.text) > limit), None)
            if twin is not None:
                message = _("绩效目标与“{other}”雷同：“{goal}”／“{twin}”").format(
                    other=other.label, goal=goal.text, twin=twin.text
                )
                yield fail(project.spot("goals"), message, quote=goal.text)
                return


def _alike_row(row: IndicatorFacts, others: tuple[ProjectFacts, ...], limit: Decimal) -> Iterator[Hit]:
    name = norm(row.name) if row.level2 == "数量" else ""
    counts, says = len(name) > 3, row.level1 == "效益" and len(row.description) > 11
    for other in others if counts or says else ():
        for twin in other.indicators:
            if counts and twin.level2 == "数量" and name == norm(twin.name):
                message = _("数量指标“{name}”与“{other}”同名（{here} / {there}），一项产出可能计两次").format(
                    name=row.name, other=other.label, here=row.target.raw, there=twin.target.raw
                )
                yield fail(row.spot("level3"), message)
                return
            benefit = says and twin.level1 == "效益" and len(twin.description) > 11
            if benefit and cosine(row.description, twin.description) > limit:
                message = _("描述与“{other}”雷同：“{here}”／“{there}”").format(
                    other=other.label, here=row.description, there=twin.description
                )
                yield fail(row, message, quote=row.description)
                return


@check(
    "CON-004",
    title=_("项目用途交叉重复"),
    hint=_("写明两个项目各自负担什么，防止资金混用"),
    proves=_("两个项目的名称指向同一对象，用途或目标又相近。须人判断。"),
    level="warning",
    method="S",
    scope="document",
    kinds=("goals",),
    cites="财预〔2020〕10号 立项依据充分性",
)
def same_use(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Two projects name the same object (three characters of their names) and have a goal or a use alike. A person judges."""
    limit = law.number("consistency.similarity")
    for project in document.projects:
        for other in document.projects[: min(project.position, _MOST)]:
            thing = same_object(project, other, law)
            if thing and _shares(project, other, limit):
                message = _("与“{other}”同为“{thing}”，用途或目标交叉").format(other=other.label, thing=thing)
                yield fail(project, message, quote=project.sheet.fund_use or project.name)
                break


def _shares(first: ProjectFacts, second: ProjectFacts, limit: Decimal) -> bool:
    goals = any(cosine(a.text, b.text) > limit for a in first.goals for b in second.goals)
    uses = [_COSTED.sub("", project.sheet.fund_use or "") for project in (first, second)]
    return goals or cosine(uses[0], uses[1]) > limit


@check(
    "CON-005",
    title=_("同一对象不同标准"),
    hint=_("同一服务对象用同一标准"),
    proves=_("证明服务同一对象的项目满意度定得不同。"),
    level="info",
    method="D",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 一致性",
)
def standards_differ(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Projects that serve one sub-goal, or one object or people by name, ask their people for different satisfaction."""
    served = sub_goal_of(document, law)
    rows: dict[str, list[IndicatorFacts]] = defaultdict(list)
    for project in document.projects:
        for row in project.indicators:
            if row.is_satisfaction and row.value is not None and row.unit == "%":
                rows[_object(project, served, document, law) or norm(row.name)].append(row)
    for thing, alike_rows in rows.items():
        projects = {row.project.position for row in alike_rows if row.project}
        if thing and len(projects) > 1 and len({row.value for row in alike_rows}) > 1:
            shown = "、".join(f"{row.name} {row.target.raw}" for row in alike_rows[:_SHOWN])
            message = _("“{thing}”的满意度标准不一：{shown}").format(thing=thing, shown=shown)
            for row in alike_rows:
                yield fail(row.spot("target"), message, quote=row.target.raw, group=thing)


def _object(project: ProjectFacts, served: object, document: DocumentFacts, law: Law) -> str:
    if isinstance(served, dict) and project.position in served:
        return str(served[project.position].name)
    things = (same_object(project, other, law) for other in document.projects[:_MOST] if other is not project)
    return next((thing for thing in things if thing), "")
