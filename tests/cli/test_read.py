"""``jihuan read``: what comes out, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import SEED, jihuan


def test_the_seed_gives_one_interchange_document_with_status_0() -> None:
    ran = jihuan("read", "--json", SEED)
    document = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert document["schema"] == "jihuan/1"
    assert sum(len(project["indicators"]) for project in document["projects"]) == 28


def test_standard_input_is_read_like_a_file() -> None:
    from_file = json.loads(jihuan("read", "--json", SEED).out)
    from_stdin = json.loads(jihuan("read", "--json", "-", stdin=SEED.read_bytes()).out)
    assert from_stdin["source"]["sha256"] == from_file["source"]["sha256"]
    assert from_stdin["projects"] == from_file["projects"]


def test_several_files_give_an_array_in_their_order(tmp_path: Path) -> None:
    first = tmp_path / "第一份.txt"
    first.write_bytes(SEED.read_bytes())
    ran = jihuan("read", "--json", first, SEED)
    assert ran.status == 0
    assert [document["source"]["file"] for document in json.loads(ran.out)] == ["第一份.txt", "seed.txt"]


def test_the_json_itself_is_read(tmp_path: Path) -> None:
    whole = tmp_path / "目标.json"
    assert jihuan("read", "--json", SEED, "-o", whole).out == b""
    again = jihuan("read", "--json", whole)
    assert again.status == 0
    assert json.loads(again.out)["projects"] == json.loads(whole.read_bytes())["projects"]


def test_a_problem_of_level_error_gives_status_1(tmp_path: Path) -> None:
    whole = tmp_path / "目标.json"
    jihuan("read", "--json", SEED, "-o", whole)
    document = json.loads(whole.read_bytes())
    document["problems"] = [{"level": "error", "message": "第 3 页的表格没有闭合", "place": {"page": 3}}]
    whole.write_text(json.dumps(document), encoding="utf-8")
    ran = jihuan("read", whole)
    assert ran.status == 1
    assert "第 3 页的表格没有闭合" in ran.text


def test_the_summary_names_department_projects_and_totals() -> None:
    ran = jihuan("read", SEED)
    assert ran.status == 0
    for words in ("遵化市科学技术协会本级", "2025 年", "项目 4 个", "绩效指标 28 条", "41.50 万元", "13028125P000002100050"):
        assert words in ran.text


@pytest.mark.parametrize("name", ["没有.pdf", "."])
def test_a_file_that_is_not_there_gives_a_sentence_and_status_2(name: str, tmp_path: Path) -> None:
    _refused(jihuan("read", tmp_path / name))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04rest", b"\x00" * 5000, "今天天气很好。".encode()])
def test_what_cannot_be_read_gives_a_sentence_and_status_2(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "坏的.pdf"
    file.write_bytes(data)
    _refused(jihuan("read", "--json", file))


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    ran = jihuan("read", "--json", empty, SEED)
    assert ran.status == 2
    assert "空.pdf" in ran.err
    assert [document["source"]["file"] for document in json.loads(ran.out)] == ["seed.txt"]


def test_output_is_utf_8_whatever_the_locale() -> None:
    ran = jihuan("read", SEED, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "遵化市科学技术协会本级" in ran.text


def test_output_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    ran = jihuan("read", "--json", SEED, "-o", tmp_path / "没有" / "x.json")
    _refused(ran)


def _refused(ran) -> None:
    assert ran.status == 2
    assert ran.out == b""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert any("一" <= character <= "鿿" for character in ran.err)
    assert len(ran.err.strip().splitlines()) == 1
