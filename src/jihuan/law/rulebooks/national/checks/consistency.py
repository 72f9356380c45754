"""H 一致性与勾稽, first half: the department against its projects, words against figures. ``likeness`` has sheet against sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from jihuan.core.codes import parse_project_code
from jihuan.core.language import _
from jihuan.core.money import to_yuan
from jihuan.core.text import half_width, squeeze
from jihuan.law.engine.mapping import sub_goal_of
from jihuan.law.engine.similarity import bigrams, common_part
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    Spot,
    SubGoalFacts,
    TextFacts,
    check,
    fail,
    norm,
    not_enough,
)
from jihuan.law.rulebooks.national.checks._content import content
from jihuan.law.rulebooks.national.checks._tools import has_figure, without

_QUANTITY = re.compile(
    r"(\d{1,9}(?:\.\d{1,4})?)\s*(万?)余?(人次|人|名|批次|场次|场|架次|台次|辆次|次|期|天|家|个|件|台套|套|台|户|亩|公顷|公里|平方米|立方米|延米|米|吨|篇|份|册|座|处|栋|盏|面|条|项|页|头|眼|口|辆|株|%)"
)
_RATE = re.compile(r"[一-龥]{2}[率度]|[一-龥]比[例重]")
_EACH = re.compile(r"每|人均|户均|平均|日均|月均")
_SHARED = 6
"""Pairs of characters, of three words or more, that make two texts speak of one work."""
_CLAUSE = re.compile(r"[，。；;、,：:]")
_PEOPLE = {"人", "人次", "名"}
_YEAR_OF = re.compile(r"((?:19|20)\d{2})年度?的?(工作计划|工作安排|工作要点|年度计划|预算|绩效目标|目标任务)")
_DATE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|[-./]\d)")
_WORK_YEAR = re.compile(
    r"(?:^|(?<=[，。；、.）)\s]))((?:19|20)\d{2})年度?(?:(?:内|底前|末前)?(?:全[年县市区]|计划|拟|将|完成|开展|组织|实施|建成|新建)|\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?之?前)"
)
_SET_IN = re.compile(
    r"[\s（(]{0,2}\d{0,2}[)）.、．]?\s*((?:19|20)\d{2})年(?!度?(?:的|底|末|已|以|同[期比]|环比|相比|基础|为|达|实际|结转|续建|来|前|起|至|全年为|[中省市县]|[与较和、—－-]))[一-龥]{2}[^，。；]*\d"
)
"""A goal that begins with its year and says how much is to be done."""
_PRINTED_TOTAL = re.compile(
    r"(?<!上年)(?<!去年)(?:项目(?:支出)?(?:预算|资金|经费)?(?:合计|共计|总计|总额|共安排|共)|(?<![年个每项度])项目支出(?:预算)?)(?:为|是)?\s*(\d[\d,]{0,18}(?:\.\d{1,6})?)\s*(亿元|万元|元)"
)
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


@check(
    "CON-001",
    title=_("部门与项目指标值矛盾"),
    hint=_("部门的值不应高于其下项目的值"),
    proves=_("证明部门分项的满意度高于其下项目的值。项目归哪个分项按名称认。"),
    level="error",
    method="D",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 一致性",
)
def department_above_projects(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A sub-goal promises more satisfaction than a project that serves it: with every project on target the department is
    not. Which project serves which sub-goal is read from their names."""
    served = sub_goal_of(document, law)
    for sub_goal in document.sub_goals:
        projects = [project for project in document.projects if served.get(project.position) is sub_goal]
        for promised in sub_goal.indicators:
            if not (promised.is_satisfaction and promised.unit == "%" and promised.value is not None):
                continue
            lower = [row for project in projects for row in project.indicators if _satisfaction_below(row, promised.value)]
            if lower:
                shown = "、".join(f"{row.project.label} {row.target.raw}" for row in lower if row.project)
                message = _("部门“{name}”{value}% 高于项目：{shown}").format(
                    name=promised.name, value=f"{promised.value:f}", shown=shown
                )
                yield fail(promised, message, quote=promised.target.raw)


