"""Permissions come from memberships."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from jihuan.apps.accounts.models import User


class MembershipBackend(ModelBackend):
    """Names and passwords as Django does it; ``has_perm`` asks whether any membership's group grants the permission."""

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.filter(group__memberships__user=user_obj).distinct()
