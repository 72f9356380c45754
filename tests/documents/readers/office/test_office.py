"""Files of other office programs: converted within bounds where LibreOffice is installed, refused with advice where it is not."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jihuan.documents import office
from jihuan.documents.errors import Convertible, Unreadable
from jihuan.documents.readers.detect import detect
from jihuan.documents.sandbox import read_file
from tests.documents.readers.packages import docx, p, package
from tests.documents.readers.xls.biff import compound

GOAL = (
    "".join(f"\\u{ord(char)}?" for char in "一、总体绩效目标") + "\\par " + "".join(f"\\u{ord(char)}?" for char in "水清岸绿。")
)
RTF = b"{\\rtf1\\ansi\\ansicpg936 " + GOAL.encode() + b"\\par}"
FLAT = b'urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.'
Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a program of our own in the place of LibreOffice: lines of shell that get ``$out`` and ``$in``."""

    def make(script: str) -> None:
        file = tmp_path / "soffice"
        head = 'while [ $# -gt 0 ]; do if [ "$1" = --outdir ]; then out=$2; in=$3; fi; shift; done; mkdir -p "$out"\n'
        file.write_text(f"#!/bin/sh\n{head}{script}\n", "utf-8")
        file.chmod(0o755)
        monkeypatch.setattr(office, "program", lambda: str(file))

    return make


@pytest.mark.parametrize(
    ("data", "format", "advice"),
    [
        (compound({"WordDocument": b"x"}), "doc", ".docx"),
        (RTF, "rtf", ".docx"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "odt", ".docx"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "ods", ".xlsx"),
        (b'<?xml version="1.0"?><office:document xmlns:office="' + FLAT + b'text"><table:table/>', "fodt", ".docx"),
        (b'<?xml version="1.0"?><office:document xmlns:office="' + FLAT + b'spreadsheet"><text:p/>', "fods", ".xlsx"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "xml", ".docx"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xls", ".xlsx"),
    ],
)
def test_without_libreoffice_the_user_is_told_how_to_save_the_file(
    data: bytes, format: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Convertible) as found:
        detect(data)
    assert found.value.format == format and format in office.KINDS
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(Unreadable, match=f"另存为.*{advice}"):
        read_file(data, "文件")
    with pytest.raises(Unreadable, match="没有安装 LibreOffice"):
        office.convert(data, format)


def test_what_libreoffice_makes_is_read_under_the_name_and_sum_of_the_file_itself(install: Install, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("一、总体绩效目标") + p("2025年水清岸绿。")))
    install(f'cp "{made}" "$out/in.docx"')
    result = read_file(RTF, "目标.rtf")
    assert result.document.overall_goal and result.document.overall_goal.text == "2025年水清岸绿。"
    source = result.document.source
    assert source and (source.file, source.media_type) == ("目标.rtf", "application/rtf")
    assert source.sha256 == hashlib.sha256(RTF).hexdigest()
    (note,) = result.document.problems
    assert note.level == "info" and "LibreOffice" in note.message and result.layout.problems[0] == note


def test_a_file_that_libreoffice_cannot_open_is_refused(install: Install) -> None:
    install("exit 1")
    with pytest.raises(Unreadable, match="LibreOffice 打不开"):
        read_file(RTF, "坏.rtf")


def test_a_conversion_that_takes_too_long_is_ended_with_all_it_started(install: Install, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    install(f'sleep 6000 & echo $! > "{mark}"; wait')
    for seconds in (1, 10, 100, 1000):  # a busy machine may need some of them before anything is started
        with pytest.raises(Unreadable, match=f"超过 {seconds} 秒"):
            office.convert(RTF, "rtf", wall_seconds=seconds)
        if mark.is_file() and mark.read_text().endswith("\n"):
            break
    assert any(not _runs(int(mark.read_text())) or time.sleep(0.05) for _try in range(2000))


def test_a_conversion_has_bounds_and_a_bare_environment(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIHUAN_SECRET_KEY", "geheim")
    seen = tmp_path / "seen"
    install(f'{{ ulimit -t; ulimit -v; ulimit -f; env; cat "$out/../profile/user/registrymodifications.xcu"; }} > "{seen}"')
    with pytest.raises(Unreadable):
        office.convert(RTF, "rtf")
    told = seen.read_text()
    assert "unlimited" not in told and "geheim" not in told
    assert "DisableMacrosExecution" in told and "http_proxy=http://127.0.0.1:9" in told


def test_a_real_rich_text_file_is_read_where_libreoffice_is_installed() -> None:
    if office.program() is None:
        with pytest.raises(Unreadable, match="另存为"):
            read_file(RTF, "目标.rtf")
    else:
        goal = read_file(RTF, "目标.rtf").document.overall_goal
        assert goal and goal.text == "水清岸绿。"


def _runs(pid: int) -> bool:
    """Is the process alive? One that waits to be buried is not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False
