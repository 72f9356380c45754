"""The tree of regions, departments and units (单位树)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A node of the tree. ``path`` holds the codes from the root: "130281/731/731001"."""

    class Kind(models.TextChoices):
        REGION = "region", _("区划")
        DEPARTMENT = "department", _("部门")
        UNIT = "unit", _("单位")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    region_code = models.CharField(max_length=9)
    path = models.CharField(max_length=255, unique=True)
    pinyin = models.CharField(max_length=255)
    initials = models.CharField(max_length=120)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(fields=("region_code", "code"), name="agency_code_once_in_region"),
            models.CheckConstraint(
                condition=models.Q(kind="region", parent=None)
                | models.Q(kind__in=("department", "unit"), parent__isnull=False),
                name="agency_region_is_root",
            ),
        )

    def __str__(self) -> str:
        return self.name
