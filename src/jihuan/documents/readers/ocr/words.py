"""Words that every form has. Where one fits and the model thought of it, too, a blurred character is taken for what it is in that word."""

from __future__ import annotations

from importlib.resources import files

from jihuan.core.vocabulary import LEVEL1, LEVEL2
from jihuan.documents.readers.ocr.recogniser import Reading
from jihuan.documents.recognise.words import printed_words

_PHRASES = files(__package__).joinpath("phrases.txt").read_text("utf-8").split()
"""What forms print in their cells again and again."""
_LEVELS = {f"{word}指标" for word in LEVEL1 | LEVEL2}
WORDS = frozenset(word for word in {*printed_words(), *_LEVELS, *_PHRASES} if len(word) > 1 and word.isalpha())
MAIMED = frozenset(part for word in WORDS for part in (word[1:], word[:-1]) if len(part) > 2) - WORDS
"""What is left of the words if their first or last character is lost."""
_BY_LENGTH = {
    length: [word for word in WORDS if len(word) == length] for length in sorted({len(word) for word in WORDS}, reverse=True)
}
_SURE = 1 / 3
"""Of the characters of a word: so much at least must read like it."""


def as_words(reading: Reading) -> tuple[Reading, bool]:
    """A reading with its blurred characters as in the words that they belong to, and whether any reads otherwise now."""
    blurred = {at for at, one in enumerate(reading) if one.hints}
    text = "".join(one.text for one in reading)
    if not blurred or len(text) != len(reading):
        return reading, False
    for start, end in _places(len(text), blurred):
        if text[start:end] in WORDS:
            blurred.difference_update(range(start, end))
    letters = list(text)
    for start, end in _places(len(text), blurred):
        fitting = [word for word in _BY_LENGTH[end - start] if _fits(word, reading[start:end])]
        if len(fitting) == 1 and not blurred.isdisjoint(range(start, end)):
            letters[start:end] = fitting[0]
            blurred.difference_update(range(start, end))
    if "".join(letters) == text:
        return reading, False
    return tuple(one._replace(text=letter) for one, letter in zip(reading, letters, strict=True)), True


def _places(length: int, blurred: set[int]) -> list[tuple[int, int]]:
    """Where words with a blurred character may stand, longest first; words of two characters stand alone."""
    return [
        (start, start + size)
        for size in _BY_LENGTH
        if size > 2 or length == 2
        for start in range(length - size + 1)
        if not blurred.isdisjoint(range(start, start + size))
    ]


def _fits(word: str, reading: Reading) -> bool:
    """Whether the model saw a word, or thought of it where it saw something else."""
    same = 0
    for letter, one in zip(word, reading, strict=True):
        if letter == one.text:
            same += 1
        elif letter not in one.hints:
            return False
    return _SURE * len(word) <= same < len(word)
