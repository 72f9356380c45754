"""The accidents of real files on top of every family: broken labels, blank instead of merged levels, page breaks inside the table."""

from __future__ import annotations

import random

from tests.documents.families.build import Block, Rows, pieces

_BREAKABLE = ("一级指标", "二级指标", "三级指标", "指标名称", "项目名称", "年度资金总额", "分值", "得分")


def disturbed(blocks: list[Block], pick: random.Random) -> list[Block]:
    """The same content, less neatly."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            found.append(block)
            continue
        rows = [[_broken(text, pick) for text in row] for row in block]
        header = next((at for at, row in enumerate(rows) if any("三级" in text for text in row)), None)
        if header is None:
            found.append(rows)
            continue
        rows = _blank_levels(rows, header) if pick.random() < 0.5 else rows
        found += _torn(rows, header, pick)
    return found


def _broken(text: str, pick: random.Random) -> str:
    """A label that its narrow column breaks, or that a typist spaced out."""
    if text not in _BREAKABLE or pick.random() < 0.5:
        return text
    middle = len(text) // 2
    return text[:middle] + pick.choice(("\n", " ", "　")) + text[middle:]


def _blank_levels(rows: Rows, header: int) -> Rows:
    """Merged level cells given up: their text in the first row, blanks below."""
    first = next(at for at, text in enumerate(rows[header]) if "一级" in text)
    return [
        [("" if at > header + 1 and first <= column < first + 2 and text == "^" else text) for column, text in enumerate(row)]
        for at, row in enumerate(rows)
    ]


def _torn(rows: Rows, header: int, pick: random.Random) -> list[Block]:
    """A page break between two rows that no merged cell spans: a new table, with or without the header again."""
    whole = pieces(rows)
    cuts = [at for at in range(header + 3, len(rows) - 1) if not any(it.row < at < it.row + it.down for it in whole)]
    if not cuts or "^" in rows[header + 1]:
        return [rows]
    at = pick.choice(cuts)
    again = [rows[header]] if pick.random() < 0.5 and "^" not in rows[header] else []
    return [rows[:at], [*again, *rows[at:]]]
