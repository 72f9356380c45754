"""The checker survives every document and says the same thing twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jihuan.core.document import Agency, Document, Indicator, Place, Project, Target
from jihuan.core.findings import Finding
from jihuan.core.interchange import to_json
from jihuan.law.engine import Context, Printed, Sisters, check, load
from jihuan.law.engine.labels import where_in_form
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


def test_passes_are_counted() -> None:
    document = Document(
        projects=(
            Project(
                indicators=(Indicator(level3="甲", target=Target(raw="3期", kind="quantitative", value=3, unit="期")),) * 3
            ),
        )
    )
    assert check(document, BOOKS[0], only=["CMP-006"]).passes["CMP-006"] == 3


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
