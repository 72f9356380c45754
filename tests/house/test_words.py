"""Words that must not be in the repository."""

from __future__ import annotations

import re

from tests.house.tree import ROOT, committed, name, sources

LATER = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise Not" + "ImplementedError", "pragma: no" + " cover", "assert" + " True")
SKIPPED = ("pytest." + "skip", "mark." + "skip", "x" + "fail", "importor" + "skip")
HOSTS = ("pypi" + ".org", "python" + "hosted", "npm" + "js.org", "debian" + ".org", "npm" + "mirror", "tuna" + ".tsinghua")
OUTSIDE = ("/wo" + "rk/", "../sha" + "red", "/opt/" + "pypi")


def test_nothing_is_put_off() -> None:
    assert _holding(LATER, sources("src", "tests", "benchmarks")) == {}


def test_no_test_is_skipped() -> None:
    assert _holding(SKIPPED, sources("tests")) == {}


def test_no_host_of_a_package_registry_is_named() -> None:
    assert _holding(HOSTS, [file for file in committed() if file != ROOT / "uv.lock"]) == {}


def test_nothing_refers_to_a_path_outside() -> None:
    assert _holding(OUTSIDE, committed()) == {}


def _holding(words, files) -> dict[str, list[str]]:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in words))
    found = {name(file): sorted(set(pattern.findall(file.read_text("utf-8")))) for file in files}
    return {file: words for file, words in found.items() if words}
