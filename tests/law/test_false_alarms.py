"""What looks wrong and is not is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from jihuan.core.document import Document
from jihuan.law.engine import check, load
from tests.law.documents import careful, evaluated

UNPRINTED = {"CMP-013"}
"""What the usual form has no column for, and every sheet of that form is told."""


@pytest.mark.parametrize("jurisdiction", ["national", "130281", "sichuan"])
@pytest.mark.parametrize("document", [careful(), evaluated()], ids=["careful", "evaluated"])
def test_a_careful_document_has_no_error_and_no_warning(document: Document, jurisdiction: str) -> None:
    report = check(document, load(jurisdiction, date(2025, 1, 1)))
    loud = {(finding.rule, finding.pointer) for finding in report.failures if finding.level != "info"}
    assert {found for found in loud if found[0] not in UNPRINTED} == set()
