"""Tables wider than the paper: a spreadsheet prints their further columns on further pages, with every row at the same height."""

from __future__ import annotations

from bisect import bisect_left

from jihuan.core.document import Problem
from jihuan.core.language import _
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import place_of
from jihuan.documents.readers.pdf.pages import PageContent

_SAME = 1.5
"""Points by which the lines of one row may differ between two pages."""
_FEWEST = 4
"""Rows: fewer may be alike by chance, unless other pages have the same columns."""
_MARGIN = 20.0
_Pair = tuple[list[float], list[float]]
"""The lines of the columns on the left, those of the columns that go on beside them."""


def joined_columns(pages: list[PageContent]) -> tuple[list[PageContent], list[Problem]]:
    """The pages with such columns put beside those they belong to, and what tells of it.

    Above them stands nothing but the rest of a title that goes over the edge of the page.
    """
    kept: list[PageContent] = []
    rest: list[PageContent] = []
    problems: list[Problem] = []
    widths: dict[int, list[list[float]]] = {}
    pairs: list[_Pair] = []
    for page in pages:
        grid = page.grids[0] if len(page.grids) == 1 else None
        if grid and any(line.y0 < grid.ys[0] and line.x0 >= 0 for line in page.lines):
            grid = None
        first = (
            None
            if grid is None
            else next((it for it in kept if grid.xs not in widths[it.number] and _goes_on(it, grid, pairs)), None)
        )
        if grid is None or first is None:
            kept.append(page)
            widths[page.number] = [one.xs for one in page.grids]
            continue
        message = _("第 {page} 页的各列当作第 {first} 页表格右边的列，按行的高度接在一起，请核对")
        message = message.format(page=page.sheet_number, first=first.sheet_number)
        problems.append(Problem(level="warning", message=message, place=place_of(page.number, grid.sides)))
        pair = first.grids[0].xs, list(grid.xs)
        if not any(_same(pair[0], left) and _same(pair[1], right) for left, right in pairs):
            pairs.append(pair)
        widths[first.number].append(pair[1])
        first.grids[0] = _beside(first.grids[0], grid, page.number)
        page.lines = [line for line in page.lines if line.x0 >= 0 or not any(line.text in it.text for it in first.lines)]
        rest += [page] if page.lines else []
        page.grids = []
    return kept + rest, problems


def _goes_on(page: PageContent, more: Grid, pairs: list[_Pair]) -> bool:
    """Whether columns can be those right of a page's table: its rows have these heights, and it has no room for another column.

    A few rows are enough where the same columns are among the ``pairs`` put together so far.
    """
    if len(page.grids) != 1:
        return False
    grid = page.grids[0]
    if abs(grid.ys[0] - more.ys[0]) >= _SAME or abs(grid.ys[-1] - more.ys[-1]) >= _SAME:  # nearly all
        return False
    few, many = sorted((grid.ys, more.ys), key=len)
    alike = all(any(abs(a - b) < _SAME for b in many) for a in few)
    full = grid.xs[-1] + more.xs[1] - more.xs[0] > page.width - max(grid.xs[0], _MARGIN)
    if not (alike and full) or _same(grid.xs, more.xs):
        return False
    return len(few) > _FEWEST or any(_same(left, grid.xs) and _same(right, more.xs) for left, right in pairs)


def _same(some: list[float], others: list[float]) -> bool:
    return len(some) == len(others) and all(abs(a - b) < _SAME for a, b in zip(some, others, strict=True))


def _beside(left: Grid, right: Grid, page: int) -> Grid:
    """Both grids as one; the boxes of the right one keep the place where they are printed."""
    ys = left.ys if len(left.ys) >= len(right.ys) else right.ys
    shift, columns = left.xs[-1] - right.xs[0], len(left.xs) - 1
    moved = {right.xs[0]: left.xs[-1], **{x: x + shift for x in right.xs[1:]}}
    boxes: list[Box] = []
    for grid in (left, right):
        for box in grid.boxes:
            top, bottom = (bisect_left(ys, y - _SAME) for y in (box.sides.y0, box.sides.y1))
            box.row, box.rowspan = top, bottom - top
            if grid is right:
                box.column += columns
                box.sides = box.sides._replace(x0=moved[box.sides.x0], x1=moved[box.sides.x1])
                box.pieces = [piece._replace(x0=piece.x0 + shift, x1=piece.x1 + shift) for piece in box.pieces]
                box.page, box.shift = box.page or page, box.shift + shift
            boxes.append(box)
    xs = [*left.xs, *list(moved.values())[1:]]
    owner = [[boxes[0]] * (len(xs) - 1) for _row in ys[1:]]
    for box in boxes:
        for row in range(box.row, box.row + box.rowspan):
            owner[row][box.column : box.column + box.colspan] = [box] * box.colspan
    return Grid(xs, ys, sorted(boxes, key=lambda box: (box.row, box.column)), owner, left.ragged or right.ragged)
