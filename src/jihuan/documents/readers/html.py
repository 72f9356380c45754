"""HTML → layout: paragraphs, tables with rowspan and colspan, layout tables walked through, any Chinese charset."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import chain

import lxml.html
from lxml import etree

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.core.text import visible
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Cell, Layout, Paragraph, Table
from jihuan.documents.readers import limits
from jihuan.documents.readers.encoding import LOST, text_of, utf16
from jihuan.documents.readers.mht import is_mht, page_of

MEDIA_TYPE = "text/html"
EMBEDDED_ID = "jihuan"
_SILENT = {"script", "style", "template", "noscript", "head", "title", "nav", "svg", "iframe", "object", "select", "option"}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s"),
    *("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_HEAD = 4096
_DRAWN = {
    "table": "table",
    "inline-table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-caption": "caption",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
}
_ATTRIBUTE = r"""[\s/]*+[^\s/>="']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+"""
_CROWDED = re.compile(f"<[a-z](?:{_ATTRIBUTE}){{{limits.MAX_ATTRIBUTES + 2}}}", re.IGNORECASE)
"""A tag with more attributes than are read; what begins it, its name, counts as one."""
_TYPED = {"text", "number", "date", "month", "search", "tel", "email", "url", "datetime-local"}
_DISPLAY = re.compile(r"display\s*:\s*([a-z-]+)", re.IGNORECASE)
_START, _NUMBERED = (
    re.compile(r"\d{1,3}", re.ASCII),
    re.compile(r"\s*(?:[（(]?\d{1,2}[.．、)）]|[一二三四五六七八九十]、|[①-⑳])"),
)
_SPACES = re.compile(r"[ \t\r\n\f]+")


def decode(data: bytes) -> str:
    """The text by byte order mark, by the declared charset, or by what the bytes look like: by what loses the least."""
    if data.startswith(b"\xef\xbb\xbf"):
        return text_of(data)
    if wide := utf16(data):
        return wide
    texts = []
    if declared := _CHARSET.search(data[:_HEAD]):
        name = declared[1].decode().lower()
        with contextlib.suppress(LookupError, ValueError):
            texts.append(data.decode(_CHINESE.get(name, name), "replace"))
    return min([*texts, text_of(data)], key=lambda text: text.count(LOST))


def read_layout(data: bytes) -> Layout:
    """Paragraphs and tables of the page in document order. Raises Unreadable."""
    data = page_of(data) if is_mht(data[:_HEAD]) else data
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(data)).replace("\x00", "")
    if crowded := _CROWDED.search(text):
        message = _("网页的代码不正常（标签“{tag}…”的属性过多），没有读取，请用浏览器打开，把要读的表复制到 Word 再上传")
        raise Unreadable(message.format(tag=crowded[0][:20]))
    try:
        root = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_("网页是空的或已损坏，没有读到内容")) from error
    script = root.find(f".//script[@id='{EMBEDDED_ID}']")
    reader = _Reader()
    _as_drawn(root)
    _as_filled_in(root)
    _as_numbered(root)
    if hidden := _hidden(root):
        message = _("网页的表格里有 {count} 处设为隐藏的文字，没有读取，请核对是否要紧：{texts}")
        reader.problems.append(Problem(level="info", message=message.format(count=len(hidden), texts="；".join(hidden))))
    body = root.find("body")
    reader.walk(body if body is not None else root, 0)
    reader.flush()
    title = root.findtext(".//title")
    return Layout(
        media_type=MEDIA_TYPE,
        blocks=tuple(reader.blocks),
        problems=tuple(reader.problems),
        embedded=script.text.encode() if script is not None and script.text else None,
        names=(title.strip(),) if title and title.strip() else (),
    )


def _as_drawn(root: etree._Element) -> None:
    """Give what is styled as a table, a row or a cell the name of one."""
    for element in root.iterfind(".//*[@style]"):
        found = _DISPLAY.search(element.get("style") or "")
        element.tag = _DRAWN.get(found[1].lower(), element.tag) if found else element.tag


def _as_filled_in(root: etree._Element) -> None:
    """Make text of what the boxes of a form show: what was typed, chosen or ticked."""
    for element in root.iter("input", "select"):
        kind = (element.get("type") or "text").lower()
        if element.tag == "select":
            shown = _chosen(element)
        elif kind in ("checkbox", "radio"):
            shown = "□" if element.get("checked") is None else "☑"
        else:
            shown = (element.get("value") or "") if kind in _TYPED else ""
        for option in list(element):
            element.remove(option)
        element.tag, element.text = "span", shown


def _as_numbered(root: etree._Element) -> None:
    """Print the numbers of lists before their items, as the page shows them."""
    for items in root.iter("ol"):
        start, style = items.get("start") or "1", items.get("style") or ""
        first = int(start) if _START.fullmatch(start) else 1
        for number, item in enumerate(() if "none" in style else items.iterchildren("li"), first):
            inner = next((it for it in item.iter() if isinstance(it.tag, str) and (it.text or "").strip()), item)
            if not _NUMBERED.match(inner.text or ""):
                inner.text = f"{number}. {(inner.text or '').lstrip()}"


def _chosen(element: etree._Element) -> str:
    """What a box shows: the options that were chosen, else the first, unless it only asks for one, as it does without a value."""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and element.get("multiple") is None:
        chosen = [option for option in options[:1] if option.get("value") != ""]
    return "".join(map(_words, chosen))


def _hidden(root: etree._Element) -> list[str]:
    """The texts of tables, and in tables, that the page does not show."""
    found = []
    walk = etree.iterwalk(root, events=("start",))
    for _event, element in walk:
        if isinstance(element.tag, str) and not _is_shown(element):
            walk.skip_subtree()
            tables = chain(element.iter("table"), element.iterancestors("table"))
            if element.tag not in _SILENT and next(tables, None) is not None and (text := _words(element)):
                found.append(text)
    return found


