"""Scores of many projects by department: DuckDB, Spark with one worker, Spark with two.

    python -m benchmarks.analyze [--projects 300000] [--repeats 2]

Wall-clock seconds of score.sql and one sum by department over Parquet, best of several runs after one that is not counted (a machine of
Java learns what it does often). A worker of Spark is a process with one core. All three must give the same rows.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from jihuan.analytics.generator import generate
from jihuan.analytics.runners import Row, Runner
from jihuan.analytics.runners.local import Local
from jihuan.analytics.runners.spark import Spark
from jihuan.law.scoring import KEPT, relations

QUESTION = """
    SELECT p.department, count(*) AS projects, count(s.total) AS scored, sum(CAST(s.total AS DECIMAL(38, 0))) AS points
    FROM projects p JOIN scored_projects s ON s.project = p.project GROUP BY p.department
"""


def scored(runner: Runner) -> tuple[float, list[Row]]:
    """Seconds of the question, and its answer."""
    if isinstance(runner, Spark):
        runner.session.catalog.clearCache()
    start = time.perf_counter()
    for name, statement in relations().items():
        (runner.keep if name in KEPT else runner.define)(name, statement)
    rows = sorted(runner.rows(QUESTION), key=str)
    return time.perf_counter() - start, rows


def best(runner: Runner, data: Path, repeats: int) -> tuple[float, list[Row]]:
    """The shortest of several runs, and its answer; the runner is closed."""
    for name in ("projects", "indicators", "policies"):
        runner.read(name, data / name)
    _first, *runs = (scored(runner) for _ in range(1 + repeats))
    runner.close()
    return min(runs)


def main() -> None:
    """Print the figures and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=300_000)
    parser.add_argument("--repeats", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        generate(data, options.projects)
        print(
            f"{os.cpu_count()} cores; {options.projects:,} projects, {12 * options.projects:,} indicators, best of {options.repeats}"
        )
        known, answer = best(Local(), data, options.repeats)
        print(f"DuckDB             {known:8.2f} s")
        took = {}
        for workers in (1, 2):
            took[workers], rows = best(Spark(f"local-cluster[{workers},1,1024]", "1g"), data, options.repeats)
            assert rows == answer
            print(f"Spark, {workers} worker{'s'[: workers - 1]:2} {took[workers]:8.2f} s   same rows")
    ratio = took[1] / took[2]
    print(f"two workers against one: {ratio:.2f} times as fast (goal > 1: {'met' if ratio > 1 else 'missed'})")
    print(f"two workers against local (DuckDB): {took[2] / known:.1f} times its time (no goal)")


if __name__ == "__main__":
    main()
