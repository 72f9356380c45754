"""Spelling by dictionary and sound. jieba and pypinyin are loaded only when a text must be looked at."""

from __future__ import annotations

import importlib
import logging
import re
import tempfile
import warnings
from functools import lru_cache
from typing import Protocol, cast

_NEAR_SOUNDS = (("ing", "in"), ("eng", "en"), ("ang", "an"), ("zh", "z"), ("ch", "c"), ("sh", "s"))


class _Cutter(Protocol):
    FREQ: dict[str, int]

    def lcut(self, text: str, cut_all: bool = ..., HMM: bool = ...) -> list[str]: ...  # noqa: N803


@lru_cache(maxsize=1)
def _cutter() -> _Cutter:
    """jieba's tokeniser with its cache in the temporary directory and its log silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.CRITICAL)
    tokeniser = jieba.Tokenizer()
    tokeniser.tmp_dir = tempfile.gettempdir()
    tokeniser.initialize()
    return cast(_Cutter, tokeniser)


@lru_cache(maxsize=20_000)
def _sound(char: str) -> frozenset[str]:
    """The sounds of a character without tones, near sounds (zh z, ing in …) taken as one."""
    from pypinyin import Style, pinyin

    sounds = set()
    for sound in pinyin(char, style=Style.NORMAL, heteronym=False)[0]:
        plain = sound
        for far, near in _NEAR_SOUNDS:
            plain = plain.replace(far, near)
        sounds.add(plain)
    return frozenset(sounds)


@lru_cache(maxsize=8)
def _by_character(words: tuple[str, ...]) -> dict[tuple[int, int, str], tuple[str, ...]]:
    """(length, position, character) → the trade words with that character there."""
    table: dict[tuple[int, int, str], list[str]] = {}
    for word in words:
        for at, char in enumerate(word):
            table.setdefault((len(word), at, char), []).append(word)
    return {key: tuple(found) for key, found in table.items()}


def homophones(text: str, words: tuple[str, ...], standing: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pieces of the text that differ from a trade word by one character of like sound and are cut into single characters.

    Characters of ``standing`` are no typos: they stand alone by right.
    """
    table = _by_character(words)
    lengths = sorted({key[0] for key in table}, reverse=True)
    candidates = [
        (at, text[at : at + length], word)
        for length in lengths
        for at in range(len(text) - length + 1)
        for word in _nearly(text[at : at + length], table, standing)
    ]
    if not candidates:
        return []
    loose = _loose(text)
    found: dict[str, str] = {}
    for at, wrong, right in candidates:
        if all(loose[at : at + len(wrong)]) and wrong not in found:
            found[wrong] = right
    return list(found.items())


def _nearly(piece: str, table: dict[tuple[int, int, str], tuple[str, ...]], standing: tuple[str, ...]) -> list[str]:
    near = []
    alike = {word for at, char in enumerate(piece) for word in table.get((len(piece), at, char), ())}
    for word in alike:
        wrong = [(a, b) for a, b in zip(piece, word, strict=True) if a != b]
        if (
            len(wrong) == 1
            and "一" <= wrong[0][0] <= "鿿"
            and wrong[0][0] not in standing
            and _sound(wrong[0][0]) & _sound(wrong[0][1])
        ):
            near.append(word)
    return sorted(near)


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


def _loose(text: str) -> list[bool]:
    """For each character whether the dictionary leaves it standing alone."""
    return [len(token) == 1 for token in _cutter().lcut(text, HMM=False) for _char in token]


def broken_words(text: str, bound: tuple[str, ...]) -> list[str]:
    """Characters that stand only inside words (绩, 织 …) and here stand alone, with their neighbours."""
    if not any(char in text for char in bound):
        return []
    loose = _loose(text)
    marks = [at for at, char in enumerate(text) if char in bound and loose[at]]
    return [text[max(0, at - 2) : at + 2] for at in marks if not _name_like(text, at)]


def _name_like(text: str, at: int) -> bool:
    """Whether the character is quoted or part of a title, where any character may stand."""
    before = text[:at]
    return before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”")
