"""What a bureau changed on screen holds over the rulebook, and only there."""

from __future__ import annotations

from datetime import date

import pytest

from jihuan.core.document import Document, Project
from jihuan.law.engine import check, load
from jihuan.law.engine.amend import Amendment, amended
from jihuan.law.engine.prereview import prereview

BOOK = load("national", date(2025, 1, 1))
TYPO = Document(fiscal_year=2025, projects=(Project(name="场馆开放", fund_use="按要求布署，创兴镇各场馆开放。"),))


def _quotes(amendment: Amendment, rule: str = "TXT-001") -> list[str]:
    return [finding.quote for finding in check(TYPO, amended(BOOK, amendment), only=[rule]).failures]


def test_nothing_changed_is_the_rulebook_itself() -> None:
    assert amended(BOOK, Amendment()) is BOOK


def test_a_rule_switched_off_is_silent_and_one_on_trial_only_informs() -> None:
    assert _quotes(Amendment(modes=(("TXT-001", "off"),))) == []
    trial = amended(BOOK, Amendment(modes=(("TXT-001", "trial"),)))
    assert {finding.level for finding in check(TYPO, trial, only=["TXT-001"]).failures} == {"info"}
    assert amended(trial, Amendment(modes=(("TXT-001", "on"),))).rules["TXT-001"].trial is False
    assert BOOK.rules["TXT-001"].trial is False


def test_the_last_word_is_the_nearest_ones() -> None:
    assert _quotes(Amendment(modes=(("TXT-001", "off"), ("TXT-001", "on")))) == ["布署", "创兴"]


def test_a_word_of_ones_own_is_no_typo_where_it_stands_whole() -> None:
    assert _quotes(Amendment(words=(("own_words", "创兴镇", ""),))) == ["布署"]
    assert _quotes(Amendment(words=(("own_words", "创兴村", ""),))) == ["布署", "创兴"]


@pytest.mark.parametrize(
    ("lexicon", "word", "value", "held"),
    [
        ("vague_values", "蒸蒸日上", "", lambda book: "蒸蒸日上" in book.words("vague_values")),
        ("typos", "场馆开方", "场馆开放", lambda book: book.pairs("typos")["场馆开方"] == "场馆开放"),
        ("foreign_words", "殡仪车", "民政", lambda book: book.groups("foreign_words")["民政"][-1] == "殡仪车"),
        ("no_such_lexicon", "无", "", lambda book: "no_such_lexicon" not in book.lexicons),
    ],
)
def test_words_are_added_to_lists_tables_and_groups(lexicon: str, word: str, value: str, held) -> None:
    book = amended(BOOK, Amendment(words=((lexicon, word, value),)))
    assert held(book)
    assert book.find("vague_values", "形势较好") == BOOK.find("vague_values", "形势较好")


def test_a_rule_on_trial_takes_no_points() -> None:
    trial = amended(BOOK, Amendment(modes=tuple((rule, "trial") for rule in BOOK.rules)))
    findings = check(TYPO, trial).findings
    assert any(finding.outcome == "fail" for finding in findings)
    assert prereview(findings, trial, "/projects/0").total == 100
