"""Result tables: what people read, what programs read, and the digest that tells two runs apart."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from jihuan.analytics.tables import Column, Table, digest, hundredths, write_results

COLUMNS = (Column("department", "部门"), Column("projects", "项目数", "count"), Column("average", "平均分", "hundredths"))


def _table(*rows: tuple) -> Table:
    return Table("averages", "平均分", COLUMNS, rows)


def test_csv_is_for_people(tmp_path) -> None:
    write_results([_table(("教育局", 3, 8653), ("", 1, None), ("=1+1", 0, -5))], tmp_path / "results")
    text = (tmp_path / "results" / "averages.csv").read_bytes().decode("utf-8-sig")
    assert text.splitlines() == ["部门,项目数,平均分", "教育局,3,86.53", "未注明,1,", "'=1+1,0,-0.05"]


def test_files_hold_the_same_figures(tmp_path) -> None:
    table = _table(("教育局", 3, 8653), (None, 1, None))
    write_results([table], tmp_path / "results")
    assert sorted(file.name for file in (tmp_path / "results").iterdir()) == ["averages.csv", "averages.parquet", "digest.txt"]
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "results" / "averages.parquet")]).fetchall()
    assert [tuple(map(str, row)) for row in rows] == [("教育局", "3", "86.53"), ("None", "1", "None")]
    assert (tmp_path / "results" / "digest.txt").read_text("utf-8").strip() == digest([table])


def test_the_digest_sees_every_figure_and_no_order() -> None:
    one, other = ("教育局", 3, 8653), ("民政局", 1, 100)
    assert digest([_table(one, other)]) == digest([_table(other, one)])
    assert digest([_table(one)]) != digest([_table(("教育局", 3, 8654))])
    assert digest([_table(one)]) != digest([_table(("教育局", "3", 8653))])


@given(st.integers(0, 10**30), st.integers(1, 10**20))
def test_hundredths_round_half_up(numerator: int, denominator: int) -> None:
    rounded = hundredths(numerator, denominator)
    assert 2 * abs(rounded * denominator - numerator) <= denominator
    assert 2 * numerator < (2 * rounded + 1) * denominator
