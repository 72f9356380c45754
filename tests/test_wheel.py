"""The wheel alone, in an empty environment, with no node and no repository: read, demo, serve."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.command import PATIENCE, SEED, answering, free_port

ROOT = Path(__file__).parents[1]
BUILT = ("ui/static/vendor/htmx.min.js", "ui/static/vendor/icons.svg", "locale/en/LC_MESSAGES/django.mo", "demo/data/seed.txt")

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    uv = os.environ.get("UV") or shutil.which("uv") or ROOT / ".tools" / "bin" / "uv"
    _run(uv, "build", "--quiet", "--out-dir", folder, ROOT, env=dict(os.environ))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("home")
    _run(sys.executable, "-m", "venv", folder / "venv", env=dict(os.environ))
    _run(folder / "venv" / "bin" / "pip", "install", "--quiet", wheel, env=dict(os.environ))
    return folder


def test_the_wheel_holds_what_the_build_adds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"jihuan/{name}" for name in BUILT} - names == set()
    assert not [name for name in names if "node_modules" in name or name.startswith("tests")]


def test_the_command_reads_the_seed(home: Path) -> None:
    done = _jihuan(home, "read", SEED)
    assert "28" in done.stdout
    assert "41.50" in done.stdout


def test_the_demo_is_made_and_served(home: Path) -> None:
    _jihuan(home, "demo", "--no-serve", "--data", home / "data")
    with _served(home) as address:
        assert 'name="username"' in _fetch(f"{address}/sign-in/")
        assert "htmx" in _fetch(f"{address}/static/vendor/htmx.min.js")


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """``jihuan serve`` for as long as the block lasts; gives its address."""
    port = free_port()
    command = [home / "venv" / "bin" / "jihuan", "serve", "--port", str(port), "--data", home / "data"]
    process = subprocess.Popen(list(map(str, command)), env=_environment(home), cwd=home)
    try:
        yield answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode("utf-8"))


def _environment(home: Path) -> dict[str, str]:
    """Nothing but the environment's own commands on PATH: no node, no git, no repository."""
    return {"PATH": str(home / "venv" / "bin"), "HOME": str(home), "LANG": "C"}


def _jihuan(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return _run(home / "venv" / "bin" / "jihuan", *arguments, env=_environment(home), cwd=home)


def _run(*command: str | Path, env: dict[str, str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    words = list(map(str, command))
    done = subprocess.run(words, env=env, cwd=cwd, capture_output=True, encoding="utf-8", timeout=PATIENCE)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done
