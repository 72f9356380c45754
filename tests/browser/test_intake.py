"""Files as offices have them: a scan with signs that nobody can be sure of, a workbook of three projects, a folder of fifty."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.intake.models import Correction, Draft, Upload
from jihuan.core.document import Agency, Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.documents.writers import write
from tests.browser.conftest import PHONE

FIRST, SECOND = "/projects/0/indicators/0/target/raw", "/projects/0/indicators/3/target/raw"


def _project(name: str, *targets: str) -> Project:
    rows = zip(("巡展次数", "展品完好率", "完成时间", "受益人数"), targets, strict=False)
    return Project(
        name=name,
        agency_code="731001",
        agency_name="遵化市科学技术协会本级",
        amount_unit="万元",
        budget=Budget(total=Decimal("8.00"), fiscal=Decimal("8.00")),
        fund_use="用于车辆油料和维修。",
        goals=("科普大篷车到每个乡镇。",),
        indicators=tuple(
            Indicator(level1="产出指标", level2="数量指标", level3=row, target=parse_target(target), basis="工作计划")
            for row, target in rows
        ),
    )


def _document(*projects: Project) -> Document:
    return Document(fiscal_year=2025, agency=Agency(code="731001", name="遵化市科学技术协会本级"), projects=projects)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of pixels on which two values stand behind a bare ">", which may have been a ≥."""
    pdf = pypdfium2.PdfDocument(
        write(_document(_project("科普大篷车运行经费", ">40次", "6月底前", "12月底前", ">6000人")), "pdf")
    )
    image = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    pdf.close()
    data = io.BytesIO()
    image.save(data, "PNG")
    path = tmp_path / "扫描.png"
    path.write_bytes(data.getvalue())
    return path


def _bring(page: Page, file: Path) -> None:
    page.goto("/intake/")
    page.set_input_files("#files", file)
    page.get_by_role("link", name="去核对").click(timeout=120_000)
    page.locator("textarea.cell").first.wait_for()


def test_a_scan_with_two_uncertain_cells_is_looked_at_cell_by_cell(visit: Callable[..., Page], scan: Path) -> None:
    page = visit()
    _bring(page, scan)
    expect(page.locator(".page img")).to_have_js_property("naturalWidth", 1240)
    expect(page.get_by_role("heading", name="待核对 2 处")).to_be_visible()
    confirm = page.get_by_role("button", name="确认无误，入库")
    expect(confirm).to_be_disabled()
    expect(page.locator("textarea[data-doubt]")).to_have_count(2)

    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == FIRST
    expect(page.locator("rect.mark")).to_have_count(1)
    page.keyboard.press("Alt+n")
    assert page.evaluate("document.activeElement.name") == SECOND
    page.keyboard.press("Alt+p")
    assert page.evaluate("document.activeElement.name") == FIRST

    page.locator(f'textarea[name="{FIRST}"]').fill("≥40次")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="待核对 1 处")).to_be_visible()
    second = page.locator(f'td:has(textarea[name="{SECOND}"])')
    second.get_by_role("button", name="照此确认").click()
    expect(page.locator("textarea[data-doubt]")).to_have_count(0)
    expect(confirm).to_be_enabled()
    kept = Correction.objects.get(pointer=SECOND)
    assert kept.before == kept.after
    confirm.click()
    page.get_by_role("heading", name="科普大篷车运行经费").first.wait_for()
    targets = ProjectRow.objects.get().indicators.values_list("target_raw", flat=True)
    assert list(targets) == ["≥40次", "6月底前", "12月底前", ">6000人"]


