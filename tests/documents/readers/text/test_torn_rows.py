"""Rows of indicators whose cells go over several lines with nothing between them; and lists of projects printed so."""

from __future__ import annotations

from jihuan.documents.layout import Table
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout

_UPPER = "项目绩效目标表\n项目名称\n河湖巡查\n"


def _names(text: str) -> list[tuple[str | None, str | None]]:
    document = read_bytes(text.encode(), "a.txt")
    assert any("各行是按内容拼起来的" in it.message for it in document.problems)
    return [(it.level3, it.target.raw) for it in document.projects[0].indicators]


def test_lines_broken_after_so_many_characters_keep_figures_whole_though_typesetters_would_not_break_them() -> None:
    rows = (
        "一级指标\n二级指标\n三级指标\n分值\n指标内容\n指标值\n评分细则\n产出指标\n数量指标\n巡查河湖岸\n线长度\n24\n巡河人员巡查\n岸线的总长度\n≥256\n8公里\n"
        "达不到不得分\n巡查问题整\n改件数\n22\n经复核销号的\n问题件数\n≥310\n件\n达不到不得分\n效益指标\n生态效益指标\n岸线垃圾清\n运量\n22\n"
        "全年清运出河\n道的垃圾\n≥52吨\n达不到不得分\n"
    )
    assert _names(_UPPER + rows) == [
        ("巡查河湖岸线长度", "≥2568公里"),
        ("巡查问题整改件数", "≥310件"),
        ("岸线垃圾清运量", "≥52吨"),
    ]


def test_a_cell_does_not_end_inside_words_that_stand_together_elsewhere() -> None:
    rows = (
        "一级指标\n二级指标\n三级指标\n计算符号\n目标值\n度量单位\n指标值说明\n产出指标\n数量指标\n东岸巡查河\n道总次数\n≥\n4975\n次\n巡查河道总次数\n按巡查日志统计\n"
        "西岸清理漂\n浮物重量\n≥\n2128\n吨\n清理漂浮物重量\n按过磅记录统计\n"
    )
    names = [name for name, _target in _names(_UPPER + rows)]
    assert names == ["东岸巡查河道总次数", "西岸清理漂浮物重量"]


def test_a_list_of_projects_with_all_its_cells_broken_is_put_together_and_told() -> None:
    text = (
        "项目绩效目标汇总表\n序号\n项目名称\n预算金额（\n万元）\n绩效目标\n绩效指标\n1\n河湖岸线巡查\n经费\n38.5\n0\n全年巡查河湖岸线\n，保持岸线清洁。\n"
        "【产出指标-\n数量指标】指\n标1：巡查次\n数(≥120\n次)\n2\n水源地保护\n96.00\n保护水源地水质。\n【效益指标-\n生态效益指标\n】指标1：水\n质达标率(≥\n95%)\n"
    )
    document = read_bytes(text.encode(), "a.txt")
    found = [(it.name, it.budget and str(it.budget.total), it.goals) for it in document.projects]
    assert found == [
        ("河湖岸线巡查经费", "38.50", ("全年巡查河湖岸线，保持岸线清洁。",)),
        ("水源地保护", "96.00", ("保护水源地水质。",)),
    ]
    rows = [(it.level1, it.level2, it.level3, it.target.raw) for project in document.projects for it in project.indicators]
    assert rows == [("产出指标", "数量指标", "巡查次数", "≥120次"), ("效益指标", "生态效益指标", "水质达标率", "≥95%")]
    told = [it.place.line for it in read_layout(text.encode()).problems if it.place]
    assert told == [(8, 19), (20, 28)]


def test_columns_under_headers_that_nobody_knows_hold_what_makes_the_cheapest_reading() -> None:
    rows = (
        "一级指标\n二级指标\n任务\n关系\n要求\n口径\n产出指标\n数量指标\n水文站点巡\n检\n≥\n36\n次\n产出指标\n质量指标\n监测数据到\n报率\n≥\n98\n%\n"
        "产出指标\n时效指标\n设备检修期\n限\n≤\n5\n天\n效益指标\n社会效益指标\n洪水预警信\n息发布\n≥\n12\n期\n"
    )
    table = [it for it in read_layout((_UPPER + rows).encode()).blocks if isinstance(it, Table)][-1]
    cells = {(it.row, it.column): "".join(it.text.split()) for it in table.cells}
    assert [[cells[row, at] for at in range(2, 6)] for row in range(1, 5)] == [
        ["水文站点巡检", "≥", "36", "次"],
        ["监测数据到报率", "≥", "98", "%"],
        ["设备检修期限", "≤", "5", "天"],
        ["洪水预警信息发布", "≥", "12", "期"],
    ]


def test_numbered_names_and_values_that_share_a_cell_are_broken_anywhere() -> None:
    rows = (
        "一级指标\n二级指标\n三级指标\n指标值\n产出指标\n数量指标\n1、水文站\n点巡检2、\n雨量设备更\n换\n1、≥36次\n2、≥4.5台\n效益指标\n社会效益指标\n"
        "洪水预警信\n息发布\n≥12期\n"
    )
    assert _names(_UPPER + rows) == [
        ("水文站点巡检", "≥36次"),
        ("雨量设备更换", "≥4.5台"),
        ("洪水预警信息发布", "≥12期"),
    ]
