"""Tables without vertical lines (三线表): columns by the white between their texts, rows by what stands side by side. Always told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import SNAP, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line, around
from jihuan.documents.readers.pdf.rulings import Segment

_ALIGNED = 4.0
_SHORTEST = 150.0
_FEWEST = 3
"""So many lines, and so many columns, make a table."""
_MANY = 8
_GAPS = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
"""White between 汉字: running text has none."""
MERGED = 2
"""In so many columns at the left may cells be merged."""
_WHITE = 0.7
"""Of the height of a line: so wide is the white between two columns at least."""


def rules(rows: Iterable[Segment], grids: Sequence[Grid]) -> list[list[Segment]]:
    """Groups of lines of one length under each other that belong to no grid, three or more."""
    groups: list[list[Segment]] = []
    for line in sorted(rows):
        if line.end - line.start < _SHORTEST or any(grid.ys[0] - SNAP <= line.at <= grid.ys[-1] + SNAP for grid in grids):
            continue
        group = next((group for group in groups if _is_alike(group[0], line)), None)
        if group is None:
            groups.append([line])
        elif line.at - group[-1].at > SNAP:
            group.append(line)
    return [part for group in groups for part in _parts(group)]


def _parts(group: list[Segment]) -> list[list[Segment]]:
    """One table of each three lines, where their number says so; else all lines are those of one table."""
    if len(group) % _FEWEST or len(group) == _FEWEST:
        return [group] if len(group) >= _FEWEST else []
    return [group[at : at + _FEWEST] for at in range(0, len(group), _FEWEST)]


def _is_alike(a: Segment, b: Segment) -> bool:
    return abs(a.start - b.start) <= _ALIGNED and abs(a.end - b.end) <= _ALIGNED


def region(lines: list[Segment]) -> Rect:
    """What lies between the first and the last line."""
    return Rect(lines[0].start, lines[0].at, lines[0].end, lines[-1].at)


def has_columns(lines: list[Segment], pieces: Iterable[Line]) -> bool:
    """Whether texts stand side by side under the first line: the header of a table."""
    return len(_columns(_within(pieces, lines[0], lines[1]))) >= _FEWEST


def columns_alone(lines: list[Line]) -> Rect | None:
    """Where texts stand in columns without any line drawn: a header of four, and many lines with white between their texts."""
    if len(lines) < _MANY:
        return None
    gaps = [len(_GAPS.findall(line.text)) if " " in line.text else 0 for line in lines]
    if max(gaps, default=0) < _FEWEST or sum(map(bool, gaps)) < _MANY:
        return None
    return around([line for line, count in zip(lines, gaps, strict=True) if count])


def grid_of(lines: list[Segment], pieces: Iterable[Line]) -> Grid | None:
    """The grid of a table whose columns and rows are beyond doubt, empty yet; None otherwise."""
    mine = _within(pieces, lines[0], lines[-1])
    columns, header = _columns(mine), _within(mine, lines[0], lines[1])
    if len(columns) < _FEWEST or len(columns) != len(_columns(header)):
        return None
    edges = [lines[0].start, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), lines[0].end]
    levels = [lines[0].at]
    for above, below in pairwise(lines[1:]):
        starts = row_starts(_within(mine, above, below), edges)
        if not starts:
            return None
        levels += [above.at, *starts[1:]]
    levels.append(lines[-1].at)
    return assembled(levels, edges, _within(mine, lines[1], lines[-1]))


def assembled(levels: list[float], edges: list[float], body: list[Line], *, cut: bool = False) -> Grid | None:
    """The grid of the rows between these levels, the header's first; None where the names of merged cells fit no rows.

    Where the page may ``cut`` the table such names are left out, and the cells of their column are one without a name.
    """
    across = [Segment(at, edges[MERGED], edges[-1]) for at in levels]
    for left, right in pairwise(edges[: MERGED + 1]):
        crossed = _spans([piece for piece in body if 2 * left < piece.x0 + piece.x1 < 2 * right], levels[1:])
        if crossed is None and not cut:
            return None
        crossed = set(levels[2:-1]) if crossed is None else crossed
        across += [Segment(at, left, right) for at in levels if at not in crossed]
    down = [Segment(at, levels[0], levels[-1]) for at in edges]
    [grid] = find_grids(across, down)
    return grid


def _within(pieces: Iterable[Line], above: Segment, below: Segment) -> list[Line]:
    return [
        it
        for it in pieces
        if above.at < (it.y0 + it.y1) / 2 < below.at and above.start - _ALIGNED <= it.x0 and it.x1 <= above.end + _ALIGNED
    ]


def _columns(pieces: list[Line]) -> list[tuple[float, float]]:
    """Left and right end of each column: texts that no white parts from top to bottom."""
    found: list[tuple[float, float]] = []
    white = _WHITE * max((piece.y1 - piece.y0 for piece in pieces), default=0.0)
    for start, end in sorted((piece.x0, piece.x1) for piece in pieces):
        if found and start - found[-1][1] < white:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def row_starts(pieces: list[Line], edges: list[float]) -> list[float]:
    """Where each row begins: printed lines that fill at least half of the columns are rows, the others belong to the nearest one."""
    bands: list[tuple[float, float, set[int]]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0 + piece.y1):
        column = sum(piece.x0 + piece.x1 > 2 * edge for edge in edges) - 1
        if bands and bands[-1][0] < (piece.y0 + piece.y1) / 2 < bands[-1][1]:
            top, bottom, filled = bands[-1]
            bands[-1] = min(top, piece.y0), max(bottom, piece.y1), filled | {column}
        else:
            bands.append((piece.y0, piece.y1, {column}))
    rows = [at for at, (_, _, filled) in enumerate(bands) if 2 * len(filled) >= len(edges) - 1]
    if not rows:
        return []
    owner = [min(rows, key=lambda row: abs(bands[row][0] - top)) for top, _, _ in bands]
    return [bands[0][0]] + [(bands[at - 1][1] + bands[at][0]) / 2 for at in range(1, len(bands)) if owner[at] != owner[at - 1]]


def _spans(labels: list[Line], levels: list[float]) -> set[float] | None:
    """The borders between rows that merged cells of one column cross, where its texts stand at the middle of their rows.

    Empty where they do not but the first row has a text: the blank cells below go on. None where it has none.
    """
    middles: list[tuple[float, float]] = []
    for piece in sorted(labels, key=lambda piece: piece.y0):
        if middles and piece.y0 - middles[-1][1] < _WHITE * (piece.y1 - piece.y0):
            middles[-1] = middles[-1][0], piece.y1
        else:
            middles.append((piece.y0, piece.y1))
    crossed = _crossed([(top + bottom) / 2 for top, bottom in middles], levels)
    if crossed is None and middles and sum(middles[0]) / 2 < levels[1]:
        return set()
    return crossed


def _crossed(middles: list[float], levels: list[float]) -> set[float] | None:
    """The borders inside the merged cells whose middles these are, one below the other; None where they do not fill the rows."""
    crossed: set[float] = set()
    first = 0
    for middle in middles:
        ends = range(first + 1, len(levels))
        end = min(ends, key=lambda at: abs((levels[first] + levels[at]) / 2 - middle), default=None)
        if end is None or abs((levels[first] + levels[end]) / 2 - middle) > (levels[end] - levels[end - 1]) / 4:
            return None
        crossed.update(levels[first + 1 : end])
        first = end
    return crossed if first == len(levels) - 1 else None
