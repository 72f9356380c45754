"""XML of packages that is refused says why, so that one knows what to change."""

from __future__ import annotations

import pytest

from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import archive


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (b"<a>" * 300 + b"</a>" * 300, "嵌套层数过多"),
        (b"<a>" + b"x" * 10_000_001 + b"</a>", "一段文字过长"),
        (b"<a><b></a>", "已损坏"),
        (b"<!DOCTYPE a><a/>", "文档类型声明"),
    ],
    ids=["deep", "long", "damaged", "with a document type"],
)
def test_a_refusal_of_xml_says_why(xml: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        archive.parse_xml(xml, "word/document.xml")
    assert "word/document.xml" in caught.value.message


def test_a_parser_without_memory_is_no_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(data: bytes, parser: object) -> None:
        raise ValueError("Memory allocation failed")

    monkeypatch.setattr(archive.etree, "fromstring", starved)
    with pytest.raises(MemoryError):
        archive.parse_xml(b"<a/>", "word/document.xml")
