"""The pure half speaks the language of the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from jihuan.core.language import use_language


class LanguageMiddleware:
    """Hands the language that Django chose to ``jihuan.core.language``; stands after LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with use_language("en" if (get_language() or "").startswith("en") else "zh_Hans"):
            return self.get_response(request)
