"""What offices print: watermarks, lying pages, two pages on a sheet, columns on further pages, text that does not fit its cell."""

from __future__ import annotations

import pytest

from jihuan.core.document import Place
from jihuan.documents.layout import Layout, Table
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.pdf.tables import _Part, _Row
from tests.documents.readers.pdf.make import TWO_BY_TWO, draw, rows, tables, texts, word


def _lines(xs: tuple[float, ...], ys: tuple[float, ...]) -> str:
    """A grid with all its lines."""
    down = "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)
    return down + "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)


def _filled(xs: tuple[float, ...], ys: tuple[float, ...], *values: tuple[str, ...]) -> str:
    """A grid with a text in each cell; ``ys`` from the bottom, ``values`` from the top."""
    said = [
        word(text, x + 4, y + 4, 8) for y, row in zip(ys[-2::-1], values, strict=True) for x, text in zip(xs, row, strict=False)
    ]
    return _lines(xs, ys) + "".join(said)


SQUARE = _lines((100, 200, 300), (100, 150, 200)) + TWO_BY_TWO
CELLS = ["a", "b", "c", "d"]


def _texts(layout: Layout) -> list[str]:
    return [cell.text for cell in tables(layout)[0].cells]


def _told(layout: Layout, level: str) -> list[str]:
    return [problem.message for problem in layout.problems if problem.level == level]


@pytest.mark.parametrize("size", [9, 40])
def test_a_watermark_across_a_table_is_told_and_is_no_text_of_its_cells(size: int) -> None:
    layout = read_layout(draw(SQUARE + f"BT /F {size} Tf .8 .6 -.6 .8 120 105 Tm (DRAFT) Tj ET\n"))
    assert _texts(layout) == CELLS
    assert texts(layout) == []
    [message] = _told(layout, "info")
    assert "DRAFT" in message


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_lying_page_is_read_upright_with_places_on_the_page_as_displayed(turn: int) -> None:
    long = word("Report", 110, 250)
    layout = read_layout(draw(SQUARE + long, page=f"/Rotate {turn}"))
    assert _texts(layout) == CELLS
    assert texts(layout) == ["Report"]
    assert (layout.pages[0].width, layout.pages[0].height) == ((400, 300) if turn == 180 else (300, 400))
    first = tables(layout)[0].cells[0].place.bbox
    expected = {90: (150, 100, 200, 200), 180: (200, 150, 300, 200), 270: (100, 200, 150, 300)}[turn]
    assert first == pytest.approx(expected, abs=0.5)


def test_two_pages_on_a_sheet_are_read_one_after_the_other() -> None:
    xs, ys = (30.0, 130.0, 230.0, 370.0), (20.0, 60.0, 100.0, 140.0, 180.0, 220.0, 260.0)
    body = [(f"Name {n}", f"Kind {n}", str(n)) for n in range(1, 12)]
    left = _filled(xs, ys, ("Name", "Kind", "Goal"), *body[:5])
    right = _filled(tuple(x + 400 for x in xs), ys, *body[5:])
    layout = read_layout(draw(left + right, page="/MediaBox [0 0 800 300]"))
    [table] = tables(layout)
    assert rows(table) == [["Name", "Kind", "Goal"], *[list(row) for row in body]]
    places = {cell.text: cell.place for cell in table.cells}
    assert places["Name 6"].page == 1
    assert places["Name 6"].bbox == pytest.approx((430, 40, 530, 80), abs=0.5)
    assert [(page.width, page.height) for page in layout.pages] == [(800, 300)]


def _wide(*, gap: float = 0.0, narrow: bool = False, above: str = "|") -> list[Table]:
    ys = (40.0, 70.0, 110.0, 130.0, 180.0, 200.0, 240.0)
    xs = (20.0, 120.0, 250.0) if narrow else (20.0, 150.0, 280.0, 380.0)
    first = _filled(xs, ys, *[tuple(f"{letter}{n}" for letter in "abc"[: len(xs) - 1]) for n in range(6)])
    second = _filled((20.0, 110.0, 170.0), tuple(y + gap for y in ys), *[(f"d{n}", f"e{n}") for n in range(6)])
    title, rest = above.split("|")
    layout = read_layout(draw(first + title, second + rest))
    assert any("第 2 页的各列" in message for message in _told(layout, "warning")) == (len(tables(layout)) == 1)
    return tables(layout)


def test_columns_printed_on_a_further_page_stand_beside_their_rows_and_that_is_told() -> None:
    [table] = _wide()
    assert rows(table) == [[f"{letter}{n}" for letter in "abcde"] for n in range(6)]
    place = next(cell.place for cell in table.cells if cell.text == "d2")
    assert place.page == 2
    assert place.bbox == pytest.approx((20, 120, 110, 170), abs=0.5)


