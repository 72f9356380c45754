"""What a browser would show, as paragraphs and tables."""

from __future__ import annotations

import base64
import contextlib
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.document import Place
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.readers import layout_of
from jihuan.documents.readers.detect import detect
from jihuan.documents.readers.html import read_layout


def page(body: str) -> Layout:
    """The layout of a page."""
    return read_layout(f'<html><meta charset="utf-8"><body>{body}</body></html>'.encode())


def texts(body: str) -> list[str]:
    """The paragraphs of a page."""
    return [block.text for block in page(body).blocks if isinstance(block, Paragraph)]


def only_table(body: str) -> Table:
    """The only table of a page."""
    (found,) = [block for block in page(body).blocks if isinstance(block, Table)]
    return found


def test_blocks_and_breaks_end_paragraphs_and_inline_elements_do_not() -> None:
    assert texts("前<p>一<b>粗</b>体</p><div>二<br>三</div>后") == ["前", "一粗体", "二", "三", "后"]


def test_headings_carry_their_level() -> None:
    blocks = page("<h2>标题</h2><p>正文</p>").blocks
    assert [block.heading for block in blocks if isinstance(block, Paragraph)] == [2, None]


def test_what_is_not_shown_is_not_read() -> None:
    hidden = '<script>甲</script><style>乙</style><nav>丙</nav><p style="display: none">丁</p><p hidden>戊</p><!-- 己 -->'
    assert texts(hidden + "<p>看得见</p>") == ["看得见"]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_every_declared_charset_is_honoured(charset: str) -> None:
    data = f'<meta charset="{charset}"><p>预算绩效目标</p>'.encode("gb18030" if charset != "utf-8" else charset)
    assert [block.text for block in read_layout(data).blocks if isinstance(block, Paragraph)] == ["预算绩效目标"]


def test_a_page_without_charset_is_read_as_what_it_is() -> None:
    for name in ("utf-8", "gb18030", "utf-16"):
        (paragraph,) = read_layout("<p>遵守预算绩效目标的约束</p>".encode(name)).blocks
        assert isinstance(paragraph, Paragraph) and paragraph.text == "遵守预算绩效目标的约束"


def test_a_damaged_character_is_said_and_the_rest_is_read() -> None:
    layout = layout_of('<meta charset="utf-8"><p>预算绩效</p>'.encode().replace("绩".encode(), b"\xff"), "a.html")
    assert [problem.level for problem in layout.problems] == ["warning"]
    (paragraph,) = layout.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.text.startswith("预算") and paragraph.text.endswith("效")


def test_spans_place_the_cells_as_a_browser_does() -> None:
    table = only_table(
        "<table><thead><tr><th rowspan=2>甲</th><th colspan=2>乙</th></tr></thead>"
        "<tbody><tr><td>丙</td><td>丁<br>二行</td></tr><tr><td colspan=3>戊</td></tr></tbody></table>"
    )
    cells = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}
    # a rowspan ends with the table, not with its section
    assert cells == {"甲": (0, 0, 2, 1), "乙": (0, 1, 1, 2), "丙": (1, 1, 1, 1), "丁\n二行": (1, 2, 1, 1), "戊": (2, 0, 1, 3)}
    assert (table.rows, table.columns) == (3, 3)
    assert next(cell.place for cell in table.cells if cell.text == "丙") == Place(table=1, row=2, column=2)


def test_absurd_spans_are_cut_to_the_table_or_refused() -> None:
    table = only_table("<table><tr><td rowspan=60000>甲</td><td>乙</td></tr><tr><td rowspan=0>丙</td></tr></table>")
    assert [(cell.text, cell.rowspan) for cell in table.cells] == [("甲", 2), ("乙", 1), ("丙", 1)]
    with pytest.raises(Unreadable, match="表格过大"):
        page("<table><tr><td colspan=200>甲</td><td colspan=200>乙</td></tr></table>")


def test_a_table_that_only_arranges_the_page_is_walked_through() -> None:
    inner = "<table>" + "<tr><td>数据</td><td>数值</td></tr>" * 6 + "</table>"
    blocks = page(f"<table><tr><td><p>导语</p></td></tr><tr><td>{inner}</td></tr></table>").blocks
    assert [type(block) for block in blocks] == [Paragraph, Table]


def test_a_small_table_in_a_cell_is_flattened_and_said_so() -> None:
    inner = "<table><tr><td>内一</td><td>内二</td></tr></table>"
    layout = page(f"<table><tr><td>外面有很长很长的文字</td><td>{inner}</td></tr></table>")
    (table,) = layout.blocks
    assert isinstance(table, Table) and table.cells[1].text == "内一 内二"
    assert [problem.place for problem in layout.problems] == [Place(table=1, row=1, column=2)]


def test_the_embedded_json_is_found() -> None:
    assert page('<script type="application/json" id="jihuan">{"jihuan": 1}</script><p>甲</p>').embedded == b'{"jihuan": 1}'


