"""Every record has a name that a person can read, in lists and in the journal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.budgets.models import Project, SpendingNode
from jihuan.apps.evaluation.models import Row, SelfEvaluation
from jihuan.apps.intake.models import Correction, Draft, Upload
from jihuan.apps.journal.models import Entry, Head
from jihuan.apps.objectives.models import DepartmentGoal, Indicator, ProjectGoal, Safeguard, SubGoal
from jihuan.apps.organisations.models import Agency

LIBRARY = Agency(name="县图书馆")


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (LIBRARY, "县图书馆"),
        (User(username="zhao"), "zhao"),
        (User(username="zhao", display_name="赵老师"), "赵老师"),
        (Project(name="图书车"), "图书车"),
        (SpendingNode(month=3, percent=Decimal(30)), "3 月底 30%"),
        (DepartmentGoal(agency=LIBRARY, fiscal_year=2026), "县图书馆 2026"),
        (SubGoal(name="阅读推广"), "阅读推广"),
        (Safeguard(title="加强管理", text="按月核对"), "加强管理"),
        (Safeguard(text="按月核对"), "按月核对"),
        (ProjectGoal(text="到每个乡镇"), "到每个乡镇"),
        (Indicator(level3="出车次数"), "出车次数"),
        (Indicator(target_raw="≥200次"), "≥200次"),
        (SelfEvaluation(project=Project(name="图书车")), "图书车"),
        (Row(name="出车次数"), "出车次数"),
        (Upload(filename="表.pdf"), "表.pdf"),
        (Draft(upload=Upload(filename="表.pdf")), "表.pdf"),
        (Correction(pointer="/fiscal_year"), "/fiscal_year"),
        (Entry(number=1, action="add_project", label="图书车"), "1 add_project 图书车"),
        (Head(number=1, digest="ab"), "1 ab"),
    ],
)
def test_a_record_is_called_by_its_name(record, name) -> None:
    assert str(record) == name


def test_a_post_names_person_group_and_place(county, officer) -> None:
    assert str(Membership.objects.get(user=officer)) == "zhao · 填报员 · 清河县图书馆"
