"""The tree is changed within its rules, and what stands below follows."""

from __future__ import annotations

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.administration import units
from jihuan.apps.administration.units import Entry
from jihuan.apps.journal.models import Entry as JournalEntry
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import visible_agencies


@pytest.fixture
def admin(county, person):
    return person("admin", county.region, groups.ADMINISTRATOR)


def entry(code: str, name: str, kind: str = "unit", short_name: str = "") -> Entry:
    return Entry(kind=kind, code=code, name=name, short_name=short_name)


def test_moving_takes_the_subtree_along(county, admin, person) -> None:
    branch = add_agency(county.library_unit, "unit", "612001001", "城东分馆")
    reader = person("r", county.library_unit)
    units.change_unit(admin, county.library_unit, county.museum, entry("613002", "清河县图书馆本级"))
    branch.refresh_from_db()
    assert branch.path == "990101/613/613002/612001001"
    assert set(visible_agencies(reader).values_list("code", flat=True)) == {"613002", "612001001"}
    told = JournalEntry.objects.get()
    assert (told.action, told.before["path"], told.after["path"]) == ("move_agency", "990101/612/612001", "990101/613/613002")


def test_a_sibling_with_a_longer_code_stays_where_it_is(county, admin) -> None:
    other = add_agency(county.region, "department", "6120", "别的部门")
    units.change_unit(admin, county.library, county.region, entry("614", "清河县图书馆", "department"))
    other.refresh_from_db()
    assert other.path == "990101/6120"
    assert Agency.objects.get(pk=county.library_unit.pk).path == "990101/614/612001"


def test_renaming_renews_the_words_for_search(county, admin) -> None:
    units.change_unit(admin, county.museum, county.region, entry("613", "清河县文博院", "department", "文博院"))
    row = Agency.objects.get(pk=county.museum.pk)
    assert (row.name, row.short_name, row.initials, row.path) == ("清河县文博院", "文博院", "qhxwby", "990101/613")
    assert JournalEntry.objects.get().action == "rename_agency"
    units.change_unit(admin, row, county.region, entry("613", "清河县文博院", "department", "文博院"))
    assert JournalEntry.objects.count() == 1


def test_what_breaks_the_tree_is_refused(county, admin) -> None:
    stranger = add_agency(None, "region", "990102", "邻县")
    cases = [
        (county.library_unit, county.region, "612001", "parent"),
        (county.library, county.museum, "612", "parent"),
        (county.library_unit, county.library_unit, "612001", "parent"),
        (county.library, county.region, "613", "code"),
        (county.library, county.region, "6-1", "code"),
        (county.region, None, "990109", "code"),
    ]
    for agency, parent, code, field in cases:
        with pytest.raises(Refused) as refused:
            units.change_unit(admin, agency, parent, entry(code, agency.name))
        assert field in refused.value.fields, code
    with pytest.raises(Refused) as refused:
        units.change_unit(admin, county.museum, county.region, entry("613", "", "department"))
    assert "name" in refused.value.fields
    with pytest.raises(NotAllowed):
        units.change_unit(admin, county.library, stranger, entry("612", "x", "department"))
    with pytest.raises(Refused, match="别的区划"):
        units.change_unit(None, county.library, stranger, entry("612", "x", "department"))
    assert Agency.objects.get(pk=county.library.pk).path == "990101/612"


def test_one_changes_only_what_is_in_range(county, person) -> None:
    local = person("local", county.library, groups.ADMINISTRATOR)
    units.add_unit(local, county.library, entry("612002", "少儿馆"))
    for act in (
        lambda: units.add_unit(local, county.museum, entry("613002", "x")),
        lambda: units.add_unit(local, None, entry("990103", "新区", "region")),
        lambda: units.set_active(local, county.museum, False),
        lambda: units.change_unit(local, county.library_unit, county.museum, entry("612001", "x")),
        lambda: units.add_unit(person("o", county.library), county.library, entry("612003", "x")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_adds_a_region_looks_after_it(county, admin) -> None:
    made = units.add_unit(admin, None, entry("990103", "新区", "region"))
    assert visible_agencies(admin, units.ADD).filter(pk=made.pk).exists()


def test_stopping_stops_what_is_below_and_starting_goes_from_above(county, admin) -> None:
    units.set_active(admin, county.library, False)
    assert not Agency.objects.filter(path__startswith="990101/612", is_active=True).exists()
    assert JournalEntry.objects.filter(action="close_agency").count() == 2
    unit = Agency.objects.get(pk=county.library_unit.pk)
    with pytest.raises(Refused, match="先启用上级"):
        units.set_active(admin, unit, True)
    with pytest.raises(Refused, match="已停用"):
        units.add_unit(admin, Agency.objects.get(pk=county.library.pk), entry("612002", "x"))
    with pytest.raises(Refused, match="区划不能停用"):
        units.set_active(admin, county.region, False)
    units.set_active(admin, Agency.objects.get(pk=county.library.pk), True)
    units.set_active(admin, Agency.objects.get(pk=unit.pk), True)
    assert not Agency.objects.filter(is_active=False).exists()
