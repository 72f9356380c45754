"""Drafts → texts of cells, as they are and as they were read."""

from __future__ import annotations

from typing import Any

from jihuan.apps.intake.models import Draft


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
