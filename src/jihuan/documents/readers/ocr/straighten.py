"""Pixels made fit to read: grey without shadows and red stamps, black ink, and lines that run level, on ``paper``."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.recogniser import Picture

_REDS = ((45, 20, 0.55), (16, 9, 0.68))
"""Brighter in red than in grey, compared with the paper, by this: the ink and the edge of a stamp, of a strong one and of a pale one.

Between the brightness of letters and that of the stamp, in red: what is brighter is not black.
"""
_COLOURED = 5.0
"""Times the spread of colours on the sheet: what is no redder is not ink."""
_STAMP = 0.0005
"""Of the sheet: so much red is a stamp."""
_PAPER, _BLANK = 225, 0.0005
"""Of 255: what is brighter is paper; of the sheet: less ink than this is dirt."""
_BLACK, _PALE = 60, 200
"""Of 255: print so dark is left as it is; what is all paler is no print, but that of the other side shining through."""
_STEEPEST = 8.0
"""Degrees by which a sheet may lie askew."""
_STRAIGHT = 0.04
"""Degrees: not worth turning."""
_NOISY, _CALM = 4.0, 1.3
"""Grey levels of noise that is taken out, and how thoroughly."""
_SMALL = 900
"""Pixels: longer side of the picture in which the skew is searched."""

_UNFOLDED, _BROAD = 60.0, 5.0
"""Points: no row of letters is dark without white so far; rulings are less broad, folds broader."""
_UNBROKEN, _OPAQUE = 16.0, 110
"""Points: letters are not so high that a streak is dark all that way; of 255: a darker streak hides them."""

Matrix = NDArray[np.float64]


class Grey(NamedTuple):
    """A sheet in grey on white, and where red was taken out (None: nowhere)."""

    picture: Picture
    stamp: Picture | None


def grey(pixels: NDArray[np.uint8], scale: float) -> Grey:
    """Grey pixels: red ink vanishes, shadows, folds and coloured paper become white, noise is taken out."""
    luminance = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    red = np.ascontiguousarray(pixels[:, :, 0])
    stamp = _stamp(np.asarray(cv2.subtract(red, luminance), np.uint8))
    noise = noise_of(luminance)
    luminance = _calm(luminance, noise)
    if stamp is None:
        return Grey(_deep(_unfolded(_even(luminance, _background(luminance)), scale)), None)
    ink, near, share = stamp
    red = _calm(red, noise)
    background = _background(red)  # in red light a stamp is nearly as bright as paper
    whiter = 1.0 if near.all() else float(np.median(red[~near])) / max(float(np.median(luminance[~near])), 1.0)
    plain = _even(np.asarray(cv2.convertScaleAbs(luminance, alpha=whiter), np.uint8), background)
    light = _even(red, background)
    black = 0.0 if near.all() else float(np.percentile(plain[~near], 1))
    pale = black + share * (float(np.median(light[ink])) - black)
    bright = np.clip((light.astype(np.float32) - black) * (255 / max(pale - black, 1)), 0, 255).astype(np.uint8)
    without = np.where(near, np.maximum(bright, plain), plain)
    return Grey(_deep(_unfolded(without, scale)), np.asarray(near * 255, np.uint8))


def _stamp(surplus: Picture) -> tuple[NDArray[np.bool_], NDArray[np.bool_], float] | None:
    """Where the ink of stamps is, where it may be, and how bright is not black, on a sheet so much brighter in red than in grey."""
    counts = np.bincount(surplus.ravel(), minlength=256).cumsum()
    paper, common = (int(np.searchsorted(counts, part * surplus.size)) for part in (0.5, 0.9))
    for ink, edge, share in _REDS:
        if ink < _COLOURED * (common - paper):
            continue
        inked = surplus > paper + ink
        if int(np.count_nonzero(inked)) > _STAMP * surplus.size:
            near = cv2.dilate(np.asarray(surplus > paper + edge, np.uint8), np.ones((5, 5), np.uint8)) > 0
            return inked, near, share
    return None


def _background(picture: Picture) -> Picture:
    """How bright the paper is: what is dark over wide areas is shadow."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(width // 8, 1), max(height // 8, 1)), interpolation=cv2.INTER_AREA)
    wide = cv2.dilate(small, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.resize(cv2.medianBlur(wide, 21), (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _even(picture: Picture, background: Picture) -> Picture:
    """The picture with its background made white."""
    return np.asarray(cv2.divide(picture, np.maximum(background, 1), scale=255), np.uint8)


def _unfolded(picture: Picture, scale: float) -> Picture:
    """The picture without the soft shade of folds: what is dark all along over the breadth of several rulings."""
    long, broad = round(_UNFOLDED * scale), round(_BROAD * scale)
    for along, across in (((long, 1), (1, broad)), ((1, long), (broad, 1))):
        paper = cv2.dilate(cv2.blur(picture, (3, 3)), np.ones(along[::-1], np.uint8))
        paper = cv2.morphologyEx(paper, cv2.MORPH_CLOSE, np.ones(across[::-1], np.uint8))
        picture = _even(picture, np.asarray(paper, np.uint8))
    return picture


def _deep(picture: Picture) -> Picture:
    """The picture with pale print stretched to black."""
    ink = picture[picture < _PAPER]
    dark = float(np.percentile(ink, 20)) if len(ink) > _BLANK * picture.size else 0.0
    if not _BLACK < dark < _PALE:
        return picture
    factor = 255 / (255 - dark + 30)
    return np.asarray(cv2.convertScaleAbs(picture, alpha=factor, beta=-factor * (dark - 30)), np.uint8)


def _calm(picture: Picture, noise: float) -> Picture:
    """The picture without noise, if there is much of it."""
    return picture if noise < _NOISY else np.asarray(cv2.fastNlMeansDenoising(picture, None, _CALM * noise, 5, 11), np.uint8)


def without_streaks(picture: Picture, streaks: Picture, scale: float) -> Picture:
    """The picture with the shade of upright or level ``streaks`` taken from what it lies on, and opaque ones closed."""
    long = round(_UNBROKEN * scale)
    upright = np.count_nonzero(streaks.any(axis=0)) < np.count_nonzero(streaks.any(axis=1))
    size = (1, long) if upright else (long, 1)
    shade = cv2.blur(cv2.dilate(picture, np.ones(size[::-1], np.uint8)), size)
    clear = np.where(streaks > 0, _even(picture, np.asarray(shade, np.uint8)), picture)
    opaque = np.asarray((streaks > 0) & (shade < _OPAQUE), np.uint8)
    return np.asarray(cv2.inpaint(clear, opaque, 3, cv2.INPAINT_TELEA) if opaque.any() else clear, np.uint8)


def noise_of(picture: Picture) -> float:
    """How far neighbouring pixels differ for no reason, in grey levels (standard deviation)."""
    return 1.48 * float(np.median(cv2.absdiff(picture, cv2.medianBlur(picture, 5))))


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
