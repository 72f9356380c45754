"""The main job of a clerk: the published document in, the department on screen, official documents out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document as WordFile
from playwright.sync_api import Page, expect

from jihuan.apps.budgets.models import Project
from jihuan.apps.intake.models import Correction, Upload
from tests.browser.conftest import PHONE, sign_in

TARGET = "/projects/1/indicators/0/target/raw"


def _bring(page: Page, file: Path) -> None:
    """Upload through the drop zone and go to the draft."""
    page.goto("/intake/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("link", name="去核对").click()
    page.locator("textarea.cell").first.wait_for()


def _cell(page: Page, pointer: str):
    return page.locator(f'textarea.cell[name="{pointer}"]')


def test_from_the_published_pdf_to_three_official_files(visit: Callable[..., Page], seed_pdf: Path, tmp_path: Path) -> None:
    page = visit()
    _bring(page, seed_pdf)
    images = page.locator(".page img")
    assert images.count() > 2
    expect(page.locator(".beside .sheet")).to_have_count(4)

    target = _cell(page, TARGET)
    expect(target).to_have_value("≥300 天")
    target.focus()
    mark = page.locator("rect.mark")
    expect(mark).to_have_count(1)
    drawn = page.locator(".page:has(rect.mark) img")
    expect(drawn).to_be_visible()
    expect(mark).to_be_visible()
    box, image = mark.bounding_box(), drawn.bounding_box()
    assert box is not None and image is not None
    assert box["height"] < image["height"] / 8, "one cell, not the whole table"
    panel = page.locator("[data-source-body]").bounding_box()
    assert panel is not None and panel["y"] <= box["y"] <= panel["y"] + panel["height"], "scrolled into view"
    expect(page.locator(".page:has(rect.mark) img")).to_have_js_property("naturalWidth", 1240)

    target.fill("≥310天")
    target.press("Tab")
    expect(target).to_have_attribute("data-state", "saved")
    expect(target).to_have_attribute("data-original", "≥300 天")
    assert Correction.objects.get().pointer == TARGET.removesuffix("/raw") or Correction.objects.get().pointer == TARGET

    page.get_by_role("button", name="确认无误，入库").click()
    page.get_by_role("heading", name="遵化市科学技术协会", exact=True).wait_for()
    expect(page.locator("main")).to_contain_text("41.50")
    expect(page.locator(".sub-goal")).to_have_count(3)
    assert Upload.objects.get().state == Upload.State.CONFIRMED
    assert Project.objects.count() == 4

    page.get_by_role("link", name="科技馆运行经费").click()
    expect(page.locator(".indicators")).to_contain_text("≥310天")
    expect(page.locator("svg.curve .label")).to_have_count(4)
    page.locator("[data-source] .page").first.wait_for()
    page.locator(".sheet .shown", has_text="2.50").first.focus()
    amount = page.locator("rect.mark")
    expect(amount).to_have_count(1)
    assert float(amount.get_attribute("height") or 0) < 60, "the cell, not the whole table that the record knows"
    _downloads_open(page)


def _downloads_open(page: Page) -> None:
    files = {}
    for kind in ("docx", "xlsx", "pdf"):
        page.locator("details.exports summary").click()
        with page.expect_download() as coming:
            page.locator(f"a[data-format={kind}]").click()
        assert coming.value.suggested_filename == f"2025年科技馆运行经费绩效目标表.{kind}"
        files[kind] = Path(coming.value.path()).read_bytes()
        page.keyboard.press("Escape")
    assert zipfile.ZipFile(io.BytesIO(files["docx"])).testzip() is None
    words = "".join(cell.text for table in WordFile(io.BytesIO(files["docx"])).tables for cell in table._cells)
    assert "≥310天" in words
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert any(cell.value == "≥310天" for sheet in book for row in sheet.iter_rows() for cell in row)
    pdf = pypdfium2.PdfDocument(files["pdf"])
    assert "310" in "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    pdf.close()


def test_typed_text_survives_a_server_that_fails_and_a_reload(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit()
    _bring(page, seed_pdf)
    page.route("**/cells/", lambda route: route.fulfill(status=500, body="down"))
    target = _cell(page, TARGET)
    target.fill("≥333天")
    target.press("Tab")
    expect(page.locator("[data-state][role=status]")).to_contain_text("留在本机")
    assert Correction.objects.count() == 0

    page.unroute("**/cells/")
    page.reload()
    expect(target).to_have_value("≥333天")
    expect(target).to_have_attribute("data-state", "saved")
    assert Correction.objects.count() == 1
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_two_people_in_one_cell_see_both_values(visit: Callable[..., Page], seed_pdf: Path) -> None:
    first, second = visit(), visit()
    _bring(first, seed_pdf)
    second.goto(first.url)
    name = "/projects/0/name"
    _cell(first, name).fill("科技馆开放资金甲")
    _cell(first, name).press("Control+s")
    expect(_cell(first, name)).to_have_attribute("data-state", "saved")
    _cell(second, "/projects/1/name").fill("另一格不冲突")
    _cell(second, "/projects/1/name").press("Tab")
    expect(_cell(second, "/projects/1/name")).to_have_attribute("data-state", "saved")

    _cell(second, name).fill("科技馆开放资金乙")
    _cell(second, name).press("Tab")
    expect(_cell(second, name)).to_have_attribute("data-state", "clash")
    note = second.locator(f'textarea[name="{name}"] + .cell-note')
    expect(note).to_contain_text("科技馆开放资金甲")
    expect(note).to_contain_text("科技馆开放资金乙")
    note.get_by_role("button", name="用我的").click()
    expect(_cell(second, name)).to_have_attribute("data-state", "saved")
    first.reload()
    expect(_cell(first, name)).to_have_value("科技馆开放资金乙")


def test_a_value_that_is_no_amount_stays_in_its_cell_with_the_reason(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit()
    _bring(page, seed_pdf)
    total = _cell(page, "/projects/0/budget/total")
    total.fill("二十六万")
    total.press("Tab")
    expect(total).to_have_attribute("data-state", "error")
    expect(page.locator('textarea[name="/projects/0/budget/total"] + .cell-note')).to_contain_text("不是金额")
    expect(total).to_have_value("二十六万")
    assert Correction.objects.count() == 0


def test_the_keyboard_goes_from_cell_to_cell_and_shows_its_keys(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit()
    _bring(page, seed_pdf)
    _cell(page, TARGET).focus()
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "/projects/1/indicators/1/target/raw"
    page.keyboard.press("Alt+ArrowLeft")
    assert page.evaluate("document.activeElement.name") == "/projects/1/indicators/1/description"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "/projects/1/indicators/1/target/raw"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("dialog#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/projects/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_several_files_at_once_each_get_their_line_and_bad_ones_their_reason(
    visit: Callable[..., Page], seed_pdf: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "坏文件.pdf"
    broken.write_bytes(seed_pdf.read_bytes()[:2000])
    empty = tmp_path / "空文件.txt"
    empty.write_bytes(b"")
    page = visit()
    page.goto("/intake/")
    page.set_input_files("input[type=file]", [seed_pdf, broken, empty])
    lines = page.locator("[data-arriving] li")
    expect(lines).to_have_count(3)
    expect(lines.filter(has_text="科协2025年绩效目标.pdf")).to_contain_text("28 条指标")
    expect(page.locator("[data-arriving] li.bad")).to_have_count(2)
    expect(lines.filter(has_text="空文件.txt")).to_contain_text("空")
    page.reload()
    expect(page.locator("table.list tbody tr")).not_to_have_count(0)


def test_pages_fit_a_phone(visit: Callable[..., Page], seed_pdf: Path) -> None:
    page = visit(PHONE)
    _bring(page, seed_pdf)
    draft = page.url
    page.get_by_role("button", name="确认无误，入库").click()
    page.get_by_role("heading", name="遵化市科学技术协会", exact=True).wait_for()
    project = Project.objects.order_by("pk").first()
    assert project is not None
    for address in (
        "/",
        "/departments/",
        "/departments/731/2025/",
        "/projects/",
        f"/projects/{project.pk}/",
        "/intake/",
        draft,
        "/account/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_a_block_from_a_workbook_fills_its_cells_and_goes_back_with_one_button(
    visit: Callable[..., Page], seed_pdf: Path
) -> None:
    page = visit()
    _bring(page, seed_pdf)
    first, second = "/projects/1/indicators/0", "/projects/1/indicators/1"
    paste = """(text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }"""
    _cell(page, f"{first}/level1").focus()
    page.evaluate(paste, '产出指标\t数量指标\t"开放\n天数"\t全年开放\t≥320天\r\n\t质量指标\t完好率\t\t≥99%\r\n')
    expect(_cell(page, f"{first}/level3")).to_have_value("开放天数")
    expect(_cell(page, f"{first}/target/raw")).to_have_value("≥320天")
    expect(_cell(page, f"{second}/level3")).to_have_value("完好率")
    expect(_cell(page, f"{second}/description")).to_have_value("展品及科普设备保证正常运转")
    expect(_cell(page, f"{second}/target/raw")).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="撤回刚粘贴的 5 格").click()
    expect(_cell(page, f"{first}/target/raw")).to_have_value("≥300 天")
    expect(page.locator('textarea[data-state="unsaved"], textarea[data-state="saving"]')).to_have_count(0)
    page.reload()
    expect(_cell(page, f"{second}/level3")).to_have_value("科技馆展示设备完好率")


@pytest.mark.parametrize("lost", ["sessionid", "csrftoken"])
def test_typed_text_survives_the_end_of_the_session(visit: Callable[..., Page], seed_pdf: Path, lost: str) -> None:
    page = visit()
    _bring(page, seed_pdf)
    page.wait_for_load_state("networkidle")  # a panel that comes later would bring a new token along
    page.context.clear_cookies(name=lost)
    target = _cell(page, TARGET)
    target.fill("≥344天")
    target.press("Tab")
    expect(page.locator("[data-state][role=status]")).to_contain_text("登录已过期")
    expect(target).to_have_value("≥344天")
    other = page.context.new_page()
    other.goto("/sign-in/") if lost == "csrftoken" else sign_in(other)
    expect(target).to_have_attribute("data-state", "saved")
    assert Correction.objects.count() == 1
