"""The department part, from paragraphs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.core.document import Place
from jihuan.documents.recognise import is_empty, promised
from tests.documents.recognise.drawn import read, table

PART = (
    "第一部分",
    "部门整体绩效目标",
    "一、总体绩效目标",
    "2026 年县水务局贯彻治水方针，2030年建成节水型社会。",
    "二、分项绩效目标",
    "（一）河道管护",
    "开展日常保洁。",
    "绩效目标：河道整洁。",
    "绩效指标：水面达标率不低于95%，群众满意度指标值≥90%。",
    "（二）防汛抗旱",
    "绩效目标：安全度汛。",
    "三、工作保障措施",
    "(一)局党组高度重视绩效工作，形成长效机制。",
    "（二）为做好绩效管理，制定以下措施：",
    "完善制度建设。制度是基石，修订办法。",
    "加强支出管理。优化支出结构。",
)


def test_the_department_part_is_read_in_every_field() -> None:
    document = read(*PART)
    assert document.overall_goal and document.overall_goal.text == "2026年县水务局贯彻治水方针，2030年建成节水型社会。"
    assert document.overall_goal.place == Place(paragraph=4)
    river, flood = document.sub_goals
    assert (river.name, river.description, river.goal) == ("河道管护", "开展日常保洁。", "河道整洁。")
    assert river.indicator_text == "水面达标率不低于95%，群众满意度指标值≥90%。"
    assert (flood.name, flood.description, flood.goal, flood.indicators) == ("防汛抗旱", None, "安全度汛。", ())
    assert (river.place, flood.place) == (Place(paragraph=6), Place(paragraph=10))
    assert [(item.title, item.text) for item in document.safeguards] == [
        (None, "局党组高度重视绩效工作，形成长效机制。"),
        (None, "为做好绩效管理，制定以下措施："),
        ("完善制度建设", "制度是基石，修订办法。"),
        ("加强支出管理", "优化支出结构。"),
    ]
    assert (document.fiscal_year, document.problems) == (2026, ())


def test_figures_promised_in_a_sentence_are_indicators_with_the_phrase_as_printed() -> None:
    first, second = read(*PART).sub_goals[0].indicators
    assert (first.level3, first.target.raw, first.target.operator) == ("水面达标率", "水面达标率不低于95%", ">=")
    assert (second.level3, second.target.raw, second.target.value) == ("群众满意度", "群众满意度指标值≥90%", Decimal(90))
    assert second.place == Place(paragraph=9)


@pytest.mark.parametrize("text", ["2025年建成", "完成3项任务的部署", "长期满足需求", "", "≥90%"])
def test_a_sentence_without_a_named_comparison_promises_nothing(text: str) -> None:
    assert promised(text) == ()


def test_a_heading_above_the_text_is_the_title_of_a_safeguard() -> None:
    document = read("三、保障措施", "（一）完善制度", "修订三项办法。", "逐项落实。", "（二）加强监督", "按季通报。")
    assert [(item.title, item.text) for item in document.safeguards] == [
        ("完善制度", "修订三项办法。\n逐项落实。"),
        ("加强监督", "按季通报。"),
    ]


def test_a_table_under_a_sub_goal_holds_its_indicators() -> None:
    grid = table("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|巡河次数|≥52次")
    document = read("二、分项绩效目标", "（一）河道管护", "绩效目标：河道整洁。", grid, "（二）防汛", "绩效目标：安全度汛。")
    first, second = document.sub_goals
    assert [indicator.level3 for indicator in first.indicators] == ["巡河次数"]
    assert (second.name, document.projects) == ("防汛", ())


def test_a_contents_list_is_no_content() -> None:
    contents = ("目录", "第一部分　部门整体绩效目标 ........ 1", "一、总体绩效目标\t1", "二、分项绩效目标……3")
    with_contents, without = read(*contents, *PART), read(*PART)
    assert [goal.name for goal in with_contents.sub_goals] == [goal.name for goal in without.sub_goals]
    assert (with_contents.projects, with_contents.problems) == ((), ())


def test_an_entry_of_the_contents_that_never_comes_is_told() -> None:
    (problem,) = read("目录", "一、总体绩效目标\t1", "1.河道保洁经费绩效目标表……3", *PART).problems
    assert "河道保洁经费绩效目标表" in problem.message and problem.place == Place(paragraph=3)


def test_contents_without_page_numbers_end_where_a_heading_comes_again() -> None:
    document = read(
        "目录",
        "一、总体绩效目标",
        "二、分项绩效目标",
        "（一）河道管护",
        "一、总体绩效目标",
        "水清岸绿。",
        "二、分项绩效目标",
        "（一）河道管护",
    )
    assert document.overall_goal and document.overall_goal.text == "水清岸绿。"
    assert [goal.name for goal in document.sub_goals] == ["河道管护"]


def test_the_word_contents_with_no_entries_below_swallows_nothing() -> None:
    document = read("目录", "项目名称：湿地管护", "年度绩效目标：管好湿地。", "产出指标：", "数量指标：管护面积≥300亩。")
    [project] = document.projects
    assert (project.name, project.goals) == ("湿地管护", ("管好湿地。",))
    assert [(it.level1, it.level3, it.target.raw) for it in project.indicators] == [("产出指标", "管护面积", "≥300亩")]


def test_an_entry_over_two_lines_does_not_swallow_its_heading() -> None:
    sheet = table("一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|巡河次数|≥52次")
    title = "1.某省财农【2026】104号河道保洁与巡查经费绩效目标表"
    document = read("目录", title[:20], f"{title[20:]} ........ 1", title, "731001 某县水务局本级 单位：万元", sheet)
    assert [(project.agency_code, project.amount_unit) for project in document.projects] == [("731001", "万元")]


def test_the_title_page_names_year_and_agency() -> None:
    document = read("某县水务局", "2027年部门预算绩效目标", "编制单位：某县水务局", "单位编码：731", *PART)
    assert (document.fiscal_year, document.agency.code, document.agency.name) == (2027, "731", "某县水务局")


def test_text_may_follow_its_heading_in_the_same_line() -> None:
    document = read(
        "一、总体绩效目标：水清岸绿。",
        "二、分项绩效目标",
        "（一）管护。日常保洁。",
        "三、保障措施。加强监督。",
        "一、按季通报，逐项落实。不留死角。",
    )
    assert document.overall_goal and document.overall_goal.text == "水清岸绿。"
    assert [(goal.name, goal.description) for goal in document.sub_goals] == [("管护", "日常保洁。")]
    assert [item.text for item in document.safeguards] == ["加强监督。\n一、按季通报，逐项落实。不留死角。"]
    assert document.problems == ()


def test_paragraphs_that_belong_nowhere_are_reported() -> None:
    document = read("一、总体绩效目标", "水清岸绿。", "四、其他说明事项", "无重大变化。")
    (problem,) = document.problems
    assert "其他说明事项；无重大变化。" in problem.message and problem.place == Place(paragraph=3)


def test_a_text_about_something_else_is_empty() -> None:
    assert is_empty(read("关于召开会议的通知", "各单位：", "定于2025年3月召开会议。", table("姓名|电话\n张三|123")))
    assert not is_empty(read(*PART))


def test_a_text_under_its_heading_is_one_safeguard_although_its_first_sentence_is_short() -> None:
    part = ("三、工作保障措施", "（一）完善制度建设", "修订管理办法。每季度检查一次。", "（二）加强支出管理", "优化支出结构。")
    assert [(it.title, it.text) for it in read(*part).safeguards] == [
        ("完善制度建设", "修订管理办法。每季度检查一次。"),
        ("加强支出管理", "优化支出结构。"),
    ]


def test_a_comma_between_thousands_ends_no_phrase() -> None:
    first, second = promised("检修管网不低于65,835公里，补助标准等于7,226.00元/个。")
    assert (first.target.raw, first.target.value) == ("检修管网不低于65,835公里", Decimal(65835))
    assert (second.level3, second.target.operator, second.target.value) == ("补助标准", "=", Decimal(7226))
    assert [it.level3 for it in promised("完好率≥85%,及时率≥90%")] == ["完好率", "及时率"]


def test_sub_goals_numbered_with_figures_are_sub_goals() -> None:
    document = read(
        "一、总体绩效目标",
        "守护碧水。",
        "二、分项绩效目标",
        "1.机构运转",
        "绩效目标：按期保障。",
        "绩效指标：及时率≥95%。",
        "2、河道管护",
        "分两步：",
        "1.先清淤",
        "绩效目标：河道整洁。",
    )
    assert [(goal.name, goal.goal, goal.description) for goal in document.sub_goals] == [
        ("机构运转", "按期保障。", None),
        ("河道管护", "河道整洁。", "分两步：\n1.先清淤"),
    ]
    assert (document.projects, document.problems) == ((), ())


@pytest.mark.parametrize("goal", [("一、总体绩效目标", "清淤30公里。"), ("一、总体绩效目标：清淤30公里。",)])
def test_an_overall_goal_below_the_name_of_a_project_is_the_projects(goal: tuple[str, ...]) -> None:
    document = read("2025年部门预算项目绩效目标", "项目名称：渠道清淤", *goal, "二、绩效指标", "数量指标：清淤长度≥30公里")
    (project,) = document.projects
    assert (document.overall_goal, project.name, project.goals) == (None, "渠道清淤", ("清淤30公里。",))
    assert [it.level3 for it in project.indicators] == ["清淤长度"]
