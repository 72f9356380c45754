"""A running site reads a bureau's folder again when it changes, and keeps the last good rulebook while a file has an error."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jihuan.law.engine.loading import load
from jihuan.law.engine.strict_yaml import RulebookError
from jihuan.law.scoring import policy
from jihuan.law.standing import fault, fingerprint, refuse_broken_scores, standing

DAY = date(2025, 1, 1)
GOOD = "min_daily: {{title: 每日人次, values: {{2024-01-01: {{value: {}, cites: 地方规定}}}}}}\n"


def _write(folder: Path, text: str) -> Path:
    file = folder / "parameters" / "appropriateness.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_a_changed_figure_holds_at_once_and_an_error_leaves_the_last_good_one(tmp_path: Path) -> None:
    own = (tmp_path,)
    file = _write(tmp_path, GOOD.format(50))
    first = standing("national", DAY, own)
    assert standing("national", DAY, own) is first
    _write(tmp_path, GOOD.format(1234))
    second = standing("national", DAY, own)
    assert [book.number("appropriateness.min_daily") for book in (first, second)] == [50, 1234]
    _write(tmp_path, "min_daily: {title: 坏了\n")
    assert standing("national", DAY, own) is second
    wrong = fault(own)
    assert wrong is not None and (wrong.file, wrong.line) == (file, 2) and wrong.reason
    with pytest.raises(RulebookError):
        load("national", DAY, own)
    _write(tmp_path, GOOD.format(77))
    assert standing("national", DAY, own).number("appropriateness.min_daily") == 77
    assert fault(own) is None


@pytest.mark.parametrize("text", [GOOD.format(50), "min_daily: 3\n"], ids=["good", "faulty"])
def test_a_folder_that_did_not_change_is_not_read_again(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, text)
    first = standing("national", DAY, (tmp_path,))
    monkeypatch.setattr("jihuan.law.standing.load", None)
    assert standing("national", DAY, (tmp_path,)) is first


def test_only_so_many_rulebooks_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[object, object] = {}
    monkeypatch.setattr("jihuan.law.standing._standing", kept)
    monkeypatch.setattr("jihuan.law.standing._MOST", 2)
    for year in (2022, 2023, 2024, 2025):
        standing("national", date(year, 1, 1))
        assert 1 <= len(kept) <= 2
    assert ("national", DAY, ()) in kept


def test_a_folder_that_was_never_good_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path, "min_daily: 3\n")
    plain = load("national", DAY)
    assert standing("national", DAY, (tmp_path,)).number("appropriateness.min_daily") == plain.number(
        "appropriateness.min_daily"
    )
    gone = tmp_path / "gone"
    assert standing("national", DAY, (gone,)).rules == plain.rules
    missing = fault((gone,))
    assert missing is not None and missing.file == gone
    assert fault(()) is None


def test_the_fingerprint_changes_with_a_word_a_figure_a_level_and_with_nothing_else(tmp_path: Path) -> None:
    book = load("national", DAY)
    assert fingerprint(book) == fingerprint(replace(book))
    word = tmp_path / "lexicons" / "mine.yaml"
    word.parent.mkdir()
    word.write_text("percent_words: {title: 加词, words: [百份比]}\n", "utf-8")
    quieter = {name: replace(rule, level="info") for name, rule in book.rules.items()}
    others = {
        fingerprint(load("national", DAY, (tmp_path,))),
        fingerprint(load("sichuan", DAY)),
        fingerprint(replace(book, rules=quieter)),
    }
    assert len(others | {fingerprint(book)}) == 4


def test_the_folder_that_the_guide_describes_works(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "rulebooks.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n# ([^\n：]+\.yaml)[^\n]*\n(.*?)```", guide, flags=re.S)
    for name, text in blocks:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    book = load("130281", DAY, (tmp_path,))
    assert len(blocks) == 4
    assert (book.table("execution.local_targets")["6"], book.scheme_name, "FIT-006" in book.rules) == (50, "mof_2021", False)
    assert (book.rules["CMP-008"].level, book.rules["TXT-008"].trial) == ("error", True)
    assert ("比较理想" in book.words("vague_values"), "广泛" in book.words("vague_values")) == (True, False)


SCORES = """
rounding:
  title: 舍入
  values:
    2021-01-01: {{value: {}, cites: 地方规定}}
"""


def test_figures_that_no_score_can_be_given_by_never_reach_the_running_site(tmp_path: Path) -> None:
    own = (tmp_path,)
    file = tmp_path / "parameters" / "scoring.yaml"
    file.parent.mkdir()
    file.write_text(SCORES.format("truncate"), "utf-8")
    good = standing("national", DAY, own)
    assert policy(good).rounding == "truncate"
    file.write_text(SCORES.format("nearest"), "utf-8")
    assert standing("national", DAY, own) is good
    wrong = fault(own)
    assert wrong is not None and (wrong.file, wrong.line) == (file, 2)
    assert "rounding" in wrong.reason and "nearest" in wrong.reason
    file.write_text(SCORES.format("half_up"), "utf-8")
    assert policy(standing("national", DAY, own)).rounding == "half_up"
    assert fault(own) is None


def test_scores_broken_from_the_first_leave_the_products_own(tmp_path: Path) -> None:
    file = tmp_path / "parameters" / "scoring.yaml"
    file.parent.mkdir()
    file.write_text("tiers: {title: 三档, values: {2021-01-01: {high: 0.5, low: 0.6, cites: 地方规定}}}\n", "utf-8")
    assert policy(standing("national", DAY, (tmp_path,))) == policy(load("national", DAY))
    wrong = fault((tmp_path,))
    assert wrong is not None and (wrong.file, wrong.line) == (file, 1) and "tiers" in wrong.reason


def test_a_broken_score_of_no_file_is_told_with_the_folder(tmp_path: Path) -> None:
    book = load("national", DAY)
    rounding = replace(book.parameters["scoring.rounding"], values=((DAY, {"value": "nearest", "cites": "地方规定"}),))
    broken = replace(book, parameters={**book.parameters, "scoring.rounding": rounding})
    with pytest.raises(RulebookError) as caught:
        refuse_broken_scores(broken, (tmp_path,))
    assert (caught.value.file, caught.value.line) == (tmp_path, 1)
