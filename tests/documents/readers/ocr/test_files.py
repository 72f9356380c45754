"""Files in which pixels come: image files of every kind, PDF and OFD of scans, with and without text on them."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw

from jihuan.documents import sandbox
from jihuan.documents.errors import Scanned, Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.readers import layout_of, limits, ocr, render_page
from tests.documents.readers.ocr.compare import texts
from tests.documents.readers.ocr.paper import Pixels, drawn, small_sheet, typeset
from tests.documents.readers.ocr.wear import Wear, picture, scanned, worn
from tests.documents.readers.ofd.drawn import ofd
from tests.documents.readers.packages import package

WORDS = ["满意度指标", "服务对象满意度", "居民满意度", "≥92%"]
PDF = typeset("#set page(width: 420pt, height: 200pt, margin: 30pt)\n" + small_sheet().partition("\n")[2])
SHEET: Pixels = drawn(PDF)[0]


def words(layout: Layout) -> list[str]:
    return [text for text, _cell in texts(layout)]


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pixels may be fetched, but nothing is recognised."""

    def refuse(_threads: int) -> None:
        raise AssertionError("recognised")

    monkeypatch.setattr("jihuan.documents.readers.ocr.recogniser.recogniser", refuse)


def test_every_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.fromarray(SHEET), Image.fromarray(np.full_like(SHEET, 255)), Image.fromarray(SHEET).convert("1")]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    layout = layout_of(out.getvalue(), "扫描.tif")
    assert (layout.media_type, len(layout.pages)) == ("image/tiff", 3)
    assert words(layout) == WORDS * 2
    assert render_page(out.getvalue(), 3, 300).startswith(b"\x89PNG")


@pytest.mark.parametrize(("orientation", "turns"), [(3, 2), (6, 1), (8, 3)])
def test_a_photograph_is_read_as_its_camera_was_held(orientation: int, turns: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = picture(np.ascontiguousarray(np.rot90(SHEET, turns)), exif=exif)
    layout = ocr.read_image(data)
    found = {text: cell.place.bbox for text, cell in texts(layout)}
    assert list(found) == WORDS
    assert layout.pages[0].width > layout.pages[0].height
    first, last = found["满意度指标"], found["≥92%"]
    assert first and last and first[2] < last[0]


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    head = struct.pack(">IIBBBBB", 10_001, 10_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    rest = zlib.compress(bytes(1000))
    data = struct.pack(">I", len(rest)) + b"IDAT" + rest + struct.pack(">I", zlib.crc32(b"IDAT" + rest))
    with pytest.raises(Unreadable, match="10001×10000 像素，超过 10000 万"):
        ocr.read_image(b"\x89PNG\r\n\x1a\n" + chunk + data)


def test_a_white_picture_of_the_largest_size_is_read_within_the_bounds_of_the_sandbox() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000), 1).save(out, "PNG")
    with pytest.raises(Unreadable, match="没有找到预算绩效内容"):
        sandbox.read_file(out.getvalue(), "大.png")


def test_a_long_tiff_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SCANNED_PAGES", 1)
    blank = Image.new("L", (300, 200), 255)
    out = io.BytesIO()
    blank.save(out, "TIFF", save_all=True, append_images=[blank])
    with pytest.raises(Unreadable, match="超过 1 页的限度"):
        ocr.read_image(out.getvalue())


@pytest.mark.parametrize("frames", [61, 300])
def test_scans_of_too_many_pages_are_refused_before_one_is_recognised(frames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr._Scans, "sheet", lambda *_: pytest.fail("recognised"))
    blank, tiff, pdf = Image.new("1", (60, 80), 1), io.BytesIO(), io.BytesIO()
    for out, kind in ((tiff, "TIFF"), (pdf, "PDF")):
        blank.save(out, kind, save_all=True, append_images=[blank] * (frames - 1))
    with pytest.raises(Unreadable, match="超过 60 页的限度"):
        ocr.read_image(tiff.getvalue())
    with pytest.raises(Unreadable, match="超过 60 页的限度"):
        ocr.read_pdf(pdf.getvalue(), scans=False)


def _joined(*files: bytes) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for file in files:
        with pypdfium2.PdfDocument(file) as part:
            whole.import_pages(part)
    out = io.BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def test_of_a_mixed_pdf_only_the_scanned_page_is_recognised() -> None:
    layout = ocr.read_pdf(_joined(PDF, scanned(PDF, Wear(noise=4)), PDF))
    cells = texts(layout)
    assert [text for text, _cell in cells] == WORDS * 3
    assert [cell.confidence is None for _text, cell in cells] == [True] * 4 + [False] * 4 + [True] * 4


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_little_that_is_left_for_a_last_page_is_read_the_right_way_up(turns: int) -> None:
    sheets = [worn(drawn(typeset(small_sheet()))[0], Wear(noise=6, skew=1.0, turns=turn), turn) for turn in (0, turns)]
    frames = [Image.fromarray(sheet) for sheet in sheets]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    assert words(ocr.read_image(out.getvalue())) == WORDS * 2


