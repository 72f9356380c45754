"""Old and foreign office files (.doc, .wps, .rtf, .odt, .ods …) → DOCX or XLSX by LibreOffice, where it is installed.

LibreOffice needs more address space than the sandbox gives, so it runs by itself, but bound too: a profile of its own that is thrown away,
without macros, links and extensions; limits of time, memory and file size; no network where the system can cut it off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jihuan.core.language import _
from jihuan.documents.children import finish
from jihuan.documents.errors import Unreadable

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """A format that LibreOffice turns into one of ours."""

    media_type: str
    target: str


KINDS: Final = {
    "doc": Kind("application/msword", "docx"),
    "rtf": Kind("application/rtf", "docx"),
    "odt": Kind("application/vnd.oasis.opendocument.text", "docx"),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", "xlsx"),
    "fodt": Kind("application/vnd.oasis.opendocument.text-flat-xml", "docx"),
    "fods": Kind("application/vnd.oasis.opendocument.spreadsheet-flat-xml", "xlsx"),
    "xml": Kind("application/xml", "docx"),
    "xls": Kind("application/vnd.ms-excel", "xlsx"),
}
WALL_SECONDS = 300.0
CPU_SECONDS, _MEMORY_KIBI, _FILE_BLOCKS = 90, 4 * 1024 * 1024, 256 * MEBI // 512
_BOUNDS = f'ulimit -c 0; ulimit -t {CPU_SECONDS}; ulimit -v {_MEMORY_KIBI}; ulimit -f {_FILE_BLOCKS}; exec "$@"'
_OPTIONS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
_SETTINGS = {
    "Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Writer/Content/Update": {"Link": "0"},
    "Calc/Content/Update": {"Link": "2"},
    "Common/Misc": {"FirstRun": "false"},
}


@cache
def program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, format: str, wall_seconds: float = WALL_SECONDS) -> bytes:
    """The file as DOCX or XLSX. Raises Unreadable where LibreOffice does not manage it, or not in time."""
    office, target = program(), KINDS[format].target
    if office is None:
        raise Unreadable(_("本机没有安装 LibreOffice，请用 Word 或 WPS 另存为 .docx 或 .xlsx 后再上传"))
    with tempfile.TemporaryDirectory(prefix="jihuan-") as name:
        folder = Path(name)
        (folder / f"in.{format}").write_bytes(data)
        _profile(folder / "profile")
        command = [office, *_OPTIONS, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", target]
        _run([*command, "--outdir", str(folder / "out"), str(folder / f"in.{format}")], folder, wall_seconds)
        made = folder / "out" / f"in.{target}"
        if not made.is_file():
            raise Unreadable(
                _("LibreOffice 打不开这个文件（可能已损坏或有密码），请用办公软件打开并另存为 .docx 或 .xlsx 后再上传")
            )
        return made.read_bytes()


def _profile(folder: Path) -> None:
    """Settings that forbid macros, links and active content."""
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, members in _SETTINGS.items()
        for name, value in members.items()
    )
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    (folder / "user").mkdir(parents=True)
    file = folder / "user" / "registrymodifications.xcu"
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces}>{items}</oor:items>\n', "utf-8")


def _run(command: list[str], folder: Path, wall_seconds: float) -> None:
    """Run it to its end or to the end of its time, then end everything that it started."""
    if os.name == "posix":
        command = ["/bin/sh", "-c", _BOUNDS, "sh", *_without_network(), *command]
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    proxy = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    child = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment | proxy | {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=True,
    )
    if finish(child, wall_seconds) is None:
        raise Unreadable(
            _("LibreOffice 转换超过 {seconds} 秒还没有结束，已停止，请用办公软件另存为 .docx 或 .xlsx 后再上传").format(
                seconds=int(wall_seconds)
            )
        )


@cache
def _without_network() -> tuple[str, ...]:
    """The command that runs another one in a network of its own, with nothing in it; empty where the system forbids that."""
    command = ("unshare", "-r", "-n")
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        return ()
    return command
