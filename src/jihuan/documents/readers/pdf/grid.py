"""Ruling lines → grids of boxes, merged where no line parts them. No text and no file format here: pixels could feed it too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.pdf.rulings import Segment

SNAP = 2.0
"""Points: lines nearer than this are one line."""
GAP = 3.2
"""Points: a line interrupted by less than this is one line (dashes, corners)."""
REACH = 3.0
"""Points: a line that ends this near to another one touches it."""
SHORTEST = 6.0
"""Points: shorter lines are dots and parts of letters."""


@dataclass(slots=True)
class Box:
    """One cell of a grid: rows and columns it covers, its sides, whether its upper and lower side are drawn, and its text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    sides: Rect
    ruled_above: bool = True
    ruled_below: bool = True
    pieces: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: ``xs`` and ``ys`` are its lines, ``owner[row][column]`` the box that covers a field."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    owner: list[list[Box]]
    ragged: bool = False

    @property
    def sides(self) -> Rect:
        """The outer sides."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_at(self, x: float, y: float) -> Box | None:
        """The box around a point."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.owner[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def find_grids(horizontal: Iterable[Segment], vertical: Iterable[Segment]) -> list[Grid]:
    """All grids that the lines form, from the top of the page. Lines that meet no other line form none."""
    rows, columns = _merge(horizontal), _merge(vertical)
    return sorted((_grid(*group) for group in _connected(rows, columns)), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merge(segments: Iterable[Segment]) -> list[Segment]:
    """Pieces of one line as one line, ordered by coordinate; specks are dropped."""
    lines: list[Segment] = []
    cluster: list[Segment] = []
    for segment in [*sorted(segments), None]:
        if cluster and (segment is None or segment.at - cluster[0].at > SNAP):
            at = sum(piece.at for piece in cluster) / len(cluster)
            cluster.sort(key=lambda piece: piece.start)
            start, end = cluster[0].start, cluster[0].end
            for piece in cluster[1:]:
                if piece.start - end > GAP:
                    lines.append(Segment(at, start, end))
                    start, end = piece.start, piece.end
                elif piece.end > end:
                    end = piece.end
            lines.append(Segment(at, start, end))
            cluster = []
        if segment is not None:
            cluster.append(segment)
    return [line for line in lines if line.end - line.start >= SHORTEST]


def _connected(rows: list[Segment], columns: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of lines that touch each other, each with lines both ways."""
    parent = list(range(len(rows) + len(columns)))
    positions = [column.at for column in columns]

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, row in enumerate(rows):
        for other in range(bisect_right(positions, row.start - REACH), bisect_right(positions, row.end + REACH)):
            if columns[other].start - REACH <= row.at <= columns[other].end + REACH:
                parent[root(len(rows) + other)] = root(index)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, line in enumerate([*rows, *columns]):
        groups.setdefault(root(index), ([], []))[index >= len(rows)].append(line)
    return [group for group in groups.values() if _encloses(*group)]


def _encloses(rows: list[Segment], columns: list[Segment]) -> bool:
    """Whether lines can hold a cell between them: two of one direction and one of the other."""
    return bool(rows) and bool(columns) and len(rows) + len(columns) >= 3


def _levels(lines: Sequence[Segment], across: Sequence[Segment]) -> list[float]:
    """Coordinates of the lines, and of the ends of the lines across where these stick out: open sides."""
    levels: list[float] = []
    ends = (min(line.start for line in across), max(line.end for line in across))
    for at in sorted([line.at for line in lines]):
        if not levels or at - levels[-1] > SNAP:
            levels.append(at)
    if ends[0] < levels[0] - REACH:
        levels.insert(0, ends[0])
    if ends[1] > levels[-1] + REACH:
        levels.append(ends[1])
    return [round(level, 2) for level in levels]


def _marked(lines: Iterable[Segment], levels: list[float], across: list[float]) -> list[list[bool]]:
    """For each level, which of the stretches between the levels across are drawn."""
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    marks = [[False] * len(middles) for _ in levels]
    for line in lines:
        level = max(bisect_right(levels, line.at + SNAP / 2) - 1, 0)
        for index in range(bisect_right(middles, line.start), bisect_right(middles, line.end)):
            marks[level][index] = True
    return marks


def _grid(rows: list[Segment], columns: list[Segment]) -> Grid:
    xs, ys = _levels(columns, rows), _levels(rows, columns)
    drawn_rows, drawn_columns = _marked(rows, ys, xs), _marked(columns, xs, ys)
    height, width = len(ys) - 1, len(xs) - 1
    group = [[0] * width for _ in range(height)]
    parent: list[int] = list(range(height * width))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(height):
        for column in range(width):
            if column and not drawn_columns[column][row]:
                parent[root(row * width + column)] = root(row * width + column - 1)
            if row and not drawn_rows[row][column]:
                parent[root(row * width + column)] = root((row - 1) * width + column)
    for row in range(height):
        group[row] = [root(row * width + column) for column in range(width)]
    grid = Grid(xs, ys, [], [[_NOWHERE] * width for _ in range(height)])
    _fill(grid, group, drawn_rows)
    return grid


_NOWHERE = Box(-1, -1, 0, 0, Rect(0, 0, 0, 0))


def _fill(grid: Grid, group: list[list[int]], drawn_rows: list[list[bool]]) -> None:
    """Boxes of the grid. A merged area that is no rectangle is cut into rectangles and the grid marked as ragged."""
    height, width = len(group), len(group[0])
    seen: set[int] = set()
    for row in range(height):
        for column in range(width):
            if grid.owner[row][column] is not _NOWHERE:
                continue
            label, right, bottom = group[row][column], column + 1, row + 1
            while right < width and group[row][right] == label and grid.owner[row][right] is _NOWHERE:
                right += 1
            while bottom < height and all(group[bottom][i] == label for i in range(column, right)):
                bottom += 1
            grid.ragged = grid.ragged or label in seen
            seen.add(label)
            box = Box(
                row,
                column,
                bottom - row,
                right - column,
                Rect(grid.xs[column], grid.ys[row], grid.xs[right], grid.ys[bottom]),
                any(drawn_rows[row][column:right]),
                any(drawn_rows[bottom][column:right]),
            )
            grid.boxes.append(box)
            for i in range(row, bottom):
                grid.owner[i][column:right] = [box] * (right - column)
