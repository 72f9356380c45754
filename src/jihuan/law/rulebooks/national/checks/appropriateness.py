"""G 适当性：money against what it is to buy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.document import Level
from jihuan.core.language import _
from jihuan.core.money import CENT, EXPONENTS, to_yuan
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    Spot,
    check,
    fail,
    norm,
    not_applicable,
)
from jihuan.law.rulebooks.national.checks._tools import quotient

_PEOPLE = ("人", "人次")
_SUM = re.compile(r"([合共总]计)[:：为约]?\s*([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,6})?)\s*(亿元|万元|元)")
_ITEM = re.compile(r"(?<![合共总累])计\s*([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,6})?)\s*(亿元|万元|元)\s*$")
_PART = re.compile(r"其中|其余|剩余|另|部分|自筹|配套|上年|结转|等")
_EACH = re.compile(r"每[一-龥]{1,6}(?:每[年月日次])?[^，。；、\d]{0,4}\d")
_AMOUNT = re.compile(r"[:：为共计约]{0,3}\s*([0-9]{1,12}(?:,[0-9]{3})*(?:\.[0-9]{1,6})?)\s*(亿元|万元|元)")


def _per_head(project: ProjectFacts, indicator: IndicatorFacts) -> Decimal | None:
    """元 of budget for one unit of the indicator; None where either is missing or not above zero."""
    budget, value = project.budget_yuan, indicator.value
    return None if budget is None or value is None or budget <= 0 or value <= 0 else budget / value


@check(
    "FIT-001",
    title=_("单位成本异常"),
    hint=_("补测算说明，或调整预算与数量"),
    proves=_("预算除以人次得出的单位成本，超过参照值的规定倍数。目前只有科技馆有参照值；资金还用于其他事项的，要看说明。"),
    level="warning",
    method="T",
    scope="project",
    kinds=("goals",),
    cites=("财预〔2015〕88号 适当性审核", "科技馆免费开放数据"),
)
def unit_cost(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The budget by visitor lies more than ``factor`` times above or below what such places cost (parameter benchmarks).
    One benchmark is known: science museums. A budget that pays for more than visits explains itself in words."""
    for name, benchmark in law.table("appropriateness.benchmarks").items():
        if not any(word in project.name for word in law.groups("benchmark_projects")[name]):
            continue
        for indicator in project.indicators:
            words = law.groups("benchmark_indicators")[name]
            cost = _per_head(project, indicator)
            if cost is None or indicator.unit not in _PEOPLE or not any(word in indicator.name for word in words):
                continue
            usual, factor = benchmark["cost"], benchmark["factor"]
            if not usual / factor <= cost <= usual * factor:
                message = _("预算 {amount} 元 ÷ {value}{unit} = {cost} 元，同类约 {usual} 元").format(
                    amount=f"{project.budget_yuan:f}",
                    value=f"{indicator.value:f}",
                    unit=indicator.unit,
                    cost=f"{cost:.2f}",
                    usual=usual,
                )
                yield fail(project.spot(), message, quote=f"{project.sheet.budget.total} ÷ {indicator.target.raw}")


