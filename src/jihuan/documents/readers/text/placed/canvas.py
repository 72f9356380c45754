"""Text that keeps its columns by spaces: words with their places on a grid of characters, headers over them, columns between."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple

from jihuan.documents.readers.text.lined.align import NEVER
from jihuan.documents.readers.text.lined.rows import Row, header_of, is_known
from jihuan.documents.recognise.words import BARE_NAMES, SHORT_LEVELS, fund_column, heading, is_container, label, plain
from jihuan.documents.recognise.words import column as sure_heading

_WORD = re.compile(r"\S+")
_CELL = re.compile(r"\S+(?: \S+)*")
_SPREAD = re.compile(r"(?<![^\s])[一-鿿](?: {1,2}[一-鿿]){2,7}(?![^\s])")
"""汉字 with a space between each two of them."""
_DEEPEST = 6
"""So many lines a header has at most."""
_MOST = 30
_LEFT_OUT = 2.0
"""Cost of a word of a header that belongs to no column."""
_FRAME = frozenset("年度中期总体绩效目标指评价项资金情况内容预算执行（）()万元\n")
_LONGEST_FRAME = 8
"""The letters of a frame (绩效目标) left of a header."""
_FEWEST_FUNDS = 2
_STRANGE = 0.5
"""Cost of a word in no column that no form prints."""
_UNKNOWN = 1.5
"""What a header's word that nobody knows speaks against it, in known ones."""


class Word(NamedTuple):
    """Text without a space: its line (counted from 0), where it begins and ends, in columns of characters."""

    y: int
    x0: float
    x1: float
    text: str

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Head:
    """A header: its lines (start, stop), and the text, meaning and extent of each column; ``funds``: above amounts."""

    start: int
    stop: int
    texts: tuple[str, ...]
    names: tuple[str, ...]
    spans: tuple[tuple[float, float], ...]
    funds: bool


def _places(text: str, wide: int) -> list[int]:
    """Where each character begins, and where the last one ends, 汉字 ``wide`` columns each."""
    return list(accumulate((1 if char < "\u2e80" and char not in "≥≤“”‘’…—·×" else wide for char in text), initial=0))


def cells_of(text: str, y: int, wide: int) -> list[Word]:
    """The words of a line that more than one space parts, 汉字 ``wide`` columns each."""
    xs = _places(text, wide)
    return [Word(y, xs[it.start()], xs[it.end()], it.group()) for it in _CELL.finditer(text)]


def words_of(text: str, y: int, wide: int, start: float = 0.0) -> list[Word]:
    """The words of a line that begins at ``start``, 汉字 ``wide`` columns each."""
    xs = _places(text, wide)
    spread = _SPREAD.sub(lambda it: it.group().replace(" ", "\0"), text)
    return [
        Word(y, start + xs[it.start()], start + xs[it.end()], it.group().replace("\0", "")) for it in _WORD.finditer(spread)
    ]


def head_at(lines: Sequence[Sequence[Word]], start: int) -> tuple[float, Head] | None:
    """The header that begins on this line, with as many of its lines as make the most words of the form, and how many."""
    best: tuple[float, Head] | None = None
    for stop in range(start + 1, min(start + _DEEPEST, len(lines)) + 1):
        found = _head([word for line in lines[start:stop] for word in line], start, stop)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best


def _head(words: Sequence[Word], start: int, stop: int) -> tuple[float, Head] | None:
    """How many of its words the form knows, and the header on these lines."""
    ways = (_mended(_parts(words, way)) for way in (_clusters, _ranked))
    found = [(named[0] - _STRANGE * _strangers(words, way), named[1]) for way in ways if (named := _named(way, start, stop))]
    return max(found, key=lambda way: way[0], default=None)


def _strangers(words: Sequence[Word], columns: Sequence[Sequence[Word]]) -> int:
    """How many words that no form prints are in no column."""
    placed = {word for column in columns for word in column}
    return sum(word not in placed and not is_known(word.text) for word in words)


def _parts(words: Sequence[Word], way: Callable[[Sequence[Word]], list[list[Word]]]) -> list[list[Word]]:
    """The columns of a header, without the word that stands over 一级, 二级, 三级; letters of a frame left of all are one column."""
    levels = [word.y for word in words if word.text in SHORT_LEVELS or heading(word.text) in ("level1", "level2")]
    over = [word for word in words if len(levels) > 1 and word.y < min(levels) and heading(word.text) == "level3"]
    columns = way([word for word in words if word not in over])
    letters = list(takewhile(lambda column: _is_frame("".join(word.text for word in column)), columns))
    rest = columns[len(letters) :]
    return [sorted(word for column in letters for word in column), *rest] if letters else rest


def _is_frame(text: str) -> bool:
    return not sure_heading(text) and not fund_column(text) and len(text) <= _LONGEST_FRAME and set(text) <= _FRAME


