"""A small nation of our own, scored once: 400 projects with twelve indicators each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jihuan.analytics.generator import generate
from jihuan.analytics.invented import write_documents
from jihuan.analytics.measures import measure
from jihuan.analytics.runners.local import Local
from jihuan.analytics.tables import Table

GROUPS = (("department",), ("province", "year"))
SHEETS = 12


@dataclass(frozen=True)
class Nation:
    """Its datasets, what was measured, and the runner that still knows the scores."""

    folders: dict[str, Path]
    tables: dict[str, Table]
    runner: Local

    def rows(self, statement: str) -> list[tuple]:
        return self.runner.rows(statement)


@pytest.fixture(scope="session")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    data = tmp_path_factory.mktemp("nation")
    generate(data, 400, seed=7)
    write_documents(data, SHEETS)
    runner = Local()
    runner.find(data / "documents", data / "findings")
    folders = {name: data / name for name in ("projects", "indicators", "policies", "documents", "findings")}
    tables = measure(runner, folders, GROUPS)
    yield Nation(folders, {table.name: table for table in tables}, runner)
    runner.close()
