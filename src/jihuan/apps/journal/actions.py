"""Writing the journal and proving that nobody rewrote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from cryptography.hazmat.primitives import hashes
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from jihuan.apps.journal.models import Entry, Head
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of ``verify``: how many entries are right, and the number of the first that is not (None: all are)."""

    entries: int
    broken: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened to which object; ``before`` and ``after`` are JSON."""

    action: str
    target: Model
    agency: Agency | None = None
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def record(user: Person | None, *events: Event) -> None:
    """Add entries at the end of the chain; must run inside the action's transaction, as its last step."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written in the transaction of its action")
    if not events:
        return
    Head.objects.get_or_create(pk=1)
    head = Head.objects.select_for_update(no_key=True).get(pk=1)
    entries = []
    for event in events:
        entry = _entry(user, event, head)
        head.number, head.digest = entry.number, entry.digest
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=200)
    head.save()


def verify() -> Verdict:
    """Recompute the chain from its first entry to the head."""
    previous, count = START, 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=500):
        if entry.number != count + 1 or entry.previous != previous or entry.digest != _digest(entry):
            return Verdict(entries=count, broken=count + 1)
        previous, count = entry.digest, entry.number
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.number, head.digest) != (count, previous):
        return Verdict(entries=count, broken=count + 1)
    return Verdict(entries=count)


def _entry(user: Person | None, event: Event, head: Head) -> Entry:
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        user=user,
        user_name=str(user) if user else "",
        agency=event.agency,
        action=event.action,
        object_type=event.target._meta.label_lower,
        object_id=str(event.target.pk or ""),
        label=str(event.target)[:300],
        before=event.before,
        after=event.after,
        previous=head.digest,
    )
    entry.digest = _digest(entry)
    return entry


def _digest(entry: Entry) -> str:
    names = ("number", "user_id", "user_name", "agency_id", "action", "object_type", "object_id", "label", "before", "after")
    facts = {name: getattr(entry, name) for name in names} | {"at": entry.at.astimezone(UTC).isoformat()}
    digest = hashes.Hash(hashes.SM3())
    digest.update(entry.previous.encode("ascii"))
    digest.update(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    return digest.finalize().hex()
