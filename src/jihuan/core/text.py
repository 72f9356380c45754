"""Printed text as one line: soft line breaks joined, typesetting spaces removed, every other character kept (typos too)."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TO_CLEAN = re.compile(rf"\s|{_INVISIBLE.pattern}")
_SPACES = re.compile(r"(?:(?!\u3000)\s)+")
_LATIN = r"A-Za-z\u00c0-\u024f"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFE6A: 0x25, 0xFE66: 0x3D}
_WIDE = re.compile("[\uff01-\uff5e\u3000\ufe6a\ufe66]")
_LETTER = re.compile(f"[{_LATIN}]")
_LATIN_SIDE = re.compile(f"[!-~{_LATIN}]")


def join_lines(text: str) -> str:
    """Join the lines of one cell or paragraph: a space only between two Latin words, nothing between anything else."""
    first, *others = text.splitlines() or [""]
    if not others:
        return first
    lines = [line for part in (first, *others) if (line := part.strip())]
    return "".join(_glue(before, line) + line for before, line in zip(["", *lines], lines, strict=False))


def _glue(before: str, after: str) -> str:
    return " " if _LETTER.match(before[-1:]) and _LETTER.match(after) else ""


def clean(text: str) -> str:
    """Text as the interchange keeps it: trimmed, without invisible characters and half-width spaces of mere typesetting.

    "2025 年遵化" → "2025年遵化"; "Jihuan Lab" and "Word 2016" keep one space (Latin on both sides, a letter on one).
    """
    if not _TO_CLEAN.search(text):
        return text
    visible = _INVISIBLE.sub("", text).strip()

    def gap(match: re.Match[str]) -> str:
        before, after = visible[match.start() - 1], visible[match.end()]
        latin = _LATIN_SIDE.match(before) and _LATIN_SIDE.match(after)
        return " " if latin and (_LETTER.match(before) or _LETTER.match(after)) else ""

    return _SPACES.sub(gap, visible)


def half_width(text: str) -> str:
    """Full-width ASCII (１２３％（）＝, also ﹪ ﹦) and the ideographic space as their half-width twins, for parsing only."""
    return text.translate(_FULL_WIDTH) if _WIDE.search(text) else text


def squeeze(text: str) -> str:
    """The text without any white space or invisible character, for comparing and parsing."""
    return "".join(_INVISIBLE.sub("", text).split()) if _TO_CLEAN.search(text) else text