def _named(columns: Sequence[Sequence[Word]], start: int, stop: int) -> tuple[float, Head] | None:
    """What these columns mean as a header, and how many of them the form knows."""
    if not 2 <= len(columns) <= _MOST:
        return None
    texts = ["".join(word.text for word in column) for column in columns]
    spans = tuple((min(word.x0 for word in column), max(word.x1 for word in column)) for column in columns)
    bare = ["" if _is_frame(texts[0]) else texts[0], *texts[1:]]
    names = header_of(Row((start, stop), tuple(bare), (NEVER,) * len(texts)))
    if "level3" in names:
        texts = bare
    else:
        names = header_of(Row((start, stop), tuple(texts), (NEVER,) * len(texts))) or names
    funds = [fund_column(text) for text in texts]
    known = [bool(not text or heading(text) or text in SHORT_LEVELS or label(text)) for text in texts]
    if not names and len(texts) == 2 and plain(texts[0]) in BARE_NAMES and heading(texts[1]) == "target":
        names, known = ["level3", "target"], [True, True]
    if not names and sum(map(bool, funds)) >= _FEWEST_FUNDS:
        names = [name or "frame" for name in funds]
        known = [bool(not text or name or is_container(text) or label(text)) for name, text in zip(funds, texts, strict=True)]
    if not names:
        return None
    words = sum(len(column) for column, sure in zip(columns, known, strict=True) if sure)
    score = sum(known) - _UNKNOWN * (len(texts) - sum(known)) + 0.1 * (words - stop + start)
    return score, Head(start, stop, tuple(texts), tuple(names), spans, not header_of_levels(names))


def _ranked(words: Sequence[Word]) -> list[list[Word]]:
    """The words of the line with most of them as columns, each with those of the other lines that in their order go with it best."""
    lines = [list(line) for _y, line in groupby(sorted(words), lambda word: word.y)]
    base = max(range(len(lines)), key=lambda at: len(lines[at]))
    columns = [[word] for word in lines[base]]
    for at in sorted(range(len(lines)), key=lambda at: abs(at - base)):
        if at == base:
            continue
        for column, word in _beside(columns, lines[at]):
            columns[column].append(word)
            columns[column].sort()
    return columns


def _beside(columns: Sequence[Sequence[Word]], line: Sequence[Word]) -> list[tuple[int, Word]]:
    """Which column each word of a line goes with, in their order; words over several columns go with none."""
    best: list[list[tuple[float, tuple[tuple[int, Word], ...]]]] = [[(0.0, ())] * (len(columns) + 1)]
    for word in line:
        row = [(best[-1][0][0] + _LEFT_OUT, best[-1][0][1])]
        for at, column in enumerate(columns, 1):
            joined = best[-1][at - 1]
            skipped = best[-1][at]
            row.append(
                min(
                    (joined[0] + _fit(column, word), (*joined[1], (at - 1, word))),
                    (skipped[0] + _LEFT_OUT, skipped[1]),
                    row[-1],
                    key=lambda way: way[0],
                )
            )
        best.append(row)
    return list(best[-1][-1][1])


def _is_heading(words: Sequence[Word]) -> bool:
    text = "".join(word.text for word in sorted(words))
    return bool(heading(text) or fund_column(text))


def _fit(column: Sequence[Word], word: Word) -> float:
    """Cost of a word as part of a column's header."""
    before, after = _is_heading(column), _is_heading([*column, word])
    away = max(0.0, min(it.x0 for it in column) - word.x1, word.x0 - max(it.x1 for it in column))
    return 0.5 * min(away, 20.0) + (-1.5 if after and not before else 2.5 if before and not after else 0.0)


def header_of_levels(names: Sequence[str]) -> bool:
    """Are these the columns of indicators, not of amounts?"""
    return bool({"level3", "target", "actual", "description"} & set(names))


def _mended(columns: list[list[Word]]) -> list[list[Word]]:
    """Neighbours that only together are a word of the form made one: a converter prints two lines of a cell on one."""
    found: list[list[Word]] = []
    for column in columns:
        text = "".join(word.text for word in column)
        before = "".join(word.text for word in found[-1]) if found else ""
        known = [heading(it) or fund_column(it) for it in (before + text, before, text)]
        if found and known[0] and not all(known) and not (len(columns) == 2 and is_container(before)):
            found[-1] = [*found[-1], *column]
        else:
            found.append(column)
    return found


def _clusters(words: Sequence[Word]) -> list[list[Word]]:
    """Words one under the other, from left to right; where several stand beside each other under one, that one is left out."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.x0, word.y)):
        if groups and word.x0 < max(other.x1 for other in groups[-1]):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [part for group in groups for part in _parted(group)]


def _parted(group: list[Word]) -> list[list[Word]]:
    """A group of words as its columns: those of the line with most words, each with what stands over or under it alone."""
    rows = [list(row) for _y, row in groupby(sorted(group), lambda word: word.y)]
    base = max(rows, key=len)
    if len(base) == 1:
        return [sorted(group)]
    columns = [[word] for word in base]
    for row in rows:
        for word in row if row is not base else ():
            under = [column for column in columns if word.x0 < column[0].x1 and column[0].x0 < word.x1]
            if len(under) == 1 and not (_is_heading([word]) and _is_heading(under[0]) and not _is_heading([word, *under[0]])):
                under[0].append(word)
    return [sorted(column) for column in columns]
