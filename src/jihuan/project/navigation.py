"""The frame of every page: the stages of the cycle that exist, who is signed in, what waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jihuan.apps.budgets.queries import years
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import visible_agencies
from jihuan.apps.overview.queries import todo_count


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the rail."""

    title: str
    href: str
    icon: str
    here: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A stage of the cycle with its pages."""

    title: str
    entries: tuple[Entry, ...]


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of every page; asks the database only when the page draws the frame."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> dict[str, object]:
    waiting = todo_count(request.user)
    year = next(iter(years(request.user)), None)
    return {
        "unit": _unit(request),
        "year": year,
        "person": str(request.user),
        "waiting": waiting,
        "navigation": _navigation(request, waiting),
        "messages": get_messages(request),
    }


def _unit(request: HttpRequest) -> str:
    """The uppermost agency of the user's memberships."""
    first = visible_agencies(request.user).order_by("path").values_list("name", "kind").first()
    if first is None:
        return _("尚未分配单位")
    name, kind = first
    return _("{region}（全部单位）").format(region=name) if kind == Agency.Kind.REGION else name


def _navigation(request: HttpRequest, waiting: int) -> list[Group]:
    pages = (
        ("", _("首页"), "overview:home", "home", None, 0),
        (_("目标"), _("部门绩效目标"), "objectives:departments", "building-community", "objectives.view_departmentgoal", 0),
        (_("目标"), _("项目绩效目标"), "budgets:projects", "table", "budgets.view_project", 0),
        (_("目标"), _("文件导入"), "intake:uploads", "file-import", "intake.view_upload", waiting),
        (_("目标"), _("审核意见"), "reviews:board", "checks", "reviews.view_finding", 0),
        (_("评价"), _("绩效自评"), "evaluation:evaluations", "file-text", "evaluation.view_selfevaluation", 0),
        (_("分析"), _("绩效分析"), "overview:analysis", "chart-bar", "budgets.view_project", 0),
        (_("系统"), _("用户"), "administration:users", "user", "accounts.change_user", 0),
        (_("系统"), _("单位"), "administration:units", "building-community", "organisations.change_agency", 0),
        (_("系统"), _("操作日志"), "journal:entries", "file-text", "journal.view_entry", 0),
    )
    groups: dict[str, list[Entry]] = {}
    for stage, title, name, icon, permission, count in pages:
        if permission is None or request.user.has_perm(permission):
            href = reverse(name)
            here = request.path == href or (href != "/" and request.path.startswith(href))
            groups.setdefault(stage, []).append(Entry(title, href, icon, here, count))
    return [Group(stage, tuple(entries)) for stage, entries in groups.items()]
