"""Ruling lines of a page: strokes and thin filled shapes, also inside forms, as horizontal and vertical segments."""

from __future__ import annotations

from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from typing import NamedTuple

from pypdfium2 import raw

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
        self._corners = tuple(c_float() for _ in range(4))
        self._references = tuple(byref(corner) for corner in self._corners)
        self._fill, self._stroke = c_int(), c_int()
        self._modes = (byref(self._fill), byref(self._stroke))
        self._colour = tuple(c_uint() for _ in range(4))
        self._colours = tuple(byref(part) for part in self._colour)

    def page(self, page: raw.FPDF_PAGE) -> None:
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, index), _IDENTITY, 0)

    def _object(self, item: raw.FPDF_PAGEOBJECT, matrix: Matrix, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.drawing.images += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = matrix.after(_matrix_of(item))
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._object(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _path(self, path: raw.FPDF_PAGEOBJECT, matrix: Matrix) -> None:
        raw.FPDFPath_GetDrawMode(path, *self._modes)
        stroked, filled = bool(self._stroke.value), bool(self._fill.value)
        if not (stroked or filled):
            return
        raw.FPDFPageObj_GetBounds(path, *self._references)
        left, bottom, right, top = (corner.value for corner in self._corners)
        box = self._shown(matrix, left, bottom, right, top)
        if min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            if self._visible(path, stroked):
                self.drawing.add(box, filled=False)
        elif (count := raw.FPDFPath_CountSegments(path)) >= 2 and self._visible(path, stroked):
            self._segments(path, count, matrix.after(_matrix_of(path)), stroked)

    def _segments(self, path: raw.FPDF_PAGEOBJECT, count: int, matrix: Matrix, stroked: bool) -> None:
        """The straight pieces of a larger path: each stroke by itself, each filled sub-path as a whole."""
        x, y = c_float(), c_float()
        pieces: list[list[tuple[float, float]]] = []
        closed: list[bool] = []
        curved = False
        for index in range(count):
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

    def _piece(self, points: list[tuple[float, float]], loop: bool, stroked: bool) -> None:
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

    def _visible(self, path: raw.FPDF_PAGEOBJECT, stroked: bool) -> bool:
        """Whether a path has any colour other than white."""
        ask = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
        if not ask(path, *self._colours):
            return True
        red, green, blue, alpha = self._colour
        return alpha.value > 0 and (red.value < 250 or green.value < 250 or blue.value < 250)

    def _shown(self, matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Rect:
        if matrix is not _IDENTITY:
            corners = [matrix.point(x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self._frame.shown(left, bottom, right, top)


def _matrix_of(item: raw.FPDF_PAGEOBJECT) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, byref(matrix))
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def read_drawing(page: raw.FPDF_PAGE, frame: Frame) -> Drawing:
    """Everything drawn on a page, in displayed coordinates."""
    collector = _Collector(frame)
    collector.page(page)
    return collector.drawing
