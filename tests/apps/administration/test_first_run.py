"""An empty database is set up once, by who reads the console."""

from __future__ import annotations

import pytest

from jihuan.apps.accounts.groups import ADMINISTRATOR
from jihuan.apps.accounts.models import User
from jihuan.apps.administration import first_run
from jihuan.apps.administration.first_run import Beginning, set_up
from jihuan.apps.administration.units import Entry
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry as JournalEntry
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency

pytestmark = pytest.mark.django_db
FORM = {
    "region_code": "990101",
    "region_name": "清河县",
    "department_code": "612",
    "department_name": "清河县图书馆",
    "unit_code": "612001",
    "unit_name": "清河县图书馆本级",
    "username": "admin",
    "display_name": "李管理",
    "password": "Guanli-2026",
    "again": "Guanli-2026",
}


def beginning(**other: object) -> Beginning:
    values = {"region": Entry(kind="region", code="990101", name="清河县"), "username": "admin", "password": "Guanli-2026"}
    return Beginning(**(values | other))


def test_every_page_of_an_empty_database_leads_to_the_first_run(client) -> None:
    for address in ("/", "/projects/", "/users/"):
        assert client.get(address, follow=True).request["PATH_INFO"] == "/set-up/"


def test_the_page_makes_the_tree_and_the_administrator_and_signs_him_in(client) -> None:
    answer = client.post("/set-up/", FORM | {"token": first_run.token()})
    assert (answer.status_code, answer["Location"]) == (302, "/users/")
    assert list(Agency.objects.order_by("path").values_list("path", flat=True)) == [
        "990101",
        "990101/612",
        "990101/612/612001",
    ]
    user = User.objects.get()
    assert (user.check_password("Guanli-2026"), user.is_superuser, user.must_change_password) == (True, False, False)
    assert list(user.memberships.values_list("group__name", "agency__code")) == [(ADMINISTRATOR, "990101")]
    assert "李管理" in client.get("/users/").content.decode()
    assert client.get("/projects/").status_code == 403
    actions = list(JournalEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["add_agency", "add_agency", "add_agency", "add_user", "sign_in"]
    assert verify().broken is None


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"token": "falsch"}, "首次设置码不对"),
        ({"token": ""}, "必填"),
        ({"again": "Guanli-2027"}, "两次输入的口令不一样"),
        ({"password": "abcdefgh", "again": "abcdefgh"}, "三类"),
        ({"region_code": "99"}, "区划编码应为"),
        ({"unit_name": ""}, "编码和名称要一起填"),
        ({"department_code": "", "department_name": ""}, "请先填部门"),
        ({"unit_code": "612"}, "已被“清河县图书馆”使用"),
        ({"username": "a b"}, "用户名只能用"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, other, words) -> None:
    answer = client.post("/set-up/", FORM | {"token": first_run.token()} | other)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert (User.objects.count(), Agency.objects.count()) == (0, 0)


def test_once_somebody_is_there_it_is_over(client) -> None:
    set_up(beginning())
    assert client.get("/set-up/")["Location"] == "/sign-in/"
    assert client.post("/set-up/", FORM | {"token": first_run.token(), "username": "zwei"})["Location"] == "/sign-in/"
    with pytest.raises(Refused, match="只能做一次"):
        set_up(beginning(username="zwei"))
    assert User.objects.count() == 1


def test_a_region_that_an_import_brought_is_taken_over() -> None:
    set_up(beginning())
    region = Agency.objects.get()
    JournalEntry.objects.all()._raw_delete(using="default")
    User.objects.all().delete()
    set_up(beginning(username="zwei"))
    assert Agency.objects.get() == region


def test_the_token_is_long_and_its_own() -> None:
    assert len(first_run.token()) == 24
    assert first_run.is_token(f" {first_run.token()} ")
    assert not first_run.is_token(first_run.token()[:-1])
