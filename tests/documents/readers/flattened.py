"""Drawn tables flattened to text as extractors, copying and typists do it; and what a reader made of them without saying so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from textwrap import fill

from jihuan.core.document import Document, Indicator, Project
from jihuan.core.text import squeeze
from tests.documents.families.build import Block, Piece, Rows, pieces
from tests.documents.families.facts import Row
from tests.documents.families.tables import Sheet


def _by_row(block: Rows) -> list[list[Piece]]:
    return [[it for it in pieces(block) if it.row == row] for row in range(len(block))]


def _flat(blocks: list[Block], line: Callable[[list[Piece], int], str]) -> str:
    """One line for each row that has anything to say."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            found.append(block)
        else:
            wide = max(len(row) for row in block)
            found += [text for row in _by_row(block) if (text := line(row, wide)).strip(" |\t")]
    return "\n".join(found) + "\n"


def _text(piece: Piece) -> str:
    return piece.text.replace("\n", "")


def _all(row: list[Piece], wide: int) -> list[str]:
    """Every column, empty where a merged cell goes on."""
    at = {it.column: _text(it) for it in row}
    return [at.get(column, "") for column in range(wide)]


def _filled(row: list[Piece]) -> list[str]:
    return [_text(it) for it in row if it.text]


def _wrapped(row: list[Piece]) -> list[str]:
    """The filled cells, broken at the widths of their columns."""
    return [fill(_text(it), (4 + it.column * 3 % 5) * it.across, break_on_hyphens=False) for it in row if it.text]


KINDS: dict[str, Callable[[list[Block]], str]] = {
    "bars, merged cells left out": lambda blocks: _flat(blocks, lambda row, _wide: " | ".join(_text(it) for it in row)),
    "bars, every column": lambda blocks: _flat(blocks, lambda row, wide: "|".join(_all(row, wide))),
    "bars around the rows": lambda blocks: _flat(blocks, lambda row, wide: f"| {' | '.join(_all(row, wide))} |"),
    "tabs, every column": lambda blocks: _flat(blocks, lambda row, wide: "\t".join(_all(row, wide))),
    "tabs, empty cells left out": lambda blocks: _flat(blocks, lambda row, _wide: "\t".join(_filled(row))),
    "one space": lambda blocks: _flat(blocks, lambda row, _wide: " ".join(_filled(row))),
    "full-width spaces": lambda blocks: _flat(blocks, lambda row, _wide: "\u3000\u3000".join(_filled(row))),
    "one cell a line": lambda blocks: _flat(blocks, lambda row, _wide: "\n".join(_filled(row))),
    "one cell a line, blank lines between": lambda blocks: _flat(blocks, lambda row, _wide: "\n\n".join(_filled(row)) + "\n"),
    "wrapped cells, blank lines between": lambda blocks: _flat(blocks, lambda row, _wide: "\n\n".join(_wrapped(row)) + "\n"),
}
"""Ways to flatten a table that leave its cells apart."""


def broken(blocks: list[Block]) -> str:
    """One printed line a line: nothing says where a cell ends."""
    return _flat(blocks, lambda row, _wide: "\n".join(_wrapped(row)))


def by_column(blocks: list[Block]) -> str:
    """Indicator tables column by column, a cell a line; what stands above them row by row."""
    found: list[str] = []
    for block in blocks:
        rows = [] if isinstance(block, str) else _by_row(block)
        found += [block] if isinstance(block, str) else []
        head = next((at for at, row in enumerate(rows) if {"三级指标", "指标名称"} & {_text(it) for it in row}), len(rows))
        found += [text for row in rows[:head] for text in _filled(row)]
        cells = sorted((it.column, it.row, _text(it)) for row in rows[head:] for it in row if it.text)
        found += [text for _column, _row, text in cells]
    return "\n".join(found) + "\n"


def copied(blocks: list[Block]) -> str:
    """What a browser copies: a tab between cells, nothing where a merged one goes on, line breaks inside cells as they are."""
    return _flat(blocks, lambda row, _wide: "\t".join(it.text for it in row))


def copied_with_paragraphs(blocks: list[Block]) -> str:
    """The same of a page whose cells hold paragraphs."""
    found: list[str] = []
    for block in blocks:
        rows = [] if isinstance(block, str) else [row for row in _by_row(block) if any(it.text for it in row)]
        found += [block] if isinstance(block, str) else []
        lines = ("\n\n\t\n\n".join(it.text.replace("\n", "\n\n") for it in row) for row in rows)
        lines = (re.sub(r"\t\n{4}(?=\t)", "\t\n\n", line) for line in lines)  # an empty paragraph
        found += ["\n\n\n\n".join(lines)] if rows else []
    return "\n\n".join(found) + "\n"


def glued(blocks: list[Block]) -> str:
    """Nothing between the cells of a row."""
    return _flat(blocks, lambda row, _wide: "".join(_filled(row)))


def _width(text: str) -> int:
    return sum(1 if char < "\u2000" else 2 for char in text)


