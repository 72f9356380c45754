"""E 相关性与归类."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jihuan.core.document import Level
from jihuan.core.language import _
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    TextFacts,
    check,
    fail,
    norm,
    not_enough,
)
from jihuan.law.rulebooks.national.checks._content import content, kinds_of
from jihuan.law.rulebooks.national.checks._tools import any_of, clauses, has_figure, is_execution_rate, quantities

_RELEVANT = "财预〔2015〕88号 相关性审核"
_CALLED = 4
"""Characters of a name by which a clause calls an indicator."""
_SHARE_OUT = ("每", "其中", "人均", "户均", "平均")
"""How a clause begins that only shares out what the one before it promised (每个乡镇6场)."""
_PAID = re.compile(r"(?:支付|支出|执行|拨付|兑付|付款)(?:率|进度|比例)$")
"""How much was paid out, whatever it was for: 救助金支付率."""
_SENTENCE = re.compile(r"[，。；！？：,;!?:\s]+")
_MONEY = re.compile(r"(?:费|单价|总?价|金?额|支出)$")
_MEASURES = (
    re.compile(r"(?:时间|日期?|时限|工期|期限|天数?|时长|(?:分钟|小时)数?)$"),
    re.compile(r"(?:[数量]|里程|长度|面积|单产|[次场个件户处])$"),
)
"""Time and counts: by their ends two terms are seen to measure one sort of thing."""
_DEFINED = re.compile(
    r"[÷×＋－—/=＝]|按[^，。；]{2,}(?:测算|估算|计算|核算|核定|计量)|减(?![少轻排免灾负贫税])|上年|同期|[计记][数量]|登记|\d(?:[日月]底?)?前|口径|统计|验收|之[和差]|总和|合计|累计|签到|签字|清点|计入|的[一-龥]?(?:数|量|额|率|时间|面积|金额|总额|长度|增速)$"
)


@check(
    "REL-001",
    title=_("指标描述与名称不相干"),
    hint=_("让描述解释这个名称的口径，或换成与项目相符的指标"),
    proves=_("名称与描述没有共同的词。同义词会误报；写明了怎么算的、满意度指标不查。须人判断。"),
    level="warning",
    method="S",
    scope="indicator",
    cites=_RELEVANT,
)
def unrelated_description(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Name and description share no pair of characters and hardly a character, after idle words are taken out.

    Synonyms (开放天数 / 开馆时间) may be taken for unrelated: for a person to judge. Satisfaction is left out: people have many
    names; so are descriptions that say how to count (÷, 上年, 计数, 的座数).
    """
    if indicator.is_satisfaction or _DEFINED.search(indicator.description):
        return
    name, text = content(indicator.name, law), content(indicator.description, law)
    if (
        len(indicator.name) < 4
        or len(name) < 2
        or len(text) < 4
        or {name[at : at + 2] for at in range(len(name) - 1)} & _pairs(text)
    ):
        return
    alike = _measures(indicator.name) & _measures(indicator.description) or (
        indicator.level2 == "成本" and _MONEY.search(indicator.description)
    )
    if not alike and len(set(name) & set(text)) < law.number("relevance.shared") * min(len(set(name)), len(set(text))):
        spot = indicator.spot("description")
        message = _("描述“{text}”与名称“{name}”没有共同的对象")
        yield fail(spot, message.format(text=spot.text, name=indicator.name))


def _measures(text: str) -> set[int]:
    """Which of the sorts of ``_MEASURES`` the clauses of a text end in."""
    return {at for at, sort in enumerate(_MEASURES) if any(sort.search(clause) for clause in clauses(text))}


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@check(
    "REL-002",
    title=_("出现其他部门的业务"),
    hint=_("核对是否套用了其他部门的模板，删除并按本部门职能重写"),
    proves=_(
        "出现只属于别的部门业务的词；常与本部门协同的业务只作提示。项目名称或用途本来就是那项业务的不报，乡镇和政府不报；词表之外认不出。"
    ),
    level="error",
    method="L",
    scope="text",
    cites=_RELEVANT,
)
def foreign_domain(text: TextFacts, law: Law) -> Iterator[Hit]:
    """Words of another department's trade in goals or indicators of an agency whose function is known by its name.

    Silent where the project or sub-goal itself is named after that trade, for townships and governments (they do everything).
    """
    if text.part in ("safeguard", "name", "basis", "deviation", "achievement"):
        return
    own = kinds_of("department_functions", law.document.agency_name, law)
    if not own or "综合" in own:
        return
    theme = _theme(text, law)
    for domain, words in law.groups("foreign_words").items():
        found = any_of(words).search(text.text)
        if domain not in own and found and domain not in kinds_of("department_functions", theme, law) and found[0] not in theme:
            message = _("“{word}”属于{domain}领域，与{agency}的职能不符")
            said = message.format(word=found[0], domain=domain, agency=law.document.agency_name)
            near = any(domain in law.groups("neighbouring_functions").get(kind, ()) for kind in own)
            yield fail(text.spot, said, quote=found[0], group=domain, level="info" if near else "error")
            return


