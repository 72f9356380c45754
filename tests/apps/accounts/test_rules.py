"""Passwords, lockout and the groups."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from jihuan.apps.accounts.groups import BUREAU, GRANTS, HEAD, ensure_groups
from jihuan.apps.accounts.passwords import locked_out, one_time_password


@pytest.mark.parametrize("password", ["Kexie-25", "kexie 2025 红", "KX2025kx"])
def test_three_classes_of_characters_will_do(password) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["Ab1-", "abcdefgh", "abcd2345", "ABCD2345", "password1", "科学技术协会绩效"])
def test_short_or_plain_passwords_will_not(password) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_five_failures_lock_the_account_for_that_address(officer, settings) -> None:
    def attempt(password: str):
        request = RequestFactory().post("/sign-in/")
        return authenticate(request, username="zhao", password=password)

    assert attempt("Mima-2025") == officer
    for _number in range(5):
        assert attempt("falsch") is None
    assert attempt("Mima-2025") is None
    response = locked_out(RequestFactory().get("/"))
    assert (response.status_code, "15 分钟" in response.content.decode()) == (429, True)


def test_an_old_password_must_be_changed(client, officer, settings) -> None:
    client.force_login(officer)
    officer.password_changed_at = timezone.now() - timedelta(days=91)
    officer.save()
    assert client.get("/projects/")["Location"] == "/account/password/"
    assert "用了很久" in client.get("/account/password/").content.decode()
    settings.PASSWORD_DAYS = 0
    assert client.get("/projects/").status_code == 200
    settings.PASSWORD_DAYS, officer.is_demo = 90, True
    officer.save()
    assert client.get("/projects/").status_code == 200


def test_one_time_passwords_meet_the_rules_and_are_never_the_same() -> None:
    words = {one_time_password() for _time in range(200)}
    assert len(words) == 200
    for word in words:
        validate_password(word)
        assert not set("0OoIl1") & set(word)


def test_groups_have_exactly_their_grants_after_every_migration(db) -> None:
    Group.objects.get(name=BUREAU).permissions.clear()
    head = Group.objects.get(name=HEAD)
    head.permissions.set(Group.objects.get(name="填报员").permissions.all())
    ensure_groups()
    ensure_groups()
    found = {
        group.name: {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        for group in Group.objects.all()
    }
    assert found == GRANTS
    assert not {"intake.confirm_draft", "objectives.import_goals"} & found["审计"]
