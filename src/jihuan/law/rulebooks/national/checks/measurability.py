"""D 可衡量性."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from jihuan.core.language import _
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    SubGoalFacts,
    TextFacts,
    check,
    fail,
    norm,
    not_enough,
)
from jihuan.law.rulebooks.national.checks._tools import any_of, clauses, has_figure, list_spot, without

_MORE = 2
"""Characters that a description must add to a name that is no rate."""
_SAID = Decimal("0.55")
"""The share of the name's own characters that a repetition says again."""
_ENDING = re.compile(r"(?:人次|次数|数量|情况|程度|[数率度量])$")
_ADDED = re.compile(r"是否|的?(?:比率|比例|占比|百分比|情况|程度)$")
"""What a description adds to a name and says nothing: 设备完好的比率 for 设备完好率."""
_LONGEST = 200
"""Longer descriptions are no repeated names, and comparing them would be slow."""
_METHOD = re.compile(r"[÷×/／]|除以|占|比[例率值]|分子|分母|公式|是指|口径|标准|包括|计算")
_NO_NAME = re.compile(r"[≥≤＞＜><=]*[\d.,]+(?:%|[万亿]?元|年度?|月|[个次人台套项天])?|是|否|无|/")
_SENTENCE = re.compile(r"^.{4,}[,，。;；].{4,}")
_ANSWER = re.compile(r"^是否|与否$|^(?:控制|不超过?|严格控制).{0,8}(?:以?内|预算|成本)$")
_DATED = re.compile(r"\d+\s*[年月日]|[上下]半年|季度|全年|年度|[当本]年")
_PROMISE = re.compile(
    r"(?:能够|可以)?(?:长期|持续|较好|较大|明显|显著|有效|进一步|逐步|稳步)地?"
    r"(?:满足|提升|提高|改善|增强|促进|保障|降低|减少|推动|带动|开展)"
)


