"""Page numbers and running headers: printed on every page, part of none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from jihuan.documents.readers.pdf.grid import Grid
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.pages import PageContent
from jihuan.documents.readers.pdf.titles import ALIGNED

_DASH = r"[\s\-—–―─－~·]*"
_TOTAL = r"(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?"
_PAGE_NUMBER = re.compile(rf"{_DASH}(?:第\s*)?(?:\d{{1,4}}|[ivxlc]{{1,6}})\s*页?{_TOTAL}{_DASH}", re.IGNORECASE)
_PAGE = re.compile(r"第\s*\d{1,4}\s*页")
_NUMBER = re.compile(r"\d+")
_LABEL = re.compile(r"[:：]")
_SAYS = re.compile(r"[:：]|表\s*$")
_OFTEN = 3
_EDGE = 0.12
"""Of the page height: page numbers stand in this strip at the top or bottom."""
_MARGIN = 0.085
_SMALL = 11.5
"""Points: running headers are set small, titles are not."""
_WIDE = 1.05
"""Of the height of a line: its characters are no wider, unless white parts them."""

_Key = tuple[str, int]
"""A line's text without its numbers, and its height on the page."""


def drop_furniture(pages: list[PageContent]) -> None:
    """Take page numbers and running headers and footers out of the pages."""
    margins = _Margins(pages)
    heights: Counter[int] = Counter()
    unnumbered = []
    for index, page in enumerate(pages):
        numbers = [line for line in page.lines if _is_page_number(line, page)]
        heights.update({round(line.y0) for line in numbers})
        if not numbers and page.grids:
            unnumbered.append(page)
        if gone := {*numbers, *margins.running(index)}:
            page.lines = [line for line in page.lines if line not in gone]
    for page in unnumbered:
        _drop_from_boxes(page, {height for height, count in heights.items() if count > 1})


def drop_between(pages: list[PageContent]) -> None:
    """Take out what still stands at the edges of pages between the parts of one table."""
    for page, after in pairwise(pages):
        if page.grids and after.grids and (page.lines or after.lines):
            _drop_between(page, after)


def _drop_between(page: PageContent, after: PageContent) -> None:
    """Take out what stands at the edges of two pages if their table goes on: no line is drawn at the break."""
    upper, lower = max(page.grids, key=lambda grid: grid.ys[-1]), min(after.grids, key=lambda grid: grid.ys[0])
    if not _goes_on(upper, lower):
        return
    foot, head = max(upper.ys[-1], (1 - _EDGE) * page.height), min(lower.ys[0], _EDGE * after.height)
    page.lines = [line for line in page.lines if line.y0 < foot]
    after.lines = [line for line in after.lines if line.y1 > head]


def _goes_on(upper: Grid, lower: Grid) -> bool:
    """Whether two grids have cells open to each other, and the columns of one are among those of the other."""
    few, many = sorted((upper.xs, lower.xs), key=len)
    below = [box for box in upper.owner[-1] if not box.ruled_below]
    above = [box for box in lower.owner[0] if not box.ruled_above]
    return bool(below) and bool(above) and all(any(abs(x - other) <= ALIGNED for other in many) for x in few)


def _drop_from_boxes(page: PageContent, heights: set[int]) -> None:
    """Take a page number out of a table that reaches down over it: a number alone, as high as on other pages."""
    for box in [box for grid in page.grids for box in grid.boxes if heights and box.sides.y1 > (1 - _EDGE) * page.height]:
        for line in to_lines(box.pieces):
            if _PAGE_NUMBER.fullmatch(line.text) and {round(line.y0) + step for step in (-1, 0, 1)} & heights:
                box.pieces = [piece for piece in box.pieces if not line.y0 < (piece.y0 + piece.y1) / 2 < line.y1]


class _Margins:
    """What is printed in the margins of all pages."""

    def __init__(self, pages: list[PageContent]) -> None:
        self._above = _above_all(pages)
        self._keys = [self._held(page) for page in pages]
        self._times = Counter(key for keys in self._keys for key in set(keys.values()))
        self._enough = max(_OFTEN, len(pages) // 2)

    def _held(self, page: PageContent) -> dict[Line, _Key]:
        """The small lines in the margins of a page, and what tells each again on other pages."""
        top, bottom = _MARGIN * page.height, (1 - _MARGIN) * page.height
        outer = {line: _key(line) for line in page.lines if line.y1 < top or line.y0 > bottom}
        return {line: key for line, key in outer.items() if key in self._above or _size(line) <= _SMALL}

    def running(self, index: int) -> list[Line]:
        """The running headers and footers of a page."""
        return [line for line, key in self._keys[index].items() if self._is_running(line, key, index)]

    def _is_running(self, line: Line, key: _Key, index: int) -> bool:
        """Is a line of the margin printed on so many pages a running header?

        So it is on both of two pages, if it is neither title nor label, and on two pages in a row, if only one has a title under it
        or if it numbers them.
        """
        times, pages = self._times[key], len(self._keys)
        if times >= self._enough or (times == pages == _OFTEN - 1 and not _SAYS.search(line.text)):
            return True
        near = (*self._keys[max(index - 1, 0) : index], *self._keys[index + 1 : index + 2])
        titled = key in self._above and not _LABEL.search(line.text)
        return any(key in keys.values() for keys in near) and (titled or _PAGE.search(line.text) is not None)


def _size(line: Line) -> float:
    return min(line.em, _WIDE * (line.y1 - line.y0))


def _key(line: Line) -> _Key:
    return _NUMBER.sub("#", line.text), round(line.y0 / 4)


def _above_all(pages: list[PageContent]) -> set[_Key]:
    """Lines at the head of pages with a table under them on some pages and a title on others: no titles, however large."""
    under: dict[_Key, set[bool]] = defaultdict(set)
    for page in pages:
        lines, tables = sorted(page.lines, key=lambda line: line.y0), [grid.ys[0] for grid in page.grids]
        if lines and tables:
            second = lines[1].y0 if len(lines) > 1 else page.height
            under[_key(lines[0])].add(min(tables) < second)
    return {key for key, seen in under.items() if len(seen) > 1}


def _is_page_number(line: Line, page: PageContent) -> bool:
    """A number alone, the first or last thing on its page and at the edge of it."""
    low, high = line.y0 > (1 - _EDGE) * page.height, line.y1 < _EDGE * page.height
    if not (low or high) or not _PAGE_NUMBER.fullmatch(line.text):
        return False
    others = [(other.y0, other.y1) for other in page.lines if other is not line]
    others += [(grid.sides.y0, grid.sides.y1) for grid in page.grids]
    below, above = all(bottom <= line.y0 for _, bottom in others), all(top >= line.y1 for top, _ in others)
    return (below and low) or (above and high)
