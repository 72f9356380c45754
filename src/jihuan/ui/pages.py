"""Answering a request with a page, or with one block of it for htmx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.backends.utils import csrf_input, csrf_token_lazy
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from jinja2_fragments import render_block

from jihuan.ui.pieces import Piece, screen_of


def whole(text: str | None) -> int | None:
    """The whole number that an address or a form carries, below 10¹⁵; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def chosen(text: str | None, years: Sequence[int]) -> int | None:
    """The year that an address or a form asks for, if it is one of ``years``; else the first of them."""
    year = whole(text)
    return year if year in years else next(iter(years), None)


def screen(request: HttpRequest, cut: Sequence[Piece], at: str | None = None) -> int:
    """The index of the screen of a large sheet that address or form asks for: "page" from 1, or "at" with the pointer of a field.

    ``at``: that pointer, where the address names the field in another way.
    """
    number = whole(request.GET.get("page") or request.POST.get("page")) or 0
    return number - 1 if 1 <= number <= len(cut) else screen_of(cut, request.GET.get("at", "") if at is None else at)


def page(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The whole page."""
    return render(request, template, dict(context or {}), status=status)


def block(request: HttpRequest, template: str, name: str, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """The block ``name`` of the template, alone."""
    engine: Any = engines["jinja2"]
    values: dict[str, Any] = {
        "request": request,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),  # made once: a panel has a hundred forms
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engine.context_processors:
        values |= (import_string(processor) if isinstance(processor, str) else processor)(request)
    html = render_block(engine.env, template, name, **(values | dict(context or {})))
    return HttpResponse(html)


def page_or_block(request: HttpRequest, template: str, name: str, context: Mapping[str, Any]) -> HttpResponse:
    """The block when htmx asks for it, else the whole page; caches keep the two apart."""
    wants_block = request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"
    response = block(request, template, name, context) if wants_block else page(request, template, context)
    response["Vary"] = "HX-Request"
    return response
