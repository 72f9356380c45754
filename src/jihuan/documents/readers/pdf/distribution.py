"""The text of a page put into the boxes of its grids: what overflows its cell, hangs into another one, is cut off or slanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Protocol

from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import Line, around, measure, to_lines

Span = tuple[int, int]
"""Two positions in the text of a page."""
_SLACK = 2.0
"""Points by which glyphs may stick out of their box."""
_TALL = 1.8
"""Of the width of a character: text that is higher stands on several lines."""
_LARGE = 13.0
"""Points: no lower letter can be one of a watermark that stands across the page, unless several stand on it side by side."""
_TIGHT = 0.16
"""Of the height of a word: characters closer than this have no cell's side between them, for cells have some white at their sides."""
_BACK = 0.3
"""Of the height of a word: what begins so far left of the end of the text before is another cell's text, printed over it."""
_EDGE = 0.3
_OPENING, _CLOSING = "（《“‘【〔「([.,≥≤＞＜", "，。；：、！？）》”’】〕」,.;:!?)]"
"""No cell ends so, none begins so."""
_CELL_GAP = 0.35
"""Of the height of a word: characters of one text object further apart than this belong to two cells."""
_PART = 0.4
"""Of a character: less may be hidden, for it is the white around it."""
_SHORT = 4
"""Characters: a shorter text may well fill its column."""
_HASHES = "###"
"""So a spreadsheet prints a number that is too wide for its column."""


class TextLayer(Protocol):
    """The text of a page, whatever its format: stretches of it, and boxes in points from the displayed top left corner."""

    text: str

    def spans(self, *, words: bool) -> list[Span]:
        """Stretches without a line break, or without any white space, in the order of the file."""

    def piece(self, start: int, end: int) -> Line | None:
        """The printed text between two positions with its box, None when nothing there is printed."""

    def character_box(self, index: int) -> Rect:
        """The box of one character."""

    def same_object(self, index: int, other: int) -> bool:
        """Whether two characters were drawn by one text object."""

    def clip(self, index: int) -> Rect | None:
        """What a character is shown through, if it was drawn to be cut off where its cell ends."""

    def slanted(self, index: int) -> bool:
        """Whether a character stands on a line that is neither level nor plumb."""

    def unmapped(self, spans: list[Span]) -> list[int]:
        """Positions of characters of which the file does not say which letter they are."""


