"""``jihuan analyze`` as a user types it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb

from jihuan.core.document import Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_actual, parse_target
from jihuan.core.interchange import dumps
from jihuan.documents.readers import read_bytes
from tests.cli.command import SEED, jihuan

OWN = {
    "jurisdiction.yaml": "rules:\n  EVA-005: {off: true, reason: 本局另有说明}\n",
    "sources/own.yaml": "青财绩〔2024〕3号: {title: 自评办法, since: 2024-01-01, verified: true}\n",
    "parameters/scoring.yaml": (
        "reverse_policy:\n  title: 反向指标\n  values:\n    2024-01-01: {value: linear, cites: 青财绩〔2024〕3号}\n"
    ),
}
EVALUATION = Document(
    fiscal_year=2025,
    kind="self_evaluation",
    projects=(
        Project(
            name="图书采购",
            amount_unit="万元",
            budget=Budget(adjusted=Decimal("26.00"), executed=Decimal("24.70")),
            indicators=(
                Indicator(
                    level1="产出指标", level2="成本指标", level3="每册成本", target=parse_target("≤26元"),
                    actual=parse_actual("28元"), weight=Decimal(90), score=Decimal("83.57"),
                ),
            ),
        ),
    ),
)  # fmt: skip


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
    nobody = jihuan("analyze", "--records", "-o", tmp_path / "out", data=data)
    assert (nobody.status, "首次设置" in nobody.err) == (2, True)
    assert jihuan("demo", "--no-serve", data=data).status == 0
    asked = ("analyze", "--records", "--by", "region,department", "-o", tmp_path / "out")
    for user, sentence in (
        ((), "请用 --user 指明"),
        (("--user", "谁"), "没有用户“谁”"),
        (("--user", "admin"), "库里还没有项目"),
    ):
        refused = jihuan(*asked, *user, data=data)
        assert (refused.status, sentence in refused.err, (tmp_path / "out").exists()) == (2, True, False), refused.err
    ran = jihuan(*asked, "--user", "bureau", data=data)
    assert ran.status == 0, ran.err
    assert _csv(tmp_path / "out", "averages-by-region-department")[1].startswith("130281,遵化市科学技术协会,4,0,,,,415000.00,")


def test_a_bureaus_own_rules_judge_what_is_analysed(tmp_path) -> None:
    own, folder = tmp_path / "rules", tmp_path / "材料"
    for name, text in OWN.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, "utf-8")
    folder.mkdir()
    (folder / "自评.json").write_text(dumps(EVALUATION), "utf-8")
    means, found = [], []
    for number, rules in enumerate(({}, {"JIHUAN_RULEBOOKS": str(own)})):
        out = tmp_path / str(number)
        ran = jihuan("analyze", folder, "-o", out, **rules)
        assert ran.status == 0, ran.err
        means.append(_csv(out, "averages")[1].split(",")[2])
        found.append(any(line.startswith("EVA-005,") for line in _csv(out, "rules")))
    assert (means, found) == (["93.07", "92.58"], [True, False])
    (own / "jurisdiction.yaml").write_text("rules:\n  EVA-999: {off: true}\n", "utf-8")
    wrong = jihuan("analyze", folder, "-o", tmp_path / "no", JIHUAN_RULEBOOKS=str(own))
    assert (wrong.status, "EVA-999" in wrong.err, (tmp_path / "no").exists()) == (2, True, False)


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
