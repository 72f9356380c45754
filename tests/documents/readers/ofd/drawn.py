"""OFD files made by hand: text and lines in millimetres on A4 pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tests.documents.readers.packages import package

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4.2


def text(x: float, y: float, words: str, *, size: float = SIZE, more: str = "") -> str:
    """A text object whose first character stands with its upper left corner at x, y; every character has its distance."""
    steps = " ".join(str(size if ord(char) > 0x2E80 else size / 2) for char in words[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 180 {size}" Size="{size}" Font="1"{more}>'
        f'<ofd:TextCode X="0" Y="{0.85 * size}"{delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float, *, more: str = "", inside: str = "") -> str:
    """A stroke."""
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.2"{more}>{inside}'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A thin filled rectangle, as some programs draw their lines."""
    w, h = max(x1 - x0, 0.3), max(y1 - y0, 0.3)
    return (
        f'<ofd:PathObject Boundary="{x0} {y0} {w} {h}" Stroke="false" Fill="true">'
        f"<ofd:AbbreviatedData>S 0 0 M 0 0 L {w} 0 L {w} {h} L 0 {h} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(
    rows: Sequence[Sequence[str]], *, x: float = 20, y: float = 40, widths: Sequence[float] = (), height: float = 8, draw=line
) -> str:  # type: ignore[no-untyped-def]
    """A ruled table; None of its cells is merged."""
    widths = widths or [170 / len(rows[0])] * len(rows[0])
    edges = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
    bottom = y + height * len(rows)
    drawn = [draw(edges[0], y + height * row, edges[-1], y + height * row) for row in range(len(rows) + 1)]
    drawn += [draw(edge, y, edge, bottom) for edge in edges]
    drawn += [
        text(edges[column] + 1, y + height * row + 2, words, size=3.2)
        for row, line_ in enumerate(rows)
        for column, words in enumerate(line_)
        if words
    ]
    return "".join(drawn)


def ofd(*pages: str, common: str = "", body: str = "", document: str = "", **parts: str) -> bytes:
    """An OFD of pages whose layer holds these objects; ``parts`` are further files in the folder of the document."""
    names = [f"Pages/Page_{number}/Content.xml" for number in range(len(pages))]
    found = {f"Doc_0/{name}": _page(objects) for name, objects in zip(names, pages, strict=True)}
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{name}"/>' for number, name in enumerate(names, 1))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    found["Doc_0/Document.xml"] = (
        f"<ofd:Document {NS}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}</ofd:Document>"
    )
    found["OFD.xml"] = (
        f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody></ofd:OFD>"
    )
    return package(found | {f"Doc_0/{name}.xml": xml for name, xml in parts.items()})


def _page(objects: str) -> str:
    whole = objects if objects.startswith("<ofd:Page ") else f"<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
    return whole if whole is objects else f"<ofd:Page {NS}>{whole}</ofd:Page>"
