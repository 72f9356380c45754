"""DuckDB on all cores of this machine, in memory; what does not fit goes to a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from jihuan.analytics.checking import FINDINGS, Found, findings_of_many
from jihuan.analytics.parquet import Writer
from jihuan.analytics.runners import Row
from jihuan.law.scoring import PRELUDE

AT_ONCE = 25
"""Documents that a worker gets together."""


class Local:
    """The runner of one machine; 0 threads: one for every core."""

    def __init__(self, threads: int = 0) -> None:
        self._folder = TemporaryDirectory(prefix="jihuan-analyze-")
        self._connection = duckdb.connect()
        self._connection.execute("SET temp_directory = ?", [self._folder.name])
        self._connection.execute("SET enable_progress_bar = false")
        if threads:
            self._connection.execute("SET threads = ?", [threads])
        self._connection.execute(PRELUDE)

    def read(self, name: str, folder: Path) -> None:
        self._connection.read_parquet(str(folder / "*.parquet")).create_view(name)

    def fill(self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> None:
        """Know these rows as the relation ``name``; ``columns``: name → type of SQL."""
        chosen = ", ".join(f"unnest(?::{kind}[]) AS {column}" for column, kind in columns.items())
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _column in columns]
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {chosen}", values)

    def define(self, name: str, statement: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {statement}")

    def keep(self, name: str, statement: str) -> None:
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")

    def rows(self, statement: str) -> list[Row]:
        found = self._connection.execute(statement).fetchall()
        return [tuple(int(value) if isinstance(value, Decimal) else value for value in row) for row in found]

    def save(self, statement: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file = str(folder / "part-00001.parquet").replace("'", "''")
        self._connection.execute(f"COPY ({statement}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")

    def find(self, documents: Path, folder: Path, extra: tuple[Path, ...] = ()) -> None:
        self.read("documents", documents)
        with Writer(folder, FINDINGS) as writer:
            for found in self._found(partial(findings_of_many, extra=extra)):
                writer.add(found)

    def _found(self, check: Callable[[list[Row]], list[Found]]) -> Iterator[list[Found]]:
        """What the rules find, in all processes; a handful of documents is not worth starting them."""
        result = self._connection.execute("SELECT document, first, json FROM documents ORDER BY document")
        parts = list(iter(partial(result.fetchmany, AT_ONCE), []))
        if len(parts) < 2:
            yield from map(check, parts)
            return
        with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
            yield from pool.map(check, parts)

    def close(self) -> None:
        self._connection.close()
        self._folder.cleanup()
