"""Every address with an object in it: whoever has every post elsewhere finds nothing there, and no form is taken without its token."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.evaluation.actions import start
from jihuan.apps.intake.models import Upload
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.models import Finding, OwnWord
from jihuan.core.interchange import content
from jihuan.documents.writers import write
from tests.house.test_access import addresses

NOBODYS = {"review/rules/export/", "review/rules/", "review/findings/export/"}
"""What stands before an argument that is no object of a unit: these pages show the user's own units."""
CLOSED = {403, 404, 405}


@pytest.fixture
def all_posts(person):
    """Make a user who holds every post at one place."""

    def make(name: str, agency) -> User:
        user = person(name, None)
        for group in Group.objects.all():
            Membership.objects.create(user=user, agency=agency, group=group)
        return user

    return make


@pytest.fixture
def open_addresses(county, officer, document, client) -> list[str]:
    """Every address with an argument, filled in with what the library has."""
    client.force_login(officer)
    client.post("/intake/", {"files": SimpleUploadedFile("目标.pdf", write(content(document), "pdf"))})
    upload = Upload.objects.get()
    project = apply_document(officer, document, sha256=upload.sha256).projects[0]
    start(officer, project)
    checking.check_department(county.library, 2026)
    finding = Finding.objects.exclude(project=None).first()
    assert finding is not None
    word = OwnWord.objects.create(agency=county.library, lexicon="typos", word="测式", value="测试", by=officer)
    own = {
        "projects": project.pk,
        "evaluations": project.pk,
        "findings": finding.pk,
        "intake": upload.pk,
        "units": county.library.pk,
        "users": officer.pk,
        "review": word.pk,
    }
    given = {"code": "612", "year": 2026, "sha256": upload.sha256, "number": 1, "fmt": "json", "what": "lock"}
    found = []
    for address in addresses():
        if "<" not in address or address.partition("<")[0] in NOBODYS:
            continue
        values = given | {"pk": own.get(address.partition("/")[0])}
        found.append("/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match, values=values: str(values[match[1]]), address))
    return found


def test_who_has_every_post_elsewhere_finds_nothing_there(open_addresses, county, all_posts, client) -> None:
    client.force_login(all_posts("sun", county.museum))
    assert len(open_addresses) > 40
    assert [address for address in open_addresses if client.get(address).status_code not in CLOSED] == []
    assert [address for address in open_addresses if client.post(address).status_code not in CLOSED] == []


def test_the_same_addresses_are_there_for_their_own_people(open_addresses, county, all_posts, client) -> None:
    client.force_login(all_posts("li", county.library))
    refused = [address for address in open_addresses if client.get(address).status_code in (403, 404)]
    assert [address for address in refused if not re.fullmatch(r"/users/\d+/lock/", address)] == []


def test_no_form_is_taken_without_its_token(open_addresses, county, all_posts) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(all_posts("li", county.library))
    plain = [f"/{address}" for address in addresses() if "<" not in address]
    taken = [address for address in (*open_addresses, *plain) if client.post(address).status_code != 403]
    assert taken == []


def test_files_leave_as_attachments_that_no_browser_takes_for_a_page(open_addresses, county, all_posts, client) -> None:
    client.force_login(all_posts("li", county.library))
    exports = [address for address in open_addresses if "/export/" in address]
    assert len(exports) > 3
    for address in exports:
        answer = client.get(address)
        assert answer["Content-Disposition"].startswith("attachment"), address
        assert answer["X-Content-Type-Options"] == "nosniff", address
