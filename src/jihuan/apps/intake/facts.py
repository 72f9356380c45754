"""Drafts → texts of cells, as they are and as they were read."""

from __future__ import annotations

from jihuan.apps.intake.models import Draft
from jihuan.apps.objectives.editing import text_at

__all__ = ["corrected", "text_at"]


def corrected(draft: Draft) -> dict[str, str]:
    """Pointer → the text that was read, for every cell whose text is another now."""
    pointers = draft.corrections.order_by("pointer").values_list("pointer", flat=True).distinct()
    was = {pointer: text_at(draft.original, pointer) for pointer in pointers}
    return {pointer: text for pointer, text in was.items() if text is not None and text != text_at(draft.document, pointer)}
