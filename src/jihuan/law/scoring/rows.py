"""A document as the whole-number rows that score.sql reads. What cannot be read becomes a row that says why (``reason``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from jihuan.core.document import Budget, Document
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.units import factor
from jihuan.core.vocabulary import EMPTY_WORDS
from jihuan.law.engine.facts import DocumentFacts, IndicatorFacts, ProjectFacts, norm
from jihuan.law.scoring.dates import days
from jihuan.law.scoring.policies import Policy

POLICY = 1
"""What the rows of one document call their policy."""
FAR = 2**62
"""Stands for every figure that is too large: out of the bounds of score.sql, inside 64 bits."""

FAR_WEIGHT = 2**30
"""Stands for every weight that is too large, in 32 bits."""

_NOT_APPLICABLE = EMPTY_WORDS - {"无", "空"}
_STROKES = re.compile(r"[/\\—–―\-_·.、…]*")
_TIERS = (
    (2, re.compile("部分(?:达成|完成|实现)")),
    (1, re.compile("(?:未|没有|不)(?:达成|完成|达标|能完成|能达成)|实现程度较低")),
    (3, re.compile("达成|完成|达到")),
)
_YES_NO = (("是", "否"), ("符合", "不符合"), ("合格", "不合格"), ("通过", "未通过"), ("通过", "不通过"), ("达标", "不达标"))
_CAUSES = (
    ("target_low", re.compile(r"(?:年度)?(?:目标|指标)(?:值)?(?:设定|设置)?(?:明显)?(?:偏低|过低)")),
    ("external", re.compile(r"(?:客观(?:因素)?增加|政策(?:性)?(?:变化|调整))")),
)
_LEAD = re.compile(r"^(?:(?:超额(?:完成)?)?(?:偏差)?原因(?:分析)?[：:是为]*|[（(]?[1-9一][)）.、．]|因|由于|因为)*")
_RULES = {">=": "forward", ">": "forward", "<=": "reverse", "<": "reverse", "=": "equal", "range": "range"}
_SHARES = ("%", "‰")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """A row of ``indicators`` in score.sql; besides, for explaining: why it could not be read, and the unit its values are in."""

    project: int
    position: int
    policy: int = POLICY
    level1: str = ""
    level2: str = ""
    weight: int | None = None
    rule: str
    target: int | None = None
    upper: int | None = None
    actual: int | None = None
    one: int = 1
    percent: bool = False
    cause: str = ""
    stated: int | None = None
    moves: bool = False
    reason: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A row of ``projects`` in score.sql; besides, ``one``: how an amount of 1 is written, and why it could not be read."""

    project: int
    policy: int = POLICY
    weight: int = 0
    budget: int | None = None
    executed: int | None = None
    stated_total: int | None = None
    moves: bool = False
    one: int = 1
    reason: str = ""


class Rows(NamedTuple):
    """The rows of one document, in its order."""

    indicators: tuple[IndicatorRow, ...]
    projects: tuple[ProjectRow, ...]


def rows(document: Document, policy: Policy) -> Rows:
    """Every indicator and every project of the document. Projects are numbered from 0, indicators inside their project."""
    facts = DocumentFacts(document)
    sheets = tuple(_project(project, policy) for project in facts.projects)
    known = [_known(project, sheet) for project, sheet in zip(facts.projects, sheets, strict=True)]
    indicators = (
        [_indicator(item, facts.year, complete) for item in project.indicators]
        for project, complete in zip(facts.projects, known, strict=True)
    )
    return marked(sheets, indicators)


def marked(sheets: Iterable[ProjectRow], indicators: Iterable[Sequence[IndicatorRow]]) -> Rows:
    """Projects and the rows of each, with ``moves`` where a weight moves because something does not apply."""
    projects: list[ProjectRow] = []
    items: list[IndicatorRow] = []
    for sheet, own in zip(sheets, indicators, strict=True):
        idle = bool(sheet.weight) and sheet.budget == 0 == sheet.executed
        moves = idle or any(row.rule == "not_applicable" and row.weight for row in own)
        projects.append(replace(sheet, moves=True) if moves else sheet)
        items += [replace(row, moves=True) for row in own] if moves else own
    return Rows(tuple(items), tuple(projects))


