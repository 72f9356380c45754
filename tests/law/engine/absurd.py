"""Documents that the schema admits and no person would write."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from jihuan.core.document import (
    Actual,
    Agency,
    Budget,
    Document,
    Indicator,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    Target,
    TextBlock,
)
from jihuan.core.indicators import parse_actual, parse_target

_BITS = (
    "满意度 率 占比 20% ≥ 0 9999999999 人次 长期 【2024】104 号 （ “ 1500人 2024年工作计划 科技馆 参观 开放天数 培训 预算资金 25万元 执行率 "
    "成本 意见意见 𠀀 \u3000 %% 定性 无 。 ， 、 ； 从 等方面 的 11010519491231002X 13800138000"
).split(" ")
_texts = st.one_of(
    st.none(),
    st.lists(st.sampled_from(_BITS), min_size=1, max_size=8).map("".join),
    st.text(min_size=1, max_size=20),
)
_words = _texts.map(lambda text: text or "")
_figures = st.one_of(
    st.none(),
    st.sampled_from(["0", "-1", "100", "26.00", "0.00000000000000000001", "9999999999999999999999999999999", "-0.5", "90"]).map(
        Decimal
    ),
    st.integers(-(10**31) + 1, 10**31 - 1).map(Decimal),
)
_levels = st.sampled_from(
    [
        None,
        "产出指标",
        "效益指标",
        "满意度指标",
        "成本指标",
        "数量指标",
        "质量指标",
        "时效指标",
        "社会效益指标",
        "可持续影响指标",
        "甲",
    ]
)
_targets = st.one_of(
    _words.map(parse_target),
    st.builds(
        Target,
        raw=_words,
        operator=st.sampled_from([None, ">=", "<=", "=", ">", "<", "range"]),
        operator_explicit=st.booleans(),
        kind=st.sampled_from(["quantitative", "qualitative", "date", "empty"]),
        value=_figures,
        upper=_figures,
        unit=st.sampled_from([None, "%", "人", "人次", "天", "次", "年", "万元"]),
    ),
)
indicators = st.builds(
    Indicator,
    level1=_levels,
    level2=_levels,
    level3=_texts,
    description=_texts,
    target=_targets,
    basis=_texts,
    weight=_figures,
    actual=st.one_of(st.none(), _words.map(parse_actual), st.builds(Actual, raw=_words, value=_figures, unit=_texts)),
    score=_figures,
    deviation=_texts,
)
_budgets = st.builds(
    Budget,
    total=_figures,
    fiscal=_figures,
    other=_figures,
    initial=_figures,
    adjusted=_figures,
    executed=_figures,
    execution_rate=_figures,
)
_nodes = st.builds(SpendingNode, month=st.sampled_from([0, 1, 3, 6, 10, 12, 13, 2**31 - 1]), percent=_figures)
projects = st.builds(
    Project,
    code=st.one_of(_texts, st.just("13028125P000002100050")),
    name=_texts,
    agency_code=_texts,
    agency_name=_texts,
    amount_unit=st.sampled_from([None, "元", "万元", "亿元", "美元"]),
    budget=_budgets,
    fund_use=_texts,
    spending_plan=st.lists(_nodes, max_size=4).map(tuple),
    goals=st.lists(_words, max_size=3).map(tuple),
    achievement=_texts,
    total_score=_figures,
    execution_weight=_figures,
    execution_score=_figures,
    indicators=st.lists(indicators, max_size=4).map(tuple),
)
documents = st.builds(
    Document,
    fiscal_year=st.sampled_from([None, 0, 1, 2025, 2**31 - 1]),
    kind=st.sampled_from(["goals", "monitoring", "self_evaluation"]),
    agency=st.builds(Agency, code=_texts, name=_texts),
    overall_goal=st.one_of(st.none(), st.builds(TextBlock, text=_words)),
    sub_goals=st.lists(
        st.builds(
            SubGoal,
            name=_words,
            description=_texts,
            goal=_texts,
            indicator_text=_texts,
            indicators=st.lists(indicators, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    safeguards=st.lists(st.builds(Safeguard, title=_texts, text=_words), max_size=3).map(tuple),
    projects=st.lists(projects, max_size=3).map(tuple),
)
