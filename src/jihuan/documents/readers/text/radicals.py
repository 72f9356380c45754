"""Radicals that some fonts print for whole 汉字, and converters then give out (⽬ for 目), as the 汉字 that they are."""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_UNIFIED = str.maketrans(
    {**{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}, **_SUPPLEMENT}
)


def unified(text: str) -> str:
    """The text with no radicals in it, each character where it was."""
    return text.translate(_UNIFIED)
