"""CSV that a spreadsheet opens as it is meant."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.csv_text import as_csv


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_formulas_get_an_apostrophe_and_numbers_stay_numbers() -> None:
    cells = ["=1+1", "+86", "@A1", "\t=1", "\r=1", "-1+cmd", "-5-5", "-0.05", "-5", "≥90%", "", "a=1"]
    shown = ["'=1+1", "'+86", "'@A1", "'\t=1", "'\r=1", "'-1+cmd", "'-5-5", "-0.05", "-5", "≥90%", "", "a=1"]
    assert _read(as_csv([cells, [-5, 0]])) == [shown, ["-5", "0"]]
    assert as_csv([["部门"]]).startswith(b"\xef\xbb\xbf")


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1), min_size=1))
def test_every_cell_comes_back_with_an_apostrophe_at_most(rows: list[list[str]]) -> None:
    back = _read(as_csv(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [[c.removeprefix("'") for c in row] for row in rows]
