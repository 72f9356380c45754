"""Pages printed as text with their columns kept by spaces: rows of several lines, merged cells in the middle of their rows."""

from __future__ import annotations

import pytest

from jihuan.documents.layout import Table
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text import read_layout
from jihuan.documents.readers.text.placed import aligned

PAGE = """\
                             粮库仓房维修项目绩效目标表
                                                                  单位：万元
  项目名称        粮库仓房维修项目               主管部门      云岭县粮食局
  年度资金总额        312.40                 其中：财政拨款      300.00
                 维修仓房十二栋，消除漏雨隐患，保证储粮安全；
  年度总体目标       配套更换通风设备，降低储粮损耗，
                 年底前通过验收。
   一级       二级          三级指标            指标值        评分标准
   指标       指标
                         维修仓房栋数          ≥12栋       按完成比例计分
           数量指标
                         更换通风设备          ≥26台       少一台扣一分，
                                                     扣完为止
  产出指标
           质量指标        工程验收合格率         =100%      不合格不得分
                                          2026年11
           时效指标        维修完工时间                     逾期不得分
                                          月底前
                         储粮损耗率下降                    未下降不得分，
  效益指标    经济效益指标                     ≥0.3个百
                         幅度              分点         下降一半得一半
  满意度指    服务对象满意      售粮农户满意度         ≥90%       每低一个百分点
  标       度指标                                      扣一分
"""


def rows(text: str) -> list[tuple[str | None, ...]]:
    document = read_bytes(text.encode(), "表.txt")
    [project] = document.projects
    return [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators]


WANTED = [
    ("产出指标", "数量指标", "维修仓房栋数", "≥12栋"),
    ("产出指标", "数量指标", "更换通风设备", "≥26台"),
    ("产出指标", "质量指标", "工程验收合格率", "=100%"),
    ("产出指标", "时效指标", "维修完工时间", "2026年11月底前"),
    ("效益指标", "经济效益指标", "储粮损耗率下降幅度", "≥0.3个百分点"),
    ("满意度指标", "服务对象满意度指标", "售粮农户满意度", "≥90%"),
]


def test_rows_of_several_lines_are_put_together_under_their_columns() -> None:
    assert rows(PAGE) == WANTED


def test_white_that_keeps_columns_does_not_hide_in_which_encoding_the_text_is() -> None:
    wide = PAGE.replace("  ", " " * 24)
    assert "粮库仓房维修项目" in "".join(part.text for part in read_layout(wide.encode("gb18030")).cells())


def test_labels_and_values_above_the_table_are_read_too() -> None:
    [project] = read_bytes(PAGE.encode(), "表.txt").projects
    assert (project.name, str(project.budget.total), str(project.budget.fiscal)) == ("粮库仓房维修项目", "312.40", "300.00")
    assert "".join(project.goals).endswith("年底前通过验收。")


def test_a_table_put_together_by_places_is_always_told() -> None:
    problems = read_bytes(PAGE.encode(), "表.txt").problems
    assert any(it.level == "warning" and it.place and it.place.line == (8, 23) for it in problems)


def test_no_character_of_an_aligned_page_is_lost() -> None:
    layout = read_layout(PAGE.encode())
    told = "".join(problem.message for problem in layout.problems)
    printed = "".join("".join(part.text.split()) for part in layout.cells()) + "".join(told.split())
    assert all(printed.count(char) >= "".join(PAGE.split()).count(char) for char in set("".join(PAGE.split())))


def test_a_text_on_the_line_above_the_header_is_no_part_of_it() -> None:
    goals = "  年度目标        按期完成粮库仓房维修，保证储粮安全。"
    above, below = PAGE[: PAGE.index("   一级 ")], PAGE[PAGE.index("   一级 ") :]
    page = above[: above.index("                 维修仓房")] + goals + "\n" + below
    [project] = read_bytes(page.encode(), "表.txt").projects
    assert project.goals == ("按期完成粮库仓房维修，保证储粮安全。",)
    assert rows(page) == WANTED


def test_a_word_of_the_header_that_belongs_to_no_column_stays_as_text_in_doubt() -> None:
    page = PAGE.replace("   指标       指标\n", "   指标       指标            指标内容\n", 1)
    layout = read_layout(page.encode())
    assert [part.confidence for part in layout.cells() if part.text == "指标内容"] == [0.5]
    assert any("“指标内容”没有归入" in problem.message for problem in layout.problems)
    assert rows(page) == WANTED


def test_lines_with_a_level_each_are_rows_by_themselves() -> None:
    lines = [
        "一级指标     二级指标             考核事项               比较   应达到     口径",
        "产出指标     数量指标             维修仓房栋数           ≥      12         栋",
        "效益指标     可持续影响指标       仓房使用年限           定性   逐步提高",
        "满意度指标   服务对象满意度指标   售粮农户满意度         ≥      90         %",
    ]
    found = [(level1, level2, level3) for level1, level2, level3, _target in rows("\n".join(["甲项目绩效目标表", *lines, ""]))]
    assert found == [
        ("产出指标", "数量指标", "维修仓房栋数"),
        ("效益指标", "可持续影响指标", "仓房使用年限"),
        ("满意度指标", "服务对象满意度指标", "售粮农户满意度"),
    ]


def test_white_of_one_width_between_cells_makes_no_columns() -> None:
    lines = [
        "一级指标  二级指标  三级指标  指标值",
        "产出指标  数量指标  维修仓房栋数  ≥12栋",
        "质量指标  工程验收合格率  =100%",
    ]
    table = next(
        block for block in read_layout("\n".join(["甲项目绩效目标表", *lines]).encode()).blocks if isinstance(block, Table)
    )
    assert [cell.text for cell in table.cells if cell.row == 2] == ["质量指标", "工程验收合格率", "=100%"]


