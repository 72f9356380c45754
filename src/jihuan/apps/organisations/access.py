"""Deny by default: a view says who may come in, or nobody may. Also the refusals that actions raise."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Refused(Exception):
    """An action that was not done, and why, in a sentence for the user; ``fields`` maps JSON pointers to sentences."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotAllowed(Refused, PermissionDenied):
    """The user may not do this here; a view may let it pass and becomes 403."""


def public(view: View) -> View:
    """Mark a view that everybody may see, signed in or not."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """Mark a view for every signed-in user: home, language, own password."""
    return _marked(view, "signed-in")


def requires(permission: str) -> Callable[[View], View]:
    """Mark a view for users who hold ``permission`` ("app.codename") in at least one membership."""
    return lambda view: _marked(view, permission)


class AccessMiddleware:
    """Sends strangers to the sign-in page, refuses users without the view's permission, and refuses unmarked views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        access = getattr(view, "access", None)
        if access == "public":
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if access == "signed-in" or (access is not None and request.user.has_perm(access)):
            return None
        raise PermissionDenied(_("您的岗位没有这项权限，请与单位的系统管理员联系"))


class IdleMiddleware:
    """Moves the end of the session forward while its user works; writes at most ten times in an idle period."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) > settings.SESSION_COOKIE_AGE // 10:
                request.session["seen"] = now
        return self.get_response(request)


def _marked(view: View, access: str) -> View:
    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    inner.access = access  # type: ignore[attr-defined]
    return inner  # type: ignore[return-value]


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
