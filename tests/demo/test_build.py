"""The demonstration: the seed department alive through the actions that people use, and never among real users."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.apps.accounts.groups import GRANTS
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.budgets.models import Project
from jihuan.apps.budgets.queries import Filters, project_page
from jihuan.apps.intake import actions
from jihuan.apps.intake.models import Upload
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.models import Indicator
from jihuan.apps.overview.queries import todo, todo_count
from jihuan.demo import PASSWORD, DemoRefused, build
from jihuan.demo.county import ACCOUNTS

pytestmark = pytest.mark.django_db


def test_the_seed_department_is_there_and_a_second_time_nothing_is_doubled() -> None:
    told: list[tuple[str, int, int]] = []
    document = build(lambda *step: told.append(step))
    assert len(document.projects) == 4
    assert sum(len(project.indicators) for project in document.projects) == 28
    assert sum(project.budget.total for project in document.projects) == Decimal("41.50")
    assert (document.agency.code, len(document.sub_goals), len(document.safeguards)) == ("731001", 3, 9)
    assert [stage for stage, done, total in told if done == total] == ["accounts", "read", "import", "draft"]
    counts = [model.objects.count() for model in (Project, Indicator, User, Membership, Upload, Entry)]
    assert build(lambda *step: None) == document
    assert [model.objects.count() for model in (Project, Indicator, User, Membership, Upload, Entry)] == counts
    assert verify().broken is None
    assert {account.group for account in ACCOUNTS} == set(GRANTS)
    assert all(User.objects.get(username=account.username).check_password(PASSWORD) for account in ACCOUNTS)

    officer = User.objects.get(username="officer")
    assert (todo(officer).count, todo_count(officer)) == (1, 1)
    assert todo(User.objects.get(username="auditor")).waiting == ()
    draft = Upload.objects.get(pk=todo(officer).waiting[0].upload_id).draft
    assert [(change.before, change.after) for change in actions.difference(officer, draft)] == [("≥300 天", "≥310天")]


def test_generated_projects_stand_in_a_county_of_their_own() -> None:
    build(projects=40)
    build(projects=40)
    assert Project.objects.count() == 44
    assert project_page(User.objects.get(username="bureau"), Filters()).count == 44
    assert project_page(User.objects.get(username="officer"), Filters()).count == 4


def test_a_database_with_real_users_is_left_alone() -> None:
    User.objects.create_user("wirklich")
    with pytest.raises(DemoRefused, match="正式用户"):
        build()
    assert User.objects.count() == 1
    assert Project.objects.count() == 0
