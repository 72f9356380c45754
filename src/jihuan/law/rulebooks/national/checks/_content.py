"""What a text is about: its words of content, and the kinds of department or activity that it names."""

from __future__ import annotations

from functools import lru_cache

from jihuan.core.text import half_width, squeeze
from jihuan.law.engine.writing import Law
from jihuan.law.rulebooks.national.checks._tools import any_of


def content(text: str, law: Law) -> str:
    """The text without marks, figures and the words that fit any project."""
    return _content(text, law.words("content_free"))


@lru_cache(maxsize=4096)
def _content(text: str, free: tuple[str, ...]) -> str:
    plain = any_of(free).sub("", half_width(squeeze(text)))
    return "".join(char for char in plain if char.isalpha())


def kinds_of(lexicon: str, text: str, law: Law) -> set[str]:
    """The groups of a lexicon of which a word stands in the text."""
    return {kind for kind, words in law.groups(lexicon).items() if any_of(words).search(text)}