@check(
    "FIT-002",
    title=_("同类产出跨项目单价差异大"),
    hint=_("说明单价不同的原因，或调整"),
    proves=_("两个项目有同名同单位的产出，单价相差超过规定倍数，两个项目都报。内容是否真的相同要人看。"),
    level="warning",
    method="T",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 适当性审核",
)
def unit_costs_differ(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Projects count the same output by the same unit, and one pays more than ``ratio`` times what another pays for it."""
    alike: dict[tuple[str, str], list[tuple[Decimal, IndicatorFacts]]] = defaultdict(list)
    for indicator in document.indicators:
        if indicator.level2 == "数量" and indicator.project and indicator.unit not in ("%", "‰"):
            cost = _per_head(indicator.project, indicator)
            if cost is not None and indicator.name:
                alike[norm(indicator.name), indicator.unit].append((cost, indicator))
    limit = law.number("appropriateness.cost_ratio")
    for (name, unit), costs in alike.items():
        projects = {row.project.position for _cost, row in costs if row.project}
        if len(projects) < 2:
            continue
        least, most = min(cost for cost, _row in costs), max(cost for cost, _row in costs)
        shown = "；".join(f"{row.project.label} {cost:.2f} 元/{unit}" for cost, row in costs if row.project)
        message = _("“{name}”的单位成本相差过大：{shown}").format(name=name, shown=shown)
        apart = [row for cost, row in costs if cost > limit * least or most > limit * cost]
        for project in {row.project.position: row.project for row in apart if row.project}.values():
            yield fail(project, message, quote=shown, group=name)


@check(
    "FIT-003",
    title=_("产出强度异常"),
    hint=_("核实人次与天数，或说明原因"),
    proves=_("按开放天数折算，场馆每天接待的人次低于参数规定的下限。"),
    level="warning",
    method="T",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 适当性审核",
)
def low_intensity(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A venue (library, museum …) that is open so many days expects fewer than ``min_daily`` visitors a day; days and
    visitors may stand on two sheets of the same venue."""
    limit = law.number("appropriateness.min_daily")
    visits = [row for row in document.indicators if row.unit in _PEOPLE and law.find("visit_words", row.name) and row.value]
    for days in document.indicators:
        if days.unit != "天" or not law.find("open_words", days.words):
            continue
        venues = _venues(days, law)
        for visit in visits:
            same = visit.project is days.project or bool(venues & _venues(visit, law))
            daily = quotient(visit.value, days.value)
            if same and daily is not None and daily < limit:
                message = _("{visitors}{unit} ÷ {days}天 = 每天 {daily}{unit}，低于 {limit}").format(
                    visitors=f"{visit.value:f}", unit=visit.unit, days=f"{days.value:f}", daily=f"{daily:.1f}", limit=limit
                )
                yield fail(days, message, quote=f"{visit.target.raw} ÷ {days.target.raw}")


def _venues(indicator: IndicatorFacts, law: Law) -> set[str]:
    return set(law.find("venues", f"{indicator.project.name if indicator.project else ''} {indicator.words}"))


@check(
    "FIT-004",
    title=_("预算勾稽不平"),
    hint=_("核对金额；部门部分写明预算总额"),
    proves=_("证明预算数不等于财政资金加其他资金；部门部分没有写金额只作提示。"),
    level="error",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 完整性审核",
)
def amounts_do_not_add_up(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """预算数 is not 财政资金 + 其他资金 (a blank 其他资金 is none); or the department's part names no amount at all that the
    projects could add up to (which only informs: the form of many places has no cell for it)."""
    tolerance = law.number("appropriateness.tolerance")
    for project in document.projects:
        budget = project.sheet.budget
        if budget.total is None or budget.fiscal is None:
            continue
        parts = budget.fiscal + (budget.other or 0)
        if abs(budget.total - parts) > tolerance:
            message = _("“{project}”预算数 {total} ≠ 财政资金 {fiscal} + 其他资金 {other}").format(
                project=project.label,
                total=budget.total,
                fiscal=budget.fiscal,
                other=_("空白") if budget.other is None else budget.other,
            )
            yield fail(project.spot("budget/total"), message)
    yield from _no_department_amount(document, law)


def _no_department_amount(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    known = [amount for project in document.projects if (amount := project.budget_yuan) is not None]
    goal = document.spot("overall_goal/text")
    if document.document.kind != "goals" or not (goal.text and known) or law.context.department_budget is not None:
        return
    if not law.find("amount_units", goal.text):
        total = f"{sum(known, Decimal(0)) / 10000:.2f}"
        message = _("{count} 个项目合计 {total} 万元，部门部分没有写明预算金额，无法勾稽").format(count=len(known), total=total)
        yield fail(document.spot("projects"), message, quote=total, level="info")


@check(
    "FIT-005",
    title=_("用途描述金额与预算数不符"),
    hint=_("核对用途与资金栏，改成同一个数"),
    proves=_("证明用途里写的金额与同名栏的金额不同，或唯一的合计、逐项所计之和不是预算数（元与万元换算后比）。别的金额不比。"),
    level="error",
    method="D",
    scope="project",
    cites="财预〔2015〕88号 完整性审核",
)
def use_names_other_amount(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The words of 资金用途 call an amount 预算资金, 财政资金 … and the cell of that name says another one, or their only sum
    (合计, 共计), the last and largest amount of all, is not the budget. 元 and 万元 are compared as money."""
    spot = project.spot("fund_use")
    labels = law.pairs("amount_labels")
    for label in law.find("amount_labels", spot.text):
        match = _AMOUNT.match(spot.text, spot.text.index(label) + len(label))
        printed = project.yuan(getattr(project.sheet.budget, labels[label]))
        if match is None or printed is None or match[2] not in EXPONENTS:
            continue
        said = to_yuan(Decimal(match[1].replace(",", "")), match[2])
        if abs(said - printed) > CENT:
            message = _("资金用途写“{said}”，表中是 {printed} {unit}").format(
                said=label + match[0], printed=getattr(project.sheet.budget, labels[label]), unit=project.sheet.amount_unit
            )
            yield fail(spot, message, quote=label + match[0])
    yield from _items_do_not_add_up(project, spot)
    before = spot.text.partition("其中")[0]
    whole, budget = _SUM.findall(before), project.budget_yuan
    parts = [to_yuan(Decimal(figure.replace(",", "")), unit) for figure, unit in _AMOUNT.findall(before)]
    if len(whole) == 1 and budget is not None:
        said = to_yuan(Decimal(whole[0][1].replace(",", "")), whole[0][2])
        if said == max(parts) == parts[-1] and abs(said - budget) > CENT:
            message = _("资金用途写“{said}”，表中是 {printed} {unit}")
            printed = project.sheet.budget.total
            words = "".join(whole[0])
            yield fail(spot, message.format(said=words, printed=printed, unit=project.sheet.amount_unit), quote=words)


def _items_do_not_add_up(project: ProjectFacts, spot: Spot) -> Iterator[Hit]:
    """Every item of the costing ends in 计 so much: then the items are the whole, and their sum is the budget.
    One item alone may be but the one that somebody thought worth telling: a warning."""
    items = [_ITEM.search(clause) for clause in re.split(r"[；;。]", spot.text) if clause.strip()]
    budget = project.budget_yuan
    amounts = [to_yuan(Decimal(item[1].replace(",", "")), item[2]) for item in items if item]
    if budget is None or not amounts or len(amounts) < len(items) or _PART.search(spot.text):
        return
    whole = sum(amounts, Decimal(0))
    if abs(whole - budget) > CENT and whole * 10000 != budget:  # ten thousand times: the unit is wrong, which FMT-014 says
        said = f"{(whole / 10000).normalize():f}"
        message = _("资金用途各项相加是 {said} 万元，表中是 {printed} {unit}")
        told: Level = "error" if len(amounts) > 1 else "warning"
        words = message.format(said=said, printed=project.sheet.budget.total, unit=project.sheet.amount_unit)
        yield fail(spot, words, level=told)


@check(
    "FIT-006",
    title=_("费用类项目无明细测算"),
    hint=_("补支出测算：单价 × 数量 × 次数"),
    proves=_("用途既没有两项以上的金额，也没有单价、人数一类的测算，又没有附测算表。测算是否合理看不出。"),
    level="warning",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="财预〔2015〕88号 适当性审核",
)
def no_costing(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """资金用途 names no item with a price or amount of its own, and no estimate of costs is filed."""
    spot = project.spot("fund_use")
    if not spot.text:
        yield not_applicable(spot, _("没有资金用途可看"))
        return
    if (law.context.costing or {}).get(project.pointer):
        return
    totals = set(law.find("amount_labels", spot.text))
    items = len(_AMOUNT.findall(spot.text)) - len(totals)
    if items < 2 and not law.find("costing_words", spot.text) and not _EACH.search(spot.text):
        yield fail(spot, _("“{project}”的资金用途没有支出明细测算").format(project=project.label), group="none")
