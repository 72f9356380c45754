"""What a family draws, and the families of one plain table with level, name and target in every row."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.documents.families.build import Block, Rows
from tests.documents.families.facts import Facts, Row, facts, signed


@dataclass
class Sheet:
    """A drawn file with its truth: the projects, and which fields their rows print."""

    blocks: list[Block]
    projects: list[Facts]
    columns: tuple[str, ...] = ("level1", "level2", "level3", "target")
    fields: tuple[str, ...] = ("name",)
    kind: str = "goals"
    expected: dict[str, str] = field(default_factory=dict)


def value_words(pick: random.Random) -> str:
    return pick.choice(
        ("指标值", "年度指标值", "目标值", "年度目标值", "年初目标值（A）", "指标目标值", "年度绩效指标值", "计划指标值")
    )


def _actual_words(pick: random.Random) -> str:
    return pick.choice(
        ("实际完成值", "全年实际值", "全年完成值", "完成值", "实际完成值（B）", "全年实际完成值", "实际完成指标值")
    )


def _weight_words(pick: random.Random) -> str:
    return pick.choice(("分值", "权重", "指标权重（分）", "分值（权重）"))


def _cause_words(pick: random.Random) -> str:
    return pick.choice(("偏差原因分析及改进措施", "未完成原因分析", "偏差原因", "未完成原因和拟采取的改进措施"))


def body(rows: tuple[Row, ...], columns: list[Callable[[Row], str]], *, merged: bool = True) -> Rows:
    """Rows of cells; the first two columns are levels, merged over equal neighbours."""
    drawn: Rows = []
    for index, row in enumerate(rows):
        before = rows[index - 1] if index and merged else None
        line = [column(row) for column in columns]
        if before and before.level1 == row.level1:
            line[0] = "^"
            if before.level2 == row.level2:
                line[1] = "^"
        drawn.append(line)
    return drawn


LEVELS: list[Callable[[Row], str]] = [lambda it: it.level1, lambda it: it.level2, lambda it: it.level3]


def spread(*cells: str, width: int) -> list[str]:
    """Cells of one row: the last one goes on to the end."""
    return [*cells, *["<"] * (width - len(cells))]


def goals_of(it: Facts) -> str:
    return "\n".join(f"{number}.{goal}" for number, goal in enumerate(it.goals, 1))


def hebei(pick: random.Random) -> Sheet:
    """A1: 预算规模及资金用途, 资金支出计划, six columns."""
    it = facts(pick)
    use = f"预算资金{it.total}万元，用于{it.name}支出。"
    rows = [
        ["项目编码", it.code, "<", "项目名称", it.name, "<", "<"],
        ["预算规模及资金用途", "预算数", it.total, "其中：财政资金", it.fiscal, "其他资金", it.other],
        ["^", use, "<", "<", "<", "<", "<"],
        ["资金支出计划（%）", "3月底", "<", "6月底", "<", "12月底", "<"],
        ["^", "30%", "<", "60%", "<", "100%", "<"],
        spread("绩效目标", goals_of(it), width=7),
        ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据", "<"],
        *[[*line, "<"] for line in body(it.rows, [*LEVELS, lambda r: r.description, lambda r: r.value, lambda r: r.basis])],
    ]
    blocks: list[Block] = [f"1.{it.name}绩效目标表", f"731001{it.agency} 单位：万元", rows]
    columns = ("level1", "level2", "level3", "description", "target", "basis")
    return Sheet(blocks, [it], columns, ("name", "code", "agency", "total", "fiscal", "other", "goals", "unit"))


def graded(pick: random.Random) -> Sheet:
    """A2: four values a row, the best is the target."""
    it = facts(pick)
    header = [
        ["项目名称", it.name, *["<"] * 6],
        ["指标分类", "绩效指标", "绩效指标描述", "绩效指标评价标准", "<", "<", "<", "评价标准确定依据"],
        ["^", "^", "^", "优", "良", "中", "差", "^"],
    ]
    lines = [[r.level2, r.level3, r.description, r.value, "≥80%", "≥60%", "<60%", r.basis] for r in it.rows]
    return Sheet(["项目绩效目标表", [*header, *lines]], [it], ("level2", "level3", "description", "target", "basis"))


def national(pick: random.Random) -> Sheet:
    """A3: 目标申报表 with people, departments and a frame at the left."""
    it = facts(pick)
    goals = pick.choice(("总体目标", "年度目标", "年度总体目标", "年度绩效目标"))
    rows = [
        ["项目名称", it.name, "<", "项目负责人及电话", "张三 03150000000"],
        ["主管部门", "某某主管局", "<", pick.choice(("实施单位", "项目实施单位", "项目单位")), it.agency],
        ["项目资金\n（万元）", pick.choice(("年度资金总额：", "年度预算总额")), "<", it.total, "<"],
        ["^", pick.choice(("其中：财政拨款", "其中：本年财政拨款", "其中:当年财政拨款")), "<", it.fiscal, "<"],
        ["^", "其他资金", "<", it.other, "<"],
        spread(goals, goals_of(it), width=5),
        ["绩效指标", "一级指标", "二级指标", "三级指标", value_words(pick)],
        *[["^", *line] for line in body(it.rows, [*LEVELS, lambda r: r.value])],
    ]
    title = pick.choice(("项目支出绩效目标申报表", "财政项目支出绩效目标表", "部门预算项目绩效目标申报表"))
    return Sheet(
        [title, f"（{it.year}年度）", rows], [it], fields=("name", "agency", "total", "fiscal", "other", "goals", "unit")
    )


def shanghai(pick: random.Random) -> Sheet:
    """A4: amounts of the whole project beside those of the year, in 元; costs first."""
    it = facts(pick)
    rows = [
        ["项目名称", it.name, "<", "<"],
        ["项目性质", "经常性项目", "项目类别", "其他"],
        ["计划开始日期", "2024-01-01", "计划完成日期", "2024-12-31"],
        ["项目资金（元）", "项目资金总额", "99,900,000.00", "<"],
        ["^", "年度资金申请总额", f"{float(it.total):,.2f}", "<"],
        ["^", "其中：财政资金", f"{float(it.fiscal):,.2f}", "<"],
        ["^", "其他资金", f"{float(it.other):,.2f}", "<"],
        ["项目总目标", "跨年度持续推进，到2027年全面完成。", "<", "<"],
        ["年度绩效目标", goals_of(it), "<", "<"],
        ["一级指标", "二级指标", "三级指标", "年度（/项目）指标值"],
        *body(it.rows, [*LEVELS, lambda r: r.value], merged=False),
    ]
    return Sheet(["上海市财政项目支出绩效目标申报表", rows], [it], fields=("name", "total", "fiscal", "other", "goals"))


def sichuan(pick: random.Random) -> Sheet:
    """A5: code and name in one cell, sign, value and unit in columns of their own, weight and score."""
    it = signed(facts(pick))
    rows = [
        spread("项目名称", f"{it.code}-{it.name}", width=11),
        ["主管部门", "某某主管局", "<", "<", "<", "实施单位（盖章）", it.agency, "<", "<", "<", "<"],
        [
            "预算执行情况（10分）",
            "年度预算数（万元）",
            "<",
            "<",
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
            "原因",
        ],
        ["^", "总额", "<", "<", it.total, it.total, it.executed, it.rate, "10", "9.5", ""],
        ["^", "其中：财政资金", "<", "<", it.fiscal, it.fiscal, it.fiscal, "", "/", "/", ""],
        ["^", "财政专户管理资金", "<", "<", "0.00", "0.00", "0.00", "", "/", "/", ""],
        ["^", "单位资金", "<", "<", "0.00", "0.00", "0.00", "", "/", "/", ""],
        ["^", "其他资金", "<", "<", it.other, it.other, it.other, "", "/", "/", ""],
        [
            "绩效指标（90分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ],
        *[
            ["^", *line]
            for line in body(
                it.rows,
                [
                    *LEVELS,
                    lambda r: r.operator or "定性",
                    lambda r: r.figure,
                    lambda r: r.unit,
                    lambda r: r.actual,
                    *_SCORES,
                    cause,
                ],
            )
        ],
        spread("合计", "", "", "", "", "", "", "", "100", it.score, "", width=11),
    ]
    columns = ("level1", "level2", "level3", "operator", "figure", "unit", "actual", "weight", "score", "deviation")
    names = ("name", "code", "agency", "total", "fiscal", "other", "executed", "rate", "total_score", "execution_score", "unit")
    return Sheet(
        ["部门预算项目支出绩效自评表（2022年度）", "报表编号：510000_0013zp", rows], [it], columns, names, "self_evaluation"
    )


_SCORES: list[Callable[[Row], str]] = [lambda it: it.weight, lambda it: it.score]


def cause(it: Row) -> str:
    return it.deviation


def evaluation(pick: random.Random) -> Sheet:
    """A6: 年初预算数 · 全年预算数 · 全年执行数, goals beside their achievement."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=9),
        ["主管部门", "某某主管局", "<", "<", "实施单位", it.agency, "<", "<", "<"],
        ["项目资金\n（万元）", "", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "<", it.total, it.total, it.executed, "10", it.rate, "9.5"],
        ["^", "其中：当年财政拨款", "<", it.fiscal, it.fiscal, it.fiscal, "—", "", "—"],
        ["^", "上年结转资金", "<", "0.00", "0.00", "0.00", "—", "", "—"],
        ["^", "其他资金", "<", it.other, it.other, it.other, "—", "", "—"],
        ["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<", "<"],
        ["^", goals_of(it), "<", "<", it.achievement, "<", "<", "<", "<"],
        [
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            value_words(pick),
            _actual_words(pick),
            _weight_words(pick),
            "得分",
            _cause_words(pick),
        ],
        *[["^", *line] for line in body(it.rows, [*LEVELS, lambda r: r.value, lambda r: r.actual, *_SCORES, cause])],
        ["总分", "<", "<", "<", "<", "<", "100", it.score, ""],
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
    names = (
        "name",
        "agency",
        "total",
        "fiscal",
        "other",
        "executed",
        "rate",
        "goals",
        "achievement",
        "total_score",
        "execution_score",
        "unit",
    )
    return Sheet(["项目支出绩效自评表", f"（{it.year}年度）", rows], [it], columns, names, "self_evaluation")


