"""Reading files that strangers made: the work is done in a child process with limits, and only JSON comes back.

A file may be broken, huge or hostile. The child (``documents.worker``) gets the bytes on its standard input and a bare environment
(no passwords, no keys); it limits its own memory, CPU time, open files and output before it looks at them. The parent waits a
bounded time, kills the child with everything it started, and checks what it answered. Where the system knows no such limits
(Windows) only time and sizes are bounded. Every way to fail becomes Unreadable with a sentence for the user.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import IO

from jihuan.core.document import Document, Problem, Source
from jihuan.core.interchange import InterchangeError, from_json
from jihuan.core.language import _, language
from jihuan.core.text import shown_name
from jihuan.documents import layout_json, office
from jihuan.documents.children import Child, environment, finish
from jihuan.documents.errors import Convertible, Scanned, Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.worker import CONVERTIBLE, MEBI, OUT_OF_MEMORY, REFUSED, SCANNED, TOO_MUCH_OUTPUT, Limits

_log = logging.getLogger(__name__)


DEFAULT = Limits()
SCANS = Limits(wall_seconds=3600, cpu_seconds=1200, memory_bytes=2048 * MEBI)
"""For scans and photographs: some seconds for each page, and room for the recognition model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """The document and the layout it was recognised in."""

    document: Document
    layout: Layout


