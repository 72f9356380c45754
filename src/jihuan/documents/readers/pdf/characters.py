"""The text of a page with its boxes. Library calls are dear: boxes come by line or word, by character only in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_double, c_ushort
from types import TracebackType

from pypdfium2 import raw

from jihuan.documents.readers.pdf.geometry import Frame, Rect

_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\s]+")
_DOUBTFUL = re.compile("[\x00-\x01\x03-\x08\x0e-\x1f\ufffd-\uffff\ue000-\uf8ff]")
_LINE_END_HYPHEN = "\x02"

Span = tuple[int, int]


class PageText:
    """The text of one page, open only inside a ``with`` block. Positions count characters of ``text``."""

    def __init__(self, page: raw.FPDF_PAGE, frame: Frame) -> None:
        self._frame = frame
        self._text_page = raw.FPDFText_LoadPage(page)
        self._corners = tuple(c_double() for _ in range(4))
        self._references = tuple(byref(corner) for corner in self._corners)
        self.count: int = max(raw.FPDFText_CountChars(self._text_page), 0)
        self.text = self._read()

    def __enter__(self) -> PageText:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        raw.FPDFText_ClosePage(self._text_page)

    def _read(self) -> str:
        buffer = (c_ushort * (2 * self.count + 1))()
        units = raw.FPDFText_GetText(self._text_page, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * max(units - 1, 0)].decode("utf-16-le", "replace")
        if len(text) != self.count:  # some characters are not part of the text: positions would shift
            codes = (raw.FPDFText_GetUnicode(self._text_page, index) for index in range(self.count))
            text = "".join(chr(code) if 0 < code < 0x110000 else "\ufffe" for code in codes)
        return text.replace(_LINE_END_HYPHEN, "-")

    def lines(self) -> Iterator[Span]:
        """Runs of characters without a line break, in the order of the file."""
        return (match.span() for match in _LINE.finditer(self.text))

    def words(self, start: int, end: int) -> Iterator[Span]:
        """Runs of characters without white space between two positions."""
        return (match.span() for match in _WORD.finditer(self.text, start, end))

    def box(self, start: int, end: int) -> Rect | None:
        """The box around the printed characters between two positions, None when nothing there is printed."""
        count = raw.FPDFText_CountRects(self._text_page, start, end - start)
        if count <= 0:
            return None
        left, top, right, bottom = self._corners
        page, references, get = self._text_page, self._references, raw.FPDFText_GetRect
        get(page, 0, *references)
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        for index in range(1, count):
            get(page, index, *references)
            x0, y0 = min(x0, left.value), min(y0, bottom.value)
            x1, y1 = max(x1, right.value), max(y1, top.value)
        return self._frame.shown(x0, y0, x1, y1)

    def character_box(self, index: int) -> Rect:
        """The box of one character."""
        left, top, right, bottom = self._corners
        a, b, c, d = self._references
        raw.FPDFText_GetCharBox(self._text_page, index, a, c, d, b)
        return self._frame.shown(left.value, bottom.value, right.value, top.value)

    def same_object(self, index: int, other: int) -> bool:
        """Whether two characters were drawn by one text object."""
        page = self._text_page
        first, second = raw.FPDFText_GetTextObject(page, index), raw.FPDFText_GetTextObject(page, other)
        return _address(first) == _address(second)

    def unmapped(self) -> list[int]:
        """Positions of characters whose font does not say which letter they are."""
        return [
            match.start()
            for match in _DOUBTFUL.finditer(self.text)
            if raw.FPDFText_HasUnicodeMapError(self._text_page, match.start()) == 1 or match.group() >= "\ufffd"
        ]


def _address(pointer: object) -> object:
    return raw.ctypes.cast(pointer, raw.ctypes.c_void_p).value if pointer else None
