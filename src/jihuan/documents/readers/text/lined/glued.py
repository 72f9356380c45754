"""Cells printed without anything between them, told apart by the words of the form and the grammar of values. Never silently.

Where the header of the indicator table is glued, the lines around it are taken apart: labels by the vocabulary, rows by offering
every place where a level, a value or a number may begin or end as a cut, of which ``align`` takes the cheapest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from jihuan.documents.readers.text.lined.cuts import LEVELS
from jihuan.documents.readers.text.lined.rows import header_of, is_known
from jihuan.documents.readers.text.lined.rowwise import row_of
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.recognise.headings import agency_line, is_title
from jihuan.documents.recognise.words import column, fund_column, heading, is_container, is_printed, key, label_words, plain

_APART = "\u3000"
_LONGEST_WORD = 24
_ABOVE = 25
"""So many lines above its indicator table a sheet may begin."""
_SAMPLE = 2
_SHORT_HEADER = 9
"""Longer words are matched too loosely."""
_SENTENCES = ("goals", "long_goals", "achievement", "plan")
_LISTS = (re.compile(r"\d{1,2}月[底末]?"), re.compile(r"\d{1,3}(?:\.\d+)?[%％]"))
_FEW = 2
"""A header has more words."""
_NAME = re.compile(r"(?!完成|实现|名称|内容|设置)[一-鿿]{3,}")
"""What stands behind a level that it is no word with."""
_SHORT_LABEL = 4
"""Shorter labels are found at the beginning of a line only."""


def unglued(lines: Sequence[Line]) -> list[Line]:
    """The lines; where the header of an indicator table is glued, it and the labels above it taken apart by wide spaces."""
    found = list(lines)
    for at, line in enumerate(lines):
        header = _header(lines, at) if "指标" in line.text else None
        if header is None:
            continue
        found[at] = header
        for above in range(at - 1, max(at - 1 - _ABOVE, -1), -1):
            text = found[above].text
            if found[above].glued or is_title(text) or agency_line(text):
                break
            found[above] = _labelled(found[above])
    return [line if line.glued else _parted(line) for line in _marked(found)]


def _parted(line: Line) -> Line:
    """A line with spaces between its words of the form, or behind its levels, where a full cell left none before its neighbour."""
    words = line.text.split()
    if len(words) > _FEW:
        parts = [[word] if is_known(word) else _words(word, is_printed) or [word] for word in words]
        if 2 * sum(is_known(word) for word in words) > len(words) < sum(map(len, parts)):
            return replace(line, text=" ".join(word for part in parts for word in part))
    if len(words) == 1 and not is_known(line.text) and (points := _words(line.text, _is_points)):
        return replace(line, text=" ".join(points))
    level = LEVELS.match(line.text)
    rest = line.text[level.end() :] if level else ""
    if level and _NAME.fullmatch(rest) and not is_known(line.text):
        return replace(line, text=f"{level[0]} {_parted(replace(line, text=rest)).text}")
    return line


def _marked(lines: list[Line]) -> list[Line]:
    """The rows under a glued header, up to the next title, are glued too."""
    found: list[Line] = []
    inside = False
    for line in lines:
        inside = (inside or (line.glued and bool(header_of(row_of(line))))) and not is_title(line.text)
        found.append(replace(line, glued=True) if inside else line)
    return found


def _header(lines: Sequence[Line], at: int) -> Line | None:
    """A glued header taken apart, or one above glued rows; None for every other line."""
    line = lines[at]
    row = row_of(line)
    if header_of(row):
        below = lines[at + 1 : at + 1 + _SAMPLE]
        return replace(line, glued=True) if below and all(_is_glued(it.text) for it in below) else None
    parts = [_words(piece, _is_sure_word) or _words(piece, _is_header_word) or [piece] for piece in row.pieces]
    apart = replace(line, text=_APART.join(word for words in parts for word in words), glued=True)
    return apart if any(len(words) > 1 for words in parts) and header_of(row_of(apart)) else None


def _is_points(text: str) -> bool:
    return is_printed(text) and column(text) in ("weight", "score")


def _is_glued(text: str) -> bool:
    """Does a line begin with levels and go on at once?"""
    level = LEVELS.match(text)
    return bool(level and text[level.end() :].strip() and text[level.end()] not in " \u3000" and " " not in text.strip())


def _is_sure_word(text: str) -> bool:
    return bool(column(text) or is_container(text))


def _is_header_word(text: str) -> bool:
    return _is_sure_word(text) or bool(len(text) <= _SHORT_HEADER and heading(text))


def _words(text: str, known: Callable[[str], bool], *, most: bool = False) -> list[str] | None:
    """The text as a sequence of known words, as few as possible, or as many (执行率·得分); None where it is none."""
    best: list[list[str] | None] = [[], *[None] * len(text)]
    for stop in range(1, len(text) + 1):
        for start in range(max(0, stop - _LONGEST_WORD), stop - 1):
            before, here = best[start], best[stop]
            better = before is not None and (
                here is None or (len(before) + 1 > len(here) if most else len(before) + 1 < len(here))
            )
            if before is not None and better and known(text[start:stop]):
                best[stop] = [*before, text[start:stop]]
    return best[-1]


def _labelled(line: Line) -> Line:
    """A line above the table with its labels and values apart; a row of words above amounts, of months, of percentages likewise."""
    pieces = row_of(line).pieces
    parts = [part for piece in pieces for part in _words(piece, _is_fund_word, most=True) or _listed(piece) or _pairs(piece)]
    return line if len(parts) == len(pieces) else replace(line, text=_APART.join(parts), glued=True)


def _listed(text: str) -> list[str]:
    """Months, or percentages, one after the other."""
    return next((like.findall(text) for like in _LISTS if re.fullmatch(rf"(?:{like.pattern}){{2,}}", text)), [])


def _is_fund_word(text: str) -> bool:
    return bool((len(text) <= _SHORT_HEADER and fund_column(text)) or is_container(text))


def _pairs(text: str) -> list[str]:
    """Labels and what stands behind them: “项目名称甲主管部门乙” → 项目名称, 甲, 主管部门, 乙. In a sentence there are no labels."""
    parts = [""]
    at = 0
    while at < len(text):
        shortest = _SHORT_LABEL if parts[-1] else 2
        stop = next((end for end in range(min(at + 16, len(text)), at + shortest - 1, -1) if _is_label(text[at:end])), 0)
        if not stop or (at and len(parts) == 1):
            parts[-1] += text[at]
            at += 1
            continue
        parts += [text[at:stop], ""]
        at = stop
        if key(parts[-2]) in _SENTENCES:
            parts += _listed(text[at:]) or [text[at:]]
            break
    return [part for part in parts if part]


def _is_label(text: str) -> bool:
    if text[-1].isdigit():
        return False
    return bool(key(text) or is_container(text) or (len(text) >= _SHORT_LABEL and plain(text) in label_words("aside", "part")))
