"""The sheet being read: which draft a value belongs to, and how a printed value becomes a field of it."""

from __future__ import annotations

import re
from decimal import Decimal

from jihuan.core.codes import project_code_problem
from jihuan.core.document import Place
from jihuan.core.language import _
from jihuan.core.text import clean, join_lines
from jihuan.documents.recognise.draft import AMOUNTS, Draft, Heading, code_text
from jihuan.documents.recognise.headings import Line
from jihuan.documents.recognise.notes import NOTHING, Notes
from jihuan.documents.recognise.numbered import numbered
from jihuan.documents.recognise.words import amount_unit, name_of, plain

WHOLE_TEXT = ("goals", "long_goals", "use", "achievement")
RATES = ("execution_rate", "execution_weight", "execution_score", "total_score")
_CODE_AND_NAME = re.compile(r"^\s*(?P<code>\d[0-9A-Z]{13,29})\s*[-—–_ ]\s*(?P<name>\S.*)$", re.DOTALL)
_AGENCY_AND_NAME = re.compile(r"^\s*(?P<code>\d{12}|\d{9}|\d{6}|\d{3})\s*[-—–_ ]?\s*(?P<name>[一-龥（(].*)$", re.DOTALL)
_NAME_AND_AGENCY = re.compile(r"^(?P<name>[一-龥（()）]{2,})\s*[-—–_ （(]?\s*(?P<code>\d{12}|\d{9}|\d{6}|\d{3})\s*[)）]?$")

_LABEL_LIKE = re.compile(r"[一-龥()]{2,10}(?:指标|目标|情况|内容|说明|综述|概述|要求|依据|标准|单位|名称|金额)")
_FILLED_BY = re.compile("填[报表]|编制|申报")
_SEAL = r"[（(](?:公章|盖章|签章|加盖公章|章)[)）]"
_BESIDE_NAME = re.compile(rf"^{_SEAL}\s*|\s*{_SEAL}|\s*[（(]?20\d\d\s*年度?[)）]?$")
"""The mark for the seal, and the year at the other end of the line."""
_CAPITALS = re.compile(
    r"(?:人民币)?[:：\s]*[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]+[（(](?:小写|人民币)?[:：\s]*([¥￥]?\d[\d,.]*(?:万元|亿元|元)?)[)）]"
)
_REMARK = re.compile(r"[（(].*[)）]\s*$|[?？]+\s*$|(?<=元)[，。；].+$", re.DOTALL)
_ASIDE = re.compile(r"(?<=元)[，。；][^()（）]*$")


def institution(text: str) -> str:
    """The name of an agency without what forms print beside it."""
    return _BESIDE_NAME.sub("", text).strip()


def in_figures(text: str) -> str:
    """An amount without the capital numerals before it: 叁拾万元整（￥300,000.00）."""
    found = _CAPITALS.fullmatch(clean(join_lines(text)))
    return found[1] if found else text


