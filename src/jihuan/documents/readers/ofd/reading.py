"""An OFD file → Layout: pages in turn, each with its templates; paragraphs and tables by the same code as for PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.readers.limits import MAX_PAGES
from jihuan.documents.readers.ofd.characters import PlacedText
from jihuan.documents.readers.ofd.content import POINTS, Content
from jihuan.documents.readers.ofd.package import Body, Package
from jihuan.documents.readers.pdf.geometry import Frame
from jihuan.documents.readers.pdf.pages import PageContent, content_of
from jihuan.documents.readers.pdf.reading import layout_of_pages
from jihuan.documents.readers.pdf.rulings import Matrix

MEDIA_TYPE = "application/ofd"
_FEW = 40
"""Characters: as many may stand on a scan."""


Placed = tuple[bytes, Matrix]
"""A picture file, and the map from the unit square (from its top left corner) to points on the page."""
ScanReader = Callable[[list[Placed], PageContent], PageContent]
"""Reads a page that shows pictures and next to no text; what it finds to be no scan comes back as it was."""


def read_layout(data: bytes, scan: ScanReader | None = None) -> Layout:
    """Read an OFD. Places are page (from 1) and bbox in points from the top left corner. Raises Unreadable for damaged files.

    Pages that show pictures and next to no text are shown to ``scan``; without it those without text become problems of level error.
    """
    package = Package(data)
    pages: list[PageContent] = []
    problems: list[Problem] = []
    bodies = package.bodies()
    count = sum(len(body.pages) for body in bodies)
    if count > MAX_PAGES:
        message = _("文件有 {count} 页，超过 {limit} 页的限度，请拆分后再上传")
        raise Unreadable(message.format(count=count, limit=MAX_PAGES))
    for body in bodies:
        for name in body.pages:
            number = len(pages) + 1
            try:
                pages.append(_page(package, body, name, number, scan))
            except Unreadable as error:
                message = _("第 {page} 页没有读出：{reason}").format(page=number, reason=error.message)
                problems.append(Problem(level="error", message=message, place=Place(page=number)))
                pages.append(PageContent(number, 0.0, 0.0, [], [], [], False))
    layout = layout_of_pages(pages, MEDIA_TYPE)
    return replace(layout, problems=(*problems, *_left_out(bodies), *layout.problems), embedded=package.archive.embedded())


def _left_out(bodies: list[Body]) -> Iterator[Problem]:
    if any(body.annotated for body in bodies):
        yield Problem(level="info", message=_("OFD 文件带有批注，批注中的文字没有读取，请对照原件核对"))
    if any(body.signed for body in bodies):
        yield Problem(level="info", message=_("OFD 文件带有电子签章，只读取了正文，没有验证签章"))


def _page(package: Package, body: Body, name: str, number: int, scan: ScanReader | None) -> PageContent:
    """One page with its templates."""
    (x, y, width, height), drawn = package.page(body, name)
    content = Content(body.units, (x, y))
    for part in drawn:
        content.add(part)
    frame = Frame(0, 0, width * POINTS, height * POINTS)
    found = content_of(PlacedText(content.glyphs), content.drawing, frame, number)
    if scan is None or not content.pictures or len(content.glyphs) > _FEW:
        return found
    shown = [one for one in content.pictures if one.resource in body.media]
    return scan([(package.archive.part(body.media[one.resource]), one.matrix) for one in shown], found)
