"""A project sheet while it is read: fields are set as labels are met, and checked when the sheet is complete."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jihuan.core.document import Budget, FundSource, Indicator, Place, Project, SpendingNode
from jihuan.core.language import _
from jihuan.core.money import AmountError, split_amount
from jihuan.core.text import squeeze
from jihuan.documents.recognise.headings import Line, title_name
from jihuan.documents.recognise.indicators import IndicatorRows
from jihuan.documents.recognise.notes import Notes

LONG_NAMES = {"total": "资金总额", "fiscal": "财政资金", "other": "其他资金"}
AMOUNTS = ("total", "fiscal", "other", "initial", "adjusted", "executed")
MOST_EXECUTION = 10
"""Points that 预算执行率 has where a form counts it without printing it in a field of its own."""
_FUND = re.compile("(?:所属)?专项(?:资金)?(?:名称)?$")
_STATED = re.compile(r"预算资金\s*[:：]?\s*(\d[\d.,]*\s*(?:万元|亿元|元))")

_TEN_THOUSANDS = re.compile(r"(\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)\s*万元")


@dataclass(slots=True)
class Heading:
    """What stands above a sheet: its title and the line of agency and unit."""

    title: str | None = None
    line: Line = field(default_factory=lambda: Line(None, None, None))
    used: bool = False
    repeats: bool = False
    """The title is that of the sheet before: its continuation, or the next sheet of the same form."""
    named: str | None = None
    """The project that a numbered heading above names: “一、松材线虫病防治项目”."""
    pairs: list[tuple[str, str, str, Place]] = field(default_factory=list)
    """Labels with values printed above the table: field, label, value, place."""


@dataclass(slots=True)
class Draft:
    """The fields of one sheet as far as they are known; ``texts`` holds code, names, unit, fund use and achievement."""

    place: Place
    heading: Heading
    texts: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    plan: list[SpendingNode] = field(default_factory=list)
    goals: tuple[str, ...] = ()
    long_goals: tuple[str, ...] = ()
    long_amounts: dict[str, Decimal] = field(default_factory=dict)
    parts: Decimal = Decimal(0)
    """Sum of the sources that have no field of their own: 上年结转, 单位资金 …"""
    sources: list[FundSource] = field(default_factory=list)
    """The rows of a table of amounts that say more than ``amounts`` hold."""
    indicators: list[Indicator] = field(default_factory=list)
    long_indicators: list[Indicator] = field(default_factory=list)
    rows: list[IndicatorRows] = field(default_factory=list)
    total_weight: Decimal | None = None
    name_label: str = ""
    doubts: list[str] = field(default_factory=list)
    """Fields that a scan did not give surely."""

    @property
    def title(self) -> str | None:
        return self.heading.title

    @property
    def named(self) -> str | None:
        """The project as its title or a heading above names it, where no label does."""
        return (title_name(self.title) if self.title else None) or self.heading.named

    @property
    def unit(self) -> str | None:
        """The unit of amounts that the sheet prints."""
        return self.texts.get("unit") or self.heading.line.unit

    def is_of_fund(self) -> bool:
        """Is nothing told yet but the special fund (专项名称) to which the project belongs whose name may follow?"""
        return bool(_FUND.match(self.name_label)) and not (self.indicators or self.goals)

    def is_named(self) -> bool:
        """Does a label or the title name the project?"""
        return bool(self.texts.get("name") or (self.title and title_name(self.title)))

    def is_result(self) -> bool:
        """Is nothing told but amounts and a score?"""
        return "total_score" in self.amounts and not (self.goals or self.long_goals or self.indicators or self.long_indicators)

    def is_bare(self) -> bool:
        """Is nothing known but the agency and the unit of amounts?"""
        more = self.amounts or self.goals or self.long_goals or self.indicators or self.long_indicators or self.plan
        return not more and self.texts.keys() <= {"agency_code", "agency_name", "unit"}

    def is_filled_by(self, agency: str) -> bool:
        """Is this the agency that the line above the form names as the one that fills it in?"""
        return any(field == "agency_name" and agency in value for field, _label, value, _place in self.heading.pairs)

    def finished(self, notes: Notes) -> Project:
        """The sheet as a project, with the problems that only the whole sheet shows."""
        name = self.texts.get("name") or self.named
        if not name:
            notes.warn(_("有一张项目绩效表没有找到项目名称，请补上"), self.place)
        self._settle_span(name or "", notes)
        unit = self.unit or self._stated_unit(notes)
        if unit is None and any(key in self.amounts for key in AMOUNTS):
            notes.warn(_("“{name}”的表上没有写明金额单位（万元或元），请补上").format(name=name or ""), self.place)
        self._check_total(name or "", notes)
        self._check_unit(name or "", unit, notes)
        self._share_weights(notes)
        self._doubt_bare_numbers()
        check_scores(self, name or "", notes)
        return Project(
            code=self.texts.get("code"),
            name=name,
            agency_code=self.texts.get("agency_code") or self.heading.line.code,
            agency_name=self.texts.get("agency_name") or self.heading.line.name,
            department=self.texts.get("department"),
            amount_unit=unit,
            budget=Budget(**{key: self.amounts.get(key) for key in (*AMOUNTS, "execution_rate")}, sources=tuple(self.sources)),
            fund_use=self.texts.get("use"),
            spending_plan=tuple(self.plan),
            goals=self.goals,
            achievement=self.texts.get("achievement"),
            total_score=self.amounts.get("total_score"),
            execution_weight=self.amounts.get("execution_weight"),
            execution_score=self.amounts.get("execution_score"),
            indicators=tuple(self.indicators),
            uncertain=self._uncertain(unit),
            place=self.place,
        )

    def _uncertain(self, unit: str | None) -> tuple[str, ...]:
        known = unit is None or self.unit
        return tuple(dict.fromkeys((*self.doubts, *(() if known else ("amount_unit",)))))

    def _settle_span(self, name: str, notes: Notes) -> None:
        """What is printed for several years counts where nothing is printed for the year; otherwise it is told."""
        told: list[str] = []
        if "total" in self.amounts:
            told += [f"{LONG_NAMES.get(key, key)} {value}" for key, value in self.long_amounts.items()]
        else:
            self.amounts = {**self.long_amounts, **self.amounts}
        if self.goals:
            told += self.long_goals
        else:
            self.goals = self.long_goals
        if self.indicators:
            rows = (it for it in self.long_indicators if it.target.raw or it.level3)
            told += [" ".join(filter(None, (it.level1, it.level2, it.level3, it.target.raw))) for it in rows]
        else:
            self.indicators = self.long_indicators
        if told:
            message = _("“{name}”另有跨年度（中期、实施期或项目总体）的内容，年度栏目没有采用，请核对：{texts}")
            notes.inform(message.format(name=name, texts="；".join(told)), self.place)

    def _doubt_bare_numbers(self) -> None:
        """On a scan, a number without a sign among rows with signs may have lost it."""
        scanned = [place for rows in self.rows for place in rows.scanned]
        signed = any(it.target.operator for it in self.indicators)
        for index, it in enumerate(self.indicators):
            if signed and it.place in scanned and it.target.value is not None and it.target.operator is None:
                self.indicators[index] = replace(it, uncertain=tuple(dict.fromkeys((*it.uncertain, "target"))))

    def _share_weights(self, notes: Notes) -> None:
        """A weight printed with a level is that of its only row; of several rows it is told."""
        weights = {level: weight for rows in self.rows for level, weight in rows.group_weights.items()}
        for level, weight in weights.items():
            mine = [it for it in self.indicators if level in (it.level1, it.level2)]
            if len(mine) == 1 and mine[0].weight is None:
                self.indicators[self.indicators.index(mine[0])] = replace(mine[0], weight=weight)
        for level, weight in weights.items():
            mine = [it for it in self.indicators if level in (it.level1, it.level2)]
            if sum(it.weight or 0 for it in mine) != weight:
                message = _("“{level}”写有分值 {weight}，其下各行的分值没有写明或合计不符，请核对")
                notes.inform(message.format(level=level, weight=weight), mine[0].place if mine else self.place)

    def _stated_unit(self, notes: Notes) -> str | None:
        """The unit that the purpose sentence proves: it repeats the very figure of the form with a unit."""
        stated = _STATED.search(self.texts.get("use", ""))
        try:
            parts = split_amount(stated[1]) if stated else None
        except AmountError:
            return None
        if not parts or parts[0] != self.amounts.get("total"):
            return None
        message = _("表上没有写明金额单位；资金用途中写有“{text}”，与预算数相同，按{unit}读取，请核对")
        notes.inform(message.format(text=stated[0] if stated else "", unit=parts[1]), self.place)
        return parts[1]

    def _check_total(self, name: str, notes: Notes) -> None:
        total, fiscal, other = (self.amounts.get(key) for key in AMOUNTS[:3])
        named = (fiscal or 0) + (other or 0)
        if total is not None and fiscal is not None and total != named and not named < total <= named + self.parts:
            message = _("“{name}”的财政资金 {fiscal} 与其他资金 {other} 之和不等于预算数 {total}，请核对")
            notes.warn(
                message.format(name=name, fiscal=fiscal, other=other if other is not None else _("空"), total=total), self.place
            )

    def _check_unit(self, name: str, unit: str | None, notes: Notes) -> None:
        """A text that says the very figure of the form ten thousand times smaller or larger proves that 元 and 万元 are confused."""
        total = self.amounts.get("total")
        texts = [text for text in (self.texts.get("use", ""), *self.goals) if "万元" in text] if total else []
        for found in (found for text in texts for found in _TEN_THOUSANDS.finditer(text)):
            said = Decimal(found[1].replace(",", ""))
            if total == (said * 10_000 if unit == "万元" else said if unit == "元" else None):
                message = _(
                    "“{name}”的预算数是 {total} {unit}，而资金用途或绩效目标写有“{text}”，恰好相差一万倍，请核对金额单位"
                )
                notes.warn(message.format(name=name, total=total, unit=unit, text=found[0]), self.place)
                self.doubts.append("amount_unit")
                return


def check_scores(draft: Draft, name: str, notes: Notes) -> None:
    """Totals against their parts: the weights and the scores of all rows and of the execution rate."""
    for key, column, what in (("total_weight", "weight", _("分值")), ("total_score", "score", _("得分"))):
        total = draft.total_weight if key == "total_weight" else draft.amounts.get("total_score")
        parts = [value for it in draft.indicators if (value := it.weight if column == "weight" else it.score) is not None]
        rows = sum(parts, Decimal(0))
        execution = draft.amounts.get(f"execution_{column}")
        between = execution is None and rows <= (total or 0) <= rows + MOST_EXECUTION
        if total is None or not parts or between or total in (rows, rows + (execution or 0)):
            continue
        message = _("“{name}”写明的{what}合计 {total} 与各行相加 {sum} 不符，请核对")
        notes.warn(message.format(name=name, what=what, total=total, sum=rows + (execution or 0)), draft.place)


def code_text(text: str) -> str:
    """A code printed over two lines is one code."""
    return squeeze(text)