def _satisfaction_below(row: IndicatorFacts, limit: Decimal) -> bool:
    return row.is_satisfaction and row.unit == "%" and row.value is not None and row.value < limit


@check(
    "CON-002",
    title=_("分项目标与项目无法对应"),
    hint=_("建立分项目标与项目的对应，没有项目支撑的内容补项目或删去"),
    proves=_("分项目标找不到对应的项目，或目标里的事项各项目都没有提到。按字词比对，须人判断。"),
    level="warning",
    method="S",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 一致性",
)
def work_without_project(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A sub-goal that no project serves; or phrases of a goal whose words no project knows. Read from words: a person judges."""
    if not document.sub_goals or not document.projects:
        return
    served = set(map(id, sub_goal_of(document, law).values()))
    goals = [document.spot("overall_goal/text")]
    for sub_goal in document.sub_goals:
        if id(sub_goal) in served or any(_same_work(sub_goal, project, law) for project in document.projects):
            goals.append(sub_goal.spot("description"))
        else:
            yield fail(sub_goal.spot(), _("分项“{name}”找不到对应的项目").format(name=sub_goal.name))
    known = _words_of_projects(document)
    agency = document.agency_name
    for spot in goals:
        phrases = [phrase for phrase in _phrases(spot.text, law) if not agency or agency not in phrase]
        lonely = [phrase for phrase in phrases if _foreign(phrase, known)]
        if len(lonely) > 1:
            shown = "、".join(f"“{phrase}”" for phrase in lonely[:4])
            yield fail(spot, _("{shown}没有项目支撑，也没有指标").format(shown=shown), quote="；".join(lonely))


def _same_work(sub_goal: SubGoalFacts, project: ProjectFacts, law: Law) -> bool:
    """Whether the sub-goal and the sheet measure one thing: an indicator of one name, or three words of content in common."""
    promised = {norm(row.name) for row in sub_goal.indicators if not row.is_satisfaction}
    rows = [row for row in project.indicators if not row.is_satisfaction]
    if promised & {norm(row.name) for row in rows}:
        return True
    own = content(f"{sub_goal.name}{sub_goal.block.description or ''}{sub_goal.block.goal or ''}", law)
    other = content(f"{project.name}{''.join(project.sheet.goals)}{''.join(row.name for row in rows)}", law)
    return len(set(bigrams(own)) & set(bigrams(other))) >= _SHARED


def _words_of_projects(document: DocumentFacts) -> str:
    parts = [text.text for text in document.texts if text.project is not None and text.part != "basis"]
    return "\n".join(parts)


def _phrases(text: str, law: Law) -> list[str]:
    """The objects of work in a text: its clauses without leading verbs and general words; those with a figure say how much
    by themselves."""
    found = []
    for clause in re.split(r"[，。；;、,：:和及]", text):
        short = _NAME_YEAR.sub("", clause)
        for word in law.find("work_verbs", clause):
            short = short.replace(word, "")
        if len(short) >= 4 and not has_figure(clause) and not law.find("political_words", clause):
            found.append(short)
    return found


def _foreign(phrase: str, known: str) -> bool:
    """Most pairs of characters of the phrase stand nowhere in the projects."""
    pairs = [phrase[at : at + 2] for at in range(len(phrase) - 1)]
    return sum(pair in known for pair in pairs) * 3 < len(pairs)


@check(
    "CON-006",
    title=_("列举前后不一"),
    hint=_("总述列举的各项与分述标题逐一对应"),
    proves=_("总述列举的项数、名称与后面的标题不一。须人判断。"),
    level="info",
    method="S",
    scope="document",
    kinds=("goals",),
    cites="填报惯例",
)
def announced_otherwise(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A passage announces "从甲、乙、丙等方面" and the titles that follow are others, or more."""
    guards = document.document.safeguards
    for at, guard in enumerate(guards):
        match = re.search(r"从([^。；]{4,80}?)等?(?:几|[一二三四五六七八九十\d]+个)?方面", guard.text)
        titles = [other.title for other in guards[at + 1 :] if other.title]
        if match is None or len(titles) < 2:
            continue
        announced = [item for item in re.split(r"[、，,]", match[1]) if item]
        missing = [item for item in announced if not any(len(common_part(item, title)) >= 2 for title in titles)]
        if missing or len(titles) != len(announced):
            message = _("总述列了 {announced} 项，分述有 {titles} 项").format(announced=len(announced), titles=len(titles))
            if missing:
                message += _("，其中“{missing}”没有分述").format(missing="”“".join(missing))
            yield fail(Spot(f"/safeguards/{at}/text", guard.place, guard.text), message, quote=match[0])


@check(
    "CON-007",
    title=_("项目合计与部门预算不符"),
    hint=_("核对各项目预算与部门项目支出预算"),
    proves=_(
        "证明项目预算合计不等于部门项目支出预算。没有登记部门预算的，与总体目标里写的项目支出合计比；都没有时答“数据不足”。"
    ),
    level="error",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 一致性",
)
def sum_is_not_the_department(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The budgets of the projects do not add up to 项目支出 of the department (within 0.005 万元): the one on record, or else
    the one that the overall goal prints."""
    if not document.projects or not document.has_department_part:
        return
    words = document.spot("overall_goal/text")
    printed = _PRINTED_TOTAL.search(half_width(words.text))
    amounts = [project.budget_yuan for project in document.projects]
    whole, at, said = law.context.department_budget, document.spot("projects"), ""
    if whole is None and printed is not None:
        whole, at, said = to_yuan(Decimal(printed[1].replace(",", "")), printed[2]), words, printed[0]
    if whole is None or None in amounts:
        yield not_enough(at, _("没有部门项目支出预算，或有项目没有预算数，不能勾稽"))
        return
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if abs(total - whole) > to_yuan(law.number("appropriateness.tolerance"), "万元"):
        message = _("项目合计 {total} 元，部门项目支出预算 {budget} 元").format(total=f"{total:.2f}", budget=f"{whole:.2f}")
        yield fail(at, message, quote=said or f"{total:.2f}")


@check(
    "CON-008",
    title=_("目标文本与指标数值/口径不一"),
    hint=_("目标与指标写同一个数、同一个单位"),
    proves=_("目标写的数与同一事项、同一单位的指标值不同，或一处写人数、一处写人次。是不是同一事项，按共同的字词认。"),
    level="warning",
    method="D",
    scope="project",
    cites="财预〔2015〕88号 一致性",
)
def goal_and_indicator_differ(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A goal says how many of something, an indicator counts the same thing (two characters in common and the same rate, same unit, 人 and 人次
    taken together) and no indicator says the same number; or the goal counts 人 where the indicator counts 人次."""
    for goal in project.goals:
        text = half_width(goal.text)
        for match in _QUANTITY.finditer(text):
            words = re.sub(r".*\d{4}年", "", _CLAUSE.split(text[: match.start()])[-1])[-16:]
            if _EACH.search(words):
                continue
            value, unit = Decimal(match[1]) * (10000 if match[2] else 1), match[3]
            alike = [row for row in project.indicators if _same_topic(row, words, unit, law)]
            exact = [row for row in alike if _plain(row)[0] == value]
            said = words + match[0]
            if exact and _counts_otherwise(said, exact[0]):
                message = _("目标写“{goal}”，指标是“{name}”：人数与人次不是一回事").format(goal=said, name=exact[0].name)
                yield fail(goal, message, quote=said)
            elif alike and not exact and not _written_elsewhere(project, alike, (value, unit)):
                row = max(alike, key=lambda row: len(common_part(words, norm(row.name))))
                message = _("目标写“{goal}”，指标“{name}”是“{raw}”").format(goal=said, name=row.name, raw=row.target.raw)
                yield fail(goal, message, quote=said)


def _written_elsewhere(project: ProjectFacts, alike: list[IndicatorFacts], said: tuple[Decimal, str]) -> bool:
    """Whether another row of this unit says the number, or the rows on the topic add up to it (62户 and 36户 are 98户)."""
    added = sum(_plain(row)[0] or Decimal(0) for row in alike)
    return added == said[0] or any(_plain(row) == said for row in project.indicators)


def _plain(row: IndicatorFacts) -> tuple[Decimal | None, str]:
    """The value without 万, and its unit."""
    if row.value is not None and row.unit.startswith("万"):
        return row.value * 10000, row.unit[1:]
    return row.value, row.unit


def _same_topic(row: IndicatorFacts, words: str, unit: str, law: Law) -> bool:
    value, own = _plain(row)
    if value is None or not (own == unit or _PEOPLE.issuperset((own, unit))):
        return False
    name, rates = norm(row.name), _RATE.findall(words)
    if unit == "%" and rates and rates[-1] not in name:
        return False
    if unit in _PEOPLE:  # what is done with them is the topic, not who they are
        people = law.words("people_endings")
        bare = without(people, words), without(people, name)
        words, name = bare if min(map(len, bare)) > 1 else (words, name)
    return len(common_part(words, name)) >= (3 if unit == "%" else 2)


def _counts_otherwise(goal: str, row: IndicatorFacts) -> bool:
    heads, visits = "人数" in goal or goal.endswith("人"), "人次" in row.words or row.unit == "人次"
    return heads and visits and "人次" not in goal


@check(
    "CON-009",
    title=_("年度不一致"),
    hint=_("核对年度"),
    proves=_(
        "引用别的年度的计划、预算为错误；名称、目标、完成日期写别的年度为警告；项目编码的年度早于表的年度只作提示。续建、结转和与上年比较的不报。"
    ),
    level="error",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 一致性",
)
def other_year(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The words cite the plan, budget or goals of another year; a project's name carries another year and does not say that it
    continues; a goal sets its work in a year that is over, or a date of completion leaves the year (these three warn); the code
    of the project is of an earlier year (informs, for lasting projects keep their code). Years of documents and comparisons
    with earlier years are let be."""
    year = document.year
    if year is None:
        return
    for text in document.texts:
        yield from _other_year(text, year, law)
    for project in document.projects:
        code = parse_project_code(squeeze(project.sheet.code or ""))
        if code and code.fiscal_year < year and not law.find("continuing_words", project.name):
            message = _("{year} 年度的表，项目编码的年度是 {coded}；续建、经常性项目沿用旧编码的，请核对")
            yield fail(project.spot("code"), message.format(year=year, coded=code.fiscal_year), level="info", group="code")
    for row in document.indicators:
        years = {int(found) for found in _DATE_YEAR.findall(half_width(row.target.raw))}
        lasting = row.project is not None and bool(law.find("continuing_words", row.project.name))
        if row.target.kind == "date" and years and year not in years and not lasting:
            message = _("{year} 年度的表，“{name}”的指标值写“{raw}”").format(year=year, name=row.name, raw=row.target.raw)
            yield fail(row.spot("target"), message, level="warning")


def _other_year(text: TextFacts, year: int, law: Law) -> Iterator[Hit]:
    for match in _YEAR_OF.finditer(text.text):
        if int(match[1]) != year and text.part not in ("achievement", "deviation"):
            yield fail(text.spot, _("{year} 年度的表引用“{quote}”").format(year=year, quote=match[0]), quote=match[0])
            return
    years = {int(found) for found in _NAME_YEAR.findall(text.text)} if text.project else set[int]()
    if text.part == "name" and years and year not in years and not law.find("continuing_words", text.text):
        message = _("{year} 年度的表，项目名称写“{name}”").format(year=year, name=text.text)
        yield fail(text.spot, message, level="warning")
    past = (_WORK_YEAR.search(text.text) or _SET_IN.match(text.text)) if text.part == "goal" else None
    if past and int(past[1]) < year and year not in years:
        message = _("{year} 年度的目标，写的是“{quote}”").format(year=year, quote=past[0])
        yield fail(text.spot, message, quote=past[0], level="warning")
