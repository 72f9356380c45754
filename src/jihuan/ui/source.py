"""The source beside the sheet: pages, lines or tables of the file, and the finder that says where in it a value stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from jihuan.core.document import Place
from jihuan.documents.layout import Cell, Layout, Paragraph, Table

FAR = 1e9
MOST_CELLS, MOST_ROWS, MOST_LINES = 4000, 600, 2000
"""What is shown at once of a file without pages, at most."""
MANY = 64
"""Of more cells with one text only those that stand around the value are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A rendered page; width and height in points, ``href`` of its image."""

    number: int
    width: float
    height: float
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCell:
    """A cell of a table or a passage of text on screen, found again by ``key``."""

    text: str
    key: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlock:
    """A paragraph (one row of one cell) or a table; ``name`` is the sheet it stands on."""

    table: bool
    rows: tuple[tuple[SourceCell, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """What the panel shows: images of pages, numbered lines of a text, or blocks of a Word, Excel or HTML file.

    Of a long file only a stretch: its rows or lines from ``first`` up to ``last``, of ``count``. ``printed`` is for records: it
    narrows the place of a table or row to the cell with the same text.
    """

    filename: str
    pages: tuple[SourcePage, ...] = ()
    lines: tuple[str, ...] = ()
    blocks: tuple[SourceBlock, ...] = ()
    printed: tuple[tuple[str, str], ...] = ()
    first: int = 0
    last: int = 0
    count: int = 0


def printed(layout: Layout, rows: range | None = None) -> tuple[tuple[str, str], ...]:
    """Words of places and texts without spaces of the first cells of all tables, for records that know only their table or row.

    ``rows``: only of these rows of the file.
    """
    parts = (part for number, part in _numbered(layout) if rows is None or number in rows)
    cells = (part for part in parts if isinstance(part, Cell) and part.text.strip())
    return tuple((keys((cell.place, *cell.more_places)), squeezed(cell.text)) for cell in islice(cells, MOST_CELLS))


def stretch(count: int, most: int, first: int) -> range:
    """What is shown of ``count`` rows or lines: all, or ``most`` of them from ``first`` on, fewer nowhere."""
    first = max(0, min(first, count - most))
    return range(first, min(first + most, count))


def rows_of(layout: Layout) -> int:
    """Rows of a file without pages: those of its tables, and one for each paragraph."""
    return sum(map(_height, layout.blocks))


def row_at(layout: Layout, word: str) -> int:
    """The row of the place that ``key`` gave a word, from 0; the first for a word that is none of this file's."""
    start = f"{word.rstrip(':')}:" if word.endswith(":") else None
    here = (number for number, part in _numbered(layout) if _is_at(part.place, word, start))
    return next(here, 0)


def _is_at(place: Place, word: str, start: str | None) -> bool:
    name = key(place)
    return name == word or (start is not None and name.startswith(start))


def _height(block: Paragraph | Table) -> int:
    return block.rows if isinstance(block, Table) else 1


def _numbered(layout: Layout) -> Iterator[tuple[int, Cell | Paragraph]]:
    """Every cell and paragraph with the row of the file that it stands in."""
    above = 0
    for block in layout.blocks:
        for part in block.cells if isinstance(block, Table) else (block,):
            yield above + (part.row if isinstance(part, Cell) else 0), part
        above += _height(block)


def key(place: Place) -> str:
    """A place as a short word that page and script share: ``page:3:72,90,140,110``, ``line:192-202``, ``sheet:表一:D7`` …"""
    if place.page is not None and place.bbox is not None:
        return f"page:{place.page}:" + ",".join(f"{value:.1f}" for value in place.bbox)
    if place.line is not None:
        return f"line:{place.line[0]}-{place.line[1]}"
    if place.sheet is not None:
        return f"sheet:{place.sheet}:{place.cell or ''}"
    if place.table is not None:
        return f"table:{place.table}:{place.row or ''}:{place.column or ''}"
    if place.paragraph is not None:
        return f"paragraph:{place.paragraph}"
    return f"page:{place.page}" if place.page is not None else ""


def keys(places: Iterable[Place]) -> str:
    """Several places, separated by spaces (spaces inside a key become "␠")."""
    return " ".join(word.replace(" ", "␠") for word in map(key, places) if word)


def blocks(layout: Layout, rows: range | None = None) -> tuple[SourceBlock, ...]:
    """Paragraphs and tables of a file without pages, in reading order; ``rows``: only these rows of the file."""
    found, above = [], 0
    for block in layout.blocks:
        height = _height(block)
        inside = range(height) if rows is None else range(max(rows.start - above, 0), min(rows.stop - above, height))
        if inside:
            found.append(_block(block, inside))
        above += height
    return tuple(found)


