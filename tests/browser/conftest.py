"""A real browser in front of a live server, with the seed's county behind it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect, sync_playwright

from jihuan.apps.accounts import groups
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.organisations.actions import add_agency
from jihuan.core.interchange import content
from jihuan.documents.writers import write
from tests.provision import NAMES
from tests.truth import seed_truth

PASSWORD = "Liulan-2025"
PATIENCE = 300_000
"""Milliseconds that a busy machine may take for what a test waits for."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium. The driver runs an event loop in this thread, so Django must not mind one."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    program = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def officer(transactional_db: None) -> User:
    """The officer of 731 in a county without records."""
    region = add_agency(None, "region", "130281", "遵化市")
    department = add_agency(region, "department", "731", "遵化市科学技术协会")
    add_agency(department, "unit", "731001", "遵化市科学技术协会本级")
    user = User.objects.create_user("officer", password=PASSWORD, display_name="王会计")
    Membership.objects.create(user=user, agency=department, group=Group.objects.get(name=groups.OFFICER))
    return user


def sign_in(page: Page) -> None:
    """Through the door to the first page."""
    page.goto("/")
    page.get_by_label("用户名").fill("officer")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="王会计，您好").wait_for()


@pytest.fixture
def visit(browser: Browser, live_server: Any, officer: User) -> Iterator[Callable[..., Page]]:
    """Open a window that is signed in: visit(), visit(PHONE). An error in a page's script fails the test."""
    windows, faults = [], []

    def open_window(size: dict[str, int] = DESK) -> Page:
        window = browser.new_context(viewport=size, locale="zh-CN", base_url=live_server.url, accept_downloads=True)
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None)
        sign_in(page)
        return page

    yield open_window
    for window in windows:
        for page in window.pages:
            page.wait_for_load_state("networkidle")
        window.close()
    assert faults == []


@pytest.fixture(scope="session")
def seed_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed as the PDF that we would publish."""
    path = tmp_path_factory.mktemp("seed") / "科协2025年绩效目标.pdf"
    path.write_bytes(write(content(seed_truth()), "pdf"))
    return path
