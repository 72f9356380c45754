"""What the sentences of a report (绩效自评报告) say: amounts, rates, scores and goals of its one project, or of each that it sums up.

A table says it better: a sentence only fills what the tables leave open. What is not said in a summary with the project's name
(自评综述) is marked uncertain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.core.language import _
from jihuan.core.text import clean
from jihuan.documents.recognise.draft import Draft, Heading
from jihuan.documents.recognise.fields import RATES, Fields
from jihuan.documents.recognise.headings import is_form_of_none
from jihuan.documents.recognise.words import plain

_LINK = r"[^\d，。；、增减超余缺比较]{0,8}?"
_MONEY = r"(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)"
_POINTS = r"(?:得分|总分|分数)[^\d，。；、]{0,4}(?P<value>\d{1,3}(?:\.\d+)?)\s*分?(?!值|\d|[%％])"
_SAID = {
    "initial": re.compile(rf"(?<![比较])年初(?:批复|安排|下达|核定)?的?预算{_LINK}{_MONEY}"),
    "adjusted": re.compile(rf"(?<![比较])(?:全年预算|(?:全年)?调整后?的?(?:全年)?预算){_LINK}{_MONEY}"),
    "executed": re.compile(rf"(?:(?:实际|全年|累计|共计?|已)(?:完成|执行|支出|支付|使用)(?!指标|值)|执行数){_LINK}{_MONEY}"),
    "execution_rate": re.compile(
        r"(?:(?:预算|资金)?(?:执行|支出)(?:率|进度)|完成(?:年初|全年)?预算)[^\d，。；、]{0,4}(?P<value>\d{1,3}(?:\.\d+)?)\s*[%％]"
    ),
    "execution_score": re.compile(rf"预算执行(?:率|情况)?(?:自评)?{_POINTS}"),
    "total_score": re.compile(
        rf"(?<!执行)(?<!执行率)(?<!执行情况)(?:自评|自评价|综合|评价|最终)(?:综合|总体|平均)?总?{_POINTS}"
    ),
}
_OF_INDICATOR = re.compile(r"(?:指标|目标|计划)值[^。；;]*\d")
"""The sentence tells what indicators reached, and nothing of the project."""
_FIGURE = re.compile(r"\d\s*(?:[万亿]?元|[%％])|得分|总分|分数")
"""Without one of these a paragraph says nothing of the above."""
_SCORE_LINE = re.compile(
    r"(?:项目|绩效)?(?:自评|评价|综合)(?:总|综合)?(?:得分|总分)\s*[:：]\s*(\d{1,3}(?:\.\d+)?)\s*分?(?![\d%％])"
)
_SUMMARY = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])?\s*(?P<name>[^，。；：:]{2,60}?)(?:支出)?绩效自评(?:情况)?综述[:：。]?"
)
"""“（一）高龄老人补贴项目绩效自评综述：根据年初设定的绩效目标，项目自评得分97分 …”, as final accounts (部门决算) print it."""
_DONE = re.compile(r"绩效目标(?:实际)?完成情况[:：为]\s*(?P<value>.+?。)(?=\s*(?:发现|存在|主要问题|下一步)|\s*$)", re.DOTALL)
_GOAL = re.compile(r"(?:总体|年度)*绩效目标(?:为|是)\s*[:：]?\s*(?P<value>[^。]{8,}。)")
_NAMED = re.compile(
    r"^(?:关于)?(?:20\d\d年度?(?:\d{1,2}月?[-—–~～至]+\d{1,2}月|[上下]半年|前?第?[一二三四]季度)?)?(?P<name>.{3,40}?)(?:20\d\d年度?)?(?:项目支出|支出)?(?:预算)?绩效(?:(?:自评价?|自我评价|评价|运行监控|监控)(?:情况)?的?(?:综合)?(?:报告|说明)|目标(?:情况)?(?:说明)?)$"
)


_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}部分")
_LONGEST = 60


class _Said(NamedTuple):
    """One figure or text of a sentence, and the words that say it."""

    value: str
    unit: str
    words: str
    place: Place


@dataclass(slots=True)
class _Summary:
    """A project told in sentences alone (自评综述)."""

    name: str
    place: Place
    said: dict[str, list[_Said]] = field(default_factory=dict)


class Report:
    """Takes the paragraphs of a document as they come; ``complete`` gives what they say to the sheets."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._said: dict[str, list[_Said]] = {}
        self._name: str | None = None
        self._summaries: list[_Summary] = []
        self._open = False
        """The sentences to come are those of the last summary."""

    def close(self) -> None:
        """A table or a heading ends a summary."""
        self._open = False

    def take(self, text: str, place: Place) -> None:
        """Remember what one paragraph says; a line of nothing but the score is that of the sheet before it."""
        line = _SCORE_LINE.match(text)
        drafts = self._fields.drafts
        if line and drafts and drafts[-1].indicators and self._fields.heading.used:
            if "total_score" not in drafts[-1].amounts:
                self._fields.amount("total_score", line[1], text[: line.start(1)], place)
            return
        named = _NAMED.match(text) if len(text) <= _LONGEST and "绩效" in text and self._name is None else None
        if named and not is_form_of_none(named["name"]):
            self._name = clean(named["name"])
        if "综述" in text and (summary := _SUMMARY.match(text)):
            self._summaries.append(_Summary(clean(summary["name"]), place))
            self._open = True
        elif _HEADING.match(text):
            self._open = False
        self._sentences(text, place, self._summaries[-1].said if self._open else self._said)

    def _sentences(self, text: str, place: Place, into: dict[str, list[_Said]]) -> None:
        """The figures and texts of a paragraph."""
        if "绩效目标" in text:
            for name, pattern in (("goals", _GOAL), ("achievement", _DONE)):
                if found := pattern.search(text):
                    into.setdefault(name, []).append(_Said(found["value"], "", found[0], place))
        if _FIGURE.search(text):
            for name, pattern in _SAID.items() if not _OF_INDICATOR.search(text) else ():
                for found in pattern.finditer(text):
                    unit = found.groupdict().get("unit") or ""
                    into.setdefault(name, []).append(_Said(found["value"].replace(",", ""), unit, found[0], place))

    def complete(self) -> None:
        """Fill what the sheets leave open; what the report says in two ways stays open."""
        drafts = self._fields.drafts
        for summary in self._summaries:
            draft = next((draft for draft in drafts if _is_same(draft.texts.get("name") or draft.named, summary.name)), None)
            if draft is None:
                draft = Draft(place=summary.place, heading=Heading(used=True), texts={"name": summary.name})
                drafts.append(draft)
            self._fill(draft, summary.said)
        if len(drafts) == 1 and not self._summaries:
            if self._name and not drafts[0].texts.get("name") and not drafts[0].named:
                drafts[0].texts["name"] = self._name
                drafts[0].doubts.append("name")
            drafts[0].doubts += self._fill(drafts[0], self._said)

    def _fill(self, draft: Draft, sentences: dict[str, list[_Said]]) -> list[str]:
        """Set what is open in a sheet from sentences; the names of the fields that were."""
        heading, drafts = self._fields.heading, self._fields.drafts
        self._fields.heading, self._fields.drafts = draft.heading, [draft]
        single = {field: said[0] for field, said in sentences.items() if len({(it.value, it.unit) for it in said}) == 1}
        filled = [field for field, said in single.items() if self._set(draft, field, said)]
        self._fields.heading, self._fields.drafts = heading, drafts
        return filled

    def _set(self, draft: Draft, field: str, said: _Said) -> bool:
        known = draft.amounts.get(field)
        if known is not None:
            if field == "total_score" and known != self._fields.notes.number(said.value, said.words, said.place):
                message = _("“{text}”与表中的 {known} 不同，采用了表中的数，请核对").format(text=clean(said.words), known=known)
                self._fields.notes.warn(message, said.place)
                draft.doubts.append(field)
            return False
        if field in ("goals", "achievement"):
            there = draft.goals or draft.long_goals if field == "goals" else draft.texts.get(field)
            if not there:
                self._fields.set(field, said.value, said.words, said.place)
            return not there
        if field not in RATES and (draft.texts.get("unit") or draft.heading.line.unit or said.unit) != said.unit:
            return False
        self._fields.amount(field, f"{said.value}{said.unit}", said.words, said.place)
        return True


def _is_same(known: str | None, name: str) -> bool:
    """Is this the name of a sheet, with or without 项目 at its end?"""
    return known is not None and plain(known).removesuffix("项目") == plain(name).removesuffix("项目")
