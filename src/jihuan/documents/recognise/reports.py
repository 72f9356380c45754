"""What the sentences of a report (绩效自评报告) say of its one project: amounts, rates, scores, its goal; and its name in the title.

A table says it better: a sentence only fills what the tables leave open, and what it fills is marked uncertain.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.core.language import _
from jihuan.core.text import clean
from jihuan.documents.recognise.draft import Draft
from jihuan.documents.recognise.fields import RATES, Fields
from jihuan.documents.recognise.headings import is_form_of_none

_LINK = r"[^\d，。；、增减超余缺比较]{0,8}?"
_MONEY = r"(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)"
_POINTS = r"(?:得分|总分|分数)[^\d，。；、]{0,4}(?P<value>\d{1,3}(?:\.\d+)?)\s*分?(?!值|\d|[%％])"
_SAID = {
    "initial": re.compile(rf"(?<![比较])年初(?:批复|安排|下达|核定)?的?预算{_LINK}{_MONEY}"),
    "adjusted": re.compile(rf"(?<![比较])(?:全年预算|(?:全年)?调整后?的?(?:全年)?预算){_LINK}{_MONEY}"),
    "executed": re.compile(rf"(?:实际|全年|累计|共计?|已)(?:完成|执行|支出|支付|使用){_LINK}{_MONEY}"),
    "execution_rate": re.compile(
        r"(?:预算|资金)?(?:执行|支出)(?:率|进度)[^\d，。；、]{0,4}(?P<value>\d{1,3}(?:\.\d+)?)\s*[%％]"
    ),
    "execution_score": re.compile(rf"预算执行(?:率|情况)?(?:自评)?{_POINTS}"),
    "total_score": re.compile(rf"(?<!执行)(?<!执行率)(?<!执行情况)(?:自评|自评价|综合|评价|最终)(?:综合|总体|平均)?{_POINTS}"),
}
_SCORE_LINE = re.compile(
    r"(?:项目|绩效)?(?:自评|评价|综合)(?:总|综合)?(?:得分|总分)\s*[:：]\s*(\d{1,3}(?:\.\d+)?)\s*分?(?![\d%％])"
)
_GOAL = re.compile(r"(?:总体|年度)*绩效目标(?:为|是)\s*[:：]?\s*(?P<value>[^。]{8,}。)")
_NAMED = re.compile(
    r"^(?:关于)?(?:20\d\d年度?)?(?P<name>.{3,40}?)(?:项目支出|支出)?(?:预算)?绩效(?:自评价?|自我评价|评价|运行监控|监控)(?:情况)?的?(?:综合)?(?:报告|说明)$"
)


class _Said(NamedTuple):
    """One figure or text of a sentence, and the words that say it."""

    value: str
    unit: str
    words: str
    place: Place


class Report:
    """Takes the paragraphs of a document as they come; ``complete`` gives what they say to its only sheet."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._said: dict[str, list[_Said]] = {}
        self._name: str | None = None

    def take(self, text: str, place: Place) -> None:
        """Remember what one paragraph says; a line of nothing but the score is that of the sheet before it."""
        line = _SCORE_LINE.match(text)
        drafts = self._fields.drafts
        if line and drafts and drafts[-1].indicators and self._fields.heading.used:
            if "total_score" not in drafts[-1].amounts:
                self._fields.amount("total_score", line[1], text[: line.start(1)], place)
            return
        named = _NAMED.match(text) if len(text) <= 60 and self._name is None else None
        if named and not is_form_of_none(named["name"]):
            self._name = clean(named["name"])
        if "目标" in text and (goal := _GOAL.search(text)):
            self._said.setdefault("goals", []).append(_Said(goal["value"], "", text, place))
        if any(word in text for word in ("预算", "支出", "执行", "分")):
            for field, pattern in _SAID.items():
                for found in pattern.finditer(text):
                    unit = found.groupdict().get("unit") or ""
                    self._said.setdefault(field, []).append(_Said(found["value"].replace(",", ""), unit, found[0], place))

    def complete(self) -> None:
        """Fill what the only sheet leaves open; what the report says in two ways stays open."""
        if len(self._fields.drafts) != 1:
            return
        draft = self._fields.drafts[0]
        if self._name and not draft.texts.get("name") and not draft.named:
            draft.texts["name"] = self._name
            draft.doubts.append("name")
        for field, said in self._said.items():
            if len({(it.value, it.unit) for it in said}) == 1:
                self._fill(draft, field, said[0])

    def _fill(self, draft: Draft, field: str, said: _Said) -> None:
        value, unit, words, place = said
        if field == "goals":
            if not draft.goals and not draft.long_goals:
                self._fields.set(field, value, words, place)
                draft.doubts.append(field)
            return
        known = draft.amounts.get(field)
        if known is not None:
            if field == "total_score" and known != self._fields.notes.number(value, words, place):
                message = _("“{text}”与表中的 {known} 不同，采用了表中的数，请核对").format(text=clean(words), known=known)
                self._fields.notes.warn(message, place)
                draft.doubts.append(field)
            return
        if field not in RATES and (draft.texts.get("unit") or draft.heading.line.unit or unit) != unit:
            return
        self._fields.amount(field, f"{value}{unit}", words, place)
        draft.doubts.append(field)