def test_a_text_one_space_behind_a_value_is_no_part_of_it() -> None:
    page = """\
                     粮库仓房维修项目绩效目标表
  一级指标         二级指标               三级指标                 指标值             指标解释
               数量指标              维修仓房栋数               12栋       反映维修仓房的情况
  产出指标
               时效指标              维修完工时间             2026年10月 反映维修完工时间   的情况
                              更换通风设备的平均成本            1,865.00元/台 反映更换通风成本 的情况
               成本指标
                                 单栋仓房维修成本             3.20万元 反映仓房维修成本   的情况
  效益指标        经济效益指标            储粮损耗下降幅度              0.3个百分点 反映损耗下降情况
  满意度指标        满意度指标              售粮农户满意度                90%      反映农户满意情况
"""
    assert [row[-1] for row in rows(page)] == ["12栋", "2026年10月", "1,865.00元/台", "3.20万元", "0.3个百分点", "90%"]


def test_a_header_of_two_words_alone_is_one() -> None:
    page = """\
             粮库仓房维修项目绩效目标表

    项目名称                粮库仓房维修项目

    年度目标            维修仓房十二栋，保证储粮安全。

    绩效指标                   指标值

 维修仓房栋数                    12栋

           工程验收合格率           100%

 售粮农户满意度                     ≥90%
"""
    assert [row[2:] for row in rows(page)] == [("维修仓房栋数", "12栋"), ("工程验收合格率", "100%"), ("售粮农户满意度", "≥90%")]


def test_columns_that_are_blank_all_over_do_not_speak_against_the_rows_beside_them() -> None:
    page = """\
                    粮库仓房维修项目绩效目标表
 一级指标   二级指标   三级指标        指标值     二级指标     三级指标          指标值
                                                 数量指标    维修仓房栋数       ≥12栋
 产出指标                                                 更换通风设备       ≥26台
                                                 质量指标    工程验收合格率     =100%
 满意度指标                                             满意度指标   售粮农户满意度     ≥90%
"""
    assert [row[2:] for row in rows(page)] == [
        ("维修仓房栋数", "≥12栋"), ("更换通风设备", "≥26台"), ("工程验收合格率", "=100%"), ("售粮农户满意度", "≥90%"),
    ]  # fmt: skip


def test_no_cell_is_sure_of_a_table_that_costs_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def sure() -> set[str]:
        return {cell.text for cell in read_layout(PAGE.encode()).cells() if cell.confidence is None}

    assert {"维修仓房栋数", "≥12栋", "按完成比例计分"} <= sure()
    monkeypatch.setattr(aligned, "_POOR", 0.0)
    assert not {"维修仓房栋数", "≥12栋", "按完成比例计分"} & sure()


def test_letters_of_a_frame_left_of_the_header_are_no_column_of_it() -> None:
    page = """\
                      粮库仓房维修项目绩效目标表
 绩效 目标    一级指标       二级指标           三级指标         运算符号     目标值     度量单位
           产出指标         数量指标        维修仓房栋数         ≥       12        栋
                                      更换通风设备         ≥       26        台
                        质量指标        工程验收合格率        =       100       %
          满意度指标      服务对象满意度指标     售粮农户满意度        ≥       90        %
"""
    assert "绩效目标" in {cell.text for cell in read_layout(page.encode()).cells()}
    assert [row[2:] for row in rows(page)] == [
        ("维修仓房栋数", "12"), ("更换通风设备", "26"), ("工程验收合格率", "100"), ("售粮农户满意度", "90"),
    ]  # fmt: skip


def test_a_goal_beside_the_first_level_is_a_column_of_its_own() -> None:
    page = """\
                          粮食局项目绩效目标表
  序号      项目名称     资金总额（万     绩效目标     一级指标      二级指标     三级指标      目标值
                          元）

   1    云岭县粮库仓房    312.40  维修仓房十二栋，    产出       数量     维修仓房栋数    不少于12栋
           维修项目              年底前通过验收。
                                          产出       质量    工程验收合格率    =100%

                                         满意度    服务对象满意度  售粮农户满意    90%以上
                                                             度
"""
    [project] = read_bytes(page.encode(), "表.txt").projects
    assert (project.name, project.goals) == ("云岭县粮库仓房维修项目", ("维修仓房十二栋，年底前通过验收。",))
    assert [row[2] for row in rows(page)] == ["维修仓房栋数", "工程验收合格率", "售粮农户满意度"]


def test_a_table_whose_header_is_broken_beyond_knowing_is_told() -> None:
    page = """\
               部门预算项目绩效目标表
部门：云岭县粮食局 单位：万元
项目名 资金总 一级指 二级指 三级指 指标性 目标值 权重   指标方
称 额（万 标 标 标 质                       向性
    元）
粮库仓 312.4 产出 数量 维修仓 ≥ 12 栋 20    正向指
房维修 0           房栋数               标
经费    产出 数量 更换通 ≥ 26 台 20      正向指
           风设备               标
        产出 质量 工程验 =   100 % 20    正向指
           收合格               标
           率
        满意 满意度 售粮农 ≥ 90 % 30    正向指
        度        户满意               标
"""
    problems = read_layout(page.encode()).problems
    assert any("像是一张表，但认不出表头" in problem.message for problem in problems)
