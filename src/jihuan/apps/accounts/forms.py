"""Signing in, changing one's password."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password; says no more about a failure than that one of them is wrong."""

    username = forms.CharField(label=_("用户名"), widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}))
    password = forms.CharField(
        label=_("口令"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _("用户名或口令不对。请检查大小写后再试；连续输错 5 次账号会锁定 15 分钟。"),
        "inactive": _("这个账号已停用，请与单位的系统管理员联系。"),
    }


class PasswordForm(PasswordChangeForm):
    """Old password once, new one twice."""

    old_password = forms.CharField(
        label=_("现在的口令"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        label=_("新口令"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    new_password2 = forms.CharField(
        label=_("再输一遍新口令"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    error_messages = {
        "password_incorrect": _("现在的口令不对，请重新输入。"),
        "password_mismatch": _("两次输入的新口令不一样，请重新输入。"),
    }

    def clean(self) -> dict[str, object]:
        """A new password is another one."""
        fields = super().clean() or self.cleaned_data
        if fields.get("new_password1") and fields.get("new_password1") == fields.get("old_password"):
            self.add_error("new_password1", _("新口令和现在的口令一样，请换一个。"))
        return fields
