"""Layouts that leave the beaten track: two blocks below each other, short headers, no levels, several indicators in a cell."""

from __future__ import annotations

import random
from itertools import groupby

from tests.documents.families.build import Rows
from tests.documents.families.facts import Facts, facts
from tests.documents.families.tables import LEVELS, Sheet, body, goals_of, spread

_NAMES = ("name", "agency", "total", "goals", "unit")


def _upper(it: Facts, width: int) -> Rows:
    return [
        spread("项目名称", it.name, width=width),
        spread("实施单位", it.agency, width=width),
        spread("年度资金总额（万元）", it.total, width=width),
        spread("年度目标", goals_of(it), width=width),
    ]


def two_blocks(pick: random.Random) -> Sheet:
    """The indicators of several years above those of the year, each block named at its left."""
    it = facts(pick)
    frames = pick.choice((("中期指标", "年度指标"), ("实施期绩效指标", "年度绩效指标")))
    rows = _upper(it, 5)
    for frame, value in zip(frames, (lambda _r: "按年度考核", lambda r: r.value), strict=True):
        lines = [["一级指标", "二级指标", "三级指标", "指标值"], *body(it.rows, [*LEVELS, value])]
        rows += [[frame if at == 0 else "^", *line] for at, line in enumerate(lines)]
    return Sheet(["项目绩效目标申报表", rows], [it], fields=_NAMES)


def short_headers(pick: random.Random) -> Sheet:
    """一级, 二级, 三级 under one frame; below the table the names of those who filled it in."""
    it = facts(pick)
    rows = [
        *_upper(it, 4),
        ["绩效指标", "<", "<", pick.choice(("目标值", "指标值"))],
        ["一级", "二级", pick.choice(("三级", "评价指标", "指标名称")), "^"],
        *body(it.rows, [*LEVELS, lambda r: r.value]),
        pick.choice((["填报人：", "<", "审核人：", "单位负责人（签字）："], ["填报人", "李某", "联系电话", "13500000000"])),
    ]
    return Sheet(["项目支出绩效目标表", rows], [it], fields=_NAMES)


def bare_indicators(pick: random.Random) -> Sheet:
    """Neither levels nor “三级”: 指标 and 指标值 alone."""
    it = facts(pick)
    rows = [
        *_upper(it, 4),
        ["序号", pick.choice(("指标", "绩效指标", "考核指标")), "指标值", "分值"],
        *([str(at), r.level3, r.value, r.weight] for at, r in enumerate(it.rows, 1)),
    ]
    return Sheet(["项目支出绩效目标表", rows], [it], ("level3", "target", "weight"), _NAMES)


def several_in_a_cell(pick: random.Random) -> Sheet:
    """The indicators of one second level numbered inside the cells of one row."""
    it = facts(pick)
    rows = [*_upper(it, 4), ["一级指标", "二级指标", "三级指标", "指标值"]]
    for levels, group in groupby(it.rows, lambda r: (r.level1, r.level2)):
        found = list(group)
        cells = [[r.level3 for r in found], [r.value for r in found]]
        if len(found) > 1:
            cells = [[f"{at}、{text}" for at, text in enumerate(texts, 1)] for texts in cells]
        rows.append([*levels, *("\n".join(texts) for texts in cells)])
    return Sheet(["项目支出绩效目标表", rows], [it], fields=_NAMES)


def other_width(pick: random.Random) -> Sheet:
    """A self-evaluation that goes on in a second table without a header, of another number of columns."""
    it = facts(pick)
    head = ["一级指标", "二级指标", "三级指标", "<", "年度指标值", "实际完成值", "分值", "得分"]
    told = [*LEVELS[:2], lambda r: r.level3, lambda r: r.value, lambda r: r.actual, lambda r: r.weight, lambda r: r.score]
    half = len(it.rows) // 2
    first = [[*line[:3], "<", *line[3:]] for line in body(it.rows[:half], told)]
    blocks = ["项目支出绩效自评表", [*_upper(it, 8), head, *first], "（接上表）", body(it.rows[half:], told)]
    columns = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    return Sheet(blocks, [it], columns, _NAMES, "self_evaluation")
