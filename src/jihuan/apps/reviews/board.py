"""The board “哪些单位问题最多？”, the list behind each of its numbers, and that list as a file."""

from __future__ import annotations

import time
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.budgets.queries import years as known_years
from jihuan.apps.organisations.access import requires
from jihuan.apps.reviews import actions, checking, exporting, queries
from jihuan.apps.reviews.models import Finding
from jihuan.apps.reviews.queries import Filters
from jihuan.ui.pages import block, chosen, page, whole

COMMON = 8
"""So many rules are columns of the board and bars of the chart."""
CERTAIN = (Finding.Shelf.BLOCKS, Finding.Shelf.ANSWER, Finding.Shelf.STYLE)
UNITS, SHOWN, MOST = 200, 100, 20_000
WIDTHS = (10, 24, 30, 10, 10, 10, 60, 40, 40, 12, 40)


class Progress(NamedTuple):
    """How many departments are left to be checked, of how many; of a large one, how many sheets are done."""

    left: int
    departments: int
    within: tuple[str, int] | None = None


@requires("reviews.view_finding")
def board(request: HttpRequest) -> HttpResponse:
    """Units by rules."""
    years = known_years(request.user)
    filters = _filters(request, years)
    grid = queries.grid(request.user, filters, COMMON)
    context = {
        "filters": filters,
        "years": years,
        "grid": grid,
        "units": grid.units[:UNITS],
        "states": Finding.State.choices,
        "shelves": Finding.Shelf.choices,
        "columns": [choice for choice in Finding.Shelf.choices if choice[0] in (filters.shelf, *CERTAIN)],
        "going": False,
        "progress": _progress(request, filters),
    }
    return page(request, "reviews/board.html", context)


@requires("reviews.view_finding")
def findings(request: HttpRequest) -> HttpResponse:
    """The findings behind a number of the board, 100 at a time."""
    years = known_years(request.user)
    filters = _filters(request, years)
    after = whole(request.GET.get("after"))
    rows = queries.listed(request.user, filters)
    count = rows.order_by().count()
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows[: SHOWN + 1])
    context = {
        "filters": filters,
        "years": years,
        "rows": found[:SHOWN],
        "count": count,
        "next": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "states": Finding.State.choices,
        "shelves": Finding.Shelf.choices,
        "cut": _too_many(count) if count > MOST else "",
        "rule_title": queries.title(filters.rule) if filters.rule else "",
    }
    return page(request, "reviews/list.html", context)


@requires("reviews.view_finding")
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    """The list as it is filtered, as CSV or workbook."""
    if fmt not in exporting.TYPES:
        raise Http404(_("没有这种文件格式"))
    filters = _filters(request, known_years(request.user))
    found = queries.listed(request.user, filters)
    rows, count = list(found[:MOST]), found.count()
    actions.told_of_export(request.user, "export_findings", fmt, len(rows))
    table = [_head(), *map(_line, rows)]
    if count > MOST:
        table.append((_too_many(count),))
    name = _("{year}年审核意见").format(year=filters.year or "")
    return exporting.answer(table, name, fmt, WIDTHS)


@require_POST
@requires("reviews.change_finding")
def check(request: HttpRequest) -> HttpResponse:
    """Check departments that changed since, for a second or two; htmx shows how far and asks again until all are done."""
    filters = _filters(request, known_years(request.user))
    step = request.headers.get("HX-Request") == "true"
    done = 0 if step and "going" not in request.POST else _checked_some(request, filters)
    progress = _progress(request, filters)
    if step:
        answer = block(request, "reviews/board.html", "progress", {"progress": progress, "filters": filters, "going": True})
        if not progress.left:
            answer["HX-Refresh"] = "true"
        return answer
    told = _("已审核 {n} 个部门。").format(n=done)
    messages.success(request, told + (_("还有 {n} 个，请再点一次。").format(n=progress.left) if progress.left else ""))
    return redirect("reviews:board")


def _checked_some(request: HttpRequest, filters: Filters) -> int:
    """Check until patience ends; how many departments were."""
    until, done = time.monotonic() + checking.PATIENCE, 0
    for department in queries.unchecked(request.user, filters.year)[0] if filters.year else ():
        done += checking.check_department(department, filters.year or 0, until)
        if time.monotonic() > until:
            break
    return done


def _progress(request: HttpRequest, filters: Filters) -> Progress:
    todo, departments = queries.unchecked(request.user, filters.year) if filters.year else ([], 0)
    return Progress(len(todo), departments, queries.under_way(todo, filters.year) if todo and filters.year else None)


def _filters(request: HttpRequest, years: list[int]) -> Filters:
    """What the address says, as far as it makes sense."""
    asked = request.GET if request.method == "GET" else request.POST
    state, shelf = asked.get("state", Finding.State.OPEN), asked.get("shelf", "")
    return Filters(
        year=chosen(asked.get("year"), years),
        unit=asked.get("unit", "")[:40].replace("\0", ""),
        shelf=shelf if shelf in Finding.Shelf.values else "",
        rule=asked.get("rule", "")[:12].replace("\0", ""),
        state=state if state in Finding.State.values else "",
    )


def _too_many(count: int) -> str:
    return _("导出的文件只含前 {most} 条，共 {count} 条；请按单位、类别或规则筛选后分几次导出。").format(most=MOST, count=count)


def _head() -> tuple[str, ...]:
    return (
        _("单位编码"), _("单位名称"), _("项目"), _("类别"), _("规则"), _("状态"), _("问题"), _("依据"), _("改法"), _("处理时间"), _("理由"),
    )  # fmt: skip


def _line(row: Finding) -> tuple[str, ...]:
    return (
        row.agency.code,
        row.agency.name,
        row.project.name if row.project else _("部门整体"),
        row.get_shelf_display(),
        row.rule,
        row.get_state_display(),
        row.message,
        row.citation,
        row.hint,
        _day(row.at),
        row.reason,
    )


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""
