"""The self-evaluation as the official sheet: filled in, scored while it is typed, tried out, submitted, printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import years as known_years
from jihuan.apps.evaluation import actions, comparison, department, editing, facts, figures, queries, todo
from jihuan.apps.evaluation.facts import Scored
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives.facts import project_document
from jihuan.apps.objectives.queries import department as department_of_code
from jihuan.apps.objectives.views import file_answer
from jihuan.apps.organisations.access import NotAllowed, Refused, requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import may, scoped
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.views import panel_context
from jihuan.core.interchange import from_json
from jihuan.law.engine import Context
from jihuan.law.engine.registry import rules
from jihuan.ui.pages import chosen, page, page_or_block, screen, whole
from jihuan.ui.pieces import pieces, screen_of
from jihuan.ui.sheet import project_sheet

SIZE = 50
RULES = ("EVA-", "SAT-")
OF_A_CAUSE = 20
"""Findings of one cause that the panel lists."""
TOLD = 100
"""So many of the cells that are still missing are listed; the rest by the screen they are on."""


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal of the view becomes its sentence, on the list (or alone, for a script)."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed:
            raise
        except Refused as refusal:
            if "application/json" in request.headers.get("Accept", ""):
                return JsonResponse({"message": refusal.message}, status=422)
            messages.error(request, refusal.message)
            return redirect("evaluation:evaluations")

    return inner


@requires("evaluation.view_selfevaluation")
def evaluations(request: HttpRequest) -> HttpResponse:
    """Every project of a year with the state, total and grade of its self-evaluation; the address holds the whole state."""
    years = known_years(request.user)
    filters = _filters(request, years)
    seen = scoped(Project.objects.order_by(), request.user).values("agency")
    context = {
        "filters": filters,
        "page": queries.evaluation_page(request.user, filters, request.GET.get("cursor", "")[:500], SIZE),
        "years": years,
        "units": list(Agency.objects.filter(pk__in=seen).order_by("path").values_list("code", "name")),
        "states": queries.STATES,
        "department": queries.department(request.user, filters),
        "kept": {"q": filters.search, "year": filters.year, "unit": filters.agency, "state": filters.state},
    }
    return page_or_block(request, "evaluation/evaluations.html", "results", context)


@requires("evaluation.view_selfevaluation")
@told
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet; ``?try`` opens it for trying values out, of which nothing is kept; ``?missing`` lists what it still needs."""
    project = _project(request, pk)
    known = _known(project)
    if known is None:
        context = {"project": project, "may_change": may(request.user, actions.CHANGE, project.agency)}
        return page(request, "evaluation/start.html", context)
    return page(request, "evaluation/sheet.html", _context(request, known, trial="try" in request.GET))


@require_POST
@requires("evaluation.change_selfevaluation")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, with weights proposed."""
    try:
        actions.start(request.user, _project(request, pk))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("evaluation:evaluation", pk)


@require_POST
@requires("evaluation.change_selfevaluation")
@told
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one cell (JSON answer), or every cell of the form that differs (a trial taken over, a browser without script)."""
    known = _of(request, pk)
    name = next((name for name in request.POST.getlist("pointer") if not name.startswith("/")), None)
    if name is not None:
        return _save_cell(request, known, name)
    version = whole(request.POST.get("version")) or 0
    values = {name: text for name, text in request.POST.items() if "/" in name or name in facts.ALONE}
    trial = "trial" in request.POST
    try:
        saved = actions.take_over(request.user, known, values, version)
    except Refused as refusal:
        messages.error(request, refusal.message)
        context = _context(request, actions.reread(known), trial=trial, typed=values)
        return page(request, "evaluation/sheet.html", context | {"wrong": refusal.fields}, status=409)
    messages.success(request, _("已保存 {n} 格。").format(n=saved), extra_tags="adopted" if trial else "")
    return _sheet(pk, page=request.POST.get("page", ""))


