"""Bring the browser that tests/browser drives: Debian's chromium, through apt-get, where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0: there is a browser; 1: there is none and it cannot be installed here."""
    if any(map(shutil.which, NAMES)):
        return 0
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if not shutil.which("apt-get") or (root and not shutil.which("sudo")):
        return _sorry("这台机器上没有 apt-get，或者没有 root 权限")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "--quiet"], install):
        if subprocess.run([*root, *command], stdout=subprocess.DEVNULL).returncode:
            return _sorry(f"{' '.join(command)} 没有成功")
    return 0


def _sorry(reason: str) -> int:
    print(f"浏览器测试要用 Chromium，装不上：{reason}。请先装好软件包 chromium，再运行 make test。", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
