"""Files as offices have them: a scan with signs that nobody can be sure of, a workbook of three projects, a folder of fifty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jihuan.apps.budgets.models import Project as ProjectRow
from jihuan.apps.intake.models import Correction, Draft, Upload
from jihuan.documents.writers import write
from tests.browser import papers
from tests.browser.conftest import PHONE
from tests.documents.readers.ofd import drawn

FIRST, SECOND = "/projects/0/indicators/0/target/raw", "/projects/0/indicators/3/target/raw"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page of pixels with two uncertain cells."""
    path = tmp_path / "扫描.png"
    path.write_bytes(papers.scan())
    return path


def _bring(page: Page, file: Path) -> None:
    page.goto("/intake/")
    page.set_input_files("#files", file)
    page.get_by_role("link", name="去核对").click()
    page.locator("textarea.cell").first.wait_for()
    page.wait_for_load_state()


def test_a_scan_with_two_uncertain_cells_is_looked_at_cell_by_cell(visit: Callable[..., Page], scan: Path) -> None:
    page = visit()
    _bring(page, scan)
    expect(page.locator(".page img")).to_have_js_property("naturalWidth", 1240)
    expect(page.get_by_role("heading", name="待核对 2 处")).to_be_visible()
    confirm = page.get_by_role("button", name="确认无误，入库")
    expect(confirm).to_be_disabled()
    expect(page.locator("textarea[data-doubt]")).to_have_count(2)

    page.keyboard.press("n")
    expect(page.locator(f'textarea[name="{FIRST}"]')).to_be_focused()
    expect(page.locator("rect.mark")).to_have_count(1)
    page.keyboard.press("Alt+n")
    expect(page.locator(f'textarea[name="{SECOND}"]')).to_be_focused()
    page.keyboard.press("Alt+p")
    expect(page.locator(f'textarea[name="{FIRST}"]')).to_be_focused()

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
    document = papers.document(*(papers.project(name, "≥40次", "≥95%") for name in ("科普大篷车", "科技馆开放", "青少年竞赛")))
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