def _block(block: Paragraph | Table, shown: range) -> SourceBlock:
    """A cell that begins above the shown rows stands in the first of them."""
    name = block.place.sheet or ""
    if isinstance(block, Paragraph):
        return SourceBlock(table=False, rows=((SourceCell(text=block.text, key=keys((block.place,))),),), name=name)
    rows: dict[int, list[SourceCell]] = {number: [] for number in shown}
    seen = (cell for cell in block.cells if cell.row < shown.stop and cell.row + cell.rowspan > shown.start)
    for top, cell in sorted(((max(cell.row, shown.start), cell) for cell in seen), key=lambda at: (at[0], at[1].column)):
        left = cell.row + cell.rowspan - top
        if top in rows:
            rows[top].append(SourceCell(text=cell.text, key=keys((cell.place,)), rowspan=left, colspan=cell.colspan))
    return SourceBlock(table=True, rows=tuple(map(tuple, rows.values())), name=name)


class Locator:
    """Finds the cell of the layout where a value is printed: the same text, nearest to the place that the value carries."""

    def __init__(self, layout: Layout) -> None:
        self._same: dict[str, list[tuple[Place, ...]]] = defaultdict(list)
        self._near: dict[object, list[tuple[str, tuple[Place, ...]]]] = defaultdict(list)
        for part in layout.cells():
            places = (part.place, *part.more_places) if isinstance(part, Cell) else (part.place,)
            text = squeezed(part.text)
            if text:
                self._same[text].append(places)
                self._near[_container(part.place)].append((text, places))
        self._sorted: dict[str, list[tuple[Place, ...]]] = {}

    def __call__(self, text: str, near: Place | None) -> tuple[Place, ...]:
        wanted = squeezed(text)
        if near is None:
            return self._same[wanted][0] if len(self._same.get(wanted, ())) == 1 else ()
        found = [*self._same.get(wanted, []), *self._same.get(f"{wanted}%", [])] if wanted else []
        if not found and len(wanted) > 2:
            found = [places for printed, places in self._near[_container(near)] if wanted in printed]
        elif len(found) > MANY:
            found = self._around(wanted, found, near)
        best = min(found, key=lambda places: _distance(places, near), default=None)
        return best if best is not None and _distance(best, near) < FAR else (near,)

    def _around(self, wanted: str, found: list[tuple[Place, ...]], near: Place) -> list[tuple[Place, ...]]:
        """Those of very many equal texts that stand next to ``near`` in reading order."""
        if wanted not in self._sorted:
            self._sorted[wanted] = sorted(found, key=lambda places: _order(places[0]))
        row = self._sorted[wanted]
        at = bisect_left(row, _order(near), key=lambda places: _order(places[0]))
        return row[max(0, at - MANY // 2) : at + MANY // 2]


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def _order(place: Place) -> tuple[int, int, str, float]:
    """Where a place stands in reading order: page, table, sheet, and how far down."""
    down = place.bbox[1] if place.bbox else place.line[0] if place.line else place.row or _row(place.cell)
    return place.page or 0, place.table or 0, place.sheet or "", down


def _container(place: Place) -> object:
    return place.page or place.sheet or ("table", place.table) if place.line is None else "text"


def _distance(places: tuple[Place, ...], near: Place) -> float:
    return min(_gap(place, near) for place in places)


def beside(one: Place, two: Place) -> bool:
    """Whether two places are in the same row or lines, or overlap from top to bottom on one page."""
    return _gap(one, two) < 1


def _gap(one: Place, two: Place) -> float:
    """How far apart two places are, downwards first; FAR where they cannot be compared."""
    if one.bbox and two.bbox and one.page is not None and two.page is not None:
        return abs(one.page - two.page) * 1000 + _between(one.bbox[1], one.bbox[3], two.bbox[1], two.bbox[3])
    if one.line and two.line:
        return _between(*one.line, *two.line)
    if one.sheet is not None and two.sheet is not None:
        return abs(_row(one.cell) - _row(two.cell)) if one.sheet == two.sheet else FAR
    if one.table is not None and two.table is not None:
        return abs(one.table - two.table) * 1000 + abs((one.row or 0) - (two.row or 0))
    return FAR


def _between(start: float, end: float, other_start: float, other_end: float) -> float:
    """Distance of two spans; a little for spans that touch but do not cover each other's middle."""
    middle, other = (start + end) / 2, (other_start + other_end) / 2
    overlap = min(end, other_end) - max(start, other_start)
    return abs(middle - other) / 1000 if overlap > 0 else -overlap + 1


def _row(cell: str | None) -> int:
    digits = re.search(r"\d+", cell or "")
    return int(digits.group()) if digits else 0
