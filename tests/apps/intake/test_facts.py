"""Texts of cells by their JSON pointer."""

from __future__ import annotations

import pytest

from jihuan.apps.intake.facts import text_at

DOCUMENT = {"fiscal_year": 2026, "projects": [{"name": None, "goals": ["一"], "indicators": [{"actual": None}]}]}


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/fiscal_year", "2026"),
        ("/projects/0/name", ""),
        ("/projects/0/goals/0", "一"),
        ("/projects/0/indicators/0/actual/raw", ""),
        ("/projects/0/goals/1", None),
        ("/projects/x", None),
        ("/nothing", None),
        ("/fiscal_year/deeper", None),
    ],
)
def test_a_pointer_gives_the_text_of_its_cell(pointer: str, text: str | None) -> None:
    assert text_at(DOCUMENT, pointer) == text
