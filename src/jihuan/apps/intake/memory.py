"""Corrections remembered for a unit and a layout: learnt when a draft is confirmed, proposed at the cell, never applied by themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from jihuan.apps.intake import facts
from jihuan.apps.intake.models import Draft, Remembered
from jihuan.apps.objectives.editing import AMOUNTS, NUMBERS, WHOLE
from jihuan.documents.layout import Layout, Table
from jihuan.documents.recognise import words
from jihuan.ui.source import squeezed

LONGEST, LONGEST_LABEL = 300, 60
HEADERS = 3
"""So many column headers in a row make it the head of the indicator table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Last time this unit made ``before`` into ``after`` here; ``count`` documents agree."""

    before: str
    after: str
    count: int


def fingerprint(layout: Layout) -> str:
    """The form by its printed labels and the order of its indicator columns, whatever is filled in; "" without any.

    Below its columns a table has no labels: 预算执行率 is what an indicator is called there.
    """
    labels: set[str] = set()
    orders: set[str] = set()
    for table in (block for block in layout.blocks if isinstance(block, Table)):
        rows: dict[int, list[str]] = {}
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            if len(text := squeezed(cell.text)) <= LONGEST_LABEL:
                rows.setdefault(cell.row, []).append(text)
        columns = {at: [text for text in row if words.column(text)] for at, row in rows.items()}
        heads = [at for at, row in columns.items() if len(row) >= HEADERS]
        orders |= {"|".join(columns[at]) for at in heads}
        above = [text for at, row in rows.items() if not heads or at < heads[0] for text in row]
        labels |= {text for text in above if words.label(text) and not words.column(text)}
    form = [layout.media_type, *sorted(orders), *sorted(labels)]
    return hashlib.sha256("\n".join(form).encode()).hexdigest() if len(form) > 1 else ""


def learn(draft: Draft) -> None:
    """Remember the corrections of a confirmed draft. A text that became two different ones in the same field teaches nothing."""
    if not draft.fingerprint:
        return
    seen: dict[tuple[str, str], set[str]] = {}
    for pointer, before in facts.corrected(draft).items():
        after = facts.text_at(draft.document, pointer) or ""
        if _teaches(pointer, before) and max(len(before), len(after)) <= LONGEST:
            seen.setdefault((_field(pointer), before), set()).add(after)
    of_form = {"agency": draft.upload.agency, "fingerprint": draft.fingerprint}
    for (field, before), afters in seen.items():
        if len(afters) == 1:
            after = afters.pop()
            row, new = Remembered.objects.get_or_create(**of_form, field=field, before=before, defaults={"after": after})
            if not new:
                row.count = F("count") + 1 if row.after == after else 1
                row.after = after
                row.save(update_fields=("after", "count"))


def proposals(draft: Draft) -> dict[str, Proposal]:
    """Pointer → what was done here last time, for cells that nobody has touched in this draft."""
    if not draft.fingerprint:
        return {}
    rows = Remembered.objects.filter(agency=draft.upload.agency, fingerprint=draft.fingerprint)
    known = {(row.field, row.before): row for row in rows}
    if not known:
        return {}
    fields = {field for field, _before in known}
    touched = set(draft.corrections.values_list("pointer", flat=True))
    return {
        pointer: Proposal(before=row.before, after=row.after, count=row.count)
        for pointer, text in _texts(draft.document, "")
        if pointer not in touched and (field := _field(pointer)) in fields and (row := known.get((field, text)))
    }


def _teaches(pointer: str, before: str) -> bool:
    """Figures are never the same twice; an empty cell says something only where there is one of its kind."""
    name = pointer.rpartition("/")[2]
    return name not in AMOUNTS | NUMBERS | WHOLE and (before != "" or _field(pointer) == pointer)


def _field(pointer: str) -> str:
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from _texts(member, f"{pointer}/{at}")
    else:
        yield pointer, "" if value is None else str(value)
