"""``make fuzz`` works: the readers are instrumented, inputs reach them, and what breaks one ends the run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREAKS = "import tests.fuzz.run_fuzz as run; run.read_bytes = lambda *_: 1 / 0; run.main()"


@pytest.mark.parametrize(
    ("start", "status"), [(["-m", "tests.fuzz.run_fuzz"], 0), (["-c", BREAKS], 77)], ids=["sound", "broken"]
)
def test_readers_are_run_under_the_fuzzer(start: list[str], status: int, tmp_path: Path) -> None:
    options = ["txt", "-runs=40", "-seed=1", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, *start, *options], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == status, done.stderr[-2000:]
    assert ("INFO: Instrumenting jihuan.documents.readers" in done.stderr) and bool(list(tmp_path.iterdir())) == bool(status)
