"""One page: its grids with the text of every box, and the lines outside them."""

from __future__ import annotations

from collections import defaultdict
from ctypes import byref
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pypdfium2 import raw

from jihuan.documents.readers.pdf.bare import BARE_HEADER, bare_grids
from jihuan.documents.readers.pdf.characters import PageText
from jihuan.documents.readers.pdf.columns import gutter
from jihuan.documents.readers.pdf.distribution import Distribution, TextLayer, touches
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.grid import SNAP, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.rulings import Drawing, Segment, read_drawing
from jihuan.documents.readers.pdf.sheets import Sheet, between, middle
from jihuan.documents.readers.pdf.stripes import Stripes, outer_rows, parted, striped_grid, stripes
from jihuan.documents.readers.pdf.unruled import columns_alone, grid_of, has_columns, region, rules
from jihuan.documents.readers.pdf.white import Ends, widened

_FEWEST_TILES = 4
_SLACK = 2.0
"""Points by which glyphs may stick out of their box."""
_OVERHANG = 1.0
"""Of the height of a line: no wider gap parts text that hangs over the end of a page from its box, page numbers stand lower."""


@dataclass(slots=True)
class PageContent:
    """A page as read. ``unmapped`` are the places of characters without a Unicode value."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[Line]
    unmapped: list[Rect]
    without_text: bool
    """Something is shown, but none of it is text: a scan, or letters drawn as shapes."""
    pictured: bool = False
    """Pictures are shown, perhaps those of a scan with some text on it."""
    unread: list[Rect] = field(default_factory=list)
    """Where a table without vertical lines stands whose columns could not be told."""
    gutter: float | None = None
    """Between two columns of running text."""
    crowded: list[Line] = field(default_factory=list)
    """Texts that stick out of their cell into another one."""
    cut: list[Line] = field(default_factory=list)
    """Texts of which the print shows but a part."""
    slanted: list[Line] = field(default_factory=list)
    """Texts across the page: watermarks, which are no part of what is printed under them."""
    striped: list[tuple[Stripes, Grid]] = field(default_factory=list)
    """The tables whose rows alone are drawn."""
    sheet: Sheet | None = None
    """Where the page lies on its sheet, if it is not read as it is displayed."""

    @property
    def sheet_number(self) -> int:
        """The number of the sheet as the user sees it."""
        return self.sheet.number if self.sheet else self.number

    def pages(self) -> list[PageContent]:
        """The left and the right page of a sheet with two, numbered as it is; the page itself of any other."""
        at = self.gutter
        if at is None or not self.grids:
            return [self]
        sheet = self.sheet or Sheet(self.number, self.width, self.height)
        return [self._half(0.0, at, sheet), self._half(at, self.width, sheet)]

    def _half(self, left: float, right: float, sheet: Sheet) -> PageContent:
        """What stands on the sheet between two sides, its place told from the left one."""
        grids = [grid for grid in self.grids if left <= (grid.xs[0] + grid.xs[-1]) / 2 < right]
        for grid in grids:
            grid.move(-left)
        lines, crowded, cut, slanted = (
            between(boxes, left, right) for boxes in (self.lines, self.crowded, self.cut, self.slanted)
        )
        unmapped, unread = between(self.unmapped, left, right), between(self.unread, left, right)
        half = replace(self, grids=grids, lines=lines, crowded=crowded, unmapped=unmapped, unread=unread)
        half.width, half.gutter, half.sheet = right - left, None, replace(sheet, left=left)
        half.cut, half.slanted, half.striped = cut, slanted, []
        return half

    def columns(self) -> list[PageContent]:
        """What stands above both columns, the left one, the right one, what stands below; the page itself where it has one column.

        The parts keep the number of the page; their widths differ, so that each has margins of its own.
        """
        at = self.gutter
        beside = [line for line in self.lines if at is not None and not line.x0 < at < line.x1]
        if at is None or not beside:
            return [self]
        top = min(line.y0 for line in beside)
        across = [line for line in self.lines if line.x0 < at < line.x1]
        head, tail = ([it for it in across if it.y1 <= top + 1], [it for it in across if it.y1 > top + 1])
        left, right = ([it for it in beside if it.x1 <= at], [it for it in beside if it.x0 >= at])
        parts = ((head, self.width), (left, at), (right, self.width + at), (tail, self.width))
        return [replace(self, lines=lines, width=width) for lines, width in parts if lines]


def frame_of(page: raw.FPDF_PAGE) -> Frame:
    """The visible part of a page: crop box within media box, with the page's rotation."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4)


