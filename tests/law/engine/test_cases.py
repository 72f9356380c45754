"""Every case sentence of the rulebooks is a test; every rule has one that fires and one that does not."""

from __future__ import annotations

import pytest

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
