"""A whole booklet (部门预算公开) below each other in one grid: cut where another table begins, as blank rows would cut it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from jihuan.documents.layout import Block, Cell, Paragraph, Table
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.statements import is_statement, names_statement, speaks_of_performance
from jihuan.documents.recognise.words import field_of, inline, is_container, label, plain

_NUMBER = re.compile(r"(?:附件|附表|附|预算|公开|部门|表)*[\d一二三四五六七八九十]{1,3}(?:[-—]\d{1,2})?(?:表|号)?")
"""What stands over a title: 附件2, 公开08表."""
_LONGEST = 200
"""Rows of a budget table without a title of its own."""
_row_of = attrgetter("row")


def parts(block: Block) -> Iterator[Block]:
    """The block, or the tables that stand below each other in its grid with their titles and lines as paragraphs."""
    if not isinstance(block, Table):
        yield block
        return
    table, grid = replace(block, cells=tuple(sorted(block.cells, key=_row_of))), Grid(block)
    cuts = _cuts(table, grid)
    yield _rows(table, 0, cuts[0]) if cuts else block
    for start, end in zip(cuts, [*cuts[1:], table.rows], strict=False):
        while start < end and (_alone(grid, start) or not grid.filled(start)):
            yield from (Paragraph(text=cell.text, place=cell.place) for cell in grid.filled(start))
            start += 1
        if start < end:
            yield _rows(table, start, end)


def _cuts(table: Table, grid: Grid) -> list[int]:
    """The rows, but for the first, where another table begins: at its title, or below all of a budget table."""
    found: list[int] = []
    begin, foreign = 0, True
    for row in range(table.rows):
        cell, cells = _alone(grid, row), grid.filled(row)
        below = foreign and (_is_other(cell) if cell else bool(cells) and field_of(words(cells[0])) in ("name", "code"))
        if (below and _is_statement(table, begin, row)) or (cell and _is_name(words(cell)) and not _heads(grid, begin, row)):
            begin, foreign = row, True
            while begin - 1 > max([0, *found]) and (over := _alone(grid, begin - 1)) and _NUMBER.fullmatch(plain(over.text)):
                begin -= 1
            found.append(begin)
        foreign = foreign and not any(speaks_of_performance(it.text) for it in cells)
    return found


def _is_statement(table: Table, begin: int, end: int) -> bool:
    return 1 < end - begin <= _LONGEST and is_statement(Grid(_rows(table, begin, end)))


def _is_other(cell: Cell) -> bool:
    """Is a lone cell no word of a form?"""
    return not (is_container(words(cell)) or label(words(cell)) or inline(words(cell)))


def _is_name(text: str) -> bool:
    return is_title(text) or names_statement(text)


def _heads(grid: Grid, begin: int, row: int) -> bool:
    """Are there only lines of one cell above, so that this is the title of the table they belong to?"""
    return all(_alone(grid, line) or not grid.filled(line) for line in range(begin, row))


def _alone(grid: Grid, row: int) -> Cell | None:
    """The cell at the left edge that has its row to itself."""
    cells = grid.filled(row)
    others = (cell for cell in grid.across(row, range(grid.table.columns)) if cell.row < row and cell.text.strip())
    single = len(cells) == 1 and cells[0].rowspan == 1 and not cells[0].column and not any(others)
    return cells[0] if single else None


def _rows(table: Table, start: int, end: int) -> Table:
    """These rows as a table, as wide as what is written in them."""
    inside = table.cells[bisect_left(table.cells, start, key=_row_of) : bisect_left(table.cells, end, key=_row_of)]
    width = max(
        (cell.column + cell.colspan for cell in inside if cell.text.strip() and cell.colspan < table.columns), default=1
    )
    cells = tuple(
        replace(
            cell,
            row=cell.row - start,
            rowspan=min(cell.rowspan, end - cell.row),
            colspan=min(cell.colspan, width - cell.column),
        )
        for cell in inside
        if cell.column < width
    )
    place = cells[0].place if cells else table.place
    return Table(rows=end - start, columns=width, cells=cells, place=place)
