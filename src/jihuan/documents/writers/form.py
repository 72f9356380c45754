"""The official form as every writer sees it: a cover, a contents list, headed paragraphs and ruled sheets.

``form_of(document)`` says what is printed and in which order; the writers say only how it looks in their format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from jihuan.core.document import Document, Kind, Project, Safeguard, SubGoal
from jihuan.documents.recognise import promised
from jihuan.documents.writers.sheet import Grid, evaluation_grid, indicator_grid, project_grid

Style = Literal["unit", "title", "note", "part", "h1", "h2", "body", "sheet", "line"]

REPORT: dict[Kind, str] = {"goals": "绩效目标", "monitoring": "绩效运行监控", "self_evaluation": "绩效自评"}
DIGITS = "零一二三四五六七八九"
CONTENTS = "目录"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph.

    ``level`` is its outline level (1 part, 2 chapter or sheet, 3 section), ``entry`` its words in the contents list.
    """

    text: str
    style: Style
    level: int | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One project sheet on pages of its own: heading, year where no cover names it, the line above the table, the table."""

    title: Line
    year: str
    agency: str
    amount_unit: str
    grid: Grid

    @property
    def line(self) -> str:
        """The line above the table as running text: agency at the left, unit of amounts at the right."""
        return " ".join(part for part in (self.agency, self.amount_unit) if part)


Block = Line | Grid | Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A whole official document. ``cover`` is empty for a single sheet, which needs neither title page nor contents list.

    ``year`` dates the file (1 January), so that the same document always gives the same bytes.
    """

    title: str
    author: str
    year: int
    cover: tuple[Line, ...]
    blocks: tuple[Block, ...]

    @property
    def entries(self) -> tuple[tuple[int, Line], ...]:
        """The contents list: outline level and heading."""
        lines = (block.title if isinstance(block, Sheet) else block for block in self.blocks)
        return tuple((line.level or 1, line) for line in lines if isinstance(line, Line) and line.entry)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The project sheets in order."""
        return tuple(block for block in self.blocks if isinstance(block, Sheet))


def texts(form: Form) -> Iterator[tuple[str, str]]:
    """Every text of the form, after the heading under which it stands ("" on the title page)."""
    where = ""
    for line in form.cover:
        yield where, line.text
    for block in form.blocks:
        if isinstance(block, Line):
            where = block.text if block.level else where
            yield where, block.text
            continue
        if isinstance(block, Sheet):
            where = block.title.text
            yield from ((where, text) for text in (where, block.year, block.line))
        grid = block.grid if isinstance(block, Sheet) else block
        yield from ((where, cell.text) for cell in grid.cells)


def form_of(document: Document) -> Form:
    """The official form of a document: everything that it says, in the order in which it is printed."""
    title = _title(document)
    return Form(
        title=title,
        author=document.agency.name or "",
        year=document.fiscal_year or 2000,
        cover=_cover(document, title) if _has_cover(document) else (),
        blocks=(*_department(document), *_projects(document)),
    )


def chinese_number(number: int) -> str:
    """1 … 99 in 汉字, as headings are numbered: 一, 十, 十一, 二十, 二十一; larger ones in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + ("" if ones == 0 else DIGITS[ones])


def has_department_part(document: Document) -> bool:
    """True when the document carries goals of the whole department."""
    return document.overall_goal is not None or bool(document.sub_goals) or bool(document.safeguards)


def _has_cover(document: Document) -> bool:
    if has_department_part(document) or len(document.projects) != 1:
        return True
    project = document.projects[0]
    return (document.agency.code, document.agency.name) != (project.agency_code, project.agency_name)


def _title(document: Document) -> str:
    year = f"{document.fiscal_year}年" if document.fiscal_year else ""
    if len(document.projects) == 1 and not has_department_part(document):
        return f"{year}{_sheet_title(document.projects[0], document.kind)}"
    whose = "部门预算" if has_department_part(document) else "预算项目"
    return f"{year}{whose}{REPORT[document.kind]}"


def _cover(document: Document, title: str) -> tuple[Line, ...]:
    lines = [Line(text=title, style="title")]
    if document.agency.name:
        lines.insert(0, Line(text=document.agency.name, style="unit"))
        lines.append(Line(text=f"编制单位：{document.agency.name}", style="note"))
    if document.agency.code:
        lines.append(Line(text=f"单位编码：{document.agency.code}", style="note"))
    return tuple(lines)


def _department(document: Document) -> Iterator[Block]:
    if not has_department_part(document):
        return
    yield from _part("第一部分", "部门整体绩效目标")
    chapters: list[tuple[str, list[Block]]] = []
    if document.overall_goal is not None:
        chapters.append(("总体绩效目标", [Line(text=document.overall_goal.text, style="body")]))
    if document.sub_goals:
        chapters.append(("分项绩效目标", [b for n, goal in enumerate(document.sub_goals, 1) for b in _sub_goal(n, goal)]))
    if document.safeguards:
        chapters.append(("工作保障措施", [b for n, item in enumerate(document.safeguards, 1) for b in _safeguard(n, item)]))
    for number, (name, blocks) in enumerate(chapters, 1):
        heading = f"{chinese_number(number)}、{name}"
        yield Line(text=heading, style="h1", level=2, entry=heading)
        yield from blocks


def _part(number: str, name: str) -> Iterator[Line]:
    yield Line(text=number, style="part")
    yield Line(text=name, style="part", level=1, entry=f"{number}　{name}")


def _sub_goal(number: int, goal: SubGoal) -> Iterator[Block]:
    yield Line(text=f"（{chinese_number(number)}）{goal.name}", style="h2", level=3)
    labelled = (("", goal.description), ("绩效目标：", goal.goal), ("绩效指标：", goal.indicator_text))
    for label, text in labelled:
        if text is not None:
            yield Line(text=f"{label}{text}", style="body")
    stated = tuple(replace(indicator, place=None) for indicator in goal.indicators)
    if stated != promised(goal.indicator_text or ""):
        yield indicator_grid(goal.indicators)


def _safeguard(number: int, item: Safeguard) -> Iterator[Line]:
    if item.title is None:
        yield Line(text=f"（{chinese_number(number)}）{item.text}", style="body")
    else:
        yield Line(text=f"（{chinese_number(number)}）{item.title}", style="h2", level=3)
        yield Line(text=item.text, style="body")


def _projects(document: Document) -> Iterator[Block]:
    if document.projects and has_department_part(document):
        yield from _part("第二部分", f"预算项目{REPORT[document.kind]}")
    for number, project in enumerate(document.projects, 1):
        heading = f"{number}.{_sheet_title(project, document.kind)}"
        yield Sheet(
            title=Line(text=heading, style="sheet", level=2, entry=heading),
            year=f"（{document.fiscal_year}年度）" if document.fiscal_year and not _has_cover(document) else "",
            agency=" ".join(part for part in (project.agency_code, project.agency_name) if part),
            amount_unit=f"单位：{project.amount_unit}" if project.amount_unit else "",
            grid=evaluation_grid(project) if document.kind == "self_evaluation" else project_grid(project),
        )


def _sheet_title(project: Project, kind: Kind) -> str:
    return f"{project.name or ''}{REPORT[kind]}表"
