"""The families of forms, each drawn from facts with words, widths and orders that vary; and what a reader must find in them."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.documents.families.build import Block, Rows
from tests.documents.families.facts import facts, signed
from tests.documents.families.mixed import backwards, labels_above, labels_inside, watched
from tests.documents.families.odd import bare_indicators, other_width, several_in_a_cell, short_headers, two_blocks
from tests.documents.families.strange import (
    framed_columns,
    halves,
    numbered_names,
    one_header_over_levels,
    unforeseen_values,
    unforeseen_words,
)
from tests.documents.families.tables import (
    LEVELS,
    Sheet,
    body,
    cause,
    evaluation,
    goals_of,
    graded,
    hebei,
    hubei,
    national,
    shanghai,
    sichuan,
    spread,
    value_words,
    weight_first,
    yunnan,
)


def chongqing(pick: random.Random) -> Sheet:
    """A10: no levels; unit before sign before value."""
    it = signed(facts(pick))
    rows = [
        ["项目名称", it.name, "<", "自评总分", it.score, "<", "<"],
        ["主管部门", "某某主管局", "<", "财政归口处室", "教科处", "<", "<"],
        ["项目资金（万元）", "年初预算数", "全年（调整）预算数", "全年执行数", "执行率", "执行率权重", "执行率得分"],
        ["^", it.total, it.total, it.executed, it.rate, "10", "9.5"],
        ["指标名称", "计量单位", "指标性质", "指标值", "权重", "全年完成值", "得分"],
        *[[r.level3, r.unit, r.operator, r.figure, r.weight, r.actual, r.score] for r in it.rows],
    ]
    columns = ("level3", "operator", "figure", "unit", "actual", "weight", "score")
    return Sheet(
        ["2024年项目绩效自评表", rows],
        [it],
        columns,
        ("name", "executed", "rate", "total_score", "execution_score"),
        "self_evaluation",
    )


def jiangxi(pick: random.Random) -> Sheet:
    """A11: 计算符号 · 目标值 · 度量单位 · 指标值说明, one sheet after the other under the same title."""
    projects = [signed(facts(pick, number)) for number in (1, 2, 3)]
    blocks: list[Block] = []
    for it in projects:
        blocks += [
            "项目支出绩效目标表",
            [
                spread("主管部门", "某某主管局", "<", "实施单位", it.agency, width=7),
                spread("项目名称", it.name, width=7),
                ["项目资金（万元）", "年度资金总额", "<", it.total, "<", "<", "<"],
                ["^", "其中：财政拨款", "<", it.fiscal, "<", "<", "<"],
                spread("年度绩效目标", goals_of(it), width=7),
                ["一级指标", "二级指标", "三级指标", "计算符号", "目标值", "度量单位", "指标值说明"],
                *body(it.rows, [*LEVELS, lambda r: r.operator, lambda r: r.figure, lambda r: r.unit, lambda r: r.description]),
            ],
        ]
    columns = ("level1", "level2", "level3", "operator", "figure", "unit", "description")
    return Sheet(blocks, projects, columns, ("name", "agency", "total", "fiscal", "goals", "unit"))


def listed(pick: random.Random) -> Sheet:
    """A12: all projects of a unit in one table, own cells on the first row only, levels in any order, a row for the unit."""
    projects = [signed(facts(pick, number)) for number in (1, 2, 3)]
    header = [
        "单位名称",
        "项目名称",
        "预算数（万元）",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "权重",
        "指标方向性",
    ]
    rows: Rows = [header, ["731001-某单位", "", "1234.00", *[""] * 9]]
    for it in projects:
        shuffled = list(it.rows)
        pick.shuffle(shuffled)
        for index, r in enumerate(shuffled):
            own = ["", it.name, it.total, goals_of(it)] if index == 0 else [""] * 4
            rows.append([*own, r.level1, r.level2, r.level3, r.operator, r.figure, r.unit, r.weight, "正向指标"])
    columns = ("level1", "level2", "level3", "operator", "figure", "unit", "weight")
    return Sheet(["2024年部门预算项目绩效目标表", rows], projects, columns, ("name", "total", "goals", "unit"))


def phrased(pick: random.Random) -> Sheet:
    """A12: all indicators of a project in one text cell."""
    projects = [facts(pick, number) for number in (1, 2)]
    rows: Rows = [["序号", "项目名称", "预算金额（万元）", "绩效目标", "绩效指标"]]
    for number, it in enumerate(projects, 1):
        parts = []
        for level1, level2 in dict.fromkeys((r.level1, r.level2) for r in it.rows):
            mine = [r for r in it.rows if (r.level1, r.level2) == (level1, level2)]
            items = " ".join(f"指标{n}:{r.level3}({r.value})" for n, r in enumerate(mine, 1))
            parts.append(f"【{level1}-{level2}】 {items}")
        rows.append([str(number), it.name, it.total, goals_of(it), "\n".join(parts)])
    return Sheet(["2024年项目绩效目标汇总表", rows], projects, fields=("name", "total", "goals", "unit"))


def doubled(pick: random.Random) -> Sheet:
    """A13: the triple of several years beside the annual one."""
    it = facts(pick)
    empty = pick.random() < 0.5
    rows = [
        spread("项目名称", it.name, width=8),
        ["资金情况（万元）", "<", "中期资金总额", "9999.00", "<", "年度资金总额", it.total, "<"],
        ["^", "<", "其中：财政拨款", "9999.00", "<", "其中：财政拨款", it.fiscal, "<"],
        ["总体目标", "<", "中期目标（2023年—2025年）", "<", "<", "年度目标", "<", "<"],
        ["^", "<", "三年内全面完成改造任务。", "<", "<", goals_of(it), "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    ]
    rows[5:5] = [["绩效指标", "", "中期指标", "<", "<", "年度指标", "<", "<"]] if pick.random() < 0.5 else []
    for r in it.rows:
        rows.append(
            ["", r.level1, *(["", "", ""] if empty else [r.level2, f"中期{r.level3}", "≥100%"]), r.level2, r.level3, r.value]
        )
    return Sheet(["项目支出绩效目标申报表", rows], [it], fields=("name", "total", "fiscal", "goals", "unit"))


def department(pick: random.Random) -> Sheet:
    """A14: the whole department with its tasks."""
    it = facts(pick)
    rows = [
        spread("部门（单位）名称", it.agency, width=6),
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "<", "<"],
        ["^", "^", "^", "总额", "财政拨款", "其他资金"],
        ["^", "任务甲", "完成甲项工作", "10.00", "10.00", "0.00"],
        ["^", "任务乙", "完成乙项工作", "20.00", "20.00", "0.00"],
        spread("年度总体目标", goals_of(it), width=6),
        ["年度绩效指标", "一级指标", "二级指标", "三级指标", value_words(pick), "<"],
        *[["^", *line, "<"] for line in body(it.rows, [*LEVELS, lambda r: r.value])],
    ]
    return Sheet(
        [f"{it.year}年部门整体支出绩效目标表", rows], [it], fields=("agency", "goals"), expected={"tasks": "任务甲 任务乙"}
    )


def shifted(pick: random.Random) -> Sheet:
    """A15: levels one step higher than usual."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=4),
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *body(it.rows, [lambda _r: "实施效果指标", lambda r: r.level1, lambda r: r.level3, lambda r: r.value], merged=False),
    ]
    return Sheet(["中央预算内投资项目绩效目标表", rows], [it], ("level3", "target"))


