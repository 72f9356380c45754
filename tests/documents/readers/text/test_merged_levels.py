"""Merged levels shared out to rows: by names and values, by weights, page by page; and rows to projects."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jihuan.documents.readers.text.columnar.merged import Asked, Level, first_rows, share

FIRSTS = [Level("产出指标"), Level("效益指标")]
SECONDS = [Level("数量指标"), Level("质量指标"), Level("社会效益指标")]


def asked(*names: str, weights: tuple[int, ...] = ()) -> list[Asked]:
    values = [Decimal(it) for it in weights] or [None] * len(names)
    return [Asked(name, "≥50%", weight) for name, weight in zip(names, values, strict=True)]


def test_names_say_where_one_level_ends_and_the_next_begins() -> None:
    first, second = share(FIRSTS, SECONDS, asked("巡护里程", "监测次数", "检测合格率", "群众知晓率"))
    assert first and second
    assert (first.levels, second.levels) == ([0, 0, 0, 1], [0, 0, 1, 2])
    assert not second.weak


def test_a_row_that_either_level_fits_gets_none_and_is_named() -> None:
    _first, second = share([], [Level("甲类指标"), Level("乙类指标")], asked("东片", "西片", "南片"))
    assert second
    assert (second.levels, second.weak) == ([0, None, 1], {1})


def test_weights_printed_beside_a_level_say_how_far_it_goes_against_what_names_say() -> None:
    firsts = [Level("产出指标（50分）"), Level("效益指标（40分）")]
    first, _second = share(firsts, [], asked("东片", "西片", "南片", weights=(50, 20, 20)))
    assert first
    assert first.levels == [0, 1, 1]


def test_a_level_on_the_next_page_begins_there() -> None:
    seconds = [Level("甲类指标", 0), Level("乙类指标", 1)]
    rows = [Asked("东片", "", None, page) for page in (0, 0, 1)]
    _first, second = share([], seconds, rows)
    assert second
    assert second.levels == [0, 0, 1]


@given(st.integers(1, 6), st.integers(1, 9))
def test_every_level_has_a_row_and_rows_keep_the_order_of_levels(levels: int, rows: int) -> None:
    _first, second = share([], [Level(f"第{at}类") for at in range(levels)], asked(*(f"指标{at}" for at in range(rows))))
    if levels > rows:
        assert second is None
    else:
        assert second
        sure = [at for at in second.levels if at is not None]
        assert sure == sorted(sure)
        assert (second.levels[0], second.levels[-1]) == (0, levels - 1)


def test_projects_have_weights_of_one_sum() -> None:
    weights = [Decimal(it) for it in (60, 40, 30, 30, 40)]
    assert first_rows(weights, 2) == [0, 2]
    assert first_rows(weights, 3) is None
    assert first_rows([*weights, None], 2) is None
