"""N 单位自评."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.document import Operator
from jihuan.core.language import _
from jihuan.law.engine.writing import DocumentFacts, Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm, not_enough
from jihuan.law.rulebooks.national.checks._tools import is_execution_rate, number_text, quotient

_SELF = ("self_evaluation",)
_SCORING = "财预〔2020〕10号 定量指标得分"
_DOWN: tuple[Operator, ...] = ("<=", "<")
_CENT = Decimal("0.01")
_GRADE = re.compile(
    r"(?:等级|结论|评为|评定为|等次|评价结果|自评结果)[^，。；]{0,6}?[“\"：:为是]\s*[“\"]?(优|良|中|差)(?!好|秀的|等职|级人|额)"
)


@check(
    "EVA-001",
    title=_("权重合计不为100"),
    hint=_("核对各指标分值：连同预算执行率 10 分合计 100"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="project",
    kinds=_SELF,
    cites="财预〔2020〕10号 权重规则",
)
def weights_do_not_add_up(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The indicator rows and the execution rate make 100. Where the form prints no weight for execution, rows of 90 or 100 are right."""
    weights = [item.row.weight for item in project.indicators]
    known = [weight for weight in weights if weight is not None]
    spot = project.spot("total_score")
    if not known:
        yield not_enough(spot, _("没有填分值"))
        return
    rows, execution = sum(known, Decimal(0)), project.sheet.execution_weight
    own_row = any(item.row.weight is not None and is_execution_rate(item, law) for item in project.indicators)
    usual = law.number("evaluation.execution_weight")
    sums = {rows} if own_row else {rows, rows + usual} if execution is None else {rows + execution}
    if any(abs(total - 100) <= _CENT for total in sums):
        return
    total = rows if execution is None or own_row else rows + execution
    if len(known) < len(weights) and total < 100:
        yield not_enough(spot, _("有 {count} 条指标没有分值，无法核对合计").format(count=len(weights) - len(known)))
    else:
        message = _("分值合计 {total}（指标 {rows}，预算执行率 {execution}），应为 100")
        shown = _("未列") if execution is None else str(execution)
        yield fail(project, message.format(total=total, rows=rows, execution=shown))


