"""Cells that the reader is not sure of: which they are, and which of them nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jihuan.apps.intake.facts import Seen, faint
from jihuan.apps.intake.models import Draft
from jihuan.apps.objectives.difference import FIELDS
from jihuan.core.document import Document, Indicator, Place
from jihuan.documents.layout import Layout
from jihuan.ui.sheet import Cell, department_sheet, every_cell, nowhere, part_cells, project_sheet, sheet_cells
from jihuan.ui.source import Locator, beside, key, squeezed

PIXELS = ("image/", "application/pdf", "application/ofd")
"""Formats that may have been recognised from pixels."""
OTHER = {">": "≥", "＞": "≥", "<": "≤", "＜": "≤"}
"""Signs that pixels may show without their bar."""
MONEY = {"total", "fiscal", "other", "initial", "adjusted", "executed", "execution_rate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A cell to look at, and why. ``project`` is the index of its project; ``shown``: the form has a cell for it."""

    cell: Cell
    owner: str
    project: int | None
    shown: bool
    why: str


def found(document: Document, layout: Layout) -> list[str]:
    """First pointers of the cells in doubt: what the recogniser marked, and what was read from pixels with little confidence."""
    marked = list(_marked(document))
    unsure = _unsure(layout)
    if not (marked or unsure):
        return []
    cells = list(every_cell(document, Locator(layout) if unsure else nowhere))
    home = {pointer: cell.pointers[0] for cell in cells for pointer in cell.pointers}
    wanted = {home.get(pointer, pointer) for pointer in marked}
    wanted |= {cell.pointers[0] for cell in cells if _reads(cell, unsure)}
    in_order = [cell.pointers[0] for cell in cells if cell.pointers[0] in wanted]
    return list(dict.fromkeys([*in_order, *sorted(wanted.difference(in_order))]))


def still_open(draft: Draft) -> list[str]:
    """The doubts of a draft that nobody has corrected or confirmed."""
    if not draft.doubts:
        return []
    seen = set(draft.corrections.filter(pointer__in=draft.doubts).values_list("pointer", flat=True))
    return [pointer for pointer in draft.doubts if pointer not in seen]


def listed(document: Document, pointers: list[str], seen: Seen) -> tuple[Doubt, ...]:
    """The doubts as cells with their words and reasons, for the list at the top of the page."""
    projects = sorted({number for pointer in pointers if (number := _project(pointer)) is not None})
    cells = list(part_cells(department_sheet(document)))
    for number in projects:
        cells += sheet_cells(project_sheet(document.projects[number], f"/projects/{number}"))
    by_pointer = {pointer: cell for cell in cells for pointer in cell.pointers}
    return tuple(_doubt(document, pointer, by_pointer.get(pointer), seen) for pointer in pointers)


def _why(document: Document, cell: Cell, seen: Seen) -> str:
    """A sign that pixels do not tell apart, what the reader says about this place, else how well the pixels could be read."""
    near = _place(document, cell.pointers[0])
    pixels = seen.layout.media_type.startswith(PIXELS)
    places = seen.locate(cell.text, near) if pixels else ()
    faint_here = [seen.unsure[word] for place in places if (word := key(place)) in seen.unsure]
    if faint_here and cell.text[:1] in OTHER:
        return _("“{sign}”可能原本是“{other}”，识别时分不清").format(sign=cell.text[0], other=OTHER[cell.text[0]])
    told = [fault.message for fault in document.problems if near and fault.place and beside(fault.place, near)]
    if told:
        return told[0]
    if faint_here:
        return _("字迹不清，识别的把握是 {percent}%").format(percent=int(min(faint_here) * 100))
    return _("识别时没有把握，请对照原文")


def _place(document: Document, pointer: str) -> Place | None:
    """Where the row that a pointer goes to stands, else its table."""
    value: object = document
    found = None
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step, None)
        found = getattr(value, "place", None) or found
    return found


def _doubt(document: Document, pointer: str, cell: Cell | None, seen: Seen) -> Doubt:
    number = _project(pointer)
    owner = (document.projects[number].name or "") if number is not None else ""
    shown = cell is not None
    if cell is None:
        name = pointer.removesuffix("/raw").rpartition("/")[2]
        cell = Cell(pointers=(pointer,), label=str(FIELDS.get(name, name)), text=_text(document, pointer))
    return Doubt(cell=cell, owner=owner, project=number, shown=shown, why=_why(document, cell, seen))


def _text(document: Document, pointer: str) -> str:
    value: object = document
    for step in pointer.split("/")[1:]:
        if isinstance(value, tuple):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = getattr(value, step, None)
    return "" if value is None else str(value)


def _project(pointer: str) -> int | None:
    steps = pointer.split("/")
    return int(steps[2]) if steps[1] == "projects" else None


def _marked(document: Document) -> Iterator[str]:
    for at, goal in enumerate(document.sub_goals):
        yield from _of_rows(f"/sub_goals/{at}", goal.indicators)
    for at, project in enumerate(document.projects):
        for name in project.uncertain:
            yield f"/projects/{at}/budget/{name}" if name in MONEY else f"/projects/{at}/{name}"
        yield from _of_rows(f"/projects/{at}", project.indicators)


def _of_rows(pointer: str, rows: tuple[Indicator, ...]) -> Iterator[str]:
    for at, row in enumerate(rows):
        for name in row.uncertain:
            yield f"{pointer}/indicators/{at}/{name}" + ("/raw" if name in ("target", "actual") else "")


def _unsure(layout: Layout) -> dict[str, str]:
    """Places → texts that were read with little confidence."""
    return {key(part.place): squeezed(part.text) for part in faint(layout)}


def _reads(cell: Cell, unsure: dict[str, str]) -> bool:
    """Whether the text of the cell stands at one of the places."""
    text = squeezed(cell.text)
    near = [unsure[word] for place in cell.places if (word := key(place)) in unsure]
    return bool(text) and any(text in printed or printed in text for printed in near if printed)
