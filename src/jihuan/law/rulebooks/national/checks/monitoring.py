"""M 运行监控."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from jihuan.core.indicators import parse_actual
from jihuan.core.language import _
from jihuan.core.vocabulary import EMPTY_WORDS
from jihuan.law.engine.writing import DocumentFacts, Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm, not_enough
from jihuan.law.rulebooks.national.checks._tools import number_text, quotient

_FORM = "财预〔2019〕136号 监控表"
_NO_FIGURE = re.compile(r"^\D+")
_HOPELESS = re.compile(r"完全不可能|不可能完成|确定不能完成")
_ACTED = re.compile(r"调减|调整|暂停|中止|终止|收回|核减")


@check(
    "MON-001",
    title=_("监控数据越界"),
    hint=_("核对预算数、执行数和执行率"),
    proves=_("证明执行数大于预算、预计小于已执行，或执行率不等于执行数除以预算数。"),
    level="error",
    method="D",
    stage="monitoring",
    scope="project",
    kinds=("monitoring", "self_evaluation"),
    cites=_FORM,
)
def impossible_figures(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """More spent than budgeted, less expected than spent, or a rate that is not spent ÷ budget (to the decimals printed)."""
    budget = project.sheet.budget
    whole = budget.adjusted if budget.adjusted is not None else budget.total if budget.total is not None else budget.initial
    spot = project.spot("budget/executed")
    if budget.executed is None or whole is None:
        yield not_enough(spot, _("没有预算数或执行数"))
        return
    if budget.executed > whole:
        message = _("执行数 {executed} 大于全年预算数 {whole}").format(executed=budget.executed, whole=whole)
        yield fail(spot, message)
    expected, spent = (law.context.forecasts or {}).get(project.pointer), project.yuan(budget.executed)
    if expected is not None and spent is not None and expected < spent:
        yield fail(spot, _("全年预计执行数小于已执行数 {executed}").format(executed=budget.executed))
    share = quotient(budget.executed * 100, whole)
    if budget.execution_rate is not None and share is not None and _differs(budget.execution_rate, share):
        message = _("执行率 {rate}% 与 {executed}÷{whole}={share}% 不符")
        said = message.format(rate=budget.execution_rate, executed=budget.executed, whole=whole, share=number_text(share))
        yield fail(project.spot("budget/execution_rate"), said)


def _differs(printed: Decimal, exact: Decimal) -> bool:
    exponent = printed.as_tuple().exponent
    places = min(max(-exponent, 0), 2) if isinstance(exponent, int) else 0
    return abs(printed - exact) > Decimal("0.51") * Decimal(10) ** -places + Decimal("0.0049")


@check(
    "MON-002",
    title=_("偏差未说明"),
    hint=_("在经费保障、制度保障、人员保障、硬件条件保障、其他五类原因中选填，并写明情况"),
    proves=_(
        "证明预计完成值达不到目标又没有写原因（“无”不算原因）。没有预计数的，只看补不回来的：上限已超、质量一类的比率已低；还在累加的数量、覆盖率不以年中的数论成败，答“数据不足”。"
    ),
    level="warning",
    method="D",
    stage="monitoring",
    scope="indicator",
    kinds=("monitoring",),
    cites=_FORM,
)
def unexplained_gap(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """What is expected at the end of the year misses the target and no reason is given. Where nothing is expected on record,
    what was reached so far is judged if more work cannot mend it: an upper limit passed, a rate of quality (完好率) below."""
    if indicator.value is None:
        return
    spot, row = indicator.spot("target"), indicator.row
    down = indicator.target.operator in ("<=", "<")
    expected = (law.context.forecasts or {}).get(indicator.pointer)
    message = _("预计完成 {expected}，达不到“{raw}”，没有写原因")
    if expected is None and row.actual is not None:
        expected = _told(row.actual.raw, "预计", indicator.unit)
    if expected is None and row.actual is not None and "预计" not in row.actual.raw:
        expected = _told(row.actual.raw, "月", indicator.unit)
        message = _("执行中为 {expected}，已劣于“{raw}”，没有写原因")
        settled = down or norm(indicator.name).endswith(law.words("steady_rates"))
        if expected is not None and not settled and expected < indicator.value:
            expected = None
    if expected is None:
        yield not_enough(spot, _("没有全年预计完成值"))
        return
    worse = expected > indicator.value if down else expected < indicator.value
    if worse and norm(row.deviation).strip("/—-") in EMPTY_WORDS | {""}:
        yield fail(spot, message.format(expected=number_text(expected), raw=spot.text))


def _told(words: str, after: str, unit: str) -> Decimal | None:
    """The figure of a cell in the unit of its target (1—7月12次，全年预计18次: 18 after 预计); where the cell has several, the one
    behind the last ``after``. None where it has none or counts in another unit."""
    if after == "预计" and after not in words:
        return None
    found = parse_actual(words)
    if found.value is None:
        found = parse_actual(_NO_FIGURE.sub("", words.rpartition(after)[2]))
    own = found.unit or unit
    if found.value is None or own.lstrip("万") != unit.lstrip("万"):
        return None
    return found.value * (10000 if own.startswith("万") else 1) / (10000 if unit.startswith("万") else 1)


@check(
    "MON-003",
    title=_("完全不可能完成但无处置"),
    hint=_("发起目标调整、调减预算或暂停"),
    proves=_("证明判为“完全不可能”（登记的，或写在本行里的）而没有调整、调减或暂停的记录。"),
    level="error",
    method="D",
    stage="monitoring",
    scope="indicator",
    kinds=("monitoring",),
    cites="财预〔2019〕136号 结果应用",
)
def hopeless_without_action(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Judged impossible, on record or in the row itself, and the project was neither adjusted nor stopped."""
    row = indicator.row
    written = f"{row.actual.raw if row.actual else ''} {row.deviation or ''}"
    said = _HOPELESS.search(written)
    judged = (law.context.likelihood or {}).get(indicator.pointer) or (said[0] if said else None)
    spot = indicator.spot("level3")
    if judged is None:
        yield not_enough(spot, _("没有判断完成目标的可能性"))
    elif "不可能" in judged or "不能" in judged:
        if _ACTED.search(written):
            return
        if law.context.adjustments is None and said is None:
            yield not_enough(spot, _("不知道项目是否已作调整"))
        elif indicator.project is None or indicator.project.pointer not in (law.context.adjustments or ()):
            yield fail(spot, _("“{name}”判为“{judged}”，没有任何处置").format(name=indicator.name, judged=judged))


@check(
    "MON-004",
    title=_("逾期未报"),
    hint=_("立即报送，或说明原因"),
    proves=_("证明过了截止日仍未报送。"),
    level="warning",
    method="D",
    stage="monitoring",
    scope="document",
    kinds=("monitoring",),
    cites="财预〔2019〕136号",
)
def overdue(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The day for the monitoring report is over and it was not submitted."""
    today, submitted, year = law.context.today, law.context.submitted, document.year
    if today is None or submitted is None or year is None or not 1 <= year <= 9999:
        yield not_enough(document, _("没有报送状态或年度"))
        return
    day = law.table("monitoring.deadline")
    deadline = date(year, int(day["month"]), int(day["day"]))
    if not submitted and today > deadline:
        yield fail(document, _("截止日是 {day}，仍未报送").format(day=deadline.isoformat()))
