"""What a bureau decides on screen: a rule on trial or off, words of its own, the points of an aspect, a check of all departments."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from jihuan.apps.accounts import groups
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.budgets.models import Project
from jihuan.apps.journal.models import Entry
from jihuan.apps.objectives.actions import apply_document
from jihuan.apps.organisations.models import Agency
from jihuan.apps.reviews import checking
from jihuan.apps.reviews.models import AspectPoints, Check, Finding, OwnWord, RuleSetting
from jihuan.core.interchange import content
from tests.truth import seed_truth

YEAR = 2025


@pytest.fixture
def bureau(officer: User) -> User:
    """The officer who is of the bureau besides, with the seed on record and not yet checked."""
    region = Agency.objects.get(kind="region")
    Membership.objects.create(user=officer, agency=region, group=Group.objects.get(name=groups.BUREAU))
    apply_document(officer, content(seed_truth()))
    return officer


def _checked() -> None:
    checking.check_department(Agency.objects.get(code="731"), YEAR)


def _set(page: Page, rule: str, mode: str, reason: str) -> None:
    page.goto(f"/review/rules/{rule}/?year={YEAR}")
    page.get_by_label(mode).check()
    page.get_by_label("理由").fill(reason)
    page.get_by_role("button", name="设置这条规则").click()
    expect(page.locator(".notice.success")).to_contain_text("已设置")


def test_a_rule_is_set_on_trial_and_off_with_a_reason(bureau: User, visit: Callable[..., Page]) -> None:
    _checked()
    finding = Finding.objects.filter(shelf="answer", project__isnull=False).first()
    assert finding is not None
    where, code = f"/projects/{finding.project_id}/", f"details.cause code:text-is('{finding.rule}')"
    page = visit()
    page.goto(f"/review/rules/?year={YEAR}")
    page.locator("tr", has_text=finding.rule).locator("td.name a").click()
    page.get_by_label("试行").check()
    page.get_by_role("button", name="设置这条规则").click()
    assert RuleSetting.objects.count() == 0  # the browser asks for the reason first
    _set(page, finding.rule, "试行", "先看一年，准不准再说")
    expect(page.locator(".notice", has_text="先看一年，准不准再说")).to_contain_text("王会计")
    page.goto(where)
    trial = page.locator("details[data-cause=trial]")
    expect(trial).to_have_count(1)
    expect(trial.locator(code)).not_to_have_count(0)
    _set(page, finding.rule, "停用", "本县不用这一条")
    page.goto(where)
    page.locator("[data-findings]").wait_for()
    expect(page.locator(code)).to_have_count(0)
    _set(page, finding.rule, "取消设置", "回到规则集原来的样子")
    page.goto(where)
    expect(page.locator(f"details.cause.answer code:text-is('{finding.rule}')")).not_to_have_count(0)
    assert Entry.objects.filter(action="set_rule").count() == 3


def test_a_word_of_its_own_goes_in_and_out(bureau: User, visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/review/words/")
    shelf = page.locator("#own_words")
    shelf.get_by_label("词（可写几个，用顿号隔开）").fill("创兴镇、遵化板栗")
    shelf.get_by_role("button", name="加入词库").click()
    expect(page.locator(".notice.success")).to_contain_text("创兴镇、遵化板栗")
    expect(shelf.locator(".own-words li")).to_have_count(2)
    pairs = page.locator("#typos")
    pairs.get_by_label("错的写法").fill("落实责仁")
    pairs.get_by_label("对的写法").fill("落实责仁制")
    pairs.get_by_role("button", name="加入词库").click()
    expect(page.locator(".notice.error")).to_contain_text("正确写法里不能再含有错的写法")
    page.get_by_role("button", name="移出“创兴镇”").click()
    expect(shelf.locator(".own-words li")).to_have_count(1)
    assert list(OwnWord.objects.values_list("word", flat=True)) == ["遵化板栗"]


def test_the_points_of_an_aspect_are_changed_with_a_reason(bureau: User, visit: Callable[..., Page]) -> None:
    _checked()
    row = Project.objects.order_by("pk").first()
    assert row is not None
    page = visit()
    page.goto(f"/projects/{row.pk}/review/")
    line = page.locator(".review-sheet tbody tr").first
    line.locator(".why-not > summary").click()
    line.get_by_label("得分").fill("7.5")
    line.get_by_label("理由").fill("现场看过台账，做得比写得好")
    line.get_by_role("button", name="记下得分").click()
    expect(page.locator(".notice.success")).to_contain_text("已记下")
    expect(line.locator("td.given")).to_contain_text("7.5")
    expect(line.locator("td.given")).to_contain_text("现场看过台账，做得比写得好")
    assert AspectPoints.objects.get().points == 7.5
    line.locator(".why-not > summary").click()
    line.get_by_label("得分").fill("")
    line.get_by_label("理由").fill("还是用参考分")
    line.get_by_role("button", name="记下得分").click()
    expect(line.locator("td.given b")).to_have_count(0)
    assert [entry.after["reason"] for entry in Entry.objects.filter(action="give_points")] == [
        "现场看过台账，做得比写得好",
        "还是用参考分",
    ]


def test_the_board_checks_all_departments_and_shows_how_far_it_is(
    bureau: User, visit: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("WAITS", 1), ("PIECE", 1), ("PATIENCE", 0)):
        monkeypatch.setattr(checking, name, value)
    page = visit()
    page.goto(f"/review/?year={YEAR}")
    told: list[str] = []
    page.on("response", lambda answer: told.append(answer.text()) if answer.url.endswith("/review/check/") else None)
    page.get_by_role("button", name="审核这些部门").click()
    expect(page.locator(".progress-line")).to_have_count(0)
    expect(page.locator("table.board")).to_contain_text("遵化市科学技术协会")
    assert Check.objects.get().law
    steps = [text for text in told if "个项目已审" in text]
    assert "正在审核“遵化市科学技术协会”：1 个项目已审" in steps[0]
    assert len(steps) == 4
