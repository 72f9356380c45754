"""The same text on Spark, beside the oracle."""

from __future__ import annotations

from pathlib import Path

import pytest

from jihuan.law.scoring import relations
from tests.law.scoring import bulk, oracle


@pytest.mark.xdist_group("spark")
def test_ten_thousand_indicators_under_all_policies_are_the_same_on_spark(spark, tmp_path: Path) -> None:
    policies = dict(enumerate(bulk.mixed(), start=1))
    projects, indicators = oracle.draw(11, 10_000, list(policies))
    given = bulk.rows_of(policies, projects, indicators)
    connection = bulk.on_duckdb(given)
    for name in given:
        folder = tmp_path / name
        folder.mkdir()
        connection.execute(f"COPY {name} TO '{folder / 'rows.parquet'}' (FORMAT parquet)")
        spark.read(name, folder)
    for name, select in relations().items():
        spark.define(name, select)
    rows, sheets = bulk.expected(policies, projects, indicators)
    assert [pair for pair in zip(spark.rows(bulk.INDICATORS), rows, strict=True) if pair[0] != pair[1]][:3] == []
    assert [pair for pair in zip(spark.rows(bulk.PROJECTS), sheets, strict=True) if pair[0] != pair[1]][:3] == []
