"""C 语言文字: style, grammar and naming (TXT-003…010); typos and repeats are in typos.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jihuan.core.language import _
from jihuan.law.engine.writing import DocumentFacts, Hit, Law, Spot, TextFacts, check, fail, not_applicable, replacing
from jihuan.law.rulebooks.national.checks._tools import any_of, clauses, has_figure

_ACCURATE = "财预〔2015〕88号 完整性审核"
_TERMS = 200
"""Items of one passage that are compared; no real goal lists more."""
_COUNTED = re.compile(r"(?:等|各|共)?\d.*$")
"""How many of the last thing named: 村组干部300人."""
_SENTENCE = re.compile(r"[，。；！？,;]+")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@check(
    "TXT-003",
    title=_("赘词、语义重复"),
    hint=_("删去重复的词"),
    proves=_("列明的赘词，或同一分句里一个动词用两次。别的重复看不出，须人判断。"),
    level="info",
    method="S",
    scope="text",
    cites=_ACCURATE,
)
def redundant(text: TextFacts, law: Law) -> Iterator[Hit]:
    """A known pleonasm (共总数, 大约…左右), or a verb of the list twice in one clause with only an object between."""
    spot = text.spot
    for pattern, advice in law.pairs("pleonasms").items():
        if found := _compiled(pattern).search(spot.text):
            yield fail(spot, _("“{words}”语义重复，{advice}").format(words=found[0], advice=advice), quote=found[0])
            return
    verbs = any_of(law.words("doubled_verbs"))
    for clause in clauses(spot.text):
        said = verbs.findall(clause)
        word = next((word for word in said if said.count(word) > 1), None)
        if word and (
            found := re.search(rf"{word}(?!者|人|单位|部门|局|费)[^、和与及的或]{{1,6}}{word}(?!者|人|单位|部门|局|费)", clause)
        ):
            yield fail(spot, _("“{words}”中“{word}”重复").format(words=found[0], word=word), quote=found[0])
            return


@check(
    "TXT-004",
    title=_("的地得误用"),
    hint=_("修饰动词用“地”"),
    proves=_("状语后用“的”接带宾语的动词，可以一键改“地”。没有宾语、作名词用的不报。"),
    level="info",
    method="L",
    scope="text",
    cites="填报惯例",
)
def wrong_particle(text: TextFacts, law: Law) -> Iterator[Hit]:
    """An adverb, 的, and a verb that has an object: 较好的开展展演 → 较好地开展展演. After 提供, 有, 得到 … 的 is right."""
    adverbs, tails = law.words("adverbs"), law.words("nominal_tails")
    pattern = _particle(adverbs, law.words("acting_verbs"), tails, law.words("nominal_heads"))
    opening = _opening(adverbs, law.words("acting_nouns"), tails, law.words("nominal_closings"))
    for found in (*pattern.finditer(text.text), *opening.finditer(text.text)):
        before, after = found["wrong"], found["wrong"].replace("的", "地")
        mend = replacing(text.spot, before, after, _("“{before}”改为“{after}”").format(before=before, after=after))
        yield fail(text.spot, _("“{before}”应为“{after}”").format(before=before, after=after), quote=before, mend=mend)
        return


@lru_cache(maxsize=8)
def _particle(
    adverbs: tuple[str, ...], verbs: tuple[str, ...], tails: tuple[str, ...], heads: tuple[str, ...]
) -> re.Pattern[str]:
    adverb, verb, tail = (any_of(words).pattern for words in (adverbs, verbs, tails))
    head = "".join(rf"(?<!{re.escape(word)})" for word in heads)
    return re.compile(rf"{head}(?P<wrong>(?:{adverb})的(?:{verb}))(?!{tail}|[，。；、！？）)\s和与及或等]|$)")


@lru_cache(maxsize=8)
def _opening(
    adverbs: tuple[str, ...], verbs: tuple[str, ...], tails: tuple[str, ...], closings: tuple[str, ...]
) -> re.Pattern[str]:
    """A clause that opens with adverb, 的, a verb that is often a noun, and a long object that does not end in a noun that
    such verbs qualify (机制, 办法 …)."""
    adverb, verb, tail = (any_of(words).pattern for words in (adverbs, verbs, tails))
    closing, halt = any_of(closings).pattern, r"(?=[，。；、！？]|$)"
    return re.compile(
        rf"(?:^|(?<=[，。；！？]))(?P<wrong>(?:{adverb})的(?:{verb}))(?!{tail})(?![^，。；、！？]*(?:{closing}){halt})[^，。；、！？的]{{4,}}{halt}"
    )


@check(
    "TXT-005",
    title=_("并列成分用逗号"),
    hint=_("并列的词之间用顿号"),
    proves=_("两个构词相同的名词、两种人、几样列明的东西之间用了逗号，或三项工作连写无标点。拿不准的不报。"),
    level="info",
    method="L",
    scope="text",
    cites="GB/T15834-2011",
)
def comma_in_list(text: TextFacts, law: Law) -> Iterator[Hit]:
    """Two nouns of one make (工作任务，工作职责; 科普工作者，科技工作者) or some things (电脑，打印机，投影仪) with commas between; or
    three works run together without any mark."""
    verbs, people = law.words("clause_verbs"), law.words("people_endings")
    pieces = [(match.start(), match[0]) for match in re.finditer(r"[^，,。；：、！？]+", text.text)]
    for (start, left), (at, right) in zip(pieces, pieces[1:], strict=False):
        comma = text.text[start + len(left) : at].strip()
        figured, right = right, _COUNTED.sub("", right)
        persons = left.endswith(people) and right.endswith(people) and right != left[-len(right) :]
        if (
            comma in ("，", ",")
            and 3 <= len(right) <= 7
            and not right.startswith(verbs)
            and (persons or (right == figured and _alike(left, right, verbs)))
        ):
            quote = f"{left[-len(right) :]}{comma}{right}"
            yield fail(text.spot, _("“{quote}”是并列的词，应用顿号").format(quote=quote), quote=quote)
            return
    listed = _things(law.words("list_verbs"), law.words("thing_endings")).search(text.text) if pieces[1:] else None
    if listed:
        yield fail(text.spot, _("“{quote}”是并列的词，应用顿号").format(quote=listed[0]), quote=listed[0])
    elif run := _compiled(rf"(?:{any_of(law.words('works')).pattern}){{3,}}").search(text.text):
        yield fail(text.spot, _("“{run}”几项并列而没有顿号").format(run=run[0]), quote=run[0])


@lru_cache(maxsize=8)
def _things(verbs: tuple[str, ...], endings: tuple[str, ...]) -> re.Pattern[str]:
    """A clause that ends in a thing, and behind commas two bare names of things or more, or one before 等 or 和 another."""
    verb, ending = any_of(verbs).pattern, any_of(endings).pattern
    item = rf"(?=[一-龥]{{2}})(?!{verb})[一-龥]{{0,4}}(?:{ending})"
    halt = r"(?=[，。；！？,;]|等(?![待候级额于])|$)"
    bare, acting = rf"[，,]{item}{halt}", rf"[，,]{item}(?=进行|开展|参加|参与|举办|均|都)"
    last = rf"[，,]{item}(?:(?:和|及|与|以及){item}{halt}|等(?![待候级额于]))"
    return re.compile(rf"[一-龥]{{0,4}}(?:{ending})(?:(?:{bare})*{last}|(?:{bare})+{acting}|(?:{bare}){{2,}})")


def _alike(left: str, right: str, verbs: tuple[str, ...]) -> bool:
    """Whether the end of the left clause is made like the right one: the same first two characters or last three."""
    tail = left[-len(right) :]
    if len(tail) < len(right) or tail == right or re.search(r"[0-9]", tail + right):
        return False
    head, end = tail[:2] == right[:2], tail[-3:] == right[-3:]
    return (head and not tail.startswith(verbs) and len(right) == 4) or (end and not tail.endswith(verbs))


@check(
    "TXT-006",
    title=_("成分残缺、语病"),
    hint=_("按提示改写"),
    proves=_("列明的病句格式（缺介词、搭配不当、否定过多）。别的语病看不出，须人判断。"),
    level="warning",
    method="S",
    scope="text",
    cites=_ACCURATE,
)
def broken_grammar(text: TextFacts, law: Law) -> Iterator[Hit]:
    """Patterns of sentences that lack a part or contradict themselves (系列活动为抓手, 不低于…以上). Other faults are not seen."""
    for pattern, advice in law.pairs("broken_patterns").items():
        if found := _compiled(pattern).search(text.text):
            yield fail(text.spot, _("“{words}”有语病：{advice}").format(words=found[0], advice=advice), quote=found[0])
            return


@check(
    "TXT-007",
    title=_("体裁用语不符"),
    hint=_("删去汇报、书信的话和模板说明"),
    proves=_("出现汇报、书信的话；模板的填写说明没有删去时作警告。"),
    level="info",
    method="L",
    scope="text",
    cites="填报惯例",
)
def wrong_style(text: TextFacts, law: Law) -> Iterator[Hit]:
    """Words of reports and letters (现汇报如下, 我们); instructions of the form left in the text are a warning."""
    for pattern in law.words("template_residue"):
        if found := _compiled(pattern).search(text.text):
            message = _("“{words}”是模板的说明，没有换成内容").format(words=found[0])
            yield fail(text.spot, message, quote=found[0], level="warning")
            return
    if found_words := law.find("style_words", text.text):
        message = _("“{word}”是汇报或口头的话，不用于绩效文本").format(word=found_words[0])
        yield fail(text.spot, message, quote=found_words[0])


@check(
    "TXT-008",
    title=_("套话占比过高"),
    hint=_("压缩套话，写出要办几件事、办到什么程度"),
    proves=_("套话占一段目标的一半以上而全文没有数字。短的目标不看。"),
    level="info",
    method="T",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 指向明确",
)
def cliches(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """More than the threshold of a goal stands in clauses with a set phrase or mere zeal (积极推进), and no figure in the whole.
    Short goals are not judged."""
    spots = [document.spot("overall_goal/text"), *(sub_goal.spot("goal") for sub_goal in document.sub_goals)]
    spots += [goal for project in document.projects for goal in project.goals]
    praise = _praise(law.words("praising_adverbs"), law.words("praised_verbs"))
    for spot in spots:
        parts = [part for part in _SENTENCE.split(spot.text) if part]
        idle = [part for part in parts if law.find("cliches", part) or praise.search(part)]
        length = sum(map(len, parts))
        if length < law.number("language.cliche_length") or has_figure(spot.text):
            continue
        share = sum(map(len, idle)) * 100 // length
        if share > law.number("language.cliche_share"):
            found = (word for part in idle for word in law.find("cliches", part) or praise.findall(part))
            words = "、".join(dict.fromkeys(found))
            yield fail(spot, _("套话占 {share}%，没有一个数字：{words}").format(share=share, words=words), quote=idle[0])


@lru_cache(maxsize=8)
def _praise(adverbs: tuple[str, ...], verbs: tuple[str, ...]) -> re.Pattern[str]:
    """积极推进, 进一步优化: an adverb of zeal and a verb that goes with any object."""
    return re.compile(rf"(?:{any_of(adverbs).pattern})地?(?:{any_of(verbs).pattern})")


@check(
    "TXT-009",
    title=_("同一主体多种称谓未定义简称"),
    hint=_("首次出现写全称，加“（以下简称××）”，后文统一"),
    proves=_("部门部分对本单位用了两种以上称谓又没有写“以下简称”。称谓按单位全称推出，另起的名字认不出。"),
    level="info",
    method="L",
    scope="document",
    cites="填报惯例",
)
def many_names(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Two or more of full name, short names and 我单位 for the agency itself in the department's part, and no 简称 anywhere."""
    agency = re.sub(r"[（(].*|本级$|机关$", "", document.agency_name)
    texts = [text for text in document.texts if text.project is None]
    whole = "".join(text.text for text in texts)
    if not agency or not texts:
        yield not_applicable(document, _("没有部门部分或单位名称"))
        return
    if "简称" in whole:
        return
    printed, rest = [], whole
    for name in sorted(set(_names(agency, law)), key=len, reverse=True):
        if name in rest:
            printed.append(name)
            rest = rest.replace(name, "")
    if len(printed) > 1:
        first = next(text.spot for text in texts if any(name in text.text for name in printed))
        said = "／".join(dict.fromkeys([*printed, agency]))
        yield fail(first, _("同一单位有几种称谓：{names}").format(names=said), quote=printed[0])