def test_a_page_of_an_ofd_is_drawn_and_its_cells_are_marked_on_it(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    rows = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "清淤长度", "≥18公里"]]
    path = tmp_path / "河道.ofd"
    path.write_bytes(drawn.ofd(drawn.text(70, 25, "1.河道清淤工程绩效目标表") + drawn.table(rows)))
    _bring(page, path)
    picture = page.locator(".page img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalHeight / image.naturalWidth") == pytest.approx(297 / 210, abs=0.01)
    page.locator(f'textarea[name="{FIRST}"]').focus()
    mark = page.locator("rect.mark")
    expect(mark).to_have_count(1)
    assert mark.evaluate("rect => rect.ownerSVGElement.viewBox.baseVal.width") == pytest.approx(210 * 72 / 25.4, abs=0.1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Fifty files below two folders: 48 sheets of one project each, a broken PDF, a copy, and what systems leave behind."""
    return papers.folder(tmp_path / "报送材料")


def test_a_folder_of_fifty_files_is_read_counted_resumed_and_confirmed_together(
    visit: Callable[..., Page], folder: Path
) -> None:
    page = visit()
    page.goto("/intake/")
    page.set_input_files("[data-folder]", folder)
    told = page.locator("[data-progress]")
    expect(told).to_contain_text("共 50 个")
    expect(told).to_contain_text("处理完毕，共 50 个文件")
    expect(told).to_contain_text("48 个读出待核对")
    expect(told).to_contain_text("1 个此前已传过")
    expect(told).to_contain_text("1 个无法读取")
    expect(told).to_contain_text("跳过 2 个系统文件")
    expect(page.locator("[data-arriving] li")).to_have_count(50)
    expect(page.locator("[data-arriving] .name").first).to_have_text("报送材料/坏文件.pdf")
    expect(page.locator("[data-arriving]").get_by_role("link", name="查看待确认的文件")).to_be_visible()
    assert Upload.objects.filter(state=Upload.State.DRAFT).count() == 48

    page.goto("/intake/")
    page.set_input_files("[data-folder]", folder)
    expect(told).to_contain_text("49 个此前已传过")
    assert Upload.objects.count() == 49

    page.goto("/intake/?state=draft")
    page.get_by_label("勾选本页没有疑问的 48 份").check()
    page.get_by_role("button", name="把勾选的文件入库").click()
    expect(page.locator("main")).to_contain_text("48 份文件已入库")
    assert ProjectRow.objects.count() == 48


def test_a_folder_waits_for_a_server_that_is_away_is_stopped_and_found_again(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit()
    few = papers.folder(tmp_path / "报送材料", 6)
    told = page.locator("[data-progress]")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/intake/")
    loose = sorted(few.rglob("科普项目*"))[:2]
    for chooser, chosen, left in (
        ("#files", loose, "上次传“文件”，传完 0 个就停了，共 2 个"),
        ("[data-folder]", few, "上次传“报送材料”，传完 0 个就停了，共 8 个"),
    ):
        page.route("**/intake/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        page.set_input_files(chooser, chosen)
        expect(told).to_contain_text("连不上服务器，会自动再试")
        page.get_by_role("button", name="停止").click()
        page.unroute("**/intake/")
        page.goto("/intake/")
        expect(page.locator("[data-left]")).to_contain_text(left)
    page.set_input_files("[data-folder]", few)
    expect(told).to_contain_text("处理完毕，共 8 个文件")
    assert Upload.objects.filter(folder="报送材料/科室1").count() == 3
    page.goto("/intake/")
    expect(page.locator("[data-left]")).to_be_hidden()


def test_an_archive_with_chinese_names_is_opened_and_its_files_are_read_one_by_one(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    sheet = write(papers.document(papers.project("科普大篷车", "≥40次")), "xlsx")
    packed = papers.archive(
        tmp_path / "材料.zip", {"教育局/二科/目标表.xlsx": sheet, "~$锁.xlsx": b"x", "教育局/坏.pdf": b"%PDF-1.7"}
    )
    page = visit()
    page.goto("/intake/")
    page.set_input_files("#files", packed)
    told = page.locator("[data-progress]")
    expect(told).to_contain_text("处理完毕，共 2 个文件 · 1 个读出待核对 · 1 个无法读取 · 跳过 1 个系统文件")
    assert Upload.objects.get(state="draft").folder == "材料.zip/教育局/二科"


def test_a_click_in_the_source_goes_to_its_cell(visit: Callable[..., Page], tmp_path: Path) -> None:
    path = tmp_path / "两个项目.xlsx"
    path.write_bytes(write(papers.document(papers.project("科普大篷车", "≥40次"), papers.project("科技馆", "≥95%")), "xlsx"))
    page = visit()
    _bring(page, path)
    page.locator("[data-source-body] td", has_text="≥95%").click()
    expect(page.locator('textarea[name="/projects/1/indicators/0/target/raw"]')).to_be_focused()
    page.locator("[data-source-body] td", has_text="一级指标").first.click()
    expect(page.get_by_text("本页没有哪一格出自这里")).to_be_visible()


def test_a_very_large_table_goes_over_screens_and_keeps_what_was_typed_on_each(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    path = tmp_path / "大表.xlsx"
    wide = papers.project("流动科技馆", "≥20次")
    rows = tuple(replace(wide.indicators[0], level3=f"第{number}站巡展次数") for number in range(1, 231))
    path.write_bytes(write(papers.document(replace(wide, indicators=rows)), "xlsx"))
    page = visit()
    _bring(page, path)
    first, last = "/projects/0/indicators/1/target/raw", "/projects/0/indicators/229/target/raw"
    expect(page.locator(f'textarea[name="{last}"]')).to_have_count(0)
    page.route("**/cells/", lambda route: route.fulfill(status=500, body="down"))
    page.locator(f'textarea[name="{first}"]').fill("≥21次")
    page.keyboard.press("Tab")
    expect(page.locator("[data-state][role=status]")).to_contain_text("留在本机")

    page.get_by_role("link", name="下一页").click()
    page.locator(f'textarea[name="{last}"]').wait_for()
    expect(page.locator(".elsewhere")).to_contain_text("第2站巡展次数")
    page.unroute("**/cells/")
    typed = page.locator(f'.elsewhere textarea[name="{first}"]')
    expect(typed).to_have_value("≥21次")
    expect(typed).to_have_attribute("data-state", "saved")
    assert Correction.objects.get().pointer == first
    assert page.evaluate("Object.keys(localStorage).length") == 0

    page.locator(f'textarea[name="{last}"]').focus()
    expect(page.locator("td.marked")).to_have_count(1)
    page.locator(f'textarea[name="{last}"]').fill("≥22次")
    page.keyboard.press("Tab")
    expect(page.locator(f'textarea[name="{last}"]')).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="撤销一步").click()
    expect(page.locator(f'textarea[name="{last}"]')).to_have_value("≥20次")
    page.locator(".elsewhere").wait_for(state="hidden")
    page.get_by_role("link", name="上一页").click()
    expect(page.locator(f'textarea[name="{first}"]')).to_have_value("≥21次")


def test_a_scan_fits_a_phone(visit: Callable[..., Page], scan: Path) -> None:
    page = visit(PHONE)
    _bring(page, scan)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    doubts = len(Draft.objects.get().doubts)
    button = page.locator("[data-doubts]").get_by_role("button", name="照此确认").first
    button.click()
    expect(page.get_by_role("heading", name=f"待核对 {doubts - 1} 处")).to_be_visible()
