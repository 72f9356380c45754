"""A document in a form for people at a terminal: department, projects, indicators, problems with their places."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from jihuan.core.document import Document, Indicator, Place, Problem, Project
from jihuan.core.language import _


def show(document: Document, screen: Console) -> None:
    """Print the summary of one document."""
    screen.print(headline(document), style="bold")
    screen.print(totals(document))
    for number, project in enumerate(document.projects, 1):
        screen.print()
        screen.print(_project_line(number, project), style="bold")
        screen.print(_indicator_table(project.indicators))
    if document.problems:
        screen.print()
        screen.print(_problem_table(document.problems))
    screen.print()


def headline(document: Document) -> str:
    """Year, agency and the file it came from."""
    agency = document.agency.name or _("（未写明单位）")
    year = _("{year} 年").format(year=document.fiscal_year) if document.fiscal_year else _("（未写明年度）")
    source = _("，读自 {file}").format(file=document.source.file) if document.source else ""
    return _("{agency}，{year}{source}").format(agency=agency, year=year, source=source)


def totals(document: Document) -> str:
    """How many sub-goals, safeguards, projects and indicators, and the sum of the budgets by printed unit."""
    indicators = sum(len(project.indicators) for project in document.projects)
    return _(
        "分项目标 {sub_goals} 项，保障措施 {safeguards} 条，项目 {projects} 个，绩效指标 {indicators} 条，预算合计 {money}"
    ).format(
        sub_goals=len(document.sub_goals),
        safeguards=len(document.safeguards),
        projects=len(document.projects),
        indicators=indicators,
        money=_sums(document.projects) or _("未写明"),
    )


def where(place: Place | None) -> str:
    """A place in words; empty where unknown."""
    if place is None:
        return ""
    if place.page is not None:
        return _("第 {page} 页").format(page=place.page)
    if place.line is not None:
        first, last = place.line
        return (
            _("第 {line} 行").format(line=first) if first == last else _("第 {first}–{last} 行").format(first=first, last=last)
        )
    if place.sheet is not None:
        return _("工作表“{sheet}” {cell}").format(sheet=place.sheet, cell=place.cell or "")
    if place.table is not None:
        return _cell(place.table, place.row, place.column)
    return _("第 {paragraph} 段").format(paragraph=place.paragraph) if place.paragraph is not None else ""


def _cell(table: int, row: int | None, column: int | None) -> str:
    """A table, or its row, or its cell, as far as it is known."""
    if row is None:
        return _("表 {table}").format(table=table)
    if column is None:
        return _("表 {table} 第 {row} 行").format(table=table, row=row)
    return _("表 {table} 第 {row} 行第 {column} 列").format(table=table, row=row, column=column)


def _sums(projects: tuple[Project, ...]) -> str:
    sums: dict[str, Decimal] = {}
    for project in projects:
        if project.budget.total is not None:
            unit = project.amount_unit or _("（未写明单位）")
            sums[unit] = sums.get(unit, Decimal(0)) + project.budget.total
    return "、".join(f"{amount} {unit}" for unit, amount in sums.items())


def _project_line(number: int, project: Project) -> str:
    name = project.name or _("（未写明名称）")
    return "  ".join(part for part in (f"{number}. {name}", project.code, _sums((project,))) if part)


def _indicator_table(indicators: tuple[Indicator, ...]) -> Table:
    table = Table(_("一级"), _("二级"), _("三级指标"), _("指标值"), _("出处"), box=None, pad_edge=False)
    for row in indicators:
        table.add_row(row.level1 or "", row.level2 or "", row.level3 or "", row.target.raw, where(row.place))
    return table


def _problem_table(problems: tuple[Problem, ...]) -> Table:
    levels = {"error": _("错误"), "warning": _("提醒"), "info": _("说明")}
    table = Table(_("程度"), _("问题"), _("出处"), box=None, pad_edge=False)
    for problem in problems:
        table.add_row(levels[problem.level], problem.message, where(problem.place))
    return table
