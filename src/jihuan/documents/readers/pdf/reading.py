"""A PDF file → Layout: pages in turn, furniture out, paragraphs and tables joined over page breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from pypdfium2 import raw

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Block, Layout
from jihuan.documents.readers.limits import MAX_PAGES
from jihuan.documents.readers.pdf.across import joined_columns
from jihuan.documents.readers.pdf.file import embedded_json, open_page, open_pdf, page_count, title
from jihuan.documents.readers.pdf.furniture import drop_between, drop_furniture
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Grid
from jihuan.documents.readers.pdf.lines import Line, around, place_of, to_lines
from jihuan.documents.readers.pdf.pages import PageContent, align_stripes, read_page
from jihuan.documents.readers.pdf.paragraphs import Margins, ParagraphBuilder, margins_of
from jihuan.documents.readers.pdf.sheets import Sheet, restored
from jihuan.documents.readers.pdf.tables import TableBuilder

MEDIA_TYPE = "application/pdf"
_MUCH = 0.18
"""Of the page height: so much room left below a table says that the next page begins another table."""


ScanReader = Callable[[raw.FPDF_PAGE, PageContent], PageContent]
"""Reads a page that shows pictures, or no text; what it finds to be no scan comes back as it was."""


def read_layout(data: bytes, scan: ScanReader | None = None) -> Layout:
    """Read a PDF. Places are page (from 1) and bbox in points from the top left corner of the displayed page.

    Pages with pictures, or without text, are shown to ``scan``; without it those without text become problems of level error. Raises
    Unreadable for encrypted, damaged, empty or too long files.
    """
    pages: list[PageContent] = []
    problems: list[Problem] = []
    with open_pdf(data) as document:
        embedded, name, count = embedded_json(document), title(document), page_count(document)
        if count > MAX_PAGES:
            message = _("这个 PDF 文件有 {count} 页，超过 {limit} 页的限度，请拆分后再上传")
            raise Unreadable(message.format(count=count, limit=MAX_PAGES))
        for number in range(1, count + 1):
            with open_page(document, number) as page:
                if page is None:
                    message = _("第 {page} 页已损坏，内容没有读出，请对照原件核对").format(page=number)
                    problems.append(Problem(level="error", message=message, place=Place(page=number)))
                    pages.append(PageContent(number, 0.0, 0.0, [], [], [], False))
                else:
                    content = read_page(page, number)
                    pages.append(scan(page, content) if scan and (content.without_text or content.pictured) else content)
    layout = layout_of_pages(pages, MEDIA_TYPE)
    names = (name,) if name else ()
    return replace(layout, problems=(*problems, *layout.problems), embedded=embedded, names=names)


def layout_of_pages(pages: list[PageContent], media_type: str) -> Layout:
    """Pages → paragraphs and tables, joined over page breaks."""
    sheets = [page.sheet or Sheet(page.number, page.width, page.height) for page in pages]
    turned = any(page.sheet or (page.gutter is not None and page.grids) for page in pages)
    read = _numbered(pages) if turned else pages
    numbered = [page.sheet for page in read if page.sheet]
    problems = [problem for content in read for problem in _problems(content)] + _watermarks(read)
    align_stripes(read)
    drop_furniture(read)
    read, joined = joined_columns(read)
    drop_between(read)
    flow = _Flow([part for page in read for part in page.columns()])
    blocks = flow.blocks()
    problems += joined + flow.problems
    if turned:
        blocks, problems = restored(blocks, problems, numbered)
    return Layout(media_type=media_type, blocks=blocks, pages=tuple(sheet.page() for sheet in sheets), problems=tuple(problems))


def _numbered(pages: list[PageContent]) -> list[PageContent]:
    """The pages of all sheets in the order of reading, numbered so."""
    parts = [part for page in pages for part in page.pages()]
    for number, part in enumerate(parts, 1):
        part.sheet = part.sheet or Sheet(part.number, part.width, part.height)
        part.number = number
    return parts


def _watermarks(pages: list[PageContent]) -> list[Problem]:
    """Tells once what is printed across the pages."""
    marked = [page for page in pages if page.slanted]
    if not marked:
        return []
    texts = "、".join(dict.fromkeys(line.text.strip() for page in marked for line in page.slanted))
    message = _("文件上有斜着印的文字（水印），没有当作内容读：{texts}").format(texts=texts)
    return [Problem(level="info", message=message, place=place_of(marked[0].number, around(marked[0].slanted)))]


def _problems(page: PageContent) -> list[Problem]:
    """What could not be understood on a page."""
    found = []
    number, count = page.number, len(page.unmapped)
    printed = page.sheet_number
    if page.without_text:
        message = _("第 {page} 页没有文字层（可能是扫描件），内容没有读出，请提供由文字处理软件导出的 PDF").format(page=printed)
        found.append(Problem(level="error", message=message, place=Place(page=number)))
    if count:
        message = _("第 {page} 页有 {count} 个字符的字体没有给出文字编码，读出的内容可能有误，请对照原件核对")
        message = message.format(page=printed, count=count)
        found.append(Problem(level="error", message=message, place=place_of(number, page.unmapped[0])))
    for grid in page.grids:
        if grid.ragged:
            message = _("第 {page} 页有一张表格的框线不完整，单元格的划分可能有误，请对照原件核对").format(page=printed)
            found.append(Problem(level="warning", message=message, place=place_of(number, grid.sides)))
        if grid.unruled:
            message = _("第 {page} 页有一张表格没有竖线，行和列是按文字的位置划分的，请逐行核对").format(page=printed)
            found.append(Problem(level="warning", message=message, place=place_of(number, grid.sides)))
    if page.crowded:
        message = _("第 {page} 页的表格有文字超出所在的格子，同旁边或上下格的文字连在一起，可能读错，请对照原件核对：{texts}")
        message = message.format(page=printed, texts="；".join(line.text for line in to_lines(page.crowded)))
        found.append(Problem(level="warning", message=message, place=place_of(number, around(page.crowded))))
    for piece in page.cut:
        message = _("第 {page} 页的“{text}”在格子里放不下，没有全部印出来，请对照原件补全或核对")
        message = message.format(page=printed, text=piece.text.strip())
        found.append(Problem(level="warning", message=message, place=place_of(number, around([piece]))))
    for box in page.unread:
        message = _(
            "第 {page} 页有一张表格没有竖线，文字的位置分不清行和列，没有当作表格读；请提供有框线的文件，或者 Word、Excel 原件"
        )
        found.append(Problem(level="error", message=message.format(page=printed), place=place_of(number, box)))
    return found


def _joined_row(place: Place, number: int) -> Problem:
    message = _("第 {page} 页顶部的表格行被当作上一页末行的下半截，两截文字已接在一起，请核对").format(page=number)
    return Problem(level="info", message=message, place=place)


def _parted_row(place: Place, number: int) -> Problem:
    message = _("第 {page} 页顶部的表格行也可能是上一页末行的下半截，程序当作新的一行，请核对").format(page=number)
    return Problem(level="warning", message=message, place=place)


class _Flow:
    """Lines and grids of all pages in reading order, joined to blocks."""

    def __init__(self, pages: list[PageContent]) -> None:
        self._pages = pages
        self._order = {page.number: index for index, page in enumerate(pages)}
        self.problems: list[Problem] = []
        self._done: list[Block] = []
        self._paragraph: ParagraphBuilder | None = None
        self._table: TableBuilder | None = None
        by_size: dict[tuple[int, int], list[Line]] = defaultdict(list)
        sides: dict[tuple[int, int], list[Rect]] = defaultdict(list)
        lowest: dict[tuple[int, int], float] = defaultdict(float)
        for page in pages:
            by_size[_size(page)] += page.lines
            sides[_size(page)] += [grid.sides for grid in page.grids]
            bottoms = [line.y1 for line in page.lines] + [grid.ys[-1] for grid in page.grids]
            lowest[_size(page)] = max([lowest[_size(page)], *bottoms])
        self._lowest = lowest
        self._margins = {size: margins_of(lines, sides[size]) for size, lines in by_size.items() if lines}

    def blocks(self) -> tuple[Block, ...]:
        """All blocks."""
        for page in self._pages:
            self._widen(page)
            items: list[Line | Grid] = [*page.lines, *page.grids]
            items.sort(key=lambda item: item.ys[0] if isinstance(item, Grid) else item.y0)
            for position, item in enumerate(items):
                if isinstance(item, Grid):
                    self._grid(item, page, first=position == 0)
                else:
                    self._line(item, page)
        self._close()
        return tuple(self._done)

    def _widen(self, page: PageContent) -> None:
        """Give the first grid of a page the merged cells that go on from the page before without being drawn."""
        if self._table and self._follows(page) and page.grids:
            page.lines = self._table.widen(min(page.grids, key=lambda grid: grid.ys[0]), page.lines)

    def _grid(self, grid: Grid, page: PageContent, *, first: bool) -> None:
        table = self._table
        if table and first and self._follows(page) and self._reaches(table, grid, page):
            table.go_on(grid, page.number)
        elif len(grid.boxes) == 1:  # a border around running text
            for line in to_lines(grid.boxes[0].pieces):
                self._line(line, page)
        else:
            self._close()
            self._table = TableBuilder(page.number)
            self._table.add(grid, page.number)

    def _follows(self, page: PageContent) -> bool:
        """Whether a page comes right after the one on which the table ends."""
        return self._table is not None and self._order[page.number] - self._order[self._table.page] == 1

    def _reaches(self, table: TableBuilder, grid: Grid, page: PageContent) -> bool:
        size = _size(next(it for it in self._pages if it.number == table.page))
        return table.reaches(grid, self._lowest[size] - table.sides.y1, _MUCH * page.height)

    def _line(self, line: Line, page: PageContent) -> None:
        margins = self._margins.get(_size(page)) or Margins(0, page.width)
        if self._paragraph is None or not self._paragraph.goes_on(line, page.number, margins):
            self._close()
            self._paragraph = ParagraphBuilder(margins, page.number)
        self._paragraph.add(line, page.number, margins)

    def _close(self) -> None:
        if self._paragraph:
            self._done.append(self._paragraph.build())
        if self._table:
            self._done.append(self._table.build())
            self.problems += [_joined_row(place, self._sheet_number(place)) for place in self._table.guessed]
            self.problems += [_parted_row(place, self._sheet_number(place)) for place in self._table.doubted]
        self._paragraph = self._table = None

    def _sheet_number(self, place: Place) -> int:
        return next(page.sheet_number for page in self._pages if page.number == place.page)


def _size(page: PageContent) -> tuple[int, int]:
    return round(page.width), round(page.height)
