"""Tables without any line, known by the words of their header; columns by white, rows by what stands side by side. Always told."""

from __future__ import annotations

import re
from itertools import pairwise

from jihuan.core.text import squeeze
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Grid
from jihuan.documents.readers.pdf.lines import Line, around
from jihuan.documents.readers.pdf.unruled import MERGED, assembled, row_starts
from jihuan.documents.readers.pdf.white import columns_of, widened
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import heading

BARE_HEADER = re.compile(r"(?:级指标|指标名称)\s+\S{0,6}(?:指标|值|解释|说明|描述|性质|权重)")
"""What the text of a page with such a table has in its header."""
_FEWEST = 3
_FAR = 3.0
"""Of the height of a line: so far below the row before stands no row."""
_NEAR = 0.6
"""Of the height of a line: so close stand the lines of one title."""
_SIDE = 4.0
_Band = list[Line]


def bare_grids(pieces: list[Line]) -> tuple[list[Grid], list[Rect], list[Line]]:
    """Such tables with their texts, where tables stand whose columns or rows are not certain, and the texts in no table."""
    bands = _bands(pieces)
    heads = [at for at, band in enumerate(bands) if sum(heading(piece.text) is not None for piece in band) >= _FEWEST]
    grids, unread = [], []
    for at, after in pairwise([*heads, len(bands)]):
        head, first = _header(bands, at)
        columns, rows, rest = _columns(head, bands[first:after])
        grid = _grid(head, columns, rows) if len(columns) >= _FEWEST and rows else None
        if grid:
            grids.append(grid)
            pieces = _put(grid, pieces)
        lost = [piece for band in (rest if grid else [*rows, *rest]) for piece in band]
        if lost and (not grid or any(len(columns_of(band)) >= _FEWEST for band in rest)):
            unread.append(around(lost))
    return grids, unread, pieces


def _put(grid: Grid, pieces: list[Line]) -> list[Line]:
    """Put texts into their boxes, but none into a box of merged levels that would hold several names; the rest."""
    rest: list[Line] = []
    for piece in pieces:
        box = grid.box_at((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        (box.pieces if box else rest).append(piece)
    for box in grid.owner[-1][:MERGED]:
        if box.row == 1 and box.rowspan > 1:
            rest += box.pieces
            box.pieces = []
    grid.unruled = True
    return rest


def _bands(pieces: list[Line]) -> list[_Band]:
    """What stands side by side, from the top."""
    bands: list[_Band] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0 + piece.y1):
        if bands and any(other.y0 < (piece.y0 + piece.y1) / 2 < other.y1 for other in bands[-1]):
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return bands


def _header(bands: list[_Band], at: int) -> tuple[_Band, int]:
    """The header in a line, with the lines of its words close above and below it; where the first row begins."""
    main, head, first = bands[at], list(bands[at]), at + 1
    near = _NEAR * (around(main).y1 - around(main).y0)
    while at and 2 * len(bands[at - 1]) < len(main) and _gap(bands[at - 1], head) < near:
        at -= 1
        head += bands[at]
    while first + 1 < len(bands) and 2 * len(bands[first]) < len(main) and _gap(head, bands[first]) < near:
        if _gap(bands[first], bands[first + 1]) <= _gap(head, bands[first]) + 1:
            break
        head += bands[first]
        first += 1
    return head, first


def _gap(above: _Band, below: _Band) -> float:
    return around(below).y0 - around(above).y1


def _columns(head: _Band, body: list[_Band]) -> tuple[list[tuple[float, float]], list[_Band], list[_Band]]:
    """The columns of a header with the texts below it, the lines that stand in these, and the lines from the first that does not."""
    columns, end = columns_of(head), around(head).y1
    height = around(head[:1]).y1 - around(head[:1]).y0
    rows: list[_Band] = []
    rest: list[_Band] = []
    for at, band in enumerate(body):
        inside = [piece for piece in band if piece.x1 > columns[0][0]]
        sides = around(band)
        wide, is_end = widened(columns, inside), sides.y0 - end > _FAR * height
        if is_end or (len(columns_of(band)) == 1 and is_title(squeeze("".join(piece.text for piece in band)))):
            break
        if wide is None or len(wide) > len(columns):
            rest = body[at:]
            break
        columns, end = wide, max(end, sides.y1)
        rows += [inside] if inside else []
    return columns, _without_foot(rows, len(columns)), rest


def _without_foot(rows: list[_Band], columns: int) -> list[_Band]:
    """The rows without what stands further below the last one than any line below another."""
    gaps = [0.0, *(_gap(a, b) for a, b in pairwise(rows))]
    last = max((at for at, band in enumerate(rows) if 2 * len(columns_of(band)) >= columns), default=-1)
    foot = next((at for at in range(last + 1, len(rows)) if gaps[at] > max(gaps[1 : last + 1], default=0.0) + 1), len(rows))
    return rows[:foot]


def _grid(head: _Band, columns: list[tuple[float, float]], rows: list[_Band]) -> Grid | None:
    body = [piece for band in rows for piece in band]
    edges = [columns[0][0] - _SIDE, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + _SIDE]
    valued = [piece for piece in body if piece.x0 + piece.x1 > 2 * edges[MERGED]]
    starts = row_starts(valued, edges[MERGED:])
    if not starts:
        return None
    top, bottom = around(head), around(body)
    return assembled([top.y0 - 1, (top.y1 + bottom.y0) / 2, *starts[1:], bottom.y1 + 1], edges, body, cut=True)
