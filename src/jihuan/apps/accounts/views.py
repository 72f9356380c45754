"""Signing in and out, my account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.i18n import set_language as django_set_language

from jihuan.apps.accounts.forms import PasswordForm, SignInForm
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.organisations.access import public, signed_in
from jihuan.ui.pages import page


class SignIn(views.LoginView):
    """The page at the door; demo accounts are shown where there are any."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = User.objects.filter(is_demo=True, is_active=True).order_by("pk").values_list("username", "display_name")
        return super().get_context_data(**kwargs) | {"demo": list(demo)}


class SignOut(views.LogoutView):
    """Ends the session (POST only)."""

    next_page = reverse_lazy("accounts:sign-in")


sign_in = public(SignIn.as_view())
sign_out = public(SignOut.as_view())
set_language = public(django_set_language)


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, where I may do what, language, password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("口令已更改，其他设备上的登录已失效。"))
        return redirect("accounts:account")
    posts = Membership.objects.filter(user=request.user).select_related("agency", "group").order_by("agency__path", "group")
    return page(request, "accounts/account.html", {"form": form, "posts": posts})
