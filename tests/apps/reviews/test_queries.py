"""Every page of the reviews asks the database as often for much as for little."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews import checking, ruling
from jihuan.apps.reviews.models import RuleSetting
from jihuan.core import document as core
from tests.apps.reviews.conftest import recheck

PAGES = {
    "/review/": 23,
    "/review/?year=2026&unit=612001": 24,
    "/review/findings/": 15,
    "/review/findings/?unit=612001&rule=BAS-001": 16,
    "/review/findings/export/csv/": 15,
    "/review/rules/": 20,
    "/review/rules/export/csv/": 20,
    "/review/rules/BAS-001/": 30,
    "/review/words/": 24,
    "/projects/{pk}/review/": 23,
    "/projects/{pk}/findings/": 22,
    "/departments/612/2026/findings/": 24,
}


@pytest.fixture
def filled(project, bureau, county, document):
    """Findings of one department, a rule on trial, a word, the points of an aspect."""
    ruling.set_rule(bureau, county.region, "BAS-001", RuleSetting.Mode.TRIAL, "先看看准不准")
    ruling.add_word(bureau, county.region, ruling.Entry("own_words", "创兴镇"))
    ruling.give_points(bureau, project, "规范完整性", Decimal(5), "现场看过台账")
    recheck(project)
    return project


def _asked(client, project) -> dict[str, int]:
    asked = {}
    for page in PAGES:
        address = page.format(pk=project.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked[page] = len(queries)
    return asked


def test_the_number_of_queries_of_every_page_is_known(filled, bureau, client) -> None:
    client.force_login(bureau)
    assert _asked(client, filled) == PAGES


def test_many_units_findings_settings_and_words_take_no_more(filled, bureau, county, document, client) -> None:
    first = document.projects[0]
    for number in range(6):
        department = add_agency(county.region, "department", f"8{number:02}", f"第{number}局")
        code = f"8{number:02}001"
        add_agency(department, "unit", code, f"第{number}局本级")
        sheets = tuple(replace(first, name=f"项目{at}", code=None, agency_code=code, agency_name=None) for at in range(4))
        part = replace(document, agency=core.Agency(code=code), projects=sheets, overall_goal=None, sub_goals=(), safeguards=())
        apply_document(bureau, part)
        ruling.add_word(bureau, county.region, ruling.Entry("own_words", f"第{number}镇"))
        ruling.set_rule(bureau, department, "VAL-005", RuleSetting.Mode.TRIAL, "先看看准不准")
    for department in Agency.objects.filter(kind="department"):
        checking.check_department(department, 2026)
    client.force_login(bureau)
    assert _asked(client, filled) == PAGES
