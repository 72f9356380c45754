"""A PDF file opened in memory: pages one by one, the attachment of our own writers, the title."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_ulong, c_ushort, create_string_buffer

from pypdfium2 import raw

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable

ATTACHMENT = "jihuan.json"
LARGEST_ATTACHMENT = 32 * 1024 * 1024
_LONGEST_NAME = 4096


@contextmanager
def open_pdf(data: bytes) -> Iterator[raw.FPDF_DOCUMENT]:
    """Open a PDF; Unreadable when it is encrypted, damaged, empty or no PDF."""
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Unreadable(_reason(raw.FPDF_GetLastError()))
    try:
        if page_count(document) < 1:
            raise Unreadable(_("这个 PDF 文件里没有页面，请换一份完整的文件"))
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _reason(code: int) -> str:
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return _("这个 PDF 文件加了密码，请先解除密码再上传")
    return _("这个 PDF 文件已损坏或不完整，无法打开，请重新导出或下载后再上传")


def page_count(document: raw.FPDF_DOCUMENT) -> int:
    """Number of pages."""
    return int(raw.FPDF_GetPageCount(document))


@contextmanager
def open_page(document: raw.FPDF_DOCUMENT, number: int) -> Iterator[raw.FPDF_PAGE | None]:
    """Open the page ``number`` (from 1); None when it is damaged."""
    page = raw.FPDF_LoadPage(document, number - 1)
    try:
        yield page or None
    finally:
        if page:
            raw.FPDF_ClosePage(page)


def embedded_json(document: raw.FPDF_DOCUMENT) -> bytes | None:
    """The interchange JSON attached by our own writers; None where there is none, b"" where it is empty or impossibly large."""
    for index in range(raw.FPDFDoc_GetAttachmentCount(document)):
        attachment = raw.FPDFDoc_GetAttachment(document, index)
        if not attachment or _name(attachment) != ATTACHMENT:
            continue
        size = c_ulong()
        if not raw.FPDFAttachment_GetFile(attachment, None, 0, byref(size)) or not 0 < size.value <= LARGEST_ATTACHMENT:
            return b""
        buffer = create_string_buffer(size.value)
        return buffer.raw[: size.value] if raw.FPDFAttachment_GetFile(attachment, buffer, size.value, byref(size)) else b""
    return None


def _name(attachment: raw.FPDF_ATTACHMENT) -> str:
    length = raw.FPDFAttachment_GetName(attachment, None, 0)
    if not 2 <= length <= _LONGEST_NAME:
        return ""
    buffer = (c_ushort * (length // 2 + 1))()
    raw.FPDFAttachment_GetName(attachment, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def title(document: raw.FPDF_DOCUMENT) -> str:
    """The title in the file's properties, "" where there is none."""
    length = raw.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length <= _LONGEST_NAME:
        return ""
    buffer = create_string_buffer(length)
    raw.FPDF_GetMetaText(document, b"Title", buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip()
