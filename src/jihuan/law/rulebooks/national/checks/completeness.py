"""A 完整性, first half: what a sheet and the department's part must say and do not."""

from __future__ import annotations

from collections.abc import Iterator

from jihuan.core.document import Level
from jihuan.core.findings import Mend
from jihuan.core.language import _
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    Law,
    ProjectFacts,
    Spot,
    SubGoalFacts,
    check,
    fail,
)
from jihuan.law.rulebooks.national.checks._tools import clauses, has_figure

_FIELDS = {
    "code": _("项目编码"),
    "name": _("项目名称"),
    "agency_code": _("单位代码"),
    "agency_name": _("单位名称"),
    "budget/total": _("预算数"),
    "budget/fiscal": _("财政资金"),
    "fund_use": _("资金用途"),
    "goals": _("绩效目标"),
    "indicators": _("绩效指标"),
}
_NODES = (3, 6, 10, 12)


@check(
    "CMP-001",
    title=_("必填要素缺失"),
    hint=_("按表样补填"),
    proves=_(
        "证明必填的一栏空着：当地规则集列出的，或者只填了一半的（四个支出节点缺一个、填了其他资金没有填财政资金）。填的内容对不对看不出；各地表样不同，以当地规则集列出的必填栏为准。"
    ),
    level="error",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="财预〔2015〕88号 完整性审核",
)
def required_fields(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A field that the form of the place requires (parameter ``required_fields``) is empty. Forms differ: a province's own
    rulebook says which fields its form has. What a sheet fills in part (three of four nodes) its form has."""
    required = [*law.table("completeness.required_fields")["fields"], *_begun(project)]
    agency = law.document.document.agency
    inherited = {"agency_code": agency.code, "agency_name": agency.name}
    for field in dict.fromkeys(required):
        if field == "spending_plan":
            filled = {node.month for node in project.sheet.spending_plan if node.percent is not None}
            if missing := [month for month in _NODES if month not in filled]:
                months = "、".join(f"{month}月底" for month in missing)
                yield fail(project.spot(field), _("资金支出计划缺 {months}").format(months=months), quote="")
        elif _empty(project, field) and not inherited.get(field):
            yield fail(
                project.spot(field),
                _("“{project}”没有填{field}").format(project=project.label, field=_(_FIELDS[field])),
                quote="",
            )


def _begun(project: ProjectFacts) -> list[str]:
    """The columns that the sheet fills in part: some of the nodes, one of the sources."""
    begun = {"budget/fiscal": project.sheet.budget.other is not None, "spending_plan": bool(project.sheet.spending_plan)}
    return [field for field, said in begun.items() if said]


def _empty(project: ProjectFacts, field: str) -> bool:
    if field == "goals":
        return not any(goal.strip() for goal in project.sheet.goals)
    if field == "indicators":
        return not project.sheet.indicators
    return not project.spot(field).text


@check(
    "CMP-002",
    title=_("一级指标缺项"),
    hint=_("补充指标；确不适用的，写明理由"),
    proves=_(
        "证明表里有指标，却没有指标体系要求的一级指标；或者文字说到服务对象而没有满意度指标。有没有服务对象按词认，认不全。"
    ),
    level="error",
    method="D",
    scope="project",
    cites=("财预〔2015〕88号 完整性审核", "财预〔2021〕101号 指标类型"),
)
def level1_missing(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The sheet has indicators but none of a first level that its scheme requires; or it serves people and asks nobody how
    satisfied they are (a warning: whom a project serves is read from its words)."""
    found = {indicator.level1 for indicator in project.indicators}
    if not found - {""}:
        return
    at = project.spot("indicators")
    for level in law.rulebook.scheme.required:
        if level not in found:
            yield fail(at, _("“{project}”没有{level}指标").format(project=project.label, level=level), quote="", group=level)
    texts = " ".join((project.name, *project.sheet.goals, *(indicator.name for indicator in project.indicators)))
    served = law.find("service_words", texts)
    if served and not any(indicator.is_satisfaction for indicator in project.indicators):
        message = _("“{project}”有服务对象（{words}），没有满意度指标").format(
            project=project.label, words="、".join(served[:3])
        )
        yield fail(at, message, quote="", level="warning", group="满意度")


@check(
    "CMP-003",
    title=_("产出二级指标缺项"),
    hint=_("补充所缺的二级指标"),
    proves=_("证明产出指标下缺数量、质量或时效，工程和购置类项目还缺成本。项目是不是工程购置按名称里的词认。"),
    level="warning",
    method="D",
    scope="project",
    cites=("财预〔2015〕88号 完整性审核", "财预〔2021〕101号 指标类型"),
)
def output_level2_missing(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Under 产出 there is no 数量, 质量 or 时效; a project that builds or buys has no 成本 either."""
    outputs = {indicator.level2 for indicator in project.indicators if indicator.level1 in ("产出", "成本")}
    if not outputs - {""}:
        return
    missing = [level for level in ("数量", "质量", "时效") if level not in outputs]
    costs = any("成本" in (indicator.level1, indicator.level2) for indicator in project.indicators)
    if not costs and law.find("construction_words", project.name) and not law.find("aid_words", project.name):
        missing.append("成本")
    if missing:
        names = "、".join(missing)
        message = _("“{project}”的产出指标缺{missing}").format(project=project.label, missing=names)
        yield fail(project.spot("indicators"), message, quote="", group=names)


@check(
    "CMP-004",
    title=_("效益二级指标缺项未说明"),
    hint=_("补充指标，或写明不适用的理由"),
    proves=_("证明效益指标下缺经济、社会或生态效益的一类，又没有写“无”“不适用”。是否真的应有这类效益要人判断。"),
    level="warning",
    method="D",
    scope="project",
    kinds=("goals",),
    cites=("财预〔2015〕88号 完整性审核", "财预〔2021〕101号 指标类型"),
)
def benefit_level2_missing(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Of 经济, 社会 and 生态 benefit some kind has no row. A row that says 无 or 不适用 is the reason asked for."""
    benefits = [indicator for indicator in project.indicators if indicator.level1 == "效益"]
    if not benefits:
        return
    found = {indicator.level2 for indicator in benefits}
    missing = [level for level in ("经济效益", "社会效益", "生态效益") if level not in found]
    if missing:
        names = "、".join(missing)
        message = _("“{project}”未设{missing}指标，也没有说明不适用的理由").format(project=project.label, missing=names)
        level: Level = "error" if len(missing) == 3 else "warning"
        yield fail(project.spot("indicators"), message, quote="", group=names, level=level)


@check(
    "CMP-005",
    title=_("指标数量与资金规模不称"),
    hint=_("资金较大的项目，产出指标应细化到主要任务"),
    proves=_("证明预算达到规定数额，而产出指标的条数少于规定。条数够了不等于细化到位。"),
    level="info",
    method="T",
    scope="project",
    kinds=("goals",),
    cites="财预〔2015〕88号 细化量化",
)
def few_outputs(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A budget of at least ``min_budget`` 万元 is described by fewer than ``min_output_indicators`` output indicators."""
    limits = law.table("completeness.few_outputs")
    budget = project.budget_yuan
    outputs = [indicator for indicator in project.indicators if indicator.level1 in ("产出", "成本")]
    if budget is None or not outputs or budget < limits["min_budget"] * 10000:
        return
    if len(outputs) < limits["min_output_indicators"]:
        amount = f"{project.sheet.budget.total}{project.sheet.amount_unit}"
        message = _("预算 {amount}，产出类只有 {count} 条三级指标").format(amount=amount, count=len(outputs))
        yield fail(project.spot("indicators"), message, quote="")


@check(
    "CMP-008",
    title=_("未设置权重（分值）"),
    hint=_("按当地规定的权重分配，预算执行率另计"),
    proves=_("证明没有设权重，或合计不是 100 减预算执行率的分值。整份文件都没有权重栏时只作提示；分配是否合理看不出。"),
    level="warning",
    method="D",
    scope="project",
    beside=True,
    kinds=("goals",),
    cites=("财预〔2020〕10号 权重规则", "财预〔2021〕101号 权重"),
)
def no_weights(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The sheet has no weights, or they do not add up to 100 less the points of budget execution (100 itself is accepted
    where execution is a row of its own). Where no sheet of the document has any, the form lacks the column: it only informs."""
    rows = project.indicators
    if not rows:
        return
    weights = [indicator.row.weight for indicator in rows if indicator.row.weight is not None]
    usual = "、".join(f"{name}{points}" for name, points in law.rulebook.scheme.weights.items())
    hint = _("可按{usual}分配").format(usual=usual)
    at = project.spot("indicators")
    if not weights:
        message = _("“{project}”没有设权重（分值）").format(project=project.label)
        yield fail(at, message, quote="", hint=hint, group="none", level="warning" if law.document.has_weights else "info")
        return
    execution = project.sheet.execution_weight
    expected = 100 - (law.number("completeness.execution_weight") if execution is None else execution)
    if sum(weights) not in (expected, 100):
        message = _("“{project}”各指标权重合计 {total}，应为 {expected}").format(
            project=project.label, total=sum(weights), expected=expected
        )
        yield fail(at, message, quote="", hint=hint)


@check(
    "CMP-009",
    title=_("部门整体缺年度任务与金额"),
    hint=_("补“年度主要任务—主要内容—预算金额（总额、财政拨款、其他）”，并与项目勾稽"),
    proves=_("证明部门部分没有写年度主要任务和金额。后面附有带金额的项目表时只作提示；任务与项目是否对应另有规则。"),
    level="warning",
    method="D",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 部门（单位）整体支出绩效目标申报表",
)
def no_tasks(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The department's part is words only: no table of the year's tasks with their amounts. The form of many places has no
    such table: where sheets with amounts follow, it only informs. What is missing is a part of the whole: no cell of its own."""
    if not (document.document.overall_goal or document.sub_goals) or law.context.tasks:
        return
    level: Level = "info" if any(project.budget_yuan is not None for project in document.projects) else "warning"
    written = document.spot("overall_goal/text") if document.document.overall_goal else document.sub_goals[0].spot()
    if not law.find("amount_units", written.text):
        whole = Spot("", written.place)
        yield fail(whole, _("部门整体绩效目标没有年度主要任务和对应的预算金额"), quote="", level=level)


@check(
    "CMP-010",
    title=_("部门/分项目标无量化指标"),
    hint=_("补充数量、质量等有名称、有指标值的指标"),
    proves=_("证明分项目标的绩效指标里一个数也没有，或者只有满意度有数。定得高还是低看不出。"),
    level="warning",
    method="D",
    scope="sub_goal",
    cites="财预〔2015〕88号 细化量化",
)
def sub_goal_without_figures(sub_goal: SubGoalFacts, law: Law) -> Iterator[Hit]:
    """A sub-goal promises no figure, or none but satisfaction."""
    measured = [indicator for indicator in sub_goal.indicators if indicator.value is not None]
    text = sub_goal.spot("indicator_text").text
    if any(not indicator.is_satisfaction for indicator in measured) or any(
        has_figure(clause) and "满意" not in clause for clause in clauses(text)
    ):
        return
    at = sub_goal.spot("indicator_text") if sub_goal.block.indicator_text else sub_goal.spot()
    said = _("“{name}”的绩效指标除满意度外没有一个数") if measured else _("“{name}”没有量化的绩效指标")
    yield fail(at, said.format(name=sub_goal.name))


@check(
    "CMP-014",
    title=_("金额栏空白"),
    hint=_("没有的金额填 0.00，不留空"),
    proves=_("证明预算数、财政资金都填了，其他资金一格空着。两者相等时可以一键补 0.00。"),
    level="info",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="填报惯例",
)
def amount_blank(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """其他资金 is blank beside a filled total and fiscal amount. Mended with 0.00 where the other two are equal."""
    budget = project.sheet.budget
    if budget.total is None or budget.fiscal is None or budget.other is not None:
        return
    spot = project.spot("budget/other")
    mend = Mend(pointer=spot.pointer, before="", after="0.00", label=_("补 0.00")) if budget.total == budget.fiscal else None
    yield fail(spot, _("“{project}”的其他资金空白").format(project=project.label), group="other", mend=mend)


@check(
    "CMP-015",
    title=_("项目起止期/负责人缺失"),
    hint=_("补项目起止时间、负责人、项目属性"),
    proves=_("证明没有登记项目起止时间和负责人。通行表样没有这两格，所以只作提示。"),
    level="info",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="财预〔2015〕88号 项目支出绩效目标申报表",
)
def no_period(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The sheet prints neither the project's period nor who answers for it (the usual form has no such cells)."""
    if project.pointer not in (law.context.responsible or ()):
        message = _("“{project}”没有项目起止时间和负责人").format(project=project.label)
        yield fail(project.spot(), message, quote="", group="column")


@check(
    "CMP-016",
    title=_("保障措施不可核验"),
    hint=_("转为任务清单：责任部室、时限、可核验的成果"),
    proves=_("按词看一条保障措施是否同时写了谁负责、何时、有什么成果。换一种说法可能认不出，须人判断。"),
    level="info",
    method="S",
    scope="document",
    kinds=("goals",),
    cites="中发〔2018〕34号 责任约束",
)
def safeguards_vague(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A measure names not all of: who answers for it, until when, and what there will be to see. Judged by words."""
    lacking = [
        guard.title or guard.text[:12]
        for guard in document.document.safeguards
        if not all(law.find(words, guard.text) for words in ("responsible_words", "deadline_words", "result_words"))
    ]
    if lacking:
        shown = "、".join(f"“{title}”" for title in lacking[:3])
        message = _("{count} 条保障措施没有同时写明责任人、时限和可核验的成果：{shown}等").format(
            count=len(lacking), shown=shown
        )
        yield fail(document.spot("safeguards"), message, quote="")
