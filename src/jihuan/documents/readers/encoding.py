"""UTF-16, with a mark at its beginning or without: Windows programs and copied web pages leave such files."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_USUAL = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 4096
_FEW = 3


def utf16(data: bytes) -> str | None:
    """The text if the bytes are UTF-16, else None. Without a mark it shows by bytes that are 0 (every line end has one)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    head = data[:_SAMPLE]
    if b"\0" not in head or (head.count(0) * 5 < len(head) and _is_utf8(head)):
        return None
    usual, name = max((len(_USUAL.findall(head.decode(name, "replace"))), name) for _mark, name in _MARKS)
    return data.decode(name, "replace") if usual * 2 > len(head) * 0.8 else None


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes are UTF-8; a character may be cut at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True


def is_noise(broken: int, length: int) -> bool:
    """Whether so many characters of a text are broken that it is none: more than a few, more than one in a hundred, or half of it."""
    return broken > max(_FEW, length // 100) or broken * 2 > length
