"""Indicators inside running text: “【产出指标-数量指标】 指标1:机柜数量(≥77台)”, “数量指标：培训20人；质量指标：合格率≥95%”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from jihuan.core.document import Indicator, Place
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.text import clean, join_lines, simplified
from jihuan.core.vocabulary import LEVEL1, LEVEL2, is_level1, is_level2
from jihuan.documents.recognise.indicators import without_weight
from jihuan.documents.recognise.values import split_value

_LEVEL = "|".join(sorted((re.escape(word) for word in LEVEL1 | LEVEL2 if len(word) > 1), key=len, reverse=True))
_NUMBERING = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*|[一二三四五六七八九十]是|[①-⑳])?"
_POINTS = r"(?:[（(][^()（）]{1,8}分[)）])?"
_MARK = re.compile(
    rf"【(?P<bracket>[^】]{{2,30}})】[:：]?|(?:^|(?<=[；;。，,：:\n\s、（(—–-]))(?P<number>{_NUMBERING})"
    rf"(?P<level>(?:{_LEVEL})(?:指标)?)(?:完成情况(?:分析)?)?{_POINTS}(?:[:：。]|(?<=指标)[，,]|(?=\n|$)|\s*[-—]\s*(?=(?:{_LEVEL})))"
)
_ITEM = re.compile(
    r"(?:^|[；;。\n]|(?<=[)）])(?![^()（）]*[)）]))\s*(?:指标\s*\d{1,2}\s*[:：.、]|[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳]|[-—·•]\s)?\s*"
)
_STARTS = re.compile(r"指标\s*\d{1,2}\s*[:：]|[①-⑳]")
_SOFT = re.compile(
    rf"\s*\n(?!\s*(?:【|指标\s*\d|\d{{1,2}}[.．、](?!\d)|[①-⑳]|{_NUMBERING}(?:{_LEVEL})(?:指标)?{_POINTS}[:：]))"
)
_REACHED = re.compile(r"(?<=\S)[，,]?\s*(?:年末|全年)?实际(?:完成|达到|实现|为)(?:值|数|情况)?[:：为]?\s*(?=\S)")
_WEIGHED = re.compile(r"[，,]?\s*[（(]?(?:分值|权重|满分)[为:：]?\s*(\d{1,3}(?:\.\d+)?)\s*分?[)）]?")
_SCORED = re.compile(r"[，,]?\s*(?:自评)?得分?[为:：]?\s*(\d{1,3}(?:\.\d+)?)\s*分")
_DEVIATED = re.compile(r"[，,]?\s*(?:偏差|未完成|扣分)原因(?:是|为|：|:)?\s*(.+)$")
_VALUE_WORD = re.compile(
    r"(?:[，,]\s*(?:年度|年初|预期|全年)?(?:绩效)?(?:(?:指标|目标|计划)值?)?|(?:年度|年初)?(?:指标|目标)值)[为是:：]?$"
)
"""Between a name and its value: “充电桩数量，年度指标值≥180个”."""
_VALUED = re.compile(
    r"(?<=\S{2})[，,]?\s*(?:年度|年初|预期|全年)?(?:绩效)?(?:指标|目标|计划)值(?:[为是:：]|(?=[≥≤=＝<>\d一-龥]))\s*(?=\S)"
)
"""Behind the name of an indicator, before its value: “居民居住条件目标值明显改善”."""
_TAIL = re.compile(r"(.+[。；;])\s*([^。；;：:]{2,8}[:：])", re.DOTALL)
_OWN_NAME = re.compile(
    r"\s*(?!(?:年度|年初|预期|全年|年末)?(?:实际|累计|完成|达到|指标值|目标值|计划|分值|权重|满分|得分|自评|其中|比|较|偏差|合计|占))[一-龥“]{2}"
)
_DATED = re.compile(r"(?:20\d\d年|\d{1,2}月)")


@dataclass(slots=True)
class Levels:
    """The levels that hold for the phrases to come."""

    first: str | None = None
    second: str | None = None

    def name(self, text: str) -> None:
        """Take the levels of a mark: one of them, or both joined by a stroke."""
        parts = re.split(r"[-—–/→>]+|(?<=指标)(?=.{2,}指标)", clean(text))
        for index, part in enumerate(parts):
            word, _weight = without_weight(part)
            plainly, above = simplified(word), simplified(self.first or "")
            under = ("成本" in plainly and "产出" in above) or ("满意" in plainly and "满意" in above)
            leads = index == 0 and len(parts) > 1
            if is_level1(word) and (leads or not (is_level2(word) and under)):
                self.first, self.second = word, None
            else:
                self.second = word


def _joined(text: str) -> str:
    """The text with line breaks only before something new, where signs other than the line break part its phrases."""
    plainly = simplified(text)
    if not (re.search(r"[【；;]", text) or _STARTS.search(plainly)):
        return text
    return "".join(text[start:stop] for start, stop in _between(_SOFT, plainly))


def _between(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The stretches of a text that the pattern parts."""
    found = list(pattern.finditer(text))
    return list(zip([0, *(it.end() for it in found)], [*(it.start() for it in found), len(text)], strict=True))


