"""Printed lines outside tables → paragraphs, as Chinese official typesetting shows them: indents, full lines, gaps."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from jihuan.core.text import join_lines
from jihuan.documents.layout import Paragraph
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.lines import SENTENCE_END, Line, around, first_token, joined_text, measure, place_of
from jihuan.documents.recognise.words import is_labelled

_WIDE = re.compile("[\u2e80-\u9fff]")
_TELLING = 3
_INDENT = 2.5
"""Characters: the first line of a paragraph begins no further to the right than this."""
_LEADER = re.compile(r"(?:[.．…·‥]\s*){3,}[-—–]*\s*\d+\s*[-—–]*$|[…·.]{6,}$")
_LEADER_END = tuple("0123456789-—–.．…·‥")
_COUNT = "[一二三四五六七八九十百\\d]+"
_NUMBERED = re.compile(rf"第{_COUNT}[部分章节条]|{_COUNT}、|[（(]{_COUNT}[）)]|\d+[.．](?!\d)")


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of running text on pages of one size."""

    left: float
    right: float


@dataclass(slots=True)
class ParagraphBuilder:
    """A paragraph that grows line by line."""

    margins: Margins
    page: int
    lines: list[Line] = field(default_factory=list)
    on_first_page: int = 0
    last_page: int = 0

    def add(self, line: Line, page: int, margins: Margins) -> None:
        """Append a line of a page or column with these margins."""
        self.margins = margins
        self.lines.append(line)
        self.on_first_page += page == self.page
        self.last_page = page

    def goes_on(self, line: Line, page: int, margins: Margins) -> bool:
        """Whether a line that follows, in its own column perhaps, belongs to this paragraph."""
        last, em = self.lines[-1], line.em
        end = last.text.rstrip()
        if not self._same_size(line) or (page == self.last_page and self._gap_is_wide(line)):
            return False
        if end.endswith(_LEADER_END) and _LEADER.search(end):
            return False
        if is_labelled(line.text):
            return False
        ended, room, token = end.endswith(SENTENCE_END), self._room(last), measure(first_token(line.text))
        fits = room > (token + 0.7) * em
        if line.x0 - margins.left > 0.8 * em:
            if self._centred(line, margins):
                return self._centred(last) and not fits
            return abs(line.x0 - last.x0) < 0.3 * em and not fits and not ended
        if fits:
            titled = self._centred(last) and last.x0 - self.margins.left > _INDENT * last.em
            return room < (token + 4) * em and not ended and not titled and not _NUMBERED.match(line.text)
        return not ((ended or room < -_INDENT * em) and _NUMBERED.match(line.text))  # beyond the margin stands no running text

    def _same_size(self, line: Line) -> bool:
        """Whether a line is set in the same size, as far as its height tells: short lines and Latin ones may be lower."""
        last = self.lines[-1]
        if 0.8 < (line.y1 - line.y0) / max(last.y1 - last.y0, 0.1) < 1.25:
            return True
        return min(len(_WIDE.findall(line.text)), len(_WIDE.findall(last.text))) < _TELLING

    def _gap_is_wide(self, line: Line) -> bool:
        step = line.y0 - self.lines[-1].y0
        if len(self.lines) > 1 and self.lines[-1].y0 > self.lines[-2].y0:
            return step > 1.35 * (self.lines[-1].y0 - self.lines[-2].y0)
        return step > 2.7 * self.lines[-1].em

    def _room(self, line: Line) -> float:
        """Points free after a line, on both sides when it is centred."""
        room = self.margins.right - line.x1
        return room + line.x0 - self.margins.left if self._centred(line) else room

    def _centred(self, line: Line, margins: Margins | None = None) -> bool:
        margins = margins or self.margins
        left, right = line.x0 - margins.left, margins.right - line.x1
        off, em = abs(left - right), line.em
        return off < 1.2 * em and (left > 2.5 * em or not self.lines or line is self.lines[0])

    def build(self) -> Paragraph:
        """The paragraph; its place is its part on its first page."""
        place = place_of(self.page, around(self.lines[: self.on_first_page]))
        return Paragraph(text=join_lines(joined_text(self.lines, room=-math.inf)), place=place)


def margins_of(lines: list[Line], tables: list[Rect]) -> Margins:
    """The edges of running text: of the long lines if there are any; a few lines may hang over the right edge.

    Where no two lines reach from edge to edge (titles and notes around tables only), the tables show how wide the text may be.
    """
    long = [line for line in lines if measure(line.text) >= 15] or lines
    ends = sorted(line.x1 for line in long)
    left, right = min(line.x0 for line in long), ends[int(0.85 * (len(ends) - 1))]
    full = {line.text for line in long if line.x0 - left < _INDENT * line.em and abs(line.x1 - right) < line.em}
    if len(full) < 2:
        left, right = min([left, *(table.x0 for table in tables)]), max([right, *(table.x1 for table in tables)])
    return Margins(left, right)