def read_page(page: raw.FPDF_PAGE, number: int) -> PageContent:
    """Read the page ``number`` (from 1)."""
    displayed = frame_of(page)
    with PageText(page, displayed) as text:
        frame = text.upright()
        drawing = read_drawing(page, frame)
        text.clips_are_elsewhere = drawing.forms > 0
        if frame is displayed:
            return content_of(text, drawing, frame, number)
        content = content_of(text, drawing, frame, number)
        content.sheet = Sheet(number, frame.width, frame.height, (displayed.quarter_turns - frame.quarter_turns) % 4)
        return content


def content_of(text: TextLayer, drawing: Drawing, frame: Frame, number: int) -> PageContent:
    """A page from its text and from what is drawn on it."""
    rows, columns = _within(drawing, frame)
    grids = without_frames(find_grids(rows, columns))
    grids += _tiles([fill for fill in drawing.fills if not any(touches(fill, grid.sides) for grid in grids)])
    open_tables = rules(rows, grids)
    striped = [] if grids else stripes(rows)
    ruled = bool(grids or open_tables or striped)
    bare = not ruled and BARE_HEADER.search(text.text) is not None
    spans = text.spans(words=ruled or bare)
    texts = Distribution(text, grids)
    texts.put(spans)
    grids = [grid for grid in grids if not _is_off(grid, frame)]
    for grid in grids:  # what goes over the edge of the page is not printed
        grid.ragged = grid.ragged or not (grid.xs[0] > -1 and grid.xs[-1] < frame.width + 1 and grid.ys[-1] < frame.height + 1)
    outside = _without_overhang([piece for piece in texts.outside if _is_shown(piece, frame)], grids)
    found_striped: list[tuple[Stripes, Grid]] = []
    if striped:
        outside, found_striped = _without_rows(outside, striped)
        grids += [grid for _, grid in found_striped]
        open_tables = [lines for lines in open_tables if not any(touches(region(lines), grid.sides) for grid in grids)]
    outside, unread = _without_columns(outside, open_tables, grids)
    if bare:
        grids, unread, outside = bare_grids(outside)
    unmapped = [text.character_box(index) for index in text.unmapped(spans)]
    without_text = not text.text.strip() and (drawing.images > 0 or drawing.curves > 0)
    pictured = drawing.images > 0
    at = middle(grids, outside, frame) if grids else gutter(outside, frame.width)
    lines = [line for part in _by_side(outside, at) for line in to_lines(part)]
    if not unread and (alone := columns_alone(lines)):
        unread.append(alone)
    content = PageContent(number, frame.width, frame.height, grids, lines, unmapped, without_text, pictured, unread, at)
    content.striped = found_striped
    content.crowded, content.cut, content.slanted = texts.crowded, texts.cut, texts.slanted
    return content


def _by_side(pieces: list[Line], at: float | None) -> list[list[Line]]:
    """The pieces left and right of a gutter, and those across it."""
    if at is None:
        return [pieces]
    across = [piece for piece in pieces if piece.x0 < at < piece.x1]
    return [across, [piece for piece in pieces if piece.x1 <= at], [piece for piece in pieces if piece.x0 >= at]]


def _without_columns(outside: list[Line], open_tables: list[list[Segment]], grids: list[Grid]) -> tuple[list[Line], list[Rect]]:
    """Put the texts of tables without vertical lines into grids of their own; the rest, and where a table could not be told."""
    unread = []
    for lines in open_tables:
        if not has_columns(lines, outside):
            continue
        grid = grid_of(lines, outside)
        if grid is None:
            unread.append(region(lines))
            continue
        outside = _filled(grid, outside)
        grids.append(grid)
    return outside, unread


def _without_rows(outside: list[Line], tables: list[Stripes]) -> tuple[list[Line], list[tuple[Stripes, Grid]]]:
    """Put the texts of tables whose rows alone are drawn into grids of their own; the rest, and these."""
    found = []
    for table in [part for whole in tables for part in parted(whole, outside)]:
        if grid := striped_grid(table, outside):
            outside = _filled(grid, outside)
            found.append((table, grid))
    return outside, found


def align_stripes(pages: list[PageContent]) -> None:
    """Give tables whose rows alone are drawn the same columns on all their pages."""
    known: dict[int, list[list[float]]] = defaultdict(list)
    run: list[PageContent] = []
    columns: list[Ends] = []
    striped = [page for page in pages if page.striped]
    for page in striped:
        first, (table, grid) = page.striped[0], page.striped[-1]
        joined = widened(columns, outer_rows(first[0], first[1].texts())[0]) if _goes_on(run, page) else None
        _, last, whole = outer_rows(table, grid.texts())
        if joined is None or not whole or grid is not first[1]:
            _know(known, [*run, page] if joined else run, joined or columns)
            run, columns = [page], last
        else:
            run, columns = [*run, page], joined
    _know(known, run, columns)
    for page in striped:
        _realign(page, known[page.number])


