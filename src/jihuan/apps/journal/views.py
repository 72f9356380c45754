"""The page of the journal."""

from __future__ import annotations

import json
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.journal import actions, queries
from jihuan.apps.organisations.access import requires
from jihuan.ui.pages import page, whole

SIZE = 50


@requires(queries.VIEW)
def entries(request: HttpRequest) -> HttpResponse:
    """The newest first; the address holds the whole state."""
    filters = queries.Filters(
        action=request.GET.get("action", ""),
        person=request.GET.get("person", "").strip()[:60],
        label=request.GET.get("label", "").strip()[:60],
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
    )
    before = whole(request.GET.get("before"))
    lines, older = queries.journal_page(request.user, filters, before, SIZE)
    kept = {"action": filters.action, "person": filters.person, "label": filters.label}
    kept |= {"since": filters.since and filters.since.isoformat(), "until": filters.until and filters.until.isoformat()}
    context = {
        "lines": [
            (line, queries.ACTIONS.get(line.action, line.action), _facts(line.before), _facts(line.after)) for line in lines
        ],
        "names": queries.ACTIONS,
        "filters": filters,
        "filtered": any(kept.values()),
        "kept": kept,
        "older": older,
        "paged": before is not None,
    }
    return page(request, "journal/entries.html", context)


@requires(queries.VIEW)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the chain and say whether somebody rewrote it."""
    verdict = actions.verify()
    if verdict.broken is None:
        messages.success(request, _("校验完毕：{n} 条日志前后相连，没有被改动。").format(n=verdict.entries))
    else:
        messages.error(
            request,
            _("校验不符：第 {number} 条日志被改动、删除或插入过，它之前的 {n} 条完好。请保护现场并报告单位负责人。").format(
                number=verdict.broken, n=verdict.entries
            ),
        )
    return redirect("journal:entries")


def _facts(value: dict[str, object] | None) -> str:
    """The JSON of an entry to be read by people."""
    return json.dumps(value, ensure_ascii=False, indent=1)[:4000] if value else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
