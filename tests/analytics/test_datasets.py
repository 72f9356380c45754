"""Documents become the rows that the scorer reads, with labels that say only what the document says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

import duckdb

from jihuan.analytics.datasets import Placed, write
from jihuan.analytics.invented import documents
from jihuan.analytics.measures import measure
from jihuan.analytics.runners.local import Local
from jihuan.core.document import Agency, Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from tests.analytics.conftest import SHEETS

FOLDERS = ("projects", "indicators", "policies")


def _rows(folder, name: str, columns: str) -> list[tuple]:
    with duckdb.connect() as connection:
        pattern = str(folder / name / "*.parquet")
        return connection.execute(f"SELECT {columns} FROM read_parquet(?) ORDER BY ALL", [pattern]).fetchall()


def test_sheets_that_were_written_and_read_are_scored_the_same(nation, tmp_path) -> None:
    sheets = [document for _row, document in documents(nation.folders["projects"].parent, SHEETS)]
    assert write(map(Placed, sheets), tmp_path) == SHEETS
    with closing(Local()) as runner:
        measure(runner, {name: tmp_path / name for name in FOLDERS}, [("region",)])
        found = runner.rows("SELECT region, year, amount, spent, total, grade FROM facts ORDER BY project")
    assert found == nation.rows(
        f"SELECT region, year, amount, spent, total, grade FROM facts WHERE project <= {SHEETS} ORDER BY project"
    )


def test_labels_come_from_the_document_or_from_who_knows_its_place(tmp_path) -> None:
    sheet = Project(
        code="13028125P000002100050",
        name="科普",
        agency_name="科协本级",
        amount_unit="万元",
        budget=Budget(total=Decimal("26.00"), adjusted=Decimal("25.5"), executed=Decimal("20")),
        indicators=(Indicator(level2="数量指标", level3="场次", target=parse_target("≥5场")),),
    )
    document = Document(fiscal_year=2025, agency=Agency(name="科协"), projects=(sheet, Project(name="无编码")))
    write([Placed(document), Placed(replace(document, fiscal_year=None), region="990101", department="部门")], tmp_path)
    assert _rows(tmp_path, "projects", "project, region, department, agency, category, year, amount, spent") == [
        (0, "130281", "科协", "科协本级", "P", 2025, 25500000, 20000000),
        (1, "", "科协", "科协", "", 2025, None, None),
        (2, "990101", "部门", "科协本级", "P", None, 25500000, 20000000),
        (3, "990101", "部门", "科协", "", None, None, None),
    ]
    assert _rows(tmp_path, "documents", "document, first, region, year") == [(0, 0, "130281", 2025), (1, 2, "990101", None)]


def test_absurd_amounts_are_not_known_and_break_nothing(tmp_path) -> None:
    sheet = Project(name="荒唐", amount_unit="亿元", budget=Budget(total=Decimal("9" * 30), executed=Decimal("-1E+20")))
    write([Placed(Document(kind="self_evaluation", projects=(sheet,)))], tmp_path)
    assert _rows(tmp_path, "projects", "amount, spent") == [(None, None)]
    with closing(Local()) as runner:
        tables = measure(runner, {name: tmp_path / name for name in FOLDERS}, [])
    assert {table.name: len(table.rows) for table in tables} == {"averages": 1, "grades": 0, "peers": 0, "outliers": 0}


def test_only_so_many_texts_are_kept_for_the_rules(nation, tmp_path) -> None:
    sheets = [document for _row, document in documents(nation.folders["projects"].parent, 3)]
    write(map(Placed, sheets), tmp_path, checked=2)
    assert len(_rows(tmp_path, "documents", "document")) == 2
    assert len(_rows(tmp_path, "projects", "project")) == 3


def test_rows_of_one_rule_lie_together_in_every_file(nation, tmp_path) -> None:
    write((Placed(document) for _row, document in documents(nation.folders["projects"].parent, 3)), tmp_path)
    for folder in (tmp_path / "indicators", nation.folders["indicators"]):
        with duckdb.connect() as connection:
            pattern = str(folder / "part-00001.parquet")
            found = connection.execute("SELECT moves, rule FROM read_parquet(?)", [pattern]).fetchall()
        assert len(found) > 1 and [kind for kind, _rows in groupby(found)] == sorted(set(found))


def test_a_dataset_says_of_which_projects_weights_move(nation, tmp_path) -> None:
    write((Placed(document) for _row, document in documents(nation.folders["projects"].parent, 300)), tmp_path)
    for folder in (tmp_path, nation.folders["projects"].parent):
        with duckdb.connect() as connection:
            for name in ("projects", "indicators"):
                connection.read_parquet(str(folder / name / "*.parquet")).create_view(name)
            absent = "SELECT project FROM indicators WHERE rule = 'not_applicable' AND weight > 0"
            nothing = "SELECT project FROM projects WHERE budget = 0 AND executed = 0 AND weight > 0"
            should = set(connection.execute(f"{absent} UNION {nothing}").fetchall())
            assert should
            for name in ("projects", "indicators"):
                assert set(connection.execute(f"SELECT project FROM {name} WHERE moves").fetchall()) == should
                assert not set(connection.execute(f"SELECT project FROM {name} WHERE NOT moves").fetchall()) & should