class Distribution:
    """Puts every stretch of a page's text into its box, and lists what is in none, or not only in one.

    ``crowded`` are texts that stick out of their cell into another one, ``cut`` those of cells of which the print shows but a part,
    ``slanted`` those that stand neither level nor plumb.
    """

    def __init__(self, text: TextLayer, grids: list[Grid]) -> None:
        self._text = text
        self._grids = sorted(grids, key=lambda grid: _area(grid.sides))
        self._box_at: Callable[[float, float], Box | None] = self._grids[0].box_at if len(grids) == 1 else self._innermost
        self.outside: list[Line] = []
        self.crowded: list[Line] = []
        self.cut: list[Line] = []
        self._cut: dict[int, Box] = {}
        self.slanted: list[Line] = []

    def put(self, spans: list[Span]) -> None:
        """Distribute the text: by where it stands, or by what it is shown through where the print cuts any of it off."""
        if not self._put(spans):
            self._clear()
            self._put_by_clip(spans)
        if _HASHES in self._text.text:
            for box in [box for grid in self._grids for box in grid.boxes]:
                self._doubt(box, any(_HASHES in piece.text for piece in box.pieces))
        if self._cut or self.crowded:  # where texts go over, those that fill their only line may have been cut
            for box in [box for grid in self._grids for box in grid.boxes if box.rowspan == 1 == len(box.pieces)]:
                box.doubtful = box.doubtful or (measure(box.pieces[0].text) > _SHORT and _is_full(box.pieces[0], box.sides))
        self.cut = [
            Line("".join(line.text for line in to_lines(box.pieces)), *around(box.pieces)) for box in self._cut.values()
        ]

    def _clear(self) -> None:
        self.outside, self.crowded, self.slanted = [], [], []
        for box in [box for grid in self._grids for box in grid.boxes]:
            box.pieces, box.doubtful = [], False

    def _doubt(self, box: Box, is_cut: bool) -> None:
        if is_cut:
            box.doubtful = True
            self._cut[id(box)] = box

    def _innermost(self, x: float, y: float) -> Box | None:
        """The innermost box around a point; smaller grids come first."""
        for grid in self._grids:
            if box := grid.box_at(x, y):
                return box
        return None

    def _put(self, spans: list[Span]) -> bool:
        """By where the text stands; False where some of it is cut off."""
        text, grids, box_at, outside = self._text, self._grids, self._box_at, self.outside
        last: Box | None = None
        for span, piece in self._printed(spans):
            _, x0, y0, x1, y1 = piece
            box = box_at((x0 + x1) / 2, (y0 + y1) / 2)
            if box:
                left, top, right, bottom = box.sides
                if left - _SLACK <= x0 and x1 <= right - _EDGE and top - _SLACK <= y0 and y1 <= bottom + _SLACK:
                    if box is not last:
                        if last and box.column == last.column and self._is_cut(span, piece):  # a line of the cell above?
                            return False
                        last = box
                    box.pieces.append(piece)
                    continue
            if grids and self._is_cut(span, piece):
                return False
            if box is None and not any(touches(piece, grid.sides) for grid in grids):
                outside.append(piece)
                continue
            for part in self._parts(span):
                if line := text.piece(*part):
                    self._place(line)
        return True

    def _is_cut(self, span: Span, piece: Line) -> bool:
        """Whether some of a piece lies outside what its ends are shown through."""
        clips = (self._text.clip(span[0]), self._text.clip(span[1] - 1))
        return not all(clip is None or _is_shown(piece, clip) for clip in clips)

    def _place(self, piece: Line) -> None:
        box = self._box_at((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        (box.pieces if box else self.outside).append(piece)
        if box and any(other not in (None, box) for other in self._at_the_ends(piece)):
            self.crowded.append(piece)
            box.doubtful = True

    def _put_by_clip(self, spans: list[Span]) -> None:
        """By what the text is shown through: the hidden part of it may lie on other cells, or beside the table."""
        hidden: list[tuple[Box, Line]] = []
        full: list[tuple[Box, Line]] = []
        last: tuple[Box, Line] | None = None
        for part in (part for span, _ in self._printed(spans) for part in self._parts(span)):
            piece, clip = self._text.piece(*part), self._text.clip(part[0])
            if piece is None:
                continue
            x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
            box = self._box_at(x, y)
            if clip is None or _is_shown(piece, clip):
                self._place(piece)
                full += [(box, piece)] if box and clip and _is_full(piece, clip) else []
            else:
                at = min(max(x, clip.x0 + 1), clip.x1 - 1), min(max(y, clip.y0 + 1), clip.y1 - 1)
                box = self._box_at(*at)
                if box is None and last and last[1].y0 < y < last[1].y1 and last[1].x0 < x:
                    box = last[0]  # where the page is shown no further, the text goes on from its cell
                self._put_cut(piece, box, hidden if at != (x, y) else None)
            last = (box, piece) if box else None
        for box, piece in full:  # what more stood on its only line is lost
            self._doubt(box, box.pieces == [piece])
        for box, piece in hidden:  # alone in its box it is the name of merged cells that other pages show
            self._doubt(box, bool(box.pieces))
            box.pieces.append(piece)

    def _put_cut(self, piece: Line, box: Box | None, hidden: list[tuple[Box, Line]] | None) -> None:
        """A text that is shown in part, or not at all and so ``hidden``."""
        if box and hidden is not None:
            hidden.append((box, piece))
        elif box:
            box.pieces.append(piece)
            self._doubt(box, True)
        elif hidden is None:
            self.outside.append(piece)

    def _at_the_ends(self, piece: Line) -> list[Box | None]:
        """The boxes under the middles of the four sides of a piece."""
        _, x0, y0, x1, y1 = piece
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        ends = (x0 + _SLACK, y), (x1 - _SLACK, y), (x, y0 + _SLACK), (x, y1 - _SLACK)
        return [self._box_at(*end) for end in ends]

    def _printed(self, spans: list[Span]) -> Iterator[tuple[Span, Line]]:
        """Every stretch with what it prints; one that goes over to the next line, as its height tells, in its lines.

        What stands neither level nor plumb is put into ``slanted``.
        """
        text, take = self._text, self._text.piece
        for span in spans:
            piece = take(*span)
            if piece is None:
                continue
            _, x0, y0, x1, y1 = piece
            height, count = y1 - y0, span[1] - span[0]
            level = height * count < _TALL * (x1 - x0)
            if level and height < _LARGE:  # nearly all
                yield span, piece
                continue
            flat = level or height < _TALL * piece.em or count < 2
            if (not flat or height >= _LARGE) and text.slanted(span[0]):
                self.slanted.append(piece)
                continue
            if flat:
                yield span, piece
                continue
            boxes = [text.character_box(index) for index in range(*span)]
            cuts = [span[0] + 1 + at for at, (a, b) in enumerate(pairwise(boxes)) if b.y0 >= (a.y0 + a.y1) / 2 and b.x0 < a.x0]
            for part in pairwise([span[0], *cuts, span[1]]):
                if line := take(*part):
                    yield part, line

    def _parts(self, word: Span) -> Iterator[Span]:
        """A word that crosses the side of a box, cut where it goes over into another cell; text that just overflows stays whole."""
        start, end = word
        text, box_at = self._text, self._box_at
        boxes = [text.character_box(index) for index in range(start, end)]
        cuts = [start]
        for index in range(1, len(boxes)):
            before, after = boxes[index - 1], boxes[index]
            left = box_at((before.x0 + before.x1) / 2, (before.y0 + before.y1) / 2)
            right = box_at((after.x0 + after.x1) / 2, (after.y0 + after.y1) / 2)
            if left is right:
                cuts += [start + index] if text.clip(start + index - 1) != text.clip(start + index) else []
                continue
            gap, height = after.x0 - before.x1, max(before.y1 - before.y0, after.y1 - after.y0)
            whole = text.text[start + index - 1] in _OPENING or text.text[start + index] in _CLOSING
            goes_on = whole or _runs_over(before, after, left, right)
            if (
                not -_BACK * height < gap <= _CELL_GAP * height
                or not (goes_on or text.same_object(start + index - 1, start + index))
                or text.clip(start + index - 1) != text.clip(start + index)
            ):
                cuts.append(start + index)
        yield from pairwise([*cuts, end])


def _area(box: Rect) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def touches(a: Rect | Line, b: Rect) -> bool:
    """Whether two boxes have a part in common."""
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _runs_over(before: Rect, after: Rect, left: Box | None, right: Box | None) -> bool:
    """Whether two characters of one line are text too wide for its cell: the side stands not between them, or they stand close."""
    if after.y0 > before.y1 or (left is None and right is None):
        return False
    side = right.sides.x0 if right else left.sides.x1 if left else 0.0
    close = after.x0 - before.x1 < _TIGHT * max(before.y1 - before.y0, after.y1 - after.y0)
    return close or not before.x1 - _EDGE <= side <= after.x0 + _EDGE


def _is_shown(piece: Line, clip: Rect) -> bool:
    """Whether all of a piece lies inside what it is shown through."""
    _, x0, y0, x1, y1 = piece
    across, down = (x1 - x0) / max(len(piece.text), 1) * _PART, (y1 - y0) * _PART
    return clip.x0 - across < x0 and x1 < clip.x1 + across and clip.y0 - down < y0 and y1 < clip.y1 + down


def _is_full(piece: Line, clip: Rect) -> bool:
    """Whether no further character would be shown right of a piece."""
    return piece.x1 + piece.em * (2 if piece.text.rstrip().endswith(tuple(_CLOSING)) else 1) > clip.x1
