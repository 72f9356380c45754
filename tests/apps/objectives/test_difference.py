"""Whatever a document may carry can be told when it differs."""

from __future__ import annotations

import dataclasses

import pytest

from jihuan.apps.objectives.difference import DESCRIPTIONS, FIELDS, SKIPPED
from jihuan.core.document import Budget, FundSource, Indicator, Project, Safeguard, SubGoal

IN_ROWS = {"indicators", "spending_plan", "goals", "budget", "sources", "description"}
OF_THE_READER = {"uncertain"}


@pytest.mark.parametrize("record", [Project, Budget, FundSource, SubGoal, Safeguard, Indicator])
def test_every_member_has_its_word(record: type) -> None:
    members = {field.name for field in dataclasses.fields(record)}
    assert members - FIELDS.keys() - SKIPPED - IN_ROWS - OF_THE_READER == set()
    assert "description" not in members or record in DESCRIPTIONS
