"""Take every page of a running demo: ``python -m tests.browser.screenshots ADDRESS FOLDER --password …``, desk and phone.

With ``--guides`` only the few that the guides and the README show, at desk width.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import NAMES

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = {
    "home": "/",
    "departments": "/departments/",
    "department": "/departments/731/2025/",
    "projects": "/projects/",
    "nothing-found": "/projects/?q=zzzz",
    "intake": "/intake/",
    "account": "/account/",
    "not-found": "/projects/999999/",
}
GUIDES = ("department", "project", "draft")


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
    wide: list[str] = []

    def take(name: str, *, whole: bool = True) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > SIZES[size]["width"]:
            wide.append(f"{name} ({size})")
        if not asked.guides or name in GUIDES:
            target = asked.folder / (f"{name}.png" if asked.guides else f"{name}-{size}.png")
            page.screenshot(path=target, full_page=whole and not asked.guides)

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
    page.goto("/intake/?state=draft")
    if page.locator("td.name a").count():
        page.locator("td.name a").first.click()
        _focus(page, ".indicators textarea >> nth=5")
        take("draft", whole=False)
    window.close()
    return wide


def _focus(page: Page, selector: str) -> None:
    """Put the focus into a cell and wait for the source beside it."""
    page.locator(selector).wait_for()
    page.wait_for_load_state("networkidle")
    page.locator(selector).focus()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
