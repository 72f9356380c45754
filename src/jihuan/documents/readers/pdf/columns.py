"""Running text in two columns: the gutter between them."""

from __future__ import annotations

from jihuan.documents.readers.pdf.lines import Line

_FEWEST = 6
"""Printed lines on either side."""
_LONG = 0.2
"""Of the width of the page: shorter lines say nothing."""
_MOST = 0.8
_NARROWEST = 6.0


def gutter(lines: list[Line], width: float) -> float | None:
    """The middle of the white between two columns of running text; None where the page has one column."""
    long = [line for line in lines if line.x1 - line.x0 > _LONG * width]
    left, right = ([line for line in long if line.x1 < 0.55 * width], [line for line in long if line.x0 > 0.45 * width])
    if min(len(left), len(right)) < _FEWEST or len(left) + len(right) < _MOST * len(long):
        return None
    end, start = max(line.x1 for line in left), min(line.x0 for line in right)
    full = sum(end - line.x1 < 2 * line.em for line in left)
    beside = sum(any(line.y0 < other.y1 and other.y0 < line.y1 for other in right) for line in left)
    running = start - end > _NARROWEST and 2 * full > len(left) and beside >= _FEWEST
    return (end + start) / 2 if running else None
