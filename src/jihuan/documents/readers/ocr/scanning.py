"""A sheet of pixels → the page content that the PDF reader works with, and how sure every line of it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from jihuan.documents.layout import SURE
from jihuan.documents.readers import limits
from jihuan.documents.readers.ocr.doubt import Judged, agreed, in_doubt, judge
from jihuan.documents.readers.ocr.flat import flattened
from jihuan.documents.readers.ocr.lone import LIKELY, Number, is_lone, is_number, read_beside
from jihuan.documents.readers.ocr.pictures import Sheet
from jihuan.documents.readers.ocr.recogniser import Picture, Reading, Recogniser
from jihuan.documents.readers.ocr.rulings import Rulings, find_rulings
from jihuan.documents.readers.ocr.segmentation import Area, Segmenter, character_height, clean
from jihuan.documents.readers.ocr.signs import doubted
from jihuan.documents.readers.ocr.straighten import Grey, Matrix, grey, ink_of, levelled, quarter, rotation, skew
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box, Grid, find_grids
from jihuan.documents.readers.pdf.lines import Line, to_lines
from jihuan.documents.readers.pdf.pages import PageContent, without_frames

_UPRIGHT = 0.95
"""Mean probability of some lines: a sheet that reads worse may be upside down."""
_FLOWING, _ASIDE = 0.75, 0.25
"""Of the lines: fewer long ones are found on a sheet that lies on its side, by so much fewer that it is certain."""
_USUAL = 1.15
"""Times: how much more is believed that a page lies as the one before."""
_TRIED = 10
_SHORT, _LONG = 2.5, 14.0
"""Characters: lines of this length are tried."""
_STRETCH = 0.03
_SHIFT = 40.0
"""Points: pages lie no further apart on the copier."""
_COVERED = 0.12
"""Of a line: so much of it under a stamp."""
_UNDER_STAMP, _SURE_UNDER_STAMP = 0.6, 0.99
"""Confidence of a line under a stamp, unless it reads very well."""
_HIDDEN, _COVERING = 0.8, 0.3
"""Of a character beside a line, and how much of it must lie under a stamp: a character may have been there."""
_CROWDED = 1.2
"""Points between a line and the side of its box."""
_NEAR, _LIKE_LINES = 4.0, tuple("1Il|![]iJL")
"""So near to the side, these may be what is left of a ruling that was bent."""
_NUMBERING = (".", "．", "、")
"""Behind a 1 these make it the first of several."""
_LONE = 1.3
"""Of a character: a wider text is no lone sign."""
_DASH = (0.25, 0.55)
"""Of a character: a dash is no higher and no narrower."""
_PAD = 0.22
"""Of a character: white left around a line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure the text at a place is; the place in points of the straightened sheet."""

    box: Rect
    confidence: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A sheet as read. ``back`` maps points of the straightened sheet to the sheet as displayed."""

    content: PageContent
    width: float
    height: float
    back: Matrix
    marks: list[Mark]
    turns: int
    stamped: bool
    cut: bool
    """More lines stood on the sheet than are read."""


@dataclass(slots=True)
class _Text:
    """A line to be read: where it stands, in which box (None: outside all), and what was read."""

    area: Area
    box: Box | None
    judged: Judged = field(default=Judged("", 0.0))
    line: Picture = field(default_factory=lambda: np.zeros((1, 1), np.uint8))
    reading: Reading = ()
    lone: bool = False
    """It was read beside a number, and so are ``line`` and ``reading``."""


