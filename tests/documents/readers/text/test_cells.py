"""Cells on lines of their own: broken over several with nothing between them, parted by a page, several indicators in one."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text.celled.seams import foreign, torn
from jihuan.documents.readers.text.items import items, values

TOP = "项目支出绩效目标表\n项目名称\n古桥修缮\n"
HEAD = "一级指标\n二级指标\n三级指标\n指标值\n"


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def rows(document: Document) -> list[tuple[str | None, ...]]:
    [project] = document.projects
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


WRAPPED = (
    f"{TOP}{HEAD}产出指\n标\n数量指\n标\n修缮古桥桥\n面面积\n≥2600\n平方米\n时效指\n标\n材料到场时\n限\n≤30个\n工作日\n成本指\n标\n"
    "石匠用工标\n准\n≤450元/\n人·天\n效益指\n标\n社会效\n益指标\n古桥安全使\n用年限\n≥50年\n满意度\n指标\n服务对\n象满意\n度指标\n"
    "过桥居民满\n意度\n≥92%\n"
)


def test_cells_broken_over_lines_with_nothing_between_them_are_put_together_and_told_as_such() -> None:
    document = read(WRAPPED)
    assert rows(document) == [
        ("产出指标", "数量指标", "修缮古桥桥面面积", "≥2600平方米"),
        ("产出指标", "时效指标", "材料到场时限", "≤30个工作日"),
        ("产出指标", "成本指标", "石匠用工标准", "≤450元/人·天"),
        ("效益指标", "社会效益指标", "古桥安全使用年限", "≥50年"),
        ("满意度指标", "服务对象满意度指标", "过桥居民满意度", "≥92%"),
    ]
    assert all("target" in it.uncertain for it in document.projects[0].indicators)
    assert any("看不出单元格在哪里分开" in it.message for it in document.problems)


def test_headers_whose_pieces_are_words_of_a_form_are_no_columns_given_out_one_by_one() -> None:
    head = "一级指\n标\n二级指标\n三级指标\n计算\n符号\n目标值\n度量\n单位\n指标解释\n"
    body = (
        "产出指\n标\n数量指标\n更换桥面石\n板\n≥\n340\n块\n按图纸更换的石\n板\n质量指标\n石板合格率\n≥\n95\n%\n抽检合格的比例\n"
    )
    document = read(f"{TOP}{head}{body}")
    assert [(it.level3, it.target.raw, it.description) for it in document.projects[0].indicators] == [
        ("更换桥面石板", "340", "按图纸更换的石板"),
        ("石板合格率", "95", "抽检合格的比例"),
    ]


@pytest.mark.parametrize("name", ["春秋两季巡查完\n成时限", "桥墩加固工程按\n期完工情况"])
def test_one_broken_cell_among_whole_ones_is_no_silent_error_though_a_column_of_remarks_could_hold_it(name: str) -> None:
    whole = "数量指标\n修缮桥面面积\n≥260平方米\n质量指标\n石料合格率\n≥95%\n"
    document = read(f"{TOP}指标类别\n指标名称\n指标值\n备注\n{whole}时效指标\n{name}\n11月底前\n")
    names = [it.level3 for it in document.projects[0].indicators]
    told = [it for it in document.problems if it.level == "warning" and it.place and it.place.line and it.place.line[1] >= 14]
    assert names[-1] == name.replace("\n", "") or told


@pytest.mark.parametrize("frame", ["绩\n效\n指\n标\n", "绩效指\n标\n"])
def test_a_frame_given_letter_by_letter_is_no_part_of_the_goals_above(frame: str) -> None:
    goals = "总体目标\n完成古桥修缮，保障行人安全。\n"
    [project] = read(f"{TOP}{goals}{frame}{HEAD}产出指标\n数量指标\n修缮古桥\n≥3座\n").projects
    assert (project.goals, len(project.indicators)) == (("完成古桥修缮，保障行人安全。",), 1)


def test_a_page_mark_inside_a_number_parts_nothing() -> None:
    document = read(f"{TOP}{HEAD}产出指标\n数量指标\n修缮桥面面积\n≥26\n- 2 -\n00平方米\n质量指标\n石料合格率\n≥95%\n")
    assert [row[2:] for row in rows(document)] == [("修缮桥面面积", "≥2600平方米"), ("石料合格率", "≥95%")]


def test_places_for_more_rows_are_no_part_of_the_cell_above() -> None:
    body = "产出指标\n数量指标\n修缮古桥\n≥3座\n……\n效益指标\n社会效益指标\n减少绕行里程\n≥8公里\n……\n"
    assert [row[2:] for row in rows(read(f"{TOP}{HEAD}{body}"))] == [("修缮古桥", "≥3座"), ("减少绕行里程", "≥8公里")]


def test_readings_inside_levels_do_not_hide_them_and_are_told() -> None:
    body = "產(chǎn)出指標(biāo)\n數(shù)量指標\n修缮古桥\n≥3座\n質量指標(biāo)\n石料合格率\n≥95%\n"
    document = read(f"{TOP}{HEAD}{body}")
    assert [row[2:] for row in rows(document)] == [("修缮古桥", "≥3座"), ("石料合格率", "≥95%")]
    assert any("4 处汉字注音" in it.message for it in document.problems)


def test_marks_of_padding_beside_figures_do_not_move_cells() -> None:
    head = "一级指标\n二级指标\n三级指标\n指标值\n实际完成值\n分值\n得分\n"
    body = "产出指标\n数量指标\n修缮古桥\n≥3座\n3座\n20?\n20\n质量指标\n石料合格率\n≥95%\n96%\n30\n30?\n"
    assert [row[2:] for row in rows(read(f"{TOP}{head}{body}"))] == [("修缮古桥", "≥3座"), ("石料合格率", "≥95%")]


def test_marks_left_for_white_space_before_words_and_behind_amounts_are_left_out() -> None:
    top = f"{TOP}项目资金（万元）\n年度资金总额\n1,240.50?\n"
    [project] = read(f"{top}{HEAD}产出指标\n?数量指标\n??修缮古桥\n?≥3座\n").projects
    assert [(it.level2, it.level3, it.target.raw) for it in project.indicators] == [("数量指标", "修缮古桥", "≥3座")]
    assert str(project.budget.total) == "1240.50"


def test_rows_may_begin_without_the_sign_that_stands_first() -> None:
    head = "运算符号\n指标值\n计量单位\n三级指标\n二级指标\n一级指标\n"
    body = "≥\n3\n座\n修缮古桥\n数量指标\n产出指标\n明显改善\n出行条件\n社会效益指标\n效益指标\n≤\n90\n天\n修缮工期\n时效指标\n产出指标\n"
    assert [row[2] for row in rows(read(f"{TOP}{head}{body}"))] == ["修缮古桥", "出行条件", "修缮工期"]


@pytest.mark.parametrize("head", ["绩效指标\n指标值\n", "绩效指标分类\n指标名称\n指标值\n", f"绩效指标\n年度目标\n{HEAD}"])
def test_a_header_over_several_columns_and_a_row_above_a_header_are_known(head: str) -> None:
    body = "产出指标\n数量指标\n修缮古桥\n≥3座\n产出指标\n质量指标\n石料合格率\n≥95%\n"
    assert rows(read(f"{TOP}{head}{body}")) == [
        ("产出指标", "数量指标", "修缮古桥", "≥3座"),
        ("产出指标", "质量指标", "石料合格率", "≥95%"),
    ]


@pytest.mark.parametrize(
    ("names", "figures"),
    [
        ("1、修缮古桥2、加固桥墩", "1、≥3座2、≥12个"),
        ("指标1：修缮古桥指标2：加固桥墩", "≥3座≥12个"),
        ("（1）修缮古桥（2）加固桥墩", "（1）≥3座（2）≥12个"),
    ],
)
def test_several_numbered_indicators_on_one_line_are_parted_and_told(names: str, figures: str) -> None:
    document = read(f"{TOP}{HEAD}产出指标\n数量指标\n{names}\n{figures}\n质量指标\n石料合格率\n≥95%\n")
    assert [row[2:] for row in rows(document)] == [("修缮古桥", "≥3座"), ("加固桥墩", "≥12个"), ("石料合格率", "≥95%")]
    assert all("target" in it.uncertain for it in document.projects[0].indicators[:2])
    assert any("几条写在一格里" in it.message for it in document.problems)


@pytest.mark.parametrize(
    ("text", "found"),
    [("1、甲2、乙3、丙", 3), ("2、甲3、乙", 0), ("甲1、乙2、丙", 0), ("1.5公里2.5公里", 0), ("1、甲3、乙", 0)],
)
def test_a_text_is_numbered_only_from_one_on_and_without_gaps(text: str, found: int) -> None:
    assert len(items(text)) == found


def test_values_are_cut_only_into_as_many_as_there_are_names() -> None:
    assert values("≥3座12个", 2) == ["≥3座", "12个"]
    assert values("1.明显改善2.3.5户", 2) == ["1.明显改善", "2.3.5户"]
    assert values("≥3座12个", 3) == values("明显改善12个", 2) == []


@pytest.mark.parametrize(
    ("before", "after", "units", "cost"),
    [
        ("≤30个工作", "日", True, True), ("2025年11", "月", True, True), ("经济效益指", "标", False, True), ("≤450元/", "人", True, True),
        ("3152", "人次", False, True), ("3152", "人次", True, False), ("3.5", "10", False, False), ("修缮古桥", "≥3座", False, False),
    ],
)  # fmt: skip
def test_numbers_dates_units_and_levels_are_seldom_torn(before: str, after: str, units: bool, cost: bool) -> None:
    assert bool(torn(before, after, units=units)) is cost


def test_a_line_that_only_another_column_holds_is_odd_in_a_cell_of_several() -> None:
    assert foreign("text", "修缮古桥", "≥3座") and foreign("value", "≥3座", "3座") and foreign("level3", "修缮古桥", "质量指标")
    assert (
        not foreign("value", "≥26", "平方米")
        and not foreign("text", "修缮古桥", "桥面")
        and not foreign("level1", "产出", "指标")
    )


def test_strokes_that_stand_alone_are_cells_of_their_own_and_no_part_of_a_name() -> None:
    head = "一级指标 二级指标 三级指标 指标值 指标说明 备注\n"
    body = "产出指标 数量指标 巡查堤防次数 ≥24次 按台账统计 /\n质量指标 堤防巡查情况 / / /\n成本指标 巡查用工标准 ≤180元 / 人 按合同 /\n"
    document = read(f"项目支出绩效目标表\n项目名称 堤防巡查\n{head}{body}")
    assert [row[2] for row in rows(document)] == ["巡查堤防次数", "堤防巡查情况", "巡查用工标准"]
    assert [row[3] for row in rows(document)] == ["≥24次", "/", "≤180元 / 人"]


def test_more_strokes_than_columns_are_told() -> None:
    body = "产出指标 数量指标 巡查堤防次数 ≥24次\n质量指标 堤防巡查情况 / / /\n时效指标 巡查及时率 ≥95%\n"
    document = read(f"项目支出绩效目标表\n项目名称 堤防巡查\n{HEAD.strip().replace(chr(10), ' ')}\n{body}")
    assert any(it.level == "warning" and "第 5 行" in it.message for it in document.problems)


@pytest.mark.parametrize("between", [" ", "\t"])
def test_a_header_of_amounts_without_its_corner_stands_over_the_amounts(between: str) -> None:
    upper = "全年预算数（A） 全年执行数（B） 执行率\n年度资金总额 60.00 45.00 75%\n其他资金 8.00 6.00 75%\n"
    text = f"项目名称 堤防加固\n{upper}{HEAD.strip().replace(chr(10), ' ')}\n产出指标 数量指标 巡查堤防次数 ≥24次\n"
    [project] = read("项目支出绩效自评表\n单位：万元\n" + text.replace(" ", between)).projects
    assert (project.budget.total, project.budget.adjusted, project.budget.executed, project.budget.other) == (60, 60, 45, 8)