def split_level(text: str) -> tuple[str, str] | None:
    """A paragraph and the level that heads the next one, where a page's lines were put together: “… 6671人。产出指标：”."""
    found = _TAIL.match(text) if text.endswith(("：", ":")) else None
    return (found[1], found[2]) if found and is_level1(simplified(found[2]).rstrip("：:")) else None


def has_levels(text: str) -> bool:
    """Does the text name levels of indicators, each with something behind it?"""
    return bool(_MARK.search(simplified(text)))


def indicators_in(text: str, place: Place, levels: Levels | None = None) -> list[Indicator]:
    """The indicators of a text in order; a phrase without a value is an indicator without one, and uncertain."""
    levels, text = levels or Levels(), _joined(text)
    marks = list(_MARK.finditer(simplified(text)))
    found: list[Indicator] = []
    head = text[: marks[0].start()] if marks else text
    if levels.first or levels.second:
        found += _items(head, place, levels)
    for mark, following in zip_longest(marks, marks[1:]):
        levels.name(text[slice(*mark.span("bracket" if mark["bracket"] else "level"))])
        end = following.start() if following else len(text)
        found += _items(text[mark.end() : end], place, levels)
    return found


def _each_valued(phrase: str) -> list[str]:
    """“新建泵站2座，铺设管网≥46公里” are two: every part between the commas has a name and a value of its own."""
    parts = re.split(r"[，,](?!\d)", phrase)
    named = all(_OWN_NAME.match(part) and split_value(part)[1] for part in parts)
    return parts if len(parts) > 1 and named else [phrase]


def _items(text: str, place: Place, levels: Levels) -> list[Indicator]:
    starts = [it.start() for it in _STARTS.finditer(simplified(text))]
    text = "\n".join(text[start:stop] for start, stop in zip([0, *starts], [*starts, len(text)], strict=True))
    stretches = (text[start:stop] for start, stop in _between(_ITEM, simplified(text)))
    phrases = (clean(join_lines(phrase)).strip(" 、，,;；。:：") for phrase in stretches)
    found = (part for phrase in phrases if len(phrase) > 1 for part in _each_valued(phrase))
    return [_indicator(phrase, place, levels) for phrase in found if not is_level1(phrase) or split_value(phrase)[1]]


def _taken(pattern: re.Pattern[str], phrase: str) -> tuple[str, str]:
    """The phrase without what the pattern finds, and what its group holds; "" where it finds nothing."""
    found = pattern.search(simplified(phrase))
    return (f"{phrase[: found.start()]}{phrase[found.end() :]}", phrase[slice(*found.span(1))]) if found else (phrase, "")


def _indicator(phrase: str, place: Place, levels: Levels) -> Indicator:
    phrase, weight = _taken(_WEIGHED, phrase)
    phrase, score = _taken(_SCORED, phrase)
    phrase, deviation = _taken(_DEVIATED, phrase)
    reached = _REACHED.search(simplified(phrase))
    actual = phrase[reached.end() :] if reached else ""
    phrase = phrase[: reached.start()] if reached else phrase
    named = _VALUED.search(simplified(phrase))
    name, raw = (phrase[: named.start()], phrase[named.end() :]) if named else split_value(phrase)
    name = (_VALUE_WORD.sub("", name) or name).rstrip("：:，,、")
    if _DATED.match(phrase):  # a date and what is due, without a name
        name, raw = phrase, ""
    return Indicator(
        level1=levels.first,
        level2=levels.second,
        level3=name,
        target=parse_target(raw),
        weight=Decimal(weight) if weight else None,
        actual=parse_actual(actual) if actual else None,
        score=Decimal(score) if score else None,
        deviation=deviation or None,
        uncertain=() if raw else ("level3", "target"),
        place=place,
    )