def regional(pick: random.Random) -> Sheet:
    """A16: 转移支付区域绩效目标表, amounts by the level of government."""
    it = facts(pick)
    rows = [
        spread("专项名称", it.name, width=5),
        ["中央主管部门", "某部", "<", "省级主管部门", "某厅"],
        ["资金情况（万元）", "年度金额：", "<", it.total, "<"],
        ["^", "其中：中央补助", "<", it.fiscal, "<"],
        ["^", "地方资金", "<", it.other, "<"],
        spread("年度目标", goals_of(it), width=5),
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        *[["^", *line] for line in body(it.rows, [*LEVELS, lambda r: r.value])],
    ]
    return Sheet(
        ["中央对地方转移支付区域绩效目标表", f"（{it.year}年度）", rows], [it], fields=("name", "total", "goals", "unit")
    )


def inputs(pick: random.Random) -> Sheet:
    """A17: 投入 and 过程 indicators, content and scoring rule beside the value."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=7),
        ["一级指标", "二级指标", "三级指标", "分值", "指标内容", "指标值", "评分细则"],
        *body(it.rows, [*LEVELS, lambda r: r.weight, lambda r: r.description, lambda r: r.value, lambda _r: "未完成不得分"]),
    ]
    return Sheet(["项目绩效目标表", rows], [it], ("level1", "level2", "level3", "weight", "description", "target"))


def narrated(pick: random.Random) -> Sheet:
    """A18: no table."""
    it = facts(pick)
    blocks: list[Block] = [
        f"{it.year}年{it.name}绩效目标",
        f"项目名称：{it.name}",
        f"实施单位：{it.agency}",
        f"预算金额：{it.total}万元",
    ]
    blocks += [f"年度绩效目标：{it.goals[0]}"]
    for level1, level2 in dict.fromkeys((r.level1, r.level2) for r in it.rows):
        first = next(r for r in it.rows if r.level1 == level1)
        if first.level2 == level2:
            blocks.append(f"{level1}：")
        mine = "；".join(
            f"{r.level3}{r.value}" if r.operator else f"{r.level3}：{r.value}" for r in it.rows if r.level2 == level2
        )
        blocks.append(f"{level2}：{mine}。")
    return Sheet(blocks, [it], fields=("name", "agency", "total", "unit"))


def monitored(pick: random.Random) -> Sheet:
    """A19: 1—7月, causes in columns of their own, the likelihood of reaching the target."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=15),
        ["项目资金（万元）", "", "<", "年初预算数", "<", "1—7月执行数", "<", "1—7月执行率", "<", "全年预计执行数", *["<"] * 5],
        ["^", "年度资金总额", "<", it.total, "<", it.executed, "<", it.rate, "<", it.total, *["<"] * 5],
        ["^", "其中：本年财政拨款", "<", it.fiscal, "<", it.fiscal, "<", "", "<", it.fiscal, *["<"] * 5],
        ["^", "其他资金", "<", it.other, "<", it.other, "<", "", "<", it.other, *["<"] * 5],
        spread("年度总体目标", goals_of(it), width=15),
        [
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "1—7月执行情况",
            "全年预计完成情况",
            "偏差原因分析",
            *["<"] * 5,
            "完成目标可能性",
            "备注",
        ],
        [*["^"] * 7, "经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明", "^", "^"],
        *[
            ["^", *line]
            for line in body(
                it.rows,
                [
                    *LEVELS,
                    lambda r: r.value,
                    lambda r: r.actual,
                    lambda r: r.figure,
                    *[lambda _r: ""] * 5,
                    cause,
                    lambda _r: "确定能",
                    lambda _r: "",
                ],
            )
        ],
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "deviation")
    names = ("name", "total", "fiscal", "other", "executed", "rate", "goals", "unit")
    return Sheet(["项目支出绩效目标执行监控表", f"（{it.year}年度）", rows], [it], columns, names, "monitoring")


