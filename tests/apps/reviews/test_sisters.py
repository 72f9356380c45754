"""A goal that a sheet of another department has too is told; whose it is, only to those who see that sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jihuan.apps.budgets.models import Project as Row
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.reviews import checking, sisters
from jihuan.apps.reviews.models import Check, Finding, Trace
from jihuan.core.document import Agency, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.law.engine.sisters import Sisters

HTMX = {"HX-Request": "true"}
GOAL = "全年组织农技培训12期，培训种植大户600人次，推广新品种8个。"
LIMIT = Decimal("0.9")


def sheet(code: str, *goals: str, target: str = "≥600人次", name: str = "农技培训经费") -> Document:
    """A unit with one project of these goals and one quantity."""
    rows = (Indicator(level1="产出指标", level2="数量指标", level3="培训种植大户人次", target=parse_target(target)),)
    project = Project(name=name, agency_code=code, goals=goals, indicators=rows)
    return Document(fiscal_year=2026, agency=Agency(code=code), projects=(project,))


@pytest.fixture
def copied(county, bureau) -> Finding:
    """The museum says what the library had said before; both are checked."""
    for department, code, name in ((county.library, "612001", "送书下乡"), (county.museum, "613001", "流动展览")):
        apply_document(bureau, sheet(code, GOAL, name=name))
        checking.check_department(department, 2026)
    return Finding.objects.get(group="sisters")


def test_a_copied_goal_is_told_without_a_name(copied, county) -> None:
    assert (copied.rule, copied.department, copied.pointer) == ("CON-003", county.museum, "/projects/0/goals")
    assert copied.message == f"绩效目标与另一单位的雷同：“{GOAL}”"
    assert copied.other == Row.objects.get(name="送书下乡")


def test_the_name_is_for_those_who_see_the_other_unit(copied, county, bureau, person, client) -> None:
    where = f"/projects/{copied.project_id}/findings/"
    client.force_login(person("sun", county.museum))
    panel = client.get(where, headers=HTMX).content.decode()
    assert "与另一单位的雷同" in panel
    assert not [word for word in ("送书下乡", "图书馆") if word in panel]
    client.force_login(bureau)
    panel = client.get(where, headers=HTMX).content.decode()
    assert "雷同的是" in panel
    assert f'<a href="/projects/{copied.other_id}/">清河县图书馆本级：送书下乡</a>' in panel
    for page in (f"/review/findings/?year=2026&unit={county.museum.code}", "/review/findings/export/csv/?year=2026&unit=613"):
        client.force_login(person(f"sun{len(page)}", county.museum))
        assert "送书下乡" not in client.get(page).content.decode()


def test_a_finding_goes_when_the_other_unit_writes_something_else(
    copied, county, bureau, django_capture_on_commit_callbacks
) -> None:
    apply_document(bureau, sheet("612001", "全年送书下乡40次，惠及12个村的3000名读者。", name="送书下乡"))
    with django_capture_on_commit_callbacks(execute=True):
        checking.check_department(county.library, 2026)
    assert Check.objects.get(department=county.museum).due
    assert checking.standing(county.museum, 2026).stale is False
    assert not Finding.objects.filter(group="sisters").exists()
    assert not Check.objects.filter(due=True).exists()


@pytest.mark.parametrize("copy", [GOAL, GOAL.replace("8个", "9个")])
def test_who_said_it_first_learns_of_the_copy_once(county, bureau, copy) -> None:
    for department, code, goal in ((county.library, "612001", GOAL), (county.museum, "613001", copy)):
        apply_document(bureau, sheet(code, goal))
        checking.check_department(department, 2026)
    assert Check.objects.get(department=county.library).due
    checking.check_department(county.library, 2026)
    assert set(Finding.objects.filter(group="sisters").values_list("department", "quote")) == {
        (county.library.pk, GOAL),
        (county.museum.pk, copy),
    }
    Check.objects.update(due=True)
    for department in (county.museum, county.library):
        checking.check_department(department, 2026)
        assert not Check.objects.filter(department=department, due=True).exists()
    assert not Check.objects.filter(due=True).exists()


def test_a_draft_is_compared_before_it_comes_in(copied, county) -> None:
    found = checking.preview(sheet("612001", "按时。"), county.library_unit)
    assert not [row for row in found if row.group == "sisters"]
    found = checking.preview(sheet("612001", GOAL), county.library_unit)
    assert [row.message for row in found if row.group == "sisters"] == [f"绩效目标与另一单位的雷同：“{GOAL}”"]


def test_nobody_is_his_own_sister_and_another_year_is_another_matter(copied, county, bureau) -> None:
    assert sisters.Kin(county.library, 2026, sheet("612001", GOAL)).twin(Document(), GOAL, LIMIT) is not None
    assert sisters.Kin(county.museum, 2025, sheet("613001", GOAL)).twin(Document(), GOAL, LIMIT) is None
    Trace.objects.filter(department=county.library).delete()
    assert sisters.Kin(county.museum, 2026, sheet("613001", GOAL)).twin(Document(), GOAL, LIMIT) is None


def test_what_is_kept_answers_as_the_index_of_a_folder_does(county, bureau) -> None:
    goals = [
        GOAL,
        GOAL.replace("12期", "15期"),
        "养护道路30公里，修补坑槽90处，按时完工。",
        "慰问困难群众300户，发放米面油。",
        "按时。",
    ]
    documents = []
    for number, goal in enumerate([*goals, GOAL]):
        department = add_agency(county.region, "department", f"8{number:02}", f"第{number}局")
        add_agency(department, "unit", f"8{number:02}001", f"第{number}局本级")
        documents.append(sheet(f"8{number:02}001", goal, target=f"≥{100 + number * 37}人次"))
        apply_document(bureau, documents[-1])
        checking.check_department(department, 2026)
    folder = Sisters(documents)
    mine = sheet("613001", *goals, GOAL.replace("8个", "9个"), "与谁都不同的一句话，说的是别的事情。")
    kin = sisters.Kin(county.museum, 2026, mine)
    for goal in mine.projects[0].goals:
        here, there = kin.twin(mine, goal, LIMIT), folder.twin(mine, goal, LIMIT)
        assert (here is None) == (there is None), goal
    asked = (mine, "培训种植大户人次", "人次")
    assert kin.median(*asked, Decimal(3)) == folder.median(*asked, Decimal(3)) == Decimal("192.5")
    assert kin.median(*asked, Decimal(7)) is None


def test_a_target_far_below_the_others_is_told(county, bureau) -> None:
    for number in range(3):
        department = add_agency(county.region, "department", f"8{number:02}", f"第{number}局")
        add_agency(department, "unit", f"8{number:02}001", f"第{number}局本级")
        apply_document(bureau, sheet(f"8{number:02}001", f"第{number}局全年培训", target="≥600人次"))
        checking.check_department(department, 2026)
    apply_document(bureau, sheet("613001", GOAL, target="≥20人次"))
    checking.check_department(county.museum, 2026)
    assert Finding.objects.get(rule="VAL-007").message == "≥20人次不到同类单位中位数 600 的一半"


def test_asking_takes_five_queries_however_much_is_asked(copied, county) -> None:
    for count in (1, 40):
        goals = [f"{GOAL[:-1]}，另办第{number}期专题班{number * 7}人次。" for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            sisters.Kin(county.museum, 2026, sheet("613001", GOAL, *goals))
        assert len(queries) <= 5


def test_noting_the_same_again_writes_nothing(copied, county, django_assert_num_queries) -> None:
    row = Row.objects.get(name="送书下乡")
    with django_assert_num_queries(1):
        sisters.note(county.library, 2026, {row.pk: sheet("612001", GOAL).projects[0]})
