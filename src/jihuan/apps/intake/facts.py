"""Drafts → texts of cells, as they are and as they were read; the file as its reader saw it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast

from jihuan.apps.intake.models import Draft
from jihuan.apps.objectives.editing import text_at
from jihuan.documents import layout_json
from jihuan.documents.layout import SURE, Cell, Layout, Paragraph
from jihuan.ui.source import Locator, key

__all__ = ["Seen", "corrected", "faint", "seen", "text_at"]

KEPT = 3
"""Files that stay in memory as their readers saw them: to build one from its record takes longer than to show a screen of it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in paragraphs and tables, what finds the place of a value in it, and how well faint places could be read (0–1)."""

    layout: Layout
    locate: Locator
    unsure: dict[str, float]


_known: dict[str, Seen] = {}
"""By the digest of the record."""


def seen(draft: Draft) -> Seen:
    """The file of a draft; one query. Raises LayoutError where the record is of an older version."""
    record = Draft.objects.filter(pk=draft.pk).values_list(Cast("layout", TextField()), flat=True).get()
    digest = hashlib.sha256(record.encode()).hexdigest()
    found = _known.get(digest)
    if found is None:
        layout = layout_json.from_json(json.loads(record))
        found = Seen(layout, Locator(layout), {key(part.place): part.confidence or 0.0 for part in faint(layout)})
        if len(_known) >= KEPT:
            _known.pop(next(iter(_known)), None)
        _known[digest] = found
    return found


def faint(layout: Layout) -> list[Cell | Paragraph]:
    """What was read from pixels with little confidence."""
    return [part for part in layout.cells() if part.confidence is not None and part.confidence < SURE]


def corrected(draft: Draft) -> dict[str, str]:
    """Pointer → the text that was read, for every cell whose text is another now."""
    pointers = draft.corrections.order_by("pointer").values_list("pointer", flat=True).distinct()
    was = {pointer: text_at(draft.original, pointer) for pointer in pointers}
    return {pointer: text for pointer, text in was.items() if text is not None and text != text_at(draft.document, pointer)}
