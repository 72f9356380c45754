"""Deny by default: every address says who may come in; what says nothing is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from jihuan.apps.accounts import groups
from jihuan.apps.organisations.access import AccessMiddleware, IdleMiddleware, NotAllowed, public, requires, signed_in


def answer(view, user, **headers: str):
    request = SimpleNamespace(user=user, headers=headers, get_full_path=lambda: "/projects/?year=2025")
    return AccessMiddleware(lambda _request: HttpResponse())(request) and AccessMiddleware(None).process_view(
        request, view, (), {}
    )


def page(request):
    return HttpResponse("page")


def test_strangers_are_sent_to_sign_in_and_come_back(db) -> None:
    for view in (page, signed_in(page), requires("budgets.view_project")(page)):
        response = answer(view, AnonymousUser())
        assert (response.status_code, response.url) == (302, "/sign-in/?next=%2Fprojects%2F%3Fyear%3D2025")
    assert answer(public(page), AnonymousUser()) is None
    fragment = answer(page, AnonymousUser(), **{"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, settings.LOGIN_URL)


def test_a_view_that_says_nothing_is_refused_to_everybody(county, person) -> None:
    boss = person("boss", None)
    boss.is_superuser = True
    for user in (person("u", county.region, groups.BUREAU), boss):
        with pytest.raises(PermissionDenied):
            answer(page, user)


def test_a_permission_is_asked_of_the_posts(county, person) -> None:
    view = requires("journal.view_entry")(page)
    assert answer(view, person("sj", county.region, groups.AUDITOR)) is None
    for user in (person("u", county.region, groups.OFFICER), person("nobody", None)):
        with pytest.raises(PermissionDenied):
            answer(view, user)
    assert answer(signed_in(page), person("x", None)) is None
    assert (view.__name__, issubclass(NotAllowed, PermissionDenied)) == ("page", True)


def test_a_refused_page_is_403_and_says_so(client, county, person) -> None:
    client.force_login(person("nobody", None))
    assert client.get("/projects/").status_code == 403


def test_the_session_slides_but_is_not_written_at_every_request(officer, monkeypatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("jihuan.apps.organisations.access.time.time", lambda: now[0])
    session: dict[str, int] = {}
    request = SimpleNamespace(user=officer, session=session)
    seen = []
    for seconds in (0, 60, 3600, 60):
        now[0] += seconds
        IdleMiddleware(lambda _request: HttpResponse())(request)
        seen.append(session["seen"])
    assert seen == [1_000_000, 1_000_000, 1_003_660, 1_003_660]
