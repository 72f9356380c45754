"""Indicator tables that a page gave out column by column: each header with all of its cells, then the next header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.layout import UNKNOWN, Paragraph, Table
from jihuan.documents.readers.text.columnar.columns import Columns, Run
from jihuan.documents.readers.text.columnar.merged import Asked, Level, first_rows, share
from jihuan.documents.readers.text.columnar.sparse import OPEN, ORDER, fit_of, placed, values_of
from jihuan.documents.readers.text.columnar.stretched import cells_on, rows_on, without_sum
from jihuan.documents.readers.text.columnar.wrapped import Lines, text_of
from jihuan.documents.readers.text.grid import Grid
from jihuan.documents.readers.text.items import several, told
from jihuan.documents.readers.text.lines import Line, tokens_of
from jihuan.documents.recognise.words import column, scope

_HEADS, _FEWEST = ("category", "level1", "level2", "level3", "target", "actual"), 2
"""So many of these words stand in an indicator table whatever its order."""
_PHRASE = re.compile(r"【[^】]{2,20}指标】|指标\s*\d{1,2}\s*[:：]")
"""Indicators inside a text."""
_NUMBER, _FIGURE = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"(?:[≥≤≧≦=＝＞＜<>]{1,2}\s*)?[\d.,]+")


@dataclass(slots=True)
class _Column:
    """A column: its header, its cells on each page, and, once that is known, the cell of each row."""

    name: str
    head: Line
    pages: list[list[Lines]]
    rows: list[Lines | None] = field(default_factory=list)
    told: bool = False
    """Was it told from the other columns to which rows the cells belong?"""
    open: set[int] = field(default_factory=set)
    """The rows for which that is not known."""
    weak: list[str] = field(default_factory=list)
    """The names of the rows for which something else is as likely, or nearly so."""

    @property
    def count(self) -> int:
        return sum(map(len, self.pages))


def unread(lines: Sequence[Line]) -> list[Problem]:
    """That a sheet without a header has words of one, or indicators inside a text, so that its rows were not found."""
    heads = [line for line in lines if column(line.text) in _HEADS]
    texts = "、".join(dict.fromkeys(line.text for line in heads))
    if len({column(line.text) for line in heads}) < _FEWEST:
        phrase = _PHRASE.search("".join(line.text for line in lines))
        if not phrase:
            return []
        heads, texts = list(lines), phrase[0]
    message = _(
        "第 {first} 至 {last} 行有指标表的栏目名称（{texts}），但各行的次序看不出来，没有读出指标，请换用原文件，或对照原文逐行填写"
    )
    first, last = heads[0].number, lines[-1].number
    return [
        Problem(level="warning", message=message.format(first=first, last=last, texts=texts), place=Place(line=(first, last)))
    ]


def read_columns(found: Columns) -> tuple[list[Table], list[Paragraph], list[Problem]]:
    """The rows that these columns make where names and values are as many.

    Columns with fewer cells, as merged levels, stay outside the table unless the others say to which rows their cells belong.
    """
    reading = _Reading(found)
    return reading.read()


class _Reading:
    """One table: what was put together, what stays outside, and what is to be told of it."""

    def __init__(self, found: Columns) -> None:
        self._found = found
        self._pages, self._long = _halves(found.pages)
        self._sums: list[tuple[str, Line]] = []
        self._wrapped = False
        self._weak: list[str] = []
        self._several: list[Problem] = []
        self._left: list[list[Line]] = []
        runs = [*found.own, *(run for page in found.pages for run in page)]
        every = [line for run in runs for line in (run.head, *run.cells)]
        self._place = Place(line=(min(line.number for line in every), max(line.number for line in every)))

    def read(self) -> tuple[list[Table], list[Paragraph], list[Problem]]:
        counts = [rows_on(page, summed=self._found.total is not None) for page in self._pages]
        if not all(counts):
            runs = [*self._found.own, *(run for page in self._found.pages for run in page)]
            message = _("各栏的个数对不上（{counts}），没有拼成各行，请换用原文件，或对照原文逐行填写")
            told = self._problem(message, [(run.head.text, len(run.cells)) for run in runs])
            return [], self._outside(runs), [told]
        columns = self._columns([count or 0 for count in counts])
        self._share(columns, [count or 0 for count in counts])
        own = self._own(columns)
        if self._found.own and not own:
            message = _("看不出各行属于哪个项目，没有拼成清单，请换用原文件，或对照原文逐行填写")
            return [], self._outside([*self._found.own, *self._long], columns), [self._problem(message)]
        others = [it for it in columns if not it.rows and it.count]
        table = self._table([*own, *(it for it in columns if it.rows)])
        return [table], self._outside(self._long, others, between=""), self._told(columns, others)

    # ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self, counts: list[int]) -> list[_Column]:
        """The columns of all pages, those with a cell in every row filled in."""
        columns: dict[str, _Column] = {}
        for page in self._pages:
            for at, run in enumerate(page):
                columns.setdefault(_name(run, at), _Column(run.name, run.head, [[] for _page in counts]))
        for number, (page, count) in enumerate(zip(self._pages, counts, strict=True)):
            for at, (run, cells) in enumerate(zip(page, cells_on(page, count), strict=True)):
                own, last = without_sum(run, cells, count) if self._found.total else (cells, None)
                self._sums += [(run.name, last)] if last else []
                self._wrapped = self._wrapped or any(len(cell) > 1 for cell in own)
                columns[_name(run, at)].pages[number] = own
        for it in columns.values():
            if it.count and [len(cells) for cells in it.pages] == counts:
                it.rows = [cell for cells in it.pages for cell in cells]
        return list(columns.values())

    # ── columns with fewer cells than rows ───────────────────────────────────────────────────────────────────────────

    def _share(self, columns: list[_Column], counts: list[int]) -> None:
        by_name = {it.name: it for it in columns}
        texts = {name: [text_of(cell or []) for cell in it.rows] for name, it in by_name.items() if it.rows}
        for it in sorted((it for it in columns if it.name in ORDER and it.count and not it.rows), key=_turn):
            pages = [[text_of(cell) for cell in cells] for cells in it.pages]
            found = placed(pages, counts, fit_of(it.name, texts))
            if found and found.told:
                self._fill(it, [cell for cells in it.pages for cell in cells], found.cells)
                it.open = {row for row, at in enumerate(found.cells) if at == OPEN}
                it.weak = [texts["level3"][row] for row in sorted(found.weak)]
                texts[it.name] = [text_of(cell or []) for cell in it.rows]
        self._share_levels(by_name, texts, counts)

    def _fill(self, it: _Column, cells: list[Lines], rows: Sequence[int | None]) -> None:
        """Give each row its cell of a column; cells of no row stay outside the table."""
        it.rows = [None if at is None or at == OPEN else cells[at] for at in rows]
        it.told = True
        left = [line for at, cell in enumerate(cells) if at not in rows for line in cell]
        self._left += [[it.head, *left]] if left else []

    def _share_levels(self, by_name: dict[str, _Column], texts: dict[str, list[str]], counts: list[int]) -> None:
        """Levels that were merged over several rows."""
        first, second = by_name.get("level1"), by_name.get("level2") or by_name.get("category")
        open_ = [it for it in (first, second) if it and it.count and not it.rows]
        if not open_:
            return
        pages = [at for at, count in enumerate(counts) for _row in range(count)]
        blank = [""] * len(pages)
        weights = [Decimal(text) if _NUMBER.fullmatch(text) else None for text in texts.get("weight", blank)]
        rows = [Asked(*it) for it in zip(texts.get("level3", blank), values_of(texts), weights, pages, strict=True)]
        cells = {id(it): [(at, cell) for at, page in enumerate(it.pages) for cell in page] for it in (first, second) if it}
        levels = [
            [Level(text_of(cell).replace("\n", ""), at) for at, cell in cells[id(it)]] if it else [] for it in (first, second)
        ]
        for it, found in zip((first, second), share(levels[0], levels[1], rows), strict=True):
            if it and found and not it.rows:
                self._fill(it, [cell for _page, cell in cells[id(it)]], found.levels)
                it.open = {row for row, at in enumerate(found.levels) if at is None}
                self._weak += [rows[at].name for at in sorted(found.weak)]

    def _own(self, columns: list[_Column]) -> list[_Column]:
        """In a list of projects, the columns of their own cells, each in the first row of its project; empty where that is not known."""
        weights = next((it.rows for it in columns if it.name == "weight" and it.rows), [])
        figures = [Decimal(text) if _NUMBER.fullmatch(text := text_of(cell or [])) else None for cell in weights]
        count = next((len(run.cells) for run in self._found.own if run.name == "name"), 0)
        starts = first_rows(figures, count)
        if starts is None:
            return []
        found = []
        lead = any(len(run.cells) == count + 1 for run in self._found.own)  # what concerns the agency stands above
        for run in self._found.own:
            above = lead and len(run.cells) in (1, count + 1)
            cells = dict(zip(starts, run.cells[above:], strict=False))
            rows = [[cells[at]] if at in cells else None for at in range(len(weights))]
            found.append(_Column(run.name, run.head, [], [[run.cells[0]] if above else None, *rows] if lead else rows))
        for it in columns if lead else ():
            it.rows = [None, *it.rows] if it.rows else []
        return found

    # ── what comes of it ─────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, columns: list[_Column]) -> Table:
        grid = Grid(len(columns))
        rows = list(zip(*(it.rows for it in columns), strict=True))
        names = [it.name for it in columns]
        for cells in ([[it.head] for it in columns], *rows):
            texts = [text_of(cell or []) for cell in cells]
            parts = several(dict(zip(names, (text.replace("\n", "") for text in texts), strict=True)))
            texts = [parts.get(name, text) for name, text in zip(names, texts, strict=True)]
            tokens = ([token for line in cell or [] for token in tokens_of(line)] for cell in cells)
            grid.row(*((text, own, 1) for text, own in zip(texts, tokens, strict=True)))
            if parts:
                name = cells[names.index("level3")] or []
                self._several.append(told(text_of(name).replace("\n", ""), _lines_of(name)))
        if self._sums and self._found.total:
            where = {it.name: at for at, it in enumerate(columns)}
            sums = [(where[name], line.text) for name, line in self._sums if name in where]
            grid.line((self._sums[0][1].number, self._sums[-1][1].number), [(0, self._found.total.text), *sums])
        grid.doubt(0)
        cells_ = (replace(it, confidence=UNKNOWN) if it.row - 1 in columns[it.column].open else it for it in grid.cells)
        return Table(rows=grid.rows, columns=grid.columns, cells=tuple(cells_), place=self._place)

    def _told(self, columns: list[_Column], others: list[_Column]) -> list[Problem]:
        """What was made of the columns."""
        every = [(it.head.text, it.count) for it in columns if it.count]
        if others:
            message = _("个数相同的栏已按次序拼成各行，其余的栏（{counts}）看不出属于哪些行，没有归入指标，请对照原文逐行核对")
            problems = [self._problem(message, [(it.head.text, it.count) for it in others])]
        else:
            problems = [self._problem(_("已按次序拼成各行（{counts}），请对照原文逐行核对"), every)]
        told = [(it.head.text, it.count) for it in columns if it.told]
        if told:
            message = _("个数较少的栏（{counts}）是按级次、名称和指标值的类型归到各行的，可能有错，请对照原文逐行核对")
            problems.append(self._problem(message, told))
        if self._weak:
            message = _("{counts}属于哪一级不止一种可能，请先核对")
            problems.append(self._problem(message, [(f"“{name}”", "") for name in dict.fromkeys(self._weak)]))
        for it in (it for it in columns if it.told and it.weak):
            message = _("{counts}的“{column}”不止一种可能，分不清的留空，请先核对")
            named = [(f"“{name}”", "") for name in dict.fromkeys(it.weak)]
            problems.append(self._problem(message, named, column=it.head.text))
        problems += self._several
        if self._found.rest:
            place = _lines_of(self._found.rest)
            message = _("第 {first} 至 {last} 行接在最后一栏的后面，不像这一栏的内容，没有归入指标，请对照原文核对")
            message = message.format(first=self._found.rest[0].number, last=self._found.rest[-1].number)
            problems.append(Problem(level="warning", message=message, place=place))
        if self._wrapped:
            problems.append(self._problem(_("有的单元格印成了几行，是按栏宽和内容合成一格的，请对照原文核对")))
        if self._long:
            message = _("中期与年度并列，中期的各栏（{counts}）没有归入指标，请对照原文核对")
            problems.append(self._problem(message, [(run.head.text, len(run.cells)) for run in self._long]))
        return problems

    def _problem(self, message: str, counted: Sequence[tuple[str, object]] = (), column: str = "") -> Problem:
        """That this table was printed column by column, and what was made of it."""
        first, last = self._place.line or (0, 0)
        counts = "、".join(f"{text} {count}".strip() for text, count in counted)
        start = _("第 {first} 至 {last} 行的指标表是一栏一栏印出来的：").format(first=first, last=last)
        return Problem(level="warning", message=start + message.format(counts=counts, column=column), place=self._place)

    def _outside(self, runs: Sequence[Run], columns: Sequence[_Column] = (), *, between: str = " ") -> list[Paragraph]:
        """Each column in one piece, so that nobody takes its cells for sentences.

        Beside rows that were read nothing stands between them, so that no level among them is taken for that of what follows.
        """
        lines = [*self._left, *([run.head, *run.cells] for run in runs)]
        lines += [[it.head, *(line for cells in it.pages for cell in cells for line in cell)] for it in columns]
        lines += [list(self._found.rest)] if self._found.rest else []
        parts = sorted([*lines, *([line] for line in self._found.frames)], key=lambda part: part[0].number)
        return [Paragraph(text=between.join(line.text for line in part), place=_lines_of(part)) for part in parts]


def _lines_of(lines: Sequence[Line]) -> Place:
    return Place(line=(lines[0].number, lines[-1].number))


def _name(run: Run, at: int) -> str:
    """By what the columns of several pages are known to be the same."""
    return f"{run.name}{at}" if run.name == "aside" else run.name


def _halves(pages: list[list[Run]]) -> tuple[list[list[Run]], list[Run]]:
    """The columns of the year, and those of several years beside them, where a header names all twice."""
    kept: list[list[Run]] = []
    long: list[Run] = []
    for page in pages:
        names = [run.name for run in page]
        twice = {name for name in names if names.count(name) > 1 and name != "aside"}
        seconds = {at for at, name in enumerate(names) if name in twice and name in names[:at]}
        halves = [run for at, run in enumerate(page) if names[at] in twice and at not in seconds]
        last = [page[at] for at in sorted(seconds)]
        drop = last if any(scope(run.head.text) == "long" for run in last) else halves
        kept.append([run for run in page if not any(run is other for other in drop)])
        long += drop
    return kept, long


def _turn(it: _Column) -> int:
    return ORDER.index(it.name)
