"""Merged cells that a page break cuts and whose sides the next page does not draw: browsers print tables so."""

from __future__ import annotations

from collections.abc import Sequence

from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import Line


def widened(grid: Grid, columns: Sequence[Rect], lines: list[Line]) -> list[Line]:
    """Give a grid the columns at its left that go on from the page before, with the ``lines`` that stand there; the others are returned."""
    height, added = len(grid.ys) - 1, []
    ends = [*(column.x0 for column in columns[1:]), grid.xs[0]]
    for number, (column, end) in enumerate(zip(columns, ends, strict=True)):
        sides = Rect(column.x0, grid.ys[0], end, grid.ys[-1])
        added.append(Box(0, number, height, 1, sides, ruled_above=False, ruled_below=False))
    for box in grid.boxes:
        box.column += len(added)
    grid.xs[:0] = [column.x0 for column in columns]
    grid.boxes[:0] = added
    grid.boxes.sort(key=lambda box: (box.row, box.column))
    grid.owner[:] = [[*added, *row] for row in grid.owner]
    rest: list[Line] = []
    for line in lines:
        owner = grid.box_at((line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2)
        (owner.pieces if owner and owner.column < len(added) else rest).append(line)
    return rest
