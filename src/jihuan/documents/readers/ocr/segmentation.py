"""Regions of ink → lines of text, by the white between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.recogniser import Picture

Marks = NDArray[np.bool_]

_SPECK = 0.55
"""Points: specks smaller than a square of this side are dirt."""
_TALL = 1.75
"""Of a character: a higher run is several lines that touch."""
_FLAT = 0.55
"""Of a character: a lower run is part of a line (the strokes of 二 and =)."""
_DOT, _APART = 0.3, 0.4
"""Of a character: what is no larger, and so far from the rest of its line, is dirt."""
_BROKEN = 0.4
"""Of a character: pieces that are no farther apart may be those of one character of which little was printed."""
_WIDE_GAP = 1.6
"""Of a character: white as wide as this parts two texts on one line."""


class Area(NamedTuple):
    """A rectangle of pixels: left, top, right and bottom, the last two exclusive."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Finds lines in the ink of one sheet. ``em`` is the height of a character in pixels."""

    ink: Picture
    em: float

    def texts(self, area: Area, uncleaned: Picture) -> list[Area]:
        """The texts in an area without specks, with the remains in the ``uncleaned`` ink of characters that broke into specks."""
        lines = self.lines(area)
        texts = [self._with_ends(line, area, uncleaned) for line in lines if not self._is_speck(line)]
        if texts or not lines:
            return texts
        whole = self._gathered(lines[0], area, uncleaned)
        return [] if self._is_speck(whole) else [whole]

    def _is_speck(self, line: Area) -> bool:
        return max(line.x1 - line.x0, line.y1 - line.y0) <= _DOT * self.em

    def _with_ends(self, line: Area, area: Area, uncleaned: Picture) -> Area:
        """A line with the broken characters before and behind it."""
        reach, least = round(_WIDE_GAP * self.em), _DOT * self.em
        left, right = max(line.x0 - reach, area.x0), min(line.x1 + reach, area.x1)
        inked = np.any(uncleaned[line.y0 : line.y1, left:right], axis=0)
        before, behind = (_runs(part, round(_BROKEN * self.em)) for part in (inked[: line.x0 - left], inked[line.x1 - left :]))
        x0 = min((left + start for start, end in before if end - start > least), default=line.x0)
        x1 = max((line.x1 + end for start, end in behind if end - start > least), default=line.x1)
        return Area(x0, line.y0, x1, line.y1)

    def _gathered(self, speck: Area, area: Area, uncleaned: Picture) -> Area:
        """All the ink of which each piece is near to the next, from a speck on."""
        reach = round(_BROKEN * self.em) | 1
        part = uncleaned[area.y0 : area.y1, area.x0 : area.x1]
        _count, labels = cv2.connectedComponents(cv2.dilate(part, np.ones((reach, reach), np.uint8)))
        seed = labels[(speck.y0 + speck.y1) // 2 - area.y0, (speck.x0 + speck.x1) // 2 - area.x0]
        rows, columns = np.nonzero((labels == seed) & (part > 0))
        x0, y0 = area.x0 + int(columns.min()), area.y0 + int(rows.min())
        return Area(x0, y0, area.x0 + int(columns.max()) + 1, area.y0 + int(rows.max()) + 1)

    def lines(self, area: Area) -> list[Area]:
        """The lines in an area, each tightly around its ink."""
        found: list[Area] = []
        for top, bottom in self._rows(area):
            rows = self.ink[top:bottom, area.x0 : area.x1]
            for left, right in _runs(np.any(rows, axis=0), round(_WIDE_GAP * self.em)):
                found += self._column(Area(area.x0 + left, top, area.x0 + right, bottom))
        return found

    def _column(self, area: Area) -> list[Area]:
        """A text on one line; texts beside each other may stand on lines of their own."""
        profile = np.any(self.ink[area.y0 : area.y1, area.x0 : area.x1], axis=1)
        runs = _runs(profile, 0)
        if not runs:
            return []
        tight = Area(area.x0, area.y0 + runs[0][0], area.x1, area.y0 + runs[-1][1])
        if len(runs) > 1 and tight.y1 - tight.y0 > _TALL * self.em:
            rows = self._rows(tight)
            if len(rows) > 1:
                return [line for top, bottom in rows for line in self._column(Area(area.x0, top, area.x1, bottom))]
        return [self._without_dots(tight)]

    def _without_dots(self, line: Area) -> Area:
        """A line without the specks before and behind it."""
        ink = self.ink[line.y0 : line.y1, line.x0 : line.x1]
        runs = _runs(np.any(ink, axis=0), 0)
        while len(runs) > 1 and self._is_dot(ink, runs[0], runs[1][0] - runs[0][1]):
            runs = runs[1:]
        while len(runs) > 1 and self._is_dot(ink, runs[-1], runs[-1][0] - runs[-2][1]):
            runs = runs[:-1]
        inked = np.flatnonzero(np.any(ink[:, runs[0][0] : runs[-1][1]], axis=1))
        return Area(line.x0 + runs[0][0], line.y0 + int(inked[0]), line.x0 + runs[-1][1], line.y0 + int(inked[-1]) + 1)

    def _is_dot(self, ink: Picture, run: tuple[int, int], gap: int) -> bool:
        inked = np.flatnonzero(np.any(ink[:, run[0] : run[1]], axis=1))
        size = max(run[1] - run[0], int(inked[-1] - inked[0]) + 1)
        return size <= _DOT * self.em and gap >= _APART * self.em

    def _rows(self, area: Area) -> list[tuple[int, int]]:
        """Tops and bottoms of the lines in an area."""
        counts = np.count_nonzero(self.ink[area.y0 : area.y1, area.x0 : area.x1], axis=1)
        merged: list[tuple[int, int]] = []
        for top, bottom in _runs(counts > 0, 0):
            if merged and self._one_line(merged[-1], (top, bottom)):
                merged[-1] = (merged[-1][0], bottom)
            else:
                merged.append((top, bottom))
        parts = [part for run in merged for part in self._parted(run, counts)]
        return [(area.y0 + top, area.y0 + bottom) for top, bottom in parts]

    def _one_line(self, above: tuple[int, int], below: tuple[int, int]) -> bool:
        """Whether two runs are strokes of one line: one is flat, and both together are no higher than a character."""
        flat = min(above[1] - above[0], below[1] - below[0]) < _FLAT * self.em
        return flat and below[1] - above[0] <= 1.12 * self.em

    def _parted(self, run: tuple[int, int], counts: NDArray[np.intp]) -> list[tuple[int, int]]:
        """A run cut where lines touch: at the whitest row near to where the next line should begin."""
        top, bottom = run
        parts = []
        while bottom - top > _TALL * self.em:
            first, last = top + round(0.85 * self.em), min(top + round(1.6 * self.em), bottom - round(0.5 * self.em))
            if last <= first:
                break
            cut = first + int(np.argmin(counts[first:last]))
            parts.append((top, cut))
            top = cut
        return [*parts, (top, bottom)]


def clean(ink: Picture, scale: float) -> Picture:
    """The ink without specks."""
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, cv2.CC_STAT_AREA] >= (_SPECK * scale) ** 2 * 2, 255, 0)
    return np.asarray(keep[labels], np.uint8)


def character_height(ink: Picture, scale: float) -> float:
    """The height in pixels of the characters that most of a sheet is set in."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(
        cv2.dilate(ink, np.ones((max(round(scale), 2), max(round(1.2 * scale), 2)), np.uint8)), connectivity=8
    )
    heights = stats[1:, cv2.CC_STAT_HEIGHT] - max(round(scale), 2) + 1
    heights = heights[(heights > 5.5 * scale) & (heights < 30 * scale)]
    return float(np.median(heights)) if len(heights) else 11 * scale


def _runs(marks: Marks, gap: int) -> list[tuple[int, int]]:
    """Stretches of marks, joined over ``gap`` or fewer places without."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2):
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], int(end))
        else:
            runs.append((int(start), int(end)))
    return runs
