"""Rulebooks: inheritance, dates, a bureau's own folder, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jihuan.core.document import Document, Indicator, Project, SpendingNode
from jihuan.law.engine import RulebookError, check, load, rulebook_for
from jihuan.law.engine.loading import jurisdiction_of, jurisdictions
from jihuan.law.engine.registry import RuleError, rules
from jihuan.law.engine.registry import check as register
from jihuan.law.engine.rulebook import Lexicon

DAY = date(2025, 1, 1)


def _own(folder: Path, **files: str) -> Path:
    """A bureau's folder: shelf__name="…" becomes shelf/name.yaml."""
    for path, text in files.items():
        file = folder / (path.replace("__", "/") + ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def test_every_jurisdiction_loads() -> None:
    assert {load(name, DAY).jurisdiction for name in jurisdictions()} >= {"national", "hebei", "130281", "sichuan"}


def test_the_region_of_a_code_chooses_the_nearest_jurisdiction() -> None:
    assert [jurisdiction_of(code) for code in ("130281", "130200", "510100", "990000", None)] == [
        "130281",
        "hebei",
        "sichuan",
        "national",
        "national",
    ]


def test_a_document_is_checked_by_its_place_and_year() -> None:
    document = Document(fiscal_year=2025, projects=(Project(code="13028125P000002100050"),))
    rulebook = rulebook_for(document)
    assert (rulebook.jurisdiction, rulebook.on) == ("130281", DAY)
    assert rulebook_for(document, date(2024, 5, 1), "sichuan").jurisdiction == "sichuan"


def test_a_child_inherits_and_overrides() -> None:
    national, county = load("national", DAY), load("130281", DAY)
    assert "fund_use" not in national.table("completeness.required_fields")["fields"]
    assert "fund_use" in county.table("completeness.required_fields")["fields"]
    assert county.number("appropriateness.min_daily") == national.number("appropriateness.min_daily")
    assert (county.scheme_name, load("sichuan", DAY).scheme_name) == ("local", "mof_2021")


def test_a_rule_holds_only_after_its_source() -> None:
    assert "CMP-002" in load("national", date(2016, 1, 1)).rules
    assert "CMP-002" not in load("national", date(2014, 1, 1)).rules


def test_a_citation_says_what_was_not_compared_with_the_original() -> None:
    rulebook = load("national", DAY)
    assert rulebook.citation(rulebook.rules["CMP-006"]).endswith("（未核对）")
    assert rulebook.citation(rulebook.rules["FMT-007"]) == "GB/T9704-2012 7.3.3"


def test_a_bureau_adds_words_figures_and_levels_without_code(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        jurisdiction="rules: {FMT-004: {level: error, reason: 本局从严}, FMT-006: {off: true}, CMP-014: {trial: true}}\n",
        lexicons__mine="percent_words: {title: 加词, words: [百份比], remove: [百分点]}\n",
        parameters__appropriateness="min_daily: {title: 每日人次, values: {2024-01-01: {value: 50, cites: 地方规定}}}\n",
    )
    rulebook = load("national", DAY, (own,))
    assert "百份比" in rulebook.words("percent_words")
    assert "百分点" not in rulebook.words("percent_words")
    assert "百分比" in rulebook.words("percent_words")
    assert rulebook.number("appropriateness.min_daily") == Decimal(50)
    assert (rulebook.rules["FMT-004"].level, "FMT-006" in rulebook.rules, rulebook.rules["CMP-014"].trial) == (
        "error",
        False,
        True,
    )


@pytest.mark.parametrize(
    ("files", "line", "word"),
    [
        ({"parameters__a": "x: {title: 甲, values: {2024-01-01: {value: 1, cites: 没有这个}}}\n"}, 1, "没有这个"),
        (
            {"parameters__a": "x:\n  title: 甲\n  values:\n    2014-01-01: {value: 1, cites: 财预〔2015〕88号}\n"},
            4,
            "2014-01-01",
        ),
        (
            {"parameters__a": "x:\n  title: 甲\n  values:\n    2024-01-01: {value: 1, cites: 财预〔2015〕88号 第一百条}\n"},
            4,
            "第一百条",
        ),
        ({"parameters__a": "x: {title: 甲, values: {2024-01-01: {value: 1}}}\n"}, 1, "cites"),
        ({"parameters__a": "x: {title: 甲, values: {明年: {value: 1, cites: 地方规定}}}\n"}, 1, "日期"),
        ({"parameters__a": "x: {title: 甲, unit: 元, values: 3}\n"}, 1, "values"),
        ({"parameters__a": "x: {title: 甲, values: {2024-01-01: {value: 1, cites: 地方规定}}}\n"}, 1, "a.x"),
        ({"parameters__values": "low_share: {title: 甲, values: {2024-01-01: {value: 半, cites: 地方规定}}}\n"}, 1, "数"),
        ({"parameters__values": "low_share: {title: 甲, values: {2024-01-01: {vaule: 1, cites: 地方规定}}}\n"}, 1, "vaule"),
        ({"parameters__values": "low_share: {title: 甲, values: {2024-01-01: {cites: 地方规定}}}\n"}, 1, "value"),
        ({"parameters__values": "low_share: {title: 甲, values: {2024-01-01: {value: true, cites: 地方规定}}}\n"}, 1, "数"),
        ({"parameters__values": "bounds: {title: 甲, values: {2024-01-01: {天: 很多, cites: 地方规定}}}\n"}, 1, "天"),
        (
            {
                "parameters__appropriateness": "benchmarks:\n  title: 甲\n  values:\n    2024-01-01: {馆: {cost: 9}, cites: 地方规定}\n"
            },
            4,
            "factor",
        ),
        ({"parameters__execution": "local_targets: {title: 甲, values: {2024-01-01: {6: 五成, cites: 地方规定}}}\n"}, 1, "数"),
        ({"parameters__satisfaction": "error: {title: 甲, values: {2024-01-01: {value: 0, cites: 地方规定}}}\n"}, 1, "大于 0"),
        (
            {"parameters__monitoring": "deadline: {title: 甲, values: {2024-01-01: {month: 9, day: 31, cites: 地方规定}}}\n"},
            1,
            "31",
        ),
        (
            {"parameters__completeness": "basis_required: {title: 甲, values: {2024-01-01: {value: 是, cites: 地方规定}}}\n"},
            1,
            "true",
        ),
        (
            {
                "parameters__completeness": "required_fields: {title: 甲, values: {2024-01-01: {fields: name, cites: 地方规定}}}\n"
            },
            1,
            "一列",
        ),
        ({"lexicons__a": "vague_value: {title: 甲, words: [乙]}\n"}, 1, "vague_value"),
        ({"lexicons__a": "typos: {title: 甲, words: [乙]}\n"}, 1, "pairs"),
        ({"lexicons__a": "damaged_words:\n  title: 甲\n  pairs:\n    (错: 疑错\n"}, 4, "正则"),
        ({"lexicons__a": "x: {title: 甲, wrods: [乙]}\n"}, 1, "wrods"),
        ({"lexicons__a": "x: {title: 甲}\n", "lexicons__b": "x: {title: 甲}\n"}, 1, "x"),
        ({"lexicons__a": "x: {title: 甲, pairs: {甲: 1}}\n"}, 1, "甲"),
        ({"lexicons__a": "x: {title: 甲, pairs: [甲]}\n"}, 1, "pairs"),
        ({"sources__a": "甲号: {title: 甲, since: 昨天, verified: true}\n"}, 1, "since"),
        ({"schemes__a": "甲: {title: 甲, order: [], required: [], weights: {产出: 半}}\n"}, 1, "weights"),
        ({"jurisdiction": "rules: {ZZZ-001: {off: true}}\n"}, 1, "ZZZ-001"),
        ({"jurisdiction": "rules: {FMT-004: {level: fatal}}\n"}, 1, "fatal"),
        ({"jurisdiction": "scheme: none\n"}, 1, "指标体系"),
        ({"jurisdiction": "rules: {CON-002: {level: error}}\n"}, 1, "CON-002"),
        ({"jurisdiction": "rules: [CON-002]\n"}, 1, "rules"),
        ({"parameters__a": "x: {title: 甲, values: {}}\n"}, 1, "values"),
        ({"parameters__a": "x: {title: 甲, values: {2024-01-01: 3}}\n"}, 1, "cites"),
        ({"parameters__values": "bounds: {title: 甲, values: {2024-01-01: {3: 很多, cites: 地方规定}}}\n"}, 1, "数"),
        ({"lexicons__a": "typos: {title: 甲, pairs: {1: 甲}}\n"}, 1, "1"),
        ({"lexicons__a": "foreign_words: {title: 甲, pairs: {甲: 乙}}\n"}, 1, "groups"),
        ({"schemes__a": "甲: {title: 甲, order: [], required: [], weights: [1]}\n"}, 1, "weights"),
        ({"sources__a": "甲号: {title: 甲, since: 2020-01-01, until: 明天, verified: true}\n"}, 1, "until"),
    ],
)
def test_a_faulty_folder_is_refused_with_file_line_and_reason(
    tmp_path: Path, files: dict[str, str], line: int, word: str
) -> None:
    with pytest.raises(RulebookError) as caught:
        load("national", DAY, (_own(tmp_path, **files),))
    assert caught.value.line == line
    assert word in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_words_are_taken_out_of_lists_tables_and_groups_and_a_lexicon_starts_anew(tmp_path: Path) -> None:
    nation = load("national", DAY)
    wrong = next(iter(nation.pairs("typos")))
    trade, words = next(iter(nation.groups("foreign_words").items()))
    own = _own(
        tmp_path,
        lexicons__a=f"""
typos: {{title: 少一对, remove: [{wrong}], pairs: {{场馆开方: 场馆开放}}}}
foreign_words: {{title: 少一词, remove: [{words[0]}], groups: {{{trade}: [殡仪车]}}}}
department_functions: {{title: 少一组, remove: [综合]}}
vague_values: {{title: 重来, replace: true, words: [蒸蒸日上]}}
percent_words: {{title: 不重来, replace: false, words: [百份比]}}
""",
    )
    book = load("national", DAY, (own,))
    assert book.pairs("typos") == {key: value for key, value in nation.pairs("typos").items() if key != wrong} | {
        "场馆开方": "场馆开放"
    }
    assert book.groups("foreign_words")[trade] == (*words[1:], "殡仪车")
    assert set(nation.groups("department_functions")) - set(book.groups("department_functions")) == {"综合"}
    assert book.words("vague_values") == ("蒸蒸日上",)
    assert book.words("percent_words") == (*nation.words("percent_words"), "百份比")


def test_figures_follow_each_other_from_day_to_day(tmp_path: Path) -> None:
    text = (
        "low_share: {title: 甲, values: {2026-01-01: {value: 2, cites: 地方规定}, 2024-01-01: {value: 1, cites: 地方规定}}}\n"
    )
    own = _own(tmp_path, parameters__values=text)
    nation = load("national", DAY)
    figures = {year: load("national", date(year, 1, 1), (own,)).number("values.low_share") for year in (2023, 2024, 2025, 2026)}
    assert figures == {2023: nation.number("values.low_share"), 2024: 1, 2025: 1, 2026: 2}
    first = nation.parameters["values.low_share"].values[0][0]
    again = _own(
        tmp_path / "b", parameters__values=f"low_share: {{title: 甲, values: {{{first}: {{value: 3, cites: 地方规定}}}}}}\n"
    )
    held = load("national", DAY, (again,)).parameters["values.low_share"].values
    assert [members["value"] for since, members in held if since == first] == [3]
    assert load("national", date(1990, 1, 1)).number("values.low_share") == nation.number("values.low_share")


def test_a_rule_holds_from_its_first_to_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = replace(rules()["CMP-002"], since=date(2031, 3, 1), until=date(2031, 6, 30))
    monkeypatch.setattr("jihuan.law.engine.loading.rules", lambda: {rule.id: rule})
    days = [date(2031, 2, 28), date(2031, 3, 1), date(2031, 6, 30), date(2031, 7, 1)]
    assert [bool(load("national", day).rules) for day in days] == [False, True, True, False]


def test_a_source_is_in_force_from_its_first_to_its_last_day_and_only_then_cited(tmp_path: Path) -> None:
    text = "旧号: {title: 旧, since: 2020-01-01, until: 2024-12-31, verified: true, clauses: {第一条: true, 第二条: false}}\n"
    value = "low_share: {{title: 甲, values: {{{}: {{value: 1, cites: 旧号}}}}}}\n"
    own = _own(tmp_path, sources__a=text, parameters__values=value.format("2024-12-31"))
    book = load("national", DAY, (own,))
    old = book.sources["旧号"]
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [old.in_force(day) for day in days] == [False, True, True, False]
    assert (book.clause("values.low_share"), old.clauses) == ("旧号", {"第一条": True, "第二条": False})
    rule = book.rules["FMT-007"]
    assert book.citation(replace(rule, cites=("旧号 第一条", *rule.cites))) == "GB/T9704-2012 7.3.3"
    assert book.citation(replace(rule, cites=("旧号 第一条", "旧号 第二条"))) == "旧号 第一条；旧号 第二条（未核对）"
    _own(tmp_path, parameters__values=value.format("2025-01-01"))
    with pytest.raises(RulebookError, match="旧号"):
        load("national", DAY, (own,))


def test_a_rule_is_switched_off_on_and_made_graver_by_the_nearest_folder(tmp_path: Path) -> None:
    first = _own(tmp_path / "a", jurisdiction="rules: {FMT-006: {off: true}, FMT-004: {level: info}, CMP-014: {trial: true}}\n")
    second = _own(
        tmp_path / "b", jurisdiction="rules: {FMT-006: {level: error}, CMP-014: {trial: false}, CMP-006: {off: false}}\n"
    )
    nation, book = load("national", DAY), load("national", DAY, (first, second))
    assert set(nation.rules) - set(book.rules) == {"FMT-006"}
    assert (book.rules["FMT-004"].fixed, book.rules["CMP-014"].fixed, book.rules["CMP-014"].trial) == (True, False, False)


def test_a_jurisdiction_without_a_scheme_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _own(tmp_path, bare__jurisdiction="title: 无\n")
    monkeypatch.setattr("jihuan.law.engine.loading.ROOT", tmp_path)
    monkeypatch.setattr("jihuan.law.engine.loading.rules", dict)
    with pytest.raises(RulebookError, match="指标体系"):
        load("bare", DAY)


def test_words_of_lists_tables_and_groups_are_found_longest_first() -> None:
    book = load("national", DAY)
    wrong = next(iter(book.pairs("typos")))
    trade = next(iter(book.groups("foreign_words").values()))
    assert book.find("typos", f"甲{wrong}乙{wrong}") == (wrong,)
    assert book.find("foreign_words", f"{trade[1]}、{trade[0]}") == (trade[1], trade[0])
    assert replace(book, lexicons={"x": Lexicon(name="x", title="")}).find("x", "甲") == ()
    assert replace(book, lexicons={"x": Lexicon(name="x", title="", words=("图书", "图书馆"))}).find("x", "图书馆") == (
        "图书馆",
    )


def test_all_faults_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    head = "rules:\n  ZZZ-001: {off: true}\n  FMT-004: {level: fatal}\n"
    folder = _own(tmp_path, parameters__a="x: {title: 甲}\n", parameters__b="y: 1\ny: 2\n", jurisdiction=head)
    with pytest.raises(RulebookError) as caught:
        load("national", DAY, (folder,))
    told = str(caught.value).splitlines()
    assert [sum(word in line for line in told) for word in ("“values”", "“y”", "ZZZ-001", "fatal")] == [1] * 4
    assert len(told) == 4


def test_figures_of_the_known_sorts_are_taken(tmp_path: Path) -> None:
    own = _own(
        tmp_path,
        parameters__execution="local_targets: {title: 考核线, values: {2024-01-01: {6: 50, '9': 75, cites: 地方规定}}}\n",
        parameters__values="bounds: {title: 界限, values: {2024-01-01: {学时: 2000, cites: 地方规定}}}\n",
        parameters__scoring="pass_threshold: {title: 门槛, values: {2024-01-01: {value: 0.6, cites: 地方规定}}}\n",
        parameters__satisfaction="error: {title: 误差, values: {2024-01-01: {value: 0.01, cites: 地方规定}}}\n",
        lexicons__a="damaged_words: {title: 错漏, pairs: {(?<!公)开展示: 疑有漏字}}\n",
    )
    book = load("national", DAY, (own,))
    assert (book.table("values.bounds"), book.number("scoring.pass_threshold")) == ({"学时": 2000}, Decimal("0.6"))
    plan = tuple(SpendingNode(month=month, percent=Decimal(share)) for month, share in ((3, 9), (6, 49), (9, 75), (10, 74)))
    found = check(Document(projects=(Project(spending_plan=plan),)), book, only=("EXE-004",)).failures
    assert [finding.message[:4] for finding in found] == ["6月底计"]


def test_where_the_nation_says_nothing_a_place_may_say_anything(tmp_path: Path) -> None:
    text = "pass_threshold: {title: 门槛, values: {2024-01-01: {value: {甲: 乙}, cites: 地方规定}}}\n"
    book = load("national", DAY, (_own(tmp_path, parameters__scoring=text),))
    assert book.table("scoring.pass_threshold") == {"value": {"甲": "乙"}}


def test_only_patterns_must_be_patterns(tmp_path: Path) -> None:
    own = _own(
        tmp_path, lexicons__a="damaged_words: {title: 少一个, remove: [没有]}\ntypos: {title: 错字, pairs: {(布署: 部署}}\n"
    )
    assert load("national", DAY, (own,)).pairs("typos")["(布署"] == "部署"


def test_an_unknown_jurisdiction_is_refused() -> None:
    for name in ("nowhere", "../national"):
        with pytest.raises(RulebookError):
            load(name, DAY)


def test_a_rule_id_is_used_once() -> None:
    known = rules()["FMT-004"]
    header = {"title": "甲", "hint": "乙", "level": "info", "method": "D", "scope": "indicator", "cites": "填报惯例"}
    header["proves"] = "丙"

    def another(fact, law):
        yield from ()

    with pytest.raises(RuleError, match="FMT-004"):
        register("FMT-004", **header)(another)
    with pytest.raises(RuleError, match="ZZZ-001"):
        register("ZZZ-001", **{**header, "method": "S", "level": "error"})(another)
    with pytest.raises(RuleError, match="colour"):
        register("ZZZ-001", **header, colour="red")(another)
    with pytest.raises(RuleError, match="ZZZ-001"):
        register("ZZZ-001", **{**header, "proves": ""})(another)
    assert rules()["FMT-004"] is known
    assert "ZZZ-001" not in rules()


def test_a_rule_on_trial_only_informs(tmp_path: Path) -> None:
    document = Document(projects=(Project(indicators=(Indicator(level3="成活率"),)),))
    strict = check(document, load("national", DAY), only=["CMP-006"])
    trial = check(
        document, load("national", DAY, (_own(tmp_path, jurisdiction="rules: {CMP-006: {trial: true}}\n"),)), only=["CMP-006"]
    )
    assert [finding.level for finding in (*strict.findings, *trial.findings)] == ["error", "info"]


def test_jurisdictions_must_not_go_in_circles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _own(tmp_path, first__jurisdiction="parent: second\n", second__jurisdiction="parent: first\n")
    monkeypatch.setattr("jihuan.law.engine.loading.ROOT", tmp_path)
    with pytest.raises(RulebookError, match="first"):
        load("first", DAY)


def test_a_rule_must_not_cite_what_no_source_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme = "local: {title: 甲, order: [], required: [], weights: {产出: 50}}\n"
    _own(tmp_path, bare__jurisdiction="scheme: local\n", bare__schemes__a=scheme)
    monkeypatch.setattr("jihuan.law.engine.loading.ROOT", tmp_path)
    with pytest.raises(RulebookError, match=r"checks.*\.py"):
        load("bare", DAY)
