"""Tables given out column by column: pages, headers before all columns, halves, lists of projects, cells of several lines."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout
from tests.documents.families.forms import FAMILIES
from tests.documents.readers.flattened import by_column, silent

TITLE = "湿地管护项目绩效目标表\n项目名称\n湿地管护\n"
LEVEL1 = ("产出指标", "效益指标", "满意度指标")
LEVEL2 = ("数量指标", "时效指标", "社会效益指标", "服务对象满意度指标")
NAMES = ("巡护面积", "候鸟监测次数", "巡护完成时间", "周边村民知晓率", "游客满意度")
VALUES = ("≥300亩", "≥12次", "11月底前", "≥85%", "≥90%")
WEIGHTS = ("20", "20", "20", "30", "10")
TRUE = [
    ("产出指标", "数量指标", "巡护面积", "≥300亩"),
    ("产出指标", "数量指标", "候鸟监测次数", "≥12次"),
    ("产出指标", "时效指标", "巡护完成时间", "11月底前"),
    ("效益指标", "社会效益指标", "周边村民知晓率", "≥85%"),
    ("满意度指标", "服务对象满意度指标", "游客满意度", "≥90%"),
]
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")
COLUMNS = (LEVEL1, LEVEL2, NAMES, VALUES)


def lines(*parts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for part in parts for text in part)


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def rows(document: Document) -> list[tuple[str | None, ...]]:
    [project] = document.projects
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


def by_columns(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    return lines(*((head, *cells) for head, cells in zip(heads, columns, strict=True)))


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 1, 3), (3, 2, 1, 0)])
def test_columns_are_put_together_in_whatever_order_they_stand(order: tuple[int, ...]) -> None:
    document = read(TITLE + by_columns([HEADS[at] for at in order], [COLUMNS[at] for at in order]))
    assert rows(document) == TRUE
    assert all({"level1", "level2", "level3", "target"} <= set(it.uncertain) for it in document.projects[0].indicators)


def test_headers_that_stand_before_all_columns_are_given_theirs_by_what_these_hold() -> None:
    assert rows(read(TITLE + lines(HEADS, *COLUMNS))) == TRUE


def test_a_header_broken_over_lines_is_one() -> None:
    heads = ("一级\n指标", "二级\n指标", "三级\n指标", "年度指\n标值")
    assert rows(read(TITLE + by_columns(heads, COLUMNS))) == TRUE


@pytest.mark.parametrize("again", [HEADS, ()])
def test_columns_go_on_over_pages_with_the_header_printed_again_or_not(again: tuple[str, ...]) -> None:
    first = by_columns(HEADS, (LEVEL1[:1], LEVEL2[:1], NAMES[:2], VALUES[:2]))
    rest = (LEVEL1[1:], LEVEL2[1:], NAMES[2:], VALUES[2:])
    second = by_columns(again, rest) if again else lines(*rest)
    assert rows(read(f"{TITLE}{first}- 1 -\n{second}")) == TRUE


PRINTED = (
    *("一级指标", "二级指标", "三级指标", "指标值", "分值", "得分", "度量单位", "偏差原因", "总分", "绩效指标", "经费保障"),
    *("项目名称", "年度目标", "产出指标", "数量指标", "≥95%", "10", "12月底前", "巡护面积", "公里", "≥", "长期", "指标", "\f"),
)


@given(st.lists(st.sampled_from(PRINTED), min_size=3, max_size=50))
def test_words_of_a_form_in_any_order_are_read_to_their_end_and_none_is_lost(words: list[str]) -> None:
    text = "\n".join(["湿地管护项目绩效目标表", *words])
    printed = "".join(it.text for it in read_layout(text.encode()).cells())
    assert Counter("".join(text.split())) - Counter("".join(printed.split())) == Counter()


def test_a_mark_between_pages_inside_a_column_changes_nothing() -> None:
    text = TITLE + by_columns(HEADS, COLUMNS)
    assert rows(read(text.replace("巡护完成时间\n", "- 1 -\n巡护完成时间\n"))) == TRUE


def test_names_that_go_on_over_lines_are_put_together_and_that_is_told() -> None:
    names = ("湿地核心\n区巡护面\n积", "候鸟监测\n次数", "巡护完成\n时间", "周边村民\n知晓率", "游客满意度")
    document = read(TITLE + by_columns((*HEADS, "权重"), (LEVEL1, LEVEL2, names, VALUES, WEIGHTS)))
    found = [it.level3 for it in document.projects[0].indicators]
    assert found == ["湿地核心区巡护面积", "候鸟监测次数", "巡护完成时间", "周边村民知晓率", "游客满意度"]
    assert any("合成一格" in it.message for it in document.problems)


def test_the_half_for_several_years_is_told_and_fills_no_row() -> None:
    heads = ("一级指标", *HEADS[1:], *HEADS[1:])
    long = (LEVEL2, tuple(f"三年内{name}" for name in NAMES), ("≥1%",) * 5)
    document = read(TITLE + by_columns(heads, (LEVEL1, *long, LEVEL2, NAMES, VALUES)))
    assert rows(document) == TRUE
    assert any("中期的各栏" in it.message for it in document.problems)


def test_a_half_without_cells_is_left_out() -> None:
    heads = ("一级指标", *HEADS[1:], *HEADS[1:])
    assert rows(read(TITLE + by_columns(heads, (LEVEL1, (), (), (), LEVEL2, NAMES, VALUES)))) == TRUE


@pytest.mark.parametrize(
    ("units", "whose", "told"),
    [(("亩", "次"), ("亩", "次"), False), (("亩",), ("亩", None), False), (("处",), (None, None), True)],
)
def test_units_go_to_the_rows_with_numbers_only_where_they_say_which(
    units: tuple[str, ...], whose: tuple[str | None, ...], *, told: bool
) -> None:
    columns = (("巡护面积", "巡护机制", "监测次数"), ("≥300", "长期", "12"), units)
    document = read(TITLE + by_columns(("指标名称", "指标值", "度量单位"), columns))
    found = [it.target.unit for it in document.projects[0].indicators]
    assert (found[0], found[2]) == whose
    assert any("看不出属于哪些行" in it.message for it in document.problems) == told


BLANK = ("≥300亩", "≥12次", "≥85%", "≥90%")


@pytest.mark.parametrize("first", [False, True])
def test_a_value_left_blank_moves_no_other_one(*, first: bool) -> None:
    heads, columns = (*HEADS, "权重"), (LEVEL1, LEVEL2, NAMES, BLANK, ("15", "25", "20", "30", "10"))
    document = read(TITLE + (lines(heads, *columns) if first else by_columns(heads, columns)))
    found = [(it.level3, it.target.raw) for it in document.projects[0].indicators]
    assert found == [(name, "" if name == "巡护完成时间" else value) for name, value in zip(NAMES, VALUES, strict=True)]


def test_a_header_without_cells_takes_no_cell_of_the_next_column() -> None:
    assert rows(read(TITLE + lines((*HEADS, "备注"), *COLUMNS))) == TRUE
    assert rows(read(TITLE + by_columns((*HEADS, "权重", "说明"), (*COLUMNS, WEIGHTS, ())))) == TRUE


def test_columns_that_stand_before_the_values_belong_to_the_table() -> None:
    heads, columns = ("运算符号", "指标值", "三级指标"), (("≥", "≥", "≥", "≥"), ("300亩", "12次", "85%", "90%"))
    document = read(TITLE + by_columns(heads, (*columns, (*NAMES[:2], *NAMES[3:]))))
    assert [it.target.operator for it in document.projects[0].indicators] == [">="] * 4


def test_a_word_of_a_header_that_stands_in_cells_is_no_header() -> None:
    basis = ("行业标准", "年度计划", "年度计划", "行业标准", "年度计划")
    document = read(TITLE + by_columns((*HEADS, "指标值确定依据"), (*COLUMNS, basis)))
    assert rows(document) == TRUE
    assert tuple(it.basis for it in document.projects[0].indicators) == basis


def test_a_second_level_that_is_also_a_first_one_stays_below_the_level_that_goes_on_from_the_page_before() -> None:
    names, values = (*NAMES[:3], "巡护人均补助", *NAMES[3:]), (*VALUES[:3], "≤60元/人", *VALUES[3:])
    first = by_columns(HEADS, (LEVEL1[:1], LEVEL2[:2], names[:3], values[:3]))
    second = lines(LEVEL1[1:], ("成本指标", *LEVEL2[2:]), names[3:], values[3:])
    found = rows(read(f"{TITLE}{first}- 1 -\n{second}"))
    assert found == [*TRUE[:3], ("产出指标", "成本指标", "巡护人均补助", "≤60元/人"), *TRUE[3:]]


def test_what_follows_the_last_figure_is_no_figure_and_is_told() -> None:
    text = TITLE + by_columns((*HEADS, "分值"), (*COLUMNS, (*WEIGHTS, "填报人：周某", "11月3日")))
    document = read(text)
    assert rows(document) == TRUE
    assert [str(it.weight) for it in document.projects[0].indicators] == list(WEIGHTS)
    assert any("不像这一栏的内容" in it.message for it in document.problems)


@pytest.mark.parametrize("order", [("中期指标", "年度指标"), ("年度指标", "中期指标")])
def test_of_two_tables_one_below_the_other_that_of_the_year_is_read(order: tuple[str, str]) -> None:
    long = (LEVEL1, LEVEL2, tuple(f"三年内{name}" for name in NAMES), ("≥1%",) * 5)
    both = (long, COLUMNS) if order[0] == "中期指标" else (COLUMNS, long)
    columns = [lines((head,), cells) for at, head in enumerate(HEADS) for cells in (half[at] for half in both)]
    document = read(TITLE + lines(order) + "".join(columns))
    assert rows(document) == TRUE
    assert any("中期的各栏" in it.message for it in document.problems)


def test_several_indicators_in_one_cell_are_parted_by_their_numbers() -> None:
    columns = (LEVEL2[:2], ("1、巡护面积2、候鸟监测次数", "巡护完成时间"), ("1、≥300亩2、≥12次", "11月底前"))
    document = read(TITLE + by_columns(HEADS[1:], columns))
    assert [(it.level3, it.target.raw) for it in document.projects[0].indicators] == list(
        zip(NAMES[:3], VALUES[:3], strict=True)
    )
    assert any("按编号分开" in it.message for it in document.problems)


LISTED = ("项目名称", "预算数（万元）", "年度目标", *HEADS, "权重")
OWN = (("湿地管护", "校舍修缮"), ("12.00", "30.00"), ("管好湿地。", "修好校舍。"))
BOTH = (
    ("产出指标", "满意度指标", "效益指标", "产出指标"),
    ("数量指标", "服务对象满意度指标", "社会效益指标", "质量指标"),
    ("巡护面积", "游客满意度", "惠及师生人数", "校舍验收合格率"),
    ("≥300亩", "≥90%", "≥800人", "100%"),
)


@pytest.mark.parametrize("first", [False, True])
def test_the_rows_of_a_list_are_shared_out_to_its_projects_by_their_weights(*, first: bool) -> None:
    columns = (*OWN, *BOTH, ("60", "40", "30", "70"))
    text = lines(LISTED, *columns) if first else by_columns(LISTED, columns)
    document = read(f"2025年部门预算项目绩效目标表\n{text}")
    found = {project.name: [it.level3 for it in project.indicators] for project in document.projects}
    assert found == {"湿地管护": ["巡护面积", "游客满意度"], "校舍修缮": ["惠及师生人数", "校舍验收合格率"]}
    assert [str(project.budget.total) for project in document.projects] == ["12.00", "30.00"]


def test_a_list_whose_weights_do_not_say_which_rows_are_whose_is_told_and_loses_nothing() -> None:
    text = "2025年部门预算项目绩效目标表\n" + by_columns(LISTED, (*OWN, *BOTH, ("60", "50", "30", "70")))
    layout = read_layout(text.encode())
    assert any("看不出各行属于哪个项目" in it.message for it in layout.problems)
    printed = "".join(it.text for it in layout.cells())
    assert Counter("".join(printed.split())) == Counter("".join(text.split()))


@pytest.mark.parametrize("form", ["A3 全国目标申报表", "A7 分值在指标值之前", "A11 江西多表", "A12 多项目清单", "A14 部门整体"])
def test_names_that_mean_their_level_tell_which_rows_a_level_covers(form: str) -> None:
    drawn = FAMILIES[form](random.Random(f"{form}, by column"))
    document = read(by_column(drawn.blocks))
    true = {row.level3: (row.level1, row.level2) for project in drawn.projects for row in project.rows}
    found = {it.level3: (it.level1, it.level2) for project in document.projects for it in project.indicators}
    right = sum(found.get(name) == levels for name, levels in true.items())
    assert right >= 0.9 * len(true)
    assert silent(drawn, document) == []


def test_cells_one_below_the_other_whose_header_a_page_breaks_are_no_columns() -> None:
    head = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "- 2 -", "指标值确定依据"]
    rows = [
        ["产出指标", "数量指标", "修缮古井", "修缮古井的口数", "≥12口", "工作计划"],
        ["清理水塘", "清理水塘的处数", "≥3处", "工作计划"],
        ["质量指标", "验收合格率", "合格的口数占比", "- 3 -", "≥95%", "行业标准"],
        ["效益指标", "社会效益指标", "受益居民", "受益居民的人数", "≥300人", "历史数据"],
        ["满意度指标", "服务对象满意度指标", "居民满意度", "满意的居民占比", "≥90%", "问卷"],
    ]
    text = "\n".join(["古井修缮绩效目标表", "项目名称", "古井修缮", *head, *(cell for row in rows for cell in row)])
    (project,) = read_bytes(text.encode(), "a.txt").projects
    assert [(it.level2, it.level3, it.target.raw) for it in project.indicators] == [
        ("数量指标", "修缮古井", "≥12口"),
        ("数量指标", "清理水塘", "≥3处"),
        ("质量指标", "验收合格率", "≥95%"),
        ("社会效益指标", "受益居民", "≥300人"),
        ("服务对象满意度指标", "居民满意度", "≥90%"),
    ]
