"""Permissions come from memberships."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from jihuan.apps.accounts.models import User


class MembershipBackend(ModelBackend):
    """Names and passwords as Django does it; ``has_perm`` asks whether any membership's group grants the permission."""

    def user_can_authenticate(self, user: User | None) -> bool:
        """Not who is locked or stopped; asked at every request, so that a session ends at once."""
        return bool(super().user_can_authenticate(user)) and not getattr(user, "is_locked", False)

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.filter(group__memberships__user=user_obj).distinct()
