"""Tables without lines between their columns: their rows are parted by lines, or by nothing at all."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import rows, tables, texts, typeset

PAGE = """#set page(width: 500pt, height: 400pt, margin: 40pt)
#set text(font: "Noto Serif SC", size: 10pt, cjk-latin-spacing: none)
"""
HEAD = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]
BODY = [
    ["渡槽清淤处数", "≥12处", "20"],
    ["闸门启闭试验次数以及冬季检修的次数", "24次", "15"],
    ["验收合格率", "100%", "15"],
    ["受益灌区农户", "≥300户", "25"],
    ["用水户满意度", "≥90%", "25"],
]
LEVELS = [("产出指标", 3, "数量指标", 2), ("", 0, "", 0), ("", 0, "质量指标", 1)]
LEVELS += [("效益指标", 1, "社会效益指标", 1), ("满意度指标", 1, "服务对象满意度指标", 1)]
FORM = (
    "[项目名称], table.cell(colspan: 4)[灌区维修养护], [主管部门], table.cell(colspan: 2)[县水利局], [实施单位], [县灌区中心],"
)
WANTED = [
    ("产出指标", "数量指标", "渡槽清淤处数", "≥12处", 20),
    ("产出指标", "数量指标", "闸门启闭试验次数以及冬季检修的次数", "24次", 15),
    ("产出指标", "质量指标", "验收合格率", "100%", 15),
    ("效益指标", "社会效益指标", "受益灌区农户", "≥300户", 25),
    ("满意度指标", "服务对象满意度指标", "用水户满意度", "≥90%", 25),
]


def _print(stroke: str, *, form: str = "", inset: str = "5pt", repeat: int = 1) -> bytes:
    cells = "".join(f"[{word}]," for word in HEAD)
    for (level1, high, level2, tall), row in list(zip(LEVELS, BODY, strict=True)) * repeat:
        cells += f"table.cell(rowspan: {high})[{level1}]," * bool(high) + f"table.cell(rowspan: {tall})[{level2}]," * bool(tall)
        cells += "".join(f"[{word}]," for word in row)
    columns = "(70pt, 100pt, 120pt, 70pt, 1fr)"
    style = f"columns: {columns}, align: horizon, stroke: {stroke}, inset: {inset}"
    return typeset(f"项目支出绩效目标表\n\n#table({style}, {form} {cells})", PAGE)


def _read(document: Document) -> list[tuple[object, ...]]:
    return [
        (it.level1, it.level2, it.level3, it.target.raw, it.weight)
        for project in document.projects
        for it in project.indicators
    ]


@pytest.mark.parametrize("stroke", ["(x: none, top: none, bottom: .5pt)", "(x: none, y: .5pt)"])
def test_rows_between_lines_get_their_columns_from_the_white_and_merged_levels_from_the_lines(stroke: str) -> None:
    data = _print(stroke, form=FORM)
    [problem] = read_layout(data).problems
    assert (problem.level, problem.place and problem.place.page) == ("warning", 1)
    document = read_bytes(data, "a.pdf")
    assert _read(document) == WANTED
    assert document.projects[0].name == "灌区维修养护"


def test_the_columns_of_such_a_table_are_the_same_on_all_its_pages() -> None:
    data = _print("(x: none, y: .5pt)", repeat=4)
    layout = read_layout(data)
    assert len(layout.pages) > 1
    [table] = tables(layout)
    assert table.columns == len(HEAD)
    assert _read(read_bytes(data, "a.pdf")) == WANTED * 4


def test_a_title_between_two_such_tables_parts_them() -> None:
    table = "#table(columns: (90pt, 90pt, 90pt), stroke: (x: none, y: .5pt), [三级指标], [指标值], [分值], {})"
    body = "".join(f"[灌渠{n}], [≥{n}处], [{n}]," for n in range(1, 6))
    layout = read_layout(typeset(f"{table.format(body)}\n\n第二灌区项目支出绩效目标表\n\n{table.format(body)}", PAGE))
    assert [rows(it)[0] for it in tables(layout)] == [HEAD[2:]] * 2
    assert texts(layout) == ["第二灌区项目支出绩效目标表"]


def test_lines_between_which_text_runs_over_the_columns_are_no_table() -> None:
    body = "".join(
        f"[第{n}段], [文字], [说明], table.cell(colspan: 3)[这一行的文字从左边一直写到右边，没有留下任何空白{n}],"
        for n in range(5)
    )
    layout = read_layout(typeset(f"#table(columns: (60pt, 60pt, 1fr), stroke: (x: none, y: .5pt), {body})", PAGE))
    assert all("没有竖线" in problem.message for problem in layout.problems) and layout.problems


@pytest.mark.parametrize("inset", ["5pt", "8pt"])
def test_a_table_without_any_line_is_read_by_the_words_of_its_header_and_told(inset: str) -> None:
    data = _print("none", inset=inset)
    assert [problem.level for problem in read_layout(data).problems] == ["warning"]
    assert _read(read_bytes(data, "a.pdf")) == WANTED


def test_levels_that_fit_no_rows_are_left_blank_and_uncertain() -> None:
    shifted = typeset(
        "#table(columns: (70pt, 100pt, 120pt, 70pt, 1fr), stroke: none, "
        + "".join(f"[{word}]," for word in HEAD)
        + "table.cell(rowspan: 3, align: bottom)[产出指标], table.cell(rowspan: 3, align: bottom)[数量指标],"
        + "".join(f"[{word}]," for row in BODY[:3] for word in row)
        + ")",
        PAGE,
    )
    found = read_bytes(shifted, "a.pdf").projects[0].indicators
    assert [(it.level3, it.target.raw) for it in found] == [(row[0], row[1]) for row in BODY[:3]]
    assert all(it.level1 is None and {"level1", "level2"} <= set(it.uncertain) for it in found)


def test_a_page_number_below_such_a_table_is_no_part_of_its_last_row() -> None:
    style = PAGE.replace("margin: 40pt", "margin: 40pt, footer-descent: 4pt, footer: align(left)[第1页]")
    data = typeset(
        "#table(columns: (120pt, 70pt, 1fr), stroke: none, [三级指标], [指标值], [分值],"
        + "".join(f"[灌渠{n}], [≥{n}处], [{n}]," for n in range(1, 17))
        + ")",
        style,
    )
    [table] = tables(read_layout(data))
    assert rows(table)[-1] == ["灌渠16", "≥16处", "16"]


def test_a_text_wider_than_those_of_the_page_before_moves_the_line_between_the_columns_on_both() -> None:
    short = "".join(f"[渠{n}], [≥{n}处], [{n}]," for n in range(1, 19))
    long = "".join(f"[上级补助灌溉渠道{n}], [≥{n}处], [{n}]," for n in range(19, 30))
    style = "columns: (110pt, 70pt, 1fr), stroke: (x: none, y: .5pt)"
    [table] = tables(read_layout(typeset(f"#table({style}, [三级指标], [指标值], [分值], {short} {long})", PAGE)))
    assert table.columns == 3
    assert [row[0] for row in rows(table)[1:]] == [f"渠{n}" for n in range(1, 19)] + [
        f"上级补助灌溉渠道{n}" for n in range(19, 30)
    ]
