"""PDF files for the tests: typeset by Typst, or written by hand where every coordinate counts."""

from __future__ import annotations

from functools import cache

import pylopdf_fonts_zh_cn
import typst

from jihuan.documents.layout import Layout, Paragraph, Table

STYLE = """
#set page(width: 400pt, height: 300pt, margin: 40pt)
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
#set table(stroke: 0.5pt)
"""


@cache
def typeset(source: str, style: str = STYLE) -> bytes:
    """A PDF of a Typst text."""
    fonts = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
    return bytes(typst.compile((style + source).encode(), font_paths=fonts, ignore_system_fonts=True))


def draw(*pages: str, page: str = "", extra: tuple[bytes, ...] = (), trailer: str = "", font: str = "") -> bytes:
    """A PDF of content streams on pages of 400 × 300 points, with the font /F (Helvetica); ``page`` adds entries to every page.

    ``extra`` are further objects, numbered from 10 (streams may name them in ``page``).
    """
    font = font or "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects: dict[int, bytes] = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: font.encode()}
    objects |= dict(enumerate(extra, start=10))
    first, kids = 20, []
    for index, content in enumerate(pages):
        number = first + 2 * index
        kids.append(f"{number} 0 R")
        box = "" if "/MediaBox" in page else "/MediaBox [0 0 400 300]"
        resources = "" if "/Resources" in page else "/Resources << /Font << /F 3 0 R >> >>"
        entry = f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents {number + 1} 0 R {page} >>"
        objects[number] = entry.encode()
        objects[number + 1] = stream(content)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>".encode()
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(offsets) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer.encode(), start)
    return bytes(out)


def stream(content: str, entries: str = "") -> bytes:
    """A stream object."""
    data = content.encode("latin-1")
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)


def word(text: str, x: float, y: float, size: float = 10) -> str:
    """Drawing text at a point of the page, from its lower left corner."""
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


TWO_BY_TWO = word("a", 110, 180) + word("b", 210, 180) + word("c", 110, 130) + word("d", 210, 130)
"""Text of four cells with lines at x = 100, 200, 300 and y = 100, 150, 200."""


def tables(layout: Layout) -> list[Table]:
    """The tables of a layout."""
    return [block for block in layout.blocks if isinstance(block, Table)]


def texts(layout: Layout) -> list[str]:
    """The paragraphs of a layout."""
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def cells(table: Table) -> dict[tuple[int, int, int, int], str]:
    """Row, column, rowspan, colspan → text."""
    return {(cell.row, cell.column, cell.rowspan, cell.colspan): cell.text for cell in table.cells}


def rows(table: Table) -> list[list[str]]:
    """Text by row, a merged cell repeated on each of its rows; printed line breaks taken out."""
    return [
        [cell.text.replace("\n", "") for cell in table.cells if cell.row <= row < cell.row + cell.rowspan]
        for row in range(table.rows)
    ]
