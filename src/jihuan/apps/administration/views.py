"""First run, units and users."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jihuan.apps.accounts import actions as accounts
from jihuan.apps.accounts.models import User
from jihuan.apps.administration import actions, first_run, importing, queries
from jihuan.apps.administration import units as tree
from jihuan.apps.administration.forms import FirstRunForm, ListForm, NameForm, PostForm, UnitForm, UserForm, blame
from jihuan.apps.organisations.access import NotAllowed, Refused, public, requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import visible_agencies
from jihuan.law.standing import fault
from jihuan.ui.pages import page, whole

SIZE = 100


@public
@sensitive_post_parameters()
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """The page of an empty database; gone as soon as somebody is there."""
    if not first_run.is_open():
        return redirect("accounts:sign-in")
    form = FirstRunForm(request.POST or None, initial={"token": request.GET.get("token", "")})
    if request.method == "POST" and form.is_valid():
        try:
            user = first_run.set_up(form.beginning())
        except Refused as error:
            blame(form, error)
        else:
            accounts.sign_in(request, user)
            messages.success(request, _("设置完成。下一步：为每位同事添加用户和岗位；系统管理员自己不看业务数据。"))
            return redirect("administration:users")
    return page(request, "administration/set_up.html", {"form": form})


@requires(tree.ADD)
def units(request: HttpRequest) -> HttpResponse:
    """The tree of my range."""
    search, cursor = request.GET.get("q", "").strip()[:200], request.GET.get("cursor", "")[:255]
    found = queries.unit_page(request.user, search, cursor, SIZE)
    kinds = dict(Agency.Kind.choices)
    context = {"page": found, "search": search, "cursor": cursor, "kinds": kinds, "rulebook_fault": fault(settings.RULEBOOKS)}
    return page(request, "administration/units.html", context)


@requires(tree.ADD)
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new department or unit."""
    above = visible_agencies(request.user, tree.ADD).filter(pk=whole(request.GET.get("under"))).first()
    initial = {"parent": above, "kind": "department" if above and above.kind == Agency.Kind.REGION else "unit"}
    form = UnitForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = tree.add_unit(request.user, form.cleaned_data["parent"], form.entry())
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("已添加“{agency}”。").format(agency=made.name))
            return redirect("administration:units")
    return page(request, "administration/unit.html", {"form": form, "agency": None})


@requires(tree.CHANGE)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Names, code and place of one unit."""
    agency = _agency(request, pk)
    initial = {"parent": agency.parent, "code": agency.code, "name": agency.name, "short_name": agency.short_name}
    form = UnitForm(request.user, request.POST or None, agency=agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            tree.change_unit(request.user, agency, form.cleaned_data.get("parent"), form.entry())
        except Refused as error:
            blame(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("administration:unit", pk)
    return page(request, "administration/unit.html", {"form": form, "agency": agency})


@requires(tree.CHANGE)
@require_POST
def unit_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop using a unit, or take it up again."""
    active = request.POST.get("active") == "1"
    done = _("已启用。") if active else _("已停用；原有的数据都在。")
    _try(request, lambda: tree.set_active(request.user, _agency(request, pk), active), done)
    return redirect("administration:unit", pk)


