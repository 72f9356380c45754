"""The sheets behind generated rows, as interchange documents: what the rules can look at, and what the scorer can score again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from jihuan.analytics.datasets import DOCUMENTS
from jihuan.analytics.parquet import Writer
from jihuan.core.codes import check_character
from jihuan.core.document import Actual, Agency, Budget, Document, Indicator, Project, SpendingNode, Target
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import dumps

TIERS = {3: "达成年度指标", 2: "部分达成年度指标并具有一定效果", 1: "未达成年度指标且效果较差"}
CAUSES = {"target_low": "目标值偏低，下年按实际水平确定。", "external": "客观增加，上级追加了任务。"}
MISSED = "受天气影响进度推迟；已调整计划，下年二季度补齐。"
SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}


def write_documents(folder: Path, count: int) -> None:
    """Write ``folder``/documents: the sheets of the first ``count`` generated projects of ``folder``."""
    with Writer(folder / "documents", DOCUMENTS) as writer:
        for project, document in documents(folder, count):
            row = {"document": project["project"], "first": project["project"], "json": dumps(document), **project}
            writer.add([[row[name] for name in DOCUMENTS]])


def documents(folder: Path, count: int) -> Iterator[tuple[dict[str, Any], Document]]:
    """The rows of the first ``count`` projects, each with its sheet."""
    with duckdb.connect() as connection:
        projects = _rows(connection, folder / "projects", count)
        rows = groupby(_rows(connection, folder / "indicators", count), itemgetter("project"))
        for project, (_number, indicators) in zip(projects, rows, strict=True):
            yield project, _document(project, list(indicators))


def _rows(connection: duckdb.DuckDBPyConnection, folder: Path, count: int) -> list[dict[str, Any]]:
    result = connection.execute(
        "SELECT * FROM read_parquet(?) WHERE project <= ? ORDER BY ALL", [str(folder / "*.parquet"), count]
    )
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _document(project: dict[str, Any], indicators: list[dict[str, Any]]) -> Document:
    number, year = project["project"], project["year"]
    body = f"{project['region']}{year % 100:02}P{number // 100000:06}{number % 100000:05}"
    budget, executed = _wan(project["amount"]), _wan(project["spent"])
    thing = project["name"].partition("（")[0].removeprefix(f"{year}年{project['department']}")
    sheet = Project(
        code=body + check_character(body),
        name=project["name"],
        agency_name=project["agency"],
        amount_unit="万元",
        budget=Budget(total=budget, fiscal=budget, initial=budget, adjusted=budget, executed=executed),
        fund_use=f"用于{thing}所需的材料、劳务和服务支出。",
        spending_plan=tuple(SpendingNode(month=m, percent=Decimal(p)) for m, p in ((3, 25), (6, 50), (9, 75), (12, 100))),
        goals=(f"按计划完成{thing}的各项任务，达到预定质量，服务对象满意。",),
        achievement=f"{thing}的各项任务按计划实施。",
        execution_weight=Decimal(project["weight"]) / 100,
        indicators=tuple(_indicator(row, year) for row in indicators),
    )
    return Document(fiscal_year=year, kind="self_evaluation", agency=Agency(name=project["agency"]), projects=(sheet,))


def _indicator(row: dict[str, Any], year: int) -> Indicator:
    return Indicator(
        level1=row["level1"],
        level2=row["level2"],
        level3=row["level3"],
        target=_target(row, year),
        weight=_points(row["weight"]),
        actual=_actual(row),
        score=_points(row["stated"]),
        deviation=_deviation(row),
    )


def _deviation(row: dict[str, Any]) -> str | None:
    """Why it is off the target; one project in eight forgets to say why it missed one."""
    if row["cause"] or row["rule"] in ("missing", "not_applicable", "range"):
        return CAUSES.get(row["cause"])
    late = row["actual"] > (row["target"] or 0) if row["rule"] in ("reverse", "date") else row["actual"] < (row["target"] or 3)
    return MISSED if late and row["project"] % 8 else None


def _target(row: dict[str, Any], year: int) -> Target:
    if row["target"] is None:
        return parse_target("建立制度并按制度运行，按达成、部分达成、未达成三档评定")
    if row["unit"] == "月":
        return parse_target(f"{year}年{_day(row['target']).month}月底前")
    value, unit = _plain(row["target"]), row["unit"]
    if row["operator"] == "range":
        return parse_target(f"{value}-{_plain(row['upper'])}{unit}")
    return parse_target(f"{SIGNS[row['operator']]}{value}{unit}")


def _actual(row: dict[str, Any]) -> Actual | None:
    if row["rule"] in ("missing", "not_applicable"):
        return Actual(raw="不适用") if row["rule"] == "not_applicable" else None
    if row["rule"] == "tier":
        return Actual(raw=TIERS[row["actual"]])
    if row["unit"] == "月":
        done = _day(row["actual"])
        return parse_actual(f"{done.year}年{done.month}月{done.day}日")
    return parse_actual(f"{_plain(row['actual'])}{row['unit']}")


def _day(number: int) -> date:
    return date.fromordinal(number)


def _plain(value: int) -> str:
    """Hundredths as people write them."""
    text = f"{Decimal(value).scaleb(-2):f}"
    return text.rstrip("0").rstrip(".")


def _points(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(_plain(value))


def _wan(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-6)
