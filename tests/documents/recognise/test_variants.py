"""What real forms do beside their family: weights inside names, blank and shifted levels, torn pages, lists, traditional characters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.core.document import Indicator, Place, Project
from jihuan.documents.layout import Cell, Table
from tests.documents.recognise.drawn import HEADER, one, read, table, told


def names(project: Project) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


def test_weights_inside_level_names_go_to_the_rows_they_mean() -> None:
    document = read(
        table(f"""
            项目名称 | 道路养护 | < | <
            {HEADER}
            产出指标（50分） | 数量指标（20分） | 养护里程（10分） | 3公里
            ^ | ^ | 养护次数（10分） | 4次/月
            ^ | 质量指标（30分） | 合格率 | ≥≥98%
            效益指标(30分) | 社会效益指标 | 指标1：群众出行 | 有效改善
            满意度指标（10分） | 满意度指标 | 群众满意度 | ≥90%
        """)
    )
    assert names(one(document))[0] == ("产出指标", "数量指标", "养护里程", "3公里")
    assert names(one(document))[3][2] == "群众出行"
    assert [it.weight for it in one(document).indicators] == [10, 10, 30, 30, 10]
    assert document.problems == ()


def test_placeholders_are_no_indicators() -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|修路|1条\n^|^|……|……\n^|^|指标2：|"))
    assert [it.level3 for it in one(document).indicators] == ["修路"]
    assert "指标2：" in told(document)


def test_a_sign_that_a_scanner_took_for_a_digit_is_uncertain_and_not_mended() -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n满意度指标|满意度|群众满意度|290%"))
    (indicator,) = one(document).indicators
    assert (indicator.target.raw, indicator.target.value, indicator.uncertain) == ("290%", 290, ("target",))
    assert "≥90%" in told(document)


def test_traditional_headers_are_understood_and_the_text_is_kept() -> None:
    document = read(
        "項目支出績效自評表",
        table("項目名稱|圖書館開放|<|<\n一級指標(biāo)|二級指標|三級指標|年度指標值\n產出指標|數量指標|開放天數|≥300天"),
    )
    assert document.kind == "self_evaluation"
    assert names(one(document)) == [("產出指標", "數量指標", "開放天數", "≥300天")]


def test_rows_whose_merged_levels_were_lost_in_copying_move_back() -> None:
    rows = [
        ["项目名称", "甲"],
        HEADER.split(" | "),
        ["产出指标", "数量指标", "a", "1个"],
        ["b", "2个"],
        ["质量指标", "c", "95%"],
    ]
    cells = tuple(
        Cell(row=r, column=c, text=text, place=Place(table=1, row=r + 1, column=c + 1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    project = one(read(Table(rows=5, columns=4, cells=cells, place=Place(table=1))))
    assert names(project) == [
        ("产出指标", "数量指标", "a", "1个"),
        ("产出指标", "数量指标", "b", "2个"),
        ("产出指标", "质量指标", "c", "95%"),
    ]
    assert [bool(it.uncertain) for it in project.indicators] == [False, True, True]


def test_a_page_without_header_is_read_by_what_its_cells_say_and_told() -> None:
    document = read(table("产出指标|质量指标|合格率|≥95%\n效益指标|社会效益指标|影响|长期"))
    assert names(one(document)) == [("产出指标", "质量指标", "合格率", "≥95%"), ("效益指标", "社会效益指标", "影响", "长期")]
    assert all("target" in it.uncertain for it in one(document).indicators) and "没有表头" in told(document)


def test_sheets_below_each_other_in_one_table_are_parted_before_their_first_label() -> None:
    drawn = "主管部门|甲局|项目名称|甲\n年度资金总额（元）|1681680|其中：财政拨款|1,681,680.00?\n{0}\n产出指标|数量指标|a|1个"
    other = drawn.replace("甲", "乙").replace("1681680", "900").replace("1,681,680.00?", "900")
    projects = read(table(f"{drawn}\n{other}".replace("{0}", HEADER))).projects
    assert [(it.name, it.budget.total, it.amount_unit, len(it.indicators)) for it in projects] == [
        ("甲", 1681680, "元", 1),
        ("乙", 900, "元", 1),
    ]


def test_labels_that_share_cells_with_their_values_are_taken_apart() -> None:
    document = read(
        "部门预算项目绩效目标申报表",
        table(f"""
            项目名称：甲项目　　主管部门：某局 | < | < | <
            实施单位：乙单位（盖章） | < | 金额单位：万元 | <
            年度资金总额：100.00 | < | 其中：财政拨款：80.00 | 其他资金：20.00
            年度总体目标：1.做甲。2.做乙。 | < | < | <
            {HEADER}
            产出指标 | 数量指标 | a | ≥1个
            填报人：张三 | 联系电话：123 | < | <
        """),
    )
    project = one(document)
    assert (project.name, project.agency_name, project.amount_unit, project.goals) == (
        "甲项目",
        "乙单位",
        "万元",
        ("做甲。", "做乙。"),
    )
    assert (project.budget.total, project.budget.fiscal, project.budget.other) == (100, 80, 20)
    assert all(text in told(document) for text in ("张三", "123"))
    assert project.department == "某局"


def test_amounts_below_their_labels_are_found_where_a_blank_follows_the_last() -> None:
    document = read(
        table(
            f"""
            项目名称 | 甲项目 | < | < | <
            项目资金（万元） | 年度资金总额 | 其中：财政拨款 | 其他资金 | -
             - | 100.00 | 80.00 | 20.00 | -
            {HEADER} | -
            产出指标 | 数量指标 | a | ≥1个 | -
        """.replace("-", "")
        )
    )
    budget = one(document).budget
    assert (budget.total, budget.fiscal, budget.other) == (100, 80, 20)


def test_goals_numbered_in_paragraphs_of_their_own_lose_their_numbers() -> None:
    document = read(
        "项目支出绩效目标表",
        table("项目名称 | 甲项目"),
        "年度绩效目标",
        "1.清淤十八公里。",
        "2.修缮三座桥。",
        table(f"{HEADER}\n产出指标 | 数量指标 | 清淤长度 | ≥18公里"),
    )
    assert one(document).goals == ("清淤十八公里。", "修缮三座桥。")


def test_labels_above_a_table_belong_to_its_sheet() -> None:
    document = read(
        "项目支出绩效自评表",
        "项目名称：图书馆开放    主管部门：某局    单位：万元",
        "实施单位：图书馆",
        table(f"{HEADER}\n产出|数量|a|1个"),
    )
    assert (one(document).name, one(document).agency_name) == ("图书馆开放", "图书馆")


def test_a_list_with_names_on_the_first_row_knows_unit_rows_signs_and_directions() -> None:
    document = read(
        table("""
            单位 | 项目名称 | 项目金额（元） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标方向 | 目标值 | 计量单位 | 分值
            731001-某局 | | 3000 | | | | | | | |
            | 甲项目 | 1000 | 产出指标 | 数量指标 | a | 定量 | 大于等于 | 5 | 个 | 10
            | | | 效益指标 | 社会效益指标 | b | 定性 | | 好坏 | | 10
            | 乙项目 | 2000 | 满意度指标 | 服务对象满意度 | c | 定量 | 等于 | 95 | % | 10
        """)
    )
    found = [(it.name, it.agency_name, it.budget.total, it.amount_unit, len(it.indicators)) for it in document.projects]
    assert found == [("甲项目", "某局", 1000, "元", 2), ("乙项目", "某局", 2000, "元", 1)]
    assert [it.target.operator for project in document.projects for it in project.indicators] == [">=", None, "="]
    assert "3000" in told(document) and "定量" in told(document)


def test_points_for_the_execution_of_the_budget_are_no_indicator_and_totals_are_checked() -> None:
    form = """
        项目名称 | 甲 | < | < | < | < | <
        一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
        预算执行率（10分） | 预算执行率 | 预算执行率 | 100% | 95% | 10 | 9.5
        产出指标 | 数量指标 | a | 1个 | 1个 | 90 | 90
        总分 | < | < | < | < | 100 | 99.5
    """
    right = read("项目支出绩效自评表", table(form))
    project = one(right)
    assert (project.execution_weight, project.execution_score, project.budget.execution_rate) == (10, Decimal("9.5"), 95)
    assert (len(project.indicators), project.total_score, "不符" in told(right)) == (1, Decimal("99.5"), False)
    wrong = read("项目支出绩效自评表", table(form.replace("99.5", "97")))
    assert one(wrong).total_score == 97 and "得分合计 97" in told(wrong)


def test_causes_ticked_in_columns_of_their_own_stand_before_the_explanation() -> None:
    document = read(
        "项目支出绩效运行监控表",
        table("""
            项目名称 | 甲 | < | < | < | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月实际完成值 | 偏差原因分析 | < | < | 完成目标可能性
            ^ | ^ | ^ | ^ | ^ | 经费保障 | 人员保障 | 原因说明 | ^
            产出指标 | 数量指标 | a | ≥10个 | 4个 | √ | | 资金未到位 | 有可能
        """),
    )
    (indicator,) = one(document).indicators
    assert (document.kind, indicator.deviation, indicator.actual and indicator.actual.value) == (
        "monitoring",
        "经费保障；资金未到位",
        4,
    )
    assert "有可能" in told(document)


@pytest.mark.parametrize("printed", ["854万(高标准农田400万元)", "3,724,055.00?"])
def test_what_stands_behind_an_amount_is_told(printed: str) -> None:
    document = read(table(f"项目名称|甲|预算金额（万元）|{printed}\n{HEADER}\n产出指标|数量指标|a|1个"))
    assert one(document).budget.total is not None and printed in told(document)


def test_an_amount_without_its_whole_part_is_not_guessed() -> None:
    document = read(table("项目名称|甲|预算数（万元）|.32"))
    assert ".32" in told(document) and all(it.budget.total is None for it in document.projects)


def test_blocks_for_several_years_and_for_the_year_below_each_other() -> None:
    document = read(
        table("""
            项目名称 | 甲 | < | < | <
            中期目标 | 三年修十条路 | < | < | <
            中期绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            ^ | 产出指标 | 数量指标 | 修路 | 10条
            年度目标 | 修三条路 | < | < | <
            年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            ^ | 产出指标 | 数量指标 | 修路 | 3条
        """)
    )
    assert (one(document).goals, names(one(document))) == (("修三条路",), [("产出指标", "数量指标", "修路", "3条")])
    assert "三年修十条路" in told(document) and "10条" in told(document)


def test_a_report_without_a_table_gives_goals_and_indicators() -> None:
    document = read(
        "2024年图书馆开放绩效目标",
        "项目名称：图书馆开放",
        "二、年度绩效目标",
        "全年开放300天，服务读者2万人次。",
        "三、绩效指标",
        "（一）产出指标",
        "1.数量指标：开放天数≥300天；服务读者不少于2万人次。",
        "2.质量指标：设备完好率达到98%以上。",
        "（二）满意度指标",
        "读者满意度≥95%。",
    )
    assert (one(document).name, one(document).goals) == ("图书馆开放", ("全年开放300天，服务读者2万人次。",))
    assert names(one(document)) == [
        ("产出指标", "数量指标", "开放天数", "≥300天"),
        ("产出指标", "数量指标", "服务读者", "不少于2万人次"),
        ("产出指标", "质量指标", "设备完好率", "达到98%以上"),
        ("满意度指标", None, "读者满意度", "≥95%"),
    ]


def test_the_tasks_of_a_department_become_sub_goals_and_its_goal_the_overall_goal() -> None:
    document = read(
        "2024年部门整体支出绩效目标表",
        table(f"""
            部门（单位）名称 | 某局 | < | <
            年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元）
            ^ | 任务甲 | 做甲 | 10.00
            年度总体目标 | 办好教育 | < | <
            {HEADER}
            产出指标 | 数量指标 | a | 1个
        """),
    )
    assert [(it.name, it.description) for it in document.sub_goals] == [("任务甲", "做甲")]
    assert document.overall_goal is not None and document.overall_goal.text == "办好教育"
    assert document.agency.name == "某局" and "10.00" in told(document)
    assert isinstance(one(document).indicators[0], Indicator)


def test_doubts_of_a_scan_reach_the_fields_and_a_missing_sign_is_asked_for() -> None:
    drawn = table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|a|≥5个\n^|质量指标|b|95%\n^|时效指标|c|长期")
    seen = {(0, 1): 0.4, (3, 2): 0.5}
    cells = tuple(replace(cell, confidence=seen.get((cell.row, cell.column), 0.97)) for cell in drawn.cells)
    project = one(read(replace(drawn, cells=cells)))
    assert project.uncertain == ("name",)
    assert [it.uncertain for it in project.indicators] == [(), ("level3", "target"), ()]


def test_short_levels_and_numbered_goals_are_known_in_traditional_characters_too() -> None:
    sheet = "項目名稱|渠道清淤|<|<\n績效目標|目標1：清淤30公里。\\n目標2：改善灌溉。|<|<\n一級|二級|三級|指標值\n產出指標|數量指標|清淤長度|≥30公里"
    document = read("項目支出績效目標表", table(sheet))
    (project,) = document.projects
    assert project.goals == ("清淤30公里。", "改善灌溉。")
    assert [(it.level1, it.level2, it.level3) for it in project.indicators] == [("產出指標", "數量指標", "清淤長度")]
    assert document.problems == ()
