"""How alike two texts are, by characters: no model, the same answer everywhere."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from math import isqrt

from jihuan.core.text import squeeze

_LONGEST = 2000
"""Characters looked at: enough for any cell, and bounded for any document."""


@lru_cache(maxsize=4096)
def bigrams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, without white space and punctuation; not to be changed."""
    letters = "".join(character for character in squeeze(text)[:_LONGEST] if character.isalnum())
    return Counter(a + b for a, b in zip(letters, letters[1:], strict=False))


def cosine(first: str, second: str) -> Decimal:
    """Likeness of two texts from 0 to 1: the cosine of their bigrams, to three decimals."""
    a, b = bigrams(first), bigrams(second)
    common = sum(count * b[pair] for pair, count in a.items())
    squares = sum(n * n for n in a.values()) * sum(n * n for n in b.values())
    return Decimal(common * 1000 // max(1, isqrt(squares))) / 1000


def common_part(first: str, second: str) -> str:
    """The longest run of characters that both texts contain."""
    a, b = first[:_LONGEST], second[:_LONGEST]
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return a[match.a : match.a + match.size]
