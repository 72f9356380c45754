"""The upper part of a sheet whose cells stand on lines of their own, as rows: each label with what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from jihuan.documents.readers.text.align import NEVER
from jihuan.documents.readers.text.labels import APART, mended
from jihuan.documents.readers.text.lines import Token, join
from jihuan.documents.readers.text.rows import FIGURE, Row, is_known, is_word
from jihuan.documents.recognise.words import fund_column, is_container, label, scope

_PIECES = 4
_LONGEST = 14
"""No label that a narrow column broke is longer."""
_FUNDS = 3
"""So many headers of amounts one after the other are a row."""
_NUMBER = re.compile(r"(\d{1,2})[.．、](?!\d)")
_OLD = ("use", "plan")
_TEXTS = ("goals", "long_goals", "achievement")

Part = tuple[str, bool, tuple[int, int]]
"""A cell, whether it is a word of the form, and its lines."""


def rows_of(tokens: Sequence[Token]) -> list[Row] | None:
    """The rows that these cells make; None where labels stand in pieces or belong to the form with spending plan."""
    parts = _parts(tokens)
    fields = {label(text) for text, known, _line in parts if known}
    if fields & set(_OLD) or mended(tokens) != list(tokens):
        return None
    rows: list[list[Part]] = []
    for known, group in groupby(parts, key=lambda part: part[1]):
        run = list(group)
        rows = [*rows, *_labels(run)] if known else _with_values(rows, run)
    return [_row(row) for row in _paired(rows)]


def _paired(rows: list[list[Part]]) -> list[list[Part]]:
    """Amounts of several years and of the year, printed in turns, side by side: each row with the next one that has its label."""
    found: list[list[Part]] = []
    at = 0
    names = [label(row[0][0]) if len(row) == 2 else None for row in rows]
    pairs = (at for at in range(len(rows) - 3) if names[at : at + 2] == ["long_total", "total"])
    start = next((at for at in pairs if rows[at + 2][0][0] == rows[at + 3][0][0]), len(rows))
    while at < len(rows):
        turns = at == start or (
            at > start and len(found[-1]) > 2 and at + 1 < len(rows) and rows[at][0][0] == rows[at + 1][0][0]
        )
        found.append([*rows[at], *rows[at + 1]] if turns else rows[at])
        at += 1 + turns
    return found


def _parts(tokens: Sequence[Token]) -> list[Part]:
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        stop = next((end for end in range(min(at + _PIECES, len(tokens)), at, -1) if _is_label(tokens[at:end])), 0)
        piece = tokens[at : stop or at + 1]
        if found and not stop and _goes_on(found[-1][0], piece[0].text):
            found[-1] = found[-1][0] + piece[0].text, False, (found[-1][2][0], piece[0].line)
        else:
            found.append((join(piece), bool(stop), (piece[0].line, piece[-1].line)))
        at = stop or at + 1
    return found


def _goes_on(text: str, after: str) -> bool:
    """Does a figure that a narrow column broke go on here: “675.” before “45”, “95.00” before “%”?"""
    return text[-1:].isdigit() and after in ("%", "％") or bool(re.fullmatch(r"[\d,]+\.", text) and after.isdigit())


def _is_label(tokens: Sequence[Token]) -> bool:
    texts = [token.text for token in tokens]
    whole = "".join(texts)
    if any(token.gap in APART for token in tokens[1:]):
        return False
    known = fund_column(whole) or is_container(whole) or label(whole) not in (None, "aside")
    return is_word(texts) or bool(known and len(whole) <= _LONGEST and not any(map(is_known, texts)))


def _labels(run: list[Part]) -> list[list[Part]]:
    """Labels that follow each other: headers of amounts are one row, and so are texts whose contents follow."""
    rows: list[list[Part]] = []
    at = 0
    while at < len(run):
        start = at + is_container(run[at][0])
        stop = start
        while stop < len(run) and is_container(run[stop][0]) and scope(run[stop][0]):  # 绩效指标, 中期指标, 年度指标
            stop += 1
        if stop > start:
            rows.append(run[at:stop])
            at = stop
            continue
        while stop < len(run) and fund_column(run[stop][0]):
            stop += 1
        if stop - start < _FUNDS:
            stop = start
            while stop < len(run) and label(run[stop][0]) in _TEXTS:
                stop += 1
            stop = stop if stop - start > 1 else at + 1
        rows.append(run[at:stop])
        at = stop
    return rows


def _with_values(rows: list[list[Part]], run: list[Part]) -> list[list[Part]]:
    """What follows a label: figures are cells of their own, other lines one text; under several labels a row of its own."""
    figures = all(FIGURE.fullmatch(text) for text, _known, _line in run)
    run = run if figures else _numbered(run)
    if rows and len(rows[-1]) == 1:
        return [*rows[:-1], [*rows[-1], *(run if figures else [_whole(run)])]]
    frames = sum(is_container(text) for text, _known, _line in rows[-1]) if rows else 0
    fields = [label(text) for text, _known, _line in rows[-1]] if rows else []
    frames += bool(fields and fields[0] in _TEXTS and fields[0] in fields[1:])
    fits = figures or (rows and len(rows[-1]) - len(run) in ((1, frames) if frames else (0, 1)))
    return [*rows, run if fits else [_whole(run)]]


def _numbered(run: list[Part]) -> list[Part]:
    """Lines numbered one after the other are one text."""
    found: list[Part] = []
    number = 0
    for part in run:
        match = _NUMBER.match(part[0])
        goes_on = match and int(match[1]) == number + 1 > 1
        number = int(match[1]) if match else 0
        found = [*found[:-1], _whole([found[-1], part])] if goes_on else [*found, part]
    return found


def _whole(run: list[Part]) -> Part:
    """The lines as one text."""
    return "\n".join(text for text, _known, _line in run), False, (run[0][2][0], run[-1][2][1])


def _row(parts: list[Part]) -> Row:
    texts = tuple(text for text, _known, _line in parts)
    return Row((parts[0][2][0], parts[-1][2][1]), texts, (NEVER,) * len(texts))
