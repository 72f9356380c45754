"""The text of a page as the shared code for pages asks for it: stretches, their boxes, boxes of single characters."""

from __future__ import annotations

import re
from itertools import pairwise

from jihuan.documents.readers.ofd.content import Glyph
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.lines import Line

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\s]+")
_BROKEN_SPACE = re.compile(r" +\n")
_UNKNOWN = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe\uffff]")
_GAP = 0.3
"""Of the height of a character: a wider gap inside a text object is a space."""
_ASLANT = 0.25
"""Of the height of a character: so far do the next ones of a slanting text stand both beside and above or below it."""
_NOWHERE = Rect(0, 0, 0, 0)


class PlacedText:
    """The characters of one page in the order of the file, a line for every text object."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        parts: list[str] = []
        self._boxes: list[Rect] = []
        self._items: list[int] = []
        for glyph, after in pairwise([*glyphs, None]):
            if glyph is None:
                continue
            self._put(parts, glyph.text, glyph.box, glyph.item)
            if after is None or after.item != glyph.item:
                self._put(parts, "\n", _NOWHERE, glyph.item)
            elif after.box.x0 - glyph.box.x1 > _GAP * (glyph.box.y1 - glyph.box.y0) and " " not in (glyph.text, after.text):
                self._put(parts, " ", _NOWHERE, glyph.item)
        self.text = "".join(parts)

    def _put(self, parts: list[str], char: str, box: Rect, item: int) -> None:
        parts.append(char)
        self._boxes.append(box)
        self._items.append(item)

    def spans(self, *, words: bool) -> list[tuple[int, int]]:
        """Stretches of one text object, or stretches without any white space."""
        return [match.span() for match in (_WORD if words else _LINE).finditer(self.text)]

    def piece(self, start: int, end: int) -> Line | None:
        """The text between two positions with its box, None when nothing there is printed."""
        boxes = [self._boxes[index] for index in range(start, end) if not self.text[index].isspace()]
        if not boxes:
            return None
        text = self.text[start:end].strip() + (" " if _BROKEN_SPACE.match(self.text, end) else "")
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        return Line(text, min(x0), min(y0), max(x1), max(y1))

    def character_box(self, index: int) -> Rect:
        """The box of one character."""
        return self._boxes[index]

    def same_object(self, index: int, other: int) -> bool:
        """Whether two characters belong to one text object."""
        return self._items[index] == self._items[other]

    def clip(self, index: int) -> Rect | None:
        """None: what cuts text off is not told."""
        return None

    def slanted(self, index: int) -> bool:
        """Whether the next characters of the same text object stand aslant of this one."""
        if index + 1 == len(self._boxes) or not self.same_object(index, index + 1):
            return False
        a, b = self._boxes[index], self._boxes[index + 1]
        step = min(abs(a.x0 + a.x1 - b.x0 - b.x1), abs(a.y0 + a.y1 - b.y0 - b.y1)) / 2
        return b is not _NOWHERE and step > _ASLANT * (a.y1 - a.y0)

    def unmapped(self, spans: list[tuple[int, int]]) -> list[int]:
        """Positions of characters for which the file gives no letter."""
        return [match.start() for match in _UNKNOWN.finditer(self.text)]
