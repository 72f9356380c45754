"""Scores of many projects by department: DuckDB, Spark with one worker, Spark with two.

    python -m benchmarks.analyze [--projects N]

Wall-clock seconds of score.sql and one sum by department over Parquet. A worker of Spark is a process with one core; it is warmed up
on a few projects first. All three must give the same rows.
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
from jihuan.law.scoring import relations

WARM = 200
QUESTION = """
    SELECT p.department, count(*) AS projects, count(s.total) AS scored, sum(CAST(s.total AS DECIMAL(38, 0))) AS points
    FROM projects p JOIN scored_projects s ON s.project = p.project GROUP BY p.department
"""


def scored(runner: Runner, data: Path) -> tuple[float, list[Row]]:
    """Seconds of the question, and its answer."""
    start = time.perf_counter()
    for name in ("projects", "indicators", "policies"):
        runner.read(name, data / name)
    for name, statement in relations().items():
        runner.define(name, statement)
    rows = sorted(runner.rows(QUESTION), key=str)
    return time.perf_counter() - start, rows


def main() -> None:
    """Print the figures and their ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=10_000)
    projects = parser.parse_args().projects
    with tempfile.TemporaryDirectory() as name:
        small, data = Path(name) / "small", Path(name) / "data"
        generate(small, WARM)
        start = time.perf_counter()
        generate(data, projects)
        seconds = time.perf_counter() - start
        print(f"{os.cpu_count()} cores; {projects:,} projects, {12 * projects:,} indicators, generated in {seconds:.1f} s")
        local = Local()
        scored(local, small)
        known, answer = scored(local, data)
        local.close()
        print(f"DuckDB             {known:8.2f} s")
        took = {}
        for workers in (1, 2):
            spark = Spark(f"local-cluster[{workers},1,1024]", "1g")
            scored(spark, small)
            took[workers], rows = scored(spark, data)
            spark.close()
            print(
                f"Spark, {workers} worker{'s'[: workers - 1]:2} {took[workers]:8.2f} s   {'same rows' if rows == answer else 'OTHER ROWS'}"
            )
            assert rows == answer
    print(f"two workers against one: {took[1] / took[2]:.2f} times as fast (goal: over 1 where there is a core for each)")
    print(f"two workers against DuckDB: {took[2] / known:.1f} times its time")


if __name__ == "__main__":
    main()
