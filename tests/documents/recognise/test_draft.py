"""Numbered goals in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jihuan.documents.recognise.numbered import numbered

WORDS = st.text(alphabet="保障河道整洁群众满意度提高开放天数以上", min_size=1, max_size=30)
MARKS = st.sampled_from(("{n}.{t}", "{n}. {t}", "{n}、{t}", "（{n}）{t}", "({n}){t}", "目标{n}：{t}"))


@given(goals=st.lists(WORDS, min_size=1, max_size=9), mark=MARKS)
def test_every_numbered_goal_is_one_entry_without_its_number(goals: list[str], mark: str) -> None:
    text = "\n".join(mark.format(n=number, t=goal) for number, goal in enumerate(goals, 1))
    assert numbered(text) == tuple(goals)


@given(goals=st.lists(WORDS, min_size=2, max_size=5), width=st.integers(4, 12))
def test_a_goal_broken_over_lines_stays_one_goal(goals: list[str], width: int) -> None:
    lines = []
    for number, goal in enumerate(goals, 1):
        text = f"{number}. {goal}"
        lines += [text[start : start + width] for start in range(0, len(text), width)]
    assert numbered("\n".join(lines)) == tuple(goals)


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("", ()),
        ("全年开放300天", ("全年开放300天",)),
        ("1.5万亩造林", ("1.5万亩造林",)),
        ("1.投入\n2.5万元用于维修\n2.验收合格", ("投入2.5万元用于维修", "验收合格")),
        ("1.2025年完成招标", ("2025年完成招标",)),
        ("1.甲；2.乙；3.丙", ("甲；", "乙；", "丙")),
        ("2.只有第二条", ("2.只有第二条",)),
    ],
)
def test_what_looks_like_a_number_is_looked_at_twice(text: str, goals: tuple[str, ...]) -> None:
    assert numbered(text) == goals
