"""Labels of a sheet and headers of its indicator table, found in tokens though they are printed in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.costs import ROLES
from jihuan.documents.readers.text.lines import Gap, Line, Token
from jihuan.documents.recognise.words import (
    BARE_NAMES,
    SHORT_LEVELS,
    column,
    heading,
    is_container,
    key,
    label,
    label_words,
    plain,
)

APART = (Gap.TIGHT, Gap.CELL)
"""What stands between pieces that are no one word."""
HEAD = re.compile(r"[一-鿿（()）/、]{2,10}")
"""What may be a header beside 一级指标 and 二级指标, though nobody knows the word."""
_LETTERS = 10
"""No label has more characters that was given out letter by letter."""
_REMARK = re.compile(r"[（(][^（()）]*[)）]")
"""What stands in brackets of its own (（2024年度）) begins no label."""
_WIDEST = 10
_BROKEN, _TAIL = 3, 2
"""So many pieces a header that is known only by its likeness may have; one that goes on with so few characters is whole then."""
_UPPER = frozenset(("level1", "level2", "category"))
_TOKENS, _CHARS, _APART, _SHORT = 8, 24, 16, 9

_OWN = 2
"""So many labels before a header make a list of projects."""
_REPEATED = 4
"""So many words of a header in their order are the header again."""
Header = list[tuple[str, int, int]]
"""Columns with their meaning and the tokens of their header."""
_DIVIDED = {"target": ("operator", "target", "unit"), "deviation": ("cause", "deviation"), "aside": ("best", "aside")}
"""Columns that a second header row divides, and into what."""


def spelt(lines: Sequence[Line]) -> list[Line]:
    """The lines with each label whole that was given out letter by letter (年, 度, 目, 标)."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        letters = list(takewhile(lambda line: len(line.text) == 1, lines[at : at + _LETTERS]))
        ends = range(len(letters), 1, -1) if letters else ()
        words = ((end, "".join(line.text for line in letters[:end])) for end in ends)
        stop, word = next(((end, word) for end, word in words if is_container(word) or label(word)), (1, lines[at].text))
        found.append(replace(lines[at], text=word))
        at += stop
    return found


def label_at(tokens: Sequence[Token], start: int) -> tuple[str, int] | None:
    """The field whose label begins at this token, and where the label ends; the longest label wins."""
    return _named(tokens, start, key)


def header_at(tokens: Sequence[Token], start: int) -> Header:
    """The header of an indicator table that begins at this token: (meaning, start, stop) of each column; empty if none does."""
    found: Header = []
    at = start
    while at < len(tokens) and (
        named := _short(tokens, at) or _named(tokens, at, column, _column_alone) or _bare(tokens, at, found)
    ):
        found.append((named[0], at, named[1]))
        at = named[1]
    found += _strange(tokens, at, found)
    order = [name for name, _start, _stop in found]
    names = set(order)
    if "level1" in order and order[0] != "level1" and set(order[: order.index("level1")]) < set(order[order.index("level1") :]):
        return []  # the row above a header, which names the same
    if (order == ["level3", "target"] or order[:1] == ["category"]) and (spanning := _spanning(tokens, found)):
        return spanning
    return _in_one(found) if len(names) >= 3 and names & {"level3", "target"} else []


def _spanning(tokens: Sequence[Token], found: Header) -> Header:
    """A header whose first word (绩效指标, 指标类别) is above several columns, where a level of each kind stands below; else none."""
    (name, start, stop), *others = found
    body = end_of(found)
    first = _level(tokens, body, is_level1)
    if not first or not _level(tokens, first, is_level2):
        return []
    levels: Header = [("level1", start, stop), ("level2", stop, stop)]
    return [*levels, *([] if name == "category" else [("level3", stop, stop)]), *others]


def _level(tokens: Sequence[Token], start: int, known: Callable[[str], bool]) -> int:
    """Where the level ends that begins here, perhaps broken over lines; 0 where none does."""
    for stop in range(start + 1, min(start + _BROKEN, len(tokens)) + 1):
        text = "".join(token.text for token in tokens[start:stop])
        if text.endswith("指标") and known(text):
            return stop
    return 0


