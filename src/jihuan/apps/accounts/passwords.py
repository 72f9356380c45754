"""Rules of passwords (等保 8.1.4.1: three classes of characters) and the answer to a locked account."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jihuan.apps.accounts.attempts import address_is_locked
from jihuan.ui.pages import page

CLASSES = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())

EASY = [c for c in string.ascii_letters + string.digits if c not in "0OoIl1"]
OPEN = {"accounts:new-password", "accounts:sign-in", "accounts:sign-out", "accounts:language"}
"""Pages that somebody with an old or foreign password may still see."""


def one_time_password() -> str:
    """Twelve characters that nobody misreads: letters of both cases, digits, in groups of four."""
    while True:
        word = "-".join("".join(secrets.choice(EASY) for _letter in range(4)) for _group in range(3))
        if all(any(map(belongs, word)) for belongs in CLASSES):
            return word


class PasswordMiddleware:
    """Leads who signed in with a one-time or outdated password to the page for a new one, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        user = request.user
        if not user.is_authenticated or not user.needs_new_password(settings.PASSWORD_DAYS):
            return None
        if request.resolver_match and request.resolver_match.view_name in OPEN:
            return None
        page_for_it = reverse("accounts:new-password")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=403, headers={"HX-Redirect": page_for_it})
        return redirect(page_for_it)


class ThreeClassesValidator:
    """At least three of: small letters, capital letters, digits, other characters."""

    def validate(self, password: str, user: object = None) -> None:
        if sum(any(map(belongs, password)) for belongs in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_few_classes")

    def get_help_text(self) -> str:
        return _("口令须含大写字母、小写字母、数字、符号中的至少三类。")


def locked_out(
    request: HttpRequest, credentials: dict[str, str] | None = None, *args: object, **kwargs: object
) -> HttpResponse:
    """What the sign-in page answers after five failures of a name, or very many from one address."""
    if address_is_locked(request):
        values = {
            "title": _("这个地址暂时不能登录"),
            "what": _("从这个网络地址登录失败的次数太多（15 分钟内 {n} 次），所有账号都暂时不能从这里登录。").format(
                n=settings.ADDRESS_FAILURES
            ),
            "todo": _("请 15 分钟后再试，或换一台电脑登录；不是您输错的，请告诉系统管理员。"),
        }
    else:
        values = {
            "title": _("账号已锁定"),
            "what": _("口令连续输错 5 次，账号已锁定 15 分钟。"),
            "todo": _("请稍后再试，或请系统管理员重置口令。"),
        }
    values["code"] = _("错误代码 {code}").format(code=429)
    return page(request, "ui/error.html", values, status=429)
