"""Several indicators in one row: numbered, or a line each, inside its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jihuan.core.indicators import parse_target
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.numbered import numbered
from jihuan.documents.recognise.words import plain

_UPPER = ("level1", "level2")
_FIRST_ITEM = re.compile(r"\s*(?:指标\s*)?[（(]?1[)）.．、:：]")
_SPACED_ITEM = re.compile(r"\s+(?=(?:指标\s*)?[（(]?\d{1,2}(?:[)）、:：]|[.．](?!\d)))")
_OWN_VALUE = re.compile(r"\s*(?:[（(]?\d{1,2}[)）.．、](?!\d)\s*\S|[≥≤≧≦＞＜><=＝]{1,2}\s*\d)")


def items_of(cells: dict[str, list[Cell]]) -> tuple[list[dict[str, list[Cell]]], list[str]]:
    """Indicators numbered inside the cells of one row, name and value alike; and the figures printed once for all of them."""
    names, values = cells.get("level3", []), cells.get("target", [])
    count = len(_numbered(names[0].text)) if len(names) == 1 and _FIRST_ITEM.match(names[0].text) else 1
    if count < 2 or len(values) != 1:
        return [cells], _several(values)
    if len(_parts(values[0].text, count)) != count:
        return [cells], ["level3", "target"]
    items: list[dict[str, list[Cell]]] = [{} for _item in range(count)]
    shared = []
    for role, found in cells.items():
        parts = _parts(found[0].text, count) if len(found) == 1 else ()
        if role not in _UPPER and len(parts) == count:
            split = [[replace(found[0], text=part)] for part in parts]
        else:
            once = role in ("actual", "weight", "score", "deviation")
            split = [[] if once and index else found for index in range(count)]
            shared += [role] if once and any(plain(cell.text) not in NOTHING for cell in found) else []
        for item, kept in zip(items, split, strict=True):
            item[role] = kept
    return items, shared


def _numbered(text: str) -> tuple[str, ...]:
    """The numbered items of a cell; parted by white space alone where nothing else parts them."""
    items = numbered(text)
    return items if len(items) > 1 else numbered(_SPACED_ITEM.sub("\n", text))


def _parts(text: str, count: int) -> Sequence[str]:
    """The items of a cell: “1.1106人”, where the lines themselves prove that the number is none of the value; a value a line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    parts: list[str] = []
    for line in lines:
        if mark := re.match(rf"(?:指标\s*)?[（(]?{len(parts) + 1}[)）.．、:：]\s*", line):
            parts.append(line[mark.end() :])
        elif parts:
            parts[-1] += f"\n{line}"
    if len(parts) == count:
        return parts
    if len(lines) == count and not parts and all(parse_target(line).kind in ("quantitative", "date") for line in lines):
        return lines
    return _numbered(text)


def _several(values: list[Cell]) -> list[str]:
    """Doubts of a value cell whose lines are quantities of their own."""
    lines = [line for line in values[0].text.split("\n") if line.strip()] if len(values) == 1 and "\n" in values[0].text else []
    return ["target"] if len(lines) > 1 and all(_OWN_VALUE.match(line) for line in lines) else []
