"""Pages live under a strict content security policy: no script, style or handler inside the page."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import committed, name

INLINE = {
    "a script without src": r"<script(?![^>]*\bsrc=)",
    "a style element": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "a script address": r"javascript:",
}


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what: str) -> None:
    pages = [file for file in committed() if "templates" in file.parts and file.suffix in (".html", ".jinja", ".j2")]
    assert pages
    assert [name(page) for page in pages if re.search(INLINE[what], _markup(page))] == []


def test_the_patterns_find_what_they_name() -> None:
    page = "<script>1</script><style></style><p style='a'><b onclick='x'><a href='javascript:1'>"
    assert all(re.search(pattern, page) for pattern in INLINE.values())
    assert not any(re.search(pattern, '<script src="/a.js"></script><p class="style">on</p>') for pattern in INLINE.values())


def _markup(page) -> str:
    """The page without template comments and with expressions emptied."""
    return re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", page.read_text("utf-8"), flags=re.S)
