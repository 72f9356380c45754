"""JBIG2 (ITU-T T.88), in which scanners keep black and white pages: the PDF library unpacks it, from a PDF of the picture alone."""

from __future__ import annotations

import io
import struct

import pypdfium2

SIGNATURE = b"\x97JB2\r\n\x1a\n"
_IN_SEQUENCE, _PAGES_UNKNOWN, _LONG_PAGE, _KIND, _PAGE = 1, 2, 0x40, 0x3F, 48
_LONG_LIST = 7
Picture = tuple[bytes, int, int]
"""The segments of a file, and width and height of its page in pixels."""


def parse(data: bytes) -> Picture:
    """What a file holds. Raises ValueError for what is damaged, and for files that put all heads of segments first."""
    try:
        flags = data[len(SIGNATURE)]
        segments = data[len(SIGNATURE) + (1 if flags & _PAGES_UNKNOWN else 5) :]
        width, height = _page(segments)
    except (struct.error, IndexError):
        raise ValueError("JBIG2: no page") from None
    if not flags & _IN_SEQUENCE or not 0 < width < 2**31 or not 0 < height < 2**31:
        raise ValueError("JBIG2: of another kind")
    return segments, width, height


def _page(segments: bytes) -> tuple[int, int]:
    """Width and height that the first segment of a page states."""
    at = 0
    while True:
        number, flags, listed = struct.unpack_from(">IBB", segments, at)
        count = listed >> 5
        at += 6
        if count == _LONG_LIST:
            count = struct.unpack_from(">I", segments, at - 1)[0] & 0x1FFFFFFF
            at += 3 + (count + 8) // 8
        at += count * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & _LONG_PAGE else 1)
        (length,) = struct.unpack_from(">I", segments, at)
        if flags & _KIND == _PAGE:
            width, height = struct.unpack_from(">II", segments, at + 4)
            return width, height
        at += 4 + length


def as_png(picture: Picture) -> bytes:
    """The picture as PNG, pixel by pixel. Raises ValueError."""
    out = io.BytesIO()
    try:
        with pypdfium2.PdfDocument(_pdf(*picture)) as document:
            document[0].render(scale=1, grayscale=True).to_pil().save(out, "PNG", compress_level=1)
    except pypdfium2.PdfiumError as error:
        raise ValueError("JBIG2: damaged") from error
    return out.getvalue()


def _pdf(segments: bytes, width: int, height: int) -> bytes:
    """A PDF of one page that shows the picture, a point for a pixel."""
    drawn = b"%d 0 0 %d 0 0 cm /P Do" % (width, height)
    look = b"/Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1" % (width, height)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>"
        % (width, height),
        b"<< /Subtype /Image %s /Filter /JBIG2Decode /Length %d >>\nstream\n%s\nendstream" % (look, len(segments), segments),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    out, places = bytearray(b"%PDF-1.7\n"), b"0000000000 65535 f \n"
    for number, body in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    end = b"xref\n0 %d\n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + end % (len(objects) + 1, places, len(objects) + 1, len(out)))
