"""Cut the token stream of an indicator table into rows and cells: the cheapest reading, found by dynamic programming.

A reading is a path through a graph. A node says how far the text is read, which column was filled last and how its cell looked;
an edge is one more cell. Edges cost what the cell's text costs in its column (costs), what its lines contradict of the column's
width (widths), and what its gaps contradict of the geometry that a flattened page leaves behind. Column widths are not known
beforehand: read, measure, read again until nothing changes. The margin of a cell is how much dearer the cheapest reading is
that cuts its text otherwise; a small margin is a doubt to be told.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import log
from typing import NamedTuple

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.celled.seams import centring, foreign, said, seams
from jihuan.documents.readers.text.costs import Role, content, likeness
from jihuan.documents.readers.text.lines import Gap, Token, join
from jihuan.documents.readers.text.widths import Column, fit

_MAX_TOKENS = 40
_MAX_CHARS: dict[Role, int] = {"own": 1000, "body": 60, "text": 200, "level3": 60}
_SELDOM = 5.0  # the most that is learned to be the cost of an empty cell
_BONUS = 2.5  # the most that a text which recurs takes off
_JUNK, _PIECE = 3.0, 1.0  # cost of a line that is no part of the table, and of each piece more that it has
_HOPELESS = 10.0  # a cell that costs more is not looked at
_STRANGE = 6.0  # what a word costs that is no known level, where every line is a cell
_LEVEL_WORD = re.compile(r"[一-鿿]{2,8}")
_BEAM = 14.0  # nor is a reading that costs so much more than the cheapest up to the same token
_EMPTY = 12.0  # a cell behind empty ones that cost more is not looked at
_ROUNDS = 6
_CLEARLY = 0.3
"""So much cheaper a reading must be that takes lines to be broken after so many characters."""


class Piece(NamedTuple):
    """Tokens start..stop (exclusive) read as a cell of ``column`` (−1: not part of the table)."""

    column: int
    start: int
    stop: int
    margin: float = 0.0


class Node(NamedTuple):
    """``pos`` tokens are read; the last cell is in ``column`` (−1: a row is complete), has ``lines`` lines, began at ``start``."""

    pos: int
    column: int
    lines: int = 0
    start: int = -1


class _Edge(NamedTuple):
    source: Node
    target: Node
    cost: float
    piece: Piece | None


@dataclass
class Segmenter:
    """Reads one table. ``roles`` are its columns in order, ``headers`` the printed lines of their header cells."""

    tokens: Sequence[Token]
    roles: Sequence[Role]
    headers: Sequence[list[str]]
    skips: Sequence[float]
    """What an empty cell of each column costs."""
    unbroken: bool = False
    """Is every cell taken to stand on one line? Then widths say nothing, and there is little to try."""
    counted: bool = False
    """Are lines broken after so many characters, wide and narrow ones alike?"""
    total: float = 0.0
    cost: float = 0.0
    """What the reading cost, and what it cost for each row."""
    widths: list[Column] = field(default_factory=list)
    _static: dict[tuple[int, int], list[tuple[int, float]]] = field(default_factory=dict)
    _round: dict[tuple[int, int], list[tuple[int, int, float]]] = field(default_factory=dict)
    _lines: dict[tuple[int, int], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spaced = any(token.gap is Gap.BLANK for token in self.tokens)
        self.seams = seams(self.tokens, units=bool({"mark", "sign", "any"} & set(self.roles)))
        self._said = [0.0] * (len(self.tokens) + 1) if self.unbroken else said(self.tokens)
        own = [token.text if token.gap is not Gap.AUTO else "" for token in self.tokens]
        before = ["", *("" if token.gap is Gap.PAGE else text for token, text in zip(self.tokens[1:], own, strict=False))]
        self._pairs = list(zip(before, own, strict=False))
        self._foreign = self._strange()
        self._empty = list(self.skips)
        self._pages = [at for at, token in enumerate(self.tokens) if token.gap is Gap.PAGE]
        self._offsets = [0, *accumulate(len(token.text) for token in self.tokens)]
        self._whole = "".join(token.text for token in self.tokens)
        texts = [self._text(i, j) for i in range(len(self.tokens)) for j in range(i + 1, min(i + 5, len(self.tokens) + 1))]
        self.repeats = Counter(texts)
        self.first_body = next((c for c, role in enumerate(self.roles) if role not in _BEFORE), 0)
        self.last_text = max((c for c, role in enumerate(self.roles) if role == "text"), default=-1)
        if self.last_text == self.first_body + 1:
            self.last_text = -1

    def read(self) -> list[list[Piece]]:
        """Rows of pieces; a row of one piece in column −1 is a line outside the table."""
        rows = self._read()
        if self.unbroken or self.spaced:
            return rows
        other = Segmenter(self.tokens, self.roles, self.headers, self.skips, counted=True)
        found = other._read()
        if other.total + _CLEARLY >= self.total:
            return rows
        self.counted, self.cost = True, other.total / max(len(found), 1)
        return found

    def _read(self) -> list[list[Piece]]:
        self.widths = [
            fit([header], counted=self.counted) if len(header) > 1 and not self.unbroken else Column()
            for header in self.headers
        ]
        best: list[Piece] = []
        for _round in range(1 if self.unbroken else _ROUNDS):
            found, edges, forward = self._cheapest()
            if found == best:
                break
            best = found
            if not self.unbroken:
                self.widths = self._measure(best)
                self._learn(best)
                self._round.clear()
        rows = self._rows(self._margins(best, edges, forward))
        self.total = forward[Node(len(self.tokens), -1)]
        self.cost = self.total / max(len(rows), 1)
        return rows

    def _measure(self, pieces: list[Piece]) -> list[Column]:
        return [fit(column, counted=self.counted) for column in self._cells_of(pieces)]

    def _cells_of(self, pieces: list[Piece]) -> list[list[list[str]]]:
        """The lines of each column's cells."""
        cells: list[list[list[str]]] = [[header] if header else [] for header in self.headers]
        for piece in pieces:
            if piece.column >= 0:
                cells[piece.column].append(self._cell_lines(piece.start, piece.stop))
        return cells

    def _strange(self) -> dict[Role, list[float]]:
        """What the lines up to each cost that the cells of a column hold beside others."""
        return {
            role: [0.0, *accumulate(foreign(role, *pair, numbers=not self.counted) for pair in self._pairs)]
            for role in set(self.roles)
        }

    def _learn(self, pieces: list[Piece]) -> None:
        """A column that nearly every row fills is seldom empty."""
        rows = sum(piece.column == -1 or not at or pieces[at - 1].column >= piece.column for at, piece in enumerate(pieces))
        filled = Counter(piece.column for piece in pieces)
        for column, skip in enumerate(self.skips):
            if column > self.first_body and self.roles[column] not in ("mark", "sign"):  # which words have not
                usual = log((filled[column] + 1) / (max(rows - filled[column], 0) + 0.5))
                self._empty[column] = max(skip, min(usual + 0.5, _SELDOM))

    def _rows(self, pieces: list[Piece]) -> list[list[Piece]]:
        rows: list[list[Piece]] = []
        before = -1
        for piece in pieces:
            if piece.column <= before or piece.column < 0 or not rows or before < 0:
                rows.append([])
            rows[-1].append(piece)
            before = piece.column
        return rows

    # ── the graph ────────────────────────────────────────────────────────────────────────────────────────────────

    def _cheapest(self) -> tuple[list[Piece], list[_Edge], dict[Node, float]]:
        start = Node(0, -1)
        forward: dict[Node, float] = {start: 0.0}
        via: dict[Node, _Edge] = {}
        edges: list[_Edge] = []
        waiting: list[list[Node]] = [[] for _ in range(len(self.tokens) + 1)]
        waiting[0].append(start)
        for pos in range(len(self.tokens) + 1):
            waiting[pos].sort(key=lambda node: node.column < 0)
            bound = min((forward[node] for node in waiting[pos]), default=0.0) + _BEAM
            for node in waiting[pos]:  # grows while it is read: a row's end comes after the row's last cell
                if forward[node] > bound and node.column >= 0:  # a row may end everywhere, so that there is a reading
                    continue
                for edge in self._edges(node):
                    edges.append(edge)
                    cost = forward[node] + edge.cost
                    if edge.target not in forward:
                        waiting[edge.target.pos].append(edge.target)
                    if cost < forward.get(edge.target, float("inf")):
                        forward[edge.target] = cost
                        via[edge.target] = edge
        return self._path(via), edges, forward

    def _path(self, via: dict[Node, _Edge]) -> list[Piece]:
        node = Node(len(self.tokens), -1)
        pieces: list[Piece] = []
        while node in via:
            edge = via[node]
            if edge.piece is not None:
                pieces.append(edge.piece)
            node = edge.source
        return pieces[::-1]

    def _edges(self, node: Node) -> Iterator[_Edge]:
        last = len(self.roles) - 1
        if node.column < 0:
            yield from self._junk(node)
            for column in range(self.first_body + 1):
                yield from self._cells(node, column, self._row_start(node, column))
            yield from self._late(node)
            return
        skipped = 0.0
        for column in range(node.column + 1, last + 1):
            if skipped <= _EMPTY:
                yield from self._cells(node, column, skipped)
            skipped += self._empty[column]
        yield _Edge(node, Node(node.pos, -1), skipped, None)

    def _late(self, node: Node) -> Iterator[_Edge]:
        """A row may begin without the sign, the unit or the number that stands first."""
        skipped = 0.0
        for column in range(self.first_body, len(self.roles) - 1):
            if self.roles[column] not in ("sign", "mark", "number", "any"):
                return
            skipped += self._empty[column]
            yield from self._cells(node, column + 1, self._row_start(node, self.first_body) + skipped)

    def _row_start(self, node: Node, column: int) -> float:
        """A row may begin with a level that changes; the first row must begin with the first."""
        if node.pos == 0:
            return 3.0 * column
        return 1.0 if column == self.first_body > 0 else 0.0

    def _junk(self, node: Node) -> Iterator[_Edge]:
        if node.pos < len(self.tokens):
            line = self.tokens[node.pos].line
            stop = next((i for i in range(node.pos, len(self.tokens)) if self.tokens[i].line != line), len(self.tokens))
            yield _Edge(node, Node(stop, -1), _JUNK + _PIECE * (stop - node.pos - 1), Piece(-1, node.pos, stop))

    def _cells(self, node: Node, column: int, extra: float) -> Iterator[_Edge]:
        level3 = node.column >= 0 and self.roles[node.column] == "level3"
        centred = self.spaced and node.column >= self.first_body
        gap = self.tokens[node.pos].gap if node.pos < len(self.tokens) else Gap.BLANK
        for stop, lines, alone in self._candidates(column, node.pos):
            cost = extra + alone
            if centred:
                cost += centring(node.lines, lines, gap)
            if level3 and self.roles[column] == "text":
                cost -= likeness(self._text(node.start, node.pos), self._text(node.pos, stop))
            keep = node.pos if self.roles[column] == "level3" else -1
            yield _Edge(node, Node(stop, column, lines, keep), cost, Piece(column, node.pos, stop))

    def _candidates(self, column: int, start: int) -> list[tuple[int, int, float]]:
        """Cells of the column that may begin here: (stop, lines up to 3, cost)."""
        found = self._round.get((column, start))
        if found is None:
            found = self._round[(column, start)] = list(self._measured(column, start))
        return found

    def _measured(self, column: int, start: int) -> Iterator[tuple[int, int, float]]:
        known = self.widths[column]
        for stop, cost in self._possible(column, start):
            lines = self._cell_lines(start, stop)
            if known.low:
                if known.cost(lines[:-1]) > _HOPELESS + _BONUS:
                    return  # nor would any longer cell fit
                cost += self._wrapping(known, start, stop)
                after = self.tokens[stop].gap if stop < len(self.tokens) else Gap.PAGE
                if after in (Gap.BLANK, Gap.PLAIN) and known.is_full(lines[-1]):
                    cost += 0.4  # the last line is full by chance
            elif len(lines) > 1:
                cost += self._wrapping(fit([lines], counted=self.counted), start, stop) + 0.3
            if cost < _HOPELESS:
                yield stop, min(len(lines), 3), cost

    def _wrapping(self, column: Column, start: int, stop: int) -> float:
        """How badly these lines fit the column's width; a page may end anywhere in a line."""
        cuts = [start, *self._pages[bisect_right(self._pages, start) : bisect_left(self._pages, stop)], stop]
        return sum(column.cost(self._cell_lines(*part)) for part in pairwise(cuts))

    def _possible(self, column: int, start: int) -> list[tuple[int, float]]:
        """Cells of the column that may begin here, with the cost of all that does not change with the column's width."""
        found = self._static.get((column, start))
        if found is None:
            found = self._static[(column, start)] = list(self._weighed(column, start))
        return found

    def _weighed(self, column: int, start: int) -> Iterator[tuple[int, float]]:
        role = self.roles[column]
        strange = self._foreign[role]
        longest = _MAX_CHARS.get(role, 30)
        chars = 0
        inside = 0.0
        broken = _BROKEN.get(role, 0.0)
        for stop in range(start + 1, min(start + _MAX_TOKENS, len(self.tokens)) + 1):
            if (
                self.unbroken
                and self.tokens[stop - 1].line != self.tokens[start].line
                and self.tokens[stop - 1].gap is not Gap.PAGE
            ):
                return
            chars += len(self.tokens[stop - 1].text)
            inside += _INSIDE[self.tokens[stop - 1].gap] + broken if stop - 1 > start else 0.0
            odd = strange[stop] - strange[start + (role == "value")] if stop > start + 1 else 0.0
            if inside + odd > _HOPELESS + _BONUS or chars > longest:
                return
            cost = (
                inside
                + odd
                + self._content_cost(column, start, stop)
                + self._sharing(start, stop)
                + self.seams[stop]
                + self._said[stop]
            )
            if cost < _HOPELESS:
                yield stop, cost

    # ── costs of geometry ────────────────────────────────────────────────────────────────────────────────────────

    def _sharing(self, start: int, stop: int) -> float:
        """Cost of sharing a line with a neighbour: only cells of one line do, unless the extractor knows no half lines."""
        before = self.tokens[start].gap in _ON_LINE
        after = stop < len(self.tokens) and self.tokens[stop].gap in _ON_LINE
        several = self.tokens[start].line != self.tokens[stop - 1].line
        return (1.0 if self.tokens[start].gap is Gap.AUTO else 0.0) + (
            (4.0 if self.spaced else 0.2) * (before + after) if several else 0.0
        )

    # ── what the tokens say ──────────────────────────────────────────────────────────────────────────────────────

    def _text(self, start: int, stop: int) -> str:
        return self._whole[self._offsets[start] : self._offsets[stop]]

    def _cell_lines(self, start: int, stop: int) -> list[str]:
        found = self._lines.get((start, stop))
        if found is None:
            found = self._lines[(start, stop)] = join(self.tokens[start:stop]).split("\n")
        return found

    def _content_cost(self, column: int, start: int, stop: int) -> float:
        text = self._text(start, stop)
        cost = content(self.roles[column], text, column == self.last_text)
        if self.unbroken and cost > _STRANGE and column < self.first_body and _LEVEL_WORD.fullmatch(text):
            cost = _STRANGE
        if self.skips[column] < 1 and self.roles[column] == "text":
            cost += 6.0 * (is_level1(text) or is_level2(text)) + (len(text) < _SHORT)
        if len(text) > (1 if column == self.last_text else _SHORT - 1 if self.roles[column] == "any" else len(text)):
            cost -= min(_BONUS, 0.8 * (self.repeats[text] - 1)) * (0.6 + 0.05 * min(8, len(text)))
        return cost

    # ── doubt ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _margins(self, pieces: list[Piece], edges: list[_Edge], forward: dict[Node, float]) -> list[Piece]:
        end = Node(len(self.tokens), -1)
        backward: dict[Node, float] = {end: 0.0}
        through: list[tuple[float, Piece]] = []
        for edge in reversed(edges):
            rest = backward.get(edge.target)
            if rest is None:
                continue
            total = edge.cost + rest
            if total < backward.get(edge.source, float("inf")):
                backward[edge.source] = total
            if edge.piece is not None:
                through.append((forward[edge.source] + total, edge.piece))
        owner = {i: piece for piece in pieces for i in range(piece.start, piece.stop)}
        margins = dict.fromkeys(pieces, float("inf"))
        for cost, piece in through:
            for i in range(piece.start, piece.stop):
                if owner[i] != piece:
                    margins[owner[i]] = min(margins[owner[i]], cost - forward[end])
        return [Piece(p.column, p.start, p.stop, margins[p]) for p in pieces]


_BEFORE = ("own", "body", "amount", "level1", "level2", "level")
"""Columns left of what every row has: the cells of a project in a list, and levels."""
_SHORT = 6
"""No explanation is so short."""
_BROKEN: dict[Role, float] = {"number": 4.0, "sign": 1.5, "mark": 1.5}
"""Cost of a break in a cell so short as a number, a sign or a unit."""
_INSIDE = {Gap.BLANK: 0.0, Gap.PLAIN: 0.3, Gap.PAGE: 0.5, Gap.TIGHT: 6.0, Gap.CELL: 99.0, Gap.AUTO: 0.0, Gap.SPACE: 3.0}
"""Cost of each kind of gap inside a cell."""
_ON_LINE = (Gap.AUTO, Gap.SPACE)
