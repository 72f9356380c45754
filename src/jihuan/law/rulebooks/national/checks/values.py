"""F 指标值、单位、方向: what one indicator says by itself (VAL-001…006, 012, 013)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jihuan.core.findings import Mend
from jihuan.core.language import _
from jihuan.core.text import half_width
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    check,
    fail,
    norm,
    replacing,
)
from jihuan.law.rulebooks.national.checks._tools import any_of, unitless

_QUANTIFIED = ("财预〔2015〕88号 细化量化", "财预〔2021〕101号 指标解释")
_SHARE_END = re.compile(r"(?:占比|比例|比率|百分比)(?:[（(][^（）()]*[)）])?$")
_WHOLE = re.compile(
    r"(?<![占不非])(?:全部|全面|所有[^，。；]{0,8}(?:均|都))(?:完成|到位|发放|落实|合格|达标|覆盖|更新|整改|解决|验收|拨付)|全覆盖"
)
_LASTING = re.compile(r"长期|持续|长效|永久")
_ENDURES = re.compile(r"作用期限|影响期限|影响时间|使用年限|使用期限|服务年限|可持续|发挥作用|有效期")
_COUNT = re.compile(r"[台座篇册份期家件条套辆处本幅棵株批间场届班起盏扇宗项村所栋]数量?$")
_THINGS = re.compile(r"[台座册套辆栋间盏扇株棵个所村]数量?$")
_EVENTS = ("次", "场", "场次", "人次")
_EACH = re.compile(r"[人户件亩场次村校家]均[^数量次]*$|^每[^数量]*$")
_DUE = re.compile(r"按时|及时|按期|准时|如期")
_PERIODS = ("年", "个月", "月", "天", "日", "周", "季度")
_TIMES = (*_PERIODS, "小时", "分钟", "秒", "工作日", "个工作日")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})日)?|(?<!\d)(\d{1,2})月(\d{1,2})日")
_LEAP_YEAR = 2024
_UP = (">=", ">")
_DOWN = ("<=", "<")


@check(
    "VAL-001",
    title=_("单位与指标含义不符"),
    hint=_("改单位，或改名称和口径，使两者说的是一回事"),
    proves=_("比率的单位不是 %、次数天数等名称配了不可能的单位，或实际完成值与指标值不是一类单位。少见的单位以词表为准。"),
    level="error",
    method="L",
    scope="indicator",
    cites=_QUANTIFIED,
)
def wrong_unit(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A share or rate in another unit than %, or an ending of the name (次数, 天数, 面积 …) beside a unit it cannot have; a result
    in another unit where a rate was promised; words where the unit is % (a warning)."""
    name, unit, spot = norm(indicator.name), indicator.unit, indicator.spot("target")
    reached = indicator.row.actual
    rate = _is_rate(name, law) or (unit in law.words("rate_units") and not indicator.is_satisfaction)
    if rate and reached is not None and reached.value is not None and _no_rate_unit(reached.unit, law):
        message = _("“{name}”是比率，实际完成值却写“{raw}”").format(name=indicator.name, raw=reached.raw)
        yield fail(indicator.spot("actual"), message, quote=reached.raw)
    if indicator.target.kind == "qualitative" and (unit in ("%", "‰") or norm(spot.text)[-1:] in ("%", "‰")):
        message = _("“{name}”的值“{raw}”不是数，单位却是“{unit}”")
        yield fail(spot, message.format(name=indicator.name, raw=spot.text, unit=unit or norm(spot.text)[-1:]), level="warning")
    if indicator.value is not None and unit and (said := _wrong_unit(indicator, name, law)):
        yield fail(spot, said)


