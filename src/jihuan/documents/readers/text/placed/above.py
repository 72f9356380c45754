"""Lines of labels and values, printed with their columns kept: which lines make one row, and which words one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from jihuan.documents.readers.text.costs import content
from jihuan.documents.readers.text.lined.rows import FIGURE, is_known
from jihuan.documents.readers.text.placed.canvas import Word
from jihuan.documents.readers.text.widths import first_unit, width
from jihuan.documents.recognise.words import fund_column, heading, inline, is_container, key, label

_MOST = 16
_ROW, _TEXT, _LONE, _TWICE = 1.0, 0.8, 3.0, 5.0
_SLANT, _NEAR = 1.2, 0.6
_FRAME, _LONGEST, _LETTERS = 8, 12, 2
"""So many rows stand beside a frame, with so many letters."""
_SLACK = 5.0
_WHITE = 1
"""So many columns of white are a space inside a cell."""
_MONEY = re.compile(r"[\d,]+\.\d\d")


class Printed(NamedTuple):
    """A row: its lines (start, stop), its cells from left to right, and whether its lines may belong to several rows.

    ``frame`` are the rows that its first cell covers.
    """

    start: int
    stop: int
    cells: tuple[Word, ...]
    doubtful: bool
    frame: int = 1


def is_start(line: Sequence[Word]) -> bool:
    """Does the line begin with a label?"""
    first = line[0].text if line else ""
    return bool(label(first) or is_container(first))


def printed_rows(lines: Sequence[Sequence[Word]]) -> list[Printed]:
    """The cheapest way to make rows of these lines."""
    pieces = [_pieces(line) for line in lines]
    edge = max((word.x1 for line in lines for word in line), default=0.0)
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        ends = range(at + 1, min(at + _MOST, len(lines)) + 1)
        best[at] = min((_cost(pieces[at:stop], edge) + best[stop][0], stop) for stop in ends)
    rows, at = [], 0
    while at < len(lines):
        stop = best[at][1]
        cells = tuple(
            Word(cell[0].y, min(word.x0 for word in cell), max(word.x1 for word in cell), _text(cell))
            for cell in _cells(pieces[at:stop])
        )
        rows.append(Printed(at, stop, cells, _cost(pieces[at:stop], edge) > _LONE + _ROW))
        at = stop
    return _framed(rows)


def _framed(rows: Sequence[Printed]) -> list[Printed]:
    """The rows with the letters of each frame at their left made one cell; rows with nothing else are none."""
    found: list[Printed] = []
    at = 0
    while at < len(rows):
        stop = next((end for end in range(min(at + _FRAME, len(rows)), at + 1, -1) if _frame_of(rows[at:end])), 0)
        if not stop:
            found.append(rows[at])
            at += 1
            continue
        letters = _frame_of(rows[at:stop])
        text = "".join(letter.text for letter in letters)
        rest = [row._replace(cells=tuple(cell for cell in row.cells if cell not in letters)) for row in rows[at:stop]]
        kept = [row for row in rest if row.cells]
        first = kept[0] if kept else rest[0]
        head = first._replace(cells=(letters[0]._replace(text=text), *first.cells), frame=max(len(kept), 1))
        found += [head, *kept[1:]]
        at = stop
    return found


def _frame_of(rows: Sequence[Printed]) -> list[Word]:
    """The cells at the left of these rows, some of them blank, that only together are a word of the form; none where they are not."""
    firsts = [row.cells[0] for row in rows]
    edge = min((row.cells[1].x0 for row in rows if len(row.cells) > 1), default=0.0)
    letters = [cell for cell in firsts if cell.x1 < edge]
    if len(letters) < 2 or firsts[0] not in letters or firsts[-1] not in letters or len(letters) * 2 < len(rows):
        return []
    whole = "".join("".join(cell.text.split()) for cell in letters)
    torn = not any(len(cell.text) > _LETTERS and is_known("".join(cell.text.split())) for cell in letters)
    return letters if torn and len(whole) <= _LONGEST and (key(whole) or is_container(whole)) else []


def _pieces(line: Sequence[Word]) -> list[Word]:
    """Words that one space parts are one piece, unless they are words of the form or figures."""
    found: list[Word] = []
    for word in line:
        before = found[-1] if found else None
        if before and word.x0 - before.x1 <= _WHITE and not _is_apart(before.text, word.text):
            found[-1] = Word(word.y, before.x0, word.x1, f"{before.text} {word.text}")
        else:
            found.append(word)
    return found


def _is_apart(before: str, after: str) -> bool:
    if is_known(before.replace(" ", "") + after) and not (is_known(before) and is_known(after)):
        return False
    if _MONEY.fullmatch(before) or _MONEY.fullmatch(after):
        return True
    return is_known(before) or is_known(after) or bool(FIGURE.fullmatch(before) and FIGURE.fullmatch(after))


def _cells(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Pieces under each other, from left to right; each line of a cell as it is printed."""
    found: list[list[Word]] = []
    for word in sorted((word for line in lines for word in line), key=lambda word: word.x0):
        if found and word.x0 < max(other.x1 for other in found[-1]):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(cell) for cell in found]


def _text(cell: Sequence[Word]) -> str:
    return "\n".join(" ".join(word.text for word in line) for _y, line in groupby(cell, lambda word: word.y))


def _cost(lines: Sequence[Sequence[Word]], edge: float) -> float:
    """Cost of these lines as one row; ``edge`` is where the widest ends."""
    cells = _cells(lines)
    top, bottom = lines[0][0].y, lines[-1][0].y
    texts = ["".join(_text(cell).split()) for cell in cells]
    known = [bool(is_known(text) or fund_column(text) or heading(text) or inline(text)) for text in texts]
    total = _ROW
    if not known[0]:
        total += _LONE if not any(known) else 0.5 * _LONE
    rights = [*(min(word.x0 for word in cell) for cell in cells[1:]), edge]
    for cell, text, sure, right in zip(cells, texts, known, rights, strict=True):
        total += _TWICE * (len(cell) - len({word.y for word in cell}))
        parts = [(y, " ".join(word.text for word in line)) for y, line in groupby(cell, lambda word: word.y)]
        several = sum(map(is_known, (part for _y, part in parts)))
        if several > 1:
            total += _TWICE * several
        elif sure:
            total += 0.05 * (len(parts) - 1)
        elif FIGURE.fullmatch(text):
            total += 3.0 * (len(parts) - 1)
        else:
            total += _prose(parts, text, right - min(word.x0 for word in cell))
        total += _SLANT * max(abs(parts[0][0] + parts[-1][0] - top - bottom) / 2 - _NEAR, 0.0) * (parts[0][0] > top)
    return total


def _prose(parts: Sequence[tuple[int, str]], text: str, wide: float) -> float:
    """Cost of a text that is no word of the form: its ends, its breaks, the words of the form that it swallows."""
    swallowed = sum(bool(is_known(part)) for _y, part in parts) if len(parts) > 1 else 0
    ends = max(content("text", text, False), 0.0) if len(text) > 1 else 2.0
    breaks = sum(_seam(a[1], b[1], wide) for a, b in pairwise(parts))
    return _TEXT + _TWICE * swallowed + min(ends, 4.0) + breaks


def _seam(above: str, below: str, wide: float) -> float:
    room = wide - width(above) - first_unit(below)
    return 0.0 if room < _SLACK or above[-1] in "。；" else min(0.3 + 0.15 * room, 2.5)
