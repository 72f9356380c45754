"""Rare layouts: odd headers, names below a form, several indicators in a cell, tables that go on with other columns."""

from __future__ import annotations

import pytest

from jihuan.core.document import Place
from jihuan.core.interchange import dumps, loads
from jihuan.documents.layout import Cell, Table
from tests.documents.recognise.drawn import read, table
from tests.documents.recognise.test_variants import HEADER, names, one, told


@pytest.mark.parametrize(
    "row",
    [
        "填报人 | 李某 | 联系电话 | 13500000000",
        "填报人： | ^ | 审核人： | 单位负责人（签字）：",
        "经办人： | < | 审核人： | 联系电话：",
        "填报人： 王某 | < | 审核人：赵某 | 2025年3月1日",
    ],
)
def test_the_names_below_a_form_are_no_indicator(row: str) -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|修路|1条\n{row.replace('^', '')}"))
    assert [it.level3 for it in one(document).indicators] == ["修路"]


def test_a_cover_before_the_form_is_no_goal() -> None:
    document = read("2025年度项目绩效目标", "某某县", table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|修路|1条"))
    assert (one(document).name, one(document).goals, document.fiscal_year) == ("甲", (), 2025)


@pytest.mark.parametrize("header", ["指标 | 指标值", "绩效指标 | 年度指标值", "考核指标 | 目标值"])
def test_indicators_without_levels_have_a_bare_header(header: str) -> None:
    document = read(table(f"项目名称 | 甲\n{header}\n修路里程 | ≥3公里\n群众满意度 | ≥90%"))
    assert names(one(document)) == [(None, None, "修路里程", "≥3公里"), (None, None, "群众满意度", "≥90%")]


def test_level_headers_may_be_two_characters_short_under_their_frame() -> None:
    document = read(table("项目名称|甲|<|<\n绩效指标|<|<|指标值\n一级|二级|三级|^\n产出指标|数量指标|修路|1条"))
    assert names(one(document)) == [("产出指标", "数量指标", "修路", "1条")]


def test_a_frame_beside_the_levels_is_no_column_of_values() -> None:
    document = read(
        table(f"""
            项目名称 | 甲 | < | < | <
            中期指标 | {HEADER}
            ^ | 产出指标 | 数量指标 | 修路 | 按年度考核
            ^ | 满意度指标 | 满意度 | 群众满意度 | 按年度考核
            年度指标 | {HEADER}
            ^ | 产出指标 | 数量指标 | 修路 | 1条
            ^ | 满意度指标 | 满意度 | 群众满意度 | ≥90%
        """)
    )
    assert [value for *_rest, value in names(one(document))] == ["1条", "≥90%"]


def test_category_and_type_are_the_first_and_the_second_level() -> None:
    document = read(table("项目名称|甲|<|<\n指标类别|指标类型|指标内容|目标值\n产出指标|数量指标|修路|1条"))
    assert names(one(document)) == [("产出指标", "数量指标", "修路", "1条")]


def test_indicators_numbered_inside_one_cell_are_taken_apart() -> None:
    document = read(
        table(
            f"项目名称|甲|<|<|<\n{HEADER}|分值\n产出指标|数量指标|1.培训人数\\n2.培训场次|1.100人\\n2.≥5场|10\n^|质量指标|合格率|≥95%|5"
        )
    )
    first, second, third = one(document).indicators
    assert [(it.level3, it.target.value, it.weight) for it in (first, second)] == [("培训人数", 100, 10), ("培训场次", 5, None)]
    assert first.uncertain == second.uncertain == ("weight",) and third.uncertain == ()


@pytest.mark.parametrize("values", ["1、≥12公里2、3座", "≥12公里＝3座", "指标1：≥12公里指标2：3座"])
def test_indicators_that_nothing_but_their_numbers_part_are_taken_apart_and_marked(values: str) -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|1、2025年清淤长度2、修缮桥梁|{values}"))
    first, second = one(document).indicators
    assert [(it.level3, it.target.value, it.target.unit) for it in (first, second)] == [
        ("2025年清淤长度", 12, "公里"),
        ("修缮桥梁", 3, "座"),
    ]
    assert {"level3", "target"} <= set(first.uncertain) & set(second.uncertain)


def test_a_text_with_signs_beside_numbered_indicators_stays_whole() -> None:
    head = f"{HEADER}|指标解释"
    row = "产出指标|数量指标|1.清淤长度\\n2.修缮桥梁|1.≥12公里\\n2.≥3座|≥90%得满分，≥80%得一半"
    document = read(table(f"项目名称|甲|<|<|<\n{head}\n{row}"))
    assert {it.description for it in one(document).indicators} == {"≥90%得满分，≥80%得一半"}


def test_a_name_with_a_number_inside_and_one_value_stays_one() -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|1.修缮1、2、3号泵站|≥3座"))
    assert [it.target.raw for it in one(document).indicators] == ["≥3座"]


def test_values_that_stand_in_one_cell_without_numbers_are_uncertain() -> None:
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n产出指标|数量指标|培训|≥100人\\n≥5场"))
    assert one(document).indicators[0].uncertain == ("target",)


@pytest.mark.parametrize(
    ("value", "unit", "told_of"), [("95%", "人", "人"), ("≤95", "%", "≥"), ("≥95%", "%", ""), ("95", "%", "")]
)
def test_a_sign_or_unit_beside_the_value_that_contradicts_it_is_told(value: str, unit: str, told_of: str) -> None:
    head = "一级指标|二级指标|三级指标|指标性质|指标值|计量单位"
    document = read(table(f"项目名称|甲|<|<|<|<\n{head}\n产出指标|质量指标|合格率|≥|{value}|{unit}"))
    (indicator,) = one(document).indicators
    assert indicator.uncertain == (("target",) if told_of else ())
    assert (f"旁边一栏的“{told_of}”" in told(document)) is bool(told_of)


def test_a_table_of_another_width_goes_on_by_the_order_of_its_columns() -> None:
    head = "一级指标|二级指标|三级指标|<|年度指标值|实际完成值|得分"
    document = read(
        table(f"项目名称|甲|<|<|<|<|<\n{head}\n产出指标|数量指标|修路|<|1条|1条|10"),
        table("产出指标|时效指标|完成时间|12月底|12月|8\n满意度指标|满意度|群众满意度|≥90%|96%|10"),
    )
    found = [(it.level2, it.target.raw, it.actual.raw if it.actual else None, it.score) for it in one(document).indicators]
    assert found[1:] == [("时效指标", "12月底", "12月", 8), ("满意度", "≥90%", "96%", 10)]
    assert "列数与上文的指标表不同" in told(document)


def test_a_table_that_goes_on_may_end_with_cells_that_begin_elsewhere() -> None:
    head = "一级指标|二级指标|三级指标|<|年度指标值|实际完成值|得分"
    document = read(
        table(f"项目名称|甲|<|<|<|<|<\n{head}\n产出指标|数量指标|修路|<|1条|1条|10"),
        table(
            "产出指标|<|时效指标|完成时间|<|12月底|12月|8\n满意度指标|<|满意度|群众满意度|<|≥90%|96%|10\n填报人|李某|<|<|联系电话|<|<|0123"
        ),
    )
    assert [(it.level2, it.target.raw) for it in one(document).indicators][1:] == [("时效指标", "12月底"), ("满意度", "≥90%")]


def test_rows_whose_columns_begin_elsewhere_are_read_by_turn() -> None:
    document = read(
        table("""
            项目名称 | 甲 | < | < | < | <
            一级指标 | 二级指标 | 三级指标 | < | < | 指标值
            产出指标 | 数量指标 | 修路 | < | < | 1条
            产出指标 | 质量指标 | < | 合格率 | < | ≥95%
        """)
    )
    assert names(one(document))[1] == ("产出指标", "质量指标", "合格率", "≥95%")


def test_a_table_whose_last_columns_are_empty_goes_on() -> None:
    document = read(
        table(f"项目名称|甲|<|<|<\n{HEADER}|备注\n产出指标|数量指标|修路|1条|"),
        table("效益指标|社会效益指标|出行|改善\n满意度指标|满意度|群众满意度|≥90%"),
    )
    assert [(it.level2, it.target.raw) for it in one(document).indicators][1:] == [("社会效益指标", "改善"), ("满意度", "≥90%")]


def test_columns_named_by_years_alone_are_values_the_first_of_them_uncertain() -> None:
    head = "一级指标|二级指标|三级指标|2025年|2026年"
    document = read(table(f"项目名称|甲|<|<|<\n{head}\n产出指标|数量指标|修路|1条|2条\n满意度指标|满意度|群众满意度|≥90%|≥91%"))
    assert [(it.target.raw, it.uncertain) for it in one(document).indicators] == [("1条", ("target",)), ("≥90%", ("target",))]
    assert "2条" in told(document)


def test_a_word_of_its_own_below_a_header_of_several_columns_is_part_of_it() -> None:
    head = "绩效指标|<|<|目标值|<|<\n一级指标|二级指标|三级指标|计算符号|数值|单位"
    document = read(table(f"项目名称|甲|<|<|<|<\n{head}\n产出指标|数量指标|修路|≥|3|公里"))
    (indicator,) = one(document).indicators
    assert (indicator.target.operator, indicator.target.value, indicator.target.unit) == (">=", 3, "公里")


def test_a_remark_between_the_rows_does_not_end_the_indicators() -> None:
    rows = "产出指标|数量指标|修路|1条\n备注：以实际下达为准|<|<|<\n满意度指标|满意度|群众满意度|≥90%\n存在问题|无|<|<"
    document = read(table(f"项目名称|甲|<|<\n{HEADER}\n{rows}"))
    assert [(it.level3, it.uncertain) for it in one(document).indicators] == [("修路", ()), ("群众满意度", ())]
    assert "备注：以实际下达为准" in told(document)


def test_a_number_in_a_cell_of_its_own_is_no_part_of_the_name() -> None:
    head = "一级指标|二级指标|三级指标|<|指标值"
    document = read(table(f"项目名称|甲|<|<|<\n{head}\n产出指标|数量指标|1|修路|1条\n^|^|甲路|乙路|2条"))
    assert [(it.level3, it.uncertain) for it in one(document).indicators] == [("修路", ()), ("甲路乙路", ("level3",))]


def test_a_lone_text_between_two_sheets_is_no_indicator() -> None:
    cells = [
        ["项目名称", "渠道清淤"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "清淤长度", "≥12公里"],
    ]
    cells += [["三、堤防加固项目"], ["项目名称", "堤防加固项目"], *cells[1:]]
    drawn = tuple(
        Cell(row=r, column=c, text=text, place=Place(table=1, row=r + 1, column=c + 1))
        for r, row in enumerate(cells)
        for c, text in enumerate(row)
    )
    document = read(Table(rows=len(cells), columns=4, cells=drawn, place=Place(table=1)))
    assert [(it.name, [row.level3 for row in it.indicators]) for it in document.projects] == [
        ("渠道清淤", ["清淤长度"]),
        ("堤防加固项目", ["清淤长度"]),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("校园安全视频监控联网绩效目标表", "goals"),
        ("项目绩效运行监控表", "monitoring"),
        ("项目支出绩效目标执行监控表", "monitoring"),
        ("2026年上半年绩效监控情况表", "monitoring"),
    ],
)
def test_a_project_named_after_monitoring_is_not_monitored(title: str, kind: str) -> None:
    drawn = "项目名称|甲|<|<\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|清淤长度|≥12公里"
    assert read(title, table(drawn)).kind == kind


