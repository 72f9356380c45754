"""What no browser of ours sends is refused before anything is read: a NUL in the address, a body larger than any upload."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

from jihuan.project.errors import too_large
from jihuan.ui.pages import whole


class SoundMiddleware:
    """Stands before whatever looks into the body: reading a form fills the disk before anybody asks who sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        if (whole(request.META.get("CONTENT_LENGTH")) or 0) > settings.REQUEST_BYTES:
            return too_large(request)
        return self.get_response(request)
