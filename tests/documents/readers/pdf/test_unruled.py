"""Tables without vertical lines (三线表)."""

from __future__ import annotations

import pytest

from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import draw, rows, tables, texts, typeset, word

HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "确定依据"]
ROWS = [
    ["产出指标", "数量指标", "培训乡村医生的人数", "≥120人次", "年度计划"],
    ["", "质量指标", "培训考核合格率以及后续跟踪回访的比例", "≥95%", "行业标准"],
    ["", "时效指标", "按时完成", "12月底前", "年度计划"],
    ["效益指标", "社会效益指标", "受益群众", "长期", "历史标准"],
]


def _table(body: list[list[str]], *, align: str = "left", level: str = "") -> str:
    cells = "".join(f"[{text}]," for row in [HEADER, *body] for text in row)
    head, rest = cells[: cells.index("[产出")], cells[cells.index("[产出") :]
    rest = rest.replace("[产出指标],", level or "[产出指标],", 1)
    rest = rest.replace("[],", "") if level else rest
    columns = "(60pt, 70pt, 100pt, 70pt, 70pt)"
    return (
        f"#table(columns: {columns}, stroke: none, align: {align}, table.hline(), {head} table.hline(), {rest} table.hline())"
    )


PAGE = """#set page(width: 500pt, height: 400pt, margin: 40pt)
#set text(font: "Noto Serif SC", size: 10pt, cjk-latin-spacing: none)
"""


@pytest.mark.parametrize("align", ["left", "center + horizon"])
def test_rows_and_columns_are_those_of_the_white_between_the_texts_and_told(align: str) -> None:
    data = typeset(f"项目支出绩效目标表\n\n{_table(ROWS, align=align)}\n\n注：以上为年度指标。", PAGE)
    layout = read_layout(data)
    [table] = tables(layout)
    assert [["".join(cell.split()) for cell in row] for row in rows(table)] == [HEADER, *ROWS]
    assert texts(layout) == ["项目支出绩效目标表", "注：以上为年度指标。"]
    [problem] = layout.problems
    assert (problem.level, problem.place and problem.place.page) == ("warning", 1)
    (project,) = read_bytes(data, "a.pdf").projects
    assert [(it.level1, it.level2, it.target.raw) for it in project.indicators] == [
        ("产出指标", "数量指标", "≥120人次"),
        ("产出指标", "质量指标", "≥95%"),
        ("产出指标", "时效指标", "12月底前"),
        ("效益指标", "社会效益指标", "长期"),
    ]


@pytest.mark.parametrize("count", [2, 3])
def test_a_level_at_the_middle_of_its_rows_is_the_level_of_them_all(count: int) -> None:
    level = f"table.cell(rowspan: {count}, align: horizon)[产出指标],"
    body = [ROWS[0], *ROWS[4 - count :]]
    (project,) = read_bytes(typeset("#h(0pt)项目支出绩效目标表\n\n" + _table(body, level=level), PAGE), "a.pdf").projects
    assert [it.level1 for it in project.indicators] == ["产出指标"] * count + ["效益指标"]
    assert [it.target.raw for it in project.indicators] == [row[3] for row in body]


def test_both_levels_may_stand_at_the_middle_of_their_rows() -> None:
    def row(*cells: str) -> str:
        return "".join(cell if cell.startswith("table") else f"[{cell}]," for cell in cells)

    body = row(
        "table.cell(rowspan: 4, align: horizon)[产出指标],", "table.cell(rowspan: 2, align: horizon)[数量指标],", "甲", "1条"
    )
    body += row("乙", "2条") + row("table.cell(rowspan: 2, align: horizon)[质量指标],", "丙", "95%") + row("丁", "96%")
    body += row("满意度指标", "满意度", "戊", "90%")
    head = row("一级指标", "二级指标", "三级指标", "指标值")
    rules = "columns: (60pt, 70pt, 100pt, 70pt), stroke: none, table.hline(), "
    data = typeset(f"项目支出绩效目标表\n\n#table({rules}{head} table.hline(), {body} table.hline())", PAGE)
    (project,) = read_bytes(data, "a.pdf").projects
    assert [(it.level1, it.level2, it.level3) for it in project.indicators] == [
        ("产出指标", "数量指标", "甲"),
        ("产出指标", "数量指标", "乙"),
        ("产出指标", "质量指标", "丙"),
        ("产出指标", "质量指标", "丁"),
        ("满意度指标", "满意度", "戊"),
    ]


def test_a_level_at_the_foot_of_its_rows_is_not_guessed_at_but_told() -> None:
    level = "table.cell(rowspan: 3, align: bottom)[产出指标],"
    layout = read_layout(typeset(_table(ROWS, level=level), PAGE))
    assert tables(layout) == []
    [problem] = layout.problems
    assert (problem.level, problem.place and problem.place.page) == ("error", 1)
    assert "数量指标" in "".join(texts(layout))


def test_texts_that_run_over_the_white_between_columns_are_no_table() -> None:
    lines = "".join(f"40 {y} m 360 {y} l S\n" for y in (280, 250, 100))
    header = word("Level", 45, 260) + word("Name", 145, 260) + word("Target", 245, 260)
    body = word("a text that goes on over all the columns of the table", 45, 200)
    layout = read_layout(draw(lines + header + body))
    assert (tables(layout), [problem.level for problem in layout.problems]) == ([], ["error"])


def test_lines_between_paragraphs_are_no_table() -> None:
    lines = "".join(f"40 {y} m 360 {y} l S\n" for y in (280, 250, 100))
    layout = read_layout(draw(lines + word("a heading", 45, 260) + word("one paragraph below it", 45, 200)))
    assert (tables(layout), layout.problems) == ([], ())