def _words(element: etree._Element) -> str:
    """The text of an element on one line, a space between its parts."""
    return " ".join(" ".join(map(str, element.itertext())).split())


class _Reader:
    """Walks the tree once and collects runs of inline text as paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._run: list[str] = []
        self._paragraphs = self._tables = self._cells = 0
        self._heading: int | None = None

    def flush(self) -> None:
        """End a paragraph."""
        text = _SPACES.sub(" ", visible("".join(self._run))).strip()
        self._run.clear()
        if text:
            self._paragraphs += 1
            self.blocks.append(Paragraph(text=text, place=Place(paragraph=self._paragraphs), heading=self._heading))

    def walk(self, element: etree._Element, depth: int) -> None:
        """Read an element's text and children; its tail belongs to the caller."""
        _check_depth(depth)
        self._run.append(element.text or "")
        for child in element:
            if _is_shown(child):
                self._child(child, depth + 1)
            self._run.append(child.tail or "")

    def _child(self, child: etree._Element, depth: int) -> None:
        if child.tag == "br":
            self.flush()
        elif child.tag == "table":
            self.flush()
            self._table(child, depth)
        elif child.tag in _INLINE:
            self.walk(child, depth)
        else:
            self.flush()
            outer, self._heading = self._heading, _heading(child) or self._heading
            self.walk(child, depth)
            self.flush()
            self._heading = outer

    def _table(self, element: etree._Element, depth: int) -> None:
        rows = list(_rows(element))
        if _is_for_layout(element, rows):
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell, depth)
                    self.flush()
            return
        caption = element.find("caption")
        if caption is not None:
            self.walk(caption, depth)
            self.flush()
        self._tables += 1
        cells, width = self._grid(rows)
        if cells:
            self.blocks.append(Table(rows=len(rows), columns=width, cells=tuple(cells), place=Place(table=self._tables)))

    def _grid(self, rows: list[etree._Element]) -> tuple[list[Cell], int]:
        """Cells at their columns, as a browser lays them out."""
        cells: list[Cell] = []
        busy: dict[int, int] = {}
        width = 0
        for index, row in enumerate(rows):
            column = 0
            for item in _cells(row):
                while busy.get(column, 0) > index:
                    column += 1
                down = _span(item, "rowspan", len(rows) - index) or len(rows) - index
                wanted = range(column, column + (_span(item, "colspan", limits.MAX_COLUMNS) or 1))
                across = next((at for at in wanted if busy.get(at, 0) > index), wanted.stop) - column
                self._cells += 1
                if column + across > limits.MAX_COLUMNS or self._cells > limits.MAX_CELLS:
                    raise Unreadable(_("第 {table} 张表格过大，超出读取限度，请拆分后再上传").format(table=self._tables))
                place = Place(table=self._tables, row=index + 1, column=column + 1)
                text = self._cell_text(item, place)
                cells.append(Cell(row=index, column=column, text=text, place=place, rowspan=down, colspan=across))
                busy.update(dict.fromkeys(range(column, column + across), index + down))
                column += across
                width = max(width, column)
        return cells, width

    def _cell_text(self, item: etree._Element, place: Place) -> str:
        if item.find(".//table") is not None:
            message = _("单元格里套有另一张表格，已按行展开成文字，请核对")
            self.problems.append(Problem(level="info", message=message, place=place))
        lines = (_SPACES.sub(" ", visible(line)).strip() for line in "".join(_inner(item, 0)).split("\v"))
        return "\n".join(line for line in lines if line)


def _check_depth(depth: int) -> None:
    if depth > limits.MAX_XML_DEPTH:
        raise Unreadable(_("网页的嵌套层数过多，没有读取"))


def _is_shown(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower() if isinstance(element.tag, str) else ""
    return (
        isinstance(element.tag, str)
        and element.tag not in _SILENT
        and "display:none" not in style
        and element.get("hidden") is None
    )


def _heading(element: etree._Element) -> int | None:
    tag = str(element.tag)
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else None


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of this table, not of tables inside it."""
    for child in table:
        if child.tag == "tr" and _is_shown(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [child for child in row if child.tag in ("td", "th") and _is_shown(child)]


def _is_for_layout(table: etree._Element, rows: list[etree._Element]) -> bool:
    """Does the table only arrange the page? Then most of its text stands in tables inside it."""
    inner = [nested for row in rows for cell in _cells(row) for nested in cell.iter("table")]
    if not inner:
        return False
    outermost = [
        nested for nested in inner if not any(other is not nested and other in nested.iterancestors() for other in inner)
    ]
    nested_length = sum(_length(nested) for nested in outermost)
    return nested_length * 2 > _length(table) or any(len(list(_rows(nested))) > 5 for nested in outermost)


def _length(element: etree._Element) -> int:
    return len(str(element.xpath("string()")).strip())


def _inner(element: etree._Element, depth: int) -> Iterator[str]:
    """Text of a cell; "\\v" where a line ends."""
    _check_depth(depth)
    yield element.text or ""
    for child in element:
        if _is_shown(child):
            block = child.tag not in _INLINE and child.tag not in ("td", "th")
            if block:
                yield "\v"
            yield from _inner(child, depth + 1)
            yield "\v" if block else " " if child.tag in ("td", "th") else ""
        yield child.tail or ""


def _span(cell: etree._Element, name: str, limit: int) -> int:
    """A rowspan or colspan within limits; 0 means to the end."""
    text = (cell.get(name) or "1").strip()
    return min(int(text), limit) if text.isdigit() and len(text) < 7 else 1
