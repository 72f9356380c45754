"""The interchange JSON that travels inside our own files, with the digest of the text that the file shows.

A reader believes it only where the text that it sees has the same digest; a file that somebody edited afterwards is read by
its visible text. The digest comes from the form itself, so that no file is read back and a PDF is compiled once.
"""

from __future__ import annotations

import json

from jihuan.core.document import Document, Place
from jihuan.core.interchange import content, to_json
from jihuan.documents.layout import Cell, Layout, Paragraph, Table
from jihuan.documents.readers.embedded import VERSION, text_digest
from jihuan.documents.writers.form import Form, Sheet
from jihuan.documents.writers.sheet import Grid

NAME = "jihuan.json"
MEDIA_TYPE = "application/json"
_NOWHERE = Place()


def embedded_json(document: Document, form: Form) -> bytes:
    """The JSON to embed in a file that shows ``form``: what the document says, without places and problems."""
    envelope = {"jihuan": VERSION, "text_sha256": text_digest(layout_of_form(form)), "document": to_json(content(document))}
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def layout_of_form(form: Form) -> Layout:
    """The form as its readers see it: paragraphs and tables without contents list, page numbers and repeated heading rows."""
    blocks: list[Paragraph | Table] = [_paragraph(line.text) for line in form.cover]
    for block in form.blocks:
        if isinstance(block, Sheet):
            blocks += [_paragraph(text) for text in (block.title.text, block.year, block.line) if text]
            blocks.append(_table(block.grid))
        else:
            blocks.append(_table(block) if isinstance(block, Grid) else _paragraph(block.text))
    return Layout(media_type=MEDIA_TYPE, blocks=tuple(blocks))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text=text, place=_NOWHERE)


def _table(grid: Grid) -> Table:
    cells = tuple(
        Cell(row=it.row, column=it.column, text=it.text, place=_NOWHERE, rowspan=it.rowspan, colspan=it.colspan)
        for it in grid.cells
    )
    return Table(rows=grid.rows, columns=len(grid.columns), cells=cells, place=_NOWHERE)
