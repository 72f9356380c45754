"""Headers of two rows, copied with all cells or without those that merging covered."""

from __future__ import annotations

from decimal import Decimal

from jihuan.core.document import Document, Project
from jihuan.documents.readers import read_bytes

_TITLE = "云溪县项目支出绩效目标表\n"


def read(text: str) -> Document:
    return read_bytes((_TITLE + text).encode(), "a.txt")


def rows_of(project: Project) -> list[tuple[str | None, ...]]:
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


def test_rows_with_as_many_tabs_are_taken_cell_by_cell() -> None:
    document = read(
        "项目名称\t古井修缮\t\t\t\t\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t\t\n"
        "\t\t\t指标性质\t数值\t度量单位\n"
        "产出指标\t数量指标\t修缮古井\t≥\t12\t口\n"
        "\t质量指标\t验收合格率\t＝\t100\t%\n"
    )
    assert [(it.level1, it.target.operator, it.target.unit) for it in document.projects[0].indicators] == [
        ("产出指标", ">=", "口"),
        ("产出指标", "=", "%"),
    ]
    assert not any(it.uncertain for it in document.projects[0].indicators)


def test_one_header_over_all_levels_covers_the_blanks_behind_it() -> None:
    document = read(
        "项目名称|古井修缮||\n绩效指标|||指标值\n产出指标|数量指标|修缮古井|≥12口\n效益指标|社会效益指标|居民用水方便程度|提高\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("效益指标", "社会效益指标", "居民用水方便程度", "提高"),
    ]


def test_four_grades_below_a_value_are_found_where_merging_left_no_blanks() -> None:
    document = read(
        "项目名称\t古井修缮\n"
        "一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据\n"
        "优秀\t良好\t一般\t较差\n"
        "产出指标\t数量指标\t修缮古井\t≥12口\t≥11口\t≥10口\t<10口\t工作计划\n"
        "质量指标\t验收合格率\t100%\t≥95%\t≥90%\t<90%\t行业标准\n"
        "效益指标\t社会效益指标\t居民用水方便程度\t明显提高\t有所提高\t一般\t较差\t上年完成数\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("效益指标", "社会效益指标", "居民用水方便程度", "明显提高"),
    ]
    assert [it.basis for it in document.projects[0].indicators] == ["工作计划", "行业标准", "上年完成数"]


def test_a_list_of_projects_with_amounts_and_indicators_below_one_word_each() -> None:
    document = read(
        "序号\t项目名称\t资金规模（万元）\t绩效指标\n"
        "合计\t财政拨款\t一级指标\t三级指标\t指标值\n"
        "1\t古井修缮\t12.50\t10.00\t产出指标\t修缮古井\t≥12口\n"
        "效益指标\t长效机制\t基本建立\n"
        "2\t石桥加固\t30.00\t30.00\t产出指标\t加固石桥\t3座\n"
    )
    assert [(it.name, it.budget.fiscal, len(it.indicators)) for it in document.projects] == [
        ("古井修缮", Decimal("10"), 2),
        ("石桥加固", Decimal("30"), 1),
    ]


def test_a_word_over_both_levels_is_as_wide_as_these_where_merging_left_no_blank() -> None:
    document = read(
        "项目名称\t古井修缮\n"
        "绩效指标分类\t绩效指标\t指标值\t评价标准\n"
        "优\t良\t中\t差\n"
        "产出指标\t数量指标\t修缮古井\t≥12口\t≥11口\t≥10口\t<10口\t工作计划\n"
        "质量指标\t验收合格率\t100%\t≥95%\t≥90%\t<90%\t行业标准\n"
        "满意度指标\t服务对象满意度指标\t居民满意度\t≥95%\t≥90%\t≥85%\t<85%\t工作计划\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
        ("满意度指标", "服务对象满意度指标", "居民满意度", "≥95%"),
    ]


def test_a_word_over_levels_and_names_is_as_wide_as_these() -> None:
    document = read(
        "项目名称 古井修缮\n绩效指标 指标值\n产出指标 数量指标 修缮古井 ≥12口\n效益指标 社会效益指标 居民用水方便程度 提高\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("效益指标", "社会效益指标", "居民用水方便程度", "提高"),
    ]


def test_a_torn_level_at_the_end_of_a_line_of_tabs_is_put_together() -> None:
    document = read(
        "项目名称\t预算数\t绩效\n指标\n一级\n指标\t三级\n指标\t指标值\n古井修缮\t12.50\t产出\n指标\t修缮古井\t≥12口\n"
        "石桥加固\t30.00\t产出\n指标\t加固石桥\t3座\n效益指标\t出行方便程度\t提高\n"
    )
    assert [[(it.level1, it.level3) for it in project.indicators] for project in document.projects] == [
        [("产出指标", "修缮古井")],
        [("产出指标", "加固石桥"), ("效益指标", "出行方便程度")],
    ]


