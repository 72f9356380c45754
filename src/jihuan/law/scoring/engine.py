"""Runs score.sql: for one document inside this process; ``statements`` for whoever runs it elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from jihuan.law.scoring.policies import Policy
from jihuan.law.scoring.rows import POLICY, Rows

PRELUDE = "CREATE OR REPLACE TEMP MACRO div(a, b) AS a // b"
"""The one word of score.sql that DuckDB lacks."""
TYPES: Mapping[str, Mapping[str, str]] = {
    "indicators": {
        "project": "BIGINT", "position": "INT", "policy": "INT", "level1": "VARCHAR", "level2": "VARCHAR", "weight": "INT",
        "rule": "VARCHAR", "target": "BIGINT", "upper": "BIGINT", "actual": "BIGINT", "one": "BIGINT", "percent": "BOOLEAN",
        "cause": "VARCHAR", "stated": "BIGINT",
    },
    "projects": {
        "project": "BIGINT", "policy": "INT", "weight": "INT", "budget": "BIGINT", "executed": "BIGINT", "stated_total": "BIGINT",
    },
}  # fmt: skip
"""The columns of the relations that documents become; the columns of ``policies`` are those of Policy.columns, all BIGINT."""
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
Record = dict[str, Any]


@cache
def relations() -> Mapping[str, str]:
    """The relations of score.sql in order, name → SELECT: each reads indicators, projects, policies and those before it."""
    text = Path(__file__).with_name("score.sql").read_text("utf-8")
    _head, *parts = _NAME.split(text)
    return MappingProxyType(
        {name: body.partition(";\n")[0].strip() for name, body in zip(parts[::2], parts[1::2], strict=True)}
    )


def statements() -> tuple[str, ...]:
    """What makes them views, in DuckDB and in Spark alike, over the relations indicators, projects and policies."""
    return tuple(f"CREATE OR REPLACE TEMP VIEW {name} AS\n{select}" for name, select in relations().items())


@cache
def _connection(process: int) -> duckdb.DuckDBPyConnection:
    """In memory and single-threaded: a document is small. One for each process, also after a fork."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(PRELUDE)
    return connection


def run(rows: Rows, policy: Policy) -> tuple[dict[tuple[int, int], Record], dict[int, Record]]:
    """The rows of scored_indicators by project and position, and those of scored_projects by project."""
    cursor = _connection(os.getpid()).cursor()
    cursor.execute(PRELUDE)
    given = {
        "indicators": _columns(rows.indicators, TYPES["indicators"]),
        "projects": _columns(rows.projects, TYPES["projects"]),
        "policies": {name: [value] for name, value in policy.columns(POLICY).items()},
    }
    types = {**TYPES, "policies": dict.fromkeys(given["policies"], "BIGINT")}
    heads = [_relation(name, types[name]) for name in given]
    values = [column for columns in given.values() for column in columns.values()]
    chain = [*heads, *(f"{name} AS ({select})" for name, select in relations().items())]

    def ask(relation: str) -> list[Record]:
        cursor.execute(f"WITH {', '.join(chain)} SELECT * FROM {relation}", values)  # noqa: S608
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    indicators = {(row["project"], row["position"]): row for row in ask("scored_indicators")}
    return indicators, {row["project"]: row for row in ask("scored_projects")}


def _columns(rows: tuple[object, ...], types: Mapping[str, str]) -> dict[str, list[Any]]:
    return {name: [getattr(row, name) for row in rows] for name in types}


def _relation(name: str, types: Mapping[str, str]) -> str:
    """A relation whose columns are given as lists."""
    columns = ", ".join(f"UNNEST(CAST(? AS {kind}[])) AS {column}" for column, kind in types.items())
    return f"{name} AS (SELECT {columns})"
