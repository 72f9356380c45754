"""Every figure is a parameter of a rulebook; a county changes one, from its day on."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jihuan.law.engine import check, load
from jihuan.law.scoring import PolicyError, overridden, policy, score
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
