"""Which texts on the two sides of a page break are one, and which are two."""

from __future__ import annotations

import pytest

from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.pdf.tables import _are_whole, _is_cut_text
from tests.documents.readers.pdf.make import draw, tables, word


@pytest.mark.parametrize(
    ("above", "below", "cut"),
    [
        ("改善办学条件，", "受益学生", True),
        ("≤86元", "/人·月", True),
        ("效益指标", "（35分）", True),
        ("较上年提高", "）", True),
        ("≥", "%", False),
        ("次", "%", False),
        ("/", "12", False),
        ("培训人数", "合格率", False),
        ("2024年9月", "30日前", True),
        ("2024年10", "月16日", True),
        ("2024年9月", "30日内", False),
        ("1年", "9月底前", False),
    ],
)
def test_some_texts_can_but_be_two_parts_of_one(above: str, below: str, cut: bool) -> None:
    assert _is_cut_text([Line(above, 0, 0, 10, 10)], [Line(below, 0, 0, 10, 10)]) is cut


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("≥95%", "≥90%", True),
        ("12500.", "00", False),
        ("1,", "200人", False),
        ("286.0", "0", False),
        ("286.0", "40", True),
        ("达标得满分，每低1个", "百分点扣0.5分", False),
        ("产出指标", "效益指标", True),
    ],
)
def test_two_quantities_are_whole_unless_one_is_cut(above: str, below: str, whole: bool) -> None:
    assert _are_whole([Line(above, 0, 0, 10, 10)], [Line(below, 0, 0, 10, 10)]) is whole


def test_a_row_that_prints_its_project_once_more_is_a_row_of_its_own() -> None:
    def page(top: int, foot: int, *row: str) -> str:
        lines = "".join(f"{x} {foot} m {x} {top} l S\n" for x in (40, 140, 240, 340))
        texts = "".join(word(text, x, foot + 20) for text, x in zip(row, (45, 145, 245), strict=True))
        return lines + f"40 {foot} m 340 {foot} l S\n40 {top} m 340 {top} l S\n" + texts

    above = ("Dredging", "120.00", "Length \\(")
    for below, rows_ in ((("Dredging", "120.00", "Depth"), 2), (("", "", "of all\\)"), 1)):
        (table,) = tables(read_layout(draw(page(90, 40, *above), page(260, 210, *below))))
        assert table.rows == rows_, below


def test_a_label_printed_letter_by_letter_goes_on_below_a_page_break() -> None:
    def page(top: int, foot: int, letters: str, text: str) -> str:
        lines = "".join(f"{x} {foot} m {x} {top} l S\n" for x in (40, 120, 340))
        drawn = lines + f"40 {foot} m 340 {foot} l S\n40 {top} m 340 {top} l S\n"
        return (
            drawn
            + "".join(word(letter, 76, top - 18 * (n + 1)) for n, letter in enumerate(letters))
            + word(text, 130, top - 18)
        )

    (table,) = tables(read_layout(draw(page(100, 40, "GOA", "Better roads"), page(260, 210, "LS", ""))))
    assert [cell.text for cell in table.cells] == ["G\nO\nA\nL\nS", "Better roads"]
