"""Forms whose cells stand on lines of their own and whose narrow columns broke headers, labels and signs over lines."""

from __future__ import annotations

from decimal import Decimal

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes

FUNDS = "项目资金（万\n元）\n年初预算数\n全年预算数\n（A）\n全年执行数\n（B）\n分值\n执行率\n得分\n年度资金总\n额\n62.00\n60.00\n57.00\n10\n95.00%\n9.5\n"
SHEET = f"""项目支出绩效自评表
（2023年度）
项目名称
河道清淤
{FUNDS}绩
效
指
标
一级
指标
二级
指标
三级指标
分值
年度指标
值
实际完成
值
得分
未完成原因
和改进措施
产出
指标
数量
指标
清淤河段长度
50
不少于12公里
13公里
50
效益
指标
生态效
益指标
沿河异味
40
明显减轻
明显减轻
40
"""


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def test_a_year_below_the_title_is_no_part_of_the_label_below_it() -> None:
    document = read(SHEET)
    assert document.fiscal_year == 2023
    assert document.projects[0].name == "河道清淤"


def test_a_letter_in_brackets_below_a_header_of_amounts_belongs_to_it() -> None:
    project = read(SHEET).projects[0]
    budget = project.budget
    assert (budget.initial, budget.adjusted, budget.executed) == (Decimal("62.00"), Decimal("60.00"), Decimal("57.00"))
    assert (project.execution_weight, budget.execution_rate, project.execution_score) == (10, Decimal("95.00"), Decimal("9.5"))


def test_a_frame_given_letter_by_letter_takes_nothing_from_the_broken_header_below_it_nor_this_from_the_first_level() -> None:
    first, second = read(SHEET).projects[0].indicators
    assert [(it.level1, it.level2, it.level3) for it in (first, second)] == [
        ("产出指标", "数量指标", "清淤河段长度"),
        ("效益指标", "生态效益指标", "沿河异味"),
    ]
    assert (first.weight, first.target.raw, first.score, first.deviation) == (50, "不少于12公里", 50, None)


def test_a_sign_in_words_is_one_over_two_lines() -> None:
    rows = "产出指标\n数量指标\n清淤河段\n长度\n大于\n等于\n12\n公里\n清运淤泥\n小于\n等于\n300\n吨\n"
    header = "一级指标\n二级指标\n三级指标\n指标\n性质\n指标值\n计量\n单位\n"
    targets = [it.target for it in read(f"项目名称\n河道清淤\n{header}{rows}").projects[0].indicators]
    assert [(it.operator, it.value, it.unit) for it in targets] == [(">=", 12, "公里"), ("<=", 300, "吨")]


def test_a_value_whose_sign_is_a_word_is_no_part_of_the_name_above_it() -> None:
    rows = (
        "产出指标\n数量指标\n河道保洁次数\n大于等于40船次\n检查河段数量\n大于等于6段\n质量指标\n水面漂浮物清理\n率\n等于100%\n"
    )
    project = read(f"项目名称\n河道清淤\n一级指标\n二级指标\n三级指标\n指标值\n{rows}").projects[0]
    assert [(it.level3, it.target.raw) for it in project.indicators] == [
        ("河道保洁次数", "大于等于40船次"),
        ("检查河段数量", "大于等于6段"),
        ("水面漂浮物清理率", "等于100%"),
    ]


def test_monitoring_with_the_sources_of_the_form_of_2019_gives_each_amount_its_own_place() -> None:
    head = "项目支出绩效目标执行监控表\n（2023年度）\n项目名称\n河道清淤\n项目资金\n（万元）\n年初预算数\n1-7月执行\n数\n1-7月执行率\n全年预计执\n行数\n"
    funds = "年度资金总额\n62.00\n31.00\n50.00%\n62.00\n其中：本年一般公共预\n算拨款\n60.00\n30.00\n50.00%\n60.00\n"
    table = "一级指标\n二级指标\n三级指标\n年度指标值\n1-7月完成\n情况\n全年预计完\n成情况\n偏差原因分析\n完成可\n能性\n"
    rows = "产出指标\n数量指标\n清淤河段长度\n12公里\n6公里\n12公里\n能\n清运淤泥数量\n300吨\n100吨\n300吨\n能\n"
    project = read(head + funds + table + rows).projects[0]
    assert (project.budget.initial, project.budget.executed) == (Decimal("62.00"), Decimal("31.00"))
    assert [(it.level3, it.target.raw, it.actual.raw if it.actual else "", it.deviation) for it in project.indicators] == [
        ("清淤河段长度", "12公里", "6公里", None),
        ("清运淤泥数量", "300吨", "100吨", None),
    ]


def test_two_headers_of_points_on_one_line_are_two_columns_where_cells_stand_on_lines_of_their_own() -> None:
    text = SHEET.replace("分值\n年度指标", "年度指标").replace("得分\n未完成原因", "权重得分\n未完成原因")
    text = text.replace("清淤河段长度\n50\n", "清淤河段长度\n").replace("13公里\n50\n", "13公里\n50\n50\n")
    text = text.replace("沿河异味\n40\n", "沿河异味\n").replace("明显减轻\n40\n", "明显减轻\n40\n40\n")
    assert [(it.level3, it.weight, it.score) for it in read(text).projects[0].indicators] == [
        ("清淤河段长度", 50, 50),
        ("沿河异味", 40, 40),
    ]


def test_a_sign_in_words_alone_on_its_line_begins_the_value() -> None:
    rows = "产出指标\n数量指标\n河道保洁\n次数\n大于等于\n40次\n检查河段\n数量\n大于等于\n6段\n质量指标\n水面漂浮\n物清理率\n等于100%\n"
    project = read(f"项目名称\n河道清淤\n一级指标\n二级指标\n三级指标\n指标值\n{rows}").projects[0]
    assert [(it.level3, it.target.operator, it.target.value) for it in project.indicators] == [
        ("河道保洁次数", ">=", 40),
        ("检查河段数量", ">=", 6),
        ("水面漂浮物清理率", "=", 100),
    ]
