"""The text of a page with its boxes. Library calls are dear: boxes come by line or word, by character only in doubt."""

from __future__ import annotations

import math
import re
from array import array
from ctypes import byref, c_float, c_int, c_ushort, create_string_buffer
from dataclasses import replace
from itertools import repeat
from types import TracebackType

from pypdfium2 import raw

from jihuan.documents.readers.pdf import direct
from jihuan.documents.readers.pdf.distribution import Span
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.symbols import PRIVATE, codes_of

_LINE = re.compile(r"[^\r\n\x02]+\x02?|\x02")
_WORD = re.compile(r"[^\s\x02]+\x02?|\x02")
_BROKEN_SPACE, _SPACE_BEFORE = re.compile(r" +[\r\n]"), (" \r", " \n", "  ")
_DOUBTFUL = re.compile("[\x00-\x08\x0e-\x1f\x80-\u1fff\ud800-\uf8ff\ufffd-\uffff]")
_ODD, _HALF = re.compile("[\ud800-\uf8ff]"), re.compile("[\ud800-\udfff]")
_UNKNOWN = re.compile("[\x00\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
_LONG = re.compile(r"[^\s\x02]{3}")
_SAMPLES = 8
_FONT_NAME = 128
"""Bytes."""
_QUARTER = math.pi / 2
_SLANT = 0.03
"""Of a quarter turn: what a line may be askew."""
_LINE_END_HYPHEN, _NO_CHARACTER = "\x02", "\ufffe"
_FEW = 4
"""Pieces and their line ends, on average so short, mean that the library took the page for columns of single characters."""


class PageText:
    """The text of one page, open only inside a ``with`` block. Positions count characters of ``text``."""

    def __init__(self, page: raw.FPDF_PAGE, frame: Frame) -> None:
        self._frame, self._turned, self._left, self._top = frame, frame.quarter_turns, frame.left, frame.top
        self._text_page = raw.FPDFText_LoadPage(page)
        self._handle = direct.address(self._text_page)
        self._corners = array("d", bytes(32))
        self._addresses = direct.addresses(self._corners)
        self.count: int = max(raw.FPDFText_CountChars(self._text_page), 0)
        self.clips_are_elsewhere = False
        """In coordinates other than the page's."""
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
        odd = _ODD.search(text) is not None
        text = PRIVATE.sub(self._symbol, text) if odd else text
        self._halves = odd and _HALF.search(text) is not None
        self._scattered = text.count("\r\n") * _FEW > self.count
        self._marked = self._halves or self._scattered or _LINE_END_HYPHEN in text
        return text

    def _symbol(self, found: re.Match[str]) -> str:
        """The character that a font of symbols prints, where the text has but its code there."""
        name, flags = create_string_buffer(_FONT_NAME), c_int()
        raw.FPDFText_GetFontInfo(self._text_page, found.start(), name, _FONT_NAME, byref(flags))
        known = codes_of(name.value.decode("utf-8", "replace")) or {}
        return known.get(ord(found[0]) & 0xFF, found[0])

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

    def clip(self, index: int) -> Rect | None:
        """The box around what the text object of a character is shown through, None where nothing cuts it off."""
        if self.clips_are_elsewhere:
            return None
        shape = raw.FPDFPageObj_GetClipPath(raw.FPDFText_GetTextObject(self._text_page, index))
        shown: Rect | None = None
        x, y = c_float(), c_float()
        for path in range(raw.FPDFClipPath_CountPaths(shape)):
            points = []
            for at in range(raw.FPDFClipPath_CountPathSegments(shape, path)):
                raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(shape, path, at), byref(x), byref(y))
                points.append((x.value, y.value))
            if not points:
                continue
            xs, ys = zip(*points, strict=True)
            box = self._frame.shown(min(xs), min(ys), max(xs), max(ys))
            shown = box if shown is None else _common(shown, box)
        return shown

    def upright(self) -> Frame:
        """The frame turned so that the text stands upright: the page's own unless all of some longer stretches lie in another one."""
        seen: set[int] = set()
        for start in range(0, self.count, self.count // _SAMPLES + 1):
            if found := _LONG.search(self.text, start):
                turned = round(-raw.FPDFText_GetCharAngle(self._text_page, found.start()) / _QUARTER) % 4
                if turned == self._turned:
                    return self._frame
                seen.add(turned)
        if len(seen) == 1:
            self._turned = seen.pop()
            self._frame = replace(self._frame, quarter_turns=self._turned)
        return self._frame

    def slanted(self, index: int) -> bool:
        """Whether a character stands on a line that is neither level nor plumb."""
        part = raw.FPDFText_GetCharAngle(self._text_page, index) / _QUARTER % 1
        return bool(_SLANT < part < 1 - _SLANT)

    def unmapped(self, spans: list[Span]) -> list[int]:
        """Positions of characters whose font does not say which letter they are.

        Such characters come in runs of one font, or stand out; so ``spans`` are tried at their start, and all only after a hit.
        """
        fails, handle = direct.no_unicode, self._handle
        tried, doubtful = [start for start, _ in spans], [match.start() for match in _DOUBTFUL.finditer(self.text)]
        if 1 not in map(fails, repeat(handle), tried + doubtful):
            return [index for index in doubtful if _UNKNOWN.match(self.text, index)]
        return [index for index in range(self.count) if fails(handle, index) == 1 or _UNKNOWN.match(self.text, index)]


def _common(a: Rect, b: Rect) -> Rect:
    return Rect(max(a.x0, b.x0), max(a.y0, b.y0), min(a.x1, b.x1), min(a.y1, b.y1))
