"""Lines that structure a document: parts, sections, titles of sheets, lines of agency and unit, contents, page numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jihuan.core.text import clean, simplified
from jihuan.documents.recognise.words import SECTIONS, amount_unit, inline, plain

NUMERALS = "一二三四五六七八九十"
_SECTION = re.compile(rf"^[{NUMERALS}]{{1,3}}、\s*(.+)$")
_POINT = re.compile(rf"^[（(]\s*([{NUMERALS}]{{1,3}}|\d{{1,2}})\s*[)）]\s*")
_NUMBER = re.compile(r"^\d{1,3}\s*(?:[.．](?!\d+(?:\.\d+)?\s*(?:万元|亿元|元|%|％))|、)\s*")
_TITLE = re.compile(
    r"^(?P<name>.*?)(?:绩效(?:运行)?(?:目标|自评价?|自我评价|监控|评价)[^，。；：:\d]{0,14}表)(?:[（(][^()（）]{1,20}[)）])*$",
    re.DOTALL,
)
_SPAN = re.compile("(?:项目)?(?:中期|长期|中长期|实施期|年度)(?:绩效)?(?:目标|指标)表")
"""Heads a block of a sheet and names none: “长期绩效目标表”."""
_GENERIC = re.compile(
    r"^(?:\d{4}年?度?)?(?:\d{1,2}月?[-—–~～至]+\d{1,2}月|[上下]半年|前?第?[一二三四]季度)?(?:[一-龥]{1,3}[省市县区])?(?:省级|市级|县级|区级|省直|市直|部门|单位|本级)*(?:预算|财政)*"
    r"(?:项目|专项资金|政策|专项)*(?:支出)?(?:预算)?(?:\(?项目\)?)?$|(?:中央)?(?:对地方)?(?:专项)?转移支付(?:资金|项目)?(?:区域|整体)?$"
)
_PART = re.compile(rf"^第[{NUMERALS}]部分")
_PARTS = (
    "部门整体绩效目标",
    "部门预算项目绩效目标",
    "预算项目绩效目标",
    "项目绩效目标",
    "单位预算项目绩效目标",
    "目录",
    "目次",
)
_AGENCY = re.compile(
    r"^(?P<code>\d{12}|\d{9}|\d{6}|\d{3})\s*[-—]?\s*(?P<name>[一-龥（(][^，。；：:]*?)?\s*(?:(?:金额)?单位\s*[:：].*)?$"
)
_TITLE_AND_LINE = re.compile(r"^(.{4,80}?表)\s*((?:\d{3,12}\s*[一-龥]|(?:金额)?单位\s*[:：]).{1,60})$", re.DOTALL)
_BARE_UNIT = re.compile(r"(?:金额)?单位\s*[:：]\s*\S{1,3}")
_LEADING_YEAR = re.compile(r"^20\d\d年度?")
_BARE_YEAR = re.compile(r"20\d\d\s*年度?")
_YEAR = re.compile(r"[（(]\s*20\d\d\s*年度?\s*[)）]|(?<=[表）)])\s*20\d\d\s*年度?$")
_WHOLE = r"(?:部门|单位)[^年]{0,8}整体"
_OF_YEAR = re.compile(rf"^20\d\d\s*年度|^.*?20\d\d\s*年度?(?={_WHOLE})")
_SHORT = 40
_NO_ENTRY = tuple("。；;：:")
_LEADER = re.compile(r"(?:[.．…·—\-_\s]{2,}|\t)\s*[-—]?\s*\d{1,4}\s*[-—]?$")
_PAGE_NUMBER = re.compile(r"^(?:第\s*)?[-—–―\s]*\d{1,3}[-—–―\s]*(?:页)?(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?$")


@dataclass(frozen=True, slots=True)
class Line:
    """The line between title and table: “731001 遵化市科学技术协会本级　单位：万元”; what it does not print is None."""

    code: str | None
    name: str | None
    unit: str | None


def section(text: str) -> tuple[str, str] | None:
    """The section that a heading opens ("overall", "sub_goals", "safeguards", "other") and the text that follows in the same line."""
    found = _SECTION.match(text)
    heading, _mark, rest = re.split(r"([。：:]|$)", found[1], maxsplit=1) if found else ("", "", "")
    if not heading or len(heading) > 36:
        return None
    word = plain(heading)
    name = next((name for name, marks in SECTIONS.items() if any(word.endswith(mark) for mark in marks)), "other")
    return None if name == "other" and rest else (name, rest.strip())


def point(text: str) -> tuple[str, str] | None:
    """Number and rest of “（一）科学技术普及活动”."""
    found = _POINT.match(text)
    return (found[1], text[found.end() :]) if found else None


def without_number(text: str) -> str:
    """The text without a leading “1.” or “1、”."""
    return _NUMBER.sub("", text, count=1)


def is_title(text: str) -> bool:
    """Is it the title of a project sheet: “1.科普活动经费绩效目标表”?"""
    return (
        "表" in text and len(text) <= 160 and bool(_TITLE.match(simplified(text.strip()))) and not _SPAN.fullmatch(plain(text))
    )


def split_title(text: str) -> tuple[str, str] | None:
    """A title and the line of agency or unit that stand in one paragraph."""
    printed = text.strip()
    found = _TITLE_AND_LINE.match(simplified(printed)) if "表" in printed else None
    title, line = (printed[: found.end(1)], printed[found.start(2) :]) if found else ("", "")
    return (title, line) if found and is_title(title) and agency_line(line) else None


def title_name(text: str) -> str | None:
    """The project named in the title of its sheet, if it names one."""
    printed = text.strip()
    found = _TITLE.match(simplified(printed))
    name = _OF_YEAR.sub("", clean(without_number(printed[: found.end("name")]))) if found else ""
    return None if _GENERIC.match(plain(name)) else name


def is_form_of_whole(title: str) -> bool:
    """Is it the title of a form that names no project: “2024年上半年项目支出绩效运行监控表”, “2025年部门（单位）整体支出绩效目标表”?"""
    name = title_name(title) if is_title(title) else ""
    return name is None or bool(re.match(_WHOLE, name))


def is_form_of_none(name: str) -> bool:
    """Is what stands before 绩效 in a title the words of a form, and no project's name?"""
    word = plain(name)
    return bool(_GENERIC.match(word)) or "整体" in word


