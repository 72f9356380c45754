"""What mirrors of web pages add to a text: readings in brackets after 汉字, as in 指標(biāo)."""

from __future__ import annotations

import re
from dataclasses import replace

from jihuan.core.document import Problem
from jihuan.core.language import _
from jihuan.documents.layout import Block, Layout, Paragraph

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONE = re.compile(f"[{_TONES}]")
_READING = re.compile(f"(?<=[\u3400-\u9fff])[(（][a-zü]{{0,4}}[{_TONES}][a-zü]{{0,3}}[)）]")


def bare(text: str) -> tuple[str, list[Problem]]:
    """The text without readings of single 汉字, and a problem that says how many there were."""
    kept, count = _READING.subn("", text) if _TONE.search(text) else (text, 0)
    return kept, [_told(count)] if count else []


def _told(count: int) -> Problem:
    message = _("文字中夹有 {count} 处汉字注音（如“標(biāo)”），不是原文，已略去，请核对").format(count=count)
    return Problem(level="info", message=message)


def without_readings(layout: Layout) -> Layout:
    """The layout without readings of single 汉字, and a problem that says how many there were."""
    count = 0

    def kept(text: str) -> str:
        nonlocal count
        rest, found = _READING.subn("", text)
        count += found
        return rest

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, text=kept(one.text))
        return replace(one, cells=tuple(replace(cell, text=kept(cell.text)) for cell in one.cells))

    if not _TONE.search("\n".join(part.text for part in layout.cells())):
        return layout
    changed = replace(layout, blocks=tuple(map(block, layout.blocks)))
    if not count:
        return layout
    return replace(changed, problems=(*layout.problems, _told(count)))
