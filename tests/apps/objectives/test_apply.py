"""A document becomes records and comes back the same; twice is once; what changes is told field by field."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document, difference
from jihuan.apps.objectives.facts import department_document, project_document, project_facts
from jihuan.apps.objectives.models import DepartmentGoal, Indicator
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.core.document import Agency as PrintedAgency
from jihuan.core.document import Budget, Document, FundSource, SpendingNode
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import content


def with_project(document: Document, index: int = 0, **changes: object) -> Document:
    projects = list(document.projects)
    projects[index] = replace(projects[index], **changes)
    return replace(document, projects=tuple(projects))


def with_indicator(document: Document, row: int, **changes: object) -> Document:
    rows = list(document.projects[0].indicators)
    rows[row] = replace(rows[row], **changes)
    return with_project(document, indicators=tuple(rows))


def told(changes) -> list[tuple[str, str, str, str]]:
    return [(change.kind, change.label, change.before, change.after) for change in changes]


def test_a_document_comes_back_as_it_went_in(county, officer, document) -> None:
    applied = apply_document(officer, document, sha256="a" * 64)
    assert (applied.created, applied.changed, applied.unchanged) == (2, 0, 0)
    assert department_document(county.library, 2026) == document
    assert project_document(applied.projects[1]) == Document(
        fiscal_year=2026, agency=document.agency, projects=(document.projects[1],)
    )


def test_money_is_kept_in_yuan_exactly(county, officer, document) -> None:
    apply_document(officer, document)
    assert list(Project.objects.order_by("position").values_list("total", "other")) == [
        (Decimal("125000.00"), Decimal("25000.00")),
        (Decimal("3456.78"), None),
    ]


def test_the_department_above_and_every_source_of_funds_come_back(county, officer, document) -> None:
    first = document.projects[0]
    apply_document(officer, document)
    sources = (
        FundSource(name="本年财政拨款", initial=Decimal("10.00"), adjusted=Decimal("12.50"), execution_rate=Decimal("95.5")),
        FundSource(name="上年结转资金", executed=Decimal("0.1234")),
    )
    told = replace(first, department="清河县文化局", budget=replace(first.budget, sources=sources))
    changed = replace(document, projects=(told, *document.projects[1:]))
    labels = [(change.label.rpartition(" › ")[2], change.after) for change in difference(officer, changed)]
    assert labels == [
        ("主管部门", "清河县文化局"),
        ("资金来源 1“本年财政拨款”", "本年财政拨款"),
        ("资金来源 2“上年结转资金”", "上年结转资金"),
    ]
    apply_document(officer, changed)
    kept = Project.objects.get(name=first.name)
    assert kept.funds[0] == {
        "name": "本年财政拨款",
        "initial": "100000",
        "adjusted": "125000",
        "executed": None,
        "execution_rate": "95.5",
    }
    assert project_facts(kept).budget.sources == sources
    assert project_facts(kept).department == "清河县文化局"
    assert difference(officer, changed) == ()
    again = replace(told, department=None)
    assert difference(officer, replace(changed, projects=(again,))) == (), "a form that does not print it takes nothing away"
    fewer = replace(told, budget=replace(told.budget, sources=sources[:1]))
    (gone,) = difference(officer, replace(changed, projects=(fewer,)))
    assert (gone.kind, gone.before) == ("removed", "上年结转资金")


def test_the_same_document_twice_changes_nothing(county, officer, document) -> None:
    apply_document(officer, document)
    ids = list(Indicator.objects.order_by("pk").values_list("pk", flat=True))
    entries = Entry.objects.count()
    again = apply_document(officer, document)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert list(Indicator.objects.order_by("pk").values_list("pk", flat=True)) == ids
    assert (DepartmentGoal.objects.count(), Project.objects.count(), Entry.objects.count()) == (1, 2, entries)
    assert difference(officer, document) == ()


def test_every_new_record_is_in_the_journal(county, officer, document) -> None:
    apply_document(officer, document)
    assert list(Entry.objects.values_list("action", "label")) == [
        ("add_department_goal", "清河县图书馆 2026"),
        ("add_project", "流动图书车运行经费"),
        ("add_project", "古籍修复"),
    ]
    assert verify().broken is None


def test_a_new_document_is_told_project_by_project(county, officer, document) -> None:
    changes = told(difference(officer, document))
    assert ("added", "项目“流动图书车运行经费”", "", "预算 12.50 万元，3 条指标") in changes
    assert ("added", "总体绩效目标", "", "让每个乡镇都有书可读。") in changes
    assert Project.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "label", "before", "after"),
    [
        ({"target": parse_target("≥260次")}, "项目“流动图书车运行经费” › 指标 1“出车次数” › 指标值", "≥200次", "≥260次"),
        ({"basis": "县委文件"}, "项目“流动图书车运行经费” › 指标 1“出车次数” › 指标值确定依据", "年度工作计划", "县委文件"),
        ({"level3": "出车趟数"}, "项目“流动图书车运行经费” › 指标 1“出车趟数” › 三级指标", "出车次数", "出车趟数"),
    ],
)
def test_a_changed_cell_is_one_change(county, officer, document, change, label, before, after) -> None:
    apply_document(officer, document)
    other = with_indicator(document, 0, **change)
    found = difference(officer, other)
    assert told(found) == [("changed", label, before, after)]
    assert found[0].pointer.startswith("/projects/0/indicators/0/")
    first = Indicator.objects.get(project__position=1, position=1).pk
    assert apply_document(officer, other).changed == 1
    assert Indicator.objects.get(project__position=1, position=1).pk == first
    assert department_document(county.library, 2026) == other
    assert difference(officer, other) == ()


def test_another_printing_of_the_same_target_is_no_change(county, officer, document) -> None:
    apply_document(officer, document)
    entries = Entry.objects.count()
    spaced = with_indicator(document, 0, target=parse_target("≥ 200 次"))
    assert difference(officer, spaced) == ()
    assert apply_document(officer, spaced).unchanged == 2
    assert department_document(county.library, 2026) == document
    assert Entry.objects.count() == entries
    other_sign = with_indicator(document, 0, target=parse_target("不少于200次"))
    assert [change.after for change in difference(officer, other_sign)] == ["不少于200次"]


def test_money_plan_and_goals_that_change_are_told(county, officer, document) -> None:
    apply_document(officer, document)
    plan = document.projects[0].spending_plan
    other = with_project(
        document,
        budget=Budget(total=Decimal("13"), fiscal=Decimal("10.00")),
        spending_plan=(SpendingNode(month=3, percent=Decimal(30)), *plan[1:3], SpendingNode(month=11, percent=Decimal(100))),
        goals=("图书车到每个村。",),
    )
    assert {
        (kind, label.partition(" › ")[2], before, after) for kind, label, before, after in told(difference(officer, other))
    } == {
        ("changed", "预算数", "12.50", "13"),
        ("removed", "其他资金", "2.50", ""),
        ("changed", "资金支出计划 3 月底 › 累计支出占预算数的百分比", "25", "30"),
        ("added", "资金支出计划 11 月底", "", "100%"),
        ("removed", "资金支出计划 12 月底", "100%", ""),
        ("changed", "绩效目标 1", "图书车到每个乡镇。", "图书车到每个村。"),
        ("removed", "绩效目标 2", "全年出车200次以上。", ""),
    }
    apply_document(officer, other)
    assert content(department_document(county.library, 2026)) == content(other)


def test_rows_that_change_places_keep_their_identity(county, officer, document) -> None:
    apply_document(officer, document)
    known = dict(Indicator.objects.filter(project__position=1).values_list("level3", "pk"))
    rows = document.projects[0].indicators
    other = with_project(document, indicators=(rows[2], rows[0], rows[1]))
    assert told(difference(officer, other)) == [("changed", "项目“流动图书车运行经费” › 指标", "", "顺序有变化")]
    apply_document(officer, other)
    assert dict(Indicator.objects.filter(project__position=1).values_list("level3", "pk")) == known
    assert department_document(county.library, 2026) == other


def test_a_row_that_is_gone_or_new_is_told_and_done(county, officer, document) -> None:
    apply_document(officer, document)
    rows = document.projects[0].indicators
    other = with_project(
        document, indicators=(rows[0], rows[2], replace(rows[1], level3="事故次数", target=parse_target("0次")))
    )
    labels = [(kind, label.partition(" › ")[2]) for kind, label, _before, _after in told(difference(officer, other))]
    assert ("removed", "指标 2“车辆完好率”") in labels
    assert ("added", "指标 3“事故次数”") in labels
    apply_document(officer, other)
    assert department_document(county.library, 2026) == other


def test_the_department_part_is_compared_too(county, officer, document) -> None:
    apply_document(officer, document)
    other = replace(
        document,
        overall_goal=replace(document.overall_goal, text="让每个村都有书可读。"),
        sub_goals=(replace(document.sub_goals[0], description="开展读书月。"),),
        safeguards=document.safeguards[:1],
    )
    assert told(difference(officer, other)) == [
        ("changed", "总体绩效目标", "让每个乡镇都有书可读。", "让每个村都有书可读。"),
        ("changed", "分项绩效目标 1“阅读推广” › 工作内容", "开展读书活动。", "开展读书月。"),
        ("removed", "工作保障措施 2“加强支出管理”", "按月核对。", ""),
    ]
    apply_document(officer, other)
    assert department_document(county.library, 2026) == other


def test_a_single_sheet_leaves_everything_else_alone(county, officer, document) -> None:
    apply_document(officer, document)
    sheet = Document(fiscal_year=2026, agency=document.agency, projects=(replace(document.projects[1], fund_use="纸张"),))
    assert told(difference(officer, sheet)) == [("added", "项目“古籍修复” › 资金用途", "", "纸张")]
    apply_document(officer, sheet)
    assert department_document(county.library, 2026) == with_project(document, 1, fund_use="纸张")


def test_a_code_that_arrives_later_is_filled_in_and_one_that_is_missing_stays(county, officer, document) -> None:
    apply_document(officer, document)
    coded = with_project(document, 1, code="99010126P00000210001X")
    assert apply_document(officer, coded).changed == 1
    uncoded = with_project(coded, 0, code=None)
    assert difference(officer, uncoded) == ()
    assert apply_document(officer, uncoded).unchanged == 2
    assert department_document(county.library, 2026) == coded


def test_another_year_is_another_project(county, officer, document) -> None:
    apply_document(officer, document)
    assert apply_document(officer, replace(document, fiscal_year=2027)).created == 2
    assert Project.objects.count() == 4


@pytest.mark.parametrize(
    ("changes", "words", "pointers"),
    [
        ({"fiscal_year": None}, "年度", {"/fiscal_year"}),
        ({"kind": "self_evaluation"}, "只导入绩效目标", set()),
        ({"projects": (), "overall_goal": None, "sub_goals": (), "safeguards": ()}, "没有绩效目标", set()),
        ({"agency": PrintedAgency()}, "预算单位", {"/agency/code"}),
        ({"agency": PrintedAgency(code="614001", name="不知何处")}, "没有新增单位的权限", set()),
        ({"agency": PrintedAgency(name="不知何处")}, "补上单位编码", {"/agency/code"}),
    ],
)
def test_what_cannot_come_in_is_refused_in_words(county, officer, document, changes, words, pointers) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        apply_document(officer, replace(document, **changes))
    assert set(refusal.value.fields) == pointers
    assert Project.objects.count() == Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"name": None}, "/projects/1/name"),
        ({"name": "流动图书车运行经费", "code": "99010126P000001100010"}, "/projects/1/code"),
        ({"spending_plan": (SpendingNode(month=13, percent=None),)}, "/projects/1/spending_plan/0/month"),
        ({"spending_plan": (SpendingNode(month=3, percent=Decimal(101)),)}, "/projects/1/spending_plan/0/percent"),
        ({"amount_unit": None}, "/projects/1/budget/total"),
        ({"budget": Budget(total=Decimal("0.001"))}, "/projects/1/budget/total"),
        ({"budget": Budget(total=Decimal(10) ** 30)}, "/projects/1/total"),
        ({"name": "长" * 301}, "/projects/1/name"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named_and_nothing_is_half_done(county, officer, document, changes, pointer) -> None:
    with pytest.raises(Refused) as refusal:
        apply_document(officer, with_project(document, 1, **changes))
    assert set(refusal.value.fields) == {pointer}
    assert Project.objects.count() == DepartmentGoal.objects.count() == Entry.objects.count() == 0


def test_nobody_imports_outside_their_scope(county, person, document) -> None:
    for user in (person("a", county.museum), person("b", county.library, groups.HEAD), person("c", None)):
        with pytest.raises(NotAllowed):
            apply_document(user, document)
        with pytest.raises(NotAllowed):
            difference(user, document)
    assert Project.objects.count() == 0


def test_a_unit_may_bring_its_sheets_but_not_the_goals_of_its_department(county, person, document) -> None:
    user = person("unit", county.library_unit)
    with pytest.raises(NotAllowed, match="部门整体绩效目标"):
        apply_document(user, document)
    sheets = Document(fiscal_year=2026, agency=document.agency, projects=document.projects)
    assert apply_document(user, sheets).created == 2


def test_the_bureau_adds_a_missing_unit_under_its_department(county, bureau, document) -> None:
    sheets = Document(fiscal_year=2026, agency=PrintedAgency(code="612002", name="少年儿童图书馆"))
    own = replace(document.projects[0], agency_code="612002", agency_name="少年儿童图书馆")
    sheets = replace(sheets, projects=(own,))
    assert difference(bureau, sheets)[0].kind == "added"
    assert not Agency.objects.filter(code="612002").exists()
    applied = apply_document(bureau, sheets)
    assert (applied.agency.path, applied.agency.kind) == ("990101/612/612002", "unit")
    assert project_document(applied.projects[0]) == sheets
    assert Entry.objects.filter(action="add_agency", label="少年儿童图书馆").exists()


def test_a_whole_department_with_several_units_comes_back(county, bureau, document) -> None:
    second = replace(document.projects[1], agency_code="612002", agency_name="少年儿童图书馆")
    both = replace(document, projects=(document.projects[0], second))
    apply_document(bureau, both)
    assert department_document(county.library, 2026) == both
    assert department_document(Agency.objects.get(code="612002"), 2026).projects == (second,)


def test_a_document_that_names_no_unit_belongs_to_the_home_of_its_bearer(county, officer, document) -> None:
    nameless = replace(
        document,
        agency=PrintedAgency(),
        projects=tuple(replace(project, agency_code=None, agency_name=None) for project in document.projects),
    )
    assert apply_document(officer, nameless, home=county.library_unit).agency == county.library_unit
    assert department_document(county.library, 2026) == document


def test_facts_take_few_queries(county, officer, document, django_assert_num_queries) -> None:
    apply_document(officer, document)
    with django_assert_num_queries(8):
        department_document(county.library, 2026)
    many = tuple(replace(document.projects[1], name=f"项目{n}") for n in range(12))
    apply_document(officer, replace(document, projects=many))
    with django_assert_num_queries(8):
        assert len(department_document(county.library, 2026).projects) == 14


def test_the_fields_of_the_interchange_are_all_kept(county, officer, document) -> None:
    """A field added to the dataclasses must find a column or a refusal; what is uncertain is settled before it comes in."""
    full = replace(
        document.projects[0].indicators[0], weight=Decimal(10), actual=None, score=Decimal("9.5"), deviation="车辆检修"
    )
    assert {f.name for f in dataclasses.fields(full)} == {
        "level1", "level2", "level3", "description", "target", "basis", "weight", "actual", "score", "deviation", "place", "uncertain",
    }  # fmt: skip
    other = with_project(document, indicators=(full,))
    apply_document(officer, other)
    assert department_document(county.library, 2026) == other


def test_a_target_that_is_understood_otherwise_is_told_with_its_meaning(county, officer, document) -> None:
    apply_document(officer, document)
    target = replace(document.projects[0].indicators[0].target, value=Decimal(2000), unit="趟")
    assert [(change.before, change.after) for change in difference(officer, with_indicator(document, 0, target=target))] == [
        ("≥200次（理解为 >= 200 次）", "≥200次（理解为 >= 2000 趟）")
    ]


def test_two_projects_without_code_and_of_one_name_are_refused(county, officer, document) -> None:
    twins = with_project(document, 0, code=None, name="古籍修复")
    with pytest.raises(Refused) as refusal:
        apply_document(officer, twins)
    assert set(refusal.value.fields) == {"/projects/1/name"}


def test_a_name_that_fits_several_records_needs_a_code(county, officer, document) -> None:
    apply_document(officer, with_project(document, 1, name="流动图书车运行经费", code="99010126P00000210001X"))
    sheet = Document(fiscal_year=2026, agency=document.agency, projects=(replace(document.projects[0], code=None),))
    with pytest.raises(Refused, match="2 个名为“流动图书车运行经费”的项目"):
        apply_document(officer, sheet)


def test_two_sheets_for_one_record_are_refused(county, officer, document) -> None:
    apply_document(officer, document)
    renamed = replace(document.projects[0], name="图书车")
    by_name = replace(document.projects[0], code=None)
    with pytest.raises(Refused, match="同一个项目"):
        apply_document(officer, replace(document, projects=(renamed, by_name)))


def test_two_sheets_of_one_new_unit_add_it_once(county, bureau, document) -> None:
    new = {"agency_code": "612007", "agency_name": "分馆"}
    sheets = tuple(replace(project, **new) for project in document.projects)
    sheets = (sheets[0], replace(sheets[1], agency_name="图书馆分馆"))
    applied = apply_document(
        bureau, Document(fiscal_year=2026, agency=PrintedAgency(code="612007", name="分馆"), projects=sheets)
    )
    assert {project.agency for project in applied.projects} == {applied.agency}
    assert Agency.objects.filter(code="612007").count() == 1


def test_only_the_rows_that_changed_are_written(county, officer, document) -> None:
    apply_document(officer, document)
    first = document.projects[0]
    again = replace(document, projects=(replace(first, goals=("全年接待读者 30000 人次",)), *document.projects[1:]))
    with CaptureQueriesContext(connection) as queries:
        apply_document(officer, again)
    assert [query["sql"] for query in queries if 'UPDATE "objectives_indicator"' in query["sql"]] == []
