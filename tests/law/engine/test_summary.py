"""Findings folded into lines, in order of consequence; pointers in words; likeness of texts; who serves whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jihuan.core.document import Document, Project, SubGoal
from jihuan.core.findings import Finding
from jihuan.law.engine import Context, load
from jihuan.law.engine.facts import DocumentFacts
from jihuan.law.engine.labels import where_in_form
from jihuan.law.engine.law import Law
from jihuan.law.engine.mapping import core_name, same_object, sub_goal_of
from jihuan.law.engine.similarity import common_part, cosine
from jihuan.law.engine.summary import causes, ordered


def _finding(rule: str, level: str, pointer: str, group: str | None = None, outcome: str = "fail") -> Finding:
    return Finding(
        rule=rule,
        level=level,  # type: ignore[arg-type]
        outcome=outcome,  # type: ignore[arg-type]
        message=f"{rule} {pointer}",
        quote="",
        pointer=pointer,
        citation="某号",
        hint="改",
        group=group,
    )


FOUND = (
    _finding("FMT-004", "warning", "/projects/0/indicators/1/target"),
    _finding("CMP-008", "warning", "/projects/0/indicators", "none"),
    _finding("CMP-008", "warning", "/projects/1/indicators", "none"),
    _finding("CMP-014", "info", "/projects/0/budget/other"),
    _finding("CON-001", "error", "/sub_goals/0/indicators/0"),
    _finding("CON-001", "error", "/sub_goals/1/indicators/0"),
    _finding("FIT-004", "error", "/projects"),
    _finding("CON-007", "info", "/projects", outcome="not_enough_data"),
)


def test_one_cause_is_one_line_and_money_comes_first() -> None:
    lines = causes(FOUND)
    assert [(line.rule, line.shelf, len(line.findings)) for line in lines] == [
        ("FIT-004", "blocks", 1),
        ("CON-001", "blocks", 2),
        ("CMP-008", "answer", 2),
        ("CMP-014", "style", 1),
        ("FMT-004", "style", 1),
    ]
    assert lines[0].title == "FIT-004 /projects"
    assert lines[1].title.endswith("：2 处")
    assert lines[2].title == "未设置权重（分值）：2 张表，共 2 处"


@pytest.mark.parametrize(
    ("rule", "level", "shelf"),
    [
        ("CON-001", "warning", "answer"),
        ("CON-001", "info", "style"),
        ("FMT-004", "warning", "style"),
        ("TXT-001", "warning", "style"),
        ("TXT-001", "error", "blocks"),
    ],
)
def test_level_and_section_choose_the_shelf(rule: str, level: str, shelf: str) -> None:
    assert [line.shelf for line in causes([_finding(rule, level, "/projects")])] == [shelf]


def test_two_causes_of_one_rule_are_two_lines() -> None:
    found = [_finding("CON-001", "error", "/projects", group) for group in ("甲", "乙", None, "乙", None)]
    assert [[finding.group for finding in line.findings] for line in causes(found)] == [["甲"], ["乙", "乙"], [None, None]]


def test_a_cause_is_as_grave_as_its_gravest_finding_and_unknown_sections_come_last() -> None:
    found = causes([_finding("CON-001", level, f"/projects/{at}") for at, level in enumerate(("info", "error", "warning"))])
    assert [(line.level, line.title.partition("：")[2]) for line in found] == [("error", "3 张表，共 3 处")]
    found = causes([_finding(rule, "error", "/projects") for rule in ("甲-1", "FMT-004", "FIT-004")])
    assert [line.rule for line in found] == ["FIT-004", "FMT-004", "甲-1"]
    assert next(line.title for line in causes([_finding("CON-001", "info", "/projects/1/goals")] * 2)).endswith("：2 处")


def test_what_could_not_be_decided_comes_last_and_nothing_is_dropped() -> None:
    assert ordered(FOUND)[-1].outcome == "not_enough_data"
    assert sorted(map(id, ordered(FOUND))) == sorted(map(id, FOUND))


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/projects/2/indicators/1/target", "表3 第2行 指标值"),
        ("/projects/0/budget/other", "表1 预算 其他资金"),
        ("/projects/0/goals/1", "表1 目标2"),
        ("/projects/0/goals", "表1 绩效目标"),
        ("/sub_goals/1/indicator_text", "分项2 绩效指标"),
        ("/safeguards/3/text", "措施4"),
        ("/overall_goal/text", "总体绩效目标"),
        ("/projects/0/spending_plan/1/percent", "表1 节点2 percent"),
        ("/projects/0/name", "表1 名称"),
        ("", "全文"),
    ],
)
def test_a_pointer_in_the_words_of_the_form(pointer: str, words: str) -> None:
    assert where_in_form(pointer) == words


def test_likeness_is_between_nothing_and_the_same() -> None:
    assert cosine("保障场馆的宣传与讲解", "保障场馆的宣传与讲解。") == 1
    assert cosine("保障场馆", "养护道路") == 0
    assert cosine("", "甲") == 0
    assert Decimal("0.6") < cosine("保障场馆的宣传与讲解", "保障场馆的宣传与讲解、设备维修") < 1
    assert cosine("", "场馆") == cosine("场馆", "") == 0
    assert common_part("科普活动", "科普宣传活动") == "科普"


def test_projects_are_matched_with_sub_goals_by_their_names() -> None:
    names = ("冀财教【2024】104号提前下达2025年科技馆免费开放补助资金", "科普活动经费", "老科协业务经费", "道路养护")
    document = DocumentFacts(
        Document(
            sub_goals=tuple(SubGoal(name=name) for name in ("科学技术普及活动", "老科协综合业务", "科技馆站")),
            projects=tuple(Project(name=name) for name in names),
        )
    )
    law = Law(load("national", date(2025, 1, 1)), document, Context())
    assert {at: goal.name for at, goal in sub_goal_of(document, law).items()} == {
        0: "科技馆站",
        1: "科学技术普及活动",
        2: "老科协综合业务",
    }
    assert core_name(names[0], law) == "科技馆免费开放"
    assert same_object(document.projects[0], document.projects[1], law) == ""


def test_what_names_share_too_little_or_share_alike_is_not_matched() -> None:
    document = DocumentFacts(
        Document(
            sub_goals=tuple(SubGoal(name=name) for name in ("图书阅览", "图书流通", "农技推广")),
            projects=tuple(Project(name=name) for name in ("图书购置", "农业保险", "农技站建设", "图书流通站", "图书流通点")),
        )
    )
    law = Law(load("national", date(2025, 1, 1)), document, Context())
    assert {at: goal.name for at, goal in sub_goal_of(document, law).items()} == {2: "农技推广", 3: "图书流通", 4: "图书流通"}
    sheets = document.projects
    assert [same_object(sheets[3], sheets[4], law), same_object(sheets[0], sheets[3], law)] == ["图书流通", ""]
    assert same_object(sheets[0], sheets[1], law) == ""
