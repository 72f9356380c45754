"""``jihuan read``, ``write`` and ``schema``: files and interchange documents, no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from jihuan.cli.bulk import read_folders
from jihuan.cli.summary import show
from jihuan.cli.terminal import PROBLEMS, READ, UNREADABLE, complain, console, emit, give_up, steps
from jihuan.core import interchange
from jihuan.core.document import Document
from jihuan.core.language import _
from jihuan.core.text import shown_name
from jihuan.documents.errors import Unreadable
from jihuan.documents.sandbox import DEFAULT, read_file
from jihuan.documents.writers import FORMATS, Format, WriteError
from jihuan.documents.writers import write as write_document


def load(file: str) -> Document:
    """The document in ``file`` ("-": standard input), read in the sandbox; Unreadable says why not."""
    if file != "-":
        return read_file(Path(file), Path(file).name).document
    data = sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    return read_file(data, "stdin").document


@click.command(
    help=_(
        "读文件，得到交换文档；不加 --json 时给出便于人看的摘要。FILE 为 - 时读标准输入；为文件夹时读其中所有文件，每个文件报告一行。"
    )
)
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help=_("输出交换文档（JSON）；多个文件得到一个数组"))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help=_("写到这个文件，不写标准输出；读文件夹时为存放结果的文件夹，中断后再次运行会接着读"),
)
def read(files: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Status 0: read; 1: read, with problems of level error; 2: some file cannot be read."""
    if any(Path(file).is_dir() for file in files):
        sys.exit(read_folders(files, as_json, out))
    documents, status = [], READ
    with steps(_("正在读取"), files) as work:
        for file in work:
            try:
                documents.append(load(file))
            except Unreadable as error:
                complain(named(file, error.message))
                status = UNREADABLE
    if status == READ and any(problem.level == "error" for document in documents for problem in document.problems):
        status = PROBLEMS
    if documents:
        emit(_as_json(documents, len(files)) if as_json else _as_summary(documents), out)
    sys.exit(status)


@click.command(help=_("把交换文档（或能读的任何文件）写成规定格式的公文。"))
@click.argument("file", metavar="FILE")
@click.option("--to", "to", type=click.Choice(FORMATS), required=True, help=_("写成哪种文件"))
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, help=_("写到这个文件；- 为标准输出"))
def write(file: str, to: Format, out: Path) -> None:
    """Status 0: written; 2: cannot be read or written."""
    try:
        emit(write_document(load(file), to), out)
    except Unreadable as error:
        give_up(named(file, error.message))
    except WriteError as error:
        give_up(named(file, error.message))


@click.command(help=_("输出交换文档的 JSON Schema。"))
@click.option("-o", "--out", type=click.Path(path_type=Path), help=_("写到这个文件，不写标准输出"))
def schema(out: Path | None) -> None:
    """The published contract, draft 2020-12."""
    emit(_json(interchange.schema()), out)


def named(file: str, message: str) -> str:
    """The sentence with the name of its file, unless it names it itself."""
    name = _("标准输入") if file == "-" else shown_name(Path(file).name)
    return message if name in message else _("{file}：{message}").format(file=name, message=message)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _as_json(documents: list[Document], files: int) -> bytes:
    values = [interchange.to_json(document) for document in documents]
    return _json(values[0] if files == 1 else values)


def _as_summary(documents: list[Document]) -> bytes:
    screen = console()
    with screen.capture() as captured:
        for document in documents:
            show(document, screen)
    return captured.get().encode()
