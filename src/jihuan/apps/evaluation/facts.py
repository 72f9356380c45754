"""Records → the sheet that is filled in → the interchange document of a self-evaluation, with the scores of the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jihuan.apps.budgets.models import Project as ProjectRecord
from jihuan.apps.evaluation.models import Row as RowRecord
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives import facts as goals
from jihuan.apps.organisations.access import Refused
from jihuan.core import money
from jihuan.core.document import Agency, Budget, Document, FundSource, Indicator, Project
from jihuan.core.execution import execution_rate
from jihuan.core.indicators import parse_actual
from jihuan.core.interchange import from_json
from jihuan.documents.recognise.words import label
from jihuan.law.engine import Rulebook
from jihuan.law.scoring import Policy, PolicyError, ProjectScore, RowScore, policy, score

NOT_APPLICABLE = "不适用"
CAUSES = ("目标值偏低", "客观增加", "政策变化")
"""Why a target was far exceeded."""
WAN = "万元"
TIERS = ("达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差")
"""The tiers of a qualitative indicator in the words of 财预〔2020〕10号."""
AMOUNTS = ("initial", "adjusted", "executed")
ALONE = (*AMOUNTS, "weight", "locked", "department", "achievement")
"""The cells of which there is one on the sheet."""
FUNDS = ("本年财政拨款", "上年结转资金", "其他资金")
"""The sources of funds that the form prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An indicator of the goal sheet (``key`` is that of its record) and what was filled in for it, as it was typed."""

    key: int
    indicator: Indicator
    weight: Decimal = Decimal(0)
    locked: bool = False
    actual: str = ""
    not_applicable: bool = False
    points: Decimal | None = None
    cause: str = ""
    deviation: str = ""

    @property
    def is_qualitative(self) -> bool:
        """A tier is chosen and points inside its band are given."""
        return self.indicator.target.kind == "qualitative"

    @property
    def takes_points(self) -> bool:
        """Points may be filled in: for a tier, or for a date that was missed."""
        return self.indicator.target.kind in ("qualitative", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A self-evaluation as it is being filled in; amounts in the unit of the form. ``funds`` is empty until one is filled in."""

    fiscal_year: int
    agency: Agency
    project: Project
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    department: str = ""
    funds: tuple[FundSource, ...] = ()
    execution_weight: Decimal = Decimal(0)
    execution_locked: bool = True
    achievement: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of amounts."""
        return self.project.amount_unit or WAN

    @property
    def sources(self) -> tuple[FundSource, ...]:
        """The rows of funds: as filled in; until then the parts that were planned, as long as the whole is what was planned."""
        plan = self.project.budget
        return self.funds or tuple(
            FundSource(
                name=name,
                initial=part if self.initial == plan.total else None,
                adjusted=part if self.adjusted == plan.total else None,
            )
            for name, part in zip(FUNDS, (plan.fiscal, None, plan.other), strict=True)
        )

    @property
    def sum(self) -> Decimal:
        """All weights together."""
        return sum((row.weight for row in self.rows), self.execution_weight)


@dataclass(frozen=True)
class Scored:
    """A sheet with what the law says about it."""

    sheet: Sheet
    policy: Policy
    score: ProjectScore

    @cached_property
    def document(self) -> Document:
        """The self-evaluation as it is printed: every cell with its score."""
        return _with_scores(blank_document(self.sheet), self.score)

    @property
    def rows(self) -> tuple[tuple[Row, RowScore], ...]:
        """Every row with its score."""
        return tuple(zip(self.sheet.rows, self.score.indicators, strict=True))


def with_rows(evaluations: QuerySet[SelfEvaluation]) -> QuerySet[SelfEvaluation]:
    """``evaluations`` with everything that their sheets need."""
    return evaluations.select_related("project__agency").prefetch_related(
        "rows", "project__goals", "project__spending_plan", "project__indicators"
    )


def fresh(project: ProjectRecord) -> Sheet:
    """The sheet of a project of which nothing was filled in yet; weights are not proposed yet."""
    known = goals.project_facts(project)
    unit = known.amount_unit or WAN
    return Sheet(
        fiscal_year=project.fiscal_year,
        agency=Agency(code=project.agency.code, name=project.agency.name),
        project=known,
        initial=goals.in_unit(project.total if project.initial is None else project.initial, unit),
        adjusted=goals.in_unit(project.total if project.adjusted is None else project.adjusted, unit),
        executed=goals.in_unit(project.executed, unit),
        rows=tuple(
            Row(key=record.pk, indicator=indicator)
            for record, indicator in zip(project.indicators.all(), known.indicators, strict=True)
        ),
    )


def sheet_of(evaluation: SelfEvaluation) -> Sheet:
    """The sheet of an evaluation that came ``with_rows``: as it was submitted, else every indicator of the goal sheet as it is now."""
    if evaluation.submitted is not None:
        return _as_submitted(from_json(evaluation.submitted))
    sheet = fresh(evaluation.project)
    records = {record.indicator_id: record for record in evaluation.rows.all()}
    return replace(
        sheet,
        **{name: goals.in_unit(getattr(evaluation, name), sheet.unit) for name in AMOUNTS},
        department=evaluation.department,
        funds=tuple(goals.fund(item, sheet.unit) for item in evaluation.funds),
        execution_weight=as_kept(evaluation.execution_weight),
        execution_locked=evaluation.execution_locked,
        achievement=evaluation.achievement,
        rows=tuple(_row(row, records[row.key]) if row.key in records else row for row in sheet.rows),
    )


def _as_submitted(document: Document) -> Sheet:
    """The sheet that a document of our own tells of, whatever became of the goals since; its rows are numbered."""
    (project,) = document.projects
    rows = (
        filled_in(
            Row(key=number, indicator=replace(it, actual=None, score=None, deviation=None), weight=it.weight or Decimal(0)), it
        )
        for number, it in enumerate(project.indicators, 1)
    )
    return Sheet(
        fiscal_year=document.fiscal_year or 0,
        agency=document.agency,
        project=project,
        **{name: getattr(project.budget, name) for name in AMOUNTS},
        department=project.department or "",
        funds=project.budget.sources
        or tuple(
            FundSource(name=name, adjusted=part)
            for name, part in zip(FUNDS, (project.budget.fiscal, None, project.budget.other), strict=True)
        ),
        execution_weight=project.execution_weight or Decimal(0),
        achievement=project.achievement or "",
        rows=tuple(rows),
    )


def filled_in(row: Row, printed: Indicator) -> Row:
    """The row with what a document prints for it."""
    raw, said = printed.actual.raw if printed.actual else "", printed.deviation or ""
    cause = next((cause for cause in CAUSES if said.startswith(cause)), "")
    return replace(
        row,
        actual="" if raw == NOT_APPLICABLE else raw,
        not_applicable=raw == NOT_APPLICABLE,
        points=goals.plain(printed.score) if row.takes_points else None,
        cause=cause,
        deviation=said.removeprefix(cause).lstrip("：:，,。 ") if cause else said,
    )


def left_over(evaluation: SelfEvaluation) -> list[RowRecord]:
    """What was filled in for indicators that the goal sheet no longer has."""
    return [row for row in evaluation.rows.all() if row.indicator_id is None and (row.actual or row.deviation)]


def scored(sheet: Sheet, law: Rulebook) -> Scored:
    """The sheet scored by a rulebook. Raises Refused."""
    rules = policy_of(law)
    return Scored(sheet, rules, score(blank_document(sheet), rules)[0])


def policy_of(law: Rulebook) -> Policy:
    """The figures that scores are given by. Raises Refused where somebody wrote wrong ones into a folder of rules."""
    try:
        return policy(law)
    except PolicyError as error:
        raise Refused(_("规则文件夹里的计分参数有误，暂时不能计分，请系统管理员改正：{why}").format(why=error)) from error


def blank_document(sheet: Sheet) -> Document:
    """The self-evaluation without scores, except the points filled in for qualitative indicators."""
    known = sheet.project
    whole = sheet.adjusted if sheet.adjusted is not None else known.budget.total
    told = [source for source in sheet.sources if any(getattr(source, name) is not None for name in AMOUNTS)]
    parts = {label(source.name): source.adjusted for source in reversed(told)}
    more = any(label(it.name) == "part" or it.initial is not None or it.executed is not None for it in told)
    budget = Budget(
        total=whole,
        fiscal=parts.get("fiscal"),
        other=parts.get("other"),
        initial=sheet.initial,
        adjusted=whole,
        executed=sheet.executed,
        execution_rate=execution_rate(sheet.executed, whole),
        sources=tuple(replace(it, execution_rate=execution_rate(it.executed, it.adjusted)) for it in told) if more else (),
    )
    project = replace(
        known,
        department=sheet.department or None,
        amount_unit=sheet.unit,
        budget=budget,
        fund_use=None,
        spending_plan=(),
        achievement=sheet.achievement or None,
        execution_weight=sheet.execution_weight or None,
        indicators=tuple(map(_indicator, sheet.rows)),
        place=None,
    )
    return Document(fiscal_year=sheet.fiscal_year, kind="self_evaluation", agency=sheet.agency, projects=(project,))


def _indicator(row: Row) -> Indicator:
    raw = NOT_APPLICABLE if row.not_applicable else row.actual.strip()
    return replace(
        row.indicator,
        description=None,
        basis=None,
        weight=row.weight,
        actual=parse_actual(raw) if raw else None,
        score=row.points if row.takes_points and not row.not_applicable else None,
        deviation="：".join(part for part in (row.cause, row.deviation.strip()) if part) or None,
        place=None,
    )


def _with_scores(document: Document, found: ProjectScore) -> Document:
    project = document.projects[0]
    rows = tuple(
        replace(row, score=one.score if one.status == "scored" else row.score)
        for row, one in zip(project.indicators, found.indicators, strict=True)
    )
    project = replace(project, execution_score=found.execution.score, total_score=found.total, indicators=rows)
    return replace(document, projects=(project,))


def _row(row: Row, record: RowRecord) -> Row:
    return replace(
        row,
        weight=as_kept(record.weight),
        locked=record.locked,
        actual=record.actual,
        not_applicable=record.not_applicable,
        points=None if record.points is None else as_kept(record.points),
        cause=record.cause,
        deviation=record.deviation,
    )


def as_kept(value: Decimal) -> Decimal:
    """Without the zeros that the column adds: 13.00 → 13, 8.50 → 8.5."""
    plain = goals.plain(value)
    return value if plain is None else plain


def kept(fund: FundSource, unit: str) -> dict[str, str | None]:
    """A row of funds as it is to be kept."""
    amounts = ((name, getattr(fund, name)) for name in AMOUNTS)
    return {"name": fund.name} | {name: None if it is None else f"{money.to_yuan(it, unit):f}" for name, it in amounts}


def texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Every cell that can be filled in, by its name, with the text that stands in it."""
    for name in AMOUNTS:
        yield name, shown(getattr(sheet, name))
    yield "department", sheet.department
    for number, source in enumerate(sheet.sources):
        yield from ((f"funds/{number}/{name}", shown(getattr(source, name))) for name in AMOUNTS)
    yield "weight", shown(sheet.execution_weight)
    yield "locked", "1" if sheet.execution_locked else ""
    yield "achievement", sheet.achievement
    for row in sheet.rows:
        at = f"rows/{row.key}"
        yield f"{at}/weight", shown(row.weight)
        yield f"{at}/locked", "1" if row.locked else ""
        yield f"{at}/actual", row.actual
        yield f"{at}/not_applicable", "1" if row.not_applicable else ""
        yield f"{at}/points", shown(row.points)
        yield f"{at}/cause", row.cause
        yield f"{at}/deviation", row.deviation


