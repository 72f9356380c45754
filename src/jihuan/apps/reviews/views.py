"""Findings beside the sheet they are about, what people do about them, and the review sheet."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.contrib import messages
from django.db.models import QuerySet
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
from jihuan.apps.reviews import actions, checking, queries, ruling
from jihuan.apps.reviews.models import Finding
from jihuan.apps.reviews.prereview import review_sheet
from jihuan.ui.pages import block, page, page_or_block


@requires("reviews.view_finding")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of a sheet (htmx takes the panel alone); POST checks a piece of a department that is too large to wait for."""
    row = get_object_or_404(scoped(Project.objects.select_related("agency__parent"), request.user), pk=pk)
    top, links = department_of(row.agency), {"renew": reverse("reviews:project", args=[pk])}
    standing = _standing(request, top, row.fiscal_year, row)
    if under_way := _under_way(request, standing, links):
        return under_way
    context = _panel(request, queries.of_project(row), standing, row.agency)
    links["here"] = reverse("objectives:project", args=[pk])
    return _through(request, context | links | {"title": row.name, "sheet": row})


@requires("reviews.view_finding")
def department(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The findings of the department part and the causes that its sheets share; POST as above."""
    agency = department_of_code(request.user, code)
    if agency is None:
        raise Http404(_("没有这个单位，或者它不在您的查看范围内"))
    links = {"renew": reverse("reviews:department", args=[code, year])}
    standing = _standing(request, department_of(agency), year)
    if under_way := _under_way(request, standing, links):
        return under_way
    context = _panel(request, queries.of_department(agency, year), standing, agency)
    links["here"] = reverse("objectives:department", args=[code, year])
    shared = queries.shared(request.user, agency, year)
    return _through(request, context | links | {"title": agency.name, "of": agency, "year": year, "shared": shared})


@requires("reviews.view_finding")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The review sheet of a project: reference points with their derivation, and what a reviewer gave."""
    row = get_object_or_404(scoped(Project.objects.select_related("agency__parent"), request.user), pk=pk)
    standing = checking.standing(department_of(row.agency), row.fiscal_year, row)
    context = {
        "row": row,
        "review": review_sheet(row),
        "standing": standing,
        "may_judge": may(request.user, ruling.POINTS, row.agency),
    }
    return page(request, "reviews/sheet.html", context)


@require_POST
@requires("reviews.change_aspectpoints")
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an aspect other points, or go back to the reference figure."""
    row = get_object_or_404(scoped(Project.objects.select_related("agency"), request.user), pk=pk)
    text = request.POST.get("points", "").strip()
    try:
        if text and not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
            raise Refused(_("“{text}”不是得分，请写数字，如 8.5").format(text=text[:20]))
        given = Decimal(text) if text else None
        ruling.give_points(request.user, row, request.POST.get("aspect", ""), given, request.POST.get("reason", ""))
        messages.success(request, _("已记下。参考分仍列在旁边。"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("reviews:sheet", pk)


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


def _standing(request: HttpRequest, department: Agency, fiscal_year: int, sheet: Project | None = None) -> checking.Standing:
    if request.method == "POST":
        checking.check_department(department, fiscal_year, time.monotonic() + checking.PATIENCE)
        return checking.standing(department, fiscal_year)
    return checking.standing(department, fiscal_year, sheet)


def _under_way(request: HttpRequest, standing: checking.Standing, links: dict[str, str]) -> HttpResponse | None:
    """To htmx that asks on and on: how far the check came, as long as it is not through."""
    if request.method == "GET" or not standing.stale or request.headers.get("HX-Request") != "true":
        return None
    return block(request, "reviews/findings.html", "renewing", links | {"standing": standing})


def _through(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """The panel; where it ends a check in pieces, in place of the whole panel and not of the line that told how far it was."""
    answer = page_or_block(request, "reviews/findings.html", "panel", context)
    if request.method == "POST":
        answer["HX-Retarget"] = "#findings"
    return answer


def _panel(request: HttpRequest, findings: QuerySet[Finding], standing: checking.Standing, agency: Agency) -> dict[str, object]:
    rows = list(findings)
    return panel_context(
        rows,
        standing=standing,
        checked_at=standing.at,
        may_change=may(request.user, actions.CHANGE, agency),
        may_add_words=ruling.home_for(request.user, agency) is not None,
        twins=queries.twins(request.user, rows),
    )


def panel_context(findings: Iterable[Finding], **known: object) -> dict[str, object]:
    """What the panel of findings needs, with what is ``known`` of the page.

    ``here`` is the page of the sheet; ``mend_here`` where a mend of a draft is sent; ``sheet`` the project and ``of`` the
    department that it is about; ``twins`` the sheets of other units that say the same, as far as the user sees them; ``most``
    (None: all) findings of a cause are listed.
    """
    nothing = {
        "standing": None,
        "checked_at": None,
        "sheet": None,
        "of": None,
        "year": None,
        "shared": (),
        "mend_here": "",
        "note": "",
        "twins": {},
        "most": None,
    }
    return nothing | {"panel": queries.panel(findings), "mendable": actions.mendable, "may_add_words": False} | known
