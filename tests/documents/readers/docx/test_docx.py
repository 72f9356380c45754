"""What Word files show, and nothing that they hide."""

from __future__ import annotations

import pytest

from jihuan.core.document import Place
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Paragraph, Table
from jihuan.documents.readers.docx import read_layout
from tests.documents.readers.packages import docx, p, package, tc, tr


def texts(body: str, **parts: str) -> list[str]:
    """The paragraphs of a body."""
    return [block.text for block in read_layout(docx(body, **parts)).blocks if isinstance(block, Paragraph)]


def only_table(body: str) -> Table:
    """The only table of a body."""
    (found,) = [block for block in read_layout(docx(body)).blocks if isinstance(block, Table)]
    return found


def test_paragraphs_and_tables_keep_their_order_and_places() -> None:
    blocks = read_layout(docx(p("甲") + f"<w:tbl>{tr(tc('乙'))}</w:tbl>" + p("") + p("丙"))).blocks
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph]
    assert [block.place for block in blocks] == [Place(paragraph=1), Place(table=1), Place(paragraph=3)]


def test_tabs_and_breaks_inside_a_paragraph_are_kept() -> None:
    run = '<w:p><w:r><w:t>731001 某局</w:t><w:tab/><w:t>单位</w:t><w:br/><w:t>万元</w:t><w:br w:type="page"/></w:r></w:p>'
    assert texts(run) == ["731001 某局\t单位\n万元"]


def test_merged_cells_become_spans() -> None:
    first = tr(tc("产出指标", '<w:vMerge w:val="restart"/>'), tc("数量\n指标", '<w:gridSpan w:val="2"/>'), tc("丁"))
    second = tr(tc("", "<w:vMerge/>"), tc("甲"), tc("乙"), tc("丙"))
    table = only_table(f"<w:tbl>{first}{second}</w:tbl>")
    cells = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells}
    assert cells == {
        "产出指标": (0, 0, 2, 1),
        "数量\n指标": (0, 1, 1, 2),
        "丁": (0, 3, 1, 1),
        "甲": (1, 1, 1, 1),
        "乙": (1, 2, 1, 1),
        "丙": (1, 3, 1, 1),
    }
    assert (table.rows, table.columns) == (2, 4)
    assert next(cell.place for cell in table.cells if cell.text == "丙") == Place(table=1, row=2, column=4)


def test_two_merges_one_below_the_other_stay_two_cells() -> None:
    start, more = '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>'
    rows = "".join(tr(tc(text, start if text else more)) for text in ("甲", "", "乙", ""))
    table = only_table(f"<w:tbl>{rows}</w:tbl>")
    assert [(cell.text, cell.row, cell.rowspan) for cell in table.cells] == [("甲", 0, 2), ("乙", 2, 2)]


def test_hidden_text_is_not_read_but_told() -> None:
    def run(text: str, marks: str = "") -> str:
        return f"<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>"

    styles = '<w:style w:styleId="Veiled"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden, shown, veiled = "<w:vanish/>", '<w:vanish w:val="0"/>', '<w:rStyle w:val="Veiled"/>'
    body = f"<w:p>{run('指标值')}{run('八十', hidden)}{run('九十', shown)}</w:p><w:p>{run('批注', veiled)}</w:p>"
    layout = read_layout(docx(body, styles=styles))
    assert [block.text for block in layout.blocks if isinstance(block, Paragraph)] == ["指标值九十"]
    (told,) = [problem.message for problem in layout.problems]
    assert "八十" in told and "批注" in told
    assert not read_layout(docx(p("都看得见"))).problems


def test_deleted_text_is_out_and_inserted_text_is_in() -> None:
    changed = (
        "<w:p><w:r><w:t>预算</w:t></w:r><w:del><w:r><w:delText>26</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>28</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>"
    )
    row = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("删去的行") + "</w:tr>"
    layout = read_layout(docx(changed + f"<w:tbl>{row}{tr(tc('留下的行'))}</w:tbl>"))
    paragraph, table = layout.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.text == "预算28"
    assert isinstance(table, Table) and [cell.text for cell in table.cells] == ["留下的行"] and table.rows == 1


