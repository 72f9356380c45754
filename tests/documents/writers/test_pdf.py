"""PDF/A-3b by Typst: GB/T 9704 measures, fonts, attachment, reproducibility."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from jihuan.core.document import Document, Project, TextBlock
from jihuan.documents.writers import WriteError, fonts, write
from jihuan.documents.writers.form import form_of
from jihuan.documents.writers.pdf import page_numbers, soften


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def with_use(sheet: Document, text: str) -> Document:
    return replace(sheet, projects=(replace(sheet.projects[0], fund_use=text),))


def test_same_document_gives_the_same_bytes(seed: Document) -> None:
    assert write(seed, "pdf") == write(seed, "pdf")


def test_file_says_that_it_is_a_tagged_chinese_pdf_a_3b(sheet: Document) -> None:
    data = write(sheet, "pdf")
    for mark in (b"<pdfaid:part>3</pdfaid:part>", b"<pdfaid:conformance>B</pdfaid:conformance>", b"/MarkInfo", b"/Lang"):
        assert mark in data
    assert pypdfium2.PdfDocument(data).get_metadata_value("Title") == "2025年科技馆运行经费绩效目标表"


def test_json_is_attached(sheet: Document) -> None:
    attachment = pypdfium2.PdfDocument(write(sheet, "pdf")).get_attachment(0)
    assert attachment.get_name() == "jihuan.json"
    assert b'"jihuan":1' in bytes(attachment.get_data())


def test_pages_are_a4_with_28_characters_in_a_line_and_22_lines(sheet: Document) -> None:
    text = "绩效目标管理工作" * 200
    data = write(replace(sheet, overall_goal=TextBlock(text=text), projects=()), "pdf")
    page = pypdfium2.PdfDocument(data)[3]
    lines = [line for line in page.get_textpage().get_text_range().splitlines() if "绩效" in line]
    assert [round(size) for size in page.get_size()] == [595, 842]
    assert {len(line) for line in lines} == {28}
    assert len(lines) == 22


def test_page_numbers_of_the_contents_list_are_those_of_the_pages(seed: Document) -> None:
    form, texts = form_of(seed), pages(write(seed, "pdf"))
    for number, (_level, line) in zip(page_numbers(form), form.entries, strict=True):
        page = texts[number + 1].replace("\r\n", "")
        assert line.text in page
        assert f"— {number} —" in page


def test_heading_row_is_repeated_on_every_page(sheet: Document) -> None:
    project = replace(sheet.projects[0], indicators=sheet.projects[0].indicators * 6)
    texts = pages(write(replace(sheet, projects=(project,)), "pdf"))
    assert len(texts) > 2
    assert all("指标值确定依据" in text for text in texts)


def test_text_longer_than_a_page_stays_inside_the_margins(sheet: Document) -> None:
    document = pypdfium2.PdfDocument(write(with_use(sheet, "用于科技馆日常运行。" * 400), "pdf"))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1) in "用于科"]
        assert all(bottom >= 35 / 25.4 * 72 - 1 for _left, bottom, _right, _top in boxes)


def test_character_without_a_glyph_is_named_with_its_place(sheet: Document) -> None:
    with pytest.raises(WriteError) as error:
        write(with_use(sheet, "用于\U0001d2e0修缮"), "pdf")
    assert "U+1D2E0" in error.value.message
    assert "科技馆运行经费" in error.value.message


def test_words_too_wide_for_their_column_may_break_and_counting_spaces_stay() -> None:
    assert soften("ABCDEFGH", 20, 10.5) == "\u200b".join("ABCDEFGH")
    assert soften("ABCDEFGH", 200, 10.5) == "ABCDEFGH"
    assert soften("计划≥1500 人以上", 200, 10.5).count("\u2060") == 2
    assert soften("Jihuan Lab", 200, 10.5) == "Jihuan Lab"


def test_only_fonts_that_exist_are_named() -> None:
    families = set(fonts.catalogue().families())
    for role, names in fonts.chains().items():
        assert names and set(names) <= families, role
        assert fonts.SERIF in names


def test_project_without_anything_is_still_a_sheet() -> None:
    assert write(Document(projects=(Project(),)), "pdf").startswith(b"%PDF")
