"""Levels and units are recognised by what is printed."""

import pytest

from jihuan.core.vocabulary import is_level1, is_level2, is_unit, normalise_unit


@pytest.mark.parametrize(
    "text",
    [
        "产出指标",
        "产出",
        "效益指标",
        "满意度指标",
        "成本指标",
        "产出指标（50分）",
        "效 果\n指标",
        "项目完成指标",
        "一、产出指标",
        "过程指标",
    ],
)
def test_first_levels_are_recognised(text: str) -> None:
    assert is_level1(text)


@pytest.mark.parametrize(
    "text",
    [
        "数量指标",
        "质量",
        "服务对象满意度指标",
        "满意度指标",
        "社会公众或服务对象满意度指标",
        "生态环境成本指标",
        "社会、经济、生态效益指标",
        "预算控制指标",
    ],
)
def test_second_levels_are_recognised(text: str) -> None:
    assert is_level2(text)


@pytest.mark.parametrize("text", ["", "组织参观人次", "指标", "三级指标", "科普活动参与者满意度", "成本控制数"])
def test_names_of_indicators_are_no_levels(text: str) -> None:
    assert not is_level1(text)
    assert not is_level2(text)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("百分比", "%"),
        ("％", "%"),
        ("﹪", "%"),
        ("(%)", "%"),
        ("（万元）", "万元"),
        ("千分比", "‰"),
        ("元/人*月", "元/人·月"),
        ("元/人.月", "元/人·月"),
        ("人 次", "人次"),
        ("/", None),
        ("", None),
        ("无", None),
    ],
)
def test_a_unit_has_one_spelling(printed: str, unit: str | None) -> None:
    assert normalise_unit(printed) == unit


@pytest.mark.parametrize("unit", ["人次", "元/人·月", "万平方米", "次/月", "%", "万/月", "TB"])
def test_known_units(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize("word", ["", "优良", "长期", "元/嘉", "/", "是"])
def test_words_that_are_no_units(word: str) -> None:
    assert not is_unit(word)
