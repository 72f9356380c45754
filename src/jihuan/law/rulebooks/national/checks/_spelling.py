"""Spelling by dictionary and sound. The dictionary of jieba is read only when a text must be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from jihuan.law.rulebooks.national.checks._tools import any_of

_LENGTHS = (4, 3, 2)
_NEAR_SOUNDS = (("ing", "in"), ("eng", "en"), ("ang", "an"), ("zh", "z"), ("ch", "c"), ("sh", "s"))
_FIRST_MARK = 0xE000
"""The sounds are written as characters for private use, one for each."""
_LONGEST = 7
"""Characters of the longest word that is looked up (中华人民共和国)."""
_TWICE = re.compile(r"([\u4e00-\u9fff])\1")
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+|.", re.DOTALL)


@lru_cache(maxsize=1)
def _frequencies() -> tuple[dict[str, str], float]:
    """jieba's list of words with their frequencies as printed there, and the logarithm of their sum.

    Its own loader spells out every beginning of every word, which takes ten times as long; nothing is cached on disk.
    """
    package = find_spec("jieba")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("jieba")
    columns = (Path(package.submodule_search_locations[0]) / "dict.txt").read_text("utf-8").split()
    return dict(zip(columns[::3], columns[1::3], strict=True)), log(sum(map(int, columns[1::3])))


def _cut(text: str) -> list[str]:
    """The text in words, the most likely way: the highest product of frequencies. Latin letters and figures stay together."""
    return [word for run in _RUNS.findall(text) for word in (_likeliest(run) if "\u4e00" <= run[0] <= "\u9fff" else (run,))]


def _likeliest(run: str) -> list[str]:
    known, total = _frequencies()
    size = len(run)
    best: list[tuple[float, int]] = [(0.0, 0)] * (size + 1)
    for at in range(size - 1, -1, -1):
        ways = [
            (log(int(known[run[at:end]]) or 1) - total + best[end][0], end)
            for end in range(at + 1, min(at + _LONGEST, size) + 1)
            if run[at:end] in known
        ]
        best[at] = max(ways) if ways else (best[at + 1][0] - total, at + 1)
    words, at = [], 0
    while at < size:
        words.append(run[at : best[at][1]])
        at = best[at][1]
    return words


class Sounds:
    """Words by how they sound: tones are left out, near sounds (zh z, ing in …) are one.

    ``sounds``: syllable → characters; ``lists``: words, the first list before the second; ``standing``: characters that are no
    typos, for they stand alone by right.
    """

    def __init__(self, sounds: Mapping[str, str], lists: Iterable[tuple[str, ...]], standing: Iterable[str]) -> None:
        marks = {near: chr(_FIRST_MARK + at) for at, near in enumerate(sorted({_near(sound) for sound in sounds}))}
        self._marks = str.maketrans({char: marks[_near(sound)] for sound, chars in sounds.items() for char in chars})
        self._standing = frozenset(standing)
        self._known = frozenset(word for words in lists for word in words)
        self._words: dict[str, list[str]] = {}
        for word in dict.fromkeys(word for words in lists for word in words):
            self._words.setdefault(word.translate(self._marks), []).append(word)

    def meant(self, text: str) -> dict[str, str]:
        """Pieces of the text that sound like a word and differ from it by one character → that word."""
        heard, found = text.translate(self._marks), dict[str, str]()
        for length in _LENGTHS:
            for at in range(len(text) - length + 1):
                alike = self._words.get(heard[at : at + length])
                piece = text[at : at + length]
                if alike is not None and piece not in self._known and (word := self._word(piece, alike)):
                    found.setdefault(piece, word)
        return found

    def _word(self, piece: str, alike: list[str]) -> str:
        for word in alike:
            wrong = [mine for mine, right in zip(piece, word, strict=True) if mine != right]
            if len(wrong) == 1 and (len(piece) == _LENGTHS[0] or wrong[0] not in self._standing):
                return word
        return ""


def _near(sound: str) -> str:
    for far, near in _NEAR_SOUNDS:
        sound = sound.replace(far, near)
    return sound


def homophones(text: str, sounds: Sounds) -> list[tuple[str, str]]:
    """Pieces of the text that sound like a word, differ from it by one character, and are cut into single characters; of
    three and four characters only the wrong one must stand alone, for the others say what was meant."""
    candidates = sounds.meant(text)
    loose = _loose(text) if candidates else ()
    return [(piece, word) for piece, word in candidates.items() if _stands_alone(text, piece, word, loose)]


def _stands_alone(text: str, piece: str, word: str, loose: tuple[bool, ...]) -> bool:
    needed = [at for at, (mine, right) in enumerate(zip(piece, word, strict=True)) if mine != right or len(piece) == 2]
    starts = (found.start() for found in re.finditer(f"(?={re.escape(piece)})", text))
    return any(all(loose[start + at] for at in needed) for start in starts)


def inside_words(text: str, piece: str) -> bool:
    """Whether every occurrence of the piece is cut through by words of the dictionary (任物 in 责任|物业) and none of its
    characters is left over (满意渡 in 群众满意|渡 is)."""
    starts = [found.start() for found in re.finditer(re.escape(piece), text)]
    spans, at = [], 0
    for token in _cut(text):
        if len(token) > 1:
            spans.append((at, at + len(token)))
        at += len(token)
    loose = _loose(text)
    return all(
        not any(loose[start:end])
        and any(
            a < start < b < end or start < a < end < b or (a <= start and end <= b and end - start < b - a) for a, b in spans
        )
        for start in starts
        for end in (start + len(piece),)
    )


def stutters(text: str, standing: tuple[str, ...]) -> list[str]:
    """Words whose first character is written twice (实实施), the first one standing alone behind a whole word or a mark;
    characters that stand alone by right, and the end of what the dictionary does not know (月报报送), are let be."""
    words, found = ["，", *_cut(text)] if _TWICE.search(text) else [], []
    for ahead, before, word in zip(words, words[1:], words[2:], strict=False):
        alone = len(before) == 1 < len(word) and word[0] == before and (len(ahead) > 1 or not ahead.isalnum())
        if alone and before not in standing and "\u4e00" <= before <= "\u9fff":
            found.append(before + word)
    return found


@lru_cache(maxsize=4096)
def _loose(text: str) -> tuple[bool, ...]:
    """For each character whether the dictionary leaves it standing alone. Forms repeat their texts, so some are kept."""
    return tuple(len(token) == 1 for token in _cut(text) for _char in token)


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
