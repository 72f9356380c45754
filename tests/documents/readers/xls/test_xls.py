"""Workbooks of Excel 97 as they are printed, the same as newer ones."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Place
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.readers import limits, read_bytes
from jihuan.documents.readers.detect import detect
from jihuan.documents.readers.xls import read_layout
from tests.documents.readers.xls.biff import Made, Value, compound, stream, workbook

FORMATS = ("General", "0%", "0.00", "#,##0.00", 'yyyy"年"m"月"d"日"', '"≥"0"次"')


def sheet(*rows: list[Value | tuple[float, int] | None], **options: object) -> Layout:
    """The layout of one sheet; a cell is a value, or a number and the index of its format."""
    return read_layout(workbook([made(*rows, **options)], FORMATS))


def made(*rows: list[Value | tuple[float, int] | None], **options: object) -> Made:
    cells: dict[tuple[int, int], tuple[Value, int]] = {}
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if value is not None:
                with_format = isinstance(value, tuple) and value[0] != "error"
                cells[row, column] = value if with_format else (value, 0)  # type: ignore[assignment]
    return Made("表1", cells, **options)  # type: ignore[arg-type]


def texts(layout: Layout) -> list[str]:
    return [cell.text for block in layout.blocks if isinstance(block, Table) for cell in block.cells]


def test_numbers_are_read_as_their_format_prints_them() -> None:
    read = texts(sheet(["甲", (0.95, 1), (26.0, 2), (3498000.0, 3), (46022.0, 4), (5.0, 5), 0.1 + 0.2, True]))
    assert read == ["甲", "95%", "26.00", "3,498,000.00", "2025年12月31日", "≥5次", "0.3", "TRUE"]


def test_merged_areas_are_spans_and_hide_what_stands_under_them() -> None:
    layout = sheet(
        ["1.河道保洁绩效目标表"],
        ["产出", "数量", "遮住", "丁"],
        ["遮住", "甲", "乙", "丙"],
        merged=[(1, 2, 0, 0), (1, 1, 1, 2)],
    )
    title, table = layout.blocks
    assert isinstance(title, Paragraph) and title.place == Place(sheet="表1", cell="A1")
    assert isinstance(table, Table)
    spans = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}
    assert spans == {
        "产出": (0, 0, 2, 1),
        "数量": (0, 1, 1, 2),
        "丁": (0, 3, 1, 1),
        "甲": (1, 1, 1, 1),
        "乙": (1, 2, 1, 1),
        "丙": (1, 3, 1, 1),
    }
    assert table.cells[-1].place == Place(sheet="表1", cell="D3")


def test_every_sheet_is_read_and_what_is_hidden_or_wrong_is_told() -> None:
    second = Made("藏", {(0, 0): ("丙", 0), (1, 0): ("丁", 0), (1, 1): (("error", 7), 0)}, hidden_rows=[1], hidden=True)
    layout = read_layout(workbook([made(["甲", "乙"]), second], FORMATS))
    assert layout.names == ("表1", "藏") and len(layout.blocks) == 3
    assert [(problem.level, problem.place) for problem in layout.problems] == [
        ("error", Place(sheet="藏", cell="B2")),
        ("info", Place(sheet="藏")),
        ("info", Place(sheet="藏", cell="A2")),
    ]
    assert "#DIV/0!" in layout.problems[0].message


def test_a_goal_sheet_is_recognised() -> None:
    rows: list[list[Value | tuple[float, int] | None]] = [
        ["1.河道保洁经费绩效目标表"],
        ["项目编码", "13028125P000009900010", "项目名称", "河道保洁经费"],
        ["预算数", (26.5, 2), "其中：财政资金", (26.5, 2)],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "保洁河道长度", "≥42公里"],
        [None, "质量指标", "保洁合格率", (0.98, 1)],
    ]
    data = workbook([made(*rows, merged=[(4, 5, 0, 0)])], FORMATS)
    assert detect(data) == "xls"
    (project,) = read_bytes(data, "河道.xls").projects
    assert project.name == "河道保洁经费" and str(project.budget.total) == "26.50"
    read = [(row.level1, row.level2, row.level3, row.target.raw, row.place) for row in project.indicators]
    assert read == [
        ("产出指标", "数量指标", "保洁河道长度", "≥42公里", Place(sheet="表1", cell="D5")),
        ("产出指标", "质量指标", "保洁合格率", "98%", Place(sheet="表1", cell="D6")),
    ]


def test_merged_areas_that_would_unfold_to_millions_are_refused() -> None:
    wide: list[Value | tuple[float, int] | None] = ["甲"] * 200
    with pytest.raises(Unreadable, match="合并"):
        sheet(*[wide] * 50, merged=[(0, 49, 0, 199)] * (limits.MAX_CELLS // 10_000 + 1))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    whole = bytearray(workbook([made(["甲", (0.95, 1)], ["乙", 2.0], merged=[(0, 1, 0, 0)])], FORMATS))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        read_layout(bytes(whole[: data.draw(st.integers(600, len(whole)))]))


def test_macros_are_not_run_and_told() -> None:
    made = [Made("表", {(0, 0): ("甲", 0), (0, 1): ("乙", 0)})]
    data = compound({"Workbook": stream(made, ["General"]), "_VBA_PROJECT_CUR": b"x"})
    (told,) = read_layout(data).problems
    assert told.level == "info" and "宏" in told.message and read_layout(workbook(made)).problems == ()
