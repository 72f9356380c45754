"""The child of the sandbox: limits itself, reads standard input, answers on standard output. ``python -m jihuan.documents.worker JOB``.

JOB is JSON: {"job": "read" or "layout", "file": …, "scans": whether to recognise pixels} or {"job": "page", "page": …, "width_px": …},
each with "limits" and "language". Exit status 0 means that the answer is on standard output.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import sys
from dataclasses import dataclass
from typing import Any

from jihuan.core.language import use_language
from jihuan.documents.errors import Convertible, Scanned, Unreadable

MEBI = 1024 * 1024
REFUSED, OUT_OF_MEMORY, TOO_MUCH_OUTPUT, CONVERTIBLE, SCANNED = 3, 4, 5, 6, 7
"""Exit statuses: the answer is a sentence that says why not; no memory was left; the answer is too long; LibreOffice may read it;
pixels have to be recognised, which needs other limits."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. Seconds and bytes; memory is the address space of the child.

    Computing is what counts: ``wall_seconds`` is only there for a child that waits for ever, and leaves room for a busy machine.
    """

    wall_seconds: float = 300
    cpu_seconds: int = 60
    memory_bytes: int = 1024 * MEBI
    file_bytes: int = 100 * MEBI
    output_bytes: int = 64 * MEBI
    open_files: int = 64


def main(argument: str) -> int:
    """Do the job; the exit status."""
    job = json.loads(argument)
    limits = Limits(**job["limits"])
    _limit(limits)
    follow_parent()
    gc.disable()  # reads one file and ends: to look for what could be given back costs more than it gives
    try:
        data = sys.stdin.buffer.read(limits.file_bytes + 1)
        with use_language(job["language"]):
            answer = _page(data, job["page"], job["width_px"]) if job["job"] == "page" else _read(data, job)
        status = 0
    except Convertible as error:
        answer, status = json.dumps([error.format, error.message]).encode(), CONVERTIBLE
    except Scanned:
        return SCANNED
    except Unreadable as error:
        answer, status = error.message.encode(), REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    if len(answer) > limits.output_bytes:
        return TOO_MUCH_OUTPUT
    try:
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return TOO_MUCH_OUTPUT
    return status


def _limit(limits: Limits) -> None:
    """Bind this process, where the system knows how to."""
    with contextlib.suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, limits.memory_bytes),
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_FSIZE, limits.output_bytes),
            (resource.RLIMIT_NOFILE, limits.open_files),
            (resource.RLIMIT_CORE, 0),
        ):
            hard = resource.getrlimit(what)[1]
            last = most + 2 if what == resource.RLIMIT_CPU else most  # the softer limit tells why
            last = last if hard == resource.RLIM_INFINITY else min(last, hard)
            with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
                resource.setrlimit(what, (min(most, last), last))


def follow_parent() -> None:
    """End as soon as the one who asked has ended, however that came about (Linux)."""
    if sys.platform == "linux":
        import ctypes
        import signal

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _read(data: bytes, job: dict[str, Any]) -> bytes:
    """Document and layout, or the layout alone."""
    from jihuan.core.interchange import to_json
    from jihuan.documents import layout_json
    from jihuan.documents.readers import document_of, layout_of

    layout = layout_json.printable(layout_of(data, job["file"], scans=job["scans"]))
    answer: dict[str, object] = {"layout": layout_json.to_json(layout)}
    if job["job"] == "read":
        answer["document"] = to_json(document_of(data, job["file"], layout))
    return json.dumps(answer, ensure_ascii=False).encode()


def _page(data: bytes, page: int, width_px: int) -> bytes:
    from jihuan.documents.readers import render_page

    return render_page(data, page, width_px)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