def _names(agency: str, law: Law) -> Iterator[str]:
    """The names that the agency may be called by."""
    yield agency
    place = re.match(r"[一-龥]{2,6}?[省市县区旗]", agency)
    for full, short in law.pairs("agency_short_names").items():
        if full in agency:
            yield f"{place[0] if place else ''}{short}"
            yield from (f"{level}{short}" for level in "市县区省")
    yield from law.words("self_names")


@check(
    "TXT-010",
    title=_("术语前后不一"),
    hint=_("同一事项统一用一个名称"),
    proves=_("同一事项在项目与部门、用途与目标里叫法不同。按开头几个字相同来认，须人判断。"),
    level="info",
    method="S",
    scope="document",
    kinds=("goals",),
    cites="财预〔2015〕88号 一致性",
)
def differing_terms(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """A term of a project that begins like a term of the department's part (or of its own purpose) and ends otherwise."""
    verbs = law.words("clause_verbs")
    passages = [sub_goal.spot(part) for sub_goal in document.sub_goals for part in ("description", "goal")]
    department = [term for passage in passages for term in _terms(passage, verbs)]
    for project in document.projects:
        seen: set[str] = set()
        for spot in project.goals:
            for term in _terms(spot, verbs):
                other = _twin(term, department, 6)
                if other and other not in seen:
                    seen.add(other)
                    yield fail(spot, _("这里说“{term}”，部门目标说“{other}”").format(term=term, other=other), quote=term)
        use = project.spot("fund_use")
        goals = [term for spot in project.goals for term in _terms(spot, verbs)]
        pairs = ((term, _twin(term, goals, 4)) for term in _terms(use, verbs))
        if pair := next(((term, twin) for term, twin in pairs if twin), None):
            yield fail(use, _("资金用途说“{term}”，绩效目标说“{other}”").format(term=pair[0], other=pair[1]), quote=pair[0])


def _terms(spot: Spot, verbs: tuple[str, ...]) -> list[str]:
    """The items of lists in a passage, without what introduces them."""
    items = [re.sub(r"^.*[的于]", "", item) for item in re.split(r"[，。；、！？：]", spot.text) if len(item) <= 30]
    leading = re.compile(rf"^(?:{any_of(verbs).pattern})+")
    return [leading.sub("", item) for item in items[:_TERMS]]


def _twin(term: str, others: list[str], shared: int) -> str | None:
    for other in others:
        common = next((at for at, (a, b) in enumerate(zip(term, other, strict=False)) if a != b), min(len(term), len(other)))
        if common >= shared and 2 <= len(term) - common <= 6 and 2 <= len(other) - common <= 6:
            return other
    return None
