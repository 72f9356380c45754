"""Tables that go on over page breaks."""

from __future__ import annotations

import pytest

from jihuan.core.document import Place
from jihuan.documents.readers import read_bytes
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.readers.pdf.geometry import Rect
from jihuan.documents.readers.pdf.grid import Box
from jihuan.documents.readers.pdf.lines import Line, first_token, would_not_fit
from jihuan.documents.readers.pdf.tables import _Part, _Row
from tests.documents.readers.pdf.make import STYLE, cells, draw, rows, tables, texts, typeset, word

HEADER = ["序号", "指标名称", "指标解释", "指标值"]
ROWS = [[str(n), f"第{n}项活动", f"全年开展第{n}项活动的次数，按签到表统计", f"≥{n}0次"] for n in range(1, 31)]


def _table(*, header: bool, columns: str = "(40pt, 80pt, 1fr, 60pt)", body: list[list[str]] = ROWS) -> str:
    def row(values: list[str]) -> str:
        return "".join(f"[{value}], " for value in values)

    head = f"table.header({row(HEADER)})," if header else row(HEADER)
    return f"#table(columns: {columns}, {head} {''.join(map(row, body))})"


@pytest.mark.parametrize("header", [True, False], ids=["repeated header", "one header"])
def test_rows_on_several_pages_are_one_table(header: bool) -> None:
    layout = read_layout(typeset(_table(header=header)))
    assert len(layout.pages) > 2
    [table] = tables(layout)
    assert rows(table) == [HEADER, *ROWS]
    assert {cell.place.page for cell in table.cells} == set(range(1, len(layout.pages) + 1))


