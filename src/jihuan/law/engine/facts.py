"""The interchange document as rules look at it: every project, indicator and passage with its pointer and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from jihuan.core import document as core
from jihuan.core.document import Place
from jihuan.core.money import EXPONENTS, to_yuan
from jihuan.core.text import half_width, squeeze
from jihuan.core.vocabulary import EMPTY_WORDS

LEVEL1_KEYS = ("满意度", "成本", "效益", "产出")
LEVEL2_KEYS = {
    "满意度": "满意度",
    "可持续": "可持续影响",
    "经济效益": "经济效益",
    "社会效益": "社会效益",
    "生态": "生态效益",
    "环境效益": "生态效益",
    "数量": "数量",
    "质量": "质量",
    "时效": "时效",
    "成本": "成本",
}

_REASONED = re.compile(r"([^(:,]{1,10})[(:,]")
"""不适用（理由）: what stands before the reason."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell or passage: where it is and what it says ("" where nothing is printed)."""

    pointer: str
    place: Place | None
    text: str = ""


@lru_cache(maxsize=8192)
def norm(text: str | None) -> str:
    """A text for comparing: no white space, full-width signs as half-width ones, no full stop at the end."""
    return half_width(squeeze(text or "")).rstrip("。.;；")


def _shown(value: object) -> str:
    """A cell as words; "" for what is not one cell."""
    if isinstance(value, str):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else ""


@dataclass(frozen=True)
class IndicatorFacts:
    """One indicator row (of a project, or promised in a sentence of a sub-goal)."""

    row: core.Indicator
    pointer: str
    place: Place | None
    position: int
    project: ProjectFacts | None = None
    sub_goal: SubGoalFacts | None = None

    @property
    def name(self) -> str:
        """三级指标, "" where none."""
        return self.row.level3 or ""

    @property
    def description(self) -> str:
        return self.row.description or ""

    @property
    def basis(self) -> str:
        return self.row.basis or ""

    @property
    def words(self) -> str:
        """Name and description, for lexicons."""
        return f"{self.name} {self.description}".strip()

    @cached_property
    def level1(self) -> str:
        """产出, 效益, 满意度, 成本, or "" where the form says something else."""
        printed = norm(self.row.level1)
        return next((key for key in LEVEL1_KEYS if key in printed), "")

    @cached_property
    def level2(self) -> str:
        """数量, 质量, 时效, 成本, 经济效益, 社会效益, 生态效益, 可持续影响, 满意度, or "" where unknown."""
        printed = norm(self.row.level2)
        return next((key for word, key in LEVEL2_KEYS.items() if word in printed), "")

    @cached_property
    def applies(self) -> bool:
        """Whether the row is more than 无, 不适用 or strokes (/ — -) in place of a name."""
        name, value = norm(self.name), norm(self.target.raw)
        said = {name, value, *(found[1] for found in (_REASONED.match(name), _REASONED.match(value)) if found)}
        return not (said & EMPTY_WORDS or (name and not name.strip("/\\—–―-_.·")) or "不适用" in value)

    @property
    def is_satisfaction(self) -> bool:
        return "满意" in self.name or self.level2 == "满意度" or self.level1 == "满意度"

    @property
    def target(self) -> core.Target:
        return self.row.target

    @property
    def value(self) -> Decimal | None:
        """The number of a quantitative target."""
        return self.target.value if self.target.kind == "quantitative" else None

    @property
    def unit(self) -> str:
        return self.target.unit or ""

    def spot(self, name: str = "") -> Spot:
        """The cell of a field ("level3", "target", "basis" …); the whole row with no name."""
        if not name:
            return Spot(self.pointer, self.place, self.name or self.description)
        value = self.target.raw if name == "target" else getattr(self.row, name)
        return Spot(f"{self.pointer}/{name}", self.place, value.raw if isinstance(value, core.Actual) else _shown(value))


@dataclass(frozen=True)
class ProjectFacts:
    """One project sheet."""

    sheet: core.Project
    pointer: str
    position: int
    document: DocumentFacts

    @property
    def name(self) -> str:
        return self.sheet.name or ""

    @property
    def place(self) -> Place | None:
        return self.sheet.place

    @property
    def label(self) -> str:
        """How a message calls the project."""
        return self.name or f"第{self.position + 1}张表"

    @cached_property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        return tuple(
            IndicatorFacts(row, f"{self.pointer}/indicators/{at}", row.place or self.place, at, project=self)
            for at, row in enumerate(self.sheet.indicators)
        )

    @cached_property
    def goals(self) -> tuple[Spot, ...]:
        return tuple(Spot(f"{self.pointer}/goals/{at}", self.place, text) for at, text in enumerate(self.sheet.goals))

    def spot(self, name: str = "") -> Spot:
        """The cell of a field ("fund_use", "budget/total", "indicators" …); the whole sheet with no name."""
        if not name:
            return Spot(self.pointer, self.place, self.name)
        value: object = self.sheet
        for part in name.split("/"):
            value = getattr(value, part)
        return Spot(f"{self.pointer}/{name}", self.place, _shown(value))

    def yuan(self, amount: Decimal | None) -> Decimal | None:
        """An amount of this sheet in 元; None where amount or unit is missing."""
        unit = self.sheet.amount_unit
        return None if amount is None or unit not in EXPONENTS or not amount.is_finite() else to_yuan(amount, unit)

    @property
    def budget_yuan(self) -> Decimal | None:
        """预算数 in 元."""
        return self.yuan(self.sheet.budget.total)


