"""Addresses: each app brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"jihuan.apps.{name}.urls")) for name in settings.APPS if find_spec(f"jihuan.apps.{name}.urls")
]

handler400 = "jihuan.project.errors.bad_request"
handler403 = "jihuan.project.errors.forbidden"
handler404 = "jihuan.project.errors.not_found"
handler500 = "jihuan.project.errors.server_error"