@require_POST
@requires("evaluation.view_selfevaluation")
@told
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Scores, total and grade of what is typed; nothing is kept."""
    known = _of(request, pk)
    sheet, wrong = editing.changed_all(facts.sheet_of(known), request.POST.dict())
    found = facts.scored(sheet, actions.law_for(known.project))
    return JsonResponse(figures.of(found, _screen(request, found).rows) | {"wrong": wrong})


@requires("evaluation.view_selfevaluation")
@told
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rules for self-evaluations say about the sheet as it is (htmx takes the panel alone)."""
    known = _of(request, pk)
    approved = Context(approved=project_document(known.project))
    asked = [rule for rule in rules() if rule.startswith(RULES)]
    context = panel_context(
        checking.preview(actions.document_of(known), known.project.agency, approved, asked),
        checked_at=timezone.now(),
        may_change=False,
        most=OF_A_CAUSE,
        title=known.project.name,
        here=reverse("evaluation:evaluation", args=[pk]),
    )
    return page_or_block(request, "reviews/findings.html", "panel", context)


@require_POST
@requires("evaluation.change_selfevaluation")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Give new indicators of the goal sheet their rows."""
    return _done(request, pk, actions.follow, _("已按目标表更新，分值重新提了建议。"))


@require_POST
@requires("evaluation.submit_selfevaluation")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit what was seen; where something is missing, the sheet says what."""
    seen = whole(request.POST.get("version")) or 0
    try:
        actions.submit(request.user, _of(request, pk), seen)
    except Refused as refusal:
        if refusal.fields:
            return _sheet(pk, missing=1)
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已提交。需要更正时可以收回。"))
    return _sheet(pk)


@require_POST
@requires("evaluation.submit_selfevaluation")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back."""
    return _done(request, pk, actions.reopen, _("已收回，可以继续填写。"))


@requires("evaluation.export_selfevaluation")
@told
def export(request: HttpRequest, pk: int, fmt: str) -> HttpResponse:
    """The official form as a file."""
    known = _of(request, pk)
    name = _("{year}年{project}绩效自评表").format(year=known.project.fiscal_year, project=known.project.name)
    return file_answer(request, lambda to: actions.export(request.user, known, to), name, fmt)


@requires("evaluation.view_selfevaluation")
@told
def department_page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The department-wide sheet."""
    agency = _agency(request, code)
    found = department.whole(request.user, agency, year)
    return page(request, "evaluation/department.html", {"agency": agency, "year": year, "whole": found})


@requires("evaluation.export_selfevaluation")
@told
def export_department(request: HttpRequest, code: str, year: int, fmt: str) -> HttpResponse:
    """The department-wide sheet as an official form."""
    agency = _agency(request, code)
    name = _("{year}年{agency}部门整体支出绩效自评表").format(year=year, agency=agency.name)
    return file_answer(request, lambda to: actions.export_department(request.user, agency, year, to), name, fmt)


def _save_cell(request: HttpRequest, known: SelfEvaluation, name: str) -> JsonResponse:
    text, base = (request.POST.get(key, "").replace("\r\n", "\n") for key in ("value", "base"))
    try:
        found = actions.fill(request.user, known, name, text, base)
    except actions.Clash as clash:
        return JsonResponse({"theirs": clash.theirs, "version": known.version}, status=409)
    except NotAllowed as refusal:
        return JsonResponse({"message": refusal.message}, status=403)
    except Refused as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    version = SelfEvaluation.objects.values_list("version", flat=True).get(pk=known.pk)
    answer = {"version": version, "value": dict(facts.texts(found.sheet))[name], "original": None}
    return JsonResponse(answer | {"figures": figures.of(found, _screen(request, found).rows)})


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of a large sheet: its index, of how many, and the rows on it."""

    at: int
    count: int
    rows: range


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a sheet from being submitted: how many cells, the first of them, and how many on each screen."""

    count: int
    first: tuple[todo.Item, ...]
    screens: tuple[tuple[int, int], ...]


