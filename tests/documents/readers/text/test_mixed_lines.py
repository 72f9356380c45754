"""Texts of which some lines are whole rows and others single cells: levels alone on a line, labels letter by letter, cells without a space."""

from __future__ import annotations

from decimal import Decimal

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes

HEAD = "项目支出绩效自评表\n（2023年度）\n项目名称 湿地巡护\n年\n度\n目\n标\n预期目标 实际完成情况\n管好湿地。 已管好湿地。\n绩\n效\n指\n标\n"
COLUMNS = "一级指标 二级指标 三级指标 年度指标值 实际完成值 权重得分 偏差原因分析及改进措施\n"
ROWS = """产出指标
数量指标
巡护湿地面积 ≥400亩 410亩 30 30
补种水草株数 =2000株 1500株 20 15 雨季推迟
质量指标 水草成活率 90%以上 92% 20 20
效益指标
生态效益指标 水鸟种群 稳定增加 稳定增加 20 20
满意度指标服务对象满意度指标
周边村民满意度 ≥90% 95% 10 10
"""


def read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def test_levels_alone_on_their_lines_belong_to_the_rows_below_them() -> None:
    rows = read(HEAD + COLUMNS + ROWS).projects[0].indicators
    assert [(it.level1, it.level2, it.level3, it.target.raw) for it in rows] == [
        ("产出指标", "数量指标", "巡护湿地面积", "≥400亩"),
        ("产出指标", "数量指标", "补种水草株数", "=2000株"),
        ("产出指标", "质量指标", "水草成活率", "90%以上"),
        ("效益指标", "生态效益指标", "水鸟种群", "稳定增加"),
        ("满意度指标", "服务对象满意度指标", "周边村民满意度", "≥90%"),
    ]


def test_headers_without_a_space_between_them_are_two_columns() -> None:
    rows = read(HEAD + COLUMNS + ROWS).projects[0].indicators
    assert [(it.weight, it.score) for it in rows] == [(30, 30), (20, 15), (20, 20), (20, 20), (10, 10)]
    assert [it.deviation for it in rows] == [None, "雨季推迟", None, None, None]


def test_a_frame_letter_by_letter_among_rows_is_a_label() -> None:
    project = read(HEAD + COLUMNS + ROWS).projects[0]
    assert (project.goals, project.achievement) == (("管好湿地。",), "已管好湿地。")


def test_a_row_of_many_pieces_below_a_broken_header_is_no_line_beside_the_table() -> None:
    columns = "一级指标 二级指标 三级指标\n指标性\n质\n指标值\n度量单\n位\n权\n重\n"
    rows = "产出指标 数量指标 巡护湿地面积 ≥ 400 亩 50\n补种水草株数 ＝ 2000 株 30\n质量指标\n水草成活\n率\n≥ 90 % 20\n"
    found = read(f"项目名称\n湿地巡护\n{columns}{rows}").projects[0].indicators
    assert [(it.level3, it.target.operator, it.target.value, it.target.unit, it.weight) for it in found] == [
        ("巡护湿地面积", ">=", 400, "亩", 50),
        ("补种水草株数", "=", 2000, "株", 30),
        ("水草成活率", ">=", 90, "%", 20),
    ]


def test_a_label_below_a_value_whose_row_is_short_is_no_part_of_it() -> None:
    text = "项目绩效目标表\n项目负责人\t何平\n主管部门\t云水县林业局\t实施单位\t云水县湿地站\n项目名称\t湿地巡护\n年度资金总额\t30.50\n"
    table = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡护湿地面积\t400亩\n"
    project = read(text + table).projects[0]
    assert (project.department, project.agency_name) == ("云水县林业局", "云水县湿地站")
    assert project.budget.total == Decimal("30.50")


def test_the_number_of_a_page_between_two_rows_is_part_of_neither() -> None:
    lines = (HEAD + COLUMNS.replace("权重得分", "权重 得分") + ROWS).split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("补种水草株数"))
    document = read("\n".join([*lines[:at], "2", *lines[at:]]))
    rows = document.projects[0].indicators
    assert [it.level3 for it in rows][:3] == ["巡护湿地面积", "补种水草株数", "水草成活率"]
    assert any(problem.place and problem.place.line == (at + 1, at + 1) for problem in document.problems)


def test_a_sheet_of_rows_that_names_no_project_begins_with_the_frame_beside_its_header() -> None:
    head = "部门整体支出绩效目标申报表\n（2023年度）\n部门（单位）名称 云水县林业局\n年度总体目标 管好湿地。\n"
    table = "年度绩效指标 一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 巡护湿地面积 400亩\n质量指标 水草成活率 90%\n"
    rows = [it for project in read(head + table).projects for it in project.indicators]
    assert [(it.level1, it.level2, it.level3, it.target.raw) for it in rows] == [
        ("产出指标", "数量指标", "巡护湿地面积", "400亩"),
        ("产出指标", "质量指标", "水草成活率", "90%"),
    ]
