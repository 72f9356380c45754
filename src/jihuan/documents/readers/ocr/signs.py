"""A comparison sign decides what a value means: each is cut out with what follows and read twice more, and so are beginnings of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

import cv2
import numpy as np

from jihuan.documents.readers.ocr.doubt import has_bar, ink_of_line
from jihuan.documents.readers.ocr.recogniser import Picture, Reading, Recogniser

SIGNS = {"≥": "≥", "≧": "≥", "≤": "≤", "≦": "≤", ">": ">", "＞": ">", "<": "<", "＜": "<", "=": "=", "＝": "="}
"""Signs, with those that mean the same as one."""
_BARE = {"≥": ">", "≤": "<"}
"""Signs without their bar, which melts into them where they are made softer."""
_VALUE = re.compile(r"^\W?\d")
_LONGEST = 16
"""Characters of a value in a cell."""
_BEFORE = 0.62
"""Of the height of a line: a first character whose middle is farther in has something before it."""
_SOFTER = 0.04
"""Of the height of a line: the second look is so much blurred."""
_LEAST = 0.8
"""The probability with which a sign must be read each time."""


class _Sight(NamedTuple):
    """A place in one line: what the signs read there mean, several in >= alone, and the picture of it with what follows."""

    line: int
    signs: frozenset[str]
    picture: Picture
    barred: bool
    """The bar of its sign is seen in the pixels."""


def doubted(lines: Sequence[Picture], readings: Sequence[Reading], model: Recogniser) -> set[int]:
    """Which lines have a sign, or begin like a value, but not so when the place is looked at more closely."""
    pairs = list(enumerate(zip(lines, readings, strict=True)))
    doubts = {index for index, (line, reading) in pairs if _is_headless(line, reading)}
    sights = [sight for index, (line, reading) in pairs for sight in _sights(index, line, reading)]
    for sight, seen in zip(sights, model.read([sight.picture for sight in sights]), strict=True):
        if not _confirms(seen, sight.signs):
            doubts.add(sight.line)
    for sight, seen in zip(sights, model.read([_softer(sight.picture) for sight in sights]), strict=True):
        if not (_points_alike(seen, sight.signs) if sight.barred else _confirms(seen, sight.signs)):
            doubts.add(sight.line)
    return doubts


def _confirms(seen: Reading, signs: frozenset[str]) -> bool:
    """Whether a closer look finds the same signs, well readable, or none where none was read."""
    found = [one for one in seen if one.text in SIGNS]
    return {SIGNS[one.text] for one in found} == signs and all(one.probability >= _LEAST for one in found[:1])


def _points_alike(seen: Reading, signs: frozenset[str]) -> bool:
    """Whether a look at a blurred sign finds the same sign, with or without its bar."""
    found = {SIGNS[one.text] for one in seen if one.text in SIGNS}
    return bool(found) and found <= {*signs, *(_BARE[sign] for sign in signs)}


def _softer(picture: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFTER * picture.shape[0]), np.uint8)


def _is_value(reading: Reading) -> bool:
    return len(reading) <= _LONGEST and _VALUE.match("".join(one.text for one in reading)) is not None


def _is_headless(line: Picture, reading: Reading) -> bool:
    """Whether a value has ink before the first character that was read."""
    if not _is_value(reading):
        return False
    columns = np.flatnonzero(ink_of_line(line).any(axis=0))
    return bool(len(columns)) and reading[0].at * line.shape[1] - float(columns[0]) > _BEFORE * line.shape[0]


def _sights(index: int, line: Picture, reading: Reading) -> Iterator[_Sight]:
    for place, one in enumerate(reading):
        if place and reading[place - 1].text in SIGNS:
            continue
        if one.text in SIGNS or (place == 0 and _is_value(reading)):
            signs = frozenset(SIGNS[it.text] for it in takewhile(lambda it: it.text in SIGNS, reading[place:]))
            after = reading[place + 2 : place + 4]
            before = (reading[place - 1].at + one.at) / 2 if place else 0.0
            end = (after[0].at + after[1].at) / 2 if len(after) == 2 else 1.0
            width = line.shape[1]
            part = line[:, round(before * width) : max(round(end * width), 1)]
            yield _Sight(index, signs, part, signs <= _BARE.keys() and bool(signs and has_bar(line, one.at)))
