"""The upper part of a sheet whose cells stand on lines of their own, as rows: each label with what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile

from jihuan.documents.readers.text.labels import APART, mended
from jihuan.documents.readers.text.lined.align import NEVER
from jihuan.documents.readers.text.lined.rows import FIGURE, Row, is_known
from jihuan.documents.readers.text.lined.shares import cost_of, shared
from jihuan.documents.readers.text.lines import Token, join
from jihuan.documents.recognise.words import amount_unit, fund_column, is_container, is_printed, label, scope

_PIECES = 6
_LONGEST = 24
"""No label that a narrow column broke is longer."""
_FUNDS = 3
"""So many headers of amounts one after the other are a row."""
_OWN = 2
"""So many labels with nothing between them stand above what they hold, if it cannot be the last one's alone."""
_DEAR = 6.0
_NUMBER = re.compile(r"(\d{1,2})[.．、](?!\d)")
_OLD = ("use", "plan")
_TEXTS = ("goals", "long_goals", "achievement")
_OF_LABEL = re.compile("分|盖章|公章|签字|[A-Z]")
_CENTS, _TORN_CENTS = re.compile(r"[\d,]*\d\.\d\d"), re.compile(r"[\d,]*\d\.\d")

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
    start = next((at for at in pairs if _same(rows[at + 2], rows[at + 3])), len(rows))
    while at < len(rows):
        turns = at == start or (at > start and len(found[-1]) > 2 and at + 1 < len(rows) and _same(rows[at], rows[at + 1]))
        found.append([*rows[at], *rows[at + 1]] if turns else rows[at])
        at += 1 + turns
    return found


def _same(row: list[Part], other: list[Part]) -> bool:
    """Have both rows the same label, wherever it is broken?"""
    return "".join(row[0][0].split()) == "".join(other[0][0].split())


def _parts(tokens: Sequence[Token]) -> list[Part]:
    """The cells; where the form's columns broke labels, one may be in pieces that are labels too (年度绩效⏎目标)."""
    found = _cells(tokens, broken=False)
    return _cells(tokens, broken=True) if any("\n" in text for text, known, _lines in found if known) else found


def _cells(tokens: Sequence[Token], *, broken: bool) -> list[Part]:
    found: list[Part] = []
    cents = _have_cents([token.text for token in tokens])
    at = 0
    while at < len(tokens):
        ends = range(min(at + _PIECES, len(tokens)), at, -1)
        stop = next((end for end in ends if _is_label(tokens, at, end, broken=broken)), 0)
        stop = 0 if stop and found and _is_value(found[-1], tokens, at, stop) else stop
        piece = tokens[at : stop or at + 1]
        if found and not stop and not found[-1][1] and _goes_on(found[-1][0], piece[0].text, cents=cents):
            found[-1] = found[-1][0] + piece[0].text, False, (found[-1][2][0], piece[0].line)
        else:
            found.append((join(piece), bool(stop), (piece[0].line, piece[-1].line)))
        at = stop or at + 1
    return found


