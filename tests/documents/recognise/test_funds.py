"""Tables of amounts by source of funds, as self-evaluations print them."""

from __future__ import annotations

import pytest

from tests.documents.recognise.drawn import read, table

INDICATORS = """
            一级指标 | 二级指标 | 三级指标 | 指标值
            产出指标 | 数量指标 | 开放天数 | ≥300天"""


def test_every_source_of_funds_is_read_with_all_its_amounts() -> None:
    document = read(
        "项目支出绩效自评表",
        table(f"""
            项目名称 | 图书馆免费开放 | < | < | < | < | < | <
            主管部门 | 某县文旅局（盖章） | < | 实施单位 | 某县图书馆 | < | < | <
            项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
            ^ | 年度资金总额 | 50.00 | 60.00 | 57.00 | 10 | 95% | 9.5
            ^ | 其中：当年财政拨款 | 50.00 | 50.00 | 48.00 | — | 96% | —
            ^ | 上年结转资金 | 0 | 8 | 8 | — | — | —
            ^ | 其他资金 | — | 2 | 1 | — | 50% | —
            ^ | 某某基金会捐赠 | — | 1 | — | — | — | —
            {INDICATORS.strip()}
        """),
    )
    (project,) = document.projects
    assert (project.department, project.agency_name) == ("某县文旅局", "某县图书馆")
    told = [(one.name, one.initial, one.adjusted, one.executed, one.execution_rate) for one in project.budget.sources]
    assert told == [
        ("当年财政拨款", 50, 50, 48, 96),
        ("上年结转资金", 0, 8, 8, None),
        ("其他资金", None, 2, 1, 50),
        ("某某基金会捐赠", None, 1, None, None),
    ]
    assert (project.budget.fiscal, project.budget.other, project.budget.executed) == (50, 2, 57)
    assert document.problems == ()


def test_year_and_unit_of_the_heading_are_those_of_the_sheet() -> None:
    sheet = table("""
        项目名称 | 河道清淤 | < | < | < | < | <
        预算执行情况（10分） | 预算数： | 50 | 执行数： | 45 | < | <
        一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
        产出指标 | 数量指标 | 清淤长度 | 40公里 | 40公里 | 90 | 90
        总分 | < | < | < | < | 100 | 99
    """)
    document = read("2023年度部门预算项目绩效自评表", "填报单位：青石县水务局 单位：元", sheet)
    (project,) = document.projects
    assert (document.fiscal_year, document.agency.name, project.amount_unit) == (2023, "青石县水务局", "元")
    assert document.problems == ()
    assert read("2023年老旧小区改造项目绩效自评表", sheet).fiscal_year is None


def test_the_general_budget_is_the_treasury_money_where_no_other_is_told() -> None:
    plain = "项目名称|渠道清淤|<\n年度资金总额（万元）|30.00|<\n其中：一般公共预算|20.00|<\n其他资金|10.00|<"
    columns = (
        "项目名称|渠道清淤|<\n项目资金（万元）|年初预算数|全年执行数\n年度资金总额|30.00|27.00\n"
        "其中：一般公共预算拨款|20.00|18.00\n其他资金|10.00|9.00"
    )
    for drawing in (plain, columns):
        document = read("项目支出绩效目标表", table(drawing))
        budget = document.projects[0].budget
        assert (budget.total, budget.fiscal, budget.other) == (30, 20, 10)
        assert document.problems == ()


def test_beside_a_fund_the_general_budget_is_only_a_part_of_the_treasury_money() -> None:
    drawing = (
        "项目名称|渠道清淤|<\n年度资金总额（万元）|30.00|<\n其中：一般公共预算|20.00|<\n政府性基金预算|10.00|<\n其他资金|0.00|<"
    )
    document = read("项目支出绩效目标表", table(drawing))
    assert document.projects[0].budget.fiscal is None
    assert any("一般公共预算" in problem.message and "20.00" in problem.message for problem in document.problems)
    empty = read("项目支出绩效目标表", table(drawing.replace("10.00", "0.00").replace("30.00", "20.00")))
    assert empty.projects[0].budget.fiscal == 20


def test_a_header_without_its_corner_cell_stands_one_cell_left_of_its_rows() -> None:
    header = "全年预算数（A） | 全年执行数（B） | 执行率 | "
    rows = "年度资金总额 | 60.00 | 45.00 | 75%\n其中：当年财政拨款 | 60.00 | 45.00 | 75%"
    document = read("项目支出绩效自评表", "单位：万元", table(f"项目名称|堤防加固|<|<\n{header}\n{rows}\n{INDICATORS.strip()}"))
    budget = document.projects[0].budget
    assert (budget.total, budget.adjusted, budget.executed, budget.execution_rate) == (60, 60, 45, 75)
    assert (budget.fiscal, budget.sources[0].executed) == (60, 45)
    assert document.problems == ()


def test_a_header_that_may_stand_beside_its_rows_is_told() -> None:
    rows = "全年预算数（A） | 全年执行数（B） | 分值 | 执行率\n年度资金总额 | 60.00 | 45.00 | 75%"
    document = read("项目支出绩效自评表", "单位：万元", table(f"项目名称|堤防加固|<|<\n{rows}\n{INDICATORS.strip()}"))
    assert any(problem.level == "warning" and "全年预算数（A）" in problem.message for problem in document.problems)


@pytest.mark.parametrize(
    ("unit", "total", "told"),
    [("万元", "3,498,000.00", True), ("元", "349.80", True), ("元", "3498000.00", False), ("万元", "349.80", False)],
)
@pytest.mark.parametrize("label", ["资金用途", "绩效目标"])
def test_a_figure_ten_thousand_times_that_of_the_text_is_told(label: str, unit: str, total: str, told: bool) -> None:
    sheet = f"项目名称|渠道清淤|<|<\n预算数|{total}|其中：财政资金|{total}\n{label}|总投资349.8万元，清淤30公里。|<|<\n{INDICATORS.strip()}"
    document = read("项目支出绩效目标表", f"单位：{unit}", table(sheet))
    assert [("349.8万元" in problem.message, problem.level) for problem in document.problems] == [(True, "warning")] * told
    assert document.projects[0].uncertain == ("amount_unit",) * told


@pytest.mark.parametrize(
    ("treasury", "fiscal"), [("其中：一般公共预算拨款", 40), ("其中：财政拨款：45 | <\n            ^ | 一般公共预算拨款", 45)]
)
def test_general_public_funds_behind_a_colon_are_the_fiscal_ones_where_no_other_are_named(treasury: str, fiscal: int) -> None:
    document = read(
        table(f"""
            项目名称 | 灯塔修缮 | < | <
            项目资金（万元） | 资金总额：50 | < | <
            ^ | {treasury}：40 | < | <
            ^ | 其他资金：10 | < | <
            {INDICATORS.strip()}
        """),
    )
    (project,) = document.projects
    assert project.budget.fiscal == fiscal
    assert not any("重复" in problem.message for problem in document.problems)
