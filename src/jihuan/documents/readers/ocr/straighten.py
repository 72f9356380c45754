"""Pixels made fit to read: grey without shadows and red stamps, black ink, and lines that run level, on ``paper``."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.recogniser import Picture

_RED = 45
"""Brighter in red than in grey by this: the ink of a stamp."""
_REDDISH = 20
"""Likewise: the edge of a stamp."""
_PALE = 0.55
"""Between the brightness of letters and that of a stamp, in red: what is brighter is not black."""
_STAMP = 0.0005
"""Of the sheet: so much red is a stamp."""
_STEEPEST = 8.0
"""Degrees by which a sheet may lie askew."""
_STRAIGHT = 0.04
"""Degrees: not worth turning."""
_SMALL = 900
"""Pixels: longer side of the picture in which the skew is searched."""

Matrix = NDArray[np.float64]


class Grey(NamedTuple):
    """A sheet in grey on white, and where red was taken out (None: nowhere)."""

    picture: Picture
    stamp: Picture | None


def grey(pixels: NDArray[np.uint8]) -> Grey:
    """Grey pixels: red ink vanishes, shadows and coloured paper become white."""
    luminance = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    red = pixels[:, :, 0]
    surplus = np.asarray(cv2.subtract(red, luminance), np.uint8)
    stamped = int(np.count_nonzero(surplus > _RED)) > _STAMP * luminance.size
    if not stamped:
        return Grey(_even(luminance), None)
    near = cv2.dilate(np.asarray(surplus > _REDDISH, np.uint8), np.ones((5, 5), np.uint8)) > 0
    black = 0.0 if near.all() else float(np.percentile(luminance[~near], 1))
    pale = black + _PALE * (float(np.median(red[surplus > _RED])) - black)
    bright = (red.astype(np.float32) - black) * (255 / max(pale - black, 1))
    return Grey(
        _even(np.where(near, np.maximum(np.clip(bright, 0, 255).astype(np.uint8), luminance), luminance)),
        np.asarray(near * 255, np.uint8),
    )


def _even(picture: Picture) -> Picture:
    """The picture with its background made white: what is dark over wide areas is shadow."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    wide = cv2.dilate(small, np.ones((5, 5), np.uint8))
    background = cv2.resize(cv2.medianBlur(wide, 21), (width, height), interpolation=cv2.INTER_LINEAR)
    flat = np.asarray(cv2.divide(picture, np.maximum(background, 1), scale=255), np.uint8)
    dark = float(np.percentile(flat, 1))
    if dark > 60:  # pale print: stretched to black
        flat = np.asarray(cv2.convertScaleAbs(flat, alpha=255 / (255 - dark + 30), beta=-255 * (dark - 30) / (255 - dark + 30)))
    return flat


def ink_of(picture: Picture) -> Picture:
    """255 where there is ink."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    level, _mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _level, mask = cv2.threshold(smooth, min(max(level, 110), 190), 255, cv2.THRESH_BINARY_INV)
    return np.asarray(mask, np.uint8)


def skew(ink: Picture) -> float:
    """Degrees (clockwise) by which the lines of a sheet fall."""
    factor = min(_SMALL / max(ink.shape), 1.0)
    small = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    angle, step, reach = 0.0, 0.5, _STEEPEST
    while step > 0.03:
        angles = angle + np.arange(-reach, reach + step / 2, step)
        angle = float(angles[int(np.argmax([_levelness(small, float(one)) for one in angles]))])
        reach, step = step, step / 4
    return angle if abs(angle) > _STRAIGHT else 0.0


def _levelness(ink: Picture, angle: float) -> float:
    """How sharply rows of ink and of white alternate when the picture is turned back."""
    height, width = ink.shape
    turned = cv2.warpAffine(ink, rotation(width, height, angle)[:2], (width, height), flags=cv2.INTER_LINEAR)
    rows = np.asarray(turned, np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def rotation(width: int, height: int, angle: float) -> Matrix:
    """The 3 × 3 map from a sheet that falls by ``angle`` to the level one, about its middle."""
    flat = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.vstack([flat, [0.0, 0.0, 1.0]])


def quarter(width: int, height: int, turns: int) -> Matrix:
    """The 3 × 3 map that turns a sheet by quarters, counter-clockwise like ``numpy.rot90``."""
    moves = (
        [[1, 0, 0], [0, 1, 0]],
        [[0, 1, 0], [-1, 0, width]],
        [[-1, 0, width], [0, -1, height]],
        [[0, -1, height], [1, 0, 0]],
    )
    return np.array([*moves[turns % 4], [0, 0, 1]], np.float64)


def levelled(picture: Picture, angle: float, paper: int = 255) -> Picture:
    """The picture turned so that lines which fall by ``angle`` run level, on ``paper``."""
    if not angle:
        return picture
    height, width = picture.shape
    matrix = rotation(width, height, angle)[:2]
    turned = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return np.asarray(turned, np.uint8)
