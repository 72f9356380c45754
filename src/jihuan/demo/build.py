"""Building the demonstration through the same actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.budgets.models import Project
from jihuan.apps.intake import actions as intake
from jihuan.apps.intake.models import Upload
from jihuan.apps.objectives.facts import department_document, project_document
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews.checking import check_department
from jihuan.core.document import Document
from jihuan.core.indicators import parse_target
from jihuan.demo import generator
from jihuan.demo.county import ACCOUNTS, PLACES
from jihuan.documents.writers import write

Report = Callable[[str, int, int], None]
PASSWORD = "Jihuan-2025"  # noqa: S105 - of demo accounts, which exist only in a demo database
YEAR = 2025
SEED = "遵化市科学技术协会2025年绩效目标.txt"
CHANGED = "科技馆运行经费绩效目标表（调整）.pdf"
CHANGED_PROJECT = "科技馆运行经费"
CHANGED_TARGET = "≥310天"


class DemoRefused(Exception):
    """The database belongs to real users; the sentence says what to do."""


def build(report: Report = lambda stage, done, total: None, projects: int = 0) -> Document:
    """Make tree and accounts, bring the seed in as the officer would, leave one draft to be confirmed; again changes nothing.

    ``report(stage, done, total)`` tells the progress; stages: "accounts", "read", "import", "draft", "projects". ``projects``
    adds so many generated ones. Gives what the records say of the department afterwards. Raises DemoRefused when the database
    has users that are not of the demo.
    """
    if User.objects.filter(is_demo=False).exists():
        raise DemoRefused(_("数据库里已有正式用户，演示数据只能放进空的数据库；请用 JIHUAN_DATA 指定另一个文件夹"))
    _people(report)
    officer = User.objects.get(username="officer")
    _seed(officer, report)
    _pending(officer, report)
    check_department(Agency.objects.get(code=PLACES[1].code), YEAR)
    if projects:
        _crowd(projects, report)
    return department_document(Agency.objects.get(code=PLACES[1].code), YEAR)


@transaction.atomic
def _people(report: Report) -> None:
    """The tree and the accounts, as far as they are missing."""
    for place in PLACES:
        if not Agency.objects.filter(code=place.code).exists():
            parent = Agency.objects.get(code=place.parent) if place.parent else None
            add_agency(parent, place.kind, place.code, place.name, place.short_name)
    password = make_password(PASSWORD)
    for number, account in enumerate(ACCOUNTS, 1):
        names = {"display_name": account.display_name, "password": password, "is_demo": True}
        user, _created = User.objects.get_or_create(username=account.username, defaults=names)
        agency, group = Agency.objects.get(code=account.agency), Group.objects.get(name=account.group)
        Membership.objects.get_or_create(user=user, agency=agency, group=group)
        report("accounts", number, len(ACCOUNTS))


def _seed(officer: User, report: Report) -> None:
    """Read the published document of the department and confirm it."""
    report("read", 0, 1)
    item = intake.upload(officer, SEED, files("jihuan.demo").joinpath("data/seed.txt").read_bytes())
    report("read", 1, 1)
    if item.state == Upload.State.UNREADABLE:
        raise DemoRefused(item.error)
    if item.state == Upload.State.DRAFT:
        applied = intake.confirm(officer, item.draft, item.draft.version)
        report("import", len(applied.projects), len(applied.projects))


@transaction.atomic
def _crowd(projects: int, report: Report) -> None:
    """Generated projects in a county of their own, once; those who look after a whole region look after it too."""
    region = generator.region()
    if region.children.exists():
        return
    for membership in Membership.objects.filter(agency__code=PLACES[0].code).select_related("user", "group"):
        Membership.objects.get_or_create(user=membership.user, agency=region, group=membership.group)
    generator.fill(region, projects, report, YEAR)


def _pending(officer: User, report: Report) -> None:
    """A sheet that came again with another target, as PDF: something to compare, correct and confirm."""
    if Upload.objects.filter(filename=CHANGED).exists():
        return
    sheet = project_document(Project.objects.get(fiscal_year=YEAR, name=CHANGED_PROJECT))
    first, *others = sheet.projects[0].indicators
    first = replace(first, target=parse_target(CHANGED_TARGET))
    changed = replace(sheet.projects[0], indicators=(first, *others))
    intake.upload(officer, CHANGED, write(replace(sheet, projects=(changed,)), "pdf"))
    report("draft", 1, 1)