def hundredths(points: Decimal | None) -> int | None:
    """Points in hundredths, None where there are none or they have more decimals; FAR where absurd."""
    if points is None or (points.is_finite() and points.adjusted() < 15 and round(points, 2) != points):
        return None
    return int(points * 100) if points.is_finite() and points.adjusted() < 15 else FAR


def _weight(points: Decimal | None) -> int | None:
    """分值 in hundredths, inside 32 bits; what is negative is -1."""
    weight = hundredths(points)
    return None if weight is None else max(-1, min(weight, FAR_WEIGHT))


def _known(project: ProjectFacts, sheet: ProjectRow) -> bool:
    """Whether the weights that are printed make 100, so that a row without one is not missing it."""
    weights = [hundredths(item.row.weight) or 0 for item in project.indicators]
    return sum(weights) + sheet.weight == 10000


def _project(project: ProjectFacts, policy: Policy) -> ProjectRow:
    weight, reason = _execution_weight(project, policy)
    budget, executed = _amounts(project.sheet.budget)
    one = _one((budget, executed))
    return ProjectRow(
        project=project.position,
        weight=weight,
        budget=_scaled(budget, one),
        executed=_scaled(executed, one),
        stated_total=hundredths(project.sheet.total_score),
        one=one,
        reason=reason,
    )


def _execution_weight(project: ProjectFacts, policy: Policy) -> tuple[int, str]:
    """分值 of 预算执行率: as printed, else the usual; none where a row is that rate or, unprinted, the rows make 100 without it."""
    weighed = [item for item in project.indicators if item.row.weight is not None]
    named = [norm(item.name) or norm(item.description) for item in weighed]
    listed = any(word in name for name in named for word in policy.execution_words)
    full = sum(hundredths(item.row.weight) or 0 for item in weighed) == 10000
    printed = project.sheet.execution_weight
    if (listed and full) or (printed is None and (listed or full)):
        return 0, "in_rows"
    if printed is None:
        return int(policy.execution_weight * 100), ""
    weight = _weight(printed)
    return (FAR_WEIGHT, "weight_decimals") if weight is None else (weight, "")


def _amounts(budget: Budget) -> tuple[Fraction | None, Fraction | None]:
    """全年预算数 and 全年执行数; where the amounts are missing, the printed 执行率 out of 100."""
    whole = budget.adjusted if budget.adjusted is not None else budget.total
    if (whole is None or budget.executed is None) and budget.execution_rate is not None:
        return Fraction(100), _fraction(budget.execution_rate)
    return _fraction(whole), _fraction(budget.executed)


def _fraction(value: Decimal | None) -> Fraction | None:
    """The exact value; FAR for what no form can mean."""
    if value is None:
        return None
    if not value.is_finite() or not -30 <= value.adjusted() <= 30 or len(value.as_tuple().digits) > 60:
        return Fraction(0) if value.is_finite() and value == 0 else Fraction(FAR)
    return Fraction(value)


def _one(values: Iterable[Fraction | None]) -> int:
    """The least power of ten (times what no power of ten divides) that makes whole numbers of all."""
    common = lcm(*(value.denominator for value in values if value is not None))
    tens, rest = 1, common
    while rest % 2 == 0 or rest % 5 == 0:
        tens, rest = tens * 10, rest // (10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5)
    return tens * rest


def _scaled(value: Fraction | None, one: int) -> int | None:
    return None if value is None else max(-FAR, min(FAR, int(value * one)))


def _indicator(item: IndicatorFacts, year: int | None, complete: bool) -> IndicatorRow:
    """One row; the way it is to be judged, and its figures."""
    found = _applicability(item, complete) or _by_target(item, year)
    weight = item.row.weight
    if weight is not None and _weight(weight) is None:
        found = _Found("refused", reason="weight_decimals")
    one = _one(found.values)
    target, upper, actual = (_scaled(value, one) for value in found.values)
    return IndicatorRow(
        project=item.project.position if item.project else 0,
        position=item.position,
        level1=norm(item.row.level1),
        level2=norm(item.row.level2),
        weight=_weight(weight),
        rule=found.rule,
        target=target,
        upper=upper,
        actual=actual,
        one=min(one, FAR),
        percent=found.unit == "%" and item.is_satisfaction and found.rule in ("forward", "equal"),
        cause=_cause(item.row.deviation),
        stated=hundredths(item.row.score),
        reason=found.reason,
        unit=found.unit,
    )


