"""A page of an OFD as a picture for the screen: its text, paths and pictures as SVG, drawn from the file itself and not from what was read."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Iterator
from itertools import accumulate

from lxml import etree
from PIL import Image

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import jbig2, limits
from jihuan.documents.readers.ofd.content import MOST_STEPS, deltas, widths
from jihuan.documents.readers.ofd.package import Body, Package, box_of, child, children, local, numbers

_NAMESPACE = "http://www.w3.org/2000/svg"
_SIZE, _WIDTH = 3.175, 0.353
"""Size of text and width of lines in mm where the file says none."""
_DEEPEST = 8
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"BM": "image/bmp"}
_TIFF = (b"II*\0", b"MM\0*")
_LONGEST = 2400
"""Pixels of a converted picture's longer side."""
_PATH = re.compile(r"[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMANDS = {"S": "M", "B": "C", "C": "Z"}
"""The letters of OFD that SVG calls otherwise."""


def draw_page(data: bytes, page: int) -> bytes:
    """The page (from 1) as SVG in millimetres, as large as the paper. Unreadable: no such page, damaged, too much on it."""
    package = Package(data)
    pages = [(body, name) for body in package.bodies() for name in body.pages]
    if not 1 <= page <= len(pages):
        raise Unreadable(_("这个 OFD 文件没有第 {page} 页").format(page=page))
    body, name = pages[page - 1]
    (x, y, width, height), contents = package.page(body, name)
    svg = etree.XML(f'<svg xmlns="{_NAMESPACE}"/>')
    for key, value in (
        ("width", f"{width:g}mm"),
        ("height", f"{height:g}mm"),
        ("viewBox", f"{x:g} {y:g} {width:g} {height:g}"),
    ):
        svg.set(key, value)
    _add(svg, "rect", x=f"{x:g}", y=f"{y:g}", width=f"{width:g}", height=f"{height:g}", fill="white")
    pen = _Pen(package, body)
    for content in contents:
        for layer in children(content, "Layer"):
            pen.draw(layer, svg, layer.get("DrawParam") or "", 0)
    return etree.tostring(svg, encoding="utf-8")


class _Pen:
    """Draws the objects of one page."""

    def __init__(self, package: Package, body: Body) -> None:
        self._package, self._body = package, body
        self._steps = 0

    def draw(self, holder: etree._Element, into: etree._Element, style: str, depth: int) -> None:
        """All objects of a layer, block or unit; ``style`` is the ID of the draw parameters around them."""
        for item in holder:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise Unreadable(_("画有的对象超过 {limit} 个，超出读取限度").format(limit=MOST_STEPS))
            kind = local(item)
            if kind == "PageBlock":
                self.draw(item, into, style, depth)
            elif kind in ("TextObject", "PathObject", "ImageObject", "CompositeObject") and _is_visible(item):
                self._object(kind, item, _placed(item, into), item.get("DrawParam") or style, depth)

    def _object(self, kind: str, item: etree._Element, group: etree._Element, style: str, depth: int) -> None:
        if kind == "TextObject":
            self._text(item, group, style)
        elif kind == "PathObject":
            self._path(item, group, style)
        elif kind == "ImageObject":
            self._image(item, group)
        elif depth < _DEEPEST:
            unit = self._body.units.get(item.get("ResourceID") or "")
            if unit is not None:
                self.draw(unit, group, style, depth + 1)

    def _text(self, item: etree._Element, group: etree._Element, style: str) -> None:
        size = _number(item, "Size", _SIZE) or _SIZE
        stretch = _number(item, "HScale", 1.0) or 1.0
        names = [*self._body.fonts.get(item.get("Font") or "", ()), "serif"]
        text = {
            "font-size": f"{size:g}",
            "font-family": ", ".join(names),
            "fill": self._colour(item, style, "FillColor", "black"),
        }
        if _number(item, "Weight", 400) >= 600:
            text["font-weight"] = "bold"
        if (item.get("Italic") or "").lower() == "true":
            text["font-style"] = "italic"
        if stretch != 1:
            text["transform"] = f"scale({stretch:g} 1)"
        x = y = 0.0
        for code in children(item, "TextCode"):
            words = re.sub(r"\s", " ", code.text or "")
            x, y = _number(code, "X", x), _number(code, "Y", y)
            if words:
                across, down = deltas(code.get("DeltaX"), len(words) - 1), deltas(code.get("DeltaY"), len(words) - 1)
                across = [step / stretch for step in across] or [0.0] * len(down)
                em = max(widths(words, across, size)[1], size)
                xs, ys = _list(words, x / stretch, across), _list(words, y, down)
                line = _add(group, "text", text, x=xs, y=ys, **{"font-size": f"{em:g}"})
                line.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                line.text = words

    def _path(self, item: etree._Element, group: etree._Element, style: str) -> None:
        data = child(item, "AbbreviatedData")
        stroked = (item.get("Stroke") or "true").lower() in ("true", "1")
        filled = (item.get("Fill") or "false").lower() in ("true", "1")
        if data is None or not (stroked or filled):
            return
        look = {
            "fill": self._colour(item, style, "FillColor", "none") if filled else "none",
            "stroke": self._colour(item, style, "StrokeColor", "black") if stroked else "none",
            "stroke-width": f"{self._width(item, style):g}",
        }
        if item.get("Rule") == "Even-Odd":
            look["fill-rule"] = "evenodd"
        _add(group, "path", look, d=" ".join(_COMMANDS.get(word, word) for word in _PATH.findall(data.text or "")))

    def _image(self, item: etree._Element, group: etree._Element) -> None:
        """A picture fills the square of 1 by 1 that the object's CTM stretches; one that browsers do not know is a grey frame."""
        name = self._body.media.get(item.get("ResourceID") or "")
        data = self._package.archive.part(name) if name and self._package.archive.has(name) else b""
        data = _as_png(data) if data.startswith((*_TIFF, jbig2.SIGNATURE)) else data
        type = next((type for start, type in _PICTURES.items() if data.startswith(start)), None)
        _x, _y, width, height = box_of(item.get("Boundary")) or (0, 0, 1, 1)
        size = {"width": "1", "height": "1"} if item.get("CTM") else {"width": f"{width:g}", "height": f"{height:g}"}
        if type is None:
            _add(group, "rect", size, fill="#eee")
            return
        href = f"data:{type};base64,{base64.b64encode(data).decode()}"
        _add(group, "image", size, href=href, preserveAspectRatio="none")

    def _width(self, item: etree._Element, style: str) -> float:
        stated = (_number(one, "LineWidth", 0.0) for one in (item, *self._styles(style)))
        return next((width for width in stated if width > 0), _WIDTH)

    def _colour(self, item: etree._Element, style: str, name: str, otherwise: str) -> str:
        """A colour as SVG writes it; ``otherwise`` where the file says none that is plain."""
        stated = next((found for one in (item, *self._styles(style)) if (found := child(one, name)) is not None), None)
        if stated is None:
            return "black"
        if next(iter(numbers(stated.get("Alpha"))), 255.0) == 0:
            return "none"
        values = [min(max(value, 0.0), 255.0) for value in numbers(stated.get("Value"))]
        if len(values) == 4:
            values = [(255 - value) * (255 - values[3]) / 255 for value in values[:3]]
        values = values * 3 if len(values) == 1 else values
        return "rgb({:.0f},{:.0f},{:.0f})".format(*values) if len(values) == 3 else otherwise

    def _styles(self, style: str) -> Iterator[etree._Element]:
        """Draw parameters and those they build on."""
        for _step in range(_DEEPEST):
            found = self._body.styles.get(style)
            if found is None:
                return
            yield found
            style = found.get("Relative") or ""


def _placed(item: etree._Element, into: etree._Element) -> etree._Element:
    """A group with the object's own coordinates: its CTM first, then the corner of its boundary."""
    x, y, _width, _height = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    own = numbers(item.get("CTM"))
    turned = f" matrix({' '.join(f'{value:g}' for value in own)})" if len(own) == 6 else ""
    group = _add(into, "g", transform=f"translate({x:g} {y:g}){turned}")
    alpha = _number(item, "Alpha", 255.0)
    if alpha < 255:
        group.set("opacity", f"{max(alpha, 0) / 255:.2f}")
    return group


def _is_visible(item: etree._Element) -> bool:
    return (item.get("Visible") or "").lower() not in ("false", "0")


def _add(into: etree._Element, name: str, look: dict[str, str] | None = None, **attributes: str) -> etree._Element:
    return etree.SubElement(into, f"{{{_NAMESPACE}}}{name}", {**(look or {}), **attributes})


def _number(item: etree._Element, name: str, otherwise: float) -> float:
    return next(iter(numbers(item.get(name))), otherwise)


def _list(text: str, start: float, steps: list[float]) -> str:
    """Positions of the characters for SVG, which counts those beyond U+FFFF twice."""
    places = accumulate(steps, initial=start)
    return " ".join(f"{at:.3f}" for char, at in zip(text, places, strict=False) for _half in range(1 + (char > "\uffff")))


def _as_png(data: bytes) -> bytes:
    """A TIFF or JBIG2 as browsers can show it; as it is where it is damaged or too large."""
    out = io.BytesIO()
    try:
        known = data
        if data.startswith(jbig2.SIGNATURE):
            segments, width, height = jbig2.parse(data)
            if width * height > limits.MAX_PIXELS:
                return data
            known = jbig2.as_png((segments, width, height))
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(known), formats=("TIFF", "PNG")) as picture:
            if picture.width * picture.height > limits.MAX_PIXELS:
                return data
            plain = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
            plain.thumbnail((_LONGEST, _LONGEST))
            plain.save(out, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return data
    return out.getvalue()
