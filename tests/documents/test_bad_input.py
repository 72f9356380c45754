"""Bad input through the sandbox: a sentence or a document with problems, in bounded time, and never a traceback."""

from __future__ import annotations

import logging
import re
import resource
from pathlib import Path

import pytest

from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Paragraph
from jihuan.documents.sandbox import Limits, ReadResult, read_file
from tests.documents import bad
from tests.documents.readers.ofd import drawn
from tests.documents.readers.xls import biff

LIMITS = Limits(wall_seconds=1200, cpu_seconds=240)
"""Room for measuring what is covered, on a busy machine; memory is bound as for everybody."""


def outcome(source: bytes | Path, file: str, caplog: pytest.LogCaptureFixture) -> ReadResult | str:
    """What was read, or the sentence; it must be one for people, and the reader must not have crashed on the way."""
    caplog.clear()
    try:
        return read_file(source, file, LIMITS)
    except Unreadable as error:
        return sentence(error)
    finally:
        assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


def sentence(error: Unreadable) -> str:
    """The message; it is for people."""
    assert re.search(r"[一-鿿]{4}", error.message)
    assert not re.search(r"Traceback|Error|Exception|None", error.message)
    assert len(error.message) < 400
    assert "还没有结束" not in error.message, "the reader does not end by itself"
    return error.message


