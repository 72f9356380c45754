"""A table as the CSV that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"(?!-\d+(?:\.\d+)?\Z)[=+\-@\t\r]")
"""How what a spreadsheet computes begins; a number below zero is none."""


def as_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """The rows with a byte order mark for Excel; what a spreadsheet would take for a formula gets an apostrophe."""
    text = io.StringIO()
    csv.writer(text).writerows([f"'{cell}" if _FORMULA.match(str(cell)) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
