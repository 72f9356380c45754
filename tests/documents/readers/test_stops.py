"""Sheets printed one row a line, every cell of a column beginning at the same place."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text.placed.stops import read_stops

ROWS = [
    ["项目名称", "灌区渠系改造项目"],
    ["主管部门", "青川县水利局", "", "", "实施单位", "青川县灌区管理所"],
    ["资金情况（万元）", "", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "480.00", "456.00", "10", "95.00%", "9.5"],
    ["", "其中：财政拨款", "400.00", "400.00", "-", "", "-"],
    ["", "其他资金", "80.00", "56.00", "-", "", "-"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "目标值", "完成值", "得分"],
    ["", "产出指标", "数量指标", "改造支渠长度", "≥26公里", "27公里", "15"],
    ["", "", "", "更换闸门数量", "≥40扇", "40扇", "15"],
    ["", "", "质量指标", "验收合格率", "100%", "100%", "10"],
    ["", "效益指标", "社会效益指标", "灌溉用水及时程度", "及时", "及时", "20"],
    ["", "满意度指标", "服务对象满意度指标", "受益农户满意度", "≥92%", "94%", "30"],
    ["总分", "", "", "", "", "", "99.5"],
]
WANTED = [
    ("产出指标", "数量指标", "改造支渠长度", "≥26公里", "15"),
    ("产出指标", "数量指标", "更换闸门数量", "≥40扇", "15"),
    ("产出指标", "质量指标", "验收合格率", "100%", "10"),
    ("效益指标", "社会效益指标", "灌溉用水及时程度", "及时", "20"),
    ("满意度指标", "服务对象满意度指标", "受益农户满意度", "≥92%", "30"),
]


def rows(document: Document) -> list[tuple[str | None, ...]]:
    return [(it.level1, it.level2, it.level3, it.target.raw, str(it.score)) for it in document.projects[0].indicators]


def is_exact(page: str) -> bool:
    return read_stops([(number, text) for number, text in enumerate(page.split("\n"), 1) if text.strip()]) is not None


def printed(rows: list[list[str]], wide: int) -> str:
    """The rows one a line, each column as wide as its widest cell, 汉字 ``wide`` columns each."""

    def width(text: str) -> int:
        return sum(wide if char >= "\u2e80" or char == "≥" else 1 for char in text)

    widths = [max(width(row[at]) for row in rows if at < len(row)) + 2 for at in range(max(map(len, rows)))]
    lines = ["".join(text + " " * (space - width(text)) for text, space in zip(row, widths, strict=False)) for row in rows]
    return "\n".join(["灌区渠系改造项目绩效自评表", *(line.rstrip() for line in lines), ""])


@pytest.mark.parametrize("wide", [1, 2])
def test_rows_labels_and_amounts_stand_in_their_columns(wide: int) -> None:
    document = read_bytes(printed(ROWS, wide).encode(), "表.txt")
    [project] = document.projects
    assert rows(document) == WANTED
    assert (str(project.budget.adjusted), str(project.budget.executed), str(project.total_score)) == (
        "480.00",
        "456.00",
        "99.5",
    )
    assert (project.name, project.department, project.agency_name) == ("灌区渠系改造项目", "青川县水利局", "青川县灌区管理所")
    assert is_exact(printed(ROWS, wide))


def test_a_row_that_goes_on_below_is_not_exact() -> None:
    name, rest = ["", "", "", "更换闸门及启闭机数", "≥40扇", "40扇", "15"], ["", "", "", "量"]
    assert not is_exact(printed([*ROWS[:8], name, rest, *ROWS[9:]], 2))


def test_names_that_go_on_below_beside_each_other_are_not_exact() -> None:
    halves = [
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "三级指标", "年度指标值"],
        ["", "产出指标", "数量指标", "改造支渠", "≥88%", "改造支渠", "≥26公里"],
        ["", "", "", "长度", "", "长度"],
        ["", "", "质量指标", "验收合格率", "≥88%", "验收合格率", "100%"],
        ["", "满意度指标", "服务对象满意度", "受益农户满意度", "≥88%", "受益农户满意度", "≥92%"],
    ]
    assert is_exact(printed([*halves[:2], *halves[3:]], 2))
    assert not is_exact(printed(halves, 2))


def test_figures_at_the_right_of_their_columns_are_not_exact() -> None:
    right = [[text if not text[:1].isdigit() else text.rjust(8) for text in row] for row in ROWS]
    assert not is_exact(printed(right, 2))


def test_levels_in_the_middle_of_their_rows_are_not_exact() -> None:
    moved = [list(row) for row in ROWS]
    moved[7][1], moved[8][1] = "", "产出指标"
    assert not is_exact(printed(moved, 2))


def test_labels_above_their_values_cover_the_blanks_behind_them() -> None:
    above = [
        ["项目名称", "", "", "主管部门", "", "实施单位"],
        ["灌区渠系改造项目", "", "", "青川县水利局", "", "青川县灌区管理所"],
    ]
    [project] = read_bytes(printed([*above, *ROWS[6:]], 2).encode(), "表.txt").projects
    assert (project.name, project.department, project.agency_name) == ("灌区渠系改造项目", "青川县水利局", "青川县灌区管理所")
