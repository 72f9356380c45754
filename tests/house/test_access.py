"""Deny by default: every address says who may come in, and the middleware that asks is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import URLPattern, get_resolver


def test_every_address_says_who_may_come_in() -> None:
    found = list(_patterns())
    assert found
    assert [str(pattern.pattern) for pattern in found if not getattr(pattern.callback, "access", None)] == []


def test_the_middleware_that_asks_is_in_use() -> None:
    assert "jihuan.apps.organisations.access.AccessMiddleware" in settings.MIDDLEWARE


@pytest.mark.django_db
def test_every_permission_that_an_address_asks_for_exists() -> None:
    known = {f"{app}.{code}" for app, code in Permission.objects.values_list("content_type__app_label", "codename")}
    asked = {pattern.callback.access for pattern in _patterns()} - {"public", "signed-in"}
    assert asked
    assert asked - known == set()


def test_little_is_public() -> None:
    public = {pattern.name for pattern in _patterns() if getattr(pattern.callback, "access", None) == "public"}
    assert public == PUBLIC


PUBLIC = {"sign-in", "language", "sign-out", "set-up"}
"""What a stranger may see."""


def addresses() -> list[str]:
    """Every address as it is written: "projects/<int:pk>/"."""
    return [str(pattern.pattern) for pattern in _patterns()]


def _patterns(within=None) -> Iterator[URLPattern]:
    for pattern in (within or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)
