"""Every figure is a parameter of a rulebook; a county changes one, from its day on."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jihuan.core.language import use_language
from jihuan.law.engine import check, load
from jihuan.law.scoring import GRADES, PolicyError, grade_title, overridden, policy, score
from tests.law.scoring import bulk, oracle
from tests.law.scoring.test_vectors import indicator, sheet


def county(folder: Path, text: str) -> tuple[Path, ...]:
    (folder / "parameters").mkdir(parents=True)
    (folder / "parameters" / "scoring.yaml").write_text(text, "utf-8")
    return (folder,)


LINEAR = "reverse_policy:\n  title: 反向\n  values:\n    2026-01-01: {value: linear, cites: 地方规定}\n"


def test_a_county_changes_one_figure_from_its_day_on(tmp_path: Path) -> None:
    own = county(tmp_path, LINEAR)
    before, after = (policy(load("130281", date(year, 1, 1), own)) for year in (2025, 2026))
    nation = policy(load("130281", date(2026, 1, 1)))
    assert before == policy(load("130281", date(2025, 1, 1)))
    different = {name for name in nation.__slots__ if getattr(nation, name) != getattr(after, name)}
    assert different == {"reverse_policy", "cites"}
    assert after.cites["reverse_policy"] == "地方规定（未核对）"


def test_it_changes_exactly_the_scores_it_should(tmp_path: Path) -> None:
    own = county(tmp_path, LINEAR)
    projects, indicators = oracle.draw(3, 5000, [1])

    def scores(year: int, extra: tuple[Path, ...]) -> dict[tuple[int, int], tuple[str, int | None]]:
        figures = {1: policy(load("130281", date(year, 1, 1), extra))}
        connection = bulk.on_duckdb(bulk.rows_of(figures, projects, indicators))
        rows = connection.execute("SELECT project, position, outcome, score FROM scored_indicators").fetchall()
        return {(project, position): (outcome, points) for project, position, outcome, points in rows}

    assert scores(2025, own) == scores(2025, ())
    plain, changed = scores(2026, ()), scores(2026, own)
    touched = Counter((plain[key][0], changed[key][0]) for key in plain if plain[key] != changed[key])
    assert set(touched) == {("reverse_ratio", "reverse_linear"), ("reverse_ratio", "missed")}
    assert sum(outcome == "reverse_ratio" for outcome, _points in changed.values()) == 0


def test_all_that_is_wrong_with_a_policy_is_said_at_once() -> None:
    wrong: dict[str, object] = {
        "reverse_policy": "cubic",
        "rounding": ["half_up"],
        "over_threshold": "0.333",
        "pass_threshold": "60",
        "bands": {},
        "tiers": {"high": "0.6", "low": "0.8"},
        "grades": "90",
        "execution_cap": {"below": "0.6"},
        "execution_weight": True,
        "colour": "red",
    }
    with pytest.raises(PolicyError) as raised:
        policy(bulk.BOOK, wrong)
    said = "\n".join(raised.value.problems)
    assert all(name in said for name in wrong)
    assert len(raised.value.problems) >= len(wrong)


FOUR = {"100": 1, "80": "0.8", "60": "0.6", "0": 0}


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("over_threshold", "0", True),
        ("over_threshold", 2, True),
        ("over_threshold", "2.01", False),
        ("over_threshold", "0.123", False),
        ("over_threshold", None, False),
        ("over_threshold", "-0.01", False),
        ("over_threshold", "NaN", False),
        ("over_threshold", "三成", False),
        ("over_threshold", 0.5, False),
        ("pass_threshold", None, True),
        ("pass_threshold", "0.6001", True),
        ("pass_threshold", "0.60001", False),
        ("pass_threshold", "1", True),
        ("pass_threshold", "1.0001", False),
        ("execution_weight", 100, True),
        ("execution_weight", "100.01", False),
        ("execution_weight", True, False),
        ("tiers", {"high": "0.8", "low": "0.8"}, False),
        ("tiers", {"high": "0.8", "low": "0.7999"}, True),
        ("tiers", {"high": "0.8"}, False),
        ("tiers", {"high": "0.6", "low": "0.8"}, False),
        ("grades", {"优": 90, "良": 80, "中": 60}, True),
        ("grades", {"优": 90, "良": 90, "中": 60}, False),
        ("grades", {"优": 90, "良": 60, "中": 80}, False),
        ("bands", {}, False),
        ("bands", {"90": 1}, True),
        ("bands", FOUR, True),
        ("bands", FOUR | {"50": "0.1"}, False),
        ("bands", {"90": "1.1"}, False),
        ("bands", {"100.01": 1}, False),
        ("bands", {"甲": 1}, False),
        ("bands", {"甲": 1, "80": "0.5"}, False),
        ("bands", {"90": "多", "80": "0.5"}, False),
        ("execution_cap", {"below": None, "total": None}, True),
        ("execution_cap", {"below": "0.6", "total": 80}, True),
        ("execution_cap", {"below": "0.6"}, False),
        ("execution_cap", {"total": 80}, False),
        ("execution_cap", None, True),
        ("execution_cap", 80, False),
        ("execution_cap", {"below": "1.1", "total": 80}, False),
        ("execution_cap", {"below": 1, "total": 101}, False),
        ("rounding", "half_up", True),
        ("rounding", "up", False),
    ],
)
def test_a_figure_is_taken_inside_its_bounds_and_refused_outside(name: str, value: object, fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(PolicyError, match=name):
        policy(bulk.BOOK, {name: value})


def test_a_policy_becomes_whole_numbers() -> None:
    named: dict[str, object] = {
        **bulk.CHANGES, "over_threshold": "0.25", "execution_cap": {"below": "0.6", "total": "79.99"},
    }  # fmt: skip
    nation, other = bulk.NATIONAL.columns(7), policy(bulk.BOOK, named).columns(7)
    flags = ("linear", "half", "late_tier", "by_level", "bands")
    assert [nation[name] for name in flags] == [0, 1, 0, 1, 0]
    assert [other[name] for name in flags] == [1, 0, 1, 0, 1]
    figures = (
        "policy",
        "over_part",
        "over_whole",
        "pass",
        "high",
        "low",
        "excellent",
        "good",
        "fair",
        "cap_below",
        "cap_total",
    )
    assert [nation[name] for name in figures] == [7, 3, 10, 0, 8000, 6000, 9000, 8000, 6000, 0, 10000]
    assert [other[name] for name in figures] == [7, 1, 4, 6000, 8500, 5000, 9500, 8500, 7000, 6000, 7999]


@pytest.mark.parametrize("name", bulk.CHANGES)
def test_a_figure_named_for_this_once_is_cited_as_such(name: str) -> None:
    changed = policy(bulk.BOOK, {name: bulk.CHANGES[name]})
    assert changed != bulk.NATIONAL
    assert [key for key, clause in changed.cites.items() if clause == "本次指定"] == [name]


def test_the_checker_goes_by_the_figures_named_for_this_once() -> None:
    row = indicator({"target": "≤26", "actual": "28", "weight": 90, "score": "83.08", "deviation": None})
    document, named = sheet(row), {"reverse_policy": "linear"}
    assert score(document, policy(bulk.BOOK, named))[0].indicators[0].score == Decimal("83.08")
    assert check(document, overridden(bulk.BOOK, named), only=("EVA-003",)).failures == ()
    assert len(check(document, bulk.BOOK, only=("EVA-003",)).failures) == 1


def test_whole_bands_and_tables_can_be_named() -> None:
    changed = policy(bulk.BOOK, {"bands": {"95": "1", "60": "0.6"}, "pass_threshold": None})
    assert changed.bands == ((Decimal(95), Decimal(1)), (Decimal(60), Decimal("0.6")))
    assert [changed.columns(1)[f"band{at}"] for at in (1, 2, 3, 4)] == [9500, 6000, 6000, 6000]


def test_a_grade_has_its_word_in_each_language_and_stays_chinese_in_what_is_kept() -> None:
    with use_language("en"):
        assert [grade_title(grade) for grade in (*GRADES, None)] == ["Excellent", "Good", "Fair", "Poor", ""]
        (one,) = score(sheet(indicator({"target": "≥10次", "actual": "10次", "weight": 90})), bulk.NATIONAL)
        assert one.grade in GRADES
    assert [grade_title(grade) for grade in GRADES] == list(GRADES)
