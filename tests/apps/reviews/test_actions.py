"""What is on record is checked, and every finding is mended, waived or open, by somebody, at some time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.objectives.models import DepartmentGoal, Indicator
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.reviews import actions, queries
from jihuan.apps.reviews.models import Check, Finding
from tests.apps.reviews.conftest import RIGHT, WRONG, recheck


@pytest.fixture
def checked(project):
    recheck(project)
    return project


def _one(rule: str) -> Finding:
    return Finding.objects.filter(rule=rule).order_by("position").first()


def test_findings_belong_to_their_sheet_or_to_the_department(checked, county) -> None:
    value = _one("VAL-005")
    assert (value.project, value.agency, value.department) == (checked, county.library_unit, county.library)
    assert value.pointer == "/projects/0/indicators/0/target"
    assert value.mend["pointer"] == "/projects/0/indicators/0/target/raw"
    assert _one("FMT-001").project is None
    other = Finding.objects.exclude(project=checked).get(rule="BAS-001")
    assert (other.project.name, other.pointer) == ("古籍修复", "/projects/0/indicators/0/basis")


def test_nothing_is_written_when_nothing_changed(checked, django_assert_max_num_queries) -> None:
    before = list(Finding.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(20):
        recheck(checked)
    assert list(Finding.objects.values_list("pk", flat=True)) == before
    assert Check.objects.count() == 1


def test_one_cause_is_one_line_and_what_blocks_comes_first(checked) -> None:
    shelves = queries.panel(queries.of_project(checked)).shelves
    assert [(shelf.name, shelf.count) for shelf in shelves] == [("blocks", 1), ("answer", 3), ("style", 0), ("trial", 0)]
    blocks, answer, *_rest = shelves
    assert [len(cause.findings) for cause in answer.causes] == [3]
    assert blocks.causes[0].title == f"“{WRONG}”不妥"


def test_a_mend_changes_the_record_through_the_one_way_in_and_can_be_undone(checked, officer) -> None:
    mended = actions.mend(officer, _one("VAL-005"))
    row = Indicator.objects.get(project=checked, position=1)
    assert row.target_raw == RIGHT
    assert (mended.state, mended.by) == ("mended", officer)
    assert mended.at is not None
    assert Finding.objects.get(rule="VAL-005").state == "mended"
    assert Entry.objects.filter(action__in=("change_project", "mend_finding")).count() == 2
    checked.refresh_from_db()
    assert checked.source_sha256 == "a" * 64

    actions.undo_mend(officer, Finding.objects.get(rule="VAL-005"))
    row.refresh_from_db()
    assert row.target_raw == WRONG
    assert Finding.objects.get(rule="VAL-005").state == "open"
    assert verify().broken is None


def test_a_mend_of_spaces_alone_changes_the_record_too(checked, officer) -> None:
    finding = _one("VAL-005")
    finding.mend = finding.mend | {"after": "≥200 次"}
    finding.save()
    actions.mend(officer, finding)
    assert Indicator.objects.get(project=checked, position=1).target_raw == "≥200 次"
    actions.undo_mend(officer, Finding.objects.get(rule="VAL-005"))
    assert Indicator.objects.get(project=checked, position=1).target_raw == WRONG


def test_a_mend_of_the_department_part(checked, officer, county) -> None:
    actions.mend(officer, _one("FMT-001"))
    goal = DepartmentGoal.objects.get()
    assert goal.overall_goal == "全年借书10万册。", "as the records write it"
    assert goal.sub_goals.count() == 1
    assert county.library_unit.projects.count() == 2
    actions.undo_mend(officer, Finding.objects.get(rule="FMT-001"))
    assert DepartmentGoal.objects.get().overall_goal == "让每个乡镇都有书可读。"


def test_a_cell_that_changed_meanwhile_is_not_mended(checked, officer) -> None:
    Indicator.objects.filter(project=checked, position=1).update(target_raw="≥9次")
    with pytest.raises(Refused, match="已经不是"):
        actions.mend(officer, _one("VAL-005"))


def test_what_has_no_certain_mend_is_not_mended(checked, officer) -> None:
    with pytest.raises(Refused, match="没有可以直接套用"):
        actions.mend(officer, _one("BAS-001"))


def test_a_waiver_has_a_reason_a_person_and_stays_when_the_sheet_is_checked_again(checked, officer, document) -> None:
    with pytest.raises(Refused, match="至少 4 个字"):
        actions.waive(officer, _one("BAS-001"), " 好 ")
    actions.waive(officer, _one("BAS-001"), "县里 统一用这个依据")
    changed = replace(document, projects=(replace(document.projects[0], fund_use="只用于油料。"), document.projects[1]))
    apply_document(officer, changed)
    recheck(checked)
    kept = Finding.objects.get(state="waived")
    assert (kept.rule, kept.reason, kept.by) == ("BAS-001", "县里 统一用这个依据", officer)
    actions.reopen(officer, kept)
    assert Finding.objects.filter(state="waived").count() == 0


def test_what_no_longer_fires_is_gone(checked, officer, document) -> None:
    actions.waive(officer, _one("BAS-001"), "县里统一规定")
    rows = tuple(replace(row, basis="行业标准") for row in document.projects[0].indicators)
    apply_document(officer, replace(document, projects=(replace(document.projects[0], indicators=rows), document.projects[1])))
    recheck(checked)
    assert not Finding.objects.filter(project=checked, rule="BAS-001").exists()


def test_only_those_who_fill_the_sheet_settle_its_findings(checked, county, person) -> None:
    finding = _one("VAL-005")
    for stranger in (person("sun", county.museum), person("caiwu", county.library, groups.FINANCE)):
        for act in (actions.mend, lambda user, row: actions.waive(user, row, "理由很充分")):
            with pytest.raises(NotAllowed):
                act(stranger, finding)


def test_a_state_that_does_not_fit_is_refused(checked, officer) -> None:
    for act in (actions.undo_mend, actions.reopen):
        with pytest.raises(Refused, match="待处理"):
            act(officer, _one("VAL-005"))


@pytest.mark.parametrize("renamed", ["/projects/0/name", "/agency/name", "/projects"])
def test_a_name_that_tells_a_project_apart_is_not_mended_by_a_click(checked, renamed) -> None:
    finding = _one("VAL-005")
    finding.project.code = None
    finding.mend = finding.mend | {"pointer": renamed}
    assert not actions.mendable(finding)


def test_the_real_law_is_kept_with_its_words(officer, document) -> None:
    row = apply_document(officer, document).projects[0]
    recheck(row)
    found = Finding.objects.filter(project=row)
    assert found.exists()
    assert all(one.message and one.citation and one.hint for one in found)
