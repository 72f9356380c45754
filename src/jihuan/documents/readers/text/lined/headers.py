"""Headers of two rows that lost their merging: which words of the first stand over which of the second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.lined.rows import Row, arranged, cells_of, header_of, named
from jihuan.documents.recognise.words import SHORT_LEVELS, field_of, fund_column, heading, is_container, label, scope

_WORD = re.compile(r"(?:[一-鿿A-Za-z（()）/、：:*#]|[-—–～~]|\d{1,2}月?(?=[-—–～~至月])|20\d\d年?|[A-E]){1,16}")
"""What may be a word of a header."""
_SHORT = 10
_MOST = 14
"""A header has no more words in a row."""
_FEWEST = 3
_GROUPS = 3
"""So many words of the first row may stand over several of the second."""
_SAMPLE = 8
_STRANGE = 9.0
"""What a row below costs that does not fit."""
_ODD = 2.5
"""Words that stand so oddly over others are no header."""
_CLOSE = 0.4
_GRADES = (re.compile("优|优秀|好"), re.compile("良好?|较好|中等?|一般|合格|达标|及格|较?差|不合格|不达标|不及格"))
_MONEY = re.compile("资金|预算|经费|金额|投资|收入|支出")
_SUMS = re.compile("合计|小计|总计|总额|总数")
_OVER = ("category", "level1", "level3", "frame")
"""What a word over all levels means by itself."""
_SIGNS = ("operator", "target", "unit")
_DONE = ("actual", "score", "weight", "deviation", "aside", "target")
_CHANCE = re.compile(".{0,4}(?:可能|能).{0,3}")


class Header(NamedTuple):
    """The words of both rows with their columns: (text, column, how many columns, how many rows), and what each column means."""

    upper: list[tuple[str, int, int, int]]
    lower: list[tuple[str, int]]
    columns: list[str]
    sure: bool


def header_at(rows: Sequence[Row], at: int) -> Header | None:
    """The header of the rows ``at`` and ``at`` + 1, or of the first alone if one of its words stands over all levels; None where
    these are none, or where each word of the first stands over one column."""
    if at + 1 >= len(rows) or not _is_row_of_words(rows[at]):
        return None
    body = _body(rows[at + 2 :])
    ways = [_of_two(upper, lower, body) for upper in _cut(rows[at]) for lower in _cut(rows[at + 1])] if body else []
    price, header = min((way for way in ways if way), key=lambda way: way[0], default=(_STRANGE, None))
    words = [bool(heading(text)) for text in rows[at + 1].pieces if text]
    alone = header_of(rows[at]) if 2 * sum(words) <= len(words) else None  # what names columns is no row of values
    if header and price < (_below([rows[at + 1], *body], alone) if alone else _STRANGE):
        return header
    return _of_one(rows, at)


def _cut(row: Row) -> list[list[str]]:
    """The cells of a row of words: as they are known, and each word by itself."""
    known = [text for text, _known in cells_of(row)]
    found = [known, list(row.pieces)] if known != [*row.pieces] and not row.glued else [known]
    return [texts for texts in found if _are_words(texts)]


def _of_two(upper: Sequence[str], lower: Sequence[str], body: Sequence[Row]) -> tuple[float, Header] | None:
    """The header of two rows with its price; None where they are none."""
    if not (len(upper) > 1 < len(lower) and _is_second(upper, lower)):
        return None
    found: list[tuple[float, Header]] = []
    for groups in _groupings(upper, lower):
        header = _widened(_header(upper, lower, groups), body)
        if _is_whole(header.columns):
            price = sum(_price(upper[top], lower[start:stop]) for top, start, stop in groups)
            price += sum(_alone(text) for text, _column, _wide, high in header.upper if high > 1)
            if price < _ODD:
                found.append((price + _below(body, header.columns), header))
    if not found:
        return None
    best, header = min(found, key=lambda way: way[0])
    sure = all(price - best >= _CLOSE for price, it in found if it.columns != header.columns)
    return best, header._replace(sure=sure)


def _of_one(rows: Sequence[Row], at: int) -> Header | None:
    body = _body(rows[at + 1 :])
    plain = _header([text for text, _known in cells_of(rows[at])], [], [])
    header = _widened(plain, body)
    if header is plain or not _is_whole(header.columns):
        return None
    alone = header_of(rows[at])
    return header if _below(body, header.columns) < (_below(body, alone) if alone else _STRANGE / 2) else None


def _widened(header: Header, body: Sequence[Row]) -> Header:
    """The header with its word over the levels (绩效指标分类, or 绩效指标 with the names too) as wide as what stands below."""
    columns = header.columns
    framed = columns[0] == "frame"
    for place, (text, at, wide, high) in enumerate(header.upper):
        first = at - (framed and at > 0)
        begun = any(
            is_level1(row.pieces[first]) and is_level2(row.pieces[first + 1]) for row in body if len(row.pieces) > first + 1
        )
        others = [*columns[:at], *columns[at + 1 :]]
        if wide > 1 or not begun or columns[at] not in _OVER or {"level1", "level2"} & {*others}:
            continue
        parts = ["level1", "level2", *([] if "level3" in others else ["level3"])]
        more = len(parts) - 1
        upper = [(it, column + more * (column > at), count, rows) for it, column, count, rows in header.upper]
        upper[place] = (text, at, len(parts), high)
        lower = [(it, column + more * (column > at)) for it, column in header.lower]
        return Header(upper, lower, [*columns[:at], *parts, *columns[at + 1 :]], header.sure)
    return header


def _is_row_of_words(row: Row) -> bool:
    return _are_words([text for text, _known in cells_of(row)])


def _are_words(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return len(filled) > 1 and len(texts) <= _MOST and all(_WORD.fullmatch("".join(text.split())) for text in filled)


def _is_second(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Is the lower row none of values, and does the upper one have words that know each other?"""
    if any(text.endswith("指标") and (is_level1(text) or is_level2(text)) and heading(text) is None for text in lower):
        return False
    if not any(heading(text) or is_container(text) or text in SHORT_LEVELS for text in upper):  # labels and their values
        return False
    known = sum(_is_known(text) for text in upper if text)
    strange = sum(not _is_known(text) for text in upper if text)
    return known > 1 and strange <= 1 and not {*filter(None, lower)} & {*upper}


