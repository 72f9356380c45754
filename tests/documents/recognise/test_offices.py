"""What forms of offices do beside their family: remarks between rows and totals, labels that share a cell, headers of two rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.documents.recognise.drawn import HEADER, ROWS, one, read, table, told


def test_a_remark_over_all_levels_is_no_indicator_and_the_total_below_it_is_read() -> None:
    document = read(
        table("""
            项目名称 | 行道树养护 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分
            产出指标 | 数量指标 | 修剪行道树 | 900株 | 60 | 60
            效益指标 | 生态效益 | 成活率 | ≥95% | 40 | 38
            其他需要说明事项 | < | < | 无 | < | <
            总分 | < | < | 100 | < | 98
        """)
    )
    assert [it.level3 for it in one(document).indicators] == ["修剪行道树", "成活率"]
    assert one(document).total_score == Decimal(98)
    assert not [problem for problem in document.problems if problem.level == "warning"]


def test_an_amount_behind_its_label_in_one_cell_is_no_part_of_the_purpose() -> None:
    document = read(
        "单位：万元",
        table(f"""
            项目名称 | 行道树养护 | < | <
            预算规模及资金用途 | 预算数 | 30 | 其他资金 4.50
            ^ | 用于修剪和补植。 | < | <
            {HEADER}{ROWS}
        """),
    )
    assert (one(document).budget.other, one(document).fund_use) == (Decimal("4.50"), "用于修剪和补植。")


def test_goals_of_the_period_beside_those_of_the_year_right_above_the_header() -> None:
    document = read(
        table("""
            项目名称 | 行道树养护 | < | < | < | <
            绩效目标 | 实施周期目标 | 三年补植两千株。 | < | 年度目标 | 补植六百株。
            一级指标 | 二级指标 | 三级指标 | < | 实施周期目标值 | 年度目标值
            产出指标 | 数量指标 | 补植株数 | < | 2000株 | 600株
        """)
    )
    assert one(document).goals == ("补植六百株。",)
    assert "三年补植两千株。" in told(document)


def test_the_project_cells_of_a_list_reach_down_beside_a_second_header_row() -> None:
    document = read(
        table("""
            项目名称 | 年度目标 | < | 绩效指标 | < | < | <
            ^ | 预算数 | 目标内容 | 一级指标 | 二级指标 | 三级指标 | 指标值
            行道树养护 | 30 | 修剪补植。 | 产出指标 | 数量指标 | 修剪行道树 | ≥900株
            ^ | ^ | ^ | 满意度指标 | 满意度指标 | 市民满意度 | ≥90%
            花坛换季 | 12 | 四季有花。 | 产出指标 | 数量指标 | 更换花坛 | 40处
        """)
    )
    read_ = [(it.name, it.budget.total, it.goals, len(it.indicators)) for it in document.projects]
    assert read_ == [("行道树养护", Decimal(30), ("修剪补植。",), 2), ("花坛换季", Decimal(12), ("四季有花。",), 1)]


def test_headers_of_kinds_from_right_to_left_are_levels_by_what_stands_below() -> None:
    document = read(
        table("""
            项目名称：行道树养护 | < | < | <
            目标值 | 指标名称 | 指标类型 | 指标类别
            ≥900株 | 修剪行道树 | 数量指标 | 产出指标（60分）
            100% | 修剪合格率 | 质量指标 | ^
            ≥90% | 市民满意度 | 服务对象满意度指标 | 满意度指标（10分）
        """)
    )
    levels = [(it.level1, it.level2) for it in one(document).indicators]
    assert levels == [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("满意度指标", "服务对象满意度指标")]


def test_the_first_level_of_a_mark_of_two_is_the_first_even_where_it_may_be_a_second() -> None:
    text = "【产出指标-数量指标】 指标1:修剪株数(≥900株)\\n【成本指标-经济成本指标】 指标1:修剪成本(≤30元/株)"
    document = read(table(f"项目名称 | 预算金额 | 绩效目标 | 绩效指标\n行道树养护 | 30 | 修剪补植。 | {text}"))
    levels = [(it.level1, it.level2) for it in one(document).indicators]
    assert levels == [("产出指标", "数量指标"), ("成本指标", "经济成本指标")]


def test_a_date_in_running_text_without_a_name_is_not_cut_in_two() -> None:
    document = read(
        "项目名称：行道树养护",
        "预算金额：30.5万元，全部为财政资金。",
        "1.数量指标：修剪行道树≥900株。",
        "2.时效指标：2025年9月底前完成。",
        "主办：某某局　网站标识码",
    )
    first, second = one(document).indicators
    assert (second.level3, second.target.raw) == ("2025年9月底前完成", "")
    assert {"level3", "target"} <= set(second.uncertain)
    assert not first.uncertain
    assert (one(document).budget.total, one(document).amount_unit) == (Decimal("30.5"), "万元")
    assert "全部为财政资金" in told(document)


@pytest.mark.parametrize(
    "title",
    [
        "预算公开12表　单位：元",
        "行道树项目情况　金额单位：元",
    ],
)
def test_the_unit_of_amounts_may_stand_behind_another_line(title: str) -> None:
    document = read("项目支出绩效目标表", title, table(f"项目名称 | 养护 | 资金总额 | 300\n{HEADER}{ROWS}"))
    assert one(document).amount_unit == "元"
    assert title.partition("　")[0] in told(document)


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("绩效目标申报表", "（2025年）"), 2025),
        (("绩效目标执行监控表", "（2024年1-8月）"), 2024),
        (("园林局2025年项目绩效目标汇总表",), 2025),
        (("2025年部门预算重点专项资金绩效目标表",), 2025),
        (("园林局2023年老街改造项目绩效目标表",), None),
    ],
)
def test_the_year_of_a_title(lines: tuple[str, ...], year: int | None) -> None:
    assert read(*lines, table(f"项目名称 | 养护 | 资金总额 | 300\n{HEADER}{ROWS}")).fiscal_year == year


def test_the_year_of_a_cell_beside_its_label() -> None:
    assert read(table(f"项目名称 | 养护 | 预 算 年 度 | 2025\n{HEADER}{ROWS}")).fiscal_year == 2025


def test_signs_of_dates_in_a_column_of_their_own() -> None:
    document = read(
        table("""
            项目名称 | 养护 | < | < | <
            一级指标 | 三级指标 | 计算符号 | 指标值 | 计量单位
            产出指标 | 完成时限 | 不晚于 | 11 | 月
        """)
    )
    assert one(document).indicators[0].target.operator == "<="


def test_the_sum_in_a_frame_of_money_is_no_score() -> None:
    document = read(
        table("""
            项目名称 | 养护 | < | < | <
            项目资金（万元） | 资金来源 | < | 年度预算安排 | <
            ^ | 合计 | < | 88.60 | <
            ^ | 其他资金 | < | 8.60 | <
            一级指标 | 二级指标 | 三级指标 | 半年目标值 | 全年目标值
            产出 | 数量 | 巡查次数 | ≥96次 | ≥192次
        """)
    )
    project = one(document)
    assert (project.budget.total, project.total_score, project.amount_unit) == (Decimal("88.60"), None, "万元")
    assert [it.target.raw for it in project.indicators] == ["≥192次"]


def test_of_the_years_under_one_header_the_one_to_come_is_the_target() -> None:
    document = read(
        table("""
            项目名称 | 养护 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值 | < | <
            ^ | ^ | ^ | 前年 | 上年 | 预计当年实现
            产出指标 | 数量指标 | 巡查次数 | 340次 | 361次 | ≥365次
        """)
    )
    assert [(it.target.raw, it.uncertain) for it in one(document).indicators] == [("≥365次", ())]
    assert "361次" in told(document)


def test_sign_and_figure_under_a_header_whose_merge_was_lost() -> None:
    document = read(
        table("""
            项目名称 | 养护 | | |
            一级指标 | 二级指标 | 三级指标 | 指标值 |
            | | | 符号 | 数值+单位
            产出指标 | 数量指标 | 更换管道 | ≥ | 8.6千米
            效益指标 | 社会效益指标 | 受益人口 | ≥ | 1.73万人
        """)
    )
    targets = [(it.level3, it.target.operator, it.target.value, it.target.unit) for it in one(document).indicators]
    assert targets == [("更换管道", ">=", Decimal("8.6"), "千米"), ("受益人口", ">=", Decimal("1.73"), "万人")]


def test_names_that_say_their_values_are_parted_and_what_is_printed_once_is_not_given_twice() -> None:
    document = read(
        table("""
            项目名称 | 养护 | < | <
            一级指标 | 二级指标 | 三级指标及指标值 | 分值
            产出指标 | 数量指标 | 养护里程≥18公里\\n养护桥梁≥6座 | 20
            效益指标 | 社会效益指标 | 群众出行：明\\n显改善 | 10
        """)
    )
    first, second, third = one(document).indicators
    assert [(it.level3, it.target.raw) for it in (first, second, third)] == [
        ("养护里程", "≥18公里"),
        ("养护桥梁", "≥6座"),
        ("群众出行", "明显改善"),
    ]
    assert (first.weight, second.weight, first.uncertain) == (Decimal(20), None, ("weight",))
    assert set(third.uncertain) == {"level3", "target"}


def test_a_table_whose_value_column_is_not_known_says_so() -> None:
    document = read(
        table("""
            项目名称 | 养护 | < | <
            一级指标 | 二级指标 | 三级指标 | 目标/完成
            产出指标 | 数量指标 | 养护里程 | ≥18公里/19公里
        """)
    )
    assert "没有认出指标值一栏" in told(document)


def test_a_list_of_results_keeps_rate_and_total_of_each_project() -> None:
    document = read(
        table("""
            项目名称 | 预算数 | 执行数 | 执行率 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 自评得分
            禁毒宣传 | 15 | 14.2 | 94.67% | 宣传场次 | ≥24场 | 26场 | 50 | 50 | 98.5
            ^ | ^ | ^ | ^ | 受众满意度 | ≥90% | 88% | 50 | 48.5 | ^
            人民调解 | 9.6 | 9.6 | 100% | 调解案件 | ≥310件 | 355件 | 50 | 50 | 100
            ^ | ^ | ^ | ^ | 调解满意度 | ≥90% | 92% | 50 | 50 | ^
        """)
    )
    read_ = [(it.name, it.budget.execution_rate, it.total_score) for it in document.projects]
    assert read_ == [("禁毒宣传", Decimal("94.67"), Decimal("98.5")), ("人民调解", Decimal(100), Decimal(100))]


def test_points_from_nought_to_the_most_are_those_of_the_level() -> None:
    document = read(table("项目名称 | 养护 | <\n绩效指标 | 指标 | 目标值\n产出指标（0-50分） | 养护里程 | ≥18公里"))
    assert [(it.level1, it.weight) for it in one(document).indicators] == [("产出指标", Decimal(50))]


def test_levels_and_results_in_running_text() -> None:
    document = read(
        "项目名称：图书配送",
        "1.产出指标。数量指标：配送图书≥9500册，实际完成9800册。",
        "2.效益指标。社会效益指标：读者增长≥5%。",
    )
    first, second = one(document).indicators
    assert (first.level1, first.target.raw, first.actual and first.actual.raw) == ("产出指标", "≥9500册", "9800册")
    assert (second.level1, second.level2) == ("效益指标", "社会效益指标")


def test_an_indicator_that_is_not_named_is_none() -> None:
    document = read(
        table(f"项目名称 | 养护 | < | <\n{HEADER}\n成本指标 | 社会成本指标 | 无 |\n产出指标 | 数量指标 | 里程 | 3公里")
    )
    assert [it.level3 for it in one(document).indicators] == ["里程"]


def test_numbered_projects_head_their_tables() -> None:
    rows = "年度资金总额（万元） | 140\n绩效目标 | 发放补贴\n三级指标 | 指标值\n补贴人数 | ≥2100人"
    document = read("项目1：殡葬惠民", table(rows), "项目 2：社工站", table(rows, number=2))
    assert [it.name for it in document.projects] == ["殡葬惠民", "社工站"]


def test_the_year_in_full_width_digits() -> None:
    assert read("２０２５年度項目支出績效目標表", table(f"項目名稱 | 修繕 | < | <\n{HEADER}{ROWS}")).fiscal_year == 2025


def test_a_level_at_the_end_of_a_paragraph_heads_the_next_one() -> None:
    document = read(
        "项目名称：校舍修缮",
        "年度绩效目标：完成年度任务。产出指标：",
        "数量指标：修缮校舍≥3栋。效益指标：",
        "社会效益指标：覆盖率≥83%。",
    )
    assert one(document).goals == ("完成年度任务。",)
    assert [(it.level1, it.level3) for it in one(document).indicators] == [("产出指标", "修缮校舍"), ("效益指标", "覆盖率")]


@pytest.mark.parametrize(
    "line", ["编制单位：　　　　单位：万元", "编制单位：    金额单位：万元", "编制单位（盖章）：   填报日期：   单位：万元"]
)
def test_a_blank_label_is_not_filled_with_the_unit_or_the_label_behind_it(line: str) -> None:
    sheet = f"项目名称 | 渠道清淤 | 预算单位 | 青石县水务局\n预算数 | 34.00 | 其中：财政资金 | 34.00\n{HEADER}{ROWS}"
    document = read("项目支出绩效目标表", line, table(sheet))
    assert (document.agency.name, one(document).agency_name, one(document).amount_unit) == ("青石县水务局",) * 2 + ("万元",)
    assert not [problem for problem in document.problems if problem.level == "warning"]
