"""DOCX → layout: paragraphs with outline levels, tables with merged cells, text boxes, tracked changes as if accepted."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from lxml import etree

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.text import visible
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Cell, Layout, Paragraph, Table
from jihuan.documents.readers import limits
from jihuan.documents.readers.archive import Archive
from jihuan.documents.readers.encoding import LOST
from jihuan.documents.readers.numbering import Numbering
from jihuan.documents.readers.symbols import codes_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_GONE = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{_MC}Fallback",
    f"{W}rPr",
    f"{W}pPr",
    f"{W}footnoteReference",
    f"{W}rt",
}
_BOX = f"{W}txbxContent"
_NOTES = ("footnotes", "endnotes")


def read_layout(data: bytes) -> Layout:
    """Paragraphs and tables of the body in document order. Raises Unreadable for damage, encryption and bombs."""
    archive = Archive(data)
    part = archive.part("word/document.xml")
    if _STRICT in part:
        raise Unreadable(_("这是“严格”格式的 Word 文档，请在 Word 中另存为普通的 .docx 后再上传"))
    body = archive.xml("word/document.xml").find(f"{W}body")
    if body is None:
        raise Unreadable(_("Word 文档没有正文，请重新另存后再上传"))
    styles = archive.xml("word/styles.xml") if archive.has("word/styles.xml") else None
    numbers = archive.xml("word/numbering.xml") if archive.has("word/numbering.xml") else None
    reader = _Reader(_outline_levels(styles), Numbering(numbers, styles))
    hidden = _without_hidden(body, styles)
    _without_placeholders(body)
    reader.blocks_of(body)
    reader.notes(archive)
    if hidden:
        message = _("Word 文档中有 {count} 处设为隐藏的文字，没有读取，请核对是否要紧：{texts}")
        reader.problems.append(Problem(level="info", message=message.format(count=len(hidden), texts="；".join(hidden))))
    return Layout(
        media_type=MEDIA_TYPE,
        blocks=tuple(reader.blocks),
        problems=(*archive.macros(), *reader.problems),
        embedded=archive.embedded(),
    )


def value(element: etree._Element | None, path: str) -> str | None:
    """The w:val of a descendant: value(p, "pPr/pStyle")."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/"))) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _outline_levels(styles: etree._Element | None) -> dict[str, int]:
    """Outline level, from 1, of each heading style."""
    levels: dict[str, int] = {}
    for style in styles.iterfind(f"{W}style") if styles is not None else ():
        name = (value(style, "name") or "").lower()
        level = value(style, "pPr/outlineLvl")
        identifier = style.get(f"{W}styleId") or ""
        if level is not None and level.isdigit() and int(level) < 9:
            levels[identifier] = int(level) + 1
        elif name.startswith("heading ") and name[8:].isdigit():
            levels[identifier] = int(name[8:])
    return levels


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _without_hidden(body: etree._Element, styles: etree._Element | None) -> list[str]:
    """Take hidden text out of the body, by paragraphs: what runs, or their styles, do not show on paper."""
    found = styles.iterfind(f"{W}style") if styles is not None else ()
    veiled = {style.get(f"{W}styleId") for style in found if _is_on(style.find(f"{W}rPr/{W}vanish"))}
    hidden: list[str] = []
    any_hidden = veiled or next(body.iter(f"{W}vanish"), None) is not None
    for paragraph in list(body.iter(f"{W}p")) if any_hidden else ():
        texts = []
        for run in list(paragraph.iter(f"{W}r")):
            own = run.find(f"{W}rPr/{W}vanish")
            named = {value(run, "rPr/rStyle"), value(paragraph, "pPr/pStyle")}
            parent = run.getparent()
            if parent is not None and (_is_on(own) or (own is None and named & veiled)):
                texts.append(_text(run))
                parent.remove(run)
        hidden += [text] if (text := "".join(texts).strip()) else []
    return hidden


def _without_placeholders(body: etree._Element) -> None:
    """Take out what content controls show while they are empty: “单击此处输入文字”."""
    for control in body.iter(f"{W}sdt"):
        if _is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
            for text in control.iterfind(f"{W}sdtContent//{W}t"):
                text.text = ""