def _strange(tokens: Sequence[Token], start: int, found: Header) -> Header:
    """The other headers up to the first level below, behind 一级指标 and 二级指标 where a word follows that nobody knows."""
    names = {name for name, _start, _stop in found}
    stop = next((at for at in range(start, min(start + _WIDEST, len(tokens))) if is_level1(tokens[at].text)), start)
    if not names >= {"level1", "level2"} or not all(map(HEAD.fullmatch, (token.text for token in tokens[start:stop]))):
        return []
    others: Header = []
    for at in range(start, stop):
        text = tokens[at].text
        name = heading(text) or ("strange" if {"level3"} & (names | {name for name, _start, _stop in others}) else "level3")
        others.append((name, at, at + 1))
    return others


def _short(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """一级 before a header that is whole without it."""
    name = SHORT_LEVELS.get(tokens[at].text)
    return (name, at + 1) if name and at + 1 < len(tokens) and column(tokens[at + 1].text) else None


def _bare(tokens: Sequence[Token], at: int, found: Header) -> tuple[str, int] | None:
    """A word that means a column only beside others: 一级, and 绩效指标 behind a level or, where there are none, before 指标值."""
    text = tokens[at].text
    if text in SHORT_LEVELS:
        return SHORT_LEVELS[text], at + 1
    names = {name for name, _start, _stop in found}
    if "level3" in names or plain(text) not in BARE_NAMES:
        return None
    after = [SHORT_LEVELS.get(token.text) or column(token.text) for token in tokens[at + 1 : at + _WIDEST]]
    alone = after[:1] == ["target"] and not _UPPER & {*names, *after}
    return ("level3", at + 1) if alone or names & _UPPER else None


def _in_one(found: Header) -> Header:
    """A header of two rows as one: what the second row names takes the place of the column that it divides."""
    names = [name for name, _start, _stop in found]
    if names == ["target", "level1", "level2", "level3"]:  # values beside the frame of the levels
        return [*found[1:], found[0]]
    for divided, parts in _DIVIDED.items():
        start = next((at for at in range(len(names), 0, -1) if names[at - 1] not in parts), 0)
        if divided in names[:start] and divided in names[start:] and len(names) - start > 1:
            at = names.index(divided)
            lower = graded(names[start:])
            inner = [(name, begin, stop) for name, (_name, begin, stop) in zip(lower, found[start:], strict=True)]
            return [*found[:at], *inner, *found[at + 1 : start]]
    return found


def listed_header(tokens: list[Token], start: int, header: Header) -> tuple[int, Header]:
    """The header with the labels that stand at once before it, in a list of projects: they are the headers of a project's cells."""
    own: Header = []
    first = start
    while start and header and (found := _field_before(tokens, start)):
        own.insert(0, found)
        start = found[1]
    listed = len(own) >= _OWN and "name" in {name for name, _start, _stop in own}
    return (start, [*own, *header]) if listed else (first, header)


def _field_before(tokens: list[Token], stop: int) -> tuple[str, int, int] | None:
    """The label of a field that ends at this token."""
    for start in range(stop - 1, max(stop - 1 - _OWN, -1), -1):
        found = label_at(tokens, start)
        if found and found[1] == stop and ROLES.get(found[0]) in ("own", "body", "amount"):
            return found[0], start, stop
    return None


def without_repeats(tokens: list[Token], header: list[Token], names: list[str], frame: str) -> list[Token]:
    """The tokens without the header that is printed again on each page, and without the frame before it."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        start = at + (tokens[at].text == frame)
        stop = _printed_again(tokens, start, header, names)
        if not stop:
            kept.append(tokens[at])
        at = stop or at + 1
    return kept


def _printed_again(tokens: list[Token], start: int, header: list[Token], names: list[str]) -> int:
    """Where the header ends that is printed again from here on, of two rows perhaps the first alone; 0 where none is."""
    word = tokens[start].text if start < len(tokens) else ""
    if word == header[0].text:
        pairs = zip(tokens[start : start + len(header)], header, strict=False)
        same = sum(1 for _pair in takewhile(lambda pair: pair[0].text == pair[1].text, pairs))
        if same >= min(_REPEATED, len(header)):
            return start + same
    if not (column(word[:4]) or (word and tokens[start].gap is Gap.PAGE)):
        return 0
    again = header_at(tokens, start)
    return end_of(again) if [name for name, _start, _stop in again] == names else 0


def graded(names: Sequence[str]) -> list[str]:
    """The meanings of the lower row of a header; beside 优 the columns of the other grades hold values too."""
    return ["grade" if name == "aside" and "best" in names else name for name in names]


def is_doubled(names: Sequence[str | None]) -> bool:
    """Does a header name the indicators or their values twice, as where 中期 and 年度 stand side by side?"""
    return any(names.count(name) > 1 for name in ("level3", "target"))


def annual(names: Sequence[str]) -> list[int]:
    """The columns of one triple, where a header has that of several years and that of the year side by side: all but the first's."""
    if names.count("level3") < 2:
        return []
    return [at for at, name in enumerate(names) if name not in names[at + 1 :]]


def end_of(header: Sequence[tuple[str, int, int]]) -> int:
    """The token behind a header."""
    return max((stop for _name, _start, stop in header), default=0)


def _column_alone(text: str) -> str | None:
    """The meaning of a header that stands alone on its line; it may be one without a field, or a word of its own."""
    return heading(text) if len(text) <= _SHORT else None


def _named(
    tokens: Sequence[Token], start: int, meaning: Callable[[str], str | None], alone: Callable[[str], str | None] | None = None
) -> tuple[str, int] | None:
    """The longest word that begins here; ``alone`` is asked about a single piece where no word was found."""
    name = alone(tokens[start].text) if alone and start < len(tokens) else None
    best = (name, start + 1) if name else None
    first = tokens[start].text if start < len(tokens) else ""
    torn = alone is not None and not (
        heading(first) or first in SHORT_LEVELS or is_container(first) or plain(first) in BARE_NAMES
    )
    text = ""
    longest = 1 if _REMARK.fullmatch(first) else _TOKENS
    for stop in range(start + 1, min(start + longest, len(tokens)) + 1):
        if stop - 1 > start and tokens[stop - 1].gap in APART:
            break
        if stop - 1 > start and _level(tokens, stop - 1, is_level1):
            break
        text += tokens[stop - 1].text
        if len(text) > _CHARS:
            break
        name = meaning(text)
        last = tokens[stop - 1].text
        goes_on = best is None or (best[1] == stop - 1 and len(last) <= _TAIL and not heading(last))
        if name is None and alone and 1 < stop - start <= _BROKEN and goes_on:
            like = heading(text) if len(text) <= _CHARS // 2 else None
            name = like if torn or (best and like == best[0]) else None
        if name and stop - start > 1 and meaning(last) == name and key(text.removesuffix(last)):
            break  # a label, and a header of its own
        if name:
            best = (name, stop)
    return best


def mended(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the pieces of labels put together that cells of other rows have parted.

    A label beside several rows stands at their middle, so that some extractors give its pieces between the cells of these rows.
    The use of the money follows its label's last piece, everything else its label's first.
    """
    mended = list(tokens)
    for name in ("use", "plan", "goals"):
        whole = max((_length(mended, at, name) for at in range(len(mended))), default=0)
        pieces = next((pair for at in range(len(mended)) if (pair := _parted(mended, at, name))), None)
        if pieces and sum(len(token.text) for piece in pieces for token in mended[slice(*piece)]) > whole:
            (start, stop), (again, end) = pieces
            label = [replace(token, gap=Gap.PLAIN) for token in (*mended[start:stop], *mended[again:end])]
            between = mended[stop:again]
            middle = [*between, *label] if name == "use" else [*label, *between]
            mended[start:end] = middle
    return mended


def _length(tokens: Sequence[Token], start: int, name: str) -> int:
    """Characters of the unparted label of this name that begins here."""
    found = label_at(tokens, start)
    return sum(len(token.text) for token in tokens[start : found[1]]) if found and found[0] == name else 0


@lru_cache
def _beginnings(name: str) -> frozenset[str]:
    """All with which a label of this name begins."""
    return frozenset(word[:stop] for word in label_words(name) for stop in range(2, len(word)))


def _parted(tokens: Sequence[Token], start: int, name: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """A label in two pieces, the first at ``start``: where both begin and end."""
    if _length(tokens, start, name):
        return None
    for stop in (start + 1, start + 2):
        head = "".join(token.text for token in tokens[start:stop])
        if plain(head) not in _beginnings(name):
            continue
        for again in range(stop + 1, min(stop + _APART, len(tokens))):
            for end in range(again + 1, min(again + 3, len(tokens)) + 1):
                if key(head + "".join(token.text for token in tokens[again:end])) == name:
                    return (start, stop), (again, end)
    return None
