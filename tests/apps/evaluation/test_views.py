"""The page: filled in cell by cell, scored without being kept, tried out, and only by those who may."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from jihuan.apps.accounts import groups
from jihuan.apps.evaluation import actions, facts
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.journal.models import Entry
from jihuan.law.scoring import PolicyError

JSON = {"Accept": "application/json"}


@pytest.fixture
def here(project) -> str:
    return f"/evaluations/{project.pk}/"


def save(client, here, name, text, base=""):
    return client.post(f"{here}cells/", {"pointer": [name, "/projects/0/x"], "value": text, "base": base}, headers=JSON)


def test_a_project_without_one_offers_to_begin(officer, project, here, client) -> None:
    client.force_login(officer)
    assert "开始自评" in client.get(here).content.decode()
    page = client.post(f"{here}start/", follow=True).content.decode()
    assert "项目支出绩效自评表" in page
    for words in ("≥200次", "达成年度指标", "24–30 分", "18 分起，不到 24 分", "分值合计", "还差 7 处"):
        assert words in page, words


def test_a_saved_cell_answers_with_the_scores(officer, fill, here, client) -> None:
    client.force_login(officer)
    name = fill.name("出车次数", "actual")
    answer = save(client, here, name, "180次")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["value"], told["figures"]["texts"][name.replace("actual", "score")]) == ("180次", "15.30")
    assert "180" in told["figures"]["texts"][name.replace("actual", "why")]
    assert told["version"] == SelfEvaluation.objects.get().version
    weight = fill.name("出车次数", "weight")
    told = save(client, here, weight, "30", "17").json()
    assert told["figures"]["cells"][fill.name("车辆完好率", "weight")] == "10"
    assert told["figures"]["cells"][fill.name("出车次数", "locked")] == "1"


def test_clashes_and_refusals_have_answers_of_their_own(officer, fill, here, client, county, person) -> None:
    client.force_login(officer)
    name = fill.name("出车次数", "actual")
    save(client, here, name, "180次")
    assert (save(client, here, name, "190次").status_code, save(client, here, name, "190次").json()["theirs"]) == (409, "180次")
    wrong = save(client, here, "executed", "许多")
    assert (wrong.status_code, "不是金额" in wrong.json()["message"]) == (422, True)
    client.force_login(person("guanzhang", county.library, groups.HEAD))
    assert save(client, here, "executed", "1").status_code == 403


def test_a_preview_scores_what_is_typed_and_keeps_nothing(
    officer, fill, filled, here, client, django_assert_max_num_queries
) -> None:
    client.force_login(officer)
    journal = Entry.objects.count()
    with django_assert_max_num_queries(20):
        told = client.post(f"{here}preview/", {fill.name("出车次数", "actual"): "200次", "executed": "x"}, headers=JSON).json()
    assert told["texts"]["total"] == "97.50"
    assert list(told["wrong"]) == ["executed"]
    assert actions.reread(filled).total == Decimal("95.80")
    assert Entry.objects.count() == journal


def test_a_trial_that_cannot_be_taken_over_keeps_what_was_typed(officer, fill, filled, here, client) -> None:
    client.force_login(officer)
    assert "试算中" in client.get(f"{here}?try=1").content.decode()
    values = {fill.name("出车次数", "actual"): "205次", "executed": "二十", "version": "1", "trial": "1"}
    answer = client.post(f"{here}cells/", values)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "别处改过" in page and "205次" in page and "二十" in page
    answer = client.post(f"{here}cells/", values | {"version": str(filled.version)})
    assert "不是金额" in answer.content.decode()
    done = client.post(f"{here}cells/", values | {"version": str(filled.version), "executed": "20"}, follow=True)
    assert "已保存" in done.content.decode()
    assert actions.reread(filled).total == 98


@pytest.mark.parametrize("version", ["", "9" * 5000, "²", "٣"])
def test_a_version_that_is_no_number_is_one_that_nobody_saw(officer, filled, here, client, version) -> None:
    client.force_login(officer)
    answer = client.post(f"{here}cells/", {"executed": "20", "version": version})
    assert (answer.status_code, "别处改过" in answer.content.decode()) == (409, True)
    page = client.post(f"{here}submit/", {"version": version}, follow=True).content.decode()
    assert "刚刚被更改过" in page
    assert (actions.reread(filled).executed, actions.reread(filled).state) == (190000, "draft")


def test_submitted_it_is_read_only_and_can_be_taken_back(officer, filled, here, client) -> None:
    client.force_login(officer)
    page = client.post(f"{here}submit/", {"version": filled.version}, follow=True).content.decode()
    assert "已提交" in page and "textarea" not in page.split('id="main"')[1]
    page = client.post(f"{here}reopen/", follow=True).content.decode()
    assert "提交自评" in page


def test_what_is_missing_is_said_when_it_is_submitted_too_early(officer, evaluation, here, client) -> None:
    client.force_login(officer)
    page = client.post(f"{here}submit/", {"version": evaluation.version}, follow=True).content.decode()
    assert "还有 7 处没有填好" in page


def test_findings_of_the_law_stand_at_their_cells(officer, fill, here, client) -> None:
    client.force_login(officer)
    fill("出车次数", actual="180次")
    panel = client.get(f"{here}findings/", headers={"HX-Request": "true"}).content.decode()
    assert 'data-at="/projects/0/indicators/0/deviation"' in panel
    assert "EVA-005" in panel and "VAL-" not in panel


def test_text_is_shown_as_text(officer, fill, here, client) -> None:
    client.force_login(officer)
    fill(achievement="<script>alert(1)</script>")
    page = client.get(here).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize("fmt", ["docx", "xlsx", "pdf"])
def test_the_form_is_a_file(officer, filled, here, client, fmt) -> None:
    client.force_login(officer)
    answer = client.get(f"{here}export/{fmt}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{here}export/exe/").status_code == 404


def test_strangers_see_nothing_and_readers_cannot_fill(county, person, filled, here, client) -> None:
    client.force_login(person("bieren", county.museum, groups.OFFICER))
    for address in (here, f"{here}findings/", f"{here}export/pdf/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{here}preview/").status_code == 404
    client.force_login(person("caiwu", county.library, groups.FINANCE))
    page = client.get(here).content.decode()
    assert "180次" in page and "textarea" not in page.split('id="main"')[1]
    assert client.post(f"{here}cells/", {"pointer": "executed", "value": "1", "base": "19"}).status_code == 403


def test_the_words_of_the_script_are_json(officer, evaluation, here, client) -> None:
    import html
    import re

    client.force_login(officer)
    words = re.search(r'data-words="([^"]*)"', client.get(here).content.decode())
    assert json.loads(html.unescape(words[1]))["saved"] == "全部已保存"


def test_wrong_figures_in_a_folder_of_rules_are_told_and_lose_nothing(officer, fill, filled, here, client, monkeypatch) -> None:
    def broken(law):
        raise PolicyError(("计分参数 rounding 应为 half_up 或 truncate",))

    monkeypatch.setattr(facts, "policy", broken)
    client.force_login(officer)
    for address in (here, "/evaluations/departments/612/2026/", f"{here}export/pdf/"):
        page = client.get(address, follow=True)
        assert page.redirect_chain == [("/evaluations/", 302)]
        assert "计分参数 rounding" in page.content.decode()
    for answer in (save(client, here, "executed", "20", "19.00"), client.post(f"{here}preview/", headers=JSON)):
        assert (answer.status_code, "计分参数 rounding" in answer.json()["message"]) == (422, True)
    assert actions.reread(filled).executed == 190000
