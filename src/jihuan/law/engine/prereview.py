"""机器预审参考分: the aspects of the review sheet of 财预〔2015〕88号 with points taken off for what the checker found.

A reference figure with its derivation; a reviewer decides. points × (1 - Σ share of each cause), never below 0; the shares by
level, the points and the rules of each aspect are the rulebook's (``prereview``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jihuan.core.findings import Finding
from jihuan.core.money import CENT
from jihuan.law.engine.rulebook import Rulebook
from jihuan.law.engine.summary import Cause, causes


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect: its full points, what is left of them (None: no rule can tell) and the causes that took points off."""

    name: str
    points: Decimal
    score: Decimal | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Prereview:
    """All aspects; ``total`` is what is left of the points that rules can judge, of 100, and ``grade`` its word."""

    aspects: tuple[Aspect, ...]
    total: Decimal
    grade: str


def prereview(findings: Iterable[Finding], rulebook: Rulebook, project: str = "") -> Prereview:
    """The review of one project, named by its pointer ("/projects/0"), or of the whole document."""
    here = [finding for finding in findings if _counts(finding, project, rulebook)]
    found = causes(here)
    points, prefixes = rulebook.table("prereview.points"), rulebook.groups("prereview_rules")
    aspects = tuple(_aspect(name, Decimal(full), found, rulebook) for name, full in points.items() if name in prefixes)
    unknown = tuple(Aspect(name, Decimal(full), None, ()) for name, full in points.items() if name not in prefixes)
    judged = sum((aspect.points for aspect in aspects), Decimal(0))
    left = sum((aspect.score or Decimal(0) for aspect in aspects), Decimal(0))
    total = (left * 100 / judged).quantize(CENT, ROUND_HALF_UP) if judged else Decimal(0)
    return Prereview((*aspects, *unknown), total, grade(total, rulebook))


def _counts(finding: Finding, project: str, rulebook: Rulebook) -> bool:
    """Whether it is about the project, and of a rule that does more than inform."""
    rule = rulebook.rules.get(finding.rule)
    inside = finding.pointer == project or finding.pointer.startswith(project + "/")
    return inside and not (rule is not None and rule.trial)


def _aspect(name: str, points: Decimal, found: tuple[Cause, ...], rulebook: Rulebook) -> Aspect:
    shares = rulebook.table("prereview.shares")
    mine = tuple(cause for cause in found if aspect_of(cause.rule, rulebook) == name)
    taken = sum((Decimal(shares[cause.level]) for cause in mine), Decimal(0))
    return Aspect(name, points, (points * max(Decimal(0), 1 - taken)).quantize(CENT, ROUND_HALF_UP), mine)


def aspect_of(rule: str, rulebook: Rulebook) -> str | None:
    """The aspect that a rule bears on: the one naming the rule, before the one naming its section."""
    matches = [
        (len(prefix), name)
        for name, known in rulebook.groups("prereview_rules").items()
        for prefix in known
        if rule.startswith(prefix)
    ]
    return max(matches)[1] if matches else None


def grade(total: Decimal, rulebook: Rulebook) -> str:
    """The word for so many points of 100."""
    grades = rulebook.table("prereview.grades")
    return next(name for name, least in sorted(grades.items(), key=lambda item: -item[1]) if total >= least)
