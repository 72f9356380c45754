"""Tables pasted from a page whose cells hold paragraphs: blank lines inside the rows, the tabs between cells on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from jihuan.core.vocabulary import is_level1
from jihuan.documents.readers.text.lined.rowwise import CONTINUED
from jihuan.documents.recognise.headings import is_title
from jihuan.documents.recognise.words import label

BREAK = "\ue000"
"""Between two paragraphs of a cell, until the cells of its line are parted."""
_ALONE = re.compile(r"[ \r]*\t[\t \r]*")
_FEWEST = 3
_BETWEEN = 3
"""So many blank lines stand between two rows."""
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|附[件表]")
_NOTE = re.compile(r"(?:注|备注|说明|填表说明)[：:]|.{0,30}单位[：:]")

Paragraph = tuple[int, str]
"""A line, counted from 0, and what it says."""


def rows_together(text: str) -> str:
    """The text with every such row on the first of its lines, and the others blank; any other text as it is."""
    lines = text.split("\n")
    if sum(bool(_ALONE.fullmatch(line)) for line in lines) < _FEWEST:
        return text
    found: list[list[str]] = [[] for _line in lines]
    inside = False
    for group in _groups(lines):
        cells = _cells(group)
        outside, rows = _rows(cells, inside=inside) if len(cells) > 1 else (cells[0], [])
        inside = len(cells) > 1
        for at, said in outside:
            found[at].append(said)
        for row in rows:
            if first := next((cell[0] for cell in row if cell), None):
                found[first[0]].append("\t".join(BREAK.join(said for _at, said in cell) for cell in row))
    return "\n".join(map("\t".join, found))


def _groups(lines: Sequence[str]) -> Iterator[list[Paragraph]]:
    """The lines between long white, without the blank ones."""
    group: list[Paragraph] = []
    for blank, run in groupby(enumerate(lines), lambda line: not line[1].strip(" \r")):
        part = list(run)
        if not blank:
            group += part
        elif len(part) >= _BETWEEN:
            yield group
            group = []
    yield group


def _cells(group: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The paragraphs of each cell."""
    cells: list[list[Paragraph]] = [[]]
    for at, line in group:
        for index, said in enumerate(line.split("\t")):
            cells += [[]] if index else []
            cells[-1] += [(at, said.strip())] if said.strip() else []
    return cells


def _rows(cells: list[list[Paragraph]], *, inside: bool) -> tuple[list[Paragraph], list[list[list[Paragraph]]]]:
    """What stands outside, and the rows: nothing but a title or a note tells where a table ends and the next one begins."""
    apart = not inside or any(map(_is_apart, cells[0]))
    outside = cells[0][:-1] if apart else []
    rows = [[cells[0][-1:] if apart else cells[0]]]
    for number, cell in enumerate(cells[1:], 1):
        end = next((at for at, paragraph in enumerate(cell) if _is_apart(paragraph)), None)
        again = next((at for at, (_line, said) in enumerate(cell) if at and _begins(said)), None)
        if end is None and again:  # two tables with nothing, or a heading, between
            heading = next((at for at in range(1, again) if _HEADING.match(cell[at][1])), again)
            rows[-1].append(cell[:heading])
            outside += cell[heading:again]
            rows.append([cell[again:]])
            continue
        if end is None:
            rows[-1].append(cell)
            continue
        rows[-1].append(cell[:end])
        follows = number < len(cells) - 1
        outside += cell[end : -1 if follows else None]
        rows += [[cell[-1:]]] if follows else []
    return outside, rows


def _begins(said: str) -> bool:
    """Does a table begin with this: a level, or the label of a project's name?"""
    return (is_level1(said) and said.endswith("指标")) or label(said) in ("name", "code")


def _is_apart(paragraph: Paragraph) -> bool:
    return is_title(paragraph[1]) or bool(_NOTE.match(paragraph[1]) or CONTINUED.fullmatch(paragraph[1]))
