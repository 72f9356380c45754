"""Goals and indicators (绩效目标、绩效指标). NULL means: the form prints nothing there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency


class DepartmentGoal(models.Model):
    """部门整体绩效目标 of a department in a year; ``reported_by`` is the unit that the document names."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="department_goals")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    reported_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    overall_goal = models.TextField(_("总体绩效目标"), null=True, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    place = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("部门整体绩效目标")
        ordering = ("fiscal_year", "agency")
        permissions = (("import_goals", "导入绩效目标"), ("export_goals", "导出绩效目标"))
        constraints = (models.UniqueConstraint(fields=("agency", "fiscal_year"), name="department_goal_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.fiscal_year}"


class SubGoal(models.Model):
    """分项绩效目标; ``indicator_text`` is the printed sentence of its indicators."""

    department_goal = models.ForeignKey(DepartmentGoal, on_delete=models.CASCADE, related_name="sub_goals")
    position = models.PositiveIntegerField()
    name = models.CharField(_("分项名称"), max_length=300)
    description = models.TextField(_("工作内容"), null=True, blank=True)
    goal = models.TextField(_("绩效目标"), null=True, blank=True)
    indicator_text = models.TextField(_("绩效指标"), null=True, blank=True)
    place = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("分项绩效目标")
        ordering = ("position",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("department_goal", "position"), name="sub_goal_position"),)

    def __str__(self) -> str:
        return self.name


class Safeguard(models.Model):
    """工作保障措施."""

    department_goal = models.ForeignKey(DepartmentGoal, on_delete=models.CASCADE, related_name="safeguards")
    position = models.PositiveIntegerField()
    title = models.CharField(_("标题"), max_length=300, null=True, blank=True)
    text = models.TextField(_("内容"))
    place = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("工作保障措施")
        ordering = ("position",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("department_goal", "position"), name="safeguard_position"),)

    def __str__(self) -> str:
        return self.title or self.text[:20]


class ProjectGoal(models.Model):
    """One numbered goal of a project (绩效目标 1、2、3)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveIntegerField()
    text = models.TextField(_("绩效目标"))

    class Meta:
        verbose_name = _("项目绩效目标")
        ordering = ("position",)
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("project", "position"), name="project_goal_position"),)

    def __str__(self) -> str:
        return self.text[:40]


class Indicator(models.Model):
    """A row of the indicator table of a project, or a figure promised in a sub-goal.

    ``target_raw`` is printed text; operator … unit are what core.indicators understands of it.
    """

    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="indicators")
    sub_goal = models.ForeignKey(SubGoal, null=True, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField()
    level1 = models.CharField(_("一级指标"), max_length=300, null=True, blank=True)
    level2 = models.CharField(_("二级指标"), max_length=300, null=True, blank=True)
    level3 = models.TextField(_("三级指标"), null=True, blank=True)
    description = models.TextField(_("绩效指标描述"), null=True, blank=True)
    target_raw = models.TextField(_("指标值"), blank=True)
    operator = models.CharField(_("计算符号"), max_length=5, null=True, blank=True)
    operator_explicit = models.BooleanField(default=False)
    kind = models.CharField(_("指标性质"), max_length=12, default="empty")
    value = models.DecimalField(_("目标值"), max_digits=24, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(_("上限"), max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("计量单位"), max_length=40, null=True, blank=True)
    basis = models.TextField(_("指标值确定依据"), null=True, blank=True)
    weight = models.DecimalField(_("权重"), max_digits=9, decimal_places=4, null=True, blank=True)
    actual_raw = models.TextField(_("实际完成值"), null=True, blank=True)
    actual_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    actual_unit = models.CharField(max_length=40, null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=9, decimal_places=4, null=True, blank=True)
    deviation = models.TextField(_("偏差原因分析及改进措施"), null=True, blank=True)
    place = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("绩效指标")
        ordering = ("position",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(project=None, sub_goal__isnull=False) | Q(project__isnull=False, sub_goal=None),
                name="indicator_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(operator=None) | Q(operator__in=(">=", "<=", "=", ">", "<", "range")), name="indicator_operator"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("quantitative", "qualitative", "date", "empty")), name="indicator_kind"
            ),
            models.UniqueConstraint(fields=("project", "position"), name="indicator_position_in_project"),
            models.UniqueConstraint(fields=("sub_goal", "position"), name="indicator_position_in_sub_goal"),
        )

    def __str__(self) -> str:
        return self.level3 or self.target_raw
