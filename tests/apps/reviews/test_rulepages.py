"""What rules did, setting them, and words of one's own: who may, what it does, what the journal keeps."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.journal.actions import verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.reviews import actions, queries, ruling, statistics
from jihuan.apps.reviews.models import Finding, OwnWord, RuleSetting
from jihuan.law.engine.registry import rules
from tests.apps.reviews.conftest import recheck


@pytest.fixture
def checked(project, bureau, client):
    recheck(project)
    client.force_login(bureau)
    return project


@pytest.fixture
def reviewer(county, person):
    return person("shenhe", county.library, groups.REVIEWER)


def _line(user, rule: str) -> statistics.RuleFigures:
    return next(line for line in statistics.figures(user, 2026) if line.rule.id == rule)


def test_every_rule_has_its_figures(checked, officer, bureau) -> None:
    actions.mend(officer, Finding.objects.get(rule="VAL-005"))
    actions.waive(officer, Finding.objects.filter(rule="BAS-001").first(), "县里统一规定")
    lines = {line.rule.id: line for line in statistics.figures(bureau, 2026)}
    assert set(lines) == set(rules())
    value, basis = lines["VAL-005"], lines["BAS-001"]
    assert (value.fired, value.mended, value.open, value.share) == (1, 1, 0, 0)
    assert (basis.fired, basis.waived, basis.open, basis.units, basis.share) == (4, 1, 3, 1, 25)
    assert [line.rule.id for line in statistics.figures(bureau, 2026)][:2] == ["BAS-001", "FMT-001"]
    assert statistics.figures(bureau, 2026, "share")[0].rule.id == "BAS-001"
    assert [line.rule.id for line in statistics.figures(bureau, 2026, "rule")] == sorted(rules())


def test_each_counts_its_own_units_only(checked, county, person) -> None:
    assert _line(person("sun", county.museum), "BAS-001").fired == 0
    assert _line(person("lao", county.library_unit), "FMT-001").fired == 0


def test_the_page_sorts_and_leads_to_the_findings(checked, client) -> None:
    page = client.get("/review/rules/?sort=waived").content.decode()
    assert "哪些规则有用？" in page
    assert '<th scope="col" class="right" aria-sort="descending"><a href="/review/rules/?year=2026&amp;sort=waived">' in page
    assert "/review/findings/?year=2026&amp;rule=BAS-001&amp;state=open" in page
    assert client.get("/review/rules/?sort=nothing&year=x").status_code == 200


def test_the_statistics_leave_as_files_with_an_entry_in_the_journal(checked, client) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/review/rules/export/csv/").content.decode("utf-8-sig"))))
    assert len(rows) == len(rules()) + 1
    assert rows[1][:1] == ["BAS-001"]
    assert rows[1][2:6] == ["正式", "4", "1", "4"]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/review/rules/export/xlsx/").content)).worksheets[0]
    assert (sheet.max_row, sheet["D2"].value) == (len(rules()) + 1, 4)
    assert Entry.objects.filter(action="export_rules").count() == 2
    assert client.get("/review/rules/export/pdf/").status_code == 404


def test_a_rule_is_set_with_a_reason_and_holds_below(checked, client, county, officer) -> None:
    post = {"mode": "off", "reason": "太严", "agency": county.region.pk}
    assert "至少 4 个字" in client.post("/review/rules/BAS-001/set/", post, follow=True).content.decode()
    page = client.post("/review/rules/BAS-001/set/", post | {"reason": "本县统一用计划作依据"}, follow=True).content.decode()
    assert "清河县：停用。本县统一用计划作依据" in page
    assert (
        "已经是这样设置的"
        in client.post("/review/rules/BAS-001/set/", post | {"reason": "再来一次吧"}, follow=True).content.decode()
    )
    entry = Entry.objects.get(action="set_rule")
    assert (entry.after["mode"], entry.agency) == ("off", county.region)
    assert _line(officer, "BAS-001").mode == "off"
    client.post("/review/rules/BAS-001/set/", {"mode": "", "reason": "新文件又要求了"})
    assert RuleSetting.objects.count() == 0
    assert _line(officer, "BAS-001").mode == "on"
    assert verify().broken is None


def test_a_rule_on_trial_is_shown_apart_and_not_counted_on_the_board(checked, client, bureau, county) -> None:
    ruling.set_rule(bureau, county.region, "BAS-001", "trial", "先看看准不准")
    recheck(checked)
    panel = client.get(f"/projects/{checked.pk}/findings/").content.decode()
    assert "1 条待处理" in panel
    assert "试行，仅供参考" in panel
    assert "2 条审核意见" in client.get("/review/").content.decode()
    assert "4 条审核意见" in client.get("/review/?shelf=trial").content.decode()


def test_only_the_bureau_sets_rules_and_only_reviewers_add_words(checked, client, county, officer, reviewer) -> None:
    for user in (officer, reviewer):
        with pytest.raises(NotAllowed):
            ruling.set_rule(user, county.region, "BAS-001", "off", "我不喜欢它")
    with pytest.raises(NotAllowed):
        ruling.add_word(officer, county.library, ruling.Entry("own_words", "创兴镇"))
    with pytest.raises(NotAllowed):
        ruling.add_word(reviewer, county.region, ruling.Entry("own_words", "创兴镇"))
    client.force_login(officer)
    assert client.get("/review/rules/BAS-001/").status_code == 200
    assert "设置这条规则" not in client.get("/review/rules/BAS-001/").content.decode()
    assert client.post("/review/rules/BAS-001/set/").status_code == 403
    assert client.post("/review/words/add/").status_code == 403
    assert client.get("/review/rules/ZZZ-999/").status_code == 404
    assert "加入词库</button>" not in client.get("/review/words/").content.decode()


def test_words_are_added_several_at_once_listed_and_taken_out(checked, client, county) -> None:
    post = {"lexicon": "own_words", "word": "创兴镇、百草园，好"}
    page = client.post("/review/words/add/", post, follow=True).content.decode()
    assert "已加入词库：创兴镇、百草园" in page
    assert "本地 2 个 · 随产品 0 个" in page
    assert "词应有 2 到 60 个字" in page
    assert list(OwnWord.objects.values_list("word", "agency")) == [("创兴镇", county.region.pk), ("百草园", county.region.pk)]
    client.post(f"/review/words/{OwnWord.objects.first().pk}/remove/")
    assert list(OwnWord.objects.values_list("word", flat=True)) == ["百草园"]
    assert list(Entry.objects.filter(action__endswith="_word").values_list("action", flat=True).order_by("number")) == [
        "add_word",
        "add_word",
        "remove_word",
    ]
    assert "请写出要加入的词" in client.post("/review/words/add/", {"lexicon": "own_words"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (ruling.Entry("nothing", "词语"), "没有这个词库"),
        (ruling.Entry("typos", "布属"), "正确写法"),
        (ruling.Entry("typos", "部署", "部署会"), "正确写法"),
        (ruling.Entry("foreign_words", "殡仪车", "天文"), "归入哪一类"),
        (ruling.Entry("vague_values", "显著"), "已经在词库里"),
        (ruling.Entry("own_words", "长" * 61), "2 到 60"),
    ],
)
def test_a_word_that_would_make_the_rules_say_nonsense_is_refused(bureau, county, entry, why) -> None:
    with pytest.raises(Refused, match=why):
        ruling.add_word(bureau, county.region, entry)
    assert OwnWord.objects.count() == 0


def test_the_same_word_twice_is_refused(bureau, county) -> None:
    ruling.add_word(bureau, county.region, ruling.Entry("own_words", "创兴镇"))
    with pytest.raises(Refused, match="已经在词库里"):
        ruling.add_word(bureau, county.region, ruling.Entry("own_words", " 创兴镇 "))


def test_a_finding_that_is_no_typo_goes_with_a_click(county, officer, reviewer, document, client) -> None:
    sheets = (replace(document.projects[0], fund_use="创兴镇图书车的油料、维修。"),)
    row = apply_document(officer, replace(document, projects=sheets)).projects[0]
    client.force_login(officer)
    assert "不是错别字" not in client.get(f"/projects/{row.pk}/findings/").content.decode()
    client.force_login(reviewer)
    assert "不是错别字" in client.get(f"/projects/{row.pk}/findings/").content.decode()
    finding = Finding.objects.get(rule="TXT-001", project=row)
    page = client.post(f"/findings/{finding.pk}/no-typo/", {"word": "创兴镇"}, follow=True).content.decode()
    assert "已加入词库：创兴镇（清河县图书馆及其下级" in page
    client.get(f"/projects/{row.pk}/findings/")
    assert not Finding.objects.filter(rule="TXT-001", project=row).exists()
    assert queries.applying(OwnWord.objects.all(), officer)[0].word == "创兴镇"


def test_a_word_of_another_department_is_not_seen(county, bureau, person) -> None:
    ruling.add_word(bureau, county.library, ruling.Entry("own_words", "创兴镇"))
    assert queries.applying(OwnWord.objects.all(), person("sun", county.museum)) == []
    assert len(queries.applying(OwnWord.objects.all(), person("lao", county.library_unit))) == 1
