"""Documents of our own: one that a careful unit would write, and a self-evaluation full of things that look wrong and are not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jihuan.core.codes import check_character
from jihuan.core.document import Actual, Agency, Budget, Document, Indicator, Project, SpendingNode
from jihuan.core.indicators import parse_actual, parse_target

_CODE = "13028125P00000511000"
_ROWS = """
产出指标|数量指标|图书馆开放天数|2025年1—12月对读者开放的天数|≥300天|历史标准：2024年开放298天|10
产出指标|数量指标|接待读者人次|2025年1—12月进馆读者，按门禁计数|≥60000人次|历史标准：2024年接待58200人次|10
产出指标|数量指标|新购图书册数|2025年验收入库的图书|≥2000册|计划标准：市图书馆2025年采购计划（遵图〔2024〕12号）|10
产出指标|质量指标|图书验收合格率|验收合格的册数÷到货册数×100%|≥98%|行业标准：GB/T 28220-2011|10
产出指标|时效指标|图书上架及时率|到货后20日内上架的册数÷到货册数×100%|≥95%|历史标准：2024年为94%|5
产出指标|成本指标|每册采购成本|图书采购支出÷验收册数|≤45元/册|预算支出标准：2025年采购控制价|5
效益指标|经济效益指标|不适用|||不适用|
效益指标|社会效益指标|持证读者占常住人口比例|持证读者人数÷常住人口×100%，2025年12月31日统计|≥12%|历史标准：2024年为11.4%|30
效益指标|生态效益指标|不适用|||不适用|
满意度指标|服务对象满意度指标|读者满意度|满意和较满意的有效问卷数÷有效问卷数×100%，样本不少于150份，进馆发放|≥92%|历史标准：2024年为91%|10
"""


def careful() -> Document:
    """A library's sheet with nothing to complain of."""
    rows = tuple(_row(line) for line in _ROWS.strip().splitlines())
    project = Project(
        code=_CODE + check_character(_CODE),
        name="图书馆免费开放补助资金",
        agency_code="731003",
        agency_name="青石市图书馆",
        amount_unit="万元",
        budget=Budget(total=Decimal("19.00"), fiscal=Decimal("19.00"), other=Decimal("0.00")),
        fund_use="预算资金19.00万元，其中财政资金19.00万元：购书2000册，每册45元，计9.00万元；水电费每月0.50万元，计6.00万元；读者活动8场，每场0.50万元，计4.00万元。",
        spending_plan=tuple(
            SpendingNode(month=month, percent=Decimal(share)) for month, share in ((3, 25), (6, 52), (10, 86), (12, 100))
        ),
        goals=(
            "2025年全年开放300天以上，接待读者60000人次以上。",
            "2025年12月底前新购图书2000册，验收合格率98%以上，到货后20日内上架。",
        ),
        indicators=rows,
    )
    return Document(fiscal_year=2025, agency=Agency(code="731003", name="青石市图书馆"), projects=(project,))


def _row(line: str) -> Indicator:
    level1, level2, level3, description, target, basis, weight = (cell or None for cell in line.split("|"))
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        description=description,
        target=parse_target(target or "不适用"),
        basis=basis,
        weight=Decimal(weight) if weight else None,
    )


_EVALUATED = """
产出指标|数量指标|养护道路里程|≥20公里|20公里|20|20
产出指标|质量指标|养护验收合格率|≥95%|96%|20|20
产出指标|时效指标|养护完成时间|2025年11月底前|2025年10月完成|10|10
产出指标|成本指标|每公里养护成本|≤1.3万元/公里|1.25万元/公里||
效益指标|经济效益指标|无|无|无||
效益指标|社会效益指标|通行事故下降率|≥5%|6%|20|20
效益指标|生态效益指标|不适用|不适用|||
效益指标|可持续影响指标|养护机制健全程度|定性 优良中差|优|10|10
满意度指标|服务对象满意度指标|沿线居民满意度|≥90%|93%|10|10
"""


def evaluated() -> Document:
    """A self-evaluation: 90 points beside the 10 of execution, rows that do not apply, a sub-row without weight, 元 in words."""
    rows = tuple(_scored(line) for line in _EVALUATED.strip().splitlines())
    project = replace(
        careful().projects[0],
        code=None,
        name="农村公路养护经费（2024—2026年）",
        budget=Budget(
            total=Decimal("26.00"),
            fiscal=Decimal("26.00"),
            other=Decimal("0.00"),
            adjusted=Decimal("26.00"),
            executed=Decimal("25.00"),
            execution_rate=Decimal("96.15"),
        ),
        fund_use=None,
        spending_plan=(),
        goals=("2025年养护农村公路20公里，安排资金260000元。",),
        achievement="养护农村公路20公里。",
        total_score=Decimal("99.62"),
        execution_weight=Decimal(10),
        execution_score=Decimal("9.62"),
        indicators=rows,
    )
    return Document(fiscal_year=2025, kind="self_evaluation", agency=Agency(name="青石市交通运输局"), projects=(project,))


def _scored(line: str) -> Indicator:
    level1, level2, level3, target, actual, weight, score = (cell or None for cell in line.split("|"))
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        target=parse_target(target or ""),
        actual=_actual(actual),
        weight=Decimal(weight) if weight else None,
        score=Decimal(score) if score else None,
    )


def _actual(text: str | None) -> Actual | None:
    return parse_actual(text) if text else None
