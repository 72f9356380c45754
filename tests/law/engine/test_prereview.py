"""The reference figure of the 88号 review: full marks for nothing found, and every point taken off has its cause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jihuan.law.engine import check, load
from jihuan.law.engine.prereview import aspect_of, prereview
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
