"""What a finding quotes, where that is not the whole cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jihuan.core.document import Budget, Document, Project, TextBlock
from jihuan.law.engine import Context, check, load


def test_a_sum_that_differs_quotes_what_is_printed_or_else_what_it_comes_to() -> None:
    goal = TextBlock(text="项目支出合计42万元，用于两馆开放。")
    document = Document(
        overall_goal=goal, projects=(Project(name="甲", amount_unit="万元", budget=Budget(total=Decimal("41.5"))),)
    )
    book = load("national", date(2025, 1, 1))
    found = [
        finding
        for context in (Context(), Context(department_budget=Decimal(420000)))
        for finding in check(document, book, context, only=("CON-007",)).failures
    ]
    assert [(finding.pointer, finding.quote) for finding in found] == [
        ("/overall_goal/text", "项目支出合计42万元"),
        ("/projects", "415000.00"),
    ]