def _wrong_unit(indicator: IndicatorFacts, name: str, law: Law) -> str:
    """What is wrong with the unit of a figure, "" where nothing is."""
    unit, units = indicator.unit, law.groups("meaning_units")
    ending = max((word for word in units if name.endswith(word)), key=len, default="")
    known = {"name": indicator.name, "unit": unit, "text": indicator.description}
    if _is_rate(name, law):
        return _("“{name}”是比率，单位却是“{unit}”").format(**known) if _no_rate_unit(unit, law) else ""
    if ending == "满意度":
        return "" if unit in units[ending] else _("满意度的单位应是 %，却写“{unit}”").format(**known)
    if ending:
        fits = {unit, unit.lstrip("万亿千百"), unit.partition("/")[0]} & set(units[ending])
        return "" if fits else _("“{name}”的单位不会是“{unit}”").format(**known)
    counted = _COUNT.search(name) or name.endswith(law.words("things"))
    heads = {unit, unit.partition("/")[0].lstrip("万亿千百")}
    if (
        (heads & set(law.words("uncounted_units")) and counted)
        or (unit in _EVENTS and _THINGS.search(name))
        or (heads & set(law.words("unweighed_units")) and name.endswith(law.words("masses")))
        or (heads & set(law.words("counted_units")) and (name.endswith(law.words("prices")) or _each_costs(indicator, name)))
    ):
        return _("“{name}”的单位不会是“{unit}”").format(**known)
    if indicator.level2 == "时效" and _DUE.search(name) and unit in law.words("heads"):
        return _("“{name}”说的是时间，单位却是“{unit}”").format(**known)
    said = _SHARE_END.search(norm(indicator.description))
    if said and unit not in law.words("rate_units"):
        return _("描述“{text}”说的是{what}，单位却是“{unit}”").format(what=said[0], **known)
    return ""


def _each_costs(indicator: IndicatorFacts, name: str) -> bool:
    """A cost that is so much for each (件均补贴), no count of anything."""
    return "成本" in (indicator.level1, indicator.level2) and _EACH.search(name) is not None


def _no_rate_unit(unit: str | None, law: Law) -> bool:
    return bool(unit) and unit not in law.words("rate_units") and "/" not in (unit or "")


def _is_rate(name: str, law: Law) -> bool:
    other = any(name.endswith(word) for word in law.words("other_rates"))
    return not other and (name.endswith("率") or _SHARE_END.search(name) is not None)


