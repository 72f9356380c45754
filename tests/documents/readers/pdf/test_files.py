"""Whole files: what cannot be read, what is attached, what a page has instead of text, pictures of pages."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from jihuan.core.document import Document
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.embedded import reconcile
from jihuan.documents.readers.pdf import read_layout, reading, render_page
from jihuan.documents.readers.pdf.file import LARGEST_ATTACHMENT
from tests.documents.readers.pdf.make import draw, stream, tables, texts, typeset, word

LOCKED = "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "11" * 32 + "> /U <" + "22" * 32 + "> >>"


def _attached(name: str, content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(draw(word("Goal", 50, 250)))
    document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word_of_reason"),
    [
        (b"", "损坏"),
        (b"%PDF-1.7\n", "损坏"),
        (typeset("正文")[:2000], "损坏"),
        (b"PK\x03\x04 no pdf at all", "损坏"),
        (draw(word("Goal", 50, 250), trailer=LOCKED), "密码"),
        (draw(), "没有页面"),
    ],
    ids=["empty", "header only", "truncated", "another format", "encrypted", "no pages"],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, word_of_reason: str) -> None:
    with pytest.raises(Unreadable) as raised:
        read_layout(data)
    assert word_of_reason in raised.value.message


def test_a_file_of_too_many_pages_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    assert len(read_layout(draw("", "")).pages) == 2
    with pytest.raises(Unreadable, match="有 3 页，超过 2 页的限度"):
        read_layout(draw("", "", ""))


def test_our_own_attachment_comes_along() -> None:
    assert read_layout(_attached("jihuan.json", b'{"schema": "jihuan/1"}')).embedded == b'{"schema": "jihuan/1"}'


def test_attachments_of_others_are_left_alone() -> None:
    assert read_layout(_attached("data.json", b"{}")).embedded is None


def test_an_oversized_attachment_is_not_read_and_said() -> None:
    layout = read_layout(_attached("jihuan.json", b"0" * (LARGEST_ATTACHMENT + 1)))
    assert layout.embedded == b""
    [problem] = reconcile(Document(), layout).problems
    assert (problem.level, "附带的绩环数据已损坏" in problem.message) == ("info", True)


def test_the_title_of_the_file_is_a_name_of_the_layout() -> None:
    assert read_layout(typeset('#set document(title: "科普经费绩效目标表")\n正文')).names == ("科普经费绩效目标表",)


def test_pages_are_listed_with_their_size() -> None:
    layout = read_layout(draw(word("Goal", 50, 250), word("Goal", 50, 250)))
    assert [(page.width, page.height) for page in layout.pages] == [(400, 300), (400, 300)]


def test_a_page_that_is_only_a_picture_is_a_problem_of_level_error() -> None:
    image = stream("\x00", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
    page = "/Resources << /Font << /F 3 0 R >> /XObject << /X 10 0 R >> >>"
    layout = read_layout(draw(word("Goal", 50, 250), "q 400 0 0 300 0 0 cm /X Do Q", page=page, extra=(image,)))
    [problem] = layout.problems
    assert (problem.level, problem.place.page if problem.place else None) == ("error", 2)
    assert "第 2 页没有文字层" in problem.message


def test_an_empty_page_is_no_problem() -> None:
    assert read_layout(draw(word("Goal", 50, 250), "")).problems == ()


def test_letters_without_a_unicode_value_are_a_problem_with_their_place() -> None:
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 2"
    font += " /Widths [800 800] /CharProcs << /g1 10 0 R /g2 10 0 R >> /Resources << >>"
    font += " /Encoding << /Type /Encoding /Differences [1 /g1 /g2] >> >>"
    glyph = stream("800 0 0 0 700 700 d1 0 0 700 700 re f")
    layout = read_layout(draw(word("\\001\\002", 50, 250), font=font, extra=(glyph,)))
    [problem] = layout.problems
    assert problem.level == "error"
    assert "2 个字符" in problem.message
    assert problem.place is not None
    assert problem.place.bbox == pytest.approx((50, 43, 57, 50), abs=1)


def test_a_page_is_rendered_at_the_width_asked_for() -> None:
    picture = Image.open(io.BytesIO(render_page(draw("100 100 200 50 re f"), 1, 800)))
    assert (picture.format, picture.size) == ("PNG", (800, 600))
    assert picture.convert("L").getpixel((400, 350)) == 0
    assert picture.convert("L").getpixel((400, 100)) == 255


def test_a_turned_page_is_rendered_turned() -> None:
    assert Image.open(io.BytesIO(render_page(draw("", page="/Rotate 90"), 1, 300))).size == (300, 400)


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_does_not_exist_is_refused(page: int) -> None:
    with pytest.raises(Unreadable, match=f"第 {page} 页"):
        render_page(draw(""), page, 800)


def test_a_picture_too_large_is_refused() -> None:
    with pytest.raises(Unreadable, match="太大"):
        render_page(draw("", page="/MediaBox [0 0 10 14400]"), 1, 1600)


def test_a_hyphen_at_a_line_end_stays_a_hyphen_and_its_line_a_line() -> None:
    broken = word("manage-", 105, 185) + word("ment plan", 105, 172)
    layout = read_layout(draw("100 100 100 100 re S 100 150 m 200 150 l S\n" + broken))
    assert tables(layout)[0].cells[0].text == "manage-\nment plan"
    assert layout.problems == ()
    assert texts(read_layout(draw(word("GB/T 9704-", 50, 250) + word("2012", 50, 238)))) == ["GB/T 9704-2012"]


def _mapped(*codes: str) -> bytes:
    """A page with the letters A, B, … that mean the UTF-16 units given in hexadecimal."""
    lines = "".join(f"<{0x41 + n:02X}> <{code}>\n" for n, code in enumerate(codes))
    cmap = f"begincmap 1 begincodespacerange <00> <FF> endcodespacerange {len(codes)} beginbfchar\n{lines}endbfchar endcmap"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10 0 R >>"
    return draw(word("".join(chr(0x41 + n) for n in range(len(codes))), 50, 250), font=font, extra=(stream(cmap),))


def test_characters_beyond_the_basic_plane_come_back_whole() -> None:
    layout = read_layout(_mapped("4FEE", "D842DFB7", "D83DDE00", "5DE5"))
    assert texts(layout) == ["修𠮷😀工"]
    assert layout.problems == ()


def test_half_a_character_is_a_problem_and_breaks_nothing() -> None:
    layout = read_layout(_mapped("4FEE", "D842", "5DE5"))
    assert texts(layout) == ["修\ufffd工"]
    assert [problem.level for problem in layout.problems] == ["error"]
