"""Layout → interchange document: what the paragraphs and tables of a file say, whatever format they came from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain

from jihuan.core.document import Agency, Budget, Document, Kind, Problem, Project, Source, TextBlock
from jihuan.core.language import _
from jihuan.core.text import clean, join_lines
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.recognise.account import Said, is_form_name, not_kept
from jihuan.documents.recognise.booklet import parts
from jihuan.documents.recognise.cuts import joined_labels
from jihuan.documents.recognise.fields import institution
from jihuan.documents.recognise.grid import Grid
from jihuan.documents.recognise.headings import (
    Contents,
    agency_line,
    entry,
    is_page_number,
    is_part,
    is_title,
    section,
    split_title,
    split_year,
)
from jihuan.documents.recognise.lists import is_institution
from jihuan.documents.recognise.narrative import Narrative
from jihuan.documents.recognise.notes import Notes
from jihuan.documents.recognise.phrases import split_level
from jihuan.documents.recognise.prose import Department, promised
from jihuan.documents.recognise.reports import Report
from jihuan.documents.recognise.sheets import Sheets
from jihuan.documents.recognise.words import UNIT_AT_END, UNIT_IN_BRACKETS, inline, pairs, plain
from jihuan.documents.recognise.years import fiscal_year, stated_year

_MONITORED = re.compile("(?:绩效|运行|执行|目标)(?:目标|运行|执行|跟踪|情况|评价)*监控|监控(?:情况|结果)?(?:分析)?(?:表|报告)")
"""What a title says of monitoring; projects, too, are named after it (视频监控)."""

_WHOSE = re.compile(
    r"(?:关于)?(?:20\d\d年度?)?(?P<name>[一-龥（）()]{4,24}?)(?:关于)?(?:20\d\d年|(?:部门|单位)(?:整体|决算|预算))"
)
_LINE = 80


class _Reading:
    """One pass over the blocks."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.department = Department()
        self.sheets = Sheets(self.notes)
        self.narrative = Narrative(self.sheets.fields)
        self.report = Report(self.sheets.fields)
        self.front: list[str] = []
        self.agency = Agency()
        self.titles: list[str] = []
        self._outside: list[tuple[Said, bool]] = []
        self._contents = Contents()
        self._begun = False

    def block(self, block: Paragraph | Table) -> None:
        if isinstance(block, Table):
            self._contents.end()
            self._begun = True
            self.report.close()
            grid = Grid(joined_labels(block))
            if not self.department.table(grid, self.notes):
                self.department.close()
                self.narrative.close()
                self.sheets.table(grid)
        elif not block.text.strip() or is_page_number(block.text):
            return
        elif self._contents.covers(block.text):
            self._outside.append(((clean(join_lines(entry(block.text))), block.place), False))
        else:
            self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        year, printed = split_year(paragraph.text)
        if year:
            self.front.append(clean(year))
            paragraph = replace(paragraph, text=printed)
        text = clean(join_lines(printed))
        if not text:
            return
        glued = split_title(text) or split_level(text)
        for part in glued or ():
            self._paragraph(replace(paragraph, text=part))
        if not glued:
            self._line(paragraph, text)

    def _line(self, paragraph: Paragraph, text: str) -> None:
        """One paragraph with one meaning: a heading first, else whatever takes it."""
        left, self.sheets.apart = False, True
        self.report.take(text, paragraph.place)
        if is_title(text) and not text.endswith("。"):
            self.department.close()
            self.narrative.close()
            self.titles.append(text)
            self.sheets.title(text)
        elif is_part(text):
            self.department.close()
            if not self._begun:
                self.front.append(text)  # it may name the year
        elif self.sheets.expects_line and self.sheets.line(paragraph.text):
            pass
        elif self._is_goal_of_project(text) and (self._of_sheet(text, paragraph) or self.narrative.take(paragraph)):
            self._begun = True
        elif self.department.take(paragraph):
            self._begun = True
            return
        elif self._of_sheet(text, paragraph) or self.narrative.take(paragraph):
            self.front += [] if self._begun else [stated_year([text])]
            self._begun = True
        elif not self._begun:
            self._front_matter(paragraph)
        else:
            left = not self.sheets.line(paragraph.text)
            self._unit_behind(text)
        self._outside.append(((text, paragraph.place), left))

    def _is_goal_of_project(self, text: str) -> bool:
        """Does 总体绩效目标 stand below 项目名称, where it is the project's and not the department's?"""
        heading = self.sheets.fields.heading
        named = not heading.used and any(field == "name" for field, _label, _value, _place in heading.pairs)
        return named and (section(text) or ("",))[0] == "overall"

    def _of_sheet(self, text: str, paragraph: Paragraph) -> bool:
        """Labels above a table belong to its sheet; on a title page they name the agency of the document."""
        named = {field for field, _label, _value in pairs(text)}
        mine = self._begun or bool(named - {"agency_name", "agency_code"})
        return mine and self.sheets.labels(paragraph.text, paragraph.place)

    def _front_matter(self, paragraph: Paragraph) -> None:
        """Title page: its lines name the year and perhaps the agency."""
        text = clean(join_lines(paragraph.text))
        line, pair = agency_line(paragraph.text), inline(text)
        known = {field: value for field, _label, value in pairs(paragraph.text)}
        if line and (line.code or line.name):
            self.agency = replace(self.agency, code=self.agency.code or line.code, name=self.agency.name or line.name)
        if line and line.unit:
            self.sheets.line(paragraph.text)
        elif pair and pair[0] == "agency_name":
            self.agency = replace(self.agency, name=institution(known.get("agency_name", pair[1])) or None)
        elif pair and pair[0] == "agency_code":
            self.agency = replace(self.agency, code=pair[1])
        if self.titles:  # the sheet's own, unless another title follows
            self.sheets.labels(paragraph.text, paragraph.place)
        self._unit_behind(text)
        self.front += [text, stated_year([text])]

    def _unit_behind(self, text: str) -> None:
        """The unit of amounts at the end of a line that says something else: “预算公开12表　单位：元”."""
        unit = (UNIT_AT_END.search(text) or UNIT_IN_BRACKETS.search(text)) if len(text) <= _LINE else None
        if unit:
            self.sheets.line(unit[unit.re.groups])

    def remainder(self, document: Document) -> tuple[Problem, ...]:
        """Paragraphs and titles of which some part went into no field."""
        said = [said for said, left in self._outside if not left] + self.sheets.said
        lost = {id(one) for one in not_kept(said, document)}
        left = [one for one, left in self._outside if left or id(one) in lost]
        left += [one for one in self.sheets.said if id(one) in lost]
        before = len(self.notes.problems)
        self.notes.left_over(_("正文中有 {count} 段文字没有归入任何栏目，请核对是否要紧：{texts}"), left)
        return tuple(self.notes.problems[before:])


