"""Findings are renewed in place, by the law of the place; what was put right without a click is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews import actions, checking, queries, ruling
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.models import Check, Finding, RuleSetting, Tally
from jihuan.core.indicators import parse_target
from tests.apps.reviews.conftest import RIGHT


@pytest.fixture
def checked(project):
    checking.check_project(project)
    return project


def _with(document, basis: str = "年度工作计划", target: str = "≥200次"):
    first = document.projects[0]
    rows = tuple(replace(row, basis=basis) for row in first.indicators)
    rows = (replace(rows[0], target=parse_target(target)), *rows[1:])
    return replace(document, projects=(replace(first, indicators=rows), document.projects[1]))


def test_a_finding_that_is_the_same_still_keeps_its_key(checked, officer, document) -> None:
    before = dict(Finding.objects.filter(rule="BAS-001").values_list("pointer", "pk"))
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    assert dict(Finding.objects.filter(rule="BAS-001").values_list("pointer", "pk")) == before


def test_what_was_put_right_without_a_click_is_counted_once(checked, officer, document, county) -> None:
    apply_document(officer, _with(document, basis="行业标准"))
    checking.check_project(checked)
    checking.check_project(checked)
    assert list(Tally.objects.values_list("agency", "rule", "count")) == [(county.library_unit.pk, "BAS-001", 3)]


def test_what_comes_back_is_not_counted_as_put_right(checked, officer, document) -> None:
    for basis in ("行业标准", "年度工作计划"):
        apply_document(officer, _with(document, basis=basis))
        checking.check_project(checked)
    assert list(Tally.objects.values_list("count", flat=True)) == [0]


def test_a_mend_and_a_change_of_the_law_are_no_corrections_of_the_unit(checked, officer, bureau, county) -> None:
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.TRIAL, "先看看准不准")
    checking.check_project(checked)
    assert Tally.objects.count() == 0
    assert set(Finding.objects.filter(rule="BAS-001").values_list("shelf", flat=True)) == {"trial"}


def test_a_text_that_is_wrong_in_another_way_is_not_counted_as_right(checked, officer, document, monkeypatch) -> None:
    Finding.objects.filter(rule="BAS-001").update(quote="别的话")
    Check.objects.update(digest="old", entry=0)
    checking.check_project(checked)
    assert Tally.objects.count() == 0
    assert Finding.objects.filter(rule="BAS-001", quote="年度工作计划").count() == 4


def test_what_came_back_is_open_again(checked, officer, document) -> None:
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    pk = Finding.objects.get(rule="VAL-005").pk
    apply_document(officer, _with(document, target="≥200次"))
    checking.check_project(checked)
    again = Finding.objects.get(rule="VAL-005")
    assert (again.pk, again.state, again.by) == (pk, "open", None)
    assert again.mend["after"] == RIGHT


def test_a_reason_moves_with_its_row_and_outlives_a_rule_that_is_off(checked, officer, bureau, document, county) -> None:
    last = Finding.objects.filter(rule="BAS-001", project=checked).last()
    assert last.pointer == "/projects/0/indicators/2/basis"
    actions.waive(officer, last, "县里统一规定")
    first = document.projects[0]
    rows = (*first.indicators[:2], replace(first.indicators[0], level3="加的一条", basis="行业标准"), first.indicators[2])
    apply_document(officer, replace(document, projects=(replace(first, indicators=rows), document.projects[1])))
    checking.check_project(checked)
    moved = Finding.objects.get(state="waived")
    assert (moved.pk, moved.pointer, moved.reason) == (last.pk, "/projects/0/indicators/3/basis", "县里统一规定")
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.OFF, "本县不用")
    checking.check_project(checked)
    assert list(Finding.objects.filter(rule="BAS-001").values_list("state", flat=True)) == ["waived"]
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.ON, "又要用了吧")
    checking.check_project(checked)
    assert Finding.objects.filter(rule="BAS-001").count() == 4
    assert Finding.objects.get(state="waived").pk == last.pk


def test_looking_at_findings_that_are_up_to_date_writes_nothing(checked, county, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):
        assert checking.standing(county.library, 2026).stale is False


def test_the_law_is_that_of_the_region_and_changes_with_every_setting(checked, bureau, county) -> None:
    first = law_of(county.library, 2026)
    assert first.rulebook.jurisdiction == "national"
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.OFF, "本县不用")
    second = law_of(county.library, 2026)
    assert first.digest != second.digest
    assert "BAS-001" not in second.rulebook.rules
    assert law_of(county.library, 2026) is second
    Agency.objects.filter(pk=county.library.pk).update(region_code="130281")
    county.library.refresh_from_db()
    assert law_of(county.library, 2026).rulebook.jurisdiction == "130281"


def test_a_change_of_the_law_makes_the_checks_of_all_below_out_of_date(checked, bureau, officer, county) -> None:
    assert queries.unchecked(bureau, 2026) == ([], 1)
    ruling.add_word(bureau, county.region, ruling.Entry("vague_values", "蒸蒸日上"))
    assert queries.unchecked(bureau, 2026) == ([county.library], 1)
    checking.check_project(checked)
    assert queries.unchecked(bureau, 2026) == ([], 1)


def test_the_dozen_that_matters_is_on_top_and_trials_wait_for_nobody() -> None:
    shelves = ["blocks"] * 5 + ["answer"] * 9 + ["style"] * 2 + ["trial"] * 3
    rows = [Finding(rule=f"MEA-{at:03}", shelf=shelf, pointer=f"/{at}") for at, shelf in enumerate(shelves)]
    panel = queries.panel(rows)
    assert [(len(shelf.first), len(shelf.rest)) for shelf in panel.shelves] == [(5, 0), (7, 2), (0, 2), (0, 3)]
    assert panel.open == 16


def test_causes_that_sheets_share_are_one_line_of_the_department(checked, officer, county, person) -> None:
    line = queries.shared(officer, county.library, 2026)[0]
    assert (line.rule, line.sheets, line.count) == ("BAS-001", 2, 4)
    assert queries.shared(person("sun", county.museum), county.library, 2026) == []
