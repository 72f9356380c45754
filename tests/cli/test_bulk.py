"""``jihuan read`` for a folder: a line for every file, those that need somebody last, with the whole sentence."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jihuan.cli import bulk
from jihuan.documents.bulk import FileReport
from tests.cli.command import jihuan
from tests.documents.readers.packages import docx, p


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files that can be read, in two folders, and one that cannot."""
    top = tmp_path / "材料"
    (top / "二科").mkdir(parents=True)
    (top / "一份.pdf").write_bytes(b"%PDF-1.7 cut off")
    for number, name in enumerate(("二科/乙.docx", "丙.docx")):
        (top / name).write_bytes(docx(p("一、总体绩效目标") + p(f"{number}号单位水清岸绿。")))
    return top


def test_the_report_ends_with_what_needs_somebody_in_whole_sentences(folder: Path) -> None:
    done = jihuan("read", folder)
    rows = [line.split()[0] for line in done.text.splitlines() if re.match(r"\S+\.(docx|pdf)", line)]
    assert rows == ["丙.docx", "二科/乙.docx", "一份.pdf"]
    assert "这个PDF文件已损坏或不完整，无法打开，请重新导出或下载后再上传" in re.sub(r"\s", "", done.text)
    assert "共 3 个文件，读出 2 个" in done.text
    assert done.status == 2


def test_json_gives_a_line_for_every_file(folder: Path) -> None:
    done = jihuan("read", "--json", folder)
    lines = {line["file"]: line for line in map(json.loads, done.text.splitlines())}
    assert {name: line["status"] for name, line in lines.items()} == {
        "一份.pdf": "unreadable",
        "丙.docx": "read",
        "二科/乙.docx": "read",
    }
    assert "已损坏" in lines["一份.pdf"]["message"]


def test_several_folders_are_told_apart(folder: Path) -> None:
    done = jihuan("read", "--json", folder / "二科", folder)
    assert {"二科/乙.docx", "材料/丙.docx", "材料/二科/乙.docx"} <= {
        json.loads(line)["file"] for line in done.text.splitlines()
    }


def test_a_folder_without_files_gives_a_sentence_and_status_2(tmp_path: Path) -> None:
    done = jihuan("read", tmp_path)
    assert done.status == 2 and "文件夹里没有可读的文件" in done.err


def test_results_that_cannot_be_written_give_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("x", "utf-8")
    done = jihuan("read", folder, "-o", tmp_path / "占用" / "结果")
    assert done.status == 2 and "写不进去（同名的是文件，不是目录）" in done.err and "Traceback" not in done.err


def test_a_full_disk_says_so_how_far_it_came_and_how_to_go_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def until_full(files: list[tuple[Path, str]], out: Path) -> Iterator[FileReport]:
        yield FileReport(file=files[0][1], status="read")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bulk, "read_many", until_full)
    assert bulk.read_folders((str(folder),), as_json=False, out=tmp_path / "结果") == 2
    told = capsys.readouterr().err
    assert "写不进去（磁盘已满）" in told and "读完 1 个，共 3 个文件" in told and "再次运行同一命令会接着读" in told


@pytest.mark.parametrize("out", [None, "结果"])
def test_one_who_listens_no_longer_is_not_taken_for_a_full_disk(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str | None
) -> None:
    def gone(line: str) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(bulk.click, "echo", gone)
    with pytest.raises(BrokenPipeError):
        bulk.read_folders((str(folder),), as_json=True, out=tmp_path / out if out else None)
    assert "写不进去" not in capsys.readouterr().err
