"""The pages of the system administrator: who sees them, what they show, how much they ask the database."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import Group

from jihuan.apps.accounts import groups
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.administration import views
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency


@pytest.fixture
def admin(county, person, client) -> User:
    made = person("admin", county.region, groups.ADMINISTRATOR)
    client.force_login(made)
    return made


def people(county, count: int) -> None:
    made = User.objects.bulk_create([User(username=f"u{number:04d}", display_name=f"用户{number}") for number in range(count)])
    officer = Group.objects.get(name=groups.OFFICER)
    Membership.objects.bulk_create([Membership(user=user, agency=county.library, group=officer) for user in made])


def names(page) -> list[str]:
    return re.findall(r'<td class="name[^"]*"><a [^>]*>([^<]*)</a>', page.content.decode())


def follow(page) -> str:
    link = re.search(r'<a class="button small" rel="next" href="([^"]*)"', page.content.decode())
    return html.unescape(link[1]) if link else ""


@pytest.mark.parametrize("address", ["/users/", "/users/add/", "/units/", "/units/add/", "/units/import/"])
@pytest.mark.parametrize("group", [groups.OFFICER, groups.AUDITOR, groups.SYSTEM_AUDITOR, groups.HEAD])
def test_nobody_else_comes_in(client, county, person, address, group) -> None:
    client.force_login(person("x", county.region, group))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/projects/", "/departments/", "/intake/", "/journal/"])
def test_the_administrator_sees_no_business_and_no_journal(client, admin, address) -> None:
    assert client.get(address).status_code == 403


def test_the_home_page_shows_the_way(client, admin, county, person) -> None:
    assert 'href="/users/"' in client.get("/").content.decode()
    assert 'action="/projects/"' not in client.get("/").content.decode()
    client.force_login(person("sj", county.region, groups.SYSTEM_AUDITOR))
    assert 'href="/journal/"' in client.get("/").content.decode()


def test_users_are_paged_and_found(client, county, admin) -> None:
    people(county, views.SIZE + 5)
    first = client.get("/users/")
    second = client.get(follow(first))
    assert (len(names(first)), len(names(second)), follow(second)) == (views.SIZE, 6, "")
    assert names(client.get("/users/?q=u0007")) == ["用户7"]
    assert names(client.get("/users/?q=系统管理员")) == ["admin"]
    assert names(client.get("/users/?q=图书馆 u0001")) == ["用户1"]
    assert "没有符合条件的用户" in client.get("/users/?q=zzz").content.decode()


def test_users_of_elsewhere_are_not_shown(client, county, person) -> None:
    other = person("bo", county.museum)
    client.force_login(person("local", county.library, groups.ADMINISTRATOR))
    assert names(client.get("/users/")) == ["local"]
    assert client.get(f"/users/{other.pk}/").status_code == 404
    assert client.post(f"/users/{other.pk}/reset-password/").status_code == 404
    assert client.get(f"/units/{county.museum.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/users/", "/units/"])
def test_a_long_list_asks_no_more_than_a_short_one(client, county, admin, address, django_assert_num_queries) -> None:
    people(county, 3)
    client.get(address)
    with django_assert_num_queries(QUERIES[address]):
        client.get(address)
    people_more = [User(username=f"v{number:04d}") for number in range(90)]
    User.objects.bulk_create(people_more)
    for number in range(100, 190):
        add_agency(county.library, "unit", f"612{number}", f"分馆{number}")
    with django_assert_num_queries(QUERIES[address]):
        assert len(names(client.get(address))) > 80


QUERIES = {"/users/": 14, "/units/": 11}


def test_units_stand_as_a_tree_and_are_found(client, county, admin) -> None:
    page = client.get("/units/")
    assert names(page) == ["清河县", "清河县图书馆", "清河县图书馆本级", "清河县博物馆", "清河县博物馆本级"]
    assert re.findall(r"depth-(\d)", page.content.decode()) == ["0", "1", "2", "1", "2"]
    assert names(client.get("/units/?q=qhxbwg")) == ["清河县博物馆", "清河县博物馆本级"]
    assert names(client.get("/units/?q=612001")) == ["清河县图书馆本级"]
    assert "没有符合条件的单位" in client.get("/units/?q=zzz").content.decode()


def test_a_unit_is_added_moved_and_stopped_on_the_page(client, county, admin) -> None:
    form = client.get(f"/units/add/?under={county.library.pk}").content.decode()
    assert f'<option value="{county.library.pk}" selected>' in form
    values = {"parent": county.library.pk, "kind": "unit", "code": "612002", "name": "少儿馆", "short_name": ""}
    assert client.post("/units/add/", values)["Location"] == "/units/"
    assert "已被“少儿馆”使用" in client.post("/units/add/", values | {"name": "x"}).content.decode()
    made = Agency.objects.get(code="612002")
    values = {"parent": county.museum.pk, "code": "613002", "name": "少儿部", "short_name": "少儿"}
    assert client.post(f"/units/{made.pk}/", values).status_code == 302
    assert Agency.objects.get(pk=made.pk).path == "990101/613/613002"
    assert "已被" in client.post(f"/units/{made.pk}/", values | {"code": "613001"}).content.decode()
    client.post(f"/units/{made.pk}/active/", {"active": "0"})
    assert "已停用" in client.get(f"/units/{made.pk}/").content.decode()
    client.post(f"/units/{made.pk}/active/", {"active": "1"})
    assert Agency.objects.get(pk=made.pk).is_active
    client.post(f"/units/{county.region.pk}/active/", {"active": "0"})
    assert "区划不能停用" in client.get("/units/").content.decode()
    region = {"name": "清河市", "short_name": "", "code": "1"}
    assert client.post(f"/units/{county.region.pk}/", region).status_code == 302
    assert Agency.objects.get(pk=county.region.pk).code == "990101"


def test_a_user_is_made_and_changed_on_the_page(client, county, admin) -> None:
    officer, finance = (Group.objects.get(name=name).pk for name in (groups.OFFICER, groups.FINANCE))
    values = {"username": "zhao", "display_name": "赵会计", "agency": county.library.pk, "group": officer}
    shown = client.post("/users/add/", values)
    assert "只显示这一次" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "已经有人用了" in client.post("/users/add/", values).content.decode()
    made = User.objects.get(username="zhao")
    at = f"/users/{made.pk}/"
    assert "只显示这一次" not in client.get(at).content.decode()
    client.post(f"{at}name/", {"display_name": "赵主任"})
    assert client.post(f"{at}name/", {"display_name": ""}).status_code == 200
    client.post(f"{at}post/", {"agency": county.museum.pk, "group": finance})
    assert "已经有这个岗位" in client.post(f"{at}post/", {"agency": county.museum.pk, "group": finance}).content.decode()
    assert client.post(f"{at}post/", {}).status_code == 200
    client.post(f"{at}take-post/", {"post": made.memberships.get(agency=county.museum).pk})
    made.refresh_from_db()
    assert (made.display_name, made.memberships.count()) == ("赵主任", 1)
    assert "只显示这一次" in client.post(f"{at}reset-password/").content.decode()
    for what, words in (("lock", "已锁定"), ("unlock", "已解除锁定"), ("close", "已停用"), ("reopen", "已启用")):
        assert words in client.post(f"{at}{what}/", follow=True).content.decode()
    assert client.post(f"{at}nonsense/").status_code == 404
    assert client.get(f"{at}lock/").status_code == 405
    assert "自己的账号" in client.post(f"/users/{admin.pk}/reset-password/", follow=True).content.decode()
