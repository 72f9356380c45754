"""Weights add up, whatever the sheet and whatever is changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.weights import CENT, WeightError, change, propose, spread

LOCAL = {"预算执行率": 10, "产出": 50, "效益": 30, "满意度": 10}
MOF = {"预算执行率": 10, "成本": 20, "产出": 40, "效益": 20, "满意度": 10}
LEVELS = st.lists(st.sampled_from(["产出", "效益", "满意度", "成本", "别的"]), min_size=1, max_size=60)


def points(*values: str | int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def test_points_are_whole_and_the_first_rows_take_what_is_left() -> None:
    assert spread(Decimal(50), points(1, 1, 1, 1)) == points(13, 13, 12, 12)
    assert spread(Decimal(30), points(1, 1)) == points(15, 15)


def test_hundredths_where_whole_points_leave_somebody_with_nothing() -> None:
    assert spread(Decimal(2), points(1, 1, 1)) == points("0.67", "0.67", "0.66")
    assert spread(Decimal("12.5"), points(2, 3)) == points("5.00", "7.50")


def test_the_sheet_of_the_law_is_50_30_10_and_10() -> None:
    execution, weights = propose(["产出"] * 4 + ["效益"] * 2 + ["满意度"], LOCAL)
    assert (execution, weights) == (Decimal(10), points(13, 13, 12, 12, 15, 15, 10))


def test_a_level_without_rows_gives_its_points_to_the_others_in_proportion() -> None:
    assert propose(["产出", "效益"], LOCAL) == (Decimal(10), points(56, 34))
    assert propose(["产出", "满意度"], MOF) == (Decimal(10), points(72, 18))


def test_a_level_that_the_scheme_does_not_name_shares_with_the_heaviest() -> None:
    assert propose(["产出", "成本", "效益", "满意度"], LOCAL)[1] == points(25, 25, 30, 10)


@given(levels=LEVELS, scheme=st.sampled_from([LOCAL, MOF]))
def test_every_proposal_adds_up_to_a_hundred_and_leaves_no_row_without_points(levels, scheme) -> None:
    execution, weights = propose(levels, scheme)
    assert execution + sum(weights) == 100
    assert all(weight > 0 and weight == weight.quantize(CENT) for weight in weights)


def test_a_changed_weight_moves_its_own_level_first() -> None:
    weights = points(10, 13, 13, 12, 12, 15, 15, 10)
    assert change(weights, 1, Decimal(20), [[2, 3, 4], range(1, 8)]) == points(10, 20, 10, 10, 10, 15, 15, 10)


def test_where_its_own_level_cannot_take_it_the_others_do() -> None:
    weights = points(10, 40, 20, 20, 10)
    assert change(weights, 4, Decimal(20), [[], [1, 2, 3]]) == points(10, 35, 18, 17, 20)


@pytest.mark.parametrize(("value", "told"), [("0", "大于 0"), ("-3", "大于 0"), ("100.5", "不超过 100"), ("3.123", "两位小数")])
def test_a_weight_that_cannot_be_is_refused(value, told) -> None:
    with pytest.raises(WeightError, match=told):
        change(points(50, 50), 0, Decimal(value), [[1]])


def test_locked_weights_say_how_much_is_left() -> None:
    with pytest.raises(WeightError, match=r"锁定的分值合计 60，这一格最多 39\.99 分"):
        change(points(60, 20, 20), 1, Decimal(45), [[2]])
    with pytest.raises(WeightError, match="只能是 20 分"):
        change(points(60, 20, 20), 1, Decimal(30), [[], []])
    assert change(points(60, 15, 20), 1, Decimal(20), [[]]) == points(60, 20, 20)


@given(data=st.data(), levels=LEVELS)
def test_whatever_is_changed_the_sum_stays_and_locked_rows_too(data, levels) -> None:
    execution, weights = propose(levels, LOCAL)
    everything = (execution, *weights)
    locked = data.draw(st.sets(st.integers(0, len(everything) - 1)))
    at = data.draw(st.integers(0, len(everything) - 1))
    value = Decimal(data.draw(st.integers(1, 10_000))) / 100
    free = [place for place in range(len(everything)) if place not in locked]
    try:
        changed = change(everything, at, value, [free[:3], free])
    except WeightError:
        return
    assert sum(changed) == 100
    assert changed[at] == value
    assert all(changed[place] == everything[place] for place in locked if place != at)
    assert all(weight > 0 for weight in changed)
