"""Findings as a person wants to read them: one cause one line that unfolds, what matters first, style apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from jihuan.core.document import Level
from jihuan.core.findings import Finding
from jihuan.core.language import _
from jihuan.law.engine.registry import rules

Shelf = Literal["blocks", "answer", "style"]
SHELVES: tuple[Shelf, ...] = ("blocks", "answer", "style")

CONSEQUENCE = "FIT CON EXE MON EVA VAL REL MEA LAW BAS SAT CMP TXT FMT".split()
"""Sections of the catalogue by weight: money and contradictions, content, completeness, language, typography."""

_LEVELS = ("error", "warning", "info")
_TYPOGRAPHY = ("FMT", "TXT")


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one rule and one cause, in the order of the document."""

    findings: tuple[Finding, ...]

    @property
    def rule(self) -> str:
        return self.findings[0].rule

    @property
    def level(self) -> Level:
        """The gravest level of its findings."""
        return min((finding.level for finding in self.findings), key=_LEVELS.index)

    @property
    def shelf(self) -> Shelf:
        """What blocks submission, what asks for an answer in writing, what is style."""
        if self.level == "error":
            return "blocks"
        return "style" if self.level == "info" or self.rule.startswith(_TYPOGRAPHY) else "answer"

    @property
    def title(self) -> str:
        """One line: the message itself, or the rule with how many sheets and places."""
        if len(self.findings) == 1:
            return self.findings[0].message
        sheets = {match[1] for finding in self.findings if (match := re.match(r"/projects/(\d+)", finding.pointer))}
        counts = {"title": _(rules()[self.rule].title), "count": len(self.findings), "sheets": len(sheets)}
        if len(sheets) > 1:
            return _("{title}：{sheets} 张表，共 {count} 处").format(**counts)
        return _("{title}：{count} 处").format(**counts)


def causes(findings: Iterable[Finding]) -> tuple[Cause, ...]:
    """The failures among the findings, grouped by rule and cause, what matters most first."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.outcome == "fail":
            grouped.setdefault((finding.rule, finding.group or ""), []).append(finding)
    return tuple(sorted((Cause(tuple(group)) for group in grouped.values()), key=_weight))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding: the failures in the order of their causes, then what could not be decided."""
    known = tuple(findings)
    failures = tuple(finding for cause in causes(known) for finding in cause.findings)
    return failures + tuple(finding for finding in known if finding.outcome != "fail")


def _weight(cause: Cause) -> tuple[int, int, str]:
    section = cause.rule.partition("-")[0]
    rank = CONSEQUENCE.index(section) if section in CONSEQUENCE else len(CONSEQUENCE)
    return SHELVES.index(cause.shelf), rank, cause.rule
