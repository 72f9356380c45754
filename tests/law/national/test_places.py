"""Where a finding stands and what it quotes, where more than one place could be meant."""

from __future__ import annotations

from datetime import date

from jihuan.core.document import Document, Place, Project, Safeguard, SubGoal
from jihuan.law.engine import Context, check, load
from jihuan.law.engine.context import Printed

BOOK = load("national", date(2025, 1, 1))


def test_a_use_shared_by_two_sheets_is_quoted_where_it_is_written_and_the_name_where_it_is_not() -> None:
    first = Project(name="科技馆运行经费", fund_use="维修路灯六盏", goals=("检修展品三十件套",))
    same_use, same_goal = (
        Project(name="科技馆免费开放", fund_use="维修路灯六座"),
        Project(name="科技馆展品购置", goals=("检修展品三十件套",)),
    )
    found = check(Document(projects=(first, same_use, same_goal)), BOOK, only=("CON-004",)).failures
    assert [finding.quote for finding in found] == ["维修路灯六座", "科技馆展品购置"]


def test_a_heading_stands_where_its_measure_does_else_where_it_is_printed() -> None:
    own, printed = Place(page=3), Place(page=9)
    guards = (
        Safeguard(text="加强领导。", place=own),
        Safeguard(text="加强监督。"),
        Safeguard(text="加强宣传。"),
        Safeguard(text="加强培训。"),
        Safeguard(text="加强检查。"),
    )
    heads = ("(一)加强领导。", "(二)加强监督。", "（三）加强宣传。", "（四）加强培训。", "（五）加强检查。")
    context = Context(printed=tuple(Printed(text=head, place=printed) for head in heads))
    found = check(Document(safeguards=guards), BOOK, context, only=("FMT-007",)).failures
    assert [finding.place for finding in found] == [own, printed]


def test_a_heading_with_nothing_behind_it_stands_where_its_sub_goal_does() -> None:
    goals = (SubGoal(name="(一)", place=Place(page=3)), SubGoal(name="（二）道路养护"), SubGoal(name="（三）桥梁检测"))
    (found,) = check(Document(sub_goals=goals), BOOK, only=("FMT-007",)).failures
    assert (found.pointer, found.place) == ("", Place(page=3))
