"""Layouts drawn in the test: “|” between cells, “<” is part of the cell at its left, “^” of the cell above; "\\n" breaks a line."""

from __future__ import annotations

from jihuan.core.document import Document, Place, Project, Source
from jihuan.documents.layout import Block, Cell, Layout, Paragraph, Table
from jihuan.documents.recognise import recognise

SOURCE = Source(file="drawn", sha256="0" * 64, media_type="text/plain")
HEADER = "一级指标 | 二级指标 | 三级指标 | 指标值"
ROWS = """
    产出指标 | 数量指标 | 修剪行道树 | ≥900株
    满意度指标 | 服务对象满意度 | 市民满意度 | ≥90%
"""
"""Two indicators under this header."""


def read(*blocks: str | Table) -> Document:
    """Recognise paragraphs and tables given in reading order."""
    return recognise(layout(*blocks), SOURCE)


def one(document: Document) -> Project:
    """The only project."""
    (project,) = document.projects
    return project


def told(document: Document) -> str:
    """All that is told, a problem a line."""
    return "\n".join(problem.message for problem in document.problems)


def layout(*blocks: str | Table) -> Layout:
    """A layout of these blocks."""
    parts: list[Block] = []
    for number, block in enumerate(blocks, 1):
        parts.append(Paragraph(text=block, place=Place(paragraph=number)) if isinstance(block, str) else block)
    return Layout(media_type="text/plain", blocks=tuple(parts))


def table(drawing: str, number: int = 1) -> Table:
    """The table of a drawing."""
    rows = [[part.strip().replace("\\n", "\n") for part in line.split("|")] for line in drawing.strip().split("\n")]
    width = max(len(row) for row in rows)
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text not in ("<", "^"):
                across = _run(row, c, "<")
                down = _run([line[c] if c < len(line) else "" for line in rows], r, "^")
                place = Place(table=number, row=r + 1, column=c + 1)
                cells.append(Cell(row=r, column=c, text=text, place=place, rowspan=down, colspan=across))
    return Table(rows=len(rows), columns=width, cells=tuple(cells), place=Place(table=number))


def _run(line: list[str], start: int, mark: str) -> int:
    length = 1
    while start + length < len(line) and line[start + length] == mark:
        length += 1
    return length
