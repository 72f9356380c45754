"""Pieces of text → printed lines."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.documents.readers.pdf.geometry import Rect

SENTENCE_END = tuple("。！？；：…”）)!?;:")
_OPEN, _CLOSE = "《“‘（【〔「", "，。；：、！？）》”’】〕」"
_TOKEN = re.compile(
    rf"[{_OPEN}(\[]*(?:(?:[!-\u10ff]+[{_CLOSE}/,.;:!?)%\]]*)+|[\u1100-\U0010ffff](?:/[\u1100-\U0010ffff])*[{_CLOSE}/,.;:!?)%\]]*)"
)
_SPACE = 0.15
"""Of the height of a line: a wider gap between two runs is a space."""

_BEARING = 0.15
"""Of a character: the white that belongs to a glyph and is not part of its box."""

_BLANK = 0.7
"""Of a full-width bracket or stop: the white half of it, which is not part of its box either."""


class Line(NamedTuple):
    """A printed line, or a piece of one, and its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def em(self) -> float:
        """Width of a Chinese character of this line, estimated from the line's own width."""
        return (self.x1 - self.x0) / max(measure(self.text), 0.5)


def measure(text: str) -> float:
    """Width of a text in Chinese characters: 1 for a wide character (three bytes of UTF-8), a half for others."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 4


def first_token(text: str) -> str:
    """What a line break could not have parted from the start of a line: one 汉字 or Latin word, with its brackets."""
    match = _TOKEN.match(text)
    return match.group() if match else text[:1]


def to_lines(pieces: list[Line]) -> list[Line]:
    """Printed lines from top to bottom: pieces beside each other are one line, from left to right."""
    if len(pieces) < 2 or _stacked(pieces):
        return pieces
    lines: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0 + piece.y1):
        if lines and _beside(lines[-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_joined(line) for line in lines]


def _stacked(pieces: list[Line]) -> bool:
    """Whether every piece stands below the one before it."""
    bottom = -math.inf
    for _, _, y0, _, y1 in pieces:
        if y0 < bottom:
            return False
        bottom = y1
    return True


def _beside(line: list[Line], piece: Line) -> bool:
    """Whether a piece stands on a line: the middle of one lies within the height of the other, and they do not overlap."""
    _, x0, y0, x1, y1 = piece
    middle = (y0 + y1) / 2
    for _, left, top, right, bottom in line:
        if top < middle < bottom or y0 < (top + bottom) / 2 < y1:
            return min(right, x1) - max(left, x0) < 0.5 * min(right - left, x1 - x0)
    return False


def _joined(pieces: list[Line]) -> Line:
    if len(pieces) == 1:
        return pieces[0]
    pieces.sort(key=lambda piece: piece.x0)
    text, x0, top, end, bottom = pieces[0]
    height = max(piece.y1 - piece.y0 for piece in pieces)
    for piece in pieces[1:]:
        text = text.rstrip() + (" " if piece.x0 - end > _SPACE * height else "") + piece.text
        end, top, bottom = max(end, piece.x1), min(top, piece.y0), max(bottom, piece.y1)
    return Line(text, x0, top, end, bottom)


def joined_text(lines: list[Line], room: float) -> str:
    """Printed lines with their breaks as "\\n"; a line that was broken at a space for want of ``room`` keeps the space instead."""
    if len(lines) == 1:
        return lines[0].text.rstrip()
    text = ""
    for line, after in pairwise(lines):
        soft = line.text.endswith(" ") and would_not_fit(line, [after], room - line.em)
        text += line.text.rstrip() + (" " if soft else "\n")
    return text + lines[-1].text.rstrip() if lines else ""


def would_not_fit(line: Line, after: list[Line], room: float) -> bool:
    """Whether the start of the next lines had no place on a line ``room`` points wide: the text was broken there, not ended."""
    em = max(line.em, after[0].em)
    blank = _BLANK * em * ((line.text[:1] in _OPEN) + (line.text.rstrip()[-1:] in _CLOSE))
    return room - (line.x1 - line.x0) - blank < (measure(first_token("".join([line.text for line in after]))) + _BEARING) * em


def around(boxes: Iterable[Line]) -> Rect:
    """The box around boxes."""
    _, x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Rect(min(x0), min(y0), max(x1), max(y1))


def place_of(page: int, box: Rect) -> Place:
    """A box on a page as the place of a value."""
    x0, y0, x1, y1 = box
    return Place(page=page, bbox=(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
