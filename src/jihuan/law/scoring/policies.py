"""By which policy scores are given: every figure is a parameter ``scoring.*`` of the rulebook in force, or is overridden by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from jihuan.core.language import _
from jihuan.law.engine.rulebook import Rulebook

ReversePolicy = Literal["ratio", "linear"]
Rounding = Literal["half_up", "truncate"]
Satisfaction = Literal["forward", "bands"]
LateDate = Literal["zero", "tier"]
Redistribution = Literal["level", "project"]

GRADES = ("优", "良", "中", "差")
MOST_BANDS = 4
_HUNDRED = Decimal(100)


def grade_title(grade: str | None) -> str:
    """A 等级 in the language in use; nothing where there is none."""
    return {"优": _("优"), "良": _("良"), "中": _("中"), "差": _("差"), None: ""}[grade]


class PolicyError(ValueError):
    """Figures that no score can be given by; ``problems`` says each of them, all at once."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The figures behind a score. Shares are parts of one (0.80), points and percents are as printed (90)."""

    reverse_policy: ReversePolicy
    """反向: ratio is target ÷ actual, linear is 1 − excess ÷ target."""
    rounding: Rounding
    over_threshold: Decimal
    """Beyond this share above the target (below it for ≤) the reason must be said."""
    pass_threshold: Decimal | None
    """A share of the target below which nothing is scored; None: no such threshold."""
    satisfaction: Satisfaction
    bands: tuple[tuple[Decimal, Decimal], ...]
    """满意度: from which percent it is worth which share of the weight, the highest first."""
    tiers: tuple[Decimal, Decimal]
    """The shares at which 达成 and 部分达成 begin."""
    late_date: LateDate
    not_applicable: Redistribution
    """To whom the weight of what does not apply goes: to its 二级指标 first (level), or to the whole project."""
    grades: tuple[Decimal, Decimal, Decimal]
    """The least totals of 优, 良 and 中."""
    execution_weight: Decimal
    """预算执行率, where the sheet does not say."""
    execution_cap: tuple[Decimal, Decimal] | None
    """An execution below this share holds the total at so many points; None: it does not."""
    execution_words: tuple[str, ...]
    """Names of an indicator that is 预算执行率 itself."""
    cites: Mapping[str, str]
    """The clause behind each figure, by its name."""

    def columns(self, number: int) -> dict[str, int]:
        """The row of ``policies`` in score.sql, whole numbers; ``number`` is what indicators and projects call it by."""
        over = Fraction(self.over_threshold)
        bands = [*self.bands, *[self.bands[-1]] * (MOST_BANDS - len(self.bands))]
        below, total = self.execution_cap or (Decimal(0), _HUNDRED)
        return {
            "policy": number,
            "linear": int(self.reverse_policy == "linear"),
            "half": int(self.rounding == "half_up"),
            "over_part": over.numerator,
            "over_whole": over.denominator,
            "pass": int((self.pass_threshold or 0) * 10000),
            "high": int(self.tiers[0] * 10000),
            "low": int(self.tiers[1] * 10000),
            "late_tier": int(self.late_date == "tier"),
            "by_level": int(self.not_applicable == "level"),
            "bands": int(self.satisfaction == "bands"),
            **{f"band{at}": int(percent * 100) for at, (percent, _share) in enumerate(bands, start=1)},
            **{f"part{at}": int(share * 10000) for at, (_percent, share) in enumerate(bands, start=1)},
            "excellent": int(self.grades[0] * 100),
            "good": int(self.grades[1] * 100),
            "fair": int(self.grades[2] * 100),
            "cap_below": int(below * 10000),
            "cap_total": int(total * 100),
        }


def policy(rulebook: Rulebook, overrides: Mapping[str, object] = {}) -> Policy:
    """The policy of a rulebook. ``overrides``: a parameter's value (a table: its members) by its name. Raises PolicyError."""
    reading = _Reading(rulebook, overrides)
    made = {name: read(reading, name) for name, read in _READERS.items()}
    unknown = [name for name in overrides if name not in _READERS]
    reading.problems += [
        _("没有“{name}”这个计分参数，可用的有 {known}").format(name=name, known="、".join(_READERS)) for name in unknown
    ]
    if reading.problems:
        raise PolicyError(tuple(reading.problems))
    cites = {name: _("本次指定") if name in overrides else rulebook.clause(f"scoring.{name}") for name in _READERS}
    return Policy(execution_words=rulebook.words("execution_rate_words"), cites=cites, **cast(dict[str, Any], made))


