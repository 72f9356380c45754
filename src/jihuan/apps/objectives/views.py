"""The department and its projects as official sheets, and the same as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import years as known_years
from jihuan.apps.objectives import actions, facts, queries
from jihuan.apps.objectives.models import DepartmentGoal
from jihuan.apps.organisations.access import requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of, within
from jihuan.apps.organisations.scope import scoped
from jihuan.core.document import Document
from jihuan.documents.writers import WriteError
from jihuan.ui.pages import chosen, page, screen
from jihuan.ui.pieces import pieces
from jihuan.ui.sheet import department_sheet, piece_sheets
from jihuan.ui.source import keys

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
SHOWN = 100
ORDER = ("agency__path", "position", "pk")


@requires("objectives.view_departmentgoal")
def departments(request: HttpRequest) -> HttpResponse:
    """Every department that the user sees in a year, with its totals."""
    years = known_years(request.user)
    year = chosen(request.GET.get("year"), years)
    rows = queries.departments(request.user, year) if year else ()
    return page(request, "objectives/departments.html", {"rows": rows, "years": years, "year": year})


@requires("objectives.view_departmentgoal")
def department(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The department part of the document in reading layout, and its projects."""
    agency = _agency(request, code)
    goal = DepartmentGoal.objects.filter(agency=agency, fiscal_year=year).select_related("reported_by").first()
    rows = _projects(request, agency, year)
    if goal is None and not rows.exists():
        raise Http404(_("{agency}在 {year} 年还没有绩效目标").format(agency=agency, year=year))
    document = _part(goal) if goal else Document(fiscal_year=year)
    cut = pieces(document)
    at = screen(request, cut)
    context = {
        "agency": agency,
        "year": year,
        "goal": goal,
        "part": department_sheet(document, piece=cut[at]) if goal else None,
        "screen": at,
        "screens": len(cut),
        "projects": list(rows.order_by(*ORDER).values_list("pk", "code", "name", "total", "fiscal", "other")[:SHOWN]),
        "totals": rows.aggregate(count=Count("pk"), total=Sum("total"), fiscal=Sum("fiscal"), other=Sum("other")),
        "start": keys((document.overall_goal.place,)) if document.overall_goal and document.overall_goal.place else "",
    }
    return page(request, "objectives/department.html", context)


@requires("budgets.view_project")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet is the screen."""
    row = _project(request, pk)
    document = facts.project_document(row)
    cut = pieces(document)
    at = screen(request, cut)
    context = {
        "row": row,
        "sheet": piece_sheets(document, cut[at])[0],
        "screen": at,
        "screens": len(cut),
        "department": department_of(row.agency),
        "before": _beside(request, row, back=True),
        "after": _beside(request, row, back=False),
        "start": keys((document.projects[0].place,)) if document.projects[0].place else "",
    }
    return page(request, "objectives/project.html", context)


@requires("objectives.export_goals")
def export_department(request: HttpRequest, code: str, year: int, fmt: str) -> HttpResponse:
    """The whole document of a department as a file."""
    agency = _agency(request, code)
    name = _("{year}年{agency}部门预算绩效目标").format(year=year, agency=agency.name)
    goals = DepartmentGoal.objects.filter(agency=agency, fiscal_year=year)
    if not goals.exists() and not _projects(request, agency, year).exists():
        raise Http404(_("{agency}在 {year} 年还没有绩效目标").format(agency=agency, year=year))
    return file_answer(request, partial(actions.export_department, request.user, agency, year), name, fmt)


@requires("objectives.export_goals")
def export_project(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """One project sheet as a file."""
    row = _project(request, pk)
    name = _("{year}年{project}绩效目标表").format(year=row.fiscal_year, project=row.name)
    return file_answer(request, partial(actions.export_project, request.user, row), name, fmt)


def _part(goal: DepartmentGoal) -> Document:
    return Document(overall_goal=facts.overall_goal(goal), sub_goals=facts.sub_goals(goal), safeguards=facts.safeguards(goal))


def file_answer(request: HttpRequest, export: Callable[[str], bytes], name: str, fmt: str) -> HttpResponse:
    """A file to download; back to the page with the reason where it cannot be written."""
    if fmt not in FORMATS:
        raise Http404(_("没有这种文件格式"))
    try:
        data = export(fmt)
    except WriteError as error:
        messages.error(request, _("没有导出：{reason}").format(reason=error))
        return redirect(request.headers.get("Referer", "/") if _own(request) else "/")
    disposition = content_disposition_header(as_attachment=True, filename=f"{_file_name(name)}.{fmt}")
    return HttpResponse(data, content_type=FORMATS[fmt], headers={"Content-Disposition": disposition})


def _own(request: HttpRequest) -> bool:
    return request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/")


def _file_name(name: str) -> str:
    """Without the characters that file systems refuse, and short enough for them."""
    return "".join("_" if character in '\\/:*?"<>|' or ord(character) < 32 else character for character in name)[:72]


def _agency(request: HttpRequest, code: str) -> Agency:
    agency = queries.department(request.user, code)
    if agency is None:
        raise Http404(_("没有这个单位，或者它不在您的查看范围内"))
    return agency


def _project(request: HttpRequest, pk: int) -> Project:
    return get_object_or_404(scoped(facts.with_facts(Project.objects.all()), request.user), pk=pk)


def _beside(request: HttpRequest, row: Project, *, back: bool) -> tuple[int, str] | None:
    """Id and name of the project before or after this one, in the order of the document."""
    side = "lt" if back else "gt"
    found, same = Q(), Q()
    for name, value in zip(ORDER, (row.agency.path, row.position, row.pk), strict=True):
        found |= same & Q(**{f"{name}__{side}": value})
        same &= Q(**{name: value})
    mine = scoped(Project.objects.filter(found, fiscal_year=row.fiscal_year), request.user)
    return mine.order_by(*(f"-{name}" if back else name for name in ORDER)).values_list("pk", "name").first()


def _projects(request: HttpRequest, agency: Agency, year: int) -> QuerySet[Project]:
    return scoped(Project.objects.filter(within(agency.path, "agency__path"), fiscal_year=year), request.user)
