"""Bytes → text: UTF-8, GB18030, Big5, several of them in one file, and UTF-16 with a mark at its beginning or without.

Windows programs and copied web pages leave such files.
"""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_USUAL = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 4096
_FEW = 3
LOST = "\ufffd"
"""Stands for a character that nobody knows."""
_ASCII = re.compile("[\\x00-\\x7f]+")
"""Says nothing about a file: a frame may be drawn with it, and be most of the file."""
_MOST = 5
"""One character in so many, white left aside, may be broken in what is UTF-8 nevertheless."""
_TRADITIONAL = re.compile("指標|項目|績效|預算")
"""Words of which a document of ours in Big5 has one; no other Chinese text looks like them."""


def text_of(data: bytes) -> str:
    """The text of the bytes, U+FFFD for each that fits no encoding; a character cut at the end of a truncated file is left out."""
    if (wide := utf16(data[: len(data) // 2 * 2])) is not None:
        return wide
    bare = data.removeprefix(codecs.BOM_UTF8)
    loose = _decoded(bare, "utf-8", "replace")
    if LOST not in loose:
        return loose
    if not _is_mostly_whole(_ASCII.sub("", loose)) and (chinese := _strict(bare, "gb18030")) is not None:
        big5 = _strict(bare, "cp950")
        return big5 if big5 and _TRADITIONAL.search(big5) else chinese
    return "".join(map(_line, bare.splitlines(keepends=True)))


def _line(data: bytes) -> str:
    """A line of a file whose lines come from different programs, or with bytes that were damaged."""
    loose = _decoded(data, "utf-8", "replace")
    return loose if _is_mostly_whole(loose) else _decoded(data, "gb18030", "replace")


def _is_mostly_whole(text: str) -> bool:
    return text.count(LOST) * _MOST <= len("".join(text.split()))


def _strict(data: bytes, name: str) -> str | None:
    """The text if all of the bytes fit the encoding; a character may be cut at their end."""
    try:
        return _decoded(data, name, "strict")
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, name: str, errors: str) -> str:
    return codecs.getincrementaldecoder(name)(errors).decode(data, final=False)


def utf16(data: bytes) -> str | None:
    """The text if the bytes are UTF-16, else None. Without a mark it shows by bytes that are 0 (every line end has one)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    head = data[:_SAMPLE]
    if b"\0" not in head or (head.count(0) * 5 < len(head) and _strict(head, "utf-8") is not None):
        return None
    usual, name = max((len(_USUAL.findall(head.decode(name, "replace"))), name) for _mark, name in _MARKS)
    return data.decode(name, "replace") if usual * 2 > len(head) * 0.8 else None


def is_noise(broken: int, length: int) -> bool:
    """Whether so many characters of a text are broken that it is none: more than a few, more than one in a hundred, or half of it."""
    return broken > max(_FEW, length // 100) or broken * 2 > length
