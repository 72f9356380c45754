"""Labels that a page break has cut in two: “资金支” at the foot of a page, “出计划（%）” at the head of the next."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from jihuan.core.text import squeeze
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Cell, Table
from jihuan.documents.recognise.words import field_of, heading, is_container, label, label_words, plain

_LONGEST = 20
_At = tuple[int, int]
_FEWEST = 3
"""Characters: two are words of their own too often."""
_BESIDE_TEXT = ("use", "plan", "goals", "long_goals", "achievement")
_BRACKETS = re.compile(r"\([^()]*\)$")


def joined_labels(table: Table) -> Table:
    """The table with the halves of each cut label as one cell, which covers the rows of both."""
    if len({cell.place.page for cell in table.cells}) < 2:
        return table
    pairs = _pairs(table)
    headers = Counter(below.row for above, below in pairs if heading(above.text + below.text) and not heading(above.text))
    tops: dict[_At, _At] = {}
    wholes: dict[_At, Cell] = {}
    for above, below in pairs:
        top = tops.get(_at(above), _at(above))
        whole = wholes.get(top, above)
        if headers[below.row] < _FEWEST and not _is_one(whole.text, below.text):
            continue
        tops[_at(below)] = top
        text, places = f"{whole.text}\n{below.text}".strip("\n"), (*whole.more_places, below.place, *below.more_places)
        wholes[top] = replace(whole, text=text, rowspan=whole.rowspan + below.rowspan, more_places=places)
    kept = (wholes.get(_at(cell), cell) for cell in table.cells if _at(cell) not in tops)
    return replace(table, cells=tuple(kept)) if tops else table


def _at(cell: Cell) -> _At:
    return cell.row, cell.column


def _pairs(table: Table) -> list[tuple[Cell, Cell]]:
    """Cells of one column that a page break parts, from the top."""
    ends = {(cell.row + cell.rowspan, cell.column, cell.colspan): cell for cell in table.cells}
    starts = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    found = ((ends.get((below.row, below.column, below.colspan)), below) for below in starts)
    return [(above, below) for above, below in found if above is not None and is_broken(above, below)]


def is_broken(above: Cell, below: Cell) -> bool:
    """Does a page break part the two cells?"""
    last = above.more_places[-1] if above.more_places else above.place
    return last.page is not None and below.place.page is not None and last.page < below.place.page


def _is_one(above: str, below: str) -> bool:
    """Are both together one label, though the first alone is none and the second neither?"""
    if not above.strip() or not below.strip() or len(squeeze(above + below)) > _LONGEST or not _is_known(above + below):
        return False
    return not (_is_known(above) or _is_known(below)) or (_is_level(above) and plain(below) == "指标")


def _is_known(text: str) -> bool:
    return bool(field_of(text) or heading(text) or is_container(text) or _is_level(text))


def _is_level(text: str) -> bool:
    return is_level1(text) or is_level2(text)


@cache
def _pieces(*fields: str) -> tuple[frozenset[str], frozenset[str]]:
    """Beginnings and ends of the labels of these fields."""
    words = label_words(*fields)
    starts = {word[:end] for word in words for end in range(_FEWEST, len(word))}
    ends = {word[start:] for word in words for start in range(1, len(word) - _FEWEST + 1)}
    return frozenset(word for word in starts if not label(word)), frozenset(word for word in ends if not label(word))


def is_piece(cell: Cell) -> bool:
    """May this cell be one half of a label whose other half is elsewhere? Then it is no value."""
    word = _BRACKETS.sub("", plain(cell.text))
    return cell.place.page is not None and any(word in pieces for pieces in _pieces(*_BESIDE_TEXT))


def piece_in(cell: Cell) -> str | None:
    """A half of a label at the end of a text, or at its beginning: a label that a page break cut may have run into it."""
    word = plain(cell.text)
    starts, ends = _pieces("use", "plan")
    lengths = range(min(_LONGEST, len(word) - 1), _FEWEST - 1, -1) if cell.place.page is not None else range(0)
    tail = next((word[-length:] for length in lengths if word[-length:] in starts), None)
    return tail or next((word[:length] for length in lengths if word[:length] in ends), None)
