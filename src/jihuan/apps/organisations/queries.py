"""Finding agencies: by their place in the tree, by what a document prints."""

from __future__ import annotations

from itertools import accumulate

from django.db.models import Q, QuerySet

from jihuan.apps.organisations.models import Agency
from jihuan.core.codes import agency_segments


def within(path: str, at: str = "path") -> Q:
    """At or below a place in the tree; ``at``: where the rows keep the path of their agency ("agency__path")."""
    return Q(**{at: path}) | Q(**{f"{at}__startswith": f"{path}/"})


def named(agencies: QuerySet[Agency], code: str | None, name: str | None) -> Agency | None:
    """The agency of ``agencies`` with this code; without a code the only one of this name; None when there is none."""
    if code:
        return agencies.exclude(kind=Agency.Kind.REGION).filter(code=code).first()
    found = list(agencies.exclude(kind=Agency.Kind.REGION).filter(name=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def parent_for(agencies: QuerySet[Agency], code: str) -> Agency | None:
    """Under whom a new unit of ``code`` belongs: the longest known prefix of its segments (731001 → 731)."""
    try:
        prefixes = list(accumulate(agency_segments(code)))[:-1]
    except ValueError:
        return None
    return agencies.filter(code__in=prefixes).exclude(kind=Agency.Kind.REGION).order_by("-path").first()


def department_of(agency: Agency) -> Agency:
    """The department that ``agency`` belongs to: itself, or the nearest department above; itself where there is none."""
    node: Agency | None = agency
    while node is not None and node.kind != Agency.Kind.DEPARTMENT:
        node = node.parent
    return node or agency
