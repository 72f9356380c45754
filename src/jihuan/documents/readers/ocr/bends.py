"""Paper that does not lie flat draws its rulings as curves. The curves of all rulings together say how to pull a sheet straight.

How far each point is to be moved is a smooth surface, one for each direction, found so that every ruling comes to run level or upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.recogniser import Picture

Numbers = NDArray[np.float64]

_LEAST = 1.0
"""Points: rulings that leave their level by less are straight."""
_BETTER = 0.4
"""Of their unevenness: straightened rulings have no more left, or they were none."""
_FEW = 3
"""Rulings: with fewer nothing is certain."""
_ALONG, _ACROSS = 4, 2
"""Degrees of the surface along the rulings and across them."""
_EVERY = 16
"""Pixels: the surface is computed so closely and is even between."""
_ROUNDS = 4
"""Of looking for the point that comes to lie at a place."""


class Course(NamedTuple):
    """A ruling as drawn: places along its direction, and how far across it runs there, in pixels."""

    along: Numbers
    across: Numbers


@dataclass(frozen=True, slots=True)
class _Surface:
    """How far points are moved across the rulings of one direction: a polynomial inside the table, the same as at its edge outside."""

    factors: Numbers
    middle: tuple[float, float]
    half: tuple[float, float]

    def at(self, along: Numbers, across: Numbers) -> Numbers:
        return np.asarray(_powers(self._own(along, 0), self._own(across, 1)) @ self.factors, np.float64)

    def _own(self, places: Numbers, way: int) -> Numbers:
        return np.clip((places - self.middle[way]) / self.half[way], -1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Bend:
    """How a sheet is bent. ``down`` moves its points along the y axis, ``right`` along the x axis."""

    down: _Surface | None
    right: _Surface | None

    def before(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Where points of the straightened sheet were, in pixels."""
        was_x, was_y = x, y
        for _round in range(_ROUNDS):
            moved_x = self.right.at(was_y, was_x) if self.right else 0.0
            moved_y = self.down.at(was_x, was_y) if self.down else 0.0
            was_x, was_y = x - moved_x, y - moved_y
        return was_x, was_y

    def straightened(self, picture: Picture, paper: int = 255) -> Picture:
        """The picture with its rulings straight, on ``paper``."""
        height, width = picture.shape
        x, y = np.meshgrid(np.arange(0.0, width + _EVERY, _EVERY), np.arange(0.0, height + _EVERY, _EVERY))
        was = self.before(x, y)
        to = np.array([[1 / _EVERY, 0, 0], [0, 1 / _EVERY, 0]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        map_x, map_y = (cv2.warpAffine(one.astype(np.float32), to, (width, height), flags=flags) for one in was)
        straight = cv2.remap(picture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,))
        return np.asarray(straight, np.uint8)


def course(along: NDArray[np.intp], across: NDArray[np.intp]) -> Course:
    """The course of a ruling with these pixels."""
    part = (along - along.min()) // _EVERY
    counts = np.maximum(np.bincount(part), 1)
    return Course(np.bincount(part, along) / counts, np.bincount(part, across) / counts)


def find_bend(rows: Sequence[Course], columns: Sequence[Course], scale: float) -> Bend | None:
    """How a sheet is bent whose rulings run so; None where they are straight, or agree on nothing."""
    down, right = _surface(rows, scale), _surface(columns, scale)
    return Bend(down, right) if down or right else None


def _surface(courses: Sequence[Course], scale: float) -> _Surface | None:
    """The surface that makes all courses straight, but for those that it does not fit."""
    before = _unevenness(courses)
    if len(courses) < _FEW or max(before) < _LEAST * scale:
        return None
    surface = _fitted(courses)
    left = _unevenness(_moved(courses, surface))
    fitting = [course for course, rest in zip(courses, left, strict=True) if rest <= _LEAST * scale]
    if _FEW <= len(fitting) < len(courses):
        surface = _fitted(fitting)
    elif len(fitting) < _FEW:
        return None
    fitted = _unevenness(_moved(fitting, surface))
    return surface if sum(fitted) <= _BETTER * sum(_unevenness(fitting)) else None


def _unevenness(courses: Sequence[Course]) -> list[float]:
    """How far each course leaves its level."""
    return [float(np.ptp(course.across)) for course in courses]


def _moved(courses: Sequence[Course], surface: _Surface) -> list[Course]:
    return [Course(one.along, one.across + surface.at(one.along, one.across)) for one in courses]


def _fitted(courses: Sequence[Course]) -> _Surface:
    """The surface that brings all points of a course to one level, whichever it is."""
    along, across = (np.concatenate([course[way] for course in courses]) for way in (0, 1))
    middle = (float(along.max() + along.min()) / 2, float(across.max() + across.min()) / 2)
    half = (max(float(np.ptp(along)) / 2, 1.0), max(float(np.ptp(across)) / 2, 1.0))
    powers = _powers((along - middle[0]) / half[0], (across - middle[1]) / half[1])
    sides, lines, start = across.copy(), powers.copy(), 0
    for course in courses:  # the level of each course is free
        part = slice(start, start + len(course.along))
        sides[part] -= sides[part].mean()
        lines[part] -= lines[part].mean(axis=0)
        start = part.stop
    held = np.eye(powers.shape[1]) * 1e-3 * np.sqrt(len(along))
    factors = np.linalg.lstsq(np.vstack([lines, held]), np.concatenate([-sides, np.zeros(len(held))]), rcond=None)[0]
    return _Surface(np.asarray(factors, np.float64), middle, half)


def _powers(along: Numbers, across: Numbers) -> Numbers:
    return np.stack([along**a * across**b for a in range(1, _ALONG + 1) for b in range(_ACROSS + 1)], axis=-1)
