"""What stands on one page of an OFD: characters with their boxes, and ruling lines. Millimetres in, points out, y downwards."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import islice, pairwise, repeat
from typing import NamedTuple

from lxml import etree

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.ofd.package import box_of, child, children, local, numbers
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.lines import measure
from jihuan.documents.readers.pdf.rulings import Drawing, Matrix

POINTS = 72 / 25.4
"""In a millimetre."""
_ASCENT, _DESCENT = 0.85, 0.15
"""Of the size of a font: how far its characters reach above and below the line they stand on."""
_LOOSE = 0.4
"""Of a wide character: one whose next one is farther away than this beyond its own width has white after it."""
_STRETCHED = 1.6
"""Times the width that its font size gives: characters set wider than this are spaced."""
_SIZE = 3.175
_DEEPEST_UNIT = 8
MOST_STEPS = 200_000
"""Objects drawn on one page."""
_PATH = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_WHITE = 250


class Glyph(NamedTuple):
    """One character; ``box`` in points, ``item`` counts text objects."""

    text: str
    box: Rect
    item: int


class Picture(NamedTuple):
    """A picture: the ID of its resource, and the map from the unit square (from its top left corner) to points on the page."""

    resource: str
    matrix: Matrix


class Content:
    """Collects what a page, its templates and its composite units draw."""

    def __init__(self, units: dict[str, etree._Element], origin: tuple[float, float]) -> None:
        self.drawing = Drawing()
        self.glyphs: list[Glyph] = []
        self.pictures: list[Picture] = []
        self._units = units
        self._base = Matrix(POINTS, 0, 0, POINTS, -origin[0] * POINTS, -origin[1] * POINTS)
        self._items = self._steps = 0

    def add(self, content: etree._Element) -> None:
        """Take the layers of a page or template."""
        for layer in children(content, "Layer"):
            self._objects(layer, self._base, 0)

    def _objects(self, holder: etree._Element, matrix: Matrix, depth: int) -> None:
        for item in holder:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise Unreadable(_("画有的对象超过 {limit} 个，超出读取限度").format(limit=MOST_STEPS))
            if (item.get("Visible") or "").lower() in ("false", "0"):
                continue
            kind = local(item)
            if kind == "TextObject":
                self._text(item, _placed(item, matrix))
            elif kind == "PathObject":
                self._path(item, _placed(item, matrix))
            elif kind == "ImageObject":
                self.drawing.images += 1
                self.pictures.append(_picture(item, _placed(item, matrix)))
            elif kind == "PageBlock":
                self._objects(item, matrix, depth)
            elif kind == "CompositeObject" and depth < _DEEPEST_UNIT:
                unit = self._units.get(item.get("ResourceID") or "")
                if unit is not None:
                    self._objects(unit, _placed(item, matrix), depth + 1)

    def _text(self, item: etree._Element, matrix: Matrix) -> None:
        """The characters of a text object; each text code begins at its own place."""
        self._items += 1
        size = next(iter(numbers(item.get("Size"))), _SIZE) or _SIZE
        stretch = next(iter(numbers(item.get("HScale"))), 1.0) or 1.0
        x = y = 0.0
        for code in children(item, "TextCode"):
            text = re.sub(r"\s", " ", code.text or "")
            x, y = next(iter(numbers(code.get("X"))), x), next(iter(numbers(code.get("Y"))), y)
            if text:
                across, down = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
                self._run(text, (x, y), (across, down), _Type(size, stretch, matrix))

    def _run(self, text: str, start: tuple[float, float], steps: tuple[list[float], list[float]], type: _Type) -> None:
        (x, y), (across, down) = start, steps
        narrow, wide = widths(text, across, type.size * type.stretch)
        em = max(wide, type.size)
        for index, char in enumerate(text):
            natural = wide if measure(char) == 1 else narrow
            step = across[index] if index < len(across) else (0.0 if down else natural)
            width = step if 0 < step <= natural + _LOOSE * em else natural
            corners = [type.matrix.point(a, b) for a in (x, x + width) for b in (y - _ASCENT * em, y + _DESCENT * em)]
            xs, ys = [a for a, _ in corners], [b for _, b in corners]
            self.glyphs.append(Glyph(char, Rect(min(xs), min(ys), max(xs), max(ys)), self._items))
            x, y = x + step, y + (down[index] if index < len(down) else 0.0)

    def _path(self, item: etree._Element, matrix: Matrix) -> None:
        """The straight pieces of a path: each stroke by itself, each filled sub-path as a whole."""
        stroked = (item.get("Stroke") or "true").lower() in ("true", "1") and _visible(child(item, "StrokeColor"))
        filled = (item.get("Fill") or "false").lower() in ("true", "1") and _visible(child(item, "FillColor"))
        data = child(item, "AbbreviatedData")
        if data is None or not (stroked or filled):
            return
        pieces, curved = _pieces(data.text or "")
        self.drawing.curves += curved
        for piece in pieces:
            points = [matrix.point(x, y) for x, y in piece]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if filled and len(points) >= 4:
                self.drawing.add(Rect(min(xs), min(ys), max(xs), max(ys)), filled=True)
            elif stroked:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if (x0 != x1 or y0 != y1) and min(abs(x0 - x1), abs(y0 - y1)) <= 1.0:
                        self.drawing.add(Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), filled=False)


class _Type(NamedTuple):
    """How a text is set: the size of its font, how far it is stretched, and its map to the page."""

    size: float
    stretch: float
    matrix: Matrix


def _placed(item: etree._Element, matrix: Matrix) -> Matrix:
    """The map from an object's own coordinates: its CTM first, then the corner of its boundary."""
    x, y, _width, _height = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    matrix = matrix.after(Matrix(e=x, f=y))
    own = numbers(item.get("CTM"))
    return matrix.after(Matrix(*own)) if len(own) == 6 else matrix


