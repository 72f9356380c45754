"""Files on their way in (上传文件、草稿、更正)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jihuan.apps.organisations.models import Agency


def stored_name(upload: Upload, filename: str) -> str:
    """Where a file is kept under MEDIA_ROOT: by its digest alone, so that no name of a user reaches the disk."""
    return f"uploads/{upload.sha256[:2]}/{upload.sha256}"


class Upload(models.Model):
    """A file as it came, ``folder`` is where it lay. ``error`` says why it could not be read."""

    class State(models.TextChoices):
        READING = "reading", _("正在读取")
        DRAFT = "draft", _("待确认")
        UNREADABLE = "unreadable", _("无法读取")
        CONFIRMED = "confirmed", _("已入库")
        DISCARDED = "discarded", _("已放弃")

    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.FileField(upload_to=stored_name, max_length=200)
    filename = models.CharField(_("文件名"), max_length=255)
    folder = models.CharField(_("文件夹"), max_length=255, blank=True)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(max_length=120, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="uploads", verbose_name=_("单位"))
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.READING)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("上传文件")
        ordering = ("-uploaded_at", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(sha256=""), name="upload_has_digest"),)
        indexes = (models.Index(fields=("agency", "state"), name="upload_of_agency"),)

    def __str__(self) -> str:
        return self.filename


class Draft(models.Model):
    """What was read: ``document`` is interchange JSON with corrections, ``original`` without; ``version`` counts them.

    ``doubts`` are the pointers of cells that the reader is not sure of, ``open`` is how many nobody has looked at yet;
    ``faults`` counts the reader's problems (not its notes); ``fingerprint`` names the layout of the form.
    """

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="draft")
    document = models.JSONField()
    original = models.JSONField()
    layout = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    doubts = models.JSONField(default=list)
    open = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("草稿")
        default_permissions = ("change",)
        permissions = (("confirm_draft", "确认草稿入库"),)

    def __str__(self) -> str:
        return str(self.upload)


class Correction(models.Model):
    """One correction of a draft at a JSON pointer; the last one can be undone. The same value again confirms a cell in doubt.

    Those of one moment belong together: a merged cell.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="corrections")
    pointer = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("更正")
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.pointer


class Remembered(models.Model):
    """What a unit corrected in a form of this layout; proposed again where the same text stands in the same field.

    ``field`` is a JSON pointer with "*" for every index.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    field = models.CharField(max_length=120)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("记住的更正")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("agency", "fingerprint", "field", "before"), name="remembered_once_for_a_text"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
