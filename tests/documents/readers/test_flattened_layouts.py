"""Flattened layouts of their own kind: 中期 beside or above 年度, lists of projects, headers that nobody knows, cells broken over lines."""

from __future__ import annotations

import random

import pytest

from jihuan.core.document import Document, Project
from jihuan.documents.readers import read_bytes
from tests.documents.families.forms import FAMILIES
from tests.documents.families.measure import score
from tests.documents.readers.flattened import WAYS, silent

SPACED, STACKED, PARTED = "一行一条，一个空格", "一格一行", "一格几行，空行相隔"
LEVELS = "一级指标\n二级指标\n三级指标\n"


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def rows(project: Project) -> list[tuple[str | None, ...]]:
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", [SPACED, STACKED, PARTED])
@pytest.mark.parametrize("form", ["A12 多项目清单", "A13 中期与年度并列", "少见：中期与年度上下两段", "没见过：左半边没写年限"])
def test_lists_and_tables_for_several_years_are_read(form: str, way: str, seed: int) -> None:
    drawn = FAMILIES[form](random.Random(f"{form}, {way}, layouts {seed}"))
    document = read(WAYS[way](drawn.blocks))
    result = score(drawn, document)
    assert (result.f1 >= 0.985, result.accuracy >= 0.985, silent(drawn, document)) == (True, True, []), result.wrong[:5]


DOUBLE = f"项目名称\n湿地管护\n总体目标\n中期目标（三年）\n年度目标\n管好湿地。\n完成管护。\n{LEVELS}指标值\n二级指标\n三级指标\n指标值\n"


def test_rows_with_one_triple_under_a_double_header_belong_to_the_year_and_are_marked() -> None:
    [project] = read(f"{DOUBLE}产出指标\n数量指标\n管护面积\n300亩\n质量指标\n合格率\n≥95%\n").projects
    assert [row[2:] for row in rows(project)] == [("管护面积", "300亩"), ("合格率", "≥95%")]
    assert all("target" in it.uncertain for it in project.indicators)


def test_triples_of_one_name_under_a_double_header_are_one_row() -> None:
    pair = "产出指标\n数量指标\n管护面积\n900亩\n数量指标\n管护面积\n300亩\n"
    document = read(f"{DOUBLE}{pair}")
    [project] = document.projects
    assert rows(project) == [("产出指标", "数量指标", "管护面积", "300亩")]
    assert any("900亩" in it.message for it in document.problems)


def test_amounts_of_several_years_and_of_the_year_that_alternate_are_told_apart() -> None:
    funds = "资金情况（万元）\n中期资金总额\n900.00\n年度资金总额\n300.00\n其中：财政拨款\n800.00\n其中：财政拨款\n200.00\n"
    for text in (
        funds,
        "资金情况（万元） 中期资金总额 900.00 年度资金总额 300.00\n其中：财政拨款 800.00 其中：财政拨款 200.00\n",
    ):
        gap = "\n" if text == funds else " "
        body = gap.join(("产出指标", "数量指标", "管护面积", "300亩"))
        [project] = read(f"项目名称{gap}湿地管护\n{text}{LEVELS.strip().replace(chr(10), gap)}{gap}指标值\n{body}\n").projects
        assert (str(project.budget.total), str(project.budget.fiscal)) == ("300.00", "200.00")


@pytest.mark.parametrize("gap", ["\n", " "])
@pytest.mark.parametrize("head", ["事项 应达到 量纲", "三级指标 应达到 量纲", "三级指标 指标值 量纲"])
def test_headers_that_nobody_knows_beside_the_levels_keep_their_columns(head: str, gap: str) -> None:
    words = f"一级指标 二级指标 {head}".replace(" ", gap)
    body = "\n".join(line.replace(" ", gap) for line in ("产出指标 数量指标 管护面积 300 亩", "质量指标 验收合格率 95 %"))
    [project] = read(f"项目名称{gap}湿地管护\n{words}\n{body}\n").projects
    assert [row[2:] for row in rows(project)] == [("管护面积", "300"), ("验收合格率", "95")]


def test_a_name_and_its_figure_without_levels_are_read_where_every_line_is_a_cell() -> None:
    text = "项目名称\n湿地管护\n序号\n指标\n指标值\n分值\n1\n管护面积\n300亩\n40\n2\n合格率\n≥95%\n50\n"
    [project] = read(text).projects
    assert [row[2:] for row in rows(project)] == [("管护面积", "300亩"), ("合格率", "≥95%")]


def test_lines_that_no_blank_line_parts_go_on_though_they_look_like_code_and_name_or_number_and_unit() -> None:
    body = "产出指标\n\n成本指标\n\n补助标\n准\n\n364元/人\n·月\n\n产出指标\n\n数量指标\n\n管护面积\n\n2501\n公里\n"
    [project] = read(f"项目名称\n\n湿地管护\n\n一级指标\n\n二级指标\n\n三级指标\n\n指标值\n\n{body}").projects
    assert [row[2:] for row in rows(project)] == [("补助标准", "364元/人·月"), ("管护面积", "2501公里")]


def test_a_header_known_by_its_likeness_alone_is_put_together_and_takes_in_no_level() -> None:
    header = f"{LEVELS}指标值\n1—7月\n完成情况\n未完成原\n因分析\n"
    [project] = read(f"项目名称\n湿地管护\n{header}产出指标\n数量指标\n管护面积\n300亩\n120亩\n雨季延误，已补种\n").projects
    [it] = project.indicators
    assert (it.level1, it.level3, it.target.raw, it.actual and it.actual.raw) == ("产出指标", "管护面积", "300亩", "120亩")
    assert it.deviation == "雨季延误，已补种"


def test_a_row_of_the_unit_with_nothing_but_its_sum_is_no_part_of_the_first_project() -> None:
    text = (
        "2024年项目绩效目标汇总表\n单位名称 项目名称 预算数（万元） 一级指标 二级指标 三级指标 指标值\n731001-某局 90.00\n"
        "湿地管护项目 60.00 产出指标 数量指标 管护面积 300亩\n校舍修缮项目 30.00 产出指标 数量指标 修缮面积 900平方米\n"
    )
    first, second = [project for project in read(text).projects if project.name]
    assert (first.name, str(first.budget.total), second.name) == ("湿地管护项目", "60.00", "校舍修缮项目")


def test_the_sentence_below_the_amounts_is_the_use_of_the_money_and_no_part_of_the_last_amount() -> None:
    text = (
        "项目编码 13022125P381182318900 项目名称 湿地管护\n预算规模及资金用途 预算数 29.00 其中：财政资金 22.00 其他资金 7.00\n"
        "用于湿地管护支出。\n资金支出计划（%） 3月底 6月底 12月底\n30% 60% 100%\n绩效目标 管好湿地。\n"
        "一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 管护面积 300亩\n"
    )
    [project] = read(text).projects
    assert (str(project.budget.other), project.fund_use, project.goals) == ("7.00", "用于湿地管护支出。", ("管好湿地。",))
    assert [str(step.percent) for step in project.spending_plan] == ["30", "60", "100"]
