"""Indicator tables that a page gave out column by column: each header with all of its cells, then the next header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.layout import Paragraph, Table
from jihuan.documents.readers.text.grid import Grid
from jihuan.documents.readers.text.lines import Line, tokens_of
from jihuan.documents.readers.text.prose import paragraph
from jihuan.documents.recognise.words import column, label

_FIRST = ("category", "level1", "level2", "level3")
_HEADS, _FEWEST = (*_FIRST, "target", "actual"), 2
"""So many of these words stand in an indicator table whatever its order."""
_PHRASE = re.compile(r"【[^】]{2,20}指标】|指标\s*\d{1,2}\s*[:：]")
"""Indicators inside a text."""
_ALIKE = ("level3", "target", "weight")
"""Columns that must have as many cells."""


@dataclass(frozen=True, slots=True)
class Run:
    """A header with the cells that follow it."""

    name: str
    head: Line
    cells: Sequence[Line]


def runs_in(lines: Sequence[Line]) -> tuple[int, list[Run]] | None:
    """Where the columns begin, and the columns; None where the headers do not each have their cells behind them."""
    named = [(at, name) for at, line in enumerate(lines) if (name := column(line.text))]
    first = next((at for at, name in named if name in _FIRST), len(lines))
    heads = [(at, name) for at, name in named if at >= first]
    ends = [*(at for at, _name in heads), len(lines)][1:]
    runs = [Run(name, lines[at], lines[at + 1 : end]) for (at, name), end in zip(heads, ends, strict=True) if end > at + 1]
    names = [run.name for run in runs]
    if not {"level3", "target"} <= set(names) or len(set(names)) < len(names):
        return None
    return first, runs


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


def read_columns(runs: Sequence[Run], above: str) -> tuple[list[Table], list[Paragraph], list[Problem]]:
    """The rows that these columns make where names, values and weights are as many; ``above`` is the cell before the first header.

    Columns with fewer cells, as merged levels, do not say to which rows their cells belong: they stay outside the table.
    """
    count = len(next(run.cells for run in runs if run.name == "level3"))
    summed = label(above) == "total_score"
    totals = [run for run in runs if summed and run.name in ("weight", "score") and len(run.cells) == count + 1]
    whole = [run for run in runs if len(run.cells) == count or run in totals]
    if any(run.name in _ALIKE and run not in whole for run in runs):
        return (
            [],
            _outside(runs),
            [_problem(runs, _("各栏的个数对不上（{counts}），没有拼成各行，请换用原文件，或对照原文逐行填写"))],
        )
    others = [run for run in runs if run not in whole]
    grid = Grid(len(whole))
    for cells in ([run.head for run in whole], *zip(*(run.cells[:count] for run in whole), strict=True)):
        grid.row(*((line.text, tokens_of(line), 1) for line in cells))
    if totals:
        sums = [(at, run.cells[count].text) for at, run in enumerate(whole) if run in totals]
        grid.line((totals[0].cells[count].number, totals[-1].cells[count].number), [(0, above), *sums])
    grid.doubt(0)
    message = (
        _("个数相同的栏已按次序拼成各行，其余的栏（{counts}）看不出属于哪些行，没有归入指标，请对照原文逐行核对")
        if others
        else _("已按次序拼成各行（{counts}），请对照原文逐行核对")
    )
    table = Table(rows=grid.rows, columns=grid.columns, cells=tuple(grid.cells), place=_place(runs))
    return [table], _outside(others), [_problem(runs, message, others or runs)]


def _place(runs: Sequence[Run]) -> Place:
    return Place(line=(runs[0].head.number, runs[-1].cells[-1].number))


def _outside(runs: Sequence[Run]) -> list[Paragraph]:
    return [paragraph([line]) for run in runs for line in (run.head, *run.cells)]


def _problem(runs: Sequence[Run], message: str, counted: Sequence[Run] = ()) -> Problem:
    """That this table was printed column by column, and what was made of it."""
    place = _place(runs)
    first, last = place.line or (0, 0)
    counts = "、".join(f"{run.head.text} {len(run.cells)}" for run in counted or runs)
    start = _("第 {first} 至 {last} 行的指标表是一栏一栏印出来的：").format(first=first, last=last)
    return Problem(level="warning", message=start + message.format(counts=counts), place=place)