def _screen(request: HttpRequest, found: Scored) -> Screen:
    """The screen that the address asks for: "page", or "at" with the name or the pointer of a cell."""
    cut, asked = pieces(found.document), request.GET.get("at", "")
    at = screen(request, cut, facts.places(found.sheet).get(asked.rpartition("/")[0], asked))
    return Screen(at, len(cut), cut[at].parts[0].rows)


def _missing(found: Scored) -> Missing:
    cut, items, places = pieces(found.document), todo.of(found), facts.places(found.sheet)
    on = Counter(screen_of(cut, places.get(item.name.rpartition("/")[0], "")) for item in items)
    return Missing(len(items), items[:TOLD], tuple(sorted(on.items())) if len(cut) > 1 else ())


def _context(
    request: HttpRequest, known: SelfEvaluation, *, trial: bool = False, typed: dict[str, str] | None = None
) -> dict[str, Any]:
    """Everything that the sheet's page shows; ``typed``: what was typed and could not be saved."""
    agency, draft = known.project.agency, known.state == SelfEvaluation.State.DRAFT
    sheet = facts.sheet_of(known)
    law = actions.law_for(known.project)
    found = facts.scored(editing.changed_all(sheet, typed)[0] if typed else sheet, law)
    saved = dict(facts.texts(sheet))
    may_change = draft and may(request.user, actions.CHANGE, agency)
    on = _screen(request, found)
    return {
        "known": known,
        "project": known.project,
        "found": found,
        "screen": on,
        "rows": found.rows[on.rows.start : on.rows.stop],
        "form": project_sheet(found.document.projects[0], "/projects/0", shown=on.rows),
        "figures": figures.of(found, on.rows),
        "saved": saved,
        "texts": saved | {name: text for name, text in (typed or {}).items() if name in saved},
        "wrong": {},
        "missing": _missing(found) if draft and "missing" in request.GET else None,
        "edit": may_change,
        "trial": trial and may_change,
        "may_submit": may(request.user, actions.SUBMIT, agency),
        "tiers": facts.TIERS,
        "causes": facts.CAUSES,
        "left_over": facts.left_over(known),
        "blank_rows": sum(row.weight == 0 and not row.not_applicable for row in sheet.rows) if draft else 0,
        "compared": comparison.of(from_json(known.stated), law) if known.stated else (),
    }


def _sheet(pk: int, **query: object) -> HttpResponse:
    """To the sheet, on the screen that the query names."""
    kept = {name: value for name, value in query.items() if value}
    return redirect(reverse("evaluation:evaluation", args=[pk], query=kept or None))


def _done(request: HttpRequest, pk: int, action: Callable[[User, SelfEvaluation], object], told: str) -> HttpResponse:
    try:
        action(request.user, _of(request, pk))
        messages.success(request, told)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("evaluation:evaluation", pk)


def _filters(request: HttpRequest, years: list[int]) -> queries.Filters:
    state = request.GET.get("state", "")
    return queries.Filters(
        year=chosen(request.GET.get("year"), years),
        agency=request.GET.get("unit", "")[:40],
        search=request.GET.get("q", "").strip()[:200],
        state=state if state in dict(queries.STATES) else "",
    )


def _agency(request: HttpRequest, code: str) -> Agency:
    agency = department_of_code(request.user, code)
    if agency is None:
        raise Http404(_("没有这个单位，或者它不在您的查看范围内"))
    return agency


def _project(request: HttpRequest, pk: int) -> Project:
    return get_object_or_404(scoped(Project.objects.select_related("agency"), request.user), pk=pk)


def _known(project: Project) -> SelfEvaluation | None:
    return facts.with_rows(SelfEvaluation.objects.filter(project=project)).first()


def _of(request: HttpRequest, pk: int) -> SelfEvaluation:
    rows = scoped(facts.with_rows(SelfEvaluation.objects.all()), request.user, "project__agency")
    return get_object_or_404(rows, project=pk)
