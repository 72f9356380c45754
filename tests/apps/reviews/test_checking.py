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
from tests.apps.reviews.conftest import RIGHT, recheck


@pytest.fixture
def checked(project):
    recheck(project)
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
    recheck(checked)
    recheck(checked)
    assert list(Tally.objects.values_list("agency", "rule", "count")) == [(county.library_unit.pk, "BAS-001", 3)]


def test_what_comes_back_is_not_counted_as_put_right(checked, officer, document) -> None:
    for basis in ("行业标准", "年度工作计划"):
        apply_document(officer, _with(document, basis=basis))
        recheck(checked)
    assert list(Tally.objects.values_list("count", flat=True)) == [0]


def test_a_mend_and_a_change_of_the_law_are_no_corrections_of_the_unit(checked, officer, bureau, county) -> None:
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.TRIAL, "先看看准不准")
    recheck(checked)
    assert Tally.objects.count() == 0
    assert set(Finding.objects.filter(rule="BAS-001").values_list("shelf", flat=True)) == {"trial"}


def test_a_text_that_is_wrong_in_another_way_is_not_counted_as_right(checked, officer, document, monkeypatch) -> None:
    Finding.objects.filter(rule="BAS-001").update(quote="别的话")
    Check.objects.update(law="old", entry=0)
    recheck(checked)
    assert Tally.objects.count() == 0
    assert Finding.objects.filter(rule="BAS-001", quote="年度工作计划").count() == 4


def test_what_came_back_is_open_again(checked, officer, document) -> None:
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    pk = Finding.objects.get(rule="VAL-005").pk
    apply_document(officer, _with(document, target="≥200次"))
    recheck(checked)
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
    recheck(checked)
    moved = Finding.objects.get(state="waived")
    assert (moved.pk, moved.pointer, moved.reason) == (last.pk, "/projects/0/indicators/3/basis", "县里统一规定")
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.OFF, "本县不用")
    recheck(checked)
    assert list(Finding.objects.filter(rule="BAS-001").values_list("state", flat=True)) == ["waived"]
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.ON, "又要用了吧")
    recheck(checked)
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
    recheck(checked)
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


def _standing_findings() -> list[tuple[object, ...]]:
    names = ("project", "rule", "pointer", "message", "quote", "shelf", "level", "position", "state", "group")
    return sorted(Finding.objects.values_list(*names), key=str)


@pytest.mark.parametrize("waits", [40, 0])
def test_what_changed_is_checked_as_if_everything_was(waits, officer, bureau, document, county, monkeypatch) -> None:
    monkeypatch.setattr(checking, "WAITS", waits)
    monkeypatch.setattr(checking, "PIECE", 1)
    first, second = document.projects
    third = replace(first, name="送书下乡", code=None, goals=("图书车到每个乡镇。",))
    edits = (
        document,
        replace(document, projects=(replace(first, fund_use="购书、维修，共计30万元。"), second)),
        replace(document, projects=(first, second, third)),
        replace(document, projects=(replace(third, indicators=first.indicators[:2]),), sub_goals=(), safeguards=()),
        replace(document, overall_goal=replace(document.overall_goal, text="全年借书 10 万册。"), projects=()),
        replace(document, projects=(replace(second, goals=("修复古籍30册。",), indicators=first.indicators),)),
    )
    for edit in edits:
        apply_document(officer, edit)
        assert checking.check_department(county.library, 2026)
        assert checking.standing(county.library, 2026).stale is False
        found = _standing_findings()
        Finding.objects.all().delete()
        Check.objects.all().delete()
        checking.check_department(county.library, 2026)
        assert _standing_findings() == found


def test_a_check_in_pieces_goes_on_where_it_was_and_what_comes_meanwhile_is_for_the_next(
    project, officer, document, county, monkeypatch
) -> None:
    monkeypatch.setattr(checking, "WAITS", 0)
    monkeypatch.setattr(checking, "PIECE", 1)
    assert checking.check_department(county.library, 2026, until=0) is False
    assert (Check.objects.get().reached, Check.objects.get().law) == (project.pk, "")
    assert set(Finding.objects.values_list("project", flat=True)) == {project.pk}
    apply_document(officer, _with(document, basis="行业标准"))
    more = replace(document.projects[1], name="又一个项目", code=None)
    apply_document(officer, replace(document, projects=(more,), overall_goal=None, sub_goals=(), safeguards=()))
    assert checking.check_department(county.library, 2026)
    state = checking.standing(county.library, 2026)
    assert (state.stale, state.projects, state.done) == (True, 2, 0)
    assert checking.check_department(county.library, 2026)
    assert checking.standing(county.library, 2026).stale is False
    assert not Finding.objects.filter(project=project, rule="BAS-001").exists()


def test_a_change_in_another_year_checks_nothing_again(checked, officer, document, county, monkeypatch) -> None:
    apply_document(officer, replace(document, fiscal_year=2025, overall_goal=None, sub_goals=(), safeguards=()))
    monkeypatch.setattr(checking, "_whole", None)
    assert checking.standing(county.library, 2026).stale is False
    assert queries.unchecked(officer, 2026) == ([], 1)


def test_a_unit_that_moves_takes_its_findings_along(checked, bureau, county) -> None:
    Agency.objects.filter(pk=county.library_unit.pk).update(
        parent=county.museum, path=f"{county.museum.path}/{county.library_unit.pk}"
    )
    for department in (county.museum, county.library):
        checking.check_department(department, 2026)
    assert set(Finding.objects.filter(project=checked).values_list("department", flat=True)) == {county.museum.pk}
