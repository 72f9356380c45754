"""The target grammar: every notation met in published documents, and the round trip through the normal form."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jihuan.core.document import Actual, Indicator, Target
from jihuan.core.indicators import format_target, level_span, parse_actual, parse_operator, parse_target
from tests.strategies import printed_targets

QUANTITIES = {
    # the seed
    "≥1500 人": (">=", "1500", "人"),
    "≤1 年": ("<=", "1", "年"),
    "≥98 %": (">=", "98", "%"),
    "100%": (None, "100", "%"),
    "100 百分比": (None, "100", "%"),
    "≥90 百分比": (">=", "90", "%"),
    "科普活动参与者满意度指标值=100%": ("=", "100", "%"),
    # at least
    ">=80%": (">=", "80", "%"),
    "≧80%": (">=", "80", "%"),
    "＞＝80%": (">=", "80", "%"),
    "≥≥98%": (">=", "98", "%"),
    "大于等于20场": (">=", "20", "场"),
    "不少于100人次": (">=", "100", "人次"),
    "不低于95%": (">=", "95", "%"),
    "至少5次": (">=", "5", "次"),
    "95%以上": (">=", "95", "%"),
    "100%（含）以上": (">=", "100", "%"),
    "达到95％及以上": (">=", "95", "%"),
    "提升10%以上": (">=", "10", "%"),
    "不低于95%以上": (">=", "95", "%"),
    # at most
    "<=3天": ("<=", "3", "天"),
    "≦5%": ("<=", "5", "%"),
    "小于等于10 万元": ("<=", "10", "万元"),
    "不超过30日": ("<=", "30", "日"),
    "不得超过5%": ("<=", "5", "%"),
    "不高于20元": ("<=", "20", "元"),
    "5个工作日内": ("<=", "5", "个工作日"),
    "控制在5%以内": ("<=", "5", "%"),
    "20人以下": ("<=", "20", "人"),
    # equal, greater, less
    "=100.00(%)": ("=", "100.00", "%"),
    "﹦100%": ("=", "100", "%"),
    "═100％": ("=", "100", "%"),
    "等于5个": ("=", "5", "个"),
    "＞60分": (">", "60", "分"),
    "大于60分": (">", "60", "分"),
    "超过100人": (">", "100", "人"),
    "＜5": ("<", "5", None),
    "小于0.9‰": ("<", "0.9", "‰"),
    # no operator, no guess
    "10辆": (None, "10", "辆"),
    "20万元": (None, "20", "万元"),
    "10 万元": (None, "10", "万元"),
    "1600元/亩": (None, "1600", "元/亩"),
    "1000元/人·月": (None, "1000", "元/人·月"),
    "1000元/人*月": (None, "1000", "元/人·月"),
    "1次/月": (None, "1", "次/月"),
    "每月1次": (None, "1", "次/月"),
    "每亩300": (None, "300", "每亩"),
    "每亩不超过300元": ("<=", "300", "元/亩"),
    "3,498,000.00元": (None, "3498000.00", "元"),
    "１,０００人次": (None, "1000", "人次"),
    "3万平方米": (None, "3", "万平方米"),
    "100 m2": (None, "100", "m2"),
    "2km": (None, "2", "km"),
    "0.97": (None, "0.97", None),
    "比例0.97": (None, "0.97", "比例"),
    "百分之95": (None, "95", "%"),
    "不低于百分之95": (">=", "95", "%"),
    "千分之5": (None, "5", "‰"),
    "-5%": (None, "-5", "%"),
    "0.00%": (None, "0.00", "%"),
    "12个月": (None, "12", "个月"),
    "2025.12": (None, "2025.12", None),
    "约100余人": (None, "100", "人"),
    "95%左右": (None, "95", "%"),
    "提升10%": (None, "10", "%"),
    "质量达标率100%": (None, "100", "%"),
    "新建水泥路1条": (None, "1", "条"),
    "10场活动": (None, "10", "场"),
    "7嘉": (None, "7", "嘉"),
    "300元/嘉": (None, "300", "元/嘉"),
    "854万(高标准农田400万元)": (None, "854", "万"),
    # damage by character recognition is not repaired here
    "290%": (None, "290", "%"),
    "2280次": (None, "2280", "次"),
}

RANGES = {
    "10-20": ("10", "20", None),
    "10~20人": ("10", "20", "人"),
    "10—20天": ("10", "20", "天"),
    "80%至90%": ("80", "90", "%"),
    "5万元到8万元之间": ("5", "8", "万元"),
    "±3%以内": ("-3", "3", "%"),
    "10±0.5℃": ("9.5", "10.5", "℃"),
    "≥80%且≤90%": ("80", "90", "%"),
    "不低于80,不超过90": ("80", "90", None),
}

DATES = (
    "2025年12月底前", "2025年年底前", "11月底之前", "12月底到位", "2021年12月31日", "2021年1月-12月", "2020年1月--2020年11月",
    "2023.07-2024.01", "2025-12-31", "2025/6/30前", "20251231", "2025年", "12月", "第四季度", "年底前", "每年12月底前完成",
    "2025年上半年", "截至2025年11月30日", "2024-2025年", "2025.12.31",
)  # fmt: skip

WORDS = (
    "有效促进", "较大", "长期", "健全", "已完成", "优良", "高中低", "是/是", "按月安排", "参照政府采购成本控制", "不超预算",
    "严格按照预算标准1000元/人给补助对象兑付补助", "按照冀财教104号", "1:1", "20-10", "10人-20场", "1,50", "10人以下以上",
    "三次", "0|0.00%|0", "2025年完成100场", "10月31日前完成率100%", "按照12亩3分地",
)  # fmt: skip

EMPTY = {
    "": (None, None),
    "/": (None, None),
    "/ / /": (None, None),
    "—": (None, None),
    "-": (None, None),
    "……": (None, None),
    "无": (None, None),
    "不适用": (None, None),
    "N/A": (None, None),
    "公里": (None, "公里"),
    "≧ %": (">=", "%"),
    "≥**": (">=", None),
    "(≥**人)": (">=", "人"),
    "≤**元/株": ("<=", "元/株"),
    "≥XX平方米": (">=", "平方米"),
    "**m2": (None, "m2"),
}


def meaning(target: Target) -> tuple[object, ...]:
    return target.kind, target.operator, target.operator_explicit, target.value, target.upper, target.unit


@pytest.mark.parametrize("raw", QUANTITIES)
def test_a_quantity_is_understood_and_its_print_kept(raw: str) -> None:
    operator, value, unit = QUANTITIES[raw]
    target = parse_target(raw)
    assert meaning(target) == ("quantitative", operator, operator is not None, Decimal(value), None, unit)
    assert target.raw == raw


@pytest.mark.parametrize("raw", RANGES)
def test_a_range_has_two_ends(raw: str) -> None:
    low, high, unit = RANGES[raw]
    assert meaning(parse_target(raw)) == ("quantitative", "range", True, Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize("raw", DATES)
def test_a_date_has_no_value(raw: str) -> None:
    assert meaning(parse_target(raw)) == ("date", None, False, None, None, None)


@pytest.mark.parametrize("raw", WORDS)
def test_words_and_what_is_not_one_quantity_stay_words(raw: str) -> None:
    assert meaning(parse_target(raw)) == ("qualitative", None, False, None, None, None)


@pytest.mark.parametrize("raw", EMPTY)
def test_marks_and_residue_of_templates_are_empty(raw: str) -> None:
    operator, unit = EMPTY[raw]
    assert meaning(parse_target(raw)) == ("empty", operator, operator is not None, None, None, unit)


def test_a_comparison_before_a_date_or_words_is_kept() -> None:
    assert meaning(parse_target("≤2025年12月31日")) == ("date", "<=", True, None, None, None)
    assert meaning(parse_target("=优")) == ("qualitative", "=", True, None, None, None)


def test_contradicting_words_around_a_number_are_no_quantity() -> None:
    assert parse_target("≥95%以下").kind == "qualitative"
    assert parse_target("不超过5人以上").value is None


def test_line_breaks_in_a_cell_are_joined_and_inner_spaces_kept() -> None:
    assert parse_target(" ≥1500\n 人次 ").raw == "≥1500人次"
    assert parse_target("≥1500 人").raw == "≥1500 人"


def test_an_absurdly_long_text_is_words() -> None:
    assert parse_target("≥" + "9" * 500).kind == "qualitative"


@pytest.mark.parametrize(
    ("cells", "operator", "value", "unit"),
    [
        (("95", "%", "≥"), ">=", "95", "%"),
        (("95", "百分比", "大于等于"), ">=", "95", "%"),
        (("95", "％", "＝"), "=", "95", "%"),
        (("95%", "%", "定性"), None, "95", "%"),
        (("3", "天", "反向"), None, "3", "天"),
        (("3", "天", "正向指标"), None, "3", "天"),
        (("≤3", "天", "≥"), "<=", "3", "天"),
        (("10万", "元", "≤"), "<=", "10", "万元"),
        (("10万", "万元", ""), None, "10", "万元"),
        (("10万", "%", None), None, "10", "万"),
        (("10场", "次", None), None, "10", "场"),
        (("10", "/", "/"), None, "10", None),
    ],
)
def test_columns_of_their_own_join_the_value_cell(
    cells: tuple[str, str, str | None], operator: str | None, value: str, unit: str | None
) -> None:
    target = parse_target(*cells)
    assert meaning(target) == ("quantitative", operator, operator is not None, Decimal(value), None, unit)
    assert target.raw == cells[0]


@pytest.mark.parametrize(
    ("cells", "normal"),
    [(("10", "月"), "10月"), (("1-12", "月"), "1-12月"), (("2025", "年", "≤"), "≤2025年"), (("20251231", None), "20251231")],
)
def test_figures_that_their_unit_makes_a_date_are_a_date(cells: tuple[str, ...], normal: str) -> None:
    target = parse_target(*cells)
    assert (target.kind, target.value, target.raw) == ("date", None, cells[0])
    assert format_target(target) == normal
    assert parse_target(normal).kind == "date"


def test_months_with_a_comparison_are_a_length_of_time() -> None:
    assert meaning(parse_target("≤12月")) == meaning(parse_target("12", "月", "≤"))
    assert meaning(parse_target("≤12个月")) == meaning(parse_target("≤12月"))
    assert parse_target("工期12月").unit == "个月"


def test_a_year_among_other_words_is_no_quantity() -> None:
    assert parse_target("共2025年").kind == "qualitative"
    assert parse_target("1900年以上").kind == "qualitative"


def test_columns_beside_an_empty_cell_or_words_are_kept() -> None:
    assert meaning(parse_target("", "公里", "≥")) == ("empty", ">=", True, None, None, "公里")
    assert meaning(parse_target("长期", "年", "定性")) == ("qualitative", None, False, None, None, "年")


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("≥", ">="),
        ("≥≥", ">="),
        ("大于等于", ">="),
        ("＜", "<"),
        ("小于 等于", "<="),
        ("\uf0b3", ">="),
        ("\uf0a3", "<="),
        ("定性", None),
        ("正向", None),
        ("反向", None),
        ("", None),
    ],
)
def test_an_operator_column_is_read(text: str, operator: str | None) -> None:
    assert parse_operator(text) == operator


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("≥1500 人", "≥1500人"),
        ("95%以上", "≥95%"),
        ("10~20 人", "10人至20人"),
        ("±3%以内", "-3%至3%"),
        ("100 百分比", "100%"),
        ("(≥**人)", "≥**人"),
        ("/", ""),
        ("长期", "长期"),
        ("=优", "=优"),
    ],
)
def test_the_normal_form_is_short(raw: str, normal: str) -> None:
    assert format_target(parse_target(raw)) == normal


@pytest.mark.parametrize("raw", [*QUANTITIES, *RANGES, *DATES, *WORDS, *EMPTY])
def test_every_known_notation_survives_its_normal_form(raw: str) -> None:
    target = parse_target(raw)
    assert meaning(parse_target(format_target(target))) == meaning(target)


@given(printed_targets(), st.sampled_from([None, "", "%", "人", "元"]), st.sampled_from([None, "", "≥", "小于等于", "定性"]))
def test_printed_targets_mean_the_same_in_normal_form(raw: str, unit: str | None, operator: str | None) -> None:
    target = parse_target(raw, unit, operator)
    again = parse_target(format_target(target), unit if target.value is None else None)
    assert meaning(again) == meaning(target)


@given(st.text(st.sampled_from("0123456789.,%≥≤=<>±~-至年月日底前人次元/·*()每万以上内不超过X无约百分之提升 \n"), max_size=14))
@example("1/2")
@example("每人X0%")
def test_no_text_fails_and_all_mean_the_same_in_normal_form(raw: str) -> None:
    target = parse_target(raw)
    assert meaning(parse_target(format_target(target))) == meaning(target)
    assert (target.kind == "quantitative") == (target.value is not None)
    assert (target.operator == "range") == (target.upper is not None)
    assert target.upper is None or (target.value is not None and target.value <= target.upper)


@given(st.text(max_size=40))
def test_any_text_is_kept_as_printed(raw: str) -> None:
    assert "".join(parse_target(raw).raw.split()) == "".join(raw.split())


@pytest.mark.parametrize(
    ("cells", "actual"),
    [
        (("1200 人",), Actual(raw="1200 人", value=Decimal(1200), unit="人")),
        (("98%",), Actual(raw="98%", value=Decimal(98), unit="%")),
        (("98", "百分比"), Actual(raw="98", value=Decimal(98), unit="%")),
        (("达成年度指标",), Actual(raw="达成年度指标")),
        (("不适用",), Actual(raw="不适用")),
        (("10-20人",), Actual(raw="10-20人", unit="人")),
        (("",), Actual(raw="")),
    ],
)
def test_an_actual_value_is_one_quantity_or_text(cells: tuple[str, ...], actual: Actual) -> None:
    assert parse_actual(*cells) == actual


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        ([("产出", "数量"), ("产出", "数量"), ("产出", "质量")], [3, 0, 0], [2, 0, 1]),
        ([("产出", "数量"), ("效益", "数量")], [1, 1], [1, 1]),
        ([(None, "数量"), (None, "数量")], [1, 1], [1, 1]),
        ([("产出", None), ("产出", None)], [2, 0], [1, 1]),
    ],
)
def test_levels_merge_with_their_equal_neighbours(levels, first, second) -> None:
    rows = [Indicator(level1=one, level2=two) for one, two in levels]
    assert [level_span(rows, at, 1) for at in range(len(rows))] == first
    assert [level_span(rows, at, 2) for at in range(len(rows))] == second
    assert level_span(rows, 1, 1, range(1, 2)) == 1, "a cell ends with what is shown"
