"""Rulebook files are refused with file, line and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jihuan.law.engine.strict_yaml import RulebookError, load, load_mapping


def _file(folder: Path, text: str) -> Path:
    file = folder / "some.yaml"
    file.write_text(text, "utf-8")
    return file


def test_numbers_dates_and_words_are_what_they_look_like(tmp_path: Path) -> None:
    file = _file(tmp_path, "a: 0.005\nb: 3\nc: 2025-01-01\nd: [x, y]\ne: true\nf:\n")
    assert load(file) == {"a": Decimal("0.005"), "b": 3, "c": date(2025, 1, 1), "d": ["x", "y"], "e": True, "f": None}


def test_only_true_and_false_are_true_and_false(tmp_path: Path) -> None:
    file = _file(tmp_path, "[true, false, yes, no, on, off, True]\n")
    assert load(file) == [True, False, "yes", "no", "on", "off", "True"]


def test_a_list_may_say_a_thing_twice_where_that_is_meant(tmp_path: Path) -> None:
    entry = load_mapping(_file(tmp_path, "then: [甲, 甲]\nfigures: [1]\n"))
    assert (entry.words("then", unique=False), entry.words("absent")) == (("甲", "甲"), ())
    with pytest.raises(RulebookError, match="figures"):
        entry.words("figures", unique=False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", 3),  # a key twice
        ("a: 1\nb: [1, 2\n", 3),  # broken
        ("a: 1\nb: .nan\n", 2),  # no figure
        ("a: 1\n[x]: 2\n", 2),  # a list as a key
        ("a: 1\nb: !!binary aGk=\n", 2),  # a tag of YAML that is not used
        ("a: 1\nb: 2025-13-01\n", 2),  # no such day
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(RulebookError) as caught:
        load(_file(tmp_path, text))
    assert (caught.value.file.name, caught.value.line) == ("some.yaml", line)
    assert caught.value.reason not in ("", "YAML")


def test_unknown_and_missing_keys_are_refused(tmp_path: Path) -> None:
    entry = load_mapping(_file(tmp_path, "title: 甲\nvalue: 1\n"))
    with pytest.raises(RulebookError, match="value"):
        entry.expect("title")
    with pytest.raises(RulebookError, match="unit"):
        entry.expect("title unit", "value")


def test_words_must_be_words_and_each_once(tmp_path: Path) -> None:
    entry = load_mapping(_file(tmp_path, "twice: [甲, 甲]\nfigures: [1]\none: 甲\n"))
    for key in entry:
        with pytest.raises(RulebookError):
            entry.words(key)
    with pytest.raises(RulebookError):
        load_mapping(_file(tmp_path, "figures: 1\n")).text("figures")


def test_a_file_that_is_no_mapping_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError):
        load_mapping(_file(tmp_path, "- 甲\n"))
    with pytest.raises(RulebookError):
        list(load_mapping(_file(tmp_path, "a: 1\n")).entries())
    file = tmp_path / "bytes.yaml"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(RulebookError):
        load(file)
    assert load_mapping(_file(tmp_path, "")) == {}
