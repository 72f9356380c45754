"""What is printed and in which order, whatever the format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.core.document import Document
from jihuan.documents.writers import Format, WriteError, write
from jihuan.documents.writers.form import Line, chinese_number, form_of
from jihuan.documents.writers.sheet import WIDTH, project_grid


def test_department_part_is_headed_as_in_the_official_form(seed: Document) -> None:
    headings = [line.text for line in form_of(seed).blocks if isinstance(line, Line) and line.style != "body"]
    assert headings[:6] == [
        "第一部分",
        "部门整体绩效目标",
        "一、总体绩效目标",
        "二、分项绩效目标",
        "（一）科学技术普及活动",
        "（二）老科协综合业务",
    ]
    assert headings[-2:] == ["第二部分", "预算项目绩效目标"]


def test_contents_list_names_parts_chapters_and_sheets(seed: Document) -> None:
    entries = [line.entry for _level, line in form_of(seed).entries]
    assert entries[0] == "第一部分　部门整体绩效目标"
    assert entries[-1] == "4.老科协业务经费绩效目标表"
    assert len(entries) == 9


def test_single_sheet_has_no_title_page_and_names_its_year(sheet: Document) -> None:
    form = form_of(sheet)
    assert form.cover == ()
    assert form.sheets[0].year == "（2025年度）"
    assert form.sheets[0].line == "731001 遵化市科学技术协会本级 单位：万元"


def test_title_page_names_agency_year_and_kind(seed: Document) -> None:
    texts = [line.text for line in form_of(replace(seed, kind="self_evaluation")).cover]
    assert texts == [
        "遵化市科学技术协会本级",
        "2025年部门预算绩效自评",
        "编制单位：遵化市科学技术协会本级",
        "单位编码：731001",
    ]


def test_cells_of_a_sheet_cover_its_grid_once(seed: Document) -> None:
    grid = project_grid(seed.projects[0])
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert sorted(covered) == [(row, column) for row in range(grid.rows) for column in range(len(grid.columns))]
    assert sum(grid.columns) == WIDTH


def test_levels_are_merged_over_their_rows(seed: Document) -> None:
    levels = [
        (cell.text, cell.rowspan) for cell in project_grid(seed.projects[0]).cells if cell.role == "level" and cell.column == 0
    ]
    assert levels == [("产出指标", 4), ("效益指标", 2), ("满意度指标", 1)]


def test_missing_values_are_empty_cells(seed: Document) -> None:
    row = project_grid(seed.projects[0]).row(1)
    assert [cell.text for cell in row][-2:] == ["其他资金", ""]


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")])
def test_headings_are_numbered_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_unknown_format_is_refused_in_a_sentence(sheet: Document) -> None:
    with pytest.raises(WriteError, match="不支持的格式“odt”"):
        write(sheet, "odt")  # type: ignore[arg-type]


@pytest.mark.parametrize("to", ["docx", "xlsx", "pdf", "html"])
def test_control_character_is_refused_with_its_place(sheet: Document, to: Format) -> None:
    document = replace(sheet, projects=(replace(sheet.projects[0], fund_use="用于\x01修缮"),))
    with pytest.raises(WriteError, match=r"科技馆运行经费绩效目标表”下的文字里有不能显示的控制字符（U\+0001）"):
        write(document, to)