class _Reader:
    """Walks the body once."""

    def __init__(self, levels: dict[str, int], numbering: Numbering) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._levels = levels
        self._numbering = numbering
        self._paragraphs = self._tables = self._cells = 0

    def blocks_of(self, parent: etree._Element, depth: int = 0) -> None:
        """Add the blocks under an element; content controls and insertions are transparent."""
        for child in _children(parent, depth):
            if child.tag == f"{W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                self._table(child, depth)
                for box in _boxes(child):
                    self.blocks_of(box, depth + 1)

    def notes(self, archive: Archive) -> None:
        """Tell the notes at the foot of the pages, which belong to no field."""
        parts = [archive.xml(f"word/{name}.xml") for name in _NOTES if archive.has(f"word/{name}.xml")]
        texts = [text for part in parts for note in part if (text := " ".join(map(_text, note.iter(f"{W}p"))).strip())]
        if texts:
            message = _("Word 文档有 {count} 条脚注或尾注，没有归入任何栏目，请核对是否要紧：{texts}")
            self.problems.append(Problem(level="info", message=message.format(count=len(texts), texts="；".join(texts))))

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        self._paragraphs += 1
        text = (self._numbering.label(element) + _text(element)).strip()
        if text:
            level = value(element, "pPr/outlineLvl")
            style = self._levels.get(value(element, "pPr/pStyle") or "")
            heading = int(level) + 1 if level and level.isdigit() and int(level) < 9 else style
            self.blocks.append(Paragraph(text=text, place=Place(paragraph=self._paragraphs), heading=heading))
        for box in _boxes(element):
            self.blocks_of(box, depth + 1)

    def _table(self, element: etree._Element, depth: int) -> None:
        """A table, then those inside its cells; a table of one column around others only arranges the page."""
        lines = [line for line in _children(element, depth) if line.tag == f"{W}tr" and line.find(f"{W}trPr/{W}del") is None]
        inner = [table for table in element.iter(f"{W}tbl") if table is not element and _is_grid(table)]
        if inner and all(len([item for item in _children(line, depth) if item.tag == f"{W}tc"]) == 1 for line in lines):
            for line in lines:
                for item in _children(line, depth):
                    self.blocks_of(item, depth + 1)
            return
        self._grid(lines)
        for table in inner:
            if not any(other is not table and other in table.iterancestors() for other in inner):
                self._table(table, depth + 1)

    def _grid(self, lines: list[etree._Element]) -> None:
        self._tables += 1
        place = Place(table=self._tables)
        spans: dict[int, Cell] = {}
        cells: dict[tuple[int, int], Cell] = {}
        width = 0
        for row, line in enumerate(lines):
            column = _number(value(line, "trPr/gridBefore"), 0)
            for item in _children(line, 0):
                if item.tag == f"{W}tc":
                    column = self._cell(item, (row, column), spans, cells)
            width = max(width, column)
        if cells:
            self.blocks.append(Table(rows=len(lines), columns=width, cells=tuple(cells.values()), place=place))

    def _cell(
        self, item: etree._Element, at: tuple[int, int], spans: dict[int, Cell], cells: dict[tuple[int, int], Cell]
    ) -> int:
        """Read one cell; the answer is the column after it."""
        row, column = at
        span = min(max(_number(value(item, "tcPr/gridSpan"), 1), 1), limits.MAX_COLUMNS)
        self._cells += 1
        if column + span > limits.MAX_COLUMNS or self._cells > limits.MAX_CELLS:
            raise Unreadable(_("第 {table} 张表格过大，超出读取限度，请拆分后再上传").format(table=self._tables))
        merge = item.find(f"{W}tcPr/{W}vMerge")
        above = spans.get(column)
        if (
            merge is not None
            and merge.get(f"{W}val") != "restart"
            and above
            and (above.row + above.rowspan, above.colspan) == (row, span)
        ):
            cells[above.row, above.column] = spans[column] = _taller(above)
            return column + span
        place = Place(table=self._tables, row=row + 1, column=column + 1)
        cell = Cell(row=row, column=column, text=self._cell_text(item, place), place=place, colspan=span)
        cells[at] = spans[column] = cell
        return column + span

    def _cell_text(self, item: etree._Element, place: Place) -> str:
        lines = []
        for child in _children(item, 0):
            if child.tag == f"{W}p":
                lines.append((self._numbering.label(child) + _text(child)).strip())
            elif child.tag == f"{W}tbl" and not _is_grid(child):
                message = _("单元格里套有另一张表格，已按行展开成文字，请核对")
                self.problems.append(Problem(level="info", message=message, place=place))
                lines.extend(_flattened(child))
        return "\n".join(lines).strip("\n")


def _children(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    """Children, through content controls, insertions and compatibility choices."""
    if depth > limits.MAX_XML_DEPTH:
        raise Unreadable(_("Word 文档的嵌套层数过多，没有读取"))
    for child in parent:
        if child.tag in (
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}moveTo",
            f"{W}customXml",
            f"{_MC}AlternateContent",
            f"{_MC}Choice",
        ):
            yield from _children(child, depth + 1)
        else:
            yield child


def _text(element: etree._Element) -> str:
    """Text of a paragraph without deleted text, field codes and text boxes."""
    parts: list[str] = []
    for child in element:
        if child.tag in _GONE or child.tag == _BOX:
            continue
        if child.tag in (f"{W}t", f"{_MATH}t"):
            parts.append(child.text or "")
        elif child.tag == f"{W}tab" or child.tag == f"{W}ptab":
            parts.append("\t")
        elif child.tag == f"{W}cr" or (child.tag == f"{W}br" and child.get(f"{W}type") in (None, "textWrapping")):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag == f"{W}sym":
            parts.append(_symbol(child))
        elif isinstance(child.tag, str):
            parts.append(_text(child))
    return visible("".join(parts))


def _symbol(element: etree._Element) -> str:
    """The character of an inserted symbol: its code in a font of symbols, often in the private area of Unicode, else that of Unicode."""
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return LOST
    known = codes_of(element.get(f"{W}font") or "")
    if known is None and code <= sys.maxunicode and chr(code).isprintable():
        return chr(code)
    return (known or {}).get(code & 0xFF, LOST)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes anchored in an element, outermost only, each once."""
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child)


def _is_grid(table: etree._Element) -> bool:
    """Is a nested table one to read by itself? Smaller ones are text of their cell."""
    rows = table.findall(f".//{W}tr")
    return len(rows) > 1 and any(len(row.findall(f"{W}tc")) > 1 for row in rows)


def _flattened(table: etree._Element) -> list[str]:
    """A nested table as lines of text."""
    rows = (" ".join(_text(cell).strip() for cell in line.iter(f"{W}tc")).strip() for line in table.iter(f"{W}tr"))
    return [row for row in rows if row]


def _taller(cell: Cell) -> Cell:
    return Cell(
        row=cell.row, column=cell.column, text=cell.text, place=cell.place, rowspan=cell.rowspan + 1, colspan=cell.colspan
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else default
