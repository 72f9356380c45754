"""A county of any size: departments, units and projects of our own invention, the same for the same seed number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from random import Random

from django.db import transaction

from jihuan.apps.budgets.models import Project, SpendingNode
from jihuan.apps.objectives.models import Indicator, ProjectGoal
from jihuan.apps.organisations import pinyin
from jihuan.apps.organisations.actions import add_agency
from jihuan.apps.organisations.models import Agency
from jihuan.core.codes import check_character
from jihuan.core.indicators import parse_target

Report = Callable[[str, int, int], None]

OFFICES = (
    "教育局",
    "民政局",
    "水利局",
    "林业局",
    "卫生健康局",
    "农业农村局",
    "文化和旅游局",
    "交通运输局",
    "生态环境局",
    "应急管理局",
    "市场监督管理局",
    "自然资源局",
    "住房和城乡建设局",
    "人力资源和社会保障局",
    "退役军人事务局",
    "审计局",
    "统计局",
    "司法局",
    "档案馆",
    "图书馆",
    "博物馆",
    "气象局",
    "体育局",
    "医疗保障局",
    "妇女联合会",
    "残疾人联合会",
    "总工会",
    "红十字会",
    "文学艺术界联合会",
    "供销合作社",
)
UNITS = (
    "服务中心",
    "执法大队",
    "信息中心",
    "培训学校",
    "监测站",
    "推广站",
    "事务中心",
    "保障中心",
)
THINGS = (
    "设备更新",
    "房屋维修",
    "信息系统运行维护",
    "人员培训",
    "宣传教育",
    "监测评估",
    "困难群众救助",
    "河道治理",
    "绿化管护",
    "图书购置",
    "场馆免费开放",
    "疫病防控",
)
TAILS = (
    "经费",
    "补助资金",
    "项目",
    "专项资金",
    "工作经费",
)
TARGETS: tuple[tuple[str, str, str, Callable[[Random], str]], ...] = (
    ("产出指标", "数量指标", "完成任务数量", lambda chance: f"≥{chance.randrange(1, 40) * 5}项"),
    ("产出指标", "质量指标", "验收合格率", lambda chance: f"≥{chance.randrange(90, 100)}%"),
    ("产出指标", "时效指标", "完成时间", lambda chance: f"{chance.randrange(6, 13)}月底前"),
    ("产出指标", "成本指标", "成本控制率", lambda chance: "≤100%"),
    ("效益指标", "社会效益指标", "受益人数", lambda chance: f"≥{chance.randrange(2, 90) * 100}人"),
    ("满意度指标", "服务对象满意度指标", "服务对象满意度", lambda chance: f"≥{chance.randrange(85, 99)}%"),
)
BATCH = 500
FIRST = 801
REGION = "990199"


def region() -> Agency:
    """The county that exists nowhere, under which everything generated stands; made when it is missing."""
    found = Agency.objects.filter(kind=Agency.Kind.REGION, code=REGION).first()
    return found or add_agency(None, Agency.Kind.REGION, REGION, "示范县")


def fill(region: Agency, projects: int, report: Report, fiscal_year: int = 2025, seed: int = 1) -> None:
    """Add departments with units below ``region`` and ``projects`` projects with plan, goal and six indicators each."""
    chance = Random(seed)  # noqa: S311 - names, no secrets
    with transaction.atomic():
        units = _tree(region, chance, max(1, min(30, projects // 10)))
        rows = _projects(region, units, projects, fiscal_year, chance)
        done = 0
        while batch := list(islice(rows, BATCH)):
            _keep(batch, chance)
            done += len(batch)
            report("projects", done, projects)


def _tree(region: Agency, chance: Random, departments: int) -> list[Agency]:
    units = []
    for number, office in enumerate(OFFICES[:departments], FIRST):
        name = f"{region.name}{office}"
        department = add_agency(region, Agency.Kind.DEPARTMENT, str(number), name, office)
        units.append(add_agency(department, Agency.Kind.UNIT, f"{number}001", f"{name}本级"))
        for index, unit in enumerate(chance.sample(UNITS, chance.randrange(0, 4)), 2):
            units.append(add_agency(department, Agency.Kind.UNIT, f"{number}{index:03}", f"{name}{unit}"))
    return units


def _projects(region: Agency, units: list[Agency], number: int, year: int, chance: Random) -> Iterator[Project]:
    for index in range(1, number + 1):
        agency = chance.choice(units)
        office = agency.parent.short_name if agency.parent else ""
        name = f"{year}年{office}{chance.choice(THINGS)}{chance.choice(TAILS)}（{index}）"
        body = f"{region.code:0<6.6}{year % 100:02}P{900000 + index // 1000:06}{index % 1000 + 10000:05}"
        total = Decimal(chance.randrange(1, 20_000)) * 1000
        other = total / 5 if chance.random() < 0.2 else None
        yield Project(
            agency=agency,
            fiscal_year=year,
            position=index,
            code=body + check_character(body),
            name=name,
            pinyin=pinyin.sort_key(name),
            initials=pinyin.initials(name),
            amount_unit="万元",
            total=total,
            fiscal=total - (other or 0),
            other=other,
            fund_use=f"用于{name}的各项支出。",
        )


def _keep(projects: list[Project], chance: Random) -> None:
    Project.objects.bulk_create(projects)
    plan = ((3, "25"), (6, "50"), (10, "80"), (12, "100"))
    SpendingNode.objects.bulk_create(
        SpendingNode(project=project, month=month, percent=Decimal(percent)) for project in projects for month, percent in plan
    )
    ProjectGoal.objects.bulk_create(
        ProjectGoal(project=project, position=1, text=f"按期完成{project.name}。") for project in projects
    )
    Indicator.objects.bulk_create(
        (_indicator(project, position, row, chance) for project in projects for position, row in enumerate(TARGETS, 1)),
        batch_size=BATCH,
    )


def _indicator(
    project: Project, position: int, row: tuple[str, str, str, Callable[[Random], str]], chance: Random
) -> Indicator:
    level1, level2, level3, target = row
    promised = parse_target(target(chance))
    return Indicator(
        project=project,
        position=position,
        level1=level1,
        level2=level2,
        level3=level3,
        description=f"全年{level3}",
        target_raw=promised.raw,
        operator=promised.operator,
        operator_explicit=promised.operator_explicit,
        kind=promised.kind,
        value=promised.value,
        upper=promised.upper,
        unit=promised.unit,
        basis="年度工作计划",
    )
