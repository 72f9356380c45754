"""A sheet of pixels → the page content that the PDF reader works with, and how sure every line of it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jihuan.documents.layout import SURE
from jihuan.documents.readers import limits
from jihuan.documents.readers.ocr.bends import Bend
from jihuan.documents.readers.ocr.flat import flattened
from jihuan.documents.readers.ocr.pictures import Sheet
from jihuan.documents.readers.ocr.reading import recognise
from jihuan.documents.readers.ocr.recogniser import Recogniser
from jihuan.documents.readers.ocr.segmentation import Area
from jihuan.documents.readers.ocr.straighten import Matrix, grey
from jihuan.documents.readers.ocr.views import View, upright
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Grid
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.pages import PageContent
from jihuan.documents.readers.pdf.unruled import columns_alone

_FEW = 6
"""Lines: a sheet with no more of them in doubt than half of these is not unclear."""
_STRETCH = 0.03
_SHIFT = 40.0
"""Points: pages lie no further apart on the copier."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure the text at a place is; the place in points of the straightened sheet."""

    box: Rect
    confidence: float


@dataclass(frozen=True, slots=True)
class _Move:
    """A map of points along the x axis."""

    stretch: float = 1.0
    shift: float = 0.0

    def at(self, x: float) -> float:
        return x * self.stretch + self.shift

    def before(self, x: float) -> float:
        return (x - self.shift) / self.stretch


@dataclass(frozen=True, slots=True)
class _Way:
    """From the straightened sheet back to the sheet as displayed: it was moved, straightened, turned."""

    move: _Move
    bend: Bend | None
    scale: float
    turned: Matrix

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the straightened sheet is displayed; both in points."""
        x = self.move.before(x)
        if self.bend is not None:
            was_x, was_y = self.bend.before(np.array(x * self.scale), np.array(y * self.scale))
            x, y = float(was_x) / self.scale, float(was_y) / self.scale
        u, v, w = self.turned @ (x, y, 1.0)
        return float(u / w), float(v / w)


@dataclass(frozen=True, slots=True)
class Scan:
    """A sheet as read. ``back`` leads from points of the straightened sheet to the sheet as displayed."""

    content: PageContent
    width: float
    height: float
    back: _Way
    marks: list[Mark]
    turns: int
    stamped: bool
    cut: bool
    """More lines stood on the sheet than are read."""

    @property
    def unclear(self) -> bool:
        """Whether most of what was read is in doubt."""
        return 2 * sum(mark.confidence < SURE for mark in self.marks) > max(len(self.marks), _FEW)


def read_sheet(sheet: Sheet, number: int, model: Recogniser, before: Scan | None = None) -> Scan:
    """Read a sheet that is the page ``number`` (from 1) of its file; ``before`` is the page before.

    The paper lay a little differently for every page: a grid as wide as the last one ``before`` is moved to stand where that one stood.
    """
    sheet = flattened(sheet)
    plain = grey(sheet.pixels, sheet.scale)
    view = upright(plain, sheet.scale, model, before.turns if before else 0)
    cut = len(view.texts) > limits.MAX_LINES
    del view.texts[limits.MAX_LINES :]
    recognise(view, model)
    move = _move(before.content.grids[-1] if before and before.content.grids else None, view.grids)
    for grid in view.grids:
        _shift(grid, move)
    marks: list[Mark] = []
    outside: list[Line] = []
    for text in view.texts:
        x0, y0, x1, y1 = (side / view.scale for side in text.area)
        box = Rect(move.at(x0), y0, move.at(x1), y1)
        if text.judged.text:
            (text.box.pieces if text.box else outside).append(Line(text.judged.text, *box))
        elif _is_dirt(view, text.area):
            continue
        marks.append(Mark(box, text.judged.confidence))
    height, width = view.picture.shape
    size = width / view.scale, height / view.scale
    lines = to_lines(outside)
    unread = view.unread
    if not (view.grids or unread) and (columns := columns_alone(lines)):
        unread = [columns]
    content = PageContent(number, *size, view.grids, lines, [], without_text=False, unread=unread)
    back = _Way(move, view.bend, view.scale, sheet.back @ view.back)
    return Scan(content, sheet.width, sheet.height, back, marks, view.turns, plain.stamp is not None, cut)


def _move(before: Grid | None, grids: list[Grid]) -> _Move:
    """How to move a page so that its first grid stands below the one of the page before."""
    if before is None or not grids:
        return _Move()
    (x0, _top, x1, _bottom), (left, _above, right, _below) = grids[0].sides, before.sides
    stretch = (right - left) / (x1 - x0)
    if abs(stretch - 1) > _STRETCH or abs(left - x0) > _SHIFT:
        return _Move()
    return _Move(stretch, left - x0 * stretch)


def _shift(grid: Grid, move: _Move) -> None:
    grid.xs = [round(move.at(x), 2) for x in grid.xs]
    for box in grid.boxes:
        box.sides = Rect(grid.xs[box.column], box.sides.y0, grid.xs[box.column + box.colspan], box.sides.y1)


def _is_dirt(view: View, area: Area) -> bool:
    """Whether ink that reads as nothing is too little to be a character or a dash."""
    em, height, width = view.segmenter.em, area.y1 - area.y0, area.x1 - area.x0
    return width < 0.25 * em or (height < 0.5 * em and not 0.6 * em <= width <= 2.2 * em)
