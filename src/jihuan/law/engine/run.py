"""Apply the rules in force to one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jihuan.core.days import today
from jihuan.core.document import Document, Level
from jihuan.core.findings import Finding
from jihuan.core.language import _
from jihuan.law.engine.context import Context
from jihuan.law.engine.facts import DocumentFacts
from jihuan.law.engine.hits import Hit
from jihuan.law.engine.law import Law
from jihuan.law.engine.loading import jurisdiction_of, load
from jihuan.law.engine.registry import Rule, Scope
from jihuan.law.engine.rulebook import Rulebook

NOTHING_ELSE = Context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the rules say: every answer that is not a pass, and how often each rule passed."""

    findings: tuple[Finding, ...]
    passes: Mapping[str, int]

    @property
    def failures(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome == "fail")


def check(document: Document, rulebook: Rulebook, context: Context = NOTHING_ELSE, only: Iterable[str] = ()) -> Report:
    """Every rule of the rulebook that looks at this kind of document (or those in ``only``)."""
    law = Law(rulebook, DocumentFacts(document), context)
    wanted = set(only)
    findings: list[Finding] = []
    passes: Counter[str] = Counter()
    for rule in rulebook.rules.values():
        if document.kind not in rule.kinds or (wanted and rule.id not in wanted):
            continue
        citation = rulebook.citation(rule)
        for fact in _facts(law.document, rule.scope):
            hits = list(rule.run(fact, law))
            passes[rule.id] += not hits
            findings += [_finding(rule, hit, citation) for hit in hits]
    return Report(findings=tuple(findings), passes=passes)


def rulebook_for(
    document: Document, on: date | None = None, jurisdiction: str | None = None, extra: tuple[Path, ...] = ()
) -> Rulebook:
    """The rulebook for a document: of the region in its project codes, on the first day of its year, unless told otherwise.

    ``extra``: the bureau's own folders, on top. Raises RulebookError.
    """
    codes = (project.code or "" for project in document.projects)
    region = next((code[:6] for code in codes if re.match(r"[0-9]{6}", code)), None)
    return load(jurisdiction or jurisdiction_of(region), on or first_day(document.fiscal_year), extra)


def first_day(year: int | None) -> date:
    """The day whose law holds for a year: its first, or today where no year is known."""
    return date(year, 1, 1) if year and 1 <= year <= 9999 else today()


def _facts(document: DocumentFacts, scope: Scope) -> Sequence[Any]:
    match scope:
        case "document":
            return (document,)
        case "project":
            return document.projects
        case "sub_goal":
            return document.sub_goals
        case "indicator":
            return document.applying
        case "text":
            return document.texts


def _finding(rule: Rule, hit: Hit, citation: str) -> Finding:
    extras = hit.extras
    return Finding(
        rule=rule.id,
        level=_level(rule, hit),
        outcome=hit.outcome,
        message=hit.message,
        quote=extras.get("quote", hit.spot.text),
        pointer=hit.spot.pointer,
        citation=citation,
        hint=extras.get("hint") or _(rule.hint),
        place=hit.spot.place,
        group=extras.get("group"),
        mend=extras.get("mend"),
        judge=rule.judge,
    )


def _level(rule: Rule, hit: Hit) -> Level:
    if rule.trial or hit.outcome != "fail":
        return "info"
    level = rule.level if rule.fixed else hit.extras.get("level", rule.level)
    return "warning" if rule.judge and level == "error" else level
