"""Two values in one column under a header that names both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.core.document import Indicator
from tests.documents.recognise.drawn import read, table


def _row(head: str, value: str, *, name: str = "清淤长度") -> Indicator:
    drawn = (
        f"一级指标|二级指标|三级指标|{head}|分值|得分\n产出指标|数量指标|{name}|{value}|50|48\n^|质量指标|合格率|≥95%/96%|50|50"
    )
    document = read("项目支出绩效自评表", table(drawn))
    first, second = document.projects[0].indicators
    assert (second.level2, second.score) == ("质量指标", 50)
    return first


@pytest.mark.parametrize(
    ("value", "target", "actual"),
    [
        ("≥12公里/13公里", "≥12公里", "13公里"),
        ("≤16.8元/亩／16元/亩", "≤16.8元/亩", "16元/亩"),
        ("2025年底前 / 2025年11月", "2025年底前", "2025年11月"),
        ("明显提升/明显提升", "明显提升", "明显提升"),
        ("≥12公里/", "≥12公里", None),
    ],
)
def test_target_and_actual_are_parted_at_the_bar_between_them(value: str, target: str, actual: str | None) -> None:
    row = _row("目标值/完成值", value)
    assert (row.target.raw, row.actual.raw if row.actual else None, row.uncertain) == (target, actual, ())


def test_the_header_says_which_comes_first() -> None:
    row = _row("实际完成值／年度指标值", "13公里/≥12公里")
    assert row.actual is not None
    assert (row.target.raw, row.actual.raw, row.uncertain) == ("≥12公里", "13公里", ())


@pytest.mark.parametrize("value", ["≤5元/天", "提升/改善/提升", "≥12公里", "1/2/1/2"])
def test_a_cell_with_no_bar_or_with_several_that_may_part_it_stays_whole_and_uncertain(value: str) -> None:
    row = _row("目标值/完成值", value)
    assert (row.target.raw, row.actual) == (value, None)
    assert {"target", "actual"} <= set(row.uncertain)


def test_two_cells_under_one_such_header_are_the_two_values() -> None:
    drawn = "一级指标|二级指标|三级指标|目标值/完成值|<|得分\n产出指标|数量指标|清淤长度|≥12公里|13公里|48"
    (row,) = read("项目支出绩效自评表", table(drawn)).projects[0].indicators
    assert row.actual is not None
    assert (row.target.raw, row.actual.raw) == ("≥12公里", "13公里")


@pytest.mark.parametrize(("head", "value"), [("分值/得分", "50/48.5"), ("得分／分值", "48.5／50")])
def test_weight_and_score_in_one_column_beside_both_values_in_another(head: str, value: str) -> None:
    drawn = f"一级指标|二级指标|三级指标|目标值/完成值|{head}\n产出指标|数量指标|清淤长度|≥12公里/13公里|{value}"
    (row,) = read("项目支出绩效自评表", table(drawn)).projects[0].indicators
    assert row.actual is not None
    assert (row.target.raw, row.actual.raw) == ("≥12公里", "13公里")
    assert (row.weight, row.score, row.uncertain) == (50, Decimal("48.5"), ())
