"""Files come in through the page; a draft stands beside its source; every cell is saved by itself."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.intake.models import Draft, Upload
from jihuan.apps.journal.models import Entry
from jihuan.core.interchange import content
from jihuan.documents.writers import write
from tests.documents.readers.ofd import drawn

TARGET = "/projects/0/indicators/0/target/raw"
LEVEL = [f"/projects/0/indicators/{row}/level1" for row in range(3)]


def _file(document, kind: str = "xlsx", name: str = "目标表") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.{kind}", write(content(document), kind))


@pytest.fixture
def draft(county, officer, document, client) -> Draft:
    client.force_login(officer)
    client.post("/intake/", {"files": _file(document)})
    return Draft.objects.get()


def _again(draft: Draft) -> SimpleUploadedFile:
    with draft.upload.file.open("rb") as file:
        return SimpleUploadedFile("又一次.xlsx", file.read())


def _save(client, draft: Draft, value: str, base: str, *pointers: str):
    data = {"pointer": pointers or (TARGET,), "value": value, "base": base, "version": draft.version}
    return client.post(f"/intake/{draft.upload.pk}/cells/", data, headers={"Accept": "application/json"})


def test_one_file_without_script_leads_to_its_draft(county, officer, document, client) -> None:
    client.force_login(officer)
    answer = client.post("/intake/", {"files": _file(document)})
    assert answer["Location"] == f"/intake/{Upload.objects.get().pk}/"


def test_several_files_each_get_a_result(county, officer, document, client) -> None:
    client.force_login(officer)
    files = [_file(document), SimpleUploadedFile("空.txt", b"x" * 0), SimpleUploadedFile("乱.pdf", b"%PDF-1.4 nothing")]
    answer = client.post("/intake/", {"files": files}, headers={"Accept": "application/json"})
    told = {line["name"]: line for line in answer.json()["files"]}
    assert told["目标表.xlsx"]["state"] == "draft"
    assert "2 个项目、4 条指标" in told["目标表.xlsx"]["message"]
    assert told["乱.pdf"]["state"] == "unreadable"
    assert told["乱.pdf"]["message"]
    page = client.get("/intake/").content.decode()
    assert html.escape(told["乱.pdf"]["message"]) in page
    closed = client.get(told["乱.pdf"]["href"]).content.decode()
    assert html.escape(told["乱.pdf"]["message"]) in closed
    assert "重新上传" in closed


def test_sending_nothing_says_so(county, officer, client) -> None:
    client.force_login(officer)
    client.post("/intake/")
    assert "请先选择文件" in client.get("/intake/").content.decode()


def test_the_same_file_again_is_the_same_draft(draft, document, client) -> None:
    client.post("/intake/", {"files": _again(draft)})
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "pdf"])
def test_every_cell_knows_its_place_in_the_source(county, officer, document, client, kind) -> None:
    client.force_login(officer)
    client.post("/intake/", {"files": _file(document, kind)})
    page = client.get(f"/intake/{Upload.objects.get().pk}/").content.decode()
    cell = page[page.index(f'name="{TARGET}"') :].split("</textarea>")[0]
    places = cell.split('data-places="')[1].split('"')[0].split(" ")
    assert cell.endswith(">\n≥200次")
    assert places != [""]
    if kind == "pdf":
        assert places[0].startswith("page:")
        assert "/pages/1/" in page
    else:
        shown = page.split(f'data-key="{places[0]}"')[1].split("</td>")[0]
        assert "≥200次" in shown


def test_the_name_of_a_sheet_stands_above_all_that_is_on_it(draft, client) -> None:
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    body = page.split("data-source-body")[1].split("</aside>")[0]
    assert body.index('<h3 class="sheet-name">') < min(body.index('<p data-key="sheet:'), body.index('<table class="seen">'))
    names = [part.split("</h3>")[0] for part in body.split('<h3 class="sheet-name">')[1:]]
    assert len(names) == len(set(names)) > 1


def test_a_merged_cell_stands_for_all_its_rows(draft, client) -> None:
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert f'data-pointers="{" ".join(LEVEL)}"' in page
    answer = _save(client, draft, "效益指标", "产出指标", *LEVEL)
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert [row["level1"] for row in draft.document["projects"][0]["indicators"]] == ["效益指标"] * 3
    assert draft.version == 2, "one step, and one to take back"
    client.post(f"/intake/{draft.upload.pk}/undo/")
    draft.refresh_from_db()
    assert draft.document == draft.original
    assert Entry.objects.filter(action="undo_correction").count() == 3


def test_a_saved_cell_tells_version_value_and_what_was_read(draft, client) -> None:
    answer = _save(client, draft, "≥ 260次", "≥200次").json()
    assert answer == {"version": 2, "value": "≥ 260次", "original": "≥200次", "open": 0}
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert 'data-original="≥200次"' in page
    assert "原文：≥200次" in page
    back = _save(client, draft, "≥200次", "≥ 260次").json()
    assert back["original"] is None


def test_another_cell_that_changed_meanwhile_is_no_clash_but_the_same_cell_is(draft, client) -> None:
    assert _save(client, draft, "阅读", "", "/sub_goals/0/name").status_code == 409
    assert _save(client, draft, "阅读", "阅读推广", "/sub_goals/0/name").status_code == 200
    assert _save(client, draft, "≥260次", "≥200次").status_code == 200
    clash = _save(client, draft, "≥300次", "≥200次")
    assert clash.status_code == 409
    assert clash.json()["theirs"] == "≥260次"


def test_a_value_that_does_not_fit_is_refused_with_its_sentence(draft, client) -> None:
    answer = _save(client, draft, "很多", "12.50", "/projects/0/budget/total")
    assert answer.status_code == 422
    assert "很多" in answer.json()["message"]
    assert _save(client, draft, "x", draft.document["source"]["file"], "/source/file").status_code == 422
    for odd in ("9" * 5000, "１", "-1", "²"):
        assert _save(client, draft, "x", "", f"/projects/{odd}/name").status_code == 422


def test_without_script_the_whole_form_saves_what_changed(draft, client) -> None:
    form = {TARGET: "≥210次", "/projects/0/name": draft.document["projects"][0]["name"], "/projects/0/budget/total": "许多"}
    client.post(f"/intake/{draft.upload.pk}/cells/", form)
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert "已保存 1 处更正" in page
    assert "不是金额" in page


def test_undo_takes_the_last_correction_back(draft, client) -> None:
    _save(client, draft, "≥260次", "≥200次")
    client.post(f"/intake/{draft.upload.pk}/undo/")
    draft.refresh_from_db()
    assert draft.document == draft.original
    client.post(f"/intake/{draft.upload.pk}/undo/")
    assert "没有可以撤销的更正" in client.get(f"/intake/{draft.upload.pk}/").content.decode()


def test_confirming_needs_the_version_that_was_seen(draft, client) -> None:
    _save(client, draft, "≥260次", "≥200次")
    client.post(f"/intake/{draft.upload.pk}/confirm/", {"version": draft.version})
    assert Project.objects.count() == 0
    assert "没有入库" in client.get(f"/intake/{draft.upload.pk}/").content.decode()
    answer = client.post(f"/intake/{draft.upload.pk}/confirm/", {"version": draft.version + 1})
    assert answer["Location"] == "/departments/612/2026/"
    assert "新增 2 个项目" in client.get(answer["Location"]).content.decode()
    assert "已经核对入库" in client.get(f"/intake/{draft.upload.pk}/").content.decode()


def test_a_single_sheet_leads_to_its_project_and_a_change_is_shown_before_it_is_made(draft, document, client) -> None:
    client.post(f"/intake/{draft.upload.pk}/confirm/", {"version": 1})
    sheet = replace(document.projects[0], fund_use="只用于油料。")
    client.post(
        "/intake/", {"files": _file(replace(document, projects=(sheet,), overall_goal=None, sub_goals=(), safeguards=()))}
    )
    second = Draft.objects.exclude(pk=draft.pk).get()
    page = client.get(f"/intake/{second.upload.pk}/differences/").content.decode()
    assert "<del>油料、维修。</del>" in page
    assert "<ins>只用于油料。</ins>" in page
    assert "<html" not in page
    answer = client.post(f"/intake/{second.upload.pk}/confirm/", {"version": 1})
    project = Project.objects.get(name="流动图书车运行经费")
    assert answer["Location"] == f"/projects/{project.pk}/"


def test_a_discarded_file_stays_on_record(draft, client) -> None:
    client.post(f"/intake/{draft.upload.pk}/discard/")
    assert "已放弃" in client.get("/intake/").content.decode()
    assert "没有入库" in client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert "还没有" not in client.get("/intake/?state=discarded").content.decode()


def test_problems_come_first_and_must_be_acknowledged(draft, client) -> None:
    place = {"page": 1, "bbox": [1.0, 2.0, 3.0, 4.0]}
    problems = [{"level": "error", "message": "第 1 页的表格没有闭合，请核对", "place": place}]
    Draft.objects.update(document=draft.document | {"problems": problems})
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert page.index("第 1 页的表格没有闭合") < page.index("data-cells")
    assert 'data-places="page:1:1.0,2.0,3.0,4.0"' in page
    assert 'type="checkbox" required' in page


def test_a_long_document_shows_twenty_projects_at_a_time(county, officer, document, client) -> None:
    client.force_login(officer)
    many = tuple(replace(document.projects[1], name=f"古籍修复{number}") for number in range(45))
    client.post("/intake/", {"files": SimpleUploadedFile("多.json", write(replace(content(document), projects=many), "json"))})
    address = f"/intake/{Upload.objects.get().pk}/"
    counts = [client.get(f"{address}?page={page}").content.decode().count('class="project-part"') for page in (1, 2, 3)]
    assert counts == [20, 20, 5]
    assert "古籍修复44" in client.get(f"{address}?at=/projects/44/name").content.decode()
    for odd in ("page=999", "page=0", "page=x", "at=/projects/999/name", "at=elsewhere"):
        assert "古籍修复0<" in client.get(f"{address}?{odd}").content.decode()
    answer = client.post(f"{address}undo/", {"page": "3"})
    assert answer["Location"] == f"{address}?page=3"


def test_a_page_of_a_pdf_is_drawn_once_and_others_are_not_there(county, officer, document, client, monkeypatch) -> None:
    client.force_login(officer)
    client.post("/intake/", {"files": _file(document, "pdf")})
    item = Upload.objects.get()
    answer = client.get(f"/intake/{item.pk}/pages/1/")
    assert answer.content.startswith(b"\x89PNG")
    assert "private" in answer["Cache-Control"]
    assert client.get(f"/intake/{item.pk}/pages/999/").status_code == 404
    monkeypatch.setattr("jihuan.documents.sandbox.page_image", lambda *args, **how: pytest.fail("drawn twice"))
    assert client.get(f"/intake/{item.pk}/pages/1/").content == answer.content


def test_a_page_of_an_ofd_is_a_drawing_under_the_strict_policy_and_cells_have_their_box_on_it(county, officer, client) -> None:
    client.force_login(officer)
    rows = [["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "清淤长度", "≥18公里"]]
    sheet = drawn.ofd(drawn.text(70, 25, "1.河道清淤工程绩效目标表") + drawn.table(rows))
    client.post("/intake/", {"files": SimpleUploadedFile("河道.ofd", sheet)})
    item = Upload.objects.get()
    page = client.get(f"/intake/{item.pk}/").content.decode()
    cell = page[page.index(f'name="{TARGET}"') :].split("</textarea>")[0]
    assert 'data-places="page:1:' in cell
    assert f'src="/intake/{item.pk}/pages/1/"' in page
    picture = client.get(f"/intake/{item.pk}/pages/1/")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "default-src 'self'" in picture["Content-Security-Policy"]
    assert "≥18公里" in picture.content.decode()
    assert client.get(f"/intake/{item.pk}/pages/2/").status_code == 404


def test_the_lines_of_a_text_are_shown_and_found(county, officer, client) -> None:
    from importlib.resources import files

    client.force_login(officer)
    text = files("jihuan.demo").joinpath("data/seed.txt").read_bytes()
    client.post("/intake/", {"files": SimpleUploadedFile("目标.txt", text)})
    item = Upload.objects.get()
    page = client.get(f"/intake/{item.pk}/").content.decode()
    cell = page[page.index('name="/projects/1/indicators/0/target/raw"') :].split(">")[0]
    first = cell.split('data-places="line:')[1].split("-")[0]
    assert f'data-line="{first}"' in page
    alone = client.get(f"/intake/source/{item.sha256}/")
    assert 'class="lines"' in alone.content.decode()
    panel = client.get(f"/intake/source/{item.sha256}/?start=line:3-4", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in panel
    assert 'data-start="line:3-4"' in panel


def test_those_who_only_look_cannot_change(draft, county, person, client) -> None:
    client.force_login(person("caiwu", county.library, groups.FINANCE))
    page = client.get(f"/intake/{draft.upload.pk}/").content.decode()
    assert "<textarea" not in page
    assert "不能确认入库" in page
    assert _save(client, draft, "≥1次", "≥200次").status_code == 403
    assert client.post(f"/intake/{draft.upload.pk}/confirm/", {"version": 1}).status_code == 403
    assert "data-drop" not in client.get("/intake/").content.decode()


def test_files_of_other_units_are_not_there(draft, county, person, client) -> None:
    client.force_login(person("sun", county.museum))
    for address in (
        f"/intake/{draft.upload.pk}/",
        f"/intake/{draft.upload.pk}/pages/1/",
        f"/intake/source/{draft.upload.sha256}/",
    ):
        assert client.get(address).status_code == 404
    assert _save(client, draft, "≥1次", "≥200次").status_code == 404
    assert "还没有上传过文件" in client.get("/intake/").content.decode()


def test_a_file_name_cannot_become_markup(county, officer, document, client) -> None:
    client.force_login(officer)
    data = BytesIO(write(content(document), "json"))
    data.name = "<img src=x onerror=alert(1)>.json"
    client.post("/intake/", {"files": data})
    for address in ("/intake/", f"/intake/{Upload.objects.get().pk}/", "/"):
        assert "<img src=x" not in client.get(address).content.decode()


def test_the_answer_to_the_script_is_json_without_markup(draft, client) -> None:
    answer = _save(client, draft, "<b>≥1次</b>", "≥200次")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["value"] == "<b>≥1次</b>"
    assert "<b>≥1次</b>" not in client.get(f"/intake/{draft.upload.pk}/").content.decode()


def test_the_rules_of_form_see_the_words_as_the_file_prints_them(draft, client, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr("jihuan.apps.reviews.checking.preview", lambda document, home, known: seen.append(known.printed) or [])
    assert client.get(f"/intake/{draft.upload.pk}/findings/").status_code == 200
    Draft.objects.update(layout={"of": "another version"})
    assert client.get(f"/intake/{draft.upload.pk}/findings/").status_code == 200
    assert [bool(printed) for printed in seen] == [True, False]
    assert any("绩效目标表" in cell.text for cell in seen[0])
