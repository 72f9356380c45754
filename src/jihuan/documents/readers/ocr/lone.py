"""A sign or a unit alone in its box. The model knows words and reads a lone ≥ as V: it is read once more, beside a number of the sheet.

A dash and a slash are known by their shape.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from jihuan.documents.readers.ocr.doubt import Judged, in_doubt, judge, sighted, worded
from jihuan.documents.readers.ocr.recogniser import Picture, Reading, Recogniser
from jihuan.documents.readers.ocr.signs import SIGNS

LIKELY = frozenset({*SIGNS, "%"})
"""What stands alone; other characters must read so without the number, too, to be sure."""
_CERTAIN = 0.99
_STROKES = "一二三"
"""Characters that look like signs."""
_DASH = (0.25, 0.55)
"""Of a character: a dash is no higher and no narrower."""
_HIGH, _LEANING, _STRAIGHT, _BROAD = 0.5, 0.25, 0.06, 0.25
"""Of a character: a slash is so high at least and leaves a straight line by no more, its stroke is no broader; it leans by so much of its height."""


class Number(NamedTuple):
    """A number that was read surely, closely cut."""

    picture: Picture
    text: str


class Beside(NamedTuple):
    """What was read in a picture of a sign and a number, without the number."""

    line: Picture
    reading: Reading
    judged: Judged


def is_lone(reading: Reading) -> bool:
    """Whether a reading of a box is one character that is not a sure figure or word."""
    if len(reading) != 1:
        return not reading
    letter, certain = reading[0].text, reading[0].probability >= _CERTAIN
    return not (certain and letter not in _STROKES and (letter.isdecimal() or unicodedata.category(letter[0]) == "Lo"))


def by_shape(ink: Picture, reading: Reading, em: float) -> Judged | None:
    """What ink, alone in its box and closely cut, is by its shape: a dash, which may be 一, or a slash; None: something else."""
    height, width = ink.shape
    if height <= _DASH[0] * em and width >= _DASH[1] * em:
        return in_doubt(Judged("—", 1.0))
    if height < _HIGH * em or not ink.any(axis=1).all():
        return None
    places = np.arange(width)
    middles = (ink > 0) @ places / np.count_nonzero(ink, axis=1)
    lean, start = np.polyfit(np.arange(height), middles, 1)
    straight = np.abs(middles - start - lean * np.arange(height)).max() <= _STRAIGHT * em
    thin = np.count_nonzero(ink, axis=1).max() <= _BROAD * em
    if not (straight and thin and lean <= -_LEANING):
        return None
    thought_of = any("/" in one.text + one.hints for one in reading)
    return Judged("/", 1.0) if thought_of else in_doubt(Judged("/", 1.0))


def is_number(judged: Judged) -> bool:
    """Whether a reading will do as the number beside a sign."""
    return judged.confidence >= _CERTAIN and judged.text.isdecimal() and 2 <= len(judged.text) <= 4


def read_beside(signs: Sequence[Picture], numbers: Sequence[Number], margin: int, model: Recogniser) -> list[Beside | None]:
    """Read each sign (closely cut) between its number twice, then beside it once; in doubt where both differ, None where the number fails."""
    amid = [_framed((number.picture, sign, number.picture), margin) for sign, number in zip(signs, numbers, strict=True)]
    seen = [
        _without(sighted(reading, line), number.text, both=True)
        for reading, line, number in zip(model.read(amid), amid, numbers, strict=True)
    ]
    beside = [
        _framed((sign, number.picture) if one and one.text in SIGNS else (number.picture, sign), margin)
        for one, sign, number in zip(seen, signs, numbers, strict=True)
    ]
    found: list[Beside | None] = []
    for one, line, reading, number in zip(seen, beside, model.read(beside), numbers, strict=True):
        other = _without(judge(reading, line), number.text, both=False)
        found.append(Beside(line, reading, _agreed(one, other)) if one and other else None)
    return found


def _agreed(one: Judged, other: Judged) -> Judged:
    best = max(one, other, key=lambda judged: judged.confidence)
    judged = worded(Judged(best.text, min(one.confidence, other.confidence)))
    return judged if one.text == other.text else in_doubt(judged)


def _without(judged: Judged, number: str, *, both: bool) -> Judged | None:
    """What was read beside a number."""
    text = judged.text.replace(" ", "")
    if both:
        known = text.startswith(number) and text.endswith(number) and len(text) > 2 * len(number)
        return Judged(text[len(number) : -len(number)], judged.confidence) if known else None
    if len(text) <= len(number) or not (text.startswith(number) or text.endswith(number)):
        return None
    rest = text.removesuffix(number) if text.endswith(number) else text.removeprefix(number)
    return Judged(rest, judged.confidence)


def _framed(parts: Sequence[Picture], margin: int) -> Picture:
    """Pictures beside each other, their middles on one level, with white around."""
    height = max(part.shape[0] for part in parts)
    level = []
    for part in parts:
        above = (height - part.shape[0]) // 2
        level.append(cv2.copyMakeBorder(part, above, height - part.shape[0] - above, 0, 0, cv2.BORDER_CONSTANT, value=(255,)))
    edge = (margin,) * 4
    return np.asarray(cv2.copyMakeBorder(np.hstack(level), *edge, cv2.BORDER_CONSTANT, value=(255,)), np.uint8)
