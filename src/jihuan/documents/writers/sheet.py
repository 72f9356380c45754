"""The table of a project sheet as a grid of cells with spans: the one place that knows its rows, columns and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from jihuan.core.document import FundSource, Indicator, Project, SpendingNode
from jihuan.core.indicators import SYMBOLS, level_span, parse_target

Role = Literal["label", "head", "level", "value", "text", "code", "number", "percent"]
"""What a cell is: label and head are printed words; level is a merged 一级/二级指标; text is set flush left; number and percent
are numbers (a workbook keeps them as such); code may break anywhere; value is anything else, centred."""

WIDTH = 1000
"""Width of every grid in its own units; a column's share of the text width is columns[i] / WIDTH."""
WIDEST = 1100
"""Total width of the columns, in grid units, that an upright page can take."""
LONG = 800
"""Characters of a text over the whole width that make a row long (some twenty lines)."""
SIGNS = {**SYMBOLS, "range": "区间"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell of a grid; row and column count from 0. ``number`` is the value of a number or percent cell."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    role: Role
    number: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table whose cells cover it wholly. ``header`` is the row of column headings that is repeated on every page."""

    columns: tuple[int, ...]
    rows: int
    cells: tuple[GridCell, ...]
    header: int | None
    wide: bool

    def row(self, row: int) -> tuple[GridCell, ...]:
        """The cells that begin in a row, from left to right."""
        return tuple(cell for cell in self.cells if cell.row == row)

    def may_split(self, row: int) -> bool:
        """May a page end inside this row? Only where a text is so long that the row would leave a page half empty."""
        return any(
            len(cell.text) * WIDTH > LONG * sum(self.columns[cell.column : cell.column + cell.colspan])
            for cell in self.row(row)
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A cell before the columns are known: its left and right edge in grid units."""

    text: str
    role: Role
    left: int
    right: int
    rowspan: int = 1
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the indicator table: of every form, of a goal table, or only where an indicator needs it."""

    heading: str
    width: int
    role: Role
    value: Callable[[Indicator], str | Decimal | None]
    of: Literal["every form", "goals", "need"] = "need"


def _operator(indicator: Indicator) -> str | None:
    target = indicator.target
    if target == parse_target(target.raw) or target.operator is None or not target.operator_explicit:
        return None
    return SIGNS[target.operator]


def _unit(indicator: Indicator) -> str | None:
    return None if indicator.target == parse_target(indicator.target.raw) else indicator.target.unit


COLUMNS = (
    _Column("一级指标", 134, "level", lambda i: i.level1, "every form"),
    _Column("二级指标", 155, "level", lambda i: i.level2, "every form"),
    _Column("三级指标", 170, "value", lambda i: i.level3, "every form"),
    _Column("绩效指标描述", 220, "text", lambda i: i.description, "goals"),
    _Column("计算符号", 70, "value", _operator),
    _Column("指标值", 140, "value", lambda i: i.target.raw, "every form"),
    _Column("度量单位", 80, "value", _unit),
    _Column("指标值确定依据", 181, "value", lambda i: i.basis, "goals"),
    _Column("实际完成值", 130, "value", lambda i: i.actual.raw if i.actual else None),
    _Column("分值", 80, "number", lambda i: i.weight),
    _Column("得分", 80, "number", lambda i: i.score),
    _Column("偏差原因分析及改进措施", 190, "text", lambda i: i.deviation),
)


def plain(number: Decimal | None) -> str:
    """A number as printed: no exponent, its own decimals; nothing for None."""
    return "" if number is None else format(number, "f")


def project_grid(project: Project) -> Grid:
    """The table of one project sheet."""
    columns = _columns(project.indicators)
    edges = _edges(columns)
    body = _Body(edges[1])
    rows = [*body.top(project)]
    header = len(rows)
    rows += _indicator_rows(project.indicators, columns, edges)
    if project.total_score is not None:
        rows.append([body.label("总分"), *body.cells([(plain(project.total_score), "number", project.total_score)], ())])
    return _resolve(rows, header, wide=_is_wide(columns))


def evaluation_grid(project: Project) -> Grid:
    """The table of 项目支出绩效自评表 (财预〔2020〕10号): what its rows cannot hold is printed in the form of project sheets."""
    budget = project.budget
    parts = {source.adjusted for source in budget.sources} | {None} if budget.sources else {budget.fiscal, budget.other}
    held = budget.total == budget.adjusted and {budget.fiscal, budget.other} <= parts
    if not held or project.fund_use is not None or project.spending_plan:
        return project_grid(project)
    columns = _columns(project.indicators)
    edges = _edges(columns)
    body = _Evaluation(edges[1])
    rows = [*body.top(project)]
    header = len(rows)
    rows += _indicator_rows(project.indicators, columns, edges)
    rows += body.bottom(project, columns, edges)
    return _resolve(rows, header, wide=_is_wide(columns))


def indicator_grid(indicators: Sequence[Indicator]) -> Grid:
    """A table of indicators alone: those of a sub-goal that no sentence carries."""
    columns = _columns(indicators)
    return _resolve(_indicator_rows(indicators, columns, _edges(columns)), 0, wide=_is_wide(columns))


class _Body:
    """Rows between the label column and the right edge; ``left`` is the right edge of the label column."""

    CODE = (0.35, 0.5)
    BUDGET = (0.11, 0.29, 0.5, 0.685, 0.815)
    FUNDS = (0.24, 0.385, 0.53, 0.675, 0.77, 0.895)
    SIXTHS = tuple(number / 6 for number in range(1, 6))

    def __init__(self, left: int) -> None:
        self.left = left

    def label(self, text: str, rowspan: int = 1) -> _Piece:
        """A cell of the label column."""
        return _Piece(text, "label", 0, self.left, rowspan)

    def cells(self, contents: Sequence[tuple[str, Role, Decimal | None]], stops: Sequence[float]) -> list[_Piece]:
        """Cells side by side; ``stops`` are the inner edges as parts of the width that is left."""
        width = WIDTH - self.left
        edges = [self.left, *(self.left + round(stop * width) for stop in stops), WIDTH]
        return [_Piece(text, role, edges[i], edges[i + 1], number=number) for i, (text, role, number) in enumerate(contents)]

    def top(self, project: Project) -> Iterator[list[_Piece]]:
        """The rows above the indicators."""
        yield [
            self.label("项目编码"),
            *self.cells(
                [(project.code or "", "code", None), ("项目名称", "label", None), (project.name or "", "value", None)],
                self.CODE,
            ),
        ]
        if project.department is not None:
            yield [self.label("主管部门"), *self.cells([(project.department, "value", None)], ())]
        yield from self._budget(project)
        yield from self._execution(project)
        yield from self._plan(project.spending_plan)
        goals = "\n".join(f"{number}. {goal}" for number, goal in enumerate(project.goals, 1))
        yield [self.label("绩效目标"), *self.cells([(goals, "text", None)], ())]
        if project.achievement is not None:
            yield [self.label("实际完成情况"), *self.cells([(project.achievement, "text", None)], ())]

    def _budget(self, project: Project) -> Iterator[list[_Piece]]:
        budget = project.budget
        amounts = (("预算数", budget.total), ("其中：财政资金", budget.fiscal), ("其他资金", budget.other))
        yield [self.label("预算规模及资金用途", 2), *self.cells(list(_pairs(amounts)), self.BUDGET)]
        yield self.cells([(project.fund_use or "", "text", None)], ())

    def _execution(self, project: Project) -> Iterator[list[_Piece]]:
        budget = project.budget
        if budget.sources:
            yield from self._funds("预算执行情况", "", project)
            return
        amounts = (
            ("年初预算数", budget.initial),
            ("全年预算数", budget.adjusted),
            ("全年执行数", budget.executed),
            ("执行率（%）", budget.execution_rate),
            ("分值", project.execution_weight),
            ("得分", project.execution_score),
        )
        if any(amount is not None for _, amount in amounts):
            yield [self.label("预算执行情况", 2), *self.cells([(name, "label", None) for name, _ in amounts], self.SIXTHS)]
            yield self.cells([(plain(amount), "number", amount) for _, amount in amounts], self.SIXTHS)

    def _funds(self, label: str, total: str, project: Project) -> Iterator[list[_Piece]]:
        """Amounts by source: the whole, called ``total``, then each source with what is known of it."""
        budget = project.budget
        heads = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率（%）", "得分")
        whole = (
            *(budget.initial, budget.adjusted, budget.executed),
            *(project.execution_weight, budget.execution_rate, project.execution_score),
        )
        sources = budget.sources or [
            FundSource(name=name, adjusted=amount)
            for name, amount in (("财政资金", budget.fiscal), ("其他资金", budget.other))
            if amount is not None
        ]
        yield [self.label(label, 2 + len(sources)), *self.cells([(head, "label", None) for head in heads], self.FUNDS)]
        yield self.cells([(total, "label", None), *((plain(it), "number", it) for it in whole)], self.FUNDS)
        for number, source in enumerate(sources):
            amounts = (source.initial, source.adjusted, source.executed, None, source.execution_rate, None)
            name = source.name if number else f"其中：{source.name}"
            yield self.cells([(name, "label", None), *((plain(it), "number", it) for it in amounts)], self.FUNDS)

    def _plan(self, nodes: Sequence[SpendingNode]) -> Iterator[list[_Piece]]:
        stops = [number / len(nodes) for number in range(1, len(nodes))]
        months: list[tuple[str, Role, Decimal | None]] = [(f"{node.month}月底", "label", None) for node in nodes]
        percents: list[tuple[str, Role, Decimal | None]] = [
            ("" if node.percent is None else f"{plain(node.percent)}%", "percent", node.percent) for node in nodes
        ]
        empty: list[tuple[str, Role, Decimal | None]] = [("", "value", None)]
        yield [self.label("资金支出计划（%）", 2), *self.cells(months or empty, stops)]
        yield self.cells(percents or empty, stops)


class _Evaluation(_Body):
    """The rows of a self-evaluation round its indicators."""

    HALVES = (0.5,)
    NAMES = (0.36, 0.5)
    SIGNATURES = (0.36, 0.5)

    def top(self, project: Project) -> Iterator[list[_Piece]]:
        """Names, money, goals and what became of them."""
        name, code, department, agency = (
            text or "" for text in (project.name, project.code, project.department, project.agency_name)
        )
        yield [
            self.label("项目名称"),
            *self.cells([(name, "value", None), ("项目编码", "label", None), (code, "code", None)], self.NAMES),
        ]
        yield [
            self.label("主管部门"),
            *self.cells([(department, "value", None), ("实施单位", "label", None), (agency, "value", None)], self.NAMES),
        ]
        yield from self._funds("项目资金", "年度资金总额", project)
        goals = "\n".join(f"{number}. {goal}" for number, goal in enumerate(project.goals, 1))
        yield [
            self.label("年度总体目标", 2),
            *self.cells([("预期目标", "label", None), ("实际完成情况", "label", None)], self.HALVES),
        ]
        yield self.cells([(goals, "text", None), (project.achievement or "", "text", None)], self.HALVES)

    def bottom(self, project: Project, columns: Sequence[_Column], edges: Sequence[int]) -> Iterator[list[_Piece]]:
        """总分 under the columns of points, and the line for signatures."""
        headings = [column.heading for column in columns]
        total = project.total_score
        if total is not None and {"分值", "得分"} <= set(headings):
            weight, score = headings.index("分值"), headings.index("得分")
            whole = sum(
                (row.weight for row in project.indicators if row.weight is not None), project.execution_weight or Decimal(0)
            )
            pieces = [
                _Piece("总分", "label", 0, edges[weight]),
                _Piece(plain(whole), "number", edges[weight], edges[score], number=whole),
                _Piece(plain(total), "number", edges[score], edges[score + 1], number=total),
            ]
            yield [*pieces, *([_Piece("", "value", edges[score + 1], WIDTH)] if edges[score + 1] < WIDTH else [])]
        elif total is not None:
            yield [self.label("总分"), *self.cells([(plain(total), "number", total)], ())]
        blank: tuple[str, Role, Decimal | None] = ("", "value", None)
        yield [self.label("项目负责人"), *self.cells([blank, ("财务负责人", "label", None), blank], self.SIGNATURES)]


def _pairs(amounts: Iterable[tuple[str, Decimal | None]]) -> Iterator[tuple[str, Role, Decimal | None]]:
    for name, amount in amounts:
        yield name, "label", None
        yield plain(amount), "number", amount


def _columns(indicators: Sequence[Indicator]) -> list[_Column]:
    """The columns of a goal table, and those that some indicator needs; a report on results leaves empty goal columns out."""
    needed = [column for column in COLUMNS if any(column.value(indicator) is not None for indicator in indicators)]
    reports = any(column.of == "need" for column in needed)
    return [c for c in COLUMNS if c in needed or c.of == "every form" or (c.of == "goals" and not reports)]


def _is_wide(columns: Sequence[_Column]) -> bool:
    return sum(column.width for column in columns) > WIDEST


def _edges(columns: Sequence[_Column]) -> list[int]:
    """The edges of the columns in grid units, from 0 to WIDTH."""
    total = sum(column.width for column in columns)
    return [round(sum(column.width for column in columns[:n]) * WIDTH / total) for n in range(len(columns) + 1)]


def _indicator_rows(indicators: Sequence[Indicator], columns: Sequence[_Column], edges: Sequence[int]) -> list[list[_Piece]]:
    rows = [[_Piece(c.heading, "head", edges[i], edges[i + 1]) for i, c in enumerate(columns)]]
    for position, indicator in enumerate(indicators):
        row = []
        for i, column in enumerate(columns):
            span = level_span(indicators, position, i + 1) if column.role == "level" else 1
            value = column.value(indicator)
            if span:
                number = value if isinstance(value, Decimal) else None
                text = plain(number) if number is not None else str(value or "")
                row.append(_Piece(text, column.role, edges[i], edges[i + 1], span, number))
        rows.append(row)
    return rows


def _resolve(rows: Sequence[Sequence[_Piece]], header: int, *, wide: bool) -> Grid:
    """The union of all edges makes the columns; every piece becomes a cell that spans some of them."""
    edges = sorted({edge for row in rows for piece in row for edge in (piece.left, piece.right)})
    index = {edge: column for column, edge in enumerate(edges)}
    cells = tuple(
        GridCell(
            row=number,
            column=index[piece.left],
            rowspan=piece.rowspan,
            colspan=index[piece.right] - index[piece.left],
            text=piece.text,
            role=piece.role,
            number=piece.number,
        )
        for number, row in enumerate(rows)
        for piece in row
    )
    widths = tuple(right - left for left, right in pairwise(edges))
    return Grid(columns=widths, rows=len(rows), cells=cells, header=header, wide=wide)
