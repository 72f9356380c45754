"""Users and memberships (用户、岗位)."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jihuan.apps.organisations.models import Agency


class User(AbstractUser):
    """A person who signs in. What they may do where is said by their memberships alone."""

    display_name = models.CharField(_("姓名"), max_length=60, blank=True)
    must_change_password = models.BooleanField(default=False, editable=False)
    password_changed_at = models.DateTimeField(null=True, editable=False)
    is_locked = models.BooleanField(_("已锁定"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    def needs_new_password(self, days: int) -> bool:
        """Whether somebody else knows the password, or it is older than ``days`` (0: any age will do)."""
        if self.must_change_password:
            return True
        since = self.password_changed_at or self.date_joined
        return days > 0 and not self.is_demo and since < timezone.now() - timedelta(days=days)


class Membership(models.Model):
    """A post (岗位): the permissions of ``group`` within the subtree of ``agency``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        verbose_name = _("岗位")
        constraints = (models.UniqueConstraint(fields=("user", "agency", "group"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.group} · {self.agency}"
