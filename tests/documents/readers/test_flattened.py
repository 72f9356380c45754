"""Forms of every kind flattened to text: rows of one line, cells on lines of their own, and cells with nothing between them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from jihuan.core.document import Document, Indicator
from jihuan.documents.layout import Table
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout
from jihuan.documents.readers.text.celled import sheet
from tests.documents.families.forms import FAMILIES
from tests.documents.families.measure import Score, score
from tests.documents.readers.flattened import KINDS, broken, by_column, glued, silent

FORMS = [name for name in FAMILIES if name.split()[0] in ("A1", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A14", "A16", "A19")]
TITLE = "水土保持监测经费绩效自评表\n"
HEADER = "一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析及改进措施\n"
HEADER_LINES = "一级指标\n二级指标\n三级指标\n指标值\n"


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def row(it: Indicator) -> tuple[object, ...]:
    weight, points = (None if value is None else str(value) for value in (it.weight, it.score))
    return it.level1, it.level2, it.level3, it.target.raw, it.actual and it.actual.raw, weight, points


def rows_under(header: str, body: str) -> list[tuple[object, ...]]:
    [project] = read(f"{TITLE}项目名称水土保持监测经费\n{header}{body}").projects
    return [row(it) for it in project.indicators]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_flattened_with_its_cells_apart_is_read_and_nothing_wrong_is_silent(kind: str) -> None:
    whole = Score()
    for form in FORMS:
        drawn = FAMILIES[form](random.Random(f"{form}, {kind}"))
        document = read(KINDS[kind](drawn.blocks))
        whole.add(score(drawn, document))
        assert silent(drawn, document) == [], form
    assert (whole.f1 >= 0.985, whole.accuracy >= 0.985) == (True, True), whole.wrong[:10]


@pytest.mark.parametrize("form", ["A3 全国目标申报表", "A11 江西多表", "A12 多项目清单", "A19 运行监控表", "混合：县级监控表"])
def test_of_cells_broken_over_lines_that_nothing_parts_none_is_wrong_without_a_word(form: str) -> None:
    drawn = FAMILIES[form](random.Random(f"{form}, broken"))
    document = read(broken(drawn.blocks))
    assert document.projects[0].indicators
    assert silent(drawn, document) == []


@pytest.mark.parametrize("kind", ["one cell a line", "one space", "wrapped cells, blank lines between"])
@pytest.mark.parametrize("form", ["A13 中期与年度并列", "少见：中期与年度上下两段"])
def test_rows_for_several_years_and_for_one_are_never_mixed_up_without_a_word(form: str, kind: str) -> None:
    drawn = FAMILIES[form](random.Random(f"{form}, {kind}"))
    document = read(KINDS[kind](drawn.blocks))
    assert document.projects[0].indicators
    assert silent(drawn, document) == []


def test_the_header_of_a_second_part_is_no_part_of_the_row_above_it() -> None:
    header = "一级指标 二级指标 三级指标 指标值\n"
    text = (
        f"{TITLE}项目名称 湿地管护\n实施期绩效指标 {header}产出指标 数量指标 管护面积 900亩\n满意度指标 服务对象满意度指标 群众满意度 按年度考核\n"
        f"年度绩效指标 {header}产出指标 数量指标 管护面积 300亩\n"
    )
    [project] = read(text).projects
    assert [(it.level3, it.target.raw) for it in project.indicators] == [("管护面积", "300亩")]


COLUMNS = "项目名称\n湿地管护\n{above}一级指标\n产出指标\n二级指标\n{seconds}三级指标\n管护面积\n巡护次数\n指标值\n≥300亩\n{last}分值\n40\n50\n"


def told(document: Document) -> str:
    problems = [it for it in document.problems if "一栏一栏" in it.message]
    assert {it.level for it in problems} == {"warning"}
    return "".join(it.message for it in problems)


@pytest.mark.parametrize("form", [*FORMS, "A11 江西多表", "A13 中期与年度并列", "A15 发改委级次", "混合：标签与值同格"])
def test_a_table_given_out_by_column_is_put_together_with_a_mark_or_told(form: str) -> None:
    drawn = FAMILIES[form](random.Random(f"{form}, columns"))
    document = read(by_column(drawn.blocks))
    assert silent(drawn, document) == []
    assert any("一栏一栏" in it.message or "没有读出指标" in it.message for it in document.problems)


def test_columns_of_one_length_make_rows_all_marked_uncertain() -> None:
    document = read(COLUMNS.format(above="总分\n", seconds="数量指标\n质量指标\n", last="≥12次\n") + "90\n")
    [project] = document.projects
    assert [row(it)[1:] for it in project.indicators] == [
        ("数量指标", "管护面积", "≥300亩", None, "40", None),
        ("质量指标", "巡护次数", "≥12次", None, "50", None),
    ]
    assert all({"level2", "level3", "target", "weight"} <= set(it.uncertain) for it in project.indicators)
    assert "一级指标 1" in told(document)


MERGED = "项目名称\n湿地管护\n一级指标\n产出指标\n满意度指标\n二级指标\n数量指标\n时效指标\n服务对象满意度指标\n三级指标\n{names}指标值\n{values}"


def test_merged_levels_given_out_by_column_go_to_the_rows_that_names_and_values_name_and_are_marked() -> None:
    names = "管护面积\n巡护次数\n完成时间\n群众满意度\n"
    document = read(MERGED.format(names=names, values="≥300亩\n≥12次\n12月底前\n≥90%\n"))
    [project] = document.projects
    assert [row(it)[:3] for it in project.indicators] == [
        ("产出指标", "数量指标", "管护面积"),
        ("产出指标", "数量指标", "巡护次数"),
        ("产出指标", "时效指标", "完成时间"),
        ("满意度指标", "服务对象满意度指标", "群众满意度"),
    ]
    assert all({"level1", "level2", "level3", "target"} <= set(it.uncertain) for it in project.indicators)
    assert "二级指标 3" in told(document)
    assert "可能有错" in told(document)


def test_merged_levels_given_out_by_column_that_fit_several_rows_as_well_are_not_guessed() -> None:
    names = "东片管护\n西片管护\n南片管护\n群众满意度\n"
    text = MERGED.replace("数量", "管护").replace("时效", "其他")
    document = read(text.format(names=names, values="300亩\n12亩\n15亩\n≥90%\n"))
    [project] = document.projects
    assert [row(it)[:3] for it in project.indicators] == [
        ("产出指标", "管护指标", "东片管护"),
        (None, None, "西片管护"),
        (None, "其他指标", "南片管护"),
        ("满意度指标", "服务对象满意度指标", "群众满意度"),
    ]
    assert "level2" in project.indicators[1].uncertain
    assert "“西片管护”" in told(document)


def test_signs_and_units_given_out_by_column_go_to_the_rows_with_numbers() -> None:
    text = "项目名称\n湿地管护\n指标名称\n管护面积\n鸟类栖息环境\n巡护次数\n指标值\n300\n改善\n12\n度量单位\n亩\n次\n"
    [project] = read(text).projects
    assert [(it.target.raw, it.target.unit) for it in project.indicators] == [("300", "亩"), ("改善", None), ("12", "次")]
    assert all("target" in it.uncertain for it in project.indicators)


def test_columns_of_other_lengths_make_no_rows_and_lose_nothing() -> None:
    text = COLUMNS.format(above="", seconds="数量指标\n", last="")
    document = read(text)
    assert "对不上" in told(document)
    assert not [it for project in document.projects for it in project.indicators if it.level3 == "管护面积" and it.target.raw]
    printed = "".join(it.text for it in read_layout(text.encode()).cells())
    assert Counter("".join(printed.split())) == Counter("".join(text.split()))


def test_a_sheet_whose_header_words_stand_in_no_order_is_told() -> None:
    document = read_layout("项目名称\n湿地管护\n三级指标\n管护面积\n300亩\n一级指标\n指标值\n".encode())
    assert any("没有读出指标" in it.message for it in document.problems)


def test_rows_under_a_header_that_makes_no_table_are_told() -> None:
    text = "2024年项目支出绩效目标表\n一级指标 二级指标 三级指标 指标值\n见附件一\n见附件二\n见附件三\n"
    problems = read_layout(text.encode()).problems
    assert any("像是表头" in it.message or "没有归入指标" in it.message for it in problems), problems


@pytest.mark.parametrize("kind", ["one space", "one cell a line"])
def test_a_list_of_projects_whose_cells_add_up_is_read_and_one_that_lost_a_cell_is_told(kind: str) -> None:
    drawn = FAMILIES["A12 文字指标清单"](random.Random(kind))
    text = KINDS[kind](drawn.blocks)
    result = score(drawn, read(text))
    assert (result.wrong, result.f1) == ([], 1.0)
    amount = drawn.projects[0].total
    torn = read_layout(text.replace(f" {amount}", "").replace(f"{amount}\n", "").encode())
    assert any("项目清单" in it.message for it in torn.problems)


def test_of_rows_glued_together_most_are_taken_apart_and_every_one_is_marked() -> None:
    whole = Score()
    for form in ("A3 全国目标申报表", "A4 上海申报表", "A6 全国自评表", "A7 分值在指标值之前", "A16 转移支付区域"):
        drawn = FAMILIES[form](random.Random(f"{form}, glued"))
        document = read(glued(drawn.blocks))
        whole.add(score(drawn, document))
        assert silent(drawn, document) == [], form
        assert all(it.uncertain for project in document.projects for it in project.indicators), form
    assert whole.f1 >= 0.9, whole.wrong[:10]


def test_levels_values_and_points_without_anything_between_them_are_told_apart() -> None:
    body = (
        "产出指标数量指标安装坡面水标尺≥266米≥266米1010\n质量指标验收合格率100%98%108.5\n"
        "时效指标完成时间12月底前12月底前1010\n效益指标社会效益指标提高群众意识有效提升有效提升3028雨季延误，已补种\n"
    )
    assert rows_under(HEADER, body) == [
        ("产出指标", "数量指标", "安装坡面水标尺", "≥266米", "≥266米", "10", "10"),
        ("产出指标", "质量指标", "验收合格率", "100%", "98%", "10", "8.5"),
        ("产出指标", "时效指标", "完成时间", "12月底前", "12月底前", "10", "10"),
        ("效益指标", "社会效益指标", "提高群众意识", "有效提升", "有效提升", "30", "28"),
    ]


def test_points_before_the_value_and_a_name_said_again_are_told_apart() -> None:
    header = "一级指标二级指标三级指标绩效指标描述分值年度指标值实际完成值得分\n"
    [project] = read(f"{TITLE}{header}产出指标数量指标安装坡面水标尺安装坡面水标尺10≥266米≥266米10\n").projects
    [it] = project.indicators
    assert (it.level3, it.description, str(it.weight), it.target.raw, str(it.score)) == (
        "安装坡面水标尺",
        "安装坡面水标尺",
        "10",
        "≥266米",
        "10",
    )
    assert {"description", "weight", "target", "actual", "score"} <= set(it.uncertain)


def test_rows_glued_under_a_header_that_is_not_are_taken_apart_too() -> None:
    header = "一级指标 二级指标 三级指标 指标值\n"
    found = rows_under(header, "产出指标数量指标安装坡面水标尺≥266米\n质量指标验收合格率100%\n")
    assert [it[:4] for it in found] == [
        ("产出指标", "数量指标", "安装坡面水标尺", "≥266米"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
    ]


def test_labels_and_amounts_glued_together_are_read_and_told() -> None:
    document = read(
        f"{TITLE}项目名称水土保持监测经费\n主管部门青石县水利局实施单位青石县水土保持站\n"
        "项目资金（万元）年初预算数全年预算数全年执行数分值执行率得分\n年度资金总额20.0020.0018.5010 92.50%9.25\n"
        f"{HEADER}产出指标数量指标安装坡面水标尺≥266米≥266米9090\n总分10099.25\n"
    )
    [project] = document.projects
    budget = project.budget
    assert (project.name, project.agency_name) == ("水土保持监测经费", "青石县水土保持站")
    assert [str(it) for it in (budget.initial, budget.adjusted, budget.executed, budget.execution_rate)] == [
        "20.00",
        "20.00",
        "18.50",
        "92.50",
    ]
    assert (str(project.execution_score), str(project.total_score)) == ("9.25", "99.25")
    told = {it.place.line[0] for it in document.problems if it.place and it.place.line}
    assert {2, 3, 5, 7, 8} <= told


def test_figures_that_can_be_cut_in_several_ways_fill_no_cell_but_stay_in_the_remainder() -> None:
    document = read(f"{TITLE}一级指标二级指标三级指标年度指标值实际完成值分值得分\n产出指标数量指标受益人口3563566\n")
    [it] = document.projects[0].indicators
    assert (it.target.raw, it.actual, it.weight) == ("", None, None)
    messages = [problem.message for problem in document.problems]
    assert any("粘连" in text for text in messages)
    assert any("没有归入" in text and "3563566" in text for text in messages)


@pytest.mark.parametrize("form", ["A3 全国目标申报表", "A6 全国自评表"])
def test_no_character_of_glued_rows_is_lost(form: str) -> None:
    text = glued(FAMILIES[form](random.Random(form)).blocks)
    cells = [it.text for it in read_layout(text.encode()).cells()]
    assert Counter("".join("".join(cells).split())) == Counter("".join(text.split()))


def test_gb18030_and_windows_line_ends_change_nothing_of_a_table_with_tabs() -> None:
    text = KINDS["tabs, every column"](FAMILIES["A6 全国自评表"](random.Random(6)).blocks)
    assert read_layout(text.replace("\n", "\r\n").encode("gb18030")).blocks == read_layout(text.encode()).blocks


def test_a_line_that_goes_on_below_belongs_to_the_row_above() -> None:
    text = (
        f"{TITLE}一级指标 二级指标 三级指标 年度指标值\n产出指标 数量指标 安装坡面 ≥266米\n质量指标 水标尺验收\n合格率 100%\n"
    )
    [project] = read(text).projects
    assert [(it.level2, it.level3, it.target.raw) for it in project.indicators] == [
        ("数量指标", "安装坡面", "≥266米"),
        ("质量指标", "水标尺验收合格率", "100%"),
    ]


def test_a_table_of_contents_with_tabs_before_its_page_numbers_is_no_table() -> None:
    layout = read_layout("目录\n1.湿地管护绩效目标表\t3\n2.校舍修缮绩效目标表\t12\n".encode())
    assert not [block for block in layout.blocks if isinstance(block, Table)]


def test_a_row_that_lost_a_cell_is_told_where_two_columns_fit() -> None:
    document = read("项目名称\t湿地管护\n三级指标\t年度指标值\t实际完成值\t分值\t得分\n管护面积\t300亩\t10\t10\n")
    [it] = document.projects[0].indicators
    assert "actual" in it.uncertain or "target" in it.uncertain or "weight" in it.uncertain
    assert any("拿不准" in problem.message for problem in document.problems)


def test_a_long_table_read_in_pieces_gives_the_rows_it_gives_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f"修缮第{at}号校舍\n≥{at}栋\n{at}栋\n5\n5\n" for at in range(1, 60))
    text = f"项目名称\n校舍修缮\n一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分\n产出指标\n数量指标\n{body}"
    whole = read(text).projects[0].indicators
    monkeypatch.setattr(sheet, "_PIECE", 40)
    assert [row(it) for it in read(text).projects[0].indicators] == [row(it) for it in whole]
    assert len(whole) == 59


def test_a_sentence_that_ran_into_the_spending_plan_is_told_and_kept() -> None:
    text = f"项目名称\n湿地管护\n资金支出计划（%）\n3月底\n管护湿地300亩，惠及2983人。\n{HEADER_LINES}产出指标\n数量指标\n管护面积\n≥300亩\n"
    layout = read_layout(text.encode())
    assert any("惠及2983人" in it.text for it in layout.cells())
    assert any("资金支出计划" in problem.message for problem in layout.problems)


def test_rows_that_lost_cells_under_a_header_that_nobody_knows_are_told() -> None:
    text = "项目名称 | 湿地管护\n甲级 | 乙级 | 丙级 | 丁栏\n产出指标 | 数量指标 | 管护面积 | ≥300亩\n质量指标 | 合格率 | ≥95%\n巡护及时率 | 100%\n"
    told = {it.place.line for it in read_layout(text.encode()).problems if it.place}
    assert told == {(4, 4), (5, 5)}
