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
_STOP, _STOP_APART = 0.15, 0.8
"""Of a character: a full stop is no smaller, and no farther from the character before it."""
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

    def inked(self, area: Area) -> Picture:
        """The ink in an area."""
        return self.ink[area.y0 : area.y1, area.x0 : area.x1]

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
        """The lines in an area, each tightly around its ink: texts beside each other may stand on lines of their own."""
        found: list[Area] = []
        for top, bottom in self._rows(area):
            row = Area(area.x0, top, area.x1, bottom)
            columns = _runs(np.any(self.inked(row), axis=0), round(_WIDE_GAP * self.em))
            parts = [row._replace(x0=area.x0 + left, x1=area.x0 + right) for left, right in columns]
            if len(parts) == 1:
                parts = self._parted(parts[0])
            if len(parts) == 1:
                found.append(self._without_dots(parts[0]))
            else:
                found += [line for part in parts for line in self.lines(part)]
        return found

    def _without_dots(self, line: Area) -> Area:
        """A line without the specks before and behind it."""
        ink = self.inked(line)
        runs = _runs(np.any(ink, axis=0), 0)
        while len(runs) > 1 and self._is_dot(ink, runs[0], runs[1][0] - runs[0][1]):
            runs = runs[1:]
        while (
            len(runs) > 1
            and self._is_dot(ink, runs[-1], gap := runs[-1][0] - runs[-2][1])
            and not self._is_stop(ink, runs[-1], gap)
        ):
            runs = runs[:-1]
        inked = np.flatnonzero(np.any(ink[:, runs[0][0] : runs[-1][1]], axis=1))
        return Area(line.x0 + runs[0][0], line.y0 + int(inked[0]), line.x0 + runs[-1][1], line.y0 + int(inked[-1]) + 1)

    def _is_dot(self, ink: Picture, run: tuple[int, int], gap: int) -> bool:
        return max(_size(ink, run)) <= _DOT * self.em and gap >= _APART * self.em

    def _is_stop(self, ink: Picture, run: tuple[int, int], gap: int) -> bool:
        """Whether a dot behind a line stands where a full stop or a comma does, in the lower half of its square."""
        low = not ink[: ink.shape[0] // 2, run[0] : run[1]].any()
        return low and max(_size(ink, run)) >= _STOP * self.em and gap <= _STOP_APART * self.em

    def _rows(self, area: Area) -> list[tuple[int, int]]:
        """Tops and bottoms of what white parts in an area."""
        merged: list[tuple[int, int]] = []
        for top, bottom in _runs(np.any(self.inked(area), axis=1), 0):
            if merged and self._one_line(merged[-1], (top, bottom)):
                merged[-1] = (merged[-1][0], bottom)
            else:
                merged.append((top, bottom))
        return [(area.y0 + top, area.y0 + bottom) for top, bottom in merged]

    def _one_line(self, above: tuple[int, int], below: tuple[int, int]) -> bool:
        """Whether two runs are strokes of one line: one is flat, and both together are no higher than a character."""
        flat = min(above[1] - above[0], below[1] - below[0]) < _FLAT * self.em
        return flat and below[1] - above[0] <= 1.12 * self.em

    def _parted(self, area: Area) -> list[Area]:
        """An area cut where lines touch: at the whitest row near to where the next line should begin."""
        counts = np.count_nonzero(self.inked(area), axis=1)
        top, bottom = 0, len(counts)
        parts = []
        while bottom - top > _TALL * self.em:
            first, last = top + round(0.85 * self.em), min(top + round(1.6 * self.em), bottom - round(0.5 * self.em))
            if last <= first:
                break
            cut = first + int(np.argmin(counts[first:last]))
            parts.append((top, cut))
            top = cut
        return [area._replace(y0=area.y0 + top, y1=area.y0 + cut) for top, cut in [*parts, (top, bottom)]]


def _size(ink: Picture, run: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the ink in some columns."""
    inked = np.flatnonzero(np.any(ink[:, run[0] : run[1]], axis=1))
    return run[1] - run[0], int(inked[-1] - inked[0]) + 1


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
