"""The generator: same seed, same nation; every planted defect has the consequence that the law gives it."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from jihuan.analytics import generator
from jihuan.analytics.generator import PART, generate
from jihuan.analytics.invented import documents
from jihuan.core.codes import project_code_problem
from jihuan.law.engine import rulebook_for
from jihuan.law.scoring import policy, score
from tests.analytics.conftest import SHEETS


def _rows(folder, name: str) -> list[tuple]:
    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(folder / name / "*.parquet")]).fetchall()


def test_the_same_seed_gives_the_same_rows_and_a_larger_number_begins_with_them(tmp_path, nation) -> None:
    generate(tmp_path, 30, seed=7)
    again = _rows(tmp_path, "projects")
    assert len(again) == 30
    assert again == _rows(nation.folders["projects"].parent, "projects")[:30]
    assert _rows(tmp_path, "indicators") == _rows(nation.folders["indicators"].parent, "indicators")[: 30 * 12]


def test_another_seed_gives_other_rows(tmp_path, nation) -> None:
    generate(tmp_path, 30, seed=8)
    assert not set(_rows(tmp_path, "projects")) & set(_rows(nation.folders["projects"].parent, "projects"))


def test_files_are_cut_without_a_seam(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(generator, "PART", 16)
    counts: list[tuple[int, int]] = []
    generate(tmp_path, 40, report=lambda done, total: counts.append((done, total)))
    assert counts == [(16, 40), (32, 40), (40, 40)]
    assert len(list((tmp_path / "projects").glob("*.parquet"))) == 3
    assert [row[0] for row in _rows(tmp_path, "projects")] == list(range(1, 41))
    assert PART == 100_000


def test_projects_stand_in_regions_of_the_official_form_and_are_spread(nation) -> None:
    regions = [region for (region,) in nation.rows("SELECT DISTINCT region FROM projects")]
    assert all(len(region) == 6 and region.isdigit() and "00" not in (region[2:4], region[4:]) for region in regions)
    assert len({region[:2] for region in regions}) > 20
    assert {year for (year,) in nation.rows("SELECT DISTINCT year FROM projects")} == {2022, 2023, 2024, 2025}
    assert len(nation.rows("SELECT DISTINCT category FROM projects")) == 8


def test_weights_make_a_hundred_where_no_defect_was_planted(nation) -> None:
    sums = nation.rows("""
        SELECT SUM(i.weight) + 1000 FROM indicators i GROUP BY project
        HAVING COUNT(CASE WHEN i.planted = 'weight' THEN 1 END) = 0
    """)
    assert {points for (points,) in sums} == {10000}


@pytest.mark.parametrize(
    ("planted", "outcomes"),
    [
        ("missing", {"missing"}),
        ("absurd", {"out_of_bounds"}),
        ("outside_tier", {"tier_outside"}),
        ("negative", {"missed"}),
        ("no_cause", {"over_unexplained"}),
    ],
)
def test_a_planted_defect_has_its_consequence(nation, planted: str, outcomes: set[str]) -> None:
    found = nation.rows(f"""
        SELECT DISTINCT s.outcome FROM scored_indicators s
        JOIN indicators i ON i.project = s.project AND i.position = s.position WHERE i.planted = '{planted}'
    """)
    assert {outcome for (outcome,) in found} == outcomes


def test_a_generated_sheet_is_scored_as_its_rows_are(nation) -> None:
    kept = {
        (project, at): points for project, at, points in nation.rows("SELECT project, position, score FROM scored_indicators")
    }
    totals = {project: (total, grade) for project, total, grade in nation.rows("SELECT project, total, grade FROM facts")}
    for row, document in documents(nation.folders["projects"].parent, SHEETS):
        scored = score(document, policy(rulebook_for(document)))[0]
        assert [_hundredths(one.score) for one in scored.indicators] == [kept[row["project"], at] for at in range(1, 13)]
        assert (_hundredths(scored.total), scored.grade) == totals[row["project"]]


def test_the_codes_of_generated_sheets_are_sound(nation) -> None:
    codes = [document.projects[0].code for _row, document in documents(nation.folders["projects"].parent, SHEETS)]
    assert [project_code_problem(code) for code in codes] == [None] * SHEETS


def _hundredths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * 100)
