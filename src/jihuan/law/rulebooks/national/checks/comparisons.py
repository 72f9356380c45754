"""F 指标值、单位、方向: values beside other values, of the sheet, of other sheets, of other years (VAL-007…011)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.document import Document, Indicator
from jihuan.core.language import _
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    check,
    fail,
    norm,
    not_enough,
)
from jihuan.law.rulebooks.national.checks._tools import is_execution_rate, number_text, quotient

_SAMPLE = re.compile(
    r"(?:抽查|抽取|抽样|随机|调查|样本|问卷)[^，。；\d]{0,8}(\d{1,7})\s*(?:余|多)?(?:人|名|位|份|户|家)"
    r"|(\d{1,7})\s*(?:余|多)?(?:人|名|位|份|户|家)[^，。；\d]{0,6}中"
)
_SHOWN = 6
"""Values named in a message; a county may have thousands."""
_HEADS = ("人", "次", "个", "份", "名", "户", "人次")


@check(
    "VAL-007",
    title=_("指标值偏低"),
    hint=_("上调指标值，或说明为什么低于历史和同类"),
    proves=_("低于上年值或同类单位中位数的一半，或按开放天数折算每天人次过少。没有这些数据时答“数据不足”。"),
    level="warning",
    method="T",
    scope="indicator",
    beside=True,
    kinds=("goals",),
    cites=("财预〔2015〕88号 适当性审核", "财预〔2015〕88号 合理可行"),
)
def too_low(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Below half of last year's value or of the median of sister units; or so few visitors that hardly any come on a day.

    Without such facts a quantity gets the answer that there is not enough data.
    """
    value, spot, floor = indicator.value, indicator.spot("target"), law.number("values.low_share")
    if value is None or indicator.target.operator in ("<=", "<") or indicator.level2 != "数量":
        return
    daily = _daily(indicator, law)
    history, peers = _last_year(indicator, law), _peers(indicator, law)
    if daily is not None and daily < law.number("values.min_daily"):
        message = _("“{name}”{raw}，按开放天数折算每天只有 {daily} 人次")
        yield fail(spot, message.format(name=indicator.name, raw=spot.text, daily=number_text(daily)))
    elif history is not None and value < history * floor:
        yield fail(spot, _("{raw}不到上年 {history} 的一半").format(raw=spot.text, history=number_text(history)))
    elif peers is not None and value < peers * floor:
        yield fail(spot, _("{raw}不到同类单位中位数 {peers} 的一半").format(raw=spot.text, peers=number_text(peers)))
    elif daily is None and history is None and peers is None:
        yield not_enough(spot, _("没有上年值和同类单位的值，无法判断高低"))


def _daily(indicator: IndicatorFacts, law: Law) -> Decimal | None:
    """Visitors a day: the value ÷ the days of opening of the document."""
    if not law.find("attendance_words", indicator.name) or indicator.unit not in ("人", "人次", "万人", "万人次"):
        return None
    days = [item.value for item in law.document.indicators if "开放天数" in item.name and item.unit in ("天", "日")]
    factor = 10000 if indicator.unit.startswith("万") else 1
    daily = quotient(indicator.value, days[0] if days else None)
    return None if daily is None else daily * factor


def _same(name: str, unit: str, document: Document) -> Iterator[Indicator]:
    for project in document.projects:
        for row in project.indicators:
            if norm(row.level3) == name and (row.target.unit or "") == unit and row.target.value is not None:
                yield row


def _last_year(indicator: IndicatorFacts, law: Law) -> Decimal | None:
    if law.context.last_year is None or not indicator.name:
        return None
    row = next(_same(norm(indicator.name), indicator.unit, law.context.last_year), None)
    if row is None:
        return None
    return row.actual.value if row.actual is not None and row.actual.value is not None else row.target.value


def _peers(indicator: IndicatorFacts, law: Law) -> Decimal | None:
    sisters, least = law.context.sisters, law.number("values.min_peers")
    return None if sisters is None else sisters.median(law.document.document, indicator.name, indicator.unit, least)


