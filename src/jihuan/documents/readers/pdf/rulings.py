"""Ruling lines of a page: strokes and thin filled shapes, also inside forms, as horizontal and vertical segments."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from ctypes import byref, c_float, c_void_p, cast
from dataclasses import dataclass, field
from typing import NamedTuple

from pypdfium2 import raw

from jihuan.documents.readers.pdf import direct
from jihuan.documents.readers.pdf.geometry import Frame, Rect

THIN = 4.0
"""Points: a shape thinner than this is a line."""
DEEPEST_FORM = 8


class Segment(NamedTuple):
    """A straight line: its fixed coordinate ``at`` and its extent."""

    at: float
    start: float
    end: float


class Matrix(NamedTuple):
    """An affine map as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """The map that does ``inner`` first and then this one."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        return Matrix(a, b, c, d, *self.point(inner.e, inner.f))


_IDENTITY = Matrix()
_TEXT = raw.FPDF_PAGEOBJ_TEXT
_MOVE = raw.FPDF_SEGMENT_MOVETO
_LINE = raw.FPDF_SEGMENT_LINETO


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text. ``fills`` are the larger filled shapes, ``curves`` counts paths with curves."""

    horizontal: list[Segment] = field(default_factory=list)
    vertical: list[Segment] = field(default_factory=list)
    fills: list[Rect] = field(default_factory=list)
    images: int = 0
    curves: int = 0
    forms: int = 0
    """Parts of the page with coordinates of their own."""

    def add(self, box: Rect, filled: bool) -> None:
        """Take the box of a straight stroke or of a filled shape: a line if thin, both ways if a dot."""
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if height <= THIN:
            self.horizontal.append(Segment((box.y0 + box.y1) / 2, box.x0, box.x1))
        if width <= THIN:
            self.vertical.append(Segment((box.x0 + box.x1) / 2, box.y0, box.y1))
        if filled and width > THIN and height > THIN:
            self.fills.append(box)


class _Collector:
    """Walks the objects of one page."""

    def __init__(self, frame: Frame) -> None:
        self.drawing = Drawing()
        self._frame = frame
        self._corners, self._modes, self._colour = array("f", bytes(16)), array("i", bytes(8)), array("I", bytes(16))
        self._corner_addresses = direct.addresses(self._corners)
        self._mode_addresses = direct.addresses(self._modes)
        self._colour_addresses = direct.addresses(self._colour)

    def page(self, page: raw.FPDF_PAGE) -> None:
        handle = direct.address(page)
        self._objects(direct.get_object, handle, direct.count_objects(handle), _IDENTITY, 0)

    def _objects(self, get: Callable[..., int], holder: int, count: int, matrix: Matrix, depth: int) -> None:
        """Walk the objects of a page or form; ``get`` gives the one at an index."""
        object_type = direct.object_type
        for index in range(count):
            item = get(holder, index)
            kind = object_type(item)
            if kind == _TEXT:
                continue
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.drawing.images += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = matrix.after(_matrix_of(item))
                self.drawing.forms += inner != _IDENTITY
                self._objects(direct.get_form_object, item, direct.count_form_objects(item), inner, depth + 1)

    def _path(self, item: int, matrix: Matrix) -> None:
        direct.draw_mode(item, *self._mode_addresses)
        filled, stroked = self._modes
        if not (stroked or filled):
            return
        direct.bounds(item, *self._corner_addresses)
        left, bottom, right, top = self._corners
        if matrix is _IDENTITY and not self._frame.quarter_turns:
            frame = self._frame
            box = Rect(left - frame.left, frame.top - top, right - frame.left, frame.top - bottom)
        else:
            box = self._shown(matrix, left, bottom, right, top)
        if min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            if self._visible(item, stroked):
                self.drawing.add(box, filled=False)
        elif self._visible(item, stroked):
            self._segments(item, matrix.after(_matrix_of(item)), stroked)

    def _segments(self, item: int, matrix: Matrix, stroked: int) -> None:
        """The straight pieces of a larger path: each stroke by itself, each filled sub-path as a whole."""
        path = _handle(item)
        x, y = c_float(), c_float()
        pieces: list[list[tuple[float, float]]] = []
        closed: list[bool] = []
        curved = False
        for index in range(raw.FPDFPath_CountSegments(path)):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == _MOVE or not pieces:
                pieces.append([])
                closed.append(False)
            elif kind != _LINE:  # a curve: start anew at its end
                curved = True
                pieces.append([])
                closed.append(False)
            pieces[-1].append(matrix.point(x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment):
                closed[-1] = True
        self.drawing.curves += curved
        for points, loop in zip(pieces, closed, strict=True):
            self._piece(points, loop, stroked)

    def _piece(self, points: list[tuple[float, float]], loop: bool, stroked: int) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = self._frame.shown(min(xs), min(ys), max(xs), max(ys))
        if not stroked:
            if len(points) >= 4:
                self.drawing.add(box, filled=True)
            return
        ends = points[1:] + points[:1] if loop else points[1:]
        for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
            if (x0 != x1 or y0 != y1) and min(abs(x0 - x1), abs(y0 - y1)) <= 1.0:
                self.drawing.add(self._frame.shown(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), filled=False)

    def _visible(self, item: int, stroked: int) -> bool:
        """Whether a path has any colour other than white."""
        ask = direct.stroke_colour if stroked else direct.fill_colour
        if not ask(item, *self._colour_addresses):
            return True
        red, green, blue, alpha = self._colour
        return alpha > 0 and (red < 250 or green < 250 or blue < 250)

    def _shown(self, matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Rect:
        if matrix is not _IDENTITY:
            corners = [matrix.point(x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self._frame.shown(left, bottom, right, top)


def _handle(item: int) -> raw.FPDF_PAGEOBJECT:
    return cast(c_void_p(item), raw.FPDF_PAGEOBJECT)


def _matrix_of(item: int) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(_handle(item), byref(matrix))
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def read_drawing(page: raw.FPDF_PAGE, frame: Frame) -> Drawing:
    """Everything drawn on a page, in displayed coordinates."""
    collector = _Collector(frame)
    collector.page(page)
    return collector.drawing