def places(sheet: Sheet) -> dict[str, str]:
    """Where every row ("rows/17") stands in the document of the sheet, as a JSON pointer."""
    return {f"rows/{row.key}": f"/projects/0/indicators/{at}" for at, row in enumerate(sheet.rows)}


def shown(value: Decimal | None) -> str:
    """A number as people type it."""
    return "" if value is None else f"{value:f}"


def amount_labels() -> tuple[tuple[str, str], ...]:
    """What the columns of amounts are called."""
    return (("initial", _("年初预算数")), ("adjusted", _("全年预算数")), ("executed", _("全年执行数")))


def labels(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The cells that a document fills in, with what they are called."""
    yield from amount_labels()
    yield "department", _("主管部门")
    for number, source in enumerate(sheet.sources):
        yield from ((f"funds/{number}/{name}", f"{source.name} › {label}") for name, label in amount_labels())
    yield from (("weight", _("预算执行率分值")), ("achievement", _("实际完成情况")))
    for row in sheet.rows:
        name, at = row.indicator.level3 or row.indicator.target.raw, f"rows/{row.key}"
        columns = (
            *(("weight", _("分值")), ("actual", _("实际完成值")), ("not_applicable", _("不适用")), ("points", _("得分"))),
            *(("cause", _("超额原因")), ("deviation", _("偏差原因分析及改进措施"))),
        )
        yield from ((f"{at}/{field}", f"{name} › {label}") for field, label in columns)