@check(
    "VAL-008",
    title=_("指标值偏高不可达"),
    hint=_("下调，或换成本项目能够影响的指标"),
    proves=_("高于参数表列出的全国或行业公认上限。表外的指标不判断。"),
    level="warning",
    method="T",
    scope="indicator",
    cites="财预〔2015〕88号 合理可行",
)
def too_high(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Above what the whole country or trade reaches (a table of ceilings by name)."""
    value, spot = indicator.value, indicator.spot("target")
    if value is None or indicator.unit != "%" or indicator.target.operator in ("<=", "<"):
        return
    for word, ceiling in law.table("values.ceilings").items():
        if word in indicator.name and value > Decimal(ceiling):
            message = _("“{name}”{raw}，高于全国公认水平 {ceiling}%")
            yield fail(spot, message.format(name=indicator.name, raw=spot.text, ceiling=ceiling))
            return


@check(
    "VAL-009",
    title=_("样本与指标值不自洽"),
    hint=_("核对样本数、次数与比率，统一口径"),
    proves=_("按描述所写的样本数折算出的比率，与本表满意度相差过大。"),
    level="warning",
    method="D",
    scope="indicator",
    cites="财预〔2021〕101号 指标解释",
)
def sample_contradicts(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The share that value ÷ sample makes differs from the sheet's satisfaction by more than the gap."""
    sample = _SAMPLE.search(indicator.description)
    if sample is None or indicator.value is None or indicator.unit not in _HEADS or indicator.project is None:
        return
    asked = sample[1] or sample[2]
    share = quotient(indicator.value * 100, Decimal(asked))
    rates = [
        item for item in indicator.project.indicators if item.is_satisfaction and item.unit == "%" and item.value is not None
    ]
    for other in rates[:1]:
        if share is not None and other.value is not None and abs(other.value - share) > law.number("values.sample_gap"):
            message = _("{sample} 人中 {raw} 只合 {share}%，而“{name}”要求 {other}")
            said = message.format(
                sample=asked, raw=indicator.target.raw, share=number_text(share), name=other.name, other=other.target.raw
            )
            yield fail(indicator.spot("target"), said)


@check(
    "VAL-010",
    title=_("执行率指标值与支出计划矛盾"),
    hint=_("两处统一：支出计划 12 月底 100%，执行率目标也应是 100%，或反之"),
    proves=_("证明执行率的指标值低于 12 月底支出计划。"),
    level="warning",
    method="D",
    scope="project",
    cites="财预〔2015〕88号 一致性",
)
def execution_below_plan(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The rate of spending asked for is lower than the plan's last node."""
    rates = [
        item for item in project.indicators if item.unit == "%" and item.value is not None and is_execution_rate(item, law)
    ]
    last = next((node.percent for node in project.sheet.spending_plan if node.month == 12), None)
    for item in rates:
        spot = item.spot("target")
        if last is None:
            yield not_enough(spot, _("没有 12 月底的支出计划，无法与执行率核对"))
        elif item.value is not None and item.value < last:
            message = _("执行率目标“{raw}”低于 12 月底支出计划 {plan}%")
            yield fail(spot, message.format(raw=spot.text, plan=number_text(last)))


@check(
    "VAL-011",
    title=_("同类指标跨项目口径不一"),
    hint=_("同一性质的指标统一名称和标准，或说明差别"),
    proves=_("证明同类比率在各项目定得不同。不同未必是错，只作提示。"),
    level="info",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 一致性",
)
def differing_standards(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Rates of one kind (执行率, 及时率, 满意度, or one name) with different values in different projects."""
    kinds: dict[str, list[IndicatorFacts]] = defaultdict(list)
    for indicator in document.indicators:
        if indicator.value is not None and indicator.unit == "%" and (kind := _kind(indicator, law)):
            kinds[kind].append(indicator)
    for kind, members in kinds.items():
        if len({item.value for item in members}) < 2 or len({id(item.project) for item in members}) < 2:
            continue
        values = " / ".join(list(dict.fromkeys(item.target.raw for item in members))[:_SHOWN])
        for item in members:
            yield fail(
                item, _("{kind}在各项目中不一：{values}").format(kind=kind, values=values), group=kind, quote=item.target.raw
            )


def _kind(indicator: IndicatorFacts, law: Law) -> str:
    if is_execution_rate(indicator, law):
        return "预算执行率"
    if indicator.is_satisfaction:
        return "满意度"
    for kind, words in law.groups("same_kinds").items():
        if any(word in indicator.name for word in words):
            return kind
    return norm(indicator.name)