@check(
    "EVA-002",
    title=_("得分超过分值或为负"),
    hint=_("得分应在 0 与分值之间"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="project",
    kinds=_SELF,
    cites=_SCORING,
)
def score_out_of_range(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A score above its weight or below 0; the same for the execution rate and the total."""
    sheet = project.sheet
    cells = [(item.spot("score"), item.row.score, item.row.weight) for item in project.indicators]
    cells.append((project.spot("execution_score"), sheet.execution_score, sheet.execution_weight))
    cells.append((project.spot("total_score"), sheet.total_score, Decimal(100)))
    for spot, score, weight in cells:
        if score is not None and (score < 0 or (weight is not None and score > weight)):
            yield fail(spot, _("得分 {score} 不在 0 与分值 {weight} 之间").format(score=score, weight=_shown(weight)))


def _shown(weight: Decimal | None) -> str:
    return _("（未填）") if weight is None else str(weight)


@check(
    "EVA-003",
    title=_("定量得分与公式不符"),
    hint=_("按公式重算；人工调整须写理由"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=_SELF,
    cites=_SCORING,
)
def score_not_by_formula(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The score of a quantitative indicator recomputed (reverse: ratio or linear, as the rulebook says).

    A score without an actual value is wrong where other rows have one. A lower score with a reason is let through. Scores with one decimal may differ by rounding. Different units: not enough data.
    """
    row, unset = indicator.row, indicator.target.kind == "empty"
    if row.score is None or row.weight is None or (indicator.value is None and not unset):
        return
    spot, actual = indicator.spot("score"), row.actual
    siblings = indicator.project.indicators if indicator.project else ()
    if (actual is None or not actual.raw.strip()) and row.score > 0 and any(item.row.actual for item in siblings):
        yield fail(spot, _("“{name}”没有实际完成值，却得 {score} 分").format(name=indicator.name, score=row.score))
        return
    if unset:
        return
    if actual is None or actual.value is None or _other_unit(indicator):
        raw = actual.raw if actual else ""
        yield not_enough(spot, _("实际完成值“{raw}”不能与指标值比较").format(raw=raw))
        return
    right = _score(indicator, actual.value, row.weight, str(law.table("evaluation.scoring")["reverse"]))
    if right is None:
        yield not_enough(spot, _("指标值“{raw}”没有通用的计分公式").format(raw=indicator.target.raw))
    elif _differs(row.score, right) and not (row.score < right and (row.deviation or "").strip()):
        message = _("指标值 {target}，实际 {actual}，分值 {weight}，应得 {right}，却填 {score}")
        said = message.format(
            target=indicator.target.raw, actual=actual.raw, weight=row.weight, right=number_text(right), score=row.score
        )
        yield fail(spot, said)


def _other_unit(indicator: IndicatorFacts) -> bool:
    actual = indicator.row.actual
    return actual is not None and bool(actual.unit) and bool(indicator.unit) and actual.unit != indicator.unit


def _score(indicator: IndicatorFacts, actual: Decimal, weight: Decimal, reverse: str) -> Decimal | None:
    target, operator = indicator.value, indicator.target.operator
    if target is None or operator == "range" or target < 0 or actual < 0:
        return None
    if operator in _DOWN:
        if actual <= target:
            return weight
        share = quotient(target, actual) if reverse == "ratio" else _linear(actual, target)
    elif target == 0:
        return weight if actual <= 0 or operator != "=" else Decimal(0)
    else:
        share = Decimal(1) if actual >= target else quotient(actual, target)
    return None if share is None else weight * max(Decimal(0), share)


def _linear(actual: Decimal, target: Decimal) -> Decimal | None:
    over = quotient(actual - target, target)
    return Decimal(0) if target == 0 else None if over is None else 1 - over


def _differs(printed: Decimal, exact: Decimal) -> bool:
    """Whether a printed score is another figure: half a unit of its decimals is rounding, whole numbers are taken at their word."""
    exponent = printed.as_tuple().exponent
    return abs(printed - exact) > (Decimal("0.051") if exponent == -1 else _CENT)


@check(
    "EVA-004",
    title=_("超额完成过多未说明"),
    hint=_("说明原因；目标值偏低的，按偏离度调减得分并改进目标设定"),
    level="warning",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=_SELF,
    cites=_SCORING,
)
def far_exceeded(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The actual value passes the target by more than the threshold (below it for ≤) and no reason stands beside it."""
    actual, over = indicator.row.actual, law.number("evaluation.over_threshold")
    if actual is None or actual.value is None or indicator.value is None or _other_unit(indicator):
        return
    share = quotient(actual.value, indicator.value)
    if share is None or (indicator.row.deviation or "").strip() or indicator.target.operator == "range":
        return
    if share < 1 - over if indicator.target.operator in _DOWN else share > 1 + over:
        message = _("指标值 {target}，实际 {actual}，为目标的 {share}%，没有说明原因")
        said = message.format(target=indicator.target.raw, actual=actual.raw, share=number_text(share * 100))
        yield fail(indicator.spot("deviation"), said, quote=actual.raw)


@check(
    "EVA-005",
    title=_("未完成无原因及改进措施"),
    hint=_("补写偏差原因和改进措施"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=_SELF,
    cites="财预〔2020〕10号",
)
def lost_points_without_reason(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Points were lost and the column of reasons is empty or says 无."""
    row = indicator.row
    empty = norm(row.deviation) in ("", "无", "/", "-", "—")
    if row.score is not None and row.weight is not None and row.score < row.weight and empty:
        message = _("“{name}”得 {score}/{weight} 分，没有写原因").format(
            name=indicator.name, score=row.score, weight=row.weight
        )
        yield fail(indicator.spot("deviation"), message, quote=f"{row.score}/{row.weight}")


@check(
    "EVA-006",
    title=_("定性得分与档位区间不符"),
    hint=_("达成 80%—100%，部分达成 60%—80%，未达成 60% 以下"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=_SELF,
    cites="财预〔2020〕10号 定性三档",
)
def score_outside_tier(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The tier written as the actual value and the score do not fit. Without a tier there is not enough data."""
    row, actual = indicator.row, norm(indicator.row.actual.raw) if indicator.row.actual else ""
    if indicator.target.kind != "qualitative" or row.score is None or row.weight is None:
        return
    tiers = law.table("evaluation.tiers")
    high, low = Decimal(tiers["high"]), Decimal(tiers["low"])
    if re.search("部分(?:达成|完成|实现)", actual):
        tier, least, most = _("部分达成"), low, high
    elif re.search("(?:未|没有|不)(?:达成|完成|达标|能完成)", actual):
        tier, least, most = _("未达成"), Decimal(0), low
    elif re.search("达成|完成|达到", actual):
        tier, least, most = _("达成"), high, Decimal(1)
    else:
        yield not_enough(indicator.spot("score"), _("定性指标没有写明达成的档次"))
        return
    below_top = row.score <= row.weight if most == 1 else row.score < most * row.weight
    if not (least * row.weight <= row.score and (below_top or row.weight == 0)):
        message = _("档次“{tier}”的得分应在分值 {weight} 的 {least}%—{most}%，却填 {score}")
        said = message.format(
            tier=tier, weight=row.weight, least=number_text(least * 100), most=number_text(most * 100), score=row.score
        )
        yield fail(indicator.spot("score"), said)


@check(
    "EVA-007",
    title=_("执行率得分计算错误"),
    hint=_("执行数 ÷ 全年预算数 × 10，不超过 10 分"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="project",
    kinds=_SELF,
    cites="财预〔2020〕10号 执行率单列10分",
)
def wrong_execution_score(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """min(1, spent ÷ budget) × weight."""
    sheet, spot = project.sheet, project.spot("execution_score")
    whole = sheet.budget.adjusted if sheet.budget.adjusted is not None else sheet.budget.total
    share = quotient(sheet.budget.executed, whole)
    if sheet.execution_score is None or share is None:
        yield not_enough(spot, _("没有预算数、执行数或执行率得分"))
        return
    weight = sheet.execution_weight if sheet.execution_weight is not None else law.number("evaluation.execution_weight")
    right = weight * min(Decimal(1), max(Decimal(0), share))
    if _differs(sheet.execution_score, right):
        message = _("执行 {executed}÷{whole}，分值 {weight}，应得 {right}，却填 {score}")
        said = message.format(
            executed=sheet.budget.executed, whole=whole, weight=weight, right=number_text(right), score=sheet.execution_score
        )
        yield fail(spot, said)


@check(
    "EVA-008",
    title=_("等级与总分不符"),
    hint=_("90 分以上优，80 分以上良，60 分以上中，60 分以下差"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="project",
    kinds=_SELF,
    cites="财预〔2020〕10号 等级划分",
)
def wrong_grade(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The grade written in the text of results beside the total score. Without a grade there is not enough data."""
    spot, score = project.spot("achievement"), project.sheet.total_score
    said = _GRADE.search(spot.text)
    if said is None or score is None:
        yield not_enough(project, _("没有总分或评价等级"))
        return
    grades = law.table("evaluation.grades")
    right = next((grade for grade in ("优", "良", "中") if score >= Decimal(grades[grade])), "差")
    if said[1] != right:
        yield fail(
            spot, _("总分 {score} 应为“{right}”，却评“{said}”").format(score=score, right=right, said=said[1]), quote=said[0]
        )


@check(
    "EVA-009",
    title=_("佐证资料缺失"),
    hint=_("上传签到表、合同、验收单等佐证"),
    level="warning",
    method="D",
    stage="self_evaluation",
    scope="indicator",
    kinds=_SELF,
    cites="财预〔2021〕101号 数据来源、佐证资料",
)
def no_evidence(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """An indicator with an actual value and nothing attached."""
    actual = indicator.row.actual
    if actual is None or not actual.raw:
        return
    if law.context.attachments is None:
        yield not_enough(indicator.spot("level3"), _("不知道有没有佐证资料"))
    elif indicator.pointer not in law.context.attachments:
        yield fail(indicator.spot("level3"), _("“{name}”没有佐证资料").format(name=indicator.name), group="evidence")


@check(
    "EVA-010",
    title=_("自评指标与批复指标不一致"),
    hint=_("按批复（或批准调整后）的指标填写"),
    level="error",
    method="D",
    stage="self_evaluation",
    scope="document",
    kinds=_SELF,
    cites="财预〔2020〕10号 单位自评指标指预算批复时确定的指标",
)
def not_as_approved(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Names and targets beside those last approved: changed, added, left out."""
    if law.context.approved is None:
        yield not_enough(document, _("没有批复的绩效目标可比"))
        return
    approved = DocumentFacts(law.context.approved)
    for project in document.projects:
        known = next((item for item in approved.projects if _same_project(item, project)), None)
        if known is None:
            yield not_enough(project, _("批复中没有“{name}”").format(name=project.label))
        else:
            yield from _against(project, known)


def _same_project(one: ProjectFacts, other: ProjectFacts) -> bool:
    codes = (one.sheet.code, other.sheet.code)
    return codes[0] == codes[1] if all(codes) else bool(one.name) and norm(one.name) == norm(other.name)


def _against(project: ProjectFacts, known: ProjectFacts) -> Iterator[Hit]:
    wanted = {(item.level2, norm(item.name)): item for item in known.indicators}
    for item in project.indicators:
        before = wanted.pop((item.level2, norm(item.name)), None)
        if before is None:
            yield fail(item.spot("level3"), _("批复中没有“{name}”这条指标").format(name=item.name))
        elif norm(item.target.raw) != norm(before.target.raw) and not _same_target(item, before):
            message = _("“{name}”批复为“{before}”，自评表写“{now}”")
            yield fail(item.spot("target"), message.format(name=item.name, before=before.target.raw, now=item.target.raw))
    for missing in wanted.values():
        yield fail(project, _("批复的指标“{name}”在自评表中没有").format(name=missing.name), quote=missing.name)


def _same_target(one: IndicatorFacts, other: IndicatorFacts) -> bool:
    first, second = one.target, other.target
    values = (first.value, first.upper, first.unit) == (second.value, second.upper, second.unit)
    return first.value is not None and values and (first.operator or "=") == (second.operator or "=")
