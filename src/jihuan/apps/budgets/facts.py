"""Sums over projects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Sum

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import scoped, visible_agencies

KINDS = ("total", "fiscal", "other")


@dataclass(slots=True)
class Totals:
    """A department (or a unit whose department lies outside the user's scope) in a year; amounts in 元, None where none is."""

    code: str
    name: str
    year: int
    projects: int = 0
    total: Decimal | None = None
    fiscal: Decimal | None = None
    other: Decimal | None = None


def totals(user: AbstractBaseUser, also: Iterable[tuple[str, int]] = ()) -> list[Totals]:
    """Projects of the user's scope summed by department and year, newest year first; ``also`` adds (path, year) without any."""
    owners = _owners(user)
    found: dict[tuple[str, int], Totals] = {}

    def row(path: str, year: int) -> Totals | None:
        owner = next((prefix for prefix in _prefixes(path) if prefix in owners), None)
        if owner is None:
            return None
        return found.setdefault((owner, year), Totals(*owners[owner], year))

    for path, year in also:
        row(path, year)
    sums = (
        scoped(Project.objects.order_by(), user)
        .values_list("agency__path", "fiscal_year")
        .annotate(Count("pk"), *(Sum(kind) for kind in KINDS))
    )
    for path, year, count, *amounts in sums:
        if (into := row(path, year)) is not None:
            into.projects += count
            for kind, amount in zip(KINDS, amounts, strict=True):
                if amount is not None:
                    setattr(into, kind, (getattr(into, kind) or Decimal(0)) + amount)
    return [found[key] for key in sorted(found, key=lambda key: (-key[1], key[0]))]


def _owners(user: AbstractBaseUser) -> dict[str, tuple[str, str]]:
    """Path → code and name of what gets a row of its own: departments, and units without a visible department above."""
    visible = list(
        visible_agencies(user).exclude(kind=Agency.Kind.REGION).order_by("path").values_list("path", "code", "name")
    )
    owners: dict[str, tuple[str, str]] = {}
    for path, code, name in visible:
        if not any(prefix in owners for prefix in _prefixes(path)):
            owners[path] = (code, name)
    return owners


def _prefixes(path: str) -> list[str]:
    """The path and everything above it, longest first."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
