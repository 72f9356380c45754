"""What the first page tells: what waits for me, what we have, what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from jihuan.apps.intake.models import Upload
from jihuan.apps.organisations.scope import Person, visible_agencies


class Waiting(NamedTuple):
    """A draft that waits for confirmation."""

    upload_id: int
    filename: str
    agency_name: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """What waits for the user: the first ``waiting`` of ``count``."""

    waiting: tuple[Waiting, ...]
    count: int


def todo(user: Person, limit: int = 10) -> Todo:
    """Drafts that the user may confirm, the newest first."""
    rows = _drafts(user)
    found = rows.order_by("-uploaded_at", "-pk").values_list("pk", "filename", "agency__name", "uploaded_at")[:limit]
    return Todo(waiting=tuple(Waiting(*row) for row in found), count=rows.count())


def todo_count(user: Person) -> int:
    """The number at the bell."""
    return _drafts(user).count()


def _drafts(user: Person) -> QuerySet[Upload]:
    agencies = visible_agencies(user, "intake.confirm_draft")
    return Upload.objects.filter(agency__in=agencies, state=Upload.State.DRAFT)
