"""Tables whose rows are parted by lines, but whose columns only by white: these are told section by section. Always told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jihuan.core.text import squeeze
from jihuan.documents.readers.pdf.grid import GAP, SNAP, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.rulings import Segment
from jihuan.documents.readers.pdf.white import Ends, columns_of, widened
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import is_printed

_ALIGNED = 4.0
_FEWEST = 5
"""So many lines at least; fewer are those of a table with a line above and below its header only (unruled)."""
_NARROWEST = 150.0
_FEWEST_COLUMNS = 3
_NEAR = 1.3
"""Of the height of a line: so close to its line stands the text of a row."""


@dataclass(slots=True)
class Stripes:
    """The lines of one such table: ``levels`` from the top, each with the stretches that are drawn and where these were begun."""

    left: float
    right: float
    levels: list[tuple[float, list[Ends]]] = field(default_factory=list)
    cuts: list[set[float]] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """Rows with the same columns: the first and the last one, and their texts."""

    first: int
    last: int
    pieces: list[Line]
    columns: list[Ends]


def stripes(rows: Iterable[Segment]) -> list[Stripes]:
    """Stacks of five lines or more that end at one side."""
    levels: list[tuple[float, list[Segment]]] = []
    for line in sorted(rows):
        if levels and line.at - levels[-1][0] <= SNAP:
            levels[-1][1].append(line)
        else:
            levels.append((line.at, [line]))
    drawn = [(at, lines, _merged(lines)) for at, lines in levels]
    ends: dict[int, list[Ends]] = defaultdict(list)
    for _at, _lines, stretches in drawn:
        for start, end in stretches:
            ends[round(end / _ALIGNED)].append((start, end))
    tables: list[Stripes] = []
    for some in sorted(ends.values(), key=lambda some: min(some)[0] - some[0][1]):  # the widest first
        left, right = min(some)[0], some[0][1]
        if (
            len(some) >= _FEWEST
            and right - left >= _NARROWEST
            and not any(it.left < right and left < it.right for it in tables)
        ):
            tables.append(_within(drawn, left, right))
    return [table for table in tables if len(table.levels) >= _FEWEST]


def _within(drawn: list[tuple[float, list[Segment], list[Ends]]], left: float, right: float) -> Stripes:
    table = Stripes(left, right)
    for at, lines, stretches in drawn:
        mine = [(start, end) for start, end in stretches if start >= left - _ALIGNED and end <= right + _ALIGNED]
        if mine:
            table.levels.append((at, mine))
            table.cuts.append({line.start for line in lines if left + _ALIGNED < line.start < right - _ALIGNED})
    return table


def _merged(lines: list[Segment]) -> list[Ends]:
    found: list[Ends] = []
    for start, end in sorted((line.start, line.end) for line in lines):
        if found and start - found[-1][1] <= GAP:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def parted(table: Stripes, pieces: Iterable[Line]) -> list[Stripes]:
    """The tables above and below each title that stands between two lines."""
    bands = _bands(table, pieces)
    titles = [row for row, band in enumerate(bands) if any(is_title(squeeze(line.text)) for line in to_lines(band))]
    parts = []
    for first, last in pairwise([-1, *titles, len(bands)]):
        part = Stripes(table.left, table.right, table.levels[first + 1 : last + 1], table.cuts[first + 1 : last + 1])
        parts += [part] if len(part.levels) >= _FEWEST_COLUMNS else []
    return parts


def striped_grid(table: Stripes, pieces: Iterable[Line], known: Sequence[Sequence[float]] = ()) -> Grid | None:
    """The grid of such a table, empty yet; None where no row of it has three columns, or text of its rows runs over the white.

    ``known`` are lines between the columns on several pages; rows whose texts stand between them have the same ones.
    """
    pieces = list(pieces)
    _add_first_row(table, pieces)
    sections = _sections(_bands(table, pieces))
    widest = max((len(section.columns) for section in sections), default=0)
    if widest < _FEWEST_COLUMNS or not _are_certain(sections):
        return None
    down: list[Segment] = []
    for section in sections:
        top, bottom = table.levels[section.first][0], table.levels[section.last + 1][0]
        starts = {start for level in table.cuts[section.first : section.last + 2] for start in level}
        edges = next((edges for edges in known if _fits(section, edges)), _edges(section.columns, starts))
        down += [Segment(edge, top, bottom) for edge in edges]
    ends = table.levels[0][0], table.levels[-1][0]
    down += [Segment(table.left, *ends), Segment(table.right, *ends)]
    across = [Segment(at, start, end) for at, stretches in table.levels for start, end in stretches]
    across += [Segment(at, table.left, table.right) for at in ends]
    grids = find_grids(across, down)
    return grids[0] if len(grids) == 1 else None


def outer_rows(table: Stripes, pieces: Iterable[Line]) -> tuple[list[Line], list[Ends], bool]:
    """The texts of the first rows with the same columns, the columns of the last ones, and whether these are the same rows."""
    sections = _sections(_bands(table, pieces))
    return sections[0].pieces, sections[-1].columns, len(sections) == 1


def _add_first_row(table: Stripes, pieces: list[Line]) -> None:
    """A first row without a line above it, as browsers print it: texts side by side close above the first line."""
    top = table.levels[0][0]
    above = [it for it in pieces if table.left - _ALIGNED <= it.x0 and it.x1 <= table.right + _ALIGNED and it.y1 <= top + 1]
    row: list[Line] = []
    reach = top
    for piece in sorted(above, key=lambda piece: -piece.y1):
        if reach - piece.y1 > _NEAR * (piece.y1 - piece.y0):
            break
        row.append(piece)
        reach = min(reach, piece.y0)
    columns = len(columns_of(row))
    if columns >= _FEWEST_COLUMNS or (columns > 1 and any(is_printed(piece.text) for piece in row)):
        table.levels.insert(0, (reach - 1, [(table.left, table.right)]))
        table.cuts.insert(0, set())


def _bands(table: Stripes, pieces: Iterable[Line]) -> list[list[Line]]:
    """The texts between each line and the next one."""
    bands: list[list[Line]] = [[] for _ in table.levels[1:]]
    levels = [at for at, _ in table.levels]
    for piece in pieces:
        middle = (piece.y0 + piece.y1) / 2
        if table.left - _ALIGNED <= piece.x0 and piece.x1 <= table.right + _ALIGNED and levels[0] < middle < levels[-1]:
            bands[sum(at <= middle for at in levels) - 1].append(piece)
    return bands


def _sections(bands: list[list[Line]]) -> list[_Section]:
    """Rows one below the other whose columns do not run into each other."""
    sections: list[_Section] = []
    for row, pieces in enumerate(bands):
        columns = columns_of(pieces)
        last = sections[-1] if sections else None
        both = widened(last.columns, pieces) if last else None
        spaced = last is not None and min(len(last.columns), row - last.first) >= _FEWEST_COLUMNS  # a text may have white in it
        if last and both and len(both) >= max(len(last.columns), len(columns) - spaced):
            last.last, last.pieces, last.columns = row, [*last.pieces, *pieces], both
        else:
            sections.append(_Section(row, row, pieces, columns))
    return sections


def _are_certain(sections: list[_Section]) -> bool:
    """Whether rows with other columns than those above begin with a label: columns too tight would part rows from each other."""
    pairs = ((above, below) for above, below in pairwise(sections) if len(above.columns) > 2 < len(below.columns))
    return all(any(is_printed(piece.text) for piece in below.pieces) for _, below in pairs)


def _fits(section: _Section, known: Sequence[float]) -> bool:
    """Whether the texts of some rows stand between these lines, most columns with a text."""
    columns = {sum(edge < (piece.x0 + piece.x1) / 2 for edge in known) for piece in section.pieces}
    crossed = any(piece.x0 + 1 < edge < piece.x1 - 1 for piece in section.pieces for edge in known)
    return not crossed and len(columns) >= len(section.columns) >= _FEWEST_COLUMNS


def _edges(columns: list[Ends], starts: set[float]) -> list[float]:
    """A line between each two columns: where one was begun in the white between them, or in the middle of it."""
    edges = []
    for (_, before), (after, _) in pairwise(columns):
        known = [start for start in starts if before - 1 <= start <= after + 1]
        edges.append(min(known) if known else (before + after) / 2)
    return edges
