"""Where pixels come from: image files, looked at before they are unpacked, and pages of a PDF. Each becomes a sheet of known scale."""

from __future__ import annotations

import ctypes
import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence
from pypdfium2 import raw

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import jbig2, limits
from jihuan.documents.readers.pdf.rulings import Matrix

SCALE = 200 / 72
"""Pixels per point in which pages are looked at: 200 per inch."""
MOST_PIXELS = 16_000_000
"""Larger sheets are looked at in a smaller scale."""
MOST_SHOWN = 30_000_000
"""Pixels of the picture of a page on the screen."""
A4_LONG = 841.89
_LARGER = 1.4
"""Times: so much larger are image files taken in."""
_PAPER = (280.0, 2400.0)
"""Points: the longer side of a sheet whose stated resolution is believed, from A6 to A0 nearly."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page in pixels (red, green, blue; rows first), ``scale`` of them in a point, with its size in points as displayed.

    ``back`` maps points of the pixels to points as displayed, which differ where a photograph was made flat.
    """

    pixels: NDArray[np.uint8]
    width: float
    height: float
    scale: float
    back: NDArray[np.float64] = field(default_factory=lambda: np.eye(3))


def page_sheet(page: raw.FPDF_PAGE, width: float, height: float) -> Sheet:
    """A page of a PDF, ``width`` × ``height`` points, as it is displayed with its stamps."""
    scale = _scale(width, height)
    columns, rows = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_BGR, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * rows)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    lines = np.frombuffer(buffer, np.uint8).reshape(rows, stride)
    return Sheet(lines[:, : columns * 3].reshape(rows, columns, 3)[:, :, ::-1], width, height, columns / width)


def placed_sheet(pictures: Sequence[tuple[bytes, Matrix]], width: float, height: float) -> Sheet:
    """Picture files, each with the map from its unit square to points, laid on a page of ``width`` × ``height`` points."""
    scale = _scale(width, height)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    canvas = np.full((size[1], size[0], 3), 255, np.uint8)
    for data, matrix in pictures:
        with open_image(data) as image:
            pixels = np.asarray(shown(image, max(size)), np.uint8)
        rows, columns = pixels.shape[:2]
        there = np.array([[matrix.a / columns, matrix.c / rows, matrix.e], [matrix.b / columns, matrix.d / rows, matrix.f]])
        cv2.warpAffine(pixels, there * scale, size, canvas, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return Sheet(canvas, width, height, size[0] / width)


def image_sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of an image file (several in a TIFF). Unreadable: damaged, too many pixels or pages."""
    with open_image(data) as image:
        if getattr(image, "n_frames", 1) > limits.MAX_SCANNED_PAGES:
            raise too_many_pages()
        for frame in ImageSequence.Iterator(image):
            check_size(frame)
            yield _sheet(frame)


def render_image(data: bytes, page: int, width_px: int) -> bytes:
    """The page (from 1) of an image file as PNG ``width_px`` pixels wide, as its camera meant it. Unreadable: no such page."""
    with open_image(data) as image:
        try:
            image.seek(page - 1)
        except EOFError:
            raise Unreadable(_("这个图片文件没有第 {page} 页").format(page=page)) from None
        check_size(image)
        width, height = size_of(image)
        rows = max(round(width_px * height / width), 1)
        if width_px * rows > MOST_SHOWN:
            raise Unreadable(_("第 {page} 页太大，无法显示").format(page=page))
        picture = shown(image, max(width_px, rows)).resize((width_px, rows), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=3)
        return out.getvalue()


def media_type(data: bytes) -> str:
    """image/png, image/jpeg or image/tiff."""
    with open_image(data) as image:
        return Image.MIME.get(image.format or "", "image/png")


def too_many_pages() -> Unreadable:
    """The refusal of a long scan."""
    message = _("扫描的页超过 {limit} 页的限度，请拆分后再上传")
    return Unreadable(message.format(limit=limits.MAX_SCANNED_PAGES))


@contextmanager
def open_image(data: bytes) -> Iterator[Image.Image]:
    """An image file, not yet unpacked; a JPEG will be unpacked in the scale that is needed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sizes are checked here
            with Image.open(io.BytesIO(_known(data))) as image:
                longest = round(A4_LONG * SCALE * _LARGER)
                image.draft("RGB", (longest, longest))
                check_size(image)
                yield image
    except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable(_("图片已损坏或格式不明，无法打开，请重新扫描或拍摄后再上传")) from error


def _known(data: bytes) -> bytes:
    """An image file of a format that is read here: JBIG2 as PNG."""
    if not data.startswith(jbig2.SIGNATURE):
        return data
    picture = jbig2.parse(data)
    _check_pixels(*picture[1:])
    return jbig2.as_png(picture)


def check_size(image: Image.Image) -> None:
    """Refuse what would not fit in memory."""
    _check_pixels(image.width, image.height)


def _check_pixels(width: int, height: int) -> None:
    limit = limits.MAX_PIXELS
    if width * height > limit:
        raise Unreadable(
            _("图片有 {width}×{height} 像素，超过 {limit} 万像素的限度，请缩小后再上传（200 dpi 的 A4 即可）").format(
                width=width, height=height, limit=limit // 10_000
            )
        )


def shown(image: Image.Image, longest: int) -> Image.Image:
    """An image as its camera meant it to be displayed, in colour on white, its longer side near to ``longest`` pixels if it was larger."""
    shrink = max(max(image.size) // longest, 1)
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    small = image.reduce(shrink) if shrink > 1 else image
    small = ImageOps.exif_transpose(small)
    if small.mode in ("I;16", "I;16B", "I", "F"):
        small = small.point(lambda value: value / 256).convert("L")
    if small.mode in ("RGBA", "LA", "RGBa", "La"):
        small = small.convert("RGBA")
        small = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small)
    return small.convert("RGB")


def size_of(image: Image.Image) -> tuple[float, float]:
    """Width and height in points: by the stated resolution if it makes a sheet of paper, else as if the longer side were that of A4."""
    dpi = image.info.get("dpi", (0, 0))
    stated = float(dpi[0]) if isinstance(dpi, tuple) and dpi and dpi[0] else 0.0
    longest = max(image.size)
    points = longest / stated * 72 if stated > 1 else 0.0
    if not (_PAPER[0] <= points <= _PAPER[1]):
        points = A4_LONG
    factor = points / longest
    width, height = image.width * factor, image.height * factor
    turned = (image.getexif().get(0x0112) or 1) >= 5
    return (height, width) if turned else (width, height)


def _sheet(image: Image.Image) -> Sheet:
    """A page of an image file, larger than it will be looked at: the paper may be only a part of it."""
    width, height = size_of(image)
    scale = max(_scale(width, height), min(_LARGER * _scale(width, height), max(image.size) / max(width, height)))
    wanted = max(round(width * scale), 1), max(round(height * scale), 1)
    picture = shown(image, max(wanted))
    if picture.size != wanted:
        picture = picture.resize(wanted, Image.Resampling.LANCZOS)
    return Sheet(np.asarray(picture, np.uint8), width, height, wanted[0] / width)


def _scale(width: float, height: float) -> float:
    return min(SCALE, math.sqrt(MOST_PIXELS / max(width * height, 1.0)))
