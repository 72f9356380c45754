"""Numbered items in one cell: “1.… 2.…” in sequence."""

from __future__ import annotations

import re

from jihuan.core.text import clean, join_lines

_MARK = r"(?:[目指]\s*[标標]\s*)?(?:[（(]{n}[)）]|{n}\s*(?:[.．](?!\d)|[.．](?=20\d\d\s*年)|[、:：)）]))\s*"


def numbered(text: str) -> tuple[str, ...]:
    """The goals of a cell: one for each “1.” “2.” … in sequence, without the number; the whole text where there are none."""
    starts: list[tuple[int, int]] = []
    position = 0
    while True:
        number = len(starts) + 1
        anchor = r"(?:^|[\n；;。])\s*" if starts else r"^\s*"
        mark = re.compile(anchor + _MARK.format(n=number)).search(text, position)
        if not mark:
            break
        separators = len(mark[0]) - len(mark[0].lstrip("\n；;。"))
        starts.append((mark.start() + separators, mark.end()))
        position = mark.end()
    if not starts:
        whole = clean(join_lines(text))
        return (whole,) if whole else ()
    ends = [start for start, _end in starts[1:]] + [len(text)]
    goals = (clean(join_lines(text[start:end])) for (_start, start), end in zip(starts, ends, strict=True))
    return tuple(goal for goal in goals if goal)
