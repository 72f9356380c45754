"""The sandbox: what it gives back, and every way in which it stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import pytest

from jihuan.core.document import Place, Problem
from jihuan.core.language import use_language
from jihuan.documents import layout_json, sandbox
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Cell, Layout, Paragraph, Table
from jihuan.documents.readers import document_of, layout_of
from jihuan.documents.sandbox import MEBI, Limits, page_image, read_file
from jihuan.documents.writers import write
from tests.documents import bad
from tests.truth import seed_truth

SEED = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[tuple[subprocess.Popen[bytes], dict[str, Any]]]:
    """Every child that was started, with the arguments it was started with."""
    started: list[tuple[subprocess.Popen[bytes], dict[str, Any]]] = []
    start = subprocess.Popen

    def popen(*args: Any, **keywords: Any) -> subprocess.Popen[bytes]:
        child = start(*args, **keywords)
        started.append((child, keywords))
        return child

    monkeypatch.setattr(sandbox.subprocess, "Popen", popen)
    return started


def refusal(source: Path | bytes, limits: Limits = sandbox.DEFAULT, file: str = "甲.txt") -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(source, file, limits)
    return caught.value.message


def test_bytes_and_a_path_give_what_reading_in_process_gives(tmp_path: Path) -> None:
    path = tmp_path / "种子.txt"
    path.write_bytes(SEED)
    layout = layout_of(SEED, "种子.txt")
    for source in (SEED, path):
        result = read_file(source, "种子.txt")
        assert result.document == document_of(SEED, "种子.txt", layout)
        assert result.layout == layout


def test_the_layout_of_every_format_survives_the_pipe() -> None:
    for to in ("docx", "xlsx", "html", "pdf"):
        layout = layout_of(write(seed_truth(), to), f"a.{to}")
        assert layout_json.loads(layout_json.dumps(layout)) == layout


def test_a_page_comes_back_as_a_picture_of_the_width_asked_for() -> None:
    picture = page_image(write(seed_truth(), "pdf"), 1, 320)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 320


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有第 99 页"):
        page_image(write(seed_truth(), "pdf"), 99, 320)


def test_the_size_is_looked_at_before_the_file_is(tmp_path: Path, children: list[Any]) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(500 * MEBI)
    assert refusal(path) == "文件有 500 MB，超过 100 MB 的限度，请拆分后再上传"
    assert children == []


def test_a_child_that_waits_too_long_is_stopped_and_gone(children: list[tuple[subprocess.Popen[bytes], Any]]) -> None:
    assert "读取等了 1 分钟还没有结束，已停止：电脑可能正忙" in refusal(SEED, Limits(wall_seconds=0.05))
    assert children[0][0].poll() is not None


def test_a_file_that_takes_too_much_computing_is_stopped() -> None:
    assert "读取用了 1 秒的运算还没有结束" in refusal(bad.full_pages(500), Limits(cpu_seconds=1), "厚.pdf")


@pytest.mark.parametrize("limits", [sandbox.DEFAULT, sandbox.SCANS])
def test_computing_is_what_is_bound_and_a_busy_machine_has_time(limits: Limits) -> None:
    assert limits.wall_seconds >= 3 * limits.cpu_seconds


def test_a_file_that_takes_too_much_memory_is_stopped() -> None:
    data = ("绩效目标 一二三四五六七八九十\n" * 400_000).encode()
    message = refusal(data, Limits(memory_bytes=120 * MEBI))
    assert "内存超过 120 MB" in message


def test_a_child_that_had_too_little_memory_left_to_say_so_was_stopped_for_memory() -> None:
    def start(job: str, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", "raise MemoryError"], stdin=stdin, stdout=stdout, stderr=stderr)

    with pytest.raises(Unreadable, match="内存超过 1024 MB"):
        read_file(SEED, "种子.txt", start=start)


def test_an_answer_that_is_too_long_is_stopped() -> None:
    assert "读出的内容超过 0 MB" in refusal(SEED, Limits(output_bytes=20_000))


def test_a_crash_is_a_sentence_and_not_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unreadable) as caught:
        page_image(write(seed_truth(), "pdf"), "一", 320)  # type: ignore[arg-type]
    assert "程序中止" in caught.value.message
    assert "Traceback" not in caught.value.message
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"document": {}, "layout": {}}', b"\xff", b"[" * 100_000])
def test_an_answer_that_is_not_understood_is_a_sentence(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_run", lambda source, job, limits, start: answer)
    assert "程序中止" in refusal(b"x")


def test_the_child_knows_none_of_our_secrets(children: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIHUAN_DATABASE_URL", "postgres://a:secret@b/c")
    read_file(SEED, "种子.txt")
    assert not [name for name in children[0][1]["env"] if name.startswith("JIHUAN")]


def test_the_child_speaks_the_language_of_its_parent(children: list[Any]) -> None:
    with use_language("en"):
        read_file(SEED, "种子.txt")
    read_file(SEED, "种子.txt")
    assert [json.loads(child.args[-1])["language"] for child, _keywords in children] == ["en", "zh_Hans"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "不是文件" in refusal(tmp_path)
    assert "找不到文件" in refusal(tmp_path / "没有.txt")
    assert "文件是空的" in refusal(b"")


def test_the_worker_runs_with_the_limits_it_was_given() -> None:
    code = (
        "import resource; from jihuan.documents.worker import Limits, _limit; _limit(Limits());"
        "print(*(resource.getrlimit(what)[0] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)))"
    )
    done = subprocess.run([sandbox.sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(1024 * MEBI), "60", str(64 * MEBI)]


def test_a_reader_has_one_thread_whatever_the_machine_has() -> None:
    """A thread of the library under numpy, which openpyxl brings along, takes 40 MB of address space: thirty cores, no workbook."""
    code = "import numpy; from pathlib import Path; print(len(list(Path('/proc/self/task').iterdir())))"
    done = subprocess.run(
        [sandbox.sys.executable, "-c", code], capture_output=True, text=True, check=True, env=sandbox.environment()
    )
    assert done.stdout == "1\n"


_ASKS = """
import json, subprocess, sys
job = {"job": "read", "file": "x", "scans": False, "language": "zh_Hans", "limits": {}}
child = subprocess.Popen([sys.executable, "-m", "jihuan.documents.worker", json.dumps(job)], stdin=int(sys.argv[1]), start_new_session=True)
print(child.pid, flush=True)
child.wait()
"""


def test_a_reader_ends_with_the_program_that_asked_even_if_it_was_killed() -> None:
    theirs, ours = os.pipe()
    with subprocess.Popen(
        [sandbox.sys.executable, "-c", _ASKS, str(theirs)], pass_fds=(theirs,), stdout=subprocess.PIPE
    ) as asking:
        assert asking.stdout
        reader = Path(f"/proc/{int(asking.stdout.readline())}/exe")
        os.write(ours, bytes(1024 * 1024))  # comes back when the reader has taken most of it, and waits for more
        assert reader.exists()
        asking.kill()
    try:
        assert any(not reader.exists() or time.sleep(0.05) for _try in range(6000))
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        "1",
        "{}",
        '{"media_type": 1, "blocks": []}',
        '{"media_type": "a", "blocks": [1]}',
        '{"media_type": "a", "blocks": [], "x": 1}',
        "{",
    ],
)
def test_json_that_is_no_layout_is_refused(wrong: str) -> None:
    with pytest.raises(layout_json.LayoutError):
        layout_json.loads(wrong)


def test_bytes_travel_in_a_layout() -> None:
    layout = Layout(media_type="application/pdf", blocks=(), embedded=bytes(range(256)))
    assert layout_json.loads(layout_json.dumps(layout)) == layout


def test_characters_that_cannot_be_shown_are_marked_and_told() -> None:
    place = Place(line=(1, 1))
    table = Table(rows=1, columns=1, cells=(Cell(row=0, column=0, text="乙\x01", place=place),), place=place)
    layout = Layout(media_type="text/plain", blocks=(Paragraph(text="甲\ufffe", place=place), table), names=("丙\ud800",))
    mended = layout_json.printable(layout)
    assert [block.text if isinstance(block, Paragraph) else block.cells[0].text for block in mended.blocks] == [
        "甲\ufffd",
        "乙\ufffd",
    ]
    assert mended.names == ("丙\ufffd",)
    assert "3 个无法显示的字符" in mended.problems[0].message
    assert layout_json.printable(mended) == mended


def test_a_problem_that_quotes_what_cannot_be_shown_is_marked_too() -> None:
    layout = Layout(media_type="text/plain", blocks=(), problems=(Problem(level="warning", message="第 2 行“甲\x17乙”"),))
    assert [problem.message for problem in layout_json.printable(layout).problems] == ["第 2 行“甲\ufffd乙”"]
