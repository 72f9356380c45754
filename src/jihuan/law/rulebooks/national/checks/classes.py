"""E 相关性与归类, second half: the class that a row is put in (REL-003, REL-009, REL-010)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jihuan.core.language import _
from jihuan.law.engine.writing import Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm, not_applicable
from jihuan.law.rulebooks.national.checks._tools import any_of, list_spot

_RELEVANT = "财预〔2015〕88号 相关性审核"
_BENEFITS = ("经济效益", "社会效益", "生态效益", "可持续影响")
_OUTPUTS = ("数量", "质量", "时效")
_COUNTS = ("次数", "场次", "人次", "人数", "数量", "期数", "个数")
_FIGURES = ("系数", "指数", "分数", "倍数", "级数", "参数", "菌落总数", "群数")
_TIMES = ("次", "场", "场次", "期", "人次")
_SPANS = ("年", "个月", "月", "周", "天", "日", "小时", "分钟", "秒", "工作日", "个工作日", "季度")
_TIMED = re.compile(r"[时期年月日天周季旬]|分钟|[以之]?[前内后]|进度|响应|提前|延迟|速|快|节点|准点|不间断|连续|同步|频")


@check(
    "REL-003",
    title=_("二级指标归类错误"),
    hint=_("移到对应的二级指标下"),
    proves=_("名称、单位或一级指标与二级指标的类别矛盾（金额当数量、次数当质量）。词表之外的错归看不出。"),
    level="warning",
    method="L",
    scope="indicator",
    cites=("财预〔2015〕88号 细化量化", "财预〔2021〕101号 指标类型"),
)
def wrong_category(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Words, unit or first level contradict the second level: money as quantity, counts as quality, a rate without time as
    timeliness. 满意度 as a second level of benefits, which forms of some places print so, only informs."""
    level2 = indicator.level2
    if level2 == "满意度" and indicator.level1 == "效益" and law.rulebook.scheme.weights.get("满意度"):
        message = _("满意度指标放在了效益指标之下，应单列为一级指标")
        yield fail(indicator.spot("level2"), message, level="info", group="satisfaction")
    if level2 and (misplaced := _level_mismatch(indicator)):
        yield fail(indicator.spot("level2"), misplaced)
        return
    strict = any_of(law.groups("misplaced_names").get(level2, ())).search(norm(indicator.name))
    words = any_of(law.groups("misplaced_words").get(level2, ()))
    allowed = strict is None and any_of(law.groups("placed_words").get(level2, ())).search(norm(indicator.words))
    for spot in map(indicator.spot, ("level3", "description")):
        found = strict or words.search(norm(spot.text))
        if found and not allowed:
            yield fail(spot, _("“{text}”（{word}）不应归入{level}指标").format(text=spot.text, word=found[0], level=level2))
            return
    if level2 == "质量" and _is_count(indicator, law):
        yield fail(indicator.spot("level3"), _("“{name}”是数量，不是质量").format(name=indicator.name))
    elif level2 == "时效" and indicator.value is not None and not (indicator.unit in _SPANS or _TIMED.search(indicator.words)):
        yield fail(indicator.spot("level3"), _("“{name}”没有说时间，不是时效").format(name=indicator.name))
    elif level2 == "数量" and indicator.unit in ("元", "万元", "亿元") and not re.search("标准|产值|价值", indicator.name):
        yield fail(indicator.spot("level3"), _("“{name}”是金额，不是产出数量").format(name=indicator.name))


def _is_count(indicator: IndicatorFacts, law: Law) -> bool:
    """Whether the row counts work done; how often something unwanted happens (故障次数) tells of quality."""
    name = norm(indicator.name)
    if any_of(law.words("unwanted_events")).search(name):
        return False
    number = name.endswith("数") and not name.endswith(_FIGURES) and indicator.unit not in ("%", "‰", "分", "")
    return number or name.endswith(_COUNTS) or (indicator.unit in _TIMES and bool(law.find("countable_work", name)))


def _level_mismatch(indicator: IndicatorFacts) -> str:
    level1, level2, name = indicator.level1, indicator.level2, norm(indicator.name)
    if (level1 == "产出" and level2 in _BENEFITS) or (level1 == "效益" and level2 in _OUTPUTS):
        return _("{low}指标放在了{high}指标之下").format(low=level2, high=level1)
    if "满意度" in name and level2 != "满意度" and level1 in ("产出", "效益"):
        return _("“{name}”是满意度，却归入{level}指标").format(name=indicator.name, level=level2)
    return ""


@check(
    "REL-009",
    title=_("指标体系沿用旧分类"),
    hint=_("按所在省的模板选择指标体系；101号样式不再单列可持续影响，成本为一级指标"),
    proves=_("证明单列了可持续影响，或在新指标体系里仍把成本放在产出之下。用哪套体系由当地定。"),
    level="info",
    method="D",
    scope="project",
    cites="财预〔2021〕101号 指标类型",
)
def old_scheme(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """可持续影响指标 as a class of its own; in the scheme of 2021 also cost under output."""
    sustainable = next((item for item in project.indicators if item.level2 == "可持续影响"), None)
    cost = next((item for item in project.indicators if item.level2 == "成本" and item.level1 == "产出"), None)
    if sustainable is not None:
        spot = list_spot(project, "indicators", sustainable.spot("level2").text)
        yield fail(spot, _("“{level}”在财预〔2021〕101号中已不单列").format(level=spot.text), group="sustainable")
    if cost is not None and law.rulebook.scheme_name == "mof_2021":
        spot = list_spot(project, "indicators", cost.spot("level2").text)
        yield fail(spot, _("成本指标仍放在产出指标之下"), group="cost")


@check(
    "REL-010",
    title=_("有质量指标而无相应的数量指标"),
    hint=_("补充场次、人次等数量指标"),
    proves=_("质量指标考核培训、活动，数量指标却没有它的场次或人次。"),
    level="warning",
    method="L",
    scope="project",
    cites=_RELEVANT,
)
def quality_without_quantity(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A quality indicator of trainings, lectures, shows … while no quantity indicator counts any (nor itself)."""
    counted = [item for item in project.indicators if item.level2 == "数量"]
    judged = [item for item in project.indicators if item.level2 == "质量"]
    if judged and not counted:
        yield not_applicable(project, _("没有数量指标，另由完整性规则提示"))
        return
    for item in judged:
        for word in law.find("countable_work", item.name):
            if item.unit in ("%", "") and not any(word in other.words for other in counted):
                message = _("质量指标“{name}”所说的“{word}”没有数量指标").format(name=item.name, word=word)
                yield fail(item.spot("level3"), message)
                break
