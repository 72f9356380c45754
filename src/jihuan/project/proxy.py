"""Behind our own nginx or caddy: whose address a request comes from."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ProxyMiddleware:
    """With JIHUAN_TRUSTED_PROXY the address is the last of X-Forwarded-For, which the proxy itself wrote."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.TRUSTED_PROXY and (last := request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()):
            request.META["REMOTE_ADDR"] = last
        return self.get_response(request)
