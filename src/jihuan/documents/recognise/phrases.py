"""Indicators inside running text: “【产出指标-数量指标】 指标1:机柜数量(≥77台)”, “数量指标：培训20人；质量指标：合格率≥95%”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from jihuan.core.document import Indicator, Place
from jihuan.core.indicators import is_level1, is_level2, parse_target
from jihuan.core.text import clean, join_lines
from jihuan.core.vocabulary import LEVEL1, LEVEL2
from jihuan.documents.recognise.indicators import without_weight
from jihuan.documents.recognise.words import plain

_LEVEL = "|".join(sorted((re.escape(word) for word in LEVEL1 | LEVEL2 if len(word) > 1), key=len, reverse=True))
_NUMBERING = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*|[①-⑳])?"
_POINTS = r"(?:[（(][^()（）]{1,8}分[)）])?"
_MARK = re.compile(
    rf"【(?P<bracket>[^】]{{2,30}})】[:：]?|(?:^|(?<=[；;。，,：:\n\s、（(]))(?P<number>{_NUMBERING})"
    rf"(?P<level>(?:{_LEVEL})(?:指标)?{_POINTS})(?:[:：]|(?=\n|$)|\s*[-—]\s*(?=(?:{_LEVEL})))"
)
_ITEM = re.compile(
    r"(?:^|[；;。\n]|(?<=[)）])(?![^()（）]*[)）]))\s*(?:指标\s*\d{1,2}\s*[:：.、]|[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳]|[-—·•]\s)?\s*"
)
_STARTS = re.compile(r"指标\s*\d{1,2}\s*[:：]|[①-⑳]")
_SOFT = re.compile(
    rf"\s*\n(?!\s*(?:【|指标\s*\d|\d{{1,2}}[.．、](?!\d)|[①-⑳]|{_NUMBERING}(?:{_LEVEL})(?:指标)?{_POINTS}[:：]))"
)
_SIGNS = "≥≤≧≦=＝﹦═<>＜＞"
_BRACKETED = re.compile(
    r"^(?P<name>[^()（）]+(?:[（(][^()（）]*[)）][^()（）]+)?)[（(](?P<value>[^()（）]*(?:[（(][^()（）]*[)）])?[^()（）]*)[)）]$"
)
_NAMED = re.compile(r"^(?P<name>[^:：]{2,40})[:：]\s*(?P<value>.+)$")
_SIGNED = re.compile(
    rf"^(?P<name>.{{2,60}}?)(?:指标值|目标值|为|达到|达|应|控制在)?\s*(?P<value>(?:[{_SIGNS}]|大于等于|小于等于|不少于|不低于|不高于|不超过|高于|低于|大于|小于|控制在|达到).*\d.*)$"
)
_FIGURE = re.compile(r"^(?P<name>.*[^\d\s.,，])\s*(?P<value>\d[\d,.]*\s*(?:[%％‰]|[^\d\s，。；]{1,8}?)(?:以上|以下|以内)?)$")


@dataclass(slots=True)
class Levels:
    """The levels that hold for the phrases to come."""

    first: str | None = None
    second: str | None = None

    def name(self, text: str) -> None:
        """Take the levels of a mark: one of them, or both joined by a stroke."""
        for part in re.split(r"[-—–/→>]+|(?<=指标)(?=.{2,}指标)", clean(text)):
            word, _weight = without_weight(part)
            under = ("成本" in word and "产出" in (self.first or "")) or ("满意" in word and "满意" in (self.first or ""))
            if is_level1(word) and not (is_level2(word) and under):
                self.first, self.second = word, None
            else:
                self.second = word


def _joined(text: str) -> str:
    """The text with line breaks only before something new, where signs other than the line break part its phrases."""
    return _SOFT.sub("", text) if re.search(r"[【；;]", text) or _STARTS.search(text) else text


def has_levels(text: str) -> bool:
    """Does the text name levels of indicators, each with something behind it?"""
    return bool(_MARK.search(text))


def indicators_in(text: str, place: Place, levels: Levels | None = None) -> list[Indicator]:
    """The indicators of a text in order; a phrase without a value is an indicator without one, and uncertain."""
    levels, text = levels or Levels(), _joined(text)
    marks = list(_MARK.finditer(text))
    found: list[Indicator] = []
    head = text[: marks[0].start()] if marks else text
    if levels.first or levels.second:
        found += _items(head, place, levels)
    for mark, following in zip_longest(marks, marks[1:]):
        levels.name(mark["bracket"] or mark["level"])
        end = following.start() if following else len(text)
        found += _items(text[mark.end() : end], place, levels)
    return found


def _items(text: str, place: Place, levels: Levels) -> list[Indicator]:
    text = _STARTS.sub(lambda found: "\n" + found[0], text)
    phrases = (clean(join_lines(phrase)).strip(" 、，,;；。:：") for phrase in _ITEM.split(text))
    return [_indicator(phrase, place, levels) for phrase in phrases if len(phrase) > 1 and not is_level1(phrase)]


def _indicator(phrase: str, place: Place, levels: Levels) -> Indicator:
    name, raw = split_value(phrase)
    return Indicator(
        level1=levels.first,
        level2=levels.second,
        level3=name,
        target=parse_target(raw),
        uncertain=() if raw else ("level3", "target"),
        place=place,
    )


def split_value(phrase: str) -> tuple[str, str]:
    """Name and printed value of one phrase; the value is "" where none is found."""
    bracketed = _BRACKETED.match(phrase)
    if bracketed and parse_target(bracketed["value"]).kind != "empty" and not plain(bracketed["value"]).endswith("分"):
        return bracketed["name"].strip(), bracketed["value"].strip()
    for pattern in (_NAMED, _SIGNED, _FIGURE):
        found = pattern.match(phrase)
        if found and parse_target(found["value"]).kind != "empty":
            return found["name"].strip(" ：:，,"), found["value"].strip()
    return phrase, ""
