"""Spark runs the same text and gives the same digits."""

from __future__ import annotations

import duckdb
import pytest

from jihuan.analytics.measures import measure
from jihuan.analytics.runners import RunnerError
from jihuan.analytics.tables import digest
from tests.analytics.conftest import GROUPS


@pytest.mark.xdist_group("spark")
def test_spark_and_duckdb_agree_to_the_last_digit(nation, spark, tmp_path) -> None:
    spark.find(nation.folders["documents"], tmp_path / "findings")
    tables = measure(spark, {**nation.folders, "findings": tmp_path / "findings"}, GROUPS)
    assert {table.name: sorted(map(str, table.rows)) for table in tables} == {
        name: sorted(map(str, table.rows)) for name, table in nation.tables.items()
    }
    assert digest(tables) == digest(nation.tables.values())
    spark.save("SELECT project, total, grade FROM facts", tmp_path / "scores")
    with duckdb.connect() as connection:
        kept = connection.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "scores" / "*.parquet")]).fetchall()
    assert sorted(kept) == sorted(nation.rows("SELECT project, total, grade FROM facts"))


def test_without_java_spark_says_what_to_install(monkeypatch) -> None:
    from jihuan.analytics.runners.spark import Spark

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunnerError, match=r"没有找到 Java.*--runner local"):
        Spark("local[1]", "1g")


def test_without_pyspark_the_extra_is_named(monkeypatch) -> None:
    from jihuan.analytics.runners import spark

    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    with pytest.raises(RunnerError, match=r"jihuan\[spark\]"):
        spark.Spark("local[1]", "1g")
