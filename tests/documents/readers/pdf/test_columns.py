"""Running text in two columns is read down the left one, then down the right one."""

from __future__ import annotations

from jihuan.documents.readers.pdf import read_layout
from tests.documents.readers.pdf.make import draw, texts, typeset, word

FIRST = "认真贯彻落实上级部署，完善各项制度建设，持续改善民生，努力提升服务质量，切实保障各项工作顺利完成；" * 24
SECOND = "开展科学普及活动，组织进村入户宣传，培训基层工作人员，做好档案整理；" * 30
PAGE = """#set page(width: 595pt, height: 500pt, margin: 50pt, columns: 2)
#set text(font: "Noto Serif SC", size: 11pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""


def test_the_left_column_comes_before_the_right_one_and_paragraphs_go_on_from_one_to_the_other() -> None:
    layout = read_layout(typeset(f"一、总体绩效目标\n\n{FIRST}\n\n二、分项绩效目标\n\n{SECOND}", PAGE))
    assert len(layout.pages) > 1 and {page.width for page in layout.pages} == {595.0}
    assert texts(layout) == ["一、总体绩效目标", FIRST, "二、分项绩效目标", SECOND]


def test_a_title_over_both_columns_comes_first_and_a_line_below_them_last() -> None:
    left = "".join(word(f"left line {n} of the text on this page", 40, 240 - 14 * n) for n in range(10))
    right = "".join(word(f"right line {n} of the text on this page", 215, 240 - 14 * n) for n in range(10))
    across = word("a title that goes over both columns of the page", 80, 275) + word(
        "a note below both columns of the page", 100, 60
    )
    found = " ".join(texts(read_layout(draw(right + across + left))))
    order = [found.index(part) for part in ("a title", "left line 0", "left line 9", "right line 0", "right line 9", "a note")]
    assert order == sorted(order)


def test_labels_and_values_side_by_side_are_no_columns() -> None:
    page = "".join(word("Name", 40, 240 - 14 * n) + word(f"value {n}", 240, 240 - 14 * n) for n in range(10))
    found = " ".join(texts(read_layout(draw(page))))
    assert found.index("value 0") < found.index("value 9") and found.index("value 0") < found.rindex("Name")
