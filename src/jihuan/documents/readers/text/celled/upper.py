"""The upper part of a sheet in the official form with spending plan: labels with what follows them, in the order of that form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jihuan.core.document import Place, Problem
from jihuan.core.language import _
from jihuan.documents.readers.text.grid import Grid
from jihuan.documents.readers.text.labels import label_at
from jihuan.documents.readers.text.lines import Gap, Token, join

_FUNDS = ("total", "fiscal", "other")
_AMOUNT = re.compile(r"[\d,]*\.?\d+(?:万元|亿元|元)?|万元|亿元|元|/|-|—")
_MONTH = re.compile(r"\d{1,2}\s*月[底末]?")
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*[%％]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with the tokens that follow it."""

    name: str
    label: list[Token]
    value: list[Token]


def entries_of(tokens: list[Token]) -> list[Entry]:
    """Labels with what follows them; each label counts once. Tokens before the first label become a nameless entry."""
    entries: list[Entry] = []
    seen: set[str] = set()
    at = 0
    while at < len(tokens):
        found = label_at(tokens, at)
        if found and found[0] not in seen:
            seen.add(found[0])
            entries.append(Entry(found[0], tokens[at : found[1]], []))
            at = found[1]
            continue
        if not entries:
            entries.append(Entry("", [], []))
        entries[-1].value.append(tokens[at])
        at += 1
    return _with_use(entries)


def bare(entries: list[Entry], above: list[Token]) -> list[Problem]:
    """That labels follow each other with nothing between them, so that their contents, which come later, are mixed up."""
    first = next((a for a, b in pairwise(entries) if a.label and not a.value and not b.value), None)
    if first is None:
        return []
    where = {"first": first.label[0].line, "last": above[-1].line}
    message = _("第 {first} 至 {last} 行有栏目名称连着印在一起，各栏的内容分不清，请逐栏对照原文核对")
    return [Problem(level="warning", message=message.format(**where), place=Place(line=(where["first"], where["last"])))]


def _with_use(entries: list[Entry]) -> list[Entry]:
    """What follows the last amount is the sentence on the use of the money, where that label has none of its own."""
    by_name = {entry.name: entry for entry in entries}
    use = by_name.get("use")
    last = next((by_name[name] for name in reversed(_FUNDS) if name in by_name), None)
    if use is None or use.value or last is None:
        return entries
    cut = 0
    while cut < len(last.value) and _AMOUNT.fullmatch(last.value[cut].text) and (cut == 0 or last.value[cut].gap is Gap.AUTO):
        cut += 1
    use.value.extend(last.value[cut:])
    del last.value[cut:]
    return entries


def months_in(entries: list[Entry]) -> int:
    """So many months the spending plan has."""
    return len(_MONTH.findall(next((join(entry.value) for entry in entries if entry.name == "plan"), "")))


def put_upper(grid: Grid, entries: list[Entry], problems: list[Problem]) -> None:
    """Rows in the order of the official form; labels that it does not have get a row of their own."""
    by_name = {entry.name: entry for entry in entries}
    done: set[str] = set()
    for entry in entries:
        if entry.name in done:
            continue
        if entry.name in ("code", "name") and "code" in by_name and "name" in by_name:
            code, name = by_name["code"], by_name["name"]
            grid.row(_label(code), (join(code.value), code.value, 2), _label(name), (join(name.value), name.value, 1))
            done |= {"code", "name"}
        elif entry.name in ("use", *_FUNDS):
            _funds(grid, by_name)
            done |= {"use", *_FUNDS}
        elif entry.name == "plan":
            _plan(grid, entry, problems)
        else:
            grid.row(_label(entry), (join(entry.value), entry.value, 1))
            done.add(entry.name)


def _label(entry: Entry) -> tuple[str, Sequence[Token], int]:
    return join(entry.label), entry.label, 1


def _funds(grid: Grid, by_name: dict[str, Entry]) -> None:
    use = by_name.get("use")
    funds = [by_name[name] for name in _FUNDS if name in by_name]
    pairs = [part for entry in funds for part in (_label(entry), (join(entry.value), entry.value, 1))]
    if pairs:
        grid.row(*([_label(use)] if use else []), *pairs)
    if use and pairs:
        grid.grow(0)
        grid.put(1, join(use.value), use.value, grid.columns - 1)
        grid.rows += 1
    elif use:
        grid.row(_label(use), (join(use.value), use.value, 1))


def _plan(grid: Grid, entry: Entry, problems: list[Problem]) -> None:
    """Months in one row, percentages below; both in the order in which they are printed."""
    text = join(entry.value)
    months = list(_MONTH.finditer(text))
    percents = list(_PERCENT.finditer(_MONTH.sub(lambda match: " " * len(match.group()), text)))
    line_of = [token for token in entry.value for _char in range(len(token.text) + 1)]
    if not months or len(months) != len(percents):
        place = Place(line=(entry.label[0].line, (entry.value or entry.label)[-1].line))
        message = _("资金支出计划有 {months} 个时间、{percents} 个百分数，对不上，请核对").format(
            months=len(months), percents=len(percents)
        )
        problems.append(Problem(level="warning", message=message, place=place))
    if not 0 < len(months) >= len(percents) or re.search(r"[，。；]", text):
        grid.row(_label(entry), (text, entry.value, 1))
        return
    grid.row(_label(entry), *((match.group(), [line_of[match.start()]], 1) for match in months))
    grid.grow(0)
    for index in range(len(months)):
        match = percents[index] if index < len(percents) else None
        span = grid.columns - 1 - index if index == len(months) - 1 else 1
        grid.put(1 + index, match.group() if match else "", [line_of[match.start()]] if match else [], span)
    grid.rows += 1
