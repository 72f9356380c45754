"""score.sql and the exact fractions of the oracle never differ."""

from __future__ import annotations

import pytest

from jihuan.law.scoring import Policy
from tests.law.scoring import bulk, oracle

MANY = 100_000


def differences(policies: dict[int, Policy], projects, indicators, connection=None) -> list[object]:
    connection = connection or bulk.on_duckdb(bulk.rows_of(policies, projects, indicators))
    rows, sheets = bulk.expected(policies, projects, indicators)
    found = connection.execute(bulk.INDICATORS).fetchall(), connection.execute(bulk.PROJECTS).fetchall()
    assert (len(found[0]), len(found[1])) == (len(rows), len(sheets))
    pairs = [*zip(found[0], rows, strict=True), *zip(found[1], sheets, strict=True)]
    return [(got, right) for got, right in pairs if got != right]


@pytest.fixture(scope="module")
def drawn():
    projects, indicators = oracle.draw(20251122, MANY, [1])
    return projects, indicators, bulk.on_duckdb(bulk.rows_of({1: bulk.NATIONAL}, projects, indicators))


@pytest.mark.parametrize("name", bulk.single())
def test_a_hundred_thousand_indicators_are_scored_as_the_law_says(name: str, drawn) -> None:
    policy = bulk.single()[name]
    changes = ", ".join(f"{column} = {value}" for column, value in policy.columns(1).items())
    drawn[2].execute(f"UPDATE policies SET {changes}")
    assert differences({1: policy}, *drawn)[:3] == []


def test_every_combination_of_policies_is_scored_as_the_law_says() -> None:
    policies = dict(enumerate(bulk.mixed(), start=1))
    assert differences(policies, *oracle.draw(7, MANY, list(policies)))[:3] == []


def test_the_draw_comes_to_every_kind_of_end() -> None:
    policies = {1: bulk.NATIONAL}
    connection = bulk.on_duckdb(bulk.rows_of(policies, *oracle.draw(1, 20_000, [1])))
    statuses = {status for (status,) in connection.execute("SELECT DISTINCT status FROM scored_indicators").fetchall()}
    grades = {grade for (grade,) in connection.execute("SELECT DISTINCT grade FROM scored_projects").fetchall()}
    assert statuses == {"scored", "not_applicable", "missing", "refused"}
    assert grades == {"优", "良", "中", "差", None}
