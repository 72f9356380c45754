"""Many files at once: a sandbox for each, as many as there are cores, a report per file; an interrupted run goes on where it stopped.

Scans need minutes where others need a blink: they come last, so that nobody waits for them.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Final, Literal, NamedTuple

from jihuan.core.document import SCHEMA
from jihuan.core.interchange import dumps
from jihuan.core.text import shown_name
from jihuan.documents import children
from jihuan.documents.errors import Scanned, Unreadable
from jihuan.documents.sandbox import DEFAULT, ReadResult, Start, anew, read_file
from jihuan.documents.warm import Warm
from jihuan.documents.worker import Limits

Status = Literal["read", "problems", "unreadable"]

REPORT: Final = "report.jsonl"
"""In the folder of results: one line of JSON for every file."""
_NOBODYS = {"thumbs.db", "desktop.ini", REPORT}
"""Files that systems put into folders, and our own."""
_AHEAD = 2
"""Files waiting for each worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file. ``problems`` means that it was read and something in it is wrong; ``message`` says why it was not read."""

    file: str
    status: Status
    sha256: str | None = None
    projects: int = 0
    indicators: int = 0
    errors: int = 0
    warnings: int = 0
    message: str | None = None
    seconds: float = 0.0
    resumed: bool = False
    """Read in an earlier run; the result is in the folder of results only."""
    result: ReadResult | None = field(default=None, repr=False, compare=False)

    def line(self) -> dict[str, object]:
        """The report as JSON values."""
        names = ("file", "status", "sha256", "projects", "indicators", "errors", "warnings", "message", "seconds")
        return {name: getattr(self, name) for name in names} | {"version": _version()}


def files_in(folder: Path, leave_out: Path | None = None) -> list[tuple[Path, str]]:
    """All files of a folder and its sub-folders in order, with their names in it. Hidden files, files that Word and Excel keep while one
    works, and the folder ``leave_out`` are not among them; links to folders are not followed."""
    found = list[tuple[Path, str]]()
    names = Counter[str]()
    for name, folders, files in os.walk(folder):
        here = Path(name)
        folders[:] = sorted(one for one in folders if not one.startswith(".") and not _same(here / one, leave_out))
        for one in sorted(files):
            if not one.startswith((".", "~$")) and one.lower() not in _NOBODYS:
                path = (here / one).relative_to(folder)
                found.append((here / one, _own_name(shown_name(path.as_posix()), names)))
    return found


def _own_name(name: str, names: Counter[str]) -> str:
    """The name, with a number where another file shows the same: one in UTF-8, one in GB18030."""
    names[name] += 1
    path = PurePosixPath(name)
    return name if names[name] == 1 else str(path.with_name(f"{path.stem} ({names[name]}){path.suffix}"))


def read_many(
    files: Iterable[tuple[Path, str]], out: Path | None = None, *, workers: int = 0, limits: Limits = DEFAULT
) -> Iterator[FileReport]:
    """Read files (path, name for the user) and report each as soon as it is done. 0 workers: one for every core.

    With ``out`` every document is written to ``out``/name.json and the report to ``out``/report.jsonl; a file that an earlier run of this
    version has read there is not read again. Nothing is half written when the program is interrupted. Raises OSError where ``out`` cannot
    be written.
    """
    store = _Store(out) if out else None
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    warm = Warm(anew)
    waiting: set[Future[FileReport | _Task]] = set()
    todo, later = iter(files), list[_Task]()
    try:
        while True:
            while len(waiting) < _AHEAD * pool._max_workers and (task := _next(todo, later)):
                waiting.add(pool.submit(partial(copy_context().run, _read, task, store, limits, warm.start)))
            if not waiting:
                break
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            results = [one.result() for one in done]
            later += [result for result in results if isinstance(result, _Task)]
            for report in sorted((one for one in results if isinstance(one, FileReport)), key=lambda one: one.file):
                if store:
                    store.save(report)
                yield report
        if store:
            store.finish()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if waiting:
            children.end_all()
        pool.shutdown()
        warm.close()


class _Task(NamedTuple):
    """A file to read, and whether it is known to be a scan, which had to wait."""

    path: Path
    name: str
    scan: bool


def _next(todo: Iterator[tuple[Path, str]], later: list[_Task]) -> _Task | None:
    """The next file; those put off come when no other is left."""
    found = next(todo, None)
    if found:
        return _Task(*found, scan=False)
    return later.pop(0) if later else None


def _read(task: _Task, store: _Store | None, limits: Limits, start: Start) -> FileReport | _Task:
    began = time.monotonic()
    sha256 = None
    try:
        sha256 = _digest(task.path, limits)
        if store and (known := store.known(task.name, sha256)):
            return known
        result = read_file(task.path, PurePosixPath(task.name).name, limits, scans=task.scan, start=start)
    except Scanned:
        return task._replace(scan=True)
    except Unreadable as error:
        seconds = round(time.monotonic() - began, 3)
        return FileReport(file=task.name, status="unreadable", sha256=sha256, message=error.message, seconds=seconds)
    return _reported(task.name, sha256, result, round(time.monotonic() - began, 3))


def _reported(name: str, sha256: str | None, result: ReadResult, seconds: float) -> FileReport:
    document = result.document
    levels = [problem.level for problem in document.problems]
    return FileReport(
        file=name,
        status="problems" if "error" in levels else "read",
        sha256=sha256,
        projects=len(document.projects),
        indicators=sum(len(part.indicators) for part in document.projects)
        + sum(len(part.indicators) for part in document.sub_goals),
        errors=levels.count("error"),
        warnings=levels.count("warning"),
        seconds=seconds,
        result=result,
    )


def _digest(path: Path, limits: Limits) -> str | None:
    """SHA-256 of the file; None for what will be refused unread."""
    try:
        if not path.is_file() or path.stat().st_size > limits.file_bytes:
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _version() -> str:
    """Results of another version of the program are read anew."""
    return f"{version('jihuan')} {SCHEMA}"


def _same(folder: Path, other: Path | None) -> bool:
    return other is not None and folder.resolve() == other.resolve()


class _Store:
    """The folder of results. Documents are written whole or not at all; a line that was cut off in the report does not count."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._report = folder, folder / REPORT
        folder.mkdir(parents=True, exist_ok=True)
        self._lines: dict[str, dict[str, object]] = {}
        if self._report.is_file():
            for line in self._report.read_text("utf-8", "replace").splitlines():
                self._remember(line)
        self._rewrite()

    def _remember(self, line: str) -> None:
        try:
            record = json.loads(line)
        except ValueError:
            return
        if isinstance(record, dict) and isinstance(record.get("file"), str):
            self._lines[record["file"]] = record

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def known(self, name: str, sha256: str | None) -> FileReport | None:
        """The report of an earlier run, if its result is still there and of this file and version."""
        record = self._lines.get(name, {})
        current = sha256 and record.get("sha256") == sha256 and record.get("version") == _version()
        if not current or record.get("status") not in ("read", "problems") or not self._path(name).is_file():
            return None
        try:
            return FileReport(resumed=True, **{key: value for key, value in record.items() if key != "version"})  # type: ignore[arg-type]
        except TypeError:
            return None

    def save(self, report: FileReport) -> None:
        """Keep the document, then say so."""
        if report.resumed:
            return
        if report.result:
            self._write(self._path(report.file), dumps(report.result.document))
        self._lines[report.file] = report.line()
        with self._report.open("a", encoding="utf-8") as stream:
            stream.write(_json(report.line()))

    def finish(self) -> None:
        """Put the report in order."""
        self._rewrite()

    def _rewrite(self) -> None:
        self._write(self._report, "".join(_json(self._lines[name]) for name in sorted(self._lines)))

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_text(text, "utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
