"""``jihuan setup`` and ``createuser``: a real installation from the command line, and what is said before there is one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli.command import PATIENCE, SEED, bare_environment, free_port, jihuan, place

pytestmark = pytest.mark.xdist_group("records")
PLACES = ("--region", "130281:遵化市", "--department", "731：遵化市科学技术协会", "--unit", "731001:遵化市科学技术协会本级")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an administrator and nobody else."""
    folder = tmp_path_factory.mktemp("own")
    early = jihuan("import", SEED, data=folder)
    assert early.status == 2
    assert "jihuan setup" in early.err
    ran = jihuan("setup", *PLACES, "--admin", "admin", "--password", "-", stdin=b"Guanli-2026\n", data=folder)
    assert ran.status == 0, ran.err
    return folder


def test_the_seed_comes_in_by_a_user_made_on_the_command_line(data: Path) -> None:
    none = jihuan("import", SEED, data=data)
    assert (none.status, "--user" in none.err) == (2, True)
    made = jihuan("createuser", "wang", "--name", "王会计", "--agency", "731", "--group", "填报员", data=data)
    assert made.status == 0, made.err
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", made.text.strip())
    ran = jihuan("import", "--yes", SEED, data=data)
    assert ran.status == 0, ran.err
    assert "新增项目 4 个" in ran.err
    again = jihuan("import", "--user", "wang", SEED, data=data)
    assert (again.status, "不变 4 个" in again.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("setup", *PLACES, "--admin", "zwei", "--password", "Guanli-2026"), "只能做一次"),
        (("createuser", "li", "--agency", "999", "--group", "填报员"), "没有编码为 999"),
        (("createuser", "li", "--agency", "731", "--group", "馆长"), "填报员"),
        (("createuser", "ADMIN", "--agency", "731", "--group", "填报员"), "已经有人用了"),
        (("import", "--user", "admin", str(SEED)), "权限|不能|范围|没有"),
    ],
)
def test_what_cannot_be_is_said(data: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = jihuan(*arguments, data=data)
    assert ran.status in (1, 2)
    assert re.search(words, ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "缺少“区划编码和名称"),
        (("--region", "遵化市", "--admin", "a", "--password", "Guanli-2026"), "编码:名称"),
        (("--region", "130281:遵化市", "--admin", "a", "--password", "weak"), "三类"),
        (("--region", "13:遵化市", "--admin", "a", "--password", "Guanli-2026"), "区划编码应为"),
        (("--region", "130281:遵化市", "--admin", "a"), "口令"),
    ],
)
def test_a_set_up_that_lacks_something_writes_nothing(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = jihuan("setup", *arguments, data=tmp_path)
    assert (ran.status, bool(re.search(words, ran.err))) == (2, True), ran.err
    assert "setup" in jihuan("createuser", "li", "--agency", "130281", "--group", "系统管理员", data=tmp_path).err


def test_serving_an_empty_database_prints_the_way_to_its_first_run(tmp_path: Path) -> None:
    port = free_port()
    environment = bare_environment() | place(tmp_path / "data")
    command = [sys.executable, "-m", "jihuan.cli", "serve", "--port", str(port)]
    said = tmp_path / "said"
    with said.open("wb") as out:
        server = subprocess.Popen(command, stderr=out, stdout=out, env=environment)
    try:
        address = page = ""
        while server.poll() is None and "首次设置" not in page:
            time.sleep(0.3)
            found = re.search(r"http://\S+token=\w+", said.read_bytes().decode("utf-8", "replace"))
            address = found[0] if found else address
            try:
                page = urllib.request.urlopen(address).read().decode() if address else ""
            except OSError:
                page = ""
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(PATIENCE)
    assert address.startswith(f"http://127.0.0.1:{port}/set-up/?token=")
    assert f'value="{address.rpartition("=")[2]}"' in page
