"""Who runs the SQL: ``local`` is DuckDB on this machine, ``spark`` is Apache Spark (the extra ``spark``). Same text, same digits."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

Row = tuple[int | str | None, ...]


class RunnerError(Exception):
    """A runner that cannot work here; ``str(error)`` is the sentence for the user: why, and what to do."""


class Runner(Protocol):
    """What the measures need of an engine."""

    def read(self, name: str, folder: Path) -> None:
        """Know the Parquet files of ``folder`` as the relation ``name``. Raises RunnerError."""

    def define(self, name: str, statement: str) -> None:
        """Know the rows of ``statement`` as the relation ``name``, computed when they are asked for."""

    def keep(self, name: str, statement: str) -> None:
        """Know the rows of ``statement`` as the relation ``name``, computed once."""

    def rows(self, statement: str) -> list[Row]:
        """The rows of a small result: whole numbers, labels, None."""

    def save(self, statement: str, folder: Path) -> None:
        """Write the rows of ``statement`` as Parquet files into ``folder``."""

    def find(self, documents: Path, folder: Path, extra: tuple[Path, ...] = ()) -> None:
        """Check the documents of one dataset and write what the rules find as another; ``extra``: a bureau's own folders of rules."""

    def close(self) -> None:
        """Let go of everything."""
