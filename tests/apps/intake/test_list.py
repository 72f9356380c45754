"""The list of files: pages by keyset, counts by state, drafts without a question confirmed together."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.intake import actions, queries
from jihuan.apps.intake.models import Draft, Upload
from jihuan.core.interchange import content
from jihuan.documents.writers import write


@pytest.fixture
def many(county, officer) -> list[Upload]:
    """Twenty-five files, some of the same second."""
    start = timezone.now()
    rows = [
        Upload(
            sha256=f"{n:064}", filename=f"表{n}.xlsx", size=1, uploaded_by=officer, agency=county.library, state="unreadable"
        )
        for n in range(25)
    ]
    rows = Upload.objects.bulk_create(rows)
    for n, row in enumerate(rows):
        Upload.objects.filter(pk=row.pk).update(uploaded_at=start - timedelta(minutes=n // 3))
    return rows


@pytest.fixture
def drafts(county, officer, document, client) -> list[Draft]:
    """Three years of the same department, each a draft."""
    client.force_login(officer)
    for year in (2026, 2027, 2028):
        data = write(content(replace(document, fiscal_year=year)), "xlsx")
        client.post("/intake/", {"files": SimpleUploadedFile(f"{year}.xlsx", data)})
    return list(Draft.objects.order_by("pk"))


def test_pages_go_forth_and_back_and_show_every_file_once(many, officer, django_assert_num_queries) -> None:
    seen, cursor, pages = [], "", []
    while True:
        found = queries.upload_page(officer, "", cursor, 10)
        pages.append([line.pk for line in found.lines])
        seen += pages[-1]
        if not found.next:
            break
        cursor = found.next
    assert [len(page) for page in pages] == [10, 10, 5]
    assert sorted(seen) == sorted(row.pk for row in many)
    back = queries.upload_page(officer, "", found.previous, 10)
    assert [line.pk for line in back.lines] == pages[1]
    first = queries.upload_page(officer, "", back.previous, 10)
    assert [line.pk for line in first.lines] == pages[0]
    assert first.previous == ""
    with django_assert_num_queries(5):
        queries.upload_page(officer, "unreadable", cursor, 10)


def test_ten_thousand_files_are_listed_with_as_many_queries_as_three(county, officer, client) -> None:
    def add(first: int, last: int) -> None:
        common = {"size": 1, "uploaded_by": officer, "agency": county.library, "state": "discarded"}
        rows = [Upload(sha256=f"{n:064}", filename=f"表{n}.xlsx", **common) for n in range(first, last)]
        Upload.objects.bulk_create(rows, batch_size=1000)

    def look(address: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        return len(asked), page

    client.force_login(officer)
    add(0, 3)
    look("/intake/")
    few, page = look("/intake/")
    assert page.count('<td class="name">') == 3
    add(3, 10_000)
    for _page in range(3):
        address = html.unescape(link[1]) if (link := re.search(r'rel="next" href="([^"]+)"', page)) else "/intake/"
        asked, page = look(address)
        assert asked == few
        assert page.count('<td class="name">') == 100


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01~1", "~", "2026-13-41T00:00:00+08:00~1", "-2026-01-01T00:00:00+08:00~x", "~9" * 99]
)
def test_a_cursor_that_is_not_ours_gives_the_first_page(many, officer, cursor) -> None:
    assert len(queries.upload_page(officer, "", cursor, 10).lines) == 10
    assert queries.upload_page(officer, "", cursor, 10).previous == ""


@pytest.mark.parametrize("program", ["/usr/bin/soffice", None])
def test_the_page_names_every_format_that_is_read(county, officer, client, monkeypatch, program) -> None:
    monkeypatch.setattr("jihuan.documents.office.program", lambda: program)
    client.force_login(officer)
    page = client.get("/intake/").content.decode()
    accepted = page.split('accept="')[1].split('"')[0].split(",")
    own = {
        ".pdf",
        ".ofd",
        ".docx",
        ".docm",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".html",
        ".htm",
        ".txt",
        ".csv",
        ".json",
        ".png",
        ".jpg",
        ".tif",
    }
    assert own <= set(accepted)
    assert {".doc", ".wps", ".rtf", ".odt", ".ods"} <= set(accepted) if program else ".doc" not in accepted
    told = page.split('class="kinds"')[1].split("</p>")[0]
    assert all(name.removeprefix(".") in told for name in accepted)
    assert ("自动转换" if program else "请先另存") in told


@pytest.mark.parametrize(("cores", "sent"), [(None, 1), (2, 2), (64, 4)])
def test_as_many_files_are_sent_at_once_as_the_server_has_cores(county, officer, client, monkeypatch, cores, sent) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    client.force_login(officer)
    assert f'data-at-once="{sent}"' in client.get("/intake/").content.decode()


def test_states_are_counted_and_filter(many, officer, client) -> None:
    client.force_login(officer)
    page = re.sub(r"\s+", "", client.get("/intake/").content.decode())
    assert "无法读取<small>25</small>" in page
    assert "待确认<small>0</small>" in page
    assert "没有这种状态的文件" in client.get("/intake/?state=draft").content.decode()


def test_drafts_without_a_question_are_confirmed_together(drafts, client) -> None:
    page = client.get("/intake/").content.decode()
    chosen = re.findall(r'name="drafts" value="(\d+:\d+)"', page)
    assert len(chosen) == 3
    answer = client.post("/intake/confirm/", {"drafts": chosen}, follow=True).content.decode()
    assert "3 份文件已入库：新增 6 个项目" in answer
    assert Project.objects.count() == 6


def test_what_has_a_question_stays_and_says_why(drafts, officer, client) -> None:
    Draft.objects.filter(pk=drafts[0].pk).update(faults=2)
    Draft.objects.filter(pk=drafts[1].pk).update(open=1, doubts=["/projects/0/name"])
    page = client.get("/intake/").content.decode()
    assert len(re.findall('name="drafts"', page)) == 1
    assert "读取问题 2 个" in page
    actions.correct(officer, drafts[2], ("/projects/0/name",), "改了名", 1)
    words = [f"{draft.upload_id}:1" for draft in drafts]
    answer = client.post("/intake/confirm/", {"drafts": [*words, "x:1", "1", f"{10**18}:1"]}, follow=True).content.decode()
    assert "“2026.xlsx”没有入库：读取时有 2 处问题" in answer
    assert "“2027.xlsx”没有入库：还有 1 处" in answer
    assert "“2028.xlsx”没有入库：这份草稿刚刚被更改过" in answer
    assert Project.objects.count() == 0


def test_ticking_nothing_says_so(drafts, client) -> None:
    assert "请先勾选" in client.post("/intake/confirm/", {}, follow=True).content.decode()


def test_those_who_may_not_confirm_get_no_ticks(drafts, county, person, client) -> None:
    client.force_login(person("caiwu", county.library, groups.FINANCE))
    assert 'name="drafts"' not in client.get("/intake/").content.decode()
    assert client.post("/intake/confirm/", {"drafts": f"{drafts[0].upload_id}:1"}).status_code == 403
    client.force_login(person("sun", county.museum))
    client.post("/intake/confirm/", {"drafts": f"{drafts[0].upload_id}:1"})
    assert Project.objects.count() == 0


def test_a_file_that_is_there_already_is_told_as_known(county, officer, document, client) -> None:
    client.force_login(officer)
    data = write(content(document), "xlsx")
    answers = [
        client.post("/intake/", {"files": SimpleUploadedFile("甲.xlsx", data)}, headers={"Accept": "application/json"}).json()
        for _time in range(2)
    ]
    assert [answer["files"][0]["known"] for answer in answers] == [False, True]
    assert Upload.objects.count() == 1
