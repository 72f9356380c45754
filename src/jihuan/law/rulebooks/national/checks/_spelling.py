"""Spelling by dictionary and sound. jieba and pypinyin are loaded only when a text must be looked at."""

from __future__ import annotations

import importlib
import logging
import re
import warnings
from functools import lru_cache
from typing import Protocol, cast

from jihuan.law.rulebooks.national.checks._tools import any_of

_LENGTHS = (4, 3, 2)
_NEAR_SOUNDS = (("ing", "in"), ("eng", "en"), ("ang", "an"), ("zh", "z"), ("ch", "c"), ("sh", "s"))


class _Cutter(Protocol):
    FREQ: dict[str, int]
    total: int
    initialized: bool

    def gen_pfdict(self, file: object) -> tuple[dict[str, int], int]: ...

    def get_dict_file(self) -> object: ...

    def lcut(self, text: str, cut_all: bool = ..., HMM: bool = ...) -> list[str]: ...  # noqa: N803


@lru_cache(maxsize=1)
def _cutter() -> _Cutter:
    """jieba's tokeniser, silent, with its dictionary read from the package: no cache is written, and none is trusted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.CRITICAL)
    tokeniser = cast(_Cutter, jieba.Tokenizer())
    tokeniser.FREQ, tokeniser.total = tokeniser.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    return tokeniser


def _sounds(chars: list[str]) -> list[str]:
    """The sounds of single characters without tones, near sounds (zh z, ing in …) taken as one."""
    from pypinyin import Style, lazy_pinyin

    sounds = lazy_pinyin(chars, style=Style.NORMAL)
    for far, near in _NEAR_SOUNDS:
        sounds = [sound.replace(far, near) for sound in sounds]
    return sounds


@lru_cache(maxsize=4)
def _misheard(lists: tuple[tuple[str, ...], ...], standing: tuple[str, ...]) -> dict[str, str]:
    """Every spelling of a word with one character of like sound for another → the word. Characters of GB 2312."""
    words = [word for words in lists for word in words]
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    chars = [char for pair in pairs if (char := pair.decode("gb2312", "ignore"))]
    sound_of = dict(zip(chars, _sounds(chars), strict=True))
    alike: dict[str, list[str]] = {}
    for char, sound in sound_of.items():
        if char not in standing:
            alike.setdefault(sound, []).append(char)
    known = set(words)
    spellings: dict[str, str] = {}
    for word in words:
        for at, char in enumerate(word):
            for other in alike.get(sound_of.get(char, ""), ()):
                wrong = word[:at] + other + word[at + 1 :]
                if wrong not in known:
                    spellings.setdefault(wrong, word)
    return spellings


def homophones(text: str, lists: tuple[tuple[str, ...], ...], standing: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pieces of the text that differ from a word of the lists by one character of like sound and are cut into single characters.

    Characters of ``standing`` are no typos: they stand alone by right.
    """
    spellings = _misheard(lists, standing)
    candidates = [
        (at, piece)
        for length in _LENGTHS
        for at in range(len(text) - length + 1)
        if (piece := text[at : at + length]) in spellings
    ]
    loose = _loose(text) if candidates else ()
    return list({piece: spellings[piece] for at, piece in candidates if all(loose[at : at + len(piece)])}.items())


def inside_words(text: str, piece: str) -> bool:
    """Whether every occurrence of the piece is cut through by a word of the dictionary (任物 in 责任|物业)."""
    starts = [found.start() for found in re.finditer(re.escape(piece), text)]
    spans, at = [], 0
    for token in _cutter().lcut(text, HMM=False):
        if len(token) > 1:
            spans.append((at, at + len(token)))
        at += len(token)
    return all(
        any(a < start < b < end or start < a < end < b or (a <= start and end <= b and end - start < b - a) for a, b in spans)
        for start in starts
        for end in (start + len(piece),)
    )


@lru_cache(maxsize=4096)
def _loose(text: str) -> tuple[bool, ...]:
    """For each character whether the dictionary leaves it standing alone. Forms repeat their texts, so some are kept."""
    return tuple(len(token) == 1 for token in _cutter().lcut(text, HMM=False) for _char in token)


def broken_words(text: str, bound: tuple[str, ...], words: tuple[str, ...]) -> list[str]:
    """Characters that stand only inside words (绩, 织 …) and here stand alone, with their neighbours.

    ``words`` are known words; a text that has the characters only in these is not cut.
    """
    rest = _around(bound, words).sub(lambda found: " " * len(found[0]), text)
    marks = [at for at, char in enumerate(rest) if char in bound]
    loose = _loose(text) if marks else ()
    return [text[max(0, at - 2) : at + 2] for at in marks if loose[at] and not _name_like(text, at)]


@lru_cache(maxsize=8)
def _around(bound: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    """The words that have one of the characters."""
    return any_of(tuple(word for word in words if any(char in word for char in bound)))


def _name_like(text: str, at: int) -> bool:
    """Whether the character is quoted or part of a title, where any character may stand."""
    before = text[:at]
    return before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”")
