"""Forked children: they answer, and are bound, as those that are started anew, and nothing of them outlives the program."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest

from jihuan.documents import sandbox
from jihuan.documents.errors import Unreadable
from jihuan.documents.sandbox import MEBI, Limits, read_file
from jihuan.documents.warm import Warm
from jihuan.documents.writers import write
from tests.documents import bad
from tests.truth import seed_truth

SEED = files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
HEAVY = ("绩效目标 一二三四五六七八九十\n" * 400_000).encode()


@pytest.fixture
def warm() -> Iterator[Warm]:
    warm = Warm(sandbox.anew)
    yield warm
    warm.close()


def parent_of(warm: Warm) -> int:
    """The number of the one warm process."""
    (parent,) = warm._all
    return parent._process.pid


def test_forked_children_read_what_children_started_anew_read(warm: Warm) -> None:
    made = {f"a.{to}": write(seed_truth(), to) for to in ("docx", "xlsx", "html", "pdf")}
    for name, data in (made | {"a.txt": SEED}).items():
        assert read_file(data, name, start=warm.start) == read_file(data, name)
    assert parent_of(warm)


@pytest.mark.parametrize(
    ("data", "limits", "said"),
    [
        (HEAVY, Limits(memory_bytes=250 * MEBI), "内存超过 250 MB"),
        (bad.full_pages(500), Limits(cpu_seconds=1), "用了 1 秒的运算"),
        (SEED, Limits(output_bytes=20_000), "读出的内容超过"),
        (HEAVY, Limits(wall_seconds=0.05), "还没有结束，已停止：电脑可能正忙"),
        (b"PK\x05\x06" + bytes(18), Limits(), "压缩包"),
    ],
)
def test_each_file_has_its_own_limits_and_the_next_one_is_read(warm: Warm, data: bytes, limits: Limits, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_file(data, "x", limits, start=warm.start)
    assert read_file(SEED, "x.txt", start=warm.start).document.projects
    assert parent_of(warm)


def test_a_crash_in_the_child_is_a_sentence(warm: Warm, caplog: pytest.LogCaptureFixture) -> None:
    job: dict[str, object] = {"job": "page", "page": "一", "width_px": 320}
    with pytest.raises(Unreadable, match="程序中止"):
        sandbox._run(write(seed_truth(), "pdf"), job, sandbox.DEFAULT, warm.start)
    assert "Traceback" in caplog.text


def test_a_warm_process_that_was_killed_is_missed_by_nobody_and_replaced(warm: Warm) -> None:
    read_file(SEED, "x.txt", start=warm.start)
    killed = parent_of(warm)
    os.kill(killed, signal.SIGKILL)
    for _file in range(2):
        assert read_file(SEED, "x.txt", start=warm.start).document.projects
    assert parent_of(warm) != killed


def test_a_warm_process_outlives_the_thread_that_asked_first(warm: Warm) -> None:
    for _file in range(2):
        asks = Thread(target=read_file, args=(SEED, "x.txt"), kwargs={"start": warm.start})
        asks.start()
        asks.join()
    first = parent_of(warm)
    os.kill(first, 0)
    assert read_file(SEED, "x.txt", start=warm.start).document.projects
    assert parent_of(warm) == first


def test_many_threads_at_once_get_each_its_own_file(warm: Warm) -> None:
    made = [SEED.replace("遵化".encode(), f"第{number}县".encode()) for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda data: read_file(data, "x.txt", start=warm.start), made))
    assert [result.document.source and result.document.source.sha256 for result in read] == [
        hashlib.sha256(data).hexdigest() for data in made
    ]
    for number, result in enumerate(read):
        assert f"第{number}县" in str(result.layout.blocks)
        assert not any(f"第{other}县" in str(result.layout.blocks) for other in range(12) if other != number)


def test_the_children_know_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, warm: Warm) -> None:
    monkeypatch.setenv("JIHUAN_DATABASE_URL", "postgres://a:secret@b/c")
    read_file(SEED, "x.txt", start=warm.start)
    assert b"JIHUAN" not in Path(f"/proc/{parent_of(warm)}/environ").read_bytes()


_ASKS = """
import subprocess, sys
from jihuan.documents import sandbox
from jihuan.documents.warm import Warm
warm = Warm(sandbox.anew)
with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as out:
    child = warm.start('{"job": "read", "file": "x", "scans": false, "language": "zh_Hans", "limits": {}}', source, out, out)
print(*(parent._process.pid for parent in warm._all), child.pid, flush=True)
child.wait()
"""


def test_warm_processes_and_their_children_end_with_the_program_even_if_it_was_killed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", _ASKS, str(pipe), str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asking, pipe.open("wb"):  # the reader waits for more
        assert asking.stdout
        running = [Path(f"/proc/{int(number)}/exe") for number in asking.stdout.readline().split()]
        assert len(running) == 2 and all(one.exists() for one in running)
        asking.kill()
        assert any(not any(one.exists() for one in running) or time.sleep(0.05) for _try in range(6000))
