"""The policies of score.sql: which figures hold in which place and year, each set of figures once."""

from __future__ import annotations

from pathlib import Path

from jihuan.analytics.parquet import Writer
from jihuan.law.engine import Rulebook
from jihuan.law.scoring import policy


class Policies:
    """Numbers the policies that come up."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[tuple[str, int], ...], int] = {}
        self._known: dict[tuple[str, str], int] = {}

    def number(self, rulebook: Rulebook) -> int:
        """The number of the policy of this rulebook."""
        key = rulebook.jurisdiction, rulebook.on.isoformat()
        if key not in self._known:
            figures = tuple(policy(rulebook).columns(0).items())
            self._known[key] = self._numbers.setdefault(figures, len(self._numbers) + 1)
        return self._known[key]

    def write(self, folder: Path) -> None:
        """The dataset ``policies``; nothing where no policy came up."""
        rows = [dict(figures) | {"policy": number} for figures, number in self._numbers.items()]
        if rows:
            with Writer(folder, dict.fromkeys(rows[0], "BIGINT")) as writer:
                writer.add([list(row.values()) for row in rows])
