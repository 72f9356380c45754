"""A mend is offered where it is certain, changes what it says, and makes the rule fall silent."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.document import Budget, Document, Indicator, Project
from jihuan.core.findings import Mend
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import from_json, to_json
from jihuan.law.engine import check, load

BOOK = load("national", date(2025, 1, 1))


def _target(raw: str) -> Document:
    return _document(indicators=(Indicator(level3="设备完好率", target=parse_target(raw)),))


def _document(**members) -> Document:
    return Document(fiscal_year=2025, projects=(Project(name="场馆开放", amount_unit="万元", **members),))


def _mended(document: Document, mend: Mend) -> Document:
    members = json.loads(json.dumps(to_json(document)))
    *path, last = mend.pointer.split("/")[1:]
    inner = members
    for part in path:
        inner = inner[int(part)] if isinstance(inner, list) else inner[part]
    assert (inner[last] or "") == mend.before
    inner[last] = mend.after
    if last == "raw":  # what the grid does after every edit: the text is read again
        target = parse_target(mend.after)
        inner |= to_json(replace(document, projects=(Project(indicators=(Indicator(target=target),)),)))["projects"][0][
            "indicators"
        ][0]["target"]
    return from_json(members)


@pytest.mark.parametrize(
    ("rule", "document", "after"),
    [
        (
            "FMT-001",
            _document(fund_use="按冀财教【2024】104 号、冀财教（2023）8号安排"),
            "按冀财教〔2024〕104号、冀财教〔2023〕8号安排",
        ),
        ("FMT-004", _target("≥90百分比"), "≥90%"),
        ("FMT-005", _target("≥98 %"), "≥98%"),
        ("FMT-006", _target("100%"), "=100%"),
        ("CMP-014", _document(budget=Budget(total=Decimal("26.00"), fiscal=Decimal("26.00"))), "0.00"),
    ],
)
def test_a_mend_does_what_it_says_and_the_rule_is_content(rule: str, document: Document, after: str) -> None:
    found = check(document, BOOK, only=[rule]).failures
    mend = found[0].mend
    assert mend is not None
    assert mend.after == after
    assert mend.label
    assert check(_mended(document, mend), BOOK, only=[rule]).failures == ()


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        ("FMT-006", _target("3500公斤")),
        ("FMT-006", _target("90%")),
        ("CMP-014", _document(budget=Budget(total=Decimal("26.00"), fiscal=Decimal("20.00")))),
    ],
)
def test_what_only_the_author_knows_is_not_mended(rule: str, document: Document) -> None:
    assert [finding.mend for finding in check(document, BOOK, only=[rule]).failures] == [None]
