"""The command as a user types it: its own process, its own data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SEED = Path(__file__).parents[2] / "src" / "jihuan" / "demo" / "data" / "seed.txt"


@dataclass(frozen=True)
class Ran:
    """Exit status and what was said."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def jihuan(*arguments: str | Path, stdin: bytes = b"", data: Path | None = None, **environment: str) -> Ran:
    """Run ``jihuan ARGUMENTS``; its data folder is ``data``."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("JIHUAN_", "DJANGO_", "LC_", "LANG"))}
    folder = {"JIHUAN_DATA": str(data)} if data else {}
    done = subprocess.run(
        [sys.executable, "-m", "jihuan.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**own, **folder, **environment},
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8"))
