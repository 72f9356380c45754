"""Many files: every one reported, results whole, nothing read twice, nothing left half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jihuan.core.interchange import loads
from jihuan.documents import bulk
from jihuan.documents.bulk import REPORT, FileReport, files_in, read_many
from jihuan.documents.errors import Scanned
from jihuan.documents.sandbox import ReadResult, Start, read_file
from jihuan.documents.worker import Limits
from tests.documents.readers.packages import docx, p


def goal(number: int) -> bytes:
    """A small Word file."""
    return docx(p("一、总体绩效目标") + p(f"{number}号单位水清岸绿。"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files that can be read, one that cannot, and some that are nobody's."""
    made = tmp_path / "材料"
    (made / "二科" / "旧").mkdir(parents=True)
    for number, name in enumerate(("甲.docx", "二科/乙.docx", "二科/旧/甲.docx")):
        (made / name).write_bytes(goal(number))
    (made / "二科" / "照片.zip").write_bytes(b"Rar!\x1a\x07")
    for name in ("~$甲.docx", ".隐藏.docx", "Thumbs.db", "二科/desktop.ini"):
        (made / name).write_bytes(b"x")
    return made


def run(folder: Path, out: Path | None = None) -> dict[str, FileReport]:
    return {report.file: report for report in read_many(files_in(folder, out), out, workers=2)}


def test_every_file_of_a_folder_is_read_and_reported(folder: Path) -> None:
    reports = run(folder)
    assert {name: report.status for name, report in reports.items()} == {
        "甲.docx": "read",
        "二科/乙.docx": "read",
        "二科/旧/甲.docx": "read",
        "二科/照片.zip": "unreadable",
    }
    assert "压缩包" in (reports["二科/照片.zip"].message or "")
    result = reports["二科/旧/甲.docx"].result
    assert result and result.document.overall_goal and result.document.overall_goal.text == "2号单位水清岸绿。"


def test_results_stand_in_the_same_folders_and_are_documents(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    run(folder, out)
    assert sorted(file.relative_to(out).as_posix() for file in out.rglob("*.*")) == sorted(
        [REPORT, "甲.docx.json", "二科/乙.docx.json", "二科/旧/甲.docx.json"]
    )
    goal = loads((out / "二科/乙.docx.json").read_text("utf-8")).overall_goal
    assert goal and goal.text == "1号单位水清岸绿。"
    lines = [json.loads(line) for line in (out / REPORT).read_text("utf-8").splitlines()]
    assert [line["file"] for line in lines] == sorted(line["file"] for line in lines) and len(lines) == 4


def test_a_second_run_reads_only_what_is_new_changed_lost_or_failed(folder: Path, tmp_path: Path) -> None:
    out = folder / "结果"
    first = run(folder, out)
    (folder / "甲.docx").write_bytes(goal(7))
    (folder / "新.docx").write_bytes(goal(8))
    (out / "二科/乙.docx.json").unlink()
    second = run(folder, out)
    assert {name for name, report in second.items() if report.resumed} == {"二科/旧/甲.docx"}
    assert set(second) == {*first, "新.docx"}
    goal_read = loads((out / "甲.docx.json").read_text("utf-8")).overall_goal
    assert goal_read and goal_read.text == "7号单位水清岸绿。"
    old, new = first["二科/旧/甲.docx"], second["二科/旧/甲.docx"]
    assert old.line() == new.line()


def test_another_version_reads_everything_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, tmp_path / "结果")
    monkeypatch.setattr(bulk, "_version", lambda: "9")
    assert not any(report.resumed for report in run(folder, tmp_path / "结果").values())


