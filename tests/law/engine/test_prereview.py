"""The reference figure of the 88号 review: full marks for nothing found, and every point taken off has its cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.document import Document, Indicator, Project
from jihuan.law.engine import check, load
from jihuan.law.engine.prereview import aspect_of, grade, prereview
from jihuan.law.engine.registry import rules
from tests.law.documents import careful
from tests.truth import seed_truth

BOOK = load("130281", date(2025, 1, 1))


def test_nothing_found_is_full_marks_and_what_no_rule_sees_is_left_open() -> None:
    review = prereview((), BOOK)
    assert (review.total, review.grade) == (Decimal(100), "优")
    assert {aspect.name: aspect.score for aspect in review.aspects if aspect.score != aspect.points} == {"条件充分性": None}


def test_points_add_up_to_what_the_causes_took() -> None:
    shares = {"error": Decimal("0.5"), "warning": Decimal("0.2"), "info": Decimal("0.05")}
    review = prereview(check(seed_truth(), BOOK).findings, BOOK, "/projects/2")
    for aspect in review.aspects:
        if aspect.score is not None:
            taken = sum((shares[cause.level] for cause in aspect.causes), Decimal(0))
            assert aspect.score == max(Decimal(0), aspect.points * (1 - taken))
    judged = [aspect for aspect in review.aspects if aspect.score is not None]
    assert review.total == round(sum(aspect.score or 0 for aspect in judged) * 100 / sum(aspect.points for aspect in judged), 2)
    assert review.grade == "差"


def test_a_careful_sheet_is_graded_above_the_seed() -> None:
    assert prereview(check(careful(), BOOK).findings, BOOK, "/projects/0").grade in ("优", "良")


def test_the_rule_named_goes_before_its_section_and_only_later_stages_bear_on_nothing() -> None:
    assert (aspect_of("VAL-006", BOOK), aspect_of("VAL-001", BOOK), aspect_of("CMP-012", BOOK)) == (
        "绩效合理性",
        "指标科学性",
        "指标科学性",
    )
    assert {rule[:3] for rule in rules() if aspect_of(rule, BOOK) is None} == {"MON", "EVA"}


@pytest.mark.parametrize(
    ("total", "word"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.99", "差"), ("0", "差")]
)
def test_a_grade_begins_at_its_own_figure(total: str, word: str) -> None:
    assert grade(Decimal(total), BOOK) == word


def test_a_project_is_reviewed_by_what_stands_in_it_alone() -> None:
    (found,) = check(Document(projects=(Project(indicators=(Indicator(level3="成活率"),)),)), BOOK, only=["CMP-006"]).failures
    pointers = ("/projects/1", "/projects/1/indicators/0", "/projects/10", "/projects/0/name", "")
    touched = [prereview([replace(found, pointer=pointer)], BOOK, "/projects/1").total < 100 for pointer in pointers]
    assert touched == [True, True, False, False, False]
    assert all(prereview([replace(found, pointer=pointer)], BOOK).total < 100 for pointer in pointers)
    assert prereview([replace(found, rule="ZZZ-001")], BOOK).total == 100
