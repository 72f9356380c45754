"""What a unit corrected in a form is proposed in the next document of the same form, and never applied by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jihuan.apps.intake import actions, memory
from jihuan.apps.intake.models import Draft, Remembered
from jihuan.core.interchange import content
from jihuan.documents.readers import layout_of
from jihuan.documents.writers import write

BASIS = "/projects/0/indicators/{}/basis"


@pytest.fixture
def bring(county, officer, client):
    """Upload a document as a workbook; its draft."""
    client.force_login(officer)

    def bring(document) -> Draft:
        client.post("/intake/", {"files": SimpleUploadedFile("目标表.xlsx", write(content(document), "xlsx"))})
        return Draft.objects.select_related("upload__agency").latest("pk")

    return bring


def _next_year(document):
    return replace(document, fiscal_year=2027)


def _corrected(officer, draft: Draft, *values: tuple[str, str]) -> Draft:
    for pointer, value in values:
        draft = actions.correct(officer, draft, (pointer,), value, draft.version)
    actions.confirm(officer, draft, draft.version)
    return draft


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "pdf"])
def test_the_form_is_known_again_whatever_is_filled_in(kind: str, document) -> None:
    project = document.projects[0]
    named = replace(project.indicators[0], level3="预算执行率")  # which is a label elsewhere
    other = replace(project, name="另一个项目", goals=("别的。",), indicators=(named, *project.indicators[1:]))
    first, second = (
        memory.fingerprint(layout_of(write(content(it), kind), f"a.{kind}"))
        for it in (document, replace(document, fiscal_year=2027, projects=(other,)))
    )
    assert first == second != ""
    pages = write(content(document), "html" if kind != "html" else "docx")
    assert memory.fingerprint(layout_of(pages, "a.html")) != first


def test_a_confirmed_correction_is_proposed_next_time_at_every_such_cell(bring, officer, document, client) -> None:
    _corrected(officer, bring(document), *((BASIS.format(row), "部门职责") for row in range(3)))
    row = Remembered.objects.get()
    assert (row.field, row.before, row.after, row.count) == ("/projects/*/indicators/*/basis", "年度工作计划", "部门职责", 1)
    second = bring(_next_year(document))
    assert second.document["projects"][0]["indicators"][0]["basis"] == "年度工作计划"
    page = client.get(f"/intake/{second.upload.pk}/").content.decode()
    assert page.count("上次把“年度工作计划”改为“部门职责”") == 4
    assert 'data-propose="部门职责"' in page
    _corrected(officer, second, (BASIS.format(0), "部门职责"))
    assert Remembered.objects.get().count == 2


def test_a_cell_that_somebody_touched_gets_no_proposal(bring, officer, document) -> None:
    _corrected(officer, bring(document), (BASIS.format(0), "部门职责"))
    second = bring(_next_year(document))
    assert BASIS.format(1) in memory.proposals(second)
    second = actions.correct(officer, second, (BASIS.format(1),), "中长期规划", second.version)
    second = actions.correct(officer, second, (BASIS.format(1),), "年度工作计划", second.version)
    assert BASIS.format(1) not in memory.proposals(second)


def test_a_text_that_became_two_different_ones_teaches_nothing(bring, officer, document) -> None:
    _corrected(officer, bring(document), (BASIS.format(0), "部门职责"), (BASIS.format(1), "中长期规划"))
    assert Remembered.objects.count() == 0


def test_figures_are_not_remembered(bring, officer, document) -> None:
    _corrected(officer, bring(document), ("/projects/0/budget/other", "2.60"), ("/projects/0/spending_plan/0/percent", "26"))
    assert Remembered.objects.count() == 0


def test_a_later_opinion_replaces_the_earlier_one(bring, officer, document) -> None:
    _corrected(officer, bring(document), (BASIS.format(0), "部门职责"))
    _corrected(officer, bring(_next_year(document)), (BASIS.format(0), "中长期规划"))
    row = Remembered.objects.get()
    assert (row.after, row.count) == ("中长期规划", 1)


def test_other_units_and_other_forms_are_not_told(bring, officer, document, client) -> None:
    _corrected(officer, bring(document), (BASIS.format(0), "部门职责"))
    client.post("/intake/", {"files": SimpleUploadedFile("表.docx", write(content(_next_year(document)), "docx"))})
    assert memory.proposals(Draft.objects.select_related("upload__agency").latest("pk")) == {}
    Remembered.objects.update(agency=officer.memberships.get().agency.parent)
    assert memory.proposals(bring(replace(document, fiscal_year=2028))) == {}
