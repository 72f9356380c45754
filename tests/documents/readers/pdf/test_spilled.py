"""Names of merged cells beside a page break that stand where they do not belong, and texts that go over the edge of what is shown."""

from __future__ import annotations

from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import draw, rows, tables, texts, word

XS = (40, 120, 200, 280, 360)
TITLES = ("Level", "Name", "Target", "Note")


def _page(*rows_of: tuple[str, ...], merged: range = range(0)) -> str:
    """Rows 20 points high from y = 280 down; in the first column no line is drawn above the rows ``merged``. Of a row with two
    texts, the second has all the other columns."""
    drawn = ""
    for number, row in enumerate(rows_of):
        sides = (*XS[: len(row)], XS[-1]) if len(row) < len(XS) - 1 else XS
        drawn += "".join(f"{x} {260 - 20 * number} m {x} {280 - 20 * number} l S\n" for x in sides)
    for number in range(len(rows_of) + 1):
        drawn += f"{XS[1] if number in merged else XS[0]} {280 - 20 * number} m {XS[-1]} {280 - 20 * number} l S\n"
    shown = (word(text, x + 4, 268 - 20 * n, 7) for n, row in enumerate(rows_of) for x, text in zip(XS, row, strict=False))
    return drawn + "".join(shown)


FIRST = _page(TITLES, *[("Output", f"n{n}", str(n), "c") for n in range(11)])


def test_the_name_of_merged_cells_that_hangs_into_a_repeated_title_belongs_below_it_and_is_doubtful() -> None:
    second = _page(TITLES, ("term", "x", "9", "c"), ("Output", "y", "8", "c"))
    [table] = tables(read_layout(draw(FIRST, second + word("Long", XS[0] + 4, 261, 6))))
    assert rows(table)[-2:] == [["Longterm", "x", "9", "c"], ["Output", "y", "8", "c"]]
    [doubtful] = [cell for cell in table.cells if cell.confidence is not None]
    assert doubtful.text == "Long\nterm"


def test_a_last_column_without_a_title_keeps_no_repeated_titles() -> None:
    blank = ("Level", "Name", "Target", "")
    body = [("Output", f"n{n}", str(n), "c") for n in range(11)]
    [table] = tables(read_layout(draw(_page(("Code", "P", "26", ""), blank, *body), _page(blank, body[0]))))
    assert table.rows == 14


def test_the_same_titles_under_a_row_of_labels_head_another_form() -> None:
    body = [("Output", f"n{n}", str(n), "c") for n in range(8)]
    first = _page(TITLES, *body, ("Name", "Second"), ("Goal", "Better"))
    [table] = tables(read_layout(draw(first, _page(TITLES, ("Output", "x", "9", "c")))))
    assert rows(table)[-3:] == [["Goal", "Better"], list(TITLES), ["Output", "x", "9", "c"]]


def test_dots_for_rows_to_be_filled_in_are_a_row_of_their_own() -> None:
    body = [("Output", f"n{n}", str(n), "c") for n in range(10)]
    [table] = tables(read_layout(draw(_page(TITLES, *body), _page(("", "...", "", ""), ("Benefit", "x", "9", "c")))))
    assert rows(table)[-3:] == [["Output", "n9", "9", "c"], ["Output", "...", "", ""], ["Benefit", "x", "9", "c"]]


def _name_below(*, blank: bool) -> tuple[int, int]:
    """Row and height of a name at the head of a page below a blank cell; ``blank`` cells stand elsewhere in its column, too."""
    body = [("Output", "a", "1", "c"), ("", "b", "2", "c"), *[("", f"n{n}", str(n), "c") for n in range(9)]]
    first = _page(TITLES, *body, merged=range(2, 10 if blank else 11))
    [table] = tables(read_layout(draw(first, _page(("Benefit", "first", "8", "c"), ("Other", "y", "8", "c")))))
    name = next(cell for cell in table.cells if cell.text == "Benefit")
    return name.row, name.rowspan


def test_a_merged_name_that_moved_to_the_next_page_covers_the_blank_cell_above_it_unless_blank_cells_are_usual() -> None:
    assert _name_below(blank=False) == (11, 2)
    assert _name_below(blank=True) == (12, 1)


def test_text_shown_no_further_than_the_margin_is_told_and_stays_with_its_cell() -> None:
    shown = word("Reason of t", XS[-2] + 4, 268, 14)
    margin = f"q 0 0 366 300 re W n {word('he delay', XS[-2] + 82, 268, 14)}Q\n"
    layout = read_layout(draw(_page(("", "", "", ""), TITLES) + shown + margin))
    assert tables(layout)[0].cells[3].text.startswith("Reason of t")
    assert any("Reason of t" in problem.message for problem in layout.problems) and not texts(layout)
