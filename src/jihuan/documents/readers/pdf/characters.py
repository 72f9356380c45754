"""The text of a page with its boxes. Library calls are dear: boxes come by line or word, by character only in doubt."""

from __future__ import annotations

import re
from array import array
from ctypes import byref, c_ushort
from itertools import repeat
from types import TracebackType

from pypdfium2 import raw

from jihuan.documents.readers.pdf import direct
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.lines import Line

_LINE = re.compile(r"[^\r\n\x02]+\x02?|\x02")
_WORD = re.compile(r"[^\s\x02]+\x02?|\x02")
_BROKEN_SPACE, _SPACE_BEFORE = re.compile(r" +[\r\n]"), (" \r", " \n", "  ")
_DOUBTFUL = re.compile("[\x00-\x08\x0e-\x1f\x80-\u1fff\ud800-\uf8ff\ufffd-\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
_UNKNOWN = re.compile("[\x00\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_LINE_END_HYPHEN, _NO_CHARACTER = "\x02", "\ufffe"
_FEW = 4
"""Pieces and their line ends, on average so short, mean that the library took the page for columns of single characters."""

Span = tuple[int, int]


class PageText:
    """The text of one page, open only inside a ``with`` block. Positions count characters of ``text``."""

    def __init__(self, page: raw.FPDF_PAGE, frame: Frame) -> None:
        self._frame, self._turned, self._left, self._top = frame, frame.quarter_turns, frame.left, frame.top
        self._text_page = raw.FPDFText_LoadPage(page)
        self._handle = direct.address(self._text_page)
        self._corners = array("d", bytes(32))
        self._addresses = direct.addresses(self._corners)
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
            text = "".join(chr(code) if 0 < code < 0x110000 else _NO_CHARACTER for code in codes)
        if _NO_CHARACTER in text:  # the library's sign for a hyphen at which a word was broken, too
            hyphens = {match.start() for match in re.finditer(_NO_CHARACTER, text) if self._is_hyphen(match.start())}
            text = "".join(_LINE_END_HYPHEN if index in hyphens else character for index, character in enumerate(text))
        self._halves = _HALF.search(text) is not None
        self._scattered = text.count("\r\n") * _FEW > self.count
        self._marked = self._halves or self._scattered or _LINE_END_HYPHEN in text
        return text

    def _is_hyphen(self, index: int) -> bool:
        return int(raw.FPDFText_IsHyphen(self._text_page, index)) == 1

    def spans(self, *, words: bool) -> list[Span]:
        """Stretches without a line break, or without any white space, in the order of the file."""
        return [match.span() for match in (_WORD if words else _LINE).finditer(self.text)]

    def piece(self, start: int, end: int) -> Line | None:
        """The printed text between two positions with its box, None when nothing there is printed.

        It ends with a space where the line was broken at one.
        """
        handle, corners, addresses, get = self._handle, self._corners, self._addresses, direct.get_rect
        count = direct.count_rects(handle, start, end - start)
        if count <= 0:
            return None
        get(handle, 0, *addresses)
        x0, y1, x1, y0 = corners
        if count > 1:
            for index in range(1, count):
                get(handle, index, *addresses)
                left, top, right, bottom = corners
                x0, y0 = (x0 if x0 < left else left), (y0 if y0 < bottom else bottom)
                x1, y1 = (x1 if x1 > right else right), (y1 if y1 > top else top)
        text = self.text[start:end].strip()
        if self.text.startswith(_SPACE_BEFORE, end) and _BROKEN_SPACE.match(self.text, end):
            text += " "
        if self._marked:
            text = self._unmarked(text)
            if self._scattered:
                x0, y0, x1, y1 = self._whole_box(start, end, Rect(x0, y0, x1, y1))
        if self._turned:
            return Line(text, *self._frame.shown(x0, y0, x1, y1))
        left, top = self._left, self._top
        return Line(text, x0 - left, top - y1, x1 - left, top - y0)

    def _unmarked(self, text: str) -> str:
        """Hyphens for the library's marks of them, and whole characters for the UTF-16 units that it counts."""
        text = text.replace(_LINE_END_HYPHEN, "-")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if self._halves else text

    def _whole_box(self, start: int, end: int, glyphs: Rect) -> Rect:
        """The box of some characters with the white around them, as high as their font and as wide as they go on."""
        box, boxes = raw.FS_RECTF(), [tuple(glyphs)]
        for index in range(start, end):
            if raw.FPDFText_GetLooseCharBox(self._text_page, index, byref(box)):
                boxes.append((box.left, box.bottom, box.right, box.top))
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return Rect(min(lefts), min(bottoms), max(rights), max(tops))

    def character_box(self, index: int) -> Rect:
        """The box of one character."""
        direct.char_box(self._handle, index, *self._addresses)
        left, right, bottom, top = self._corners
        return self._frame.shown(left, bottom, right, top)

    def same_object(self, index: int, other: int) -> bool:
        """Whether two characters were drawn by one text object."""
        page = self._text_page
        first, second = raw.FPDFText_GetTextObject(page, index), raw.FPDFText_GetTextObject(page, other)
        return direct.address(first) == direct.address(second)

    def unmapped(self, spans: list[Span]) -> list[int]:
        """Positions of characters whose font does not say which letter they are.

        Such characters come in runs of one font, or stand out; so ``spans`` are tried at their start, and all only after a hit.
        """
        fails, handle = direct.no_unicode, self._handle
        tried, doubtful = [start for start, _ in spans], [match.start() for match in _DOUBTFUL.finditer(self.text)]
        if 1 not in map(fails, repeat(handle), tried + doubtful):
            return [index for index in doubtful if _UNKNOWN.match(self.text, index)]
        return [index for index in range(self.count) if fails(handle, index) == 1 or _UNKNOWN.match(self.text, index)]
