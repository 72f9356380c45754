"""What forms of offices do beside their family: blocks of several years, sums of units and projects, weights at every level."""

from __future__ import annotations

from decimal import Decimal

from tests.documents.recognise.drawn import HEADER, ROWS, one, read, table, told


def test_a_standard_that_holds_the_only_values_is_the_target() -> None:
    document = read(
        table("""
            项目名称 | 饲草基地 | < | <
            一级指标 | 二级指标 | 三级指标 | 绩效标准
            产出指标 | 数量指标 | 建设面积 | 3000亩
            产出指标 | 质量指标 | 出苗率 | 85%以上
            效益指标 | 生态效益 | 草原压力 | 逐步缓解
        """)
    )
    assert [it.target.raw for it in one(document).indicators] == ["3000亩", "85%以上", "逐步缓解"]


def test_rows_of_the_period_and_of_the_year_told_apart_by_a_frame_at_their_left() -> None:
    document = read(
        table("""
            项目名称 | 动物检疫 | < | < | <
            类型 | 一级指标 | 二级指标 | 三级指标 | 指标值
            长期指标 | 产出指标 | 数量指标 | 检疫批次 | ≥6.6万批
            年度指标 | 产出指标 | 数量指标 | 检疫批次 | ≥2.2万批
            ^ | 效益指标 | 社会效益 | 疫情传入 | 0起
        """)
    )
    assert [it.target.raw for it in one(document).indicators] == ["≥2.2万批", "0起"]
    assert "≥6.6万批" in told(document)


def test_points_and_score_of_the_execution_below_the_rows() -> None:
    document = read(
        table("""
            项目名称 | 客运补贴 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分
            产出指标 | 数量指标 | 班线 | 46条 | 90 | 89.8
            预算执行率得分 | < | < | < | 10 | 9.94
            合计 | < | < | < | 100 | 99.74
        """)
    )
    project = one(document)
    assert (project.execution_weight, project.execution_score, project.total_score) == (
        Decimal(10),
        Decimal("9.94"),
        Decimal("99.74"),
    )


def test_a_score_once_for_each_project_of_a_list_is_its_total() -> None:
    document = read(
        table("""
            项目名称 | 预算数 | 绩效目标 | 三级指标 | 指标值 | 完成值 | 自评得分
            安全巡查 | 18 | 消除隐患。 | 巡查次数 | ≥240次 | 251次 | 99
            ^ | ^ | ^ | 整改率 | 100% | 100% | ^
            主题宣传 | 9.5 | 开展宣传。 | 宣传场次 | 12场 | 13场 | 100
            ^ | ^ | ^ | 参与人次 | ≥4000人次 | 4620人次 | ^
        """)
    )
    assert [(it.name, it.total_score) for it in document.projects] == [("安全巡查", Decimal(99)), ("主题宣传", Decimal(100))]
    assert {it.score for project in document.projects for it in project.indicators} == {None}


def test_amounts_of_a_form_whose_labels_and_values_share_cells() -> None:
    document = read(
        table("""
            项目名称：海洋垃圾清理 | < | < | <
            年初预算：220万元 | 调整预算：205万元 | 实际支出：201.7万元 | 执行率：98.39%
            一级指标 | 三级指标 | 目标值 | 完成值
            产出 | 清理海岸线 | ≥86km | 86.4km
            自评总分：99.44分 | < | 自评等次：优 | <
        """)
    )
    project = one(document)
    assert (project.budget.initial, project.budget.adjusted, project.budget.executed) == (
        Decimal(220),
        Decimal(205),
        Decimal("201.7"),
    )
    assert (project.total_score, project.amount_unit) == (Decimal("99.44"), "万元")


def test_the_header_of_a_column_of_amounts_names_none() -> None:
    document = read(
        "单位：万元",
        table("""
            部门名称 | 审计局 | < | < | <
            年度部门预算 | 资金来源 | 金额 | 支出结构 | 金额
            ^ | 财政拨款 | 986.40 | 基本支出 | 742.10
            ^ | 合计 | 1006.40 | 合计 | 1006.40
            一级指标 | 二级指标 | 三级指标 | 指标值 | <
            产出指标 | 数量指标 | 审计项目 | ≥38个 | <
        """),
    )
    assert (one(document).budget.total, one(document).budget.fiscal) == (Decimal("1006.40"), Decimal("986.40"))


def test_the_year_and_the_unit_in_one_line() -> None:
    document = read(
        "预算支出绩效目标申报表", "年度：2025　金额单位：元", table(f"项目名称 | 养护 | 资金总额 | 300\n{HEADER}{ROWS}")
    )
    assert (document.fiscal_year, one(document).amount_unit) == (2025, "元")


