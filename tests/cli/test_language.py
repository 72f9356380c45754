"""Help and errors speak Chinese, or English where asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from jihuan.cli import _take_language
from tests.cli.command import jihuan


def test_help_is_chinese() -> None:
    ran = jihuan("--help")
    assert ran.status == 0
    assert "用法：" in ran.text
    assert "Usage" not in ran.text


def test_help_is_english_where_asked() -> None:
    ran = jihuan("read", "--help", "--language", "en")
    assert "Usage:" in ran.text
    assert not any("一" <= character <= "鿿" for character in ran.text)


@pytest.mark.parametrize(
    "arguments", [("lies",), ("read",), ("read", "--nothing", "x"), ("write", "x", "--to", "doc", "-o", "y")]
)
def test_a_mistyped_command_gives_status_2_and_a_chinese_sentence(arguments: tuple[str, ...]) -> None:
    ran = jihuan(*arguments)
    assert ran.status == 2
    assert "错误：" in ran.err
    assert "Error" not in ran.err


@pytest.mark.parametrize(
    "arguments", [["--language", "en", "read", "x"], ["read", "--language=en", "x"], ["read", "x", "--language", "en"]]
)
def test_the_language_may_stand_anywhere(arguments: list[str]) -> None:
    assert _take_language(arguments) == ("en", ["read", "x"])


def test_an_unknown_language_is_chinese() -> None:
    assert _take_language(["--language", "tlh", "read"]) == ("zh_Hans", ["read"])


def test_what_the_reader_says_is_translated_too(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\x03\x04 nothing")
    ran = jihuan("read", file, "--language", "en")
    assert ran.status == 2
    assert ran.err.strip()
    assert not any("一" <= character <= "鿿" for character in ran.err)
