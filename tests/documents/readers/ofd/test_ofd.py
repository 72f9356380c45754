"""OFD pages become the paragraphs and tables that are printed on them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Paragraph, Table
from jihuan.documents.readers import read_bytes, render_page
from jihuan.documents.readers.ofd import read_layout, reading
from jihuan.documents.readers.ofd.content import deltas
from tests.documents.readers.ofd.drawn import NS, SIZE, bar, line, ofd, table, text

MM = 72 / 25.4
SHEET = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "清淤长度", "≥18公里"],
    ["产出指标", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "受益人口", "≥3200人"],
]


def words(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if isinstance(block, Paragraph)]


def rows(found: object) -> list[list[str]]:
    assert isinstance(found, Table)
    cells = {(cell.row, cell.column): cell.text for cell in found.cells}
    return [[cells.get((row, column), "^") for column in range(found.columns)] for row in range(found.rows)]


def run(code: str, attributes: str = "") -> str:
    """A text object at 20, 50 with this text code."""
    return f'<ofd:TextObject Boundary="20 50 100 5" Size="{SIZE}" {attributes}>{code}</ofd:TextObject>'


@pytest.mark.parametrize("draw", [line, bar])
def test_a_goal_sheet_is_recognised_with_places_on_its_page(draw: object) -> None:
    title = text(70, 25, "1.河道清淤工程绩效目标表")
    (project,) = read_bytes(ofd(text(90, 60, "封面"), title + table(SHEET, draw=draw)), "河道.ofd").projects
    assert project.name == "河道清淤工程"
    read = [(row.level1, row.level2, row.level3, row.target.raw) for row in project.indicators]
    assert read == [tuple(row) for row in SHEET[1:]]
    place = project.indicators[0].place
    assert place and place.page == 2 and place.bbox
    assert place.bbox == pytest.approx((147.5 * MM, 48 * MM, 190 * MM, 56 * MM), abs=1)


def test_a_table_goes_on_over_a_page_break() -> None:
    room = text(20, 200, "说明") + table(SHEET[:2], y=265)
    (first, joined) = read_layout(ofd(room, table(SHEET[2:], y=20))).blocks
    assert isinstance(first, Paragraph) and rows(joined) == SHEET


def test_a_paragraph_of_several_lines_is_one() -> None:
    said = ("全年组织科普宣传活动十二场，覆盖全市所有乡镇，参加人数不少于三千人，群众", "满意度持续提高。")
    assert words(read_layout(ofd(text(28.4, 50, said[0]) + text(20, 57, said[1]) + text(20, 90, "另一段。")))) == [
        said[0] + said[1],
        "另一段。",
    ]


def test_repeated_distances_may_be_written_as_a_run() -> None:
    steps = " ".join(["4.2"] * 5)
    plain = run(f'<ofd:TextCode X="0" Y="3.6" DeltaX="{steps}">一二三四五六</ofd:TextCode>')
    short = run('<ofd:TextCode X="0" Y="3.6" DeltaX="g 4 4.2 4.2">一二三四五六</ofd:TextCode>')
    assert read_layout(ofd(plain)) == read_layout(ofd(short))


def test_text_is_placed_by_ctm_boundary_and_block() -> None:
    code = f'<ofd:TextCode X="0" Y="{0.85 * SIZE}" DeltaX="4.2">甲乙</ofd:TextCode>'
    moved = run(code, 'CTM="2 0 0 2 10 5"')
    (block,) = read_layout(ofd(f"<ofd:PageBlock><ofd:PageBlock>{moved}</ofd:PageBlock></ofd:PageBlock>")).blocks
    assert block.place.bbox == pytest.approx((30 * MM, 55 * MM, (30 + 16.8) * MM, (55 + 8.4) * MM), abs=0.1)


def test_several_codes_and_downward_steps_are_one_text() -> None:
    down = '<ofd:TextCode X="1" Y="4" DeltaY="5">产</ofd:TextCode><ofd:TextCode X="1" Y="9">出</ofd:TextCode>'
    (block,) = read_layout(ofd(run(down))).blocks
    assert isinstance(block, Paragraph) and block.text == "产出"


def test_distant_words_of_one_object_fall_into_their_cells() -> None:
    both = '<ofd:TextCode X="2" Y="3.6" DeltaX="4.2 4.2 80 4.2">预算数金额</ofd:TextCode>'
    grid = table([["", ""], ["甲", "乙"]], y=48, height=9)
    (found,) = read_layout(ofd(grid + run(both))).blocks
    assert rows(found) == [["预算数", "金额"], ["甲", "乙"]]


def test_templates_and_composite_units_belong_to_the_page() -> None:
    template = f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{text(20, 40, '版头文字')}</ofd:Layer></ofd:Content></ofd:Page>"
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{text(0, 0, "组合文字")}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    used = '<ofd:CompositeObject ResourceID="7" Boundary="20 80 50 5"/>'
    page = (
        f'<ofd:Page {NS}><ofd:Template TemplateID="9" ZOrder="Background"/><ofd:Content><ofd:Layer>'
        f"{text(20, 60, '正文文字')}{used}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    common = '<ofd:TemplatePage ID="9" BaseLoc="T.xml"/><ofd:DocumentRes>R.xml</ofd:DocumentRes>'
    assert words(read_layout(ofd(page, common=common, T=template, R=resources))) == ["版头文字", "正文文字", "组合文字"]


def test_what_is_hidden_is_not_read_and_white_lines_rule_nothing() -> None:
    white = '<ofd:StrokeColor Value="255 255 255"/>'

    def pale(x0: float, y0: float, x1: float, y1: float) -> str:
        return line(x0, y0, x1, y1, inside=white)

    layout = read_layout(ofd(text(20, 20, "藏着", more=' Visible="false"') + table([["甲", "乙"]], draw=pale)))
    assert all(isinstance(block, Paragraph) for block in layout.blocks) and "藏" not in "".join(words(layout))


def test_stamps_notes_scans_and_lost_pages_are_told() -> None:
    whole = ofd(
        text(20, 50, "正文"),
        '<ofd:ImageObject Boundary="0 0 210 297"/>',
        "<broken",
        body="<ofd:Signatures>S.xml</ofd:Signatures>",
        document="<ofd:Annotations>A.xml</ofd:Annotations>",
    )
    layout = read_layout(whole)
    told = [(problem.level, problem.place.page if problem.place else None) for problem in layout.problems]
    assert told == [("error", 3), ("info", None), ("info", None), ("error", 2)]
    assert len(layout.pages) == 3 and words(layout) == ["正文"]


def test_a_file_without_content_for_its_pages_are_damaged_says_so() -> None:
    with pytest.raises(Unreadable, match=r"没有找到预算绩效内容.*第 1 页没有读出：文件已损坏"):
        read_bytes(ofd("<broken"), "坏.ofd")


def test_letters_that_the_file_does_not_name_are_told() -> None:
    (problem,) = read_layout(ofd(text(20, 50, "预算\ue123数"))).problems
    assert problem.level == "error" and "1 个字符" in problem.message


def test_a_file_without_pages_is_refused() -> None:
    with pytest.raises(Unreadable, match="没有页面"):
        read_layout(ofd())


def test_more_pages_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    assert len(read_layout(ofd("", "")).pages) == 2
    with pytest.raises(Unreadable, match="3 页"):
        read_layout(ofd("", "", ""))


def test_absurd_runs_cost_nothing() -> None:
    many = '<ofd:TextCode X="0" Y="3.6" DeltaX="g 99999 1 g 999999999 1 g 1e300 2 g x y">短</ofd:TextCode>'
    assert words(read_layout(ofd(run(many) + run("<ofd:TextCode X='nan' Y='inf'>另</ofd:TextCode>"))))
    assert deltas("g 99999 1 g 999999999 1 g 1e300 2", 3) == [1.0, 1.0, 1.0]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_strange_numbers_and_nesting_are_read_and_drawn_or_refused_but_never_break(data: st.DataObject) -> None:
    number = st.one_of(st.floats(-1e6, 1e6).map(str), st.sampled_from(["1e308", "-1e308", "nan", "x", "", "1 2", "g"]))
    few = st.lists(number, max_size=8).map(" ".join)
    draw = data.draw
    odd = "".join(
        f'<ofd:TextObject Boundary="{draw(few)}" CTM="{draw(few)}" Size="{draw(number)}" HScale="{draw(number)}">'
        f'<ofd:TextCode X="{draw(number)}" Y="{draw(number)}" DeltaX="{draw(few)}" DeltaY="{draw(few)}">预算 12</ofd:TextCode>'
        f'</ofd:TextObject><ofd:PathObject Boundary="{draw(few)}" CTM="{draw(few)}"><ofd:AbbreviatedData>'
        f"{draw(st.lists(st.one_of(number, st.sampled_from('SMLQBAC')), max_size=20).map(' '.join))}"
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for _ in range(draw(st.integers(1, 4)))
    )
    whole = ofd(table(SHEET) + odd)
    with contextlib.suppress(Unreadable):
        read_layout(whole)
    with contextlib.suppress(Unreadable):
        assert etree.fromstring(render_page(whole, 1, 100)).tag.endswith("}svg")
