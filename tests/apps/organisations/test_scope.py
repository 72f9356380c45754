"""Row-level scope: a post opens its subtree, for the permissions of its group, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from jihuan.apps.accounts import groups
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import department_of, named, parent_for
from jihuan.apps.organisations.scope import may, scoped, visible_agencies


def codes(agencies) -> list[str]:
    return list(agencies.order_by("path").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        (None, []),
        ("region", ["990101", "612", "612001", "613", "613001"]),
        ("library", ["612", "612001"]),
        ("library_unit", ["612001"]),
    ],
)
def test_a_post_opens_its_subtree(county, person, post: str | None, seen: list[str]) -> None:
    assert codes(visible_agencies(person("u", post and getattr(county, post)))) == seen


def test_a_code_that_begins_alike_is_not_below(county, person) -> None:
    Agency.objects.filter(pk=county.museum.pk).update(code="6120", path=f"{county.region.path}/6120")
    assert codes(visible_agencies(person("u", county.library))) == ["612", "612001"]


def test_strangers_and_the_dismissed_see_nothing(county, person) -> None:
    dismissed = person("u", county.region)
    dismissed.is_active = False
    assert codes(visible_agencies(AnonymousUser())) == codes(visible_agencies(dismissed)) == []


def test_a_permission_counts_only_where_its_post_is(county, person) -> None:
    user = person("u", county.museum, groups.AUDITOR)
    user.memberships.create(
        agency=county.library,
        group=user.memberships.model._meta.get_field("group").related_model.objects.get(name=groups.OFFICER),
    )
    assert codes(visible_agencies(user)) == ["612", "612001", "613", "613001"]
    assert codes(visible_agencies(user, "objectives.import_goals")) == ["612", "612001"]
    assert may(user, "journal.view_entry", county.museum_unit)
    assert not may(user, "journal.view_entry", county.library_unit)
    assert user.has_perm("journal.view_entry")
    assert not user.has_perm("organisations.add_agency")


def test_the_posts_of_others_at_the_same_place_grant_nothing(county, person, officer) -> None:
    head = person("head", county.library, groups.HEAD)
    assert codes(visible_agencies(officer, "objectives.import_goals")) == ["612", "612001"]
    assert codes(visible_agencies(head, "objectives.import_goals")) == []


def test_rows_follow_their_agency(county, officer) -> None:
    assert list(scoped(Agency.objects.all(), officer, "pk").order_by("code").values_list("code", flat=True)) == [
        "612",
        "612001",
    ]
    assert scoped(Agency.objects.all(), AnonymousUser(), "pk").count() == 0


def test_agencies_are_found_by_code_then_by_name(county) -> None:
    everywhere = Agency.objects.all()
    assert named(everywhere, "612001", "别的名字") == county.library_unit
    assert named(everywhere, None, "清河县博物馆") == county.museum
    assert named(everywhere, "999", "清河县博物馆") is None
    assert named(everywhere, None, None) is None
    assert named(everywhere, "990101", None) is None


def test_a_new_unit_belongs_under_the_longest_known_prefix(county) -> None:
    assert parent_for(Agency.objects.all(), "612002") == county.library
    assert parent_for(Agency.objects.all(), "612001007") == county.library_unit
    assert parent_for(Agency.objects.all(), "999001") is None
    assert department_of(county.library_unit) == county.library
    assert department_of(county.region) == county.region


def test_names_get_a_pinyin_key_and_initials(county) -> None:
    assert (county.library.pinyin, county.library.initials) == ("qing he xian tu shu guan", "qhxtsg")


def test_the_system_administrator_sees_everything(county, person) -> None:
    boss = person("boss", None)
    boss.is_superuser = True
    assert visible_agencies(boss).count() == scoped(Agency.objects.all(), boss, "pk").count() == 5
    assert may(boss, "organisations.add_agency", county.museum_unit)


def test_a_code_of_another_shape_has_no_parent(county) -> None:
    assert parent_for(Agency.objects.all(), "61-2x") is None