FAMILIES: dict[str, Callable[[random.Random], Sheet]] = {
    "A1 河北目标表": hebei,
    "A2 优良中差": graded,
    "A3 全国目标申报表": national,
    "A4 上海申报表": shanghai,
    "A5 四川自评表": sichuan,
    "A6 全国自评表": evaluation,
    "A7 分值在指标值之前": weight_first,
    "A8 两行表头": yunnan,
    "A9 湖北自评表": hubei,
    "A10 重庆无级次": chongqing,
    "A11 江西多表": jiangxi,
    "A12 多项目清单": listed,
    "A12 文字指标清单": phrased,
    "A13 中期与年度并列": doubled,
    "A14 部门整体": department,
    "A15 发改委级次": shifted,
    "A16 转移支付区域": regional,
    "A17 投入过程指标": inputs,
    "A18 叙述体": narrated,
    "A19 运行监控表": monitored,
    "混合：标签在值的上方": labels_above,
    "混合：标签与值同格": labels_inside,
    "混合：县级监控表": watched,
    "混合：次序倒置": backwards,
    "少见：中期与年度上下两段": two_blocks,
    "少见：短表头和签字行": short_headers,
    "少见：只有指标和指标值": bare_indicators,
    "少见：一格几条指标": several_in_a_cell,
    "少见：续表列数不同": other_width,
    "没见过：名称、符号、单位的表头": unforeseen_words,
    "没见过：指标值、完成值的表头": unforeseen_values,
    "没见过：一个表头管几级": one_header_over_levels,
    "没见过：表头上另有一行": framed_columns,
    "没见过：一格几条，值不编号": numbered_names,
    "没见过：左半边没写年限": halves,
}
