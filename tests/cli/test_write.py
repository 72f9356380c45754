"""``jihuan write`` and ``schema``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import SEED, jihuan

BEGINS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF-", "html": b"<!", "json": b"{"}


@pytest.mark.parametrize("to", BEGINS)
def test_a_file_becomes_an_official_document(to: str, tmp_path: Path) -> None:
    out = tmp_path / f"公文.{to}"
    ran = jihuan("write", SEED, "--to", to, "-o", out)
    assert (ran.status, ran.out, ran.err) == (0, b"", "")
    assert out.read_bytes().lstrip().startswith(BEGINS[to])


def test_the_document_can_go_to_standard_output() -> None:
    ran = jihuan("write", "-", "--to", "json", "-o", "-", stdin=SEED.read_bytes())
    assert json.loads(ran.out)["fiscal_year"] == 2025


def test_what_cannot_be_read_is_not_written(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    ran = jihuan("write", "-", "--to", "pdf", "-o", out, stdin=b"")
    assert ran.status == 2
    assert "标准输入" in ran.err
    assert not out.exists()


def test_the_published_schema_accepts_what_read_prints() -> None:
    schema = json.loads(jihuan("schema").out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(jihuan("read", "--json", SEED).out))
