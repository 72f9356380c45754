"""Lines outside tables become paragraphs; page numbers and running headers are no text, everything else is."""

from __future__ import annotations

from jihuan.core.text import squeeze
from jihuan.documents.readers.pdf import read_layout
from jihuan.documents.readers.pdf.geometry import Frame, Rect
from jihuan.documents.readers.pdf.lines import Line
from jihuan.documents.readers.pdf.pages import content_of
from jihuan.documents.readers.pdf.rulings import Drawing
from tests.documents.readers.pdf.make import draw, tables, texts, typeset, word

OFFICIAL = """
#set page(width: 400pt, height: 300pt, margin: 40pt, numbering: "— 1 —")
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 10pt, spacing: 10pt)
"""
FIRST = "长宁县图书馆将在今年继续做好总分馆建设，新增分馆四个、服务点十二个，让农村读者在十五分钟内借到书，全年外借图书不少于九万册。"
SECOND = "开展阅读推广活动六十场，其中面向少年儿童的活动不少于三十场，参加人数不少于五千人，读者满意度达到百分之九十五以上。"
LIST = "（一）组织领导到位。馆长亲自抓，分管副馆长具体管，各部室主任落实，每月调度一次进展，每季度向主管部门报告一次。"


def _read(source: str, style: str = OFFICIAL) -> list[str]:
    return texts(read_layout(typeset(source, style)))


def test_lines_join_to_paragraphs_with_a_first_line_indent() -> None:
    assert _read(f"{FIRST}\n\n{SECOND}\n\n{FIRST}") == [FIRST, SECOND, FIRST]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    paragraphs = [FIRST, SECOND, LIST] * 4
    layout = read_layout(typeset("\n\n".join(paragraphs), OFFICIAL))
    assert len(layout.pages) > 1
    assert texts(layout) == paragraphs


def test_headings_stay_apart() -> None:
    heading = "#par(first-line-indent: 0pt, text(size: 18pt)[#align(center)[部门整体绩效目标]])"
    assert _read(f"{heading}\n\n一、总体绩效目标\n\n{FIRST}\n\n二、分项绩效目标\n\n{SECOND}") == [
        "部门整体绩效目标",
        "一、总体绩效目标",
        FIRST,
        "二、分项绩效目标",
        SECOND,
    ]


def test_a_centred_title_of_two_lines_is_one_paragraph() -> None:
    title = "关于下达二〇二五年县级公共图书馆免费开放补助资金绩效目标的表"
    source = f"#align(center, par(first-line-indent: 0pt, justify: false, text(size: 16pt)[{title}]))\n\n{FIRST}"
    assert _read(source) == [title, FIRST]


def test_paragraphs_set_apart_by_space_need_no_indent() -> None:
    style = OFFICIAL + "#set par(first-line-indent: 0pt, spacing: 24pt)\n"
    assert _read(f"{FIRST}\n\n{SECOND}", style) == [FIRST, SECOND]


def test_a_label_begins_a_paragraph_even_below_a_line_that_is_nearly_full() -> None:
    style = OFFICIAL + "#set par(first-line-indent: 0pt)\n"
    title, name, goal = "长宁县图书馆总分馆建设和阅读推广活动经费绩效目标", "项目名称：阅读推广活动经费", f"绩效目标：{FIRST}"
    assert _read(f"{title}\n\n{name}\n\n{goal}\n\n{SECOND}", style)[:3] == [title, name, goal]


def test_enumerated_paragraphs_without_indent_stay_apart() -> None:
    style = OFFICIAL + "#set par(first-line-indent: 0pt)\n"
    assert _read(f"{LIST}\n\n（二）{SECOND}", style) == [LIST, f"（二）{SECOND}"]


def test_a_title_and_the_line_of_agency_and_unit_over_a_table_stay_apart() -> None:
    plain = "#set par(first-line-indent: 0pt, justify: false)\n"
    line = "412003清河县农业农村局本级　　单位：万元"
    title = "1.2026年乡村道路与桥梁养护绩效目标表"
    for source in (
        f"#align(center)[{title}]\n\n{line}\n#table(columns: (1fr, 1fr), [项目编码], [P1])\n",
        f"#align(center)[{title}]\n\n{line}\n#table(columns: (1fr, 1fr), [项目编码], [P1])\n" * 3,
    ):
        found = _read(source, OFFICIAL + plain)
        assert {squeeze(text) for text in found} == {title, squeeze(line)}


def test_an_entry_of_a_table_of_contents_with_spaced_leaders_ends_its_paragraph() -> None:
    leaders = "#box(width: 1fr, repeat[. #h(3pt)])"
    found = _read(f"1.白云街道村级便民服务点补助{leaders}2\n\n3.冀财教第104号提前下达补助{leaders}4", OFFICIAL)
    assert [line[:5] for line in found] == ["1.白云街", "3.冀财教"]


