"""What a file is, and why some are refused: by content, never by name."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jihuan.core.interchange import dumps
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import limits, read_bytes
from jihuan.documents.readers.detect import detect, misnamed
from jihuan.documents.readers.embedded import Embedded, text_digest, unwrap, visible_text
from tests.documents.readers.packages import docx, p, package, tc, tr
from tests.documents.recognise.drawn import layout, table
from tests.truth import seed_truth

GOAL = p("一、总体绩效目标") + p("2025年水清岸绿。")
SHEET = (
    "<p>1.甲绩效目标表</p><table><tr><td>一级指标<td>二级指标<td>三级指标<td>指标值<tr><td>产出<td>数量<td>次数<td>≥5次</table>"
)


def compound(*names: str) -> bytes:
    """The beginning of an old office file with these directory entries."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n junk %PDF-1.4", "pdf"),
        (docx(GOAL), "docx"),
        (package({"xl/workbook.xml": "<workbook/>"}), "xlsx"),
        (package({"OFD.xml": "<OFD/>"}), "ofd"),
        (compound("Root Entry", "Workbook"), "xls"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "html"),
        ("<div>绩效</div>".encode("gb18030"), "html"),
        (b'  {"schema": "jihuan/1"}', "json"),
        ("部门整体绩效目标".encode(), "text"),
        ("部门整体绩效目标".encode("gb18030"), "text"),
        ("部门整体绩效目标".encode("utf-16"), "text"),
    ],
)
def test_formats_are_known_by_their_content(data: bytes, format: str) -> None:
    assert detect(data) == format


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b"\0\0\n ", "空的"),
        (compound("Root Entry", "WordDocument"), "另存为 .docx"),
        (compound("Root Entry", "Workbook"), "另存为 .xlsx"),
        (compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "加密"),
        (compound("Root Entry"), "旧版"),
        (package({"OFD.xml": "<OFD/>"}), "没有页面"),
        (package({"a.txt": "甲"}), "压缩包"),
        (package({"mimetype": "x", "content.xml": "<x/>"}), "OpenDocument"),
        (package({"ppt/presentation.xml": "<x/>"}), "演示文稿"),
        (package({"xl/workbook.bin": "x"}), "xlsb"),
        (docx(GOAL)[:200], "不完整"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (bytes(range(256)) * 8, "无法识别"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "文件")
    assert told in refused.value.message


def test_a_file_above_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_INPUT_BYTES", 1000)
    with pytest.raises(Unreadable, match="超过"):
        detect(b"x" * 1001)


def test_a_text_about_something_else_is_refused_with_what_was_looked_for() -> None:
    for data in (docx(p("关于召开会议的通知")), "<p>关于召开会议的通知</p>".encode()):
        with pytest.raises(Unreadable) as refused:
            read_bytes(data, "通知")
        assert "绩效目标表" in refused.value.message


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (limits.MAX_PART_BYTES // 4))
    with pytest.raises(Unreadable, match="展开后过大"):
        detect(stream.getvalue())


def test_a_package_that_lies_about_its_sizes_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * limits.MEBI * 2)
    lying = stream.getvalue().replace((limits.MEBI * 2).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="损坏"):
        read_bytes(lying, "x.docx")


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(Unreadable, match="部件"):
        detect(package({f"{number}.xml": "" for number in range(limits.MAX_ENTRIES + 1)}))


@pytest.mark.parametrize(
    ("file", "wrong"), [("表.docx", None), ("表.doc", "doc"), ("表.PDF", "PDF"), ("表", None), ("表.v2", None), (".docx", None)]
)
def test_only_a_known_extension_can_be_wrong(file: str, wrong: str | None) -> None:
    assert misnamed(file, "docx") == wrong


def test_a_wrong_extension_is_read_all_the_same_and_told() -> None:
    document = read_bytes(docx(GOAL), "目标.pdf")
    assert document.overall_goal and [problem.level for problem in document.problems] == ["info"]


def test_interchange_json_is_an_input_like_any_other() -> None:
    read = read_bytes(dumps(seed_truth()).encode(), "数据.json")
    assert read == seed_truth()


@pytest.mark.parametrize("data", [b'{"schema": "jihuan/1", "projects": 4}', b"{", b'{"schema": "other"}'])
def test_json_that_is_no_interchange_is_refused_with_its_faults(data: bytes) -> None:
    with pytest.raises(Unreadable, match="交换格式"):
        read_bytes(data, "数据.json")


def test_the_visible_text_ignores_spaces_page_numbers_and_contents() -> None:
    bare = layout("一、总体绩效目标", "水清 岸绿。", table("甲|乙\n^|丙"))
    dressed = layout("目录", "一、总体绩效目标……1", "一、总体绩效目标", "— 1 —", "水清\n岸绿。", table("甲 |乙\n^|丙"), "2")
    assert visible_text(bare) == "一、总体绩效目标水清岸绿。甲乙丙" == visible_text(dressed)
    assert text_digest(bare) == text_digest(dressed) != text_digest(layout("水清岸绿。"))


def test_a_header_repeated_by_a_page_break_counts_once_in_the_visible_text() -> None:
    head, first, second = "一级指标|二级指标|三级指标|指标值", "产出|数量|次数|≥5次", "产出|质量|合格率|100%"
    once, again = table("\n".join((head, first, second))), table("\n".join((head, first, head, second)))
    assert visible_text(layout(once)) == visible_text(layout(again))
    assert visible_text(layout(once)) != visible_text(layout(table("\n".join((head, first, first, second)))))


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"jihuan": 2}', b'{"jihuan": 1, "document": {}}', b"\xff"])
def test_json_that_is_not_ours_is_not_believed(data: bytes) -> None:
    assert unwrap(data) is None


def test_a_sound_envelope_is_opened() -> None:
    envelope = '{"jihuan": 1, "text_sha256": "ab", "document": ' + dumps(seed_truth()) + "}"
    assert unwrap(envelope.encode()) == Embedded(seed_truth(), "ab")


def with_json(body: str, document: str, digest: str) -> bytes:
    """A page that carries the interchange JSON."""
    envelope = '{"jihuan": 1, "text_sha256": "' + digest + '", "document": ' + document.replace("<", "\\u003c") + "}"
    return f'<meta charset=utf-8>{body}<script type="application/json" id="jihuan">{envelope}</script>'.encode()


def test_embedded_json_wins_while_the_text_is_unchanged_and_takes_the_visible_places() -> None:
    visible = read_bytes(SHEET.encode(), "x.html")
    inside = dumps(visible).replace("次数", "开放次数")
    digest = text_digest(layout("1.甲绩效目标表", table("一级指标|二级指标|三级指标|指标值\n产出|数量|次数|≥5次")))
    (indicator,) = read_bytes(with_json(SHEET, inside, digest), "x.html").projects[0].indicators
    assert indicator.level3 == "开放次数" and indicator.place == visible.projects[0].indicators[0].place


def test_an_edited_file_is_read_by_its_visible_text_and_said_so() -> None:
    inside = dumps(read_bytes(SHEET.encode(), "x.html"))
    document = read_bytes(with_json(SHEET.replace("≥5次", "≥8次"), inside, "0" * 64), "x.html")
    assert document.projects[0].indicators[0].target.raw == "≥8次"
    assert any("修改过" in problem.message for problem in document.problems)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(data: st.DataObject) -> None:
    whole = docx(GOAL + f"<w:tbl>{tr(tc('项目名称'), tc('甲'))}</w:tbl>") if data.draw(st.booleans()) else SHEET.encode()
    damaged = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=8)):
        damaged[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unreadable):
        assert read_bytes(bytes(damaged), "x").source
