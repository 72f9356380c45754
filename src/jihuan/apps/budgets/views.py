"""The list of projects."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.organisations.access import requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import scoped
from jihuan.ui.pages import page_or_block
from jihuan.ui.paging import keyset

SIZE = 50
FIELDS = ("pk", "code", "name", "fiscal_year", "agency__name", "total", "fiscal", "other")
SORTS = {
    "unit": ("agency__path", "-fiscal_year", "position", "pk"),
    "name": ("pinyin", "pk"),
    "-name": ("-pinyin", "-pk"),
    "code": ("code", "pk"),
    "-code": ("-code", "-pk"),
    "total": ("total", "pk"),
    "-total": ("-total", "pk"),
    "fiscal": ("fiscal", "pk"),
    "-fiscal": ("-fiscal", "pk"),
}


@requires("budgets.view_project")
def projects(request: HttpRequest) -> HttpResponse:
    """Search, filter, sort and page; the address holds the whole state."""
    mine = scoped(Project.objects.all(), request.user)
    query, sort = request.GET.get("q", "").strip()[:100], request.GET.get("sort", "")
    year, unit = _number(request.GET.get("year")), request.GET.get("unit", "")[:40]
    sort = sort if sort in SORTS else "unit"
    found = _filtered(mine, query, year, unit)
    cursor = next(((way, request.GET[way]) for way in ("after", "before") if way in request.GET), ("", ""))
    context = {
        "query": query,
        "sort": sort,
        "year": year,
        "unit": unit,
        "rows": keyset(found, FIELDS, SORTS[sort], cursor, SIZE),
        "totals": found.aggregate(count=Count("pk"), total=Sum("total"), fiscal=Sum("fiscal"), other=Sum("other")),
        "years": list(mine.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()),
        "units": list(Agency.objects.filter(pk__in=mine.values("agency")).order_by("path").values_list("code", "name", "path")),
        "columns": (
            ("code", _("项目编码"), "code", ""),
            ("name", _("项目名称"), "name", "name"),
            ("unit", _("单位"), "unit", ""),
            ("", _("年度"), "", "right"),
            ("total", _("预算数"), "-total", "right"),
            ("fiscal", _("财政资金"), "-fiscal", "right"),
            ("", _("其他资金"), "", "right"),
        ),
        "kept": {"q": query, "year": year or "", "unit": unit, "sort": "" if sort == "unit" else sort},
    }
    return page_or_block(request, "budgets/projects.html", "results", context)


def _filtered(rows: QuerySet[Project], query: str, year: int | None, unit: str) -> QuerySet[Project]:
    if year:
        rows = rows.filter(fiscal_year=year)
    if unit:
        rows = rows.filter(Q(agency__code=unit) | Q(agency__path__contains=f"/{unit}/"))
    for word in query.split():
        pinyin = word.lower()
        rows = rows.filter(
            Q(name__icontains=word) | Q(code__icontains=word) | Q(initials__contains=pinyin) | Q(pinyin__contains=pinyin)
        )
    return rows


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) == 4 else None
