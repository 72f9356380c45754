"""Limits that no rulebook of ours sets: those of a bureau's own folder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from jihuan.core.document import Document, Project, SpendingNode
from jihuan.law.engine import check, load

OWN = "local_targets:\n  title: 本市考核线\n  values:\n    2025-01-01: {3: 25, 12: 95, cites: 地方规定}\n"


def test_a_plan_on_the_line_of_the_place_is_let_be_and_one_just_below_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "execution.yaml").write_text(OWN, "utf-8")
    nodes = [(3, "25"), (3, "24.99"), (12, "95"), (12, "94.99")]
    sheets = tuple(
        Project(name="甲", spending_plan=(SpendingNode(month=month, percent=Decimal(percent)),)) for month, percent in nodes
    )
    book = load("national", date(2025, 1, 1), (tmp_path,))
    found = check(Document(fiscal_year=2025, projects=sheets), book, only=("EXE-004",)).failures
    assert [finding.message for finding in found] == [
        "3月底计划支出 24.99%，低于考核线 25%",
        "12月底计划支出 94.99%，低于考核线 95%",
    ]