class Fields:
    """Keeps heading and drafts; ``place`` is where a draft begins that the next value opens."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.heading = Heading()
        self.drafts: list[Draft] = []
        self.place = Place()

    def draft(self) -> Draft:
        """The sheet being read; a new one after a new title."""
        if not self.heading.used or not self.drafts:
            self.heading.used = True
            self.drafts.append(Draft(place=self.place, heading=self.heading))
            for field, name, value, place in self.heading.pairs:
                self.set(field, value, name, place)
        return self.drafts[-1]

    def take_back(self) -> None:
        """A sheet of which only the agency and the unit are known is none: they hold for all sheets of the list that follows."""
        last = self.drafts[-1] if self.drafts and self.heading.used else None
        if last and last.texts and last.is_bare():
            line, texts = self.heading.line, self.drafts.pop().texts
            known = Line(texts.get("agency_code"), texts.get("agency_name"), texts.get("unit"))
            line = Line(known.code or line.code, known.name or line.name, known.unit or line.unit)
            self.heading = Heading(title=self.heading.title, line=line)

    def join_results(self) -> None:
        """A row of a list of results says again what the project's own sheet says: the sheet stands, what differs is told."""
        sheets = {draft.texts.get("name"): draft for draft in self.drafts if draft.indicators}
        for draft in [draft for draft in self.drafts if draft.is_result()] if sheets else ():
            sheet = sheets.get(draft.texts.get("name"))
            if sheet is None or {sheet.unit, draft.unit} >= {"万元", "元"}:
                continue
            self.drafts.remove(draft)
            for key, value in draft.amounts.items():
                self._once(name_of(key), sheet.amounts.setdefault(key, value), value, draft.place)
            for key, text in draft.texts.items():
                self._once(name_of(key), sheet.texts.setdefault(key, text), text, draft.place)

    def begin(self, line: Line | None = None) -> None:
        """The next value opens a new sheet under the same line of agency and unit."""
        if self.heading.used:
            self.heading = Heading(line=line or self.heading.line)

    def set(self, field: str, text: str, label: str, place: Place) -> None:
        """Set a field from its printed text; a second code or name begins a new sheet."""
        if field in (*AMOUNTS, *RATES, "long_total"):
            self.amount(field, text, label, place)
            return
        value = code_text(text) if field in ("code", "agency_code") else clean(join_lines(text))
        if field in ("agency_name", "department"):
            value = institution(value)
        if plain(value) in NOTHING or field == "plan":
            return
        both = {"name": _CODE_AND_NAME, "code": _CODE_AND_NAME, "agency_name": _AGENCY_AND_NAME}.get(field)
        found = both.match(_BESIDE_NAME.sub("", join_lines(text))) if both else None
        found = found or (_NAME_AND_AGENCY.match(value) if field == "agency_name" else None)
        if found:
            kind = "agency_" if field.startswith("agency") else ""
            for part in ("code", "name"):
                self._text(f"{kind}{part}", clean(found[part]), label, place)
            return
        self._text(field, value, label, place, text)

    def _text(self, field: str, value: str, label: str, place: Place, raw: str = "") -> None:
        draft = self.draft()
        if field == "name" and draft.is_of_fund() and value != (fund := draft.texts.get(field, value)):
            draft.texts[field], draft.name_label = value, label
            self._once(label, value, fund, place)
        if field in ("code", "name") and draft.texts.get(field, value) != value:
            self.begin()
            draft = self.draft()
        draft.name_label = label if field == "name" else draft.name_label
        if field in WHOLE_TEXT and _LABEL_LIKE.fullmatch(plain(value)):
            message = _("“{label}”一栏读到的是“{text}”，像是另一栏的名称，请对照原件核对")
            self.notes.warn(message.format(label=label, text=value), place)
        problem = project_code_problem(value) if field == "code" and field not in draft.texts else None
        if problem:
            self.notes.warn(problem, place)
        if field == "goals":
            draft.goals += tuple(goal for goal in numbered(raw, len(draft.goals) + 1) if goal not in draft.goals)
        elif field == "long_goals":
            draft.long_goals += tuple(goal for goal in numbered(raw, len(draft.long_goals) + 1) if goal not in draft.long_goals)
        else:
            before = draft.texts.setdefault(field, value)
            if field == "agency_name" and before != value and draft.is_filled_by(before) and not _FILLED_BY.search(label):
                draft.texts[field], value, before = value, before, value
            self._once(label, before, value, place)

    def amount(self, field: str, text: str, label: str, place: Place, *, long: bool = False) -> Decimal | None:
        """An amount, rate or score of the project; ``long`` where it is that of several years. Gives what is printed."""
        draft = self.draft()
        field, long = ("total", True) if field == "long_total" else (field, long)
        value = self._money(draft, text, label, place) if field in AMOUNTS else self.notes.number(text, label, place)
        if value is not None:
            kept = (draft.long_amounts if long else draft.amounts).setdefault(field, value)
            self._once(label, kept, value, place)
        return value

    def figure(self, role: str, text: str, label: str, place: Place) -> Decimal | None:
        """An amount or a rate that belongs to no field of the whole project: that of one source of funds."""
        return self._money(self.draft(), text, label, place) if role in AMOUNTS else self.notes.number(text, label, place)

    def part(self, text: str) -> None:
        """A source of funds without a field of its own, for the check of the sum."""
        digits = plain(text).replace(",", "")
        if re.fullmatch(r"\d+(?:\.\d+)?", digits):
            self.draft().parts += self.notes.number(digits, "", None) or 0

    def _money(self, draft: Draft, text: str, label: str, place: Place) -> Decimal | None:
        unit = draft.unit
        text = in_figures(text)
        value, printed = self.notes.amount(_ASIDE.sub("", text), unit, label, place)
        if value is not None and printed and not unit:
            draft.texts["unit"] = printed
        if value is not None and (remark := _REMARK.search(text)):
            message = _("“{label}”一栏写有“{text}”，只采用了金额，其余“{remark}”请核对")
            self.notes.inform(message.format(label=label, text=text, remark=remark[0]), place)
        return value

    def _once(self, label: str, kept: object, found: object, place: Place) -> None:
        """A field that is printed twice keeps the first; a different second is told."""
        if kept != found:
            message = _("“{label}”与前面的栏目重复而内容不同：采用“{kept}”，没有采用“{found}”，请核对")
            self.notes.warn(message.format(label=label, kept=kept, found=found), place)

    def unit(self, label: str) -> None:
        """The unit printed in a label: “年度资金总额（万元）”."""
        unit = amount_unit(label)
        if unit:
            self.draft().texts.setdefault("unit", unit)
