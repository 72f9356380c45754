"""A place is told as far as it is known."""

from __future__ import annotations

import pytest

from jihuan.cli.summary import where
from jihuan.core.document import Place


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, ""),
        (Place(page=2), "第 2 页"),
        (Place(line=(3, 3)), "第 3 行"),
        (Place(line=(3, 5)), "第 3–5 行"),
        (Place(sheet="目标表", cell="B3"), "工作表“目标表” B3"),
        (Place(table=1), "表 1"),
        (Place(table=1, row=2), "表 1 第 2 行"),
        (Place(table=1, row=2, column=3), "表 1 第 2 行第 3 列"),
        (Place(paragraph=4), "第 4 段"),
    ],
)
def test_a_place_in_words(place: Place | None, words: str) -> None:
    assert where(place) == words
