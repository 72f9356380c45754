"""The list of files: filtered by state, paged by keyset, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from jihuan.apps.intake.models import Upload
from jihuan.apps.organisations.scope import Person, scoped, visible_agencies
from jihuan.ui.keyset import Order, stretch

KEYS = ("uploaded_at", "pk")
COLUMNS = (
    "pk",
    "filename",
    "size",
    "agency__name",
    "uploaded_by__display_name",
    "uploaded_at",
    "state",
    "error",
    "agency_id",
    "draft__version",
    "draft__open",
    "draft__faults",
    "folder",
)


class Line(NamedTuple):
    """A file of the list; ``open`` and ``faults`` of its draft; ``ready``: the user may confirm it from here."""

    pk: int
    filename: str
    size: int
    agency: str
    person: str
    at: datetime
    state: str
    error: str
    agency_id: int
    version: int | None
    open: int | None
    faults: int | None
    folder: str
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, how many files there are in each state, and the cursors of the next and previous page ("" at the ends)."""

    lines: tuple[Line, ...]
    counts: dict[str, int]
    next: str
    previous: str


def upload_page(user: Person, state: str, cursor: str, size: int) -> Page:
    """A page of the files in ``state`` ("" for all) that the user sees; a cursor that is not ours gives the first page. Five queries."""
    everything = scoped(Upload.objects.order_by(), user)
    counts = dict(everything.values_list("state").annotate(Count("pk")))
    rows = everything.filter(state=state) if state else everything
    found = stretch(rows, COLUMNS, Order(keys=KEYS, cursor=cursor, size=size, descending=True))
    mine = set(visible_agencies(user, "intake.confirm_draft").values_list("pk", flat=True)) if found.rows else set()
    lines = tuple(Line(*row, ready=_ready(row, mine)) for row in found.rows)
    return Page(lines=lines, counts=counts, next=found.next, previous=found.previous)


def _ready(row: tuple[object, ...], mine: set[int]) -> bool:
    line = Line(*row, ready=False)  # type: ignore[arg-type]
    return line.state == Upload.State.DRAFT and line.agency_id in mine and line.open == 0 and line.faults == 0
