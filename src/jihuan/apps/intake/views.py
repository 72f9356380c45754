"""The draft beside its source: looked at, corrected, confirmed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.evaluation import comparison
from jihuan.apps.intake import actions, doubts, facts, memory
from jihuan.apps.intake.models import Draft, Upload
from jihuan.apps.organisations.access import NotAllowed, Refused, requires
from jihuan.apps.organisations.scope import may, scoped
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.views import panel_context
from jihuan.core.document import Document, Place
from jihuan.core.interchange import from_json
from jihuan.documents import sandbox
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.layout_json import LayoutError
from jihuan.documents.readers.text.lines import decode
from jihuan.law.engine import Context, Printed, as_printed
from jihuan.ui import source as panel
from jihuan.ui.pages import block, page, page_or_block, screen, whole
from jihuan.ui.pieces import Piece, pieces
from jihuan.ui.sheet import department_sheet, piece_sheets
from jihuan.ui.source import SourcePage, SourceView, key, keys

LISTED = 100
"""So many cells in doubt are listed above the form; the next ones follow when these are settled."""
OF_A_CAUSE = 20
"""Findings of one cause that the panel of a draft lists."""
LEAD = 4
"""Rows or lines of the source that are shown before the one that is asked for."""
WIDTH = 1240
DRAWN = ("application/pdf", "application/ofd", "image/")
"""Formats with pages that can be shown as pictures."""
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


@requires("intake.view_upload")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Left the source, right the sheets as fields; a file without a draft says why."""
    item = _upload(request, pk)
    found = _drafts(item).first()
    if found is None or item.state != Upload.State.DRAFT:
        return page(request, "intake/closed.html", {"upload": item})
    return page(request, "intake/draft.html", _draft_context(request, item, found))


@requires("intake.view_upload")
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """What confirming would change now (a block of the draft's page)."""
    item = _upload(request, pk)
    found = get_object_or_404(_drafts(item))
    return block(request, "intake/draft.html", "differences", {"later": False} | _difference(request, found))


@requires("intake.view_upload")
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rules say about the draft as it is now; nothing is kept (htmx takes the panel alone)."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    here = reverse("intake:draft", args=[pk])
    document = from_json(found.document)
    large, rows = checking.too_large(document), sum(len(project.indicators) for project in document.projects)
    note = _("这份文件有 {n} 个项目、{m} 条指标，入库以后再审核。").format(n=len(document.projects), m=rows)
    context = panel_context(
        () if large else checking.preview(document, found.upload.agency, Context(printed=_printed(found))),
        checked_at=None if large else timezone.now(),
        note=note if large else "",
        most=OF_A_CAUSE,
        may_change=may(request.user, actions.CHANGE, found.upload.agency),
        mend_here=reverse("intake:mend", args=[pk]),
        title=found.upload.filename,
        here=here,
    )
    return page_or_block(request, "reviews/findings.html", "panel", context)


def _printed(draft: Draft) -> tuple[Printed, ...] | None:
    """The words of the file, for the rules of form; None where the stored layout is of an older version."""
    try:
        return as_printed(facts.seen(draft).layout.cells())
    except LayoutError:
        return None


@require_POST
@requires("intake.change_draft")
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a rule proposes: a correction like any other, to be taken back like any other."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    pointer, before, after = (_lines(request.POST.get(name, "")) for name in ("pointer", "before", "after"))
    try:
        if facts.text_at(found.document, pointer) != before:
            raise Refused(_("这一格刚刚被更改过，请看过新内容再改"))
        actions.correct(request.user, found, (pointer,), after, found.version)
        messages.success(request, _("已改正。需要时点“撤销一步”。"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(request, pk)


@requires("intake.view_upload")
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """The scores that a self-evaluation states beside those of the law (a part of the draft's page)."""
    item = _upload(request, pk)
    document = from_json(get_object_or_404(_drafts(item)).document)
    try:
        compared = comparison.of(document, law_of(item.agency, document.fiscal_year).rulebook)
    except Refused as refusal:
        return HttpResponse(escape(refusal.message))
    return page(request, "evaluation/compared.html", {"compared": compared})


@require_POST
@requires("intake.change_draft")
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one cell (JSON answer), or every changed cell of the form (for browsers without script)."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    if request.POST.get("pointer"):
        return _save_cell(request, found)
    saved = 0
    for pointer, value in request.POST.items():
        if pointer.startswith("/") and (now := facts.text_at(found.document, pointer)) is not None and now != _lines(value):
            try:
                found = actions.correct(request.user, found, (pointer,), _lines(value), found.version)
                saved += 1
            except Refused as refusal:
                messages.error(request, refusal.message)
    messages.success(request, _("已保存 {n} 处更正。").format(n=saved))
    return _back(request, pk)


@require_POST
@requires("intake.change_draft")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a cell in doubt as it is: "pointers" are its pointers, "text" what the user saw."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    pointers = request.POST.get("pointers", "").split()
    text = request.POST.get("text")
    seen = facts.text_at(found.document, pointers[0]) if text is None and pointers else _lines(text or "")
    try:
        found = actions.settle(request.user, found, pointers, seen or "")
    except Refused as refusal:
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"message": refusal.message}, status=403 if isinstance(refusal, NotAllowed) else 409)
        messages.error(request, refusal.message)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"version": found.version, "open": found.open})
    return _back(request, pk)


