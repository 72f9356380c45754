"""N 单位自评."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from jihuan.core.language import _
from jihuan.core.money import CENT
from jihuan.law.engine.writing import DocumentFacts, Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm, not_enough
from jihuan.law.rulebooks.national.checks._tools import is_execution_rate
from jihuan.law.scoring import ProjectScore, RowScore, policy
from jihuan.law.scoring import score as scores_of

self_check = partial(check, stage="self_evaluation", kinds=("self_evaluation",))
_SCORING = "财预〔2020〕10号 定量指标得分"
_GRADE = re.compile(
    r"(?:等级|结论|评为|评定为|等次|评价结果|自评结果)[^，。；]{0,6}?[“\"：:为是]\s*[“\"]?(优|良|中|差)(?!好|秀的|等职|级人|额)"
)


@self_check(
    "EVA-001",
    title=_("权重合计不为100"),
    hint=_("核对各指标分值：连同预算执行率 10 分合计 100"),
    proves=_("证明指标分值加执行率分值不是 100。表样没有执行率分值时，指标合计 90 或 100 都对。"),
    level="error",
    method="D",
    scope="project",
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
    usual = law.number("scoring.execution_weight")
    if execution is None:
        sums = {rows} if own_row else {rows, rows + usual}
    else:
        sums = {rows, rows + execution} if own_row else {rows + execution}
    if any(abs(total - 100) <= CENT for total in sums):
        return
    total = rows if execution is None else rows + execution
    if len(known) < len(weights) and total < 100:
        yield not_enough(spot, _("有 {count} 条指标没有分值，无法核对合计").format(count=len(weights) - len(known)))
    else:
        message = _("分值合计 {total}（指标 {rows}，预算执行率 {execution}），应为 100")
        shown = _("未列") if execution is None else str(execution)
        yield fail(project, message.format(total=total, rows=rows, execution=shown))


@self_check(
    "EVA-002",
    title=_("得分超过分值或为负"),
    hint=_("得分应在 0 与分值之间"),
    proves=_("证明得分为负或大于分值；总分、执行率得分同查。"),
    level="error",
    method="D",
    scope="project",
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


@self_check(
    "EVA-003",
    title=_("定量得分与公式不符"),
    hint=_("按公式重算；人工调整须写理由"),
    proves=_("按计分办法重算，得分不同又没有写理由；或没有完成值却有分。单位不同的答“数据不足”。"),
    level="error",
    method="D",
    scope="indicator",
    cites=_SCORING,
)
def score_not_by_formula(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The score of a quantitative indicator beside the one that law/scoring gives, with its arithmetic.

    A score without an actual value is wrong where other rows have one. A lower score with a reason is let through. Scores with one
    decimal may differ by rounding. What cannot be scored, and rows whose weight changed because others do not apply: not enough
    data.
    """
    row, scored = indicator.row, _scored(indicator, law)
    if row.score is None or row.weight is None or indicator.target.kind == "qualitative" or scored is None:
        return
    spot, actual = indicator.spot("score"), row.actual
    siblings = indicator.project.indicators if indicator.project else ()
    if (actual is None or not actual.raw.strip()) and row.score > 0 and any(item.row.actual for item in siblings):
        yield fail(spot, _("“{name}”没有实际完成值，却得 {score} 分").format(name=indicator.name, score=row.score))
    elif indicator.target.kind == "empty":
        return
    elif scored.score is None or scored.weight != row.weight:
        yield not_enough(spot, scored.explanation)
    elif _differs(row.score, scored.score) and not (row.score < scored.score and (row.deviation or "").strip()):
        message = _("应得 {right} 分（{why}），却填 {score} 分")
        yield fail(spot, message.format(right=scored.score, why=scored.explanation, score=row.score))


def _scores(law: Law) -> tuple[ProjectScore, ...]:
    return scores_of(law.document.document, policy(law.rulebook))


def _scored(indicator: IndicatorFacts, law: Law) -> RowScore | None:
    """What law/scoring says of an indicator of a project."""
    return law.once(_scores)[indicator.project.position].indicators[indicator.position] if indicator.project else None


def _differs(printed: Decimal, right: Decimal) -> bool:
    """Whether a printed score is another figure: half a unit of its decimals is rounding, whole numbers are taken at their word."""
    exponent = printed.as_tuple().exponent
    return abs(printed - right) > (Decimal("0.051") if exponent == -1 else CENT)


