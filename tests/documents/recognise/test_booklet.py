"""A whole booklet on one sheet, and tables of the budget between the forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.documents.recognise.drawn import one, read, table, told

BALANCE = """
收入 | < | 支出 | <
项目 | 预算数 | 项目 | 预算数
财政拨款 | 91.70 | 一、林业支出 | 63.20
事业收入 | 0.00 | 二、住房支出 | 28.50
收入合计 | 91.70 | 支出合计 | 91.70
"""
WIDE = """
科目编码 | 科目名称 | 合计 | 工资 | 办公 | 差旅
2130205 | 森林培育 | 40.10 | 30.00 | 6.10 | 4.00
2130234 | 防灾减灾 | 23.10 | 20.00 | 2.10 | 1.00
"""
BASIC = """
编码 | 名称 | 人员经费 | 公用经费
30101 | 基本工资 | 50.80 | 0.00
30201 | 办公费 | 0.00 | 8.33
"""
FORM = """
项目名称 | {name} | < | <
年度资金总额 | {total} | 其中：财政拨款 | {total}
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | {name}面积 | ≥900亩
效益指标 | 生态效益指标 | 林相 | 改善
"""
SCARS = FORM.format(name="补植", total="12.5")
FIRE = FORM.format(name="防火道", total="7")


def _below_each_other(*drawings: str) -> str:
    """Several drawings as one, each as wide as the widest; a single line is a title over the whole width."""
    lines = [[part.strip() for part in line.split("|")] for drawing in drawings for line in drawing.strip().split("\n")]
    width = max(map(len, lines))
    return "\n".join("|".join(line + ["<" if len(line) == 1 else ""] * (width - len(line))) for line in lines)


@pytest.mark.parametrize(
    "titles",
    [
        ("部门收支总表", "项目支出绩效目标表", "部门支出表（2025年度）", "项目支出绩效目标表", "基本支出表"),
        ("一、收支情况", "二、项目支出绩效目标", "三、部门支出情况", "项目支出绩效目标表", "部门基本支出一览表"),
        (
            "预算01表\n收支总表\n单位：元",
            "附件2\n项目绩效目标申报表",
            "附件3\n支出总表",
            "附件4\n项目绩效目标申报表",
            "附件5\n基本支出表",
        ),
    ],
)
def test_the_forms_of_a_booklet_in_one_grid_are_read_and_its_budget_tables_are_told(titles: tuple[str, ...]) -> None:
    drawings = (BALANCE, SCARS, WIDE, FIRE, BASIC)
    document = read(table(_below_each_other(*(part for pair in zip(titles, drawings, strict=True) for part in pair))))
    assert [(it.name, it.budget.total, it.amount_unit) for it in document.projects] == [
        ("补植", Decimal("12.5"), None),
        ("防火道", Decimal(7), None),
    ]
    assert [[it.level3 for it in project.indicators] for project in document.projects] == [
        ["补植面积", "林相"],
        ["防火道面积", "林相"],
    ]
    assert all(figure in told(document) for figure in ("63.20", "23.10", "8.33"))


@pytest.mark.parametrize("title", ["部门基本支出表", "三、基本支出情况"])
def test_a_budget_table_as_wide_as_the_form_before_it_is_none_of_its_rows(title: str) -> None:
    document = read("项目支出绩效目标表", table(SCARS, 1), title, "单位：元", table(BASIC, 2))
    assert [it.level3 for it in one(document).indicators] == ["补植面积", "林相"]
    assert "8.33" in told(document)


def test_a_budget_table_without_a_title_is_told_above_a_form_in_its_grid_and_below_one_of_another_width() -> None:
    document = read("项目支出绩效目标表", table(_below_each_other(BALANCE, SCARS), 1), table(WIDE, 2))
    assert (one(document).name, [it.level3 for it in one(document).indicators]) == ("补植", ["补植面积", "林相"])
    assert all(figure in told(document) for figure in ("63.20", "23.10"))


def test_rows_on_the_next_page_below_the_rest_of_a_torn_one_are_no_budget_table() -> None:
    document = read(
        table("一级指标|二级指标|三级指标|指标值|分值|得分\n产出指标|数量指标|补植面积|≥900亩|20|20", 1),
        "续表",
        table("||及时完成|按期||\n||抚育面积|300亩|10|10\n||防火道|12公里|10|9", 2),
    )
    assert [it.level3 for it in one(document).indicators] == ["补植面积", "及时完成", "抚育面积", "防火道"]


def test_the_unit_of_a_budget_table_is_not_that_of_the_form_below() -> None:
    document = read("基本支出表", "单位：元", table(BASIC, 1), "项目支出绩效目标表", table(SCARS, 2))
    assert one(document).amount_unit is None


def test_amounts_above_the_goals_of_a_form_stay_with_it() -> None:
    document = read(
        table("""
            单位名称 | 某县林场 | < | <
            支出 | 年初预算 | 1-9月支出 | 进度
            日常 | 30.00 | 20.00 | 66%
            专门 | 10.00 | 8.00 | 80%
            绩效指标 | < | < | <
            一级指标 | 二级指标 | 三级指标 | 指标值
            产出指标 | 数量指标 | 补植面积 | ≥900亩
        """)
    )
    assert (one(document).agency_name, len(one(document).indicators)) == ("某县林场", 1)