def _is_known(text: str) -> bool:
    return bool(
        heading(text) or label(text) or fund_column(text) or is_container(text) or text in SHORT_LEVELS or _MONEY.search(text)
    )


def _body(rows: Sequence[Row]) -> list[Row]:
    """The rows below up to the next label or header."""
    found: list[Row] = []
    for row in rows[:_SAMPLE]:
        text, known = next(((text, known) for text, known in cells_of(row) if text), ("", False))
        if header_of(row) or (known and label(text) and not (is_level1(text) or is_level2(text))):
            break
        found.append(row)
    return found


def _groupings(upper: Sequence[str], lower: Sequence[str]) -> Iterator[list[tuple[int, int, int]]]:
    """All ways to share the lower row out: (upper word, from, to) of each group of two or more."""
    places = [at for at, text in enumerate(upper) if text]
    for count in range(1, min(_GROUPS, len(lower) // 2) + 1):
        for tops in combinations(places, count):
            for cuts in combinations(range(2, len(lower) - 1), count - 1):
                ends = [0, *cuts, len(lower)]
                if all(stop - start > 1 for start, stop in zip(ends, ends[1:], strict=False)):
                    yield list(zip(tops, ends, ends[1:], strict=False))


def _header(upper: Sequence[str], lower: Sequence[str], groups: Sequence[tuple[int, int, int]]) -> Header:
    above: list[tuple[str, int, int, int]] = []
    below: list[tuple[str, int]] = []
    columns: list[str] = []
    shares = {top: (start, stop) for top, start, stop in groups}
    flat = [text for at, top in enumerate(upper) for text in (lower[slice(*shares[at])] if at in shares else [top])]
    names = named(flat, [_is_known(text) for text in flat])
    for at, text in enumerate(upper):
        start, stop = shares.get(at, (0, 1))
        own = names[len(columns) : len(columns) + stop - start]
        above.append((text, len(columns), stop - start, 1 if at in shares or not lower else 2))
        if at in shares:
            below += [(word, len(columns) + place) for place, word in enumerate(lower[start:stop])]
            columns += _parts(text, lower[start:stop], own)
        else:
            columns.append(own[0] or ("frame" if is_container(text) or not text else "aside"))
    return Header(above, below, columns, sure=True)


def _parts(over: str, words: Sequence[str], names: Sequence[str | None]) -> list[str]:
    """What the columns under one word mean."""
    if _grades(words):
        return ["best", *["grade"] * (len(words) - 1)]
    if all(map(scope, words)) and heading(over) in ("target", "actual"):
        return [heading(over) or "target"] * len(words)
    if _is_money(over):
        return [_fund(word) for word in words]
    found = [name or "aside" for name in names]
    if heading(over) == "target" and "target" not in found and "aside" in found:
        found[found.index("aside")] = "target"
    return found


def _fund(word: str) -> str:
    name = "total" if _SUMS.search(word) else field_of(word) or fund_column(word)
    return name or "aside"


def _is_money(text: str) -> bool:
    return bool(_MONEY.search(text)) and heading(text) is None


def _grades(words: Sequence[str]) -> bool:
    return bool(_GRADES[0].fullmatch(words[0])) and all(_GRADES[1].fullmatch(word) for word in words[1:])


def _price(over: str, words: Sequence[str]) -> float:
    """How unlikely it is that this word stands over those: 0 as expected, 3 odd."""
    name = heading(over)
    names = [heading(word) or SHORT_LEVELS.get(word) for word in words]
    if name in ("target", "best", "aside", "actual") and _grades(words):
        return 0.0 if name != "actual" else 1.0
    if name in ("target", "actual") and all(map(scope, words)):
        return 0.0
    if _is_money(over):
        return 0.0 if all(_SUMS.search(word) or label(word) or fund_column(word) for word in words) else 3.0
    levels = sum(it in ("level1", "level2", "level3", "category") for it in names)
    if levels:
        framed = "指标" in over or "绩效" in over or is_container(over)
        return 0.5 * names.count(None) + (0.0 if framed else 2.0) if "level3" in names or levels > 1 else 6.0
    if name == "target":
        return 0.0 if {*names} <= {*_SIGNS} else 0.3 if {*names} - {None} and {*names} <= {*_SIGNS, None, "aside"} else 3.0
    if name in ("deviation", "cause"):
        return 0.0 if all(it == "cause" for it in names) else 0.6 if not any(it in _SIGNS for it in names) else 3.0
    if "可能" in over:
        return 0.0 if all(_CHANCE.fullmatch(word) for word in words) else 4.0
    if all(it in _DONE for it in names):
        return 0.4
    return 2.0 + sum(it is None for it in names)


def _alone(text: str) -> float:
    """How unlikely it is that this word has nothing below it."""
    if not text or text in SHORT_LEVELS or (heading(text) and not is_container(text)):
        return 0.0
    return 0.2 if label(text) or is_container(text) else 1.0


def _is_whole(columns: Sequence[str]) -> bool:
    """Are these columns those of a table of indicators?"""
    return "level3" in columns and bool({"target", "best", "actual"} & {*columns}) and columns.count("level3") == 1


def _below(rows: Sequence[Row], columns: Sequence[str]) -> float:
    """How badly the rows below fit on average; the widest must have room, and should leave none."""
    prices = []
    for row in rows:
        _way, found = arranged(row, columns)
        prices.append(min(found.cost, _STRANGE) if found else _STRANGE)
    return sum(prices) / len(prices)
