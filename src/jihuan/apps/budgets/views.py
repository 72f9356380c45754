"""The list of projects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jihuan.apps.budgets import queries
from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import Filters
from jihuan.apps.organisations.access import requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import scoped
from jihuan.ui.pages import page_or_block, whole

SIZE = 50


@requires("budgets.view_project")
def projects(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort and page; the address holds the whole state."""
    filters = _filters(request)
    sort = f"-{filters.sort}" if filters.descending else filters.sort
    seen = scoped(Project.objects.order_by(), request.user).values("agency")
    context = {
        "filters": filters,
        "sort": sort,
        "page": queries.project_page(request.user, filters, request.GET.get("cursor", "")[:500], SIZE),
        "years": queries.years(request.user),
        "units": list(Agency.objects.filter(pk__in=seen).order_by("path").values_list("code", "name")),
        "columns": (
            ("", _("项目编码"), "", ""),
            ("name", _("项目名称"), "name", ""),
            ("agency", _("单位"), "agency", ""),
            ("", _("年度"), "", "right"),
            ("amount", _("预算数"), "-amount", "right"),
            ("", _("财政资金"), "", "right"),
            ("", _("其他资金"), "", "right"),
        ),
        "kept": {
            "q": filters.search,
            "year": filters.year,
            "unit": filters.agency,
            "sort": "" if sort == "position" else sort,
        },
    }
    return page_or_block(request, "budgets/projects.html", "results", context)


def _filters(request: HttpRequest) -> Filters:
    year, sort = whole(request.GET.get("year")), request.GET.get("sort", "")
    name = sort.removeprefix("-")
    return Filters(
        year=year if year is not None and year < 10_000 else None,
        agency=request.GET.get("unit", "")[:40],
        search=request.GET.get("q", "").strip()[:200],
        sort=name if name in queries.KEYS else "position",
        descending=sort.startswith("-") and name in queries.KEYS,
    )
