"""Workbooks as they are printed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from jihuan.core.document import Place
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.readers.printed import printed
from jihuan.documents.readers.spreadsheet import read_layout


def saved(workbook: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet(fill: Callable[[Worksheet], None]) -> Layout:
    """The layout of a workbook with one sheet."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "表1"
    fill(workbook.worksheets[0])
    return read_layout(saved(workbook))


def rows(*lines: list[object]) -> Callable[[Worksheet], None]:
    """Fill a sheet row by row."""

    def fill(target: Worksheet) -> None:
        for line in lines:
            target.append(line)

    return fill


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.95, "0%", "95%"),
        (0.955, "0.00%", "95.50%"),
        (1, "0%", "100%"),
        (26, "0.00", "26.00"),
        (3498000, "#,##0.00", "3,498,000.00"),
        (1234567, "#,##0", "1,234,567"),
        (2.5, "General", "2.5"),
        (41.5, "#,##0.00_);[Red](#,##0.00)", "41.50"),
        (-3, "#,##0.00_);[Red](#,##0.00)", "(3.00)"),
        (0.1 + 0.2, "General", "0.3"),
        (1e21, "General", "1000000000000000000000"),
        (0.125, "0.##", "0.13"),
        (12, "0.##", "12"),
        (98, '0"人"', "98人"),
        (5, '"≥"0"次"', "≥5次"),
        (98, '"≥"0\\%', "≥98%"),
        (0, "0;-0;", "0"),
        (True, "General", "TRUE"),
        ("≥95 %", "@", "≥95 %"),
        (datetime.datetime(2025, 12, 31), 'yyyy"年"m"月"d"日"', "2025年12月31日"),
        (datetime.date(2025, 3, 1), "yyyy/m/d", "2025-03-01"),
        (datetime.datetime(2025, 6, 1), 'm"月"d"日"', "6月1日"),
        (datetime.datetime(2025, 6, 1), 'm"月"d"日前"', "6月1日前"),
        (datetime.datetime(2025, 6, 1), "yyyy年m月底前", "2025年6月底前"),
        (datetime.datetime(2025, 6, 1), 'yyyy"年"m"月"d"日" h:mm:ss', "2025年6月1日"),
        (1286400, '0!.0,"万元"', "128.6万元"),
        (1286400, "#!.0000", "128.6400"),
        (49476.94, '"≤"0.00,"千元"', "≤49.48千元"),
        (1286400, "#,##0,", "1,286"),
        ("90", '"≥"@"%"', "≥90%"),
        ("甲", '_ * #,##0.00_ ;_ * "-"??_ ;_ @_ ', "甲"),
        (None, "General", ""),
    ],
)
def test_values_are_read_as_their_format_prints_them(value: object, number_format: str, text: str) -> None:
    assert printed(value, number_format) == text


@given(number=st.decimals(min_value=0, max_value=10**9, places=2), decimals=st.integers(0, 4))
def test_a_fixed_format_shows_its_decimals_and_loses_none_of_the_value(number: Decimal, decimals: int) -> None:
    text = printed(float(number), f"#,##0.{'0' * decimals}".rstrip("."))
    assert len(text.partition(".")[2]) == decimals
    assert decimals < 2 or Decimal(text.replace(",", "")) == number


def test_lone_cells_above_a_table_are_paragraphs() -> None:
    title, line, table = sheet(rows(["1.河道保洁经费绩效目标表"], ["731001 某局"], ["项目编码", "1301"], ["预算数", 26])).blocks
    assert isinstance(title, Paragraph) and title.place == Place(sheet="表1", cell="A1")
    assert isinstance(line, Paragraph) and line.text == "731001 某局"
    assert isinstance(table, Table) and (table.rows, table.columns) == (2, 2)
    assert table.cells[-1].text == "26" and table.cells[-1].place == Place(sheet="表1", cell="B4")


def test_a_blank_row_ends_a_table_unless_a_merged_cell_spans_it() -> None:
    assert len(sheet(rows(["甲", "乙"], [], ["丙", "丁"])).blocks) == 2

    def merged(target: Worksheet) -> None:
        rows(["甲", "乙"], [], ["丙", "丁"])(target)
        target.merge_cells("A1:A2")

    (table,) = sheet(merged).blocks
    assert isinstance(table, Table) and table.rows == 3


def test_merged_areas_become_spans() -> None:
    def fill(target: Worksheet) -> None:
        rows(["产出", "数量", None, "丁"], [None, "甲", "乙", "丙"])(target)
        target.merge_cells("A1:A2")
        target.merge_cells("B1:C1")

    (table,) = sheet(fill).blocks
    assert isinstance(table, Table)
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in table.cells}
    assert (spans["产出"], spans["数量"], spans["丙"]) == ((2, 1), (1, 2), (1, 1))


def test_every_sheet_is_read_and_hidden_ones_are_told() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["甲", "乙"])
    second = workbook.create_sheet("藏")
    rows(["丙", "丁"], ["戊", "己"])(second)
    second.sheet_state = "hidden"
    second.row_dimensions[2].hidden = True
    layout = read_layout(saved(workbook))
    assert len(layout.blocks) == 2 and layout.names[1] == "藏"
    assert [(problem.level, problem.place) for problem in layout.problems] == [
        ("info", Place(sheet="藏")),
        ("info", Place(sheet="藏", cell="A2")),
    ]


def test_a_formula_without_a_saved_result_is_a_problem_at_its_cell() -> None:
    (problem,) = sheet(rows(["预算数", "=1+1"])).problems
    assert (problem.level, problem.place) == ("warning", Place(sheet="表1", cell="B1"))


def test_an_error_value_is_a_problem_at_its_cell() -> None:
    (problem,) = sheet(rows(["预算数", "#DIV/0!"])).problems
    assert (problem.level, problem.place) == ("error", Place(sheet="表1", cell="B1"))


def test_a_lonely_format_far_away_costs_nothing() -> None:
    def fill(target: Worksheet) -> None:
        target.append(["甲", "乙"])
        target["XFD1048576"].number_format = "0.00"

    (table,) = sheet(fill).blocks
    assert isinstance(table, Table) and table.rows == 1 and table.columns < 300


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A small workbook with one part changed."""
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["甲", "乙"])
    workbook.worksheets[0].merge_cells("A3:B3")
    source, target = zipfile.ZipFile(io.BytesIO(saved(workbook))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in source.namelist():
            archive.writestr(part, change(source.read(part)) if part == name else source.read(part))
    return target.getvalue()


def test_a_merged_area_of_millions_of_cells_is_refused_before_it_is_unfolded() -> None:
    with pytest.raises(Unreadable, match="合并"):
        read_layout(changed("xl/worksheets/sheet1.xml", lambda data: data.replace(b'"A3:B3"', b'"A3:XFD1048576"')))


def test_a_document_type_in_any_part_is_refused() -> None:
    with pytest.raises(Unreadable, match="文档类型声明"):
        read_layout(changed("xl/workbook.xml", lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data))
