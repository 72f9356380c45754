"""Millions of indicators scored and totalled by score.sql, beside DuckDB's bare sum of the same columns, plain Python, and pandas.

Twelve million indicators of the seeded generator, twelve for each project. The bare sum and score.sql read the same columns of the same
Parquet files over one connection, by turns: the sum those of indicators and projects that score.sql names for a total, once (words have
no sum: their greatest). Plain Python gets one row after another and pandas whole columns; both know only the usual cases and work on
whole projects of a stated part of the rows, already in memory; their time is scaled per row. One project goes the way the site goes.
CPU seconds.

    python -m benchmarks.score [--projects 1000000] [--repeats 3]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from jihuan.analytics.generator import generate
from jihuan.core.document import Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.law.engine import rulebook_for
from jihuan.law.scoring import KEPT, PRELUDE, policy, relations, score

GOAL, GOAL_ONE = 4, 5
BY_ROW, BY_COLUMN = 10_000, 100_000
"""Projects of the part that plain Python and pandas work on."""
READ = """SELECT SUM(project), SUM(position), SUM(policy), MAX(level1), MAX(level2), SUM(weight), MAX(rule), SUM(target), SUM(upper),
    SUM(actual), SUM(one), COUNT(*) FILTER (percent), MAX(cause), SUM(stated), COUNT(*) FILTER (moves) FROM indicators"""
READ_PROJECTS = (
    "SELECT SUM(project), SUM(policy), SUM(weight), SUM(budget), SUM(executed), COUNT(*) FILTER (moves) FROM projects"
)
TOTALS = "SELECT grade, COUNT(*), SUM(total), SUM(points) FROM scored_projects GROUP BY grade ORDER BY grade"


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of all threads."""
    start = time.process_time()
    work()
    return time.process_time() - start


def summed(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Every column that is needed, read and added up."""
    return [row for question in (READ, READ_PROJECTS) for row in connection.execute(question).fetchall()]


def scored(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Everything from the Parquet files to the grades."""
    for name, select in relations().items():
        kind = "TABLE" if name in KEPT else "VIEW"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {select}")
    return connection.execute(TOTALS).fetchall()


def by_row(rows: list[tuple[Any, ...]]) -> dict[int, Decimal]:
    """As one writes it in Python: Decimal, row by row, forward and reverse by ratio, dates, tiers."""
    totals: dict[int, Decimal] = {}
    for project, weight, rule, target, actual, stated in rows:
        points, full = None, Decimal(weight) / 100
        if rule in ("tier", "direct") and stated is not None:
            points = Decimal(stated) / 100
        elif actual is not None and target is not None:
            if rule == "date":
                points = full if actual <= target else Decimal(0)
            elif rule == "reverse":
                points = full if actual <= target else full * target / actual if actual else full
            else:
                points = full if actual >= target else full * max(actual, 0) / target if target > 0 else Decimal(0)
        if points is not None:
            totals[project] = totals.get(project, Decimal(0)) + points.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return totals


def by_column(frame: Any) -> Any:
    """As an analyst writes it in pandas: floats, masks, groupby."""
    full, target, actual = frame["weight"] / 100, frame["target"].astype(float), frame["actual"].astype(float)
    points = (full * actual / target).clip(lower=0)
    reverse, day, told = frame["rule"] == "reverse", frame["rule"] == "date", frame["rule"].isin(["tier", "direct"])
    points = points.where(~reverse, full * target / actual)
    reached = ((actual >= target) & ~reverse & ~day) | ((actual <= target) & (reverse | day))
    points = points.where(~day, 0.0).where(~reached, full).where(~told, frame["stated"] / 100)
    return points.round(2).groupby(frame["project"]).sum()


def one_project(absent: int = 0) -> float:
    """Milliseconds for a sheet of twelve indicators, from the document to the words; so many of them do not apply."""
    row = Indicator(level3="参观人次", target=parse_target("≥1500人次"), actual=parse_actual("1200人次"), weight=Decimal("7.5"))
    rows = (row,) * (12 - absent) + (replace(row, actual=parse_actual("不适用")),) * absent
    sheet = Project(budget=Budget(total=Decimal(26), executed=Decimal("24.7")), indicators=rows)
    document = Document(fiscal_year=2025, kind="self_evaluation", projects=(sheet,))
    figures = policy(rulebook_for(document))
    score(document, figures)
    return 1000 * statistics.median(seconds(lambda: score(document, figures)) for _ in range(25))


def others(connection: duckdb.DuckDBPyConnection) -> tuple[float, float]:
    """CPU seconds that plain Python and pandas would take for all rows."""
    (rows,) = connection.execute("SELECT COUNT(*) FROM indicators").fetchone() or (0,)
    question = "SELECT project, weight, rule, target, actual, stated FROM indicators WHERE weight IS NOT NULL AND project <= {}"
    tuples = connection.execute(question.format(BY_ROW)).fetchall()
    frame = connection.execute(question.format(BY_COLUMN)).df()
    plain = min(seconds(lambda: by_row(tuples)) for _ in range(2)) * rows / len(tuples)
    return plain, min(seconds(lambda: by_column(frame)) for _ in range(2)) * rows / len(frame)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), options.projects)
        connection = duckdb.connect()
        connection.execute(PRELUDE)
        for name in ("indicators", "projects", "policies"):
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{Path(folder) / name}/*.parquet'")
        (rows,) = connection.execute("SELECT COUNT(*) FROM indicators").fetchone() or (0,)
        turns = [(seconds(lambda: summed(connection)), seconds(lambda: scored(connection))) for _ in range(options.repeats)]
        bare, ours = map(min, zip(*turns, strict=True))
        plain, columns = others(connection)
    print(f"{options.projects:,} projects, {rows:,} indicators, best of {options.repeats}, CPU seconds")
    print(f"DuckDB's bare sum      {bare:8.2f} s")
    verdict = "met" if ours / bare <= GOAL else "missed"
    print(f"score.sql, all of it   {ours:8.2f} s   ours ÷ bare sum = {ours / bare:.2f}  (goal ≤ {GOAL}: {verdict})")
    part, much = (f"scaled from {12 * min(known, options.projects):,}" for known in (BY_ROW, BY_COLUMN))
    print(f"plain Python per row   {plain:8.2f} s   this ÷ ours = {plain / ours:.1f}  (goal > 1; usual cases only, {part})")
    print(
        f"pandas by columns      {columns:8.2f} s   this ÷ ours = {columns / ours:.2f}  (no goal; floats, usual cases only, {much})"
    )
    for named, one in (("one project", one_project()), ("one row does not apply", one_project(absent=1))):
        print(f"{named:22} {one:8.1f} ms CPU  (goal ≤ {GOAL_ONE} ms: {'met' if one <= GOAL_ONE else 'missed'})")


if __name__ == "__main__":
    main()
