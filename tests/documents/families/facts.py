"""Facts of our own: projects with their amounts, goals and indicators, drawn by a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal

_THINGS = (
    "河道清淤 图书采购 校舍修缮 疫苗接种 防火巡查 公厕改造 水质监测 驻村帮扶 广场舞大赛 种质资源普查 路灯更换 职业培训".split()
)
_PLACES = "青石县 临河区 双桥镇 柳泉市 白云街道".split()
_BODIES = "水务局 文化馆 教育局 卫生健康局 农业农村局 应急管理局".split()
_LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
_NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "数量": ("受益户数 参与人数 服务场次 设备购置数量 覆盖村数 实施面积", ("≥ 人次", "≥ 公里", "= 套", "≥ 场", " 户")),
    "质量": ("验收合格率 设备完好率 质量达标率 优良率 核定准确率", ("≥ %", "= %", " %")),
    "时效": ("完成时间 办理及时率 工期 按期完工率 响应时限", ("≤ 天", "12月底前", "6月30日前")),
    "成本": ("单位成本 总成本 补助标准 人均费用", ("≤ 万元", "≤ 元", " 元/人")),
    "经济": ("带动增收 节约支出 产值增长额 新增税收", ("≥ 万元", "≥ %", "≥ 元")),
    "社会": ("群众知晓率 公共服务水平 受益群众人数 带动就业人数 安全事故数", ("≥ %", "≥ 人", "有效提升")),
    "生态": ("人居环境改善 污染物减排量 绿化覆盖率 水质达标情况", ("显著改善", "≥ %", "≥ 吨")),
    "可持续": ("长效管护机制 设施使用年限 后续运行能力", ("长期", "≥ 年", "逐步提高")),
    "满意": ("群众满意度 服务对象满意度 职工满意率", ("≥ %",)),
}
"""What indicators of each second level are called, and their signs and units, or values in words."""
_VAGUE = ("完成率 覆盖率 完成情况 工作成效 使用情况", ("≥ %", "≥ 次", "≥ 个", "已完成"))
"""Names of outputs and benefits that say nothing of their level, as some real ones do."""
_SHARE = 0.15
_SIDES = "东西南北中前后内外上下左右新老大小远近"
_CAUSES = ("设备采购延期，已督促供应商到货", "天气原因，来年提前安排", "报名人数少于预期，下年提前宣传")
_SHORT = 0.25
"""So many rows fall short of their target; they have fewer points and tell a cause."""


@dataclass(frozen=True)
class Row:
    level1: str
    level2: str
    level3: str
    description: str
    operator: str
    figure: str
    unit: str
    basis: str
    weight: str
    actual: str
    score: str
    deviation: str

    @property
    def value(self) -> str:
        return f"{self.operator}{self.figure}{self.unit}"


@dataclass(frozen=True)
class Facts:
    name: str
    code: str
    agency: str
    year: int
    total: str
    fiscal: str
    other: str
    executed: str
    rate: str
    goals: tuple[str, ...]
    achievement: str
    rows: tuple[Row, ...]

    @property
    def score(self) -> str:
        return f"{sum(float(row.score) for row in self.rows) + 9.5:.1f}"


def facts(pick: random.Random, number: int = 1) -> Facts:
    """One project."""
    thing = f"{pick.choice(_PLACES)}{pick.choice(_THINGS)}{pick.choice(('项目', '经费', '补助资金', '工程'))}"
    fiscal, other = pick.randrange(10, 900) * 100, pick.choice((0, pick.randrange(1, 90) * 100))
    rows: list[Row] = []
    for level1, seconds in _LEVELS:
        for level2 in seconds[: pick.randrange(1, len(seconds) + 1)]:
            rows += [_row(pick, level1, level2) for _at in range(pick.randrange(1, 3))]
    share = [90 // len(rows)] * len(rows)
    share[0] += 90 - sum(share)
    rows = [
        replace(row, level3=f"{_SIDES[at]}片{row.level3}", weight=str(weight), score=str(weight - 2 * bool(row.deviation)))
        for at, (row, weight) in enumerate(zip(rows, share, strict=True))
    ]
    return Facts(
        name=f"{thing}{'二期三期四期'[2 * (number - 2) :][:2] if number > 1 else ''}",
        code=f"1302{pick.randrange(10, 99)}25P{pick.randrange(10**9, 10**10):010d}00",
        agency=f"{pick.choice(_PLACES)}{pick.choice(_BODIES)}",
        year=pick.randrange(2020, 2026),
        total=f"{(fiscal + other) / 100:.2f}",
        fiscal=f"{fiscal / 100:.2f}",
        other=f"{other / 100:.2f}",
        executed=f"{(fiscal + other) / 100 * 0.95:.2f}",
        rate="95.00%",
        goals=(f"完成{thing}年度任务，惠及群众{pick.randrange(100, 9000)}人。", "按时支付资金，提高公共服务水平。"),
        achievement=f"已完成年度任务，惠及群众{pick.randrange(100, 9000)}人。",
        rows=tuple(rows),
    )


def signed(it: Facts) -> Facts:
    """The same where signs have a column of their own: every figure has one, as portals demand."""
    bare = [not row.operator and row.figure[0].isdigit() and bool(row.unit) for row in it.rows]
    return replace(it, rows=tuple(replace(row, operator="=") if no else row for row, no in zip(it.rows, bare, strict=True)))


def _row(pick: random.Random, level1: str, level2: str) -> Row:
    own = next(names for word, names in _NAMES.items() if word in level2)
    nouns, values = _VAGUE if pick.random() < _SHARE and "满意" not in level2 else own
    name = f"{pick.choice(_THINGS)}{pick.choice(nouns.split())}"
    value = pick.choice(values)
    if " " in value:
        operator, unit = value.split(" ")
        figure = str(pick.randrange(50, 100)) if unit == "%" else pick.choice((str(pick.randrange(2, 5000)), "3.5"))
    else:
        operator, figure, unit = "", value, ""
    cause = pick.choice(_CAUSES) if pick.random() < _SHORT else ""
    return Row(
        level1,
        level2,
        name,
        f"{name}占计划的比重",
        operator,
        figure,
        unit,
        pick.choice(("计划标准", "年度工作安排")),
        "10",
        _actual(operator, figure, unit, short=bool(cause)),
        "10",
        cause,
    )


def _actual(operator: str, figure: str, unit: str, *, short: bool) -> str:
    if not figure[0].isdigit() or figure.endswith("前"):
        return "部分完成" if short else "已完成"
    worse = Decimal("1.2") if operator == "≤" else Decimal("0.8")
    return f"{Decimal(figure) * (worse if short else 1):.1f}".removesuffix(".0") + unit
