"""Lists of projects without columns of indicators: a row of labels, then for each project as many cells, told by counting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.layout import Table
from jihuan.documents.readers.text.grid import Grid
from jihuan.documents.readers.text.lined.rows import FIGURE
from jihuan.documents.readers.text.lined.rowwise import row_of
from jihuan.documents.readers.text.lined.shares import shared
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.recognise.words import column, is_container, label, plain

_FEWEST = 3
_PIECES = 4
_DEAR = 6.0
"""Lines given out among the columns of a list may cost so much."""
_TEXTS = ("goals", "indicators")
_AMOUNTS = ("total", "long_total", "fiscal", "other", "part")
_PHRASES = re.compile(r"【|\[|指标\s*1\s*[:：.、]|[^：:]{2,6}指标[:：]")
Cells = list[tuple[str, tuple[int, int]]]
"""Texts of a row and the lines of each."""


def labels_in(texts: Sequence[str]) -> list[str]:
    """The meanings of these texts where they are the labels of a list of projects with goals or indicators; else none."""
    names = [_meaning(text) for text in texts]
    found = [name for name in names if name]
    listed = "name" in found and set(_TEXTS) & set(found) and len(set(found)) == len(found) >= _FEWEST
    return found if listed and len(found) == len(names) else []


def read_list(lines: Sequence[Line]) -> tuple[Table | None, list[Problem]]:
    """The list on these lines, a row or a cell a line; none where there is none, or, with a problem, where its cells do not add up."""
    head = row_of(lines[0]).pieces
    if len(head) > 1:
        names = labels_in(head)
        rows = [_cells(line, names) for line in lines]
    else:
        wide = next((at for at, line in enumerate(lines) if not _meaning(line.text)), 0)
        names = labels_in([line.text for line in lines[:wide]])
        cells = [(line.text, (line.number, line.number)) for line in lines]
        rows = [cells[:wide], *_rows(cells[wide:], names)] if names else []
    told: list[Problem] = []
    if len(rows) < 2 and (broken := _broken(lines)):
        names, rows = broken
        told = [_put_together(row) for row in rows[1:]]
    if not names or (len(head) == 1 and not told and column(lines[len(names)].text)):
        return None, []
    place = Place(line=(lines[0].number, lines[-1].number))
    if len(rows) < 2 or not all(_fits(row, names, at) for at, row in enumerate(rows[1:], 1)):
        message = _(
            "第 {first} 至 {last} 行像是项目清单，但各项目的栏目个数和表头对不上，没有拼成清单，请换用原文件，或对照原文逐行填写"
        )
        where = {"first": lines[0].number, "last": lines[-1].number}
        return None, [Problem(level="warning", message=message.format(**where), place=place)]
    grid = Grid(len(names))
    for row in rows:
        for at, (text, lines_of) in enumerate(row):
            grid.line(lines_of, [(at, text)])
            grid.rows -= 1
        grid.rows += 1
    return Table(rows=grid.rows, columns=grid.columns, cells=tuple(grid.cells), place=place), told


def _meaning(text: str) -> str | None:
    if is_container(text):
        return "indicators" if "指标" in text else None
    found = label(text)
    return plain(text) if found in ("aside", "part") else found


def _rows(cells: Cells, names: Sequence[str]) -> Iterator[Cells]:
    """Rows of cells on lines of their own, of which goals and indicators at the end may go on over several lines."""
    if not set(names) & {*_AMOUNTS, "序号"}:
        yield from (cells[at : at + len(names)] for at in range(0, len(cells), len(names)))
        return
    single = next((at for at, name in enumerate(names) if name in _TEXTS), len(names))
    starts: list[int] = []
    for at in range(len(cells)):
        if _fits(cells[at : at + single], names[:single], len(starts) + 1) and (not starts or at >= starts[-1] + len(names)):
            starts.append(at)
    for start, stop in pairwise([*starts, len(cells)] if starts[:1] == [0] else [0, len(cells)]):
        row = cells[start : start + single]
        at = start + single
        if any(FIGURE.fullmatch(text) for text, _where in cells[at:stop]):  # perhaps another project's
            yield []
            continue
        for name in names[single:]:
            end = stop
            if name == "goals" and names[-1] == "indicators":
                end = next((it for it in range(at, stop) if _PHRASES.match(cells[it][0])), stop)
            row += [_whole(cells[at:end])] if at < end else []
            at = end
        yield row


def _broken(lines: Sequence[Line]) -> tuple[list[str], list[Cells]] | None:
    """Labels and rows of a list whose cells go over several lines with nothing between them; none where it is not plain."""
    cells = [(line.text, (line.number, line.number)) for line in lines]
    head: Cells = []
    at = 0
    while at < len(cells):
        stops = range(min(at + _PIECES, len(cells)), at, -1)
        stop = next((stop for stop in stops if _meaning("".join(text for text, _where in cells[at:stop]))), 0)
        if not stop:
            break
        head.append(_joined(cells[at:stop]))
        at = stop
    names = labels_in([text for text, _where in head])
    if names[:1] != ["序号"] or names[-1] != "indicators":
        return None
    rows: list[Cells] = []
    while at < len(cells):
        number = str(len(rows) + 2)
        ends = [stop for stop in range(at + len(names), len(cells)) if cells[stop][0] == number]
        found = ((stop, row) for stop in [*ends, len(cells)] if (row := _row(cells[at:stop], head, len(rows) + 1)))
        stop, row = next(found, (0, []))
        if not stop:
            return None
        rows.append(row)
        at = stop
    return names, [head, *rows]


def _row(cells: Cells, head: Cells, number: int) -> Cells:
    """The cells of one project on these lines; empty where they are none."""
    start = next((at for at, (text, _where) in enumerate(cells) if at and _PHRASES.match(text)), 0)
    if not start or cells[0][0] != str(number):
        return []
    given = shared([text for text, _where in cells[1:start]], [text for text, _where in head[1:-1]])
    if not given or given[1] >= _DEAR:
        return []
    return [cells[0], *(_joined(cells[1:start][part]) for part in given[0]), _joined(cells[start:])]


def _joined(cells: Cells) -> tuple[str, tuple[int, int]]:
    return "".join(text for text, _where in cells), (cells[0][1][0], cells[-1][1][1])


def _put_together(row: Cells) -> Problem:
    message = _("第 {line} 行起的“{text}”印成了几行，是合成一行读的，请对照原文核对")
    place = Place(line=(row[0][1][0], row[-1][1][1]))
    return Problem(level="warning", message=message.format(line=row[0][1][0], text=row[1][0]), place=place)


def _whole(cells: Cells) -> tuple[str, tuple[int, int]]:
    return "\n".join(text for text, _where in cells), (cells[0][1][0], cells[-1][1][1])


def _cells(line: Line, names: Sequence[str]) -> Cells:
    """The cells of a row; all that follows its first indicator is one cell."""
    row = row_of(line)
    stop = len(row.pieces)
    if names and names[-1] == "indicators" and stop > len(names):
        stop = next((at for at, piece in enumerate(row.pieces) if _PHRASES.match(piece)), stop)
    texts = [*row.pieces[:stop], *([row.text(stop, len(row.pieces))] if stop < len(row.pieces) else [])]
    return [(text, row.line) for text in texts]


def _fits(row: Cells, names: Sequence[str], number: int) -> bool:
    """Has the row a cell for each label, figures below amounts, its number below 序号, and below indicators some?"""
    if len(row) != len(names):
        return False
    checked = 0
    for (text, _where), name in zip(row, names, strict=True):
        figure = bool(FIGURE.fullmatch(text))
        if name == "序号" and text != str(number):
            return False
        if (name in _AMOUNTS and not figure) or (name in ("name", *_TEXTS) and figure):
            return False
        if name == "indicators" and not _PHRASES.search(text):
            return False
        checked += name in (*_AMOUNTS, "序号", "indicators")
    return checked > 0
