"""``jihuan analyze`` as a user types it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from jihuan.core.interchange import dumps
from jihuan.documents.readers import read_bytes
from tests.cli.command import SEED, jihuan


def _digest(out: Path) -> str:
    return (out / "results" / "digest.txt").read_text("utf-8").strip()


def _csv(out: Path, name: str) -> list[str]:
    return (out / "results" / f"{name}.csv").read_text("utf-8-sig").splitlines()


def test_a_generated_nation_is_scored_checked_and_kept(tmp_path) -> None:
    out = tmp_path / "out"
    ran = jihuan(
        "analyze", "--generate", "150", "--seed", "3", "--checked", "4", "--by", "region,year", "--by", "category", "-o", out
    )
    assert (ran.status, ran.err) == (0, "")
    assert "等级分布" in ran.text
    assert _digest(out) in ran.text
    head, *rows = _csv(out, "averages-by-region-year")
    assert head.startswith("区划,年度,项目数,有总分的项目数,平均分")
    assert sum(int(row.split(",")[2]) for row in rows) == 150
    assert {file.name for file in (out / "data").iterdir()} == {
        "projects", "indicators", "policies", "documents", "findings", "scores",
    }  # fmt: skip
    with duckdb.connect() as connection:
        pattern = str(out / "data" / "scores" / "*.parquet")
        assert connection.execute("SELECT count(*) FROM read_parquet(?)", [pattern]).fetchall() == [(150,)]
    again = jihuan("analyze", out, "--by", "region,year", "--by", "category", "-o", tmp_path / "again")
    assert again.status == 0
    assert _digest(tmp_path / "again") == _digest(out)


def test_a_folder_of_documents_is_analysed_and_what_cannot_be_read_is_named(tmp_path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    document = read_bytes(SEED.read_bytes(), "seed.txt")
    (folder / "目标.json").write_text(dumps(document), "utf-8")
    (folder / "又一份.txt").write_bytes(SEED.read_bytes())
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    ran = jihuan("analyze", folder, "-o", tmp_path / "out")
    assert ran.status == 2
    assert "坏.pdf" in ran.err
    assert _csv(tmp_path / "out", "averages-by-region")[1].startswith("130281,8,0,,,,830000.00,")
    assert len(_csv(tmp_path / "out", "rules")) > 1


def test_the_records_of_the_site_are_analysed(tmp_path) -> None:
    data = tmp_path / "site"
    empty = jihuan("analyze", "--records", "-o", tmp_path / "out", data=data)
    assert (empty.status, "库里还没有项目" in empty.err) == (2, True)
    assert jihuan("demo", "--no-serve", data=data).status == 0
    ran = jihuan("analyze", "--records", "--by", "region,department", "-o", tmp_path / "out", data=data)
    assert ran.status == 0
    assert _csv(tmp_path / "out", "averages-by-region-department")[1].startswith("130281,遵化市科学技术协会,4,0,,,,415000.00,")


def test_a_document_without_projects_is_nothing_to_analyse(tmp_path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    document = replace(read_bytes(SEED.read_bytes(), "seed.txt"), projects=())
    (folder / "目标.json").write_text(dumps(document), "utf-8")
    ran = jihuan("analyze", folder, "-o", tmp_path / "out")
    assert (ran.status, "没有项目" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_spoilt_dataset_tells_every_fault_at_once(tmp_path) -> None:
    for name in ("projects", "indicators"):
        (tmp_path / "data" / name).mkdir(parents=True)
    (tmp_path / "data" / "projects" / "a.parquet").write_bytes(b"PAR1 no")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS project) TO '{tmp_path}/data/indicators/a.parquet' (FORMAT parquet)")
    ran = jihuan("analyze", tmp_path / "data", "-o", tmp_path / "out")
    assert ran.status == 2
    projects, indicators, policies = ran.err.splitlines()
    assert "projects 读不了" in projects
    assert "indicators 缺少这些列：position" in indicators
    assert "policies 不在" in policies
    assert not (tmp_path / "out").exists()


def test_wrong_orders_get_a_sentence(tmp_path) -> None:
    out = tmp_path / "out"
    assert "三者取其一" in jihuan("analyze", "-o", out).err
    assert "三者取其一" in jihuan("analyze", tmp_path, "--generate", "5", "-o", out).err
    assert "没有文件夹" in jihuan("analyze", tmp_path / "无", "-o", out).err
    wrong = jihuan("analyze", "--generate", "5", "--by", "year,planet", "-o", out)
    assert (wrong.status, "不认识 planet" in wrong.err, "region（区划）" in wrong.err) == (2, True, True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "重要.txt").write_text("别动", "utf-8")
    full = jihuan("analyze", "--generate", "5", "-o", tmp_path / "full")
    assert (full.status, "里有别的东西" in full.err) == (2, True)
    assert "不能放进要分析的文件夹" in jihuan("analyze", tmp_path / "full", "-o", tmp_path / "full" / "out").err
    assert (tmp_path / "full" / "重要.txt").read_text("utf-8") == "别动"
    assert not out.exists()


def test_without_java_nothing_is_left_behind(tmp_path) -> None:
    ran = jihuan("analyze", "--generate", "5", "--runner", "spark", "-o", tmp_path / "out", PATH="", JAVA_HOME="")
    assert (ran.status, "没有找到 Java" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_english_too(tmp_path) -> None:
    ran = jihuan("analyze", "--generate", "20", "--checked", "0", "-o", tmp_path / "out", "--language", "en")
    assert ran.status == 0
    assert "Average" in ran.text
    assert "Projects" in _csv(tmp_path / "out", "averages")[0]