def _goes_on(run: list[PageContent], page: PageContent) -> bool:
    if not run or page.number != run[-1].number + 1:
        return False
    above, below = run[-1].striped[-1][1].sides, page.striped[0][1].sides
    return abs(above.x0 - below.x0) < SNAP and abs(above.x1 - below.x1) < SNAP


def _know(known: dict[int, list[list[float]]], run: list[PageContent], columns: list[Ends]) -> None:
    """The lines between columns that several pages share."""
    for page in run if len(run) > 1 else ():
        known[page.number].append([(a[1] + b[0]) / 2 for a, b in pairwise(columns)])


def _realign(page: PageContent, known: list[list[float]]) -> None:
    for at in {0, len(page.striped) - 1}:
        table, grid = page.striped[at]
        pieces = grid.texts()
        other = striped_grid(table, pieces, known)
        if other and not _filled(other, pieces):
            page.grids = [other if it is grid else it for it in page.grids]


def _filled(grid: Grid, outside: list[Line]) -> list[Line]:
    """Put texts into the boxes of a grid without lines between its columns; the rest."""
    grid.unruled = True
    boxes = [(piece, grid.box_at((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)) for piece in outside]
    for piece, box in boxes:
        if box:
            box.pieces.append(piece)
    return [piece for piece, box in boxes if not box]


def _within(drawing: Drawing, frame: Frame) -> tuple[list[Segment], list[Segment]]:
    """The lines that lie on the displayed page."""
    width, height = frame.width, frame.height
    return (
        [line for line in drawing.horizontal if -1 <= line.at <= height + 1 and line.end > 0 and line.start < width],
        [line for line in drawing.vertical if -1 <= line.at <= width + 1 and line.end > 0 and line.start < height],
    )


def _tiles(fills: list[Rect]) -> list[Grid]:
    """Grids without lines, of coloured fields side by side."""
    if len(fills) < _FEWEST_TILES:
        return []
    across = [Segment(y, fill.x0, fill.x1) for fill in fills for y in (fill.y0, fill.y1)]
    down = [Segment(x, fill.y0, fill.y1) for fill in fills for x in (fill.x0, fill.x1)]
    blank = _between(down)
    grids = [grid for grid in find_grids(across, down + blank) if len(grid.xs) > 2 and len(grid.ys) > 2]
    for grid in grids:
        grid.ragged = grid.ragged or any(grid.xs[0] <= line.at <= grid.xs[-1] for line in blank)
    return grids


def _between(down: list[Segment]) -> list[Segment]:
    """The sides of the fields that no colour fills, between coloured ones above and below: every other row may be blank."""
    tallest = max(line.end - line.start for line in down)
    sides: dict[int, list[Segment]] = defaultdict(list)
    for line in sorted(down, key=lambda line: line.start):
        sides[round(line.at)].append(line)
    pairs = [pair for lines in sides.values() for pair in pairwise(lines)]
    return [Segment(a.at, a.end, b.start) for a, b in pairs if SNAP < b.start - a.end < tallest]


def without_frames(grids: list[Grid]) -> list[Grid]:
    """Grids without the borders that only frame others."""
    return [grid for grid in grids if len(grid.boxes) > 1 or not any(_inside(other, grid) for other in grids)]


def _inside(inner: Grid, outer: Grid) -> bool:
    a, b = inner.sides, outer.sides
    return inner is not outer and a.x0 >= b.x0 and a.y0 >= b.y0 and a.x1 <= b.x1 and a.y1 <= b.y1


def _is_off(grid: Grid, frame: Frame) -> bool:
    """Whether a grid goes over the edge of the page and holds nothing: lines of the page before that a browser draws once more."""
    return (grid.ys[0] < -1 or grid.ys[-1] > frame.height + 1) and not any(box.pieces for box in grid.boxes)


def _is_shown(piece: Line, frame: Frame) -> bool:
    return piece.x1 > 0 and piece.y1 > 0 and piece.x0 < frame.width and piece.y0 < frame.height


def _without_overhang(outside: list[Line], grids: list[Grid]) -> list[Line]:
    """Text close below a box that the page break left open hangs over from it. The rest is returned."""
    lowest = {id(box): (box, box.sides.y1) for grid in grids for box in grid.owner[-1] if not box.ruled_below}
    rest = []
    for piece in sorted(outside, key=lambda piece: piece.y0) if lowest else outside:
        height = piece.y1 - piece.y0
        for box, bottom in lowest.values():
            within = box.sides.x0 - _SLACK <= piece.x0 and piece.x1 <= box.sides.x1 + _SLACK
            if within and -height < piece.y0 - bottom < _OVERHANG * height:
                box.pieces.append(piece)
                lowest[id(box)] = box, max(bottom, piece.y1)
                break
        else:
            rest.append(piece)
    return rest