class _Found(NamedTuple):
    """How a row is judged and by which target, upper end and actual value."""

    rule: str
    values: tuple[Fraction | None, Fraction | None, Fraction | None] = (None, None, None)
    reason: str = ""
    unit: str = ""


def _applicability(item: IndicatorFacts, complete: bool) -> _Found | None:
    """Rows that are not judged at all: 不适用, without a weight where the others make 100, without an actual value."""
    actual = norm(item.row.actual.raw) if item.row.actual else ""
    named = {actual, norm(item.target.raw), norm(item.name)}
    if named & _NOT_APPLICABLE or (item.row.weight is None and not item.applies):
        return _Found("not_applicable")
    if item.row.weight is None and complete:
        return _Found("not_applicable", reason="unweighted")
    if (item.row.actual is None or item.row.actual.value is None) and _STROKES.fullmatch(actual):
        return _Found("missing", reason="no_actual")
    return None


def _by_target(item: IndicatorFacts, year: int | None) -> _Found:
    match item.target.kind:
        case "quantitative":
            return _quantity(item)
        case "date":
            return _date(item, year)
        case "qualitative":
            return _quality(item)
        case "empty":
            return _Found("refused", reason="no_target")


def _quantity(item: IndicatorFacts) -> _Found:
    target, actual = item.target, item.row.actual
    if actual is None or target.value is None:
        return _Found("refused", reason="no_target")
    if actual.value is None:
        actual = parse_actual(actual.raw, actual.unit)
    if actual.value is None:
        return _Found("refused", reason="no_number")
    meant = "equal" if not target.value or (target.unit == "%" and target.value == 100) else "forward"
    rule = _RULES.get(target.operator or "") or meant
    if rule == "range" and target.upper is None:
        return _Found("refused", reason="no_target")
    unit, other = target.unit or "", actual.unit or ""
    size = Fraction(1) if not unit or not other else factor(other, unit)
    if size is None:
        return _Found("refused", reason="unit_mismatch")
    if _doubtful(target.value, unit, actual.value, other):
        return _Found("refused", reason="unit_doubtful")
    value = _fraction(actual.value)
    upper = _fraction(target.upper) if rule == "range" else None
    return _Found(rule, (_fraction(target.value), upper, None if value is None else value * size), unit=unit or other)


def _doubtful(target: Decimal, unit: str, actual: Decimal, other: str) -> bool:
    """Whether a figure without a unit may be a share of one (0.96) beside one in percent (95%)."""
    if unit in _SHARES and not other:
        return 0 < actual <= 1 < target
    return other in _SHARES and not unit and 0 < target <= 1 < actual


def _date(item: IndicatorFacts, year: int | None) -> _Found:
    actual = item.row.actual
    wanted = days(item.target.raw, year if year and 1 <= year < 9999 else None)
    if wanted is None:
        return _Found("refused", reason="no_target_date")
    limit = wanted[1]
    done = days(actual.raw, limit.year) if actual and parse_target(actual.raw).kind == "date" else None
    if done is None:
        return _quality(item) if actual and _tier(actual.raw) else _Found("refused", reason="no_date")
    if done[0] <= limit < done[1]:
        return _Found("refused", reason="doubtful_date")
    return _Found("date", (_day(limit), None, _day(done[1])))


def _day(day: date) -> Fraction:
    return Fraction(day.toordinal())


def _quality(item: IndicatorFacts) -> _Found:
    """A tier, or yes and no where the target itself is one of the two."""
    wanted, said = norm(item.target.raw), norm(item.row.actual.raw) if item.row.actual else ""
    for pair in _YES_NO:
        if wanted in pair and said in pair:
            return _Found("direct", (None, None, Fraction(int(wanted == said))))
    tier = _tier(said)
    if not tier:
        return _Found("refused", reason="no_tier")
    if item.row.score is not None and hundredths(item.row.score) is None:
        return _Found("refused", reason="score_decimals")
    return _Found("tier", (None, None, Fraction(tier)))


def _tier(said: str) -> int:
    """3 达成, 2 部分达成, 1 未达成, 0 where the text names none."""
    return next((tier for tier, words in _TIERS if words.search(norm(said))), 0)


def _cause(deviation: str | None) -> str:
    """The cause of an over-achievement that the text begins with."""
    text = _LEAD.sub("", norm(deviation))
    return next((cause for cause, words in _CAUSES if words.match(text)), "")
