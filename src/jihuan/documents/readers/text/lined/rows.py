"""Rows printed as one line each, in pieces: which of them are words of the form, and which make a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.labels import HEAD, annual
from jihuan.documents.readers.text.lined.align import NEVER, Arranged, Placed, arrange, cost
from jihuan.documents.recognise.words import (
    BARE_NAMES,
    SHORT_LEVELS,
    column,
    field_of,
    fund_column,
    heading,
    is_container,
    key,
    label,
    plain,
)

LIMIT = 9.0
"""A line that costs more is no row of the indicator table."""
_LABEL_PIECES = 8
_LIKELY = 4.0
"""A likely cell costs no more."""
_LEVEL_WORD = re.compile(r"[一-鿿]{2,10}")
_LEVELS = ("level1", "level2", "level3")
_UPPER = frozenset(("level1", "level2", "category"))
_MONEY = re.compile(r"[\d,]+\.\d\d")
_POINTS = ("weight", "score")
_WIDE = 4


FIGURE = re.compile(r"[≥≤=]?[\d,]*\.?\d+(?:[%％]|万元|亿元|元|分)?|[/—–-]+|\d{1,2}月[底末]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row in pieces. ``joins[i]`` is the cost of piece i in one cell with the piece before it."""

    line: tuple[int, int]
    pieces: tuple[str, ...]
    joins: tuple[float, ...]
    glued: bool = False
    """Nothing stood between the cells: they were told apart by what they say."""
    cuts: frozenset[int] = frozenset()
    """The pieces that nothing parts from the one before."""

    @property
    def sure(self) -> bool:
        """Does every piece stand for one cell?"""
        return all(join >= NEVER for join in self.joins[1:])

    def text(self, start: int, stop: int) -> str:
        """The printed text of some pieces."""
        parts = [self.pieces[start]]
        for at in range(start + 1, stop):
            parts += ["" if at in self.cuts else " ", self.pieces[at]]
        return "".join(parts)

    def is_alone(self, start: int, stop: int) -> bool:
        """Do these pieces stand between separators?"""
        return not {start, stop} & self.cuts


def is_known(text: str) -> bool:
    """Is it a printed word of the form?"""
    return bool(heading(text) or label(text) or fund_column(text) or is_container(text))


def cells_of(row: Row) -> list[tuple[str, bool]]:
    """The cells of a row of labels and values: words of the form, known, and what stands between them."""
    found: list[tuple[str, bool]] = []
    waiting: list[int] = []
    short = sum(piece in SHORT_LEVELS for piece in row.pieces) > 1
    apart = row.sure or _has_levels(row.pieces)
    at = 0
    while at < len(row.pieces):
        stop = next((end for end in range(min(at + _LABEL_PIECES, len(row.pieces)), at, -1) if _is_word(row, at, end)), 0)
        stop = at + 1 if short and row.pieces[at] in SHORT_LEVELS else stop
        if stop:
            found += [*_values(row, waiting, apart=apart), (row.text(at, stop), True)]
            waiting, at = [], stop
        else:
            waiting.append(at)
            at += 1
    return found + _values(row, waiting, apart=apart)


def _is_word(row: Row, start: int, stop: int) -> bool:
    return all(join < NEVER for join in row.joins[start + 1 : stop]) and is_word(row.pieces[start:stop])


def is_word(pieces: Sequence[str]) -> bool:
    """Are these pieces one word of the form? Several pieces only where they are one for sure and not each a word."""
    if len(pieces) == 1:
        return is_known(pieces[0])
    whole = "".join(pieces)
    return bool(column(whole) or key(whole)) and not all(is_known(piece) for piece in pieces)


def _has_levels(texts: Sequence[str]) -> bool:
    """Do 一级指标 and 二级指标 stand among these, so that every text is a header?"""
    return {"level1", "level2"} <= {SHORT_LEVELS.get(text) or (column(text) if text[-1:] == "标" else None) for text in texts}


def _values(row: Row, waiting: list[int], *, apart: bool) -> list[tuple[str, bool]]:
    """Neighbouring pieces that are no words of the form: figures are cells of their own, words one text unless all stand ``apart``."""
    if not waiting:
        return []
    pieces = row.pieces[waiting[0] : waiting[-1] + 1]
    if apart or all(FIGURE.fullmatch(piece) for piece in pieces):
        return [(piece, False) for piece in pieces]
    return [(row.text(waiting[0], waiting[-1] + 1), False)]


def header_of(row: Row) -> list[str]:
    """What the columns mean whose header this row is; empty where it is none. A frame at the left is "frame"."""
    cells = cells_of(row)
    names = named([text for text, _known in cells], [known for _text, known in cells])
    roles = {name for (text, _known), name in zip(cells, names, strict=True) if name and (heading(text) or name in _LEVELS)} - {
        "aside",
        "cause",
    }
    enough = len(roles) >= 3 and roles & {"level3", "target", "actual", "description"} or {"level3", "target"} <= roles
    strange = [text for (text, known), name in zip(cells, names, strict=True) if text and not known and name not in _LEVELS]
    framed = {"level1", "level2"} <= roles and len(cells) >= _WIDE and all(map(HEAD.fullmatch, strange))
    if not framed and (not enough or len(strange) > 1):
        return []
    if framed and "level3" not in roles and strange:
        names[[text for text, _known in cells].index(strange[0])] = "level3"
    return [
        name or ("frame" if not text or is_container(text) else "strange" if framed else "aside")
        for (text, _known), name in zip(cells, names, strict=True)
    ]