def _is_value(before: Part, tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Is the word 其他 here what a label holds, and no label of an amount?"""
    text = "".join(token.text for token in tokens[start:stop])
    figure = stop < len(tokens) and FIGURE.fullmatch(tokens[stop].text)
    return before[1] and label(before[0]) == "aside" and text == "其他" and not figure


def _have_cents(texts: Sequence[str]) -> bool:
    """Have the amounts two decimals, if those that go on with a digit in the next line do?"""
    alone = (text for text, after in pairwise([*texts, ""]) if not re.fullmatch(r"\d", after))
    return sum(map(bool, map(_CENTS.fullmatch, texts))) > sum(map(bool, map(_TORN_CENTS.fullmatch, alone)))


def _goes_on(text: str, after: str, *, cents: bool) -> bool:
    """Does a figure that a narrow column broke go on here: “675.” before “45”, “95.00” before “%”?"""
    if text[-1:].isdigit() and after in ("%", "％"):
        return True
    if re.fullmatch(r"[\d,]+\.", text) and re.fullmatch(r"\d+[%％]?", after):
        return True
    torn = cents and _TORN_CENTS.fullmatch(text) and re.fullmatch(r"\d", after)
    return bool(torn or (re.fullmatch(r"[\d,]+", text) and re.fullmatch(r"\.\d+|,\d{3}\.\d+", after)))


def _is_label(tokens: Sequence[Token], start: int, stop: int, *, broken: bool) -> bool:
    """Are these tokens one word of the form? ``broken``: its pieces may be words themselves."""
    texts = [token.text for token in tokens[start:stop]]
    whole = "".join(texts)
    if len(texts) == 1:
        return is_known(whole)
    apart = any(token.gap in APART for token in tokens[start + 1 : stop]) or any(map(_is_remark, texts[1:]))
    if apart or len(whole) > _LONGEST:
        return False
    if is_printed(whole) and not all(map(is_known, texts)):
        return True
    if is_printed(whole):
        filled = not is_known(tokens[stop].text) if stop < len(tokens) else is_container(texts[0])
        return broken and filled and not any(map(fund_column, texts))
    known = {fund_column(whole), label(whole)} - {None, "aside"} or is_container(whole)
    return bool(known) and not _are_words(texts)


def _are_words(texts: list[str]) -> bool:
    """Are these several words of the form, one after the other?"""
    heads = (at for at in range(1, len(texts)) if is_known("".join(texts[:at])))
    return any(is_known("".join(texts[at:])) or _are_words(texts[at:]) for at in heads)


def _is_remark(text: str) -> bool:
    """Does it stand in brackets of its own, and is no unit, score, seal or letter of the label above?"""
    return bool(re.fullmatch(r"[（(].*[)）]", text)) and not amount_unit(text) and not _OF_LABEL.search(text)


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
    run = _with_cents(rows, run) if figures else run
    if below := _below(rows, run, figures=figures):
        return below
    lines, run = run, run if figures else _numbered(run)
    if rows and len(rows[-1]) == 1:
        return [*rows[:-1], [*rows[-1], *(run if figures else [_whole(run)])]]
    frames = sum(is_container(text) for text, _known, _line in rows[-1]) if rows else 0
    fields = [label(text) for text, _known, _line in rows[-1]] if rows else []
    frames += bool(fields and fields[0] in _TEXTS and fields[0] in fields[1:])
    fits = figures or (rows and len(rows[-1]) - len(run) in ((1, frames) if frames else (0, 1)))
    given = None if fits or not rows else shared([text for text, *_rest in lines], [text for text, *_rest in rows[-1][frames:]])
    if given and given[1] < _DEAR:
        return [*rows, [_whole(lines[cell]) for cell in given[0]]]
    return [*rows, run if fits else [_whole(run)]]


def _with_cents(rows: list[list[Part]], run: list[Part]) -> list[Part]:
    """The figures, where they are too many for the header above them, with the last decimals of those that its columns broke."""
    heads = (sum(bool(fund_column(text)) for text, _known, _line in row) for row in reversed(rows))
    wide = next((count for count in heads if count >= _FUNDS), len(run))
    torn = [at for at in range(len(run) - 1) if _TORN_CENTS.fullmatch(run[at][0]) and re.fullmatch(r"\d", run[at + 1][0])]
    if len(run) - wide != len(torn):
        return run
    pairs = {at: (run[at][0] + run[at + 1][0], False, (run[at][2][0], run[at + 1][2][1])) for at in torn}
    return [pairs.get(at, part) for at, part in enumerate(run) if at - 1 not in pairs]


def _below(rows: list[list[Part]], run: list[Part], *, figures: bool) -> list[list[Part]]:
    """The rows where these lines belong to all labels above that have nothing behind them, one a cell; else none."""
    alone = list(takewhile(lambda row: len(row) == 1 and row[0][1] and not is_container(row[0][0]), reversed(rows)))[::-1]
    labels = [row[0] for row in alone]
    if len(labels) < _OWN:
        return []
    frame = rows[-len(alone) - 1] if len(rows) > len(alone) else []
    framed = len(frame) == 1 and is_container(frame[0][0])
    kept = rows[: len(rows) - len(alone) - framed]
    head = [*(frame if framed else []), *labels]
    texts, names = [text for text, *_rest in run], [text for text, *_rest in labels]
    if figures:
        return [*kept, head, run] if len(run) == len(labels) else []
    given = shared(texts, names)
    if not given or given[1] + _DEAR / 2 > cost_of(names[-1], texts):
        return []
    return [*kept, head, [_whole(run[cell]) for cell in given[0]]]


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
