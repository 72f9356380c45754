"""Every sentence of vectors.yaml comes out as it says, in Chinese and in English."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from jihuan.core.document import Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.language import use_language
from jihuan.law.scoring import policy, score
from tests.law.scoring.bulk import BOOK

VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yaml").read_text("utf-8"))


def decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def indicator(given: dict[str, Any]) -> Indicator:
    actual = given.get("actual")
    return Indicator(
        level1="产出指标",
        level2="数量指标",
        level3=given.get("name", "指标"),
        target=parse_target(given.get("target", "")),
        actual=None if actual is None else parse_actual(actual),
        weight=decimal(given.get("weight")),
        score=decimal(given.get("score")),
        deviation=given.get("deviation"),
    )


def sheet(*rows: Indicator, budget: Budget | None = None, **members: Any) -> Document:
    whole = budget or Budget(total=Decimal("26.00"), executed=Decimal("24.70"))
    return Document(
        fiscal_year=2025, kind="self_evaluation", projects=(Project(name="甲", budget=whole, indicators=rows, **members),)
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_the_sentence_holds(vector: dict[str, Any], language: str) -> None:
    with use_language(language):
        found = score(sheet(indicator(vector["given"])), policy(BOOK, vector.get("policy", {})))[0].indicators[0]
    then = vector["then"]
    assert (found.status, found.case) == (then.get("status", "scored"), then["case"])
    assert found.score == decimal(then.get("score"))
    assert found.citation
    assert found.explanation.endswith(found.citation)
    assert "{" not in found.explanation
    if language == "zh_Hans":
        assert then.get("says", "") in found.explanation


def test_the_execution_rate_is_scored_and_never_above_its_weight() -> None:
    row = indicator({"target": "≥1", "actual": "1", "weight": 90})
    usual = score(sheet(row), policy(BOOK))[0]
    assert (usual.execution.score, usual.total, usual.grade) == (Decimal("9.50"), Decimal("99.50"), "优")
    assert usual.execution.explanation.startswith("24.7 ÷ 26 = 95.00 %，× 10 分 = 9.50 分；财预〔2020〕10号")
    over = score(sheet(row, budget=Budget(total=Decimal(26), executed=Decimal(27))), policy(BOOK))[0]
    assert (over.execution.score, over.execution.case) == (Decimal("10.00"), "reached")


@pytest.mark.parametrize(
    ("budget", "status", "case"),
    [
        (Budget(total=Decimal(0), executed=Decimal(0)), "not_applicable", "not_applicable"),
        (Budget(total=Decimal(0), executed=Decimal(5)), "refused", "no_budget"),
        (Budget(total=Decimal(5)), "missing", "missing"),
        (Budget(total=Decimal(5), executed=Decimal(-1)), "refused", "out_of_bounds"),
        (Budget(total=Decimal("9" * 30), executed=Decimal(1)), "refused", "out_of_bounds"),
        (Budget(execution_rate=Decimal("96.85")), "scored", "proportional"),
    ],
)
def test_every_budget_has_an_outcome(budget: Budget, status: str, case: str) -> None:
    found = score(sheet(indicator({"target": "≥1", "actual": "1", "weight": 90}), budget=budget), policy(BOOK))[0]
    assert (found.execution.status, found.execution.case) == (status, case)
    assert found.complete == (status in ("scored", "not_applicable"))
    assert (found.total is None) != found.complete


def test_an_execution_of_96_85_percent_is_cut_off_or_rounded() -> None:
    document = sheet(indicator({"target": "≥1", "actual": "1", "weight": 90}), budget=Budget(execution_rate=Decimal("96.85")))
    assert score(document, policy(BOOK))[0].execution.score == Decimal("9.69")
    assert score(document, policy(BOOK, {"rounding": "truncate"}))[0].execution.score == Decimal("9.68")


def test_weights_of_what_does_not_apply_stay_in_their_level_and_add_up() -> None:
    rows = [indicator({"target": "≥1", "actual": "1", "weight": weight}) for weight in (10, 10, 10)] + [
        indicator({"target": "≥1", "actual": "不适用", "weight": 20}),
        indicator({"target": "≥1", "actual": "1", "weight": 40}),
    ]
    other = rows[-1].__class__(**{**{name: getattr(rows[-1], name) for name in rows[-1].__slots__}, "level1": "效益指标"})
    found = score(sheet(*rows[:-1], other), policy(BOOK))[0]
    weights = [row.weight for row in found.indicators]
    assert weights == [Decimal("16.67"), Decimal("16.67"), Decimal("16.66"), Decimal("0.00"), Decimal(40)]
    assert (found.weights, found.total) == (Decimal("100.00"), Decimal("99.50"))
    assert "分值由 10 调整为 16.67" in found.indicators[0].explanation


def test_weights_that_do_not_make_100_are_scored_all_the_same_and_told() -> None:
    found = score(sheet(indicator({"target": "≥1", "actual": "1", "weight": 80})), policy(BOOK))[0]
    assert found.total == Decimal("89.50")
    assert found.notes == ("分值合计 90，不是 100，得分仍按所列分值计算",)


def test_anything_missing_leaves_no_total() -> None:
    found = score(sheet(indicator({"target": "≥1", "weight": 90})), policy(BOOK))[0]
    assert (found.total, found.grade, found.complete, found.points) == (None, None, False, Decimal("9.50"))
    assert found.notes == ("有 1 处不能计分，总分待补齐后计算",)


def test_the_execution_rate_is_not_counted_twice() -> None:
    rows = (
        indicator({"name": "预算执行率", "target": "≥95%", "actual": "95%", "weight": 10}),
        indicator({"target": "≥1", "actual": "1", "weight": 90}),
    )
    found = score(sheet(*rows, execution_weight=Decimal(10)), policy(BOOK))[0]
    assert (found.execution.status, found.execution.case, found.total) == ("not_applicable", "in_rows", Decimal("100.00"))


def test_a_low_execution_holds_the_total() -> None:
    document = sheet(
        indicator({"target": "≥1", "actual": "1", "weight": 90}), budget=Budget(total=Decimal(10), executed=Decimal(5))
    )
    found = score(document, policy(BOOK, {"execution_cap": {"below": "0.6", "total": "79.99"}}))[0]
    assert (found.total, found.grade, found.points) == (Decimal("79.99"), "中", Decimal("95.00"))
    assert found.notes == ("预算执行率过低，总分最高 79.99 分",)