def anew(job: str, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> Child:
    """Start a child that does the job with these files."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", "jihuan.documents.worker", job]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment(), start_new_session=True)


Start = Callable[[str, IO[bytes], IO[bytes], IO[bytes]], Child]
"""How children are started: ``anew``, or forked (``documents.warm``)."""


def read_file(
    source: Path | bytes, file: str, limits: Limits = DEFAULT, *, scans: bool = True, start: Start = anew
) -> ReadResult:
    """Read a file of any known format; ``file`` is its name for the user. Scans are bound by ``SCANS``, all else by ``limits``.

    Raises Unreadable with a sentence, and Scanned if pixels would have to be recognised and ``scans`` are not wanted now.
    """
    file = shown_name(file)
    try:
        return _read(source, file, limits, scans=scans, start=start)
    except Convertible as error:
        if office.program() is None:
            raise
        return _read_converted(source, file, limits, error.format, start)


def _read_converted(source: Path | bytes, file: str, limits: Limits, format: str, start: Start) -> ReadResult:
    """Read what LibreOffice makes of a file; where it came from is the file itself."""
    data, kind = source if isinstance(source, bytes) else source.read_bytes(), office.KINDS[format]
    result = _read(office.convert(data, format), f"{PurePath(file).stem}.{kind.target}", limits, scans=True, start=start)
    message = _("这是 {format} 文件，已由 LibreOffice 转换后读取，请对照原件核对").format(format=format.upper())
    note = Problem(level="info", message=message)
    origin = Source(file=file, sha256=hashlib.sha256(data).hexdigest(), media_type=kind.media_type)
    return ReadResult(
        document=replace(result.document, source=origin, problems=(note, *result.document.problems)),
        layout=replace(result.layout, media_type=kind.media_type, problems=(note, *result.layout.problems)),
    )


def _read(source: Path | bytes, file: str, limits: Limits, *, scans: bool, start: Start) -> ReadResult:
    try:
        answer = _run(source, {"job": "read", "file": file, "scans": False}, limits, start)
    except Scanned:
        if not scans:
            raise
        answer = _run(source, {"job": "read", "file": file, "scans": True}, SCANS, start)
    with _understood(file):
        members = json.loads(answer)
        return ReadResult(document=from_json(members["document"]), layout=layout_json.from_json(members["layout"]))


def read_layout(source: Path | bytes, file: str, limits: Limits = DEFAULT) -> Layout:
    """Paragraphs and tables of a file, whatever it is about. Raises Unreadable, and Scanned where it shows pixels alone."""
    answer = _run(source, {"job": "layout", "file": file, "scans": False}, limits)
    with _understood(file):
        return layout_json.from_json(json.loads(answer)["layout"])


@contextlib.contextmanager
def _understood(file: str) -> Iterator[None]:
    """What the child answered is as little trusted as the file."""
    try:
        yield
    except (ValueError, KeyError, TypeError, RecursionError, InterchangeError) as error:
        _log.error("%s: the reader's answer is not understood: %s", file, error)
        raise _crashed() from error


def page_image(source: Path | bytes, page: int, width_px: int, limits: Limits = DEFAULT, *, start: Start = anew) -> bytes:
    """A page (from 1) of a PDF or image as PNG ``width_px`` pixels wide, of an OFD as SVG. Raises Unreadable."""
    return _run(source, {"job": "page", "page": page, "width_px": width_px}, limits, start)


def _run(source: Path | bytes, job: dict[str, object], limits: Limits, start: Start = anew) -> bytes:
    """The child's answer, in our language."""
    common = {"limits": asdict(limits), "language": language()}
    with _opened(source, limits) as stream, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        status = finish(start(json.dumps(job | common), stream, out, err), limits.wall_seconds)
        if status == 0:
            return _content(out, limits)
        if status == CONVERTIBLE:
            raise Convertible(*json.loads(_content(out, limits)))
        if status == SCANNED:
            raise Scanned
        raise Unreadable(_why(status, out, err, limits))


@contextlib.contextmanager
def _opened(source: Path | bytes, limits: Limits) -> Iterator[IO[bytes]]:
    """The bytes as a file; its size is known before any of it is read."""
    if isinstance(source, bytes):
        _check_size(len(source), limits)
        with tempfile.TemporaryFile() as copy:
            copy.write(source)
            copy.seek(0)
            yield copy
        return
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise Unreadable(_("“{file}”不是文件，请选择一个文件").format(file=shown_name(source.name or str(source))))
        stream = source.open("rb")
    except FileNotFoundError:
        raise Unreadable(_("找不到文件“{file}”，请核对名称和位置").format(file=shown_name(str(source)))) from None
    except OSError as error:
        raise Unreadable(
            _("文件“{file}”打不开（{reason}），请核对读取权限").format(file=shown_name(str(source)), reason=error.strerror)
        ) from None
    with stream:
        _check_size(os.fstat(stream.fileno()).st_size, limits)
        yield stream


def _check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise Unreadable(_("文件是空的，请重新选择文件"))
    if size > limits.file_bytes:
        raise Unreadable(
            _("文件有 {size} MB，超过 {limit} MB 的限度，请拆分后再上传").format(
                size=size // MEBI, limit=limits.file_bytes // MEBI
            )
        )


def _content(stream: IO[bytes], limits: Limits) -> bytes:
    stream.seek(0)
    return stream.read(limits.output_bytes)


def _why(status: int | None, out: IO[bytes], err: IO[bytes], limits: Limits) -> str:
    """The sentence for a child that did not answer as hoped."""
    if status == REFUSED:
        return _content(out, limits).decode("utf-8", "replace")
    if status is None:
        return _("读取等了 {minutes} 分钟还没有结束，已停止：电脑可能正忙，请稍后再读；仍然不行，请拆分成几个文件").format(
            minutes=max(1, round(limits.wall_seconds / 60))
        )
    if status == -getattr(signal, "SIGXCPU", 24):
        return _("读取用了 {seconds} 秒的运算还没有结束，已停止：文件过于复杂，请拆分成几个文件，或另存后再试").format(
            seconds=limits.cpu_seconds
        )
    err.seek(0)
    said = err.read()[-4000:].decode("utf-8", "replace")
    if status == OUT_OF_MEMORY or said.rstrip().endswith("MemoryError"):  # too little was left even to say so
        return _("读取所需内存超过 {size} MB，已停止：文件过于复杂，请拆分成几个文件，或另存后再试").format(
            size=limits.memory_bytes // MEBI
        )
    if status == TOO_MUCH_OUTPUT:
        return _("读出的内容超过 {size} MB，已停止：请拆分成几个文件后再试").format(size=limits.output_bytes // MEBI)
    _log.error("reader ended with status %s: %s", status, said)
    if status == -signal.SIGABRT:  # so does PDFium where it gets no memory
        return _(
            "读取时程序中止：所需内存可能超过 {size} MB，或者文件已损坏；没有导入任何数据，请拆分成几个文件，或另存后再试"
        ).format(size=limits.memory_bytes // MEBI)
    return _crashed().message


def _crashed() -> Unreadable:
    return Unreadable(_("读取时程序中止：文件已损坏或内容异常，没有导入任何数据，请用原来的软件打开、另存后再试"))