@check(
    "MEA-001",
    title=_("指标值模糊不可衡量"),
    hint=_("改为可核实的数值，或写明“达成、部分达成、未达成”三档的判定标准"),
    proves=_("指标值只有程度词，完成与否无法判定。词表之外的模糊说法看不出；已写分档的不报。"),
    level="warning",
    method="L",
    scope="document",
    cites=("财预〔2015〕88号 细化量化", "财预〔2021〕101号 定性三档"),
)
def vague_value(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The value is a word of degree (较大, 有效促进, 长期) and no tiers are on record; or a sub-goal promises only by such words.

    A blank scale as some systems print it (定性 高中低) is let through; 符合, 是, 合格 can be verified and pass.
    """
    for indicator in document.indicators:
        yield from _vague_target(indicator, law)
    for sub_goal in document.sub_goals:
        spot = sub_goal.spot("indicator_text")
        vague = next((clause for clause in clauses(spot.text) if _PROMISE.search(clause) and not has_figure(clause)), None)
        if vague:
            yield fail(spot, _("绩效指标“{clause}”没有可以核实的数值").format(clause=vague), quote=vague)


def _vague_target(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    spot = indicator.spot("target")
    known = indicator.pointer in (law.context.tiers or ())
    if indicator.target.kind != "qualitative" or spot.text.startswith("定性") or known or has_figure(spot.text):
        return
    found = law.find("vague_values", norm(spot.text)) or norm(spot.text) in law.words("vague_alone")
    verifiable = norm(spot.text) in law.words("verifiable_values")
    if found and not verifiable and len(spot.text) <= law.number("measurability.vague_length"):
        message = _("指标值“{raw}”只有程度词，完成与否无法判定").format(raw=spot.text)
        yield fail(spot, message, group="vague")


@check(
    "MEA-002",
    title=_("指标名称是动作或口号"),
    hint=_("改为可以计量的名词：…率、…数、…度、…时间"),
    proves=_("三级指标是数值、一句话、口号或动作，不是可以计量的名称。换成名词后内容是否合适看不出。"),
    level="warning",
    method="L",
    scope="indicator",
    cites="财预〔2021〕101号 指标名称",
)
def slogan_as_name(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The name is a mere figure or a whole sentence (是否…, 控制在…内), or begins with a verb of action and ends in nothing that can be counted, or ends in 调查, 工作, 提升, 效果.

    With a figure in a countable unit (带动就业 ≥30人) it passes.
    “组织参观人次” is caught too: the act of organising is no part of what is counted.
    """
    name, spot = norm(indicator.name), indicator.spot("level3")
    if _NO_NAME.fullmatch(name):
        yield fail(spot, _("三级指标“{name}”是数值或时间，不是名称").format(name=indicator.name))
    starts, ends = law.words("action_starts"), law.words("action_endings")
    idle = name.endswith("质量") or not name.endswith(law.words("measurable_endings"))
    if _ANSWER.search(name) or (_SENTENCE.search(name) and idle):
        yield fail(spot, _("三级指标“{name}”是一句话，不是可以计量的名称").format(name=indicator.name))
        return
    if not name.startswith(starts) and not name.endswith(ends):
        return
    ending = next((word for word in ends if name.endswith(word)), "")
    start = next((word for word in starts if name.startswith(word)), "")
    strict = name.endswith(law.words("empty_endings"))
    by_unit = indicator.value is not None and indicator.unit not in ("", "%") and not strict
    counted = by_unit or (name.endswith(law.words("measurable_endings")) and not name.endswith(("质量", "效率")))
    if ending and not counted:
        message = _("三级指标“{name}”以“{word}”结尾，不是可以计量的名称")
        yield fail(spot, message.format(name=indicator.name, word=ending))
    elif start and not counted:
        message = _("三级指标“{name}”是以“{word}”开头的动作，不是可以计量的名称")
        yield fail(spot, message.format(name=indicator.name, word=start))
    elif start == "组织" and not name[2:].startswith(law.words("organising_verbs")):
        yield fail(spot, _("三级指标“{name}”把“组织”这一动作写进了名称").format(name=indicator.name))


@check(
    "MEA-003",
    title=_("三级指标与二级指标同名"),
    hint=_("写出具体对象，如“科普活动参与者满意度”"),
    proves=_("证明三级指标照抄一级或二级指标的名称。只差“指标”两字的作提示。"),
    level="error",
    method="D",
    scope="indicator",
    cites=("财预〔2015〕88号 细化量化", "财预〔2021〕101号 指标名称"),
)
def same_as_level2(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The third level repeats the second or the first. Where they differ only by the word 指标 it only informs."""
    name, uppers = norm(indicator.name), [norm(indicator.row.level2), norm(indicator.row.level1)]
    if not name or name.removesuffix("指标") not in {upper.removesuffix("指标") for upper in uppers if upper}:
        return
    message = _("三级指标“{name}”照抄了二级指标名称").format(name=indicator.name)
    yield fail(indicator.spot("level3"), message, level="error" if name in uppers else "info")


@check(
    "MEA-004",
    title=_("指标描述与名称重复"),
    hint=_("在描述中写清对象、统计期和计算方法"),
    proves=_("证明描述是名称的重复，或只多了不说明口径的字。写了公式或“是指”的不报。"),
    level="warning",
    method="D",
    scope="indicator",
    cites="财预〔2021〕101号 指标解释",
)
def description_repeats_name(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The description is the name again, differs from it by less than the ratio, or adds only words that say nothing."""
    name, text = norm(indicator.name), norm(indicator.description)
    if not name or not text or len(text) > min(2 * len(name) + 4, _LONGEST):
        return
    alike = 1 - SequenceMatcher(None, name, text, autojunk=False).ratio() < law.number("measurability.ratio")
    idle = set(without(law.words("idle_words"), text))
    repeats = idle <= set(name) and len(idle) >= _SAID * len(set(without(law.words("idle_words"), _ENDING.sub("", name))))
    alike = alike and (name.endswith(("率", "度", "比例", "占比")) or len(text) - len(name) < _MORE)
    bare = _ADDED.sub("", text)
    if (
        name == text
        or bare == _ENDING.sub("", name)
        or law.find("empty_descriptions", text)
        or ((alike or repeats) and not _METHOD.search(text))
    ):
        spot = indicator.spot("description")
        message = _("指标描述“{text}”只是重复名称“{name}”，没有口径").format(text=spot.text, name=indicator.name)
        yield fail(spot, message, group="repeat")


@check(
    "MEA-005",
    title=_("指标对象不明"),
    hint=_("写明是哪些任务、哪项服务，如“科普日活动按期举办率”"),
    proves=_("名称和描述里全是放在哪个项目都说得通的词。只要有一个具体的词就不报。"),
    level="warning",
    method="L",
    scope="indicator",
    cites="财预〔2015〕88号 指向明确",
)
def no_object(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A rate or degree whose name consists of words that fit any project, and whose description names no object either."""
    name = norm(indicator.name)
    generic = law.words("generic_words")
    if not (name.endswith(("率", "度", "情况", "质量", "效果")) or re.search("任务|工作", name)) or without(generic, name):
        return
    if not without(generic, norm(indicator.description)):
        message = _("“{name}”没有说明对象，放在任何项目上都成立").format(name=indicator.name)
        yield fail(indicator.spot("level3"), message)


@check(
    "MEA-006",
    title=_("能力、影响类指标没有测量方法"),
    hint=_("改为测试合格率、问卷知晓率等，并写明测量方法"),
    proves=_("用百分比考核能力、影响，却没有测试、问卷或评分的方法。方法是否可行看不出。"),
    level="warning",
    method="L",
    scope="indicator",
    cites="财预〔2021〕101号 指标解释",
)
def unmeasured_ability(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """影响力 and 影响度 always, 效果, 能力, 素质 … with a percentage: without a test, survey or scale that could give the figure."""
    name, text = norm(indicator.name), norm(indicator.description)
    if any_of(law.words("measuring_methods")).search(name + text) or law.find("macro_indicators", name):
        return
    influence = law.find("influence_words", name)
    in_text = law.find("ability_words", text)
    in_name = law.find("ability_words", name)
    if influence:
        spot, word = indicator.spot("level3"), influence[0]
    elif indicator.unit == "%" and in_text and (in_name or not name.endswith("率")):
        spot, word = indicator.spot("description"), in_text[0]
    elif indicator.unit == "%" and in_name and not name.endswith("率"):
        spot, word = indicator.spot("level3"), in_name[0]
    else:
        return
    message = _("“{text}”要测“{word}”，但没有测试、问卷或评分的方法").format(text=spot.text, word=word)
    yield fail(spot, message)


@check(
    "MEA-007",
    title=_("绩效目标未量化、无时限"),
    hint=_("补写数量、质量标准和完成时限"),
    proves=_("证明目标里没有一个数（年份和文号不算）。数字是否合理看不出。"),
    level="warning",
    method="D",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 细化量化",
)
def goals_without_figures(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """No figure in the overall goal, in a sub-goal's goal, or in any goal of a project. Years and numbers of documents do not count."""
    overall = document.spot("overall_goal/text")
    if overall.text and not has_figure(overall.text):
        yield fail(overall, _("总体绩效目标全文没有一个数量或时限"), quote=overall.text[:30])
    for sub_goal in document.sub_goals:
        yield from _unquantified(sub_goal)
    for project in document.projects:
        yield from _project_goals(project)


def _unquantified(sub_goal: SubGoalFacts) -> Iterator[Hit]:
    spot = sub_goal.spot("goal")
    if spot.text and not has_figure(spot.text):
        yield fail(spot, _("分项“{name}”的绩效目标没有数量，也没有时限").format(name=sub_goal.name), group="sub_goal")


def _project_goals(project: ProjectFacts) -> Iterator[Hit]:
    spot = list_spot(project, "goals", "；".join(project.sheet.goals))
    if not project.sheet.goals:
        yield not_enough(spot, _("项目“{name}”没有绩效目标文字").format(name=project.label))
    elif not any(has_figure(goal) for goal in project.sheet.goals):
        yield fail(spot, _("项目“{name}”的绩效目标没有数量，也没有时限").format(name=project.label), group="project")


@check(
    "MEA-008",
    title=_("模糊数量词"),
    hint=_("换成具体数量"),
    proves=_("目标和指标里有“一批”“多种”一类说不出多少的数量词。"),
    level="info",
    method="L",
    scope="text",
    kinds=("goals",),
    cites="财预〔2015〕88号 细化量化",
)
def vague_quantity(text: TextFacts, law: Law) -> Iterator[Hit]:
    """一批, 多种, 系列, 大幅度, 不断 … in goals and indicators. Says nothing about names of projects, safeguards and bases."""
    if text.part in ("safeguard", "basis", "name", "deviation", "achievement"):
        return
    if found := law.find("vague_quantities", text.text):
        words = "、".join(found)
        yield fail(text.spot, _("“{words}”没有说明数量").format(words=words), quote=found[0], group="vague")


@check(
    "MEA-009",
    title=_("统计期间不明"),
    hint=_("写明起止，如“2025年1—12月”"),
    proves=_("名称、描述或文字的指标值里有“期间”“适时”而没有日期。"),
    level="info",
    method="L",
    scope="indicator",
    kinds=("goals",),
    cites="财预〔2021〕101号 指标解释",
)
def unclear_period(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """期间, 适时, 长期 … in name, description or a value in words with no date, month or year beside it."""
    for part in ("level3", "description", "target"):
        spot = indicator.spot(part)
        found = law.find("unclear_periods", spot.text)
        if found and not _DATED.search(spot.text):
            yield fail(spot, _("“{word}”没有起止时间").format(word=found[0]), quote=found[0])


@check(
    "MEA-010",
    title=_("宏观指标不可归因于本项目"),
    hint=_("换成项目直接产生、能归因的指标"),
    proves=_("把全社会的宏观指标用在县级单位或小额项目上。宏观指标以词表为准。"),
    level="error",
    method="L",
    scope="indicator",
    cites=("财预〔2015〕88号 合理可行", "财预〔2015〕88号 相关性审核"),
)
def macro_indicator(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A figure of the whole economy or society (科技进步贡献率, GDP) for a project below the cap, or of a county office.
    One of the project's own people (受益农户人均可支配收入) is none."""
    name = norm(indicator.name)
    found = law.find("macro_indicators", name) or ((name,) if name in law.words("macro_names") else ())
    project = indicator.project
    if not found or project is None or law.find("own_people", indicator.words):
        return
    spot, budget = indicator.spot("level3"), project.budget_yuan
    county = re.search(r"[县市区旗](?!级)", project.document.agency_name) is not None
    if budget is None and not county:
        yield not_enough(spot, _("没有预算数，无法判断“{word}”能否归因于本项目").format(word=found[0]))
    elif county or (budget is not None and budget < law.number("measurability.macro_cap") * 10000):
        amount = "" if budget is None else _("（预算 {amount} 万元）").format(amount=f"{(budget / 10000).normalize():f}")
        message = _("“{name}”是全社会的宏观指标，单个项目{amount}的作用无法从中分出")
        yield fail(spot, message.format(name=indicator.name, amount=amount))
