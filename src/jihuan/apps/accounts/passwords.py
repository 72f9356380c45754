"""Rules of passwords (等保 8.1.4.1: three classes of characters) and the answer to a locked account."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jihuan.ui.pages import page

CLASSES = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())


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
    """What the sign-in page answers after five failures."""
    values = {
        "title": _("账号已锁定"),
        "what": _("口令连续输错 5 次，账号已锁定 15 分钟。"),
        "todo": _("请稍后再试，或请系统管理员重置口令。"),
        "code": _("错误代码 {code}").format(code=429),
    }
    return page(request, "ui/error.html", values, status=429)
