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

_DIV = "MACRO div(a, b) AS a // b"
PRELUDE = f"SET disabled_optimizers = 'partial_aggregate_pushdown'; CREATE OR REPLACE TEMP {_DIV}"
"""For DuckDB before score.sql: the one word that it lacks, and no rewriting that writes every case of a score out many times."""
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


_NOTHING_MOVES = "SELECT project, position, weight FROM indicators WHERE FALSE"


def run(rows: Rows, policy: Policy) -> tuple[dict[tuple[int, int], Record], dict[int, Record]]:
    """The rows of scored_indicators by project and position, and those of scored_projects by project."""
    given = {
        "indicators": _columns(rows.indicators, TYPES["indicators"]),
        "projects": _columns(rows.projects, TYPES["projects"]),
        "policies": {name: [value] for name, value in policy.columns(POLICY).items()},
    }
    types = {**TYPES, "policies": dict.fromkeys(given["policies"], "BIGINT")}
    chain = {**{name: _relation(types[name]) for name in given}, **relations()}
    freed = any(row.rule == "not_applicable" and row.weight for row in rows.indicators)
    if not freed and all(row.budget != 0 for row in rows.projects):
        chain["moved_weights"] = _NOTHING_MOVES
    cursor = _connection(os.getpid()).cursor()
    cursor.execute(_ask(chain), [column for columns in given.values() for column in columns.values()])
    names = [column[0] for column in cursor.description or ()]
    middle = names.index("project", 1)
    indicators, projects = {}, {}
    for row in cursor.fetchall():
        projects[row[0]] = dict(zip(names[:middle], row[:middle], strict=True))
        if row[middle] is not None:
            found = dict(zip(names[middle:], row[middle:], strict=True))
            indicators[found["project"], found["position"]] = found
    return indicators, projects


def _ask(chain: Mapping[str, str]) -> str:
    """One question for both: every project, with its indicators beside it."""
    relations = ", ".join(f"{name} AS ({select})" for name, select in chain.items())
    return f"WITH {relations} SELECT p.*, i.* FROM scored_projects p LEFT JOIN scored_indicators i ON p.project = i.project"  # noqa: S608


def _columns(rows: tuple[object, ...], types: Mapping[str, str]) -> dict[str, list[Any]]:
    return {name: [getattr(row, name) for row in rows] for name in types}


def _relation(types: Mapping[str, str]) -> str:
    """A relation whose columns are given as lists."""
    return "SELECT " + ", ".join(f"UNNEST(CAST(? AS {kind}[])) AS {column}" for column, kind in types.items())


@cache
def _connection(process: int) -> duckdb.DuckDBPyConnection:
    """In memory; one for each process, also after a fork. A document is small: one thread, and no time for improving plans."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"CREATE {_DIV}")
    names = connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
    connection.execute("SET GLOBAL disabled_optimizers = '" + ",".join(name for (name,) in names) + "'")
    return connection
