"""What a rule may know besides the document. None always means "not known here", and a rule then says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from jihuan.core.document import Document, Place
from jihuan.law.engine.sisters import Others


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paragraph or cell as the reader saw it, before cleaning: spaces, line breaks and list numbers included."""

    text: str
    place: Place


class Cell(Protocol):
    """A paragraph or cell of a reader's layout."""

    @property
    def text(self) -> str: ...
    @property
    def place(self) -> Place: ...


def as_printed(cells: Iterable[Cell]) -> tuple[Printed, ...] | None:
    """The words of a file for ``Context.printed``; None where it prints none (the file was the interchange JSON itself)."""
    return tuple(Printed(text=cell.text, place=cell.place) for cell in cells) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Facts from elsewhere: other documents, and records of the stages after the goals."""

    printed: tuple[Printed, ...] | None = None
    last_year: Document | None = None
    """The same agency's document of the year before."""
    approved: Document | None = None
    """The document as last approved, for comparing a self-evaluation with it."""
    sisters: Others | None = None
    """What other agencies of the same year say."""
    agencies: Mapping[str, str] | None = None
    """单位基础信息: code → name."""
    agency_type: str | None = None
    """行政, 群团, 事业 or 企业."""
    department_budget: Decimal | None = None
    """项目支出 of the department's budget, in 元."""
    tasks: bool | None = None
    """Whether the department declared 年度主要任务 with amounts."""
    costing: Mapping[str, bool] | None = None
    """Project pointer → whether an estimate of its costs (测算明细) is filed."""
    attachments: frozenset[str] | None = None
    """Pointers of what has its evidence or source file attached."""
    responsible: frozenset[str] | None = None
    """Pointers of projects whose period and responsible person are recorded."""
    surveys: Mapping[str, int] | None = None
    """Indicator pointer → number of valid answers."""
    tiers: frozenset[str] | None = None
    """Pointers of the qualitative indicators that have their three tiers described."""
    adjustments: frozenset[str] | None = None
    """Pointers of projects whose budget or goals were adjusted or stopped."""
    forecasts: Mapping[str, Decimal] | None = None
    """Pointer of a project (元) or an indicator (value) → what is expected at the end of the year."""
    likelihood: Mapping[str, str] | None = None
    """Indicator pointer → 确定能 / 有可能 / 完全不可能."""
    month: int | None = None
    """The month at whose end 执行数 was taken."""
    today: date | None = None
    submitted: bool | None = None
    region_code: str | None = None
