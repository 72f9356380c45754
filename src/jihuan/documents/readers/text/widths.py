"""How wide text is and where a typesetter breaks it. Unit: half the width of a 汉字; or a character, for converters that count these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_UNIT = re.compile(r"[（【《“‘〔\[(]*(?:[!-~‰℃]+|.)[，。；：、？！）】》”’〕\])%％]*", re.DOTALL)
_INFINITE = 1e9


@lru_cache(maxsize=50_000)
def width(text: str) -> float:
    """Printed width: 汉字 and full-width signs 2, others 1, a space (which the typesetter made) a half."""
    return sum(0.5 if char == " " else 1 if char < "\u2000" else 2 for char in text)


@lru_cache(maxsize=50_000)
def first_unit(text: str) -> float:
    """Width of what cannot be parted at the start of a line: one 汉字 with its punctuation, or a Latin word."""
    match = _UNIT.match(text)
    return width(match.group()) if match else 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column's width: at least ``low`` (a line was that wide), below ``high`` (a word did not fit)."""

    low: float = 0.0
    high: float = _INFINITE
    counted: bool = False
    """Are lines broken after so many characters, whatever these are?"""

    def cost(self, lines: list[str]) -> float:
        """How badly these lines fit as one wrapped cell: lines too wide, or broken though the next word had room."""
        found = sum(map(self.excess, map(self.width, lines)))
        for line, after in pairwise(lines):
            found += self.shortfall(self.needed(line, after))
        return found

    def width(self, line: str) -> float:
        return len(line) if self.counted else width(line)

    def needed(self, line: str, after: str) -> float:
        """The width at which the line after this one would have begun in it."""
        return len(line) + 1 if self.counted else width(line) + first_unit(after)

    def excess(self, wide: float) -> float:
        if wide > self.high:
            return 2.0 + (wide - self.high)
        return 0.12 * max(0.0, wide - self.low - 0.5) if self.low else 0.0

    def shortfall(self, needed: float) -> float:
        room = self.low - needed
        return 0.0 if room < 0 else 2.0 + 0.7 * room

    def is_full(self, line: str) -> bool:
        """Has another character no room in the line?"""
        return self.width(line) + (1 if self.counted else 2) > self.low


def fit(cells: list[list[str]], *, counted: bool = False) -> Column:
    """The width that explains the wrapped lines of a column's cells with the least contradiction."""
    it = Column(counted=counted)
    lows = [it.width(line) for cell in cells for line in cell]
    highs = [it.needed(line, after) for cell in cells for line, after in pairwise(cell)]
    if not lows:
        return it
    best = min(
        sorted(set(lows)), key=lambda low: sum(w - low for w in lows if w > low) + sum(low - h + 1 for h in highs if h <= low)
    )
    above = [high for high in highs if high > best]
    return Column(best, min(above, default=_INFINITE), counted)
