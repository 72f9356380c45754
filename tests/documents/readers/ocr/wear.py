"""What copiers and cameras do to a printed page, with fixed seeds."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.documents.readers.ocr.paper import Pixels, drawn

Values = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Wear:
    """What befalls a page: degrees of skew, noise and blur in grey levels and pixels, contrast, JPEG quality, grey paper, stamp, turns.

    ``tilt`` makes a photograph of it: the page on a dark desk, seen askew by so much of its size, and ``shadow`` on it, or that of a ``hand``;
    paper that does not lie flat is drawn down by so much of its height at most (``bulge``).
    ``streaks`` are what dirt on the glass draws down the page; ``bilevel`` knows black and white alone.
    """

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    contrast: float = 1.0
    jpeg: int = 90
    grey: int = 255
    stamp: int = 0
    shadow: bool = False
    turns: int = 0
    tilt: float = 0.0
    worn_lines: bool = False
    streaks: int = 0
    hand: bool = False
    bulge: float = 0.0
    bilevel: bool = False


CLEAN = {"200 dpi": Wear(), "300 dpi": Wear(dpi=300, jpeg=95)}
USUAL = {
    "倾斜 1.5°，噪声": Wear(skew=1.5, noise=8),
    "150 dpi，模糊，JPEG 60": Wear(dpi=150, skew=-0.7, blur=0.7, noise=4, jpeg=60),
    "浅淡": Wear(contrast=0.5, noise=6, skew=0.4),
    "印章": Wear(stamp=2, jpeg=70, noise=5),
    "玻璃上的脏点拉出竖线": Wear(streaks=2, noise=5, jpeg=75),
    "只有黑白两色": Wear(bilevel=True, noise=10, blur=0.6, skew=-0.6),
}
POOR = {
    "150 dpi，样样都有": Wear(dpi=150, skew=1.5, noise=15, blur=1.0, contrast=0.6, jpeg=40, stamp=2, grey=225),
    "200 dpi，灰底，印章压字": Wear(dpi=200, skew=-2.0, noise=12, blur=1.0, contrast=0.65, jpeg=40, stamp=3, grey=210),
    "细框线断开": Wear(dpi=150, skew=0.8, noise=10, blur=0.6, contrast=0.7, jpeg=50, worn_lines=True),
}
WORST = {
    "更重的噪声和模糊，灰底，印章压字": Wear(dpi=200, skew=-2.0, noise=20, blur=1.3, contrast=0.6, jpeg=35, stamp=3, grey=205)
}
PHOTO = {
    "斜拍，阴影": Wear(tilt=0.06, shadow=True, noise=4, blur=0.6, jpeg=80),
    "斜拍，横放，灰纸": Wear(tilt=0.1, skew=6.0, noise=6, blur=0.8, jpeg=70, grey=225, turns=1),
    "斜拍，手的影子盖住半页": Wear(tilt=0.1, hand=True, noise=4, blur=0.7, jpeg=75),
    "纸不平，有影子": Wear(tilt=0.04, bulge=0.015, hand=True, noise=4, blur=0.7, jpeg=75),
}
CLASSES = {"清晰": CLEAN, "常见": USUAL, "很差": POOR, "极差": WORST, "照片": PHOTO}


def worn(page: Pixels, wear: Wear, seed: int = 5) -> Pixels:
    """A page after what befell it."""
    random = np.random.default_rng(seed)
    height, width = page.shape[:2]
    if wear.worn_lines:
        page = _scratched(page, random)
    if wear.stamp:
        page = np.minimum(page, _stamps(page, wear, random))
    values = 255 - (255 - page.astype(np.float32)) * wear.contrast
    values *= wear.grey / 255
    for x in random.integers(width // 10, width * 9 // 10, wear.streaks):
        values[:, x : x + 1] *= 0.7
    if wear.grey < 255:
        clouds = cv2.resize(random.normal(1, 0.03, (12, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        values *= clouds[:, :, None]
    if wear.tilt:
        values = _on_desk(values, wear, random)
    elif wear.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1)
        values = cv2.warpAffine(values, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(wear.grey,) * 3)
    height, width = values.shape[:2]
    if wear.blur:
        values = cv2.GaussianBlur(values, (0, 0), wear.blur * wear.dpi / 200)
    values *= _light(wear, width, height)[:, :, None]
    if wear.noise:
        values = values + random.normal(0, wear.noise, (height, width))[:, :, None]
    if wear.bilevel:
        values = np.where(values < 150, 0, 255)
    return np.ascontiguousarray(np.rot90(np.clip(values, 0, 255).astype(np.uint8), wear.turns))


def _light(wear: Wear, width: int, height: int) -> NDArray[np.float64]:
    """How much light falls on each pixel."""
    across, down = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    light = np.ones((height, width))
    if wear.shadow:
        light *= (1 - 0.4 * across) * (1 - 0.15 * down)
    if wear.hand:
        light *= 1 - 0.4 / (1 + np.exp((0.75 - across - 0.5 * down) / 0.03))
    return light


def _scratched(page: Pixels, random: np.random.Generator) -> Pixels:
    """The page with white nicks, as a worn drum leaves them: lines are interrupted by about a millimetre."""
    over = page.copy()
    height, width = page.shape[:2]
    for _ in range(120):
        x, y = int(random.integers(width)), int(random.integers(height))
        long = int(random.integers(width // 300, width // 150))
        if random.random() < 0.5:
            over[y : y + 2, x : x + long] = 255
        else:
            over[y : y + long, x : x + 2] = 255
    dark = over[:, :, 0] < 128
    across = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, width // 40), np.uint8))
    down = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((width // 40, 1), np.uint8))
    cell = max(width // 180, 4)
    holes = random.random((height // cell + 1, width // cell + 1)) < 0.12
    hole = np.kron(holes, np.ones((cell, cell), np.bool_))[:height, :width]
    over[((across | down) > 0) & hole] = 255
    return over


def _stamps(page: Pixels, wear: Wear, random: np.random.Generator) -> Pixels:
    """The page with round stamps with a star on them, in red."""
    height, width = page.shape[:2]
    over, red, radius = page.copy(), (220, 40, 40), round(0.8 * wear.dpi)
    for _ in range(wear.stamp):
        x, y = round(width * random.uniform(0.3, 0.8)), round(height * random.uniform(0.3, 0.8))
        cv2.circle(over, (x, y), radius, red, max(wear.dpi // 40, 3))
        tips = [
            (x + 0.45 * radius * math.sin(k * 0.8 * math.pi), y - 0.45 * radius * math.cos(k * 0.8 * math.pi)) for k in range(5)
        ]
        cv2.fillPoly(over, [np.array(tips, np.int32)], red)
    return over


def _on_desk(page: Values, wear: Wear, random: np.random.Generator) -> Values:
    """The page as a camera sees it from the side, on a desk of dark wood."""
    height, width = page.shape[:2]
    margin = round(0.08 * width)
    size = width + 2 * margin, height + 2 * margin
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 0.92)
    seen = corners @ turn[:, :2].T + turn[:, 2] + margin
    seen += (random.uniform(-1, 1, (4, 2)) * wear.tilt * np.array([width, height]) / 2).astype(np.float32)
    wood = random.normal(85, 12, (size[1] // 4 + 1, 1)) + random.normal(0, 4, (size[1] // 4 + 1, size[0] // 4 + 1))
    desk = cv2.resize(wood.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)[:, :, None] * np.array([1.0, 0.8, 0.6])
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    there = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[:, :, None]
    view = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_LINEAR)
    return bulging(np.asarray(view * there + desk * (1 - there), np.float32), wear.bulge)


def bulging(page: Values, height: float) -> Values:
    """A page that rises towards the camera in the middle and more at the left, as by the spine of a folder; up by so much of its height."""
    if not height:
        return page
    rows, columns = page.shape[:2]
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    rise = height * rows * (0.6 * np.sin(math.pi * x / columns) + 0.4 * np.exp(-5 * x / columns)) * (0.7 + 0.3 * y / rows)
    aside = 0.3 * height * columns * np.sin(math.pi * y / rows) * x / columns
    bent = cv2.remap(page, x + aside, y + rise, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bent, page.dtype)


def picture(page: Pixels, dpi: int = 200, quality: int = 90, kind: str = "JPEG", **more: object) -> bytes:
    """The pixels as an image file; ``dpi`` 0 says nothing of it."""
    out = io.BytesIO()
    if dpi:
        more["dpi"] = dpi, dpi
    Image.fromarray(page).save(out, kind, quality=quality, **more)
    return out.getvalue()


def photographed(pdf: bytes, wear: Wear, seed: int = 5) -> bytes:
    """The photograph of the first page of a PDF."""
    return picture(worn(drawn(pdf, wear.dpi)[0], wear, seed), 0, wear.jpeg)


def scanned(pdf: bytes, wear: Wear, seed: int = 5) -> bytes:
    """The PDF that a copier makes of a printed PDF."""
    pages = [picture(worn(page, wear, seed + at), wear.dpi, wear.jpeg) for at, page in enumerate(drawn(pdf, wear.dpi))]
    images = [Image.open(io.BytesIO(page)) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=wear.dpi, quality=wear.jpeg)
    return out.getvalue()
