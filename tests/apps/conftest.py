"""A small county of our own: one region, two departments, three units, one user for each post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group

from jihuan.apps.accounts import groups
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.core.document import (
    Agency as PrintedAgency,
)
from jihuan.core.document import (
    Budget,
    Document,
    Indicator,
    Place,
    Project,
    Safeguard,
    SpendingNode,
    SubGoal,
    TextBlock,
)
from jihuan.core.indicators import parse_target


@dataclass(frozen=True)
class County:
    region: Agency
    library: Agency
    library_unit: Agency
    museum: Agency
    museum_unit: Agency


@pytest.fixture
def county(db: None) -> County:
    region = add_agency(None, "region", "990101", "清河县")
    library = add_agency(region, "department", "612", "清河县图书馆", "县图书馆")
    museum = add_agency(region, "department", "613", "清河县博物馆", "县博物馆")
    return County(
        region=region,
        library=library,
        library_unit=add_agency(library, "unit", "612001", "清河县图书馆本级"),
        museum=museum,
        museum_unit=add_agency(museum, "unit", "613001", "清河县博物馆本级"),
    )


@pytest.fixture
def person() -> Callable[[str, Agency | None, str], User]:
    """Make a user who holds a post: person("zhao", agency, groups.OFFICER)."""

    def make(name: str, agency: Agency | None, group: str = groups.OFFICER) -> User:
        user = User.objects.create_user(name, password="Mima-2025", display_name=name)
        if agency is not None:
            Membership.objects.create(user=user, agency=agency, group=Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def officer(county: County, person: Callable[..., User]) -> User:
    return person("zhao", county.library)


@pytest.fixture
def bureau(county: County, person: Callable[..., User]) -> User:
    return person("caizheng", county.region, groups.BUREAU)


def indicator(level2: str, level3: str, target: str, basis: str = "年度工作计划") -> Indicator:
    return Indicator(
        level1="产出指标",
        level2=level2,
        level3=level3,
        description=f"全年{level3}",
        target=parse_target(target),
        basis=basis,
        place=Place(page=3, bbox=(72.0, 100.5, 300.25, 120.0)),
    )


@pytest.fixture
def document() -> Document:
    """One department part and two projects of the library."""
    return Document(
        fiscal_year=2026,
        agency=PrintedAgency(code="612001", name="清河县图书馆本级"),
        overall_goal=TextBlock(text="让每个乡镇都有书可读。", place=Place(page=1, bbox=(72.0, 80.0, 500.0, 140.0))),
        sub_goals=(
            SubGoal(
                name="阅读推广",
                description="开展读书活动。",
                goal="读者增多。",
                indicator_text="读者满意度指标值=98%。",
                indicators=(Indicator(level3="读者满意度", target=parse_target("读者满意度指标值=98%")),),
            ),
        ),
        safeguards=(
            Safeguard(text="馆长负总责。"),
            Safeguard(title="加强支出管理", text="按月核对。", place=Place(line=(3, 5))),
        ),
        projects=(
            Project(
                code="99010126P000001100010",
                name="流动图书车运行经费",
                agency_code="612001",
                agency_name="清河县图书馆本级",
                amount_unit="万元",
                budget=Budget(total=Decimal("12.50"), fiscal=Decimal("10.00"), other=Decimal("2.50")),
                fund_use="油料、维修。",
                spending_plan=tuple(
                    SpendingNode(month=m, percent=Decimal(p)) for m, p in ((3, "25"), (6, "50.5"), (10, "80"), (12, "100"))
                ),
                goals=("图书车到每个乡镇。", "全年出车200次以上。"),
                indicators=(
                    indicator("数量指标", "出车次数", "≥200次"),
                    indicator("质量指标", "车辆完好率", "100%"),
                    indicator("时效指标", "完成时间", "12月底前"),
                ),
                place=Place(page=3),
            ),
            Project(
                name="古籍修复",
                agency_code="612001",
                agency_name="清河县图书馆本级",
                amount_unit="元",
                budget=Budget(total=Decimal("3456.78")),
                indicators=(indicator("数量指标", "修复册数", "20-30册"),),
            ),
        ),
    )
