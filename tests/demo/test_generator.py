"""The generated county is the same for the same seed number, and its projects are sound."""

from __future__ import annotations

import pytest

from jihuan.apps.budgets.models import Project
from jihuan.apps.objectives.facts import department_document
from jihuan.apps.organisations.models import Agency
from jihuan.core.codes import project_code_problem
from jihuan.core.interchange import from_json, to_json
from jihuan.demo import generator

pytestmark = pytest.mark.django_db


def names(seed: int) -> list[tuple[str, str]]:
    told: list[tuple[str, int, int]] = []
    region = generator.region()
    generator.fill(region, 60, lambda *step: told.append(step), seed=seed)
    assert told[-1] == ("projects", 60, 60)
    rows = list(Project.objects.order_by("pk").values_list("name", "code"))
    Project.objects.all().delete()
    Agency.objects.filter(kind="unit").delete()
    Agency.objects.filter(kind="department").delete()
    return rows


def test_one_seed_number_one_county() -> None:
    assert names(1) == names(1) != names(2)


def test_what_is_generated_is_a_sound_document() -> None:
    region = generator.region()
    generator.fill(region, 30, lambda *_: None)
    document = department_document(Agency.objects.get(code="801"), 2025)
    assert from_json(to_json(document)) == document
    codes = list(Project.objects.values_list("code", flat=True))
    assert [project_code_problem(code) for code in codes] == [None] * len(codes) == [None] * 30
