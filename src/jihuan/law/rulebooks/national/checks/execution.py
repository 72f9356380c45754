"""J 支出计划与执行."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.execution import execution_rate, plan_faults, planned_percent
from jihuan.core.fiscal import Period
from jihuan.core.language import _
from jihuan.law.engine.writing import DocumentFacts, Hit, Law, ProjectFacts, check, fail, not_enough

_SAME = 3


def _plan(project: ProjectFacts) -> tuple[tuple[int, Decimal], ...]:
    """The nodes that have a percent."""
    return tuple((node.month, node.percent) for node in project.sheet.spending_plan if node.percent is not None)


def _shown(project: ProjectFacts) -> str:
    return "/".join(f"{percent:f}" for _month, percent in _plan(project))


@check(
    "EXE-001",
    title=_("各项目支出计划雷同"),
    hint=_("按每个项目的活动排期分别编制支出计划"),
    proves=_("证明三个以上项目的支出计划一模一样。"),
    level="warning",
    method="D",
    scope="document",
    cites="填报惯例",
)
def same_plans(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Three or more projects of the document print one and the same plan of two or more nodes."""
    alike: dict[tuple[tuple[int, Decimal], ...], list[ProjectFacts]] = defaultdict(list)
    for project in document.projects:
        if len(_plan(project)) > 1:
            alike[_plan(project)].append(project)
    for projects in alike.values():
        if len(projects) < _SAME:
            continue
        plan = _shown(projects[0])
        for project in projects:
            message = _("{count} 个项目的支出计划都是 {plan}").format(count=len(projects), plan=plan)
            yield fail(project.spot("spending_plan"), message, quote=plan, group=plan)


@check(
    "EXE-002",
    title=_("支出计划非法"),
    hint=_("累计比例应逐节点不减，12月底为 100%"),
    proves=_("证明累计支出计划下降、越界、月份重复，或 12 月底不是 100%。"),
    level="error",
    method="D",
    scope="project",
    cites="填报惯例",
)
def impossible_plan(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The plan falls, leaves 0–100 %, names a month twice, or does not end at 100 % in December."""
    at = project.spot("spending_plan")
    for fault in plan_faults(project.sheet.spending_plan):
        yield fail(at, fault, quote=_shown(project))
    for month, percent in _plan(project):
        if month == 12 and percent < 100:
            yield fail(at, _("12月底的累计支出比例是 {percent}，应为 100").format(percent=percent), quote=_shown(project))


@check(
    "EXE-003",
    title=_("支出计划与活动时序不符"),
    hint=_("把活动集中的月份以后的支出留到那时"),
    proves=_("活动集中在秋季而上半年支出过半。本单位实际的活动安排查不到，须人判断。"),
    level="info",
    method="S",
    scope="project",
    kinds=("goals",),
    cites="科普法（2024年修订） 全国科普月",
)
def plan_before_activities(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Most of the money is to be spent by the middle of the year, while the activities that the name speaks of have their
    season in autumn (parameter ``seasons``). The unit's own calendar of activities is not known here."""
    season = law.table("execution.seasons")
    if not law.find("autumn_activities", project.name):
        return
    early = [(month, percent) for month, percent in _plan(project) if month <= 6 and percent >= season["percent"]]
    if early:
        month, percent = early[-1]
        message = _("{month}月底计划支出 {percent}%，而这类活动集中在 {peak}月").format(
            month=month, percent=f"{percent:f}", peak=season["month"]
        )
        yield fail(project.spot("spending_plan"), message, quote=_shown(project))


@check(
    "EXE-004",
    title=_("低于当地进度考核线"),
    hint=_("加快进度，或说明原因"),
    proves=_("节点低于当地考核线；当地没有列出的月份，6月起比序时进度慢得多的才报。只作提示。"),
    level="info",
    method="T",
    scope="project",
    kinds=("goals",),
    cites="地方规定",
)
def below_local_line(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A node lies below the line of the place: the months named in the parameter ``local_targets``; where it names none, from
    June on, so far (``slack``) below the share of the year that has passed (序时进度)."""
    lines = {str(month): percent for month, percent in law.table("execution.local_targets").items()}
    for month, percent in _plan(project):
        if str(month) in lines:
            line = Decimal(lines[str(month)])
            behind = percent < line
        elif 6 <= month < 12:
            line = Period(law.rulebook.on.year, month).time_percent
            behind = percent <= line - law.number("execution.slack")
        else:
            continue
        if behind:
            message = _("{month}月底计划支出 {percent}%，低于考核线 {line}%").format(
                month=month, percent=f"{percent:f}", line=f"{line.normalize():f}"
            )
            yield fail(project.spot("spending_plan"), message, quote=_shown(project))


@check(
    "EXE-005",
    title=_("执行进度偏差预警"),
    hint=_("说明偏差原因，提出纠偏措施"),
    proves=_("证明已支出比例与计划（节点之间按直线折算）相差超过黄色、红色预警线。要有监控月份和执行数。"),
    level="warning",
    method="D",
    stage="monitoring",
    scope="project",
    kinds=("monitoring",),
    cites="财预〔2019〕136号",
)
def off_plan(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """What was spent differs from the plan, straight between its nodes, by more than 10 (yellow) or 20 (red) points."""
    budget, nodes = project.sheet.budget, project.sheet.spending_plan
    spent = execution_rate(budget.executed, budget.adjusted or budget.total)
    at = project.spot("budget/executed")
    if law.context.month is None or spent is None or not nodes or plan_faults(nodes):
        yield not_enough(at, _("缺监控月份、执行数或支出计划，不能比较进度"))
        return
    planned = planned_percent(nodes, law.context.month)
    gap, limits = spent - planned, law.table("execution.warning_gap")
    if abs(gap) > limits["yellow"]:
        light = _("红灯") if abs(gap) > limits["red"] else _("黄灯")
        message = _("{month}月底已支出 {spent}%，计划 {planned}%，相差 {gap} 个百分点（{light}）").format(
            month=law.context.month, spent=spent, planned=planned, gap=gap, light=light
        )
        yield fail(at, message)