def test_a_table_of_contents_keeps_its_lines() -> None:
    source = "\n\n".join(
        f"{n}、{name}#box(width: 1fr, repeat[.]){n}" for n, name in enumerate(("总体目标", "分项目标", "保障措施"), 1)
    )
    lines = _read(source, OFFICIAL + "#set par(first-line-indent: 0pt)\n")
    assert [line[:6] for line in lines] == ["1、总体目标", "2、分项目标", "3、保障措施"]
    assert [line[-1] for line in lines] == ["1", "2", "3"]


def test_page_numbers_and_running_headers_are_dropped_and_nothing_else() -> None:
    style = OFFICIAL + "#set page(header: text(size: 9pt)[内部资料 注意保存], margin: (top: 60pt))\n#set page(height: 842pt)\n"
    source = "#pagebreak()".join(f"{FIRST}\n\n2025\n\n" for _ in range(3))
    assert _read(source, style) == [FIRST, "2025"] * 3


def test_a_page_number_in_a_table_that_reaches_down_over_it_is_dropped() -> None:
    def page(number: int, foot: int) -> str:
        lines = f"40 {foot} 360 {280 - foot} re S 140 {foot} m 140 280 l S\n"
        return lines + word("Goal", 45, 250) + word(str(number * 7), 145, 250) + word(f"- {number} -", 45, 20)

    layout = read_layout(draw(*(page(n, 10 if n == 2 else 60) for n in (1, 2, 3)), page="/MediaBox [0 0 440 300]"))
    assert [cell.text for cell in tables(layout)[0].cells] == ["Goal", "7", "Goal", "14", "Goal", "21"]
    alone = read_layout(draw(page(2, 10), page="/MediaBox [0 0 440 300]"))
    assert tables(alone)[0].cells[0].text == "Goal\n- 2 -"


def test_a_header_printed_on_few_pages_is_kept() -> None:
    source = "#place(top, dy: -28pt, text(size: 9pt)[附件一])\n" + FIRST
    assert _read(source) == ["附件一", FIRST]


def test_a_right_aligned_note_on_the_same_line_is_joined_with_a_space() -> None:
    assert _read("#par(first-line-indent: 0pt)[731009 单位#h(1fr)单位：万元]") == ["731009 单位 单位：万元"]


def test_the_place_of_a_paragraph_is_its_box_on_its_first_page() -> None:
    layout = read_layout(typeset(FIRST, OFFICIAL))
    place = layout.blocks[0].place
    assert place.page == 1
    assert place.bbox is not None
    x0, y0, x1, y1 = place.bbox
    assert 38 <= x0 <= 46
    assert 38 <= y0 <= 48
    assert 350 <= x1 <= 362
    assert 80 <= y1 <= 110


class _TwoLines:
    """三级指 over 标: one stretch of text, four characters of 10 points, the last one below the first."""

    text = "三级指标"
    boxes = (Rect(10, 0, 20, 10), Rect(20, 0, 30, 10), Rect(30, 0, 40, 10), Rect(10, 14, 20, 24))

    def spans(self, *, words: bool) -> list[tuple[int, int]]:
        return [(0, 4)]

    def piece(self, start: int, end: int) -> Line | None:
        mine = self.boxes[start:end]
        return Line(
            self.text[start:end],
            *(
                min(box.x0 for box in mine),
                min(box.y0 for box in mine),
                max(box.x1 for box in mine),
                max(box.y1 for box in mine),
            ),
        )

    def character_box(self, index: int) -> Rect:
        return self.boxes[index]

    def same_object(self, index: int, other: int) -> bool:
        return True

    def clip(self, index: int) -> Rect | None:
        return None

    def slanted(self, index: int) -> bool:
        return False

    def unmapped(self, spans: list[tuple[int, int]]) -> list[int]:
        return []


def test_a_stretch_of_text_that_goes_over_to_the_next_line_is_two_lines() -> None:
    page = content_of(_TwoLines(), Drawing(), Frame(0, 0, 100, 100, 0), 1)
    assert [line.text for line in page.lines] == ["三级指", "标"]


def test_a_running_header_of_two_pages_is_no_text() -> None:
    style = OFFICIAL.replace('numbering: "— 1 —"', "header: text(size: 9pt)[某县绩效管理资料], header-ascent: 60%")
    assert _read(f"{FIRST}\n\n#pagebreak()\n\n{SECOND}", style) == [FIRST, SECOND]


def test_a_footer_that_numbers_few_of_many_pages_is_no_text() -> None:
    def page(number: int) -> str:
        foot = f"打印日期：{number} 日 #h(1fr) 第 {number} 页" if number in (2, 3) else "经办人：某某" * (number == 4)
        return f"#place(bottom, dy: 30pt, text(size: 9pt)[#box(width: 320pt)[{foot}]])\n{FIRST}"

    style = OFFICIAL.replace(', numbering: "— 1 —"', "")
    read = _read("\n#pagebreak()\n".join(page(n) for n in range(1, 8)), style)
    assert [text for text in read if text != FIRST] == ["经办人：某某"]
