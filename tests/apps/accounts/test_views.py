"""The door and my account."""

from __future__ import annotations

import pytest

from jihuan.apps.accounts.models import User


def test_a_stranger_is_sent_to_the_door_and_back(client, officer) -> None:
    answer = client.get("/projects/", {"q": "图书"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'name="next" value="/projects/?q=%E5%9B%BE%E4%B9%A6"' in page
    answer = client.post("/sign-in/", {"username": "zhao", "password": "Mima-2025", "next": "/projects/"})
    assert answer["Location"] == "/projects/"


def test_a_wrong_password_says_what_to_do_and_not_which_half_is_wrong(client, officer) -> None:
    pages = [
        client.post("/sign-in/", {"username": name, "password": "falsch"}).content.decode() for name in ("zhao", "niemand")
    ]
    assert all("用户名或口令不对" in page for page in pages)


def test_demo_accounts_are_shown_only_where_there_are_any(client, officer) -> None:
    assert "演示账号" not in client.get("/sign-in/").content.decode()
    User.objects.create_user("demo-a", is_demo=True, display_name="演示甲")
    page = client.get("/sign-in/").content.decode()
    assert "演示账号" in page
    assert "zhao" not in page


def test_signing_out_needs_a_button(client, officer) -> None:
    client.force_login(officer)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_a_new_password_must_be_strong_and_keeps_me_signed_in(client, officer) -> None:
    client.force_login(officer)
    weak = {"old_password": "Mima-2025", "new_password1": "abcdefgh", "new_password2": "abcdefgh"}
    assert "三类" in client.post("/account/", weak).content.decode()
    strong = weak | {"new_password1": "Chuang-2026x", "new_password2": "Chuang-2026x"}
    assert client.post("/account/", strong).status_code == 302
    assert "口令已更改" in client.get("/account/").content.decode()


def test_the_language_changes_and_stays(client, officer) -> None:
    client.force_login(officer)
    assert 'lang="zh-Hans"' in client.get("/account/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "/account/"})["Location"] == "/account/"
    assert 'lang="en"' in client.get("/account/").content.decode()


@pytest.mark.parametrize("address", ["/sign-in/", "/account/"])
def test_pages_forbid_scripts_from_elsewhere(client, officer, address) -> None:
    if address == "/account/":
        client.force_login(officer)
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_after_five_failures_the_page_says_how_long_to_wait(client, officer) -> None:
    for _attempt in range(5):
        answer = client.post("/sign-in/", {"username": "zhao", "password": "falsch"})
    assert answer.status_code == 429
    assert "锁定 15 分钟" in answer.content.decode()
