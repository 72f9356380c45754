"""Projects and their money (项目、预算、资金支出计划). Amounts are 元; ``amount_unit`` is the unit of the form."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jihuan.apps.organisations.models import Agency


def amount(label: str) -> models.DecimalField:
    """A column of 元 with 分; NULL where the form prints nothing."""
    return models.DecimalField(label, max_digits=18, decimal_places=2, null=True, blank=True)


class Project(models.Model):
    """A project of one agency in one fiscal year. ``position`` is its place in the document, from 1.

    ``funds`` has an object for each source of funds that the form prints: name, amounts in 元 and the rate as decimal strings.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="projects")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    position = models.PositiveIntegerField(default=1)
    code = models.CharField(_("项目编码"), max_length=60, null=True, blank=True)
    name = models.CharField(_("项目名称"), max_length=300)
    pinyin = models.CharField(max_length=255)
    initials = models.CharField(max_length=120)
    department = models.CharField(_("主管部门"), max_length=200, null=True, blank=True)
    amount_unit = models.CharField(_("金额单位"), max_length=10, null=True, blank=True)
    total = amount(_("预算数"))
    fiscal = amount(_("财政资金"))
    other = amount(_("其他资金"))
    initial = amount(_("年初预算数"))
    adjusted = amount(_("全年预算数"))
    executed = amount(_("全年执行数"))
    execution_rate = models.DecimalField(_("执行率"), max_digits=9, decimal_places=4, null=True, blank=True)
    funds = models.JSONField(_("资金来源"), default=list, blank=True)
    fund_use = models.TextField(_("资金用途"), null=True, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    place = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("项目")
        ordering = ("fiscal_year", "agency", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "fiscal_year", "code"), name="project_code_once"),
            models.UniqueConstraint(
                fields=("agency", "fiscal_year", "name"), condition=Q(code=None), name="project_name_once_without_code"
            ),
            models.CheckConstraint(condition=Q(code=None) | ~Q(code=""), name="project_code_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="project_name_not_empty"),
            models.CheckConstraint(condition=Q(fiscal_year__range=(1994, 2100)), name="project_year_plausible"),
        )
        indexes = (
            models.Index(fields=("fiscal_year", "pinyin", "id"), name="project_by_name"),
            models.Index(F("fiscal_year"), F("total").desc(), F("id"), name="project_by_total"),
            models.Index(fields=("fiscal_year", "agency", "position", "id"), name="project_by_position"),
        )

    def __str__(self) -> str:
        return self.name


class SpendingNode(models.Model):
    """One node of 资金支出计划: cumulative percent planned by the end of ``month``."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="spending_plan")
    month = models.PositiveSmallIntegerField(_("月"))
    percent = models.DecimalField(_("累计支出占预算数的百分比"), max_digits=7, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("资金支出计划")
        ordering = ("month",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("project", "month"), name="spending_month_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="spending_month_range"),
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__range=(0, 100)), name="spending_percent_range"),
        )

    def __str__(self) -> str:
        return f"{self.month} 月底 {self.percent}%"
