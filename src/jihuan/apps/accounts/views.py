"""Signing in and out, my account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from jihuan.apps.accounts import actions
from jihuan.apps.accounts.forms import PasswordForm, SignInForm
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.organisations.access import public, signed_in
from jihuan.ui.pages import page


class SignIn(views.LoginView):
    """The page at the door; demo accounts are shown where there are any, and the first run begins where there are none."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not User.objects.exists():
            return redirect("administration:set-up")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        actions.sign_in(self.request, form.get_user())
        return redirect(self.get_success_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        actions.refuse_sign_in(self.request, str(form.data.get("username", ""))[:150])
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = User.objects.filter(is_demo=True, is_active=True).order_by("pk").values_list("username", "display_name")
        return super().get_context_data(**kwargs) | {"demo": list(demo)}


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session (POST only)."""
    actions.sign_out(request)
    return redirect("accounts:sign-in")


sign_in = public(SignIn.as_view())
set_language = public(django_set_language)


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, where I may do what, language, password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _change(request, form)
        return redirect("accounts:account")
    posts = Membership.objects.filter(user=request.user).select_related("agency", "group").order_by("agency__path", "group")
    return page(request, "accounts/account.html", {"form": form, "posts": posts})


@signed_in
def new_password(request: HttpRequest) -> HttpResponse:
    """A password of one's own, before anything else."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _change(request, form)
        return redirect("overview:home")
    return page(request, "accounts/new_password.html", {"form": form, "first": request.user.must_change_password})


def _change(request: HttpRequest, form: PasswordForm) -> None:
    actions.change_password(request.user, form.cleaned_data["new_password1"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("口令已更改，其他设备上的登录已失效。"))