def test_field_codes_are_out_and_field_results_are_in() -> None:
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>第3页</w:t></w:r></w:p>'
    assert texts(field) == ["第3页"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:drawing><w:txbxContent>" + p("框中文字") + "</w:txbxContent></w:drawing>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(f"<w:p><w:r><w:t>正文</w:t>{both}</w:r></w:p>") == ["正文", "框中文字"]


def test_content_controls_are_transparent() -> None:
    assert texts(f"<w:sdt><w:sdtContent>{p('控件中的段落')}</w:sdtContent></w:sdt>") == ["控件中的段落"]


def test_outline_levels_come_from_paragraph_and_style() -> None:
    styles = '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    body = p("一级", '<w:outlineLvl w:val="0"/>') + p("二级", '<w:pStyle w:val="2"/>') + p("正文")
    blocks = read_layout(docx(body, styles=styles)).blocks
    assert [block.heading for block in blocks if isinstance(block, Paragraph)] == [1, 2, None]


def test_automatic_numbers_are_printed_before_their_text() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%1）"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )

    def item(text: str, level: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    body = item("甲", 0) + item("子", 1) + item("丑", 1) + item("乙", 0) + item("寅", 1)
    assert texts(body, numbering=numbering) == ["（一）甲", "1.子", "2.丑", "（二）乙", "1.寅"]


def test_a_nested_table_is_flattened_and_said_so() -> None:
    inner = f"<w:tbl>{tr(tc('内一'), tc('内二'))}</w:tbl>"
    layout = read_layout(docx(f"<w:tbl><w:tr><w:tc>{p('外')}{inner}</w:tc></w:tr></w:tbl>"))
    (table,) = layout.blocks
    assert isinstance(table, Table) and [cell.text for cell in table.cells] == ["外\n内一 内二"]
    assert [(problem.level, problem.place) for problem in layout.problems] == [("info", Place(table=1, row=1, column=1))]


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document/>'
    with pytest.raises(Unreadable, match="文档类型声明"):
        read_layout(package({"word/document.xml": bomb}))


def test_an_absurd_span_is_refused_and_not_built() -> None:
    with pytest.raises(Unreadable, match="表格过大"):
        only_table("<w:tbl>" + tr(*[tc("甲", '<w:gridSpan w:val="200"/>')] * 2) + "</w:tbl>")


def test_a_word_file_without_body_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_layout(package({"word/document.xml": "<document/>"}))


def test_a_table_in_a_cell_is_a_table_of_its_own_after_the_outer_one() -> None:
    inner = "<w:tbl>" + tr(tc("一级指标"), tc("指标值")) + tr(tc("产出指标"), tc("1条")) + "</w:tbl>"
    outer = tr(tc("项目名称"), tc("甲")) + tr(tc("绩效指标"), f"<w:tc><w:tcPr/>{inner}{p('')}</w:tc>")
    first, second = [block for block in read_layout(docx(f"<w:tbl>{outer}</w:tbl>")).blocks if isinstance(block, Table)]
    assert [cell.text for cell in first.cells] == ["项目名称", "甲", "绩效指标", ""]
    assert [cell.text for cell in second.cells] == ["一级指标", "指标值", "产出指标", "1条"]
    assert (first.place, second.place) == (Place(table=1), Place(table=2))


def test_a_table_of_one_column_around_others_only_arranges_the_page() -> None:
    inner = "<w:tbl>" + tr(tc("项目名称"), tc("甲")) + tr(tc("指标"), tc("乙")) + "</w:tbl>"
    outer = tr(tc("目标表")) + tr(f"<w:tc><w:tcPr/>{inner}{p('')}</w:tc>") + tr(tc("注：无"))
    found = read_layout(docx(f"<w:tbl>{outer}</w:tbl>")).blocks
    assert [block.text if isinstance(block, Paragraph) else block.rows for block in found] == ["目标表", 2, "注：无"]


def test_rows_inside_content_controls_are_rows() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{tr(tc('乙'))}</w:sdtContent></w:sdt>"
    assert [cell.text for cell in only_table(f"<w:tbl>{tr(tc('甲'))}{control}{tr(tc('丙'))}</w:tbl>").cells] == [
        "甲",
        "乙",
        "丙",
    ]


def test_characters_that_print_nothing_are_left_out() -> None:
    assert texts(p("≥9\u200b5\ufeff%")) == ["≥95%"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "F0B3", "≥"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings", "x", "\ufffd"),
        ("Wingdings", "F021", "\ufffd"),
        ("宋体", "2265", "≥"),
        ("某符号体", "F021", "\ufffd"),
    ],
)
def test_inserted_symbols_are_what_they_look_like(font: str, code: str, shown: str) -> None:
    assert texts(f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>98%</w:t></w:r></w:p>') == [f"{shown}98%"]


def test_formulas_are_text_and_pinyin_over_characters_is_not() -> None:
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>≥98</m:t></m:r></m:oMath>'
    ruby = "<w:ruby><w:rt><w:r><w:t>lǜ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>率</w:t></w:r></w:rubyBase></w:ruby>"
    assert texts(f"<w:p><w:r>{ruby}</w:r>{math}<w:r><w:t>%</w:t></w:r></w:p>") == ["率≥98%"]


def test_an_empty_content_control_shows_no_value() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r></w:sdtContent></w:sdt>"
    empty, filled = control.format("<w:showingPlcHdr/>"), control.format('<w:showingPlcHdr w:val="0"/>')
    assert texts(f"<w:p>{empty}<w:r><w:t>甲</w:t></w:r></w:p><w:p>{filled}</w:p>") == ["甲", "单击此处输入文字"]


def test_notes_at_the_foot_of_a_page_are_told() -> None:
    mark = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    note = f'<w:footnote w:id="2">{p("不含自建终端。")}</w:footnote>'
    (problem,) = read_layout(docx(mark, footnotes=note)).problems
    assert (problem.level, "不含自建终端。" in problem.message) == ("info", True)
