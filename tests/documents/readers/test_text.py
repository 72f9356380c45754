"""Flattened text: the seed exactly, random sheets almost always, and never a character lost."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Place
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout
from tests.documents.readers.flatten import Maker, Sheet
from tests.truth import differences

SEED = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
HEADER = "一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据"


def tables(layout: Layout) -> list[Table]:
    return [block for block in layout.blocks if isinstance(block, Table)]


def rows(table: Table, columns: int = 6) -> list[tuple[str, ...]]:
    """The rows with spanned cells filled in, without white space."""
    at: dict[tuple[int, int], str] = {}
    for cell in table.cells:
        at.update({(row, cell.column): cell.text for row in range(cell.row, cell.row + cell.rowspan)})
    return [tuple("".join(at.get((row, column), "").split()) for column in range(columns)) for row in range(table.rows)]


def right(sheet: Sheet, text: str | None = None) -> tuple[list[bool], Layout]:
    """Of each row that was made, whether it was read."""
    layout = read_layout((text or sheet.text).encode())
    found = [row for table in tables(layout) for row in rows(table)]
    return [row.texts() in found for row in sheet.rows], layout


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def printed(layout: Layout) -> Counter[str]:
    parts = [
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells) for block in layout.blocks
    ]
    return letters("".join(parts))


def test_the_seed_is_read_without_one_wrong_value_and_without_doubt() -> None:
    document = read_bytes(SEED, "seed.txt")
    assert differences(document) == []
    assert document.problems == ()


def test_every_character_of_the_seed_is_in_its_layout() -> None:
    assert printed(read_layout(SEED)) == letters(SEED.decode())


def test_values_stand_on_the_lines_where_they_are_printed() -> None:
    lines = SEED.decode().split("\n")
    for table in tables(read_layout(SEED)):
        for cell in table.cells:
            assert cell.place.line is not None
            first, last = cell.place.line
            assert "".join(cell.text.split()) in "".join("".join(lines[first - 1 : last]).split())


def test_of_the_rows_of_random_sheets_at_least_99_in_100_are_right_and_wrong_ones_are_mostly_told() -> None:
    results = [right(sheet) for seed in range(24) for sheet in [Maker(seed).sheet()]]
    marks = [mark for found, _layout in results for mark in found]
    silent = sum(not all(found) and not layout.problems for found, layout in results)
    assert len(marks) >= 150
    assert sum(marks) / len(marks) >= 0.99
    assert silent <= 1


def test_no_character_of_a_random_sheet_is_lost_whatever_was_made_of_it() -> None:
    for seed in range(100, 106):
        text = Maker(seed).sheet().text
        assert printed(read_layout(text.encode())) == letters(text)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 735), st.integers(0, 735))
def test_no_character_of_a_cut_out_piece_of_the_seed_is_lost(start: int, stop: int) -> None:
    text = "\n".join(SEED.decode().split("\n")[min(start, stop) : max(start, stop)])
    if text.strip():
        assert printed(read_layout(text.encode())) == letters(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
def test_every_usual_encoding_gives_the_same_layout(encoding: str) -> None:
    text = SEED.decode()[: 4000 if encoding != "utf-8" else None]
    assert read_layout(text.encode(encoding)).blocks == read_layout(text.encode()).blocks


def test_windows_line_ends_change_nothing() -> None:
    assert read_layout(SEED.replace(b"\n", b"\r\n")).blocks == read_layout(SEED).blocks


def test_cells_on_lines_of_their_own_without_empty_lines_are_read() -> None:
    found = [mark for seed in range(12) for mark in _plain(Maker(seed).sheet())]
    assert sum(found) / len(found) >= 0.97


def _plain(sheet: Sheet) -> list[bool]:
    """The same text as extractors without empty lines give it, each line ending in a bar."""
    text = re.sub(r"\n+", "\n", sheet.text)
    return right(sheet, re.sub(r"\n", " |\n", text))[0]


def test_extractors_that_put_half_a_line_apart_on_one_line_are_read() -> None:
    found = [mark for seed in range(12) for mark in right(Maker(seed, glued=True).sheet())[0]]
    assert sum(found) / len(found) >= 0.97


def test_levels_given_out_with_the_last_row_that_they_cover_reach_up() -> None:
    text = (
        f"{HEADER}\n数量指标 修缮校舍 修缮校舍栋数 ≥3栋 年度计划\n产出指标\n质量指标 验收合格率 验收合格率 100% 年度计划\n"
        "效益指标\n社会效益指标 就学条件 就学条件变化 明显改善 年度计划\n"
    )
    [table] = tables(read_layout(text.encode()))
    assert [row[:3] for row in rows(table)[1:]] == [
        ("产出指标", "数量指标", "修缮校舍"),
        ("产出指标", "质量指标", "验收合格率"),
        ("效益指标", "社会效益指标", "就学条件"),
    ]


def test_a_label_parted_by_the_cells_of_other_rows_is_put_together() -> None:
    text = (
        "项目名称 湿地管护\n预算规模\n预算数 12.40 其中：财政资金 12.40 其他资金\n及资金用途\n用于湿地管护\n"
        "资金支出\n3 月底 6 月底 10 月底 12 月底\n计划（%）\n10% 40% 80% 100%\n绩效目标 管护湿地\n"
        f"{HEADER}\n产出指标 数量指标 管护面积 管护面积 ≥300亩 年度计划\n"
    )
    [project] = read_bytes(text.encode(), "a.txt").projects
    assert (str(project.budget.total), str(project.budget.fiscal), project.fund_use) == ("12.40", "12.40", "用于湿地管护")
    assert [(node.month, str(node.percent)) for node in project.spending_plan] == [
        (3, "10"),
        (6, "40"),
        (10, "80"),
        (12, "100"),
    ]


def test_a_full_line_that_ends_a_sentence_ends_the_paragraph_where_the_next_is_indented() -> None:
    layout = read_layout(SEED)
    found = [block.text[:7] for block in layout.blocks if isinstance(block, Paragraph)]
    assert "规范财务资产管" in found
    assert "加强内部监督。" in found


def test_a_page_break_between_rows_and_its_marker_change_nothing() -> None:
    sheet = Maker(3).sheet()
    lines = sheet.text.split("\n")
    cut = next(index for index in range(len(lines)) if lines[index].startswith("效益指"))
    text = "\n".join([*lines[:cut], "— 3 —", "", "\f" + lines[cut], *lines[cut + 1 :]])
    assert right(sheet, text)[0] == [True] * len(sheet.rows)


def test_the_header_printed_again_on_the_next_page_is_no_row() -> None:
    sheet = Maker(5).sheet()
    lines = sheet.text.split("\n")
    cut = next(index for index in range(len(lines)) if lines[index].startswith("效益指"))
    text = "\n".join([*lines[:cut], "\f" + HEADER, "", *lines[cut:]])
    found, layout = right(sheet, text)
    assert all(found)
    assert tables(layout)[0].rows == len(sheet.rows) + 1


def test_rows_with_bars_are_a_table_and_lost_level_cells_go_on() -> None:
    text = (
        "一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 修缮校舍 | ≥3栋\n数量指标 | 新建球场 | 2个 | | |\n"
        "更换桌椅 | ≥500套\n效益指标 | 社会效益指标 | 就学条件 | 明显改善\n"
    )
    [table] = tables(read_layout(text.encode()))
    assert rows(table, 4)[1:] == [
        ("产出指标", "数量指标", "修缮校舍", "≥3栋"),
        ("产出指标", "数量指标", "新建球场", "2个"),
        ("产出指标", "数量指标", "更换桌椅", "≥500套"),
        ("效益指标", "社会效益指标", "就学条件", "明显改善"),
    ]


def test_a_form_without_basis_and_code_is_read() -> None:
    text = (
        "3.湿地管护绩效目标表\n\n502003 青石县林业局 单位：万元\n\n项目名称 湿地管护\n\n预算数 12.40 其中：财政资金 12.40 其他资金 0.00\n\n"
        "绩效目标\n1.管护湿地 300 亩\n\n一级指标 二级指标 三级指标 绩效指标描述 指标值\n\n产出指标\n\n数量指标 管护面积 湿地管护的面积 ≥300 亩\n\n"
        "时效指标 完成时间 管护工作完成时间 12 月底前\n\n满意度指标\n\n服务对象满意度指标 居民满意度 周边居民满意度 ≥90%\n"
    )
    document = read_bytes(text.encode(), "a.txt")
    [project] = document.projects
    assert (project.name, str(project.budget.total), str(project.budget.other)) == ("湿地管护", "12.40", "0.00")
    assert [(i.level1, i.level2, i.level3, i.description, i.target.raw) for i in project.indicators] == [
        ("产出指标", "数量指标", "管护面积", "湿地管护的面积", "≥300 亩"),
        ("产出指标", "时效指标", "完成时间", "管护工作完成时间", "12 月底前"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "周边居民满意度", "≥90%"),
    ]


def test_two_readings_of_equal_merit_are_told_with_their_lines() -> None:
    text = f"{HEADER}\n\n产出指标\n\n数量指标\n\n甲乙丙丁\n\n戊己庚辛\n\n甲乙丙丁\n\n≥3 个\n\n年度计划\n"
    [problem] = read_layout(text.encode()).problems
    assert problem.level == "warning"
    assert problem.place is not None
    assert problem.place.line == (3, 15)


def test_text_that_belongs_to_no_cell_stays_as_a_paragraph_and_is_told() -> None:
    sheet = Maker(9).sheet()
    note = "以上各项由县财政局会同有关主管部门负责解释，未尽事宜另行通知。"
    cut = sheet.text.index("\n效益指标")
    layout = read_layout((sheet.text[:cut] + "\n\n" + note + "\n" + sheet.text[cut:]).encode())
    assert note in [block.text for block in layout.blocks if isinstance(block, Paragraph)]
    assert any(note in problem.message for problem in layout.problems)


def test_a_plan_with_fewer_percentages_than_months_is_told() -> None:
    text = SEED.decode().replace("30% 60% 90% 100%", "30% 60% 100%", 1)
    assert any("3 个百分数" in problem.message for problem in read_layout(text.encode()).problems)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8", bytes(range(256)) * 40, b"\x80\x81\xff\xff\xfe" * 50])
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"[一-鿿]{6}"):
        read_layout(data)


def test_white_space_alone_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有文字"):
        read_layout(b" \n\n \t\n")


def test_lines_drawn_with_bars_alone_are_no_table() -> None:
    layout = read_layout("年度绩效目标\n|:---|---:|\n||--||\n".encode())
    assert tables(layout) == [] and layout.blocks[0] == Paragraph(text="年度绩效目标", place=Place(line=(1, 1)))


def test_the_last_row_may_end_far_before_the_last_column() -> None:
    cells = [
        "项目名称",
        "河道清淤",
        "一级指标",
        "二级指标",
        "三级指标",
        *["指标值"] * 50,
        "产出指标",
        "数量指标",
        "清淤长度",
        "≥18 公里",
    ]
    cells += ["质量指标", "验收合格率", "100%", "效益指标", "社会效益指标", "受益人口", "3200人以上"]
    assert printed(layout := read_layout("\n\n".join(cells).encode())) >= letters("清淤长度验收合格率受益人口")
    assert layout.problems


def test_labels_of_a_narrow_page_begin_paragraphs_and_levels_may_end_with_a_comma() -> None:
    text = (
        "2025年云溪县古井修缮工程绩效目标申报\n项目名称：古井修缮\n实施单位：云溪县文物局\n预算金额：48.00万元\n"
        "绩效目标：修缮古井十二口，恢复水源，保\n护周边历史风貌，让居民取水更方便，用水\n更放心。\n"
        "产出指标：数量指标，修缮古井数量大于等\n于12口；质量指标，验收合格率大于等于95%\n。\n"
    )
    (project,) = read_bytes(text.encode(), "a.txt").projects
    assert (project.name, project.goals) == (
        "古井修缮",
        ("修缮古井十二口，恢复水源，保护周边历史风貌，让居民取水更方便，用水更放心。",),
    )
    assert [(it.level1, it.level2, it.level3, it.target.value) for it in project.indicators] == [
        ("产出指标", "数量指标", "修缮古井数量", 12),
        ("产出指标", "质量指标", "验收合格率", 95),
    ]
