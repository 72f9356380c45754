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
from jihuan.documents.readers.text.merged import levels_above, levels_over, rows_short, rows_with
from jihuan.documents.readers.text.prose import paragraph
from jihuan.documents.recognise.words import SHORT_LEVELS, column, heading, label

_FIRST = ("category", "level1", "level2", "level3")
_HEADS, _FEWEST = (*_FIRST, "target", "actual"), 2
"""So many of these words stand in an indicator table whatever its order."""
Placed = dict[int, list[Line | None]]
"""The cells of columns, by the line of their header: one for each row, None where the row has none."""
_PHRASE = re.compile(r"【[^】]{2,20}指标】|指标\s*\d{1,2}\s*[:：]")
"""Indicators inside a text."""
_LONG = 4
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
    named = [(at, name) for at, line in enumerate(lines) if (name := _name(line.text))]
    first = next((at for at, name in named if name in _FIRST), len(lines))
    heads = [(at, name) for at, name in named if at >= first]
    ends = [*(at for at, _name in heads), len(lines)][1:]
    runs = [Run(name, lines[at], lines[at + 1 : end]) for (at, name), end in zip(heads, ends, strict=True) if end > at + 1]
    names = [run.name for run in runs if run.name != "aside"]
    if not {"level3", "target"} <= set(names) or len(set(names)) < len(names):
        return None
    return first, runs


def _name(text: str) -> str | None:
    """What a header means; words that may as well stand in a cell are none."""
    found = column(text) or SHORT_LEVELS.get(text) or (heading(text) if len(text) >= _LONG else None)
    return None if found in ("best", "cause") else found


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

    Columns with fewer cells, as merged levels, stay outside the table unless the others say to which rows their cells belong.
    """
    count = len(next(run.cells for run in runs if run.name == "level3"))
    summed = label(above) == "total_score"
    totals = [run for run in runs if summed and run.name in ("weight", "score") and len(run.cells) == count + 1]
    whole: Placed = {run.head.number: list(run.cells[:count]) for run in runs if len(run.cells) == count or run in totals}
    if any(run.name in _ALIKE and run.head.number not in whole for run in runs):
        return (
            [],
            _outside(runs),
            [_problem(runs, _("各栏的个数对不上（{counts}），没有拼成各行，请换用原文件，或对照原文逐行填写"))],
        )
    fewer = _fewer(runs, whole)
    placed = [run for run in runs if run.head.number in whole | fewer]
    others = [run for run in runs if run not in placed]
    grid = Grid(len(placed))
    columns = [(whole | fewer)[run.head.number] for run in placed]
    for cells in ([run.head for run in placed], *zip(*columns, strict=True)):
        grid.row(*((line.text if line else "", tokens_of(line) if line else [], 1) for line in cells))
    if totals:
        sums = [(at, run.cells[count].text) for at, run in enumerate(placed) if run in totals]
        grid.line((totals[0].cells[count].number, totals[-1].cells[count].number), [(0, above), *sums])
    grid.doubt(0)
    table = Table(rows=grid.rows, columns=grid.columns, cells=tuple(grid.cells), place=_place(runs))
    return [table], _outside(others), _told(runs, others, fewer)


def _fewer(runs: Sequence[Run], whole: Placed) -> Placed:
    """The cells of columns that have fewer than there are rows, in the rows that the other columns say they belong to."""
    by_name = {run.name: run for run in runs if run.name != "aside"}
    names, values = ([line.text for line in by_name[name].cells] for name in ("level3", "target"))
    found: Placed = {}
    for name in ("operator", "unit"):
        run = by_name.get(name)
        rows = rows_with([line.text for line in run.cells], values) if run and run.head.number not in whole else None
        if run and rows:
            found[run.head.number] = [run.cells[rows.index(at)] if at in rows else None for at in range(len(names))]
    found |= _causes(by_name, whole, len(names))
    first, second = by_name.get("level1"), by_name.get("level2")
    if not second:
        return found
    seconds = [line.text for line in second.cells]
    over = list(range(len(names))) if second.head.number in whole else levels_over(seconds, names, values)
    if over and second.head.number not in whole:
        found[second.head.number] = [second.cells[at] for at in over]
    above = levels_above([line.text for line in first.cells], seconds) if first and first.head.number not in whole else None
    if first and over and above:
        found[first.head.number] = [first.cells[above[at]] for at in over]
    return found


def _causes(by_name: dict[str, Run], whole: Placed, count: int) -> Placed:
    """The causes of deviations, which only some rows have."""
    causes = by_name.get("deviation")
    if causes is None or causes.head.number in whole or not {"weight", "score"} <= set(by_name):
        return {}
    weights, scores = ([line.text for line in by_name[name].cells[:count]] for name in ("weight", "score"))
    rows = rows_short(weights, scores, len(causes.cells))
    return {causes.head.number: [causes.cells[rows.index(at)] if at in rows else None for at in range(count)]} if rows else {}


def _told(runs: Sequence[Run], others: Sequence[Run], fewer: Placed) -> list[Problem]:
    """What was made of the columns."""
    problems = []
    if others:
        message = _("个数相同的栏已按次序拼成各行，其余的栏（{counts}）看不出属于哪些行，没有归入指标，请对照原文逐行核对")
        problems.append(_problem(runs, message, others))
    else:
        problems.append(_problem(runs, _("已按次序拼成各行（{counts}），请对照原文逐行核对")))
    by_type = [run for run in runs if run.head.number in fewer]
    if by_type:
        message = _("个数较少的栏（{counts}）是按级次、名称和指标值的类型归到各行的，可能有错，请对照原文逐行核对")
        problems.append(_problem(runs, message, by_type))
    return problems


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
