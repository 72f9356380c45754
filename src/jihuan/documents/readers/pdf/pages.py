"""One page: its grids with the text of every box, and the lines outside them."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import Protocol

from pypdfium2 import raw

from jihuan.documents.readers.pdf.characters import PageText, Span
from jihuan.documents.readers.pdf.columns import gutter
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.grid import Box, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.rulings import Drawing, Segment, read_drawing
from jihuan.documents.readers.pdf.unruled import grid_of, has_columns, region, rules

_FEWEST_TILES = 4
_SLACK = 2.0
"""Points by which glyphs may stick out of their box."""
_OVERHANG = 0.7
"""Of the height of a line: no wider gap parts text that hangs over the end of a page from its box, page numbers stand lower."""
_TALL = 1.8
"""Of the width of a character: text that is higher stands on several lines."""
_TIGHT = 0.16
"""Of the height of a word: characters closer than this have no cell's side between them, for cells have some white at their sides."""
_BACK = 0.3
"""Of the height of a word: what begins so far left of the end of the text before is another cell's text, printed over it."""
_EDGE = 0.3
_OPENING, _CLOSING = "（《“‘【〔「([.,≥≤＞＜", "，。；：、！？）》”’】〕」,.;:!?)]"
"""No cell ends so, none begins so."""
_CELL_GAP = 0.35
"""Of the height of a word: characters of one text object further apart than this belong to two cells."""


@dataclass(slots=True)
class PageContent:
    """A page as read. ``unmapped`` are the places of characters without a Unicode value."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[Line]
    unmapped: list[Rect]
    without_text: bool
    """Something is shown, but none of it is text: a scan, or letters drawn as shapes."""
    pictured: bool = False
    """Pictures are shown, perhaps those of a scan with some text on it."""
    unread: list[Rect] = field(default_factory=list)
    """Where a table without vertical lines stands whose columns could not be told."""
    gutter: float | None = None
    """Between two columns of running text."""
    crowded: list[Line] = field(default_factory=list)
    """Texts that stick out of their cell into another one."""

    def columns(self) -> list[PageContent]:
        """What stands above both columns, the left one, the right one, what stands below; the page itself where it has one column.

        The parts keep the number of the page; their widths differ, so that each has margins of its own.
        """
        at = self.gutter
        beside = [line for line in self.lines if at is not None and not line.x0 < at < line.x1]
        if at is None or not beside:
            return [self]
        top = min(line.y0 for line in beside)
        across = [line for line in self.lines if line.x0 < at < line.x1]
        head, tail = ([it for it in across if it.y1 <= top + 1], [it for it in across if it.y1 > top + 1])
        left, right = ([it for it in beside if it.x1 <= at], [it for it in beside if it.x0 >= at])
        parts = ((head, self.width), (left, at), (right, self.width + at), (tail, self.width))
        return [replace(self, lines=lines, width=width) for lines, width in parts if lines]


def frame_of(page: raw.FPDF_PAGE) -> Frame:
    """The visible part of a page: crop box within media box, with the page's rotation."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4)


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

    def unmapped(self, spans: list[Span]) -> list[int]:
        """Positions of characters of which the file does not say which letter they are."""


def read_page(page: raw.FPDF_PAGE, number: int) -> PageContent:
    """Read the page ``number`` (from 1)."""
    frame = frame_of(page)
    with PageText(page, frame) as text:
        return content_of(text, read_drawing(page, frame), frame, number)


def content_of(text: TextLayer, drawing: Drawing, frame: Frame, number: int) -> PageContent:
    """A page from its text and from what is drawn on it."""
    rows, columns = _within(drawing, frame)
    grids = without_frames(find_grids(rows, columns))
    grids += _tiles([fill for fill in drawing.fills if not any(_touches(fill, grid.sides) for grid in grids)])
    open_tables = rules(rows, grids)
    spans = text.spans(words=bool(grids or open_tables))
    outside, crowded = _distribute(text, spans, grids)
    outside = _without_overhang(outside, grids)
    outside, unread = _without_columns(outside, open_tables, grids)
    unmapped = [text.character_box(index) for index in text.unmapped(spans)]
    without_text = not text.text.strip() and (drawing.images > 0 or drawing.curves > 0)
    pictured = drawing.images > 0
    at = None if grids else gutter(outside, frame.width)
    lines = [line for part in _by_side(outside, at) for line in to_lines(part)]
    return PageContent(number, frame.width, frame.height, grids, lines, unmapped, without_text, pictured, unread, at, crowded)