def test_goals_for_the_whole_span_beside_those_of_the_year_are_told() -> None:
    drawn = "项目名称|甲|<\n总体目标|实施期总目标|年度目标\n^|三年建成。|今年开工。"
    document = read("区域绩效目标表", table(drawn))
    assert document.projects[0].goals == ("今年开工。",)
    assert any("三年建成。" in problem.message for problem in document.problems)


@pytest.mark.parametrize("text", ["实施情况综述", "政策扶持内容", "年度申报要求"])
def test_a_label_that_is_read_as_a_text_of_its_own_is_told(text: str) -> None:
    document = read(table(f"项目名称|甲\n年度总体目标|{text}\n"))
    assert any("像是另一栏的名称" in it.message and text in it.message for it in document.problems), document.problems


def test_a_goal_in_words_of_its_own_is_no_label() -> None:
    document = read(table("项目名称|甲\n年度总体目标|完成清淤任务\n"))
    assert one(document).goals == ("完成清淤任务",)
    assert told(document) == ""


def test_a_list_names_the_column_in_which_no_amount_stands() -> None:
    drawn = (
        "项目名称|预算数（万元）|一级指标|二级指标|三级指标|指标值\n甲|###|产出指标|数量指标|清淤长度|≥12公里\n"
        "乙|30.00|产出指标|数量指标|加固长度|≥3公里"
    )
    document = read("项目支出绩效目标汇总表", table(drawn))
    assert [(it.name, it.budget.total) for it in document.projects] == [("甲", None), ("乙", 30)]
    assert "“预算数”一栏的“###”不是金额" in told(document)


@pytest.mark.parametrize("digits", ["9" * 60, "1" * 33 + "亿", f"0.{'3' * 40}", "1e308", f"±{'9' * 31}"])
def test_figures_without_end_are_kept_as_words_and_can_be_written(digits: str) -> None:
    document = read(
        table(
            f"项目名称|甲|<|<|<|<\n年度资金总额（万元）|{digits}|<|执行率|{digits}%|<\n{HEADER}|分值|得分\n"
            f"产出指标|数量指标|修路|≥{digits}条|{digits}|{digits}"
        )
    )
    assert loads(dumps(document)) == document
    (indicator,) = one(document).indicators
    assert (indicator.target.raw, indicator.weight, indicator.score) == (f"≥{digits}条", None, None)
    assert digits in told(document)
