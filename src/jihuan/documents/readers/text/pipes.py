"""Rows printed as one line each with "|" between the cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jihuan.core.document import Place
from jihuan.core.indicators import is_level2
from jihuan.documents.layout import Table
from jihuan.documents.readers.text.costs import ROLES
from jihuan.documents.readers.text.lines import Gap, Line, Token
from jihuan.documents.readers.text.sheet import Grid
from jihuan.documents.recognise.words import column

_RULE = re.compile(r"[\s|:+=—-]+")


def is_piped(line: Line) -> bool:
    """Is the line a row of cells with bars between them?"""
    return "|" in line.text.strip("|")


def read_pipes(lines: Sequence[Line]) -> Table:
    """The rows on these lines; in an indicator table, rows that lost their merged level cells are moved back to the right."""
    rows = [(line, _cells(line.text)) for line in lines if not _RULE.fullmatch(line.text)]
    grid = Grid(max((len(cells) for _line, cells in rows), default=1))
    names: list[str] = []
    for line, cells in rows:
        found = [column(cell) or "" for cell in cells]
        if len(set(found) - {""}) >= 3:
            names = found
        missing = _missing(cells, names) if names else 0
        token = [Token(line.text, line.number, Gap.PLAIN)]
        for at in range(missing):
            grid.grow(at)
        for at, cell in enumerate(cells):
            last = at == len(cells) - 1
            if names and not cell and at + missing < len(names) and names[at + missing] in ("level1", "level2"):
                grid.grow(at + missing)
            else:
                grid.put(at + missing, cell, token, grid.columns - at - missing if last else 1)
        grid.rows += 1
    return Table(
        rows=grid.rows, columns=grid.columns, cells=tuple(grid.cells), place=Place(line=(lines[0].number, lines[-1].number))
    )


def _cells(text: str) -> list[str]:
    """The cells of a row; empty ones at its end are padding."""
    cells = [cell.strip() for cell in re.sub(r"^\||\|$", "", text).split("|")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _missing(cells: list[str], names: list[str]) -> int:
    """How many leading level cells a merged cell above has swallowed."""
    levels = sum(ROLES.get(name) in ("level1", "level2") for name in names)
    short = len(names) - len(cells)
    if not levels or short <= 0 or not cells[0]:
        return 0
    return min(short, levels - 1 if is_level2(cells[0]) else levels)
