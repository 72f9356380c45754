"""Labels that a page break has cut: joined where they are surely one, told where half of one may have run into a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.core.document import Place
from jihuan.documents.layout import Table
from tests.documents.recognise.drawn import read, table

HEAD = """
项目编码 | 13010025P00001110001N | < | 项目名称 | 河道保洁经费 | < | <
预算规模及资金用途 | 预算数 | 12.50 | 其中：财政资金 | 10.00 | 其他资金 | 2.50
^ | 用于河道日常保洁。 | < | < | < | < | <
"""
TAIL = """
绩效目标 | 1.保洁河道40公里。 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据 | <
产出指标 | 数量指标 | 保洁长度 | 保洁的河道长度 | ≥40公里 | 年度计划 | <
"""


def torn(above: str, below: str) -> Table:
    """One table on two pages."""
    first = len(above.strip().split("\n"))
    whole = table(f"{above.strip()}\n{below.strip()}")
    return replace(whole, cells=tuple(replace(cell, place=Place(page=1 if cell.row < first else 2)) for cell in whole.cells))


@pytest.mark.parametrize(("start", "end"), [("资金支", "出计划\\n（%）"), ("资金支出计", "划（%）"), ("资金支出计划", "（%）")])
def test_the_two_halves_of_a_label_are_one_label(start: str, end: str) -> None:
    document = read(
        "1.河道保洁经费绩效目标表",
        torn(f"{HEAD}{start} | 3月底 | < | 6月底 | < | 12月底 | <", f"{end} | 25% | < | 50% | < | 100% | <{TAIL}"),
    )
    (project,) = document.projects
    assert (project.fund_use, project.goals) == ("用于河道日常保洁。", ("保洁河道40公里。",))
    assert [(node.month, str(node.percent)) for node in project.spending_plan] == [(3, "25"), (6, "50"), (12, "100")]


def test_the_label_of_the_fund_use_is_joined_and_its_text_found() -> None:
    above = HEAD.strip().split("\n")
    use = "途 | 用于河道日常保洁。 | < | < | < | < | <"
    document = read("绩效目标表", torn("\n".join([above[0], above[1].replace("资金用途", "资金用")]), f"{use}{TAIL}"))
    assert document.projects[0].fund_use == "用于河道日常保洁。"
    assert not [problem for problem in document.problems if "途" in problem.message]


def test_a_level_without_its_last_word_is_completed_by_it() -> None:
    rows = "效益指标 | 生态效益 | 水质 | 水质情况 | ≥3类 | 年度计划 | <"
    rest = "^ | 指标 |  |  |  |  | <".replace("^", "")
    (project,) = read("绩效目标表", torn(f"{HEAD}{TAIL.strip()}\n{rows}", rest)).projects
    assert [it.level2 for it in project.indicators] == ["数量指标", "生态效益指标"]


def test_cells_on_one_page_and_labels_known_by_themselves_stay_apart() -> None:
    rows = "实施单位 | 某局 | < | 项目负责人 | 张三 | < | <\n实施 | 期限 | < | 一年 | < | < | <"
    (project,) = read("绩效目标表", table(f"{HEAD}{rows}{TAIL}")).projects
    assert (project.agency_name, project.fund_use) == ("某局", "用于河道日常保洁。")


@pytest.mark.parametrize("text", ["用于河道日常保洁。\\n资金支", "出计划\\n用于河道日常保洁。"])
def test_half_a_label_inside_a_text_is_told(text: str) -> None:
    whole = torn(HEAD.replace("用于河道日常保洁。", text), TAIL)
    (problem,) = [it for it in read("绩效目标表", whole).problems if "换页" in it.message]
    assert (problem.level, problem.place) == ("warning", Place(page=1))


def test_the_same_words_in_a_text_without_pages_are_no_news() -> None:
    document = read("绩效目标表", table(HEAD.replace("用于河道日常保洁。", "用于河道日常保洁。\\n资金支") + TAIL))
    assert not [it for it in document.problems if "换页" in it.message]


def test_a_header_of_which_every_label_is_cut_is_one_header() -> None:
    above = f"{HEAD}绩效目标 | 1.保洁河道40公里。 | < | < | < | < | <\n一级 | 二级 | 三级 | 指标 | 年度 | 指标值 | <"
    below = """指标 | 指标 | 指标 | 性质 | 指标值 | 确定依据 | <
产出指标 | 数量指标 | 保洁长度 | ≥ | 40公里 | 年度计划 | <"""
    (project,) = read("绩效目标表", torn(above, below)).projects
    (row,) = project.indicators
    assert (row.level3, row.target.operator, row.target.raw, row.basis) == ("保洁长度", ">=", "40公里", "年度计划")
