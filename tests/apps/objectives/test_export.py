"""What leaves the house is in the official form, within the scope of its bearer, and in the journal."""

from __future__ import annotations

import hashlib

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document, export_department, export_project
from jihuan.apps.organisations.access import NotAllowed
from jihuan.core.interchange import loads


def test_an_export_says_what_the_records_say_and_is_journalled(county, officer, document) -> None:
    applied = apply_document(officer, document)
    data = export_department(officer, county.library, 2026, "json")
    assert loads(data) == document
    entry = Entry.objects.last()
    assert (entry.action, entry.agency, entry.user) == ("export_department", county.library, officer)
    assert entry.after == {"format": "json", "fiscal_year": 2026, "sha256": hashlib.sha256(data).hexdigest()}
    assert loads(export_project(officer, applied.projects[0], "json")).projects == document.projects[:1]
    assert Entry.objects.last().label == "流动图书车运行经费"
    assert verify().broken is None


def test_who_has_the_machine_exports_at_its_console_and_the_journal_says_so(county, officer, document) -> None:
    project = apply_document(officer, document).projects[0]
    files = [export_project(None, project, "json"), export_department(None, county.library, 2026, "json")]
    entries = Entry.objects.order_by("-number")[:2][::-1]
    assert [entry.action for entry in entries] == ["export_project", "export_department"]
    assert [entry.after["sha256"] for entry in entries] == [hashlib.sha256(data).hexdigest() for data in files]
    assert {(entry.user, entry.after["from"]) for entry in entries} == {(None, "console")}


def test_nobody_exports_outside_their_scope(county, officer, document, person) -> None:
    project = apply_document(officer, document).projects[0]
    entries = Entry.objects.count()
    for user in (person("a", county.museum, groups.BUREAU), person("b", None)):
        with pytest.raises(NotAllowed, match="导出"):
            export_project(user, project, "json")
        with pytest.raises(NotAllowed, match="导出"):
            export_department(user, county.library, 2026, "json")
    assert Entry.objects.count() == entries