def is_part(text: str) -> bool:
    """A heading without content: “第一部分”, “预算项目绩效目标”, “目录”."""
    word = plain(text) if len(text) <= 60 else ""
    word = _LEADING_YEAR.sub("", word) if word.startswith("20") else word
    return 0 < len(word) <= 40 and bool(_PART.match(word) or word in _PARTS)


def agency_line(text: str) -> Line | None:
    """Agency and unit between title and table."""
    if len(text) > 80:
        return None
    unit, printed = amount_unit(text), text.strip()
    found = _AGENCY.match(simplified(printed))
    if found and (found["name"] or unit):
        return Line(found["code"], clean(printed[slice(*found.span("name"))]) if found["name"] else None, unit)
    bare = _BARE_UNIT.fullmatch(simplified(printed))
    return Line(None, None, unit) if unit and bare else None


def entry(text: str) -> str:
    """A line of a table of contents without its leader and page number."""
    return _LEADER.sub("", text).strip()


class Contents:
    """The table of contents: lines with leaders and page number anywhere, and what follows 目录 until a heading comes again."""

    def __init__(self) -> None:
        self._entries: list[str] | None = None

    def end(self) -> None:
        self._entries = None

    def covers(self, text: str) -> bool:
        """Does this paragraph belong to a table of contents? To be asked once for every paragraph, in order."""
        leader = _LEADER.search(text) if len(text) <= 200 and text.rstrip("-— \t")[-1:].isdigit() else None
        if leader and not agency_line(text):
            if self._entries is not None:
                self._entries.append(plain(text[: leader.start()]))
            return True
        if len(text) <= _SHORT and plain(text) in ("目录", "目次"):
            self._entries = []
            return True
        if self._entries is None:
            return False
        if inline(text) or text.rstrip()[-1:] in _NO_ENTRY:  # nothing but the word 目录
            self._entries = None
            return False
        word = plain(text)
        wrapped = zip(self._entries, self._entries[1:], strict=False)  # an entry over two lines
        again = any(entry.startswith(word) or entry.endswith(word) for entry in self._entries) or any(
            a + b == word for a, b in wrapped
        )
        if again or len(word) > 60:
            self._entries = None
            return False
        self._entries.append(word)
        return True


def split_year(text: str) -> tuple[str, str]:
    """The year of “（2025年度）” beside or instead of a title or a line of agency and unit, and the rest; "" where there is none."""
    if _BARE_YEAR.fullmatch(text.strip()):
        return text, ""
    found = _YEAR.search(text) if len(text) <= 160 else None
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip() if found else text
    belongs = found and (not rest or is_title(rest) or agency_line(rest) or split_title(rest))
    return (found[0], rest) if found and belongs else ("", text)


def is_page_number(text: str) -> bool:
    """“— 3 —”, “3”, “第 3 页 共 12 页”."""
    return len(text) <= 24 and bool(_PAGE_NUMBER.match(text.strip()))
