"""Signing in and out, one's own password: each leaves its entry in the journal."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from jihuan.apps.accounts.models import User
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.organisations.models import Agency


@transaction.atomic
def sign_in(request: HttpRequest, user: User) -> None:
    """Open the session of a user whose password was right."""
    login(request, user, backend="jihuan.apps.accounts.backends.MembershipBackend")
    record(user, Event(action="sign_in", target=user, agency=home(user), after=_origin(request)))


@transaction.atomic
def sign_out(request: HttpRequest) -> None:
    """End the session."""
    user = request.user
    if isinstance(user, User):
        record(user, Event(action="sign_out", target=user, agency=home(user), after=_origin(request)))
    logout(request)


@transaction.atomic
def refuse_sign_in(request: HttpRequest, username: str) -> None:
    """Note a wrong password. A name that nobody has is not kept: it may be a password typed into the wrong field."""
    user = User.objects.filter(username=username).first()
    event = Event(action="fail_sign_in", target=user or User(), agency=user and home(user), after=_origin(request))
    record(None, event)


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """A password that only its owner knows; the form has checked it against the rules."""
    set_password(user, password, one_time=False)
    record(user, Event(action="change_password", target=user, agency=home(user)))


def set_password(user: User, password: str, *, one_time: bool) -> None:
    """Store a password; with ``one_time`` the owner must change it first. The caller writes the journal."""
    user.set_password(password)
    user.must_change_password = one_time
    user.password_changed_at = timezone.now()
    user.save(update_fields=("password", "must_change_password", "password_changed_at"))


def home(user: User) -> Agency | None:
    """The uppermost agency of the user's posts: whose journal tells of them."""
    return Agency.objects.filter(memberships__user=user).order_by("path").first()


def _origin(request: HttpRequest) -> dict[str, object]:
    return {"address": request.META.get("REMOTE_ADDR", "")}
