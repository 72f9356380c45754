"""Limits that only the words of a finding show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.document import Budget, Document, Project, SpendingNode
from jihuan.law.engine import Context, check, load

BOOK = load("national", date(2025, 1, 1))


@pytest.mark.parametrize(("executed", "light"), [("30", "黄灯"), ("29.99", "红灯"), ("70", "黄灯"), ("70.01", "红灯")])
def test_a_gap_is_red_only_above_twenty_points(executed: str, light: str) -> None:
    nodes = (SpendingNode(month=6, percent=Decimal(50)), SpendingNode(month=12, percent=Decimal(100)))
    sheet = Project(name="甲", budget=Budget(total=Decimal(100), executed=Decimal(executed)), spending_plan=nodes)
    document = Document(fiscal_year=2025, kind="monitoring", projects=(sheet,))
    (found,) = check(document, BOOK, replace(Context(), month=6), only=("EXE-005",)).failures
    assert light in found.message
