"""What a score is, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jihuan.core.findings import Finding

Status = Literal["scored", "not_applicable", "refused", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScore:
    """The score of one indicator, or of 预算执行率. Points with two decimals."""

    name: str
    """三级指标 (预算执行率 for the execution), "" where the row prints none."""
    score: Decimal | None
    """None unless ``status`` is scored."""
    weight: Decimal | None
    """分值, after what does not apply gave its own away."""
    status: Status
    case: str
    """Why: proportional, reached, reverse_ratio … (docs/calculations/scoring.md lists them)."""
    explanation: str
    """The arithmetic in words, with the clause, in the language in use."""
    citation: str
    stated: Decimal | None
    """得分 as the document has it."""
    difference: Decimal | None
    """``stated`` − ``score``; None where one of them is missing."""
    printed_weight: Decimal | None = None
    """分值 as the document has it."""
    far_over: bool = False
    """The target was passed by more than the threshold."""

    def to_json(self) -> dict[str, object]:
        """The members of interchange; decimals as strings."""
        return {
            "score": _text(self.score),
            "weight": _text(self.weight),
            "status": self.status,
            "case": self.case,
            "explanation": self.explanation,
            "citation": self.citation,
            "stated": _text(self.stated),
            "difference": _text(self.difference),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectScore:
    """The scores of one project."""

    name: str
    execution: RowScore
    indicators: tuple[RowScore, ...]
    """In the order of the document."""
    total: Decimal | None
    """None unless ``complete``."""
    grade: str | None
    stated_total: Decimal | None
    complete: bool
    """Nothing is missing or refused."""
    points: Decimal = Decimal(0)
    """The sum of what could be scored."""
    weights: Decimal = Decimal(0)
    """The sum of the weights that apply; 100 on a sound sheet."""
    stated_grade: str | None = None
    """The grade that ``stated_total`` would be."""
    notes: tuple[str, ...] = ()
    """What a reader must know of the total: weights that do not make 100, a cap, rows that are open."""

    def to_json(self) -> dict[str, object]:
        """The members of interchange, and complete, points, weights and notes."""
        return {
            "name": self.name or None,
            "execution": self.execution.to_json(),
            "indicators": [{"level3": row.name or None, **row.to_json()} for row in self.indicators],
            "total": _text(self.total),
            "grade": self.grade,
            "stated_total": _text(self.stated_total),
            "complete": self.complete,
            "points": _text(self.points),
            "weights": _text(self.weights),
            "notes": list(self.notes),
        }


def to_json(scores: Iterable[ProjectScore], findings: Iterable[Finding] = ()) -> dict[str, object]:
    """What ``jihuan score --json`` prints."""
    return {
        "projects": [score.to_json() for score in scores],
        "findings": [finding.to_json() for finding in findings],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
