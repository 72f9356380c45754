"""Layouts put together from the habits of several forms: labels above values or inside their cells, columns in another order."""

from __future__ import annotations

import random

from tests.documents.families.facts import facts, signed
from tests.documents.families.tables import LEVELS, Sheet, body, cause, goals_of, spread


def labels_above(pick: random.Random) -> Sheet:
    """Labels in one row and their values in the next, amounts too; goals under their label; a remark below the table."""
    it = facts(pick)
    rows = [
        ["项目名称", "<", "主管部门", pick.choice(("实施单位", "项目单位", "预算单位")), "项目编码"],
        [it.name, "<", "某某主管局", it.agency, it.code],
        ["项目资金（万元）", "年度资金总额", "其中：财政拨款", "其他资金", "<"],
        ["^", it.total, it.fiscal, it.other, "<"],
        spread("年度绩效目标", width=5),
        spread(goals_of(it), width=5),
        ["一级指标", "二级指标", "三级指标", "预期指标值", "指标值测算依据"],
        *body(it.rows, [*LEVELS, lambda r: r.value, lambda r: r.basis]),
    ]
    blocks = ["项目支出绩效目标批复表", rows, "注：其他资金包括单位资金和上年结转资金。"]
    columns = ("level1", "level2", "level3", "target", "basis")
    return Sheet(blocks, [it], columns, ("name", "code", "agency", "total", "fiscal", "other", "goals", "unit"))


def labels_inside(pick: random.Random) -> Sheet:
    """Label and value in one cell, all amounts in one, rows numbered inside their names."""
    it = facts(pick)
    money = f"年度资金总额：{it.total}万元；其中：财政拨款：{it.fiscal}万元；其他资金：{it.other}万元"
    numbers = {row.level3: number for number, row in enumerate(it.rows, 1)}
    rows = [
        [f"项目名称：{it.name}", "<", "<", "<", "<"],
        ["主管部门：某某主管局", "<", f"实施单位：{it.agency}", "<", "<"],
        ["项目类别", "其他", "项目资金", money, "<"],
        spread("年度目标", "\n".join(f"目标{number}：{goal}" for number, goal in enumerate(it.goals, 1)), width=5),
        ["一级指标", "二级指标", "三级指标", "目标值", "指标解释及说明"],
        *body(
            it.rows, [*LEVELS[:2], lambda r: f"指标{numbers[r.level3]}：{r.level3}", lambda r: r.value, lambda r: r.description]
        ),
    ]
    columns = ("level1", "level2", "level3", "target", "description")
    return Sheet(
        ["财政支出项目绩效目标申报表", rows], [it], columns, ("name", "agency", "total", "fiscal", "other", "goals", "unit")
    )


def watched(pick: random.Random) -> Sheet:
    """Monitoring with the words of counties: 计划完成值, 监控期完成情况, one cause column; levels blank instead of merged."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=7),
        ["预算执行情况（万元）", "", "年初预算数", "全年预算数", pick.choice(("1-6月执行数", "1—9月执行数")), "执行率", "<"],
        ["^", "年度资金总额", it.total, it.total, it.executed, it.rate, "<"],
        ["^", "其中：财政资金", it.fiscal, it.fiscal, it.fiscal, "—", "<"],
        ["^", "其它资金", it.other, it.other, it.other, "—", "<"],
        [
            "一级指标",
            "二级指标",
            "三级绩效指标",
            "计划完成值",
            pick.choice(("监控期完成情况", "上半年完成情况", "前三季度完成值")),
            "偏差原因",
            "目标完成可能性",
        ],
        *(
            ["" if text == "^" else text for text in line]
            for line in body(it.rows, [*LEVELS, lambda r: r.value, lambda r: r.actual, cause, lambda _r: "有可能"])
        ),
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "deviation")
    names = ("name", "total", "fiscal", "other", "executed", "rate", "unit")
    return Sheet(["部门预算项目绩效运行监控表", "单位：万元", rows], [it], columns, names, "monitoring")


def backwards(pick: random.Random) -> Sheet:
    """Value and unit left of the name, levels at the right, a header of two rows."""
    it = signed(facts(pick))
    rows = [
        spread("项目名称", it.name, width=7),
        ["年度指标值", "<", "<", "三级指标", "二级指标", "一级指标", "权重"],
        ["运算符号", "指标值", "计量单位", "^", "^", "^", "^"],
        *[[r.operator, r.figure, r.unit, r.level3, r.level2, r.level1, r.weight] for r in it.rows],
    ]
    columns = ("level1", "level2", "level3", "operator", "figure", "unit", "weight")
    return Sheet(["专项资金绩效目标表", rows], [it], columns)
