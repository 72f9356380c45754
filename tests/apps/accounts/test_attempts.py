"""Wrong passwords over many names from one address end at a limit of the address; nobody elsewhere is kept out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F

LIMIT = 7
HERE, ELSEWHERE = "10.1.2.3", "10.1.2.4"


@pytest.fixture
def door(client, officer, settings):
    """Try a name and a password from an address; officer zhao has Mima-2025."""
    settings.ADDRESS_FAILURES = LIMIT

    def try_it(name: str, password: str = "falsch", address: str = HERE):
        return client.post("/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address)

    return try_it


def test_an_address_that_tries_many_names_is_locked_for_every_name(door) -> None:
    codes = [door(f"name{number}").status_code for number in range(LIMIT)]
    assert codes == [200] * (LIMIT - 1) + [429]
    answer = door("zhao", "Mima-2025")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert f"15 分钟内 {LIMIT} 次" in page and "换一台电脑" in page
    assert door("zhao", "Mima-2025", ELSEWHERE).status_code == 302


def test_what_is_tried_while_it_is_locked_makes_the_lock_no_longer(door) -> None:
    for number in range(LIMIT):
        door(f"name{number}")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert door("another").status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert door("zhao", "Mima-2025").status_code == 302


def test_one_name_is_locked_long_before_and_says_so(door) -> None:
    for _attempt in range(5):
        answer = door("zhao")
    assert (answer.status_code, "账号已锁定" in answer.content.decode()) == (429, True)
    assert door("li").status_code == 200


def test_a_right_password_does_not_wash_the_address_clean(door, client) -> None:
    for number in range(LIMIT - 1):
        door(f"name{number}")
    assert door("zhao", "Mima-2025").status_code == 302
    client.logout()
    assert door("another").status_code == 429


def test_the_limit_can_be_switched_off(door, settings) -> None:
    settings.ADDRESS_FAILURES = 0
    assert {door(f"name{number}").status_code for number in range(LIMIT + 3)} == {200}
