"""Whatever a document says, the records say it afterwards, whatever they said before."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jihuan.apps.journal.actions import verify
from jihuan.apps.objectives.actions import apply_document, difference
from jihuan.apps.objectives.facts import department_document
from jihuan.core.document import (
    Actual,
    Agency,
    Budget,
    Document,
    Indicator,
    Place,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    TextBlock,
)
from jihuan.core.indicators import parse_target

words = st.text(alphabet="绩效目标科普馆一二三年ABc12%（）、。", min_size=1, max_size=12)
maybe = st.none() | words
targets = st.sampled_from(["≥1500 人", "100%", "长期", "12月底前", "20-30册", "", "≤3.5万元", "**", "显著提高"]).map(
    parse_target
)
amounts = st.none() | st.decimals(min_value=0, max_value=999_999, places=4)
percents = st.none() | st.decimals(min_value=0, max_value=100, places=2)
places = st.none() | st.builds(Place, page=st.integers(1, 99), bbox=st.just((72.0, 80.5, 300.0, 99.25)))
indicators = st.lists(
    st.builds(
        Indicator,
        level1=st.none() | st.sampled_from(["产出指标", "效益指标"]),
        level2=maybe,
        level3=st.none() | st.sampled_from(["人次", "完成率", "满意度"]),
        description=maybe,
        target=targets,
        basis=maybe,
        weight=percents,
        actual=st.none() | st.builds(Actual, raw=words, value=percents, unit=maybe),
        score=percents,
        deviation=maybe,
        place=places,
    ),
    max_size=6,
).map(tuple)


def projects(name: str, code: str | None) -> st.SearchStrategy[Project]:
    return st.builds(
        Project,
        code=st.just(code),
        name=st.just(name),
        agency_code=st.just("612001"),
        agency_name=st.just("清河县图书馆本级"),
        amount_unit=st.sampled_from(["万元", "万元", "亿元"]),
        budget=st.builds(Budget, total=amounts, fiscal=amounts, other=amounts, executed=amounts, execution_rate=percents),
        fund_use=maybe,
        spending_plan=st.dictionaries(st.integers(1, 12), percents).map(
            lambda plan: tuple(SpendingNode(month=month, percent=plan[month]) for month in sorted(plan))
        ),
        goals=st.lists(words, max_size=3).map(tuple),
        indicators=indicators,
        place=places,
    )


documents = st.builds(
    Document,
    fiscal_year=st.just(2026),
    agency=st.just(Agency(code="612001", name="清河县图书馆本级")),
    overall_goal=st.builds(TextBlock, text=words, place=places),
    sub_goals=st.lists(
        st.builds(
            SubGoal, name=words, description=maybe, goal=maybe, indicator_text=maybe, indicators=indicators, place=places
        ),
        max_size=3,
    ).map(tuple),
    safeguards=st.lists(st.builds(Safeguard, title=maybe, text=words, place=places), max_size=3).map(tuple),
    projects=st.tuples(projects("图书车", "99010126P000001100010"), projects("古籍", None)),
)


class _Undone(Exception):
    pass


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=documents, second=documents)
def test_the_second_document_replaces_the_first_exactly(county, officer, first, second) -> None:
    with pytest.raises(_Undone), transaction.atomic():  # noqa: PT012 - every example starts from nothing
        for document in (first, second):
            expected = difference(officer, document)
            applied = apply_document(officer, document)
            assert department_document(county.library, 2026) == document
            assert difference(officer, document) == ()
            assert apply_document(officer, document).unchanged == 2
            assert bool(expected) or (applied.created, applied.changed) == (0, 0)
        assert verify().broken is None
        raise _Undone
