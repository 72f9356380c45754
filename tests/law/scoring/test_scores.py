"""Whatever a document says, its scores have a defined outcome; what the figures say is what JSON says."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jihuan.core.document import Actual, Document, Target
from jihuan.core.language import use_language
from jihuan.law.scoring import policy, relations, rows, score, to_json
from tests.law.documents import evaluated
from tests.law.engine.absurd import documents
from tests.law.scoring.bulk import BOOK, NATIONAL, mixed
from tests.law.scoring.test_vectors import indicator, sheet

POLICIES = mixed()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents, st.sampled_from(POLICIES), st.sampled_from(["zh_Hans", "en"]))
def test_any_document_has_defined_scores_and_no_exception(document: Document, figures, language: str) -> None:
    with use_language(language):
        found = score(document, figures)
    assert len(found) == len(document.projects)
    for project, sheet_ in zip(found, document.projects, strict=True):
        assert len(project.indicators) == len(sheet_.indicators)
        assert (project.total is None) == (not project.complete) == (project.grade is None)
        for row in (project.execution, *project.indicators):
            assert (row.score is not None) == (row.status == "scored"), row
            assert row.score is None or row.weight is not None and 0 <= row.score <= row.weight
            assert row.explanation
            assert row.case
    json.dumps(to_json(found))


def test_json_has_the_members_of_the_contract() -> None:
    found = to_json(score(sheet(indicator({"target": "≥1500", "actual": "1200", "weight": 90, "score": "90"})), NATIONAL))
    project = found["projects"][0]
    row = project["indicators"][0]
    assert list(found) == ["projects", "findings"]
    assert {"name", "execution", "indicators", "total", "grade", "stated_total"} <= set(project)
    assert project["name"] == "甲"
    assert (row["level3"], row["score"], row["weight"], row["stated"], row["difference"]) == (
        "指标", "72.00", "90", "90", "18.00",
    )  # fmt: skip
    assert (row["status"], row["case"], project["total"], project["grade"]) == ("scored", "proportional", "81.50", "良")
    assert project["execution"]["difference"] is None


@pytest.mark.parametrize(
    ("actual", "deviation", "far"),
    [("130", None, False), ("131", None, True), ("131", "年度目标偏低", True), ("131", "政策调整", True), ("90", None, False)],
)
def test_a_row_says_whether_far_more_was_done_than_promised(actual: str, deviation: str | None, far: bool) -> None:
    row = indicator({"target": "≥100", "actual": actual, "weight": 90, "deviation": deviation})
    assert score(sheet(row), NATIONAL)[0].indicators[0].far_over is far


def test_levels_that_somebody_wrote_are_only_compared() -> None:
    words = ("'), (1", '"{', "NULL", "数量指标")
    others = [replace(indicator({"target": "≥2", "actual": "1", "weight": 20}), level2=word) for word in words]
    absent = [replace(indicator({"target": "≥2", "actual": "不适用", "weight": 10}), level2=words[at]) for at in (1, 2)]
    found = score(sheet(*others, *absent), NATIONAL)[0]
    assert [row.weight for row in found.indicators] == [20, 30, 30, 20, 0, 0]


def test_many_threads_score_at_once() -> None:
    sheets = [sheet(indicator({"target": f"≥{100 + at}", "actual": "100", "weight": 90})) for at in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda document: score(document, NATIONAL)[0].indicators[0].score, sheets))
    assert found == [round(Decimal(9000) / (100 + at), 2) for at in range(40)]


def test_a_document_without_projects_has_no_scores() -> None:
    assert score(Document(), NATIONAL) == ()


def test_a_sound_sheet_is_scored_as_it_scores_itself() -> None:
    found = score(evaluated(), NATIONAL)[0]
    assert [row.difference for row in found.indicators if row.difference] == []
    assert [row.case for row in found.indicators] == [
        "reached", "reached", "on_time", "unweighted", "not_applicable", "reached", "not_applicable", "no_tier", "reached",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "execution", "told"),
    [
        ("18", None, []),
        ("27.5", None, []),
        ("27.50", "9.50", []),
        ("18", "9.50", []),
        ("28", None, []),
        ("NaN", None, []),
        ("Infinity", "9.50", []),
        ("18", "NaN", []),
        ("23", None, []),
        ("23", "9.50", ["表上各行所填得分相加是 27.50，所填总分是 23，差 -4.50，请核对"]),
        ("28.5", "9.50", ["表上各行所填得分相加是 27.50，所填总分是 28.5，差 +1.00，请核对"]),
        ("28.51", None, ["表上各行所填得分相加是 28.0，所填总分是 28.51，差 +0.51，请核对"]),
        ("17", None, ["表上各行所填得分相加是 28.0，所填总分是 17，差 -11.0，请核对"]),
    ],
)
def test_a_total_that_is_not_the_sum_of_the_rows_printed_is_told(total: str, execution: str | None, told: list[str]) -> None:
    rows = [indicator({"target": "≥1", "actual": "1", "weight": weight, "score": weight}) for weight in ("8", "10.0")]
    stated = {"total_score": Decimal(total), "execution_score": None if execution is None else Decimal(execution)}
    found = score(sheet(*rows, execution_weight=Decimal(10), **stated), policy(BOOK))[0]
    assert [note for note in found.notes if "相加" in note] == told


def test_several_projects_keep_their_own_rows() -> None:
    one, two = sheet(indicator({"target": "≥2", "actual": "1", "weight": 90})), evaluated()
    together = Document(fiscal_year=2025, kind="self_evaluation", projects=(*one.projects, *two.projects, *one.projects))
    found = score(together, NATIONAL)
    assert [project.points for project in found] == [Decimal("54.50"), Decimal("89.62"), Decimal("54.50")]


@pytest.mark.parametrize(
    "target",
    [
        Target(raw="?", kind="quantitative"),
        Target(raw="?", kind="quantitative", operator="range", value=Decimal(1)),
        Target(raw="?", kind="quantitative", operator="range", value=Decimal(9), upper=Decimal(1)),
        Target(raw="?", kind="quantitative", value=Decimal("NaN")),
        Target(raw="?", kind="date"),
    ],
)
def test_a_target_that_says_nothing_is_refused(target: Target) -> None:
    row = indicator({"actual": "1", "weight": 90})
    broken = row.__class__(**{name: getattr(row, name) for name in row.__slots__} | {"target": target})
    assert score(sheet(broken), NATIONAL)[0].indicators[0].status == "refused"


def test_a_figure_is_read_from_the_printed_text_where_the_reader_left_it() -> None:
    row = indicator({"target": "≥1500人", "actual": "1", "weight": 90})
    printed = row.__class__(**{name: getattr(row, name) for name in row.__slots__} | {"actual": Actual(raw="1200 人")})
    assert rows(sheet(printed), NATIONAL).indicators[0].actual == 1200


def test_the_arithmetic_has_no_fractions_of_a_machine() -> None:
    connection = duckdb.connect()
    from tests.law.scoring import bulk, oracle

    connection = bulk.on_duckdb(bulk.rows_of({1: NATIONAL}, *oracle.draw(5, 100, [1])))
    for relation in relations():
        types = {kind for _name, kind, *_rest in connection.execute(f"DESCRIBE {relation}").fetchall()}
        assert types <= {"BIGINT", "INTEGER", "HUGEINT", "VARCHAR", "BOOLEAN"}, (relation, types)


def test_the_book_is_the_nation() -> None:
    assert policy(BOOK) == NATIONAL
