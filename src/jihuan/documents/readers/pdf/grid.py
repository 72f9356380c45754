"""Ruling lines → grids of boxes, merged where no line parts them. No text and no file format here: pixels could feed it too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

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

MOST_FIELDS = 50_000
"""More fields than any printed table has: a chart, a map, graph paper."""


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
    doubtful: bool = False
    """Some of its text sticks out into other cells, or is not shown."""
    page: int | None = None
    """Where it is printed, if not on the page of its grid, and how far right of that place it is taken to stand."""
    shift: float = 0.0


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: ``xs`` and ``ys`` are its lines, ``owner[row][column]`` the box that covers a field."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    owner: list[list[Box]]
    ragged: bool = False
    unruled: bool = False
    """Its columns are those of the white between the texts; no lines part them."""

    @property
    def sides(self) -> Rect:
        """The outer sides."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def texts(self) -> list[Line]:
        """The texts of all boxes."""
        return [piece for box in self.boxes for piece in box.pieces]

    def move(self, by: float) -> None:
        """Move it sideways, with its text."""
        self.xs = [x + by for x in self.xs]
        for box in self.boxes:
            box.sides = box.sides._replace(x0=box.sides.x0 + by, x1=box.sides.x1 + by)
            box.pieces = [piece._replace(x0=piece.x0 + by, x1=piece.x1 + by) for piece in box.pieces]

    def box_at(self, x: float, y: float) -> Box | None:
        """The box around a point."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]):
            return None
        return self.owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]


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
    count = len(rows)
    parent = list(range(count + len(columns)))
    positions = [column.at for column in columns]

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    for index, (at, start, end) in enumerate(rows):
        for other in range(bisect_right(positions, start - REACH), bisect_right(positions, end + REACH)):
            column = columns[other]
            if parent[count + other] != index and column.start - REACH <= at <= column.end + REACH:
                parent[root(count + other)] = index
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, line in enumerate([*rows, *columns]):
        groups.setdefault(root(index), ([], []))[index >= count].append(line)
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
    """The grid of lines that touch each other: fields that no line parts are one box. A drawing is one box, marked as ragged."""
    too_fine = False
    xs, ys = _levels(columns, rows), _levels(rows, columns)
    if (len(xs) - 1) * (len(ys) - 1) > MOST_FIELDS:
        xs, ys, rows, columns, too_fine = [xs[0], xs[-1]], [ys[0], ys[-1]], rows[:1], columns[:1], True
    above = _marked(rows, ys, xs)  # by row: is the line above each field drawn
    left = list(zip(*_marked(columns, xs, ys), strict=True))  # by row: is the line left of each field drawn
    height, width = len(ys) - 1, len(xs) - 1
    owner: list[list[Box | None]] = [[None] * width for _ in range(height)]
    boxes, ragged = [], too_fine
    for row in range(height):
        drawn, taken = left[row], owner[row]
        for column in range(width):
            if taken[column]:
                continue
            right, bottom = column + 1, row + 1
            while right < width and not drawn[right] and not taken[right]:
                right += 1
            while bottom < height and True not in above[bottom][column:right] and not any(owner[bottom][column:right]):
                bottom += 1
            sides = Rect(xs[column], ys[row], xs[right], ys[bottom])
            over, under = above[row][column:right], above[bottom][column:right]
            box = Box(row, column, bottom - row, right - column, sides, True in over, True in under)
            boxes.append(box)
            fields = [box] * (right - column)
            for line in range(row, bottom):
                owner[line][column:right] = fields
                ragged = ragged or True in left[line][column + 1 : right] or (right < width and not left[line][right])
            ragged = ragged or (bottom < height and False in under) or (row > 0 and False in over)
    return Grid(xs, ys, boxes, cast("list[list[Box]]", owner), ragged)  # by now every field has its box
