"""What a file is, by its content and never by its name, and a clear refusal of what cannot be read."""

from __future__ import annotations

import re
from typing import Literal

from jihuan.core.language import _
from jihuan.documents.errors import Convertible, Unreadable
from jihuan.documents.readers import limits
from jihuan.documents.readers.archive import Archive
from jihuan.documents.readers.encoding import is_noise, text_of, utf16
from jihuan.documents.readers.mht import is_mht

Format = Literal["pdf", "docx", "xlsx", "xls", "ofd", "html", "json", "text", "image"]

EXTENSIONS: dict[Format, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "docx": ("docx", "docm"),
    "xlsx": ("xlsx", "xlsm"),
    "xls": ("xls", "et"),
    "ofd": ("ofd",),
    "html": ("html", "htm", "xhtml", "mht", "mhtml"),
    "json": ("json",),
    "text": ("txt", "text", "md", "csv"),
    "image": ("png", "jpg", "jpeg", "tif", "tiff"),
}
CONVERTED = ("doc", "wps", "rtf", "odt", "ods", "fodt", "fods", "xml")
"""Extensions of what LibreOffice turns into a format of ours."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
"""Directory entries of a compound file begin at multiples of this."""
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OTHER_IMAGES = (b"GIF8", b"BM", b"RIFF", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x1cftyp", b"\x00\x00\x00\x20ftyp")
_OTHERS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF")
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|div|p)\b", re.IGNORECASE)
_OFFICE_XML = re.compile(rb"mso-application[^>]*Word|schemas\.microsoft\.com/office/word/2003/wordml|/2006/xmlPackage")
_FLAT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
"""In the head of an OpenDocument file that is one piece of XML."""
_FLAT_KIND = re.compile(rb"application/vnd\.oasis\.opendocument\.(\w+)")
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def detect(data: bytes) -> Format:
    """The format of a file. Raises Unreadable for empty, oversized, encrypted and foreign files."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(_("文件是空的，请重新选择文件"))
    if len(data) > limits.MAX_INPUT_BYTES:
        size, limit = len(data) // limits.MEBI, limits.MAX_INPUT_BYTES // limits.MEBI
        raise Unreadable(_("文件有 {size} MB，超过 {limit} MB 的限度，请拆分后再上传").format(size=size, limit=limit))
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _package(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(_IMAGES):
        return "image"
    if data.startswith(_OTHER_IMAGES):
        raise Unreadable(_("这种图片格式不能识别，请另存为 PNG、JPEG 或 TIFF 后再上传"))
    if data.startswith(_OTHERS):
        raise Unreadable(_("这是压缩包或程序，不是文档，请解压后上传其中的 PDF、Word、Excel、网页或文本文件"))
    return _text(data)


def _package(data: bytes) -> Format:
    archive = Archive(data)
    names = set(archive.names)
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Unreadable(_("这是二进制格式的 Excel 文件（.xlsb），请另存为 .xlsx 后再上传"))
    if "OFD.xml" in names:
        return "ofd"
    if "content.xml" in names and "mimetype" in names:
        raise _open_document("ods" if b"spreadsheet" in archive.part("mimetype")[:100] else "odt")
    if "ppt/presentation.xml" in names:
        raise Unreadable(_("这是演示文稿，不是绩效文档，请上传 PDF、Word、Excel、网页或文本文件"))
    raise Unreadable(_("这是压缩包，不是文档，请解压后上传其中的 PDF、Word、Excel、网页或文本文件"))


def _open_document(format: str) -> Convertible:
    message = _("这是 OpenDocument 文件（.odt 或 .ods），请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx 后再上传")
    return Convertible(format, message)


def _compound(data: bytes) -> Format:
    """Old office files and encrypted new ones share a container; its directory names tell them apart."""

    def has(name: str) -> bool:
        entry, at = name.encode("utf-16-le") + b"\0\0", -1
        while (at := data.find(entry, at + 1)) >= 0:
            if at % _ENTRY == 0:
                return True
        return False

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise Unreadable(_("文件已加密，请在 Word 或 Excel 中去掉密码并另存后再上传"))
    if has("WordDocument"):
        raise Convertible("doc", _("这是旧版 Word 文件（.doc 或 .wps），请用 Word 或 WPS 另存为 .docx 后再上传"))
    if has("Workbook") or has("Book"):
        return "xls"
    raise Unreadable(_("这是旧版办公软件的文件，请另存为 .docx 或 .xlsx 后再上传"))


def _text(data: bytes) -> Format:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rtf"):
        raise Convertible("rtf", _("这是 RTF 文件，请用 Word 或 WPS 另存为 .docx 后再上传"))
    if head.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Convertible("xls", _("这是 XML 格式的 Excel 文件，请用 Excel 或 WPS 另存为 .xlsx 后再上传"))
    if head.startswith(b"<?xml") and _OFFICE_XML.search(head):
        raise Convertible("xml", _("这是 XML 格式的 Word 文件，请用 Word 或 WPS 另存为 .docx 后再上传"))
    if head.startswith(b"<?xml") and _FLAT in head:
        found = _FLAT_KIND.search(data)
        raise _open_document("fods" if found and found[1] == b"spreadsheet" else "fodt")
    if head.startswith(b"{"):
        return "json"
    if utf16(data[:4096]) is None and (_HTML.search(head) or is_mht(head)):
        return "html"
    sample = text_of(data[:65536])
    if is_noise(len(_BROKEN.findall(sample)), len(sample)):
        raise Unreadable(
            _("无法识别文件的格式：它不是 PDF、Word（.docx）、Excel（.xlsx）、网页、文本或 JSON，请核对是否选错了文件")
        )
    return "html" if _HTML.search(sample[:4096].encode("utf-8", "replace")) else "text"


def misnamed(file: str, format: Format) -> str | None:
    """The extension of a file whose content is something else; None where name and content agree."""
    stem, dot, extension = file.rpartition(".")
    known = {name for names in EXTENSIONS.values() for name in names} | {*CONVERTED}
    wrong = dot and stem and extension.lower() in known and extension.lower() not in EXTENSIONS[format]
    return extension if wrong else None
