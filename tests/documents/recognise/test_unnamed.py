"""Header words that nobody foresaw: what stands below tells what they mean, and the reader is told so."""

from __future__ import annotations

import pytest

from jihuan.core.document import Document, Indicator
from tests.documents.recognise.drawn import read, table

TOP = "项目名称|渠道清淤|<|<|<|<\n"


def _rows(document: Document) -> list[Indicator]:
    (project,) = document.projects
    return list(project.indicators)


def _told(document: Document) -> str:
    return "\n".join(problem.message for problem in document.problems)


def test_names_signs_values_and_units_are_known_by_what_stands_below() -> None:
    document = read(
        "项目支出绩效目标表",
        table(
            TOP
            + "一级指标|二级指标|事项|关系|数额|量词\n"
            + "产出指标|数量指标|清淤渠道长度|≥|12.5|公里\n"
            + "^|质量指标|验收合格率|=|100|%\n"
            + "效益指标|社会效益指标|受益农户数|≥|300|户"
        ),
    )
    first, second, third = _rows(document)
    assert (first.level3, first.target.operator, first.target.raw, first.target.unit) == ("清淤渠道长度", ">=", "12.5", "公里")
    assert (second.level2, second.level3, second.target.operator, second.target.unit) == ("质量指标", "验收合格率", "=", "%")
    assert (third.level1, third.level3) == ("效益指标", "受益农户数")
    assert "表头“事项、关系、数额、量词”不认识" in _told(document)
    assert all("target" in it.uncertain for it in (first, second, third))


def test_figures_alone_under_a_strange_word_are_no_values() -> None:
    document = read(
        "项目支出绩效目标表",
        table(
            TOP
            + "一级指标|二级指标|三级指标|指标值|批次|备查\n"
            + "产出指标|数量指标|清淤渠道长度|≥12公里|3|甲\n"
            + "^|质量指标|验收合格率|100%|2|乙"
        ),
    )
    assert [(it.target.raw, it.actual) for it in _rows(document)] == [("≥12公里", None), ("100%", None)]
    assert "批次" in _told(document) and "备查" in _told(document)


@pytest.mark.parametrize("head", ["佳绩", "年终战果"])
def test_a_strange_column_beside_a_score_is_what_was_achieved(head: str) -> None:
    document = read(
        "项目支出绩效自评表",
        table(
            TOP
            + f"一级指标|二级指标|三级指标|年度指标值|{head}|得分\n"
            + "产出指标|数量指标|清淤渠道长度|≥12公里|12.4公里|10\n"
            + "^|质量指标|验收合格率|≥95%|96%|20"
        ),
    )
    assert [it.actual and it.actual.raw for it in _rows(document)] == ["12.4公里", "96%"]
    assert all("actual" in it.uncertain for it in _rows(document))
    assert f"表头“{head}”不认识" in _told(document)


def test_one_header_over_names_and_levels_is_taken_apart() -> None:
    document = read(
        "项目支出绩效目标表",
        table(
            "项目名称|渠道清淤|<|<\n"
            "指标名称|<|<|指标值\n"
            "产出指标|数量指标|清淤渠道长度|≥12公里\n"
            "^|质量指标|验收合格率|100%\n"
            "满意度指标|服务对象满意度指标|农户满意度|≥90%"
        ),
    )
    assert [(it.level1, it.level2, it.level3) for it in _rows(document)] == [
        ("产出指标", "数量指标", "清淤渠道长度"),
        ("产出指标", "质量指标", "验收合格率"),
        ("满意度指标", "服务对象满意度指标", "农户满意度"),
    ]


@pytest.mark.parametrize("frame", ["绩效指标", "绩效指标体系", "考核内容"])
def test_a_frame_over_the_level_columns_is_known_by_its_place(frame: str) -> None:
    document = read(
        "项目支出绩效目标表",
        table(
            f"项目名称|渠道清淤|<|<|<|<|<\n{frame}|<|<|年度指标值|<|<|分值\n一级指标|二级指标|三级指标|指标性质|数值|单位|^\n"
            "产出指标|数量指标|清淤渠道长度|≥|12|公里|40\n^|质量指标|验收合格率|=|100|%|50"
        ),
    )
    first, second = _rows(document)
    assert (first.target.operator, first.target.raw, first.target.unit, first.weight) == (">=", "12", "公里", 40)
    assert (second.level1, second.target.unit, second.weight) == ("产出指标", "%", 50)
    assert frame not in _told(document)


@pytest.mark.parametrize("head", ["三级指标（分值）", "指标名称（权重）", "三级指标及分值"])
def test_weights_beside_the_names_under_one_header_that_names_them(head: str) -> None:
    drawn = f"一级指标|二级指标|{head}|<|指标值\n产出指标|数量指标|清淤长度|40|≥12公里\n^|质量指标|合格率|20分|≥95%"
    rows = read("项目支出绩效目标表", table(drawn)).projects[0].indicators
    assert [(row.level3, row.weight, row.uncertain) for row in rows] == [("清淤长度", 40, ()), ("合格率", 20, ())]


def test_words_beside_the_names_under_such_a_header_are_no_weights() -> None:
    drawn = "一级指标|二级指标|三级指标（分值）|<|指标值\n产出指标|数量指标|清淤|长度（40分）|≥12公里\n^|质量指标|验收|合格率（20分）|≥95%"
    rows = read("项目支出绩效目标表", table(drawn)).projects[0].indicators
    assert [(row.level3, row.weight) for row in rows] == [("清淤长度", 40), ("验收合格率", 20)]
