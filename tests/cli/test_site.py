"""The site as ``jihuan demo`` opens it for the first time: what was built before it opened is in nobody's way."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import bare_environment, place

PASSWORD = "Jihuan-2025"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jihuan.cli", "demo", "--port", str(port)]
    environment = {**bare_environment(), **place(tmp_path / "site")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield _answering(f"http://127.0.0.1:{port}", process)
        finally:
            process.send_signal(signal.SIGINT)


def _answering(address: str, process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
            return address
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the demonstration ended")


def test_a_demonstration_prints_what_it_has_just_built(address: str) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": "officer", "password": PASSWORD}
    signed = browser.open(f"{address}/sign-in/", urllib.parse.urlencode(form).encode()).read().decode()
    assert "填报员" in signed
    with browser.open(f"{address}/departments/731/2025/export/pdf/", timeout=60) as answer:
        assert answer.read(5) == b"%PDF-"


def test_the_address_is_printed_when_it_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jihuan.cli", "serve", "--port", str(port)]
    environment = {**bare_environment(), **place(tmp_path / "site")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        try:
            said = (line.decode() for line in process.stderr)
            address = next(found[0] for line in said if (found := re.search(r"http://\S+token=\w+", line)))
            assert urllib.request.urlopen(address, timeout=30).status == 200
        finally:
            process.send_signal(signal.SIGINT)