def test_words_with_one_space_between_are_also_tried_each_by_itself() -> None:
    document = read(
        "项目名称 古井修缮\n一级指标 二级指标 三级指标 指标值 依据\n优秀 良好 中等 较差\n"
        "产出指标 数量指标 修缮古井 ≥12口 ≥11口 ≥10口 <10口 工作计划\n"
        "满意度指标 服务对象满意度指标 居民满意度 ≥95% ≥90% ≥85% <85% 行业标准\n"
    )
    assert [it[2:] for it in rows_of(document.projects[0])] == [("修缮古井", "≥12口"), ("居民满意度", "≥95%")]


def test_names_and_values_alone_are_a_table_below_a_goal() -> None:
    document = read("项目名称    古井修缮\n绩效目标    修缮古井12口。\n指标    指标值\n修缮古井    ≥12口\n居民满意度    ≥95%\n")
    [project] = document.projects
    assert project.goals == ("修缮古井12口。",)
    assert [it[2:] for it in rows_of(project)] == [("修缮古井", "≥12口"), ("居民满意度", "≥95%")]


def test_cells_far_apart_are_none_of_a_label_parted_by_others() -> None:
    document = read(
        "项 目 名 称   古井修缮\n资金用途   用于古井修缮支出。\n绩效目标   修缮古井12口。\n"
        "一级指标   二级指标   三级指标   指标值   计量单位\n产出指标   数量指标   修缮古井   12   口\n时效指标   完工时间   11月底前\n"
    )
    [project] = document.projects
    assert (project.name, project.goals, len(project.indicators)) == ("古井修缮", ("修缮古井12口。",), 2)


def test_a_word_over_both_levels_covers_the_blank_behind_it_in_a_header_of_two_rows_too() -> None:
    document = read(
        "| 项目名称 | 古井修缮 | | | | |\n|---|---|---|---|---|---|\n| 绩效指标分类 | | 绩效指标 | 指标值 | | 备注 |\n| | | | 优 | 良 | |\n"
        "| 产出指标 | 数量指标 | 修缮古井 | ≥12口 | ≥11口 | |\n| | 质量指标 | 合格率 | 100% | ≥95% | |\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("产出指标", "质量指标", "合格率", "100%"),
    ]


def test_texts_repeated_in_each_column_of_a_merged_cell_are_one_cell_above_the_header() -> None:
    name, long, year = " | ".join(["古井修缮"] * 7), " | ".join(["中期目标"] * 3), " | ".join(["年度目标"] * 4)
    document = read(
        f"| 项目名称 | {name} |\n| 总体目标 | {long} | {year} |\n"
        f"| 总体目标 | {' | '.join(['三年修完。'] * 3)} | {' | '.join(['修缮古井12口。'] * 4)} |\n"
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 绩效指标 | 产出指标 | 数量指标 | 修缮古井 | ≥36口 | 数量指标 | 修缮古井 | ≥12口 |\n"
        "| 绩效指标 | 效益指标 | 社会效益指标 | 用水方便 | 提高 | 社会效益指标 | 用水方便 | 有所提高 |\n"
    )
    [project] = document.projects
    assert project.goals == ("修缮古井12口。",)
    assert [it[2:] for it in rows_of(project)] == [("修缮古井", "≥12口"), ("用水方便", "有所提高")]


_TWICE = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值\n"


def test_spans_named_above_a_header_that_says_all_twice_say_which_half_is_the_year() -> None:
    document = read(
        "项目名称\t古井修缮\n绩效指标\t中期指标\t年度指标\n"
        + _TWICE
        + "产出指标\t数量指标\t三年修缮古井\t≥30口\t数量指标\t修缮古井\t≥12口\n"
        "质量指标\t三年验收合格率\t100%\t质量指标\t验收合格率\t≥95%\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
    ]
    assert not any(it.uncertain for it in document.projects[0].indicators)


def test_a_row_that_fills_one_of_two_halves_is_uncertain() -> None:
    document = read("项目名称\t古井修缮\n绩效指标\t中期指标\t年度指标\n" + _TWICE + "产出指标\t数量指标\t修缮古井\t≥12口\n")
    (indicator,) = document.projects[0].indicators
    assert "target" in indicator.uncertain


def test_values_of_one_cell_copied_onto_lines_of_their_own_stay_with_their_names() -> None:
    document = read(
        "项目名称\t古井修缮\n一级指标\t二级指标\t三级指标\t指标值\n"
        "产出指标\t数量指标\t指标1：修缮古井\n指标2：清理水塘\t≥12口\n≥3处\n"
        "质量指标\t验收合格率\t100%\n"
    )
    assert rows_of(document.projects[0]) == [
        ("产出指标", "数量指标", "修缮古井", "≥12口"),
        ("产出指标", "数量指标", "清理水塘", "≥3处"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
    ]
