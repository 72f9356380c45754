"""Files in: bytes of any known format → layout → interchange document. Called inside the sandbox only."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import import_module

from jihuan.core.document import Document, Problem, Source
from jihuan.core.interchange import InterchangeError, loads
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.readers.detect import Format, detect, misnamed
from jihuan.documents.readers.embedded import reconcile
from jihuan.documents.readers.encoding import LOST
from jihuan.documents.readers.mirrors import without_readings
from jihuan.documents.recognise import is_empty, recognise

_MEDIA_TYPES = {"json": "application/json"}
_SHOWN_FAULTS = 3
_DRAWN = ("pdf", "image", "ofd")
_READERS: dict[Format, str] = {"docx": "docx", "xlsx": "spreadsheet", "xls": "xls", "html": "html", "text": "text"}
"""The module of each format; those that may be pixels (pdf, image, ofd) go through ``ocr``."""


def layout_of(data: bytes, file: str, *, scans: bool = True) -> Layout:
    """The file's paragraphs and tables. Raises Unreadable with a sentence for the user, and Scanned if ``scans`` are not allowed."""
    format = detect(data)
    layout = _marked(without_readings(_read(data, format, scans)), format)
    extension = misnamed(file, format)
    if extension:
        message = _("文件名的扩展名是 .{extension}，内容却是 {format}，已按内容读取").format(
            extension=extension, format=format.upper()
        )
        layout = replace(layout, problems=(Problem(level="info", message=message), *layout.problems))
    return layout


def _marked(layout: Layout, format: Format) -> Layout:
    """The layout with a problem where characters were lost before they came to us. Fonts of pages have problems of their own."""
    broken = [piece for piece in layout.cells() if LOST in piece.text] if format not in _DRAWN else []
    if not broken:
        return layout
    count = sum(piece.text.count(LOST) for piece in broken)
    message = _("文件里有 {count} 个字符认不出（编码已损坏，或用了特殊字体），显示为“\ufffd”，请对照原件核对").format(
        count=count
    )
    problem = Problem(level="warning", message=message, place=broken[0].place)
    return replace(layout, problems=(*layout.problems, problem))


def read_bytes(data: bytes, file: str) -> Document:
    """The file as an interchange document, every value with its place. Raises Unreadable with a sentence for the user."""
    return document_of(data, file, layout_of(data, file))


def document_of(data: bytes, file: str, layout: Layout) -> Document:
    """The document of a layout that was read already. Raises Unreadable where nothing in it is about budget performance."""
    source = Source(
        file=file, sha256=hashlib.sha256(data).hexdigest(), media_type=layout.media_type, pages=len(layout.pages) or None
    )
    if layout.media_type == _MEDIA_TYPES["json"]:
        return _interchange(layout, source)
    document = reconcile(recognise(layout, source), layout)
    if is_empty(document):
        message = _(
            "文件里没有找到预算绩效内容：找过绩效目标表（项目名称、预算数、一级/二级/三级指标、指标值）和部门整体绩效目标"
            "（总体绩效目标、分项绩效目标、工作保障措施）。请核对是否选错了文件"
        )
        broken = [problem.message for problem in layout.problems if problem.level == "error"]
        raise Unreadable("；".join([message, *broken[:_SHOWN_FAULTS]]))
    return document


def render_page(data: bytes, page: int, width_px: int) -> bytes:
    """A page (from 1) of a PDF or image as PNG ``width_px`` pixels wide, of an OFD as SVG. Raises Unreadable."""
    format = detect(data)
    if format == "ofd":
        from jihuan.documents.readers.ofd.drawing import draw_page

        return draw_page(data, page)
    if format == "image":
        from jihuan.documents.readers.ocr.pictures import render_image

        return render_image(data, page, width_px)
    from jihuan.documents.readers.pdf import render_page as render_pdf

    return render_pdf(data, page, width_px)


def _interchange(layout: Layout, source: Source) -> Document:
    """Interchange JSON as input; it keeps what it says about its own origin."""
    try:
        document = loads(layout.embedded or b"")
    except InterchangeError as error:
        faults = "；".join(f"{fault.pointer or '/'} {fault.message}" for fault in error.problems[:_SHOWN_FAULTS])
        message = _("JSON 文件不符合绩环交换格式（jihuan/1），共 {count} 处：{faults}")
        raise Unreadable(message.format(count=len(error.problems), faults=faults)) from error
    return document if document.source else replace(document, source=source)


def _read(data: bytes, format: Format, scans: bool) -> Layout:
    """The reader of a format is imported only when it is needed."""
    if format == "json":
        return Layout(media_type=_MEDIA_TYPES["json"], blocks=(), embedded=data)
    if format in _READERS:
        layout: Layout = import_module(f"{__name__}.{_READERS[format]}").read_layout(data)
    else:
        layout = getattr(import_module(f"{__name__}.ocr"), f"read_{format}")(data, scans=scans)
    return layout


__all__ = ["Unreadable", "document_of", "layout_of", "read_bytes", "render_page"]
