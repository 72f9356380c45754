"""Chinese order and search without a database that knows Chinese: a pinyin key and initials beside the name."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def sort_key(name: str) -> str:
    """Syllables joined by spaces, at most 255 characters: "科技馆" → "ke ji guan"."""
    return " ".join(part.strip().lower() for part in lazy_pinyin(name) if part.strip())[:255]


def initials(name: str) -> str:
    """First letters for quick search, at most 120 characters: "科技馆" → "kjg"."""
    return "".join(part.strip().lower() for part in lazy_pinyin(name, style=Style.FIRST_LETTER) if part.strip())[:120]
