"""What a document states of its own scores against what the law gives: row by row, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from jihuan.apps.evaluation.facts import policy_of
from jihuan.core.document import Document
from jihuan.law.engine import Rulebook
from jihuan.law.scoring import ProjectScore, RowScore, grade_title, score

MOST = 200
"""So many lines of a project are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure of the document beside the figure of the law; ``differs`` where both are known and are not the same."""

    name: str
    weight: Decimal | None
    stated: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    why: str
    status: str
    total: bool = False

    @property
    def differs(self) -> bool:
        """Whether somebody has to look."""
        return bool(self.difference) or (self.stated is not None and self.status == "refused")


@dataclass(frozen=True, slots=True)
class Compared:
    """One project of the document."""

    name: str
    lines: tuple[Line, ...]

    @property
    def differences(self) -> int:
        return sum(line.differs for line in self.lines)

    @property
    def listed(self) -> tuple[Line, ...]:
        """All lines; of very many the first that differ, and the total."""
        if len(self.lines) <= MOST:
            return self.lines
        *rows, total = self.lines
        return (*[row for row in rows if row.differs][:MOST], total)


def of(document: Document, law: Rulebook) -> tuple[Compared, ...]:
    """Every project of a self-evaluation: the execution rate where it has points of its own, every indicator, the total.

    Raises Refused.
    """
    scores = score(document, policy_of(law))
    return tuple(
        Compared(
            one.name or _("未命名的项目"),
            (
                *([_line(one.execution, _("预算执行率"))] if one.execution.weight or one.execution.stated is not None else []),
                *(_line(row, row.name or _("第 {n} 行").format(n=at)) for at, row in enumerate(one.indicators, 1)),
                _total(one),
            ),
        )
        for one in scores
    )


def _line(row: RowScore, name: str) -> Line:
    return Line(
        name=name,
        weight=row.weight,
        stated=row.stated,
        computed=row.score,
        difference=row.difference,
        why=row.explanation,
        status=row.status,
    )


def _total(one: ProjectScore) -> Line:
    """The totals; why there is none, and what else a reader must know of it."""
    both = one.stated_total is not None and one.total is not None
    grade = (_("等级“{grade}”").format(grade=grade_title(one.grade)),) if one.grade else ()
    return Line(
        name=_("总分"),
        weight=None,
        stated=one.stated_total,
        computed=one.total,
        difference=one.stated_total - one.total if both else None,
        why=_("；").join((*grade, *one.notes)) or _("有没填或不能计分的行，合不出总分"),
        status="scored" if one.total is not None else "missing",
        total=True,
    )
