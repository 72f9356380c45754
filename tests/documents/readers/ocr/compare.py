"""How many cells of a scan agree with the print, and which of the others the reader asks somebody to look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from jihuan.documents.layout import SURE, Cell, Layout, Table

_SIGNS = re.compile("[≥≤><≧≦]")
_ASKED = re.compile(r"\s*[><＞＜—]")
"""Bare signs and dashes, which the reader always asks about."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Cells with text: all, those that read otherwise than printed, those of them that nobody was asked about, right ones flagged.

    ``signs``: cells with a comparison sign; ``signs_wrong`` and ``signs_missed``: with another one than printed, and not flagged.
    """

    cells: int = 0
    wrong: int = 0
    missed: int = 0
    needless: int = 0
    signs: int = 0
    signs_wrong: int = 0
    signs_missed: int = 0
    found: tuple[str, ...] = ()

    @property
    def right(self) -> float:
        """Percent."""
        return 100 * (self.cells - self.wrong) / max(self.cells, 1)

    def __add__(self, other: Score) -> Score:
        return Score(
            cells=self.cells + other.cells,
            wrong=self.wrong + other.wrong,
            missed=self.missed + other.missed,
            needless=self.needless + other.needless,
            signs=self.signs + other.signs,
            signs_wrong=self.signs_wrong + other.signs_wrong,
            signs_missed=self.signs_missed + other.signs_missed,
            found=self.found + other.found,
        )


def texts(layout: Layout) -> list[tuple[str, Cell]]:
    """The cells with text of all tables, in reading order; white space and the width of punctuation do not count."""
    cells = [cell for block in layout.blocks if isinstance(block, Table) for cell in block.cells]
    return [(text, cell) for cell in cells if (text := re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text)))]


def compare(printed: Layout, scan: Layout) -> Score:
    """How the cells of a scan agree with those of the print."""
    want, got = texts(printed), texts(scan)
    score = Score(cells=len(want), signs=sum(bool(_SIGNS.search(text)) for text, _ in want))
    matcher = SequenceMatcher(None, [text for text, _ in want], [text for text, _ in got], autojunk=False)
    lacking, rest = [], []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            score += _needless(cell for _text, cell in got[start:end])
        elif last - first == end - start:
            score += _pairs(want[first:last], got[start:end])
        else:
            lacking += [text for text, _ in want[first:last]]
            rest += got[start:end]
    for text in list(lacking):
        found = next((one for one in rest if one[0] == text), None)
        if found:
            lacking.remove(text)
            rest.remove(found)
            score += _needless([found[1]])
    return score + _differences(lacking, rest)


def _pairs(want: Sequence[tuple[str, Cell]], got: Sequence[tuple[str, Cell]]) -> Score:
    """As many cells as were printed, between two that are right: those that stand in the same places."""
    score = Score()
    for (text, _), (read, cell) in zip(want, got, strict=True):
        score += _difference(text, read, cell)
    return score


def _needless(cells: Iterable[Cell]) -> Score:
    """Right cells: those that are flagged, but for what the reader always asks about."""
    return Score(needless=sum(_flagged(cell) and not _ASKED.match(cell.text) for cell in cells))


def _differences(want: Sequence[str], got: Sequence[tuple[str, Cell]]) -> Score:
    """Cells that read otherwise, each beside the most similar one, and cells with signs that the print has not."""
    score, taken = Score(), set()
    for text in want:
        best = max(range(len(got)), key=lambda at: _similar(text, got[at][0]), default=None)
        read, cell = got[best] if best is not None and _similar(text, got[best][0]) > 0 else ("", None)
        taken.add(best)
        score += _difference(text, read, cell)
    for at, (read, cell) in enumerate(got):
        if at not in taken and _SIGNS.search(read):
            score += Score(signs_missed=not _flagged(cell), found=(f"+{read}",))
    return score


def _difference(text: str, read: str, cell: Cell | None) -> Score:
    missed = cell is None or not _flagged(cell)
    sign = _SIGNS.findall(text) != _SIGNS.findall(read)
    note = f"{text} → {read}{'' if missed else ' ?'}"
    return Score(wrong=1, missed=missed, signs_wrong=sign, signs_missed=sign and missed, found=(note,))


def _similar(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _flagged(cell: Cell) -> bool:
    return cell.confidence is not None and cell.confidence < SURE
