"""Self-evaluations (绩效自评表). What was promised stays in the goal records; here stands only what was filled in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jihuan.apps.budgets.models import Project, amount
from jihuan.apps.objectives.models import Indicator


def points(label: str, **options: object) -> models.DecimalField:
    """A column of points with hundredths."""
    return models.DecimalField(label, max_digits=6, decimal_places=2, **options)


class SelfEvaluation(models.Model):
    """The self-evaluation of a project; amounts are 元. ``version`` counts the changes.

    ``total``, ``grade`` and ``open`` (what is still missing) are those of the last change; ``submitted`` is the interchange
    document as it was submitted; ``stated`` the one that came in as a file, with the figures that it printed. ``funds`` has a
    row for each source, name and amounts as decimal strings; it is empty until somebody fills one in.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("填写中")
        SUBMITTED = "submitted", _("已提交")

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="self_evaluation", verbose_name=_("项目"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    initial = amount(_("年初预算数"))
    adjusted = amount(_("全年预算数"))
    executed = amount(_("全年执行数"))
    department = models.CharField(_("主管部门"), max_length=200, blank=True)
    funds = models.JSONField(_("资金来源"), default=list)
    execution_weight = points(_("预算执行率分值"))
    execution_locked = models.BooleanField(default=True)
    achievement = models.TextField(_("实际完成情况"), blank=True)
    total = points(_("总分"), null=True)
    grade = models.CharField(_("等级"), max_length=10, blank=True)
    open = models.PositiveIntegerField(default=0)
    submitted = models.JSONField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    stated = models.JSONField(null=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("绩效自评")
        default_permissions = ("view", "change")
        permissions = (("submit_selfevaluation", "提交绩效自评"), ("export_selfevaluation", "导出绩效自评"))
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(submitted__isnull=False, submitted_by__isnull=False, submitted_at__isnull=False, total__isnull=False),
                name="submitted_by_somebody_with_a_total",
            ),
        )

    def __str__(self) -> str:
        return str(self.project)


class Row(models.Model):
    """What was filled in for one indicator; ``name`` still tells which when the indicator is gone from the goal sheet."""

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.CASCADE, related_name="rows")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.TextField(_("三级指标"), blank=True)
    weight = points(_("分值"))
    locked = models.BooleanField(default=False)
    actual = models.TextField(_("实际完成值"), blank=True)
    not_applicable = models.BooleanField(_("不适用"), default=False)
    points = points(_("得分"), null=True)
    cause = models.CharField(_("超额原因"), max_length=20, blank=True)
    deviation = models.TextField(_("偏差原因分析及改进措施"), blank=True)

    class Meta:
        verbose_name = _("绩效自评指标")
        ordering = ("pk",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("evaluation", "indicator"), name="row_once_for_an_indicator"),)

    def __str__(self) -> str:
        return self.name
