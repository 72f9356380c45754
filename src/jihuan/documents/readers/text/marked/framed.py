"""Tables whose frame is drawn with characters (┌─┬─┐, +---+): every cell stands between its lines, merged ones too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from jihuan.core.document import Place
from jihuan.documents.layout import Cell, Table
from jihuan.documents.readers.pdf.grid import Box, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line as Piece
from jihuan.documents.readers.pdf.rulings import Segment
from jihuan.documents.readers.text.marked.matrix import markdown

_SCALE = 10.0
"""Points of a column of characters, and of a line: far more than by what drawn lines may miss each other."""
_DOWN = "│┃║┆┊|┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬+"
_ACROSS = "─━═┄┈┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╔╗╚╝╠╣╦╩╬"
_DRAWN = re.compile(r"[\u2500-\u257f]")
_RULED = re.compile(r"\s*(?:[|+].*)?\+[-=]{3,}\+.*|.*[┌┍┎┏├┝┠┣└┕┖┗╔╠╚][─━═].*")
_SIDE = re.compile(rf"\s*[{re.escape(_DOWN)}].*[{re.escape(_DOWN)}]\s*")
_RUN = re.compile(rf"[{_ACROSS}]{{2,}}|\+(?:[-=]+\+)+")
_WORD = re.compile(r"(?:(?!  )[^\u2500-\u257f|])+")
_FEWEST = 3
_WAYS = ((2, 1), (2, 2), (1, 1))
"""How many columns 汉字 and drawn lines are wide."""
_UNSURE = frozenset("≥≤≦≧≠±×÷·—–…“”‘’°‰√①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ℃")

Numbered = tuple[int, str]
"""A line with its number, from 1."""


def frames(lines: Sequence[Numbered]) -> list[tuple[int, int]]:
    """The stretches of lines, as (start, stop), on which a frame is drawn."""
    found: list[tuple[int, int]] = []
    at = 0
    for side, group in groupby(lines, lambda line: bool(_SIDE.fullmatch(line[1]))):
        count = len(list(group))
        inside = [text for _number, text in lines[at : at + count]]
        if side and count >= _FEWEST and sum(map(bool, map(_RULED.fullmatch, inside))) > 1:
            found.append((at, at + count))
        at += count
    return found


def tables_in(lines: Sequence[Numbered]) -> list[Table]:
    """All drawn and Markdown tables of a file."""
    found = [(start, read_frame(lines[start:stop])) for start, stop in frames(lines)]
    at = 0
    for bar, group in groupby(lines, lambda line: line[1].count("|") > 1):
        count = len(list(group))
        if bar:
            found.append((at, markdown(lines[at : at + count])))
        at += count
    return [table for _start, table in sorted(found, key=lambda item: item[0]) if table]


def read_frame(lines: Sequence[Numbered]) -> Table | None:
    """The table drawn on these lines; None where its lines make no grid."""
    texts = [text.replace("\t", " ").rstrip() for _number, text in lines]
    places = _places(texts)
    across = [it for y, (text, xs) in enumerate(zip(texts, places, strict=True)) for it in _rules(text, xs, y)]
    grids = find_grids(across, _sides(texts, places))
    if len(grids) != 1 or grids[0].ragged or min(len(grids[0].xs), len(grids[0].ys)) < _FEWEST:
        return None
    for y, (text, xs) in enumerate(zip(texts, places, strict=True)):
        _put(grids[0], text, xs, y * _SCALE)
    cells = tuple(
        Cell(row=it.row, column=it.column, text=_text(it), place=_place(it, lines), rowspan=it.rowspan, colspan=it.colspan)
        for it in sorted(grids[0].boxes, key=lambda box: (box.row, box.column))
    )
    place = Place(line=(lines[0][0], lines[-1][0]))
    return Table(rows=len(grids[0].ys) - 1, columns=len(grids[0].xs) - 1, cells=cells, place=place)


def _places(texts: Sequence[str]) -> list[list[float]]:
    """Where the characters of each line stand, if 汉字 and drawn lines are as wide as brings the most sides under each other.

    Signs that are narrow in one font and wide in another (≥, —) are in each line as wide as it says.
    """
    ways = [[_columns(text, wide, drawn, wide) for text in texts] for wide, drawn in _WAYS]
    counts = [Counter(x for text, xs in zip(texts, way, strict=True) for x in _bars(text, xs)) for way in ways]
    best = min(range(len(ways)), key=lambda at: len(counts[at]))
    known = counts[best]
    wide, drawn = _WAYS[best]
    found = []
    for text, xs in zip(texts, ways[best], strict=True):
        other = _columns(text, wide, drawn, 1)
        found.append(max((xs, other), key=lambda way: sum(known[x] for x in _bars(text, way))))
    return found


def _bars(text: str, xs: Sequence[float]) -> list[float]:
    """Where the sides of cells stand on a line."""
    return [xs[at] for at, char in enumerate(text) if char in _DOWN]


def _columns(text: str, wide: int, drawn: int, unsure: int) -> list[float]:
    """Where each character begins, and the last one ends."""
    xs = [0.0]
    for char in text:
        step = drawn if _DRAWN.match(char) else unsure if char in _UNSURE else 1 if char < "\u2000" else wide
        xs.append(xs[-1] + step * _SCALE)
    return xs


def _rules(text: str, xs: Sequence[float], y: int) -> Iterator[Segment]:
    for run in _RUN.finditer(text):
        if run.group()[0] in _DOWN and run.group()[-1] in _DOWN:
            yield Segment(y * _SCALE, xs[run.start()], xs[run.end() - 1])


def _sides(texts: Sequence[str], places: Sequence[Sequence[float]]) -> Iterator[Segment]:
    open_: dict[float, int] = {}
    for y, (text, xs) in enumerate(zip(texts, places, strict=True)):
        here = {xs[at] for at, char in enumerate(text) if char in _DOWN}
        for x in [x for x in open_ if x not in here]:
            yield Segment(x, open_.pop(x) * _SCALE, (y - 1) * _SCALE)
        for x in here:
            open_.setdefault(x, y)
    for x, top in open_.items():
        yield Segment(x, top * _SCALE, (len(texts) - 1) * _SCALE)


def _put(grid: Grid, text: str, xs: Sequence[float], y: float) -> None:
    """The words of a line into the boxes in which they begin."""
    for word in _WORD.finditer(_RUN.sub(lambda run: "|" * len(run.group()), text)):
        if bare := word.group().strip():
            start = word.start() + len(word.group()) - len(word.group().lstrip())
            if box := grid.box_at(xs[start] + 1, y + 1):
                box.pieces.append(Piece(bare, xs[start], y, xs[start + len(bare)], y + _SCALE))


def _text(box: Box) -> str:
    return "\n".join(" ".join(piece.text for piece in line) for _y, line in groupby(box.pieces, lambda piece: piece.y0))


def _place(box: Box, lines: Sequence[Numbered]) -> Place:
    """The lines on which its text stands, or between its upper and lower side."""
    tops = [piece.y0 for piece in box.pieces] or [box.sides.y0 + _SCALE]
    return Place(line=(lines[round(tops[0] / _SCALE)][0], lines[min(round(tops[-1] / _SCALE), len(lines) - 1)][0]))
