"""Drafts → what their pages show: the layout as it was read, and the texts that were corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jihuan.apps.intake.models import Draft
from jihuan.core.document import Place, Problem
from jihuan.documents.layout import Cell, Layout, Page, Paragraph, Table


def layout(stored: Mapping[str, Any]) -> Layout:
    """The layout from its JSON column."""
    return Layout(
        media_type=stored["media_type"],
        blocks=tuple(_table(block) if "cells" in block else _paragraph(block) for block in stored["blocks"]),
        pages=tuple(Page(**page) for page in stored["pages"]),
        problems=tuple(Problem(**problem | {"place": _place(problem.get("place"))}) for problem in stored["problems"]),
        names=tuple(stored["names"]),
    )


def text_at(document: Any, pointer: str) -> str | None:
    """The member at a JSON pointer as the text of its cell ("" for null); None where there is no such member."""
    value = document
    for step in pointer.split("/")[1:]:
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        elif value is None and step == "raw":
            return ""
        else:
            return None
    return "" if value is None else str(value)


def corrected(draft: Draft) -> dict[str, str]:
    """Pointer → the text that was read, for every cell whose text is another now."""
    pointers = draft.corrections.order_by("pointer").values_list("pointer", flat=True).distinct()
    was = {pointer: text_at(draft.original, pointer) for pointer in pointers}
    return {pointer: text for pointer, text in was.items() if text is not None and text != text_at(draft.document, pointer)}


def _place(stored: Mapping[str, Any] | None) -> Place | None:
    if stored is None:
        return None
    return Place(**{name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()})


def _paragraph(stored: Mapping[str, Any]) -> Paragraph:
    return Paragraph(text=stored["text"], place=_place(stored["place"]) or Place(), heading=stored.get("heading"))


def _table(stored: Mapping[str, Any]) -> Table:
    cells = (dict(cell) for cell in stored["cells"])
    return Table(
        rows=stored["rows"],
        columns=stored["columns"],
        place=_place(stored["place"]) or Place(),
        cells=tuple(Cell(**cell | _places(cell)) for cell in cells),
    )


def _places(cell: Mapping[str, Any]) -> dict[str, Any]:
    more = tuple(_place(place) or Place() for place in cell.get("more_places", ()))
    return {"place": _place(cell["place"]) or Place(), "more_places": more}
