"""The page of settings names exactly the variables that the program reads."""

from __future__ import annotations

import re

from tests.house.tree import PACKAGE, ROOT


def test_every_variable_is_documented_and_no_other() -> None:
    table = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    told = set(re.findall(r"^\| `(JIHUAN_\w+)`", table, flags=re.M))
    settings = (PACKAGE / "project" / "settings.py").read_text("utf-8")
    read = {f"JIHUAN_{name}" for name in re.findall(r'environment\.(?:text|flag|number|words)\("(\w+)"', settings)}
    assert told == read | {"JIHUAN_DATA", "JIHUAN_SECRET_KEY", "JIHUAN_LANGUAGE"}
