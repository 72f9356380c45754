"""Reading the numbers that an address or a form carries."""

from __future__ import annotations

import pytest

from jihuan.ui.pages import chosen, whole


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.0", "²", "٣", "9" * 16, "9" * 5000])
def test_what_is_no_whole_number_is_none(text: str | None) -> None:
    assert whole(text) is None


@pytest.mark.parametrize(
    ("text", "year"), [("2025", 2025), ("2026", 2026), ("1999", 2026), ("x", 2026), ("9" * 5000, 2026), (None, 2026)]
)
def test_a_year_that_is_not_known_is_the_first_of_those_known(text: str | None, year: int) -> None:
    assert chosen(text, [2026, 2025]) == year


def test_without_years_there_is_none_to_choose() -> None:
    assert chosen("2026", []) is None
