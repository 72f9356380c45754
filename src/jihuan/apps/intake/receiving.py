"""The list of files: many may come at once, and drafts without a question may be confirmed together."""

from __future__ import annotations

import os

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.intake import actions, queries
from jihuan.apps.intake.models import Draft, Upload
from jihuan.apps.organisations.access import Refused, requires
from jihuan.apps.organisations.scope import scoped
from jihuan.apps.reviews import checking
from jihuan.documents import office
from jihuan.documents.readers.detect import CONVERTED, EXTENSIONS
from jihuan.ui.pages import page, whole

SHOWN = 100
AT_ONCE = 4
"""Files that one page sends at the same time, at most: as many as a server works on."""
TOLD = 8
"""So many refusals of one go are told in full."""


@requires("intake.view_upload")
def uploads(request: HttpRequest) -> HttpResponse:
    """Drop zone and list; every file may come in a request of its own, or all in one."""
    if request.method == "POST":
        return _receive(request)
    state = request.GET.get("state", "")
    state = state if state in Upload.State.values else ""
    found = queries.upload_page(request.user, state, request.GET.get("page", ""), SHOWN)
    context = {
        "found": found,
        "state": state,
        "states": Upload.State.choices,
        "count": sum(found.counts.values()),
        "may_add": request.user.has_perm(actions.ADD),
        "extensions": [name for names in EXTENSIONS.values() for name in names],
        "converted": CONVERTED,
        "converts": office.program() is not None,
        "most": settings.UPLOAD_BYTES,
        "at_once": min(os.cpu_count() or 1, AT_ONCE),
    }
    return page(request, "intake/uploads.html", context)


@require_POST
@requires("intake.confirm_draft")
def confirm_several(request: HttpRequest) -> HttpResponse:
    """Bring the ticked drafts into the records, each by itself; "drafts" are words ``id:version`` as the list showed them."""
    words = (word.partition(":") for word in request.POST.getlist("drafts"))
    ticked = [(whole(pk), whole(version)) for pk, _sign, version in words]
    chosen = {pk: version for pk, version in ticked if pk is not None and version is not None}
    drafts: QuerySet[Draft] = scoped(
        Draft.objects.only("faults", "version", "upload__filename"), request.user, "upload__agency"
    )
    done, refused = [], []
    for draft in drafts.filter(upload__in=list(chosen)[:SHOWN]).order_by("upload__uploaded_at", "pk"):
        try:
            if draft.faults:
                raise Refused(_("读取时有 {n} 处问题，请打开逐处核对").format(n=draft.faults))
            done.append(actions.confirm(request.user, draft, chosen[draft.upload_id]))
        except Refused as refusal:
            refused.append(_("“{file}”没有入库：{reason}").format(file=draft.upload.filename, reason=refusal.message))
    checking.check_soon(*done)
    if done:
        told = _("{n} 份文件已入库：新增 {created} 个项目，更新 {changed} 个，{unchanged} 个没有变化。")
        sums = {name: sum(getattr(applied, name) for applied in done) for name in ("created", "changed", "unchanged")}
        messages.success(request, told.format(n=len(done), **sums))
    for sentence in refused[:TOLD]:
        messages.error(request, sentence)
    if len(refused) > TOLD:
        messages.error(request, _("还有 {n} 份没有入库，请逐份打开查看原因。").format(n=len(refused) - TOLD))
    if not (done or refused):
        messages.warning(request, _("请先勾选要入库的文件。"))
    return redirect("intake:uploads")


def _receive(request: HttpRequest) -> HttpResponse:
    """Take every file; the answer is JSON for the script of the page, else the list with one line for each file."""
    results, start = [], timezone.now()
    for file in request.FILES.getlist("files"):
        try:
            item = actions.upload(request.user, request.POST.get("path", "") or file.name or "", file)
        except Refused as refusal:
            results.append({"name": file.name, "state": "unreadable", "message": refusal.message, "href": "", "known": False})
            continue
        href = reverse("intake:draft", args=[item.pk])
        line = {"name": file.name, "state": item.state, "message": _result(item), "href": href}
        results.append(line | {"known": item.uploaded_at < start})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"files": results})
    for result in results:
        tell = messages.error if result["state"] == Upload.State.UNREADABLE else messages.success
        tell(request, f"{result['name']}：{result['message']}")
    if not results:
        messages.warning(request, _("请先选择文件，再上传。"))
    if len(results) == 1 and results[0]["state"] == Upload.State.DRAFT:
        return redirect(results[0]["href"])
    return redirect("intake:uploads")


def _result(item: Upload) -> str:
    if item.state == Upload.State.UNREADABLE:
        return item.error
    if item.state == Upload.State.CONFIRMED:
        return _("这份文件已经入库，没有重复导入。")
    if item.state == Upload.State.DRAFT:
        found = Draft.objects.only("document", "open").get(upload=item)
        projects = found.document["projects"]
        rows = sum(len(project["indicators"]) for project in projects)
        told = _("读出 {n} 个项目、{rows} 条指标，请核对。").format(n=len(projects), rows=rows)
        return told + (_("其中 {n} 处没有把握。").format(n=found.open) if found.open else "")
    return item.get_state_display()
