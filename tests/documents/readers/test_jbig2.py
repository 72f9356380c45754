"""Black and white scans as JBIG2, in a PDF, in an OFD and on the screen: every pixel is that of the picture."""

from __future__ import annotations

import base64
import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageDraw

from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import jbig2, limits
from jihuan.documents.readers.ocr.pictures import open_image, page_sheet, placed_sheet
from jihuan.documents.readers.pdf.file import open_page, open_pdf
from jihuan.documents.readers.pdf.rulings import Matrix
from tests.documents.readers.ocr.jbig2 import SIGNATURE, file_of, segments
from tests.documents.readers.ofd.test_drawing import STYLES, drawn, one, with_parts

WIDTH, HEIGHT = 400, 300


def _picture() -> Image.Image:
    image = Image.new("1", (WIDTH, HEIGHT), 1)
    pen = ImageDraw.Draw(image)
    pen.rectangle((50, 40, 200, 90), fill=0)
    pen.line((10, 280, 390, 280), fill=0, width=4)
    return image


def _pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("L"), np.uint8)


def test_a_scan_in_a_pdf_is_seen_as_it_is() -> None:
    with open_pdf(jbig2._pdf(segments(_picture()), WIDTH, HEIGHT)) as document, open_page(document, 1) as page:
        sheet = page_sheet(page, WIDTH, HEIGHT)
    seen = Image.fromarray(np.ascontiguousarray(sheet.pixels)).convert("L").resize((WIDTH, HEIGHT))
    assert float(np.mean((_pixels(seen) < 128) == (_pixels(_picture()) < 128))) > 0.995


def test_a_file_is_unpacked_pixel_by_pixel_and_laid_on_a_page() -> None:
    with open_image(file_of(_picture())) as image:
        assert np.array_equal(_pixels(image), _pixels(_picture()))
    sheet = placed_sheet([(file_of(_picture()), Matrix(WIDTH, 0, 0, HEIGHT, 0, 0))], WIDTH, HEIGHT)
    assert sheet.pixels[round(60 * sheet.scale), round(100 * sheet.scale)].tolist() == [0, 0, 0]
    assert sheet.pixels[round(150 * sheet.scale), round(100 * sheet.scale)].tolist() == [255, 255, 255]


def test_an_ofd_shows_it_as_browsers_can() -> None:
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.jb2</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    image = '<ofd:ImageObject ResourceID="9" Boundary="10 10 80 60" CTM="80 0 0 60 0 0"/>'
    parts: dict[str, str | bytes] = {"Res/a.jb2": file_of(_picture()), "R.xml": STYLES % media}
    _kind, _comma, code = (one(drawn(with_parts(image, parts)), "image").get("href") or "").partition(",")
    assert np.array_equal(_pixels(Image.open(io.BytesIO(base64.b64decode(code)))), _pixels(_picture()))


@pytest.mark.parametrize(
    "data",
    [
        SIGNATURE,
        SIGNATURE + b"\x01",
        file_of(_picture())[:30],
        SIGNATURE + b"\x00" + struct.pack(">I", 1) + segments(_picture()),
        SIGNATURE + b"\x01" + struct.pack(">I", 1) + b"\xff" * 60,
    ],
    ids=["no head", "no page", "cut", "heads first", "noise"],
)
def test_what_is_damaged_or_of_another_kind_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match="图片已损坏或格式不明"), open_image(data):
        raise AssertionError("opened")


def test_one_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PIXELS", WIDTH * HEIGHT - 1)
    with pytest.raises(Unreadable, match="400×300"), open_image(file_of(_picture())):
        raise AssertionError("opened")


def test_lists_of_other_segments_are_passed_over_to_the_page() -> None:
    pages = struct.pack(">IBBBBBI", 7, 0, 2 << 5, 1, 2, 1, 3) + b"xyz"
    pages += struct.pack(">IBI", 300, 0x40, (7 << 29) | 8) + b"\0\0" + b"\0\1" * 8 + struct.pack(">II", 1, 2) + b"ab"
    page = struct.pack(">IBBBI", 301, 48, 0, 1, 19) + struct.pack(">II", 12, 34) + bytes(11)
    _segments, width, height = jbig2.parse(SIGNATURE + b"\x03" + pages + page)
    assert (width, height) == (12, 34)
