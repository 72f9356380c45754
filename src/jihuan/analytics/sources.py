"""Where the datasets come from: a folder of documents, a folder of datasets, or nowhere (generated)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from jihuan.analytics import datasets, generator, invented
from jihuan.analytics.datasets import Placed
from jihuan.core.document import Document
from jihuan.core.interchange import MAX_BYTES, InterchangeError, loads
from jihuan.core.language import _
from jihuan.documents.bulk import files_in, read_many

Report = Callable[[str], None]
READ = ("projects", "indicators", "policies")


class SourceError(Exception):
    """Nothing that can be analysed; ``problems`` are sentences for the user, all at once."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Source:
    """Where each dataset is, and sentences about files that could not be read."""

    folders: dict[str, Path]
    unread: list[str] = field(default_factory=list)


def generated(data: Path, projects: int, seed: int, checked: int, report: Report) -> Source:
    """Invent projects below ``data``, with the sheets of the first ``checked`` of them."""

    def count(done: int, total: int) -> None:
        report(_("生成数据：{done} / {total} 个项目").format(done=done, total=total))

    count(0, projects)
    generator.generate(data, projects, seed, count)
    if checked:
        invented.write_documents(data, min(checked, projects))
    return Source({name: data / name for name in (*READ, *(["documents"] if checked else []))})


def recorded(data: Path, documents: Iterable[Placed], extra: tuple[Path, ...], checked: int | None, report: Report) -> Source:
    """The datasets of documents that somebody else holds; ``extra``: own folders of rules. Raises SourceError without any project."""
    report(_("读取记录"))
    if not datasets.write(documents, data, checked, extra):
        raise SourceError(_("库里还没有项目，没有什么可以分析。"))
    return Source({name: data / name for name in (*READ, "documents")})


def opened(folder: Path, data: Path, extra: tuple[Path, ...], checked: int | None, report: Report) -> Source:
    """The datasets of ``folder`` as they are, or those made below ``data`` from its documents. Raises SourceError."""
    if not folder.is_dir():
        raise SourceError(_("没有文件夹 {folder}，请核对路径。").format(folder=folder))
    inner = folder / "data" if (folder / "data" / "projects").is_dir() else folder
    if any((inner / name).is_dir() for name in READ):
        return _datasets(inner)
    return _documents(folder, data, extra, checked, report)


def _datasets(folder: Path) -> Source:
    """Datasets that somebody made; every fault of them at once."""
    wanted: dict[str, Iterable[str]] = {
        "projects": datasets.PROJECTS,
        "indicators": datasets.INDICATORS,
        "documents": datasets.DOCUMENTS,
        "policies": (),
    }
    folders = {name: folder / name for name in wanted if name != "documents" or (folder / name).is_dir()}
    problems = [problem for name, path in folders.items() for problem in _faults(name, path, wanted[name])]
    if problems:
        raise SourceError(*problems)
    return Source(folders)


def _faults(name: str, folder: Path, wanted: Iterable[str]) -> Iterator[str]:
    """What keeps a folder from being a dataset."""
    if not any(folder.glob("*.parquet")):
        yield _("数据集 {name} 不在：{folder} 里没有 Parquet 文件。").format(name=name, folder=folder)
        return
    try:
        with duckdb.connect() as connection:
            pattern = str(folder / "*.parquet")
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [pattern]).fetchall()
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        yield _("数据集 {name} 读不了：{reason}。请重新生成。").format(name=name, reason=reason)
        return
    if missing := [column for column in wanted if column not in {row[0] for row in described}]:
        yield _("数据集 {name} 缺少这些列：{columns}。").format(name=name, columns="、".join(missing))


def _documents(folder: Path, data: Path, extra: tuple[Path, ...], checked: int | None, report: Report) -> Source:
    """The datasets of the documents of a folder."""
    files = files_in(folder)
    if not files:
        raise SourceError(_("文件夹里没有可读的文件"))
    unread: list[str] = []
    projects = datasets.write(_read(files, unread, report), data, checked, extra)
    if not projects:
        raise SourceError(*unread, _("{folder} 的文件里没有项目，没有什么可以分析。").format(folder=folder))
    return Source({name: data / name for name in (*READ, "documents")}, unread)


def _read(files: list[tuple[Path, str]], unread: list[str], report: Report) -> Iterator[Placed]:
    """The documents in the order of their names: interchange JSON as it is, everything else through the readers."""
    others = []
    for number, (path, name) in enumerate(files, 1):
        report(_("读取文件：{done} / {total}").format(done=number, total=len(files)))
        document = _interchange(path)
        if document is not None:
            yield Placed(document)
        else:
            others.append((path, name))
    reports = []
    for number, one in enumerate(read_many(others), len(files) - len(others) + 1):
        report(_("读取文件：{done} / {total}").format(done=number, total=len(files)))
        reports.append(one)
    for one in sorted(reports, key=lambda one: one.file):
        if one.result is None:
            unread.append(_("{file}：{message}").format(file=one.file, message=one.message))
        else:
            yield Placed(one.result.document)


def _interchange(path: Path) -> Document | None:
    """The document of a JSON file that is one; the readers say what is wrong with any other file."""
    if path.suffix.lower() != ".json" or path.stat().st_size > MAX_BYTES:
        return None
    try:
        return loads(path.read_bytes())
    except (InterchangeError, OSError):
        return None