def _with_text(pdf: bytes, text: str, edit: Callable[[Any], None], *, below: bool = False) -> bytes:
    """The first page of a PDF with a text on it, or below what is drawn on it."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    item = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 9.0)
    codes = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(item, (raw.FPDF_WCHAR * (len(codes) // 2)).from_buffer_copy(codes))
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 30, 12)
    edit(item)
    if below:
        raw.FPDFPage_InsertObjectAtIndex(page.raw, item, 0)
    else:
        raw.FPDFPage_InsertObject(page.raw, item)
    raw.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    document.save(out)
    page.close()
    document.close()
    return out.getvalue()


def _invisible(item: Any) -> None:
    raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)


LAYER = "Bad 0CR 1ayer " * 8


@pytest.mark.parametrize(
    ("text", "edit", "below"),
    [("- 3 -", lambda item: None, False), (LAYER, _invisible, False), (LAYER, lambda item: None, True)],
    ids=["a page number", "an invisible layer", "a layer behind the picture"],
)
def test_a_scan_under_a_layer_of_text_is_recognised(text: str, edit: Callable[[Any], None], below: bool) -> None:
    data = _with_text(scanned(PDF, Wear()), text, edit, below=below)
    layout = ocr.read_pdf(data)
    assert words(layout) == WORDS
    with pytest.raises(Scanned):
        ocr.read_pdf(data, scans=False)


@pytest.mark.usefixtures("no_model")
def test_a_page_of_print_on_a_picture_is_no_scan() -> None:
    layout = ocr.read_pdf(_with_text(scanned(PDF, Wear()), "Printed on letter paper " * 4, lambda item: None))
    assert "Printed on letter paper" in "".join(getattr(block, "text", "") for block in layout.blocks)


def test_without_the_extra_a_layer_by_another_program_is_read_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    layout = ocr.read_pdf(_with_text(scanned(PDF, Wear()), LAYER, _invisible))
    assert [(problem.level, problem.place and problem.place.page) for problem in layout.problems] == [("warning", 1)]
    assert "jihuan[ocr]" in layout.problems[0].message


def _ofd_of(image: bytes, placed: str) -> bytes:
    """An OFD page of 148 by 71 mm, with a picture placed on it."""
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>'
    )
    plain = ofd(
        f'<ofd:ImageObject ID="5" ResourceID="9" {placed}/>',
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        DocumentRes=resources,
    )
    with zipfile.ZipFile(io.BytesIO(plain)) as parts:
        files = {name: parts.read(name).replace(b"0 0 210 297", b"0 0 148 71") for name in parts.namelist()}
    return package({**files, "Doc_0/Res/scan.jpg": image})


@pytest.mark.parametrize(
    "placed", ['Boundary="0 0 148 71" CTM="148 0 0 71 0 0"', 'Boundary="0 0 148 71"'], ids=["by its map", "by its boundary"]
)
def test_a_scan_in_an_ofd_is_recognised(placed: str) -> None:
    data = _ofd_of(picture(SHEET), placed)
    layout = layout_of(data, "扫描.ofd")
    found = texts(layout)
    assert [text for text, _cell in found] == WORDS
    box = found[0][1].place.bbox
    assert box and box[0] == pytest.approx(30, abs=3)
    with pytest.raises(Scanned):
        layout_of(data, "扫描.ofd", scans=False)


@pytest.mark.usefixtures("no_model")
def test_a_small_picture_in_an_ofd_is_no_scan() -> None:
    layout = layout_of(_ofd_of(picture(SHEET), 'Boundary="10 10 20 10" CTM="20 0 0 10 0 0"'), "图.ofd")
    assert layout.blocks == ()


def test_a_scan_is_read_once_more_with_room_and_time_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first child of the sandbox gives up as soon as it meets pixels, the second has the limits of scans."""
    sheet = typeset(
        "#set page(width: 420pt, height: 200pt, margin: 30pt)\n#table(columns: 4, [一级指标], [二级指标], [三级指标], [指标值],"
        "[产出指标], [数量指标], [巡查次数], [≥92次])"
    )
    jobs = []
    start = subprocess.Popen

    def popen(arguments: list[str], **keywords: Any) -> subprocess.Popen[bytes]:
        jobs.append(json.loads(arguments[-1]))
        return start(arguments, **keywords)

    monkeypatch.setattr(sandbox.subprocess, "Popen", popen)
    result = sandbox.read_file(scanned(sheet, Wear()), "扫描.pdf")
    assert [row.target.raw for project in result.document.projects for row in project.indicators] == ["≥92次"]
    assert [(job["scans"], job["limits"]["memory_bytes"]) for job in jobs] == [
        (False, sandbox.DEFAULT.memory_bytes),
        (True, sandbox.SCANS.memory_bytes),
    ]
