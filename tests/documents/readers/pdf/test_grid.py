"""Lines become grids of boxes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jihuan.documents.readers.pdf.grid import find_grids
from jihuan.documents.readers.pdf.rulings import Segment

Span = tuple[int, int, int, int]


@st.composite
def _tilings(draw: st.DrawFn) -> tuple[int, int, list[Span]]:
    """A table of merged cells: rows, columns, and (row, column, rowspan, colspan) that cover it without overlap."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    spans = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            width = draw(st.integers(1, 3))
            while any((row, column + i) not in free for i in range(width)):
                width -= 1
            height = draw(st.integers(1, 3))
            while any((row + j, column + i) not in free for j in range(height) for i in range(width)):
                height -= 1
            free -= {(row + j, column + i) for j in range(height) for i in range(width)}
            spans.append((row, column, height, width))
    return rows, columns, spans


def _lines(spans: list[Span], jitter: float = 0.0) -> tuple[list[Segment], list[Segment]]:
    """The sides of every cell, each drawn by itself, 50 × 20 points."""
    across, down = [], []
    for row, column, height, width in spans:
        left, right, top, bottom = 50.0 * column, 50.0 * (column + width), 20.0 * row, 20.0 * (row + height)
        across += [Segment(top + jitter, left, right), Segment(bottom - jitter, left, right)]
        down += [Segment(left + jitter, top, bottom), Segment(right - jitter, top, bottom)]
    return across, down


@given(_tilings(), st.sampled_from([0.0, 0.4]))
def test_every_merged_table_comes_back_from_its_lines(tiling: tuple[int, int, list[Span]], jitter: float) -> None:
    _, _, spans = tiling
    grids = find_grids(*_lines(spans, jitter))
    assert len(grids) == 1
    tops = sorted({row for row, *_ in spans} | {row + height for row, _, height, _ in spans})
    lefts = sorted({column for _, column, *_ in spans} | {column + width for _, column, _, width in spans})
    expected = {
        (tops.index(r), lefts.index(c), tops.index(r + h) - tops.index(r), lefts.index(c + w) - lefts.index(c))
        for r, c, h, w in spans
    }
    assert {(box.row, box.column, box.rowspan, box.colspan) for box in grids[0].boxes} == expected
    assert not grids[0].ragged


def _square() -> tuple[list[Segment], list[Segment]]:
    return _lines([(0, 0, 1, 1), (0, 1, 1, 1)])


def test_dashes_are_one_line() -> None:
    across, down = _square()
    dashed = [Segment(line.at, start, start + 3.0) for line in across for start in range(int(line.start), int(line.end), 5)]
    assert len(find_grids(dashed, down)[0].boxes) == 2


def test_a_missing_bottom_line_leaves_the_boxes_open_below() -> None:
    across, down = _square()
    grid = find_grids([line for line in across if line.at == 0], down)[0]
    assert [(box.ruled_above, box.ruled_below) for box in grid.boxes] == [(True, False)] * 2


def test_a_missing_left_line_is_an_open_side() -> None:
    across, down = _square()
    grid = find_grids(across, [line for line in down if line.at > 0])[0]
    assert [(box.column, box.sides.x0, box.sides.x1) for box in grid.boxes] == [(0, 0, 50), (1, 50, 100)]


def test_an_underline_is_no_table() -> None:
    assert find_grids([Segment(10, 0, 100), Segment(40, 0, 100)], []) == []


def test_tables_that_do_not_touch_are_two() -> None:
    across, down = _square()
    below = [Segment(line.at + 60, line.start, line.end) for line in across]
    down_below = [Segment(line.at, line.start + 60, line.end + 60) for line in down]
    assert [grid.ys[0] for grid in find_grids(across + below, down + down_below)] == [0, 60]


def test_graph_paper_is_no_table_and_costs_no_memory() -> None:
    across, down = [Segment(3.0 * n, 0, 1500) for n in range(500)], [Segment(3.0 * n, 0, 1500) for n in range(500)]
    [grid] = find_grids(across, down)
    assert (len(grid.boxes), grid.ragged) == (1, True)


def test_a_merged_area_that_is_no_rectangle_is_cut_and_marked() -> None:
    across, down = _lines([(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)])
    across = [line for line in across if not (line.at == 20 and line.start == 0)]
    down = [line for line in down if not (line.at == 50 and line.start == 0)]
    grid = find_grids(across, down)[0]
    assert grid.ragged
    assert sum(box.rowspan * box.colspan for box in grid.boxes) == 4
