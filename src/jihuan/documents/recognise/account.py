"""The account of what stands outside the cells: titles, lines above tables, title pages. What reached no field is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from jihuan.core.document import Document, Place
from jihuan.documents.recognise.headings import agency_line, is_form_of_whole, is_part, is_title, section, title_name
from jihuan.documents.recognise.words import UNIT_AT_END, compared, heading, is_container, label, plain

Said = tuple[str, Place]
"""A text and where it stands."""

_PIECES = re.compile(r"[\s：:；;。，,（）()【】\[\]—]+")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,3}[.．、](?!\d)|第[一二三四五六七八九十]{1,3}部分)")
_FORM = re.compile(
    r"(?:20\d\d年?度?)?(?:部门|单位|预算|项目|支出|整体|财政|[省市县区]?本级|[省市县区]直|专项|资金|扶贫|补助|涉农|重点|中央|地方|对地方|区域|政策|转移支付|[省市县区]级|[和及与])*"
    r"绩效(?:目标|自评价?|自我评价|评价|运行监控|监控)*(?:情况)?(?:汇总|申报|批复|公开|分解|下达|调整|明细|一览|审批|审核|执行|完成)*(?:情况)?(?:表|报告|文本|说明)?"
)
_BRACKETS = re.compile(r"\([^()]*\)$")
_SIGNED = re.compile(r"(?<=[^≥≤<>=＝≧≦])(?=[≥≤<>=＝≧≦])")
"""Between a name and its value."""
_MONEY = re.compile(r"(?<=\d)(?:万元|亿元|元)$")
_YEAR = re.compile(r"20\d\d年?度?")


def not_kept(said: Iterable[Said], document: Document) -> list[Said]:
    """Those of the texts of which some part is in no field and no problem of the document, and is no word of the form itself."""
    left = list(said)
    for texts in (_names, _texts):  # most are names
        known = compared("\0".join(texts(document))).replace(",", "") if left else ""
        left = [one for one in left if not all(_is_kept(piece, known) for piece in _pieces(one[0]))]
    return left


def _names(document: Document) -> Iterator[str]:
    """What the document and its parts are called."""
    yield from filter(None, (document.agency.code, document.agency.name, str(document.fiscal_year)))
    for project in document.projects:
        heads = (project.code, project.name, project.agency_code, project.agency_name, project.department, project.amount_unit)
        yield from filter(None, heads)
    yield from filter(None, (goal.name for goal in document.sub_goals))
    yield from filter(None, (safeguard.title for safeguard in document.safeguards))


def _texts(document: Document) -> Iterator[str]:
    """Every text and figure of the document, in no order."""
    waiting: list[object] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            waiting.extend(value)
        elif is_dataclass(value) and not isinstance(value, Place):
            waiting.extend(getattr(value, item.name) for item in fields(value) if item.name not in ("source", "schema"))
        elif value is not None and not isinstance(value, Place):
            yield str(value)


def _pieces(text: str) -> Iterator[str]:
    """The parts of a line that fields keep apart; a title without the name of its form, a heading without its number."""
    if is_part(text) or (section(text) or ("other",))[0] != "other":
        return
    if line := agency_line(text):
        yield from filter(None, (line.code, line.name, line.unit))
        return
    whole = title_name(text) or "" if is_title(text) else text
    pieces = _PIECES.split(UNIT_AT_END.sub("", _NUMBERED.sub("", whole.strip())))
    yield from (part for piece in pieces for part in _SIGNED.split(piece) if part)


def is_form_name(title: str) -> bool:
    """Does a title name its form and no project, so that a year in it is that of the document: “2023年度项目支出绩效自评表”?"""
    word = plain(title)
    year = _YEAR.search(word)  # 城建局2025年项目绩效目标汇总表
    form = _BRACKETS.sub("", word[year.start() :] if year else word)
    return bool(_FORM.fullmatch(form)) or (year is not None and is_form_of_whole(form))


def _is_kept(piece: str, known: str) -> bool:
    word = plain(piece).replace(",", "")
    bare = _YEAR.sub("", word)
    if not bare or word in known or bare in known or _MONEY.sub("", word) in known:
        return True
    return bool(label(piece) or heading(piece) or is_container(piece) or _FORM.fullmatch(word))