def aligned(blocks: list[Block]) -> str:
    """Each row one line, its cells below each other at the left of their columns."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            found.append(block)
            continue
        widths = [0] * max(len(row) for row in block)
        for it in sorted(pieces(block), key=lambda it: it.across):
            spare = _width(_text(it)) - sum(widths[it.column : it.column + it.across]) - 3 * (it.across - 1)
            widths[it.column + it.across - 1] += max(0, spare)
        for row in _by_row(block):
            line = ""
            for it in row:
                start = sum(widths[: it.column]) + 3 * it.column
                line += (" " * (start - _width(line)) if it.text else "") + _text(it)
            found += [line] if line.strip() else []
    return "\n".join(found) + "\n"


_PAGE = 14
"""So many lines a page has."""


def paged(text: str, header: str = "") -> str:
    """Marks between the pages, and the header again at the top of each."""
    lines = text.split("\n")
    found = lines[:_PAGE]
    for number, start in enumerate(range(_PAGE, len(lines), _PAGE), 1):
        found += [f"- {number} -", *([header] if header else []), *lines[start : start + _PAGE]]
    return "\n".join(found)


def listed(text: str) -> str:
    """A table of contents above the text."""
    titles = [line for line in text.split("\n") if line.endswith("表") and "|" not in line]
    contents = [f"{title}………{page}" for page, title in enumerate(titles, 2)]
    return "\n".join([*(["目录"] if contents else []), *contents, text])


_BARS, _CELLS, _SPACE = "bars, every column", "one cell a line", "one space"
WAYS: dict[str, Callable[[list[Block]], str]] = {
    "竖线分栏，合并格省略": KINDS["bars, merged cells left out"],
    "竖线分栏，各栏齐全": KINDS[_BARS],
    "竖线分栏，夹有页码": lambda blocks: paged(KINDS[_BARS](blocks)),
    "制表符分栏，各栏齐全": KINDS["tabs, every column"],
    "制表符分栏，空格省略": KINDS["tabs, empty cells left out"],
    "网页复制": copied,
    "网页复制，格内分段": copied_with_paragraphs,
    "一行一条，一个空格": KINDS[_SPACE],
    "一行一条，夹有页码": lambda blocks: paged(KINDS[_SPACE](blocks)),
    "一行一条，前有目录": lambda blocks: listed(KINDS[_SPACE](blocks)),
    "一行一条，各栏对齐": aligned,
    "一格一行": KINDS[_CELLS],
    "一格一行，夹有页码": lambda blocks: paged(KINDS[_CELLS](blocks)),
    "一格一行，空行相隔": KINDS["one cell a line, blank lines between"],
    "一格几行，空行相隔": KINDS["wrapped cells, blank lines between"],
    "一格几行，没有间隔": broken,
    "一栏一栏": by_column,
    "粘连": glued,
}
"""Ways to flatten a table, as the documentation names them."""
_COLUMNS: dict[str, Callable[[Indicator], object]] = {
    "level1": lambda it: it.level1,
    "level2": lambda it: it.level2,
    "level3": lambda it: it.level3,
    "target": lambda it: it.target.raw,
    "actual": lambda it: it.actual and it.actual.raw,
    "weight": lambda it: it.weight,
    "score": lambda it: it.score,
    "deviation": lambda it: it.deviation,
    "description": lambda it: it.description,
    "basis": lambda it: it.basis,
}


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else squeeze(str(value)) if value is not None else ""


def silent(sheet: Sheet, document: Document) -> list[str]:
    """Cells of indicators that are wrong though neither a mark nor a problem says that they may be."""
    told = [it.place.line for it in document.problems if it.place and it.place.line and it.level != "info"]
    found: list[str] = []
    by_name = {squeeze(project.name or ""): project for project in document.projects}
    found_for = zip(sheet.projects, [*document.projects, *[None] * len(sheet.projects)], strict=False)
    for true, project in ((true, by_name.get(squeeze(true.name), at_place)) for true, at_place in found_for):
        if project is None:
            continue
        for it, row in _pairs(project, true.rows):
            line = it.place.line if it.place else None
            if it.uncertain or (line and any(first <= line[1] and line[0] <= last for first, last in told)):
                continue
            wanted = (
                {name: getattr(row, "value" if name == "target" else name) for name in sheet.columns if name in _COLUMNS}
                if row
                else {}
            )
            wrong = [
                name for name, text in wanted.items() if _plain(_COLUMNS[name](it)) not in ("", _plain(_number(name, text)))
            ]
            found += [f"{it.level3}.{name}" for name in wrong] if row else [f"{it.level3}"]
    return found


def _number(name: str, text: str) -> object:
    return Decimal(text) if name in ("weight", "score") else text


def _pairs(project: Project, rows: tuple[Row, ...]) -> Iterator[tuple[Indicator, Row | None]]:
    """Each indicator with the row of its name; names of these facts are unique."""
    by_name = {squeeze(row.level3): row for row in rows}
    for it in project.indicators:
        yield it, by_name.get(squeeze(it.level3 or ""))
