"""A project of the library with every kind of indicator, and its self-evaluation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from jihuan.apps.budgets.models import Project
from jihuan.apps.evaluation import actions, facts
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives.actions import apply_document
from jihuan.core.document import Budget, Document, Indicator
from jihuan.core.document import Project as Sheet
from jihuan.core.indicators import parse_target


def row(level1: str, level2: str, level3: str, target: str) -> Indicator:
    return Indicator(level1=level1, level2=level2, level3=level3, target=parse_target(target))


@pytest.fixture
def goals(document: Document) -> Document:
    """One project: 20 万元, five indicators."""
    sheet = Sheet(
        code="99010126P000001100010",
        name="流动图书车运行经费",
        agency_code="612001",
        agency_name="清河县图书馆本级",
        amount_unit="万元",
        budget=Budget(total=Decimal("20.00"), fiscal=Decimal("20.00")),
        fund_use="油料、维修。",
        goals=("图书车到每个乡镇。", "全年出车200次以上。"),
        indicators=(
            row("产出指标", "数量指标", "出车次数", "≥200次"),
            row("产出指标", "质量指标", "车辆完好率", "100%"),
            row("产出指标", "成本指标", "每次出车成本", "≤500元"),
            row("效益指标", "社会效益指标", "乡镇读者", "明显增多"),
            row("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%"),
        ),
    )
    return replace(document, overall_goal=None, sub_goals=(), safeguards=(), projects=(sheet,))


@pytest.fixture
def project(officer, goals) -> Project:
    return apply_document(officer, goals, sha256="a" * 64).projects[0]


@pytest.fixture
def evaluation(officer, project) -> SelfEvaluation:
    return actions.start(officer, project)


class Filler:
    """Fills cells by the name of their indicator: fill("出车次数", actual="180次")."""

    def __init__(self, user, evaluation) -> None:
        self.user, self.evaluation = user, evaluation

    def name(self, level3: str, field: str) -> str:
        sheet = facts.sheet_of(actions.reread(self.evaluation))
        return next(f"rows/{row.key}/{field}" for row in sheet.rows if row.indicator.level3 == level3)

    def __call__(self, level3: str = "", **cells: str):
        found = None
        for field, text in cells.items():
            name = self.name(level3, field) if level3 else field
            base = dict(facts.texts(facts.sheet_of(actions.reread(self.evaluation))))[name]
            found = actions.fill(self.user, self.evaluation, name, text, base)
        return found


@pytest.fixture
def fill(officer, evaluation) -> Filler:
    return Filler(officer, evaluation)


@pytest.fixture
def filled(fill) -> SelfEvaluation:
    """Everything filled in: two indicators short of their targets, one qualitative."""
    fill(executed="19", achievement="图书车到了全部乡镇，出车180次。")
    fill("出车次数", actual="180次", deviation="检修停驶；来年错开检修。")
    fill("车辆完好率", actual="100%")
    fill("每次出车成本", actual="480元")
    fill("乡镇读者", actual="达成年度指标", points="28", deviation="个别乡镇没有增多；下年增加班次。")
    fill("读者满意度", actual="95%")
    return actions.reread(fill.evaluation)
