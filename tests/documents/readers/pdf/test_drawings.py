"""Whatever way a table is drawn, it is the same table; coordinates are those of the displayed page."""

from __future__ import annotations

import pytest

from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import TWO_BY_TWO, cells, draw, stream, tables, texts, word

FOUR = {(0, 0, 1, 1): "a", (0, 1, 1, 1): "b", (1, 0, 1, 1): "c", (1, 1, 1, 1): "d"}
STROKES = "".join(f"{x} 100 m {x} 200 l S\n" for x in (100, 200, 300)) + "".join(
    f"100 {y} m 300 {y} l S\n" for y in (100, 150, 200)
)
RECTANGLES = "".join(f"{x} {y} 100 50 re S\n" for x in (100, 200) for y in (100, 150))
HAIRLINES = "".join(f"{x} 100 0.3 100 re f\n" for x in (100, 200, 300)) + "".join(
    f"100 {y} 200 0.3 re f\n" for y in (100, 150, 200)
)
ONE_PATH = STROKES.replace("S\n", "") + "S\n"
ONE_FILL = HAIRLINES.replace("f\n", "") + "f\n"
TURNED = (
    "0 1 -1 0 300 0 cm\n"
    + "".join(f"{x} 0 m {x} 200 l S\n" for x in (100, 150, 200))
    + "".join(f"100 {y} m 200 {y} l S\n" for y in (0, 100, 200))
)
BACKGROUND = "1 g 100 100 200 100 re f 0 g\n"
DRAWINGS = {
    "strokes": STROKES,
    "stroked rectangles": RECTANGLES,
    "filled hairlines": HAIRLINES,
    "one path": ONE_PATH,
    "one filled path": ONE_FILL,
    "dashed strokes": "[3 2] 0 d\n" + STROKES,
    "turned by a matrix": f"q {TURNED} Q\n",
    "on a white background": BACKGROUND + STROKES,
    "cells filled with grey": "0.9 g 100 100 100 50 re 200 150 100 50 re f 0 g\n" + STROKES,
    "grey fills side by side": "".join(
        f"0.{7 + n} g {x + 0.5} {y + 0.5} 99 49 re f\n" for n, (x, y) in enumerate(((100, 100), (200, 100)))
    )
    + "".join(f"0.{7 + n} g {x + 0.5} {y + 0.5} 99 49 re f\n" for n, (x, y) in enumerate(((100, 150), (200, 150))))
    + "0 g\n",
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_every_way_of_drawing_gives_the_same_table(drawing: str) -> None:
    layout = read_layout(draw(drawing + TWO_BY_TWO))
    [table] = tables(layout)
    assert cells(table) == FOUR
    assert layout.problems == ()
    assert table.place.bbox == pytest.approx((100, 100, 300, 200), abs=1)


def test_a_table_inside_a_form_is_found_where_the_form_is_drawn() -> None:
    form = stream(
        STROKES + TWO_BY_TWO, "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F 3 0 R >> >>"
    )
    page = "/Resources << /Font << /F 3 0 R >> /XObject << /X 10 0 R >> >>"
    [table] = tables(read_layout(draw("q 0.5 0 0 0.5 20 10 cm /X Do Q", page=page, extra=(form,))))
    assert cells(table) == FOUR
    assert table.place.bbox == pytest.approx((70, 190, 170, 240), abs=1)


def test_white_lines_are_not_seen() -> None:
    layout = read_layout(draw("1 G\n" + STROKES + TWO_BY_TWO))
    assert tables(layout) == []
    assert "".join(texts(layout)).split() == ["a", "b", "c", "d"]


def test_lines_outside_the_page_are_not_seen() -> None:
    assert tables(read_layout(draw(f"q 1 0 0 1 900 0 cm {STROKES} Q" + TWO_BY_TWO))) == []


def test_places_count_from_the_crop_box() -> None:
    layout = read_layout(draw(STROKES + TWO_BY_TWO, page="/CropBox [50 80 350 250]"))
    assert (layout.pages[0].width, layout.pages[0].height) == (300, 170)
    assert tables(layout)[0].place.bbox == pytest.approx((50, 50, 250, 150), abs=1)


@pytest.mark.parametrize(
    ("turn", "size", "matrix"),
    [(90, (300, 400), "0 1 -1 0 400 0"), (180, (400, 300), "-1 0 0 -1 400 300"), (270, (300, 400), "0 -1 1 0 0 300")],
)
def test_a_turned_page_reads_as_it_is_displayed(turn: int, size: tuple[int, int], matrix: str) -> None:
    lines = "".join(f"{x} 100 m {x} 200 l S\n" for x in (50, 150, 250)) + "".join(
        f"50 {y} m 250 {y} l S\n" for y in (100, 150, 200)
    )
    text = "".join(word(letter, x, y) for letter, x, y in (("a", 60, 180), ("b", 160, 180), ("c", 60, 130), ("d", 160, 130)))
    layout = read_layout(draw(f"q {matrix} cm {lines} {text} Q", page=f"/Rotate {turn}"))
    [table] = tables(layout)
    assert (layout.pages[0].width, layout.pages[0].height) == size
    assert cells(table) == FOUR
    assert table.place.bbox == pytest.approx((50, size[1] - 200, 250, size[1] - 100), abs=1)


def test_text_that_overflows_its_cell_stays_whole_and_text_of_two_cells_is_cut() -> None:
    long = word("13028125P0000021000500", 105, 180) + word("x", 250, 130)
    assert cells(tables(read_layout(draw(STROKES + long)))[0])[(0, 0, 1, 1)] == "13028125P0000021000500"
    near = word("1302812500000021", 110.6, 180) + word("99", 200.6, 180)
    got = cells(tables(read_layout(draw(STROKES + near)))[0])
    assert (got[(0, 0, 1, 1)], got[(0, 1, 1, 1)]) == ("1302812500000021", "99")


def test_a_frame_around_a_page_is_no_table() -> None:
    layout = read_layout(draw("20 20 360 260 re S\n" + STROKES + TWO_BY_TWO + word("Goal", 100, 250)))
    assert [cells(table) for table in tables(layout)] == [FOUR]
    assert texts(layout) == ["Goal"]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    outer = "20 20 360 260 re S 60 20 m 60 280 l S\n"
    layout = read_layout(draw(outer + STROKES + TWO_BY_TWO + word("A", 30, 200) + word("B", 70, 250)))
    found = [sorted(cells(table).values()) for table in tables(layout)]
    assert found == [["A", "B"], ["a", "b", "c", "d"]]
