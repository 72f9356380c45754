"""Many rows through score.sql as a runner has it: tables, then the views over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import duckdb

from jihuan.law.engine import load
from jihuan.law.scoring import PRELUDE, TYPES, Policy, policy, statements
from jihuan.law.scoring.rows import IndicatorRow, ProjectRow, marked
from tests.law.scoring import oracle
from tests.law.scoring.oracle import Answer, Sheet

BOOK = load("national", date(2025, 1, 1))
NATIONAL = policy(BOOK)
CHANGES: dict[str, object] = {
    "reverse_policy": "linear",
    "rounding": "truncate",
    "over_threshold": "0.20",
    "pass_threshold": "0.60",
    "satisfaction": "bands",
    "bands": {"95": "1", "85": "0.9", "70": "0.55", "50": "0.1"},
    "tiers": {"high": "0.85", "low": "0.5"},
    "late_date": "tier",
    "not_applicable": "project",
    "grades": {"优": "95", "良": "85", "中": "70"},
    "execution_cap": {"below": "0.6", "total": "79.99"},
}
"""Every figure of the law that makes a score, each otherwise than the nation has it."""
_WITH: dict[str, dict[str, object]] = {"bands": {"satisfaction": "bands"}, "tiers": {"late_date": "tier"}}
"""Figures that are asked for only where another is as here."""
_MIXED = ("reverse_policy", "rounding", "pass_threshold", "satisfaction", "late_date", "not_applicable", "execution_cap")


def single() -> dict[str, Policy]:
    """The national policy and those that differ from it in one figure, and in what makes it count."""
    return {"national": NATIONAL} | {
        name: policy(BOOK, {name: value, **_WITH.get(name, {})}) for name, value in CHANGES.items()
    }


def mixed() -> list[Policy]:
    """All combinations of the figures that choose a formula."""
    choices = product((False, True), repeat=len(_MIXED))
    return [
        policy(BOOK, {name: CHANGES[name] for name, taken in zip(_MIXED, chosen, strict=True) if taken}) for chosen in choices
    ]


def rows_of(
    policies: Mapping[int, Policy], projects: Sequence[ProjectRow], indicators: Sequence[Sequence[IndicatorRow]]
) -> dict[str, list[dict[str, object]]]:
    """The three relations as dictionaries."""
    items, sheets = marked(projects, indicators)
    return {
        "policies": [{**figures.columns(number)} for number, figures in policies.items()],
        "projects": [{name: getattr(row, name) for name in TYPES["projects"]} for row in sheets],
        "indicators": [{name: getattr(row, name) for name in TYPES["indicators"]} for row in items],
    }


def on_duckdb(relations: Mapping[str, list[dict[str, object]]]) -> duckdb.DuckDBPyConnection:
    """A connection that knows the relations and the views of score.sql."""
    connection = duckdb.connect()
    connection.execute(PRELUDE)
    for name, rows in relations.items():
        types = TYPES.get(name) or dict.fromkeys(rows[0], "BIGINT")
        columns = ", ".join(f"UNNEST(CAST(? AS {kind}[])) AS {column}" for column, kind in types.items())
        connection.execute(f"CREATE TABLE {name} AS SELECT {columns}", [[row[column] for row in rows] for column in types])
    for statement in statements():
        connection.execute(statement)
    return connection


INDICATORS = "SELECT project, position, outcome, status, weight, score FROM scored_indicators ORDER BY project, position"
PROJECTS = "SELECT project, outcome, status, score, total, grade, weights FROM scored_projects ORDER BY project"


def expected(
    policies: Mapping[int, Policy], projects: Sequence[ProjectRow], indicators: Sequence[Sequence[IndicatorRow]]
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What the oracle says, in the shape of the two questions above."""
    rows: list[tuple[object, ...]] = []
    sheets: list[tuple[object, ...]] = []
    for row, mine in zip(projects, indicators, strict=True):
        sheet, answers = oracle.project(row, mine, policies[row.policy])
        rows += [(row.project, item.position, *_answer(answer)) for item, answer in zip(mine, answers, strict=True)]
        sheets.append((row.project, *_sheet(sheet)))
    return rows, sheets


def _answer(answer: Answer) -> tuple[object, ...]:
    return answer.outcome, answer.status, answer.weight, answer.score


def _sheet(sheet: Sheet) -> tuple[object, ...]:
    return sheet.outcome, sheet.status, sheet.score, sheet.total, sheet.grade, sheet.weights


def by_policy(
    number: int, projects: Sequence[ProjectRow], indicators: Sequence[Sequence[IndicatorRow]]
) -> tuple[list[ProjectRow], list[list[IndicatorRow]]]:
    """The same rows under another policy."""
    return [replace(row, policy=number) for row in projects], [
        [replace(item, policy=number) for item in rows] for rows in indicators
    ]
