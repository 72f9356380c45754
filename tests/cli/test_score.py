"""``jihuan score`` as a user types it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from jihuan.core.interchange import dumps
from tests.cli.command import jihuan
from tests.law.documents import careful, evaluated
from tests.law.scoring.test_vectors import indicator, sheet


def _wrong(tmp_path: Path) -> Path:
    """A sheet that gives itself full marks for 1200 of 1500."""
    rows = (
        indicator({"name": "参观人次", "target": "≥1500人次", "actual": "1200人次", "weight": 50, "score": 50}),
        indicator(
            {"name": "成本", "target": "≤26万元", "actual": "28万元", "weight": 40, "score": "37.14", "deviation": "人工涨价"}
        ),
    )
    file = tmp_path / "wrong.json"
    file.write_text(dumps(sheet(*rows, execution_score=Decimal("9.5"), total_score=Decimal("96.64"))), "utf-8")
    return file


def test_json_lists_every_row_beside_what_the_document_says_with_status_1(tmp_path: Path) -> None:
    ran = jihuan("score", _wrong(tmp_path), "--json")
    said = json.loads(ran.out)
    project = said["projects"][0]
    assert ran.status == 1
    assert [row["difference"] for row in project["indicators"]] == ["10.00", "0.00"]
    assert project["indicators"][0]["explanation"].startswith("1200 ÷ 1500 = 80.00 %，× 50 分 = 40.00 分；财预〔2020〕10号")
    assert (project["execution"]["difference"], project["total"], project["grade"]) == ("0.00", "86.64", "良")
    assert ("EVA-003", "/projects/0/indicators/0/score") in {(found["rule"], found["pointer"]) for found in said["findings"]}


def test_a_policy_in_a_file_changes_what_it_names_for_the_scores_and_the_findings(tmp_path: Path) -> None:
    file, chosen = _wrong(tmp_path), tmp_path / "policy.json"
    chosen.write_text('{"reverse_policy": "linear"}', "utf-8")
    said = json.loads(jihuan("score", file, "--json", "--policy", chosen).out)
    assert [row["case"] for row in said["projects"][0]["indicators"]] == ["proportional", "reverse_linear"]
    assert said["projects"][0]["indicators"][1]["difference"] == "0.22"
    assert len([found for found in said["findings"] if found["rule"] == "EVA-003" and found["outcome"] == "fail"]) == 2


def test_a_rulebook_of_ones_own_changes_the_scores_from_its_day_on(tmp_path: Path) -> None:
    file, folder = _wrong(tmp_path), tmp_path / "own" / "parameters"
    folder.mkdir(parents=True)
    text = "reverse_policy:\n  title: 反向\n  values:\n    2026-01-01: {value: linear, cites: 地方规定}\n"
    (folder / "scoring.yaml").write_text(text, "utf-8")
    cases = {
        day: json.loads(jihuan("score", file, "--json", "--rulebook", folder.parent, "--date", day).out)["projects"][0]
        for day in ("2025-06-01", "2026-01-01")
    }
    assert [project["indicators"][1]["case"] for project in cases.values()] == ["reverse_ratio", "reverse_linear"]


def test_the_table_shows_arithmetic_differences_total_and_what_the_rules_say(tmp_path: Path) -> None:
    ran = jihuan("score", _wrong(tmp_path))
    assert ran.status == 1
    assert "+10.00" in ran.text
    assert "1200 ÷ 1500 = 80.00 %" in ran.text
    assert "总分 86.64，等级 良" in ran.text
    assert "EVA-003 表1 第1行 得分" in ran.text


def test_it_speaks_english(tmp_path: Path) -> None:
    ran = jihuan("score", _wrong(tmp_path), "--language", "en")
    assert "1200 ÷ 1500 = 80.00%, × 50 points = 40.00 points" in " ".join(ran.text.split())


def test_a_sheet_that_scores_itself_rightly_leaves_with_status_0(tmp_path: Path) -> None:
    file = tmp_path / "good.json"
    file.write_text(dumps(evaluated()), "utf-8")
    assert jihuan("score", file).status == 0


def test_what_cannot_be_scored_is_said_with_status_2(tmp_path: Path) -> None:
    goals, broken = tmp_path / "goals.json", tmp_path / "policy.json"
    goals.write_text(dumps(careful()), "utf-8")
    broken.write_text('{"rounding": "up", "bands": 3}', "utf-8")
    ran = jihuan("score", goals)
    assert (ran.status, "不是绩效自评表" in ran.err) == (2, True)
    ran = jihuan("score", _wrong(tmp_path), "--policy", broken)
    assert (ran.status, "rounding" in ran.err, "bands" in ran.err) == (2, True, True)
    for text in ("[1]", "{", '{"rounding": '):
        broken.write_text(text, "utf-8")
        assert jihuan("score", _wrong(tmp_path), "--policy", broken).status == 2
    assert jihuan("score", _wrong(tmp_path), "--policy", tmp_path / "none.json").status == 2
    assert jihuan("score", tmp_path / "none.json").status == 2


def test_a_sheet_of_another_kind_is_scored_where_it_has_actual_values(tmp_path: Path) -> None:
    file = tmp_path / "mixed.json"
    file.write_text(dumps(replace(evaluated(), kind="monitoring")), "utf-8")
    assert "养护道路里程" in jihuan("score", file).text
