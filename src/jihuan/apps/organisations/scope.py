"""Row-level scope: the one place that says whose rows a user sees.

A membership gives a user the permissions of its group within the subtree of its agency. Whoever has none sees nothing.
"""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within

Person = AbstractBaseUser | AnonymousUser
Row = TypeVar("Row", bound=Model)


def visible_agencies(user: Person, permission: str | None = None) -> QuerySet[Agency]:
    """Agencies in the subtrees of the user's memberships; with ``permission`` ("app.codename") only of those that grant it."""
    if not user.is_active:
        return Agency.objects.none()
    if user.is_superuser:
        return Agency.objects.all()
    mine = Q(pk__in=())
    for path in _paths(user, permission):
        mine |= within(path)
    return Agency.objects.filter(mine)


def scoped(queryset: QuerySet[Row], user: Person, path: str = "agency") -> QuerySet[Row]:
    """``queryset`` without the rows whose agency (at ``path``) the user does not see."""
    if user.is_active and user.is_superuser:
        return queryset
    return queryset.filter(**{f"{path}__in": visible_agencies(user)})


def may(user: Person, permission: str, agency: Agency) -> bool:
    """Whether the user has ``permission`` for rows of ``agency``."""
    return visible_agencies(user, permission).filter(pk=agency.pk).exists()


def _paths(user: Person, permission: str | None) -> list[str]:
    """Where the user's own memberships stand; one ``filter`` call, so that it is the same membership that grants."""
    granted = {"memberships__user": user.pk}
    if permission is not None:
        app, codename = permission.split(".")
        granted["memberships__group__permissions__content_type__app_label"] = app
        granted["memberships__group__permissions__codename"] = codename
    return list(Agency.objects.filter(**granted).order_by("path").values_list("path", flat=True).distinct())
