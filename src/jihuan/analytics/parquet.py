"""Rows of whole numbers and words → Parquet files, through DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from types import TracebackType

import duckdb

Columns = Mapping[str, str]
"""Name → type of SQL."""
AT_ONCE = 50_000


class Writer:
    """A folder of Parquet files that grows by rows; at least one file, so that an empty dataset has its columns.

    ``together``: inside a file the rows with the same values of these columns lie together, else in the order they came in.
    """

    def __init__(self, folder: Path, columns: Columns, together: Sequence[str] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._order = itemgetter(*map(list(columns).index, together)) if together else None
        self._folder, self._columns, self._files = folder, columns, 0
        self._rows: list[Sequence[object]] = []
        self._connection = duckdb.connect()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and (self._rows or not self._files):
            self._flush()
        self._connection.close()

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows in the order of the columns."""
        self._rows += rows
        if len(self._rows) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._files += 1
        file = str(self._folder / f"part-{self._files:05}.parquet").replace("'", "''")
        chosen = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in self._columns.items())
        if self._order is not None:
            self._rows.sort(key=self._order)
        values = [list(column) for column in zip(*self._rows, strict=True)] or [[] for _name in self._columns]
        self._connection.execute(f"COPY (SELECT {chosen}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)", values)
        self._rows = []
