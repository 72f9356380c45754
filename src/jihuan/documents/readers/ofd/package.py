"""The parts of an OFD: documents, pages, templates and composite units, found by the places that their XML names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.archive import Archive

ENTRY = "OFD.xml"
_FARTHEST = 1e5
"""Millimetres, times, characters: larger numbers are no page's."""
Box = tuple[float, float, float, float]
"""Left, top, width and height in mm."""
_A4: Box = (0.0, 0.0, 210.0, 297.0)


def local(element: etree._Element) -> str:
    """An element's name without its namespace: versions of the standard differ in it."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children with one of these names."""
    return (child for child in element if local(child) in names)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with this name."""
    return None if element is None else next(children(element, name), None)


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; what is none, or absurd, is left out."""
    found = []
    for word in (text or "").split():
        try:
            number = float(word)
        except ValueError:
            continue
        if abs(number) <= _FARTHEST:
            found.append(number)
    return found


def box_of(text: str | None) -> Box | None:
    """``x y width height`` in millimetres."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) >= 0 else None


@dataclass(slots=True)
class Body:
    """One document of the file: where its pages are, its page size in mm, and by their ID templates, composite units, draw parameters,
    names of fonts and places of pictures."""

    pages: list[str]
    box: Box
    templates: dict[str, str] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    fonts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    annotated: bool = False
    signed: bool = False


class Package:
    """An OFD opened. Raises Unreadable where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self.archive = Archive(data)
        self._names = {name.lower(): name for name in self.archive.names}

    def xml(self, name: str) -> etree._Element:
        """A part as XML; some producers are careless with capital letters."""
        return self.archive.xml(self._names.get(name.lower(), name))

    def bodies(self) -> list[Body]:
        """The documents in the file, mostly one."""
        found = []
        for body in children(self.xml(ENTRY), "DocBody"):
            root = child(body, "DocRoot")
            if root is not None and root.text:
                found.append(self._body(_located("", root.text), signed=child(body, "Signatures") is not None))
        if not any(body.pages for body in found):
            raise Unreadable(_("这个 OFD 文件里没有页面，请换一份完整的文件"))
        return found

    def _body(self, name: str, *, signed: bool) -> Body:
        root = self.xml(name)
        common, pages = child(root, "CommonData"), child(root, "Pages")
        body = Body(
            pages=[_located(name, page.get("BaseLoc") or "") for page in children(pages, "Page")] if pages is not None else [],
            box=_page_box(child(common, "PageArea")) or _A4,
            annotated=child(root, "Annotations") is not None,
            signed=signed,
        )
        if common is not None:
            for template in children(common, "TemplatePage"):
                body.templates[template.get("ID") or ""] = _located(name, template.get("BaseLoc") or "")
            for resource in children(common, "PublicRes", "DocumentRes"):
                self._resources(_located(name, resource.text or ""), body)
        return body

    def page(self, body: Body, name: str) -> tuple[Box, list[etree._Element]]:
        """The paper of a page and what is drawn on it in turn: templates behind it, its own content, templates before it."""
        page = self.xml(name)
        for resource in children(page, "PageRes"):
            self._resources(_located(name, resource.text or ""), body)
        templates = [one for one in children(page, "Template") if one.get("TemplateID") in body.templates]
        drawn: list[etree._Element | None] = []
        for before in (False, True):
            drawn += [child(page, "Content")] if before else []
            drawn += [
                child(self.xml(body.templates[one.get("TemplateID") or ""]), "Content")
                for one in templates
                if (one.get("ZOrder") == "Foreground") == before
            ]
        return _page_box(child(page, "Area")) or body.box, [content for content in drawn if content is not None]

    def _resources(self, name: str, body: Body) -> None:
        """Keep what a list of resources defines."""
        if name.lower() not in self._names:
            return
        root = self.xml(name)
        folder = _located(name, root.get("BaseLoc") or "") + "/"
        for item in (item for group in root for item in group):
            key, kind = item.get("ID") or "", local(item)
            content, file = child(item, "Content"), child(item, "MediaFile")
            if kind == "CompositeGraphicUnit" and content is not None:
                body.units[key] = content
            elif kind == "DrawParam":
                body.styles[key] = item
            elif kind == "Font":
                names = (re.sub(r"[^\w -]", "", item.get(word) or "") for word in ("FontName", "FamilyName"))
                body.fonts[key] = tuple(dict.fromkeys(f"'{one}'" for one in names if one))
            elif kind == "MultiMedia" and file is not None and file.text:
                place = _located(folder, file.text)
                body.media[key] = self._names.get(place.lower(), place)


def _page_box(area: etree._Element | None) -> Box | None:
    """The paper in millimetres."""
    box = child(area, "PhysicalBox")
    return box_of(box.text) if box is not None else None


def _located(base: str, place: str) -> str:
    """A place as the name of a part: from the root where it begins with "/", from the part that names it otherwise."""
    place = place.strip().replace("\\", "/")
    joined = place.lstrip("/") if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(joined)
