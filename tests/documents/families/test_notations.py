"""Values and amounts as offices write them come out of every format as they were printed, understood as the grammar understands them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from jihuan.core.document import Document
from jihuan.core.indicators import parse_target
from jihuan.core.text import squeeze
from jihuan.documents.readers import read_bytes
from tests.documents.families.build import Block, as_docx, as_html, as_pdf, as_xls, as_xlsx
from tests.documents.families.paged import as_ofd
from tests.documents.readers.flattened import KINDS

FORMATS: dict[str, Callable[[list[Block]], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "xls": as_xls,
    "pdf": as_pdf,
    "ofd": as_ofd,
    "txt": lambda blocks: KINDS["tabs, every column"](blocks).encode("gb18030"),
}
VALUES = """
≥12座 >=12座 大于等于12座 ≧12座 不少于12座 不低于98% 95%以上 ≥≥98% ≤5% <=5天 小于等于3次 ≦3次 小于0.9‰ 不超预算 不超过48.6万元 控制在10万元以内
=100% ﹦5个 ═5个 等于1个 <60天 ＞5 ＜5 ≥0 ±3%以内 60%-80% 10～20场 至少3场 90%左右 290% 2280次 292% 二90% 2X
100百分比 0.97比例 0.9‰ =100.00(%) １００％ ≥９５％ ８０人 1,500人次 22.5 1 100 3500公斤 10辆
≥12人次/年 1次/月 500元/人·月 500元/人*月 1600元/亩 每亩300 30元/月/人 2万/月 3人/天 41.5万元 2亿元 20万 3000元 24小时 12TB 10606.7522万元 .32
提升 健全 及时 长期 显著 持续改善 逐步提高 效果明显 高中低 好坏 是 是/是 已完成 优良 提升10% 严格按照预算标准1000元/人给补助对象兑付补助 参照政府采购成本控制
2026年年底前 11月底之前 12月底到位 2025年12月31日 2025年1月-12月 2024年1月--2024年11月 2023.07-2024.01 2026年6月30日前完成 第三季度 按月安排
公里 ≧% ≥**人 / — - 无 本项目不适用此指标 0 0.00%
""".split()
LEVELS = (("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标"))
NAMES = [
    f"{place}{work}情况"
    for place in "堤防 水库 灌区 渠道 闸门 泵站 管网 道路 桥梁 校舍 苗圃 温室 鱼塘".split()
    for work in "巡查 清淤 维修 培训 宣传 保洁 测量 绿化".split()
]
AMOUNTS: dict[str, tuple[str, str, Decimal | None, str | None, str]] = {
    "two places": ("（万元）", "26.00", Decimal("26"), "万元", ""),
    "commas": ("（元）", "3,498,000.00", Decimal("3498000"), "元", ""),
    "unit in the cell": ("", "10606.7522万元", Decimal("10606.7522"), "万元", ""),
    "short unit": ("", "250万", Decimal("250"), "万元", ""),
    "unit told twice": ("（万元）", "10000万元", Decimal("10000"), "万元", ""),
    "another unit than the form's": ("（万元）", "500000元", Decimal("50"), "万元", ""),
    "no unit at all": ("", "1681680", Decimal("1681680"), None, "没有写明金额单位"),
    "mojibake": ("（元）", "3,724,055.00?", Decimal("3724055"), "元", "其余“?”请核对"),
    "integer part lost": ("（万元）", ".32", None, "万元", "“.32”不是金额，没有采用"),
    "parts in brackets": (
        "",
        "854万(林地400万元，水利454万元)",
        Decimal("854"),
        "万元",
        "其余“(林地400万元，水利454万元)”请核对",
    ),
    "full width": ("（万元）", "２６．００", Decimal("26"), "万元", ""),
    "sign of the currency": ("（万元）", "￥26.00", Decimal("26"), "万元", ""),
}


def goal_sheet(values: list[str], amount: str = "30.00", unit: str = "（万元）") -> list[Block]:
    """A sheet with an indicator for each value."""
    rows = [
        ["项目名称", "农村公路养护", "<", "<"],
        [f"年度资金总额{unit}", amount, "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
    ]
    for at, (value, name) in enumerate(zip(values, NAMES, strict=False)):
        rows.append([*LEVELS[at * len(LEVELS) // len(values)], name, value])
    return ["项目支出绩效目标表", rows]


def read(format: str, blocks: list[Block]) -> Document:
    return read_bytes(FORMATS[format](blocks), f"目标.{format}")


@pytest.mark.parametrize("format", FORMATS)
def test_every_notation_of_a_value_is_read_as_printed(format: str) -> None:
    assert len(VALUES) <= len(NAMES)
    (project,) = read(format, goal_sheet(VALUES)).projects
    found = {squeeze(it.level3 or ""): it.target for it in project.indicators}
    assert [squeeze(found[name].raw) for name in NAMES[: len(VALUES)]] == VALUES
    wanted = [parse_target(value) for value in VALUES]
    got = [found[name] for name in NAMES[: len(VALUES)]]
    assert [(it.kind, it.operator, it.value, it.upper, it.unit) for it in got] == [
        (it.kind, it.operator, it.value, it.upper, it.unit) for it in wanted
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_rate_far_beyond_a_hundred_is_asked_about_and_kept(format: str) -> None:
    blocks = [
        "项目支出绩效目标表",
        [["项目名称", "农村公路养护"], ["三级指标", "指标值"], ["公路完好率", "290%"], ["群众满意率", "≥92%"]],
    ]
    document = read(format, blocks)
    (project,) = document.projects
    assert [(it.target.raw, it.uncertain) for it in project.indicators] == [("290%", ("target",)), ("≥92%", ())]
    assert any("可能是“≥90%”的识别错误" in problem.message for problem in document.problems)


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "txt"])
@pytest.mark.parametrize("case", AMOUNTS)
def test_every_notation_of_an_amount_is_read_or_told(case: str, format: str) -> None:
    heading, amount, value, unit, said = AMOUNTS[case]
    document = read(format, goal_sheet(["≥12公里", "≥95%"], amount, heading))
    (project,) = document.projects
    assert (project.budget.total, project.amount_unit) == (value, unit)
    told = "；".join(problem.message for problem in document.problems)
    assert said in told if said else told == ""


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "txt"])
def test_parts_that_do_not_add_up_are_told(format: str) -> None:
    rows = [["年度资金总额（万元）", "30.00", "其中：财政拨款", "20.00"], ["其他资金", "6.00", "", ""]]
    sheet = goal_sheet(["≥12公里"])
    table = sheet[1]
    assert isinstance(table, list)
    sheet[1] = [table[0], *rows, *table[2:]]
    (told,) = [problem.message for problem in read(format, sheet).problems]
    assert "财政资金 20.00 与其他资金 6.00 之和不等于预算数 30.00" in told
