"""Word documents by raw WordprocessingML inside python-docx's package: official fonts named, headings with outline levels."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from itertools import groupby, pairwise
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jihuan.documents.writers.form import CONTENTS, Block, Form, Line, Sheet
from jihuan.documents.writers.package import packed
from jihuan.documents.writers.pdf import page_numbers
from jihuan.documents.writers.sheet import WIDTH, Grid, GridCell

TEXT_WIDTH = {False: 8844, True: 12756}
"""Width of the type area in twentieths of a point: portrait and landscape."""
MARGINS = {
    False: '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/>',
    True: '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="850" w:gutter="0"/>',
}
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
CELL_MARGINS = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 60), ("left", 50), ("bottom", 60), ("right", 50))
).join(("<w:tblCellMar>", "</w:tblCellMar>"))
HEADINGS = {"part": "Heading1", "h1": "Heading2", "h2": "Heading3", "sheet": "sheet"}
PARAGRAPHS = {"label": "label", "head": "label", "text": "text"}


def write_docx(form: Form, embedded: bytes | None) -> bytes:
    """The form as DOCX; page numbers of the contents list are those of our own PDF until Word renews the field."""
    word = docx.Document()
    _set_up(word, form)
    footers = _footers(word)
    body = word.element.body
    for element in list(body):
        body.remove(element)
    for xml in _body(form, footers):
        body.append(parse_xml(xml))
    buffer = io.BytesIO()
    word.save(buffer)
    return packed(buffer.getvalue(), embedded)


def _set_up(word: Word, form: Form) -> None:
    """Styles and properties."""
    styles = word.styles.element
    for element in list(styles):
        styles.remove(element)
    for element in list(parse_xml(files(__package__).joinpath("styles.xml").read_bytes())):
        styles.append(element)
    word.settings.odd_and_even_pages_header_footer = True
    properties = word.core_properties
    properties.title, properties.author, properties.last_modified_by = form.title, form.author, form.author
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = datetime(form.year, 1, 1)


def _footers(word: Word) -> str:
    """The page numbers — 1 —: right on odd pages, left on even ones, one character from the edge. Gives their references."""
    section = word.sections[0]
    for footer, side, edge in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        footer.is_linked_to_previous = False
        element = footer._element
        for child in list(element):
            element.remove(child)
        style = f'<w:pStyle w:val="Footer"/><w:ind w:{edge}="280"/><w:jc w:val="{side}"/>'
        number = f"{_run('— ')}{_field('PAGE', '1')}{_run(' —')}"
        element.append(parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{style}</w:pPr>{number}</w:p>"))
    names = ((kind, id_) for kind, id_ in _references(word))
    return "".join(f'<w:footerReference w:type="{kind}" r:id="{id_}"/>' for kind, id_ in names)


def _references(word: Word) -> Iterator[tuple[str, str]]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    for reference in word.sections[0]._sectPr.findall(f"{space}footerReference"):
        yield str(reference.get(f"{space}type")), str(reference.get(link))


def _body(form: Form, footers: str) -> Iterator[str]:
    """The body element by element; runs of pages with the same orientation are one section."""
    anchors = {id(line): f"_Toc{number + 1:08d}" for number, (_level, line) in enumerate(form.entries)}
    if form.cover:
        yield from (_paragraph(line.text, line.style) for line in form.cover)
        yield from _contents(form, anchors)
        yield _section_end(False, "")
    runs = [(wide, list(blocks)) for wide, blocks in groupby(_opening_pages(form.blocks), key=lambda pair: _is_wide(pair[0]))]
    for number, (wide, blocks) in enumerate(runs):
        numbering = f'{footers}<w:pgNumType w:start="1"/>' if number == 0 else ""
        for place, (block, opens) in enumerate(blocks):
            yield from _block(block, anchors, opens=opens and place > 0)
        if number + 1 < len(runs):
            yield _section_end(wide, numbering)
        else:
            yield _paragraph("", "gap")  # a body must not end in a table
            yield f"<w:sectPr {nsdecls('w', 'r')}>{_section(wide, numbering)}</w:sectPr>"
    if not runs:
        yield f"<w:sectPr {nsdecls('w', 'r')}>{_section(False, footers)}</w:sectPr>"


def _opening_pages(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it opens a page: parts do, and sheets unless they stand under the heading of their part."""
    under_part = False
    for block in blocks:
        is_part = isinstance(block, Line) and block.style == "part"
        yield block, (is_part and not under_part) or (isinstance(block, Sheet) and not under_part)
        under_part = is_part


def _is_wide(block: Block) -> bool:
    return isinstance(block, Sheet) and block.grid.wide


def _section_end(wide: bool, numbering: str) -> str:
    section = f"<w:sectPr>{_section(wide, numbering)}</w:sectPr>"
    return f'<w:p {nsdecls("w", "r")}><w:pPr><w:pStyle w:val="gap"/>{section}</w:pPr></w:p>'


