"""The page of the journal: whose entries, which of them, and the proof of the chain."""

from __future__ import annotations

import ast
import html
import re

import pytest
from django.db import connection, transaction

from jihuan.apps.accounts import groups
from jihuan.apps.journal import views
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.journal.models import Entry
from jihuan.apps.journal.queries import ACTIONS
from tests.house.tree import parse, sources

QUERIES = 11


@pytest.fixture
def watcher(county, person, client):
    made = person("sj", county.region, groups.SYSTEM_AUDITOR)
    client.force_login(made)
    return made


def write(user, agency, count: int = 1, action: str = "add_project") -> None:
    with transaction.atomic():
        record(user, *(Event(action=action, target=agency, agency=agency, after={"n": n}) for n in range(count)))


def numbers(page) -> list[int]:
    return [int(number) for number in re.findall(r'<tr><td class="right">(\d+)</td>', page.content.decode())]


def test_signing_in_and_out_and_failing_leave_their_traces(client, county, officer) -> None:
    client.post("/sign-in/", {"username": "zhao", "password": "falsch"})
    client.post("/sign-in/", {"username": "Mima-2025", "password": "x"})
    client.post("/sign-in/", {"username": "zhao", "password": "Mima-2025"})
    new = {"old_password": "Mima-2025", "new_password1": "Kuaiji-2026", "new_password2": "Kuaiji-2026"}
    client.post("/account/", new)
    client.post("/sign-out/")
    rows = list(Entry.objects.order_by("number").values_list("action", "user_name", "label", "agency__code"))
    assert rows == [
        ("fail_sign_in", "", "zhao", "612"),
        ("fail_sign_in", "", "", None),
        ("sign_in", "zhao", "zhao", "612"),
        ("change_password", "zhao", "zhao", "612"),
        ("sign_out", "zhao", "zhao", "612"),
    ]
    assert Entry.objects.get(action="sign_in").after == {"address": "127.0.0.1"}
    told = "".join(map(str, Entry.objects.values_list("label", "before", "after")))
    assert "Mima" not in told
    assert "Kuaiji" not in told


def test_older_entries_follow_page_by_page(client, county, watcher, officer) -> None:
    write(officer, county.library, views.SIZE + 3)
    first = client.get("/journal/")
    link = re.search(r'rel="next" href="([^"]*)"', first.content.decode())
    second = client.get(html.unescape(link[1]))
    assert numbers(first) == list(range(views.SIZE + 3, 3, -1))
    assert numbers(second) == [3, 2, 1]
    assert numbers(client.get("/journal/?before=unsinn")) == numbers(first)


def test_filters_narrow_the_list(client, county, watcher, officer, bureau) -> None:
    write(officer, county.library, 2)
    write(bureau, county.museum, action="export_department")
    assert numbers(client.get("/journal/?action=export_department")) == [3]
    assert numbers(client.get("/journal/?person=zhao")) == [2, 1]
    assert numbers(client.get("/journal/?label=博物馆")) == [3]
    assert numbers(client.get("/journal/?since=2000-01-01&until=2000-01-02")) == []
    assert numbers(client.get("/journal/?since=2000-01-01")) == [3, 2, 1]
    assert numbers(client.get("/journal/?since=gestern&action=unsinn")) == [3, 2, 1]
    assert "没有符合条件的日志" in client.get("/journal/?person=niemand").content.decode()


def test_everybody_sees_only_the_entries_of_his_units(client, county, person, officer) -> None:
    write(officer, county.library)
    write(officer, county.museum)
    client.logout()
    client.post("/sign-in/", {"username": "niemand", "password": "x"})
    client.force_login(person("local", county.museum, groups.AUDITOR))
    assert numbers(client.get("/journal/")) == [2]
    client.force_login(person("all", county.region, groups.AUDITOR))
    assert numbers(client.get("/journal/")) == [3, 2, 1]
    client.force_login(officer)
    assert client.get("/journal/").status_code == 403
    assert client.post("/journal/verify/").status_code == 403


def test_the_button_proves_the_chain(client, county, watcher, officer) -> None:
    write(officer, county.library, 3)
    assert "3 条日志前后相连" in client.post("/journal/verify/", follow=True).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET label = '别处' WHERE number = 2")
    assert "第 2 条日志被改动" in client.post("/journal/verify/", follow=True).content.decode()
    assert client.get("/journal/verify/").status_code == 405


def test_a_long_journal_asks_no_more_than_a_short_one(client, county, watcher, officer, django_assert_num_queries) -> None:
    write(officer, county.library)
    client.get("/journal/")
    with django_assert_num_queries(QUERIES):
        client.get("/journal/")
    write(officer, county.library, 200)
    with django_assert_num_queries(QUERIES):
        client.get("/journal/")


def test_every_action_has_a_name() -> None:
    written = set()
    for file in sources("src/jihuan/apps"):
        for node in ast.walk(parse(file)):
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                written.add(node.value.value)
    assert {name for name in written if isinstance(name, str) and "_" in name} - set(ACTIONS) == set()
    assert {"sign_in", "add_upload", "export_project"} <= written
