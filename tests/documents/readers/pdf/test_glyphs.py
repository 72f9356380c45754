"""Characters that programs draw one by one: text too wide for its cell, and text the library takes for columns."""

from __future__ import annotations

import pytest

from jihuan.documents.layout import Layout
from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import draw, stream, tables, texts, word

GRID = "".join(f"{x} 100 m {x} 200 l S\n" for x in (100, 200, 300)) + "".join(
    f"100 {y} m 300 {y} l S\n" for y in (100, 150, 200)
)
ADVANCE = 5.56
"""Points that a digit of 10 points is wide in Helvetica."""


_ESCAPED = {"(": r"\(", ")": r"\)"}


def _one_by_one(text: str, x: float, y: float) -> str:
    """Digits and points, every one a text object of its own, as browsers print them."""
    parts = []
    for char in text:
        parts.append(f"BT /F 10 Tf {x:.2f} {y} Td ({_ESCAPED.get(char, char)}) Tj ET\n")
        x += ADVANCE if char.isdigit() else 2.78
    return "".join(parts)


def _texts(layout: Layout) -> list[str]:
    return [cell.text for cell in tables(layout)[0].cells]


@pytest.mark.parametrize("shift", [0.0, 1.5, 3.0, 4.5])
def test_a_figure_that_sticks_out_of_the_table_keeps_its_last_digits(shift: float) -> None:
    layout = read_layout(draw(GRID + _one_by_one("2963000.00", 258.0 + shift, 180) + _one_by_one("7", 110, 180)))
    assert _texts(layout) == ["7", "2963000.00", "", ""]
    assert texts(layout) == []


@pytest.mark.parametrize("shift", [0.0, 1.5, 3.0, 4.5])
def test_a_figure_that_runs_over_into_the_next_cell_is_one_figure(shift: float) -> None:
    layout = read_layout(draw(GRID + _one_by_one("123456789", 155.0 + shift, 180)))
    assert sorted(_texts(layout)) == ["", "", "", "123456789"]


def test_figures_on_both_sides_of_a_line_belong_to_two_cells() -> None:
    layout = read_layout(draw(GRID + _one_by_one("123", 181.5, 180) + _one_by_one("456", 201.5, 180)))
    assert _texts(layout) == ["123", "456", "", ""]


def test_a_bracket_that_ends_a_text_too_wide_for_its_cell_stays_with_it() -> None:
    layout = read_layout(draw(GRID + _one_by_one("(123456", 163.2, 180) + _one_by_one(")", 200.3, 180)))
    assert sorted(_texts(layout)) == ["", "", "", "(123456)"]


def test_a_heading_after_a_title_wider_than_the_text_is_a_paragraph_of_its_own() -> None:
    page = "".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n" for text, x, y, size in (
        ("W" * 22, 60, 250, 15), ("1. Goal of all", 40, 220, 13), ("Short text", 40, 190, 10), ("2. More", 40, 160, 13)
    ))  # fmt: skip
    assert texts(read_layout(draw(page))) == ["W" * 22, "1. Goal of all", "Short text", "2. More"]


def test_text_that_sticks_out_into_a_filled_cell_is_told() -> None:
    layout = read_layout(draw(GRID + _one_by_one("123456789", 155.0, 180) + _one_by_one("44", 206.0, 180)))
    assert [(problem.level, "超出所在的格子" in problem.message) for problem in layout.problems] == [("warning", True)]
    within = read_layout(draw(GRID + _one_by_one("1234567", 155.0, 180) + _one_by_one("44", 206.0, 180)))
    assert within.problems == ()


def test_a_line_of_a_low_row_that_is_printed_over_the_next_one_is_told() -> None:
    layout = read_layout(draw(GRID + word("wrapped text", 110, 146) + word("of two lines", 110, 135)))
    assert ["wrapped text" in problem.message for problem in layout.problems] == [True]


@pytest.mark.parametrize(
    ("font", "code", "shown"), [("Symbol", "B3", "≥"), ("Wingdings-Regular", "FE", "☑"), ("Helvetica", "B3", "\uf0b3")]
)
def test_signs_of_a_font_of_symbols_are_read_as_what_they_print(font: str, code: str, shown: str) -> None:
    table = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <F0{code}> endbfchar endcmap"
    signs = f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /ToUnicode 10 0 R >>"
    [text] = texts(read_layout(draw(word("a", 50, 200), font=signs, extra=(stream(table),))))
    assert text == shown
