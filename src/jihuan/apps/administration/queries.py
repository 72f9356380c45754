"""Lists of users and units: plain rows, keyset paging."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.administration.actions import CHANGE
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import visible_agencies


class Person(NamedTuple):
    """A line of the list of users; ``posts`` are (group, agency)."""

    id: int
    username: str
    display_name: str
    state: str
    last_login: datetime | None
    posts: tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """A line of the list of units; ``depth`` counts from 0."""

    id: int
    kind: str
    code: str
    name: str
    short_name: str
    is_active: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; ``next`` is the cursor of the next one, "" at the end."""

    lines: tuple[Person | Line, ...]
    count: int
    next: str


def user_page(actor: User, search: str, cursor: str, size: int) -> Page:
    """Users with a post in the actor's range (and those without any, for a region's administrator) in order of their names."""
    rows = _people(actor)
    for word in search.split()[:8]:
        posts = Membership.objects.filter(user=OuterRef("pk"))
        there = posts.filter(Q(agency__name__icontains=word) | Q(agency__code=word) | Q(group__name__icontains=word))
        rows = rows.filter(Q(username__icontains=word) | Q(display_name__icontains=word) | Exists(there))
    count = rows.count()
    found = list(
        rows.filter(username__gt=cursor)
        .order_by("username")
        .values_list("pk", "username", "display_name", "is_active", "is_locked", "last_login")[: size + 1]
    )
    shown = found[:size]
    failed, posts_of = _failed(row[1] for row in shown), _posts([row[0] for row in shown])
    lines = tuple(
        Person(pk, username, name, state(active, locked, username in failed), last, tuple(posts_of[pk]))
        for pk, username, name, active, locked, last in shown
    )
    return Page(lines, count, shown[-1][1] if len(found) > size else "")


def unit_page(actor: User, search: str, cursor: str, size: int) -> Page:
    """The tree of the actor's range in its own order, or what the search finds in it."""
    rows = visible_agencies(actor, "organisations.view_agency")
    for word in search.split()[:8]:
        found = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__startswith=word)
        if word.isascii() and word.isalpha():
            found |= Q(initials__contains=word.lower())
        rows = rows.filter(found)
    count = rows.count()
    columns = ("pk", "kind", "code", "name", "short_name", "is_active", "path")
    listed = list(rows.filter(path__gt=cursor).order_by("path").values_list(*columns)[: size + 1])
    lines = tuple(Line(*row[:6], depth=row[6].count("/")) for row in listed[:size])
    return Page(lines, count, listed[size - 1][6] if len(listed) > size else "")


def state(active: bool, locked: bool, failed: bool) -> str:
    """stopped, locked, failed (too many wrong passwords) or ok."""
    return "stopped" if not active else "locked" if locked else "failed" if failed else "ok"


def state_of(user: User) -> str:
    """``state`` of one user."""
    return state(user.is_active, user.is_locked, user.username in _failed([user.username]))


def _people(actor: User) -> QuerySet[User]:
    if actor.is_superuser:
        return User.objects.all()
    mine = visible_agencies(actor, CHANGE)
    posts = Membership.objects.filter(user=OuterRef("pk"))
    within = Exists(posts.filter(agency__in=mine))
    if mine.filter(kind=Agency.Kind.REGION).exists():
        within |= ~Exists(posts) & Q(is_superuser=False)
    return User.objects.filter(within)


def _failed(usernames) -> set[str]:
    """Who is locked out by wrong passwords right now."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = AccessAttempt.objects.filter(
        username__in=list(usernames), failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    return set(rows.values_list("username", flat=True))


def _posts(users: list[int]) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    rows = Membership.objects.filter(user__in=users).order_by("agency__path", "group__name")
    for user, group, agency in rows.values_list("user_id", "group__name", "agency__name"):
        found[user].append((group, agency))
    return found
