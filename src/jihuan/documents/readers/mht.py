"""A web page saved in one file (.mht, .mhtml): its HTML part, in the charset that its own header names."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable

_HEAD = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,40}", re.MULTILINE)
_TYPE = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
_MOST_PARTS = 2_000


def is_mht(head: bytes) -> bool:
    """Whether a file begins with the headers of a message that holds a web page."""
    headers = _HEAD.match(head)
    return bool(headers and b"mime-version:" in headers[0].lower() and _TYPE.search(headers[0]))


def page_of(data: bytes) -> bytes:
    """The first HTML part as UTF-8. Raises Unreadable where there is none."""
    message = message_from_bytes(data)
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            break
        if part.get_content_type() == "text/html":
            return _decoded(part)
    raise Unreadable(_("这个网页文件（.mht）里没有网页内容，请在浏览器里打开网页，另存为 .html 后再上传"))


def _decoded(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    data = body if isinstance(body, bytes) else b""
    charset = part.get_content_charset()
    if charset is None:
        return data
    name = "gb18030" if charset.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else charset
    try:
        return b"\xef\xbb\xbf" + data.decode(name, "replace").encode("utf-8")
    except LookupError:
        return data
