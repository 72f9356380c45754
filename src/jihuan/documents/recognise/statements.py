"""Tables of the budget itself (收支总表, “三公”经费表) that stand in one file with the sheets: they say nothing of performance."""

from __future__ import annotations

import re

from jihuan.documents.recognise.funds import source_of
from jihuan.documents.recognise.grid import Grid, words
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import fund_column, plain

_PERFORMANCE = re.compile(
    r"[指指][标標]|目[标標]|[绩績]效|得分|分值|任[务務]|(?:[项項]目|[专專][项項]|政策|[资資]金)(?:名[称稱]|[编編代][码碼])"
    r"|[产產]出|效益|[满滿]意|[数數]量|[质質]量|[时時]效|月底"
)
_INCOME = re.compile("(?:本年)?收入(?:合计|总计)?")
"""Of a balance of income and spending."""
_NAME = re.compile(r"[^，。；：:]{3,50}(?:表|一览)(?:[（(][^()（）]{1,20}[)）])*")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_SPENDING = ("基本支出", "项目支出")
_SOURCES = ("total", "long_total", "fiscal", "other", "part")
_FEWEST = 2


def is_statement(grid: Grid) -> bool:
    """Names at the left, two or more columns of figures under a header, and no word of performance or of a sheet's amounts."""
    if any(_PERFORMANCE.search(cell.text) for cell in grid.table.cells):
        return False
    rows = range(grid.table.rows)
    first = next((row for row in rows if any(_is_figure(words(cell)) for cell in grid.filled(row)[1:])), None)
    if not first or grid.table.rows - first < _FEWEST:
        return False
    heads = [cell for row in range(first) for cell in grid.filled(row)]
    balance = any(_INCOME.fullmatch(plain(cell.text)) for cell in grid.table.cells)
    if not balance and any(fund_column(words(cell)) in ("initial", "adjusted", "executed") for cell in heads):
        names = [grid.at(row, 0) for row in range(first, grid.table.rows)]
        if any(name and (source_of(grid, name) in _SOURCES or plain(name.text) in _SPENDING) for name in names):
            return False
    return sum(_holds_figures(grid, first, column) for column in range(1, grid.table.columns)) >= _FEWEST


def speaks_of_performance(text: str) -> bool:
    """Is there a word that no table of the budget itself has?"""
    return bool(_PERFORMANCE.search(text))


def names_statement(text: str) -> bool:
    """Is it the title of a table of the budget itself: “部门收支总表”, “‘三公’经费支出表（2025年度）”?"""
    return bool(_NAME.fullmatch(text.strip())) and not speaks_of_performance(text)


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(plain(text)))


def _holds_figures(grid: Grid, first: int, column: int) -> bool:
    """Are there figures and nothing else below the header of a column?"""
    if not any(words(grid.at(row, column)) for row in range(first)):
        return False
    texts = [words(cell) for row in range(first, grid.table.rows) if (cell := grid.at(row, column)) and cell.text.strip()]
    figures = sum(map(_is_figure, texts))
    return figures >= _FEWEST and figures == sum(plain(text) not in NOTHING for text in texts)
