"""Processes that work for us: with a bare environment, waited for a bounded time, then ended with everything they started."""

from __future__ import annotations

import contextlib
import os
import signal
from subprocess import Popen, TimeoutExpired
from typing import Protocol

_ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
)


class Child(Protocol):
    """A process that leads a group of its own."""

    @property
    def pid(self) -> int: ...

    def wait(self, timeout: float | None = None) -> int: ...


_running: set[Child] = set()
_ended: set[int] = set()


class Ended(Exception):
    """The program is being interrupted, and its children with it."""


def environment() -> dict[str, str]:
    """What a child learns of ours: no passwords, no keys. It has one thread, whatever the machine has: each costs address space."""
    ours = {name: value for name, value in os.environ.items() if name in _ENVIRONMENT or name.startswith("COV")}
    return ours | {"OPENBLAS_NUM_THREADS": "1"}


def finish(child: Child, wall_seconds: float) -> int | None:
    """The exit status of a child; None where its time was over. Raises Ended."""
    _running.add(child)
    try:
        status = child.wait(wall_seconds)
        if child.pid in _ended:
            raise Ended
        return status
    except TimeoutExpired:
        return None
    finally:
        _end(child)
        child.wait()
        _running.discard(child)
        _ended.discard(child.pid)


def end_all() -> None:
    """End all that are running, for a program that is being interrupted."""
    for child in tuple(_running):
        _ended.add(child.pid)
        _end(child)


def _end(child: Child) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif isinstance(child, Popen) and child.poll() is None:
        child.kill()
