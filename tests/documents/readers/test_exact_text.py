"""Text in which marks or drawn lines part all cells: CSV, what Excel saves as text, Markdown, frames of characters."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document
from jihuan.documents.layout import Table
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout

ROWS = [
    ["渠道清淤工程绩效目标表", "", "", ""],
    ["项目名称", "渠道清淤工程", "", ""],
    ["年度资金总额（万元）", "1,260.50", "", ""],
    ["年度目标", "清淤干渠38公里，\n改善灌溉条件。", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "清淤渠道长度", "≥38公里"],
    ["", "质量指标", "工程验收合格率", "=100%"],
    ["满意度指标", "服务对象满意度指标", "沿渠农户满意度", "≥92%"],
]
WANTED = [
    ("产出指标", "数量指标", "清淤渠道长度", "≥38公里"),
    ("产出指标", "质量指标", "工程验收合格率", "=100%"),
    ("满意度指标", "服务对象满意度指标", "沿渠农户满意度", "≥92%"),
]
BOX = """\
渠道清淤工程绩效目标表

┌──────────┬────────────┬────────────────┬──────────┐
│ 项目名称 │ 渠道清淤工程                            │
├──────────┼────────────┬────────────────┬──────────┤
│ 一级指标 │ 二级指标   │ 三级指标       │ 指标值   │
├──────────┼────────────┼────────────────┼──────────┤
│          │ 数量指标   │ 清淤渠道长度   │ ≥38公里 │
│ 产出指标 ├────────────┼────────────────┼──────────┤
│          │ 质量指标   │ 工程验收合格率 │ =100%    │
├──────────┼────────────┼────────────────┼──────────┤
│ 满意度   │ 服务对象满 │ 沿渠农户满意度 │ ≥92%     │
│ 指标     │ 意度指标   │                │          │
└──────────┴────────────┴────────────────┴──────────┘
"""


def found(document: Document) -> list[tuple[str | None, str | None, str | None, str]]:
    [project] = document.projects
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


def quoted(mark: str) -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if mark in text or "\n" in text else text

    return "\r\n".join(mark.join(map(cell, row)) for row in ROWS)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_rows_with_a_mark_between_quoted_cells_are_read_cell_by_cell(mark: str, encoding: str) -> None:
    document = read_bytes(quoted(mark).encode(encoding), "表.csv")
    assert found(document) == WANTED
    assert document.projects[0].goals == ("清淤干渠38公里，改善灌溉条件。",)
    assert str(document.projects[0].budget.total) == "1260.50"


def test_cells_of_quoted_rows_stand_on_the_lines_where_they_are_printed() -> None:
    [table] = [block for block in read_layout(quoted(",").encode()).blocks if isinstance(block, Table)]
    goal = next(cell for cell in table.cells if "干渠" in cell.text)
    assert goal.place.line == (4, 5)
    assert next(cell for cell in table.cells if cell.text == "清淤渠道长度").place.line == (7, 7)


def test_prose_with_commas_is_no_table() -> None:
    text = "甲, 乙, 丙。\n丁, 戊。\n项目名称, 一。\n"
    assert not any(isinstance(block, Table) for block in read_layout(text.encode()).blocks)


@pytest.mark.parametrize("filled", [False, True])
def test_a_markdown_table_keeps_its_cells_and_their_breaks(filled: bool) -> None:
    body = [["绩效指标", *row] for row in ROWS[4:]]
    if not filled:
        body[1:] = [["", *row[1:]] for row in body[1:]]
    rows = [
        ["**项目名称**", "渠道清淤工程", "", "", ""],
        ["年度目标", "清淤干渠38公里，<br/>改善灌溉条件。", "", "", ""],
        *body,
    ]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    text = "\n".join(["# 渠道清淤工程绩效目标表", "", lines[0], "|" + ":---:|" * 5, *lines[1:], ""])
    document = read_bytes(text.encode(), "表.md")
    assert found(document) == WANTED
    assert document.projects[0].name == "渠道清淤工程"
    assert document.projects[0].goals == ("清淤干渠38公里，改善灌溉条件。",)


def test_a_header_of_two_rows_without_merged_cells_is_one_header() -> None:
    upper = ["序号,项目名称,预算安排,,绩效指标,,,", ",,年度资金总额,其中：财政拨款,一级指标,二级指标,三级指标,指标值"]
    body = [
        "1,渠道清淤工程,12.5,10.5,产出指标,数量指标,清淤渠道长度,≥38公里",
        "1,渠道清淤工程,12.5,10.5,产出指标,质量指标,工程验收合格率,=100%",
    ]
    document = read_bytes("\n".join(["项目支出绩效目标表,,,,,,,", *upper, *body]).encode(), "表.csv")
    assert found(document) == WANTED[:2]
    assert str(document.projects[0].budget.fiscal) == "10.5"


@pytest.mark.parametrize("ascii_", [False, True])
def test_a_table_framed_with_characters_is_read_with_its_merged_cells(ascii_: bool) -> None:
    text = BOX
    if ascii_:
        text = text.translate(str.maketrans({**dict.fromkeys("┌┬┐├┼┤└┴┘", "+"), "─": "-", "│": "|"}))
    document = read_bytes(text.encode(), "表.txt")
    assert found(document) == WANTED
    assert document.projects[0].name == "渠道清淤工程"


def test_radicals_that_fonts_print_for_characters_are_those_characters() -> None:
    text = "\n".join("\t".join(row) for row in ROWS).replace("目", "⽬").replace("长", "⻓").replace("\n改", "改")
    assert found(read_bytes(text.encode(), "表.txt"))[0] == WANTED[0]
