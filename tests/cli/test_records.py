"""``jihuan demo``, ``import`` and ``export`` on a data folder of their own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import SEED, bare_environment, jihuan, place

pytestmark = pytest.mark.xdist_group("records")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it."""
    folder = tmp_path_factory.mktemp("data")
    ran = jihuan("demo", "--no-serve", "--data", folder, data=folder)
    assert ran.status == 0, ran.err
    for words in ("遵化市科学技术协会", "项目 4 个", "绩效指标 28 条", "41.50 万元"):
        assert words in ran.err
    return folder


def test_the_demo_twice_doubles_nothing(data: Path) -> None:
    assert jihuan("demo", "--no-serve", "--data", data, data=data).status == 0
    exported = jihuan("export", "--agency", "731", "--year", "2025", "--to", "json", "-o", "-", data=data)
    document = json.loads(exported.out)
    assert len(document["projects"]) == 4
    assert sum(len(project["indicators"]) for project in document["projects"]) == 28


def test_importing_the_same_file_again_changes_nothing(data: Path) -> None:
    ran = jihuan("import", "--user", "officer", SEED, data=data)
    assert ran.status == 0, ran.err
    assert "新增项目 0 个，更新 0 个，不变 4 个" in ran.err


def test_a_changed_file_is_shown_and_waits(data: Path, tmp_path: Path) -> None:
    changed = tmp_path / "改过.json"
    jihuan("read", "--json", SEED, "-o", changed)
    document = json.loads(changed.read_bytes())
    document["projects"][0]["fund_use"] = "购置展品"
    changed.write_text(json.dumps(document), encoding="utf-8")
    waits = jihuan("import", "--user", "officer", changed, data=data)
    assert waits.status == 1
    assert "购置展品" in waits.err
    assert "购置展品" not in _exported(data)
    assert jihuan("import", "--yes", "--user", "officer", changed, data=data).status == 0
    assert "购置展品" in _exported(data)
    assert jihuan("import", "--yes", "--user", "officer", SEED, data=data).status == 0


def test_a_self_evaluation_fills_in_its_sheet_and_leaves_the_goals(data: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "自评.json", _exported(data)
    jihuan("export", "--project", "科普活动经费", "--year", "2025", "--to", "json", "-o", file, data=data)
    document = json.loads(file.read_bytes()) | {"kind": "self_evaluation"}
    document["projects"][0]["budget"]["executed"] = "4.80"
    document["projects"][0]["indicators"][0]["actual"] = {"raw": "24次", "value": "24", "unit": "次"}
    file.write_text(json.dumps(document), encoding="utf-8")
    for _again in range(2):
        ran = jihuan("import", "--yes", "--user", "officer", file, data=data)
        assert ran.status == 0, ran.err
    assert _exported(data) == before


def test_one_project_is_exported_by_its_code(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "项目.docx"
    ran = jihuan("export", "--project", "13028125P000002100050", "--year", "2025", "--to", "docx", "-o", out, data=data)
    assert ran.status == 0, ran.err
    assert json.loads(jihuan("read", "--json", out).out)["projects"][0]["code"] == "13028125P000002100050"


def test_what_is_exported_is_in_the_journal(data: Path) -> None:
    """Of the user who is named, within his units; else of the console."""
    wanted = ("export", "--project", "科普活动经费", "--year", "2025", "--to", "json", "-o", "-")
    assert jihuan(*wanted, data=data).status == 0
    assert _last_entry(data) == ("export_project", None)
    assert jihuan(*wanted, "--user", "officer", data=data).status == 0
    assert _last_entry(data) == ("export_project", "officer")
    refused = jihuan(*wanted, "--user", "admin", data=data)
    assert (refused.status, refused.out, "范围" in refused.err) == (2, b"", True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--agency", "999", "--year", "2025", "--to", "pdf", "-o", "-"),
        ("export", "--agency", "731", "--year", "1999", "--to", "pdf", "-o", "-"),
        ("export", "--project", "没有", "--year", "2025", "--to", "pdf", "-o", "-"),
        ("export", "--year", "2025", "--to", "pdf", "-o", "-"),
        ("import", "--user", "nobody", str(SEED)),
        ("import", str(SEED)),
    ],
)
def test_what_is_not_there_is_said(arguments: tuple[str, ...], data: Path) -> None:
    ran = jihuan(*arguments, data=data)
    assert (ran.status, ran.out) == (2, b"")
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_a_taken_port_is_said(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = jihuan("serve", "--port", str(port), data=data)
    assert ran.status == 2
    assert str(port) in ran.err


def test_a_data_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    ran = jihuan("export", "--agency", "731", "--year", "2025", "--to", "pdf", "-o", "-", data=file / "below")
    assert ran.status == 2
    assert "Traceback" not in ran.err


def _exported(data: Path) -> str:
    return jihuan("export", "--agency", "731", "--year", "2025", "--to", "json", "-o", "-", data=data).text


def _last_entry(data: Path) -> tuple[str, str | None]:
    """Action and user name of the newest entry of the journal."""
    asked = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'jihuan.project.settings'; django.setup();"
        "from jihuan.apps.journal.models import Entry; entry = Entry.objects.order_by('number').last();"
        "print(entry.action, entry.user.username if entry.user else '')"
    )
    environment = {**bare_environment(), **place(data)}
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, check=True, text=True).stdout
    action, _space, user = said.strip().partition(" ")
    return action, user or None
