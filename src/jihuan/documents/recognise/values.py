"""Name and value of an indicator that stand in one phrase: “机柜数量(≥77台)”, “合格率：98%”, “培训20人”."""

from __future__ import annotations

import re

from jihuan.core.indicators import parse_target
from jihuan.core.text import simplified
from jihuan.documents.recognise.words import plain

_SIGNS = "≥≤≧≦=＝﹦═<>＜＞"
_NAMED = re.compile(r"^(?P<name>[^:：]{2,40})[:：]\s*(?P<value>.+)$")
_SIGNED = re.compile(
    rf"^(?P<name>.{{2,60}}?)(?:指标值|目标值|为|达到|达|应|控制在)?\s*(?P<value>(?:[{_SIGNS}]|大于等于|小于等于|等于|不少于|不小于|不大于|不多于|不低于|不高于|不超过|高于|低于|大于|小于|控制在|达到).*\d.*)$"
)
_FIGURE = re.compile(
    r"^(?P<name>.*[^\d\s.,，])\s*(?P<value>\d[\d,.]*\s*(?!号)(?:[%％‰]|[^\d\s，。；]{1,8}?)(?:以上|以下|以内)?)$"
)
_BRACKETED = re.compile(
    r"^(?P<name>[^()（）]+(?:[（(][^()（）]*[)）][^()（）]+)?)[（(](?P<value>[^()（）]*(?:[（(][^()（）]*[)）])?[^()（）]*)[)）]$"
)


def split_value(phrase: str) -> tuple[str, str]:
    """Name and printed value of one phrase; the value is "" where none is found."""
    plainly = simplified(phrase)
    for pattern in (_BRACKETED, _NAMED, _SIGNED, _FIGURE):
        found = pattern.match(plainly)
        if found is None or (pattern is _BRACKETED and plain(found["value"]).endswith("分")):
            continue
        name, value = (phrase[slice(*found.span(part))] for part in ("name", "value"))
        if parse_target(value).kind != "empty":
            return name.strip(" ：:，,"), value.strip()
    return phrase, ""
