"""DOCX, XLSX and HTML: what their programs need to show, print and keep the form."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest
from lxml import html

from jihuan.core.document import Document
from jihuan.documents.writers import Format, WriteError, write


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


@pytest.mark.parametrize("to", ["docx", "xlsx", "html"])
def test_same_document_gives_the_same_bytes(sheet: Document, to: Format) -> None:
    assert write(sheet, to) == write(sheet, to)


@pytest.mark.parametrize("to", ["docx", "xlsx"])
def test_json_is_a_part_with_content_type_and_relationship(sheet: Document, to: Format) -> None:
    data = write(sheet, to)
    assert '"jihuan":1' in part(data, "jihuan/jihuan.json")
    assert 'PartName="/jihuan/jihuan.json" ContentType="application/json"' in part(data, "[Content_Types].xml")
    assert 'Target="jihuan/jihuan.json"' in part(data, "_rels/.rels")


def test_word_names_the_official_fonts_and_measures(seed: Document) -> None:
    data = write(seed, "docx")
    styles = part(data, "word/styles.xml")
    assert all(name in styles for name in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"))
    section = docx.Document(io.BytesIO(data)).sections[-1]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) if side else 0 for side in sides] == [37, 35, 28, 26]


def test_word_has_a_contents_field_with_entries_and_no_wish_to_renew_it(seed: Document) -> None:
    data = write(seed, "docx")
    document = part(data, "word/document.xml")
    assert 'TOC \\o "1-2"' in document
    assert document.count("PAGEREF _Toc") == document.count("<w:bookmarkStart") == 9
    assert document.count('w:fldCharType="begin"') == document.count('w:fldCharType="end"')
    assert "updateFields" not in part(data, "word/settings.xml")


def test_word_repeats_heading_rows_and_numbers_odd_and_even_pages(seed: Document) -> None:
    data = write(seed, "docx")
    document = part(data, "word/document.xml")
    assert document.count("<w:tblHeader/>") == len(seed.projects)
    assert set(re.findall(r'<w:footerReference w:type="(\w+)"', document)) == {"default", "even"}
    assert "<w:evenAndOddHeaders/>" in part(data, "word/settings.xml")


def test_word_turns_pages_of_wide_sheets(seed: Document) -> None:
    rows = tuple(replace(it, deviation="无偏差") for it in seed.projects[0].indicators)
    document = replace(seed, projects=(replace(seed.projects[0], indicators=rows), *seed.projects[1:]))
    xml = part(write(document, "docx"), "word/document.xml")
    assert xml.count('w:orient="landscape"') == 1
    assert xml.count('<w:pgNumType w:start="1"/>') == 1


def test_workbook_keeps_numbers_as_numbers_and_text_as_text(sheet: Document) -> None:
    document = replace(sheet, projects=(replace(sheet.projects[0], fund_use="=1+1", name="'=2/[3]:*?" + "很长的项目名称" * 9),))
    book = openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))
    page = book.worksheets[0]
    cells = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value is not None}
    assert cells[2.5].number_format == "0.00"
    assert cells[0.3].number_format == "0%"
    assert cells["=1+1"].data_type == "s"
    assert len(page.title) <= 31
    assert page.page_setup.fitToHeight == 0 and page.page_setup.paperSize == 9


def test_sheet_names_are_unique(seed: Document) -> None:
    long = tuple(replace(it, name="提前下达补助资金" * 6) for it in (*seed.projects, *seed.projects, *seed.projects))
    names = openpyxl.load_workbook(io.BytesIO(write(replace(seed, projects=long), "xlsx"))).sheetnames
    assert len({name.casefold() for name in names}) == 13


def test_text_too_long_for_a_cell_is_refused_in_a_sentence(sheet: Document) -> None:
    with pytest.raises(WriteError, match="32767"):
        write(replace(sheet, projects=(replace(sheet.projects[0], fund_use="长" * 32_768),)), "xlsx")


def test_page_is_one_file_with_headings_and_data_but_no_script(seed: Document) -> None:
    data = write(replace(seed, agency=replace(seed.agency, name="</script><script>alert(1)</script>")), "html")
    page = html.document_fromstring(data.decode())
    assert [script.get("type") for script in page.iter("script")] == ["application/json"]
    assert not page.xpath("//@src | //link | //*[starts-with(name(@*), 'on')]")
    assert page.get("lang") == "zh-CN"
    assert {str(link.get("href"))[1:] for link in page.iter("a")} == set(page.xpath("//h1/@id | //h2/@id"))
    assert len(page.xpath("//th[@scope='col']")) == 6 * len(seed.projects)
