"""A file comes in, is corrected, and is confirmed: once, by the right people, and never half."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jihuan.apps.accounts import groups
from jihuan.apps.budgets.models import Project
from jihuan.apps.intake import actions
from jihuan.apps.intake.models import Draft, Upload
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.facts import department_document
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.core.document import Document, Source
from jihuan.core.interchange import content, dumps, from_json
from jihuan.documents import sandbox
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout, Page, Paragraph
from jihuan.documents.sandbox import ReadResult, Start

TARGET = "/projects/0/indicators/0/target/raw"


@pytest.fixture
def reads(monkeypatch, document):
    """What the next file says: a document, or the sentence why it cannot be read."""
    said: dict[str, Document | str] = {"next": document}
    layout = Layout(
        media_type="application/pdf",
        blocks=(Paragraph(text="第\0一页", place=document.overall_goal.place),),
        pages=(Page(width=595.0, height=842.0),),
        embedded=b"{}",
    )

    def read_file(data: bytes, file: str, start: Start) -> ReadResult:
        if isinstance(said["next"], str):
            raise Unreadable(said["next"])
        source = Source(file=file, sha256="0" * 64, media_type="application/pdf", pages=1)
        return ReadResult(document=replace(said["next"], source=source), layout=layout)

    monkeypatch.setattr(sandbox, "read_file", read_file)
    return said


class UntouchedFile(SimpleUploadedFile):
    read = property(lambda self: pytest.fail("the file was taken into memory"))


@pytest.fixture
def draft(county, officer, reads) -> Draft:
    return actions.upload(officer, "目标表.pdf", b"%PDF-1").draft


def test_a_file_becomes_a_draft_of_the_unit_it_names(county, officer, reads, document) -> None:
    item = actions.upload(officer, r"C:\我的文档\目标表.pdf", b"%PDF-1")
    assert (item.state, item.filename, item.size, item.media_type) == ("draft", "目标表.pdf", 6, "application/pdf")
    assert item.agency == county.library_unit
    assert content(from_json(item.draft.document)) == document.__class__(**_members(content(document)))
    assert item.draft.original == item.draft.document
    assert item.draft.layout["blocks"][0]["text"] == "第一页"
    assert "embedded" not in item.draft.layout
    with item.file.open() as file:
        assert file.read() == b"%PDF-1"
    assert "目标表" not in item.file.name


def _members(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in Document.__dataclass_fields__}


def test_the_same_bytes_again_are_the_same_upload(county, officer, reads, person) -> None:
    first = actions.upload(officer, "a.pdf", b"%PDF-1")
    colleague = person("qian", county.library)
    assert actions.upload(colleague, "b.pdf", b"%PDF-1") == first
    assert Upload.objects.count() == Draft.objects.count() == 1
    stranger = person("sun", county.museum)
    reads["next"] = "文件损坏"
    assert actions.upload(stranger, "c.pdf", b"%PDF-1") != first


def test_what_cannot_be_read_is_kept_with_its_sentence_and_read_again_when_it_comes_again(
    county, officer, reads, document
) -> None:
    reads["next"] = "文件是空的，请重新选择文件"
    item = actions.upload(officer, "空.pdf", b"")
    assert (item.state, item.error, item.agency) == ("unreadable", "文件是空的，请重新选择文件", county.library)
    reads["next"] = document
    again = actions.upload(officer, "空.pdf", b"")
    assert (again, again.state, again.error) == (item, "draft", "")


def test_a_file_above_the_limit_is_refused_before_it_is_read(county, officer, reads, settings) -> None:
    settings.UPLOAD_BYTES = 1024 * 1024
    big = UntouchedFile("big.pdf", b"x" * (1024 * 1024 + 1))
    for source in (big, b"x" * (1024 * 1024 + 1)):
        with pytest.raises(Refused, match="超过上限 1 MB"):
            actions.upload(officer, "big.pdf", source)
    assert Upload.objects.count() == 0
    assert actions.upload(officer, "small.pdf", SimpleUploadedFile("small.pdf", b"%PDF-1")).size == 6


def test_only_those_who_may_bring_files_do(county, person, reads) -> None:
    for user in (person("a", county.library, groups.AUDITOR), person("b", None)):
        with pytest.raises(NotAllowed):
            actions.upload(user, "a.pdf", b"%PDF-1")
    assert Upload.objects.count() == 0


def test_a_corrected_target_is_understood_anew(officer, draft) -> None:
    draft = actions.correct(officer, draft, (TARGET,), " ≥ 260 次 ", draft.version)
    target = from_json(draft.document).projects[0].indicators[0].target
    assert (target.operator, target.value, target.unit, draft.version) == (">=", Decimal(260), "次", 2)
    assert draft.original["projects"][0]["indicators"][0]["target"]["raw"] == "≥200次"
    entry = Entry.objects.last()
    assert (entry.action, entry.before["value"]["raw"], entry.after["value"]["value"]) == ("correct_draft", "≥200次", "260")


def test_a_unit_from_its_own_column_stays_with_a_corrected_number(officer, draft) -> None:
    row = draft.document["projects"][0]["indicators"][0]
    row["target"] |= {"raw": "200", "operator": ">=", "operator_explicit": True, "value": "200", "unit": "次"}
    draft.save()
    corrected = actions.correct(officer, draft, (TARGET,), "300", 1).document["projects"][0]["indicators"][0]["target"]
    assert (corrected["raw"], corrected["operator"], corrected["value"], corrected["unit"]) == ("300", ">=", "300", "次")


@pytest.mark.parametrize(
    ("pointer", "text", "stored"),
    [
        ("/projects/0/budget/total", "1,300.50 万元", "1300.50"),
        ("/projects/0/budget/other", "", None),
        ("/projects/0/budget/other", "25000元", "2.5000"),
        ("/projects/0/spending_plan/1/percent", "60%", "60"),
        ("/projects/0/spending_plan/1/month", "7", 7),
        ("/projects/0/indicators/0/weight", "10", "10"),
        ("/projects/0/name", "流动 图书车\n运行经费", "流动图书车运行经费"),
        ("/projects/0/fund_use", "  ", None),
        ("/projects/0/goals/1", "全年出车300次", "全年出车300次"),
        ("/fiscal_year", "2027", 2027),
        ("/overall_goal/text", "让每个村都有书。", "让每个村都有书。"),
        ("/safeguards/0/title", "组织领导", "组织领导"),
    ],
)
def test_each_kind_of_field_is_read_as_what_it_is(officer, draft, pointer, text, stored) -> None:
    draft = actions.correct(officer, draft, (pointer,), text, 1)
    value = draft.document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    assert value == stored


def test_an_actual_value_can_be_filled_in_and_emptied(officer, draft) -> None:
    pointer = "/projects/0/indicators/0/actual/raw"
    draft = actions.correct(officer, draft, (pointer,), "230次", 1)
    assert draft.document["projects"][0]["indicators"][0]["actual"] == {"raw": "230次", "value": "230", "unit": "次"}
    draft = actions.correct(officer, draft, (pointer,), "", 2)
    assert draft.document["projects"][0]["indicators"][0]["actual"] is None


@pytest.mark.parametrize(
    ("pointer", "text", "words"),
    [
        ("/projects/0/budget/total", "很多", "不是金额"),
        ("/projects/0/spending_plan/0/percent", "三成", "不是数字"),
        ("/projects/0/spending_plan/0/month", "3.5", "不是数字"),
        ("/projects/0/spending_plan/0/month", "", "整数"),
        ("/projects/0/spending_plan/0/month", "13", "1 与 12"),
        ("/fiscal_year", "去年", "不是数字"),
        ("/projects/0/indicators/0/target/value", "5", "不能更改"),
        ("/projects/0/indicators/0/place/page", "5", "不能更改"),
        ("/kind", "monitoring", "不能更改"),
        ("/source/file", "x", "不能更改"),
        ("/projects/0/budget", "x", "哪一格"),
        ("/projects/0", "x", "哪一格"),
        ("/projects/9/name", "x", "没有这一项"),
        ("/projects/x/name", "x", "没有这一项"),
        ("/nowhere", "x", "没有这一项"),
        ("/projects/0/name/deeper", "x", "没有这一项"),
        ("", "x", "没有这一项"),
        ("projects", "x", "没有这一项"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(officer, draft, pointer, text, words) -> None:
    before = draft.document
    with pytest.raises(Refused, match=words):
        actions.correct(officer, draft, (pointer,), text, 1)
    draft.refresh_from_db()
    assert (draft.document, draft.version, draft.corrections.count()) == (before, 1, 0)


def test_corrections_are_taken_back_one_by_one(officer, draft) -> None:
    before = draft.document
    draft = actions.correct(officer, draft, (TARGET,), "≥1次", 1)
    draft = actions.correct(officer, draft, ("/projects/0/budget/total",), "13", 2)
    draft = actions.undo(officer, draft, 3)
    assert draft.document["projects"][0]["budget"]["total"] == "12.50"
    assert draft.document["projects"][0]["indicators"][0]["target"]["raw"] == "≥1次"
    draft = actions.undo(officer, draft, 4)
    assert (draft.document, draft.version) == (before, 5)
    with pytest.raises(Refused, match="没有可以撤销"):
        actions.undo(officer, draft, 5)
    assert verify().broken is None


def test_the_same_value_again_is_no_correction(officer, draft) -> None:
    assert actions.correct(officer, draft, ("/projects/0/name",), "流动图书车运行经费", 1).version == 1
    assert draft.corrections.count() == 0


def test_a_draft_that_moved_on_is_not_overwritten(officer, draft) -> None:
    actions.correct(officer, draft, (TARGET,), "≥1次", 1)
    for stale in (
        lambda: actions.correct(officer, draft, (TARGET,), "≥2次", 1),
        lambda: actions.undo(officer, draft, 1),
        lambda: actions.confirm(officer, draft, 1),
    ):
        with pytest.raises(Refused, match="请刷新页面"):
            stale()
    assert Project.objects.count() == 0


def test_confirming_brings_the_corrected_document_in(county, officer, draft, document) -> None:
    draft = actions.correct(officer, draft, (TARGET,), "≥260次", 1)
    assert {change.kind for change in actions.difference(officer, draft)} == {"added"}
    applied = actions.confirm(officer, draft, 2)
    assert (applied.created, applied.agency) == (2, county.library_unit)
    stored = department_document(county.library, 2026)
    assert stored.projects[0].indicators[0].target.raw == "≥260次"
    assert stored.projects[1] == document.projects[1]
    draft.upload.refresh_from_db()
    assert draft.upload.state == "confirmed"
    assert Project.objects.first().source_sha256 == draft.upload.sha256
    assert Entry.objects.last().action == "confirm_upload"
    for late in (lambda: actions.confirm(officer, draft, 2), lambda: actions.correct(officer, draft, (TARGET,), "1", 2)):
        with pytest.raises(Refused, match="已入库"):
            late()
    with pytest.raises(Refused, match="已经入库"):
        actions.discard(officer, draft.upload)
    assert actions.upload(officer, "又来.pdf", b"%PDF-1").state == "confirmed"
    assert Project.objects.count() == 2


def test_a_refused_confirmation_changes_nothing(officer, draft) -> None:
    draft = actions.correct(officer, draft, ("/projects/1/name",), "", 1)
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        actions.confirm(officer, draft, 2)
    assert set(refusal.value.fields) == {"/projects/1/name"}
    draft.upload.refresh_from_db()
    assert (draft.upload.state, Project.objects.count(), Entry.objects.count()) == ("draft", 0, entries)


def test_others_neither_correct_nor_confirm_nor_discard(county, draft, person) -> None:
    for user in (person("a", county.museum), person("b", county.library, groups.HEAD), person("c", None)):
        for attempt in (
            lambda user=user: actions.correct(user, draft, (TARGET,), "1", 1),
            lambda user=user: actions.undo(user, draft, 1),
            lambda user=user: actions.confirm(user, draft, 1),
            lambda user=user: actions.discard(user, draft.upload),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_a_discarded_file_can_come_again(officer, draft) -> None:
    assert actions.discard(officer, draft.upload).state == "discarded"
    with pytest.raises(Refused, match="已放弃"):
        actions.confirm(officer, draft, 1)
    assert actions.upload(officer, "目标表.pdf", b"%PDF-1").state == "draft"


def test_a_real_file_goes_through_the_real_reader(county, officer, document) -> None:
    item = actions.upload(officer, "目标.json", BytesIO(dumps(document).encode()).getvalue())
    assert content(from_json(item.draft.document)) == content(document)
    broken = actions.upload(officer, "坏.pdf", b"%PDF-1.7 nothing more")
    assert broken.state == "unreadable"
    assert broken.error


def test_a_file_whose_reading_was_interrupted_is_read_again(county, officer, person, reads, client) -> None:
    item = actions.upload(officer, "报送材料\\一科/目标.pdf", b"pdf")
    assert (item.filename, item.folder) == ("目标.pdf", "报送材料/一科")
    Draft.objects.all().delete()
    Upload.objects.update(state=Upload.State.READING)
    item.refresh_from_db()
    entries = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.read_again(person("shen", county.region, groups.AUDITOR), item)
    assert Entry.objects.count() == entries
    client.force_login(officer)
    assert "重新读取" in client.get(f"/intake/{item.pk}/").content.decode()
    client.post(f"/intake/{item.pk}/again/")
    item.refresh_from_db()
    assert item.state == Upload.State.DRAFT
    assert Entry.objects.filter(action="read_upload", object_id=str(item.pk)).count() == 1
    with pytest.raises(Refused, match="不用重新读取"):
        actions.read_again(officer, item)


def test_a_file_that_is_gone_from_the_disk_cannot_be_read_again(county, officer, reads) -> None:
    reads["next"] = "读不了"
    item = actions.upload(officer, "目标.pdf", b"pdf")
    item.file.storage.delete(item.file.name)
    with pytest.raises(Refused, match="重新上传"):
        actions.read_again(officer, item)


def test_a_second_reading_that_fails_takes_nothing_from_what_was_read_meanwhile(county, officer, reads, monkeypatch) -> None:
    reads["next"] = "读不了"
    item = actions.upload(officer, "目标.pdf", b"pdf")

    def confirmed_meanwhile(data: bytes, file: str, start: Start) -> ReadResult:
        Upload.objects.update(state=Upload.State.CONFIRMED, error="")
        raise Unreadable("等了 5 分钟还没有结束")

    monkeypatch.setattr(sandbox, "read_file", confirmed_meanwhile)
    assert actions.read_again(officer, item).state == Upload.State.CONFIRMED
    item.refresh_from_db()
    assert (item.state, item.error) == (Upload.State.CONFIRMED, "")


def test_names_keep_nothing_that_prints_nothing(county, officer, reads, client) -> None:
    client.force_login(officer)
    sent = {"files": SimpleUploadedFile("a.pdf", b"pdf"), "path": "报\0送\u202e材料/一科/目\u3000标.pdf"}
    assert client.post("/intake/", sent, headers={"accept": "application/json"}).status_code == 200
    item = Upload.objects.get()
    assert (item.filename, item.folder) == ("目\u3000标.pdf", "报送材料/一科")
    assert "报送材料/一科" in client.get("/intake/").content.decode()