@dataclass(frozen=True, slots=True)
class _Move:
    """A map of points along the x axis."""

    stretch: float = 1.0
    shift: float = 0.0

    def at(self, x: float) -> float:
        return x * self.stretch + self.shift

    @property
    def back(self) -> Matrix:
        return np.linalg.inv(np.array([[self.stretch, 0.0, self.shift], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))


class _View:
    """A sheet seen one way up: levelled, with its grids and the areas of its lines."""

    def __init__(self, plain: Grey, scale: float, turns: int) -> None:
        self.scale, self.turns = scale, turns % 4
        turned = np.ascontiguousarray(np.rot90(plain.picture, turns))
        self.angle = skew(ink_of(turned))
        level = levelled(turned, self.angle)
        self.rulings: Rulings = find_rulings(level, scale)
        if self.rulings.streaks is not None:
            level = np.asarray(cv2.inpaint(level, self.rulings.streaks, 3, cv2.INPAINT_TELEA), np.uint8)
        self.grids = without_frames(find_grids(self.rulings.horizontal, self.rulings.vertical))
        self.stamp = (
            None if plain.stamp is None else levelled(np.ascontiguousarray(np.rot90(plain.stamp, turns)), self.angle, 0)
        )
        self.picture: Picture = np.asarray(np.where(self.rulings.mask > 0, 255, level), np.uint8)
        ink = clean(ink_of(self.picture), scale)
        self.segmenter = Segmenter(ink, character_height(ink, scale))
        self.texts = self._texts(ink)

    @property
    def back(self) -> Matrix:
        """Points of this view → points of the sheet as displayed."""
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

    def _texts(self, ink: Picture) -> list[_Text]:
        """All lines: in boxes of grids, then outside."""
        texts, outside = [], ink.copy()
        for grid in self.grids:
            for box in grid.boxes:
                area = self._area(box.sides)
                if ink[area.y0 : area.y1, area.x0 : area.x1].any():
                    texts += [_Text(line, box) for line in self.segmenter.lines(area)]
            sides = self._area(grid.sides)
            outside[sides.y0 : sides.y1, sides.x0 : sides.x1] = 0
        height, width = ink.shape
        around = Segmenter(outside, self.segmenter.em)
        return texts + [_Text(line, None) for line in around.lines(Area(0, 0, width, height))]

    def _area(self, sides: Rect) -> Area:
        height, width = self.picture.shape
        x0, y0, x1, y1 = (round(side * self.scale) for side in sides)
        return Area(max(x0, 0), max(y0, 0), min(x1, width), min(y1, height))

    def is_stamped(self, area: Area) -> bool:
        """Whether a stamp lies over a line."""
        if self.stamp is None:
            return False
        return bool(
            np.count_nonzero(self.stamp[area.y0 : area.y1, area.x0 : area.x1])
            > _COVERED * (area.x1 - area.x0) * (area.y1 - area.y0)
        )

    def may_go_on(self, area: Area) -> bool:
        """Whether a stamp lies where a line begins or ends: what it hid may be gone with it."""
        if self.stamp is None:
            return False
        reach = round(_HIDDEN * self.segmenter.em)
        sides = (
            self.stamp[area.y0 : area.y1, max(area.x0 - reach, 0) : area.x0],
            self.stamp[area.y0 : area.y1, area.x1 :][:, :reach],
        )
        return any(side.size and np.count_nonzero(side) > _COVERING * side.size for side in sides)

    def is_crowded(self, text: _Text) -> bool:
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

    def crop(self, area: Area, pad: float = _PAD) -> Picture:
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


def read_sheet(sheet: Sheet, number: int, model: Recogniser, before: Scan | None = None) -> Scan:
    """Read a sheet that is the page ``number`` (from 1) of its file; ``before`` is the page before.

    The paper lay a little differently for every page: a grid as wide as the last one ``before`` is moved to stand where that one stood.
    """
    sheet = flattened(sheet)
    plain = grey(sheet.pixels)
    view = _upright(plain, sheet.scale, model, before.turns if before else 0)
    cut = len(view.texts) > limits.MAX_LINES
    del view.texts[limits.MAX_LINES :]
    _recognise(view, model)
    move = _move(before.content.grids[-1] if before and before.content.grids else None, view.grids)
    for grid in view.grids:
        _shift(grid, move)
    marks: list[Mark] = []
    outside: list[Line] = []
    for text in view.texts:
        x0, y0, x1, y1 = (side / view.scale for side in text.area)
        box = Rect(move.at(x0), y0, move.at(x1), y1)
        if text.judged.text:
            (text.box.pieces if text.box else outside).append(Line(text.judged.text, *box))
        elif _is_dirt(view, text.area):
            continue
        marks.append(Mark(box, text.judged.confidence))
    height, width = view.picture.shape
    content = PageContent(number, width / view.scale, height / view.scale, view.grids, to_lines(outside), [], False)
    return Scan(
        content, sheet.width, sheet.height, sheet.back @ view.back @ move.back, marks, view.turns, plain.stamp is not None, cut
    )


def _move(before: Grid | None, grids: list[Grid]) -> _Move:
    """How to move a page so that its first grid stands below the one of the page before."""
    if before is None or not grids:
        return _Move()
    (x0, _top, x1, _bottom), (left, _above, right, _below) = grids[0].sides, before.sides
    stretch = (right - left) / (x1 - x0)
    if abs(stretch - 1) > _STRETCH or abs(left - x0) > _SHIFT:
        return _Move()
    return _Move(stretch, left - x0 * stretch)


def _shift(grid: Grid, move: _Move) -> None:
    grid.xs = [round(move.at(x), 2) for x in grid.xs]
    for box in grid.boxes:
        box.sides = Rect(grid.xs[box.column], box.sides.y0, grid.xs[box.column + box.colspan], box.sides.y1)


def _upright(plain: Grey, scale: float, model: Recogniser, usual: int) -> _View:
    """The sheet the way up in which it reads best; ``usual`` is how the page before lay, and is right unless another is clearly better."""
    view = _View(plain, scale, usual)
    reads = _legibility(view, model)
    if reads >= _UPRIGHT and (view.flow >= _FLOWING or len(view.texts) <= _TRIED):
        return view
    found = [(view, reads * _USUAL)]
    aside = _View(plain, scale, usual + 1)
    lying = aside.flow > view.flow + _ASIDE
    if abs(aside.flow - view.flow) <= _ASIDE or lying:
        found += [(one, _legibility(one, model)) for one in (aside, _View(plain, scale, usual + 3))]
    if not lying:
        over = _View(plain, scale, usual + 2)
        found.append((over, _legibility(over, model)))
    return max(found, key=lambda one: (one[0].flow + _ASIDE) * one[1])[0]


def _legibility(view: _View, model: Recogniser) -> float:
    """Mean probability of the characters of some lines."""
    em = view.segmenter.em
    lines = [text.area for text in view.texts if _SHORT * em <= text.area.x1 - text.area.x0 <= _LONG * em]
    lines = [line for line in lines if line.y1 - line.y0 < 1.6 * em] or lines
    step = max(len(lines) // _TRIED, 1)
    readings = model.read([view.crop(line) for line in lines[::step][:_TRIED]])
    chances = [sum(one.probability for one in reading) / len(reading) if len(reading) > 1 else 0.0 for reading in readings]
    return sum(chances) / len(chances) if chances else 0.0


def _recognise(view: _View, model: Recogniser) -> None:
    """Read every line, those that are in doubt once more, larger and cleaner, and signs that are not more closely."""
    lines = [view.crop(text.area) for text in view.texts]
    for text, line, reading in zip(view.texts, lines, model.read(lines), strict=True):
        text.judged, text.line, text.reading = judge(reading, line), line, reading
    _read_lone(view, model)
    doubtful = [text for text in view.texts if text.judged.confidence < SURE and not text.lone]
    lines = [_clearer(view.crop(text.area, pad=_PAD * 0.5)) for text in doubtful]
    for text, line, reading in zip(doubtful, lines, model.read(lines), strict=True):
        judged = judge(reading, line)
        if judged.confidence > text.judged.confidence:
            text.line, text.reading = line, reading
        text.judged = agreed(text.judged, judged)
    sure = [text for text in view.texts if text.judged.confidence >= SURE]
    for index in doubted([text.line for text in sure], [text.reading for text in sure], model):
        sure[index].judged = in_doubt(sure[index].judged)
    for text in view.texts:
        if view.is_crowded(text) or view.may_go_on(text.area):
            text.judged = in_doubt(text.judged)
        if text.judged.confidence < _SURE_UNDER_STAMP and view.is_stamped(text.area):
            text.judged = Judged(text.judged.text, min(text.judged.confidence, _UNDER_STAMP))


def _read_lone(view: _View, model: Recogniser) -> None:
    """Read signs that stand alone in their boxes once more, beside the number that is next to them on the sheet."""
    em = view.segmenter.em
    known = [text for text in view.texts if is_number(text.judged) and not view.is_stamped(text.area)]
    lone = [one for one in view.texts if one.box and one.area.x1 - one.area.x0 <= _LONE * em and is_lone(one.reading)]
    for text in [one for one in lone if _is_dash(view, one.area)]:
        text.judged, text.lone = in_doubt(Judged("—", 1.0)), True
        lone.remove(text)
    if not known:
        for text in lone:
            text.judged = in_doubt(text.judged)
        return
    nearest = [min(known, key=lambda it, one=one: abs(it.area.y0 - one.area.y0)) for one in lone]  # type: ignore[misc]
    numbers = [Number(view.crop(one.area, pad=0), one.judged.text) for one in nearest]
    signs = [view.crop(one.area, pad=0) for one in lone]
    for text, beside in zip(lone, read_beside(signs, numbers, round(_PAD * em), model), strict=True):
        text.lone = True
        if beside is None:
            text.judged = in_doubt(text.judged)
            continue
        alone, (text.line, text.reading, text.judged) = text.judged.text, beside
        if text.judged.text not in (alone, *LIKELY):
            text.judged = in_doubt(text.judged)


def _is_dash(view: _View, area: Area) -> bool:
    """Whether ink alone in its box has the shape of a dash."""
    em = view.segmenter.em
    return area.y1 - area.y0 <= _DASH[0] * em and area.x1 - area.x0 >= _DASH[1] * em


def _clearer(line: Picture) -> Picture:
    """A line twice as large, with less noise and harder edges."""
    large = cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 1.2)
    return np.asarray(cv2.addWeighted(soft, 1.6, cv2.GaussianBlur(soft, (0, 0), 3), -0.6, 0), np.uint8)


def _is_dirt(view: _View, area: Area) -> bool:
    """Whether ink that reads as nothing is too little to be a character or a dash."""
    em, height, width = view.segmenter.em, area.y1 - area.y0, area.x1 - area.x0
    return width < 0.25 * em or (height < 0.5 * em and not 0.6 * em <= width <= 2.2 * em)
