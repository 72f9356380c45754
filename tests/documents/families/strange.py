"""Layouts with words or frames that no list foresees: what stands below a header tells what it means."""

from __future__ import annotations

import random
from itertools import groupby

from tests.documents.families.build import Rows
from tests.documents.families.facts import Facts, Row, facts, signed
from tests.documents.families.tables import LEVELS, Sheet, body, goals_of, spread

_NAMES = ("name", "agency", "total", "goals", "unit")


def _upper(it: Facts, width: int) -> Rows:
    return [
        spread("项目名称", it.name, width=width),
        spread("项目责任单位", it.agency, width=width),
        spread("年度资金总额（万元）", it.total, width=width),
        spread("年度工作目标", goals_of(it), width=width),
    ]


def unforeseen_words(pick: random.Random) -> Sheet:
    """Only the levels have headers that are known; name, sign, figure and unit stand in columns of their own."""
    it = signed(facts(pick))
    head = ["一级指标", "二级指标", *pick.choice((("事项", "判定", "要求", "量纲"), ("考核事项", "比较", "应达到", "口径")))]
    told = [*LEVELS, lambda r: r.operator or "定性", lambda r: r.figure, lambda r: r.unit]
    rows = [*_upper(it, 6), head, *body(it.rows, told, merged=pick.random() < 0.5)]
    columns = ("level1", "level2", "level3", "figure", "operator", "unit")
    return Sheet(["项目绩效目标表", rows], [it], columns, _NAMES)


def unforeseen_values(pick: random.Random) -> Sheet:
    """A self-evaluation whose names, targets and results stand under words that nobody knows."""
    it = facts(pick)
    head = ["一级", "二级绩效指标", *pick.choice((("事项", "应达到", "已达到"), ("任务", "期望", "落实"))), "得分"]
    told = [*LEVELS, lambda r: r.value, lambda r: r.actual, lambda r: r.score]
    rows = [*_upper(it, 6), head, *body(it.rows, told)]
    return Sheet(
        ["项目支出绩效自评表", rows], [it], ("level1", "level2", "level3", "target", "actual"), _NAMES, "self_evaluation"
    )


def one_header_over_levels(pick: random.Random) -> Sheet:
    """绩效指标分类 over both levels, or over the name as well."""
    it = facts(pick)
    head = pick.choice((["绩效指标分类", "<", "指标名称", "目标值"], ["绩效指标", "<", "<", "指标值"]))
    rows = [*_upper(it, 4), head, *body(it.rows, [*LEVELS, lambda r: r.value], merged=False)]
    return Sheet(["项目绩效目标表", rows], [it], fields=_NAMES)


def framed_columns(pick: random.Random) -> Sheet:
    """“年度目标” and “自评” as frames over the columns of targets, results and scores: no goal, no result of the project."""
    it = facts(pick)
    frames = pick.choice((("年度目标", "自评"), ("年度绩效目标", "自评情况"), ("年度目标", "完成情况")))
    rows = [
        *_upper(it, 7),
        ["绩效指标", "<", "<", frames[0], frames[1], "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"],
        *body(it.rows, [*LEVELS, lambda r: r.value, lambda r: r.actual, lambda r: r.weight, lambda r: r.score]),
    ]
    columns = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    return Sheet(["项目支出绩效自评表", rows], [it], columns, _NAMES, "self_evaluation")


def _is_plain(row: Row) -> bool:
    return bool(row.unit) and row.figure[0].isdigit()


def numbered_names(pick: random.Random) -> Sheet:
    """Several indicators in one cell: the names numbered, a value a line, or all in one line with spaces between."""
    it = facts(pick)
    mark, gap = pick.choice((("指标{at}：", "\n"), ("{at}.", "\n"), ("（{at}）", " ")))
    rows = [*_upper(it, 4), ["一级指标", "二级指标", "三级指标", "指标值"]]
    for levels, group in groupby(it.rows, lambda r: (r.level1, r.level2)):
        found = list(group)
        several = len(found) > 1
        names = [(mark.format(at=at) if several else "") + row.level3 for at, row in enumerate(found, 1)]
        bare = gap == "\n" and all(map(_is_plain, found))
        values = [(mark.format(at=at) if several and not bare else "") + row.value for at, row in enumerate(found, 1)]
        rows.append([*levels, gap.join(names), gap.join(values)])
    return Sheet(["项目绩效目标表", rows], [it], fields=_NAMES)


def halves(pick: random.Random) -> Sheet:
    """Beside each other the values of several years and of the year; only the right half says which it is."""
    it = facts(pick)
    rows = [
        *_upper(it, 7)[:3],
        ["总体目标", "中期目标（三年）", "<", "<", "年度目标", "<", "<"],
        ["^", "三年内建成长效机制。", "<", "<", goals_of(it), "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "年度指标值"],
        *([r.level1, r.level2, r.level3, "逐年提高", r.level2, r.level3, r.value] for r in it.rows),
    ]
    return Sheet(["项目绩效目标申报表", rows], [it], fields=_NAMES)
