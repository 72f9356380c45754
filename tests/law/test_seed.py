"""The demo document: what the checker must find in it, each at its cell, and what it must not say aloud."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from jihuan.core.document import Place
from jihuan.law.engine import Context, Printed, Report, check, load
from jihuan.law.engine.strict_yaml import load as load_yaml
from jihuan.law.engine.summary import causes
from tests.truth import seed_truth

EXPECTED = load_yaml(Path(__file__).parent / "seed.yaml")
PRINTED = (
    "（一）科学技术普及活动",
    "（二）老科协综合业务",
    "（三）科技馆站",
    "(一)市科协党组高度重视预算绩效工作，为全面加强我单位绩效管理",
    "（二）为进一步贯彻落实《预算法》，全面实施预算绩效管理",
    "13028125P0000021000\n50",
    "1. 保障科技馆的宣传与讲解、设备维修与维护\n2.计划 2025 年参观人数达到 1500 人以上",
    "1. 实施社会开发科普资源开发共享、县级特色科普公共设施，培养科普组织和\n科普人才。\n2.加强大众媒体传播能力建设",
)
"""Words of the source whose print is at fault, as a reader hands them on."""


@pytest.fixture(scope="module")
def report() -> Report:
    printed = tuple(Printed(text=text, place=Place(line=(at, at))) for at, text in enumerate(PRINTED, 1))
    return check(seed_truth(), load("130281", date(2025, 1, 1)), Context(printed=printed))


def test_everything_that_the_document_itself_proves_is_found(report: Report) -> None:
    assert _missing(report, "A") == []


def test_of_what_words_and_thresholds_tell_at_least_95_percent_is_found(report: Report) -> None:
    wanted = sum(map(len, EXPECTED["B"].values()))
    missing = _missing(report, "B")
    assert len(missing) <= wanted * 5 // 100, missing


def test_the_findings_fold_into_lines_that_one_person_can_read(report: Report) -> None:
    lines = causes(report.findings)
    assert sum(len(line.findings) for line in lines) == len(report.failures)
    assert len(lines) < len(report.failures) // 2
    assert len([line for line in lines if line.shelf == "blocks"]) <= 20


def test_every_finding_stands_at_a_place_and_quotes_a_clause(report: Report) -> None:
    assert [
        finding.rule for finding in report.failures if not finding.citation or not finding.hint or not finding.message
    ] == []


def _missing(report: Report, tier: str) -> list[tuple[str, object]]:
    found: dict[str, set[str]] = defaultdict(set)
    for finding in report.failures:
        found[finding.rule].add(finding.pointer)
    return [
        (rule, place)
        for rule, places in EXPECTED[tier].items()
        for place in places
        if not found[rule] & set(place if isinstance(place, list) else [place])
    ]
