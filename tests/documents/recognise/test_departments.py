"""Sheets of whole departments and of self-evaluation: tasks with their amounts, sums of sources, years, totals and subtotals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.documents.recognise.drawn import HEADER, ROWS, one, read, table, told


def test_the_sum_of_the_tasks_is_the_budget_of_the_department() -> None:
    document = read(
        "部门整体支出绩效目标表",
        table(f"""
            单位名称 | 柳泉市民政局 | < | <
            年度主要任务 | 任务名称 | 预算金额（万元） | <
            ^ | ^ | 总额 | 财政拨款
            ^ | 低保救助 | 6,820 | 6,820
            ^ | 养老服务 | 1,145.50 | 1,000
            ^ | 合计 | 7,965.50 | 7,820
            {HEADER}{ROWS}
        """),
    )
    assert [goal.name for goal in document.sub_goals] == ["低保救助", "养老服务"]
    project = one(document)
    assert (project.budget.total, project.budget.fiscal, project.amount_unit) == (Decimal("7965.50"), 7820, "万元")


def test_the_sum_below_a_header_of_amounts_is_the_total_and_no_score() -> None:
    document = read(
        "2024年度部门整体支出绩效自评报告",
        table("""
            项目 | 年初预算数 | 全年预算数 | 支出（万元） | 进度
            基本支出 | 860 | 902 | 902 | 100%
            项目支出 | 1140 | 1096 | 1041 | 95%
            合计 | 2000 | 1998 | 1943 | 97.25%
        """),
        table("一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分\n产出 | 数量 | 调查项目 | 26项 | 26项 | 90"),
    )
    budget = one(document).budget
    assert (budget.initial, budget.adjusted, budget.executed, budget.execution_rate) == (2000, 1998, 1943, Decimal("97.25"))
    assert one(document).total_score is None


def test_subtotals_beside_the_levels_are_no_indicators() -> None:
    document = read(
        table("""
            项目名称 | 街面救助 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 分值 | 目标值 | 得分
            产出指标 | 数量指标 | 救助人次 | 50 | ≥300人次 | 50
            ^ | 小计 | < | 50 | | 50
        """)
    )
    assert [it.level3 for it in one(document).indicators] == ["救助人次"]
    assert "小计" in told(document)


def test_a_header_that_nobody_knows_is_named_where_something_stands_below_it() -> None:
    drawing = """
        项目名称 | 街面救助 | < | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值 | 甲乙丙
        产出指标 | 数量指标 | 救助人次 | ≥300人次 | {}
    """
    assert "表头“甲乙丙”不认识" in told(read(table(drawing.format("三一四"))))
    assert "甲乙丙”不认识" not in told(read(table(drawing.format(""))))


@pytest.mark.parametrize("label", ["本期支出数", "1-6月支出", "已支付数", "累计支付金额", "支出（万元）"])
def test_what_was_spent_in_a_period_has_many_names(label: str) -> None:
    document = read(
        "2025年1-6月项目绩效运行监控表",
        table(f"项目名称 | 街面救助 | < | <\n全年预算数 | 96万元 | {label} | 61.44万元\n{HEADER}{ROWS}"),
    )
    assert (one(document).budget.adjusted, one(document).budget.executed) == (96, Decimal("61.44"))
    assert (document.kind, document.fiscal_year, one(document).name) == ("monitoring", 2025, "街面救助")


@pytest.mark.parametrize(
    "line", ["监控时间：2025年8月31日", "评价年度：2025年    填报单位：柳泉市水利局", "编制单位：柳泉市水利局    2025年度"]
)
def test_the_year_stands_in_a_line_of_labels(line: str) -> None:
    document = read("项目支出绩效自评表", line, table(f"项目名称 | 街面救助 | < | <\n{HEADER}{ROWS}"))
    assert document.fiscal_year == 2025
    assert document.agency.name in (None, "柳泉市水利局")


@pytest.mark.parametrize("title", ["2025年上半年项目支出绩效运行监控表", "2025年度柳泉市项目支出绩效自评表"])
def test_the_year_of_a_forms_title_goes_before_the_year_in_a_projects_code(title: str) -> None:
    document = read(title, table(f"项目名称 | 街面救助 | 项目编码 | 45020323T000000410021\n{HEADER}{ROWS}"))
    assert document.fiscal_year == 2025


def test_the_mark_of_the_seal_is_no_part_of_the_agency() -> None:
    document = read("填报单位：（公章）柳泉市文化馆", table(f"项目名称 | 群众演出 | < | <\n{HEADER}{ROWS}"))
    assert document.agency.name == "柳泉市文化馆"


def test_the_score_beside_its_label_counts_where_the_grade_stands_in_the_column() -> None:
    document = read(
        table("""
            项目名称 | 群众演出 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分
            产出指标 | 数量指标 | 演出场次 | 60场 | 90 | 89
            自评总分 | 99 | < | < | 等级 | 优
        """)
    )
    assert one(document).total_score == 99


def test_a_short_sentence_over_the_levels_is_a_text_and_no_frame() -> None:
    document = read(
        table(f"项目名称 | 群众演出 | < | <\n预期目标 | 演出60场。 | < | <\n实际完成 | 演出63场。 | < | <\n{HEADER}{ROWS}")
    )
    assert (one(document).goals, one(document).achievement) == (("演出60场。",), "演出63场。")


def test_sums_over_the_projects_of_a_list_end_it_not() -> None:
    document = read(
        "2025年前三季度项目支出绩效运行监控情况表",
        table("""
            项目名称 | 预算单位 | 全年预算数（万元） | 执行率 | 绩效指标 | 年度目标 | 截至9月底完成情况
            合计 | | 415 | 66.72% | | |
            内涝治理 | 蓝山县住建局 | 315 | 66% | 清掏雨水管网 | ≥62公里 | 44公里
            危房鉴定 | 蓝山县住建局 | 100 | 69% | 鉴定户数 | ≥1200户 | 860户
        """),
    )
    assert [(it.name, it.budget.adjusted, it.indicators[0].target.raw) for it in document.projects] == [
        ("内涝治理", 315, "≥62公里"),
        ("危房鉴定", 100, "≥1200户"),
    ]


def test_numbered_headings_name_the_sheets_below_them() -> None:
    document = read(
        "（一）图书购置经费",
        "年度预算安排：86.4万元",
        table(f"{HEADER}{ROWS}"),
        "（二）阅读推广经费",
        "年度预算安排：22万元",
        table(f"{HEADER}{ROWS}", 2),
    )
    assert [(it.name, it.budget.total, len(it.indicators)) for it in document.projects] == [
        ("图书购置经费", Decimal("86.4"), 2),
        ("阅读推广经费", 22, 2),
    ]


def test_a_tall_word_left_of_the_levels_is_a_frame_whatever_it_says() -> None:
    document = read(
        table("""
            项目名称 | < | 设备购置 | < | <
            指标完成情况 | 一级指标 | 二级指标 | 三级指标 | 目标值
            ^ | 产出 | 数量 | 购置设备数量 | ≥126台
        """)
    )
    (row,) = one(document).indicators
    assert (row.level3, row.target.raw, row.actual) == ("购置设备数量", "≥126台", None)


def test_a_list_of_results_gives_each_project_its_score_and_what_was_reached() -> None:
    document = read(
        "怀集县2024年度项目绩效自评结果公开表",
        table("""
            序号 | 项目名称 | 预算数（万元） | 执行数（万元） | 执行率（%） | 绩效目标完成情况 | 自评得分
            1 | 河长制工作经费 | 66.00 | 64.02 | 97.00 | 巡查1.2万次。 | 98.7
            2 | 水质监测 | 48.00 | 36.00 | 75.00 | 监测断面18个。 | 87.5
        """),
    )
    assert [(it.name, it.budget.executed, it.total_score, it.achievement) for it in document.projects] == [
        ("河长制工作经费", Decimal("64.02"), Decimal("98.7"), "巡查1.2万次。"),
        ("水质监测", 36, Decimal("87.5"), "监测断面18个。"),
    ]


RESULTS = """
    序号 | 项目名称 | 预算资金情况（万元） | < | < | 自评得分 | 自评等级
    ^ | ^ | 全年预算数 | 全年执行数 | 执行率（%） | ^ | ^
    1 | 河长制工作经费 | 66.00 | 64.02 | 97.00 | 98.7 | 优
    2 | 水质监测 | 48.00 | 36.00 | 75.00 | 87.5 | 良
    合计 | < | 114.00 | 100.02 | 87.74 | |
