"""Findings of the checker (审核意见), kept for each department and year and renewed whenever its goals change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency


class Check(models.Model):
    """That the goals of a department in a year were checked; ``digest`` is of what was checked and by which rules."""

    department = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    digest = models.CharField(max_length=64)
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("审核")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("department", "fiscal_year"), name="check_once_for_a_year"),)

    def __str__(self) -> str:
        return f"{self.department} {self.fiscal_year}"


class Finding(models.Model):
    """A rule that is not kept. ``pointer`` leads into the project's own sheet ("/projects/0/…") or the department part.

    ``mend`` is pointer, before, after and label of a certain correction; ``group`` names the common cause.
    """

    class Shelf(models.TextChoices):
        BLOCKS = "blocks", _("阻断提交")
        ANSWER = "answer", _("须回答")
        STYLE = "style", _("文字格式")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        MENDED = "mended", _("已改正")
        WAIVED = "waived", _("已说明理由")

    department = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="findings", verbose_name=_("单位"))
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    rule = models.CharField(_("规则"), max_length=12)
    level = models.CharField(max_length=8)
    shelf = models.CharField(_("类别"), max_length=8, choices=Shelf.choices)
    message = models.TextField(_("问题"))
    quote = models.TextField(blank=True)
    pointer = models.CharField(max_length=300)
    citation = models.TextField(_("依据"), blank=True)
    hint = models.TextField(_("改法"), blank=True)
    group = models.TextField(blank=True)
    judge = models.BooleanField(default=False)
    mend = models.JSONField(null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        verbose_name = _("审核意见")
        ordering = ("position", "pk")
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(condition=~Q(state="waived") | ~Q(reason=""), name="waiver_has_reason"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(by__isnull=False, at__isnull=False), name="settled_by_somebody"
            ),
        )
        indexes = (
            models.Index(fields=("department", "fiscal_year"), name="finding_of_department"),
            models.Index(fields=("fiscal_year", "rule", "agency"), name="finding_of_rule"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.message[:40]}"