def _section(wide: bool, numbering: str) -> str:
    references, start, number = numbering.partition("<w:pgNumType")
    return f'{references}<w:type w:val="nextPage"/>{MARGINS[wide]}{start}{number}{GRID}'


def _block(block: Block, anchors: dict[int, str], *, opens: bool) -> Iterator[str]:
    if isinstance(block, Line):
        yield _paragraph(block.text, HEADINGS[block.style] if block.level else block.style, anchors.get(id(block)), opens=opens)
    elif isinstance(block, Grid):
        yield from _tables(block, wide=False)
    else:
        yield _paragraph(block.title.text, "sheet", anchors.get(id(block.title)), opens=opens)
        if block.year:
            yield _paragraph(block.year, "year")
        if block.line:
            yield _unit_line(block)
        yield from _tables(block.grid, wide=block.grid.wide)


def _run(text: str) -> str:
    """Runs of a text; line breaks become w:br."""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def _field(code: str, shown: str) -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{middle}{_run(shown)}{end}'


def _paragraph(text: str, style: str, anchor: str | None = None, *, opens: bool = False) -> str:
    mark = f'<w:bookmarkStart w:id="{int(anchor[4:])}" w:name="{anchor}"/>' if anchor else ""
    end = f'<w:bookmarkEnd w:id="{int(anchor[4:])}"/>' if anchor else ""
    page = "<w:pageBreakBefore/>" if opens else ""
    return f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/>{page}</w:pPr>{mark}{_run(text) if text else ""}{end}</w:p>'


def _unit_line(sheet: Sheet) -> str:
    """Agency at the left, unit of amounts at a right tab."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH[sheet.grid.wide]}"/></w:tabs>'
    unit = f"<w:r><w:tab/></w:r>{_run(sheet.amount_unit)}" if sheet.amount_unit else ""
    agency = _run(sheet.agency) if sheet.agency else ""
    return f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="line"/>{tab}</w:pPr>{agency}{unit}</w:p>'


def _contents(form: Form, anchors: dict[int, str]) -> Iterator[str]:
    """The contents list: a real TOC field whose entries are already there, so that Word need not renew it on opening."""
    yield _paragraph(CONTENTS, "contents")
    pages = page_numbers(form)
    begin, end = _field(r'TOC \o "1-2" \h \z \u', "\n").split(_run("\n"))
    for number, ((level, line), page) in enumerate(zip(form.entries, pages, strict=True)):
        anchor = anchors[id(line)]
        reference = _field(rf"PAGEREF {anchor} \h", str(page))
        entry = f"{_run(line.entry or '')}<w:r><w:tab/></w:r>{reference}"
        last = end if number + 1 == len(pages) else ""
        link = f'<w:hyperlink w:anchor={quoteattr(anchor)} w:history="1">{entry}</w:hyperlink>'
        style = f'<w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>'
        yield f"<w:p {nsdecls('w')}>{style}{begin if number == 0 else ''}{link}{last}</w:p>"


def _tables(grid: Grid, *, wide: bool) -> Iterator[str]:
    """The grid in two tables, since Word repeats heading rows only at the top; a hidden paragraph keeps them apart."""
    header = grid.header
    if header is None or header == 0:
        yield _table(grid, 0, grid.rows, wide=wide)
        return
    yield _table(grid, 0, header, wide=wide)
    yield f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="gap"/><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>'
    yield _table(grid, header, grid.rows, wide=wide)


def _table(grid: Grid, first: int, stop: int, *, wide: bool) -> str:
    total = TEXT_WIDTH[wide]
    edges = [round(sum(grid.columns[:column]) * total / WIDTH) for column in range(len(grid.columns) + 1)]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    open_end = stop < grid.rows
    borders = "".join(
        f'<w:{side} w:val="{"nil" if side == "bottom" and open_end else "single"}" w:sz="4" w:space="0" w:color="000000"/>'
        for side in sides
    )
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    rows = "".join(_row(grid, row, edges) for row in range(first, stop))
    look = f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{CELL_MARGINS}'
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(grid: Grid, row: int, edges: list[int]) -> str:
    header = "<w:tblHeader/>" if row == grid.header else ""
    split = "" if grid.may_split(row) else "<w:cantSplit/>"
    covering = sorted((c for c in grid.cells if c.row <= row < c.row + c.rowspan), key=lambda c: c.column)
    return f"<w:tr><w:trPr>{split}{header}</w:trPr>{''.join(_cell(cell, row, edges) for cell in covering)}</w:tr>"


def _cell(cell: GridCell, row: int, edges: list[int]) -> str:
    width = edges[cell.column + cell.colspan] - edges[cell.column]
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = f'<w:vMerge w:val="{"restart" if row == cell.row else "continue"}"/>' if cell.rowspan > 1 else ""
    shown = cell if row == cell.row else replace(cell, text="")
    style = PARAGRAPHS.get(cell.role, "cell")
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(line) if line else ""}</w:p>' for line in shown.text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
    )