"""


def test_a_list_of_scores_under_two_rows_of_header_gives_each_project_its_own_and_not_the_sum() -> None:
    document = read("2024年度项目支出绩效自评结果汇总表", table(RESULTS))
    assert [(it.name, it.budget.executed, it.total_score, it.amount_unit) for it in document.projects] == [
        ("河长制工作经费", Decimal("64.02"), Decimal("98.7"), "万元"),
        ("水质监测", 36, Decimal("87.5"), "万元"),
    ]
    assert "100.02" in told(document)
    amounts = table(
        "项目名称 | 预算资金（万元） | <\n^ | 年初预算数 | 全年执行数\n河长制 | 66 | 64\n水质监测 | 48 | 36\n合计 | 114 | 100"
    )
    assert (
        not read("2024年度项目支出绩效自评表", amounts, table(f"项目名称 | 群众演出 | < | <\n{HEADER}{ROWS}"))
        .projects[0]
        .budget.executed
    )


def test_a_row_of_a_list_of_scores_and_the_sheet_of_its_project_are_one_and_what_differs_is_told() -> None:
    sheet = f"项目名称 | 水质监测 | < | <\n全年预算数（万元） | 48.00 | 全年执行数（万元） | 35.00\n{HEADER}{ROWS}"
    document = read("2024年度项目支出绩效自评结果汇总表", table(RESULTS), "项目支出绩效自评表", table(sheet, 2))
    assert [(it.name, it.budget.executed, it.total_score, len(it.indicators)) for it in document.projects] == [
        ("河长制工作经费", Decimal("64.02"), Decimal("98.7"), 0),
        ("水质监测", 35, Decimal("87.5"), 2),
    ]
    assert "采用“35.00”，没有采用“36.00”" in told(document)


def test_the_whole_of_a_department_has_its_total_above_basic_and_project_spending() -> None:
    head = "部门名称 | 柳泉市水利局 | < | <\n"
    beside = "总体资金情况（万元） | 预算支出总量 | 基本支出 | 项目支出\n^ | 5316.88 | 3902.40 | 1414.48\n"
    whole = "预算执行情况（万元） | < | 预算数 | 执行数\n部门整体支出总额 | < | 5316.88 | 5100.00\n"
    for rows, executed in ((beside, None), (whole, 5100)):
        document = read("柳泉市水利局2025年部门整体支出绩效自评表", table(f"{head}{rows}{HEADER}{ROWS}"))
        project = one(document)
        assert (project.name, project.budget.total, project.budget.executed) == ("部门整体支出", Decimal("5316.88"), executed)
    assert one(
        read(
            table(f"公开13表 | < | < | <\n一、部门基本情况 | （二）部门绩效目标的设立情况 | 整治河道12条。 | <\n{HEADER}{ROWS}")
        )
    ).goals == ("整治河道12条。",)


@pytest.mark.parametrize(
    "title",
    [
        "项目绩效目标自评表（单位：元）2024年度",
        "2024年度项目支出绩效自评表（单位：元）",
        "2024年部门（单位）整体支出绩效目标表（单位：元）",
    ],
)
def test_a_title_tells_the_unit_in_brackets_and_the_year_behind_the_form(title: str) -> None:
    document = read(title, table(f"项目名称 | 街面救助 | < | <\n预算数 | 96 | < | <\n{HEADER}{ROWS}"))
    assert (document.fiscal_year, one(document).amount_unit, one(document).name) == (2024, "元", "街面救助")


@pytest.mark.parametrize("head", ["未达进度原因", "进度滞后原因及措施", "备注（偏差原因）", "说明（偏差原因）"])
def test_the_cause_of_a_shortfall_has_many_names(head: str) -> None:
    drawn = f"项目名称 | 街面救助 | < | < | <\n三级指标 | 指标值 | 1-6月完成值 | {head} | <\n救助人次 | ≥300人次 | 90人次 | 遇暴雨。 | <"
    assert one(read("2025年项目绩效运行监控表", table(drawn))).indicators[0].deviation == "遇暴雨。"


@pytest.mark.parametrize("label", ["部门整体支出", "整体支出合计", "部门支出总额", "年度资金总额"])
@pytest.mark.parametrize("heads", [("标准分值", "自评得分"), ("权重", "执行率得分"), ("指标分值（分）", "实际得分")])
def test_the_row_of_the_whole_and_the_points_of_execution_have_many_names(label: str, heads: tuple[str, str]) -> None:
    document = read(
        "2024年度部门整体绩效自评表",
        table(f"""
            部门名称 | 柳泉市民政局 | < | < | < | < | < | < | <
            预算执行（万元） | < | 年初预算安排数 | 调整预算数 | 全年实际支出 | {heads[0]} | < | 执行率 | {heads[1]}
            {label} | < | 820 | 900 | 855 | 10 | < | 95% | 9.5
            其中：基本支出 | < | 600 | 640 | 640 | — | < | — | —
            一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 年末实际完成值 | 得分 | 说明（偏差原因及改进措施） | <
            产出指标 | 数量指标 | 救助人次 | 90 | ≥300人次 | 290人次 | 87 | 遇暴雨。 | <
        """),
    )
    project, (row,) = one(document), one(document).indicators
    assert (project.budget.initial, project.budget.adjusted, project.budget.executed) == (820, 900, 855)
    assert (project.budget.execution_rate, project.execution_weight, project.execution_score) == (95, 10, Decimal("9.5"))
    assert (row.actual and row.actual.raw, row.deviation) == ("290人次", "遇暴雨。")


def test_the_points_of_execution_among_the_indicators_are_those_of_the_budget() -> None:
    rows = """
        项目名称 | 街面救助 | < | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 分值 | 目标值 | 完成值 | 得分
        预算执行（10分） | 预算执行率 | 预算执行率 | 10 | 100% | 95% | 9.5
        产出指标 | 数量指标 | 救助人次 | 90 | ≥300人次 | 310人次 | 90
    """
    project = one(read("2024年度项目绩效自评表", table(rows)))
    assert [it.level3 for it in project.indicators] == ["救助人次"]
    assert (project.execution_weight, project.budget.execution_rate, project.execution_score) == (10, 95, Decimal("9.5"))
    paid = one(read("2024年度项目绩效自评表", table(rows.replace("预算执行（10分）", "投入指标"))))
    assert [it.level3 for it in paid.indicators] == ["预算执行率", "救助人次"]


def test_the_unit_of_a_list_stands_in_the_frame_over_its_amounts() -> None:
    document = read(
        "2025年部门预算项目绩效目标批复表",
        table("""
            项目名称 | 资金（万元） | < | 绩效指标 | < | < | <
            ^ | 总额 | 财政拨款 | 一级指标 | 二级指标 | 三级指标 | 指标值
            街面救助 | 96 | 96 | 产出指标 | 数量指标 | 救助人次 | ≥300人次
        """),
    )
    assert (one(document).amount_unit, one(document).budget.total, document.problems) == ("万元", 96, ())
