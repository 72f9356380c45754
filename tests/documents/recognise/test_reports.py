"""Reports: what sentences say of a project beside its tables, projects under numbered headings, and tables of the budget itself."""

from __future__ import annotations

from decimal import Decimal

from tests.documents.recognise.drawn import one, read, table, told

SCORED = """
    一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值 | 得分
    产出指标 | 数量指标 | 检修泵站 | 18座 | 18座 | 50 | 50
    满意度指标 | 满意度指标 | 农户满意度 | ≥90% | 92% | 40 | 39
"""


def test_a_report_says_amounts_rate_score_goal_and_name_in_sentences() -> None:
    document = read(
        "2024年度泵站检修项目支出绩效自评报告",
        "一、基本情况",
        "该项目年初预算安排80万元，全年预算数76万元，实际支出74.48万元，预算执行率98%，比年初预算减少4万元。",
        "年度绩效目标为：检修泵站18座，保障灌溉用水。",
        table(SCORED),
        "二、自评结论",
        "项目自评总得分98.8分，其中预算执行率得分9.8分，等级为优。",
    )
    project = one(document)
    assert (project.name, project.amount_unit, project.goals) == ("泵站检修", "万元", ("检修泵站18座，保障灌溉用水。",))
    budget = project.budget
    assert (budget.initial, budget.adjusted, budget.executed) == (80, 76, Decimal("74.48"))
    assert (budget.execution_rate, project.execution_score, project.total_score) == (98, Decimal("9.8"), Decimal("98.8"))
    assert {"name", "initial", "adjusted", "executed", "execution_rate", "total_score", "goals"} <= set(project.uncertain)


def test_a_sentence_that_says_another_score_than_the_table_is_told_and_two_sentences_leave_it_open() -> None:
    lines = table(SCORED + "    总分 | < | < | < | < | 90 | 89\n")
    document = read("项目自评得分95分。", lines)
    assert one(document).total_score == 89
    assert "与表中的 89 不同" in told(document)
    assert one(read("项目自评得分95分。", "最终得分93分。", table(SCORED))).total_score is None


def test_a_line_with_the_score_below_its_table_is_that_sheets_among_several() -> None:
    head = "    项目名称 | {} | < | < | < | < | <\n"
    document = read(
        table(head.format("泵站检修") + SCORED), "自评得分：97分", table(head.format("渠道清淤") + SCORED), "自评得分：88.5分"
    )
    assert [project.total_score for project in document.projects] == [97, Decimal("88.5")]


def test_projects_summed_up_in_sentences_are_projects_and_fill_their_tables() -> None:
    document = read(
        "2024年度柳泉市水利局部门决算情况说明",
        "1.泵站检修项目绩效自评综述：项目自评得分97分。全年预算数为62万元，执行数为60.14万元，完成预算的97%。"
        "项目绩效目标完成情况：检修泵站18座。发现的主要问题及原因：备件到货晚。",
        table("    项目名称 | 泵站检修 | < | < | < | < | <\n" + SCORED),
        "2.渠道清淤项目绩效自评综述：项目自评得分100分。全年预算数为30万元，执行数为30万元，完成预算的100%。",
    )
    first, second = document.projects
    assert (first.name, first.budget.adjusted, first.budget.executed, first.total_score) == (
        "泵站检修",
        62,
        Decimal("60.14"),
        97,
    )
    assert (first.achievement, len(first.indicators)) == ("检修泵站18座。", 2)
    assert (second.name, second.budget.executed, second.budget.execution_rate, second.amount_unit) == (
        "渠道清淤项目",
        30,
        100,
        "万元",
    )
    assert "备件到货晚" in told(document)
    assert document.agency.name == "柳泉市水利局"


