"""Tables copied from a browser: cells with line breaks, and cells with paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from jihuan.core.document import Document
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.text.lines import split_lines
from jihuan.documents.readers.text.marked.pasted import BREAK, rows_together
from jihuan.documents.readers.text.marked.torn import whole_rows

ROWS = (
    ("项目名称", "古树名木保护经费"),
    ("年度\n绩效目标", "1.完成古树复壮46株。\n2.建立巡护台账，责任到人。"),
    ("绩\n效\n指\n标", "一级\n指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "复壮古树株数", "≥46株"),
    ("质量指标", "复壮成活率", "≥95%"),
    ("满意度指标", "服务对象满意度指标", "周边群众满意度", "≥90%"),
)
"""As a browser gives them: nothing where a merged cell goes on."""


def _pasted(between: str, end: str, inside: str) -> str:
    return end.join(between.join(cell.replace("\n", inside) for cell in row) for row in ROWS)


def _read(text: str) -> Document:
    return read_bytes(f"项目绩效目标表\n\n{text}\n\n注：由项目单位填报。\n".encode(), "网页.txt")


def _check(document: Document) -> None:
    [project] = document.projects
    assert (project.name, project.goals) == ("古树名木保护经费", ("完成古树复壮46株。", "建立巡护台账，责任到人。"))
    assert [(it.level1, it.level2, it.level3, it.target.raw) for it in project.indicators] == [
        ("产出指标", "数量指标", "复壮古树株数", "≥46株"),
        ("产出指标", "质量指标", "复壮成活率", "≥95%"),
        ("满意度指标", "服务对象满意度指标", "周边群众满意度", "≥90%"),
    ]


def test_words_and_numbered_texts_torn_inside_their_cells_are_put_together() -> None:
    _check(_read(_pasted("\t", "\n", "\n")))


def test_cells_with_paragraphs_are_put_together() -> None:
    _check(_read(_pasted("\n\n\t\n\n", "\n\n\n\n", "\n\n")))


def test_two_tables_with_nothing_but_a_title_between_them_stay_two() -> None:
    text = _pasted("\n\n\t\n\n", "\n\n\n\n", "\n\n")
    document = _read(f"{text}\n\n注：由项目单位填报。\n\n项目绩效目标表\n\n{text.replace('古树名木', '湿地')}")
    assert [it.name for it in document.projects] == ["古树名木保护经费", "湿地保护经费"]
    assert [len(it.indicators) for it in document.projects] == [3, 3]


def test_a_last_cell_without_a_value_is_not_joined_to_the_next_row() -> None:
    rows = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t复壮古树\t46株\t\n产出指标\t质量指标\t成活率\t95%\n"
    document = read_bytes(f"项目名称\t古树名木保护经费\n{rows}".encode(), "网页.txt")
    assert [it.level3 for it in document.projects[0].indicators] == ["复壮古树", "成活率"]


def test_months_and_their_figures_stand_under_each_other_without_the_label_of_both() -> None:
    text = _pasted("\t", "\n", "\n").replace(
        "年度\n绩效目标", "资金支出计划（%）\t3月底\t6月底\t10月底\t12月底\n20\t45\t85\t100\n年度\n绩效目标"
    )
    assert [(step.month, step.percent) for step in _read(text).projects[0].spending_plan] == [
        (3, 20),
        (6, 45),
        (10, 85),
        (12, 100),
    ]


def test_a_label_alone_on_its_line_goes_on_in_the_first_cell_of_the_next() -> None:
    text = _pasted("\t", "\n", "\n").replace("年度\n绩效目标", "绩效\n目标")
    _check(_read(text))


@given(
    st.lists(
        st.sampled_from(["甲", "乙丙", "水利绩效目标表", "注：见后", "\t", "\n", "\n\n\n\n", "\t\n", "\n\t\n"]), max_size=30
    )
)
def test_nothing_is_lost_whatever_stands_beside_titles_and_notes(pieces: list[str]) -> None:
    text = "".join(pieces) + "\n\t\n" * 3
    assert sorted("".join(rows_together(text).replace(BREAK, "").split())) == sorted("".join(text.split()))


def test_two_tables_with_nothing_between_are_two_rows() -> None:
    rows = (("一级指标", "二级指标", "三级指标", "指标值", "备注"), ("产出指标", "数量指标", "修缮古井", "≥12口", "分批完成"))
    more = (("效益指标", "社会效益指标", "居民用水方便程度", "提高", "抽样调查"),)
    first, second = ("\n\n\n\n".join("\n\n\t\n\n".join(row) for row in table) for table in (rows, more))
    [project] = read_bytes(f"项目绩效目标表\n\n{first}\n\n{second}\n".encode(), "a.txt").projects
    assert [(it.level1, it.level3) for it in project.indicators] == [("产出指标", "修缮古井"), ("效益指标", "居民用水方便程度")]


def test_a_heading_before_the_next_project_is_no_part_of_the_last_cell_above() -> None:
    tables = [
        [("项目名称", name), ("一级指标", "三级指标", "指标值", "备注"), ("产出指标", f"{name}数量", "≥12口", "分批完成")]
        for name in ("古井修缮", "石桥加固")
    ]
    first, second = ("\n\n\n\n".join("\n\n\t\n\n".join(row) for row in rows) for rows in tables)
    document = read_bytes(f"项目绩效目标表\n\n{first}\n\n二、石桥加固\n\n{second}\n".encode(), "a.txt")
    assert [(it.name, [row.level3 for row in it.indicators]) for it in document.projects] == [
        ("古井修缮", ["古井修缮数量"]),
        ("石桥加固", ["石桥加固数量"]),
    ]


def test_only_the_next_number_goes_on_in_the_cell_above() -> None:
    lines = split_lines("年度目标\t1.完成复壮\n2.建立台账\n5.其他\t无\n")
    assert [line.text for line in whole_rows(lines)] == [f"年度目标\t1.完成复壮{BREAK}2.建立台账", "5.其他\t无"]
