"""Bring what the tests drive, through apt-get, where it is missing: Debian's chromium and a library of what drives it, a small
Chinese font, Java for Spark."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0: there are browser, font and Java; 1: one is missing and cannot be installed here."""
    packages = [
        *([] if any(map(shutil.which, NAMES)) else ["chromium"]),
        *([] if _drives() else ["libatomic1"]),
        *([] if _chinese() else ["fontconfig", "fonts-wqy-microhei"]),
        *([] if os.environ.get("JAVA_HOME") or shutil.which("java") else ["default-jre-headless"]),
    ]
    if not packages:
        return 0
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (root and not shutil.which("sudo")):
        return _sorry(packages, "这台机器上没有 apt-get，或者没有 root 权限")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "--quiet"], install):
        if subprocess.run([*root, "env", "DEBIAN_FRONTEND=noninteractive", *command], stdout=subprocess.DEVNULL).returncode:
            return _sorry(packages, f"{' '.join(command)} 没有成功")
    return 0


def _drives() -> bool:
    """Whether the driver of browsers starts: the one program of its package is linked to a library that small systems lack."""
    return subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False).returncode == 0


def _chinese() -> bool:
    """Whether a font has Chinese characters."""
    listed = shutil.which("fc-list")
    return bool(listed and subprocess.run([listed, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _sorry(packages: list[str], reason: str) -> int:
    print(
        f"测试要用 Chromium、libatomic、中文字体和 Java，装不上：{reason}。请先装好软件包 {' '.join(packages)}，再运行 make test。",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
