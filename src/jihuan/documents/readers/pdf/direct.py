"""Library functions called for every line and shape, taking handles and buffers as plain addresses: half the cost of a call."""

from __future__ import annotations

from array import array
from ctypes import PYFUNCTYPE, c_int, c_void_p, cast
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Callable


def address(handle: Any) -> int:
    """A library handle as a number, 0 for none."""
    return cast(handle, c_void_p).value or 0 if handle else 0


def _direct(function: Any, result: type, *arguments: type) -> Callable[..., int]:
    return PYFUNCTYPE(result, *arguments)(address(function))


def addresses(numbers: array[Any]) -> list[int]:
    """Where each item of an array is kept, for a function that fills it. (An array of ctypes is slower to read.)"""
    first, count = numbers.buffer_info()
    return list(range(first, first + count * numbers.itemsize, numbers.itemsize))


_FOUR = (c_void_p,) * 4

count_rects = _direct(raw.FPDFText_CountRects, c_int, c_void_p, c_int, c_int)
get_rect = _direct(raw.FPDFText_GetRect, c_int, c_void_p, c_int, *_FOUR)
char_box = _direct(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, *_FOUR)
no_unicode = _direct(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
count_objects = _direct(raw.FPDFPage_CountObjects, c_int, c_void_p)
get_object = _direct(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_form_objects = _direct(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
get_form_object = _direct(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, raw.ctypes.c_ulong)
object_type = _direct(raw.FPDFPageObj_GetType, c_int, c_void_p)
draw_mode = _direct(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
bounds = _direct(raw.FPDFPageObj_GetBounds, c_int, c_void_p, *_FOUR)
stroke_colour = _direct(raw.FPDFPageObj_GetStrokeColor, c_int, c_void_p, *_FOUR)
fill_colour = _direct(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *_FOUR)
