"""``jihuan check`` and ``jihuan rules`` as a user types them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from jihuan.cli.check import Order, checked, warm_process
from jihuan.core.document import Agency
from jihuan.core.interchange import dumps
from tests.cli.command import jihuan
from tests.law.documents import careful
from tests.truth import seed_truth


def _file(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_json_has_the_members_of_the_contract_and_status_1(tmp_path: Path) -> None:
    ran = jihuan("check", _file(tmp_path, "seed.json", dumps(seed_truth())), "--json")
    findings = json.loads(ran.out)
    assert ran.status == 1
    assert {"rule", "level", "outcome", "message", "quote", "place", "pointer", "citation", "hint"} <= set(findings[0])
    assert {finding["outcome"] for finding in findings} <= {"fail", "not_enough_data", "not_applicable"}
    assert "冀财教【2024】104号" in {finding["quote"] for finding in findings if finding["rule"] == "FMT-001"}


def test_a_careful_document_leaves_with_status_0_and_a_summary(tmp_path: Path) -> None:
    ran = jihuan("check", _file(tmp_path, "good.json", dumps(careful())))
    assert (ran.status, ran.err) == (0, "")
    assert "青石市图书馆" in ran.text
    assert "须改正才能提交" not in ran.text


def test_the_summary_puts_money_and_contradictions_first_and_style_last(tmp_path: Path) -> None:
    text = jihuan("check", _file(tmp_path, "seed.json", dumps(seed_truth()))).text
    marks = [
        text.index(mark) for mark in ("【须改正才能提交】", "CON-001", "【须整改或书面说明】", "FIT-001", "【格式与提示】")
    ]
    assert marks == sorted(marks)
    assert "未设置权重（分值）：4 张表" in text


def test_an_unreadable_file_is_named_with_status_2_and_the_others_are_checked(tmp_path: Path) -> None:
    _file(tmp_path, "set/bad.json", "{")
    _file(tmp_path, "set/deep/good.json", dumps(careful()))
    ran = jihuan("check", tmp_path / "set", "--json")
    answers = {Path(entry["file"]).name: entry for entry in json.loads(ran.out)}
    assert ran.status == 2
    assert "bad.json" in ran.err
    assert answers["bad.json"]["error"]
    assert answers["good.json"]["error"] is None
    assert answers["good.json"]["passes"]["FMT-002"] == 1


def test_tables_hold_a_row_for_each_finding_and_no_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _file(tmp_path, "=seed.json", dumps(seed_truth()))
    monkeypatch.chdir(tmp_path)
    rows = list(csv.reader(io.StringIO(jihuan("check", file.name, "--csv").out.decode("utf-8-sig"))))
    assert rows[0][:3] == ["文件", "规则", "级别"]
    assert len({len(row) for row in rows}) == 1
    assert {row[0] for row in rows[1:]} == {"'=seed.json"}
    book = tmp_path / "out.xlsx"
    jihuan("check", file, "--xlsx", "-o", book)
    assert openpyxl.load_workbook(book).active.max_row == len(rows)
    page = jihuan("check", file, "--html").text
    assert page.count("<tr>") == len(rows)
    assert "表1 第4行 指标值" in page


def test_the_day_and_the_rulebook_may_be_chosen(tmp_path: Path) -> None:
    file = _file(tmp_path, "seed.json", dumps(seed_truth()))
    old = json.loads(jihuan("check", file, "--json", "--date", "2010-01-01").out)
    assert "财预〔2015〕88号" not in "".join(finding["citation"] for finding in old)
    assert jihuan("check", file, "--rulebook", "sichuan").status == 1
    wrong = jihuan("check", file, "--rulebook", "nowhere")
    assert (wrong.status, wrong.out) == (2, b"")
    assert "nowhere" in wrong.err


def test_rules_lists_all_and_explains_one() -> None:
    listed = jihuan("rules").text
    assert "FMT-004" in listed
    told = jihuan("rules", "fmt-004").text
    assert "依据：" in told
    assert "指标值写“≥90%”，不报" in told
    for words in ((), ("--markdown",)):
        assert jihuan("rules", "ZZZ-001", *words).status == 2
    alone, all_of_them = jihuan("rules", "fmt-004", "--markdown").text, jihuan("rules", "--markdown").text
    assert alone.startswith("### FMT-004 ") and alone.count("###") == 1 and alone in all_of_them


def test_a_bureau_s_own_folder_is_put_on_top_or_refused_with_its_line(tmp_path: Path) -> None:
    file = _file(tmp_path, "good.json", dumps(careful()))
    own = _file(tmp_path, "own/jurisdiction.yaml", "rules:\n  CMP-013: {level: error, reason: 本局从严}\n").parent
    assert jihuan("check", file, "--rulebook", own).status == 1
    (own / "jurisdiction.yaml").write_text("rules:\n  CMP-999: {off: true}\n", "utf-8")
    wrong = jihuan("check", file, "--rulebook", own)
    assert wrong.status == 2
    assert "第 2 行" in wrong.err


def test_a_folder_by_which_no_score_can_be_given_is_refused_with_its_line(tmp_path: Path) -> None:
    scores = "rounding:\n  title: 舍入\n  values: {2021-01-01: {value: nearest, cites: 地方规定}}\n"
    own = _file(tmp_path, "own/parameters/scoring.yaml", scores).parent.parent
    wrong = jihuan("check", _file(tmp_path, "good.json", dumps(careful())), "--rulebook", own)
    assert wrong.status == 2
    assert "第 1 行" in wrong.err and "nearest" in wrong.err


def test_the_folders_of_the_environment_hold_as_on_the_site(tmp_path: Path) -> None:
    file = _file(tmp_path, "good.json", dumps(careful()))
    own = _file(tmp_path, "own/jurisdiction.yaml", "rules:\n  CMP-013: {level: error, reason: 本局从严}\n").parent
    assert jihuan("check", file, JIHUAN_RULEBOOKS=str(own)).status == 1


def test_sheets_of_several_units_are_compared_with_each_other(tmp_path: Path) -> None:
    mine = careful()
    project = replace(mine.projects[0], code=None, agency_code="731009", agency_name="红石市图书馆")
    other = replace(mine, agency=Agency(code="731009", name="红石市图书馆"), projects=(project,))
    _file(tmp_path, "in/a.json", dumps(mine))
    _file(tmp_path, "in/b.json", dumps(other))
    results = json.loads(jihuan("check", tmp_path / "in", "--json").out)
    copied = [[found["message"] for found in result["findings"] if found["rule"] == "CON-003"] for result in results]
    assert [len(messages) for messages in copied] == [1, 1]
    assert "731009" in copied[0][0]


def test_several_forms_at_once_are_each_written_beside_the_name_given(tmp_path: Path) -> None:
    file = _file(tmp_path, "seed.json", dumps(seed_truth()))
    ran = jihuan("check", file, "--csv", "--html", "--xlsx", "--json", "-o", tmp_path / "结果.html")
    assert (ran.status, ran.out, ran.err) == (1, b"", "")
    assert sorted(made.name for made in tmp_path.glob("结果*")) == ["结果.csv", "结果.html", "结果.json", "结果.xlsx"]
    findings = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    rows = list(csv.reader(io.StringIO((tmp_path / "结果.csv").read_text("utf-8-sig"))))
    sheet = openpyxl.load_workbook(tmp_path / "结果.xlsx").active
    page = (tmp_path / "结果.html").read_text("utf-8")
    assert len(rows) - 1 == len(findings) == sheet.max_row - 1 == page.count("<tr>") - 1


def test_a_name_without_a_known_ending_keeps_it(tmp_path: Path) -> None:
    file = _file(tmp_path, "good.json", dumps(careful()))
    assert jihuan("check", file, "--csv", "--json", "-o", tmp_path / "审核.2025").status == 0
    assert {made.name for made in tmp_path.glob("审核*")} == {"审核.2025.csv", "审核.2025.json"}


def test_several_forms_without_a_file_are_refused_with_what_to_do(tmp_path: Path) -> None:
    ran = jihuan("check", _file(tmp_path, "good.json", dumps(careful())), "--csv", "--html")
    assert (ran.status, ran.out) == (2, b"")
    assert "--csv、--html" in ran.err and "-o" in ran.err


def test_a_file_among_many_is_read_by_a_process_that_is_warm_and_says_the_same(tmp_path: Path) -> None:
    good, bad = _file(tmp_path, "good.json", dumps(careful())), _file(tmp_path, "bad.pdf", "%PDF-1.7 ")
    order = Order(None, None, (), "zh-hans")
    try:
        for file in (good, bad):
            assert checked(str(file), order, warm=True) == checked(str(file), order)
        (parent,) = warm_process()._all
        assert parent.line.fileno() > 0
    finally:
        warm_process().close()
        warm_process.cache_clear()