def _by_side(pieces: list[Line], at: float | None) -> list[list[Line]]:
    """The pieces left and right of a gutter, and those across it."""
    if at is None:
        return [pieces]
    across = [piece for piece in pieces if piece.x0 < at < piece.x1]
    return [across, [piece for piece in pieces if piece.x1 <= at], [piece for piece in pieces if piece.x0 >= at]]


def _without_columns(outside: list[Line], open_tables: list[list[Segment]], grids: list[Grid]) -> tuple[list[Line], list[Rect]]:
    """Put the texts of tables without vertical lines into grids of their own; the rest, and where a table could not be told."""
    unread = []
    for lines in open_tables:
        if not has_columns(lines, outside):
            continue
        grid = grid_of(lines, outside)
        if grid is None:
            unread.append(region(lines))
            continue
        grid.unruled = True
        grids.append(grid)
        boxes = [(piece, grid.box_at((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)) for piece in outside]
        for piece, box in boxes:
            if box:
                box.pieces.append(piece)
        outside = [piece for piece, box in boxes if not box]
    return outside, unread


def _within(drawing: Drawing, frame: Frame) -> tuple[list[Segment], list[Segment]]:
    """The lines that lie on the displayed page."""
    width, height = frame.width, frame.height
    return (
        [line for line in drawing.horizontal if -1 <= line.at <= height + 1 and line.end > 0 and line.start < width],
        [line for line in drawing.vertical if -1 <= line.at <= width + 1 and line.end > 0 and line.start < height],
    )


def _tiles(fills: list[Rect]) -> list[Grid]:
    """Grids without lines, of coloured fields side by side."""
    if len(fills) < _FEWEST_TILES:
        return []
    across = [Segment(y, fill.x0, fill.x1) for fill in fills for y in (fill.y0, fill.y1)]
    down = [Segment(x, fill.y0, fill.y1) for fill in fills for x in (fill.x0, fill.x1)]
    return [grid for grid in find_grids(across, down) if len(grid.xs) > 2 and len(grid.ys) > 2]


def without_frames(grids: list[Grid]) -> list[Grid]:
    """Grids without the borders that only frame others."""
    return [grid for grid in grids if len(grid.boxes) > 1 or not any(_inside(other, grid) for other in grids)]


def _inside(inner: Grid, outer: Grid) -> bool:
    a, b = inner.sides, outer.sides
    return inner is not outer and a.x0 >= b.x0 and a.y0 >= b.y0 and a.x1 <= b.x1 and a.y1 <= b.y1


def _box_at(grids: list[Grid], x: float, y: float) -> Box | None:
    """The innermost box around a point; smaller grids come first."""
    for grid in grids:
        if box := grid.box_at(x, y):
            return box
    return None


def _distribute(text: TextLayer, spans: list[Span], grids: list[Grid]) -> tuple[list[Line], list[Line]]:
    """Put every stretch of the page's text into its box; what lies outside all grids is returned, and what sticks out of its box."""
    grids = sorted(grids, key=lambda grid: _area(grid.sides))
    box_at = grids[0].box_at if len(grids) == 1 else partial(_box_at, grids)
    outside: list[Line] = []
    crowded: list[Line] = []
    for span, piece in _printed(text, spans):
        _, x0, y0, x1, y1 = piece
        box = box_at((x0 + x1) / 2, (y0 + y1) / 2)
        if box is None:
            if not grids or not any(_touches(piece, grid.sides) for grid in grids):
                outside.append(piece)
                continue
        else:
            left, top, right, bottom = box.sides
            if left - _SLACK <= x0 and x1 <= right + _SLACK and top - _SLACK <= y0 and y1 <= bottom + _SLACK:
                box.pieces.append(piece)
                continue
        for part in _parts(text, span, grids):
            box = box_at((part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2)
            (box.pieces if box else outside).append(part)
            if box and any(other not in (None, box) for other in _at_the_ends(part, grids)):
                crowded.append(part)
    return outside, crowded


def _at_the_ends(piece: Line, grids: list[Grid]) -> list[Box | None]:
    """The boxes under the middles of the four sides of a piece."""
    _, x0, y0, x1, y1 = piece
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    ends = (x0 + _SLACK, y), (x1 - _SLACK, y), (x, y0 + _SLACK), (x, y1 - _SLACK)
    return [_box_at(grids, *end) for end in ends]


def _printed(text: TextLayer, spans: list[Span]) -> Iterator[tuple[Span, Line]]:
    """Every stretch with what it prints; one that goes over to the next line, as its height tells, in its lines."""
    take = text.piece
    for span in spans:
        piece = take(*span)
        if piece is None:
            continue
        height, count = piece.y1 - piece.y0, span[1] - span[0]
        if (
            height * count < _TALL * (piece.x1 - piece.x0) or height < _TALL * piece.em or count < 2
        ):  # the first is the cheapest
            yield span, piece
            continue
        boxes = [text.character_box(index) for index in range(*span)]
        cuts = [span[0] + 1 + at for at, (a, b) in enumerate(pairwise(boxes)) if b.y0 >= (a.y0 + a.y1) / 2 and b.x0 < a.x0]
        for part in pairwise([span[0], *cuts, span[1]]):
            if line := take(*part):
                yield part, line


def _without_overhang(outside: list[Line], grids: list[Grid]) -> list[Line]:
    """Text close below a box that the page break left open hangs over from it. The rest is returned."""
    lowest = {id(box): (box, box.sides.y1) for grid in grids for box in grid.owner[-1] if not box.ruled_below}
    rest = []
    for piece in sorted(outside, key=lambda piece: piece.y0) if lowest else outside:
        height = piece.y1 - piece.y0
        for box, bottom in lowest.values():
            within = box.sides.x0 - _SLACK <= piece.x0 and piece.x1 <= box.sides.x1 + _SLACK
            if within and -height < piece.y0 - bottom < _OVERHANG * height:
                box.pieces.append(piece)
                lowest[id(box)] = box, max(bottom, piece.y1)
                break
        else:
            rest.append(piece)
    return rest


def _area(box: Rect) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _touches(a: Rect | Line, b: Rect) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _runs_over(before: Rect, after: Rect, left: Box | None, right: Box | None) -> bool:
    """Whether two characters of one line are text too wide for its cell: the side stands not between them, or they stand close."""
    if after.y0 > before.y1 or (left is None and right is None):
        return False
    side = right.sides.x0 if right else left.sides.x1 if left else 0.0
    close = after.x0 - before.x1 < _TIGHT * max(before.y1 - before.y0, after.y1 - after.y0)
    return close or not before.x1 - _EDGE <= side <= after.x0 + _EDGE


def _parts(text: TextLayer, word: Span, grids: list[Grid]) -> list[Line]:
    """A word that crosses the side of a box, cut where it goes over into another cell; text that just overflows stays whole."""
    start, end = word
    boxes = [text.character_box(index) for index in range(start, end)]
    cuts = [start]
    for index in range(1, len(boxes)):
        before, after = boxes[index - 1], boxes[index]
        left = _box_at(grids, (before.x0 + before.x1) / 2, (before.y0 + before.y1) / 2)
        right = _box_at(grids, (after.x0 + after.x1) / 2, (after.y0 + after.y1) / 2)
        if left is right:
            continue
        gap, height = after.x0 - before.x1, max(before.y1 - before.y0, after.y1 - after.y0)
        whole = text.text[start + index - 1] in _OPENING or text.text[start + index] in _CLOSING
        goes_on = whole or _runs_over(before, after, left, right)
        if not -_BACK * height < gap <= _CELL_GAP * height or not (
            goes_on or text.same_object(start + index - 1, start + index)
        ):
            cuts.append(start + index)
    parts = [text.piece(*span) for span in pairwise([*cuts, end])]
    return [part for part in parts if part]
