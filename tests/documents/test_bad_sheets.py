"""Workbooks that claim, format or merge far more than they hold."""

from __future__ import annotations

import pytest

from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Table
from jihuan.documents.sandbox import ReadResult, read_file
from tests.documents import bad

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = bad.indicator_rows(3)


def _text(reference: str, words: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


def _rows(rows: list[list[str]]) -> str:
    return "".join(
        f'<row r="{number}">{"".join(_text(f"{chr(65 + at)}{number}", words) for at, words in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )


def workbook(more: str = "", before: str = "") -> bytes:
    """A goal sheet with three indicators, and further rows of XML."""
    sheet = f'<worksheet xmlns="{SPACE}">{before}<sheetData>{_rows(ROWS)}{more}</sheetData></worksheet>'
    return bad.workbook(ROWS, {"xl/worksheets/sheet1.xml": sheet.encode()})


def targets(result: ReadResult) -> list[str]:
    return [row.target.raw for project in result.document.projects for row in project.indicators]


def test_a_million_formatted_rows_that_hold_nothing_cost_little() -> None:
    blank = "".join(f'<row r="{number}" s="1" customFormat="1" ht="15"/>' for number in range(10, 1_000_000))
    assert targets(read_file(workbook(blank), "空行.xlsx")) == ["≥1次", "≥2次", "≥3次"]


def test_cells_that_are_only_formatted_are_not_counted() -> None:
    blank = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{at}{row}" s="0"/>""" for at in "ABCDE")}</row>' for row in range(10, 120_000)
    )
    assert targets(read_file(workbook(blank), "空格.xlsx")) == ["≥1次", "≥2次", "≥3次"]


def test_rows_and_cells_without_a_number_keep_their_place_among_blank_ones() -> None:
    blank = "".join(f'<row r="{number}" ht="{number % 97}"/>' for number in range(7, 60_000))
    last = "".join(_text("", words).replace(' r=""', "") for words in ("备注", "另附"))
    found = read_file(workbook(f"{blank}<row/><row>{last}</row>"), "无号.xlsx").layout
    cells = [cell for block in found.blocks if isinstance(block, Table) for cell in block.cells]
    assert [cell.place.cell for cell in cells if cell.text == "另附"] == ["B60001"]


def test_a_range_of_a_thousand_million_cells_is_only_a_claim() -> None:
    assert len(targets(read_file(workbook(before='<dimension ref="A1:XFD1048576"/>'), "维度.xlsx"))) == 3


def test_what_stands_beyond_the_last_column_that_is_read_is_told() -> None:
    result = read_file(workbook(f'<row r="9">{_text("IW9", "远处")}{_text("XFD9", "更远")}</row>'), "远.xlsx")
    assert len(targets(result)) == 3
    (told,) = [problem for problem in result.document.problems if problem.level == "error"]
    assert "第 256 列以后还有 2 个有内容的单元格，没有读取" in told.message
    assert told.place and (told.place.sheet, told.place.cell) == ("表", "IW9")


@pytest.mark.parametrize("reference", ["ZZZZZ99999999999", "乙1"])
def test_places_that_no_sheet_has_are_refused(reference: str) -> None:
    with pytest.raises(Unreadable, match="已损坏或不完整"):
        read_file(workbook(f'<row r="9">{_text(reference, "远处")}</row>'), "坏.xlsx")
