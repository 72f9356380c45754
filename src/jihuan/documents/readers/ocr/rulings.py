"""Ruling lines in pixels: long thin stretches of ink, both ways, as segments in points for the grid code of the PDF reader.

Dirt on the glass of a copier draws lines, too: down the whole page, past the table. Thin lines break on a poor scan. What a line seen elsewhere lacks between two lines across is looked for once more, with less demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.bends import Bend, Course, course, find_bend
from jihuan.documents.readers.ocr.recogniser import Picture
from jihuan.documents.readers.pdf.grid import REACH, SNAP
from jihuan.documents.readers.pdf.rulings import Segment

_SHORT = 12.0
"""Points: shorter stretches are strokes of letters."""
_LONG = 42.0
"""Points: shorter stretches count only between two such lines across."""
_FREE = 120.0
"""Points: no row of letters looks like a line so long."""
_THICK = 4.5
"""Points: thicker stretches are bars, photographs, the edge of the copier."""
_HOLE, _PIECE = 9.0, 24.0
"""Points: a worn line may be interrupted by so much between pieces that are so long."""
_NICK = 1.0
"""Points: shorter pieces belong to a line only if they are this near."""
_DARKER = 14
"""Of 255: ink is so much darker than what is around it."""
_HELD = 4.0
"""Points by which a worn line may end before or behind the line that it meets."""
_BAND = 1.2
"""Points by which a line may leave its level."""
_BENT = 4.0
"""Points by which a line on bent paper may."""
_SEEN, _SIDES, _ENDS = 0.85, 0.5, 0.3
"""Of a doubtful part of a line: so much must be inked, less so much of what is inked on its sides, more what is at its ends."""
_LOW, _LOWER = 17.0, 0.07
"""Points: in lower rows letters reach nearly as far as lines do; so much more must be there for each point."""
_TRIM, _END = 1.2, 2.0
"""Points: the thickness of the lines across, and the ends next to them, where no letters stand."""
_BESIDE = 2.2
"""Points from the middle of a line to where its sides are looked at."""
_PAST, _FAR_PAST = 10.0, 60.0
"""Points by which a streak runs past the first and the last line across, past each and past both together, however worn they are."""
_SOLID = 0.6
"""Of a line across, however worn: so much is left of it; a row of letters has less."""
_ALIKE = 0.1
"""Of a line: its middle is that of all rows that are inked as much as the best one, but for this."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a sheet. ``mask`` is 255 on their pixels, ``streaks`` on those of lines that dirt drew (None: there are none).

    ``bend`` is how the sheet is bent if its lines are curves; they are found well only after it was straightened.
    """

    horizontal: list[Segment]
    vertical: list[Segment]
    mask: Picture
    streaks: Picture | None
    bend: Bend | None


def find_rulings(picture: Picture, scale: float) -> Rulings:
    """Horizontal and vertical lines of a level sheet."""
    block = round(12 * scale) | 1
    ink = np.asarray(
        cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _DARKER), np.uint8
    )
    across, down = _Way(ink, scale), _Way(np.ascontiguousarray(ink.T), scale)
    rows, columns = _mended(across.stretches), _mended(down.stretches)
    lines, posts = across.held(rows, columns), down.held(columns, rows)
    flat, upright = list(_streaks(lines, columns)), list(_streaks(posts, rows))
    lines, posts, rows, columns = _off(lines, flat), _off(posts, upright), _off(rows, flat), _off(columns, upright)
    for _round in range(2):
        lines = [*lines, *across.missing(rows, lines, posts)]
        posts = [*posts, *down.missing(columns, posts, lines)]
    mask = cv2.max(across.mask(lines), np.ascontiguousarray(down.mask(posts).T))
    dirt = cv2.max(across.mask(flat), np.ascontiguousarray(down.mask(upright).T)) if flat or upright else None
    bend = find_bend(across.courses, down.courses, scale)
    return Rulings(lines, posts, _wider(mask), None if dirt is None else _wider(dirt), bend)


def _wider(mask: NDArray[Any]) -> Picture:
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8)


def _off(lines: list[Segment], streaks: list[Segment]) -> list[Segment]:
    """Lines that are not on the level of a streak."""
    return [line for line in lines if all(abs(line.at - streak.at) > SNAP for streak in streaks)]


def _streaks(lines: list[Segment], across: list[Segment]) -> Iterator[Segment]:
    """Lines, whole or in pieces, that run on at both ends after they met the last line across, as no line of a table does."""
    others = [whole for level in _levels(across) if _drawn(level) >= max(_LONG, _SOLID * _length(whole := _whole(level)))]
    for level in _levels(lines):
        at, start, end = _whole(level)
        met = [
            one.at for one in others if one.start - _HELD <= at <= one.end + _HELD and start - _HELD <= one.at <= end + _HELD
        ]
        past = (min(met) - start, end - max(met)) if met else (0.0, 0.0)
        if min(past) > _PAST and sum(past) > _FAR_PAST:
            yield from level


class _Way:
    """The lines of one direction; the ink lies so that they are horizontal."""

    def __init__(self, ink: Picture, scale: float) -> None:
        self._ink, self._scale = ink, scale
        self.stretches: list[Segment] = []
        self.courses: list[Course] = []
        thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
        thick = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(round(1.2 * scale), 3)), np.uint8))
        self._runs = np.asarray(
            cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_SHORT * scale)), np.uint8)), np.uint8
        )
        count, labels, stats, centres = cv2.connectedComponentsWithStats(self._runs, connectivity=8)
        for index in range(1, count):
            left, top, width, height, area = (int(value) for value in stats[index])
            if area / width <= _THICK * scale:
                at = float(centres[index][1] + 0.5) / scale
                self.stretches.append(Segment(at, left / scale, (left + width) / scale))
                if width >= _LONG * scale:
                    rows, columns = np.nonzero(labels[top : top + height, left : left + width] == index)
                    self.courses.append(course(columns + left, rows + top))

    def held(self, lines: list[Segment], across: list[Segment]) -> list[Segment]:
        """Long lines, and short ones that reach from one long line across to another. Worn ends are made to meet the line across."""
        posts = [line for line in across if line.end - line.start >= _LONG]
        held = []
        for line in lines:
            start, end = _met(line, line.start, posts), _met(line, line.end, posts)
            if line.end - line.start >= _FREE or (
                line.end - line.start >= _LONG and self._is_ruled(line.at, line.start, line.end)
            ):
                held.append(Segment(line.at, line.start if start is None else start, line.end if end is None else end))
            elif start is not None and end is not None and end > start and self._is_ruled(line.at, start, end):
                held.append(Segment(line.at, start, end))
        return held

    def missing(self, known: list[Segment], lines: list[Segment], across: list[Segment]) -> Iterator[Segment]:
        """Parts of lines on ``known`` levels, between two lines across, that were too worn to be found by themselves."""
        for level in _levels([*known, *lines]):
            at = sum(line.at for line in level) / len(level)
            long = sum(line.end - line.start for line in level)
            here = [line for line in lines if abs(line.at - at) <= SNAP]
            posts = sorted(post.at for post in across if post.start - REACH <= at <= post.end + REACH)
            for start, end in pairwise(posts):
                if end - start < 2 * _HELD or any(line.start <= start + REACH and end - REACH <= line.end for line in here):
                    continue
                if long < _LONG and not any(2 * (min(one.end, end) - max(one.start, start)) >= end - start for one in level):
                    continue
                if self._is_ruled(at, start, end):
                    yield Segment(at, start, end)

    def _is_ruled(self, at: float, start: float, end: float) -> bool:
        """Whether ink runs along a level from one line across to another, and much less of it on both sides."""
        scale = self._scale
        band, beside = round(_BAND * scale), round(_BESIDE * scale)
        middle, reach = round(at * scale), band + beside + 1
        rows = (
            self._ink[
                max(middle - reach, 0) : middle + reach + 1, round((start + _TRIM) * scale) : round((end - _TRIM) * scale)
            ]
            > 0
        )
        if rows.shape[0] <= 2 * reach or not rows.shape[1]:
            return False
        wide = rows | np.roll(rows, 1, axis=0) | np.roll(rows, -1, axis=0)
        shares = wide.mean(axis=1)
        near_level = shares[reach - band : reach + band + 1]
        best = reach - band + round(float(np.mean(np.flatnonzero(near_level > near_level.max() - _ALIKE))))
        near = round(_END * scale)
        sides, ends = (
            max(shares[best - beside], shares[best + beside]),
            (wide[best, :near].mean() + wide[best, -near:].mean()) / 2,
        )
        return bool(shares[best] - _SIDES * sides + _ENDS * ends >= _SEEN + _LOWER * max(_LOW - (end - start), 0))

    def mask(self, lines: list[Segment]) -> NDArray[np.uint8]:
        """255 on the pixels of lines: all ink where they run level, and where they are a little bent what is long."""
        scale = self._scale
        mask = np.zeros_like(self._ink)
        for seen, band in ((self._runs, _BENT), (self._runs | self._ink, _BAND)):
            for line in lines:
                top, bottom = max(round((line.at - band) * scale), 0), round((line.at + band) * scale) + 1
                left, right = max(round((line.start - _BAND) * scale), 0), round((line.end + _BAND) * scale) + 1
                mask[top:bottom, left:right] |= seen[top:bottom, left:right]
        return mask


def _mended(segments: list[Segment]) -> list[Segment]:
    """Pieces of one worn line as one."""
    mended: list[Segment] = []
    for segment in sorted(segments, key=lambda one: one.start):
        for index, other in enumerate(mended):
            shorter = min(segment.end - segment.start, other.end - other.start)
            if abs(other.at - segment.at) <= SNAP / 2 and segment.start - other.end <= (_HOLE if shorter >= _PIECE else _NICK):
                mended[index] = Segment(other.at, other.start, max(other.end, segment.end))
                break
        else:
            mended.append(segment)
    return mended


def _met(line: Segment, end: float, across: list[Segment]) -> float | None:
    """Where the line across stands that a line meets with one of its ends."""
    near = [post.at for post in across if abs(post.at - end) <= _HELD and post.start - _HELD <= line.at <= post.end + _HELD]
    return min(near, key=lambda at: abs(at - end), default=None)


def _length(line: Segment) -> float:
    return line.end - line.start


def _drawn(level: list[Segment]) -> float:
    return sum(map(_length, level))


def _whole(level: list[Segment]) -> Segment:
    """From the first to the last line of a level."""
    return Segment(level[0].at, min(line.start for line in level), max(line.end for line in level))


def _levels(lines: list[Segment]) -> Iterator[list[Segment]]:
    """Lines on one level."""
    level: list[Segment] = []
    for line in sorted(lines):
        if level and line.at - level[0].at > SNAP:
            yield level
            level = []
        level.append(line)
    if level:
        yield level
