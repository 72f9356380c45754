"""The official form as a screen shows it: cells in official order, merged levels, each with its JSON pointer and place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from jihuan.core.document import Document, Indicator, Place, Project
from jihuan.core.indicators import level_span
from jihuan.ui.pieces import Piece

LEVELS = {"level1": 1, "level2": 2}
Finder = Callable[[str, Place | None], tuple[Place, ...]]
Width = Literal["text", "amount", "short"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value of the form. ``pointers`` are all places in the JSON that a merged cell stands for."""

    pointers: tuple[str, ...]
    label: str
    text: str
    kind: Width = "text"
    places: tuple[Place, ...] = ()
    rowspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSheet:
    """项目绩效目标表. ``rows`` hold one entry for each column; None stands under a merged cell. ``first``: the index of the first."""

    pointer: str
    project: Project
    code: Cell
    name: Cell
    amounts: tuple[Cell, ...]
    fund_use: Cell
    plan: tuple[tuple[int, Decimal | None, Cell], ...]
    goals: tuple[Cell, ...]
    results: tuple[Cell, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled passage of the department part with its cells and the figures that its sentence promises; ``number`` from 1."""

    number: int
    anchor: str
    title: Cell | None
    cells: tuple[Cell, ...]
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentSheet:
    """部门整体绩效目标: head cells, overall goal, sub-goals, safeguards; ``headings`` of those that this screen shows."""

    head: tuple[Cell, ...]
    overall: Cell
    sub_goals: tuple[Section, ...]
    safeguards: tuple[Section, ...]
    headings: frozenset[str]


def nowhere(text: str, near: Place | None) -> tuple[Place, ...]:
    """The finder of pages without a layout: the place that the value carries itself."""
    return (near,) if near else ()


def plain(value: object) -> str:
    """A value as people type it: decimals without exponent, missing as nothing."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def piece_sheets(document: Document, piece: Piece, find: Finder = nowhere) -> list[ProjectSheet]:
    """The sheets of one screen, each with the rows that stand on it."""
    parts = piece.parts
    return [project_sheet(document.projects[part.project], f"/projects/{part.project}", find, part.rows) for part in parts]


def every_cell(document: Document, find: Finder = nowhere) -> Iterator[Cell]:
    """All cells of a document, in the order of the form."""
    yield from part_cells(department_sheet(document, find))
    for number, project in enumerate(document.projects):
        yield from sheet_cells(project_sheet(project, f"/projects/{number}", find))


def part_cells(part: DepartmentSheet) -> Iterator[Cell]:
    """All cells of the department part."""
    yield from (*part.head, part.overall)
    for section in (*part.sub_goals, *part.safeguards):
        yield from (section.title,) if section.title else ()
        yield from section.cells


def sheet_cells(sheet: ProjectSheet) -> Iterator[Cell]:
    """All cells of one project."""
    yield from (sheet.code, sheet.name, *sheet.amounts, sheet.fund_use, *sheet.results)
    yield from (cell for _month, _percent, cell in sheet.plan)
    yield from sheet.goals
    yield from (cell for row in sheet.rows for cell in row if cell is not None)


def project_sheet(project: Project, pointer: str, find: Finder = nowhere, shown: range | None = None) -> ProjectSheet:
    """One project as cells; ``shown``: the rows of its indicators, None for all. Merged cells end with what is shown."""

    def cell(name: str, label: str, value: object, kind: Width = "text") -> Cell:
        text = plain(value)
        return Cell(pointers=(f"{pointer}/{name}",), label=label, text=text, kind=kind, places=find(text, project.place))

    columns = _columns(project.indicators)
    shown = range(len(project.indicators)) if shown is None else shown
    return ProjectSheet(
        pointer=pointer,
        project=project,
        code=cell("code", _("项目编码"), project.code),
        name=cell("name", _("项目名称"), project.name),
        amounts=tuple(cell(f"budget/{key}", label, value, "amount") for key, label, value in _amounts(project)),
        fund_use=cell("fund_use", _("资金用途"), project.fund_use),
        plan=tuple(
            (node.month, node.percent, cell(f"spending_plan/{at}/percent", _("资金支出计划"), node.percent, "short"))
            for at, node in enumerate(project.spending_plan)
        ),
        goals=tuple(cell(f"goals/{at}", _("绩效目标"), text) for at, text in enumerate(project.goals)),
        results=tuple(cell(key, label, value) for key, label, value in _results(project)),
        columns=columns,
        rows=tuple(_rows(project.indicators, shown, pointer, dict(columns), find)),
        first=shown.start,
    )


def department_sheet(document: Document, find: Finder = nowhere, piece: Piece | None = None) -> DepartmentSheet:
    """The first part of a document as cells; ``piece``: what of it stands on one screen, None for all."""

    def cell(pointer: str, label: str, value: object, near: Place | None = None) -> Cell:
        text = plain(value)
        return Cell(pointers=(pointer,), label=label, text=text, places=find(text, near))

    overall = document.overall_goal
    piece = piece or Piece((), range(len(document.sub_goals)), range(len(document.safeguards)), first=True)
    parts = (("description", _("工作内容")), ("goal", _("绩效目标")), ("indicator_text", _("绩效指标")))
    return DepartmentSheet(
        head=(
            cell("/fiscal_year", _("年度"), document.fiscal_year),
            cell("/agency/code", _("单位编码"), document.agency.code),
            cell("/agency/name", _("单位名称"), document.agency.name),
        ),
        overall=cell(
            "/overall_goal/text", _("总体绩效目标"), overall.text if overall else None, overall.place if overall else None
        ),
        sub_goals=tuple(
            Section(
                number=at + 1,
                anchor=f"sub-goal-{at + 1}",
                title=cell(f"/sub_goals/{at}/name", _("分项名称"), goal.name, goal.place),
                cells=tuple(cell(f"/sub_goals/{at}/{key}", label, getattr(goal, key), goal.place) for key, label in parts),
                indicators=goal.indicators,
            )
            for at, goal in ((at, document.sub_goals[at]) for at in piece.sub_goals)
        ),
        safeguards=tuple(
            Section(
                number=at + 1,
                anchor=f"safeguard-{at + 1}",
                title=cell(f"/safeguards/{at}/title", _("标题"), guard.title, guard.place),
                cells=(cell(f"/safeguards/{at}/text", _("措施"), guard.text, guard.place),),
            )
            for at, guard in ((at, document.safeguards[at]) for at in piece.safeguards)
        ),
        headings=frozenset(_headings(document, piece)),
    )


def _headings(document: Document, piece: Piece) -> Iterator[str]:
    """What the document has none of is told on the first screen."""
    if piece.first:
        yield "overall"
    for name in ("sub_goals", "safeguards"):
        if getattr(piece, name) or (piece.first and not getattr(document, name)):
            yield name


def _amounts(project: Project) -> Iterator[tuple[str, str, Decimal | None]]:
    budget = project.budget
    yield "total", _("预算数"), budget.total
    yield "fiscal", _("其中：财政资金"), budget.fiscal
    yield "other", _("其他资金"), budget.other
    more = (
        ("initial", _("年初预算数"), budget.initial),
        ("adjusted", _("全年预算数"), budget.adjusted),
        ("executed", _("全年执行数"), budget.executed),
    )
    if any(value is not None for _key, _label, value in more):
        yield from more
    for at, source in enumerate(budget.sources):
        for key, label in (("initial", _("年初预算数")), ("adjusted", _("全年预算数")), ("executed", _("全年执行数"))):
            yield f"sources/{at}/{key}", f"{source.name} · {label}", getattr(source, key)


def _results(project: Project) -> Iterator[tuple[str, str, object]]:
    if project.department is not None:
        yield "department", _("主管部门"), project.department
    if project.achievement is not None:
        yield "achievement", _("实际完成情况"), project.achievement
    if project.budget.execution_rate is not None:
        yield "budget/execution_rate", _("执行率（%）"), project.budget.execution_rate
    for at, source in enumerate(project.budget.sources):
        if source.execution_rate is not None:
            yield f"budget/sources/{at}/execution_rate", f"{source.name} · {_('执行率（%）')}", source.execution_rate
    if project.execution_score is not None:
        yield "execution_score", _("执行率得分"), project.execution_score
    if project.total_score is not None:
        yield "total_score", _("总分"), project.total_score


def _columns(indicators: Sequence[Indicator]) -> tuple[tuple[str, str], ...]:
    """The six columns of the goal form, and those of the self-evaluation that this table uses."""
    goal = (
        ("level1", _("一级指标")),
        ("level2", _("二级指标")),
        ("level3", _("三级指标")),
        ("description", _("绩效指标描述")),
        ("target/raw", _("指标值")),
        ("basis", _("指标值确定依据")),
    )
    more = (
        ("weight", _("分值"), any(row.weight is not None for row in indicators)),
        ("actual/raw", _("实际完成值"), any(row.actual for row in indicators)),
        ("score", _("得分"), any(row.score is not None for row in indicators)),
        ("deviation", _("偏差原因分析及改进措施"), any(row.deviation for row in indicators)),
    )
    return (*goal, *((key, label) for key, label, used in more if used))


def _value(row: Indicator, key: str) -> object:
    if key == "target/raw":
        return row.target.raw
    if key == "actual/raw":
        return row.actual.raw if row.actual else None
    return getattr(row, key)


def _rows(
    indicators: Sequence[Indicator], shown: range, pointer: str, labels: dict[str, str], find: Finder
) -> Iterator[tuple[Cell | None, ...]]:
    for at in shown:
        row = indicators[at]
        cells: list[Cell | None] = []
        for key, label in labels.items():
            span = level_span(indicators, at, LEVELS[key], shown) if key in LEVELS else 1
            text = plain(_value(row, key))
            cells.append(
                Cell(
                    pointers=tuple(f"{pointer}/indicators/{number}/{key}" for number in range(at, at + span)),
                    label=f"{label} · {row.level3 or at + 1}",
                    text=text,
                    kind="short" if key in ("weight", "score") else "text",
                    places=find(text, row.place),
                    rowspan=span,
                )
                if span
                else None
            )
        yield tuple(cells)
