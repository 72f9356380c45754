"""Addresses: each app brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"jihuan.apps.{name}.urls")) for name in settings.APPS if find_spec(f"jihuan.apps.{name}.urls")
]
