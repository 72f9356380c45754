"""Result tables: whole numbers with the meaning of their columns; as CSV for people, as Parquet for programs, as one digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from jihuan.analytics.parquet import Writer
from jihuan.core.csv_text import as_csv
from jihuan.core.language import _

Kind = Literal["label", "count", "hundredths"]
"""hundredths: points, 分 of 元, hundredths of a percent; shown with two decimals."""

Value = int | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its title for people."""

    name: str
    title: str
    kind: Kind = "label"


@dataclass(frozen=True, slots=True)
class Table:
    """A result with its rows in their order."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def shown(self) -> list[list[str]]:
        """The rows as people read them."""
        kinds = [column.kind for column in self.columns]
        return [[show(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in self.rows]


def show(value: Value, kind: Kind) -> str:
    """86.53 for 8653 hundredths; 未注明 for a label that is not known; nothing for a figure that is not known."""
    if kind == "label":
        return str(value) if value not in (None, "") else _("未注明")
    if value is None:
        return ""
    return str(Decimal(value).scaleb(-2)) if kind == "hundredths" else str(value)


def hundredths(numerator: int, denominator: int) -> int:
    """numerator ÷ denominator, rounded half up to a whole number; both are whole, the denominator is above zero."""
    return (2 * numerator + denominator) // (2 * denominator)


def write_results(tables: Iterable[Table], folder: Path) -> None:
    """``folder``/name.csv and name.parquet of every table, and their digest in digest.txt."""
    folder.mkdir(parents=True)
    known = list(tables)
    for table in known:
        (folder / f"{table.name}.csv").write_bytes(as_csv([[column.title for column in table.columns], *table.shown()]))
        with Writer(folder / table.name, {column.name: _TYPES[column.kind] for column in table.columns}) as writer:
            kinds = [column.kind for column in table.columns]
            writer.add([_stored(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.rows)
        (folder / table.name / "part-00001.parquet").rename(folder / f"{table.name}.parquet")
        (folder / table.name).rmdir()
    (folder / "digest.txt").write_text(f"{digest(known)}\n", "utf-8")


_TYPES: dict[Kind, str] = {"label": "VARCHAR", "count": "BIGINT", "hundredths": "DECIMAL(38, 2)"}


def _stored(value: Value, kind: Kind) -> object:
    if value is None or kind == "count":
        return value
    return str(value) if kind == "label" else Decimal(value).scaleb(-2)


def digest(tables: Iterable[Table]) -> str:
    """SHA-256 over the sorted rows of all tables: equal where, and only where, every figure is equal."""
    content = {
        table.name: [
            [column.name for column in table.columns],
            sorted(table.rows, key=lambda row: [str(value) for value in row]),
        ]
        for table in tables
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
