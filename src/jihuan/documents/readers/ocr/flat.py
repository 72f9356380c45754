"""Photographs of a page, seen from the side → the page as it lies flat: by the edges of the paper, then by those of its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.pictures import A4_LONG, SCALE, Sheet
from jihuan.documents.readers.ocr.recogniser import Picture

Corners = NDArray[np.float32]
"""Top left, top right, bottom right, bottom left, in pixels."""

_SMALL = 800
"""Pixels: longer side of the picture in which edges are searched."""
_PAPER, _TABLE = 0.25, 0.1
"""Of the picture: smaller quadrilaterals are no paper, no table."""
_FILLED = 0.96
"""Of a quadrilateral: so much of it the shape must fill."""
_BRIGHTER = 35
"""Of 255: paper is so much brighter than the desk it lies on."""
_MARGIN = 0.012
"""Of the picture: paper whose corner is as near to the side may go on beyond."""
_A4, _LIKE_A4 = 1.41421, 0.12
_DRAWN = 0.8
"""Of each side of a table: so much must be drawn, or the shape is not that of the table."""
_BENT = 0.35
"""Degrees by which the corners of a table may differ from right ones: a level scan."""
_MOST_BENT = 15.0


def flattened(sheet: Sheet) -> Sheet:
    """The sheet seen straight from above; as it was where nothing shows that it is not."""
    small, factor = _small(sheet.pixels, _SMALL)
    brights = list(_brights(small))
    bright = brights[-1] if brights else None
    corners = next((found for one in brights if (found := _paper(small, one)) is not None), None)
    if corners is not None:
        sheet, bright = _on_paper(sheet, corners / factor), None
    elif sheet.scale > SCALE * 1.01:
        size = round(sheet.pixels.shape[1] * SCALE / sheet.scale), round(sheet.pixels.shape[0] * SCALE / sheet.scale)
        pixels = np.asarray(cv2.resize(sheet.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        sheet = replace(sheet, pixels=pixels, scale=sheet.scale * size[0] / sheet.pixels.shape[1])
    small, factor = _small(sheet.pixels, 2 * _SMALL)
    corners = _table(small, bright)
    return sheet if corners is None else _squared(sheet, corners / factor)


def _on_paper(sheet: Sheet, corners: Corners) -> Sheet:
    """The sheet cut to its paper."""
    width, height = _sides(corners)
    ratio = max(width, height) / min(width, height)
    if abs(ratio / _A4 - 1) <= _LIKE_A4:
        ratio = _A4
    long, short = round(A4_LONG * SCALE), round(A4_LONG * SCALE / ratio)
    columns, rows = (long, short) if width > height else (short, long)
    flat = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    return _warped(sheet, corners, flat, (columns, rows), SCALE)


def _squared(sheet: Sheet, corners: Corners) -> Sheet:
    """The sheet with its table made a rectangle about the same middle."""
    width, height = _sides(corners)
    x, y = corners.mean(axis=0)
    half = np.array([width, height]) / 2
    flat = np.array([[x, y]], np.float32) + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * half
    rows, columns = sheet.pixels.shape[:2]
    return _warped(sheet, corners, flat.astype(np.float32), (columns, rows), sheet.scale)


def _warped(sheet: Sheet, corners: Corners, flat: Corners, size: tuple[int, int], scale: float) -> Sheet:
    """The sheet bent so that these corners come to lie flat."""
    there = np.asarray(cv2.getPerspectiveTransform(corners, flat), np.float64)
    pixels = cv2.warpPerspective(sheet.pixels, there, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    back = np.diag([1 / sheet.scale, 1 / sheet.scale, 1.0]) @ np.linalg.inv(there) @ np.diag([scale, scale, 1.0])
    return replace(sheet, pixels=np.asarray(pixels, np.uint8), scale=scale, back=sheet.back @ back)


def _sides(corners: Corners) -> tuple[float, float]:
    """Width and height of a quadrilateral: of its nearer, that is longer, sides."""
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(max(lengths[0], lengths[2])), float(max(lengths[1], lengths[3]))


def _brights(picture: Picture) -> Iterator[Picture]:
    """255 where a picture shows paper and not the darker ground it lies on: paper of which a part may lie in shadow, then lit paper alone."""
    smooth = cv2.GaussianBlur(cv2.dilate(picture, np.ones((7, 7), np.uint8)), (5, 5), 0)
    lit, _mask = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    darker = smooth[smooth <= lit].reshape(1, -1)
    shaded, _mask = cv2.threshold(darker, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for level in (shaded, lit):
        inside = cv2.erode(np.asarray((smooth > level) * 255, np.uint8), np.ones((7, 7), np.uint8)) > 0
        if inside.all() or not inside.any():
            continue
        if float(np.median(picture[inside])) - float(np.median(picture[~inside])) >= _BRIGHTER:
            yield np.asarray(inside * 255, np.uint8)


def _paper(small: Picture, bright: Picture) -> Corners | None:
    """The corners of a bright sheet, all of them inside the picture."""
    corners = _corners(bright, _PAPER)
    if corners is None:
        return None
    rows, columns = small.shape
    edge = _MARGIN * max(rows, columns)
    within = (corners > edge).all() and (corners[:, 0] < columns - edge).all() and (corners[:, 1] < rows - edge).all()
    return corners if within else None


def _table(small: Picture, bright: Picture | None) -> Corners | None:
    """The corners of the largest ruled table, if they are not right ones."""
    ink: Picture = np.asarray(
        cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12), np.uint8
    )
    ink = np.asarray(cv2.dilate(ink, np.ones((3, 3), np.uint8)), np.uint8)
    if bright is not None:
        ink = np.minimum(ink, cv2.erode(cv2.resize(bright, small.shape[::-1]), np.ones((15, 15), np.uint8)))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[1:, cv2.CC_STAT_HEIGHT]))
    corners = _corners(np.asarray((labels == largest) * 255, np.uint8), _TABLE)
    if corners is None or not _BENT < _bent(corners) < _MOST_BENT:
        return None
    return (
        corners
        if all(_inked(ink, *side) >= _DRAWN for side in zip(corners, np.roll(corners, -1, axis=0), strict=True))
        else None
    )


def _inked(ink: NDArray[np.uint8], start: Corners, end: Corners) -> float:
    """Of a straight side, how much is drawn."""
    wide = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    steps = np.linspace(0.02, 0.98, 200)[:, None]
    columns, rows = np.rint(start + (end - start) * steps).astype(int).T
    seen = wide[rows.clip(0, wide.shape[0] - 1), columns.clip(0, wide.shape[1] - 1)]
    return float((seen > 0).mean())


def _bent(corners: Corners) -> float:
    """Degrees by which the worst corner differs from a right one."""
    ahead = np.roll(corners, -1, axis=0) - corners
    back = np.roll(ahead, 1, axis=0)
    cosines = (ahead * back).sum(axis=1) / np.linalg.norm(ahead, axis=1) / np.linalg.norm(back, axis=1)
    return float(np.degrees(np.arcsin(np.abs(cosines).max())))


def _corners(shape: Picture, least: float) -> Corners | None:
    """The corners of a shape that is nearly a quadrilateral and covers ``least`` of the picture."""
    contours, _tree = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=lambda one: cv2.contourArea(cv2.convexHull(one))))
    area = cv2.contourArea(hull)
    if area < least * shape.size:
        return None
    for share in (0.01, 0.02, 0.03, 0.05):
        rough = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
        if len(rough) == 4:
            break
    else:
        return None
    corners = _fitted(_ordered(rough.reshape(4, 2).astype(np.float32)), hull.reshape(-1, 2).astype(np.float32))
    if corners is None or min(area, quadrilateral := cv2.contourArea(corners)) < _FILLED * max(area, quadrilateral):
        return None
    return corners


def _ordered(points: Corners) -> Corners:
    """Four points clockwise from the top left one."""
    x, y = (points - points.mean(axis=0)).T
    points = points[np.argsort(np.arctan2(y, x))]
    return np.roll(points, -int(np.argmin(points.sum(axis=1))), axis=0)


def _fitted(corners: Corners, outline: Corners) -> Corners | None:
    """The corners where straight lines through the four sides of an outline meet: rounded and dog-eared corners do not matter."""
    sides = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = end - start
        length = float(np.linalg.norm(along))
        if length < 10:
            return None
        ahead = (outline - start) @ along / length**2
        aside = np.abs((outline - start) @ np.array([-along[1], along[0]]) / length)
        near = outline[(ahead > 0.02) & (ahead < 0.98) & (aside < 0.01 * length)]
        near = near if len(near) >= 2 else np.array([start, end])
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        sides.append((np.array([x, y]), np.array([vx, vy])))
    found = []
    for (point, way), (other, across) in zip([sides[-1], *sides[:-1]], sides, strict=True):
        turn = way[0] * across[1] - way[1] * across[0]
        if abs(turn) < 0.2:
            return None
        gap = other - point
        found.append(point + way * (gap[0] * across[1] - gap[1] * across[0]) / turn)
    return np.array(found, np.float32)


def _small(pixels: NDArray[np.uint8], longest: int) -> tuple[Picture, float]:
    """In grey, its longer side no longer than this; and how much smaller it is."""
    factor = min(longest / max(pixels.shape[:2]), 1.0)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8), factor