def weight_first(pick: random.Random) -> Sheet:
    """A7: the weight stands before the value."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=8),
        ["资金情况（万元）", "", "<", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
        ["^", "年度资金总额", "<", it.total, it.executed, "10", it.rate, "9.5"],
        ["^", "其中：财政资金", "<", it.fiscal, it.fiscal, "—", "—", "—"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "分值", value_words(pick), _actual_words(pick), "得分"],
        *[
            ["^", *line]
            for line in body(it.rows, [*LEVELS, lambda r: r.weight, lambda r: r.value, lambda r: r.actual, lambda r: r.score])
        ],
        ["总分", "<", "<", "<", "100", "", "", it.score],
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    names = ("name", "total", "fiscal", "executed", "rate", "total_score", "execution_score", "unit")
    return Sheet(["财政衔接推进乡村振兴补助资金项目绩效自评表", rows], [it], columns, names, "self_evaluation")


def yunnan(pick: random.Random) -> Sheet:
    """A8: a header of two rows, 年度指标值 over sign, value and unit."""
    it = signed(facts(pick))
    rows = [
        spread("项目名称", it.name, width=9),
        ["一级指标", "二级指标", "三级指标", "年度指标值", "<", "<", "实际完成值", "分值", "得分"],
        ["^", "^", "^", "指标性质", "指标值", "度量单位", "^", "^", "^"],
        *body(it.rows, [*LEVELS, lambda r: r.operator, lambda r: r.figure, lambda r: r.unit, lambda r: r.actual, *_SCORES]),
    ]
    columns = ("level1", "level2", "level3", "operator", "figure", "unit", "actual", "weight", "score")
    return Sheet(["项目支出绩效自评表", rows], [it], columns, kind="self_evaluation")


def hubei(pick: random.Random) -> Sheet:
    """A9: 年初目标值(A) · 实际完成值(B) · 得分, no weights; boxes to tick."""
    it = facts(pick)
    rows = [
        spread("项目名称", it.name, width=7),
        spread("项目类别", "1.部门预算项目☑ 2.省直专项□", width=7),
        ["预算执行情况（万元）（20分）", "", "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）", "<"],
        ["^", "年度财政资金总额", it.total, it.executed, it.rate, "9.5", "<"],
        ["年度绩效目标1（80分）", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
        *[["^", *line] for line in body(it.rows, [*LEVELS, lambda r: r.value, lambda r: r.actual, lambda r: r.score])],
        ["总分", "<", "<", "<", "<", "<", it.score],
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "score")
    return Sheet(
        ["2022年度项目自评表", rows],
        [it],
        columns,
        ("name", "total", "executed", "rate", "total_score", "execution_score", "unit"),
        "self_evaluation",
    )
