"""The first page: what waits for me, what my units have."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from jihuan.apps.budgets.queries import years
from jihuan.apps.objectives.queries import departments
from jihuan.apps.organisations.access import signed_in
from jihuan.apps.overview import queries
from jihuan.ui.pages import page

SHOWN = 12


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Drafts to confirm, departments of the latest year with their totals."""
    year = next(iter(years(request.user)), None)
    rows = departments(request.user, year) if year else ()
    context = {
        "todo": queries.todo(request.user),
        "year": year,
        "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN),
        "projects": sum(row.projects for row in rows),
        "indicators": sum(row.indicators for row in rows),
        "total": sum(row.total for row in rows),
        "fiscal": sum(row.fiscal for row in rows),
    }
    return page(request, "overview/home.html", context)
