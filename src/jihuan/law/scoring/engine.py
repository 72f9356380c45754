"""Runs score.sql: for one document inside this process; ``statements`` for whoever runs it elsewhere."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from jihuan.law.scoring.policies import Policy
from jihuan.law.scoring.rows import POLICY, Rows

_DIV = "MACRO div(a, b) AS a // b"
PRELUDE = f"""SET disabled_optimizers = 'partial_aggregate_pushdown,common_subexpressions'; SET preserve_insertion_order = false;
CREATE OR REPLACE TEMP {_DIV}"""
"""For DuckDB before score.sql: the one word that it lacks; no rewriting that writes every case of a score out many times, none that
works out for all rows what a CASE asks of few; the order of rows means nothing."""
KEPT = ("moved_weights",)
"""Relations of score.sql that whoever asks often or of many rows computes once: they are small, and a join must know that."""
TYPES: Mapping[str, Mapping[str, str]] = {
    "indicators": {
        "project": "BIGINT", "position": "INT", "policy": "INT", "level1": "VARCHAR", "level2": "VARCHAR", "weight": "INT",
        "rule": "VARCHAR", "target": "BIGINT", "upper": "BIGINT", "actual": "BIGINT", "one": "BIGINT", "percent": "BOOLEAN",
        "cause": "VARCHAR", "stated": "BIGINT", "moves": "BOOLEAN",
    },
    "projects": {
        "project": "BIGINT", "policy": "INT", "weight": "INT", "budget": "BIGINT", "executed": "BIGINT", "stated_total": "BIGINT",
        "moves": "BOOLEAN",
    },
}  # fmt: skip
"""The columns of the relations that documents become; the columns of ``policies`` are those of Policy.columns, all BIGINT."""
_OF_PROJECT = (
    "project", "status", "outcome", "score", "weights", "points", "complete", "capped", "total", "grade", "stated_grade",
)  # fmt: skip
_OF_INDICATOR = ("project", "position", "status", "outcome", "score", "weight", "part", "whole", "goal", "actual", "reverse")
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


def run(rows: Rows, policy: Policy) -> tuple[dict[tuple[int, int], Record], dict[int, Record]]:
    """The rows of scored_indicators by project and position, and those of scored_projects by project: the columns asked for."""
    figures = policy.columns(POLICY)
    given = (
        _indicators(rows),
        ([getattr(row, name) for name in TYPES["projects"]] for row in rows.projects),
        (figures.values(),),
    )
    moves = any(row.moves for row in rows.projects)
    idle = _idle(os.getpid(), moves)
    try:
        connection = idle.pop()
    except IndexError:
        connection = _prepared(moves, tuple(figures))
    connection.execute(f"EXECUTE score({', '.join(map(_literal, given))})")
    answer = connection.fetchall()
    idle.append(connection)
    middle = len(_OF_PROJECT)
    indicators, projects = {}, {}
    for row in answer:
        projects[row[0]] = dict(zip(_OF_PROJECT, row[:middle], strict=True))
        if row[middle] is not None:
            found = dict(zip(_OF_INDICATOR, row[middle:], strict=True))
            indicators[found["project"], found["position"]] = found
    return indicators, projects


def _indicators(rows: Rows) -> Iterable[list[object]]:
    """Their columns. Levels, which somebody wrote, become numbers: scores only ask which are the same."""
    numbers: dict[str, int] = {}
    for row in rows.indicators:
        own = {name: numbers.setdefault(getattr(row, name), len(numbers)) for name in ("level1", "level2")}
        yield [own[name] if name in own else getattr(row, name) for name in TYPES["indicators"]]


def _literal(rows: Iterable[Iterable[object]]) -> str:
    """Rows of numbers and of words of our own, as a list of SQL in a text."""
    return "'[" + ", ".join(f"({', '.join(map(_value, row))})" for row in rows) + "]'"


def _value(value: object) -> str:
    return "NULL" if value is None else str(value) or '""'


@cache
def _idle(process: int, moves: bool) -> deque[duckdb.DuckDBPyConnection]:
    """Connections of this process (not of its parent) that wait with their question prepared; whoever asks takes one away."""
    return deque()


def _prepared(moves: bool, figures: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """A connection that knows the question ``score``: planning it takes five times as long as answering it.

    Each relation is given as one text: DuckDB plans again whenever the type of a parameter is not what it was. A document is small:
    one thread. Where nothing moves, the question is one without moved_weights and without the rows that would have them.
    """
    types = {**TYPES, "policies": dict.fromkeys(figures, "BIGINT")}
    given = {name: _relation(number, columns) for number, (name, columns) in enumerate(types.items(), start=1)}
    chain = {**given, **relations()}
    if not moves:
        del chain["moved_weights"]
        chain["weighed"] = chain["weighed"].partition("\nUNION ALL\n")[0]
    connection = _database(os.getpid()).cursor()
    connection.execute(f"PREPARE score AS {_ask(chain)}")
    return connection


def _relation(number: int, types: Mapping[str, str]) -> str:
    """A relation whose rows are the parameter of this number."""
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    return f"SELECT UNNEST(CAST(CAST(${number} AS VARCHAR) AS STRUCT({columns})[]), max_depth := 2)"


def _ask(chain: Mapping[str, str]) -> str:
    """One question for both: every project, with its indicators beside it; of their columns those that are put into words."""
    relations = ", ".join(f"{name} AS ({select})" for name, select in chain.items())
    asked = ", ".join((*(f"p.{name}" for name in _OF_PROJECT), *(f"i.{name}" for name in _OF_INDICATOR)))
    return f"WITH {relations} SELECT {asked} FROM scored_projects p LEFT JOIN scored_indicators i ON p.project = i.project"  # noqa: S608


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:
    """In memory, one for each process, also after a fork. Relations that are read twice are computed once (no cte_inlining)."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"CREATE {_DIV}")
    connection.execute("SET GLOBAL disabled_optimizers = 'cte_inlining'")
    return connection
