"""Users, posts, passwords, locks: who may do what to whom, and what the journal tells of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group

from jihuan.apps.accounts import groups
from jihuan.apps.accounts.models import User
from jihuan.apps.administration import actions
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.access import NotAllowed, Refused

ONE_TIME = r'<code class="password">([^<]+)</code>'


@pytest.fixture
def admin(county, person) -> User:
    return person("admin", county.region, groups.ADMINISTRATOR)


@pytest.fixture
def local(county, person) -> User:
    """Looks after the library alone."""
    return person("local", county.library, groups.ADMINISTRATOR)


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def last() -> Entry:
    return Entry.objects.order_by("number").last()


def test_a_new_user_has_a_post_and_a_password_for_once(client, county, admin) -> None:
    made, password = actions.add_user(admin, "zhao", "赵会计", county.library, group(groups.OFFICER))
    assert str(made.memberships.get()) == "赵会计 · 填报员 · 清河县图书馆"
    assert (last().action, last().after["posts"]) == ("add_user", ["填报员 · 清河县图书馆"])
    assert password not in str(last().after)
    client.post("/sign-in/", {"username": "zhao", "password": password})
    for address in ("/", "/projects/", "/account/"):
        assert client.get(address)["Location"] == "/account/password/"
    fragment = client.get("/projects/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (403, "/account/password/")
    same = {"old_password": password, "new_password1": password, "new_password2": password}
    assert "和现在的口令一样" in client.post("/account/password/", same).content.decode()
    own = same | {"new_password1": "Kuaiji-2026", "new_password2": "Kuaiji-2026"}
    assert client.post("/account/password/", own)["Location"] == "/"
    assert client.get("/projects/").status_code == 200


@pytest.mark.parametrize(
    ("name", "words"), [("", "不能空着"), ("a b", "用户名只能用"), ("ADMIN", "已经有人用了"), ("x" * 61, "60")]
)
def test_a_bad_name_is_refused(county, admin, name, words) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_user(admin, name, "某人", county.library, group(groups.OFFICER))
    assert words in refused.value.fields["username"]


def test_business_system_and_audit_are_kept_apart(county, admin, person) -> None:
    officer, auditor = person("zhao", county.library), person("sj", county.region, groups.SYSTEM_AUDITOR)
    for user, name in ((officer, groups.ADMINISTRATOR), (auditor, groups.ADMINISTRATOR), (auditor, groups.OFFICER)):
        with pytest.raises(Refused, match="分开"):
            actions.give_post(admin, user, county.library, group(name))
    actions.give_post(admin, officer, county.museum, group(groups.FINANCE))
    with pytest.raises(Refused, match="已经有这个岗位"):
        actions.give_post(admin, officer, county.museum, group(groups.FINANCE))
    post = officer.memberships.get(group__name=groups.FINANCE)
    actions.take_post(admin, officer, post.pk)
    actions.take_post(admin, officer, post.pk)
    assert officer.memberships.count() == 1
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == ["give_post", "take_post"]


def test_administrators_hold_no_business_permission() -> None:
    business = {grant for name, grants in groups.GRANTS.items() if name not in groups.SYSTEM for grant in grants}
    alone = {"organisations.view_agency", "organisations.add_agency", "journal.view_entry"}
    for name in groups.SYSTEM:
        assert groups.GRANTS[name] & business <= alone


def test_one_only_looks_after_users_of_ones_own_range(county, local, admin, person) -> None:
    mine, other, both = person("a", county.library_unit), person("b", county.museum), person("c", county.library)
    both.memberships.create(agency=county.museum, group=group(groups.OFFICER))
    nobody = person("d", None)
    actions.rename_user(local, mine, "新名")
    for user in (other, both, nobody, admin):
        for act in (actions.reset_password, lambda actor, user: actions.set_active(actor, user, False)):
            with pytest.raises(NotAllowed):
                act(local, user)
    with pytest.raises(NotAllowed):
        actions.add_user(local, "neu", "新", county.museum, group(groups.OFFICER))
    with pytest.raises(NotAllowed):
        actions.give_post(local, mine, county.region, group(groups.BUREAU))
    actions.reset_password(admin, nobody)
    assert (last().action, last().agency) == ("reset_password", None)
    assert verify().broken is None


def test_nobody_helps_himself_and_one_administrator_stays(county, admin, local) -> None:
    for act in (
        actions.reset_password,
        lambda a, u: actions.set_locked(a, u, True),
        lambda a, u: actions.set_active(a, u, False),
    ):
        with pytest.raises(Refused, match="自己的账号"):
            act(admin, admin)
    actions.set_active(admin, local, False)
    with pytest.raises(Refused, match="最后一位"):
        actions.set_active(None, admin, False)
    with pytest.raises(Refused, match="最后一位"):
        actions.take_post(None, admin, admin.memberships.get().pk)


def test_locked_and_stopped_users_are_out_at_once(client, county, admin, officer) -> None:
    for shut, opened in (
        (lambda: actions.set_locked(admin, officer, True), lambda: actions.set_locked(admin, officer, False)),
        (lambda: actions.set_active(admin, officer, False), lambda: actions.set_active(admin, officer, True)),
    ):
        client.post("/sign-in/", {"username": "zhao", "password": "Mima-2025"})
        assert client.get("/projects/").status_code == 200
        shut()
        assert client.get("/projects/").status_code == 302
        assert "用户名或口令不对" in client.post("/sign-in/", {"username": "zhao", "password": "Mima-2025"}).content.decode()
        opened()


def test_unlocking_forgets_wrong_passwords(client, admin, officer) -> None:
    for _attempt in range(5):
        client.post("/sign-in/", {"username": "zhao", "password": "falsch"})
    client.force_login(admin)
    assert "输错口令锁定" in client.get("/users/").content.decode()
    client.post(f"/users/{officer.pk}/unlock/")
    client.logout()
    assert client.post("/sign-in/", {"username": "zhao", "password": "Mima-2025"}).status_code == 302


def test_a_reset_ends_the_sessions_of_the_user(client, admin, officer) -> None:
    client.force_login(officer)
    actions.reset_password(admin, officer)
    assert client.get("/projects/").status_code == 302
    officer.refresh_from_db()
    assert (officer.check_password("Mima-2025"), officer.must_change_password) == (False, True)
