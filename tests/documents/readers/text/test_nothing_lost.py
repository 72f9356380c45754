"""Whatever words of forms stand beside each other, however parted: all that was printed is in a cell, a paragraph or a problem."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, example, given
from hypothesis import strategies as st

from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.text import read_layout

WORDS = (
    *("项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "分值", "绩效", "效", "指标", "注：见后"),
    *(
        "水利绩效目标表",
        "单位：万元",
        "部门整体",
        "产出指标",
        "数量指标",
        "效益指标",
        "满意度指标",
        "小计",
        "加固水库座数",
        "水库加固",
    ),
    *("≥95%", "≥12座", "320.5", "万元", "1.完成加固", "2.保障安全", "2025年12月底前", "10", "A", "b c"),
)
MARKS = '\n \t|│,;"+-─┌┬┐├┼┤'
"""What parts cells is no part of their texts."""
SEPARATORS = ("\n", "\t", " ", "     ", "\n\n", "\n\n\n\n", "", "|", "│", "\n\t\n", ",", '"', "+---+---+", "┌──┬──┐", "├──┼──┤")


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(SEPARATORS), min_size=1, max_size=3))
    return "".join(draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(parts)).map("".join), max_size=60)))


@given(texts())
@example("项目名称\n效\n水利绩效目标表\n绩效目标\n1.完成加固\n2025年12月底前\n指标值\n效益指标\n三级指标\n100%\n10")
def test_every_character_of_a_text_is_somewhere(text: str) -> None:
    try:
        layout = read_layout(text.encode())
    except Unreadable:
        assume(False)
    shown = Counter("".join([*(part.text for part in layout.cells()), *(problem.message for problem in layout.problems)]))
    assert not Counter(char for char in text if char not in MARKS) - shown
