"""``jihuan read`` for folders: every file in them, a report per file, results that an interrupted run keeps."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from jihuan.cli.terminal import PROBLEMS, READ, UNREADABLE, complain, console
from jihuan.core.language import _
from jihuan.core.text import shown_name
from jihuan.documents.bulk import FileReport, files_in, read_many

INTERRUPTED = 130


def read_folders(names: tuple[str, ...], as_json: bool, out: Path | None) -> int:
    """Read files and folders; JSON lines or a table of reports on stdout. The worst status of all."""
    files = [found for name in names for found in _files(name, out, several=len(names) > 1)]
    if not files:
        complain(_("文件夹里没有可读的文件"))
        return UNREADABLE
    reports: list[FileReport] = []
    try:
        for report in _watched(read_many(files, out), len(files)):
            reports.append(replace(report, result=None))  # what was read would fill the memory
            if as_json:
                click.echo(json.dumps(report.line(), ensure_ascii=False))
    except OSError as error:
        if out is None or error.errno == errno.EPIPE:  # whoever reads our output has gone
            raise
        complain(_("{file}：写不进去（{reason}），请检查目录和权限。").format(file=out, reason=_reason(error)))
        return _stopped(len(reports), len(files), out, UNREADABLE)
    except KeyboardInterrupt:
        return _stopped(len(reports), len(files), out, INTERRUPTED)
    if not as_json:
        _show(reports)
    statuses = {report.status for report in reports}
    return UNREADABLE if "unreadable" in statuses else PROBLEMS if "problems" in statuses else READ


def _stopped(done: int, count: int, out: Path | None, status: int) -> int:
    """Say how far it came and how to go on."""
    complain(_("已中断：读完 {done} 个，共 {count} 个文件").format(done=done, count=count))
    if out and done:
        complain(_("结果已保存在 {folder}，再次运行同一命令会接着读").format(folder=out))
    return status


def _reason(error: OSError) -> str:
    """Why nothing can be written, in our language where it is one of the usual reasons."""
    usual = {
        errno.ENOSPC: _("磁盘已满"),
        errno.EDQUOT: _("磁盘配额已满"),
        errno.EACCES: _("没有写入的权限"),
        errno.EPERM: _("没有写入的权限"),
        errno.EROFS: _("磁盘是只读的"),
        errno.ENOENT: _("没有这个目录"),
        errno.ENOTDIR: _("同名的是文件，不是目录"),
        errno.EEXIST: _("同名的是文件，不是目录"),
    }
    return usual.get(error.errno or 0) or error.strerror or str(error)


def _files(name: str, out: Path | None, *, several: bool) -> list[tuple[Path, str]]:
    path = Path(name)
    if not path.is_dir():
        return [(path, shown_name(path.name))]
    return [(file, f"{shown_name(path.resolve().name)}/{inner}" if several else inner) for file, inner in files_in(path, out)]


def _watched(reports: Iterator[FileReport], count: int) -> Iterator[FileReport]:
    """The reports, with a progress bar on stderr where somebody watches."""
    screen = console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(_("正在读取"), total=count)
        for report in reports:
            bar.advance(task)
            yield report


def _show(reports: list[FileReport]) -> None:
    """A table of the files, those that somebody must look at last, where the eye is; then the sums."""
    words = {"read": _("已读"), "problems": _("有错误"), "unreadable": _("读不了")}
    heads = (_("文件"), _("结果"), _("项目"), _("指标"), _("错误"), _("提醒"), _("说明"))
    table = Table(*(Column(head, overflow="fold") for head in heads), box=None, pad_edge=False)
    order = list(words)
    for one in sorted(reports, key=lambda report: (order.index(report.status), report.file)):
        counts = (one.projects, one.indicators, one.errors, one.warnings)
        note = one.message or (_("上次已读") if one.resumed else "")
        table.add_row(one.file, words[one.status], *map(str, counts), note)
    screen = console()
    screen.print(table)
    read = [one for one in reports if one.status != "unreadable"]
    screen.print(
        _("共 {count} 个文件，读出 {read} 个，项目 {projects} 个，指标 {indicators} 条").format(
            count=len(reports),
            read=len(read),
            projects=sum(one.projects for one in read),
            indicators=sum(one.indicators for one in read),
        )
    )
    sys.stdout.flush()
