"""What a piece of text costs as a cell of a column, in nats: 0 is as expected, 3 is odd, 8 is nearly impossible."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from jihuan.core.indicators import parse_operator, parse_target
from jihuan.core.text import simplified
from jihuan.core.vocabulary import OPERATOR_WORDS, is_level1, is_level2, is_unit, normalise_unit
from jihuan.documents.readers.text.items import bare_names, bare_values

Role = Literal[
    "own", "body", "amount", "level1", "level2", "level", "level3", "text", "value", "number", "sign", "mark", "chance", "any"
]

ROLES: dict[str, Role] = {
    **dict.fromkeys(("name", "goals"), "own"),
    **dict.fromkeys(("agency_name", "department"), "body"),
    **dict.fromkeys(("total", "fiscal", "other"), "amount"),
    "level1": "level1",
    "level2": "level2",
    "category": "level",
    "level3": "level3",
    "best": "value",
    "grade": "value",
    "target": "value",
    "actual": "value",
    "weight": "number",
    "score": "number",
    "operator": "sign",
    "cause": "mark",
    "aside": "any",
    "strange": "any",
    "unit": "mark",
}
"""What the cells of a column hold, by the column's meaning; all others hold text."""

SKIP: dict[Role, float] = {
    "own": 0.5,
    "body": 0.5,
    "amount": 0.5,
    "level1": 5,
    "level2": 5,
    "level": 5,
    "level3": 9,
    "text": 5,
    "value": 6,
    "number": 3,
    "sign": 3,
    "mark": 3,
    "chance": 0.5,
    "any": 0.5,
}
"""Cost of an empty cell."""

OPTIONAL = {"deviation": 0.3, "cause": 0.0, "strange": 1.5}
"""Cost of an empty cell of columns that are empty more often than not."""

_UNIT = r"(?P<unit>[%％‰]|百分[比点]|[^\d\s，。；：、的和与%％‰]{0,6}?)"
_FIGURE = re.compile(
    rf"(?:＝|{'|'.join(sorted(OPERATOR_WORDS, key=len, reverse=True))})?\s*\d[\d,]*(?:\.\d+)?\s*{_UNIT}(?:以上|以内|以下)?"
)
_SIGNED = re.compile(r"≥|≤|≧|≦|[=＝<>]\s*\d|\d+(?:\.\d+)?\s*[%％‰]$")
_TIER = re.compile(
    r"(?:长期|中长期|较[大高好强]|[大高好优良强]|显著|明显|有效|有所|逐步|稳步|持续|不断|进一步|全面|大幅|充分|及时|合理|可控|健全|完善|"
    r"是|否|无|有|达标|合格|良好|优秀|优良|完成|已完成|全部|基本|正常|稳定|规范|定性|提升|提高|增强|加强|改善|好转|优化|控制|促进|推动|带动|保障|减少|降低|增加|影响|"
    r"缓解|减轻|缩短|下降|上升|增长|巩固|保持|落实|杜绝|消除|畅通|满足|到位|满意|年底前|年|前|底|月|按时|按期|好坏|高中低|效果){1,4}"
)
_UNTIL = re.compile(r"[^\d末底前内，。；：]{1,6}(?:[年月日期季度][底末初]?|底|末|之)前")
"""A date in words: 每学期末前."""
_AGAIN = re.compile(r"(?:[≥≤=＝]\s*)?(.{2,}?)\1+")
_POINTS = re.compile(r"(?:\d{1,2}|100)(?:\.\d{1,2})?分?|/|—|-")
_SHORT_NAME = 5
"""Names of projects and units are seldom shorter."""
_RATE = re.compile(r"[一-鿿]{1,3}(?:[/·*][一-鿿]{1,3}){1,2}")
"""A unit for each of something: 元/生·年."""
BODY = re.compile(r".*(?:[局委办院会厅部所站馆处镇乡队社园科校区]|中心|政府|街道|公司|本级)")
"""How the names of bodies end."""
_ODD = 1.0
_CODED = re.compile(r"\d{3,12}[-—–_][一-鿿]{2}")
"""Code and name of a unit in one cell."""
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?:万元|元)?")
_TORN = re.compile(r"\.\d?$")
"""Amounts have two decimals or none."""
_MARK = re.compile(r"(?:定性|定量|正向|反向|负向)(?:指标)?|[/—–-]+|[√✓✔是否]")
_CHANCE = re.compile(r"(?:基本)?(?:不?确定能?|完全不可能|不可能|有可能|能够?完成|可能)")
"""How likely a target is to be reached, as forms of monitoring ask."""
_ASIDE: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile("可能性"), "chance"),
    (re.compile("预计|完成情况|执行情况"), "value"),
    (re.compile("方向|类型"), "mark"),
    (re.compile("序号"), "number"),
)
"""What columns without a field hold, by words of their headers."""
_BASIS = re.compile(
    r"标准|计划|依据|根据|文件|号$|规定|要求|办法|通知|方案|经验|历史|行业|合同|预算|批复|统计|调查|台账|资料|记录|往年|上年|指标$|实际"
)
_MEASURE = re.compile(r"[率数量度额准间限平况次性力值积比重费]$|成本|时效")
"""With what the names of indicators end more often than not."""
_LEVEL_START = re.compile(r"^(.{1,10}?指标)")
_OPEN_START = re.compile(r"[，。；：、！？）】》”’〕%％‰)]|[的了率度性][^\n]")
_OPEN_END = re.compile(r"[，、：（【《“‘〔(和与及对在于的]$")
_BRACKET = re.compile(r"[（）【】《》“”〔〕()]")
_PAIRS = ("（）", "【】", "《》", "“”", "〔〕", "()")