def test_numbered_headings_name_the_projects_told_below_them() -> None:
    document = read(
        "柳泉市水利局2025年部门预算项目绩效目标",
        "一、泵站检修项目",
        "预算安排：80万元",
        "绩效目标：检修泵站18座。",
        "（1）产出指标—数量指标：检修泵站≥18座，更换电机6台；",
        "（2）满意度指标—服务对象满意度指标：农户满意度≥90%。",
        "二、渠道清淤项目",
        "预算安排：30万元",
        "绩效目标：清淤渠道42公里。",
        "一是产出数量指标：清淤渠道≥42公里。",
    )
    assert (document.agency.name, document.fiscal_year) == ("柳泉市水利局", 2025)
    said = [(it.name, it.budget.total, it.goals, [row.level3 for row in it.indicators]) for it in document.projects]
    assert said == [
        ("泵站检修项目", 80, ("检修泵站18座。",), ["检修泵站", "更换电机", "农户满意度"]),
        ("渠道清淤项目", 30, ("清淤渠道42公里。",), ["清淤渠道"]),
    ]
    assert [row.level2 for row in document.projects[0].indicators] == ["数量指标", "数量指标", "服务对象满意度指标"]


def test_weight_score_and_cause_behind_an_indicator_in_a_sentence_are_its_own() -> None:
    document = read(
        "2024年度泵站检修项目绩效自评报告",
        "（一）产出指标完成情况（50分）",
        "1.数量指标。检修泵站，年度指标值≥18座，实际完成17座，分值20分，得分18.9分，偏差原因是备件到货晚。",
    )
    (row,) = one(document).indicators
    assert (row.level1, row.level2, row.level3, row.target.raw) == ("产出指标", "数量指标", "检修泵站", "≥18座")
    assert row.actual is not None
    assert (row.actual.raw, row.weight, row.score, row.deviation) == ("17座", 20, Decimal("18.9"), "备件到货晚")


def test_goals_end_at_the_next_heading() -> None:
    document = read(
        "泵站检修项目绩效自评报告", "（一）总体目标", "检修泵站18座。", "二、评价工作情况", "采用比较法。", table(SCORED)
    )
    assert one(document).goals == ("检修泵站18座。",)
    assert "采用比较法" in told(document)


def test_tables_of_the_budget_itself_are_no_sheets() -> None:
    document = read(
        table("""
            单位收入总表 | < | <
            项目 | 合计 | 一般公共预算
            合计 | 1,268.40 | 1,268.40
            工资福利支出 | 702.15 | 702.15
        """),
        table("项目 | 2024年预算数 | 2025年预算数\n公务接待费 | 3.20 | 3.00\n公务用车运行费 | 12.00 | 11.80"),
        table("    项目名称 | 泵站检修 | < | < | < | < | <\n" + SCORED),
    )
    assert (one(document).name, one(document).budget.fiscal, one(document).total_score) == ("泵站检修", None, None)
    assert "702.15" in told(document)
    assert "11.80" in told(document)


def test_a_value_follows_its_word_without_a_comma_and_what_was_reached_is_no_spending() -> None:
    document = read(
        "柳泉市水利局泵站检修2024年度绩效自评报告",
        "全年预算数76万元，全年执行数74.48万元。",
        "（1）时效指标：检修完成时间目标值2024年4月底前，实际完成值2024年4月8日。",
        "（2）成本指标：单台检修费：目标值为≤0.9万元，实际完成0.86万元。",
        "（3）社会效益指标：灌溉保障能力目标值明显提高，实际完成值明显提高。",
    )
    project = one(document)
    assert (project.name, project.budget.executed) == ("柳泉市水利局泵站检修", Decimal("74.48"))
    rows = [(row.level3, row.target.raw, row.actual.raw if row.actual else "") for row in project.indicators]
    assert rows == [
        ("检修完成时间", "2024年4月底前", "2024年4月8日"),
        ("单台检修费", "≤0.9万元", "0.86万元"),
        ("灌溉保障能力", "明显提高", "明显提高"),
    ]
