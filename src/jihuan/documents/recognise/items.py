"""Several indicators in one row: numbered, or a line each, inside its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jihuan.core.indicators import parse_target
from jihuan.core.text import join_lines
from jihuan.documents.layout import Cell
from jihuan.documents.recognise.notes import NOTHING
from jihuan.documents.recognise.numbered import numbered
from jihuan.documents.recognise.values import split_value
from jihuan.documents.recognise.words import plain

_ORDER = re.compile(r"^(?:(?:绩效)?指标\s*\d{1,2}\s*[:：.、]|[（(]?\d{1,2}[)）.．、](?!\d))\s*")
_STATED = re.compile(r"[≥≤≧≦＞＜><=＝:：]")
_SIGNED = re.compile(r"[≥≤≧≦＞＜><=＝]\s*\d")
_UPPER = ("level1", "level2")
_VALUES = ("target", "actual")
_ONCE = ("actual", "weight", "score", "deviation")
_FIRST_ITEM = re.compile(r"\s*(?:指标\s*)?[（(]?\d{1,2}[)）.．、:：]")
_SURE_ITEM = re.compile(r"(?:指标\s*)?[（(]?(\d{1,2})(?:[)）、:：]|[.．](?!\d))")
_SPACED_ITEM = re.compile(r"\s+(?=(?:指标\s*)?[（(]?\d{1,2}(?:[)）、:：]|[.．](?!\d)))")
_TORN_NUMBER = re.compile(r"([（(]\d{1,2})\s*\n\s*([)）])")
_ITEM = r"(?<![\d.．])(?:指标\s*)?[（(]?{n}(?:[)）、:：]|[.．](?!\d))\s*"
_BEFORE_SIGN = re.compile(r"(?<![≥≤≧≦＞＜><=＝])(?=[≥≤≧≦＞＜><=＝])")
_RUNNING = re.compile(_ITEM.format(n=1))
_OWN_VALUE = re.compile(r"\s*(?:[（(]?\d{1,2}[)）.．、](?!\d)\s*\S|[≥≤≧≦＞＜><=＝]{1,2}\s*\d)")


def items_of(cells: dict[str, list[Cell]]) -> tuple[list[dict[str, list[Cell]]], list[str]]:
    """Indicators numbered inside the cells of one row, name and value alike; and the figures printed once for all of them."""
    names, values = cells.get("level3", []), cells.get("target", [])
    if "target" not in cells and len(names) == 1:
        return _stated(cells, names[0])
    name = names[0].text if len(names) == 1 else ""
    first = _FIRST_ITEM.match(name)
    count = len(_numbered(name)) if first else 1
    run = len(_running(name)) if first and count == 1 == len(values) else 0
    if run and len(_parts(values[0].text, run)) == run:
        items, shared = _split(cells, run)
        return items, ["level3", "target", *shared]
    if count < 2 or len(values) != 1:
        return [cells], _several(values)
    if len(_parts(values[0].text, count)) != count:
        return [cells], ["level3", "target"]
    return _split(cells, count)


def _split(cells: dict[str, list[Cell]], count: int) -> tuple[list[dict[str, list[Cell]]], list[str]]:
    """The indicators that the cells of a row hold, so many; and the figures printed once for all of them."""
    items: list[dict[str, list[Cell]]] = [{} for _item in range(count)]
    shared = []
    for role, found in cells.items():
        parts = _parts(found[0].text, count, values=role in _VALUES) if len(found) == 1 else ()
        if role not in _UPPER and len(parts) == count:
            split = [[replace(found[0], text=part)] for part in parts]
        else:
            once = role in _ONCE
            split = [[] if once and index else found for index in range(count)]
            shared += [role] if once and any(plain(cell.text) not in NOTHING for cell in found) else []
        for item, kept in zip(items, split, strict=True):
            item[role] = kept
    return items, shared


def _stated(cells: dict[str, list[Cell]], name: Cell) -> tuple[list[dict[str, list[Cell]]], list[str]]:
    """Names that say their values, one a line (三级指标及指标值); without a sign, which words are the value is doubtful."""
    parted = [split_value(_ORDER.sub("", line.strip())) for line in re.split(r"[\n；;]", name.text) if line.strip()]
    whole = join_lines(name.text)
    if not all(value for _name, value in parted) and len(_STATED.findall(whole)) < 2:  # lines of one name and value
        parted = [split_value(_ORDER.sub("", whole))]
    if not parted or not all(value for _name, value in parted):
        return [cells], ["level3", "target"] if _SIGNED.search(name.text) else []
    later = {**cells, **{role: [] for role in _ONCE if role in cells}} if len(parted) > 1 else cells
    items = [
        {**(later if index else cells), "level3": [replace(name, text=said)], "target": [replace(name, text=value)]}
        for index, (said, value) in enumerate(parted)
    ]
    doubts = [] if all(_OWN_VALUE.match(value) for _name, value in parted) else ["level3", "target"]
    return items, doubts + (_filled_once(cells) if len(parted) > 1 else [])


def _filled_once(cells: dict[str, list[Cell]]) -> list[str]:
    """Figures printed once for several indicators."""
    return [role for role in _ONCE if any(plain(cell.text) not in NOTHING for cell in cells.get(role, ()))]


def _numbered(text: str) -> tuple[str, ...]:
    """The numbered items of a cell; parted by white space alone where nothing else parts them."""
    items = numbered(text)
    return items if len(items) > 1 else numbered(_SPACED_ITEM.sub("\n", _TORN_NUMBER.sub(r"\1\2", text)))


def _running(text: str) -> Sequence[str]:
    """The items of a text on one line that nothing but their numbers part: “1、清淤长度2、修缮桥梁”; none where there is one."""
    starts = [mark.span() for mark in [_RUNNING.match(text)] if mark]
    while starts and (mark := re.compile(_ITEM.format(n=len(starts) + 1)).search(text, starts[-1][1] + 1)):
        starts.append(mark.span())
    ends = [start for start, _end in starts[1:]] + [len(text)]
    return [text[end:stop].strip() for (_start, end), stop in zip(starts, ends, strict=True)] if len(starts) > 1 else []


def _parts(text: str, count: int, *, values: bool = True) -> Sequence[str]:
    """The items of a cell: “1.1106人”, where the lines themselves prove that the number is none of the value; a value a line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    parts: list[str] = []
    first = next((int(mark[1]) - index for index, line in enumerate(lines) if (mark := _SURE_ITEM.match(line))), 1)
    for line in lines:
        if mark := re.match(rf"(?:指标\s*)?[（(]?{first + len(parts)}[)）.．、:：]\s*", line):
            parts.append(line[mark.end() :])
        elif parts:
            parts[-1] += f"\n{line}"
    if len(parts) == count:
        return parts
    if len(lines) == count and not parts and all(parse_target(line).kind in ("quantitative", "date") for line in lines):
        return lines
    items = _numbered(text)
    signed = [part for part in _BEFORE_SIGN.split(text) if part.strip()]
    return next((parts for parts in (items, _running(text), signed if values else ()) if len(parts) == count), ())


def _several(values: list[Cell]) -> list[str]:
    """Doubts of a value cell whose lines are quantities of their own."""
    lines = [line for line in values[0].text.split("\n") if line.strip()] if len(values) == 1 and "\n" in values[0].text else []
    return ["target"] if len(lines) > 1 and all(_OWN_VALUE.match(line) for line in lines) else []
