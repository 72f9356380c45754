"""A finding at its cell: seen with its clause, mended with a click, taken back, another waived with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jihuan.apps.objectives.models import Indicator
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.models import Check, Finding
from tests.browser.conftest import PHONE


def _open_draft(page: Page, seed_pdf: Path) -> None:
    page.goto("/intake/")
    page.set_input_files("#files", seed_pdf)
    page.get_by_role("link", name="去核对").click()
    page.locator("[data-findings]").wait_for()


def _confirm(page: Page) -> None:
    """Look at every cell in doubt and bring the draft in."""
    while left := page.locator(".doubts [data-settle]").count():
        page.locator(".doubts [data-settle]").first.click()
        expect(page.locator(".doubts [data-settle]")).to_have_count(left - 1)
    page.get_by_role("button", name="确认无误，入库").click()
    page.get_by_role("heading", name="遵化市科学技术协会", exact=True).wait_for()


def _open_project(page: Page, seed_pdf: Path) -> None:
    _open_draft(page, seed_pdf)
    _confirm(page)
    page.locator("#projects td.name a").first.click()
    page.locator("[data-findings]").wait_for()


def test_see_mend_undo_and_waive_a_finding_at_its_cell(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit()
    _open_project(page, seed_pdf)
    panel = page.locator("[data-findings]")
    expect(panel).to_contain_text("阻断提交")
    expect(panel).to_contain_text("须回答")

    mendable = Finding.objects.filter(mend__isnull=False, project__isnull=False, pointer__contains="target").first()
    assert mendable is not None
    target = page.locator(f'[data-pointers~="{mendable.mend["pointer"]}"]')
    before = target.inner_text()
    page.locator(f'td:has([data-pointers~="{mendable.mend["pointer"]}"]) .flag').click()
    cause = page.locator("details.cause[open]").filter(has=page.locator(".finding.here"))
    expect(cause).to_contain_text("依据")
    expect(cause).to_contain_text(mendable.citation[:12])

    page.locator(f"#finding-{mendable.pk}").evaluate("node => { node.closest('details.cause').open = true; }")
    page.locator(f"#finding-{mendable.pk}").get_by_role("button", name="改", exact=True).click()
    expect(page.locator(".notice.success")).to_contain_text("已改正")
    expect(target).to_have_text(mendable.mend["after"])
    page.get_by_role("button", name="撤销改正").click()
    expect(page.locator(".notice.success")).to_contain_text("已撤销改正")
    expect(target).to_have_text(before)
    assert Indicator.objects.filter(target_raw=before).exists()

    page.locator("details.cause.answer summary").first.click()
    finding = page.locator("details.cause.answer[open] .finding").first
    finding.locator(".why-not > summary").click()
    finding.get_by_label("理由").fill("上级文件统一规定，无法更改")
    finding.get_by_role("button", name="记下理由").click()
    expect(page.locator(".notice.success")).to_contain_text("已记录理由")
    expect(page.locator("[data-findings]")).to_contain_text("王会计 于 今天")
    waived = Finding.objects.get(state="waived")
    assert waived.reason == "上级文件统一规定，无法更改"

    page.get_by_role("link", name="审核意见", exact=True).click()
    page.get_by_role("heading", name="哪些单位问题最多？").wait_for()
    page.locator(".bars a").first.click()
    page.locator("td.name a").first.click()
    expect(page.locator(".finding.here")).to_have_count(1)


def test_a_draft_is_mended_with_a_click_like_any_correction(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit()
    _open_draft(page, seed_pdf)
    form = page.locator('form[data-mends*="target"]').first
    pointer, after = form.get_attribute("data-mends"), form.locator("[name=after]").input_value()
    cell = page.locator(f'textarea[data-pointers~="{pointer}"]')
    before = cell.input_value()
    form.evaluate(
        "node => { for (let fold = node.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true; }"
    )
    form.get_by_role("button", name="改", exact=True).click()
    expect(cell).to_have_value(after)
    expect(page.locator("[data-state]").first).to_contain_text("已保存")
    expect(page.locator(f'form[data-mends="{pointer}"]:has([name=after][value="{after}"])')).to_have_count(0)
    page.get_by_role("button", name="撤销一步").click()
    expect(page.locator(".notice.success")).to_contain_text("已撤销")
    expect(cell).to_have_value(before)
    assert Finding.objects.count() == 0


def test_a_large_department_is_checked_behind_its_page(
    visit: Callable[..., Page], seed_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit()
    _open_draft(page, seed_pdf)
    monkeypatch.setattr(checking, "WAITS", 1)
    _confirm(page)
    page.locator("#projects td.name a").first.click()
    expect(page.locator("[data-findings]")).to_contain_text("阻断提交")
    expect(page.locator(".renewing")).to_have_count(0)
    assert Check.objects.get().projects == 4


def test_findings_fit_a_phone(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit(PHONE)
    _open_project(page, seed_pdf)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
