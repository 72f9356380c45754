"""Processes that have imported the readers and fork a child for every file: most of what a small file costs is the start of Python.

Such a process never sees a byte of a file. Its children bind themselves, each with the limits of its own file, read and answer as those
that are started anew do (``documents.worker``), and end. Linux only; elsewhere every child is started anew.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import IO, NoReturn

from jihuan.documents import worker
from jihuan.documents.children import Child, environment

_READERS = "docx", "spreadsheet", "xls", "html", "text", "pdf", "ofd", "ocr"
_MODULES = (
    *(f"jihuan.documents.readers.{name}" for name in _READERS),
    "jihuan.documents.layout_json",
    "jihuan.core.interchange",
)
"""What most files need; what pixels need is imported by the child that meets them."""
_LONGEST = 65536
"""Bytes of a job."""


class Warm:
    """Starts children of processes that are warm, one process for every child that runs at a time."""

    def __init__(self, anew: Callable[[str, IO[bytes], IO[bytes], IO[bytes]], Child]) -> None:
        """``anew`` starts a child where none can be forked."""
        self._anew = anew
        self._idle = SimpleQueue[_Parent]()
        self._all: set[_Parent] = set()
        self._starter = ThreadPoolExecutor(1)
        """What is started ends with the thread that started it: this one lives as long as we do, whoever asks."""

    def start(self, job: str, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> Child:
        """A child that does the job with these files."""
        if sys.platform != "linux":
            return self._anew(job, stdin, stdout, stderr)
        try:
            parent = self._idle.get_nowait()
        except Empty:
            parent = self._starter.submit(_Parent).result()
            self._all.add(parent)
        try:
            child = parent.fork(job, stdin, stdout, stderr)
        except OSError:
            self.done_with(parent, alive=False)
            return self._anew(job, stdin, stdout, stderr)
        return _Forked(child, parent, self)

    def done_with(self, parent: _Parent, *, alive: bool) -> None:
        """Keep a process for the next file; one that has ended is put away, and another takes its place when it is needed."""
        if alive:
            self._idle.put(parent)
        else:
            self._all.discard(parent)
            parent.close()

    def close(self) -> None:
        """End the processes; their children end with them."""
        while self._all:
            self._all.pop().close()
        self._starter.shutdown()


class _Parent:
    """A process that forks children, one at a time."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "jihuan.documents.warm", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def fork(self, job: str, *files: IO[bytes]) -> int:
        """The number of a new child, which leads a process group. OSError: the process has ended."""
        self.line.settimeout(None)
        socket.send_fds(self.line, [job.encode()], [file.fileno() for file in files])
        answer = self.line.recv(_LONGEST)
        if not answer:
            raise BrokenPipeError
        return int(answer)

    def close(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.wait()


class _Forked:
    """A child of a warm process, to be waited for as one of our own."""

    def __init__(self, pid: int, parent: _Parent, warm: Warm) -> None:
        self.pid = pid
        self._parent, self._warm = parent, warm
        self._status: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        if self._status is None:
            self._parent.line.settimeout(timeout)
            try:
                answer = self._parent.line.recv(_LONGEST)
            except TimeoutError:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0) from None
            self._status = int(answer or -signal.SIGKILL)  # no answer: its parent was killed, and so was it
            self._warm.done_with(self._parent, alive=bool(answer))
        return self._status


def serve(asked: socket.socket) -> None:
    """Fork a child for every job that comes, with its standard files; answer its number, then its exit status."""
    for module in _MODULES:
        import_module(module)
    gc.freeze()  # what is shared stays shared
    while True:
        job, files, _flags, _address = socket.recv_fds(asked, _LONGEST, 3)
        if not job:
            return
        ours = os.getpid()
        child = os.fork()
        if not child:
            asked.close()
            _work(job.decode(), files, ours)
        for file in files:
            os.close(file)
        with contextlib.suppress(OSError):
            os.setpgid(child, child)  # as the child does: whoever comes first
        asked.send(str(child).encode())
        asked.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def _work(job: str, files: list[int], parent: int) -> NoReturn:
    """Be the child of the sandbox, with these standard files."""
    status = 1
    try:
        os.setpgid(0, 0)
        worker.follow_parent()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        if os.getppid() == parent:  # else it ended before it was followed
            status = worker.main(job)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def main(line: int) -> None:
    """Serve the program that asks, and end with it."""
    worker.follow_parent()
    with contextlib.suppress(OSError), socket.socket(fileno=line) as asked:  # whoever asked is gone
        serve(asked)


if __name__ == "__main__":
    main(int(sys.argv[1]))
