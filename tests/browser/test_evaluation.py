"""The seed's 科普活动经费 with actuals of our own: entered, scored live, tried out, printed; the printed form gives the same scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jihuan.apps.budgets.models import Project
from jihuan.apps.evaluation import actions
from jihuan.apps.evaluation import facts as evaluation_facts
from jihuan.apps.evaluation.models import SelfEvaluation
from jihuan.apps.objectives import facts
from jihuan.apps.objectives.actions import apply_document
from jihuan.core.indicators import parse_target
from jihuan.core.interchange import content
from jihuan.documents.readers import document_of, layout_of
from jihuan.law.scoring import policy, score
from jihuan.ui.pieces import ROWS
from tests.browser.conftest import PHONE, sign_in
from tests.truth import seed_truth

NAME = "科普活动经费"
ACTUALS = {
    "组织开展科普活动次数": "24次",
    "科普活动在公众间的影响力": "20次",
    "项目按时完成率": "95%",
    "按预算资金完成率": "96%",
    "科技进步贡献率": "45%",
    "服务对象满意度指标": "88%",
}
REASONS = {
    "组织开展科普活动次数": "一场因雨取消；明年留出备用日。",
    "按预算资金完成率": "结余0.2万元；细化用款计划。",
    "科技进步贡献率": "统计口径调整；改用可测指标。",
    "服务对象满意度指标": "场地偏小；增加场次。",
    "项目发挥作用期限": "个别站点更新慢；纳入年检。",
}


@pytest.fixture
def project(officer) -> Project:
    applied = apply_document(officer, content(seed_truth()))
    return next(row for row in applied.projects if row.name == NAME)


def cell(page: Page, label: str):
    return page.get_by_label(label, exact=True)


def fill_in(page: Page) -> None:
    cell(page, "全年执行数").fill("4.80")
    cell(page, "实际完成情况").fill("开展科普活动24次，培养科普人才12人。")
    for name, text in ACTUALS.items():
        cell(page, f"实际完成值 · {name}").fill(text)
    row = page.locator("tr", has_text="项目发挥作用期限").first
    row.get_by_label("达成年度指标 12–15 分").check()
    cell(page, "得分 · 项目发挥作用期限").fill("14")
    for name, text in REASONS.items():
        cell(page, f"偏差原因分析及改进措施 · {name}").fill(text)


def saved(page: Page) -> None:
    expect(page.locator(".saving-bar .state")).to_contain_text("已保存")
    expect(page.locator('textarea[data-state="unsaved"], textarea[data-state="saving"]')).to_have_count(0)


def test_entered_scored_live_submitted_printed_and_read_back(
    visit: Callable[..., Page], project: Project, tmp_path: Path
) -> None:
    page = visit()
    page.get_by_role("link", name="绩效自评").click()
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name="开始自评").click()
    expect(page.locator(".score-bar")).to_contain_text("分值合计 100")

    first = page.locator("tr[data-row]", has_text="组织开展科普活动次数").first
    cell(page, "实际完成值 · 组织开展科普活动次数").press_sequentially("24")
    expect(first).to_contain_text("12.48")  # while typing: nothing was saved yet
    expect(page.locator("tr.why").nth(1)).to_contain_text("24 ÷ 25 = 96.00 %")
    expect(page.locator("tr.why").nth(1)).to_contain_text("请写偏差原因和改进措施")
    fill_in(page)
    saved(page)
    expect(page.locator(".score-bar")).to_contain_text("已填齐")
    total = page.locator(".score-bar .big").inner_text()

    cell(page, "得分 · 项目发挥作用期限").fill("9")
    expect(page.locator("tr.why[data-status=refused]")).to_contain_text("9")
    cell(page, "得分 · 项目发挥作用期限").fill("14")
    saved(page)
    expect(page.locator(".score-bar .big")).to_have_text(total)

    page.get_by_role("button", name="提交自评").click()
    expect(page.locator(".notice.success")).to_contain_text("已提交")
    with page.expect_download() as download:
        page.locator("details.exports summary").click()
        page.locator('[data-format="pdf"]').click()
    printed = tmp_path / "自评表.pdf"
    download.value.save_as(printed)

    known = SelfEvaluation.objects.get(project=project)
    assert str(known.total) == total
    rules = policy(actions.law_for(project))
    layout = layout_of(printed.read_bytes(), printed.name)
    for seen in (layout, replace(layout, embedded=None)):
        (found,) = score(document_of(printed.read_bytes(), printed.name, seen), rules)
        assert (found.total, found.stated_total, found.grade) == (known.total, known.total, known.grade)
        assert {one.difference for one in found.indicators} == {Decimal(0)}


def test_a_weight_moves_the_others_and_a_trial_keeps_nothing(visit: Callable[..., Page], officer, project: Project) -> None:
    evaluation = actions.start(officer, project)
    page = visit()
    page.goto(f"/evaluations/{project.pk}/")
    cell(page, "分值 · 组织开展科普活动次数").fill("20")
    saved(page)
    expect(cell(page, "分值 · 科普活动在公众间的影响力")).to_have_value("10")
    expect(cell(page, "分值 · 项目按时完成率")).to_have_value("10")
    expect(page.get_by_role("checkbox", name="锁定分值 · 组织开展科普活动次数")).to_be_checked()
    expect(page.locator(".score-bar")).to_contain_text("分值合计 100")
    before = actions.reread(evaluation).version

    page.get_by_role("link", name="试算").click()
    expect(page.locator(".notice.trial")).to_contain_text("不会保存")
    fill_in(page)
    expect(page.locator(".score-bar")).to_contain_text("已填齐")
    cell(page, "分值 · 项目按时完成率").fill("8")
    expect(cell(page, "分值 · 科普活动在公众间的影响力")).not_to_have_value("10")
    page.reload()
    expect(cell(page, "实际完成值 · 组织开展科普活动次数")).to_have_value("24次")
    expect(page.locator(".score-bar")).to_contain_text("已填齐")
    assert actions.reread(evaluation).version == before
    total = page.locator(".score-bar .big").inner_text()
    page.get_by_role("button", name="采用这些值").click()
    expect(page.locator(".notice.success")).to_contain_text("已保存")
    expect(page.locator(".score-bar .big")).to_have_text(total)
    assert str(actions.reread(evaluation).total) == total


def test_sources_of_funds_add_up_and_a_row_that_does_not_apply_can_be_taken_back(
    visit: Callable[..., Page], officer, project: Project
) -> None:
    evaluation = actions.start(officer, project)
    page = visit()
    page.goto(f"/evaluations/{project.pk}/")
    assert cell(page, "主管部门").input_value() == "遵化市科学技术协会"
    funds = page.locator("tr[data-row=execution] ~ tr.why").first
    cell(page, "全年执行数").fill("4.8")
    cell(page, "全年执行数 · 本年财政拨款").fill("4.5")
    expect(funds).to_contain_text("各资金来源的全年执行数合计 4.5")
    saved(page)
    cell(page, "全年执行数 · 本年财政拨款").fill("4.8")
    expect(funds).not_to_contain_text("不符")
    saved(page)
    assert [fund["executed"] for fund in actions.reread(evaluation).funds] == ["48000", None, None]

    name = "实际完成值 · 组织开展科普活动次数"
    cell(page, name).fill("不适用")
    saved(page)
    expect(page.locator("tr[data-row]", has=cell(page, name))).to_have_attribute("data-status", "not_applicable")
    cell(page, name).fill("24次")
    saved(page)
    page.locator("tr", has=cell(page, name)).get_by_text("不适用").click()
    expect(cell(page, name)).to_be_hidden()
    page.locator("tr[data-row]", has_text="组织开展科普活动次数").first.get_by_text("不适用", exact=True).first.click()
    expect(cell(page, name)).to_have_value("24次")
    expect(cell(page, name)).to_be_visible()
    saved(page)


def test_no_keystroke_is_lost_when_the_server_fails_or_the_page_is_reloaded(
    visit: Callable[..., Page], officer, project: Project
) -> None:
    evaluation = actions.start(officer, project)
    page = visit()
    page.goto(f"/evaluations/{project.pk}/")
    page.route("**/cells/", lambda route: route.fulfill(status=500, body="broken"))
    cell(page, "实际完成情况").fill("开展科普活动24次。")
    expect(page.locator(".saving-bar .state")).to_contain_text("内容留在本机")
    page.reload()
    expect(cell(page, "实际完成情况")).to_have_value("开展科普活动24次。")
    page.unroute("**/cells/")
    saved(page)
    assert actions.reread(evaluation).achievement == "开展科普活动24次。"


def test_a_second_tab_is_a_clash_that_shows_both(visit: Callable[..., Page], officer, project: Project) -> None:
    actions.start(officer, project)
    one, other = visit(), visit()
    for page in (one, other):
        page.goto(f"/evaluations/{project.pk}/")
    cell(one, "全年执行数").fill("4.80")
    saved(one)
    cell(other, "全年执行数").fill("4.90")
    note = other.locator('textarea[name="executed"] + .cell-note')
    expect(note).to_contain_text("4.80")
    note.get_by_role("button", name="用我的").click()
    saved(other)
    assert SelfEvaluation.objects.get().executed == 49000


def test_what_was_typed_outlives_the_end_of_the_session(visit: Callable[..., Page], officer, project: Project) -> None:
    actions.start(officer, project)
    page = visit()
    page.goto(f"/evaluations/{project.pk}/")
    page.context.clear_cookies()
    cell(page, "实际完成情况").fill("开展科普活动24次。")
    expect(page.locator(".saving-bar .state")).to_contain_text("登录已过期")
    sign_in(page)
    page.goto(f"/evaluations/{project.pk}/")
    saved(page)
    assert SelfEvaluation.objects.get().achievement == "开展科普活动24次。"


def test_what_is_typed_goes_along_from_screen_to_screen(visit: Callable[..., Page], officer, project: Project) -> None:
    document = facts.project_document(project)
    (sheet,) = document.projects
    rows = tuple(
        replace(sheet.indicators[0], level3=f"第{number}村", target=parse_target("≥10场")) for number in range(ROWS + 3)
    )
    (project,) = apply_document(officer, replace(document, projects=(replace(sheet, indicators=rows),))).projects
    evaluation = actions.start(officer, project)
    page = visit()
    page.goto(f"/evaluations/{project.pk}/")
    page.route("**/cells/**", lambda route: route.fulfill(status=500, body="broken"))
    cell(page, "实际完成值 · 第0村").fill("10场")
    expect(page.locator(".saving-bar .state")).to_contain_text("内容留在本机")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".elsewhere textarea")).to_have_value("10场")
    expect(page.locator("[data-figure=partial]").first).not_to_have_text("已计 0.00 分")
    page.unroute("**/cells/**")
    saved(page)

    page.get_by_role("link", name="试算").click()
    cell(page, f"实际完成值 · 第{ROWS + 1}村").fill("12场")
    page.get_by_role("link", name="上一页").click()
    expect(page.locator("[data-others]")).to_contain_text("1 格")
    cell(page, "实际完成值 · 第1村").fill("11场")
    page.get_by_role("button", name="采用这些值").click()
    expect(page.locator(".notice.success")).to_contain_text("已保存 2 格")
    found = [row.actual for row in evaluation_facts.sheet_of(actions.reread(evaluation)).rows]
    assert [(at, text) for at, text in enumerate(found) if text] == [(0, "10场"), (1, "11场"), (ROWS + 1, "12场")]


def test_the_sheet_fits_a_phone(visit: Callable[..., Page], officer, project: Project) -> None:
    actions.start(officer, project)
    page = visit(PHONE)
    own = (f"/evaluations/{project.pk}/", f"/projects/{project.pk}/")
    for address in (*own, "/evaluations/", "/evaluations/departments/731/2025/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        wide = "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth + 1).length"
        assert page.evaluate(wide) == 0, address
