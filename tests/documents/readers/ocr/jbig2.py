"""Black and white pictures as JBIG2 (ITU-T T.88), the way scanners keep them: one page, one region coded as a fax is (MMR)."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps

SIGNATURE = b"\x97JB2\r\n\x1a\n"


def segments(image: Image.Image) -> bytes:
    """The segments of a picture, as a PDF holds them."""
    width, height = image.size
    fax = io.BytesIO()
    ImageOps.invert(image.convert("L")).convert("1").save(fax, "TIFF", compression="group4", tiffinfo={278: height})
    with Image.open(fax) as tiff:
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    coded = fax.getvalue()[start : start + length]
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\x01" + coded
    return _segment(0, 48, page) + _segment(1, 38, region)


def file_of(image: Image.Image) -> bytes:
    """The picture as a file of its own."""
    return SIGNATURE + b"\x01" + struct.pack(">I", 1) + segments(image) + _segment(2, 49, b"") + _segment(3, 51, b"", page=0)


def _segment(number: int, kind: int, data: bytes, page: int = 1) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data
