"""The command as a user types it: its own process, its own data folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 900
"""Seconds that a busy machine may take for what a test waits for."""
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
    done = subprocess.run(
        [sys.executable, "-m", "jihuan.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**bare_environment(), **(place(data) if data else {}), **environment},
        timeout=PATIENCE,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def free_port() -> int:
    """A port where nobody listens, not one of those that the system hands out by itself: nobody takes it before the site opens."""
    for port in random.sample(range(20_000, 32_000), 1000):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("every port is taken")


def answering(address: str, process: subprocess.Popen[bytes]) -> str:
    """The address of the site that the process opens, as soon as somebody answers there."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=PATIENCE).close()
            return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site has ended")


def bare_environment() -> dict[str, str]:
    """What a user's shell has: no setting of ours, no language."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("JIHUAN_", "DJANGO_", "LC_", "LANG"))}


def place(data: Path) -> dict[str, str]:
    """The settings of an installation in ``data``; where the suite runs on PostgreSQL, its database there."""
    server = os.environ.get("JIHUAN_DATABASE_URL")
    if not server:
        return {"JIHUAN_DATA": str(data)}
    import psycopg

    name = f"cli_{hashlib.sha256(str(data).encode()).hexdigest()[:16]}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}")
    return {"JIHUAN_DATA": str(data), "JIHUAN_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