def recognise(layout: Layout, source: Source) -> Document:
    """Read the meaning of a file's paragraphs and tables; whatever is not understood is in ``problems``."""
    reading = _Reading()
    for block in layout.blocks if layout.pages else chain.from_iterable(map(parts, layout.blocks)):
        reading.block(block)
    reading.department.close()
    reading.report.complete()
    projects = reading.sheets.finished()
    overall = reading.department.overall or _department_goal(reading.titles, projects)
    front = [*reading.front, *reading.sheets.years, *filter(is_form_name, reading.titles), *layout.names]
    document = Document(
        source=source,
        fiscal_year=fiscal_year(front, overall.text if overall else "", projects, reading.titles),
        kind=_kind([*front, *reading.titles], projects),
        agency=_agency(reading.agency, projects) or _titled([*reading.front, *reading.titles]),
        overall_goal=overall,
        sub_goals=(*reading.department.sub_goals, *reading.sheets.tasks.found),
        safeguards=reading.department.safeguards,
        projects=projects,
        problems=(*layout.problems, *reading.notes.problems),
    )
    return replace(document, problems=(*document.problems, *reading.remainder(document)))


def _department_goal(titles: list[str], projects: tuple[Project, ...]) -> TextBlock | None:
    """The goals of a sheet of the whole department (部门整体) are the department's."""
    whole = len(projects) == 1 and any(
        "整体" in title and not re.search("整体(?:搬迁|改造|提升|规划)", title) for title in titles
    )
    return TextBlock(text="".join(projects[0].goals), place=projects[0].place) if whole and projects[0].goals else None


def _kind(front: list[str], projects: tuple[Project, ...]) -> Kind:
    """What the document reports: its titles say so, or the columns that are filled."""
    heading = plain("".join(front))
    if "自评" in heading or "自我评价" in heading:
        return "self_evaluation"
    if _MONITORED.search(heading):
        return "monitoring"
    judged = any(indicator.actual or indicator.score is not None for project in projects for indicator in project.indicators)
    return "self_evaluation" if judged else "goals"


def _titled(lines: list[str]) -> Agency:
    """The agency that a title names before the year: “龙南市水利局2024年度部门整体支出绩效自评报告”."""
    found = next((found for line in lines if (found := _WHOSE.match(line)) and is_institution(found["name"])), None)
    return Agency(name=found["name"]) if found else Agency()


def _agency(printed: Agency, projects: tuple[Project, ...]) -> Agency | None:
    """The agency of the title page, or the one that all sheets have in common."""
    counted = Counter((project.agency_code, project.agency_name) for project in projects)
    named = [pair for pair, _count in counted.most_common() if any(pair)]
    if printed != Agency():
        return printed
    if len(named) == 1:
        return Agency(code=named[0][0], name=named[0][1])
    codes = {code for code, _name in named if code}
    shared = next((code for code in codes if all(other.startswith(code) for other in codes)), None)
    names = [name for code, name in named if code == shared] if shared else []
    return Agency(code=shared, name=names[0] if names else None) if shared else None


def is_empty(document: Document) -> bool:
    """Was nothing found that belongs to budget performance?"""
    known = [
        project
        for project in document.projects
        if project.indicators or project.goals or project.code or (project.name and project.budget != Budget())
    ]
    return not (known or document.overall_goal or document.sub_goals or document.safeguards)


__all__ = ["is_empty", "promised", "recognise"]
