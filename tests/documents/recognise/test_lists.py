"""Lists of many projects in one table."""

from __future__ import annotations

from decimal import Decimal

from tests.documents.recognise.drawn import one, read, table, told


def test_a_row_that_counts_the_columns_below_the_header_of_a_list_is_no_project() -> None:
    document = read(
        table("""
            项目名称 | 预算金额 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            1 | 2 | 3 | 4 | 5 | 6 | 7
            蜂场改良 | 31 | 引进良种 | 产出指标 | 数量指标 | 引进蜂群 | ≥80群
        """)
    )
    project = one(document)
    assert (project.name, project.budget.total, project.goals) == ("蜂场改良", Decimal(31), ("引进良种",))
    assert [it.level3 for it in project.indicators] == ["引进蜂群"]
    assert "没有归入" not in told(document)


def test_a_numbered_row_below_a_header_counts_the_columns_only_where_it_counts_them_all() -> None:
    project = one(
        read(
            table("""
                项目名称 | 蜂场改良 | < | < | <
                一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
                （1） | （2） | （3） | （4） | （5）
                产出指标 | 数量指标 | 引进蜂群 | 3 | 4
                ^ | ^ | 3 | 4 | 5
            """)
        )
    )
    assert [(it.level3, it.target.raw) for it in project.indicators] == [("引进蜂群", "3"), ("3", "4")]


def test_the_department_in_a_list_belongs_to_each_of_its_projects() -> None:
    document = read(
        table("""
            主管部门 | 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值
            供销合作社 | 冷库扩容 | 产出指标 | 数量指标 | 新增库容 | ≥900吨
            ^ | 农资储备 | 产出指标 | 数量指标 | 储备化肥 | ≥350吨
            粮食局 | 仓房维修 | 产出指标 | 数量指标 | 维修仓房 | 6栋
        """)
    )
    assert [(it.name, it.department) for it in document.projects] == [
        ("冷库扩容", "供销合作社"),
        ("农资储备", "供销合作社"),
        ("仓房维修", "粮食局"),
    ]


def test_the_goal_of_the_year_is_read_beside_the_goal_of_the_whole_below_their_headers() -> None:
    project = one(
        read(
            table("""
                项目名称 | 湿地修复 | < | <
                年度总投资 | 260 | 其中：中央预算内投资 | 180
                项目绩效目标 | 总目标 | 年度目标 | <
                ^ | 三年修复湿地九百亩。 | 修复湿地三百亩。 | <
                一级指标 | 二级指标 | 三级指标 | 指标值
                产出指标 | 数量指标 | 修复面积 | ≥300亩
            """)
        )
    )
    assert project.goals == ("修复湿地三百亩。",)
    assert project.budget.total == Decimal(260)


def test_the_amount_of_a_list_may_stand_below_the_total_of_the_project_or_below_a_frame() -> None:
    rows = read(
        table("""
            预算单位 | 项目名称 | 项目总额 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            种子站 | 良种繁育 | 47 | 扩大良种 | 产出指标 | 数量指标 | 繁育面积 | ≥200亩
        """)
    )
    texts = read(
        table("""
            项目名称 | 项目资金 | 绩效目标 | 产出指标 | 效益指标
            良种繁育 | 47 | 扩大良种 | 繁育面积≥200亩 | 良种覆盖率≥90%
        """)
    )
    assert [one(document).budget.total for document in (rows, texts)] == [Decimal(47), Decimal(47)]
    assert "没有归入" not in told(texts)
