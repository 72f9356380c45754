"""The fiscal year that a document is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from jihuan.core.document import Project
from jihuan.core.text import half_width, simplified

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|—|-|$)")
_BARE = re.compile(r"[（(]?20\d\d\s*年(?:度|\d{1,2}月?\s*[-—–~～至]+\s*\d{1,2}月)?[)）]?")
_ABOUT = ("绩效", "预算", "年度", "项目汇总", "项目一览", "项目清单")
_STATED = re.compile(
    r"(?<!\S)(?:(?:预算|财政|自评|评价|申报|填报|监控|项目)?年(?:度|份)|监控(?:期间|区间|时间|时点|节点|截止日期)|(?:评价|自评)(?:期间|区间)|本年度?[（(])"
    r"\s*[:：]?\s*(20\d\d)(?!\d)"
)
_FISCAL = re.compile(r"(20\d\d)\s*年(?:度|\d{1,2}月?\s*[-—–~～至]+\s*\d{1,2}月|[上下]半年|前?第?[一二三四]季度)")
_NUMERALS = re.compile("二[〇○零O0][一二三四五六七八九〇○零]{2}(?=\\s*年)")
_FIGURES = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_CODE = re.compile(r"^\d{6}(\d{2})[A-Z]")


def fiscal_year(front: Iterable[str], overall: str, projects: tuple[Project, ...], titles: Iterable[str]) -> int | None:
    """The year of the title page, else of the overall goal's first sentence, else of most project codes, else of all titles
    (a project may be named after a year, but not after a fiscal year or its months), else of most texts."""
    for printed in front:
        text = _in_figures(simplified(half_width(printed)))
        years = _years([text])
        if len(set(years)) == 1 and len(text) <= 60 and (_BARE.fullmatch(text) or any(word in text for word in _ABOUT)):
            return years[0]
    first = _years([overall.split("。", 1)[0]])
    if first:
        return first[0]
    codes = [2000 + int(found[1]) for project in projects if project.code and (found := _CODE.match(project.code))]
    everything = [text for project in projects for text in (project.name or "", project.fund_use or "", *project.goals)]
    titled = [int(year) for title in titles for year in _FISCAL.findall(simplified(half_width(title)))]
    for years in (codes, titled if len(set(titled)) == 1 else [], _years([overall, *everything])):
        if years:
            return Counter(years).most_common(1)[0][0]
    return None


def stated_year(texts: Iterable[str]) -> str:
    """The year beside its label in a row of a form, “预算年度 | 2025”; "" where there is none."""
    found = _STATED.search(" ".join(texts))
    return f"{found[1]}年" if found else ""


def _in_figures(text: str) -> str:
    """二〇二五年 in figures."""
    return _NUMERALS.sub(lambda found: found[0].translate(_FIGURES), text)


def _years(texts: Iterable[str]) -> list[int]:
    return [int(year) for text in texts for year in _YEAR.findall(text)]
