"""The journal (操作日志): entries are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jihuan.apps.organisations.models import Agency


class AppendOnly(models.QuerySet["Entry"]):
    """A queryset that refuses to change or delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("journal entries are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("journal entries are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("journal entries are never changed")


class Entry(models.Model):
    """One thing that happened. ``digest`` = SM3(``previous`` + canonical JSON of the entry)."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=150)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("操作日志")
        ordering = ("number",)
        default_permissions = ("view",)
        indexes = (models.Index(fields=("object_type", "object_id"), name="entry_of_object"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.label}"


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
