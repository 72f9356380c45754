"""Two rules of our own in place of the law, so that these tests hold whatever the law says."""

from __future__ import annotations

import pytest

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.queries import department_of
from jihuan.apps.reviews import checking
from jihuan.core.findings import Finding, Mend
from jihuan.law.engine import Report

WRONG, RIGHT = "≥200次", "≥200次数"


def _finding(rule: str, pointer: str, level: str, quote: str, mend: Mend | None = None) -> Finding:
    return Finding(
        rule=rule,
        level=level,
        outcome="fail",
        message=f"“{quote}”不妥",
        quote=quote,
        pointer=pointer,
        citation="财预〔2015〕88号",
        hint="改掉它",
        group="basis" if rule == "BAS-001" else None,
        mend=mend,
    )


def _check(document, rulebook, known=None, only=()) -> Report:
    """VAL-005 wants another unit and knows which; BAS-001 dislikes a basis; MEA-007 wants figures in the overall goal."""
    found = []
    for at, project in enumerate(document.projects):
        for row, indicator in enumerate(project.indicators):
            here = f"/projects/{at}/indicators/{row}"
            if indicator.target.raw == WRONG:
                mend = Mend(pointer=f"{here}/target/raw", before=WRONG, after=RIGHT, label="单位改为“次数”")
                found.append(_finding("VAL-005", f"{here}/target", "error", WRONG, mend))
            if indicator.basis == "年度工作计划":
                found.append(_finding("BAS-001", f"{here}/basis", "warning", indicator.basis))
    if document.overall_goal and "可读" in document.overall_goal.text:
        mend = Mend(
            pointer="/overall_goal/text", before=document.overall_goal.text, after="全年借书 10 万册。", label="写明数量"
        )
        found.append(_finding("FMT-001", "/overall_goal/text", "warning", "可读", mend))
    return Report(
        findings=tuple(one for one in found if one.rule in rulebook.rules and (not only or one.rule in only)), passes={}
    )


def recheck(project: Project) -> None:
    """Bring the findings of the project's department up to date."""
    checking.check_department(department_of(project.agency), project.fiscal_year)


@pytest.fixture
def own_rules(monkeypatch) -> None:
    monkeypatch.setattr(checking, "check", _check)


@pytest.fixture
def project(own_rules, officer, document) -> Project:
    """The first project of the document on record."""
    return apply_document(officer, document, sha256="a" * 64).projects[0]
