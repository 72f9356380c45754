"""Findings beside the sheet they are about, what people do about them, and the board."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives.queries import department as department_of_code
from jihuan.apps.organisations.access import Refused, requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.organisations.scope import may, scoped
from jihuan.apps.reviews import actions, checking, queries
from jihuan.apps.reviews.models import Check, Finding
from jihuan.ui.pages import page_or_block


@requires("reviews.view_finding")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of a sheet (htmx takes the panel alone)."""
    row = get_object_or_404(scoped(Project.objects.select_related("agency"), request.user), pk=pk)
    here = reverse("objectives:project", args=[pk])
    check = checking.check_if_small(department_of(row.agency), row.fiscal_year)
    context = _panel(request, queries.panel(queries.of_project(row)), check, row.agency)
    return page_or_block(request, "reviews/findings.html", "panel", context | {"title": row.name, "here": here})


@requires("reviews.view_finding")
def department(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The findings of the department part (htmx takes the panel alone)."""
    agency = department_of_code(request.user, code)
    if agency is None:
        raise Http404(_("没有这个单位，或者它不在您的查看范围内"))
    here = reverse("objectives:department", args=[code, year])
    check = checking.check_if_small(department_of(agency), year)
    context = _panel(request, queries.panel(queries.of_department(agency, year)), check, agency)
    return page_or_block(request, "reviews/findings.html", "panel", context | {"title": agency.name, "here": here})


@require_POST
@requires("reviews.change_finding")
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the rule proposes."""
    return _done(request, pk, actions.mend, _("已改正，并重新审核。需要时可以在“已处理”里撤销。"))


@require_POST
@requires("reviews.change_finding")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what stood there before the mend."""
    return _done(request, pk, actions.undo_mend, _("已撤销改正，恢复原来的内容。"))


@require_POST
@requires("reviews.change_finding")
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it stand, with a reason."""
    reason = request.POST.get("reason", "")[:2000]
    return _done(request, pk, lambda user, row: actions.waive(user, row, reason), _("已记录理由。"))


@require_POST
@requires("reviews.change_finding")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the reason back."""
    return _done(request, pk, actions.reopen, _("已撤回理由，这一条重新待处理。"))


def _done(request: HttpRequest, pk: int, action: Callable[[User, Finding], Finding], told: str) -> HttpResponse:
    """The action, its sentence, and the page that shows the sheet again."""
    finding = get_object_or_404(scoped(Finding.objects.select_related("project", "department"), request.user), pk=pk)
    try:
        action(request.user, finding)
        messages.success(request, told)
    except Refused as refusal:
        messages.error(request, refusal.message)
    if finding.project_id is not None:
        return redirect("objectives:project", finding.project_id)
    return redirect("objectives:department", finding.department.code, finding.fiscal_year)


def _panel(request: HttpRequest, panel: queries.Panel, check: Check | None, agency: Agency) -> dict[str, object]:
    return {
        "panel": panel,
        "checked_at": check.checked_at if check else None,
        "may_change": may(request.user, actions.CHANGE, agency),
        "mendable": actions.mendable,
    }