@requires(tree.ADD)
def import_units(request: HttpRequest) -> HttpResponse:
    """A list from a file: first what it would do with all its faults, then the import."""
    packed = request.POST.get("rows", "")
    form = ListForm(request.user, *((request.POST, request.FILES) if request.method == "POST" and not packed else ()))
    context: dict[str, object] = {"form": form, "steps": (), "faulty": 0, "rows": "", "region": None}
    try:
        if packed:
            region = get_object_or_404(form.fields["region"].queryset, pk=whole(request.POST.get("region")))
            added, changed = importing.apply_list(request.user, region, importing.unpack(packed))
            messages.success(request, _("已导入：新增 {added} 个，更新 {changed} 个。").format(added=added, changed=changed))
            return redirect("administration:units")
        if request.method == "POST" and form.is_valid():
            region, file = form.cleaned_data["region"], form.cleaned_data["file"]
            if file.size > importing.MOST_BYTES:
                raise Refused(_("文件超过 {limit} MB，请拆成几份再导入。").format(limit=importing.MOST_BYTES // 1024 // 1024))
            rows = importing.read_list(file.read(), file.name)
            steps = importing.plan(request.user, region, rows)
            faulty = sum(bool(step.faults) for step in steps)
            context |= {"steps": steps, "faulty": faulty, "rows": importing.pack(rows), "region": region}
    except NotAllowed:
        raise
    except Refused as error:
        messages.error(request, "".join([error.message, *error.fields.values()]))
    return page(request, "administration/import_units.html", context)


@requires(actions.CHANGE)
def users(request: HttpRequest) -> HttpResponse:
    """Who may sign in, with their posts."""
    search, cursor = request.GET.get("q", "").strip()[:200], request.GET.get("cursor", "")[:150]
    found = queries.user_page(request.user, search, cursor, SIZE)
    return page(request, "administration/users.html", {"page": found, "search": search, "cursor": cursor})


@requires(actions.ADD)
@never_cache
def add_user(request: HttpRequest) -> HttpResponse:
    """A new user; the one-time password is shown once."""
    form = UserForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        try:
            made, password = actions.add_user(
                request.user, fields["username"], fields["display_name"], fields["agency"], fields["group"]
            )
        except Refused as error:
            blame(form, error)
        else:
            return _shown(request, made, password=password)
    return page(request, "administration/add_user.html", {"form": form})


@requires(actions.CHANGE)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: name, posts, state."""
    return _shown(request, _user(request, pk))


@requires(actions.CHANGE)
@require_POST
@never_cache
def change_user(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """What a button of the user's page does."""
    person = _user(request, pk)
    me = request.user
    if what == "reset-password":
        try:
            return _shown(request, person, password=actions.reset_password(me, person))
        except Refused as error:
            messages.error(request, error.message)
    elif what == "name":
        name = NameForm(request.POST)
        if not name.is_valid():
            return _shown(request, person, name=name)
        _try(request, lambda: actions.rename_user(me, person, name.cleaned_data["display_name"]), _("已保存。"))
    elif what == "post":
        post = PostForm(me, request.POST)
        if not post.is_valid():
            return _shown(request, person, post=post)
        given = post.cleaned_data
        try:
            actions.give_post(me, person, given["agency"], given["group"])
        except Refused as error:
            blame(post, error)
            return _shown(request, person, post=post)
        messages.success(request, _("已增加岗位。"))
    elif what == "take-post":
        _try(request, lambda: actions.take_post(me, person, whole(request.POST.get("post")) or 0), _("已取消岗位。"))
    elif what in STATES:
        act, value, done = STATES[what]
        _try(request, lambda: act(me, person, value), done())
    else:
        raise Http404
    return redirect("administration:user", pk)


STATES: dict[str, tuple[Callable[[User | None, User, bool], None], bool, Callable[[], str]]] = {
    "lock": (actions.set_locked, True, lambda: _("已锁定，用户现在不能登录。")),
    "unlock": (actions.set_locked, False, lambda: _("已解除锁定。")),
    "close": (actions.set_active, False, lambda: _("已停用；用户做过的事仍留在日志里。")),
    "reopen": (actions.set_active, True, lambda: _("已启用。")),
}
"""Buttons that only switch something."""


def _shown(request: HttpRequest, person: User, **shown: object) -> HttpResponse:
    """The page of a user, with a password that is shown once or a form that needs mending."""
    posts = person.memberships.select_related("agency", "group").order_by("agency__path", "group")
    context = {
        "subject": person,
        "state": queries.state_of(person),
        "posts": posts,
        "myself": person.pk == request.user.pk,
        "name": NameForm(initial={"display_name": person.display_name}),
        "post": PostForm(request.user),
        "password": "",
    }
    return page(request, "administration/user.html", context | shown)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not; what is out of range stays 403."""
    try:
        act()
    except NotAllowed:
        raise
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)


def _agency(request: HttpRequest, pk: int) -> Agency:
    return get_object_or_404(visible_agencies(request.user, tree.CHANGE).select_related("parent"), pk=pk)


def _user(request: HttpRequest, pk: int) -> User:
    found = get_object_or_404(User, pk=pk)
    if not actions.manages(request.user, found):
        raise Http404(_("没有这个用户，或者他有您管理范围以外的岗位"))
    return found