@self_check(
    "EVA-004",
    title=_("超额完成过多未说明"),
    hint=_("说明原因；目标值偏低的，按偏离度调减得分并改进目标设定"),
    proves=_("证明实际值远超目标而没有说明。目标是否定低要人看。"),
    level="warning",
    method="D",
    scope="indicator",
    cites=_SCORING,
)
def far_exceeded(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The actual value passes the target by more than the threshold (below it for ≤) and no reason stands beside it."""
    actual, scored = indicator.row.actual, _scored(indicator, law)
    if actual is None or scored is None or not scored.far_over or (indicator.row.deviation or "").strip():
        return
    message = _("指标值 {target}，实际 {actual}，超出过多，没有说明原因")
    yield fail(indicator.spot("deviation"), message.format(target=indicator.target.raw, actual=actual.raw), quote=actual.raw)


@self_check(
    "EVA-005",
    title=_("未完成无原因及改进措施"),
    hint=_("补写偏差原因和改进措施"),
    proves=_("证明扣了分而原因一栏空着或写“无”。原因是否成立看不出。"),
    level="error",
    method="D",
    scope="indicator",
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


@self_check(
    "EVA-006",
    title=_("定性得分与档位区间不符"),
    hint=_("达成 80%—100%，部分达成 60%—80%，未达成 60% 以下"),
    proves=_("证明定性指标的得分不在所选档次的区间里。没有写档次的答“数据不足”。"),
    level="error",
    method="D",
    scope="indicator",
    cites="财预〔2020〕10号 定性三档",
)
def score_outside_tier(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The tier written as the actual value and the score do not fit. Without a tier there is not enough data."""
    row, scored = indicator.row, _scored(indicator, law)
    if indicator.target.kind != "qualitative" or row.score is None or row.weight is None or scored is None:
        return
    if scored.case == "tier_outside":
        yield fail(indicator.spot("score"), scored.explanation)
    elif scored.score is None:
        yield not_enough(indicator.spot("score"), scored.explanation)
    elif _differs(row.score, scored.score) and scored.case == "direct":
        message = _("应得 {right} 分（{why}），却填 {score} 分")
        yield fail(indicator.spot("score"), message.format(right=scored.score, why=scored.explanation, score=row.score))


@self_check(
    "EVA-007",
    title=_("执行率得分计算错误"),
    hint=_("执行数 ÷ 全年预算数 × 10，不超过 10 分"),
    proves=_("证明执行率得分不等于执行数除以预算数再乘分值。"),
    level="error",
    method="D",
    scope="project",
    cites="财预〔2020〕10号 执行率单列10分",
)
def wrong_execution_score(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """min(1, spent ÷ budget) × weight, as law/scoring gives it."""
    sheet, spot, scored = project.sheet, project.spot("execution_score"), law.once(_scores)[project.position].execution
    if sheet.execution_score is None or scored.score is None:
        yield not_enough(spot, _("没有预算数、执行数或执行率得分"))
    elif _differs(sheet.execution_score, scored.score):
        message = _("应得 {right} 分（{why}），却填 {score} 分")
        yield fail(spot, message.format(right=scored.score, why=scored.explanation, score=sheet.execution_score))


@self_check(
    "EVA-008",
    title=_("等级与总分不符"),
    hint=_("90 分以上优，80 分以上良，60 分以上中，60 分以下差"),
    proves=_("证明文字里的等级与总分不符。没有写等级的答“数据不足”。"),
    level="error",
    method="D",
    scope="project",
    cites="财预〔2020〕10号 等级划分",
)
def wrong_grade(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The grade written in the text of results beside the total score. Without a grade there is not enough data."""
    spot, total = project.spot("achievement"), project.sheet.total_score
    said = _GRADE.search(spot.text)
    if said is None or total is None:
        yield not_enough(project, _("没有总分或评价等级"))
        return
    right = law.once(_scores)[project.position].stated_grade
    if right is not None and said[1] != right:
        message = _("总分 {score} 应为“{right}”，却评“{said}”")
        yield fail(spot, message.format(score=total, right=right, said=said[1]), quote=said[0])


@self_check(
    "EVA-009",
    title=_("佐证资料缺失"),
    hint=_("上传签到表、合同、验收单等佐证"),
    proves=_("证明有完成值而没有附件。附件是否证明了它，要打开看。"),
    level="warning",
    method="D",
    scope="indicator",
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


@self_check(
    "EVA-010",
    title=_("自评指标与批复指标不一致"),
    hint=_("按批复（或批准调整后）的指标填写"),
    proves=_("证明指标名称、目标值与批复不同，或有增有减。没有批复版本的答“数据不足”。"),
    level="error",
    method="D",
    scope="document",
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