def test_a_workbook_with_three_projects_comes_in_and_its_correction_is_offered_next_year(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit()
    document = _document(*(_project(name, "≥40次", "≥95%") for name in ("科普大篷车", "科技馆开放", "青少年竞赛")))
    for year in (2025, 2026):
        path = tmp_path / f"{year}.xlsx"
        path.write_bytes(write(replace(document, fiscal_year=year), "xlsx"))
    _bring(page, tmp_path / "2025.xlsx")
    expect(page.locator(".project-part")).to_have_count(3)
    basis = page.locator('textarea[name="/projects/1/indicators/0/basis"]')
    basis.focus()
    expect(page.locator("[data-source-body] td.marked")).to_have_text("工作计划")
    basis.fill("部门职责")
    basis.press("Tab")
    expect(basis).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="确认无误，入库").click()
    expect(page.locator("main")).to_contain_text("新增 3 个项目")

    _bring(page, tmp_path / "2026.xlsx")
    expect(page.locator("main")).to_contain_text("这次又出现了 6 处")
    assert Draft.objects.latest("pk").document["projects"][0]["indicators"][0]["basis"] == "工作计划", "nothing by itself"
    cell = page.locator('td:has(textarea[name="/projects/0/indicators/0/basis"])')
    expect(cell.locator(".proposal")).to_contain_text("上次把“工作计划”改为“部门职责”")
    cell.get_by_role("button", name="照改").click()
    expect(cell.locator("textarea")).to_have_attribute("data-state", "saved")
    expect(cell.locator(".proposal")).to_have_count(0)
    assert Draft.objects.latest("pk").document["projects"][0]["indicators"][0]["basis"] == "部门职责"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Fifty files below two folders: 48 texts of one project each, a broken PDF, a copy, and what systems leave behind."""
    top = tmp_path / "报送材料"
    for number in range(48):
        unit = top / f"科室{number % 2 + 1}"
        unit.mkdir(parents=True, exist_ok=True)
        document = _document(_project(f"科普项目{number + 1}", "≥40次", "≥95%"))
        (unit / f"项目{number + 1}.json").write_bytes(write(document, "json"))
    (top / "坏文件.pdf").write_bytes(b"%PDF-1.7 nothing")
    (top / "项目1的副本.json").write_bytes((top / "科室1" / "项目1.json").read_bytes())
    (top / "Thumbs.db").write_bytes(b"x")
    (top / "~$项目1.docx").write_bytes(b"x")
    return top


def test_a_folder_of_fifty_files_is_read_counted_resumed_and_confirmed_together(
    visit: Callable[..., Page], folder: Path
) -> None:
    page = visit()
    page.goto("/intake/")
    page.set_input_files("[data-folder]", folder)
    told = page.locator("[data-progress]")
    expect(told).to_contain_text("共 50 个")
    expect(told).to_contain_text("处理完毕，共 50 个文件", timeout=300_000)
    expect(told).to_contain_text("48 个读出待核对")
    expect(told).to_contain_text("1 个此前已传过")
    expect(told).to_contain_text("1 个无法读取")
    expect(told).to_contain_text("跳过 2 个系统文件")
    expect(page.locator("[data-arriving] li")).to_have_count(50)
    expect(page.locator("[data-arriving] .name").first).to_contain_text("报送材料/")
    assert Upload.objects.filter(state=Upload.State.DRAFT).count() == 48

    page.goto("/intake/")
    page.set_input_files("[data-folder]", folder)
    expect(told).to_contain_text("49 个此前已传过", timeout=120_000)
    assert Upload.objects.count() == 49

    page.goto("/intake/?state=draft")
    page.get_by_label("勾选本页没有疑问的 48 份").check()
    page.get_by_role("button", name="把勾选的文件入库").click()
    expect(page.locator("main")).to_contain_text("48 份文件已入库", timeout=120_000)
    assert ProjectRow.objects.count() == 48


def test_a_scan_fits_a_phone(visit: Callable[..., Page], scan: Path) -> None:
    page = visit(PHONE)
    _bring(page, scan)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    button = page.locator("[data-doubts]").get_by_role("button", name="照此确认").first
    button.click()
    expect(page.get_by_role("heading", name="待核对 1 处")).to_be_visible()
