"""Files that no one should have sent, made small: encrypted, unrelated, bombs, far too deep."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from functools import cache
from importlib.resources import files
from typing import Literal

import openpyxl
import pypdfium2
from PIL import Image

from jihuan.documents.writers import write
from tests.truth import seed_truth

MEBI = 1024 * 1024
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)
RECIPE = "红烧豆腐\n\n一、原料：豆腐 2 块，青椒 1 个，葱 3 根。\n\n二、做法：豆腐切块，煎至两面金黄，加酱油 15 毫升，小火焖 10 分钟。\n"
NOVEL = (
    "第一章 雨夜\n\n　　那年的雨下了整整一个月。老陈坐在门槛上，看着院子里的积水慢慢没过石阶，没有说话。\n\n　　“还走吗？”她问。\n\n"
    * 200
)


@cache
def good(format: Literal["docx", "xlsx", "html", "pdf", "json", "txt"]) -> bytes:
    """The seed in this format."""
    if format == "txt":
        return files("jihuan").joinpath("demo/data/seed.txt").read_bytes()
    return write(seed_truth(), format)


def noise(size: int = 50_000) -> bytes:
    """Bytes without any sense."""
    return random.Random(5).randbytes(size)


def picture() -> bytes:
    """A PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def huge_picture(width: int, height: int) -> bytes:
    """A PNG of so many white pixels, small as a file."""
    out = io.BytesIO()
    Image.new("1", (width, height), 1).save(out, "PNG")
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(format: Literal["docx", "xlsx"], part: str, data: bytes) -> bytes:
    """The seed as a package with one part put in another's place."""
    with zipfile.ZipFile(io.BytesIO(good(format))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return package(parts | {part: data})


def part(format: Literal["docx", "xlsx"], name: str) -> str:
    """The text of one part of the seed's package."""
    with zipfile.ZipFile(io.BytesIO(good(format))) as archive:
        return archive.read(name).decode()


def laughing(xml: str, tag: str) -> bytes:
    """The XML with an entity of a thousand million laughs in the first element ``tag``."""
    declaration, end, rest = xml.partition("?>")
    before, opening, after = rest.partition(f"<{tag}>")
    assert opening
    return f"{declaration}{end}{LAUGHS}{before}{opening}&k;{after}".encode()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password: the standard security handler with keys that no password fits."""
    key = "<" + "5a" * 32 + ">"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O {key} /U {key} >>".encode(),
    ]
    identity = b"<" + b"11" * 16 + b">"
    return _pdf(objects, b"/Encrypt 4 0 R /ID [%s %s]" % (identity, identity))


def encrypted_office() -> bytes:
    """What Word and Excel write with a password: a compound file with the streams EncryptionInfo and EncryptedPackage."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 432
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage", "")
    return header + fat + b"".join(_entry(name) for name in names) + noise(4096)


def _entry(name: str) -> bytes:
    text = name.encode("utf-16-le")
    return (text + bytes(64 - len(text)) + struct.pack("<H", len(text) + 2 if text else 0)).ljust(128, b"\0")


def deep_html(depth: int = 100_000) -> bytes:
    """Elements in elements in elements."""
    return b"<html><body>" + b"<div>" * depth + "预算".encode() + b"</div>" * depth


def full_pages(count: int) -> bytes:
    """The pages of the seed again and again."""
    source, document = pypdfium2.PdfDocument(good("pdf")), pypdfium2.PdfDocument.new()
    document.import_pages(source)
    while len(document) < count:
        document.import_pages(document, list(range(min(len(document), count - len(document)))))
    out = io.BytesIO()
    document.save(out)
    source.close()
    document.close()
    return out.getvalue()


def indicator_rows(count: int) -> list[list[str]]:
    """A goal sheet with so many indicators."""
    head = [["1.水库巡查经费绩效目标表"], ["项目名称", "水库巡查经费"], ["一级指标", "二级指标", "三级指标", "指标值"]]
    return head + [["产出指标", "数量指标", f"巡查{number}号水库", f"≥{number}次"] for number in range(1, count + 1)]


def workbook(rows: list[list[str]], parts: dict[str, bytes] | None = None) -> bytes:
    """An XLSX with one sheet; further parts of the package."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    if not parts:
        return out.getvalue()
    with zipfile.ZipFile(out) as archive:
        return package({name: archive.read(name) for name in archive.namelist()} | parts)


def without_letters() -> bytes:
    """A PDF whose font does not say which letters its characters are: a Type 3 font with names of its own."""
    shape = b"500 0 0 0 400 700 d1 50 0 300 700 re f"
    line = b"BT /F1 20 Tf 20 100 Td <01020304> Tj ET"
    names = b"/q1 5 0 R /q2 5 0 R /q3 5 0 R /q4 5 0 R"
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar 4 "
        b"/Widths [500 500 500 500] /CharProcs << " + names + b" >> /Encoding << /Type /Encoding "
        b"/Differences [1 /q1 /q2 /q3 /q4] >> >>"
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            font,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shape), shape),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        ]
    )


def _pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.6\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
