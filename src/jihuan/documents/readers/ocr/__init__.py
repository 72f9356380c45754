"""Scans and photographs → the shared layout. Needs the extra ``ocr``; nothing of it is imported before a scan is met.

Each page of pixels becomes what the PDF reader makes of a page: a grid of boxes with their lines, and the lines outside. Tables and
paragraphs are then built, and joined over page breaks, by the same code. Places refer to the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Scanned, Unreadable
from jihuan.documents.layout import Block, Cell, Layout, Page, Paragraph
from jihuan.documents.readers import limits
from jihuan.documents.readers.ocr.layer import COVERED, covered, is_scan
from jihuan.documents.readers.pdf import PageContent, layout_of_pages, read_layout
from jihuan.documents.readers.pdf.geometry import Rect

if TYPE_CHECKING:
    from pypdfium2 import raw

    from jihuan.documents.readers.ocr.pictures import Sheet
    from jihuan.documents.readers.ocr.scanning import Scan
    from jihuan.documents.readers.ofd import Placed
    from jihuan.documents.readers.pdf.rulings import Matrix

THREADS = 2
"""Of the recogniser."""
_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy")
_INSIDE = 2.0
"""Points by which a line may stick out of its cell."""


@cache
def available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) for name in _NEEDED)


def how_to_install() -> str:
    """What to do where it is not."""
    return _("请让管理员安装文字识别组件：pip install 'jihuan[ocr]'，或提供由文字处理软件导出的文件")


def read_pdf(data: bytes, *, scans: bool = True) -> Layout:
    """A PDF: pages that show a picture and no text are recognised, the others are read as they are.

    Raises Unreadable, and Scanned where pixels would have to be recognised and ``scans`` are not allowed.
    """
    if not available():
        doubtful: list[int] = []
        layout = _unread(read_layout(data, lambda page, content: _noted(page, content, doubtful)))
        return replace(layout, problems=(*layout.problems, *map(_by_another, doubtful)))
    read = _Scans(allowed=scans)
    return read.marked(read_layout(data, read.page))


def _noted(page: raw.FPDF_PAGE, content: PageContent, doubtful: list[int]) -> PageContent:
    """A page as it is; ``doubtful`` gets its number if it is a scan under some text."""
    if not content.without_text and is_scan(page):
        doubtful.append(content.number)
    return content


def _by_another(number: int) -> Problem:
    message = _("第 {page} 页是扫描的图像，上面的文字由别的软件识别，可能有错，请对照原件核对。{install}")
    return Problem(level="warning", message=message.format(page=number, install=how_to_install()), place=Place(page=number))


def _unread(layout: Layout) -> Layout:
    """A layout without its scanned pages; Unreadable where these are all."""
    if not layout.blocks and any(problem.level == "error" for problem in layout.problems):
        raise Unreadable(_("这个 PDF 没有文字层，是扫描件。{install}").format(install=how_to_install()))
    return layout


def read_ofd(data: bytes, *, scans: bool = True) -> Layout:
    """An OFD: pages that show pictures and next to no text are recognised. Raises as ``read_pdf`` does."""
    from jihuan.documents.readers.ofd import read_layout as read_plain

    if not available():
        return read_plain(data)
    read = _Scans(allowed=scans)
    return read.marked(read_plain(data, read.placed))


def read_image(data: bytes, *, scans: bool = True) -> Layout:
    """A PNG, JPEG or TIFF; every frame of a TIFF is a page. Raises Unreadable, and Scanned where ``scans`` are not allowed."""
    if not available():
        raise Unreadable(_("这是图片。{install}").format(install=how_to_install()))
    from jihuan.documents.readers.ocr.pictures import image_sheets, media_type

    if not scans:
        raise Scanned
    read = _Scans(allowed=True)
    pages = [read.sheet(sheet, number) for number, sheet in enumerate(image_sheets(data), 1)]
    return read.marked(layout_of_pages(pages, media_type(data)))


@dataclass(slots=True)
class _Scans:
    """The recognised pages of one file, by number."""

    allowed: bool
    scans: dict[int, Scan] = field(default_factory=dict)
    wanted: int = 0
    """Pages that are scans."""

    def page(self, page: raw.FPDF_PAGE, content: PageContent) -> PageContent:
        """A page of a PDF, recognised if it is a scan."""
        from jihuan.documents.readers.ocr.pictures import page_sheet

        if not content.without_text and not is_scan(page):
            return content
        if self._later():
            return content
        return self.sheet(page_sheet(page, content.width, content.height), content.number)

    def placed(self, pictures: list[Placed], content: PageContent) -> PageContent:
        """A page of an OFD, recognised if its pictures cover most of it."""
        from jihuan.documents.readers.ocr.pictures import placed_sheet

        boxes = [_corners(matrix) for _data, matrix in pictures]
        if covered(boxes, content.width, content.height) < COVERED:
            return content
        if self._later():
            return content
        return self.sheet(placed_sheet(pictures, content.width, content.height), content.number)

    def _later(self) -> bool:
        """Count a scan: whether it is only counted now, so that a file with too many is refused before any is recognised."""
        from jihuan.documents.readers.ocr.pictures import too_many_pages

        self.wanted += 1
        if self.wanted > limits.MAX_SCANNED_PAGES:
            raise too_many_pages()
        return not self.allowed

    def sheet(self, sheet: Sheet, number: int) -> PageContent:
        """A sheet of pixels, recognised."""
        from jihuan.documents.readers.ocr.recogniser import recogniser
        from jihuan.documents.readers.ocr.scanning import read_sheet

        scan = self.scans[number] = read_sheet(sheet, number, recogniser(THREADS), self.scans.get(number - 1))
        return scan.content

    def marked(self, layout: Layout) -> Layout:
        """The layout with confidences, and with places on the pages as displayed. Scanned: pages are still to be recognised."""
        if self.wanted and not self.allowed:
            raise Scanned
        if not self.scans:
            return layout
        pages = list(layout.pages)
        for number, scan in self.scans.items():
            pages[number - 1] = Page(width=round(scan.width, 2), height=round(scan.height, 2))
        problems = [*layout.problems, *self._problems()]
        return replace(
            layout,
            blocks=tuple(map(self._block, layout.blocks)),
            pages=tuple(pages),
            problems=tuple(replace(one, place=self._back(one.place)) if one.place else one for one in problems),
        )

    def _problems(self) -> Iterator[Problem]:
        for number, scan in self.scans.items():
            place = Place(page=number)
            if scan.cut:
                message = _("第 {page} 页的文字超过 {limit} 行，后面的没有识别，请拆分后再上传")
                yield Problem(level="error", message=message.format(page=number, limit=limits.MAX_LINES), place=place)
            if scan.unclear:
                message = _("第 {page} 页字迹不清，多半的文字没有把握，请重新扫描（200 dpi、灰度或彩色、放正）后再上传")
                yield Problem(level="error", message=message.format(page=number), place=place)
            if scan.stamped:
                message = _("第 {page} 页有红色印章或红字，识别前已去掉红色，请核对印章处的文字").format(page=number)
                yield Problem(level="info", message=message, place=place)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, confidence=self._confidence(block.place), place=self._back(block.place))
        return replace(block, cells=tuple(map(self._cell, block.cells)), place=self._back(block.place))

    def _cell(self, cell: Cell) -> Cell:
        places = (cell.place, *cell.more_places)
        known = [one for one in map(self._confidence, places) if one is not None]
        back = tuple(map(self._back, places))
        return replace(cell, confidence=min(known, default=None), place=back[0], more_places=back[1:])

    def _confidence(self, place: Place) -> float | None:
        """Of the least sure line at a place; None for places that were not recognised."""
        scan = self.scans.get(place.page or 0)
        if scan is None or place.bbox is None:
            return None
        x0, y0, x1, y1 = place.bbox
        inside = [
            mark.confidence
            for mark in scan.marks
            if x0 - _INSIDE <= (mark.box.x0 + mark.box.x1) / 2 <= x1 + _INSIDE
            and y0 - _INSIDE <= (mark.box.y0 + mark.box.y1) / 2 <= y1 + _INSIDE
        ]
        return round(min(inside, default=1.0), 3)

    def _back(self, place: Place) -> Place:
        """A place on the straightened sheet as one on the page as displayed."""
        scan = self.scans.get(place.page or 0)
        if scan is None or place.bbox is None:
            return place
        x0, y0, x1, y1 = place.bbox
        xs, ys = zip(*(scan.back.at(x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
        return replace(place, bbox=_rounded(Rect(min(xs), min(ys), max(xs), max(ys)), scan))


def _corners(matrix: Matrix) -> Rect:
    """The box around what a map makes of the unit square."""
    corners = [matrix.point(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _rounded(box: Rect, scan: Scan) -> tuple[float, float, float, float]:
    width, height = scan.width, scan.height
    return (
        round(min(max(box.x0, 0.0), width), 2),
        round(min(max(box.y0, 0.0), height), 2),
        round(min(max(box.x1, 0.0), width), 2),
        round(min(max(box.y1, 0.0), height), 2),
    )


__all__ = ["available", "how_to_install", "read_image", "read_ofd", "read_pdf"]
