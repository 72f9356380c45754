"""Nothing dropped: what a source says is in its layout, and every cell of every table in a field, in a problem, or a label we know."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from jihuan.core.document import Document, Place
from jihuan.core.indicators import parse_operator
from jihuan.core.text import squeeze
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.recognise.grid import words
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.words import fund_column, heading, is_container, label, plain, scope

_FURNITURE = re.compile(
    r"(?:指标|目标)\d+[:：.、]?|(?:^|(?<=[\n；;。]))\d+(?:[.．](?!\d)|[、)])|[【】\-—()（）；;。:：，,、%％√\s]"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_RUNNING = re.compile(r"(?<=[^\d.．])(?=\d(?:[、)]|[.．](?!\d)))|(?<=[^≥≤><=＝])(?=[≥≤><=＝])")
"""Between items of one cell that nothing but their numbers or signs part."""
_PAGE = re.compile(r"\d+、?|[-—–]+\d*[-—–]*")
_MONTH = re.compile(r"^\d{1,2}月(?:底|末)?$")
_LEVEL = re.compile("[一二三]级")


def _all_text(value: object) -> list[str]:
    if dataclasses.is_dataclass(value) and not isinstance(value, Place):
        return [text for item in dataclasses.fields(value) for text in _all_text(getattr(value, item.name))]
    if isinstance(value, tuple):
        return [text for item in value for text in _all_text(item)]
    return [] if value is None else [str(value)]


def _bare(text: str) -> str:
    return _FURNITURE.sub("", unicodedata.normalize("NFKC", squeeze(text)))


def _is_label(text: str) -> bool:
    word = plain(text)
    known = label(text) or heading(text) or fund_column(text) or is_container(text) or scope(text)
    return bool(known or _MONTH.match(word) or _LEVEL.fullmatch(word))


def missing(texts: Iterable[str], layout: Layout) -> list[str]:
    """Texts of the source that the layout does not have, white space apart. Labels over other labels and numbers of pages may go."""
    blocks = layout.blocks
    said = "".join(block.text if isinstance(block, Paragraph) else "".join(it.text for it in block.cells) for block in blocks)
    known = squeeze(said)
    return [text for text in texts if squeeze(text) not in known and not _is_label(text) and not _PAGE.fullmatch(text)]


def lost(layout: Layout, document: Document) -> list[str]:
    """Texts of cells that are in no field and in no problem."""
    known = "\0".join(_bare(text) for text in _all_text(document))
    missing: list[str] = []
    known += "".join(f"\0{total}" for total in _totals(document))
    rows = [it for project in document.projects for it in project.indicators]
    known += "".join(f"\0{_bare(f'{it.level3}{it.target.raw}')}" for it in rows)  # a text of both, taken apart
    figures = {Decimal(figure) for figure in _FIGURE.findall(known)}
    signs = {it.target.operator for it in rows}
    for block in layout.blocks:
        for cell in block.cells if isinstance(block, Table) else ():
            text = words(cell)
            if plain(text) in NOTHING or _is_label(text) or (parse_operator(text) or "?") in signs:
                continue
            if not any(all(_is_in(part, known, figures) for part in _parts(form)) for form in (cell.text, text)):
                missing.append(text)
    return missing


def _is_in(part: str, known: str, figures: set[Decimal]) -> bool:
    """A figure is there whatever its zeros: 8,211,600.00 is 8211600; 50分 is 50."""
    figure = _FIGURE.fullmatch(re.sub("(?:分|万元|元)$", "", part))
    return (figure is not None and Decimal(figure[0]) in figures) or part == "其中" or part in known or _is_label(part)


def _totals(document: Document) -> set[str]:
    """Sums of weights: the row of totals prints them, and the reader has checked them."""
    sums = set()
    for project in document.projects:
        rows = sum((it.weight or Decimal(0) for it in project.indicators), Decimal(0))
        sums |= {f"{rows:f}", f"{rows + (project.execution_weight or 0):f}"}
    return sums


def _parts(text: str) -> list[str]:
    """A cell's text in the pieces that fields keep apart; figures as the interchange writes them."""
    parts = (
        _bare(part) for whole in re.split(r"[\n；;。]|(?=【)|(?=指标\s*\d)|[（(:：\-—]", text) for part in _RUNNING.split(whole)
    )
    return [part.replace(",", "") if re.fullmatch(r"[\d,.]+", part) else part for part in parts if part]