@check(
    "VAL-002",
    title=_("比率越界"),
    hint=_("比率应在 0 至 100% 之间，核对后改正"),
    proves=_("证明比率大于 100% 或小于 0，而名称不属于增长、对比、回报一类。"),
    level="error",
    method="D",
    scope="indicator",
    cites="财预〔2021〕101号 指标解释",
)
def rate_out_of_range(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Above 100 % (＞100% too) or below 0 where the name says nothing of growth, comparison or return."""
    value, spot = indicator.target.upper or indicator.value, indicator.spot("target")
    top = {"%": 100, "‰": 1000}.get(indicator.unit)
    above = indicator.target.operator == ">" and value == top
    if value is None or top is None or any_of(law.words("growth_words")).search(indicator.words):
        return
    if 0 <= value <= top and not above:
        return
    yield fail(spot, _("“{name}”写作“{raw}”，超出 0 至 100%").format(name=indicator.name, raw=spot.text))


@check(
    "VAL-003",
    title=_("指标方向错误"),
    hint=_("越小越好的用“≤”，越大越好的用“≥”；成本指标写控制数（≤X元）"),
    proves=_("成本、差错、时限用了 ≥，满意度、完好率、年限用了 ≤，或成本写成满额的比率。方向以词表为准。"),
    level="error",
    method="L",
    scope="indicator",
    cites="财预〔2021〕101号 成本指标定义",
)
def wrong_direction(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """≥ for costs, errors and complaints, ≤ for satisfaction, rates of success and lasting effects, or a cost given as a full rate."""
    operator, spot, name = indicator.target.operator, indicator.spot("target"), norm(indicator.name)
    if indicator.value is None:
        return
    slow = indicator.unit in _TIMES and name.replace("时长", "时间").endswith(law.words("shorter_is_better"))
    low = name.endswith(law.words("better_low_endings")) or _unwanted(law.words("unwanted_events")).search(name)
    handled = law.words("reduced_words" if name.endswith("率") else "handled_words")
    better_down = slow or (bool(low) and not any_of(handled).search(name))
    better_up = name.endswith(law.words("better_high_endings")) and not better_down
    cost = (indicator.level2 == "成本" or indicator.level1 == "成本") and not any_of(law.words("saving_words")).search(name)
    lasting = indicator.unit in _PERIODS and (indicator.level2 == "可持续影响" or _ENDURES.search(name))
    if cost and (operator in _UP or (indicator.unit == "%" and operator in ("=", None) and "控制" not in name)):
        message = _("成本指标“{name}”写作“{raw}”，成本应写不超过多少（≤）")
    elif operator in _UP and better_down:
        message = _("“{name}”越小越好，却写作“{raw}”")
    elif operator in _DOWN and lasting:
        message = _("“{name}”越久越好，却写作“{raw}”")
    elif operator in _DOWN and better_up and not cost:
        message = _("“{name}”越大越好，却写作“{raw}”")
    else:
        return
    yield fail(spot, message.format(name=indicator.name, raw=spot.text))


@lru_cache(maxsize=8)
def _unwanted(events: tuple[str, ...]) -> re.Pattern[str]:
    """How often or how much of what nobody wants: 返修率, 信访件数, 安全事故发生次数."""
    return re.compile(rf"(?:{any_of(events).pattern})(?:发生|出现)?(?:率|[起件次人户处天]?数量?|人次|件次|[起件次量])$")


@check(
    "VAL-004",
    title=_("描述与指标值自相矛盾"),
    hint=_("核对描述和指标值，改成一致"),
    proves=_("描述说“长期”“全部”，指标值却设了年限上限或低于 100%。"),
    level="error",
    method="L",
    scope="indicator",
    cites="财预〔2015〕88号 一致性",
)
def contradicts_description(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The description promises something lasting and the value sets an upper limit of time; or it says all and the value is below 100 %."""
    value, spot, text = indicator.value, indicator.spot("target"), indicator.description
    if value is None:
        return
    lasting, whole = _LASTING.search(text), _WHOLE.search(text)
    if lasting and indicator.target.operator in _DOWN and indicator.unit in _PERIODS:
        message = _("描述说“{word}”，指标值却是“{raw}”").format(word=lasting[0], raw=spot.text)
        yield fail(spot, message)
    elif (
        whole
        and not indicator.is_satisfaction
        and indicator.unit == "%"
        and 0 <= value < 100
        and indicator.target.operator not in _DOWN
    ):
        yield fail(spot, _("描述说“{word}”，指标值却是“{raw}”").format(word=whole[0], raw=spot.text))


@check(
    "VAL-005",
    title=_("计量单位混用"),
    hint=_("人与人次、次与场统一为一种"),
    proves=_("名称计人次而单位写人（或相反）、用“个”数人，或实际完成值换了计量单位。"),
    level="warning",
    method="L",
    scope="indicator",
    cites=_QUANTIFIED,
)
def mixed_units(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The name counts 人次 and the unit is 人, or the other way round; likewise 场次 and 次; people counted by 个; a result in
    another kind of unit than its target (种 / 次)."""
    name, unit, spot = norm(indicator.name), indicator.unit.lstrip("万"), indicator.spot("target")
    endings = law.groups("mixed_units")
    word = max((ending for ending in endings if name.endswith(ending)), key=len, default="")
    reached = indicator.row.actual
    families = [_family(text, law) for text in (unit, (reached.unit or "").lstrip("万") if reached else "")]
    if reached is not None and indicator.value is not None and all(families) and families[0] != families[1]:
        message = _("指标值的单位是“{unit}”，实际完成值是“{raw}”").format(unit=indicator.unit, raw=reached.raw)
        yield fail(indicator.spot("actual"), message)
    if unit in law.words("thing_units") and name.endswith(law.words("people_endings")):
        yield fail(spot, _("“{name}”说的是人，单位却是“{unit}”").format(name=indicator.name, unit=indicator.unit))
    if indicator.value is None or unit not in endings.get(word, ()):
        return
    right = {"人次": "人次", "人次数": "人次", "场次": "场次", "人数": "人"}.get(word)
    printed = spot.text.rstrip()
    mend = None
    if right and printed.endswith(unit):
        label = _("单位“{before}”改为“{after}”").format(before=unit, after=right)
        mend = Mend(pointer=f"{spot.pointer}/raw", before=spot.text, after=printed.removesuffix(unit) + right, label=label)
    message = _("名称“{name}”计的是{word}，单位却是“{unit}”")
    yield fail(spot, message.format(name=indicator.name, word=word, unit=indicator.unit), mend=mend)


def _family(unit: str, law: Law) -> str:
    return next((name for name, units in law.groups("unit_families").items() if unit in units), "")


@check(
    "VAL-006",
    title=_("绝对化指标值"),
    hint=_("没有法定要求时，按历史和同类水平设合理的值"),
    proves=_("证明没有法定要求而定为正好 100%。哪些法定须 100% 以词表为准。"),
    level="warning",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 合理可行",
)
def absolute_value(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Exactly 100 % where no law demands it. Upper limits (≤100%) and duties (应保尽保, 合规 …) are let through."""
    for indicator in document.indicators:
        if _absolute(indicator, law):
            yield _absolute_hit(indicator)
    for sub_goal in document.sub_goals:
        for indicator in sub_goal.indicators:
            if _absolute(indicator, law):
                yield _absolute_hit(indicator)


def _absolute(indicator: IndicatorFacts, law: Law) -> bool:
    full = indicator.value == 100 and indicator.unit == "%" and indicator.target.operator not in (*_DOWN, ">", "range")
    return full and not any_of(law.words("duties")).search(indicator.words)


def _absolute_hit(indicator: IndicatorFacts) -> Hit:
    spot = indicator.spot("target") if indicator.project else indicator.spot()
    message = _("“{name}”定为 100%，一处不到即为未完成").format(name=indicator.name)
    return fail(spot, message, quote=indicator.target.raw, group="100%")


@check(
    "VAL-012",
    title=_("超出物理界限"),
    hint=_("核对数字和单位"),
    proves=_("证明超出一年天数、一天小时数或满意度上限等自然界限，或写了历上没有的日期。质保期、工期一类不查。"),
    level="error",
    method="D",
    scope="indicator",
    cites="财预〔2021〕101号 指标解释",
)
def beyond_nature(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """More days than a year has, more than 24 hours a day, a satisfaction above 100, a date that no calendar has (4月31日). Lengths of
    works and warranties are no matter of a year."""
    for cell in (indicator.spot("target"), indicator.spot("description")):
        if wrong := _no_date(half_width(cell.text)):
            yield fail(cell, _("没有“{date}”这个日期").format(date=wrong), quote=wrong)
    value, name, unit, spot = (
        indicator.target.upper or indicator.value,
        norm(indicator.name),
        indicator.unit,
        indicator.spot("target"),
    )
    if value is None:
        return
    bounds = law.table("values.bounds")
    yearly = (
        name.endswith(("天数", "日数", "月数"))
        or re.search(r"全年|年度|年开放|月份", indicator.words)
        or (indicator.level2 == "时效" and indicator.target.operator in _DOWN)
    )
    spans = any_of(law.words("long_spans")).search(indicator.words.replace("完工期", "").replace("竣工期", ""))
    limit: Decimal | None = None
    if unit in bounds and yearly and not spans:
        limit = Decimal(bounds[unit])
    elif unit in ("小时", "小时/天", "小时/日") and re.search(r"每[天日]|日均", indicator.words + unit):
        limit = Decimal(24)
    elif name.endswith("满意度") and unit in ("", "分"):
        limit = Decimal(100)
    if limit is not None and not 0 <= value <= limit:
        message = _("“{name}”写作“{raw}”，超出可能的界限 {limit}").format(name=indicator.name, raw=spot.text, limit=limit)
        yield fail(spot, message)


def _no_date(text: str) -> str:
    """The first date in the text that no calendar has, "" where all are right."""
    for found in _DATE.finditer(text):
        year, month, day = (int(part or 1) for part in (found[1] or _LEAP_YEAR, found[2] or found[4], found[3] or found[5]))
        last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
        if not 1 <= day <= last:
            return found[0]
    return ""


@check(
    "VAL-013",
    title=_("定量指标缺单位或数值"),
    hint=_("补写数值和计量单位"),
    proves=_("证明写了运算符而没有数或没有单位。名称是比率的可以一键补 %。"),
    level="error",
    method="D",
    scope="indicator",
    cites="一体化技术标准 计算符号代码集",
)
def no_unit(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A comparison (≥ ≤ = …) without figure or without unit. A rate whose name says so gets its % as a mend."""
    target, spot = indicator.target, indicator.spot("target")
    if not target.operator_explicit:
        return
    if target.kind == "empty":
        yield fail(spot, _("“{name}”的指标值“{raw}”没有数值").format(name=indicator.name, raw=spot.text))
    elif indicator.value is not None and not target.unit and not unitless(indicator, law):
        rate = (_is_rate(norm(indicator.name), law) or norm(indicator.name).endswith("满意度")) and 1 < indicator.value <= 100
        figure = re.search(r"\d\s*$", spot.text)
        mend = replacing(spot, spot.text, spot.text.rstrip() + "%", _("补上 %")) if rate and figure else None
        message = _("“{name}”的指标值“{raw}”没有计量单位").format(name=indicator.name, raw=spot.text)
        yield fail(spot, message, mend=mend)