def test_the_rest_of_a_title_over_the_edge_of_the_page_does_not_part_columns_from_their_rows() -> None:
    [table] = _wide(above=word("All goals of", 300, 270) + "|" + word("goals of the county", -40, 270))
    assert rows(table) == [[f"{letter}{n}" for letter in "abcde"] for n in range(6)]


def test_a_table_with_other_rows_or_beside_which_there_was_room_is_a_table_of_its_own() -> None:
    assert len(_wide(gap=9.0)) == 2
    assert len(_wide(narrow=True)) == 2


def _clipped(text: str, x: float, y: float, box: tuple[float, float, float, float]) -> str:
    """Text shown through a box of its left, lower side, width and height, as spreadsheets print what is too long for its cell."""
    return f"q {box[0]} {box[1]} {box[2]} {box[3]} re W n {word(text, x, y)}Q\n"


def test_text_cut_off_at_the_side_of_its_cell_stays_apart_from_its_neighbour_and_is_told() -> None:
    cut = _clipped("A very long name of it", 105, 180, (100, 150, 100, 50))
    layout = read_layout(draw(_lines((100, 200, 300), (100, 150, 200)) + cut + word("98%", 202, 180)))
    assert _texts(layout)[:2] == ["A very long name of it", "98%"]
    [message] = _told(layout, "warning")
    assert "A very long name of it" in message
    assert [cell.confidence is not None for cell in tables(layout)[0].cells] == [True, False, False, False]


def test_a_cell_filled_to_its_side_beside_one_that_is_cut_is_doubtful_for_more_may_be_hidden() -> None:
    cut = _clipped("A very long name of it", 105, 180, (100, 150, 100, 50))
    full = _clipped("Anamethatfills", 230, 130, (200, 100, 100, 50))
    layout = read_layout(draw(_lines((100, 200, 300), (100, 150, 200)) + cut + full + word("98%", 105, 130)))
    assert [cell.confidence is not None for cell in tables(layout)[0].cells] == [True, False, False, True]


def test_text_beside_the_paper_is_not_printed() -> None:
    layout = read_layout(draw(word("printed", 100, 180) + word("beside", -60, 100) + word("above", 100, 5000)))
    assert texts(layout) == ["printed"]


def test_text_hidden_below_its_cell_is_no_text_of_the_next_one() -> None:
    hidden = _clipped("shown", 105, 160, (100, 150, 100, 50)) + _clipped("hidden", 105, 135, (100, 150, 100, 50))
    layout = read_layout(draw(_lines((100, 200, 300), (100, 150, 200)) + hidden + word("next", 105, 110)))
    assert _texts(layout) == ["shown\nhidden", "", "next", ""]
    assert any("hidden" in message for message in _told(layout, "warning"))


def test_a_number_too_wide_for_its_column_is_told() -> None:
    layout = read_layout(draw(_lines((100, 200, 300), (100, 150, 200)) + word("####", 110, 180) + word("b", 210, 180)))
    assert any("####" in message for message in _told(layout, "warning"))
    assert tables(layout)[0].cells[0].confidence is not None


def test_a_table_that_goes_over_the_edge_of_the_paper_is_told() -> None:
    layout = read_layout(draw(_lines((100, 200, 450), (100, 150, 200)) + TWO_BY_TWO))
    assert len(_told(layout, "warning")) == 1


def test_empty_lines_drawn_once_more_above_a_page_are_no_table() -> None:
    above = "".join(f"{x} 290 m {x} 320 l S\n" for x in (100, 200, 300)) + "100 290 m 300 290 l S\n"
    assert len(tables(read_layout(draw(SQUARE + above)))) == 1


@pytest.mark.parametrize("name", ["Bureau papers", "Bureau papers 2"])
def test_a_large_running_header_does_not_part_a_table(name: str) -> None:
    header = word(name, 50, 285, 14)
    xs, ys = (30.0, 130.0, 230.0, 370.0), (20.0, 60.0, 100.0, 140.0, 180.0, 220.0, 260.0)
    one = _filled(xs, ys[:-1], *[("x", "y", str(n)) for n in range(5)])
    two = _filled(xs, ys, *[("x", "y", str(n)) for n in range(5, 11)])
    layout = read_layout(draw(header + word("Title", 180, 245, 12) + one, header + two, header + two))
    assert texts(layout) == ["Title"]
    assert len(tables(layout)) == 1