@dataclass(frozen=True)
class SubGoalFacts:
    """分项绩效目标 of the department."""

    block: core.SubGoal
    pointer: str
    position: int
    document: DocumentFacts

    @property
    def name(self) -> str:
        return self.block.name

    @property
    def place(self) -> Place | None:
        return self.block.place

    @cached_property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        return tuple(
            IndicatorFacts(row, f"{self.pointer}/indicators/{at}", row.place or self.place, at, sub_goal=self)
            for at, row in enumerate(self.block.indicators)
        )

    def spot(self, name: str = "") -> Spot:
        """A passage: "name", "description", "goal" or "indicator_text"; the whole sub-goal with no name."""
        if not name:
            return Spot(self.pointer, self.place, self.name)
        return Spot(f"{self.pointer}/{name}", self.place, getattr(self.block, name) or "")


@dataclass(frozen=True)
class TextFacts:
    """One passage or cell of words, for the rules of language. ``part`` is the last name of its pointer."""

    spot: Spot
    part: str
    project: ProjectFacts | None = None
    sub_goal: SubGoalFacts | None = None
    indicator: IndicatorFacts | None = None

    @property
    def text(self) -> str:
        return self.spot.text


@dataclass(frozen=True)
class DocumentFacts:
    """The whole document."""

    document: core.Document

    @property
    def year(self) -> int | None:
        return self.document.fiscal_year

    @cached_property
    def agency_name(self) -> str:
        """The name of the agency, from the document or its first sheet that prints one."""
        names = [self.document.agency.name, *(sheet.agency_name for sheet in self.document.projects)]
        return next((name for name in names if name), "")

    @cached_property
    def has_weights(self) -> bool:
        """Whether any indicator of the projects has a weight: the form has the column."""
        return any(indicator.row.weight is not None for indicator in self.indicators)

    @cached_property
    def projects(self) -> tuple[ProjectFacts, ...]:
        return tuple(ProjectFacts(sheet, f"/projects/{at}", at, self) for at, sheet in enumerate(self.document.projects))

    @cached_property
    def sub_goals(self) -> tuple[SubGoalFacts, ...]:
        return tuple(SubGoalFacts(block, f"/sub_goals/{at}", at, self) for at, block in enumerate(self.document.sub_goals))

    @cached_property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """The indicators of the projects (not those of the sub-goals)."""
        return tuple(indicator for project in self.projects for indicator in project.indicators)

    @cached_property
    def applying(self) -> tuple[IndicatorFacts, ...]:
        """The indicators without rows that say 无 or 不适用."""
        return tuple(indicator for indicator in self.indicators if indicator.applies)

    @property
    def has_department_part(self) -> bool:
        return bool(self.document.overall_goal or self.document.sub_goals or self.document.safeguards)

    def spot(self, name: str = "") -> Spot:
        """ "overall_goal/text", "safeguards", "safeguards/0/text", "sub_goals" …; the whole document with no name."""
        if name == "overall_goal/text":
            goal = self.document.overall_goal
            return Spot("/overall_goal/text", goal.place if goal else None, goal.text if goal else "")
        return Spot(f"/{name}" if name else "", None, "")

    @cached_property
    def safeguards(self) -> tuple[Spot, ...]:
        """The texts of 工作保障措施."""
        return tuple(
            Spot(f"/safeguards/{at}/text", guard.place, guard.text) for at, guard in enumerate(self.document.safeguards)
        )

    @cached_property
    def texts(self) -> tuple[TextFacts, ...]:
        """Every passage that somebody wrote, in the order of the document."""
        return tuple(text for text in self._texts() if text.text)

    def _texts(self) -> Iterator[TextFacts]:
        yield TextFacts(self.spot("overall_goal/text"), "overall_goal")
        for sub_goal in self.sub_goals:
            for part in ("name", "description", "goal", "indicator_text"):
                yield TextFacts(sub_goal.spot(part), part, sub_goal=sub_goal)
        for spot in self.safeguards:
            yield TextFacts(spot, "safeguard")
        for project in self.projects:
            for part in ("name", "fund_use", "achievement"):
                yield TextFacts(project.spot(part), part, project=project)
            for spot in project.goals:
                yield TextFacts(spot, "goal", project=project)
            for indicator in project.indicators:
                for part in ("level3", "description", "basis", "deviation"):
                    yield TextFacts(indicator.spot(part), part, project=project, indicator=indicator)
