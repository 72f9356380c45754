"""Runs of text → printed lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jihuan.core.document import Place
from jihuan.documents.readers.pdf.geometry import Rect, Run

_TOKEN = re.compile(r"[《“‘（【〔「(\[]*(?:[!-\u10ff]+|[\u1100-\uffff])[，。；：、！？）》”’】〕」]*")
_SPACE = 0.15
"""Of the height of a line: a wider gap between two runs is a space."""


class Line(NamedTuple):
    """A printed line and its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def em(self) -> float:
        """Width of a Chinese character of this line, estimated from the line's own width."""
        return (self.x1 - self.x0) / max(measure(self.text), 0.5)


def measure(text: str) -> float:
    """Width of a text in Chinese characters: 1 for a wide character (three bytes of UTF-8), a half for others."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 4


def first_token(text: str) -> str:
    """What a line break could not have parted from the start of a line: one 汉字 or Latin word, with its brackets."""
    match = _TOKEN.match(text)
    return match.group() if match else text[:1]


def to_lines(runs: Iterable[Run]) -> list[Line]:
    """Printed lines from top to bottom: runs beside each other are one line, from left to right."""
    runs = list(runs)
    if len(runs) < 2:
        return [Line(*run) for run in runs]
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.y0 + run.y1):
        if lines and _beside(lines[-1], run):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_line(line) for line in lines]


def _beside(line: list[Run], run: Run) -> bool:
    """Whether a run stands on a line: the middle of the lower one lies within the height of the other one."""
    middle = (run.y0 + run.y1) / 2
    for other in line:
        if other.y0 < middle < other.y1 or run.y0 < (other.y0 + other.y1) / 2 < run.y1:
            return min(other.x1, run.x1) - max(other.x0, run.x0) < 0.5 * min(other.x1 - other.x0, run.x1 - run.x0)
    return False


def _line(runs: list[Run]) -> Line:
    runs.sort(key=lambda run: run.x0)
    first = runs[0]
    if len(runs) == 1:
        return Line(*first)
    text, x1, height = first.text, first.x1, max(run.y1 - run.y0 for run in runs)
    for run in runs[1:]:
        text += (" " if run.x0 - x1 > _SPACE * height else "") + run.text
        x1 = max(x1, run.x1)
    return Line(text, first.x0, min(run.y0 for run in runs), x1, max(run.y1 for run in runs))


def around(boxes: Iterable[Rect | Line | Run]) -> Rect:
    """The box around boxes."""
    sides = [(box.x0, box.y0, box.x1, box.y1) for box in boxes]
    x0, y0, x1, y1 = zip(*sides, strict=True)
    return Rect(min(x0), min(y0), max(x1), max(y1))


def place_of(page: int, box: Rect) -> Place:
    """A box on a page as the place of a value."""
    x0, y0, x1, y1 = box
    return Place(page=page, bbox=(round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
