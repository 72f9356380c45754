"""Characters of the fonts of symbols, which Word keeps by their codes in those fonts: ≥ of Symbol is B3, or F0B3 of Unicode."""

from __future__ import annotations

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")
"""Such codes where a text keeps them in the private area of Unicode."""
_OTHER = re.compile(r"[^a-z\d]")
_CODES = {
    "symbol": {
        0xA3: "≤",
        0xB3: "≥",
        0xB9: "≠",
        0xBB: "≈",
        0xB1: "±",
        0xB4: "×",
        0xB8: "÷",
        0x2D: "-",
        0x3D: "=",
        0x3C: "<",
        0x3E: ">",
    },
    "wingdings2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0x50: "√", 0x4F: "×", 0xA3: "□", 0x2A: "□"},
    "wingdings": dict(zip(bytes.fromhex("FE FD FC FB A8 6F 71 6C 6E 75 9F A7 D8"), "☑☒√×□□□●■◆•▪➢", strict=True)),
}


def codes_of(font: str) -> dict[int, str] | None:
    """The characters of a font of symbols, “Symbol” or “ABCDEF+Wingdings-Regular”, by their codes; None for other fonts."""
    name = _OTHER.sub("", font.lower())
    return next((codes for family, codes in _CODES.items() if family in name), None)