def test_the_sum_of_an_institution_above_its_projects_is_no_project() -> None:
    document = read(
        "单位：万元",
        table("""
            项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            疾病预防控制中心 | 318.5 | | | | |
            冷链运转 | 46.5 | 保障运转。 | 产出指标 | 数量指标 | 设备台数 | 62台
            监测 | 272 | 开展监测。 | 产出指标 | 数量指标 | 监测乡镇 | 31个
        """),
    )
    assert [(it.name, it.agency_name) for it in document.projects] == [
        ("冷链运转", "疾病预防控制中心"),
        ("监测", "疾病预防控制中心"),
    ]


def test_blocks_of_the_period_and_of_the_year_with_a_title_each_are_one_sheet() -> None:
    document = read(
        "部门项目绩效目标申报表",
        table("""
            项目名称 | 数字资源 | < | < | < | <
            长期绩效目标表 | < | < | < | < | <
            目标名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据
            长期绩效目标1 | 产出指标 | 数量指标 | 资源总量 | 120TB | 计划标准
            年度绩效目标表 | < | < | < | < | <
            目标名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值确定依据
            年度绩效目标1 | 产出指标 | 数量指标 | 新增资源 | ≥12TB | 计划标准
            ^ | 效益指标 | 社会效益 | 服务人次 | ≥58万人次 | 历史标准
        """),
    )
    assert [(it.level3, it.basis) for it in one(document).indicators] == [("新增资源", "计划标准"), ("服务人次", "历史标准")]
    assert "120TB" in told(document)


def test_of_weights_at_every_level_the_one_behind_the_name_is_that_of_the_row() -> None:
    document = read(
        table("""
            项目名称 | 安防工程 | < | < | < | < | <
            一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 分值 | 年度指标值
            产出指标 | 50 | 数量指标 | 20 | 监控点位 | 10 | ≥86个
            ^ | ^ | ^ | ^ | 报警主机 | 10 | 4套
        """)
    )
    assert [it.weight for it in one(document).indicators] == [Decimal(10), Decimal(10)]


def test_a_list_with_its_indicators_in_text_may_have_headers_that_nobody_knows() -> None:
    text = "产出指标：数量指标：终端数量≥310个；质量指标：差错率≤0.1%。"
    document = read(
        "单位：元",
        table(f"项目名称 | 资金 | 口径 | 绩效指标\n广播运维 | 236,000 | 甲 | {text}\n报纸发行 | 88,000 | 乙 | {text}"),
    )
    read_ = [(it.name, it.budget.total, len(it.indicators)) for it in document.projects]
    assert read_ == [("广播运维", Decimal(236000), 2), ("报纸发行", Decimal(88000), 2)]
    assert "甲" in told(document)


def test_a_form_of_two_columns_with_a_level_and_its_indicators_in_a_row() -> None:
    document = read(
        table("""
            项目 | 内容
            项目名称 | 馆藏档案抢救
            预算金额 | 19.6万元
            产出指标-数量指标 | 修裱档案≥3200页；扫描档案≥8000页
            满意度指标 | 查档群众满意度≥92%
        """)
    )
    project = one(document)
    assert (project.name, project.budget.total) == ("馆藏档案抢救", Decimal("19.6"))
    assert [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators] == [
        ("产出指标", "数量指标", "修裱档案", "≥3200页"),
        ("产出指标", "数量指标", "扫描档案", "≥8000页"),
        ("满意度指标", None, "查档群众满意度", "≥92%"),
    ]
    assert all({"level3", "target"} <= set(it.uncertain) for it in project.indicators)


def test_spending_of_some_months_beside_its_label() -> None:
    document = read(
        table(
            f"项目名称 | 托养 | < | <\n1-7月实际支出 | 49.1万元 | 支出进度 | 55.80%\n{HEADER}\n产出指标 | 数量指标 | 人数 | 120人"
        )
    )
    assert (one(document).budget.executed, one(document).budget.execution_rate) == (Decimal("49.1"), Decimal("55.80"))


def test_a_value_on_two_lines_beside_two_numbered_names_is_not_shared_out_among_them() -> None:
    drawing = (
        f"项目名称 | 行道树养护 | < | <\n{HEADER}\n产出指标 | 数量指标 | 1.修剪行道树\\n2.补植行道树 | 按养护合同\\n全部完成"
    )
    (indicator,) = one(read(table(drawing))).indicators
    assert indicator.target.raw == "按养护合同全部完成"
    assert {"level3", "target"} <= {*indicator.uncertain}
