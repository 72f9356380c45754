"""Processes that work for us: waited for a bounded time, then ended with everything they started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess

_running: set[subprocess.Popen[bytes]] = set()
_ended: set[int] = set()


class Ended(Exception):
    """The program is being interrupted, and its children with it."""


def finish(child: subprocess.Popen[bytes], wall_seconds: float) -> int | None:
    """The exit status of a child that leads a session of its own; None where its time was over. Raises Ended."""
    _running.add(child)
    try:
        status = child.wait(wall_seconds)
        if child.pid in _ended:
            raise Ended
        return status
    except subprocess.TimeoutExpired:
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


def _end(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
