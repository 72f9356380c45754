"""The worked tables of docs/calculations/scoring.md are true."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from jihuan.law.scoring import policy, score
from tests.law.scoring.bulk import BOOK, NATIONAL
from tests.law.scoring.test_vectors import indicator, sheet

PAGE = Path(__file__).parents[3] / "docs" / "calculations" / "scoring.md"


def table(head: str) -> list[list[str]]:
    """The rows of the table that begins with this heading."""
    _before, _head, rest = PAGE.read_text("utf-8").partition(f"\n| {head}")
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", table("符号 | T | A | w | 改动的参数"))
def test_a_row_of_the_table_of_quantities(row: list[str]) -> None:
    sign, target, actual, weight, changed, right = row
    overrides = dict([changed.split("=")]) if changed else {}
    given = indicator({"target": f"{sign}{target}", "actual": actual, "weight": weight})
    assert score(sheet(given), policy(BOOK, overrides))[0].indicators[0].score == Decimal(right)


@pytest.mark.parametrize("row", table("符号 | T | A | w | 原因"))
def test_a_row_of_the_table_of_over_achievement(row: list[str]) -> None:
    sign, target, actual, weight, cause, right = row
    given = indicator({"target": f"{sign}{target}", "actual": actual, "weight": weight, "deviation": cause or None})
    assert score(sheet(given), NATIONAL)[0].indicators[0].score == Decimal(right)


@pytest.mark.parametrize("row", table("分值 | 不适用 | 重分配以后"))
def test_a_row_of_the_table_of_weights(row: list[str]) -> None:
    gone = int(re.findall(r"\d+", row[1])[0]) - 1
    rows = [
        indicator({"target": "≥1", "actual": "不适用" if at == gone else "1", "weight": weight})
        for at, weight in enumerate(row[0].split("、"))
    ]
    found = score(sheet(*rows), NATIONAL)[0]
    assert [item.weight for item in found.indicators] == [Decimal(weight) for weight in row[2].split("、")]


def test_every_parameter_is_in_the_table() -> None:
    named = set(re.findall(r"`(\w+)`", "\n".join(row[0] for row in table("参数 | 说的是"))))
    assert named == set(NATIONAL.cites)


def test_the_page_has_its_tables() -> None:
    assert [len(table(head)) for head in ("符号 | T | A | w | 改动", "符号 | T | A | w | 原因", "分值 | 不适用")] == [14, 6, 1]