def test_a_row_of_titles_further_down_is_dropped_where_it_is_repeated() -> None:
    def page(*rows_of: tuple[str, ...]) -> str:
        lines = "".join(f"40 {280 - 20 * n} m 400 {280 - 20 * n} l S\n" for n in range(len(rows_of) + 1))
        lines += "".join(f"{x} {280 - 20 * len(rows_of)} m {x} 280 l S\n" for x in (40, 160, 280, 400))
        cells_of = "".join(word(v, 45 + 120 * i, 265 - 20 * n) for n, row in enumerate(rows_of) for i, v in enumerate(row))
        return lines + cells_of

    form, titles, same = ("Code", "P1", "26.00"), ("Level", "Name", "Target"), ("Output", "Visits", "30")
    first = page(form, titles, *[same] * 11)
    [table] = tables(read_layout(draw(first, page(titles, same, ("a", "b", "9")), page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [list(form), list(titles), *[list(same)] * 12, ["a", "b", "9"]]
    [table] = tables(read_layout(draw(first, page(same, ("a", "b", "9")), page="/MediaBox [0 0 440 300]")))
    assert table.rows == 15


def test_a_header_of_two_rows_with_merged_cells_is_dropped_where_it_is_repeated() -> None:
    head = "table.header(table.cell(rowspan: 2)[序号], table.cell(colspan: 2)[2025年指标值], [性质], [数值]),"
    body = "".join(f"[{n}], [≥], [{n}0], " for n in range(1, 41))
    layout = read_layout(typeset(f"#table(columns: 3, {head} {body})"))
    assert len(layout.pages) > 1
    [table] = tables(layout)
    assert rows(table)[:2] == [["序号", "2025年指标值"], ["序号", "性质", "数值"]]
    assert rows(table)[2:] == [[str(n), "≥", f"{n}0"] for n in range(1, 41)]


def _three_columns(*texts_of: tuple[str, float, float]) -> str:
    """A closed row of three cells, 100 points wide each, from y = 20 or from y = 240, with texts at their places."""
    bottom = 20 if texts_of[0][2] < 100 else 240
    lines = f"40 {bottom} 300 40 re S 140 {bottom} m 140 {bottom + 40} l S 240 {bottom} m 240 {bottom + 40} l S\n"
    return lines + "".join(word(*text) for text in texts_of)


def test_a_closed_row_is_the_rest_of_the_last_one_only_where_every_text_continues_a_full_line() -> None:
    page = "/MediaBox [0 0 440 300]"
    full = _three_columns(("the satisfaction of all", 45, 45), ("visitors who came in", 145, 45), ("95", 245, 45))
    rest = _three_columns(("participants", 45, 265), ("exhibitions", 145, 265))
    [table] = tables(read_layout(draw(full, rest, page=page)))
    assert rows(table) == [["the satisfaction of allparticipants", "visitors who came inexhibitions", "95"]]
    short = _three_columns(("satisfaction", 45, 45), ("visitors", 145, 45), ("95", 245, 45))
    [table] = tables(read_layout(draw(short, rest, page=page)))
    assert rows(table) == [["satisfaction", "visitors", "95"], ["participants", "exhibitions", ""]]


def test_a_table_under_its_own_heading_is_a_new_table() -> None:
    source = _table(header=False, body=ROWS[:7]) + "\n#pagebreak()\n第二张表\n" + _table(header=False, body=ROWS[:3])
    first, second = tables(read_layout(typeset(source)))
    assert (first.rows, second.rows) == (8, 4)


def test_a_table_after_a_page_left_half_empty_is_a_new_table() -> None:
    source = _table(header=False, body=ROWS[:1]) + "\n#pagebreak()\n" + _table(header=False, body=ROWS[5:7])
    assert [table.rows for table in tables(read_layout(typeset(source + "\n#pagebreak()\n" + "字" * 300)))] == [2, 3]


def test_several_tables_on_a_page_stay_apart_in_reading_order() -> None:
    source = "".join(f"第{n}个项目\n#table(columns: 2, [编码], [P{n}], [名称], [项目{n}])\n" for n in range(1, 4))
    layout = read_layout(typeset(source))
    assert [rows(table) for table in tables(layout)] == [[["编码", f"P{n}"], ["名称", f"项目{n}"]] for n in range(1, 4)]
    assert texts(layout) == ["第1个项目", "第2个项目", "第3个项目"]


def test_merged_cells_keep_their_spans_and_printed_line_breaks() -> None:
    source = """#table(columns: (40pt, 40pt, 60pt, 60pt),
      table.cell(rowspan: 2)[产出 指标], table.cell(colspan: 2)[数量], [≥5场], [甲], [乙], [100%])"""
    [table] = tables(read_layout(typeset(source)))
    assert cells(table) == {
        (0, 0, 2, 1): "产出\n指标",
        (0, 1, 1, 2): "数量",
        (0, 3, 1, 1): "≥5场",
        (1, 1, 1, 1): "甲",
        (1, 2, 1, 1): "乙",
        (1, 3, 1, 1): "100%",
    }


def test_a_long_cell_cut_by_the_page_break_is_one_cell_with_two_places() -> None:
    long = "".join(f"第{n}条要做到家喻户晓人人知道并且长期坚持，" for n in range(1, 40))
    layout = read_layout(typeset(f"#table(columns: (60pt, 1fr), [年度目标], [{long}], [备注], [没有])"))
    assert len(layout.pages) > 1
    [table] = tables(layout)
    assert rows(table) == [["年度目标", long], ["备注", "没有"]]
    assert [place.page for place in table.cells[1].more_places] == list(range(2, len(layout.pages) + 1))


def test_a_text_longer_than_a_page_beside_a_merged_label_is_one_cell() -> None:
    use = "主要用于图书采购、设备维护、讲座展览和读者活动，" * 30
    source = f"""#table(columns: (60pt, 1fr, 1fr), table.cell(rowspan: 2)[预算规模及资金用途], [预算数], [26.00],
      table.cell(colspan: 2)[{use}], [备注], table.cell(colspan: 2)[没有])"""
    layout = read_layout(typeset(source))
    assert len(layout.pages) > 2
    [table] = tables(layout)
    assert [row[-1] for row in rows(table)] == ["26.00", use, "没有"]


@pytest.mark.parametrize(("end", "count"), [("", 2), ("!", 3)], ids=["text goes on", "sentence has ended"])
def test_a_text_beside_a_merged_label_goes_on_unless_its_sentence_has_ended(end: str, count: int) -> None:
    foot = "40 20 360 80 re S 140 20 m 140 100 l S 140 60 m 400 60 l S\n"
    text = (
        word("Goals", 45, 70)
        + word("one", 145, 70)
        + word(f"a sentence that fills the whole of the last line above{end}", 145, 25, 10.3)
    )
    below = word("line before the break", 145, 265, 9.9)
    [table] = tables(read_layout(draw(foot + text, f"{BREAK['closed'][1]}\n{below}", page="/MediaBox [0 0 440 300]")))
    assert table.rows == count


def test_a_merged_label_cut_higher_than_the_cells_beside_it_is_joined_with_them() -> None:
    foot = "40 20 360 40 re S 140 20 m 140 60 l S 270 20 m 270 60 l S\n"
    head = "40 200 360 80 re S 140 200 m 140 280 l S 270 200 m 270 280 l S 140 240 m 400 240 l S\n"
    above = word("satisfaction of all", 45, 48) + word("visitors", 145, 48) + word("counted in all the halls", 275, 48)
    below = word("served", 45, 265) + word("every month", 275, 265) + word("guests", 145, 225) + word("x", 275, 225)
    above += word("and in every annexe of", 275, 34)
    [table] = tables(read_layout(draw(foot + above, head + below, page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [
        ["satisfaction of allserved", "visitors", "counted in all the hallsand in every annexe ofevery month"],
        ["satisfaction of allserved", "guests", "x"],
    ]


def test_texts_that_were_cut_at_different_heights_are_joined_where_two_cells_have_ended() -> None:
    foot = "40 20 360 40 re S 140 20 m 140 60 l S 270 20 m 270 60 l S 320 20 m 320 60 l S 360 20 m 360 60 l S\n"
    head = "40 240 360 40 re S 140 240 m 140 280 l S 270 240 m 270 280 l S 320 240 m 320 280 l S 360 240 m 360 280 l S\n"
    above = word("satisfaction of all", 45, 48) + word("served by", 45, 34, 10) + word("visitors counted in here", 145, 48)
    above += word("95", 275, 48) + word("plan", 325, 48) + word("-", 365, 48)
    above = above.replace("served by", "and of all of them")
    below = word("participants", 45, 265) + word("every month", 145, 265)
    [table] = tables(read_layout(draw(foot + above, head + below, page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [
        ["satisfaction of alland of all of themparticipants", "visitors counted in hereevery month", "95", "plan", "-"]
    ]


def test_one_text_alone_in_a_later_column_is_the_rest_of_the_row_above() -> None:
    page = "/MediaBox [0 0 440 300]"
    foot = _three_columns(("visits", 45, 45), ("all guests of", 145, 45), ("95", 245, 45))
    [table] = tables(read_layout(draw(foot, _three_columns(("the year", 145, 265)), page=page)))
    assert rows(table) == [["visits", "all guests ofthe year", "95"]]
    [table] = tables(read_layout(draw(foot, _three_columns(("tours", 45, 265)), page=page)))
    assert rows(table) == [["visits", "all guests of", "95"], ["tours", "", ""]]


def test_a_row_whose_texts_all_continue_full_lines_is_the_rest_although_no_cell_has_ended() -> None:
    page = "/MediaBox [0 0 440 300]"
    foot = _three_columns(
        ("the satisfaction of all", 45, 45), ("visitors who came in", 145, 45), ("by the end of March", 245, 45)
    )
    head = _three_columns(("participants", 45, 265), ("exhibitions", 145, 265), ("altogether", 245, 265))
    layout = read_layout(draw(foot, head, page=page))
    assert [table.rows for table in tables(layout)] == [1]
    assert [problem.level for problem in layout.problems] == ["info"]


@pytest.mark.parametrize(
    ("above", "below", "rest"),
    [("产出指标", "效益指标", False), ("工作经济", "效益指标", True), ("37.81", "4.82", False), ("≥1500", "人次以上", True)],
)
def test_a_row_with_another_level_or_quantity_is_no_rest_although_all_lines_are_full(
    above: str, below: str, rest: bool
) -> None:
    def pair(first: str, second: str) -> tuple[Box, list[Line], _Part]:
        sides = Rect(0, 0, 10.0 * len(first), 20)
        part = _Part(sides, 0, 1, [Line(first, 0, 0, sides.x1, 10)], [Place(page=1)], True)
        return Box(0, 0, 1, 1, sides), [Line(second, 0, 0, 10.0 * len(second), 10)], part

    assert _Row([pair(above, below), pair("展陈任务完成", "村级服务点"), pair("及时", "改善")], 0.0).is_rest() is rest


def test_a_row_that_may_be_the_rest_of_the_row_above_is_told() -> None:
    page = "/MediaBox [0 0 440 300]"
    foot = _three_columns(("the satisfaction of all", 45, 45), ("visitors who came in", 145, 45), ("95", 245, 45))
    head = _three_columns(("participants", 45, 265), ("exhibitions", 145, 265), ("80", 245, 265))
    layout = read_layout(draw(foot, head, page=page))
    [problem] = layout.problems
    assert ([table.rows for table in tables(layout)], problem.level) == ([2], "warning")
    assert problem.place is not None and problem.place.page == 2


def test_half_of_the_lines_being_full_is_enough_where_two_later_cells_have_ended() -> None:
    lines = "".join(f"{x} 20 m {x} 60 l S\n" for x in (140, 240, 300, 360))
    foot = f"40 20 360 40 re S {lines}" + word("the satisfaction of all", 45, 45) + word("95", 145, 45)
    foot += word("plan", 245, 45) + word("10", 305, 45)
    head = f"40 240 360 40 re S {lines.replace(' 20 m', ' 240 m').replace(' 60 l', ' 280 l')}"
    head += word("participants", 45, 265) + word("percent", 145, 265)
    [table] = tables(read_layout(draw(foot, head, page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [["the satisfaction of allparticipants", "95percent", "plan", "10", ""]]


def test_short_values_that_happen_to_fill_their_cells_do_not_make_two_rows_one() -> None:
    foot = _three_columns(("the satisfaction of all", 45, 45), ("visitors who came in", 145, 45), ("95", 245, 45))
    head = _three_columns(("participants", 45, 265), ("exhibitions", 145, 265), ("80", 245, 265))
    assert [table.rows for table in tables(read_layout(draw(foot, head, page="/MediaBox [0 0 440 300]")))] == [2]


def test_one_character_at_the_head_of_a_page_is_the_rest_of_the_label_above_it() -> None:
    foot = "40 20 360 40 re S 80 20 m 80 60 l S\n" + word("Outcom", 45, 25, 9) + word("1. All books lent.", 85, 25)
    head = "40 240 360 40 re S 80 240 m 80 280 l S\n"
    for rest, count in (("e", 1), ("Note", 2)):
        below = word(rest, 45, 265, 9) + word("2. All readers content.", 85, 265)
        [table] = tables(read_layout(draw(foot, head + below, page="/MediaBox [0 0 440 300]")))
        assert table.rows == count


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("〔2025〕118号文件", "〔2025〕118"),
        ("年的工作", "年"),
        ("好的）。又", "好"),
        ("（四）项", "（四）"),
        ("10:30开始", "10:30"),
        ("率。其他", "率。"),
        ("元/人", "元/人"),
    ],
)
def test_what_a_line_break_cannot_part(text: str, token: str) -> None:
    assert first_token(text) == token


def test_a_line_is_full_when_the_next_number_in_brackets_had_no_room() -> None:
    line = Line("冀财农", 100, 0, 135, 12)
    assert would_not_fit(line, [Line("〔", 100, 16, 104, 28), Line("2025〕118", 100, 32, 150, 44)], 85)
    assert not would_not_fit(line, [Line("文件", 100, 16, 124, 28)], 85)
    assert would_not_fit(Line("年限的情况，", 100, 0, 155, 10), [Line("按项目", 100, 14, 131, 24)], 70)


def test_a_merged_label_that_moved_to_the_next_page_covers_its_rows_on_both() -> None:
    above = "40 20 360 80 re S 140 20 m 140 100 l S 40 60 m 400 60 l S\n"
    below = "40 200 360 80 re S 140 200 m 140 280 l S 140 240 m 400 240 l S\n"
    text = word("Output", 45, 85) + word("one", 145, 85) + word("two", 145, 45)
    more = word("Effect", 45, 265) + word("three", 145, 265) + word("four", 145, 225)
    [table] = tables(read_layout(draw(above + text, below + more, page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [["Output", "one"], ["Effect", "two"], ["Effect", "three"], ["Effect", "four"]]


def test_a_line_broken_at_a_space_keeps_the_space_and_other_breaks_stay_breaks() -> None:
    lines = "100 100 100 100 re S 100 150 m 200 150 l S\n"
    text = word("Microsoft Office Word ", 105, 185) + word("2016", 105, 172) + word("1.a ", 105, 135) + word("2.b", 105, 122)
    [table] = tables(read_layout(draw(lines + text)))
    assert [cell.text for cell in table.cells] == ["Microsoft Office Word 2016", "1.a\n2.b"]


BREAK = {
    "closed": ("40 20 360 40 re S 140 20 m 140 60 l S", "40 240 360 40 re S 140 240 m 140 280 l S"),
    "open": (
        "40 20 m 40 60 l 400 60 l 400 20 l S 140 20 m 140 60 l S",
        "40 280 m 40 240 l 400 240 l 400 280 l S 140 240 m 140 280 l S",
    ),
}


@pytest.mark.parametrize("lines", BREAK.values(), ids=BREAK.keys())
def test_a_row_cut_in_the_middle_is_one_row_whether_its_boxes_are_open_or_closed(lines: tuple[str, str]) -> None:
    above = word("Name", 45, 40) + word("a long sentence that fills the whole of the last printed", 145, 25, 9.6)
    below = word("line before the break", 145, 265, 9.6)
    layout = read_layout(draw(f"{lines[0]}\n{above}", f"{lines[1]}\n{below}", page="/MediaBox [0 0 440 300]"))
    [table] = tables(layout)
    assert cells(table) == {
        (0, 0, 1, 1): "Name",
        (0, 1, 1, 1): "a long sentence that fills the whole of the last printed\nline before the break",
    }
    assert [len(cell.more_places) for cell in table.cells] == [1, 1]
    assert [problem.level for problem in layout.problems] == ["info"] * (lines is BREAK["closed"])


def test_a_new_row_after_the_break_is_not_glued_to_the_last_row_although_a_cell_is_empty() -> None:
    lines = BREAK["closed"]
    above, below = word("10", 45, 40) + word("first", 145, 40), word("20", 45, 265)
    [table] = tables(read_layout(draw(f"{lines[0]}\n{above}", f"{lines[1]}\n{below}", page="/MediaBox [0 0 440 300]")))
    assert rows(table) == [["10", "first"], ["20", ""]]


def test_a_merged_cell_goes_on_when_the_break_falls_between_its_rows() -> None:
    above = "40 20 360 80 re S 140 20 m 140 100 l S 140 60 m 400 60 l S\n"
    below = "40 240 360 40 re S 140 240 m 140 280 l S\n"
    text = word("Output", 45, 70) + word("one", 145, 70) + word("two", 145, 30)
    [table] = tables(read_layout(draw(above + text, below + word("three", 145, 265), page="/MediaBox [0 0 440 300]")))
    assert cells(table) == {(0, 0, 3, 1): "Output", (0, 1, 1, 1): "one", (1, 1, 1, 1): "two", (2, 1, 1, 1): "three"}


def _label_and_rows(label_line: str, rest_line: str, below: str) -> list[list[str]]:
    """A merged label beside a row that a line closes, at the foot of a page, and what the next page begins with."""
    foot = f"40 20 m 40 60 l 400 60 l 400 20 l S 140 20 m 140 60 l S 270 20 m 270 60 l S {label_line} {rest_line}\n"
    head = "40 280 m 40 240 l 400 240 l 400 280 l S 140 240 m 140 280 l S 270 240 m 270 280 l S\n"
    above = word("Output", 45, 40) + word("the number of visitors", 145, 40) + word("a very long note of how many", 275, 40)
    [table] = tables(read_layout(draw(foot + above, head + below, page="/MediaBox [0 0 440 300]")))
    return rows(table)


def test_where_some_cells_end_in_a_line_and_others_are_open_the_lines_say_which_go_on() -> None:
    below = word("exhibitions shown", 145, 265) + word("so", 275, 265)
    closed = _label_and_rows("", "140 20 m 400 20 l S", below)
    assert closed[0] == ["Output", "the number of visitors", "a very long note of how many"]
    assert closed[1] == ["Output", "exhibitions shown", "so"]
    assert _label_and_rows("", "", below)[0][1] == "the number of visitorsexhibitions shown"


def test_an_empty_cell_of_a_new_row_is_not_taken_for_the_rest_of_the_cell_above() -> None:
    closed = _label_and_rows("", "140 20 m 400 20 l S", word("exhibitions shown", 145, 265))
    assert closed[1] == ["Output", "exhibitions shown", ""]


def test_a_line_that_hangs_over_an_open_cell_at_the_foot_of_a_page_belongs_to_the_cell() -> None:
    foot = "40 40 m 40 80 l 400 80 l 400 40 l S 140 40 m 140 80 l S 140 40 m 400 40 l S\n"
    head = "40 280 m 40 240 l 400 240 l 400 280 l S 140 240 m 140 280 l S\n"
    text = (
        word("all who", 45, 52) + word("come", 45, 40) + word("in", 45, 28) + word("visitors", 145, 60) + word("- 1 -", 45, 8)
    )
    layout = read_layout(draw(foot + text, head + word("guests", 145, 260), page="/MediaBox [0 0 440 300]"))
    [table] = tables(layout)
    assert rows(table) == [["all whocomein", "visitors"], ["all whocomein", "guests"]]
    assert texts(layout) == []


def _sheet(number: int, rows_of: int) -> str:
    """A project's sheet of eight columns and no heading of its own."""
    head = f"[项目编码], table.cell(colspan: 2)[P{number}], [项目名称], table.cell(colspan: 2)[第{number}个项目], "
    head += f"[预算数], [{number}.00], [其中：财政资金], [{number}.00], [其他资金], [], "
    head += "".join(f"[{name}], " for name in ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"))
    body = f"table.cell(rowspan: {rows_of})[产出指标], table.cell(rowspan: {rows_of})[数量指标], "
    return head + body + "".join(f"[第{number}.{n}项], [次数], [≥{n}次], [年初计划], " for n in range(1, rows_of + 1))


def test_sheets_of_two_projects_that_follow_each_other_without_a_heading_stay_two_projects() -> None:
    style = STYLE.replace("height: 300pt", "height: 260pt")
    for rows_of in range(3, 9):
        source = f"731001 单位#h(1fr)单位：万元\n#table(columns: 6, {_sheet(1, rows_of)} {_sheet(2, rows_of)})"
        projects = read_bytes(typeset(source, style), "sheets.pdf").projects
        assert [(project.name, len(project.indicators)) for project in projects] == [
            ("第1个项目", rows_of),
            ("第2个项目", rows_of),
        ]
        assert projects[1].indicators[0].level3 == "第2.1项"


@pytest.mark.parametrize(
    ("end", "labels"), [("", ["Outputof books"] * 3), ("40 20 m 140 20 l S", ["Output", "Output", "of books"])]
)
def test_a_merged_cell_whose_sides_the_next_page_does_not_draw_goes_on_unless_a_line_ended_it(
    end: str, labels: list[str]
) -> None:
    foot = (
        f"40 20 m 40 100 l 400 100 l 400 20 l 140 20 l S 140 20 m 140 100 l S 240 20 m 240 100 l S 140 60 m 400 60 l S {end}\n"
    )
    foot += (
        word("Output", 45, 85) + word("visits", 145, 85) + word("10", 245, 85) + word("tours", 145, 45) + word("20", 245, 45)
    )
    head = "140 240 260 40 re S 240 240 m 240 280 l S\n" + word("books", 145, 265) + word("30", 245, 265)
    layout = read_layout(draw(foot, head + word("of books", 45, 255), page="/MediaBox [0 0 440 300]"))
    [table] = tables(layout)
    assert rows(table) == [[labels[0], "visits", "10"], [labels[1], "tours", "20"], [labels[2], "books", "30"]]
    assert texts(layout) == []


def test_a_narrower_table_that_does_not_end_where_the_other_ended_is_another_table() -> None:
    foot = "40 20 360 80 re S 140 20 m 140 100 l S 140 60 m 400 60 l S\n" + word("Output", 45, 85) + word("one", 145, 85)
    head = "140 240 200 40 re S 240 240 m 240 280 l S\n" + word("books", 145, 265)
    assert len(tables(read_layout(draw(foot, head, page="/MediaBox [0 0 440 300]")))) == 2