def test_deep_nesting_is_cut_off_or_refused_but_never_breaks() -> None:
    with contextlib.suppress(Unreadable):
        assert len(page("<div>" * 100_000 + "甲").blocks) <= 1


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=5))
def test_cells_never_overlap_and_stay_inside_the_table(rows: list[list[tuple[int, int]]]) -> None:
    body = "".join(
        f"<tr>{''.join(f'<td rowspan={down} colspan={across}>格</td>' for down, across in row)}</tr>" for row in rows
    )
    table = only_table(f"<table>{body}</table>")
    taken = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert len(taken) == len(set(taken))
    assert all(row < table.rows and column < table.columns for row, column in taken)


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("utf-8", "utf-8")])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_page_saved_in_one_file_is_read_as_the_page(charset: str, codec: str, encoding: str) -> None:
    page = "<html><body><h1>河道保洁</h1><table><tr><td>项目名称</td><td>河道保洁经费</td></tr></table></body></html>".encode(
        codec
    )
    body = (quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)).decode("ascii")
    parts = (
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}',
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=",
    )
    head = 'From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x"\r\n\r\n'
    data = (head + "".join(f"----x\r\n{part}\r\n" for part in parts) + "----x--\r\n").encode("ascii")
    assert detect(data) == "html"
    layout = read_layout(data)
    assert [block.text for block in layout.blocks if isinstance(block, Paragraph)] == ["河道保洁"]
    assert [cell.text for block in layout.blocks if isinstance(block, Table) for cell in block.cells] == [
        "项目名称",
        "河道保洁经费",
    ]


def test_a_message_without_a_page_is_refused() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/css\r\n\r\na{}\r\n--x--\r\n"
    with pytest.raises(Unreadable, match="没有网页内容"):
        read_layout(data)


def test_what_is_styled_as_a_table_is_one() -> None:
    def row(*cells: str) -> str:
        return f'<div style="display: table-row">{"".join(f"""<span style="display:table-cell">{it}</span>""" for it in cells)}</div>'

    table = only_table(f'<div style="color:red;display:table">{row("项目名称", "甲")}{row("指标", "乙")}</div>')
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "项目名称"),
        (0, 1, "甲"),
        (1, 0, "指标"),
        (1, 1, "乙"),
    ]


def test_characters_that_print_nothing_are_left_out() -> None:
    assert texts("<p>≥9\u200b5&shy;%</p>") == ["≥95%"]
    assert [cell.text for cell in only_table("<table><tr><td>甲\u200b乙</td></tr></table>").cells] == ["甲乙"]


def test_what_was_typed_chosen_and_ticked_in_a_form_is_read() -> None:
    name, kind = '<input value="水库巡查">', "<select><option>请选择<option selected>特定目标类</select>"
    ticks = "<input type=checkbox checked>是<input type=radio>否<input type=hidden value=密><input type=submit value=保存>"
    layout = read_layout(
        f"<table><tr><td>项目名称<td>{name}<td>{kind}<tr><td>新增<td>{ticks}<td><textarea>两项</textarea></table>".encode()
    )
    (table,) = layout.blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["项目名称", "水库巡查", "特定目标类", "新增", "☑是□否", "两项"]


def test_what_a_table_does_not_show_is_told() -> None:
    rows = "<tr style='display: none'><td>旧行<b hidden>甲</b></td></tr><tr><td>看得见<span style='display:none'>藏</span></td></tr>"
    layout = read_layout(f"<p hidden>菜单</p><table>{rows}</table>".encode())
    (told,) = layout.problems
    assert told.level == "info" and "2 处设为隐藏的文字，没有读取，请核对是否要紧：旧行 甲；藏" in told.message


@pytest.mark.parametrize("hide", ["<div style='display:none'>{table}</div>", "{hidden}"])
def test_a_table_that_the_page_does_not_show_at_all_is_told(hide: str) -> None:
    table = "<table><tr><td>指标</td><td>≥9座<script>x()</script></td></tr></table>"
    page = hide.format(table=table, hidden=table.replace("<table>", "<table hidden>"))
    layout = read_layout(f"<p>看得见</p>{page}".encode())
    assert len(layout.blocks) == 1
    (told,) = layout.problems
    assert "1 处设为隐藏的文字" in told.message and "指标 ≥9座" in told.message


def test_a_box_shows_its_first_choice_unless_that_asks_for_one() -> None:
    boxes = (
        "<select><option>万元<option>元</select>",
        "<select><option value=''>请选择<option>元</select>",
        "<select multiple><option>甲</select>",
    )
    (table,) = read_layout(f"<table><tr><td>单位{''.join(f'<td>{box}' for box in boxes)}</table>".encode()).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["单位", "万元", "", ""]


def test_a_tag_with_attributes_without_end_is_refused() -> None:
    usual = " ".join(f'a{number}="x > 1"' for number in range(256))
    assert len(read_layout(f"<table {usual}><tr><td>甲<td>乙</table>".encode()).blocks) == 1
    with pytest.raises(Unreadable, match="属性过多"):
        read_layout(f"<table {usual} more><tr><td>甲<td>乙</table>".encode())


def test_what_follows_a_text_of_ten_megabytes_is_read() -> None:
    layout = read_layout(f"<p>{'绩' * 5_000_000}</p><table><tr><td>甲</td><td>乙</td></tr></table>".encode())
    assert [type(block) for block in layout.blocks] == [Paragraph, Table]


def test_items_of_an_ordered_list_carry_the_numbers_that_the_page_shows() -> None:
    cell = only_table("<table><tr><td><ol><li>修渠；</li><li><p>5公里绿化。</p></li></ol></td></tr></table>").cells[0]
    assert cell.text == "1. 修渠；\n2. 5公里绿化。"
    assert texts('<ol start="3"><li>甲<li>乙</ol>') == ["3. 甲", "4. 乙"]
    assert texts('<ol style="list-style: none"><li>甲</ol><ol><li>（1）乙</ol>') == ["甲", "（1）乙"]
