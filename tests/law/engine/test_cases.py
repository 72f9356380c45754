"""Every case sentence of the rulebooks is a test; every rule has one that fires and one that does not; a false one is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jihuan.law.engine import RulebookError
from jihuan.law.engine.cases import Case, cases
from jihuan.law.engine.registry import rules

CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.name}")
def test_the_case_comes_out_as_it_says(case: Case) -> None:
    assert case.difference() == ""


def test_every_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    fires = {case.rule for case in CASES if "fail" in case.then}
    passes = {case.rule for case in CASES if set(case.then) == {"pass"}}
    assert (set(rules()) - fires, set(rules()) - passes) == (set(), set())


def _written(folder: Path, text: str) -> None:
    file = folder / "national" / "cases" / "a.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "- {name: 甲, rule: ZZZ-001, given: {name: 乙}, then: [pass]}\n",
        "- {name: 甲, rule: FMT-004, given: {name: 乙}, then: [perhaps]}\n",
        "- {name: 甲, rule: FMT-004, given: 乙, then: [pass]}\n",
        "- {name: 甲, rule: FMT-004, given: {colour: 红}, then: [pass]}\n",
        "- {rule: FMT-004, given: {name: 乙}, then: [pass]}\n",
        "- 甲\n",
        "甲: 乙\n",
    ],
)
def test_a_faulty_case_is_refused(tmp_path: Path, text: str) -> None:
    _written(tmp_path, text)
    with pytest.raises(RulebookError):
        list(cases(tmp_path))


FIRES = "- {name: 甲, rule: FMT-006, given: {name: 乙率, target: 100%}, then: [fail]"
"""A case of one finding, with a mend; it goes on with what it says of it."""
PASSES = "- {name: 甲, rule: FMT-006, given: {name: 乙率, target: ≥90%}, then: [pass]"


@pytest.mark.parametrize(
    ("text", "as_said"),
    [
        (FIRES, True),
        (FIRES + ", at: [/projects/0/indicators/0/target], says: [没有运算符], mend: [=100%], level: info", True),
        (PASSES, True),
        ("- {name: 甲, rule: FMT-006, given: {name: 乙率, target: ≥90%}, then: [fail]", False),
        ("- {name: 甲, rule: FMT-006, given: {name: 乙率, target: 100%}, then: [pass]", False),
        (FIRES + ", at: [/projects/9]", False),
        (FIRES + ", says: [没有单位]", False),
        (FIRES + ", says: [没有运算符, 没有运算符]", False),
        (FIRES + ", mend: [≥100%]", False),
        (FIRES + ", mend: ['']", False),
        (FIRES + ", level: error", False),
        (PASSES + ", at: [/projects/9]", False),
        (PASSES + ", says: [没有运算符]", False),
        (PASSES + ", mend: ['']", False),
        (PASSES + ", level: info", False),
    ],
)
def test_a_case_that_comes_out_otherwise_says_so(tmp_path: Path, text: str, as_said: bool) -> None:
    _written(tmp_path, text + "}\n")
    assert [case.difference() == "" for case in cases(tmp_path)] == [as_said]
