"""What is asked of a dataset: averages, grades, rules that fail most, unit costs far from their peers; the SQL is measures.sql."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from jihuan.analytics.runners import Row, Runner
from jihuan.analytics.statements import filled, statements
from jihuan.analytics.tables import Column, Table, hundredths
from jihuan.core.language import _
from jihuan.law.engine.registry import rules
from jihuan.law.scoring import GRADES, KEPT, relations

Report = Callable[[str], None]
Dimensions = tuple[str, ...]

DIMENSIONS = ("province", "city", "region", "department", "agency", "category", "year")
OVERALL: Dimensions = ("overall",)
PEERS, FAR = 10, 5
"""A unit cost is judged among at least so many peers, and is far when it is so many times their spread (MAD) from their median."""


def measure(
    runner: Runner, folders: Mapping[str, Path], groups: Sequence[Dimensions], report: Report = lambda step: None
) -> list[Table]:
    """Score the datasets and answer every question, over all and by each of ``groups`` (names of DIMENSIONS).

    ``folders``: where projects, indicators and policies are, and documents and findings where rules are to be counted. Afterwards
    the runner knows ``facts``: one row for each project, with its labels and its score.
    """
    for name, folder in folders.items():
        runner.read(name, folder)
    report(_("计算得分"))
    for name, statement in relations().items():
        (runner.keep if name in KEPT else runner.define)(name, statement)
    texts = statements("measures.sql")
    runner.keep("facts", texts["facts"])
    tables = [table for by in (OVERALL, *groups) for table in _scores(runner, texts, by, report)]
    report(_("比较单位成本"))
    tables += unit_costs(runner)
    if "findings" in folders:
        runner.keep("failures", texts["failures"])
        tables += [_rules(runner, texts["rules"], by, report) for by in (OVERALL, *groups)]
    return tables


def dimension_title(name: str) -> str:
    """What people call a dimension."""
    return {
        "overall": _("全部"),
        "province": _("省级区划"),
        "city": _("市级区划"),
        "region": _("区划"),
        "department": _("部门"),
        "agency": _("单位"),
        "category": _("类别"),
        "year": _("年度"),
    }[name]


def _scores(runner: Runner, texts: dict[str, str], by: Dimensions, report: Report) -> Iterator[Table]:
    report(_("汇总得分：{by}").format(by=_titles(by)))
    rows = runner.rows(_by(texts["averages"], by))
    figures = (
        Column("projects", _("项目数"), "count"),
        Column("scored", _("有总分的项目数"), "count"),
        Column("average", _("平均分"), "hundredths"),
        Column("least", _("最低分"), "hundredths"),
        Column("greatest", _("最高分"), "hundredths"),
        Column("budget", _("预算数（元）"), "hundredths"),
        Column("executed", _("执行数（元）"), "hundredths"),
        Column("execution", _("执行率（%）"), "hundredths"),
    )
    yield _table("averages", _("平均分"), by, figures, [_averages(row, len(by)) for row in sorted(rows, key=_sorted)])
    report(_("汇总等级：{by}").format(by=_titles(by)))
    graded = runner.rows(_by(texts["grades"], by))
    totals: dict[Row, int] = {}
    for row in graded:
        totals[row[: len(by)]] = totals.get(row[: len(by)], 0) + _whole(row[-1])
    share = [(*row, hundredths(10000 * _whole(row[-1]), totals[row[: len(by)]])) for row in graded]
    share.sort(key=lambda row: (*map(_order, row[: len(by)]), GRADES.index(str(row[len(by)]))))
    by_grade = (
        Column("grade", _("等级")),
        Column("projects", _("项目数"), "count"),
        Column("share", _("占比（%）"), "hundredths"),
    )
    yield _table("grades", _("等级分布"), by, by_grade, share)


def _averages(row: Row, width: int) -> Row:
    projects, scored, points, least, greatest, budget, reported, executed = row[width:]
    average = hundredths(_whole(points), _whole(scored)) if scored else None
    execution = hundredths(10000 * _whole(executed), _whole(reported)) if reported else None
    return (*row[:width], projects, scored, average, least, greatest, budget, executed, execution)


def _rules(runner: Runner, text: str, by: Dimensions, report: Report) -> Table:
    report(_("汇总审核意见：{by}").format(by=_titles(by)))
    rows = runner.rows(_by(text, by))
    known, at = rules(), len(by)
    named = [(*row[: at + 1], _(known[str(row[at])].title), *row[at + 1 :]) for row in rows]
    named.sort(key=lambda row: (*map(_order, row[:at]), -_whole(row[-2]), str(row[at]), str(row[at + 2])))
    figures = (
        Column("rule", _("规则")),
        Column("title", _("规则名称")),
        Column("level", _("级别")),
        Column("findings", _("问题数"), "count"),
        Column("documents", _("文件数"), "count"),
    )
    return _table("rules", _("最常违反的规则"), by, figures, named)


def unit_costs(runner: Runner) -> tuple[Table, Table]:
    """The groups of peers with their usual unit cost, and the projects far from it.

    Of the relations ``projects``, ``indicators`` and ``facts`` it reads only what measures.sql names for them.
    """
    texts = statements("measures.sql")
    for name in ("costs", "medians", "spreads"):
        runner.keep(name, texts[name])
    peers = runner.rows("SELECT thing, unit, peers, median, spread FROM spreads")
    money = (Column("median", _("中位单位成本（元）"), "hundredths"), Column("spread", _("离差中位数（元）"), "hundredths"))
    thing = (Column("thing", _("数量指标")), Column("unit", _("计量单位")))
    count = Column("peers", _("同类项目数"), "count")
    usual = Table("peers", _("同类单位成本"), (*thing, count, *money), tuple(sorted(peers, key=_sorted)))
    found = runner.rows(filled(texts["outliers"], peers=PEERS, far=FAR))
    columns = (
        Column("region", _("区划")),
        Column("department", _("部门")),
        Column("agency", _("单位")),
        Column("year", _("年度")),
        Column("name", _("项目名称")),
        *thing,
        Column("cost", _("单位成本（元）"), "hundredths"),
        *money,
        count,
        Column("project", _("项目序号")),
    )
    return usual, Table("outliers", _("单位成本异常的项目"), columns, tuple(sorted(found, key=_farthest)))


def _farthest(row: Row) -> tuple[int, int]:
    """The greatest distance from the median first, in ten-thousandths of it."""
    cost, median = _whole(row[7]), _whole(row[8])
    return -abs(cost - median) * 10000 // max(median, 1), _whole(row[-1])


def _table(name: str, title: str, by: Dimensions, figures: tuple[Column, ...], rows: Sequence[Row]) -> Table:
    """A table by dimensions; over all, without them."""
    if by == OVERALL:
        return Table(name, title, figures, tuple(row[1:] for row in rows))
    label = _("{title}（按{by}）").format(title=title, by=_titles(by))
    columns = tuple(Column(dimension, dimension_title(dimension)) for dimension in by)
    return Table(f"{name}-by-{'-'.join(by)}", label, (*columns, *figures), tuple(rows))


def _titles(by: Dimensions) -> str:
    return "、".join(map(dimension_title, by))


def _by(text: str, by: Dimensions) -> str:
    return filled(text, dimensions=", ".join(by))


def _whole(value: int | str | None) -> int:
    return int(value or 0)


def _sorted(row: Row) -> tuple[tuple[int, int, str], ...]:
    return tuple(map(_order, row))


def _order(value: int | str | None) -> tuple[int, int, str]:
    """What is not known last, numbers by size."""
    return (1, 0, "") if value in (None, "") else (0, value, "") if isinstance(value, int) else (0, 0, str(value))
