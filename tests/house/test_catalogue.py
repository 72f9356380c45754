"""The published catalogue of rules is the one in use."""

from __future__ import annotations

from jihuan.law.engine.catalogue import SECTIONS, catalogue
from jihuan.law.engine.registry import rules
from tests.house.tree import ROOT


def test_the_committed_catalogue_is_the_one_in_use() -> None:
    published = (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8")
    assert published == catalogue(), "jihuan rules --markdown -o docs/reference/rules.md"


def test_every_rule_says_in_chinese_what_it_proves_and_has_a_section() -> None:
    assert {rule.id for rule in rules().values() if rule.id[:3] not in SECTIONS} == set()
    assert [rule.id for rule in rules().values() if len(rule.proves) < 12] == []
