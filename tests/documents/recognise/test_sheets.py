"""Project sheets of several forms, drawn as tables."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Budget, Place, SpendingNode
from tests.documents.recognise.drawn import one, read, table

SHEET = """
项目编码 | 13010025P0000111\\n0001N | < | 项目名称 | 河道保洁\\n经费 | < | <
预算规模及资金用途 | 预算数 | 12.50 | 其中：财政资金 | 10.00 | 其他资金 | 2.50
^ | 预算资金12.5 万元，主要用于河道日常保洁。 | < | < | < | < | <
资金支出计划（%） | 3月底 | < | 6月底 | < | 12月底 | <
^ | 25% | < | 50.5% | < | 100% | <
绩效目标 | 1. 保洁河道 40 公里\\n2.打捞漂浮物，全年不少于\\n200 次 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 | <
产出指标 | 数量指标 | 保洁长度 | 保洁的河道长度 | ≥40 公里 | 年度计划 | <
^ | 质量指标 | 达标率 | 水面达标率 | ≥95 百分\\n比 | ^ | <
满意度指标 | 服务对象满意度指标 | 群众满意度 | 沿河居民满意度 | 90% | 行业标准 | <
"""


def test_the_form_of_hebei_is_read_in_every_field() -> None:
    document = read("1.河道保洁经费绩效目标表", "731002 某县水务局本级 单位：万元", table(SHEET))
    project = one(document)
    assert (project.code, project.name) == ("13010025P00001110001N", "河道保洁经费")
    assert (project.agency_code, project.agency_name, project.amount_unit) == ("731002", "某县水务局本级", "万元")
    assert project.budget == Budget(total=Decimal("12.50"), fiscal=Decimal("10.00"), other=Decimal("2.50"))
    assert project.fund_use == "预算资金12.5万元，主要用于河道日常保洁。"
    assert project.spending_plan == tuple(
        SpendingNode(month=month, percent=Decimal(percent)) for month, percent in ((3, "25"), (6, "50.5"), (12, "100"))
    )
    assert project.goals == ("保洁河道40公里", "打捞漂浮物，全年不少于200次")
    rows = [(i.level1, i.level2, i.level3, i.description, i.target.raw, i.target.unit, i.basis) for i in project.indicators]
    assert rows == [
        ("产出指标", "数量指标", "保洁长度", "保洁的河道长度", "≥40 公里", "公里", "年度计划"),
        ("产出指标", "质量指标", "达标率", "水面达标率", "≥95 百分比", "%", "年度计划"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "沿河居民满意度", "90%", "%", "行业标准"),
    ]
    assert project.indicators[1].place == Place(table=1, row=9, column=5)
    assert project.place == Place(table=1)
    assert (document.fiscal_year, document.kind, document.agency.code, document.problems) == (2025, "goals", "731002", ())


def test_title_and_agency_may_be_rows_of_the_table() -> None:
    inside = "1.河道保洁经费绩效目标表" + " | <" * 6 + "\n731002 某县水务局本级 | < | < | < | < | 单位：万元 | <" + SHEET
    above = read("1.河道保洁经费绩效目标表", "731002 某县水务局本级 单位：万元", table(SHEET))
    (project,) = read(table(inside)).projects
    assert (project.name, project.agency_code, project.amount_unit) == ("河道保洁经费", "731002", "万元")
    assert [i.target for i in project.indicators] == [i.target for i in above.projects[0].indicators]


def test_a_sheet_cut_into_tables_is_one_project() -> None:
    lines = SHEET.strip().split("\n")
    parts = ["\n".join(part) for part in (lines[:5], lines[5:8], lines[8:])]
    parts[2] = parts[2].replace("^", "", 1)
    whole = read("731002 某县水务局本级 单位：万元", table(SHEET)).projects
    cut = read("731002 某县水务局本级 单位：万元", *(table(part, n) for n, part in enumerate(parts, 1))).projects
    assert len(cut) == 1
    assert [(i.level1, i.level3, i.target) for i in cut[0].indicators] == [
        (i.level1, i.level3, i.target) for i in whole[0].indicators
    ]
    assert (cut[0].goals, cut[0].budget) == (whole[0].goals, whole[0].budget)


def test_two_sheets_in_one_table_are_two_projects() -> None:
    second = SHEET.replace("河道保洁\\n经费", "水质监测经费").replace("0001N", "00021")
    projects = read("单位：万元", table(SHEET.strip() + second.rstrip())).projects
    assert [(project.name, len(project.indicators)) for project in projects] == [("河道保洁经费", 3), ("水质监测经费", 3)]


def test_a_header_repeated_after_a_page_break_starts_nothing_new() -> None:
    lines = SHEET.strip().split("\n")
    again = "\n".join([*lines[:8], lines[6], lines[8].replace("^", "", 1).replace("^", "年度计划"), lines[9]])
    project = one(read("单位：万元", table(again)))
    assert [(i.level1, i.level2) for i in project.indicators][:2] == [("产出指标", "数量指标"), ("产出指标", "质量指标")]


def test_an_agency_that_changes_from_sheet_to_sheet_stays_with_its_sheet() -> None:
    other = table(SHEET.replace("河道保洁\\n经费", "巡查经费"), 2)
    document = read(
        "1.甲绩效目标表", "731001 甲单位 单位：万元", table(SHEET), "2.乙绩效目标表", "731002 乙单位 单位：元", other
    )
    found = [(p.agency_code, p.agency_name, p.amount_unit) for p in document.projects]
    assert found == [("731001", "甲单位", "万元"), ("731002", "乙单位", "元")]
    assert document.agency.code is None


def test_the_national_application_form_is_read() -> None:
    document = read(
        "项目支出绩效目标申报表",
        "（2024年度）",
        table("""
            项目名称 | 农村饮水维修养护 | < | < | <
            主管部门及代码 | 县水利局 | 实施单位 | 县供水站 | <
            项目资金\\n（万元） | 年度资金总额： | < | 320.5 | <
            ^ | 其中：财政拨款 | < | 300 | <
            ^ | 其他资金 | < | 20.5 | <
            总体目标 | 目标1：维修管网12公里；\\n目标2：保障3万人饮水安全。 | < | < | <
            绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            ^ | 产出指标 | 数量指标 | 维修管网长度 | ≥12公里
            ^ | 效益指标 | 社会效益指标 | 受益人口 | 3万人以上
        """),
    )
    project = one(document)
    assert (project.name, project.agency_name, project.amount_unit) == ("农村饮水维修养护", "县供水站", "万元")
    assert project.budget == Budget(total=Decimal("320.5"), fiscal=Decimal(300), other=Decimal("20.5"))
    assert project.goals == ("维修管网12公里；", "保障3万人饮水安全。")
    assert [(i.level1, i.level3, i.target.raw) for i in project.indicators] == [
        ("产出指标", "维修管网长度", "≥12公里"),
        ("效益指标", "受益人口", "3万人以上"),
    ]
    assert document.fiscal_year == 2024
    assert (project.department, document.problems) == ("县水利局", ())


def test_the_national_self_evaluation_form_is_read() -> None:
    document = read(
        "项目支出绩效自评表",
        "（2023年度）",
        table("""
            项目名称 | 图书馆免费开放 | < | < | < | < | < | < | <
            项目资金（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
            ^ | 年度资金总额 | < | 50.00 | 60.00 | 57.00 | 10 | 95% | 9.5
            ^ | 其中：当年财政拨款 | < | — | 60.00 | — | — | — | —
            年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
            ^ | 全年开放300天。 | < | < | < | 开放302天。 | < | < | <
            绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
            ^ | 产出指标 | 数量指标 | 开放天数 | ≥300天 | 302天 | 50 | 50 | /
            ^ | ^ | 质量指标 | 设备完好率 | 98% | 96% | 40 | 39.2 | 个别设备老化
            总分 | < | < | < | < | < | 100 | 98.7 |
        """),
    )
    project = one(document)
    assert document.kind == "self_evaluation"
    assert (project.budget.initial, project.budget.adjusted, project.budget.executed) == (50, 60, 57)
    assert (project.budget.fiscal, project.budget.execution_rate) == (60, 95)
    assert (project.execution_weight, project.execution_score, project.total_score) == (10, Decimal("9.5"), Decimal("98.7"))
    assert (project.goals, project.achievement) == (("全年开放300天。",), "开放302天。")
    first, second = project.indicators
    assert (first.weight, first.score, first.deviation, first.actual and first.actual.value) == (50, 50, None, 302)
    assert (second.score, second.deviation) == (Decimal("39.2"), "个别设备老化")


def test_a_weight_before_the_value_and_blank_level_cells_are_no_trouble() -> None:
    project = one(
        read(
            table("""
                一级指标|二级指标|三级指标|分值|年度指标值|全年实际值|得分
                产出指标|数量指标|修路|10|≥5公里|5公里|10
                ||砌墙|20|300米|200米|6.7
                效益指标||增收|10|每亩300元|每亩310元|10
            """)
        )
    )
    assert [(i.level1, i.level2, i.weight, i.target.raw) for i in project.indicators] == [
        ("产出指标", "数量指标", 10, "≥5公里"),
        ("产出指标", "数量指标", 20, "300米"),
        ("效益指标", None, 10, "每亩300元"),
    ]


def test_a_header_of_two_rows_gives_operator_value_and_unit() -> None:
    project = one(
        read(
            table("""
                一级指标|二级指标|三级指标|年度指标值|<|<|实际完成值
                ^|^|^|指标性质|指标值|度量单位|^
                产出指标|数量指标|培训|>=|20|人|22
            """)
        )
    )
    (indicator,) = project.indicators
    assert (indicator.target.raw, indicator.target.operator, indicator.target.value, indicator.target.unit) == (
        "20",
        ">=",
        20,
        "人",
    )
    assert indicator.actual and (indicator.actual.value, indicator.actual.unit) == (22, "人")


def test_a_value_beside_its_operator_in_another_cell_is_one_value() -> None:
    (indicator,) = one(read(table("一级指标|二级指标|三级指标|指标值|<\n产出指标|数量指标|培训|≥|20人"))).indicators
    assert (indicator.target.raw, indicator.target.operator, indicator.target.value) == ("≥20人", ">=", 20)


def test_months_may_stand_beside_their_percentages() -> None:
    below = "3月底 | < | 6月底 | < | 12月底 | <\n^ | 25% | < | 50.5% | < | 100% | <"
    project = one(read(table(SHEET.replace(below, "3月底|30%|6月底|60%|12月底|100%"))))
    assert [(node.month, node.percent) for node in project.spending_plan] == [(3, 30), (6, 60), (12, 100)]


def test_amounts_that_do_not_add_up_are_a_warning() -> None:
    document = read("单位：万元", table(SHEET.replace("10.00", "11.00")))
    assert [(p.level, "11.00" in p.message and "12.50" in p.message) for p in document.problems] == [("warning", True)]


@pytest.mark.parametrize(("printed", "told"), [("约十万", "约十万"), ("12.5O", "12.5O")])
def test_an_amount_that_is_none_is_a_problem_at_its_cell_and_not_a_guess(printed: str, told: str) -> None:
    document = read("单位：万元", table(SHEET.replace("| 12.50 |", f"| {printed} |")))
    assert one(document).budget.total is None
    (problem,) = [problem for problem in document.problems if told in problem.message]
    assert (problem.level, problem.place) == ("warning", Place(table=1, row=2, column=3))


def test_a_missing_unit_is_taken_only_from_a_sentence_that_repeats_the_figure() -> None:
    proven = read(table(SHEET))
    assert one(proven).amount_unit == "万元" and [problem.level for problem in proven.problems] == ["info"]
    unproven = read(table(SHEET.replace("预算资金12.5 万元", "预算资金9 万元")))
    assert one(unproven).amount_unit is None and [problem.level for problem in unproven.problems] == ["warning"]


def test_text_that_no_field_takes_is_reported_and_not_dropped() -> None:
    document = read("单位：万元", table(SHEET.rstrip() + "\n填表人：张三" + " | <" * 6))
    (problem,) = document.problems
    assert problem.level == "info" and "填表人：张三" in problem.message and problem.place == Place(table=1, row=11, column=1)


def test_a_list_of_projects_with_totals_is_no_project_sheet() -> None:
    document = read(table("序号|项目名称|预算数|备注\n1|河道保洁经费|12.50|\n2|巡查经费|3.00|\n合计||15.50|"))
    assert document.projects == () and "巡查经费" in document.problems[0].message


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_the_columns_does_not_matter(order: list[int]) -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"],
        ["产出指标", "数量指标", "保洁长度", "河道长度", "≥40 公里", "年度计划"],
        ["效益指标", "社会效益指标", "影响", "对居民的影响", "较大", "行业标准"],
    ]
    drawing = "\n".join("|".join(row[column] for column in order) for row in rows)
    found = [(i.level1, i.level2, i.level3, i.description, i.target.raw, i.basis) for i in one(read(table(drawing))).indicators]
    assert found == [tuple(row) for row in rows[1:]]


@pytest.mark.parametrize(
    "above",
    [
        ("河道保洁经费绩效目标表", "（2023年度）", "731002 某局 单位：万元"),
        ("河道保洁经费绩效目标表", "（2023年度）731002 某局 单位：万元"),
        ("河道保洁经费绩效目标表", "731002 某局 （2023年度） 单位：万元"),
        ("河道保洁经费绩效目标表（2023年度）", "731002 某局\t单位：万元"),
    ],
)
def test_the_year_may_stand_beside_title_or_agency(above: tuple[str, ...]) -> None:
    document = read(*above, table(SHEET))
    project = one(document)
    assert (document.fiscal_year, project.agency_code, project.agency_name, project.amount_unit) == (
        2023,
        "731002",
        "某局",
        "万元",
    )
    assert document.problems == ()


def test_an_amount_that_prints_its_own_unit_is_converted_or_gives_the_unit() -> None:
    converted = one(read("单位：元", table("项目名称|甲|预算数|250万元")))
    assert (converted.amount_unit, converted.budget.total) == ("元", 2_500_000)
    given_unit = one(read(table("项目名称|甲|预算数|250万元")))
    assert (given_unit.amount_unit, given_unit.budget.total) == ("万元", 250)


def test_a_field_printed_twice_with_another_value_keeps_the_first_and_tells() -> None:
    document = read(table("项目名称|甲|<|<\n预算数（元）|900|年度资金总额（元）|300\n实施单位|乙|项目单位|丙"))
    assert (one(document).budget.total, one(document).agency_name) == (900, "乙")
    assert [("300" in problem.message, "丙" in problem.message) for problem in document.problems] == [
        (True, False),
        (False, True),
    ]


def test_the_amounts_of_the_year_win_over_those_of_the_whole_project_which_are_told() -> None:
    document = read(
        table(
            "项目名称|甲|<|<\n项目资金总额（元）|900|年度资金申请总额（元）|300\n"
            "其中：财政资金|800|其中：财政资金|250\n其他资金|100|其他资金|50"
        )
    )
    budget = one(document).budget
    assert (budget.total, budget.fiscal, budget.other) == (300, 250, 50)
    (problem,) = document.problems
    assert all(figure in problem.message for figure in ("900", "800", "100"))


def test_a_code_with_a_missing_character_is_a_warning_at_its_cell() -> None:
    document = read("单位：万元", table(SHEET.replace("0001N", "0001")))
    assert [(problem.level, problem.place) for problem in document.problems] == [("warning", Place(table=1, row=1, column=2))]
    assert one(document).code == "13010025P00001110001"


def test_labels_and_values_may_share_a_cell() -> None:
    project = one(read(table("项目名称：河道保洁 | 预算数：12.50 万元\n绩效目标：1.甲\\n2.乙 | <")))
    assert (project.name, project.budget.total, project.amount_unit, project.goals) == (
        "河道保洁",
        Decimal("12.50"),
        "万元",
        ("甲", "乙"),
    )


INDICATORS = "\n一级指标 | 二级指标 | 三级指标 | 指标值\n产出指标 | 数量指标 | 保洁长度 | ≥40公里"


def test_amounts_listed_in_one_cell_are_told_apart_at_their_semicolons() -> None:
    row = "项目资金 | 年度资金总额：34.50万元；其中：财政拨款：20.21万元；其他资金：14.29万元 | < | <"
    project = one(read("绩效目标表", table(f"项目名称 | 河道保洁 | < | <\n{row}{INDICATORS}")))
    assert project.budget == Budget(total=Decimal("34.50"), fiscal=Decimal("20.21"), other=Decimal("14.29"))
    assert project.amount_unit == "万元"


def test_a_label_that_a_narrow_cell_breaks_inside_is_still_found() -> None:
    project = one(read("绩效目标表", table(f"项目名\\n称：河\\n道保洁 | < | 项目实施\\n单位：某\\n局 | <{INDICATORS}")))
    assert (project.name, project.agency_name) == ("河道保洁", "某局")


def test_other_as_the_kind_of_a_project_is_no_label_of_other_funds() -> None:
    rows = "项目类别 | 其他 | 项目属性 | 新增\n项目资金（万元） | 12.00 | 其他资金 | 2.00"
    document = read("绩效目标表", table(f"项目名称 | 河道保洁 | < | <\n{rows}{INDICATORS}"))
    assert one(document).budget.other == Decimal("2.00")
    assert not [problem for problem in document.problems if "不是金额" in problem.message]


@pytest.mark.parametrize("text", ["1\\n、清淤河道\\n。2\\n、打捞漂浮物。", "目标 1：清淤河道。\\n目标 2：打捞漂浮物。"])
def test_goals_are_told_apart_although_their_numbers_are_spaced_out_or_broken(text: str) -> None:
    project = one(read("绩效目标表", table(f"项目名称 | 河道保洁 | < | <\n年度目标 | {text} | < | <{INDICATORS}")))
    assert project.goals == ("清淤河道。", "打捞漂浮物。")


@pytest.mark.parametrize("words", ["计划完成值", "预期完成值", "目标要求"])
@pytest.mark.parametrize("done", ["监控期完成情况", "前三季度完成值", "截至7月31日实际完成情况"])
def test_headers_of_targets_and_of_what_was_reached(words: str, done: str) -> None:
    rows = f"一级指标 | 二级指标 | 三级指标 | {words} | {done} | 指标解释及说明\n产出指标 | 数量指标 | 保洁长度 | 40公里 | 30公里 | 里程"
    (row,) = one(read("绩效目标表", table(f"项目名称 | 河道保洁 | < | < | < | <\n{rows}"))).indicators
    assert (row.target.raw, row.actual and row.actual.raw, row.description) == ("40公里", "30公里", "里程")


def test_a_title_that_names_another_project_than_its_sheet_is_told() -> None:
    (problem,) = read("1.甲工程绩效目标表", "731002 某局 单位：万元", table(SHEET)).problems
    assert "甲工程绩效目标表" in problem.message and problem.level == "info"


def test_lines_of_a_title_page_and_an_agency_without_any_sheet_are_not_lost() -> None:
    lines = ("某县水务局文件", "编制日期：2025年1月", "一、总体绩效目标", "水清岸绿。")
    (problem,) = read(*lines).problems
    assert "某县水务局文件；编制日期：2025年1月" in problem.message
    (problem,) = read("一、总体绩效目标", "水清岸绿。", table("731002 某局 单位：万元")).problems
    assert "731002某局单位：万元" in problem.message


def test_a_label_without_a_field_beside_one_that_has_one_is_not_lost() -> None:
    document = read("绩效目标表", "项目名称：河道保洁经费　主管处室：某某科", table(SHEET))
    assert any("主管处室：某某科" in problem.message for problem in document.problems)


def test_of_two_values_under_one_header_the_first_is_taken_doubted_and_the_other_told() -> None:
    rows = "一级指标 | 二级指标 | 三级指标 | 指标值 | <\n产出指标 | 数量指标 | 清淤长度 | ≥40公里 | ≥60公里"
    document = read("绩效目标表", table(f"项目名称 | 河道清淤 | < | < | <\n{rows}"))
    (row,) = one(document).indicators
    assert (row.target.raw, row.uncertain) == ("≥40公里", ("target",))
    assert any("≥60公里" in problem.message for problem in document.problems)


def test_sign_value_and_unit_under_one_header_are_one_value() -> None:
    rows = "一级指标 | 二级指标 | 三级指标 | 指标值 | < | <\n产出指标 | 数量指标 | 清淤长度 | ≥ | 40 | 公里"
    (row,) = one(read("绩效目标表", table(f"项目名称 | 河道清淤 | < | < | < | <\n{rows}"))).indicators
    assert (row.target.raw, row.uncertain) == ("≥40公里", ())


def test_labels_may_stand_above_their_values_in_a_sheet_with_indicators() -> None:
    rows = "项目名称 | 主管部门 | 实施单位 | 资金总额（万元）\n河道清淤 | 某局 | 水利局 | 12.5"
    project = one(read("绩效目标表", table(f"{rows}{INDICATORS}")))
    assert (project.name, project.agency_name, project.budget.total) == ("河道清淤", "水利局", Decimal("12.5"))
    assert len(project.indicators) == 1


def test_a_column_of_units_may_stand_left_of_the_levels() -> None:
    rows = "指标值 | 单位 | 三级指标 | 二级指标 | 一级指标\n≥40 | 公里 | 清淤长度 | 数量指标 | 产出指标"
    (row,) = one(read("绩效目标表", table(f"项目名称 | 河道清淤 | < | < | <\n{rows}"))).indicators
    assert (row.target.raw, row.target.unit) == ("≥40", "公里")
