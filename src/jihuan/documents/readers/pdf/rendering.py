"""Pages as pictures for the screen."""

from __future__ import annotations

import io

import pypdfium2

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.pdf.file import open_pdf

MOST_PIXELS = 30_000_000


def render_page(data: bytes, page: int, width_px: int) -> bytes:
    """The page (from 1) as PNG ``width_px`` pixels wide, as displayed. Unreadable: no such page, too large."""
    with open_pdf(data):  # for the errors
        document = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise Unreadable(_("这个 PDF 文件没有第 {page} 页").format(page=page))
        return _png(document, page, width_px)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_("第 {page} 页已损坏，无法显示").format(page=page)) from error
    finally:
        document.close()


def _png(document: pypdfium2.PdfDocument, page: int, width_px: int) -> bytes:
    sheet = document[page - 1]
    width, height = sheet.get_size()
    if width <= 0 or width_px * width_px * height / width > MOST_PIXELS:
        raise Unreadable(_("第 {page} 页太大，无法显示").format(page=page))
    bitmap = sheet.render(scale=width_px / width, may_draw_forms=False)
    image = bitmap.to_pil()
    if image.width != width_px:
        image = image.crop((0, 0, width_px, image.height))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()
