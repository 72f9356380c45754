"""Take every page of a running demo: ``python -m tests.browser.screenshots ADDRESS FOLDER --password …``, desk and phone.

With ``--guides`` only the few that the guides and the README show, at desk width and in few colours; for these a scan and a folder are
brought in.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import papers
from tests.provision import NAMES

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = {
    "home": "/",
    "departments": "/departments/",
    "department": "/departments/731/2025/",
    "projects": "/projects/",
    "nothing-found": "/projects/?q=zzzz",
    "intake": "/intake/",
    "board": "/review/",
    "rules": "/review/rules/",
    "rule": "/review/rules/TXT-001/",
    "words": "/review/words/",
    "account": "/account/",
    "not-found": "/projects/999999/",
}
GUIDES = ("department", "project", "review-sheet", "board", "draft", "doubts", "folder", "files", "self-evaluation")
COLOURS = 256
PATIENCE = 180_000
EVALUATED = "科普活动经费"
ANSWERS = {
    "全年执行数": "4.80",
    "全年执行数 · 本年财政拨款": "4.80",
    "实际完成情况": "开展科普活动24次，培养科普人才12人，科普栏目更新36期。",
    "实际完成值 · 组织开展科普活动次数": "24次",
    "偏差原因分析及改进措施 · 组织开展科普活动次数": "一场因雨取消；明年留出备用日。",
    "实际完成值 · 科普活动在公众间的影响力": "20次",
    "实际完成值 · 项目按时完成率": "95%",
    "实际完成值 · 按预算资金完成率": "96%",
    "实际完成值 · 科技进步贡献率": "90%",
    "实际完成值 · 服务对象满意度指标": "93%",
}
DRAFT = "科技馆运行经费绩效目标表（调整）.pdf"


def main() -> int:
    """Write the PNGs and tell of every page that is wider than its window."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--password", required=True, help="as the demo printed it")
    parser.add_argument("--guides", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    wide: list[str] = []
    program = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for size in ("desk",) if asked.guides else SIZES:
            wide += _walk(browser, asked, size)
        browser.close()
    for line in wide:
        sys.stderr.write(line + "\n")
    return 1 if wide else 0


def _walk(browser: Browser, asked: argparse.Namespace, size: str) -> list[str]:
    """All pages in one window; the names of those that need sideways scrolling."""
    window = browser.new_context(viewport=SIZES[size], locale="zh-CN", base_url=asked.address)
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    wide: list[str] = []

    def take(name: str, *, whole: bool = True) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > SIZES[size]["width"]:
            wide.append(f"{name} ({size})")
        if not asked.guides:
            page.screenshot(path=asked.folder / f"{name}-{size}.png", full_page=whole)
        elif name in GUIDES:
            _small(page.screenshot(), asked.folder / f"{name}.png")

    page.goto("/sign-in/")
    take("sign-in")
    page.get_by_label("用户名").fill("officer")
    page.get_by_label("口令").fill(asked.password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")
    for name, address in PAGES.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        take(name)
    page.goto("/projects/")
    page.locator("td.name a").nth(1).click()
    _focus(page, ".indicators .shown >> nth=4")
    take("project")
    page.get_by_role("link", name="审核表与参考分").click()
    page.wait_for_load_state("networkidle")
    take("review-sheet")
    page.goto("/intake/?state=draft")
    page.get_by_role("link", name=DRAFT).click()
    _focus(page, ".indicators textarea >> nth=5")
    take("draft", whole=False)
    if asked.guides:
        _evaluate(page)
        take("self-evaluation", whole=False)
        _bring(page, take)
    window.close()
    return wide


def _bring(page: Page, take: Callable[[str], None]) -> None:
    """A scan with uncertain cells, and a folder with files that cannot be read, as a clerk sees them."""
    with tempfile.TemporaryDirectory() as name:
        scan, folder = (
            Path(name) / "科普大篷车（扫描）.png",
            papers.folder(Path(name) / "报送材料", 12, ("docx", "xlsx", "pdf", "html")),
        )
        scan.write_bytes(papers.scan())
        page.goto("/intake/")
        page.set_input_files("#files", scan)
        page.get_by_role("link", name="去核对").click()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("n")
        page.locator("rect.mark").wait_for()
        take("doubts")
        page.goto("/intake/")
        page.set_input_files("[data-folder]", folder)
        page.get_by_text("处理完毕").wait_for()
        take("folder")
    page.goto("/intake/")
    page.locator("table.list").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('table.list').getBoundingClientRect().top + scrollY - 220)")
    take("files")


def _evaluate(page: Page) -> None:
    """A self-evaluation that a clerk has begun to fill in; everything typed is saved."""
    page.goto("/evaluations/")
    page.get_by_role("link", name=EVALUATED).click()
    if page.get_by_role("button", name="开始自评").count():
        page.get_by_role("button", name="开始自评").click()
    for label, text in ANSWERS.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("heading", name=EVALUATED).click()
    page.wait_for_load_state("networkidle")
    page.locator(".saving-bar .state").get_by_text("已保存").wait_for()
    page.wait_for_timeout(1500)  # the last cell's figures are drawn
    page.evaluate("scrollTo(0, 0)")


def _small(data: bytes, target: Path) -> None:
    """Keep a picture of the screen in few colours, which take a third of the room."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)


def _focus(page: Page, selector: str) -> None:
    """Put the focus into a cell and wait for the source beside it."""
    page.locator(selector).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(selector).focus()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
