"""Files made to trap a reader: pages in circles, drawings that draw themselves, paths out of the package, sizes that lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from jihuan.documents.errors import Unreadable
from jihuan.documents.sandbox import read_file
from tests.documents import bad
from tests.documents.readers.ofd import drawn
from tests.documents.readers.packages import docx, p, tc, tr

ROWS = [
    ["项目名称", "水库巡查", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "巡查水库", "≥12座"],
]
HTML = f"<table>{''.join('<tr><td>' + '</td><td>'.join(row) + '</td></tr>' for row in ROWS)}</table>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"


def refusal(data: bytes, file: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data, file)
    return caught.value.message


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(content), content)


@pytest.mark.parametrize(
    "tree",
    [
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 3 >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 2999 >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>",
    ],
    ids=["in a circle", "more than there can be", "more than there are", "fewer than none"],
)
def test_pages_that_lie_about_themselves(tree: bytes) -> None:
    assert refusal(bad._pdf([CATALOGUE, tree, PAGE, stream(b"")]), "页.pdf")


def test_a_table_of_places_that_leads_to_itself() -> None:
    head = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    )
    loop = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    assert "已损坏或不完整" in refusal(head + loop % (len(head), len(head)), "环.pdf")


def test_a_drawing_that_draws_itself_twice_is_stopped_and_told() -> None:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    data = bad._pdf([CATALOGUE, PAGES, PAGE, stream(b"/X Do"), stream(b"/X Do /X Do", form)])
    assert "拆分成几个文件" in refusal(data, "自画.pdf")


def test_a_page_that_unpacks_to_millions_of_lines_is_stopped_and_told() -> None:
    lines = zlib.compress(b"0 0 m 100 100 l S\n" * 8_000_000)
    data = bad._pdf([CATALOGUE, PAGES, PAGE, stream(lines, b"/Filter /FlateDecode")])
    assert "所需内存" in refusal(data, "炸弹.pdf")


@pytest.mark.parametrize("place", ["../../../../etc/passwd", "/../../etc/passwd", "..\\..\\etc\\passwd"])
def test_a_place_outside_the_package_is_no_file_of_ours(place: str) -> None:
    parts = _parts(drawn.ofd(drawn.table(ROWS)))
    away = {name: data.replace(b"/Doc_0/Document.xml", place.encode()) for name, data in parts.items()}
    told = refusal(bad.package(away), "外.ofd")
    assert "缺少部件" in told and "root:" not in told


def test_an_ofd_whose_template_is_its_own_document_is_read() -> None:
    template = '<ofd:TemplatePage ID="9" BaseLoc="Document.xml"/>'
    page = f'<ofd:Page {drawn.NS}><ofd:Template TemplateID="9"/><ofd:Content><ofd:Layer>{drawn.table(ROWS)}</ofd:Layer></ofd:Content></ofd:Page>'
    (project,) = read_file(drawn.ofd(page, common=template), "套.ofd").document.projects
    assert [it.target.raw for it in project.indicators] == ["≥12座"]


def test_an_ofd_of_3001_pages_is_refused() -> None:
    parts = _parts(drawn.ofd(drawn.table(ROWS)))
    page = b'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(page, page * 3001)
    assert "3001 页，超过 3000 页的限度" in refusal(bad.package(parts), "厚.ofd")


def test_a_link_in_a_package_is_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    assert "不完整" in refusal(out.getvalue(), "链.docx")


@pytest.mark.parametrize(
    ("copies", "claimed"), [(2000, 20 * bad.MEBI), (1, 1000)], ids=["parts over each other", "a size that lies"]
)
def test_packages_whose_directory_lies(copies: int, claimed: int) -> None:
    data = bytes(20 * bad.MEBI)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc = packer.compress(data) + packer.flush(), zlib.crc32(data)
    name = b"word/document.xml"
    sizes = struct.pack("<III", crc, len(packed), claimed)
    local = b"PK\3\4" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name + packed
    entries = b""
    for number in range(copies):
        other = name if not number else b"word/x%06d.xmlx" % number
        head = b"PK\1\2" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        entries += head + struct.pack("<HHHHHII", len(other), 0, 0, 0, 0, 0, 0) + other
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, copies, copies, len(entries), len(local), 0)
    assert refusal(local + entries + end, "谎.docx")


def test_an_entity_of_a_file_outside_is_not_opened() -> None:
    declaration, end, rest = bad.part("docx", "word/document.xml").partition("?>")
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = bad.changed(
        "docx", "word/document.xml", f"{declaration}{end}{entity}{rest.replace('<w:t>', '<w:t>&x;', 1)}".encode()
    )
    assert "文档类型声明" in refusal(data, "外.docx")


def test_scripts_are_not_run_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "秘密.txt"
    secret.write_text("机密内容", "utf-8")
    links = "".join(
        f'<{tag} {at}="{secret.as_uri()}"></{tag}>' for tag, at in (("iframe", "src"), ("object", "data"), ("img", "src"))
    )
    page = f"<meta charset=utf-8><script>while(1);document.write('假的')</script>{links}<link rel=import href='{secret.as_uri()}'>{HTML}"
    result = read_file(page.encode(), "页.html")
    assert [it.target.raw for it in result.document.projects[0].indicators] == ["≥12座"]
    assert "机密" not in str(result) and "假的" not in str(result)


def test_marks_of_direction_and_of_no_width_are_no_part_of_a_name() -> None:
    marked = [
        [text.replace("指标", "指\u200b标").replace("≥", "\ufeff≥\u200e").replace("巡", "\u2060巡\xad") for text in row]
        for row in ROWS
    ]
    data = docx(p("项目绩效目标表") + f"<w:tbl>{''.join(tr(*map(tc, row)) for row in marked)}</w:tbl>")
    (project,) = read_file(data, "标.docx").document.projects
    assert (project.name, [(it.level3, it.target.raw) for it in project.indicators]) == ("水库巡查", [("巡查水库", "≥12座")])


def test_texts_that_a_sheet_would_take_for_formulas_stay_texts() -> None:
    rows = [*bad.indicator_rows(1), ["产出指标", "质量指标", "@SUM(1+1)*cmd", "+12座"]]
    (project,) = read_file("\n".join(map("\t".join, rows)).encode(), "注入.csv").document.projects
    assert [it.level3 for it in project.indicators] == ["巡查1号水库", "@SUM(1+1)*cmd"]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
