"""Findings of the checker (审核意见), kept for each department and year and renewed whenever its goals change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.models import Agency


class Check(models.Model):
    """That the goals of a department in a year were checked.

    ``law`` is of the rules that were in force ("": not yet to the end), ``entry`` the last change of the goals in the journal
    and ``projects`` their number: while these are the same, nothing needs to be read again, unless it is ``due``: a sheet
    elsewhere that a finding points to was changed, or says the same as one of these. A check under way aims at ``aim_law`` and
    ``aim_entry``; it goes by the keys of the sheets, and ``reached`` is the last one done.
    """

    department = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    law = models.CharField(max_length=64, blank=True)
    entry = models.PositiveBigIntegerField(default=0)
    projects = models.PositiveIntegerField(default=0)
    due = models.BooleanField(default=False)
    aim_law = models.CharField(max_length=64, blank=True)
    aim_entry = models.PositiveBigIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审核")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("department", "fiscal_year"), name="check_once_for_a_year"),)

    def __str__(self) -> str:
        return f"{self.department} {self.fiscal_year}"


class Finding(models.Model):
    """A rule that is not kept. ``pointer`` leads into the project's own sheet ("/projects/0/…") or the department part.

    ``mend`` is pointer, before, after and label of a certain correction; ``group`` names the common cause. ``other`` is the sheet
    of another unit that says the same: named only to those who see it.
    """

    class Shelf(models.TextChoices):
        BLOCKS = "blocks", _("阻断提交")
        ANSWER = "answer", _("须回答")
        STYLE = "style", _("文字格式")
        TRIAL = "trial", _("试行，仅供参考")

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        MENDED = "mended", _("已改正")
        WAIVED = "waived", _("已说明理由")

    department = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="findings", verbose_name=_("单位"))
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    other = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="+")
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
            models.Index(fields=("fiscal_year", "agency", "state", "shelf", "rule"), name="finding_counted"),
            models.Index(fields=("fiscal_year", "state", "id"), name="finding_listed"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.message[:40]}"


class Trace(models.Model):
    """What a sheet says that sheets of other departments are compared with, by ``key`` (see ``sisters``).

    A goal has several keys, a quantity one and its ``value``; ``position`` is that of the goal or of the row, from 0.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    key = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        verbose_name = _("比对用的要点")
        default_permissions = ()
        indexes = (models.Index(fields=("fiscal_year", "key"), name="trace_by_key"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.key}"


class Tally(models.Model):
    """How many findings of a rule a unit put right by changing its sheets, in a year; what a click mended is not among them."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    rule = models.CharField(_("规则"), max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("自行改正的意见")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("agency", "fiscal_year", "rule"), name="tally_once_for_a_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.count}"


class RuleSetting(models.Model):
    """A rule that a bureau set on trial, switched off, or made to count, for everything below ``agency``."""

    class Mode(models.TextChoices):
        ON = "on", _("正式")
        TRIAL = "trial", _("试行")
        OFF = "off", _("停用")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("单位"))
    rule = models.CharField(_("规则"), max_length=12)
    mode = models.CharField(_("状态"), max_length=5, choices=Mode.choices)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("规则的设置")
        default_permissions = ("change",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "rule"), name="rule_set_once_for_an_agency"),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_setting_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.mode}"


class OwnWord(models.Model):
    """A word that a bureau or department added to a lexicon, for everything below ``agency``.

    ``value`` is the right spelling of a typo, or the field a word belongs to; "" in a plain list.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("单位"))
    lexicon = models.CharField(_("词库"), max_length=40)
    word = models.CharField(_("词"), max_length=60)
    value = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("自有词")
        default_permissions = ("change",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "lexicon", "word"), name="own_word_once"),
            models.CheckConstraint(condition=~Q(word=""), name="own_word_is_a_word"),
        )

    def __str__(self) -> str:
        return self.word


class AspectPoints(models.Model):
    """The points that a reviewer gave an aspect of the review sheet (审核要点) in place of the reference figure, and why."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="aspect_points")
    aspect = models.CharField(_("审核要点"), max_length=20)
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2)
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("审核要点得分")
        default_permissions = ("change",)
        constraints = (
            models.UniqueConstraint(fields=("project", "aspect"), name="aspect_once_for_a_project"),
            models.CheckConstraint(condition=~Q(reason="") & Q(points__gte=0), name="aspect_points_have_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.aspect} {self.points}"
