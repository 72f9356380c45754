"""Goal sheets as offices write them by hand: headers, lists and labels that no template has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.documents.recognise.words import heading, label
from tests.documents.recognise.drawn import read, table


def _rows(drawing: str, *above: str) -> list[tuple[str | None, str | None, str | None, str]]:
    document = read(*above, table(drawing))
    return [(it.level1, it.level2, it.level3, it.target.raw) for project in document.projects for it in project.indicators]


def test_a_list_with_a_column_for_each_kind_of_indicators_gives_its_phrases_as_indicators() -> None:
    document = read(
        "2025年县直部门项目绩效目标一览表",
        table("""
            项目名称 | 金额（万元） | 产出指标 | < | 效益指标
            ^ | ^ | 数量指标 | 时效指标 | 社会效益指标
            街心公园改造 | 64 | 改造公园≥3个；新增座椅≥120套 | 国庆前完工 | 周边居民投诉≤2件
            路灯节能改造 | 91 | 更换灯具2400盏 | 故障修复≤12小时 | 主干道亮灯率≥98%
        """),
    )
    first, second = document.projects
    assert document.fiscal_year == 2025
    assert (first.name, first.budget.total, first.amount_unit) == ("街心公园改造", Decimal(64), "万元")
    assert [(it.level1, it.level2, it.level3, it.target.raw) for it in first.indicators] == [
        ("产出指标", "数量指标", "改造公园", "≥3个"),
        ("产出指标", "数量指标", "新增座椅", "≥120套"),
        ("产出指标", "时效指标", "国庆前完工", ""),
        ("效益指标", "社会效益指标", "周边居民投诉", "≤2件"),
    ]
    assert first.indicators[2].uncertain and second.indicators[0].uncertain, "no sign parts name and value"
    assert not first.indicators[0].uncertain


def test_levels_above_pairs_of_name_and_value_are_the_levels_of_the_pairs() -> None:
    rows = _rows("""
        项目名称 | 产出指标 | < | 效益指标 | <
        ^ | 指标名称 | 指标值 | 指标名称 | 指标值
        灌渠清淤 | 清淤长度 | ≥31公里 | 亩均节水 | ≥40立方米
    """)
    assert rows == [("产出指标", None, "清淤长度", "≥31公里"), ("效益指标", None, "亩均节水", "≥40立方米")]


def test_a_table_of_contents_with_page_numbers_names_no_projects() -> None:
    contents = table("""
        序号 | 项目名称 | 页码
        1 | 蚕桑基地建设 | 1
        2 | 缫丝设备更新 | 2
    """)
    sheet = table("""
        项目名称 | 蚕桑基地建设 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 新建桑园 | ≥500亩
    """)
    assert [project.name for project in read(contents, sheet).projects] == ["蚕桑基地建设"]


def test_the_same_form_again_on_a_sheet_begins_another_project_under_a_line_of_year_and_unit() -> None:
    def form(name: str) -> str:
        return f"""
            2025年度 | < | 单位：万元 | <
            项目名称 | {name} | 预算金额 | 12
            一级指标 | 二级指标 | 三级指标 | 指标值
            产出指标 | 数量指标 | {name}场次 | ≥6场
        """

    document = read("项目绩效目标申报表", table(form("消夏晚会")), "项目绩效目标申报表", table(form("秋季书市")))
    assert document.fiscal_year == 2025
    assert [(project.name, project.amount_unit, len(project.indicators)) for project in document.projects] == [
        ("消夏晚会", "万元", 1),
        ("秋季书市", "万元", 1),
    ]


def test_rows_numbered_like_a_second_level_head_the_indicators_of_that_level() -> None:
    rows = _rows(
        """
        指标名称 | 指标值
        （一）产出指标 | <
        1.时效指标 | <
        （1）完工时间 | 9月底
        2.成本指标 | <
        （1）每米造价 | ≤800元
        （二）满意度指标 | <
        1.服务对象满意度指标 | <
        （1）住户满意度 | ≥90%
    """,
        "项目名称：围墙修缮",
    )
    assert rows == [
        ("产出指标", "时效指标", "完工时间", "9月底"),
        ("产出指标", "成本指标", "每米造价", "≤800元"),
        ("满意度指标", "服务对象满意度指标", "住户满意度", "≥90%"),
    ]


def test_items_whose_automatic_numbers_go_on_from_another_cell_are_parted() -> None:
    rows = _rows(
        """
        项目名称 | 图书下乡 | < | <
        年度目标 | 1.送书到村；//2.办读书会。 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 3.送书册数//4.读书会场次 | 5.≥2000册//6.≥18场
    """.replace("//", "\\n")
    )
    assert [row[2:] for row in rows] == [("送书册数", "≥2000册"), ("读书会场次", "≥18场")]


def test_two_levels_in_one_cell_of_a_category_are_parted() -> None:
    rows = _rows("""
        项目名称 | 沼气池维护 | <
        指标类型 | 指标名称 | 指标值
        产出-数量 | 维护沼气池 | 140座
        效益-生态效益 | 减少薪柴 | ≥90吨
    """)
    assert [row[:2] for row in rows] == [("产出", "数量"), ("效益", "生态效益")]


def test_the_implementing_unit_of_the_form_goes_before_the_one_that_fills_it_in() -> None:
    sheet = table("""
        项目名称 | 苗圃扩建 | 实施单位 | 青川苗圃场
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 育苗株数 | ≥30万株
    """)
    document = read("项目绩效目标申报表", "填报单位（盖章）：青川林业局", sheet)
    assert document.projects[0].agency_name == "青川苗圃场"
    assert any("青川林业局" in problem.message for problem in document.problems)


def test_an_amount_in_capital_numerals_is_read_by_the_figures_behind_it() -> None:
    sheet = table("""
        项目名称 | 消防栓更换 | 项目资金 | 人民币叁拾陆万元整（￥360,000.00元）
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 更换消防栓 | 90个
    """)
    (project,) = read("项目绩效目标申报表", sheet).projects
    assert (project.budget.total, project.amount_unit) == (Decimal("360000.00"), "元")


def test_what_is_signed_below_a_list_is_no_project_and_its_agency_is_that_of_all() -> None:
    document = read(
        table("""
            单位名称：麦积区园林所 | < | < | < | < | <
            项目名称 | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
            行道树补植 | 补齐缺株。 | 产出指标 | 数量指标 | 补植株数 | ≥400株
            花坛更新 | 更新花坛。 | 产出指标 | 数量指标 | 更新花坛 | 12个
            注：本表由园林所填报。 | < | < | < | < | <
            第 1 页 共 1 页 | < | < | < | < | <
        """)
    )
    assert [(project.name, project.agency_name) for project in document.projects] == [
        ("行道树补植", "麦积区园林所"),
        ("花坛更新", "麦积区园林所"),
    ]


def test_labels_below_the_table_of_a_sheet_without_a_name_are_its_own() -> None:
    sheet = table("""
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 安装井盖 | ≥260套
    """)
    (project,) = read("项目绩效目标表", sheet, "项目名称：窨井盖更换　　资金总额：15万元").projects
    assert (project.name, project.budget.total, len(project.indicators)) == ("窨井盖更换", Decimal(15), 1)


def test_the_value_of_the_year_is_the_target_where_no_other_column_is() -> None:
    rows = _rows("""
        项目名称 | 古树保护 | < | <
        一级指标 | 二级指标 | 三级指标 | 2026年指标值
        产出指标 | 数量指标 | 挂牌古树 | 73株
    """)
    assert rows == [("产出指标", "数量指标", "挂牌古树", "73株")]


def test_signs_below_an_unknown_header_are_kept_where_the_units_have_a_known_one() -> None:
    document = read(
        table("""
            项目名称 | 湖岸护坡 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | 比对 | 指标值 | 计量单位
            产出指标 | 数量指标 | 护坡长度 | ≥ | 2.4 | 公里
            ^ | 质量指标 | 返工率 | ≤ | 3 | %
        """)
    )
    assert [it.target.operator for it in document.projects[0].indicators] == [">=", "<="]


def test_the_fund_above_a_project_is_not_its_name() -> None:
    document = read(
        table("""
            专项名称 | 城镇老旧小区改造专项 | < | <
            项目名称 | 北街社区加装扶手 | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值
            产出指标 | 数量指标 | 加装扶手 | ≥900米
        """)
    )
    assert [project.name for project in document.projects] == ["北街社区加装扶手"]
    assert any("城镇老旧小区改造专项" in problem.message for problem in document.problems)


def test_rows_that_head_groups_of_a_list_are_no_projects_and_its_header_may_have_two_rows() -> None:
    document = read(
        table("""
            序号 | 项目名称 | 金额（万元） | 绩效 | <
            ^ | ^ | ^ | 总体目标 | 绩效指标
            一 | 本级项目 | < | < | <
            1 | 盲道修复 | 26 | 修复盲道。 | 数量指标：修复盲道≥4公里
            二 | 上级专项 | < | < | <
            2 | 坡道改造 | 31 | 改造坡道。 | 数量指标：改造坡道≥60处
        """)
    )
    assert [(it.name, it.budget.total, it.goals, len(it.indicators)) for it in document.projects] == [
        ("盲道修复", Decimal(26), ("修复盲道。",), 1),
        ("坡道改造", Decimal(31), ("改造坡道。",), 1),
    ]


def test_a_row_of_strokes_is_no_indicator() -> None:
    rows = _rows("""
        项目名称 | 候车亭更新 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 更新候车亭 | 35座
        效益指标 | 经济效益指标 | —— | ——
    """)
    assert [row[2] for row in rows] == ["更新候车亭"]


def test_a_sheet_that_lists_the_levels_for_choosing_is_no_table_of_indicators() -> None:
    levels = table("""
        一级指标 | 二级指标
        产出指标 | 数量指标
        效益指标 | 社会效益指标
    """)
    sheet = table("""
        2026年度 | < | < | 单位：万元
        项目名称 | 灯杆除锈 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 数量指标 | 除锈灯杆 | ≥420根
    """)
    document = read(levels, "项目支出绩效目标申报表", sheet)
    assert [(project.name, project.amount_unit, len(project.indicators)) for project in document.projects] == [
        ("灯杆除锈", "万元", 1)
    ]


def test_levels_under_a_bare_word_beside_the_contents_of_the_indicators_are_the_first_level() -> None:
    rows = _rows("""
        项目名称 | 泵房粉刷 | <
        指标 | 指标内容 | 目标值
        产出 | 粉刷泵房 | 14间
        效益 | 漏损率 | ≤9%
    """)
    assert rows == [("产出", None, "粉刷泵房", "14间"), ("效益", None, "漏损率", "≤9%")]


def test_agencies_and_projects_under_one_header_of_three_rows_make_a_list() -> None:
    document = read(
        "2025年项目支出绩效目标表",
        table("""
            单位名称（项目） | 绩效目标 | 绩效指标 | < | < | < | <
            ^ | ^ | 一级指标 | 二级指标 | 三级指标 | 指标值 | <
            ^ | ^ | ^ | ^ | ^ | 指标性质 | 指标数值
            牧区站 | | | | | |
            围栏维修 | 修好围栏。 | 产出指标 | 数量指标 | 维修围栏 | ≥ | 8.5
            草种补播 | 补播草种。 | 产出指标 | 数量指标 | 补播面积 | ≥ | 3000
        """),
    )
    assert [(it.name, [row.level3 for row in it.indicators]) for it in document.projects] == [
        ("围栏维修", ["维修围栏"]),
        ("草种补播", ["补播面积"]),
    ]


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("当年度安排资金（万元）", "total"),
        ("所需经费", "total"),
        ("本次申报预算额", "total"),
        ("专项经费规模", "total"),
        ("其中：财政拨款小计", "fiscal"),
        ("其他性质收入", "other"),
        ("县级配套", "part"),
        ("建设期总投资", "long_total"),
        ("上级主管部门/单位", "department"),
        ("行业主管部门", "department"),
        ("项目责任主体", "agency_name"),
        ("子项目名称", "name"),
        ("本项目年度工作任务目标", "goals"),
        ("目标简述", "goals"),
        ("预期产出和效果", "goals"),
        ("项目负责单位", "agency_name"),
        ("其中：财政专项资金", "fiscal"),
        ("单位自筹及其他资金", "other"),
        ("项目资金", None),
        ("预算安排情况", None),
    ],
)
def test_labels_are_known_by_the_parts_they_are_made_of(printed: str, field: str | None) -> None:
    assert label(printed) == field


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("第一层级", "level1"),
        ("绩效二级目标", "level2"),
        ("指标层级（三级）", "level3"),
        ("三级（明细内容）", "level3"),
        ("细化目标", "level3"),
        ("绩效指标性质", "operator"),
        ("绩效度量单位", "unit"),
        ("考核分值（分）", "weight"),
        ("全年（程）目标值", "target"),
        ("拟达到的标准值", "target"),
        ("计划完成指标值", "target"),
        ("预计完成值", "aside"),
        ("分值比重", "weight"),
        ("指标计算公式", "description"),
        ("指标内容及计算方法", "description"),
        ("计量单位名称", "unit"),
        ("取值依据", "basis"),
        ("评分依据", "aside"),
        ("指标", None),
        ("统计口径说明", "description"),
        ("指标值设定依据及出处", "basis"),
        ("一级", None),
        ("绩效目标一级指标", None),
        ("一级指标绩效指标", None),
        ("三级指标目标", None),
    ],
)
def test_headers_are_known_by_the_parts_they_are_made_of(printed: str, role: str | None) -> None:
    assert heading(printed) == role
