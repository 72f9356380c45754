"""Shapes on a displayed page: points from its top left corner, x to the right, y downwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Rect(NamedTuple):
    """A box with its left, top, right and bottom side."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in its own coordinates (x to the right, y upwards) and the turn with which it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int = 0

    @property
    def width(self) -> float:
        """Width as displayed."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height as displayed."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    def shown(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """The box of page coordinates as it is displayed."""
        turns = self.quarter_turns
        if turns == 0:
            return Rect(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if turns == 1:
            return Rect(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if turns == 2:
            return Rect(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Rect(self.top - top, self.right - right, self.top - bottom, self.right - left)
