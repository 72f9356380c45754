"""Rows whose cells a mark parts, each on one line again: a word of the form (绩⏎效⏎指⏎标), or numbered texts, go over line ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jihuan.core.vocabulary import is_level1, is_level2
from jihuan.documents.readers.text.lined.rows import is_known
from jihuan.documents.readers.text.lines import Line
from jihuan.documents.readers.text.marked.pasted import BREAK
from jihuan.documents.recognise.words import SHORT_LEVELS, is_printed

_MARKS = ("\t", "|")
_MOST = 10
"""So many lines a torn word takes."""
_LONGEST = 8
"""A piece of one is no longer."""
_NUMBERED = re.compile(r"(?:目标)?[（(]?(?P<number>\d{1,2})[)）]?(?:[.．](?!\d)|[、：:])")
_INDICATOR = re.compile(r"【|指标\d{1,2}[:：]")


def whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of one row in one, which has the number of the last: there most of the row stands."""
    found: list[Line] = []
    waiting = list(reversed(lines))
    while waiting:
        run = waiting[: -_MOST - 2 : -1]
        stop = _stop(run)
        line = replace(run[stop - 1], text="".join(line.text for line in run[:stop]))
        del waiting[-stop:]
        if stop > 1:  # the last cell of the row may be torn as well
            waiting.append(line)
        elif found and _goes_on(found[-1].text, line.text):
            found[-1] = replace(found[-1], text=f"{found[-1].text}{BREAK}{line.text}")
        else:
            found.append(line)
    return found


def _goes_on(above: str, line: str) -> bool:
    """Does the line begin with the text numbered next after the one at the end of the line above, in a row of cells?"""
    mark = next((mark for mark in _MARKS if mark in above or mark in line), None)
    if mark is None:
        return False
    last = above.split(mark)[-1].split(BREAK)[-1].strip()
    before, after = _NUMBERED.match(last), _NUMBERED.match(line)
    if before and after:
        return int(after["number"]) == int(before["number"]) + 1
    return bool(_INDICATOR.match(last) and _INDICATOR.match(line))


def _stop(lines: Sequence[Line]) -> int:
    """How many lines the first of these takes: as many as a word of the form goes over."""
    pieces, stops = [_cell(lines[0], -1)], [1]
    for stop, line in enumerate(lines[1 : _MOST + 1], 2):
        pieces.append(_cell(line, 0))
        if max(map(len, pieces)) > _LONGEST:
            break
        if _is_torn(pieces, alone=not _is_marked(lines[0])) and any(_is_marked(line) for line in lines[: stop + 1]):
            stops.append(stop)
        if _is_marked(line):
            break
    return stops[-1]


def _is_torn(pieces: Sequence[str], *, alone: bool) -> bool:
    """Are these the pieces of one word of the form, the first ``alone`` on its line, or at least no such words each? 指标 is the
    end of one. A word behind what is none belongs to it only where the forms have both as one."""
    if not all(pieces) or any(char.isdigit() for piece in pieces for char in piece):
        return False
    each = all(_is_word(piece) for piece in pieces) and pieces[0] not in SHORT_LEVELS and pieces[-1] != "指标"
    whole = "".join(pieces)
    begins = _is_word(pieces[-1]) and not (is_level1(whole) or is_level2(whole) or is_printed(whole))
    return (alone or not each) and not begins and _is_word(whole)


def _is_word(text: str) -> bool:
    return text in SHORT_LEVELS or is_known(text) or is_level1(text) or is_level2(text)


def _cell(line: Line, at: int) -> str:
    """The first (0) or the last (-1) cell of a line, without white space."""
    mark = next((mark for mark in _MARKS if mark in line.text), None)
    return "".join((line.text.split(mark)[at] if mark else line.text).split())


def _is_marked(line: Line) -> bool:
    return any(mark in line.text for mark in _MARKS)