def refusal(source: bytes | Path, file: str, caplog: pytest.LogCaptureFixture) -> str:
    found = outcome(source, file, caplog)
    assert isinstance(found, str), "this was read"
    return found


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\0" * 4096, b"\xef\xbb\xbf"])
def test_empty_files(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert "空" in refusal(data, "空.txt", caplog)


@pytest.mark.parametrize("tenths", range(1, 10))
@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf"])
def test_truncated_packages_are_refused_or_told(format: str, tenths: int, caplog: pytest.LogCaptureFixture) -> None:
    data = bad.good(format)  # type: ignore[arg-type]
    found = outcome(data[: len(data) * tenths // 10], f"半截.{format}", caplog)
    assert isinstance(found, str) or [problem for problem in found.document.problems if problem.level != "info"]


@pytest.mark.parametrize("tenths", range(1, 10, 2))
@pytest.mark.parametrize("format", ["txt", "html", "json"])
def test_truncated_text_never_crashes(format: str, tenths: int, caplog: pytest.LogCaptureFixture) -> None:
    data = bad.good(format)  # type: ignore[arg-type]
    found = outcome(data[: len(data) * tenths // 10], f"半截.{format}", caplog)
    assert isinstance(found, str) == (format == "json") or tenths <= 1


def test_bytes_flipped_inside_never_crash(caplog: pytest.LogCaptureFixture) -> None:
    for format in ("docx", "xlsx", "pdf", "html"):
        data = bytearray(bad.good(format))  # type: ignore[arg-type]
        for index in range(97, len(data), len(data) // 40):
            data[index] ^= 0x5A
        outcome(bytes(data), f"损坏.{format}", caplog)


def test_encrypted_files(caplog: pytest.LogCaptureFixture) -> None:
    for data, file in ((bad.encrypted_pdf(), "密.pdf"), (bad.encrypted_office(), "密.docx")):
        assert re.search("加密|密码", refusal(data, file, caplog))


def test_a_wrong_extension_is_read_by_its_content_and_told(caplog: pytest.LogCaptureFixture) -> None:
    found = outcome(bad.good("docx"), "目标.pdf", caplog)
    assert isinstance(found, ReadResult)
    assert len(found.document.projects) == 4
    assert any("扩展名" in problem.message for problem in found.document.problems)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("菜谱.txt", bad.RECIPE.encode()),
        ("菜谱.txt", bad.RECIPE.encode("gb18030")),
        ("小说.txt", bad.NOVEL.encode()),
        ("菜谱.html", f"<html><body><table><tr><td>{bad.RECIPE}</td></tr></table></body></html>".encode()),
        ("噪声.pdf", bad.noise()),
        ("噪声.pdf", b"%PDF-1.7\n" + bad.noise()),
        ("噪声.docx", b"PK\x03\x04" + bad.noise()),
        ("图片.docx", bad.picture()),
        ("程序.exe", b"MZ" + bad.noise()),
        ("压缩包.docx", bad.package({"a.txt": b"a"})),
        ("别的.json", b'{"a": [1, 2, 3]}'),
        ("空表.docx", bad.package({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"})),
    ],
)
def test_files_about_something_else(file: str, data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert refusal(data, file, caplog)


def test_zip_bombs(caplog: pytest.LogCaptureFixture) -> None:
    zeros = bytes(200 * bad.MEBI)
    assert "过大" in refusal(bad.changed("docx", "word/document.xml", zeros), "弹.docx", caplog)
    assert "过大" in refusal(bad.changed("xlsx", "xl/worksheets/sheet1.xml", zeros), "弹.xlsx", caplog)
    many = bad.package({"word/document.xml": b""} | {f"word/{number}.xml": b"" for number in range(6000)})
    assert refusal(many, "多.docx", caplog)


def test_entities_that_multiply(caplog: pytest.LogCaptureFixture) -> None:
    docx = bad.changed("docx", "word/document.xml", bad.laughing(bad.part("docx", "word/document.xml"), "w:body"))
    xlsx = bad.changed(
        "xlsx", "xl/sharedStrings.xml", f"<?xml version='1.0'?>{bad.LAUGHS}<sst><si><t>&k;</t></si></sst>".encode()
    )
    html = f"<?xml version='1.0'?>{bad.LAUGHS}<html><body><table><tr><td>&k;</td></tr></table></body></html>".encode()
    for data, file in ((docx, "弹.docx"), (xlsx, "弹.xlsx"), (html, "弹.html")):
        refusal(data, file, caplog)


def test_pictures_of_more_than_100_megapixels_are_refused_before_they_are_unpacked(caplog: pytest.LogCaptureFixture) -> None:
    told = refusal(bad.huge_picture(12_000, 9_000), "大图.png", caplog)
    assert "12000×9000 像素，超过 10000 万像素的限度，请缩小后再上传" in told


@pytest.mark.parametrize("format", ["txt", "html"])
def test_control_characters_are_shown_as_marks_and_told(format: str, caplog: pytest.LogCaptureFixture) -> None:
    data = bad.good(format).replace("科普".encode(), "科\x01\x02普".encode(), 3)  # type: ignore[arg-type]
    found = read(data, f"控制.{format}", caplog)
    shown = "".join(block.text for block in found.layout.blocks if isinstance(block, Paragraph))
    assert "科��普" in shown and "\x01" not in shown
    assert any("个无法显示的字符，已用“�”代替" in problem.message for problem in found.document.problems)


def test_a_word_file_with_characters_that_xml_forbids_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    xml = bad.part("docx", "word/document.xml").replace("指标值", "指标\ufffe值", 1)
    told = refusal(bad.changed("docx", "word/document.xml", xml.encode()), "控制.docx", caplog)
    assert "document.xml 的内容不完整" in told


def test_html_nested_100_000_deep(caplog: pytest.LogCaptureFixture) -> None:
    refusal(bad.deep_html(), "深.html", caplog)
    tables = b"<table><tr><td>" * 20_000
    outcome(b"<html><body>" + tables, "深表.html", caplog)


def test_json_nested_100_000_deep(caplog: pytest.LogCaptureFixture) -> None:
    assert refusal(b'{"a":' + b"[" * 100_000, "深.json", caplog)


def test_html_whose_spans_claim_a_huge_table(caplog: pytest.LogCaptureFixture) -> None:
    cell = "<td rowspan='65000' colspan='1000'>指标值</td>"
    outcome(f"<html><body><table>{f'<tr>{cell * 50}</tr>' * 50}</table></body></html>".encode(), "跨.html", caplog)


def test_a_text_of_one_endless_line(caplog: pytest.LogCaptureFixture) -> None:
    outcome(("一级指标 二级指标 三级指标 指标值 " + "产出" * 2_000_000).encode(), "长.txt", caplog)


def test_500_megabytes_are_refused_without_being_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(500 * bad.MEBI)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "500 MB" in refusal(path, "大.pdf", caplog)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_99_megabytes_of_zeros_are_refused_in_bounded_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "零.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(99 * bad.MEBI)
    assert refusal(path, "零.pdf", caplog)


def read(source: bytes | Path, file: str, caplog: pytest.LogCaptureFixture) -> ReadResult:
    found = outcome(source, file, caplog)
    assert isinstance(found, ReadResult), found
    return found


def test_3000_pages_full_of_text_are_read(caplog: pytest.LogCaptureFixture) -> None:
    found = read(bad.full_pages(3000), "厚.pdf", caplog)
    assert len(found.layout.pages) == 3000 and len(found.document.projects) > 1000


def test_3001_pages_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    assert "3001 页，超过 3000 页的限度" in refusal(bad.full_pages(3001), "太厚.pdf", caplog)


@pytest.mark.parametrize("format", ["xlsx", "xls", "txt"])
def test_10_000_rows_are_read(format: str, caplog: pytest.LogCaptureFixture) -> None:
    rows = bad.indicator_rows(10_000)
    if format == "xlsx":
        data = bad.workbook(rows)
    elif format == "txt":
        data = "\n".join(map("\t".join, rows)).encode()
    else:
        data = biff.workbook([biff.Made("表", {(y, x): (text, 0) for y, row in enumerate(rows) for x, text in enumerate(row)})])
    (project,) = read(data, f"长.{format}", caplog).document.projects
    assert [row.target.raw for row in project.indicators] == [f"≥{number}次" for number in range(1, 10_001)]


def test_sheets_beyond_the_limit_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    cell = f'<c r="A1"><v>{1}</v></c>'
    rows = "".join(f'<row r="{number}">{cell.replace("A1", f"A{number}")}</row>' for number in range(1, 420_000))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    data = bad.workbook(bad.indicator_rows(1), {"xl/worksheets/sheet1.xml": sheet})
    assert "限度" in refusal(data, "巨.xlsx", caplog)


def test_formulas_in_a_circle_are_told_and_never_followed(caplog: pytest.LogCaptureFixture) -> None:
    rows = bad.indicator_rows(1)
    rows[1] += ["预算数", "=E2+1", "=D2"]
    problems = read(bad.workbook(rows), "循环.xlsx", caplog).document.problems
    told = [problem.place.cell for problem in problems if problem.place and "公式" in problem.message]
    assert told == ["D2", "E2"]


@pytest.mark.parametrize("file", ["宏.docm", "宏.xlsm"])
def test_macros_are_not_run_and_told(file: str, caplog: pytest.LogCaptureFixture) -> None:
    if file.endswith("docm"):
        data = bad.changed("docx", "word/vbaProject.bin", bad.noise(2000))
    else:
        data = bad.workbook(bad.indicator_rows(3), {"xl/vbaProject.bin": bad.noise(2000)})
    problems = read(data, file, caplog).document.problems
    assert [problem.level for problem in problems if "宏" in problem.message] == ["info"]
    assert not any("扩展名" in problem.message for problem in problems)


def test_letters_without_a_character_map_are_told(caplog: pytest.LogCaptureFixture) -> None:
    found = outcome(bad.without_letters(), "乱.pdf", caplog)
    assert isinstance(found, str) or any("编码" in problem.message for problem in found.document.problems)


@pytest.mark.parametrize("depth", [100, 1_000, 10_000])
def test_html_and_tables_nested_in_each_other(depth: int, caplog: pytest.LogCaptureFixture) -> None:
    outcome(bad.deep_html(depth), "深.html", caplog)
    table = b"<table><tr><td>" * depth + "指标值".encode() + b"</td></tr></table>" * depth
    outcome(b"<html><body>" + table, "套.html", caplog)


def test_word_tables_nested_in_each_other(caplog: pytest.LogCaptureFixture) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for depth in (50, 5_000):
        nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
        document = f"<w:document {space}><w:body>{nested}</w:body></w:document>".encode()
        refusal(bad.package({"word/document.xml": document}), "套.docx", caplog)


def test_an_ofd_whose_template_draws_itself_a_million_times(caplog: pytest.LogCaptureFixture) -> None:
    used = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 9 9"/>' * 100
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{used}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {drawn.NS}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    data = drawn.ofd(used, common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", R=resources)
    assert refusal(data, "环.ofd", caplog)