def _cut(lower: bool, xs: tuple[float, ...] = (30.0, 130.0, 230.0, 370.0)) -> str:
    """Half of a table that a page break cuts within its first, merged cell: no line is drawn there."""
    ys = (20.0, 40.0, 60.0) if lower else (240.0, 250.0, 260.0)
    inner, far = ys[1:] if lower else ys[:-1], ys[0] if lower else ys[-1]
    across = "".join(f"{x} {y} m {xs[-1]} {y} l S\n" for y in inner for x in xs[1:2]) + f"{xs[0]} {far} m {xs[-1]} {far} l S\n"
    return across + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs) + word("x", xs[1] + 4, ys[0] + 2, 6)


@pytest.mark.parametrize(("xs", "kept"), [((30.0, 130.0, 230.0, 370.0), []), ((30.0, 145.0, 370.0), ["Printed: 1", "Copy"])])
def test_what_stands_at_the_edges_between_the_parts_of_one_table_is_no_text(xs: tuple[float, ...], kept: list[str]) -> None:
    upper = _cut(True).replace("30.0 20.0 m 370.0 20.0 l S\n", "") + "30 60 m 370 60 l S\n130 20 m 370 20 l S\n"
    lower = _cut(False, xs).replace("30.0 260.0 m 370.0 260.0 l S\n", "") + f"30 240 m 370 240 l S\n{xs[1]} 260 m 370 260 l S\n"
    layout = read_layout(draw(upper + word("Printed: 1", 30, 5, 6), word("Copy", 30, 285, 6) + lower))
    assert texts(layout) == kept
    assert len(tables(layout)) == 1 + len(kept) // 2


@pytest.mark.parametrize(("before", "count"), [(True, 1), (False, 2)])
def test_a_short_last_page_of_columns_goes_beside_its_rows_where_longer_pages_did(before: bool, count: int) -> None:
    left, right, ys = (100.0, 250.0, 390.0), (30.0, 130.0, 230.0), tuple(float(y) for y in range(20, 280, 40))
    full = [_filled(xs, ys, *[(name, name)] * 6) for xs, name in ((left, "x"), (right, "y"))]
    short = [_filled(xs, (180.0, 220.0, 260.0), *[(name, name)] * 2) for xs, name in ((left, "x"), (right, "y"))]
    layout = read_layout(draw(*(full[:1] + short[:1] + full[1:] + short[1:] if before else short)))
    assert len(tables(layout)) == count
    assert tables(layout)[-1].columns == (4 if before else 2)


def test_a_running_header_of_few_of_many_pages_is_no_text_where_only_one_of_them_has_a_title() -> None:
    xs, ys = (30.0, 130.0, 230.0, 370.0), (20.0, 60.0, 100.0, 140.0, 180.0, 220.0, 260.0)
    one = _filled(xs, ys[:-1], *[("x", "y", str(n)) for n in range(5)])
    two = _filled(xs, ys, *[("x", "y", str(n)) for n in range(5, 11)])
    pages = [
        page
        for name in ("Roads", "Fields", "Rivers")
        for head in [word(name, 30, 285, 8) + word("Copy", 340, 285, 8)]
        for page in (head + word("Title", 180, 245, 12) + one, head + two)
    ]
    layout = read_layout(draw(*pages))
    assert len(tables(layout)) == 3
    assert [text for text in texts(layout) if "Title" not in text] == []


def test_characters_of_a_page_that_the_library_takes_for_columns_are_put_back_into_words() -> None:
    """Each digit a text object of its own, the columns drawn one after the other, as browsers print narrow cells."""
    ys = tuple(float(y) for y in range(40, 280, 20))
    places = ((0, 1), (2, 8), (1, 3))
    digits = "".join(f"BT /F 9 Tf {104 + 5 * at} {y + 5} Td ({digit}) Tj ET\n" for at, digit in places for y in ys[:-1])
    layout = read_layout(draw(_lines((100, 200, 300), ys) + digits))
    assert [cell.text for cell in tables(layout)[0].cells if cell.column == 0] == ["138"] * 11


@pytest.mark.parametrize(("below", "rest"), [("满意度指标", False), ("（续）", True)])
def test_a_row_with_another_level_is_no_rest_although_no_line_is_drawn_at_the_break(below: str, rest: bool) -> None:
    def pair(first: str, second: str) -> tuple[Box, list[Line], _Part]:
        sides = Rect(0, 0, 100, 20)
        part = _Part(sides, 0, 2, [Line(first, 0, 0, 50, 10)], [Place(page=1)], False)
        return Box(0, 0, 2, 1, sides, ruled_above=False), [Line(second, 0, 0, 50, 10)] if second else [], part

    row = _Row([pair("绩效指标", ""), pair("效益指标", below), pair("机制健全", "居民满意")], 0.0)
    assert row.is_rest() is rest
    assert rest or len(row.merged()) == 1
