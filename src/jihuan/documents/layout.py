"""The one table model that all readers share: a file as paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from jihuan.core.document import Place, Problem
from jihuan.core.records import record

SURE = 0.9
"""The least ``confidence`` of a text that needs no second look. It is None where the text was in the file, 0 to 1 where it was
pixels or where cells printed without anything between them were told apart."""
UNKNOWN = 0.0
"""The ``confidence`` of an empty cell that has a text in the file, which one nobody knows."""


@record(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text outside tables. ``text`` has its soft line breaks joined; ``heading`` is the outline level where known."""

    text: str
    place: Place
    heading: int | None = None
    confidence: float | None = None


@record(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table grid. row and column count from 0; ``text`` keeps printed line breaks as "\\n".

    A cell that a page break cut in two is one cell; ``place`` is its first part, ``more_places`` the others.
    """

    row: int
    column: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    more_places: tuple[Place, ...] = ()
    confidence: float | None = None


@record(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table: cells do not overlap; together they need not cover the grid."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    place: Place


Block = Paragraph | Table


@record(frozen=True, slots=True, kw_only=True)
class Page:
    """Size of a page in points, as displayed (after rotation)."""

    width: float
    height: float


@record(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file as its reader saw it. ``embedded`` is the interchange JSON that our own writers put inside PDF and DOCX."""

    media_type: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()
    embedded: bytes | None = None
    names: tuple[str, ...] = field(default=())
    """Titles that belong to the file and not to a block: sheet names, PDF title."""

    def cells(self) -> Iterator[Paragraph | Cell]:
        """Every paragraph and every cell of a table, in the order of the file."""
        for block in self.blocks:
            yield from block.cells if isinstance(block, Table) else (block,)