def _picture(item: etree._Element, matrix: Matrix) -> Picture:
    """A picture object; without a CTM of its own it fills its boundary."""
    if len(numbers(item.get("CTM"))) != 6:
        _x, _y, width, height = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        matrix = matrix.after(Matrix(a=width, d=height))
    return Picture(item.get("ResourceID") or "", matrix)


def deltas(text: str | None, count: int) -> list[float]:
    """Distances from each character to the next, no more than there are characters; ``g n v`` stands for n times v."""
    return list(islice(_unfolded((text or "").split()), count))


def _unfolded(words: list[str]) -> Iterator[float]:
    at = 0
    while at < len(words):
        if words[at] == "g":
            run = numbers(" ".join(words[at + 1 : at + 3]))
            if len(run) == 2 and run[0] >= 1:
                yield from repeat(run[1], int(run[0]))
            at += 3
        else:
            yield from numbers(words[at])
            at += 1


def widths(text: str, across: list[float], size: float) -> tuple[float, float]:
    """Widths of narrow and wide characters: the usual distance between them, for some producers write the height of the ink as size."""
    usual: dict[bool, float] = {}
    for is_wide, width in ((False, size / 2), (True, size)):
        steps = [step for char, step in zip(text, across, strict=False) if (measure(char) == 1) == is_wide and step > 0]
        middle = statistics.median_low(steps) if len(steps) > (not is_wide) else 0.0
        if width < middle <= _STRETCHED * width:
            usual[is_wide] = middle
    return usual.get(False, usual.get(True, size) / 2), usual.get(True, 2 * usual.get(False, size / 2))


def _visible(colour: etree._Element | None) -> bool:
    """Whether a colour is any other than white, and not transparent."""
    if colour is None:
        return True
    values = numbers(colour.get("Value"))
    alpha = numbers(colour.get("Alpha"))
    return not (len(values) in (1, 3) and min(values) >= _WHITE) and alpha != [0.0]


def _pieces(data: str) -> tuple[list[list[tuple[float, float]]], bool]:
    """Straight runs of points, and whether there are curves between them."""
    pieces: list[list[tuple[float, float]]] = []
    curved = False
    words = iter(_PATH.findall(data))
    for word in words:
        if word not in _ARGUMENTS:
            continue
        values = numbers(" ".join(islice(words, _ARGUMENTS[word])))
        if len(values) < _ARGUMENTS[word]:
            break
        if word == "C":
            if pieces and len(pieces[-1]) > 1:
                pieces[-1].append(pieces[-1][0])
            continue
        point = values[-2], values[-1]
        if word == "L" and pieces:
            pieces[-1].append(point)
        else:  # a curve: start anew at its end
            curved = curved or word in "QBA"
            pieces.append([point])
    return [piece for piece in pieces if len(piece) > 1], curved


__all__ = ["MOST_STEPS", "POINTS", "Content", "Glyph", "deltas", "widths"]
