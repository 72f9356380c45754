"""The parts of an OFD: documents, pages, templates and composite units, found by the places that their XML names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.archive import Archive

ENTRY = "OFD.xml"
_FARTHEST = 1e5
"""Millimetres, times, characters: larger numbers are no page's."""
_A4 = (0.0, 0.0, 210.0, 297.0)


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


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """``x y width height`` in millimetres."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 and min(found[2:]) >= 0 else None


@dataclass(slots=True)
class Body:
    """One document of the file: where its pages are, its page size in mm, its templates and composite units by their ID."""

    pages: list[str]
    box: tuple[float, float, float, float]
    templates: dict[str, str] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
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
            box=page_box(child(common, "PageArea")) or _A4,
            annotated=child(root, "Annotations") is not None,
            signed=signed,
        )
        if common is not None:
            for template in children(common, "TemplatePage"):
                body.templates[template.get("ID") or ""] = _located(name, template.get("BaseLoc") or "")
            for resource in children(common, "PublicRes", "DocumentRes"):
                self._resources(_located(name, resource.text or ""), body)
        return body

    def _resources(self, name: str, body: Body) -> None:
        """Keep the composite units of a list of resources. The rest, fonts and pictures, does not matter to a reader of text."""
        if name.lower() not in self._names:
            return
        for units in children(self.xml(name), "CompositeGraphicUnits"):
            for unit in children(units, "CompositeGraphicUnit"):
                content = child(unit, "Content")
                if content is not None:
                    body.units[unit.get("ID") or ""] = content


def page_box(area: etree._Element | None) -> tuple[float, float, float, float] | None:
    """The paper in millimetres."""
    box = child(area, "PhysicalBox")
    return box_of(box.text) if box is not None else None


def _located(base: str, place: str) -> str:
    """A place as the name of a part: from the root where it begins with "/", from the part that names it otherwise."""
    place = place.strip().replace("\\", "/")
    joined = place.lstrip("/") if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(joined)
