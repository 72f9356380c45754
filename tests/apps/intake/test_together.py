"""Several people at the same moment: nothing is done twice, nothing is lost, nobody sees a database error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from jihuan.apps.accounts.groups import ensure_groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.intake import actions
from jihuan.apps.intake.models import Draft, Upload
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency
from jihuan.core.document import Agency as PrintedAgency
from jihuan.core.document import Document
from jihuan.core.interchange import dumps, to_json

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[object]:
    """What each call gave, or the sentence it was refused with."""

    def run(call) -> object:
        try:
            return call()
        except Refused as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [task.result() for task in [pool.submit(run, call) for call in calls]]


@pytest.fixture
def draft(county, officer, document):
    ensure_groups()
    item = Upload.objects.create(
        sha256="f" * 64, filename="a.json", size=1, uploaded_by=officer, agency=county.library_unit, state=Upload.State.DRAFT
    )
    members = to_json(document)
    return Draft.objects.create(upload=item, document=members, original=members, layout={})


def test_a_draft_is_confirmed_once(officer, draft) -> None:
    results = at_once(*[lambda: actions.confirm(officer, draft, 1)] * 5)
    assert sum(not isinstance(result, str) for result in results) == 1
    assert {result for result in results if isinstance(result, str)} == {"这份文件的状态是“已入库”，不能再更改"}
    assert Project.objects.count() == 2
    assert Entry.objects.filter(action="confirm_upload").count() == 1
    assert verify().broken is None


def test_of_two_corrections_one_wins_and_the_other_is_told(officer, draft) -> None:
    pointer = "/projects/0/fund_use"
    results = at_once(*[lambda text=text: actions.correct(officer, draft, (pointer,), text, 1) for text in ("甲", "乙", "丙")])
    assert sum(isinstance(result, str) and "请刷新页面" in result for result in results) == 2
    draft.refresh_from_db()
    assert (draft.version, draft.corrections.count()) == (2, 1)
    assert verify().broken is None


def test_the_same_file_dropped_twice_is_one_upload(county, officer, document) -> None:
    ensure_groups()
    data = dumps(document).encode()
    results = at_once(*[lambda: actions.upload(officer, "目标.json", data)] * 3)
    assert len({item.pk for item in results}) == Upload.objects.count() == Draft.objects.count() == 1


def test_files_of_one_unit_that_come_together_make_each_project_once(county, officer, document) -> None:
    ensure_groups()
    results = at_once(*[lambda: apply_document(officer, document)] * 4)
    assert sorted(result.created for result in results) == [0, 0, 0, 2]
    assert Project.objects.count() == 2
    assert verify().broken is None


def test_a_missing_unit_is_added_once(county, bureau, document) -> None:
    ensure_groups()
    sheet = replace(document.projects[0], agency_code="612009", agency_name="分馆")
    sheets = Document(fiscal_year=2026, agency=PrintedAgency(code="612009", name="分馆"), projects=(sheet,))
    results = at_once(*[lambda: apply_document(bureau, sheets)] * 3)
    assert sorted(result.created for result in results) == [0, 0, 1]
    assert Agency.objects.filter(code="612009").count() == 1


def test_confirming_and_correcting_side_by_side_block_each_other_never_for_good(county, officer, document) -> None:
    ensure_groups()
    drafts = []
    for number in range(4):
        item = Upload.objects.create(
            sha256=f"{number}" * 64,
            filename="a",
            size=1,
            uploaded_by=officer,
            agency=county.library_unit,
            state=Upload.State.DRAFT,
        )
        members = to_json(replace(document, fiscal_year=2026 + number))
        drafts.append(Draft.objects.create(upload=item, document=members, original=members, layout={}))

    def correct_often(draft: Draft) -> None:
        for number in range(6):
            draft = actions.correct(officer, draft, ("/projects/0/fund_use",), f"用途{number}", draft.version)

    calls = [lambda draft=draft: actions.confirm(officer, draft, 1) for draft in drafts[:2]]
    results = at_once(*calls, *[lambda draft=draft: correct_often(draft) for draft in drafts[2:]])
    assert [isinstance(result, str) for result in results] == [False] * 4
    assert Entry.objects.filter(action="correct_draft").count() == 12
    assert verify().broken is None
