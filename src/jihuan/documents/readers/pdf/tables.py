"""Grids of single pages → tables, which may go on over page breaks: between rows, inside merged boxes, inside a cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jihuan.core.document import Place
from jihuan.core.indicators import parse_target
from jihuan.core.text import squeeze
from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.layout import Cell, Table
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid
from jihuan.documents.readers.pdf.lines import SENTENCE_END, Line, joined_text, to_lines, would_not_fit
from jihuan.documents.readers.pdf.titles import ALIGNED, fit_above, repeated_titles, same_column
from jihuan.documents.readers.pdf.widening import widened

_NOWHERE = Rect(0, 0, 0, 0)
_BOTH = 2
_FIGURE = re.compile(r"\d")
_DECIMALS = re.compile(r"\|0\d|\.\d\|\d$")
"""Amounts cut before or between their decimals: 12500 | 00, 286.0 | 0."""
_ORDINAL = re.compile(r"\d{1,3}")
_BROKEN = re.compile(r"\|[（(](?:\d{1,3}分[)）]$|[≥≤≧≦=＝>＞<＜])|20\d\d年(?:\d{1,2}月?)?\|(?:\d{0,2}月|\d{1,2}日(?!内))")
"""So no text begins: （5分） | （≥, and so a date is cut: 2024年10 | 月16日前."""
_SIGNED = re.compile(r"[≥≤≧≦=＝]\d[\d.,]*[%％]?")
_STROKES = ("/", "—", "-", "——", "无")
_CUT = (".", ",", "．", "，", "/", "≥", "≤", "=", "＝", "-", "—", "~", "～", "至", "（", "(")
"""No quantity ends so."""
_NO_END = ("，", "、", "（", "(", "《", "“")
_NO_START = ("，", "。", "；", "、", "）", ")", "/", "·", "》", "”")
_DOUBTFUL = 0.5
"""The confidence of a text of which the print may show but a part."""
_MANY = 4
_WORDY = 12
"""Characters: the lines of running text are longer, those of names and values are not."""
_SLACK = 40.0
"""Points: no room for a row and the white around it."""


@dataclass(slots=True)
class _Part:
    """A cell while its table grows: its sides on its last page, its rows, the lines and places so far."""

    sides: Rect
    top: int
    bottom: int
    lines: list[Line]
    places: list[Place]
    ruled_below: bool
    doubtful: bool = False

    @property
    def empty(self) -> bool:
        return not self.lines

    def is_full(self, after: list[Line], padding: float) -> bool:
        """Whether the last line had no room for the start of those ``after`` it."""
        return bool(self.lines) and would_not_fit(self.lines[-1], after, self.sides.x1 - self.sides.x0 - 2 * padding)


_Text = tuple[_Part, list[Line]]
"""A cell above the page break and the lines that go on below it."""


@dataclass(slots=True)
class _Row:
    """The first row of a continuation beside the last row of the table: boxes with their parts above, where there is one."""

    pairs: list[tuple[Box, list[Line], _Part | None]]
    padding: float
    merging: frozenset[int] = frozenset()
    """The ids of empty cells above the break, one row high, that begin a merged one: in their columns no other cell is empty."""

    @property
    def is_open(self) -> bool:
        """Whether no line is drawn on either side of the break."""
        return all(part is not None and _open(box, part) == _BOTH for box, _, part in self.pairs)

    @property
    def is_told(self) -> bool:
        """Whether the lines at the break tell the cells that go on from those that ended: some are drawn, some are not."""
        return not self.is_open and any(part is not None and _open(box, part) == _BOTH for box, _, part in self.pairs)

    def is_rest(self) -> bool:
        """Whether this row is the rest of a row that the page break cut in two.

        Boxes open on both sides say so. Closed ones are the rest when every text in them continues a line that was full and
        some cell of the row above has ended (is empty here); several texts must also have been cut at one height. Where no cell
        has ended, so many lines must have been full that it is no chance; where several have, half of the lines are enough.
        """
        known = [(box, lines, part) for box, lines, part in self.pairs if part is not None]
        if len(known) < len(self.pairs):
            return False
        if self.is_open or self.is_told:
            return self.is_open and not any(_are_levels(part.lines, lines) for _, lines, part in known)
        if sum(_squeezed(part.lines) == _squeezed(lines) for _, lines, part in known if lines) >= _BOTH:
            return False  # what is printed in every row, the name of the project and its amount, is printed once more
        if any(_is_cut_text(part.lines, lines) for box, lines, part in known if box.rowspan == 1 == part.bottom - part.top):
            return True
        texts = [(part, lines) for _, lines, part in known if lines]
        dots = len(texts) == 1 and not _squeezed(texts[0][1]).strip("….·")  # for rows to be filled in
        if dots or any(_are_whole(part.lines, lines) for part, lines in texts):
            return False
        full = all(part.is_full(lines, self.padding) for part, lines in texts)
        single = [(lines, part) for box, lines, part in known if box.rowspan == 1 == part.bottom - part.top]
        ended = sum(bool(part.lines and not lines) for lines, part in single)
        if all(_open(box, part) for box, _, part in known):
            return full or ended > 0
        if len(known) == 2 and not known[0][1] and texts and not texts[0][0].empty:  # a label and its text
            return len(single) == 2 or (full and not texts[0][0].lines[-1].text.endswith(SENTENCE_END))
        label, start = known[0][2], known[0][1]
        upright = label.lines and len(texts) == 1 and all(len(squeeze(it.text)) == 1 for it in (*label.lines, *start))
        if start and (upright or (len(_squeezed(start)) == 1 and label.is_full(start, self.padding))):
            return True  # one character alone is no label
        begun = next((index for index, (_, lines, _) in enumerate(known) if lines), len(known))
        later = sum(bool(part.lines and not lines) for box, lines, part in known[begun:] if box.rowspan == 1)
        name = single[0][1] if single else label
        numbered = not known[0][1] and _ORDINAL.fullmatch(_squeezed(label.lines))
        if numbered and (later or len(texts) <= _BOTH):  # a row of its own would have its number
            long = len(texts) == 1 and len(texts[0][0].lines) > _MANY
            return long or 2 * sum(part.is_full(lines, self.padding) for part, lines in texts) >= len(texts)
        return self._is_cut(texts, (ended, later), [part for _, part in single], name)

    def _is_cut(self, texts: list[_Text], ended: tuple[int, int], single: list[_Part], name: _Part) -> bool:
        """Whether closed boxes go on with those above, as their texts show: how many lines were full, how many cells have ended.

        ``ended`` counts all such cells and those right of the first text (levels left blank say nothing); ``name`` is the first cell
        that a new row fills.
        """
        filled, count = sum(part.is_full(lines, self.padding) for part, lines in texts), len(texts)
        if ended[1] > 1 and 2 * filled >= count:
            return True
        if count == 1 and ended[0]:
            part = texts[0][0]
            if (ended[0] > 1 and part is not name) or max((len(line.text) for line in part.lines), default=0) > _WORDY:
                return True
        if not texts or filled < count:
            return False
        if not ended[0] and any(part.lines and part.lines[-1].text.rstrip().endswith(SENTENCE_END) for part, _ in texts):
            return False
        if not ended[0]:
            return count > _BOTH or (count == _BOTH and _in_mid_sentence(part for part, _ in texts))
        deepest = max(len(part.lines) for part in single)
        return ended[0] > 1 or all(len(part.lines) == deepest for part, _ in texts if part in single)

    def is_doubtful(self, *, one: bool) -> bool:
        """Whether this row, taken for a row of its own, could as well be the rest of the row above: most of its texts say so.

        Under a repeated header only the rest of ``one`` text is likely.
        """
        texts = [(part, lines) for _, lines, part in self.pairs if part is not None and lines and part.lines]
        full = sum(part.is_full(lines, self.padding) for part, lines in texts)
        other = any(lines for _, lines, part in self.pairs if part is None)
        ended = sum(bool(part.lines and not lines) for box, lines, part in self.pairs if part and box.rowspan == 1)
        likely = full >= len(texts) - 1 if len(texts) >= _BOTH else bool(texts) and ended >= _BOTH
        return not self.is_told and not other and likely and not (one and len(texts) > 1)

    def merged(self) -> dict[int, _Part]:
        """Parts by the id of the box that continues them: open boxes, and empty ones left of the first text.

        A merged label that found no room at the foot of a page stands at the head of the next: there the part is empty.
        """
        if self.is_told:
            return {id(box): part for box, _, part in self.pairs if part and _open(box, part) == _BOTH}
        joined = self._cut_texts()
        leading = True
        for box, lines, part in self.pairs:
            named = leading and part and part.empty and lines
            if named and part and (max(box.rowspan, part.bottom - part.top) > 1 or id(part) in self.merging):
                joined[id(box)] = part
            leading = leading and part is not None and (not lines or id(box) in joined)
            if part is None:
                continue
            if leading or (
                not self.is_open and (_open(box, part) == _BOTH or (_open(box, part) and not (lines and part.lines)))
            ):
                joined[id(box)] = part
        return joined

    def _cut_texts(self) -> dict[int, _Part]:
        """Merged cells of which the break cut the running text: beside others that go on too, their last line full."""
        tall = [(box, lines, part) for box, lines, part in self.pairs if part and max(box.rowspan, part.bottom - part.top) > 1]
        texts = [(box, lines, part) for box, lines, part in tall if lines and part.lines]
        full = all(part.is_full(lines, self.padding) and not _are_whole(part.lines, lines) for _, lines, part in texts)
        go_on = sum(bool(part.lines) for _, _, part in tall)
        told = len(texts) > _BOTH or any(
            _in_mid_sentence([part]) or _is_cut_text(part.lines, lines) for _, lines, part in texts
        )
        if not texts or not full or not told or go_on < _BOTH:
            return {}
        return {id(box): part for box, _, part in texts}


def _is_cut_text(above: list[Line], below: list[Line]) -> bool:
    """Whether two texts can but be the parts of one: “12,” or “，and” are no beginning and no end."""
    first, second = _squeezed(above), _squeezed(below)
    if not first or not second or first in _STROKES or second in _STROKES:
        return False
    return first.endswith(_NO_END) or second.startswith(_NO_START) or bool(_BROKEN.search(f"{first}|{second}"))


def _in_mid_sentence(parts: Iterable[_Part]) -> bool:
    """Whether running text, as long or many lines show it, ends in all these cells without the end of a sentence."""
    cells = [part.lines for part in parts if part.lines]
    ended = any(lines[-1].text.endswith(SENTENCE_END) for lines in cells)
    return not ended and any(len(lines) > _MANY or len(lines[-1].text) > _WORDY or _has_clauses(lines) for lines in cells)


def _has_clauses(lines: list[Line]) -> bool:
    return any("，" in line.text or "；" in line.text for line in lines)


def _open(box: Box, part: _Part) -> int:
    """On how many sides of the page break the line between a part and the box below it is missing."""
    return (not box.ruled_above) + (not part.ruled_below)


@dataclass(slots=True)
class TableBuilder:
    """A table that grows page by page. ``last`` are the parts in its last row, ``head`` those of its first page.

    ``guessed`` are places of rows joined to the row above although lines are drawn between them, ``doubted`` of such that might be.
    """

    page: int
    rows: int = 0
    parts: list[_Part] = field(default_factory=list)
    last: list[_Part] = field(default_factory=list)
    head: list[_Part] = field(default_factory=list)
    edges: set[float] = field(default_factory=set)
    padding: float = math.inf
    sides: Rect = _NOWHERE
    first: Place | None = None
    guessed: list[Place] = field(default_factory=list)
    doubted: list[Place] = field(default_factory=list)
    taken: list[list[Box]] = field(default_factory=list)

    def add(self, grid: Grid, page: int) -> None:
        """Begin with a grid."""
        self._take(grid, page, 0, {}, 0)
        self.head = list(self.parts)

    def reaches(self, grid: Grid, room: float, much: float) -> bool:
        """Whether a grid at the top of the next page can go on here: same sides, and not ``much`` room was left on this page."""
        here = grid.sides
        if abs(here.x0 - self.sides.x0) > ALIGNED or abs(here.x1 - self.sides.x1) > ALIGNED:
            return False
        if not all(part.ruled_below for part in self.last) or not all(box.ruled_above for box in grid.owner[0]):
            return True
        return room <= max(grid.ys[1] - grid.ys[0] + _SLACK, much)

    def widen(self, grid: Grid, lines: list[Line]) -> list[Line]:
        """Give a grid on the next page the columns at its left that it lacks, where merged cells go on; the lines not used up."""
        here = grid.sides
        left = sorted(part.sides for part in self.last if part.sides.x1 <= here.x0 + ALIGNED)
        if not left or abs(here.x1 - self.sides.x1) > ALIGNED or abs(left[-1].x1 - here.x0) > ALIGNED:
            return lines
        return widened(grid, left, lines)

    def go_on(self, grid: Grid, page: int) -> None:
        """Append a grid of the next page: repeated header rows left out, cut rows and merged boxes joined."""
        header = self._repeated_header(grid)
        for box in grid.boxes:
            if box.row < header < box.row + box.rowspan:  # a name beside titles and rows
                box.row, box.rowspan = header, box.row + box.rowspan - header
        pairs = []
        for box in grid.boxes:
            if box.row == header:
                above = next((part for part in self.last if same_column(part.sides, box.sides)), None)
                pairs.append((box, to_lines(box.pieces), above))
        row = _Row(pairs, self.padding, self._merging())
        rest = row.is_rest()
        joined = {id(box): part for box, _, part in pairs if part} if rest else row.merged()
        top = Place(page=page, bbox=Rect(grid.xs[0], grid.ys[header], grid.xs[-1], grid.ys[header + 1]))
        if rest and not row.is_open:
            self.guessed.append(top)
        elif not rest and row.is_doubtful(one=bool(header)):
            self.doubted.append(top)
        offset = self.rows - header - (1 if rest else 0)
        for box, lines, _ in pairs:
            if part := joined.get(id(box)):
                if rest or _squeezed(part.lines) != _squeezed(lines):  # a name that stands on either page
                    part.lines += lines
                part.doubtful = part.doubtful or box.doubtful
                part.places.append(_place(box, page))
                part.bottom = offset + box.row + box.rowspan
                part.sides, part.ruled_below = box.sides, box.ruled_below
        self._take(grid, page, header, joined, offset)

    def _merging(self) -> frozenset[int]:
        """The empty cells of the last row that are the only ones in columns of merged cells, and one row high."""
        found = set()
        for part in self.last:
            if part.empty and part.bottom - part.top == 1:
                column = [it for it in self.parts if it is not part and same_column(it.sides, part.sides)]
                if any(it.bottom - it.top > 1 for it in column) and not any(it.empty for it in column):
                    found.add(id(part))
        return frozenset(found)

    def _take(self, grid: Grid, page: int, skipped: int, joined: dict[int, _Part], offset: int) -> None:
        """Append the boxes from row ``skipped`` that were not joined to parts above; row 0 becomes row ``offset``."""
        new = []
        for box in grid.boxes:
            if box.row >= skipped and id(box) not in joined:
                lines, top = to_lines(box.pieces), offset + box.row
                if lines:
                    self.padding = min(self.padding, max(lines[-1].x0 - box.sides.x0, 0.0))
                below = box.ruled_below
                new.append(_Part(box.sides, top, top + box.rowspan, lines, [_place(box, page)], below, box.doubtful))
        self.taken += grid.owner[skipped:]
        self.parts += new
        self.rows = offset + len(grid.ys) - 1
        self.last = [part for part in (*joined.values(), *new) if part.bottom == self.rows]
        self.edges.update(grid.xs)
        self.sides, self.page = grid.sides, page
        self.first = self.first or Place(page=page, bbox=grid.sides)

    def _repeated_header(self, grid: Grid) -> int:
        """How many rows at the top of a grid repeat the first rows of the table, or a row of titles further down, all the same."""
        if titles := repeated_titles(grid, self.taken):
            return titles
        count = 0
        for box, part in zip(grid.boxes, self.head, strict=False):
            if not _same_cell(box, part):
                break
            count = max(count, box.row + box.rowspan) if box.column + box.colspan == len(grid.xs) - 1 else count
        while count and any(box.row < count < box.row + box.rowspan for box in grid.boxes):
            count -= 1
        count = count if count and fit_above(grid.owner[count - 1], self.taken[-1]) else 0
        return count if count < len(grid.ys) - 1 and any(part.lines for part in self.head if part.top < count) else 0

    def build(self) -> Table:
        """The table with its cells in reading order."""
        columns = _columns(self.edges)
        cells = []
        for part in sorted(self.parts, key=lambda part: (part.top, part.sides.x0)):
            left, right = columns[part.sides.x0], columns[part.sides.x1]
            cells.append(
                Cell(
                    row=part.top,
                    column=left,
                    rowspan=part.bottom - part.top,
                    colspan=max(right - left, 1),
                    text=joined_text(part.lines, part.sides.x1 - part.sides.x0 - 2 * self.padding),
                    place=part.places[0],
                    more_places=tuple(part.places[1:]),
                    confidence=_DOUBTFUL if part.doubtful else None,
                )
            )
        place = self.first or Place(page=self.page)
        return Table(rows=self.rows, columns=max(columns.values()), cells=tuple(cells), place=place)


def _place(box: Box, page: int) -> Place:
    if not box.page and not box.shift:
        return Place(page=page, bbox=box.sides)
    x0, y0, x1, y1 = box.sides
    return Place(page=box.page or page, bbox=Rect(x0 - box.shift, y0, x1 - box.shift, y1))


def _columns(edges: Iterable[float]) -> dict[float, int]:
    """The number of the column that begins at an edge: edges of several pages that lie close together are one."""
    columns: dict[float, int] = {}
    start, number = -math.inf, -1
    for edge in sorted(edges):
        if edge - start > ALIGNED:
            start, number = edge, number + 1
        columns[edge] = number
    return columns


def _are_whole(above: list[Line], below: list[Line]) -> bool:
    """Whether two texts are two values, not the parts of one: different 一级 or 二级指标, or two quantities."""
    first, second = _squeezed(above), _squeezed(below)
    if (first in _STROKES and second) or (first and _SIGNED.fullmatch(second)):
        return True
    if _FIGURE.search(first) and _FIGURE.search(second) and not _has_clauses(above):
        cut = first.endswith(_CUT) or _DECIMALS.search(f"{first}|{second}")
        return not cut and all(parse_target(text).kind == "quantitative" for text in (first, second))
    return _are_levels(above, below)


def _are_levels(above: list[Line], below: list[Line]) -> bool:
    """Whether two texts are two different levels."""
    first, second = _squeezed(above), _squeezed(below)
    return first != second and all(is_level1(text) or is_level2(text) for text in (first, second))


def _same_cell(box: Box, part: _Part) -> bool:
    if (box.row, box.row + box.rowspan) != (part.top, part.bottom) or not same_column(box.sides, part.sides):
        return False
    return _squeezed(to_lines(box.pieces)) == _squeezed(part.lines)


def _squeezed(lines: list[Line]) -> str:
    return squeeze("".join([line.text for line in lines]))
