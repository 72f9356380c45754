"""What names and values say about the level above them."""

from __future__ import annotations

import pytest

from jihuan.documents.recognise.kinds import child_fits, fits, parent_fits, sort_of, suits

KINDS = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
)


@pytest.mark.parametrize(
    ("name", "value", "level"),
    [
        ("修剪行道树株数", "≥420株", "数量指标"),
        ("树木成活率", "≥95%", "质量指标"),
        ("补植完成时间", "4月底前", "时效指标"),
        ("单株养护成本", "≤36元/株", "成本指标"),
        ("带动苗木销售收入", "≥80万元", "经济效益指标"),
        ("居民知晓率", "≥85%", "社会效益指标"),
        ("空气质量改善", "持续改善", "生态效益指标"),
        ("管护机制", "长期", "可持续影响指标"),
        ("居民满意度", "≥90%", "服务对象满意度指标"),
    ],
)
def test_a_name_with_its_value_fits_its_own_level_best(name: str, value: str, level: str) -> None:
    points = {kind: fits(kind, name, value) for kind in KINDS}
    assert max(points, key=lambda kind: points[kind]) == level
    assert sorted(points.values())[-1] > sorted(points.values())[-2]


def test_nobody_fits_below_a_level_that_nobody_knows() -> None:
    assert fits("甲类指标", "居民满意度", "≥90%") == 0
    assert parent_fits("甲类指标", "数量指标") is None


def test_cost_below_output_is_not_the_cost_that_is_a_level_of_its_own() -> None:
    assert parent_fits("产出指标", "成本指标")
    assert not parent_fits("产出指标", "经济成本指标")
    assert parent_fits("成本指标", "经济成本指标")
    assert child_fits("满意度指标", "居民满意度", "≥90%") > child_fits("产出指标", "居民满意度", "≥90%")


@pytest.mark.parametrize(
    ("value", "sort"),
    [("≥95%", "percent"), ("5月底前", "date"), ("≤3万元", "money"), ("≤30分钟", "span"), ("≥5年", "years"), ("12次", "count"), ("长期", "words"), ("", "")],
)  # fmt: skip
def test_values_are_sorted(value: str, sort: str) -> None:
    assert sort_of(value) == sort


def test_a_rate_stands_beside_no_words_and_a_date_beside_a_time() -> None:
    assert (suits("合格率", "≥95%"), suits("合格率", "有效改善"), suits("完成时间", "5月底前"), suits("管护机制", "长期")) == (
        1,
        -1,
        1,
        0,
    )
