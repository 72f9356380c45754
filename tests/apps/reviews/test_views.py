"""Findings stand beside the sheet; a click mends, takes back, waives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jihuan.apps.accounts import groups
from jihuan.apps.intake.models import Upload
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.objectives.models import Indicator
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.models import Check, Finding
from jihuan.documents.writers import write
from tests.apps.reviews.conftest import RIGHT

HTMX = {"HX-Request": "true"}


@pytest.fixture
def panel(project, officer, client) -> str:
    client.force_login(officer)
    return client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()


def test_the_sheet_asks_for_its_panel_and_every_cell_has_its_pointer(project, officer, client) -> None:
    client.force_login(officer)
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert f'hx-get="/projects/{project.pk}/findings/"' in page
    assert 'data-pointers="/projects/0/indicators/0/target/raw"' in page
    assert 'hx-get="/departments/612/2026/findings/"' in client.get("/departments/612/2026/").content.decode()


def test_the_panel_says_what_why_and_what_to_do(panel) -> None:
    assert "<html" not in panel
    for words in ("阻断提交", "须回答", "财预〔2015〕88号", "改掉它", "4 条待处理", "单位改为“次数”", "3 处"):
        assert words in panel
    assert 'data-at="/projects/0/indicators/0/target"' in panel
    assert panel.count("<form") == panel.count("csrfmiddlewaretoken") > 0


def test_without_script_the_panel_is_a_page(project, officer, client) -> None:
    client.force_login(officer)
    page = client.get(f"/projects/{project.pk}/findings/").content.decode()
    assert "<html" in page
    assert f'href="/projects/{project.pk}/?at=/projects/0/indicators/0/target#/projects/0/indicators/0/target"' in page


def test_mend_undo_waive_and_reopen_by_click(project, officer, client, panel) -> None:
    finding = Finding.objects.get(rule="VAL-005")
    answer = client.post(f"/findings/{finding.pk}/mend/", follow=True).content.decode()
    assert "已改正" in answer
    assert RIGHT in answer
    panel = client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()
    assert "撤销改正" in panel
    client.post(f"/findings/{finding.pk}/undo/")
    assert Indicator.objects.get(project=project, position=1).target_raw != RIGHT

    basis = Finding.objects.filter(rule="BAS-001", project=project).first()
    assert "至少 4 个字" in client.post(f"/findings/{basis.pk}/waive/", {"reason": "无"}, follow=True).content.decode()
    client.post(f"/findings/{basis.pk}/waive/", {"reason": "县里<b>统一</b>规定"})
    panel = client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()
    assert "县里&lt;b&gt;统一&lt;/b&gt;规定" in panel
    client.post(f"/findings/{basis.pk}/reopen/")
    basis.refresh_from_db()
    assert basis.state == "open"


def test_the_department_part_has_a_panel_of_its_own(project, officer, client) -> None:
    client.force_login(officer)
    panel = client.get("/departments/612/2026/findings/", headers=HTMX).content.decode()
    assert "“可读”不妥" in panel
    assert "VAL-005" not in panel
    finding = Finding.objects.get(rule="FMT-001")
    assert client.post(f"/findings/{finding.pk}/mend/")["Location"] == "/departments/612/2026/"


def test_those_who_only_look_get_no_buttons_and_others_nothing(project, county, person, client, panel) -> None:
    finding = Finding.objects.get(rule="VAL-005")
    client.force_login(person("caiwu", county.library, groups.FINANCE))
    panel = client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()
    assert "VAL-005" in panel
    assert "<form" not in panel
    assert client.post(f"/findings/{finding.pk}/mend/").status_code == 403
    client.force_login(person("sun", county.museum))
    assert client.get(f"/projects/{project.pk}/findings/").status_code == 404
    assert client.get("/departments/612/2026/findings/").status_code == 404
    assert client.post(f"/findings/{finding.pk}/mend/").status_code == 404


@pytest.fixture
def large(monkeypatch) -> None:
    """Two projects are too many to wait for, and one is a piece."""
    monkeypatch.setattr(checking, "WAITS", 1)
    monkeypatch.setattr(checking, "PIECE", 1)
    monkeypatch.setattr(checking, "PATIENCE", -1)


def test_a_page_does_not_wait_for_the_check_of_a_large_department(project, officer, client, large) -> None:
    client.force_login(officer)
    where = f"/projects/{project.pk}/findings/"
    panel = client.get(where, headers=HTMX).content.decode()
    assert "VAL-005" in panel  # its own sheet is checked at once
    assert "正在重新审核本部门：0 / 2 个项目" in panel
    assert not Finding.objects.exclude(project=project).exists()
    for done in (1, 2):
        line = client.post(where, headers=HTMX)
        assert f"正在重新审核本部门：{done} / 2 个项目" in line.content.decode()
        assert ("data-findings" in line.content.decode(), "HX-Retarget" in line) == (False, False)
    last = client.post(where, headers=HTMX)
    assert (last["HX-Retarget"], "正在重新审核" in last.content.decode()) == ("#findings", False)
    assert Check.objects.get().law == law_of(project.agency.parent, 2026).digest
    assert set(Finding.objects.values_list("rule", flat=True)) == {"VAL-005", "BAS-001", "FMT-001"}


def test_without_script_a_large_department_is_checked_click_by_click(project, officer, client, large) -> None:
    client.force_login(officer)
    pages = [client.post(f"/projects/{project.pk}/findings/").content.decode() for _click in range(3)]
    assert ["正在重新审核" in page for page in pages] == [True, True, False]
    assert all("<html" in page for page in pages)


def test_a_large_department_is_out_of_date_after_a_change(project, officer, client, monkeypatch) -> None:
    client.force_login(officer)
    client.get(f"/projects/{project.pk}/findings/")
    monkeypatch.setattr(checking, "WAITS", 1)
    client.post(f"/findings/{Finding.objects.get(rule='VAL-005').pk}/mend/")
    panel = client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()
    assert "正在重新审核本部门：0 / 1 个项目" in panel
    assert "撤销改正" in panel
    client.post(f"/projects/{project.pk}/findings/", headers=HTMX)
    assert "正在重新审核" not in client.get(f"/projects/{project.pk}/findings/", headers=HTMX).content.decode()


def test_the_number_of_queries_is_known(project, officer, client, panel, django_assert_num_queries) -> None:
    with django_assert_num_queries(15):
        client.get(f"/projects/{project.pk}/findings/", headers=HTMX)


def test_the_number_of_queries_after_a_save_does_not_grow_with_the_department(
    project, officer, document, client, django_assert_num_queries
) -> None:
    client.force_login(officer)
    first = document.projects[0]
    more = tuple(replace(first, name=f"又一个项目{number}", code=None) for number in range(12))
    apply_document(officer, replace(document, projects=(*document.projects, *more)))
    client.get(f"/projects/{project.pk}/findings/", headers=HTMX)
    apply_document(officer, replace(document, projects=(replace(first, goals=("全年接待读者 30000 人次",)),)))
    with django_assert_num_queries(36):
        client.get(f"/projects/{project.pk}/findings/", headers=HTMX)


def test_a_draft_shows_what_the_rules_say_before_it_comes_in(own_rules, county, officer, document, client) -> None:
    client.force_login(officer)
    file = SimpleUploadedFile("目标表.json", write(document, "json"))
    client.post("/intake/", {"files": file})
    draft = Upload.objects.get()
    assert f'hx-get="/intake/{draft.pk}/findings/"' in client.get(f"/intake/{draft.pk}/").content.decode()
    panel = client.get(f"/intake/{draft.pk}/findings/", headers=HTMX).content.decode()
    assert 'data-at="/projects/1/indicators/0/basis"' in panel
    assert f'href="/intake/{draft.pk}/?at=/projects/0/indicators/0/target#/projects/0/indicators/0/target"' in panel
    assert f'action="/intake/{draft.pk}/mend/"' in panel
    assert "说明理由" not in panel
    assert Finding.objects.count() == 0


def test_a_mend_of_a_draft_is_a_correction_that_can_be_undone(own_rules, county, officer, document, client) -> None:
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("目标表.json", write(document, "json"))})
    upload = Upload.objects.get()
    mend = {"pointer": "/projects/0/indicators/0/target/raw", "before": "≥200次", "after": RIGHT}
    page = client.post(f"/intake/{upload.pk}/mend/", mend, follow=True).content.decode()
    assert "已改正" in page
    assert RIGHT in page
    assert "VAL-005" not in client.get(f"/intake/{upload.pk}/findings/", headers=HTMX).content.decode()
    assert "刚刚被更改过" in client.post(f"/intake/{upload.pk}/mend/", mend, follow=True).content.decode()
    client.post(f"/intake/{upload.pk}/undo/")
    assert "VAL-005" in client.get(f"/intake/{upload.pk}/findings/", headers=HTMX).content.decode()
    assert client.post(f"/intake/{upload.pk}/mend/", {"pointer": "/nowhere", "before": "", "after": "x"}).status_code == 302


def test_a_draft_is_mended_only_by_those_who_may_change_it(own_rules, county, officer, person, document, client) -> None:
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("目标表.json", write(document, "json"))})
    upload = Upload.objects.get()
    client.force_login(person("caiwu", county.library, groups.FINANCE))
    assert "<form" not in client.get(f"/intake/{upload.pk}/findings/", headers=HTMX).content.decode()
    assert client.post(f"/intake/{upload.pk}/mend/", {}).status_code == 403
    client.force_login(person("sun", county.museum))
    assert client.post(f"/intake/{upload.pk}/mend/", {}).status_code == 404


def test_a_draft_lists_some_findings_of_a_cause_and_counts_them_all(
    own_rules, county, officer, document, client, monkeypatch
) -> None:
    monkeypatch.setattr("jihuan.apps.intake.views.OF_A_CAUSE", 3)
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("目标表.json", write(document, "json"))})
    panel = client.get(f"/intake/{Upload.objects.get().pk}/findings/", headers=HTMX).content.decode()
    cause = panel.split('data-cause="BAS-001')[1].split("</dl>")[0]
    assert "4 处" in cause and "还有 1 处没有列出" in cause
    assert cause.count('class="finding"') == 3


@pytest.mark.parametrize(("bound", "most"), [("AT_ONCE", 1), ("ROWS_AT_ONCE", 3)])
def test_a_draft_too_large_to_wait_for_says_so(own_rules, county, officer, document, client, monkeypatch, bound, most) -> None:
    monkeypatch.setattr(checking, bound, most)
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("目标表.json", write(document, "json"))})
    panel = client.get(f"/intake/{Upload.objects.get().pk}/findings/", headers=HTMX).content.decode()
    rows = sum(len(project.indicators) for project in document.projects)
    assert f"这份文件有 2 个项目、{rows} 条指标，入库以后再审核" in panel
    assert "尚未审核" in panel
