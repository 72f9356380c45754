"""Whether a page of a PDF is a scan, though some text lies on it: a page number, a scanner's name, or text recognised by another program."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float

from pypdfium2 import raw

from jihuan.documents.readers.pdf import direct
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.pages import frame_of
from jihuan.documents.readers.pdf.rulings import DEEPEST_FORM, Matrix

COVERED = 0.5
"""Of the page: less than this covered by pictures is a page with illustrations."""
_FEW = 40
"""Printed characters: as many may stand beside a scan or on it."""
_FIELDS = 24
"""The page is looked at in so many rows and columns."""


def is_scan(page: raw.FPDF_PAGE) -> bool:
    """Whether pictures cover most of a page and hardly any text is printed: it is invisible, or the pictures hide it."""
    frame = frame_of(page)
    pictures: list[tuple[int, Rect]] = []
    texts: dict[int, tuple[int, Rect]] = {}
    for order, (item, kind, box) in enumerate(_objects(page, frame)):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append((order, box))
        elif raw.FPDFTextObj_GetTextRenderMode(item) not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
            texts[direct.address(item)] = order, box
    if covered([box for _, box in pictures], frame.width, frame.height) < COVERED:
        return False
    printed = {
        at for at, (order, box) in texts.items() if not any(order < over and _holds(it, *_middle(box)) for over, it in pictures)
    }
    return _characters(page, printed) <= _FEW


def _objects(page: raw.FPDF_PAGE, frame: Frame) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, int, Rect]]:
    """Pictures and texts with their kind and displayed box, in the order in which they are drawn."""
    for index in range(raw.FPDFPage_CountObjects(page)):
        yield from _parts(raw.FPDFPage_GetObject(page, index), Matrix(), frame, 0)


def _parts(
    item: raw.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame, depth: int
) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, int, Rect]]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT):
        left, bottom, right, top = (c_float() for _ in range(4))
        if raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
            corners = [matrix.point(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            yield item, kind, frame.shown(min(xs), min(ys), max(xs), max(ys))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item, byref(own))
        inner = matrix.after(Matrix(own.a, own.b, own.c, own.d, own.e, own.f))
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _parts(raw.FPDFFormObj_GetObject(item, index), inner, frame, depth + 1)


def covered(boxes: list[Rect], width: float, height: float) -> float:
    """Of a page, what boxes cover together."""
    middles = [((at % _FIELDS + 0.5) * width / _FIELDS, (at // _FIELDS + 0.5) * height / _FIELDS) for at in range(_FIELDS**2)]
    return sum(any(_holds(box, x, y) for box in boxes) for x, y in middles) / len(middles)


def _holds(box: Rect, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _middle(box: Rect) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _characters(page: raw.FPDF_PAGE, printed: set[int]) -> int:
    """How many characters these text objects have."""
    text = raw.FPDFText_LoadPage(page)
    try:
        count = max(raw.FPDFText_CountChars(text), 0)
        return sum(direct.address(raw.FPDFText_GetTextObject(text, index)) in printed for index in range(count))
    finally:
        raw.FPDFText_ClosePage(text)
