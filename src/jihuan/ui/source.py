"""The source beside the sheet: pages, lines or tables of the file, and the finder that says where in it a value stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from jihuan.core.document import Place
from jihuan.documents.layout import Cell, Layout, Paragraph, Table

FAR = 1e9
MOST_CELLS = 4000


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

    ``printed`` is for records: it narrows the place of a table or row to the cell with the same text.
    """

    filename: str
    pages: tuple[SourcePage, ...] = ()
    lines: tuple[str, ...] = ()
    blocks: tuple[SourceBlock, ...] = ()
    printed: tuple[tuple[str, str], ...] = ()


def printed(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Words of places and texts without spaces of the first cells of all tables, for records that know only their table or row."""
    cells = (cell for block in layout.blocks if isinstance(block, Table) for cell in block.cells if cell.text.strip())
    return tuple((keys((cell.place, *cell.more_places)), squeezed(cell.text)) for cell in islice(cells, MOST_CELLS))


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


def blocks(layout: Layout) -> tuple[SourceBlock, ...]:
    """Paragraphs and tables of a file without pages, in reading order."""
    return tuple(_block(block) for block in layout.blocks)


def _block(block: Paragraph | Table) -> SourceBlock:
    name = block.place.sheet or ""
    if isinstance(block, Paragraph):
        return SourceBlock(table=False, rows=((SourceCell(text=block.text, key=keys((block.place,))),),), name=name)
    rows: dict[int, list[SourceCell]] = {number: [] for number in range(block.rows)}
    for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
        shown = SourceCell(text=cell.text, key=keys((cell.place,)), rowspan=cell.rowspan, colspan=cell.colspan)
        rows.setdefault(cell.row, []).append(shown)
    return SourceBlock(table=True, rows=tuple(map(tuple, rows.values())), name=name)


class Locator:
    """Finds the cell of the layout where a value is printed: the same text, nearest to the place that the value carries."""

    def __init__(self, layout: Layout) -> None:
        self._same: dict[str, list[tuple[Place, ...]]] = defaultdict(list)
        self._near: dict[object, list[tuple[str, tuple[Place, ...]]]] = defaultdict(list)
        for block in layout.blocks:
            for part in block.cells if isinstance(block, Table) else (block,):
                places = (part.place, *part.more_places) if isinstance(part, Cell) else (part.place,)
                text = squeezed(part.text)
                if text:
                    self._same[text].append(places)
                    self._near[_container(part.place)].append((text, places))

    def __call__(self, text: str, near: Place | None) -> tuple[Place, ...]:
        wanted = squeezed(text)
        if near is None:
            return self._same[wanted][0] if len(self._same.get(wanted, ())) == 1 else ()
        found = [*self._same.get(wanted, []), *self._same.get(f"{wanted}%", [])] if wanted else []
        if not found and len(wanted) > 2:
            found = [places for printed, places in self._near[_container(near)] if wanted in printed]
        best = min(found, key=lambda places: _distance(places, near), default=None)
        return best if best is not None and _distance(best, near) < FAR else (near,)


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def _container(place: Place) -> object:
    return place.page or place.sheet or ("table", place.table) if place.line is None else "text"


def _distance(places: tuple[Place, ...], near: Place) -> float:
    return min(_gap(place, near) for place in places)


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
