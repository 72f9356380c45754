"""Running text in traditional characters, and sheets told apart by names that begin alike."""

from __future__ import annotations

from jihuan.core.document import Place
from jihuan.documents.readers import read_bytes
from jihuan.documents.recognise.phrases import indicators_in
from jihuan.documents.recognise.values import split_value


def test_phrases_in_traditional_characters_are_read_and_keep_them() -> None:
    text = "產出指標：\n數量指標：管護面積不少於300畝；修繕校舍2棟。\n滿意度指標：\n服務對象滿意度指標：居民滿意度≥90%。"
    found = indicators_in(text, Place())
    assert [(it.level1, it.level2, it.level3, it.target.raw, it.target.operator) for it in found] == [
        ("產出指標", "數量指標", "管護面積", "不少於300畝", ">="),
        ("產出指標", "數量指標", "修繕校舍", "2棟", None),
        ("滿意度指標", "服務對象滿意度指標", "居民滿意度", "≥90%", ">="),
    ]


def test_numbered_indicators_in_traditional_characters_are_told_apart() -> None:
    found = indicators_in("【產出指標-數量指標】 指標1：機櫃數量(≥77臺) 指標2：巡檢次數(≥4次)", Place())
    assert [(it.level2, it.level3, it.target.raw) for it in found] == [
        ("數量指標", "機櫃數量", "≥77臺"),
        ("數量指標", "巡檢次數", "≥4次"),
    ]


def test_a_value_in_words_is_split_from_its_name_as_printed() -> None:
    assert split_value("每畝補助控制在300元以內") == ("每畝補助", "控制在300元以內")
    assert split_value("補種樹木等於80株") == ("補種樹木", "等於80株")
    assert split_value("人均成本不大于60元") == ("人均成本", "不大于60元")


def _sheet(name: str, agency: str) -> str:
    return (
        f"<p>项目支出绩效目标表</p><table><tr><td>实施单位</td><td colspan=3>{agency}</td></tr>"
        f"<tr><td>项目名称</td><td colspan=3>{name}</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>管护面积</td><td>≥300亩</td></tr></table>"
    )


def test_a_sheet_whose_project_name_begins_with_that_of_the_sheet_before_is_another_project() -> None:
    page = f"<html><body>{_sheet('湿地管护', '青石县林业局')}{_sheet('湿地管护二期', '临河区林场')}</body></html>"
    document = read_bytes(page.encode(), "a.html")
    assert [(it.name, it.agency_name, len(it.indicators)) for it in document.projects] == [
        ("湿地管护", "青石县林业局", 1),
        ("湿地管护二期", "临河区林场", 1),
    ]
