"""Page numbers and running headers: printed on every page, part of none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.pages import PageContent

_DASH = r"[\s\-—–―─－~·]*"
_TOTAL = r"(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?"
_PAGE_NUMBER = re.compile(rf"{_DASH}(?:第\s*)?(?:\d{{1,4}}|[ivxlc]{{1,6}})\s*页?{_TOTAL}{_DASH}", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SAYS = re.compile(r"[:：]|表\s*$")
_OFTEN = 3
_EDGE = 0.12
"""Of the page height: page numbers stand in this strip at the top or bottom."""
_MARGIN = 0.085
_SMALL = 11.5
"""Points: running headers are set small, titles are not."""


def drop_furniture(pages: list[PageContent]) -> None:
    """Take page numbers and running headers and footers out of the pages."""
    above = _above_all(pages)
    repeated = Counter(key for page in pages for key in {_key(line) for line in page.lines if _in_margin(line, page, above)})
    enough = max(_OFTEN, len(pages) // 2)
    heights: Counter[int] = Counter()
    unnumbered = []
    for page in pages:
        numbers = [line for line in page.lines if _is_page_number(line, page)]
        heights.update({round(line.y0) for line in numbers})
        if not numbers and page.grids:
            unnumbered.append(page)
        page.lines = [
            line
            for line in page.lines
            if line not in numbers
            and not (_in_margin(line, page, above) and _is_running(line, repeated[_key(line)], enough, len(pages)))
        ]
    for page in unnumbered:
        _drop_from_boxes(page, {height for height, count in heights.items() if count > 1})


def _drop_from_boxes(page: PageContent, heights: set[int]) -> None:
    """Take a page number out of a table that reaches down over it: a number alone, as high as on other pages."""
    for box in [box for grid in page.grids for box in grid.boxes if heights and box.sides.y1 > (1 - _EDGE) * page.height]:
        for line in to_lines(box.pieces):
            if _PAGE_NUMBER.fullmatch(line.text) and {round(line.y0) + step for step in (-1, 0, 1)} & heights:
                box.pieces = [piece for piece in box.pieces if not line.y0 < (piece.y0 + piece.y1) / 2 < line.y1]


def _is_running(line: Line, times: int, enough: int, pages: int) -> bool:
    """Is a line of the margin printed on so many pages a running header? On both of two pages, if it is neither title nor label."""
    return times >= enough or (times == pages == _OFTEN - 1 and not _SAYS.search(line.text))


def _key(line: Line) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text), round(line.y0 / 4)


def _above_all(pages: list[PageContent]) -> set[tuple[str, int]]:
    """Lines at the head of pages with a table under them on some pages and a title on others: no titles, however large."""
    under: dict[tuple[str, int], set[bool]] = defaultdict(set)
    for page in pages:
        lines, tables = sorted(page.lines, key=lambda line: line.y0), [grid.ys[0] for grid in page.grids]
        if lines and tables:
            second = lines[1].y0 if len(lines) > 1 else page.height
            under[_key(lines[0])].add(min(tables) < second)
    return {key for key, seen in under.items() if len(seen) > 1}


def _in_margin(line: Line, page: PageContent, above: set[tuple[str, int]]) -> bool:
    outer = line.y1 < _MARGIN * page.height or line.y0 > (1 - _MARGIN) * page.height
    return outer and (line.em <= _SMALL or _key(line) in above)


def _is_page_number(line: Line, page: PageContent) -> bool:
    """A number alone, the first or last thing on its page and at the edge of it."""
    low, high = line.y0 > (1 - _EDGE) * page.height, line.y1 < _EDGE * page.height
    if not (low or high) or not _PAGE_NUMBER.fullmatch(line.text):
        return False
    others = [(other.y0, other.y1) for other in page.lines if other is not line]
    others += [(grid.sides.y0, grid.sides.y1) for grid in page.grids]
    below, above = all(bottom <= line.y0 for _, bottom in others), all(top >= line.y1 for top, _ in others)
    return (below and low) or (above and high)