def role_of(name: str, header: str) -> Role:
    """What the cells of a column hold, by its meaning and, where it has no field, by its header."""
    aside = (role for words, role in _ASIDE if words.search(header)) if name == "aside" else iter(())
    return next(aside, ROLES.get(name, "text"))


@lru_cache(maxsize=65536)
def content(role: Role, text: str, last: bool) -> float:
    """Cost of the text (without spaces and line breaks) in a column of this role; ``last``: the row's last text column."""
    text = simplified(text)
    text = text.strip("?？") or text if role not in ("own", "text", "any", "level3") else text
    if role in ("own", "body"):
        return _own(role, text)
    if role == "amount":
        return 9.0 if not _AMOUNT.fullmatch(text) else 1.5 * bool(_TORN.search(text))
    if role == "level1":
        return 0.0 if is_level1(text) else 14.0
    if role == "level2":
        return 0.0 if is_level2(text) else 4.0 if text.endswith("指标") and len(text) <= 12 else 11.0
    if role == "level":
        return min(content("level1", text, last), content("level2", text, last))
    if role == "value":
        return value(text)
    if role == "any":
        return (
            8.0 if text.endswith("指标") and (is_level1(text) or is_level2(text)) else 0.0 if _CHANCE.fullmatch(text) else 1.0
        )
    if role == "number":
        return 0.0 if _POINTS.fullmatch(text) else 9.0
    if role in ("sign", "mark", "chance"):
        return _mark(role, text)
    return _prose(role, text, last)


def _own(role: Role, text: str) -> float:
    """Cost of the text as the name or goals of a project in a list, or as the name of a body."""
    figure = _figure(text) is not None and not _CODED.match(text)
    if is_level1(text) or is_level2(text) or figure or _MARK.fullmatch(text):
        return 9.0
    odd = bool(BODY.fullmatch(text)) != (role == "body") and not _CODED.match(text)
    return (2.0 if len(text) < _SHORT_NAME else 0.5) + _ODD * odd


def _mark(role: Role, text: str) -> float:
    """Cost of the text as a sign, a unit or a tick, or as the likelihood that a target is reached."""
    if role == "chance":
        return 0.0 if _CHANCE.fullmatch(text) or text == "能" else 1.0 if _MARK.fullmatch(text) else 9.0
    if parse_operator(text) or _MARK.fullmatch(text) or (role == "mark" and is_unit(normalise_unit(text) or "")):
        return 0.0
    if role == "mark" and _RATE.fullmatch(text) and is_unit(re.split("[/·*]", text)[0]):
        return 0.5
    return (6.0 if role == "sign" or len(text) > 1 else 3.0) + 0.5 * len(text)


def is_tier(text: str) -> bool:
    """Is it by itself a value in words (逐步提高, 已完成)?"""
    return len(text) > 2 and text[0] not in "年月日底前" and bool(_TIER.fullmatch(text))


def is_chance(text: str) -> bool:
    """Does it say how likely a target is to be reached?"""
    return bool(_CHANCE.fullmatch(text))


def value(text: str) -> float:
    """Cost of the text as 指标值, or as those of several indicators, numbered."""
    if ways := bare_values(text):
        return min(sum(map(value, way)) for way in ways)
    if any(char.isdigit() for char in text) and parse_target(text).kind == "date":
        return 0.0
    figure = _figure(text)
    if figure is not None:
        return figure
    if _AGAIN.fullmatch(text):
        return 5.0  # several cells
    if _TIER.fullmatch(text) or re.fullmatch(r"[/—-]|无", text):
        return 0.3
    if _UNTIL.fullmatch(text):
        return 0.5
    if _SIGNED.search(text):
        return 1.2 + 0.2 * max(0, len(text) - 6) + _ends(text)
    digits = any(char.isdigit() for char in text)
    return (1.5 if digits else 4.0 if len(text) == 1 else 2.5) + 0.5 * max(0, len(text) - 6) + _ends(text)


def _figure(text: str) -> float | None:
    """Cost of a number with its unit, 0 where the unit is known; None for other text."""
    match = _FIGURE.fullmatch(text)
    if not match:
        return None
    unit = match["unit"]
    return 0.0 if not unit or is_unit(unit) or unit in ("％", "百分比") else 0.8 + 0.2 * len(unit)


def _prose(role: Role, text: str, last: bool) -> float:
    cost = _ends(text) + (6.0 if _CHANCE.fullmatch(text) else 0.0)
    figure = _figure(text)
    if figure is not None or _SIGNED.match(text):
        cost += max(0.0, 6.0 - 3.0 * (figure or 0.0))
    elif _TIER.fullmatch(text):
        cost += 2.0
    level = _LEVEL_START.match(text)
    if level and (is_level1(level[1]) or is_level2(level[1])):
        cost += 2.5 if level[1] == text else 3.0
    if len(text) == 1:
        cost += 3.0
    if re.search(r"[一-鿿]\d+$", text):
        cost += 1.5
    if last:
        return cost + (0.0 if _BASIS.search(text) else 1.0)
    if role == "level3":
        if several := bare_names(text):
            return sum(_prose(role, name, last) for name in several)
        cost += 0.0 if _MEASURE.search(text) else 0.7
        return cost + 0.15 * max(0, len(text) - 14) + (0.0 if len(text) > 3 else 0.8)
    return cost


def _ends(text: str) -> float:
    """Cost of a text that begins or ends in the middle of a phrase."""
    cost = 3.0 if _OPEN_START.match(text) else 0.0
    cost += 2.5 if _OPEN_END.search(text) else 0.0
    if not _BRACKET.search(text):
        return cost
    return cost + 2.5 * sum(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS)


def likeness(name: str, description: str) -> float:
    """A description often is the name again, or begins as the name does."""
    if name == description:
        return 2.0
    common = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(name, description, strict=False)))
    return min(1.0, 0.25 * common)
