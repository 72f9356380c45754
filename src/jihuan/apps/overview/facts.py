"""What waits for a person, and the totals of the departments that they see."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from jihuan.apps.intake.models import Upload
from jihuan.apps.organisations.scope import visible_agencies


def waiting_drafts(user: AbstractBaseUser) -> QuerySet[Upload]:
    """Drafts that this person may confirm."""
    return Upload.objects.filter(state=Upload.State.DRAFT, agency__in=visible_agencies(user, "intake.confirm_draft"))
