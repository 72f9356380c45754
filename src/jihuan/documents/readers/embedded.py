"""The interchange JSON inside our own documents: believed only while the visible text is still the one it was made for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from jihuan.core.document import Document, Indicator, Problem, Project, Safeguard, SubGoal
from jihuan.core.interchange import InterchangeError, content, from_json
from jihuan.core.language import _
from jihuan.core.text import squeeze
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.recognise.grid import Grid
from jihuan.documents.recognise.header import is_header
from jihuan.documents.recognise.headings import Contents, is_page_number

VERSION = 1


@dataclass(frozen=True, slots=True)
class Embedded:
    """What was found inside a file: the document and the digest of the visible text it was made for."""

    document: Document
    text_sha256: str


def visible_text(layout: Layout) -> str:
    """All characters of all blocks in order without white space; page numbers, contents and repeated headers are left out."""
    parts: list[str] = []
    contents = Contents()
    for block in layout.blocks:
        if not isinstance(block, Paragraph):
            contents.end()
            parts.extend(_rows(block))
        elif not is_page_number(block.text) and not contents.covers(block.text):
            parts.append(block.text)
    return squeeze("".join(parts))


def _rows(table: Table) -> Iterator[str]:
    """The text of each row; a header that a page break repeats counts once."""
    grid = Grid(table)
    headers: set[str] = set()
    for row in range(table.rows):
        text = squeeze("".join(cell.text for cell in grid.filled(row)))
        if text in headers:
            continue
        if is_header(grid, row):
            headers.add(text)
        yield text


def text_digest(layout: Layout) -> str:
    """SHA-256 of the visible text, hexadecimal."""
    return hashlib.sha256(visible_text(layout).encode()).hexdigest()


def unwrap(data: bytes) -> Embedded | None:
    """The embedded document; None where the JSON is not ours or not sound."""
    try:
        value = json.loads(data)
        if not isinstance(value, dict) or value.get("jihuan") != VERSION:
            return None
        return Embedded(from_json(value.get("document")), str(value.get("text_sha256")))
    except (ValueError, RecursionError, InterchangeError):
        return None


def reconcile(visible: Document, layout: Layout) -> Document:
    """The document to believe: the embedded one with the visible places, or the visible one if somebody edited the file."""
    if layout.embedded is None:
        return visible
    inside = unwrap(layout.embedded)
    if inside is None:
        return _noted(visible, _("文件中附带的绩环数据已损坏，已按文件中看得见的内容读取"))
    if inside.text_sha256 != text_digest(layout):
        return _noted(visible, _("文件在导出后被修改过，已按文件中看得见的内容读取，没有采用其中附带的数据"))
    if content(inside.document) == content(visible):
        return visible
    return replace(placed(inside.document, visible), source=visible.source, problems=layout.problems)


def _noted(document: Document, message: str) -> Document:
    return replace(document, problems=(*document.problems, Problem(level="info", message=message)))


def placed(document: Document, visible: Document) -> Document:
    """The document with the places where the same things stand in the visible reading."""
    overall = document.overall_goal
    if overall:
        overall = replace(overall, place=visible.overall_goal.place if visible.overall_goal else None)
    return replace(
        document,
        overall_goal=overall,
        sub_goals=tuple(
            _sub_goal(mine, theirs) for mine, theirs in zip_longest(document.sub_goals, visible.sub_goals) if mine is not None
        ),
        safeguards=tuple(
            _safeguard(mine, theirs)
            for mine, theirs in zip_longest(document.safeguards, visible.safeguards)
            if mine is not None
        ),
        projects=tuple(
            _project(mine, theirs) for mine, theirs in zip_longest(document.projects, visible.projects) if mine is not None
        ),
    )


def _sub_goal(mine: SubGoal, theirs: SubGoal | None) -> SubGoal:
    return replace(
        mine,
        place=theirs.place if theirs else None,
        indicators=_indicators(mine.indicators, theirs.indicators if theirs else ()),
    )


def _safeguard(mine: Safeguard, theirs: Safeguard | None) -> Safeguard:
    return replace(mine, place=theirs.place if theirs else None)


def _project(mine: Project, theirs: Project | None) -> Project:
    return replace(
        mine,
        place=theirs.place if theirs else None,
        indicators=_indicators(mine.indicators, theirs.indicators if theirs else ()),
    )


def _indicators(mine: tuple[Indicator, ...], theirs: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    same = len(mine) == len(theirs)
    return tuple(replace(indicator, place=theirs[index].place if same else None) for index, indicator in enumerate(mine))
