"""The upper part of a sheet of which every cell goes over several lines and nothing parts the cells."""

from __future__ import annotations

from jihuan.core.document import Document, Project
from jihuan.documents.readers import read_bytes

_ROWS = """一级指标
二级指标
三级指标
指标值
产出指标
数量指标
巡护林道里程
≥48公里
质量指标
林道畅通率
≥95%
效益指标
生态效益指
标
森林火灾发生
率
≤0.5‰
"""


def _read(upper: str) -> tuple[Document, Project]:
    document = read_bytes(f"项目支出绩效目标表\n{upper}{_ROWS}".encode(), "a.txt")
    assert [it.level3 for it in document.projects[0].indicators] == ["巡护林道里程", "林道畅通率", "森林火灾发生率"]
    return document, document.projects[0]


def test_labels_whose_pieces_are_labels_too_are_one_where_the_form_breaks_labels() -> None:
    _document, project = _read(
        "项目名称\n林区防火巡护\n项目责任\n单位\n青岭林场\n项目资金\n（万元）\n年度资金\n总额\n31.50\n年度绩效\n目标\n全年不发生重大火灾。\n"
    )
    assert (project.name, project.agency_name, project.amount_unit) == ("林区防火巡护", "青岭林场", "万元")
    assert project.budget is not None and str(project.budget.total) == "31.50"
    assert project.goals == ("全年不发生重大火灾。",)


def test_amounts_get_the_decimals_back_that_their_column_broke() -> None:
    _document, project = _read(
        "项目名称\n林区防火巡护\n项目资金\n（万元）\n年初预算数\n全年预算数\n全年执行\n数\n执行率\n年度资金总额\n31.50\n31.50\n29.8\n0\n94.6\n%\n"
        "其他资金\n1.50\n1.50\n1.5\n0\n—\n"
    )
    assert project.budget is not None
    assert (str(project.budget.total), str(project.budget.executed), str(project.budget.other)) == ("31.50", "29.80", "1.50")


def test_goals_and_achievement_side_by_side_are_parted_where_a_line_ends_before_its_columns_width() -> None:
    _document, project = _read(
        "项目名称\n林区防火巡护\n年度总体\n目标\n预期目标\n实际完成情况\n全年巡护林道不少于四十\n八公里，不发生重大火灾\n。\n"
        "全年巡护五十公里，没有\n发生火灾。\n"
    )
    assert project.goals == ("全年巡护林道不少于四十八公里，不发生重大火灾。",)
    assert project.achievement == "全年巡护五十公里，没有发生火灾。"


def test_values_below_a_row_of_labels_are_given_out_by_what_each_label_may_hold() -> None:
    document, project = _read(
        "项目名称\n主管部门\n实施单位\n项目编码\n林区防火巡护及\n林道养护经费\n县自然资源局\n青岭林场\n130281\n25P004\n210020\n100\n"
    )
    assert (project.name, project.agency_name) == ("林区防火巡护及林道养护经费", "青岭林场")
    assert project.code == "13028125P004210020100"
    assert any("印成了几行" in it.message for it in document.problems)


def test_the_word_other_behind_a_label_without_a_field_is_what_it_holds() -> None:
    _document, project = _read("项目名称\n林区防火巡护\n项目类别\n其他\n年度资金总额\n31.50\n其他资金\n1.50\n")
    assert project.budget is not None and str(project.budget.other) == "1.50"
