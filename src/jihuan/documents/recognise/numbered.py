"""Numbered items in one cell: “1.… 2.…” in sequence."""

from __future__ import annotations

import re

from jihuan.core.text import clean, join_lines

_MARK = r"(?:[目指]\s*[标標]\s*)?(?:{circled}|[（(]{n}[)）]|{n}\s*(?:[.．](?!\d)|[.．](?=20\d\d\s*年)|[、:：)）]))\s*"

_CIRCLED = "㉑①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FIRST = re.compile(r"\s*(?:[目指]\s*[标標]\s*)?[（(]?(\d{1,2})[.．、:：)）](?!\d)")


def numbered(text: str, following: int = 1) -> tuple[str, ...]:
    """The goals of a cell: one for each “1.” “2.” … in sequence, or from the number ``following`` those above, without the number; the
    whole text where there are none."""
    starts = _starts(text, 1) or _starts(text, following)
    if not starts and (first := _FIRST.match(text)):  # automatic numbers that go on from another cell
        starts = _starts(text, int(first[1]))
        starts = starts if len(starts) > 1 else []
    if not starts:
        whole = clean(join_lines(text))
        return (whole,) if whole else ()
    ends = [start for start, _end in starts[1:]] + [len(text)]
    goals = (clean(join_lines(text[start:end])) for (_start, start), end in zip(starts, ends, strict=True))
    return tuple(goal for goal in goals if goal)


def _starts(text: str, first: int) -> list[tuple[int, int]]:
    """Where the items begin that are numbered in sequence from ``first``, with their numbers and behind them."""
    starts: list[tuple[int, int]] = []
    position = 0
    while True:
        number = first + len(starts)
        anchor = r"(?:^|[\n；;。])\s*" if starts else r"^\s*"
        mark = re.compile(anchor + _MARK.format(n=number, circled=_CIRCLED[number % len(_CIRCLED)])).search(text, position)
        if not mark:
            return starts
        separators = len(mark[0]) - len(mark[0].lstrip("\n；;。"))
        starts.append((mark.start() + separators, mark.end()))
        position = mark.end()
