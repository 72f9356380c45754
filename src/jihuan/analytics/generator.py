"""A nation of our own invention, of any size, the same for the same seed: projects, their indicators, and planted defects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb

from jihuan.analytics.policies import Policies
from jihuan.analytics.statements import filled, statements
from jihuan.law.engine import load
from jihuan.law.engine.loading import jurisdiction_of

PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
"""The first two figures of GB/T 2260; the cities and counties below them are numbers of our own."""
DEPARTMENTS = (
    "教育局 民政局 水利局 林业局 卫生健康局 农业农村局 文化和旅游局 交通运输局 生态环境局 应急管理局 市场监督管理局 自然资源局"
    " 住房和城乡建设局 人力资源和社会保障局 退役军人事务局 审计局 统计局 司法局 科学技术协会 图书馆 体育局 医疗保障局 残疾人联合会 红十字会"
).split()
CITIES, COUNTIES = range(1, 10), range(21, 31)
YEARS = range(2022, 2026)
PART = 100_000
"""Projects in one Parquet file."""

Report = Callable[[int, int], None]


def generate(folder: Path, projects: int, seed: int = 1, report: Report = lambda done, total: None) -> None:
    """Write ``folder``/projects, indicators (twelve for each project) and policies as Parquet; ``report(done, total)`` counts projects.

    The rows are the same for the same seed and the same version of DuckDB; a larger number has those of a smaller one first.
    """
    texts = statements("generate.sql")
    for name in ("projects", "indicators"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        _prepare(connection, folder)
        for first in range(1, projects + 1, PART):
            last = min(first + PART, projects + 1)
            words = {"first": first, "last": last, "seed": seed, "provinces": PROVINCES, "departments": DEPARTMENTS}
            years = {"year": YEARS[-1], "years": len(YEARS)}
            connection.execute(f"CREATE OR REPLACE TABLE made AS {filled(texts['projects'], **words, **years)}")
            part = f"part-{1 + first // PART:05}.parquet"
            _copy(connection, "SELECT * FROM made", folder / "projects" / part)
            _copy(connection, filled(texts["indicators"], seed=seed), folder / "indicators" / part)
            report(last - 1, projects)


def _prepare(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What the statements read: draw(a, b) is a whole number below 10^15 that looks like chance; laws; the texts."""
    connection.execute("CREATE MACRO draw(a, b) AS CAST(hash(a, b) % 1000000000000000 AS BIGINT)")
    for name in ("categories", "templates"):
        file = str(files("jihuan.analytics").joinpath(f"{name}.tsv"))
        connection.read_csv(file, delimiter="\t", header=True).create(name)
    policies = Policies()
    regions = [f"{province}{city:02}{county}" for province in PROVINCES for city in CITIES for county in COUNTIES]
    laws = [
        (region, year, policies.number(load(jurisdiction_of(region), date(year, 1, 1)))) for region in regions for year in YEARS
    ]
    connection.execute(
        "CREATE TABLE laws AS SELECT unnest(?::VARCHAR[]) AS region, unnest(?::INTEGER[]) AS year, unnest(?::INTEGER[]) AS policy",
        [list(column) for column in zip(*laws, strict=True)],
    )
    policies.write(folder / "policies")


def _copy(connection: duckdb.DuckDBPyConnection, statement: str, file: Path) -> None:
    name = str(file).replace("'", "''")
    connection.execute(f"COPY ({statement}) TO '{name}' (FORMAT parquet, COMPRESSION zstd)")