def test_a_line_cut_off_in_the_report_does_no_harm(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    run(folder, out)
    report = out / REPORT
    report.write_bytes(report.read_bytes()[:-20] + b'\n[1]\n{"file": "\xe7')
    again = run(folder, out)
    assert sum(one.resumed for one in again.values()) == 2
    assert all(json.loads(line) for line in report.read_text("utf-8").splitlines())


def test_leaving_early_ends_the_children_and_leaves_nothing_half_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    reports = read_many(files_in(folder), out, workers=2)
    next(reports)
    reports.close()
    assert not _half(out)
    assert len(run(folder, out)) == 4


def _hear_interrupts() -> None:
    """A suite that runs in the background is started deaf to Ctrl-C, and its children would be too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _started(folder: Path, out: Path) -> subprocess.Popen[str]:
    """The command on a folder of many files, after the first report."""
    for number in range(30):
        (folder / f"{number:02}.docx").write_bytes(goal(number))
    child = subprocess.Popen(
        _command(folder, out), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_interrupts
    )
    while not (out / REPORT).is_file() or not (out / REPORT).read_text("utf-8"):
        assert child.poll() is None
        time.sleep(0.05)
    return child


def _command(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "jihuan.cli", "read", str(folder), "-o", str(out)]


def _goes_on(folder: Path, out: Path) -> None:
    """The same command again reads the rest, and nothing is half written then."""
    done = len([line for line in (out / REPORT).read_text("utf-8").splitlines() if line.endswith("}")])
    again = subprocess.run([*_command(folder, out), "--json"], capture_output=True, text=True, check=False)
    assert again.returncode == 2 and 0 < done < 34 == len(again.stdout.splitlines())
    assert not _half(out)
    assert len(list(out.rglob("*.docx.json"))) == 33


def test_an_interrupted_command_says_where_it_stopped_and_goes_on_later(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    with _started(folder, out) as child:
        os.kill(child.pid, signal.SIGINT)
        _out, err = child.communicate()
    assert child.returncode == 130 and "已中断" in err and "Traceback" not in err
    assert not _half(out)
    _goes_on(folder, out)


def test_a_killed_command_goes_on_later(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    with _started(folder, out) as child:
        child.kill()
    assert child.returncode == -signal.SIGKILL
    _goes_on(folder, out)


def test_scans_come_last_and_a_slow_file_stops_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = threading.Event()
    order = []

    def slow(source: Path | bytes, file: str, limits: Limits, *, scans: bool, start: Start) -> ReadResult:
        if file.startswith("扫描") and not scans:
            raise Scanned
        if file == "慢.docx":
            assert others.wait(900), "the others wait for it"
        order.append(file)
        return read_file(source, file, limits)

    monkeypatch.setattr(bulk, "read_file", slow)
    for name in ("扫描0.docx", "慢.docx", *(f"{number}.docx" for number in range(6))):
        (folder / name).write_bytes(goal(1))
    files = sorted(files_in(folder), key=lambda one: one[1] not in ("扫描0.docx", "慢.docx"))
    for report in read_many(files, workers=2):
        if report.file == "5.docx":
            others.set()
    assert order[-1] in ("扫描0.docx", "慢.docx") and order.index("扫描0.docx") > order.index("5.docx")
    assert len(order) == 12


def _half(out: Path) -> list[Path]:
    """Files that are not whole."""
    broken = [*out.rglob("*.part")]
    for file in out.rglob("*.json"):
        try:
            json.loads(file.read_text("utf-8"))
        except ValueError:
            broken.append(file)
    return broken


def test_names_in_gb18030_as_windows_archives_leave_them_are_shown_and_their_files_read(folder: Path, tmp_path: Path) -> None:
    """Two names that show the same stay two files."""
    data = goal(7)
    named = os.fsencode(folder) + b"/" + "绩效.docx".encode("gb18030")
    Path(os.fsdecode(named)).write_bytes(data)
    (folder / "绩效.docx").write_bytes(data)
    reports = {report.file: report.status for report in read_many(files_in(folder), tmp_path / "out")}
    assert {"绩效.docx", "绩效 (2).docx"} <= set(reports)
    assert "unreadable" not in (reports["绩效.docx"], reports["绩效 (2).docx"])
    assert (tmp_path / "out" / "绩效 (2).docx.json").is_file()
