"""A list of units: every fault at once, nothing half, the same list twice changes nothing."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from jihuan.apps.accounts import groups
from jihuan.apps.administration import importing
from jihuan.apps.administration.importing import Row, apply_list, pack, plan, read_list, unpack
from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency

GOOD = (
    "编码,名称,简称,类型,上级编码\n614001,清河县文化馆本级,,,\n614,清河县文化馆,县文化馆,部门,\n612009,城西分馆,,单位,612001\n"
)


@pytest.fixture
def admin(county, person):
    return person("admin", county.region, groups.ADMINISTRATOR)


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_of_any_office_is_read(encoding) -> None:
    rows = read_list(GOOD.encode(encoding), "单位.CSV")
    assert rows[1] == Row(line=3, code="614", name="清河县文化馆", short_name="县文化馆", kind="部门")
    assert [row.parent for row in rows] == ["", "", "612001"]


def test_a_workbook_says_the_same_as_its_csv() -> None:
    lines = [line.split(",") for line in GOOD.splitlines()]
    numbers = [[int(cell) if cell.isdecimal() else cell or None for cell in line] for line in lines]
    for data in (workbook(lines), workbook(numbers)):
        found = [(row.code, row.name, row.short_name, row.kind, row.parent) for row in read_list(data, "单位.xlsx")]
        assert found == [tuple(line) for line in lines[1:]]


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        (b"", "a.csv", "没有找到清单"),
        ("编码,名称\n".encode(), "a.csv", "没有找到清单"),
        ("姓名,年龄\n张,3\n".encode(), "a.csv", "没有找到清单"),
        (b"PK\x03\x04broken", "a.xlsx", "。|，"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "a.xlsx", "文件打不开"),
        (b"\xff\xfe\x00\x00\x81", "a.csv", "不是能读的文字"),
        (b"x" * (importing.MOST_BYTES + 1), "a.csv", "5 MB"),
        (("编码,名称\n" + "1,a\n" * 5001).encode(), "a.csv", "最多 5000 行"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data, file, words) -> None:
    with pytest.raises(Refused, match=words):
        read_list(data, file)


def test_a_list_is_written_in_any_order_and_only_once(county, admin) -> None:
    rows = read_list(GOOD.encode(), "a.csv")
    assert [step.outcome for step in plan(admin, county.region, rows)] == ["add", "add", "add"]
    assert apply_list(admin, county.region, rows) == (3, 0)
    assert set(Agency.objects.filter(code__in=("614", "614001", "612009")).values_list("path", "kind")) == {
        ("990101/614", "department"),
        ("990101/614/614001", "unit"),
        ("990101/612/612001/612009", "unit"),
    }
    entries = Entry.objects.count()
    assert apply_list(admin, county.region, rows) == (0, 0)
    assert Entry.objects.count() == entries
    renamed = [Row(line=2, code="614", name="清河县文化中心")]
    assert apply_list(admin, county.region, renamed) == (0, 1)
    assert Agency.objects.get(code="614").short_name == "县文化馆"


def test_every_fault_is_told_at_once_and_nothing_is_written(county, admin) -> None:
    bad = (
        "编码,名称,类型,上级编码\n615,好的,,\n615,再来,,\n9-9,坏码,,\n616,,,\n617001,孤儿,,999\n618,怪类,科室,\n"
        "619001,错位,单位,990101\n612,改类,单位,613\n"
    )
    rows = read_list(bad.encode(), "a.csv")
    steps = plan(admin, county.region, rows)
    told = {step.row.line: "".join(step.faults) for step in steps if step.faults}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9]
    for line, words in zip(
        range(3, 10), ("第 2 行重复", "只能用数字", "名称不能空", "都没有", "科室", "应设在", "类型不能更改"), strict=True
    ):
        assert words in told[line]
    before = Agency.objects.count()
    with pytest.raises(Refused, match="一行也没有"):
        apply_list(admin, county.region, rows)
    assert Agency.objects.count() == before


def test_parents_in_a_circle_are_refused(county, admin) -> None:
    rows = [Row(line=2, code="621001", name="甲", parent="621002"), Row(line=3, code="621002", name="乙", parent="621001")]
    with pytest.raises(Refused, match="一圈"):
        apply_list(admin, county.region, rows)
    assert not Agency.objects.filter(code__startswith="621").exists()


def test_a_list_stays_within_the_range(county, person) -> None:
    local = person("local", county.library, groups.ADMINISTRATOR)
    rows = [
        Row(line=2, code="613001", name="改别人的"),
        Row(line=3, code="612002", name="自己的"),
        Row(line=4, code="615", name="新的"),
    ]
    assert [bool(step.faults) for step in plan(local, county.region, rows)] == [True, False, True]


@limits(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(Row, line=st.integers(1, 9), code=st.text(max_size=9), name=st.text(max_size=9)), max_size=5))
def test_what_waits_in_the_form_comes_back_as_it_was(rows) -> None:
    assert unpack(pack(rows)) == rows
    with pytest.raises(Refused, match="过期"):
        unpack(pack(rows)[:-2])


def test_the_page_shows_first_and_writes_then(client, county, admin) -> None:
    client.force_login(admin)
    file = SimpleUploadedFile("单位.csv", GOOD.encode())
    shown = client.post("/units/import/", {"region": county.region.pk, "file": file}).content.decode()
    assert shown.count("新增") >= 3
    assert not Agency.objects.filter(code="614").exists()
    rows = re.search(r'name="rows" value="([^"]+)"', shown)[1]
    assert client.post("/units/import/", {"region": county.region.pk, "rows": rows})["Location"] == "/units/"
    assert Agency.objects.filter(code="614").exists()
    assert "已过期" in client.post("/units/import/", {"region": county.region.pk, "rows": rows[:-3]}).content.decode()
    bad = SimpleUploadedFile("单位.csv", "编码,名称\n9-9,坏\n".encode())
    shown = client.post("/units/import/", {"region": county.region.pk, "file": bad}).content.decode()
    assert "要改正" in shown
    assert 'name="rows"' not in shown
    assert (
        "没有找到清单"
        in client.post(
            "/units/import/", {"region": county.region.pk, "file": SimpleUploadedFile("a.csv", b"x")}
        ).content.decode()
    )