def _theme(text: TextFacts, law: Law) -> str:
    """What the project or sub-goal says it is about; of the overall goal, all sub-goals."""
    if text.project is not None:
        return f"{text.project.name} {text.project.sheet.fund_use or ''}"
    sub_goals = law.document.sub_goals if text.sub_goal is None else (text.sub_goal,)
    return " ".join(sub_goal.name for sub_goal in sub_goals)


@check(
    "REL-004",
    title=_("以预算执行率充当成本指标"),
    hint=_("改为单位成本或总成本控制数（≤X元）；预算执行率另有10分"),
    proves=_("证明成本指标其实是预算执行率。"),
    level="warning",
    method="L",
    scope="indicator",
    cites=("财预〔2021〕101号 成本指标定义", "财预〔2020〕10号 执行率单列10分"),
)
def execution_as_cost(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A cost indicator that is how much of the budget was spent."""
    costs, name = "成本" in (indicator.level2, indicator.level1), norm(indicator.name)
    if costs and (
        _PAID.search(name) or is_execution_rate(indicator, law) or law.find("execution_rate_words", norm(indicator.description))
    ):
        message = _("成本指标“{name}”其实是预算执行率").format(name=indicator.name or indicator.description)
        yield fail(indicator.spot("level3"), message, group="execution")


@check(
    "REL-005",
    title=_("绩效目标没有指标对应"),
    hint=_("为这项目标补一条指标，或删去这项目标"),
    proves=_("目标里的实词和数字在指标里一个也找不到。换一种说法会误报，须人判断。分项的工作内容、分项里自带数字的只作提示。"),
    level="warning",
    method="S",
    scope="document",
    kinds=("goals",),
    cites=_RELEVANT,
)
def goal_without_indicator(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A goal none of whose content words stands in any indicator of the sheet (for sub-goals: in their sentence of indicators).

    Where there are several goals, words of the project's own name do not count, for they are everywhere, unless the goal is
    mostly made of them. A figure in common is enough. Paraphrases are not recognised. What the work of a sub-goal consists of, and
    what a sub-goal puts a figure to by itself, only informs.
    """
    for project in document.projects:
        if project.indicators:
            covered = "；".join(f"{indicator.words} {indicator.target.raw}" for indicator in project.indicators)
            for spot in project.goals:
                theme = project.name if len(project.goals) > 1 else ""
                if missing := _uncovered((spot.text,), covered, theme, law):
                    yield fail(spot, _("目标“{goal}”没有一条指标对应").format(goal=missing))
    called = {
        name[at : at + _CALLED]
        for name in (norm(row.words) for row in document.applying)
        for at in range(len(name) - _CALLED + 1)
    }
    for sub_goal in document.sub_goals:
        covered = sub_goal.spot("indicator_text").text + "".join(indicator.words for indicator in sub_goal.indicators)
        for part in ("description", "goal"):
            spot = sub_goal.spot(part)
            left = tuple(clause for clause in _SENTENCE.split(spot.text) if clause and not _measured(clause, called))
            if covered and (missing := _uncovered(left, covered, sub_goal.name, law)):
                told: Level = "info" if part == "description" or has_figure(missing) else "warning"
                yield fail(spot, _("“{goal}”没有指标对应").format(goal=missing), quote=missing, level=told)


def _measured(clause: str, called: set[str]) -> bool:
    """Whether the clause calls what an indicator of some project counts (阳性随访率), or only shares out what was said."""
    return clause.startswith(_SHARE_OUT) or any(clause[at : at + _CALLED] in called for at in range(len(clause) - _CALLED + 1))


def _uncovered(texts: tuple[str, ...], covered: str, theme: str, law: Law) -> str:
    """The first text whose content words all fail to stand in ``covered``; "" where there is none."""
    known = _pairs(content(covered, law)) | _pairs(theme)
    for text in texts:
        said = _pairs(content(text, law))
        pairs = said - _pairs(theme)
        own = len(pairs) >= law.number("relevance.pairs") and 2 * len(pairs) > len(said)
        if own and not pairs & known and not quantities(text) & quantities(covered):
            return text
    return ""


@check(
    "REL-006",
    title=_("指标没有对应的绩效目标"),
    hint=_("在绩效目标中写明这项任务，或删去指标"),
    proves=_("数量、质量指标与目标、用途、名称没有共同的词。换一种说法会误报，须人判断。"),
    level="info",
    method="S",
    scope="indicator",
    kinds=("goals",),
    cites=_RELEVANT,
)
def indicator_without_goal(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """An indicator of quantity or quality with nothing in common with goals, purpose and name of its project."""
    project = indicator.project
    if project is None or indicator.level2 not in ("数量", "质量") or is_execution_rate(indicator, law):
        return
    if not project.sheet.goals:
        yield not_enough(indicator.spot("level3"), _("项目没有绩效目标文字"))
        return
    theme = content("".join((*project.sheet.goals, project.sheet.fund_use or "", project.name)), law)
    own = _pairs(content(indicator.words, law))
    if len(own) > 1 and not own & _pairs(theme):
        yield fail(indicator.spot("level3"), _("指标“{name}”在绩效目标和资金用途中都没有提到").format(name=indicator.name))


@check(
    "REL-007",
    title=_("资金用途与目标、指标不匹配"),
    hint=_("调整资金用途，或改写目标和指标，使钱与事一致"),
    proves=_("用途花在哪类事上与目标要办哪类事完全不同；办公费对业务目标为错误，其余为警告。类别按字词认。"),
    level="error",
    method="L",
    scope="project",
    cites="财预〔2015〕88号 相应匹配",
)
def use_does_not_fit(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """What the money buys (办公, 培养, 活动 …) has nothing in common with what the goals do; or only the counted outputs differ (warning)."""
    spot = project.spot("fund_use")
    if not spot.text:
        yield not_enough(spot, _("没有写资金用途"))
        return
    use = kinds_of("activities", spot.text.rpartition("用于")[2], law)
    goals = kinds_of("activities", "".join(project.sheet.goals), law)
    counted = "".join(item.words for item in project.indicators if item.level2 == "数量")
    if use and goals and not use & goals:
        message = _("资金用于{use}，而目标是{goals}，钱与事不对应")
        said = message.format(use="、".join(sorted(use)), goals="、".join(sorted(goals)))
        yield fail(spot, said, level="error" if use == {"办公"} else "warning")
    elif use and (done := kinds_of("activities", counted, law)) and not use & done:
        message = _("资金用于{use}，而数量指标只考核{done}").format(use="、".join(sorted(use)), done="、".join(sorted(done)))
        yield fail(spot, message, level="warning")


@check(
    "REL-008",
    title=_("满意度对象与服务对象不一致"),
    hint=_("改测本项目真正的服务对象"),
    proves=_("项目名称所示的服务对象与满意度所问的人不同。对象按词表认，另有一行问对了的不报，须人判断。"),
    level="warning",
    method="S",
    scope="document",
    cites="财预〔2021〕101号 满意度",
)
def wrong_respondents(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The project or sub-goal is named after a group or place whose people the satisfaction indicator does not name."""
    for indicator in document.indicators:
        if indicator.is_satisfaction and indicator.project is not None:
            theme = indicator.project.name
            others = (row for row in indicator.project.indicators if row.is_satisfaction and row is not indicator)
            wrong = _respondents(theme, indicator.words, law)
            if wrong and not any(row.words and not _respondents(theme, row.words, law) for row in others):
                yield fail(indicator.spot("level3"), wrong)
    for sub_goal in document.sub_goals:
        spot = sub_goal.spot("indicator_text")
        for indicator in sub_goal.indicators:
            if indicator.is_satisfaction and (wrong := _respondents(sub_goal.name, indicator.words, law)):
                yield fail(spot, wrong, quote=indicator.name)


def _respondents(theme: str, words: str, law: Law) -> str:
    for key, people in law.groups("respondents").items():
        named = any_of(people).search(words) or "对象" in words or "受益" in words
        if any(word in theme for word in key.split("、")) and not named and "满意" in words:
            asked = words.split(" ")[0]
            return _("服务对象应是{people}，而满意度测的是“{asked}”").format(people="、".join(people[:2]), asked=asked)
    return ""


@check(
    "REL-011",
    title=_("以过程性工作充当效益"),
    hint=_("改写为结果：谁因此得到了什么改变"),
    proves=_("效益写成了“提供支持”一类的过程。其他的过程性说法看不出，须人判断。"),
    level="info",
    method="S",
    scope="indicator",
    cites="财预〔2021〕101号 指标类型",
)
def process_as_benefit(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A benefit described as support given (提供支持, 提供保障)."""
    spot = indicator.spot("description")
    if indicator.level1 == "效益" and (found := law.find("process_words", spot.text)):
        yield fail(spot, _("“{word}”说的是过程，不是效益").format(word=found[0]), quote=found[0])
