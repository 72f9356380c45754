"""A sheet of pixels seen one way up: levelled and straightened, with its grids and where its lines stand; and which way up it reads best."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from jihuan.documents.readers.ocr.doubt import Judged
from jihuan.documents.readers.ocr.recogniser import Picture, Reading, Recogniser
from jihuan.documents.readers.ocr.rulings import Rulings, find_rulings
from jihuan.documents.readers.ocr.segmentation import Area, Segmenter, character_height, clean
from jihuan.documents.readers.ocr.straighten import Grey, Matrix, ink_of, levelled, quarter, rotation, skew, without_streaks
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, find_grids
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.pdf.pages import without_frames
from jihuan.documents.readers.pdf.rulings import Segment
from jihuan.documents.readers.pdf.unruled import grid_of, has_columns, region, rules

_UPRIGHT = 0.95
"""Mean probability of some lines: a sheet that reads worse may be upside down."""
_FLOWING, _ASIDE = 0.75, 0.25
"""Of the lines: fewer long ones are found on a sheet that lies on its side, by so much fewer that it is certain."""
_USUAL = 1.15
"""Times: how much more is believed that a page lies as the one before."""
_TRIED = 10
_SHORT, _LONG = 2.5, 14.0
"""Characters: lines of this length are tried."""
_COVERED = 0.12
"""Of a line: so much of it under a stamp."""
_HIDDEN, _COVERING = 0.8, 0.3
"""Of a character beside a line, and how much of it must lie under a stamp: a character may have been there."""
_WHITE, _TRACE = 220, 0.015
"""Of 255, and of the place under a stamp: no character leaves less that is darker."""
_CROWDED = 1.2
"""Points between a line and the side of its box."""
_NEAR, _LIKE_LINES = 4.0, tuple("1Il|![]iJL")
"""So near to the side, these may be what is left of a ruling that was bent."""
_NUMBERING = (".", "．", "、")
"""Behind a 1 these make it the first of several."""
_DARK = 140
"""Of 255: a single pixel that is darker may be left of a character."""
PAD = 0.22
"""Of a character: white left around a line."""


@dataclass(slots=True)
class Text:
    """A line to be read: where it stands, in which box (None: outside all), and what was read."""

    area: Area
    box: Box | None
    judged: Judged = field(default=Judged("", 0.0))
    line: Picture = field(default_factory=lambda: np.zeros((1, 1), np.uint8))
    reading: Reading = ()
    lone: bool = False
    """It was read beside a number, and so are ``line`` and ``reading``."""


class View:
    """A sheet seen one way up: levelled, with its grids and the areas of its lines."""

    def __init__(self, plain: Grey, scale: float, turns: int) -> None:
        self.scale, self.turns = scale, turns % 4
        turned = np.ascontiguousarray(np.rot90(plain.picture, turns))
        self.angle = skew(ink_of(turned))
        level = levelled(turned, self.angle)
        self.rulings: Rulings = find_rulings(level, scale)
        self.bend = self.rulings.bend
        if self.bend is not None:
            level = self.bend.straightened(level)
            self.rulings = find_rulings(level, scale)
        if self.rulings.streaks is not None:
            level = without_streaks(level, self.rulings.streaks, scale)
        self.grids = without_frames(find_grids(self.rulings.horizontal, self.rulings.vertical))
        self.stamp = None if plain.stamp is None else self._straight(plain.stamp, 0)
        self.picture: Picture = np.asarray(np.where(self.rulings.mask > 0, 255, level), np.uint8)
        ink = ink_of(self.picture)
        uncleaned = np.asarray(ink | ((self.picture < _DARK) * np.uint8(255)), np.uint8)
        ink = clean(ink, scale)
        self.segmenter = Segmenter(ink, character_height(ink, scale))
        self.texts = self._texts(ink, uncleaned)
        self.unread: list[Rect] = []
        for lines in rules(self.rulings.horizontal, self.grids):
            self._find_columns(lines)

    @property
    def back(self) -> Matrix:
        """Points of this view before it was straightened → points of the sheet as displayed."""
        height, width = self.picture.shape
        turned_from = (height, width) if self.turns % 2 else (width, height)
        there = rotation(width, height, self.angle) @ quarter(*turned_from, self.turns)
        zoom = np.diag([self.scale, self.scale, 1.0])
        return np.linalg.inv(zoom) @ np.linalg.inv(there) @ zoom

    @property
    def flow(self) -> float:
        """The share of lines that are long and part from others by white. On a sheet that lies on its side, letters make no lines."""
        em, ink = self.segmenter.em, self.segmenter.ink
        flowing = whole = 0
        for area in (text.area for text in self.texts):
            size = (area.x1 - area.x0) * (area.y1 - area.y0)
            parted = (
                not ink[area.y0 - 1 : area.y0, area.x0 : area.x1].any()
                and not ink[area.y1 : area.y1 + 1, area.x0 : area.x1].any()
            )
            flowing += size * (parted and area.x1 - area.x0 > _SHORT * em)
            whole += size
        return flowing / max(whole, 1)

    def _straight(self, picture: Picture, paper: int) -> Picture:
        """A picture of the sheet turned, levelled and straightened like this view."""
        level = levelled(np.ascontiguousarray(np.rot90(picture, self.turns)), self.angle, paper)
        return self.bend.straightened(level, paper) if self.bend else level

    def _texts(self, ink: Picture, uncleaned: Picture) -> list[Text]:
        """All lines: in boxes of grids, then outside."""
        texts, outside = [], ink.copy()
        for grid in self.grids:
            for box in grid.boxes:
                area = self._area(box.sides)
                if ink[area.y0 : area.y1, area.x0 : area.x1].any():
                    texts += [Text(line, box) for line in self.segmenter.texts(area, uncleaned)]
            sides = self._area(grid.sides)
            outside[sides.y0 : sides.y1, sides.x0 : sides.x1] = 0
        height, width = ink.shape
        around = Segmenter(outside, self.segmenter.em)
        return texts + [Text(line, None) for line in around.texts(Area(0, 0, width, height), uncleaned)]

    def _find_columns(self, lines: list[Segment]) -> None:
        """Put the texts of a table without vertical lines into a grid; ``unread`` gets its place where that is not beyond doubt."""
        outside = [text for text in self.texts if text.box is None]
        pieces = [Line("", *(side / self.scale for side in text.area)) for text in outside]
        if not has_columns(lines, pieces):
            return
        grid = grid_of(lines, pieces)
        if grid is None:
            self.unread.append(region(lines))
            return
        grid.unruled = True
        self.grids.append(grid)
        for text, piece in zip(outside, pieces, strict=True):
            text.box = grid.box_at((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)

    def _area(self, sides: Rect) -> Area:
        height, width = self.picture.shape
        x0, y0, x1, y1 = (round(side * self.scale) for side in sides)
        return Area(max(x0, 0), max(y0, 0), min(x1, width), min(y1, height))

    def is_stamped(self, area: Area) -> bool:
        """Whether a stamp lies over a line."""
        return self.stamp is not None and _share(self.stamp[area.y0 : area.y1, area.x0 : area.x1] > 0) > _COVERED

    def may_go_on(self, area: Area) -> bool:
        """Whether a stamp lies where a line begins or ends, and not all below it is white: what it hid may be gone with it."""
        if self.stamp is None:
            return False
        rows, reach = slice(area.y0, area.y1), round(_HIDDEN * self.segmenter.em)
        sides = (rows, slice(max(area.x0 - reach, 0), area.x0)), (rows, slice(area.x1, area.x1 + reach))
        return any(_share(self.stamp[side] > 0) > _COVERING and _share(self.picture[side] < _WHITE) > _TRACE for side in sides)

    def may_be_parted(self, text: Text) -> bool:
        """Whether another text stands beside it in the same box where columns of other rows part: their ruling may be worn away."""
        box = text.box
        if box is None or box.colspan < 2:
            return False
        grid = next(grid for grid in self.grids if box in grid.boxes)
        beside = [
            one.area for one in self.texts if one.box is box and one.area.y0 < text.area.y1 and text.area.y0 < one.area.y1
        ]
        left, right = text.area.x0 / self.scale, text.area.x1 / self.scale
        return any(
            right <= x <= area.x0 / self.scale or area.x1 / self.scale <= x <= left
            for x in grid.xs[box.column + 1 : box.column + box.colspan]
            for area in beside
        )

    def is_crowded(self, text: Text) -> bool:
        """Whether a streak runs through a line, or it reaches to a side of its box: what was read there may be what is left of a ruling."""
        x0, y0, x1, y1 = text.area
        if self.rulings.streaks is not None and self.rulings.streaks[y0:y1, x0:x1].any():
            return True
        if text.box is None:
            return False
        left, right = text.area.x0 / self.scale - text.box.sides.x0, text.box.sides.x1 - text.area.x1 / self.scale
        read = text.judged.text
        return (
            min(left, right) < _CROWDED
            or (left < _NEAR and read[:1] in _LIKE_LINES and read[1:2] not in _NUMBERING)
            or (right < _NEAR and read[-1:] in _LIKE_LINES)
        )

    def crop(self, area: Area, pad: float = PAD) -> Picture:
        """The picture of a line, as high as a character at least, with white around it; neighbours are left out."""
        em = self.segmenter.em
        above = max(round((em - (area.y1 - area.y0)) / 2), 0) + round(pad * em)
        beside = round((pad + 0.1) * em)
        reach = max(round(0.08 * em), 1)
        top, bottom = max(area.y0 - reach, 0), min(area.y1 + reach, self.picture.shape[0])
        left, right = max(area.x0 - reach, 0), min(area.x1 + reach, self.picture.shape[1])
        line = self.picture[top:bottom, left:right]
        edge = (max(above - reach, 0), max(above - reach, 0), max(beside - reach, 0), max(beside - reach, 0))
        return np.asarray(cv2.copyMakeBorder(line, *edge, cv2.BORDER_CONSTANT, value=(255,)), np.uint8)


def _share(marks: NDArray[np.bool_]) -> float:
    """Of an area, what is marked."""
    return float(marks.mean()) if marks.size else 0.0


def upright(plain: Grey, scale: float, model: Recogniser, usual: int) -> View:
    """The sheet the way up in which it reads best; ``usual`` is how the page before lay, and is right unless another is clearly better."""
    view = View(plain, scale, usual)
    reads = _legibility(view, model)
    if reads >= _UPRIGHT and (view.flow >= _FLOWING or len(view.texts) <= _TRIED):
        return view
    found = [(view, reads * _USUAL)]
    aside = View(plain, scale, usual + 1)
    lying = aside.flow > view.flow + _ASIDE
    if abs(aside.flow - view.flow) <= _ASIDE or lying:
        found += [(one, _legibility(one, model)) for one in (aside, View(plain, scale, usual + 3))]
    if not lying:
        over = View(plain, scale, usual + 2)
        found.append((over, _legibility(over, model)))
    return max(found, key=lambda one: (one[0].flow + _ASIDE) * one[1])[0]


def _legibility(view: View, model: Recogniser) -> float:
    """Mean probability of the characters of some lines."""
    em = view.segmenter.em
    lines = [text.area for text in view.texts if _SHORT * em <= text.area.x1 - text.area.x0 <= _LONG * em]
    lines = [line for line in lines if line.y1 - line.y0 < 1.6 * em] or lines
    step = max(len(lines) // _TRIED, 1)
    readings = model.read([view.crop(line) for line in lines[::step][:_TRIED]])
    chances = [sum(one.probability for one in reading) / len(reading) if len(reading) > 1 else 0.0 for reading in readings]
    return sum(chances) / len(chances) if chances else 0.0
