"""Ruling lines in pixels: long thin stretches of ink, both ways, as segments in points for the grid code of the PDF reader."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.recogniser import Picture
from jihuan.documents.readers.pdf.grid import REACH, SNAP
from jihuan.documents.readers.pdf.rulings import Segment

Labels = NDArray[np.int32]

_SHORT = 12.0
"""Points: shorter stretches are strokes of letters."""
_LONG = 42.0
"""Points: shorter stretches count only between two such lines across."""
_THICK = 4.5
"""Points: thicker stretches are bars, photographs, the edge of the copier."""
_HOLE, _PIECE = 9.0, 24.0
"""Points: a worn line may be interrupted by so much between pieces that are so long."""
_NICK = 1.0
"""Points: shorter pieces belong to a line only if they are this near."""
_DARKER = 14
"""Of 255: ink is so much darker than what is around it."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The lines of a sheet. ``mask`` is 255 on their pixels."""

    horizontal: list[Segment]
    vertical: list[Segment]
    mask: Picture


def find_rulings(picture: Picture, scale: float) -> Rulings:
    """Horizontal and vertical lines of a level sheet."""
    block = round(12 * scale) | 1
    ink = np.asarray(
        cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _DARKER), np.uint8
    )
    across, rows = _stretches(ink, scale)
    down, columns = _stretches(np.ascontiguousarray(ink.T), scale)
    lines, posts = _mended(across), _mended(down)
    horizontal, vertical = _held(lines, posts), _held(posts, lines)
    mask = cv2.max(_drawn(rows, across, horizontal), np.ascontiguousarray(_drawn(columns, down, vertical).T))
    return Rulings(horizontal, vertical, np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8))


def _stretches(ink: Picture, scale: float) -> tuple[list[Segment], Labels]:
    """Horizontal stretches of ink, and the number (from 1) of its stretch at every pixel."""
    length = round(_SHORT * scale)
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    thick = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, max(round(1.2 * scale), 3)), np.uint8))
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    segments = []
    for index in range(1, count):
        left, _top, width, _height, area = (int(value) for value in stats[index])
        at = float(centres[index][1] + 0.5) / scale if area / width <= _THICK * scale else -1.0
        segments.append(Segment(at, left / scale, (left + width) / scale))
    return segments, np.asarray(labels, np.int32)


def _mended(segments: list[Segment]) -> list[Segment]:
    """Pieces of one worn line as one."""
    mended: list[Segment] = []
    for segment in sorted((one for one in segments if one.at >= 0), key=lambda one: one.start):
        for index, other in enumerate(mended):
            shorter = min(segment.end - segment.start, other.end - other.start)
            if abs(other.at - segment.at) <= SNAP / 2 and segment.start - other.end <= (_HOLE if shorter >= _PIECE else _NICK):
                mended[index] = Segment(other.at, other.start, max(other.end, segment.end))
                break
        else:
            mended.append(segment)
    return mended


def _held(lines: list[Segment], across: list[Segment]) -> list[Segment]:
    """Long lines, and short ones that reach from one long line across to another."""
    posts = [line for line in across if line.end - line.start >= _LONG]
    return [
        line
        for line in lines
        if line.end - line.start >= _LONG or (_meets(line, line.start, posts) and _meets(line, line.end, posts))
    ]


def _meets(line: Segment, end: float, across: list[Segment]) -> bool:
    return any(abs(other.at - end) <= REACH and other.start - REACH <= line.at <= other.end + REACH for other in across)


def _drawn(labels: Labels, stretches: list[Segment], held: list[Segment]) -> Picture:
    """255 on the stretches that are part of a line."""
    keep = np.zeros(len(stretches) + 1, np.uint8)
    for index, one in enumerate(stretches, 1):
        if any(abs(line.at - one.at) <= SNAP and line.start <= one.start and one.end <= line.end for line in held):
            keep[index] = 255
    return np.asarray(keep[labels], np.uint8)
