"""The checker survives every document and says the same thing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jihuan.core.days import today
from jihuan.core.document import Agency, Document, Indicator, Level, Place, Project, Target
from jihuan.core.findings import Finding
from jihuan.core.interchange import to_json
from jihuan.law.engine import Context, Printed, Sisters, as_printed, check, first_day, load, rulebook_for
from jihuan.law.engine.facts import DocumentFacts
from jihuan.law.engine.hits import Hit, fail, not_enough
from jihuan.law.engine.labels import where_in_form
from jihuan.law.engine.law import Law
from jihuan.law.engine.registry import Scope
from jihuan.law.engine.summary import causes, ordered
from tests import strategies
from tests.law.engine.absurd import documents

BOOKS = [load(name, date(2025, 1, 1)) for name in ("national", "130281", "sichuan")]
FULL = Context(
    printed=(Printed(text="(一) 甲\n1. 乙\n2.丙", place=Place(line=(1, 1))), Printed(text="（二）", place=Place(line=(2, 2)))),
    last_year=Document(),
    approved=Document(),
    sisters=Sisters((Document(agency=Agency(name="别处"), projects=(Project(goals=("甲乙丙丁戊己",)),)),)),
    agencies={},
    department_budget=None,
    month=7,
    today=date(2025, 9, 3),
    submitted=False,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents, st.sampled_from(range(3)), st.booleans())
def test_any_document_gives_findings_and_no_exception(document: Document, book: int, full: bool) -> None:
    report = check(document, BOOKS[book], FULL if full else Context())
    whole = to_json(document)
    for finding in report.findings:
        assert finding.level in ("error", "warning", "info")
        assert finding.message
        assert _reaches(whole, finding.pointer), (finding.rule, finding.pointer)
        assert where_in_form(finding.pointer)
        json.dumps(finding.to_json(), ensure_ascii=False, default=str)
    assert sum(len(cause.findings) for cause in causes(report.findings)) == len(report.failures)
    assert len(ordered(report.findings)) == len(report.findings)


def _reaches(value: object, pointer: str) -> bool:
    """The pointer leads into the document; the last member may be missing."""
    parts = pointer.split("/")[1:]
    for at, part in enumerate(parts):
        if isinstance(value, list):
            if not part.isdigit() or int(part) >= len(value):
                return False
            value = value[int(part)]
        elif isinstance(value, dict):
            value = value.get(part)
        elif value is None:
            return at >= len(parts) - 1
        else:
            return False
    return True


def test_a_finding_carries_place_quote_clause_and_mend() -> None:
    row = Indicator(
        level3="按时完成率",
        target=Target(raw="≥90 百分比", operator=">=", operator_explicit=True, kind="quantitative", value=90, unit="%"),
        place=Place(page=3),
    )
    found = check(Document(projects=(Project(indicators=(row,)),)), BOOKS[0], only=["FMT-004"]).findings[0].to_json()
    assert found["place"] == {"page": 3}
    assert found["quote"] == "≥90 百分比"
    assert found["mend"] == {
        "pointer": "/projects/0/indicators/0/target/raw",
        "before": "≥90 百分比",
        "after": "≥90 %",
        "label": "“百分比”改为“%”",
    }
    assert where_in_form(str(found["pointer"])) == "表1 第1行 指标值"


def test_a_file_that_prints_nothing_has_no_printed_words() -> None:
    cell = Printed(text="(一) 甲", place=Place(line=(1, 1)))
    assert as_printed([cell]) == (cell,)
    assert as_printed([]) is None


def test_the_law_of_a_year_is_that_of_its_first_day_or_of_today_where_no_year_is_known() -> None:
    assert [first_day(year) for year in (1, 2025, 9999)] == [date(year, 1, 1) for year in (1, 2025, 9999)]
    assert {first_day(year) for year in (None, 0, -1, 10000)} == {today()}


def test_the_first_code_that_begins_with_six_figures_names_the_place() -> None:
    codes = (None, "甲130281", "51010025P000002100050", "13028125P000002100050")
    document = Document(fiscal_year=2025, projects=tuple(Project(code=code) for code in codes))
    assert [rulebook_for(document).jurisdiction, rulebook_for(Document(), BOOKS[0].on).jurisdiction] == ["sichuan", "national"]


def _level(asked: Level | None, **header: object) -> str:
    """The level of what a rule finds that asks for this level."""

    def run(document: DocumentFacts, law: Law) -> Iterator[Hit]:
        yield fail(document, "甲", level=asked) if asked else fail(document, "甲")
        yield not_enough(document, "乙")

    rule = replace(BOOKS[0].rules["CON-007"], run=run, **header)
    found = check(Document(), replace(BOOKS[0], rules={rule.id: rule})).findings
    assert [finding.outcome for finding in found] == ["fail", "not_enough_data"]
    assert found[1].level == "info"
    return found[0].level


def test_a_finding_has_the_level_of_its_case_unless_the_place_set_one() -> None:
    assert _level(None) == "error"
    assert _level("info") == "info"
    assert _level("error", level="warning") == "error"
    assert _level("error", level="warning", fixed=True) == "warning"
    assert _level("error", trial=True) == "info"


def test_what_a_person_must_judge_is_never_an_error() -> None:
    assert _level("error", level="info", method="S") == "warning"
    assert _level("info", level="warning", method="S") == "info"


def test_a_rule_looks_only_at_its_kinds_of_document_and_only_when_asked() -> None:
    rule = replace(BOOKS[0].rules["CMP-006"], kinds=("goals",))
    book = replace(BOOKS[0], rules={rule.id: rule, "CON-007": BOOKS[0].rules["CON-007"]})
    row = Indicator(level3="成活率")
    kinds = [replace(Document(projects=(Project(indicators=(row,)),)), kind=kind) for kind in ("goals", "monitoring")]
    assert [len(check(document, book, only=[rule.id]).failures) for document in kinds] == [1, 0]
    assert [set(check(document, book, only=only).passes) for document in kinds for only in ((), [rule.id])] == [
        {"CMP-006", "CON-007"}, {"CMP-006"}, {"CON-007"}, set(),
    ]  # fmt: skip


def test_passes_are_counted() -> None:
    document = Document(
        projects=(
            Project(
                indicators=(Indicator(level3="甲", target=Target(raw="3期", kind="quantitative", value=3, unit="期")),) * 3
            ),
        )
    )
    assert check(document, BOOKS[0], only=["CMP-006"]).passes["CMP-006"] == 3


@pytest.mark.parametrize(
    ("scope", "beside", "alone"),
    [
        ("document", False, False),
        ("project", False, True),
        ("sub_goal", False, False),
        ("indicator", False, True),
        ("text", False, True),
        ("project", True, False),
        ("indicator", True, False),
    ],
)
def test_a_rule_stands_alone_that_looks_at_one_sheet_and_at_none_beside_it(scope: Scope, beside: bool, alone: bool) -> None:
    assert replace(BOOKS[0].rules["CMP-006"], scope=scope, beside=beside).alone == alone


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(documents, strategies.documents()))
def test_a_rule_that_stands_alone_says_the_same_of_a_sheet_whatever_stands_beside_it(document: Document) -> None:
    named = tuple(replace(sheet, name=sheet.name or "无名") for sheet in document.projects)
    document = replace(document, agency=Agency(name="清河县图书馆"), projects=named)
    alone = [rule.id for rule in BOOKS[0].rules.values() if rule.alone]
    part = replace(document, projects=())
    sheets = [replace(part, overall_goal=None, sub_goals=(), safeguards=(), projects=(one,)) for one in document.projects]
    found = [_told(finding) for finding in check(part, BOOKS[0], only=alone).findings]
    for at, sheet in enumerate(sheets):
        found += [_told(finding, at) for finding in check(sheet, BOOKS[0], only=alone).findings]
    assert sorted(found) == sorted(map(_told, check(document, BOOKS[0], only=alone).findings))


def _told(finding: Finding, sheet: int = 0) -> str:
    members = finding.to_json()
    if sheet:
        mend = finding.mend and replace(finding.mend, pointer=finding.mend.pointer.replace("/projects/0", f"/projects/{sheet}"))
        moved = replace(finding, pointer=finding.pointer.replace("/projects/0", f"/projects/{sheet}"), mend=mend)
        members = moved.to_json()
    return json.dumps(members, ensure_ascii=False, default=str)
