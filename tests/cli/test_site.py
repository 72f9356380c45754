"""The site as ``jihuan demo`` opens it for the first time: what was built before it opened is in nobody's way."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import PATIENCE, answering, bare_environment, free_port, place

PASSWORD = "Jihuan-2025"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "jihuan.cli", "demo", "--port", str(port)]
    environment = {**bare_environment(), **place(tmp_path / "site")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield answering(f"http://127.0.0.1:{port}", process)
        finally:
            process.send_signal(signal.SIGINT)


def test_a_demonstration_prints_what_it_has_just_built(address: str) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": "officer", "password": PASSWORD}
    signed = browser.open(f"{address}/sign-in/", urllib.parse.urlencode(form).encode()).read().decode()
    assert "填报员" in signed
    with browser.open(f"{address}/departments/731/2025/export/pdf/", timeout=PATIENCE) as answer:
        assert answer.read(5) == b"%PDF-"


def test_the_address_is_printed_when_it_answers(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "jihuan.cli", "serve", "--port", str(port)]
    environment = {**bare_environment(), **place(tmp_path / "site")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        try:
            said = (line.decode() for line in process.stderr)
            address = next(found[0] for line in said if (found := re.search(r"http://\S+token=\w+", line)))
            assert urllib.request.urlopen(address, timeout=PATIENCE).status == 200
        finally:
            process.send_signal(signal.SIGINT)
