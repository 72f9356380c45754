"""The department: sums and ratios of its projects, and the form of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.evaluation import actions, department
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.access import NotAllowed
from jihuan.core.interchange import content
from jihuan.documents.readers import document_of, layout_of


def test_sums_and_ratios_of_the_projects(officer, county, filled) -> None:
    found = department.whole(officer, county.library, 2026)
    assert (found.projects, found.begun, found.submitted) == (1, 1, 0)
    assert found.sums == {"initial": 200000, "adjusted": 200000, "executed": 190000}
    assert found.execution.execution.score == Decimal("9.50")
    ratios = {one.name: one.percent for one in found.ratios}
    assert ratios["预算完成率"] == Decimal("95.00")
    assert (ratios["预算调整率"], ratios["结转结余率"]) == (0, Decimal("5.00"))
    assert (ratios["实际完成率"], ratios["质量达标率"], ratios["完成及时率"]) == (90, 100, None)
    assert ratios["效益指标得分率"] == Decimal("93.33")
    assert (found.mean, found.grades) == (Decimal("95.80"), {"优": 1})


def test_a_department_without_self_evaluations_has_no_figures_and_no_zeros(officer, county, project) -> None:
    found = department.whole(officer, county.library, 2026)
    assert (found.begun, found.mean, found.execution.execution.score) == (0, None, None)
    assert {one.percent for one in found.ratios} == {None}


def test_the_mean_weighs_projects_by_their_budgets(officer, county, filled, goals) -> None:
    (sheet,) = goals.projects
    big = replace(sheet, code=None, name="大项目", budget=replace(sheet.budget, total=Decimal("60"), fiscal=Decimal("60")))
    (row,) = apply_document(officer, replace(goals, projects=(big,))).projects
    other = actions.start(officer, row)
    values = {"executed": "60", "achievement": "全部完成。"}
    for item, actual in zip(other.project.indicators.all(), ("200次", "100%", "500元", "达成年度指标", "90%"), strict=True):
        values |= {f"rows/{item.pk}/actual": actual}
        if actual.startswith("达成"):
            values |= {f"rows/{item.pk}/points": "30"}
    actions.take_over(officer, actions.reread(other), values)
    found = department.whole(officer, county.library, 2026)
    assert found.mean == (Decimal("95.80") * 20 + 100 * 60) / 80
    assert found.grades == {"优": 2}


@pytest.mark.parametrize("to", ["docx", "xlsx", "pdf"])
def test_the_form_of_the_department_comes_back(officer, county, filled, to) -> None:
    data = actions.export_department(officer, county.library, 2026, to)
    document = content(document_of(data, f"表.{to}", replace(layout_of(data, f"表.{to}"), embedded=None)))
    (sheet,) = document.projects
    assert sheet.name == "部门整体支出"
    assert (sheet.budget.adjusted, sheet.budget.executed, sheet.execution_score) == (20, 19, Decimal("9.50"))
    assert {row.level3: row.actual and row.actual.raw for row in sheet.indicators}["结转结余率"] == "5.00%"


def test_the_page_and_its_export_are_for_those_who_may(officer, county, person, filled, client) -> None:
    client.force_login(officer)
    page = client.get("/evaluations/departments/612/2026/").content.decode()
    for words in ("95.00%", "95.80", "还有 1 个项目没有提交自评", "没有数据"):
        assert words in page, words
    assert client.get("/evaluations/departments/612/2026/export/xlsx/").status_code == 200
    assert client.get("/evaluations/departments/613/2026/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.export_department(person("bieren", county.museum, groups.OFFICER), county.library, 2026, "pdf")