def named(texts: Sequence[str], known: Sequence[bool]) -> list[str | None]:
    """The meanings of a header's cells; what a bare word (绩效指标, 一级) means there its neighbours say."""
    names = [
        heading(text) or (field_of(text) if sure and not is_container(text) else None)
        for text, sure in zip(texts, known, strict=True)
    ]
    if sum(text in SHORT_LEVELS or name in _UPPER for text, name in zip(texts, names, strict=True)) > 1:
        names = [SHORT_LEVELS.get(text, name) for text, name in zip(texts, names, strict=True)]
    if names[:1] == ["target"] and {"level1", "target"} <= set(names[1:]) and is_container(texts[0]):
        names[0] = None  # 年度指标 at the left of all
    for at, text in enumerate(texts):
        if plain(text) in BARE_NAMES and (
            set(names[:at]) & _UPPER or ("target" in names[at:] and not set(names) & {*_UPPER, "level3"})
        ):
            names[at] = "level3"
    return names


def _fit(pieces: Sequence[str], columns: Sequence[str]) -> bool:
    """Is each piece by itself a likely cell of its column, if words are let pass for levels that nobody knows?"""
    return all(
        cost(name, piece) <= _LIKELY
        or (name in _LEVELS and _LEVEL_WORD.fullmatch(piece) and not (is_level1(piece) or is_level2(piece)))
        for piece, name in zip(pieces, columns, strict=True)
    )


def arranged(row: Row, columns: Sequence[str]) -> tuple[Row, Arranged | None]:
    """The cells of a row under these columns, None where it is no such row; blank cells at its end may be padding."""
    count = next((at for at in range(len(row.pieces), 0, -1) if row.pieces[at - 1]), 0)
    bare = replace(row, pieces=row.pieces[:count], joins=row.joins[:count])
    ways = [(it, found) for it in (row, bare) if (found := arrange(it.pieces, it.joins, columns)) and found.cost <= LIMIT]
    best = min(ways, key=lambda way: way[1].cost, default=(row, None))
    if row.sure and (counted := _counted(row, columns)) and (best[1] is None or counted.cost < best[1].cost):
        return row, counted
    if len(row.pieces) == len(columns) and (not ways if row.sure else not row.glued and _fit(row.pieces, columns)):
        cells = tuple(Placed(at, at, at + 1) for at in range(len(columns)))
        if not best[1] or best[1].cells != cells:
            return row, Arranged(cells, LIMIT, (NEVER if row.sure else 0.0,) * len(columns))
    return best


def _counted(row: Row, columns: Sequence[str]) -> Arranged | None:
    """The cells of a row one by one in the last columns, where only its first ones are merged with those above: then it begins
    with the level of its first column, or with a name, and has figures where points stand."""
    first = len(columns) - len(row.pieces)
    merged = [*takewhile(lambda name: name not in ("level3", "target"), columns)]
    text = row.pieces[0] if row.pieces else ""
    if not 0 <= first <= len(merged) or (first == 0 and columns[0] not in ("level1", "name")):
        return None
    begins = {"level1": is_level1(text), "level2": is_level2(text)}
    pairs = [*zip(row.pieces, columns[first:], strict=True)]
    points = all(cost(name, piece) < LIMIT for piece, name in pairs if name in _POINTS)
    if not points or not begins.get(columns[first], first in (0, len(merged)) and not any(begins.values())):
        return None
    cells = tuple(Placed(first + at, at, at + 1) for at in range(len(row.pieces)))
    price = sum(min(cost(name, piece), _LIKELY) for piece, name in pairs)
    return Arranged(cells, min(price, LIMIT), (NEVER,) * len(cells))


def placed(row: Row, columns: Sequence[str]) -> tuple[Row, Arranged | None]:
    """The cells of a row as ``arranged``; where a header names everything twice, a row with one name belongs to its last columns,
    and in a list of projects a row may have nothing but a sum."""
    whole, half = arranged(row, columns), annual(columns)
    own = next((at for at, name in enumerate(columns) if name in _LEVELS), 0)
    if "total" in columns[:own] and _MONEY.fullmatch(row.pieces[-1]):
        way, found = arranged(row, columns[:own])
        if found and (whole[1] is None or found.cost < whole[1].cost):
            return way, found
    way, found = arranged(row, [columns[at] for at in half]) if half else whole
    if not half or found is None or (whole[1] and whole[1].cost <= found.cost):
        return whole
    return way, found._replace(cells=tuple(cell._replace(column=half[cell.column]) for cell in found.cells))
