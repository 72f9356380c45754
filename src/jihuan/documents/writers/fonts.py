"""Fonts of a PDF: the official families where the machine has them, Noto SC from the package otherwise.

Typst takes another font without a word when a name is wrong, so only families that exist are ever named.
"""

from __future__ import annotations

from functools import cache

import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
SONG = ("SimSun", "宋体", "STSong", "FandolSong")
WANTED: dict[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", "FandolFang"),
    "heading": ("SimHei", "黑体", "STHeiti", "FandolHei", SANS),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FandolKai"),
    "table": SONG,
}
LAST = (SERIF, SANS, "Noto Serif CJK SC", "Noto Sans CJK SC", "Droid Sans Fallback", "SimSun-ExtB")
"""Families that close every chain, for the characters that the official fonts lack."""


@cache
def catalogue() -> typst.Fonts:
    """All fonts of the machine and of the package; found once in a process."""
    folder = str(pylopdf_fonts_zh_cn.serif_path().parent)
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[folder])


@cache
def chains() -> dict[str, list[str]]:
    """For each role (title, body, heading, kai, table) the existing families in the order in which they are tried."""
    present = set(catalogue().families())
    return {role: [name for name in dict.fromkeys((*names, *LAST)) if name in present] for role, names in WANTED.items()}


@cache
def lacks_title_font() -> bool:
    """True when no 小标宋 is installed and titles must be drawn heavier."""
    return chains()["title"][0] in LAST


def missing(text: str) -> list[str]:
    """The characters of a text that no font of our chains can draw, each once."""
    known = _characters()
    return [character for character in dict.fromkeys(text) if not character.isspace() and ord(character) not in known]


@cache
def _characters() -> frozenset[int]:
    """Every character that some family of the chains has a glyph for (the cmap tables of their files)."""
    families = {name for names in chains().values() for name in names}
    files = {(font.path, font.index) for font in catalogue().fonts() if font.family in families and font.path}
    found: set[int] = set()
    for path, index in files:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            found.update(font.getBestCmap() or {})
    return frozenset(found)