def overridden(rulebook: Rulebook, overrides: Mapping[str, object]) -> Rulebook:
    """The rulebook with these parameters instead of its own on every day: what the checker must go by beside such a policy."""
    changed = dict(rulebook.parameters)
    for name, value in overrides.items():
        known = changed[f"scoring.{name}"]
        members = dict(value) if isinstance(value, Mapping) else {"value": value}
        changed[known.name] = replace(known, values=((date.min, {**members, "cites": known.values[0][1]["cites"]}),))
    return replace(rulebook, parameters=changed)


class _Reading:
    """Reads the figures one by one and keeps what is wrong with them."""

    def __init__(self, rulebook: Rulebook, overrides: Mapping[str, object]) -> None:
        self.rulebook, self.overrides = rulebook, overrides
        self.problems: list[str] = []

    def members(self, name: str) -> Mapping[Any, Any]:
        """The table of a parameter; a single value is its member "value"."""
        if name not in self.overrides:
            return self.rulebook.table(f"scoring.{name}")
        given = self.overrides[name]
        return given if isinstance(given, Mapping) else {"value": given}

    def wrong(self, name: str, value: object, wanted: str) -> None:
        message = _("计分参数 {name} 应为{wanted}，实为“{value}”")
        self.problems.append(message.format(name=name, wanted=wanted, value=str(value)[:60]))

    def figure(self, name: str, value: object, most: int, places: int) -> Decimal | None:
        """A number from 0 to ``most`` with at most so many decimals."""
        try:
            found = Decimal(str(value)) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not 0 <= found <= most or round(found, places) != found:
            self.wrong(name, value, _("0 到 {most} 之间的数，最多 {places} 位小数").format(most=most, places=places))
            return None
        return found


def _word(*known: str) -> Callable[[_Reading, str], str | None]:
    def read(reading: _Reading, name: str) -> str | None:
        value = reading.members(name).get("value")
        if value not in known:
            reading.wrong(name, value, _("{known} 之一").format(known="、".join(known)))
            return None
        return str(value)

    return read


def _number(most: int, places: int, *, optional: bool = False) -> Callable[[_Reading, str], Decimal | None]:
    def read(reading: _Reading, name: str) -> Decimal | None:
        value = reading.members(name).get("value")
        return None if value is None and optional else reading.figure(name, value, most, places)

    return read


def _falling(keys: tuple[str, ...], most: int, places: int) -> Callable[[_Reading, str], tuple[Decimal, ...] | None]:
    """Members that fall from the first key to the last."""

    def read(reading: _Reading, name: str) -> tuple[Decimal, ...] | None:
        members = reading.members(name)
        found = [reading.figure(f"{name}.{key}", members.get(key), most, places) for key in keys]
        figures = tuple(figure for figure in found if figure is not None)
        if len(figures) == len(keys) and any(one <= other for one, other in pairwise(figures)):
            reading.wrong(name, dict(members), _("由高到低的 {keys}").format(keys="、".join(keys)))
        return figures if len(figures) == len(keys) else None

    return read


def _bands(reading: _Reading, name: str) -> tuple[tuple[Decimal, Decimal], ...] | None:
    members = reading.members(name)
    if not 1 <= len(members) <= MOST_BANDS:
        reading.wrong(name, dict(members), _("1 到 {most} 个区间").format(most=MOST_BANDS))
        return None
    found = []
    for percent, share in members.items():
        ends = reading.figure(name, percent, 100, 2), reading.figure(f"{name}.{percent}", share, 1, 4)
        if ends[0] is not None and ends[1] is not None:
            found.append((ends[0], ends[1]))
    return tuple(sorted(found, reverse=True)) if len(found) == len(members) else None


def _cap(reading: _Reading, name: str) -> tuple[Decimal, Decimal] | None:
    members = reading.members(name)
    if members.get("below") is None and members.get("total") is None and members.get("value") is None:
        return None
    below = reading.figure(f"{name}.below", members.get("below"), 1, 4)
    total = reading.figure(f"{name}.total", members.get("total"), 100, 2)
    return None if below is None or total is None else (below, total)


_READERS: dict[str, Callable[[_Reading, str], object]] = {
    "reverse_policy": _word(*get_args(ReversePolicy)),
    "rounding": _word(*get_args(Rounding)),
    "over_threshold": _number(2, 2),
    "pass_threshold": _number(1, 4, optional=True),
    "satisfaction": _word(*get_args(Satisfaction)),
    "bands": _bands,
    "tiers": _falling(("high", "low"), 1, 4),
    "late_date": _word(*get_args(LateDate)),
    "not_applicable": _word(*get_args(Redistribution)),
    "grades": _falling(GRADES[:3], 100, 2),
    "execution_weight": _number(100, 2),
    "execution_cap": _cap,
}