@require_POST
@requires("intake.change_draft")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last correction."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    try:
        actions.undo(request.user, found, found.version)
        messages.success(request, _("已撤销最近一处更正。"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(request, pk)


@require_POST
@requires("intake.confirm_draft")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the draft into the records and go there."""
    found = get_object_or_404(_drafts(_upload(request, pk)))
    try:
        applied = actions.confirm(request.user, found, whole(request.POST.get("version")) or 0)
    except Refused as refusal:
        messages.error(request, _("没有入库：{reason}").format(reason=refusal.message))
        return redirect("intake:draft", pk)
    if found.document["kind"] == "self_evaluation":
        messages.success(request, _("已填入 {n} 张自评表。").format(n=len(applied.projects)))
        return redirect("evaluation:evaluation", applied.projects[0].pk)
    checking.check_soon(applied)
    done = _("已入库：新增 {created} 个项目，更新 {changed} 个，{unchanged} 个没有变化。")
    messages.success(request, done.format(created=applied.created, changed=applied.changed, unchanged=applied.unchanged))
    if applied.department_goal is not None:
        return redirect("objectives:department", applied.department_goal.agency.code, applied.fiscal_year)
    if len(applied.projects) == 1:
        return redirect("objectives:project", applied.projects[0].pk)
    return redirect("budgets:projects")


@require_POST
@requires("intake.change_draft")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the file away."""
    item = _upload(request, pk)
    try:
        actions.discard(request.user, item)
        messages.success(request, _("已放弃“{name}”。文件仍留有记录，需要时可以重新上传。").format(name=item.filename))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("intake:uploads")


@require_POST
@requires("intake.change_draft")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file of record once more."""
    try:
        actions.read_again(request.user, _upload(request, pk))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("intake:draft", pk)


@requires("intake.view_upload")
def page_image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of a PDF, OFD or picture, drawn once and kept beside the uploads."""
    item = _upload(request, pk)
    kind = "svg" if item.media_type == "application/ofd" else "png"
    name = f"pages/{item.sha256[:2]}/{item.sha256}-{number}.{kind}"
    if not default_storage.exists(name):
        try:
            drawn = sandbox.page_image(Path(item.file.path), number, WIDTH, start=actions.readers().start)
        except Unreadable as error:
            raise Http404(error.message) from error
        default_storage.save(name, ContentFile(drawn))
    with default_storage.open(name) as file:
        drawn = file.read()
    return HttpResponse(drawn, content_type=PICTURES[kind], headers={"Cache-Control": "private, max-age=86400"})


@requires("intake.view_upload")
def source(request: HttpRequest, sha256: str) -> HttpResponse:
    """The source file of a record: the panel alone for htmx, a page of its own otherwise."""
    item = scoped(Upload.objects.filter(sha256=sha256), request.user).order_by("pk").first()
    found = _drafts(item).first() if item else None
    if item is None or found is None:
        raise Http404(_("没有这份来源文件，或者它不在您的查看范围内"))
    seen = facts.seen(found).layout
    start = request.GET.get("start", "")[:200]
    view = _source(item, seen, start.replace("␠", " "), whole(request.GET.get("row")) or 0)
    shown = range(view.first, view.last) if view.blocks else None
    context = {
        "upload": item,
        "source": replace(view, printed=panel.printed(seen, shown)),
        "start": start,
        "href": reverse("intake:source", args=[sha256]),
    }
    if request.headers.get("HX-Request") == "true":
        return block(request, "intake/source.html", "panel", context)
    return page(request, "intake/source.html", context | {"href": ""})


def _draft_context(request: HttpRequest, item: Upload, found: Draft) -> dict[str, object]:
    document, seen = from_json(found.document), facts.seen(found)
    cut = pieces(document)
    at = screen(request, cut)
    may_change = may(request.user, actions.CHANGE, item.agency)
    changed = facts.corrected(found)
    pointers = doubts.still_open(found)
    later = checking.too_large(document)
    listed = doubts.listed(document, pointers[:LISTED], seen)
    edit = {
        "changed": changed,
        "doubts": set(pointers),
        "reasons": {doubt.cell.pointers[0]: doubt.why for doubt in listed},
        "proposals": memory.proposals(found),
    }
    return {
        "upload": item,
        "draft": found,
        "document": document,
        "source": _source(item, seen.layout, _beginning(document, cut[at]) if at else ""),
        "part": department_sheet(document, seen.locate, cut[at]),
        "sheets_shown": piece_sheets(document, cut[at], seen.locate),
        "screen": at,
        "screens": len(cut),
        "edit": edit if may_change else None,
        "open": len(pointers),
        "doubts": listed,
        "proposed": len(edit["proposals"]) if may_change else 0,
        "corrections": len(changed),
        "can_undo": may_change and found.corrections.exists(),
        "may_confirm": may(request.user, actions.CONFIRM, item.agency),
        "problems": [
            {
                "level": fault.level,
                "message": fault.message,
                "href": "#source",
                "place": keys((fault.place,)) if fault.place else "",
            }
            for fault in document.problems
        ],
        "errors": sum(fault.level == "error" for fault in document.problems),
        "later": later,
    } | ({} if later else _difference(request, found))


def _beginning(document: Document, piece: Piece) -> str:
    """The word of the place in the source where a screen begins."""
    for name in ("sub_goals", "safeguards"):
        for number in getattr(piece, name)[:1]:
            return _word(getattr(document, name)[number].place)
    first = piece.parts[0]
    project = document.projects[first.project]
    return _word(project.indicators[first.rows.start].place if first.rows.start else project.place)


def _word(place: Place | None) -> str:
    return key(place) if place else ""


def _source(item: Upload, seen: Layout, near: str, row: int = 0) -> SourceView:
    """Pages of a PDF or picture, lines of a text, tables and paragraphs of anything else.

    Of a long file a stretch that begins before the place of the word ``near``, or at ``row`` (from 0) where there is no word.
    """
    if seen.pages and seen.media_type.startswith(DRAWN):
        pages = tuple(
            SourcePage(number=number, width=size.width, height=size.height, href=reverse("intake:page", args=[item.pk, number]))
            for number, size in enumerate(seen.pages, 1)
        )
        return SourceView(filename=item.filename, pages=pages)
    if seen.media_type == "text/plain":
        with item.file.open("rb") as file:
            lines = [line.strip() for line in decode(file.read()).split("\n")]
        at = re.match(r"line:(\d{1,9})-", near)
        shown = panel.stretch(len(lines), panel.MOST_LINES, int(at[1]) - LEAD if at else row)
        content = {"lines": tuple(lines[shown.start : shown.stop]), "count": len(lines)}
    else:
        count = panel.rows_of(seen)
        first = panel.row_at(seen, near) - LEAD if near and count > panel.MOST_ROWS else row
        shown = panel.stretch(count, panel.MOST_ROWS, first)
        content = {"blocks": panel.blocks(seen, shown), "count": count}
    return SourceView(filename=item.filename, first=shown.start, last=shown.stop, **content)


def _difference(request: HttpRequest, found: Draft) -> dict[str, object]:
    try:
        return {"changes": actions.difference(request.user, found), "refused": ""}
    except Refused as refusal:
        return {"changes": (), "refused": refusal.message}


def _save_cell(request: HttpRequest, found: Draft) -> JsonResponse:
    pointers = request.POST.getlist("pointer")
    value, base = _lines(request.POST.get("value", "")), _lines(request.POST.get("base", ""))
    for pointer in pointers:
        now = facts.text_at(found.document, pointer)
        if now is not None and now not in (base, value):
            return JsonResponse({"theirs": now, "version": found.version}, status=409)
    try:
        found = actions.correct(request.user, found, pointers, value, found.version)
    except NotAllowed as refusal:
        return JsonResponse({"message": refusal.message}, status=403)
    except Refused as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    now = facts.text_at(found.document, pointers[0])
    was = facts.text_at(found.original, pointers[0])
    return JsonResponse({"version": found.version, "value": now, "original": was if was != now else None, "open": found.open})


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft again, on the screen that the form was sent from or that its field is on."""
    word = urlencode({name: value for name in ("page", "pointer") if (value := request.POST.get(name, ""))})
    return redirect(f"{reverse('intake:draft', args=[pk])}{'?' if word else ''}{word.replace('pointer=', 'at=')}")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _drafts(item: Upload) -> QuerySet[Draft]:
    """The draft of a file without what is seldom asked: the layout, and the document as it was read."""
    return Draft.objects.filter(upload=item).select_related("upload__agency").defer("layout", "original")


def _upload(request: HttpRequest, pk: int) -> Upload:
    return get_object_or_404(scoped(Upload.objects.select_related("agency", "uploaded_by"), request.user), pk=pk)
